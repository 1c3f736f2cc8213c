"""Receive updates by long polling; acknowledge them once they are settled and answered."""

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
from service.telegram.transport.inbox import Inbox, Progress
from service.telegram.transport.outbox import Outbox
from service.telegram.transport.retrying import pause_after

logger = logging.getLogger(__name__)

POLL_SECONDS = 25
"""How long Telegram holds a poll while there are no updates."""

BATCH_SECONDS = 0.03
"""How long the next poll waits for the whole batch of the last one."""

SAME_SECONDS = 0.6
"""How long it then waits for the first update of the batch. Telegram hands out one update at a
time to a bot that polls twice with the same offset within half a second."""

STOP_SECONDS = 8.0
"""How long a stop waits for updates to be settled and answers to be sent."""

TURN_SECONDS = 1.0
"""How often a standby process checks whether it may poll."""

Raw = dict[str, Any]
Result = TypeVar("Result")


class RawUpdates(TelegramMethod[list[Raw]]):
    """getUpdates that leaves the updates unparsed, so that a bad one does not spoil the batch."""

    __returning__ = list[Raw]
    __api_method__ = "getUpdates"

    offset: int | None
    timeout: int
    limit: int = 100
    allowed_updates: list[str] | None = None


POLLED = Response[list[Raw]]
"""Type of a poll's answer. Held here because pydantic would build it anew for every poll."""


class PollingObserver(Protocol):
    """An observer of polling, such as the health report."""

    def polled(self) -> None:
        """Record that a poll succeeded."""

    def polling_failed(self, reason: str) -> None:
        """Record that a poll failed."""

    def stood_by(self) -> None:
        """Record that another process polls."""

    def draining(self) -> None:
        """Record that no new updates are accepted any more."""


class Turn(Protocol):
    """The choice of one process that polls."""

    async def ours(self) -> bool:
        """Return whether this process polls."""


class Polling:
    """Polls Telegram and acknowledges an update once its effect is stored and answered.

    Polling goes on while some updates take longer: the offset stays before the first unfinished
    one, and updates that Telegram delivers again are recognised by their number. A poll brings
    at most a hundred updates from the offset on, so no more than that are in progress. After a
    kill the unanswered ones are delivered again, except those whose answer Telegram took too
    long to accept, or while one person sends more than the limits let pass.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts that it connects
        self,
        bot: Bot,
        inbox: Inbox,
        outbox: Outbox,
        metrics: Metrics,
        observer: PollingObserver,
        allowed: list[str],
        turn: Turn | None = None,
    ) -> None:
        self._bot, self._inbox, self._outbox = bot, inbox, outbox
        self._metrics, self._observer, self._allowed = metrics, observer, allowed
        self._turn = turn
        self._offset: int | None = None
        self._poll_seconds = 0  # the first poll returns at once, so that /health need not wait
        self._polled: int | None = None  # the offset of the last poll, and when it began
        self._polled_at = 0.0
        self._open: dict[int, Progress] = {}
        self._dropping = False  # most of the last batch was dropped

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until ``stop`` is set; then settle, answer and acknowledge what is in progress."""
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
        """Return whether this process polls, and record that."""
        if self._turn is None or await self._turn.ours():
            self._metrics.polling = True
            return True
        self._metrics.polling = False
        self._observer.stood_by()
        self._offset = None  # the other one moves it
        return False

    async def _finish(self) -> None:
        """Settle, answer and acknowledge what is in progress, within STOP_SECONDS."""
        self._observer.draining()
        self._dropping = False  # unanswered updates are to be delivered again
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
            self._observer.polling_failed(_reason(error))
            self._metrics.polling_error()
            await asyncio.sleep(pause_after(error))
            return []
        self._poll_seconds = POLL_SECONDS
        self._observer.polled()
        self._metrics.polled()
        return batch

    def _take(self, batch: list[Raw]) -> None:
        """Queue the new updates of a batch; those over the limit count as finished."""
        received, known = perf_counter(), {None, *self._open}
        suspect = self._offset is None  # the first batch: it may have killed the process before
        numbered = [raw for raw in batch if isinstance(raw.get("update_id"), int)]
        new = {raw["update_id"]: raw for raw in numbered if raw["update_id"] not in known}
        passing = {number for number, raw in new.items() if self._inbox.passes(raw)}
        for number, raw in new.items():
            if number in passing:
                self._open[number] = self._inbox.take(raw, received, suspect=suspect)
            else:
                self._open[number] = Progress().finish()
        # While one person sends too much, acknowledgements do not wait for answers.
        self._dropping = 2 * len(passing) < len(new)

    async def _settle(self) -> None:
        """Wait until another poll is worth it: the batch is finished, or its first update."""
        if not self._open:
            return
        await asyncio.wait([*map(self._done, self._open.values())], timeout=BATCH_SECONDS)
        self._advance()
        left = self._polled_at + SAME_SECONDS - monotonic()
        if self._open and self._offset == self._polled and left > 0:
            first = next(iter(self._open.values()))
            await asyncio.wait([self._done(first)], timeout=left)

    def _advance(self) -> None:
        """Move the offset to the first unfinished update."""
        for number, progress in list(self._open.items()):
            done = self._done(progress)
            if not done.done() or done.cancelled():
                break
            self._offset = number + 1
            del self._open[number]

    def _done(self, progress: Progress) -> "asyncio.Future[None]":
        """Return what the acknowledgement waits for."""
        return progress.settled if self._dropping else progress.answered

    async def _acknowledge(self) -> None:
        """Confirm the offset to Telegram, so that the next start receives nothing twice."""
        if self._offset is None:
            return
        try:
            await self._bot(RawUpdates(offset=self._offset, timeout=0, limit=1), request_timeout=2)
        except (AiogramError, OSError) as error:
            logger.warning(
                "The last updates are unconfirmed and will come again: %s", _reason(error)
            )


async def _until(work: Coroutine[Any, Any, Result], stopping: "asyncio.Task[Any]") -> Result | None:
    """Await ``work``, but cancel it and return None when ``stopping`` is done first."""
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
