"""The queue of answers: in order within a chat, chats in parallel, every wait limited."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from math import inf
from time import monotonic
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramRetryAfter
from aiogram.types import Update

from instrumentation.logs import with_facts
from instrumentation.metrics import Metrics, Waiting
from instrumentation.traces import current, resumed
from service.storage import Unavailable
from service.telegram.errors import failed
from service.telegram.replies import Reply
from service.telegram.transport.card_locations import CardLocations
from service.telegram.transport.pictures import Pictures
from service.telegram.transport.retrying import RECEIPT_SECONDS, Patience, may_pass
from service.telegram.transport.settling import report
from service.telegram.transport.showing import Showing

logger = logging.getLogger(__name__)

EDIT_SECONDS = 1.0
"""Shortest time between two edits in a chat. Of the waiting edits only the newest is made."""

MORE_SECONDS = 1.0
"""How long an edit waits for that of the next update, if that update has already arrived."""

MAX_PER_CHAT = 50
"""Most answers that wait in one chat; beyond that the oldest is dropped."""

MAX_WAITING = 10_000
"""Most answers that wait in all; beyond that new ones are dropped."""

LOST = ("given_up", "refused", "dropped", "failed")
"""Outcomes of answers that a person waits for in vain."""


@dataclass(eq=False, slots=True)
class _Answer:
    showing: Showing
    done: asyncio.Future[str]
    more: bool = False
    sorry: Reply | None = None  # what to send when an error ends it that is not Telegram's
    begun: float = field(default_factory=monotonic)
    since: float = field(default_factory=monotonic)  # when the oldest answer in it was put
    receipt: asyncio.Task[str] | None = None
    patience: Patience = field(default_factory=Patience)
    trace: Any = field(default_factory=current)
    trouble: str = ""  # the class of its last error

    def take_over(self, older: "_Answer") -> None:
        """Replace an older answer: whoever waits for that one waits for this one now."""
        self.showing.take_over(older.showing)
        self.since = min(self.since, older.since)


@dataclass(eq=False, slots=True)
class _Line:
    answers: deque[_Answer] = field(default_factory=deque)
    worker: asyncio.Task[None] | None = None
    edit_at: float = 0.0  # when the next edit may be made, by the clock of monotonic()
    show_by: float | None = None  # when the edits that wait for one another are made at the latest
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class Outbox:
    """Sends replies. Slow answers in one chat do not delay other chats."""

    def __init__(
        self, bot: Bot, cards: CardLocations, metrics: Metrics, *, effect: str | None = None
    ) -> None:
        self._bot, self._cards, self._metrics = bot, cards, metrics
        self._pictures = Pictures(metrics)
        self._effect = effect
        self._lines: dict[int, _Line] = {}
        self._open: dict[_Answer, None] = {}
        self._receipts: set[asyncio.Task[str]] = set()
        self._heavy = asyncio.Lock()  # held by the one answer that may take much memory
        self._closing = asyncio.Event()
        self._closed_at = inf  # when what is not sent is dropped, by the clock of monotonic()

    @property
    def waiting(self) -> Waiting:
        """How many answers wait, and for how long; read in any thread."""
        now, since = monotonic(), [answer.since for answer in list(self._open)]
        return Waiting(len(since), now - min(since, default=now))

    def put(
        self,
        update: Update,
        reply: Reply,
        accepted: Callable[[], None] = lambda: None,
        *,
        more: bool = False,
    ) -> "asyncio.Future[str]":
        """Queue the reply to an update; ``accepted`` is called when Telegram accepts it.

        The future is done when the reply is sent, dropped or superseded by a later one; its
        result is the outcome, as the metrics name it.
        ``more``: the chat's next update has already arrived and may change the same message.
        """
        showing = self._showing(update.event, reply, accepted)
        sorry = failed(update, "failed") if reply.later else None
        return self._put(showing, more=more, sorry=sorry)

    def post(self, chat: int, reply: Reply) -> "asyncio.Future[str]":
        """Queue a message that answers no update. The future is that of ``put``."""
        showing = self._showing(None, reply, lambda: None, chat)
        return self._put(showing)

    def _showing(
        self, event: Any, reply: Reply, accepted: Callable[[], None], chat: int | None = None
    ) -> Showing:
        rooms = self._bot, self._cards, self._pictures
        return Showing(*rooms, event, reply, accepted, chat=chat, effect=self._effect)

    def _put(
        self, showing: Showing, *, more: bool = False, sorry: Reply | None = None
    ) -> "asyncio.Future[str]":
        answer = _Answer(showing, asyncio.get_running_loop().create_future(), more, sorry)
        if showing.only_receipt and not showing.has_receipt:  # nothing to send takes no place
            self._end(answer, "needless")
            return answer.done
        if len(self._open) >= MAX_WAITING:
            self._end(answer, "dropped")
            return answer.done
        self._open[answer] = None
        if showing.has_receipt:
            # At once, whatever waits in the chat: until then the button shows a clock. The
            # card does not depend on it.
            answer.receipt = asyncio.create_task(self._receipt(answer))
            self._receipts.add(answer.receipt)
            answer.receipt.add_done_callback(self._receipts.discard)
        self._line_up(answer)
        return answer.done

    def slow(self, chat: int, seconds: float) -> bool:
        """Return whether the first answer of a chat has waited for longer than ``seconds``."""
        line = self._lines.get(chat)
        return bool(line and line.answers and monotonic() - line.answers[0].begun > seconds)

    async def close(self, seconds: float) -> None:
        """Send the waiting answers, for at most ``seconds``; then drop the rest."""
        self._closed_at = monotonic() + seconds
        self._closing.set()
        for line in self._lines.values():
            line.changed.set()
        tasks: list[asyncio.Task[Any]]
        tasks = [line.worker for line in self._lines.values() if line.worker]
        tasks += self._receipts
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._pictures.close()

    def _line_up(self, answer: _Answer) -> None:
        line = self._lines.setdefault(answer.showing.chat, _Line())
        line.answers.append(answer)
        line.changed.set()
        if len(line.answers) > MAX_PER_CHAT:
            # Not the first: it is being sent now.
            oldest = line.answers[1]
            del line.answers[1]
            replaced = self._replaced(oldest, list(line.answers)[1:])
            self._end(oldest, "needless" if replaced else "dropped")
        if line.worker is None:
            line.worker = asyncio.create_task(self._work(answer.showing.chat, line))

    async def _work(self, chat: int, line: _Line) -> None:
        try:
            while line.answers:
                answer = line.answers[0]
                outcome = await self._send(line, answer)
                if line.answers and line.answers[0] is answer:
                    line.answers.popleft()
                self._end(answer, outcome)
        finally:
            line.worker = None
            # Only later: until then the line knows when the chat may be edited again.
            seconds = max(line.edit_at - monotonic(), 0.0) + 0.01
            asyncio.get_running_loop().call_later(seconds, self._forget, chat, line)

    def _forget(self, chat: int, line: _Line) -> None:
        idle = line.worker is None and monotonic() >= line.edit_at
        if idle and self._lines.get(chat) is line:
            del self._lines[chat]

    async def _send(self, line: _Line, answer: _Answer) -> str:
        """Make all calls of an answer but its receipt; return the outcome."""
        if answer.showing.edits:
            await self._hold(line, answer)
        while not self._replaced(answer, list(line.answers)[1:]):
            if answer.showing.edits:
                line.edit_at, line.show_by = monotonic() + EDIT_SECONDS, None
            with resumed(answer.trace):
                outcome = await self._try(answer, answer.patience, partial(self._rest, answer))
            if outcome:
                return outcome
        return "needless"

    async def _rest(self, answer: _Answer) -> str:
        async with self._heavy if answer.showing.is_heavy else nullcontext():
            return await answer.showing.rest()

    async def _hold(self, line: _Line, answer: _Answer) -> None:
        """Wait until an edit may be made, unless another answer waits for it or replaces it."""
        if answer.more and line.show_by is None:
            line.show_by = monotonic() + MORE_SECONDS
        expected = line.show_by if answer.more and line.show_by else 0.0
        while not self._closing.is_set():
            behind = list(line.answers)[1:]
            if _newer(answer, behind) or any(not one.showing.edits for one in behind):
                return
            seconds = max(line.edit_at, 0.0 if behind else expected) - monotonic()
            if seconds <= 0:
                return
            line.changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await line.changed.wait()

    def _replaced(self, answer: _Answer, behind: Iterable[_Answer]) -> bool:
        """Let the next answer that edits the same message take over; False if there is none."""
        newer = _newer(answer, behind)
        if newer:
            newer.take_over(answer)
        return newer is not None

    async def _try(
        self, answer: _Answer, patience: Patience, make: Callable[[], Awaitable[str]]
    ) -> str | None:
        """Make calls; return the outcome, or None after a pause if they must be tried again."""
        try:
            return await make()
        except (AiogramError, OSError, Unavailable) as error:
            answer.trouble = type(error).__name__
            pause = patience.pause(error, unsure=answer.showing.unsure)
            if pause is not None and isinstance(error, TelegramRetryAfter):
                self._metrics.flood_wait(pause)
            if pause is not None and await self._pause(pause):
                return None
            return "given_up" if may_pass(error) else "refused"
        except Exception as error:  # noqa: BLE001 - one answer must not end those behind it
            answer.trouble = type(error).__name__
            report(error)
            if answer.sorry:
                self.post(answer.showing.chat, answer.sorry)
            return "failed"

    async def _pause(self, seconds: float) -> bool:
        """Wait for ``seconds``; False at once if the outbox is closed before they are over."""
        until = monotonic() + seconds
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        if until > self._closed_at:
            return False
        await asyncio.sleep(until - monotonic())
        return True

    async def _receipt(self, answer: _Answer) -> str:
        patience, outcome = Patience(RECEIPT_SECONDS), None
        while not outcome:
            outcome = await self._try(answer, patience, answer.showing.receipt)
        return outcome

    def _end(self, answer: _Answer, outcome: str) -> None:
        """Record what became of an answer and resolve ``done``, once its receipt is sent too."""
        receipt = answer.receipt
        if receipt and not receipt.done():
            receipt.add_done_callback(lambda _: self._end(answer, outcome))
            return
        self._open.pop(answer, None)
        if receipt and answer.showing.only_receipt:
            outcome = "given_up" if receipt.cancelled() else receipt.result()
        if receipt or not answer.showing.only_receipt:  # otherwise there was nothing to send
            self._metrics.answer_ended(outcome)
            self._log(answer, outcome)
        if not answer.done.done():
            answer.done.set_result(outcome)

    def _log(self, answer: _Answer, outcome: str) -> None:
        if outcome in LOST:
            told = with_facts(
                outcome=outcome,
                error=answer.trouble or None,
                ms=round((monotonic() - answer.since) * 1000),
            )
            with resumed(answer.trace):
                logger.error("An answer was lost", extra=told)


def _newer(answer: _Answer, behind: Iterable[_Answer]) -> _Answer | None:
    """Return the next answer that edits the same message."""
    edited = answer.showing.edits
    return next((one for one in behind if edited and one.showing.edits == edited), None)
