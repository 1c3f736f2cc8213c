"""How updates come in: polled, settled chat by chat, answered, and only then acknowledged."""

import asyncio
import logging
from collections.abc import Coroutine
from time import monotonic, perf_counter
from typing import Any, Protocol, TypeVar

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramUnauthorizedError,
)
from aiogram.methods import Response, TelegramMethod

from instrumentation.metrics import Metrics
from service.telegram.transport.inbox import Inbox, Taken
from service.telegram.transport.outbox import Outbox
from service.telegram.transport.retrying import pause_after

logger = logging.getLogger(__name__)

POLL_SECONDS = 25
"""How long Telegram holds a poll that has nothing to give."""

LOOK_SECONDS = 0.03
"""So long the next poll waits for everything that the last one brought."""

SAME_SECONDS = 0.6
"""So long it then waits for the first of it. Telegram hands out one update at a time to who
polls twice within half a second for the same."""

STOP_SECONDS = 8.0
"""How long a stop waits for what is being settled and sent."""

TURN_SECONDS = 1.0
"""How often a process that stands by asks whether it is its turn."""

Raw = dict[str, Any]
Result = TypeVar("Result")


class RawUpdates(TelegramMethod[list[Raw]]):
    """getUpdates whose updates are left as they came, so that a bad one spoils no other."""

    __returning__ = list[Raw]
    __api_method__ = "getUpdates"

    offset: int | None
    timeout: int
    limit: int = 100
    allowed_updates: list[str] | None = None


POLLED = Response[list[Raw]]
"""What a poll is answered with, kept for the reason that `showing.ANSWERS` are: 0.9 ms a poll."""


class Polls(Protocol):
    """Who wants to know how polling goes."""

    def polled(self) -> None:
        """Hear that a poll succeeded."""

    def polling_failed(self, reason: str) -> None:
        """Hear that a poll failed."""

    def stood_by(self) -> None:
        """Hear that another process polls."""

    def draining(self) -> None:
        """Hear that nothing new is taken any more."""


class Turn(Protocol):
    """Who knows which of several processes polls."""

    async def ours(self) -> bool:
        """Tell whether it is this one."""


class Polling:
    """Polls Telegram; an update is acknowledged when its effect is stored.

    Polling goes on while some of what came takes longer or is yet to be answered: the offset
    stays before the first of those, and what Telegram hands over again is known. A poll brings
    a hundred from there: no more are awaited at a time, and a kill leaves nobody without an
    answer. Who has none yet comes again, unless Telegram took too long or one person
    sends more than the limits let pass.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the rooms it joins, each named once
        self,
        bot: Bot,
        inbox: Inbox,
        outbox: Outbox,
        metrics: Metrics,
        polls: Polls,
        allowed: list[str],
        turn: Turn | None = None,
    ) -> None:
        self._bot, self._inbox, self._outbox = bot, inbox, outbox
        self._metrics, self._polls, self._allowed = metrics, polls, allowed
        self._turn = turn
        self._offset: int | None = None
        self._poll_seconds = 0  # the first poll comes back at once: health need not wait
        self._polled: int | None = None  # the offset of the last poll, and when it began
        self._polled_at = 0.0
        self._open: dict[int, Taken] = {}
        self._dropping = False  # most of what came last is dropped

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until ``stop`` is set; then settle, answer and acknowledge what has begun."""
        stopping = asyncio.create_task(stop.wait())
        while not stop.is_set():
            if not await self._ours():
                await asyncio.wait([stopping], timeout=TURN_SECONDS)
                continue
            self._take(await _until(self._poll(), stopping) or [])
            await _until(self._settle(), stopping)
            self._advance()
        await self._finish()

    async def _ours(self) -> bool:
        """Tell whether it is this process that polls."""
        if self._turn is None or await self._turn.ours():
            self._metrics.polling = True
            return True
        self._metrics.polling = False
        self._polls.stood_by()
        self._offset = None  # the other one moves it
        return False

    async def _finish(self) -> None:
        """Within STOP_SECONDS: settle what was taken, send the answers, acknowledge."""
        self._polls.draining()
        self._dropping = False  # what can't be answered any more comes again
        until = monotonic() + STOP_SECONDS
        await self._inbox.close(STOP_SECONDS)
        await self._outbox.close(max(until - monotonic(), 1.0))
        self._advance()
        await self._acknowledge()

    async def _poll(self) -> list[Raw]:
        poll = RawUpdates(
            offset=self._offset, timeout=self._poll_seconds, allowed_updates=self._allowed
        )
        self._polled, self._polled_at = self._offset, monotonic()
        try:
            batch = await self._bot(poll, request_timeout=POLL_SECONDS + 10)
        except (AiogramError, OSError) as error:
            self._polls.polling_failed(_reason(error))
            self._metrics.polling_error()
            logger.warning("Polling failed: %s", _reason(error))
            await asyncio.sleep(pause_after(error))
            return []
        self._poll_seconds = POLL_SECONDS
        self._polls.polled()
        self._metrics.polled()
        return batch

    def _take(self, batch: list[Raw]) -> None:
        """Take over what is new; what its sender has too much of is done with."""
        received, known = perf_counter(), {None, *self._open}
        suspect = self._offset is None  # this turn's first: they may have ended the one before
        new = {raw["update_id"]: raw for raw in batch if raw.get("update_id") not in known}
        passing = {number for number, raw in new.items() if self._inbox.passes(raw)}
        for number, raw in new.items():
            if number in passing:
                self._open[number] = self._inbox.take(raw, received, suspect=suspect)
            else:
                self._open[number] = Taken().finish()
        # While one person sends too much, nobody else waits for answers to be sent.
        self._dropping = 2 * len(passing) < len(new)

    async def _settle(self) -> None:
        """Wait until the next poll brings more than the last one."""
        if not self._open:
            return
        await asyncio.wait([*map(self._done, self._open.values())], timeout=LOOK_SECONDS)
        self._advance()
        left = self._polled_at + SAME_SECONDS - monotonic()
        if self._open and self._offset == self._polled and left > 0:
            first = next(iter(self._open.values()))
            await asyncio.wait([self._done(first)], timeout=left)

    def _advance(self) -> None:
        """Move the offset to the first update that is not done with."""
        for number, taken in list(self._open.items()):
            done = self._done(taken)
            if not done.done() or done.cancelled():
                break
            self._offset = number + 1
            del self._open[number]

    def _done(self, taken: Taken) -> "asyncio.Future[None]":
        """Say what an acknowledgement waits for."""
        return taken.settled if self._dropping else taken.answered

    async def _acknowledge(self) -> None:
        """Tell Telegram how far everything is settled: the next start gets nothing twice."""
        if self._offset is None:
            return
        try:
            await self._bot(RawUpdates(offset=self._offset, timeout=0, limit=1), request_timeout=2)
        except (AiogramError, OSError) as error:
            logger.warning(
                "The last updates are unconfirmed and will come again: %s", _reason(error)
            )


async def _until(work: Coroutine[Any, Any, Result], stopping: "asyncio.Task[Any]") -> Result | None:
    """Do the work unless the stop comes first: None, it was cut off."""
    task = asyncio.create_task(work)
    await asyncio.wait([task, stopping], return_when=asyncio.FIRST_COMPLETED)
    if not task.done():
        task.cancel()
        await asyncio.wait([task])
    return None if task.cancelled() else task.result()


def _reason(error: Exception) -> str:
    if isinstance(error, TelegramConflictError):
        return "conflict"
    if isinstance(error, TelegramUnauthorizedError):
        return "unauthorized"
    return type(error).__name__
