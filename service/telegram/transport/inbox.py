"""Updates on their way in: settled in order within a chat, chats side by side."""

import asyncio
import logging
from collections import deque
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from aiogram.types import Update

from instrumentation.metrics import Metrics
from instrumentation.telegram import handling, update_span
from service.storage import Unavailable
from service.telegram.errors import failed
from service.telegram.transport.limits import Limits, sender
from service.telegram.transport.outbox import Outbox
from service.telegram.transport.settling import Settler, kind, report
from service.telegram.transport.suspects import Crash, Suspects

logger = logging.getLogger(__name__)

ANSWER_SECONDS = 0.5
"""How long an acknowledgement waits for the answer to be sent. No others are handed out meanwhile
than the hundred from there on: with a second, one slow answer in a hundred held up 150 sets/s."""

Raw = dict[str, Any]


def _future() -> "asyncio.Future[None]":
    return asyncio.get_running_loop().create_future()


def _end(future: "asyncio.Future[None]") -> None:
    if not future.done():  # whoever waited for it may have been cut off
        future.set_result(None)


@dataclass(frozen=True, eq=False, slots=True)
class Taken:
    """An update that was taken over: first its effect is stored, then its answer is sent.

    ``answered`` ends ANSWER_SECONDS after ``settled`` at the latest. Both are cancelled when
    the effect could not be stored, or the work is cut off.
    """

    settled: asyncio.Future[None] = field(default_factory=_future)
    answered: asyncio.Future[None] = field(default_factory=_future)

    def finish(self) -> "Taken":
        """Be done with it: there is nothing to answer, or nobody waits for it any longer."""
        _end(self.settled)
        _end(self.answered)
        return self

    def cancel(self) -> None:
        """Leave it; it comes again."""
        self.settled.cancel()
        self.answered.cancel()


@dataclass(frozen=True, eq=False, slots=True)
class _Arrival:
    raw: Raw
    received: float
    within: float | None
    taken: Taken
    suspect: bool


class Inbox:
    """Takes updates over and says of each when Telegram may forget it."""

    def __init__(
        self, settler: Settler, outbox: Outbox, metrics: Metrics, suspects: Suspects
    ) -> None:
        self._settler, self._outbox, self._metrics = settler, outbox, metrics
        self._suspects = suspects
        self._limits = Limits()
        self._queues: dict[int, deque[_Arrival]] = {}
        self._workers: set[asyncio.Task[None]] = set()

    def passes(self, raw: Raw) -> bool:
        """Tell whether an update is to be taken; its sender may be asking too much."""
        if self._limits.passes(raw):
            return True
        with handling(self._metrics, kind(raw)) as handled:
            handled.outcome = "refused"
        self._metrics.refused("limit")
        if self._limits.may_tell(raw):
            logger.warning("Somebody sends faster than anybody can type; messages are dropped")
            update = self._settler.parse(raw)
            if isinstance(update, Update):
                self._outbox.put(update, failed(update, "too-fast"))
        return False

    def take(
        self, raw: Raw, received: float, *, within: float | None = None, suspect: bool = False
    ) -> Taken:
        """Settle an update in its turn; a ``suspect`` that ended process after process, not.

        ``received`` is what ``perf_counter`` said when it came (seconds). The effect can't be
        had when the database is away for ``within`` seconds; None waits.
        """
        taken = Taken()
        chat = sender(raw)
        queue = self._queues.setdefault(chat, deque())
        queue.append(_Arrival(raw, received, within, taken, suspect))
        if len(queue) == 1:
            worker = asyncio.create_task(self._work(chat, queue))
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)
        return taken

    async def close(self, seconds: float) -> None:
        """Settle what was taken, for so many seconds; what is cut off then comes again."""
        if self._workers:
            await asyncio.wait(self._workers, timeout=seconds)
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    async def _work(self, chat: int, queue: deque[_Arrival]) -> None:
        try:
            while queue:
                await self._settle(queue[0])
                queue.popleft()
        finally:
            del self._queues[chat]
            for arrival in queue:  # cut off
                arrival.taken.cancel()

    async def _settle(self, arrival: _Arrival) -> None:
        raw = arrival.raw
        alone = self._suspects.alone(raw["update_id"]) if arrival.suspect else nullcontext()
        try:
            with update_span(kind(raw), raw["update_id"], arrival.received):
                async with alone:
                    await self._answer(arrival)
        except Crash as error:
            await self._settler.reject(raw, error)
            arrival.taken.finish()
        except Unavailable:
            arrival.taken.cancel()
        except Exception as error:  # noqa: BLE001 - whatever it is, it must stop nobody else
            report(error)
            arrival.taken.finish()

    async def _answer(self, arrival: _Arrival) -> None:
        taken, update = arrival.taken, self._settler.parse(arrival.raw)
        if not isinstance(update, Update):
            await self._settler.reject(arrival.raw, update)
            taken.finish()
            return
        reply, handled = await self._settler.settle(
            arrival.raw, update, arrival.received, arrival.within
        )
        slow = self._outbox.slow(sender(arrival.raw), ANSWER_SECONDS)
        more = len(self._queues[sender(arrival.raw)]) > 1
        sent = self._outbox.put(update, reply, handled.answered, more=more)
        if slow:
            taken.finish()
            return
        _end(taken.settled)
        sent.add_done_callback(lambda _: taken.finish())
        asyncio.get_running_loop().call_later(ANSWER_SECONDS, taken.finish)
