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
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod

from instrumentation.metrics import Metrics
from service.telegram.chats import Chats
from service.telegram.outbox import Outbox

logger = logging.getLogger(__name__)

POLL_SECONDS = 25
"""How long Telegram holds a poll that has nothing to give."""

LOOK_SECONDS = 0.1
STUCK_LOOKS = 6
"""After so many looks the next poll does not wait for what is still being settled. Telegram
hands out one update at a time to who polls twice within half a second for the same."""

MANY = 50
"""A poll that brings so many has left more behind: the next one does not wait for answers.
At 100 ms to Telegram that is 400 sets a second instead of 150."""

STOP_SECONDS = 8.0
"""How long a stop waits for what is being settled and sent."""

TURN_SECONDS = 1.0
"""How often a process that stands by asks whether it is its turn."""

RETRY_SECONDS = 2.0
"""The pause after a poll that failed."""

REFUSED_SECONDS = 30.0
"""The pause after a poll whose token Telegram did not take: it will hardly take it again."""

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


class Delivery:
    """Polls Telegram; an update is acknowledged when its effect is stored.

    What Telegram hands over goes on while some of it takes longer: the updates after the
    first unsettled one are known, and not taken twice.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the rooms it joins, each named once
        self,
        bot: Bot,
        chats: Chats,
        outbox: Outbox,
        metrics: Metrics,
        polls: Polls,
        allowed: list[str],
        turn: Turn | None = None,
    ) -> None:
        self._bot, self._chats, self._outbox = bot, chats, outbox
        self._metrics, self._polls, self._allowed = metrics, polls, allowed
        self._turn = turn
        self._offset: int | None = None
        self._poll_seconds = 0  # the first poll comes back at once: health need not wait
        self._open: dict[int, asyncio.Future[None]] = {}
        self._more = False  # the last poll left some behind

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
        until = monotonic() + STOP_SECONDS
        await self._chats.close(STOP_SECONDS)
        await self._outbox.close(max(until - monotonic(), 1.0))
        self._advance()
        await self._acknowledge()

    async def _poll(self) -> list[Raw]:
        poll = RawUpdates(
            offset=self._offset, timeout=self._poll_seconds, allowed_updates=self._allowed
        )
        try:
            batch = await self._bot(poll, request_timeout=POLL_SECONDS + 10)
        except (AiogramError, OSError) as error:
            self._polls.polling_failed(_reason(error))
            self._metrics.polling_error()
            logger.warning("Polling failed: %s", _reason(error))
            await asyncio.sleep(_pause(error))
            return []
        self._poll_seconds = POLL_SECONDS
        self._polls.polled()
        self._metrics.polled()
        return batch

    def _take(self, batch: list[Raw]) -> None:
        """Take over what is new; what its sender has too much of is done with."""
        received = perf_counter()
        suspect = self._offset is None  # this turn's first: they may have ended the one before
        known = {None, *self._open}
        new = [raw for raw in batch if raw.get("update_id") not in known]
        passing = [self._chats.passes(raw) for raw in new]
        # While somebody floods, nobody else waits for answers to be sent; nor do those who
        # are still in the queue when a poll brings many.
        self._more = len(batch) >= MANY
        patient = 2 * sum(passing) >= len(new) and not self._more
        for raw, passes in zip(new, passing, strict=True):
            if passes:
                done = self._chats.take(raw, received, patient=patient, suspect=suspect)
            else:
                done = asyncio.get_running_loop().create_future()
                done.set_result(None)
            self._open[raw["update_id"]] = done

    async def _settle(self) -> None:
        """Wait for what is being settled; not long for all of it when the first of it is.

        While more waits at Telegram the first is enough: the next poll begins behind it.
        """
        for _ in range(STUCK_LOOKS):
            if not self._open:
                return
            first = next(iter(self._open.values()))
            awaited = [first] if self._more else self._open.values()
            _, pending = await asyncio.wait(awaited, timeout=LOOK_SECONDS)
            if not pending or first.done():
                return

    def _advance(self) -> None:
        """Move the offset to the first update that is not settled."""
        for number, done in list(self._open.items()):
            if not done.done() or done.cancelled():
                break
            self._offset = number + 1
            del self._open[number]

    async def _acknowledge(self) -> None:
        """Tell Telegram how far everything is settled: the next start gets nothing twice."""
        if self._offset is None:
            return
        try:
            await self._bot(RawUpdates(offset=self._offset, timeout=0, limit=1), request_timeout=2)
        except (AiogramError, OSError) as error:
            logger.warning("The last updates will come again: %s", _reason(error))


async def _until(work: Coroutine[Any, Any, Result], stopping: "asyncio.Task[Any]") -> Result | None:
    """Do the work unless the stop comes first: None, it was cut off."""
    task = asyncio.create_task(work)
    await asyncio.wait([task, stopping], return_when=asyncio.FIRST_COMPLETED)
    if not task.done():
        task.cancel()
        await asyncio.wait([task])
    return None if task.cancelled() else task.result()


def _pause(error: Exception) -> float:
    """Say how long to wait before polling again."""
    if isinstance(error, TelegramRetryAfter):
        return float(error.retry_after)
    return REFUSED_SECONDS if isinstance(error, TelegramUnauthorizedError) else RETRY_SECONDS


def _reason(error: Exception) -> str:
    if isinstance(error, TelegramConflictError):
        return "conflict"
    if isinstance(error, TelegramUnauthorizedError):
        return "unauthorized"
    return type(error).__name__
