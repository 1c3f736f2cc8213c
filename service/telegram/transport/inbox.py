"""The queue of incoming updates: one worker for each chat, chats in parallel."""

import asyncio
import logging
from collections import deque
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias

from aiogram.types import Update
from opentelemetry.instrumentation.aiogram import update_span

from instrumentation.about import about
from instrumentation.metrics import Metrics
from instrumentation.updates import handling
from service.storage import Unavailable
from service.telegram.errors import failed
from service.telegram.transport import inlines
from service.telegram.transport.inlines import Inlines
from service.telegram.transport.limits import Limits, chat_of, sender
from service.telegram.transport.outbox import Outbox
from service.telegram.transport.settling import Settler, asks_status, kind, report
from service.telegram.transport.suspects import Crash, Suspects

logger = logging.getLogger(__name__)

ANSWER_SECONDS = 0.5
"""Longest time an acknowledgement waits for the answer to be sent. Telegram hands out only the
hundred updates after the last acknowledged one, so a longer wait lets one slow answer hold up
everybody (docs/decisions.md)."""

FEW = 20
"""Up to this many unsent answers hold up nobody, so an acknowledgement may wait longer."""

HELD_SECONDS = 2.5
"""Longest such wait. An edit may be held for two seconds before it is made.

Answers in groups are not waited for so long: a flood there would hold up private chats.
"""

Raw = dict[str, Any]
Line: TypeAlias = tuple[int, bool]
"""A chat; and True for questions about the bot's state, which wait for nothing else."""


def _future() -> "asyncio.Future[None]":
    return asyncio.get_running_loop().create_future()


def _end(future: "asyncio.Future[None]") -> None:
    if not future.done():  # its waiter may have been cancelled
        future.set_result(None)


@dataclass(frozen=True, eq=False, slots=True)
class Progress:
    """How far an accepted update has come: its effect is stored, then its answer is sent.

    ``answered`` is done at most ANSWER_SECONDS after ``settled``, or HELD_SECONDS while few
    answers are on their way. Both are cancelled when the effect could not be stored or the inbox
    was closed first.
    """

    settled: asyncio.Future[None] = field(default_factory=_future)
    answered: asyncio.Future[None] = field(default_factory=_future)

    def finish(self) -> "Progress":
        """Mark both steps as done."""
        _end(self.settled)
        _end(self.answered)
        return self

    def cancel(self) -> None:
        """Mark the update as not settled: Telegram will deliver it again."""
        self.settled.cancel()
        self.answered.cancel()


@dataclass(frozen=True, eq=False, slots=True)
class _Arrival:
    raw: Raw
    received: float
    max_wait: float | None
    progress: Progress
    suspect: bool


def _line(raw: Raw) -> Line:
    return sender(raw), asks_status(raw)


class Inbox:
    """Accepts updates and reports for each when it may be acknowledged to Telegram."""

    def __init__(
        self,
        settler: Settler,
        outbox: Outbox,
        metrics: Metrics,
        suspects: Suspects,
        inlines: Inlines,
    ) -> None:
        self._settler, self._outbox, self._metrics = settler, outbox, metrics
        self._suspects, self._inlines = suspects, inlines
        self._limits = Limits()
        self._queues: dict[Line, deque[_Arrival]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._unanswered: set[Progress] = set()

    def passes(self, raw: Raw) -> bool:
        """Return whether to process an update; False when its sender is over the limit."""
        if inlines.KIND in raw or self._limits.passes(raw):  # they have limits of their own
            return True
        with handling(self._metrics, kind(raw)) as handled:
            handled.outcome = "refused"
        self._metrics.refused("limit")
        if self._limits.should_warn(raw):
            logger.warning("Somebody sends faster than anybody can type; messages are dropped")
            update = self._settler.parse(raw)
            if isinstance(update, Update):
                self._outbox.put(update, failed(update, "too-fast"))
        return False

    def take(
        self, raw: Raw, received: float, *, max_wait: float | None = None, suspect: bool = False
    ) -> Progress:
        """Queue an update for settling. A ``suspect`` is handled alone (see ``suspects``).

        ``received`` is the ``perf_counter`` reading (seconds) when it arrived. Its progress is
        cancelled when the database is unavailable for ``max_wait`` seconds; None waits forever.
        """
        progress = Progress()
        if inlines.KIND in raw:
            self._inlines.take(raw, received)
            return progress.finish()
        line = _line(raw)
        queue = self._queues.setdefault(line, deque())
        queue.append(_Arrival(raw, received, max_wait, progress, suspect))
        if len(queue) == 1:
            worker = asyncio.create_task(self._work(line, queue))
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)
        return progress

    async def close(self, seconds: float) -> None:
        """Settle what is queued, for at most ``seconds``; then cancel the rest.

        Telegram delivers cancelled updates again.
        """
        if self._workers:
            await asyncio.wait(self._workers, timeout=seconds)
        await self._inlines.close()
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    async def _work(self, line: Line, queue: deque[_Arrival]) -> None:
        try:
            while queue:
                await self._settle(queue[0])
                queue.popleft()
        finally:
            del self._queues[line]
            for arrival in queue:  # left over only when this task was cancelled
                arrival.progress.cancel()

    async def _settle(self, arrival: _Arrival) -> None:
        raw = arrival.raw
        alone = self._suspects.alone(raw["update_id"]) if arrival.suspect else nullcontext()
        try:
            number = raw["update_id"]
            with update_span(kind(raw), number, arrival.received), about(number):
                async with alone:
                    await self._answer(arrival)
        except Crash as error:
            await self._settler.reject(raw, error)
            arrival.progress.finish()
        except Unavailable:
            arrival.progress.cancel()
        except Exception as error:  # noqa: BLE001 - no error may block other updates
            report(error)
            arrival.progress.finish()

    async def _answer(self, arrival: _Arrival) -> None:
        progress, update = arrival.progress, self._settler.parse(arrival.raw)
        if not isinstance(update, Update):
            await self._settler.reject(arrival.raw, update)
            progress.finish()
            return
        reply, handled = await self._settler.settle(
            arrival.raw, update, arrival.received, arrival.max_wait
        )
        slow = self._outbox.slow(chat_of(arrival.raw), ANSWER_SECONDS)
        more = len(self._queues[_line(arrival.raw)]) > 1
        sent = self._outbox.put(update, reply, handled.answered, more=more)
        if slow:
            progress.finish()
            return
        _end(progress.settled)
        self._unanswered.add(progress)
        progress.answered.add_done_callback(lambda _: self._unanswered.discard(progress))
        sent.add_done_callback(lambda _: progress.finish())
        in_group = chat_of(arrival.raw) < 0
        let_go = progress.finish if in_group else partial(self._let_go, progress)
        asyncio.get_running_loop().call_later(ANSWER_SECONDS, let_go)

    def _let_go(self, progress: Progress) -> None:
        """Stop waiting for a slow answer: at once if many are unsent, else a little later."""
        if len(self._unanswered) > FEW:
            progress.finish()
        else:
            seconds = HELD_SECONDS - ANSWER_SECONDS
            asyncio.get_running_loop().call_later(seconds, progress.finish)
