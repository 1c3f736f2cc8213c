"""The queue of answers: in order within a chat, chats in parallel, every wait limited."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from math import inf
from time import monotonic
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import Update

from instrumentation.traces import current, resumed
from service.storage import Unavailable
from service.telegram.errors import failed
from service.telegram.replies import Reply
from service.telegram.transport.card_locations import CardLocations
from service.telegram.transport.retrying import RECEIPT_SECONDS, Patience
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


@dataclass(eq=False, slots=True)
class _Answer:
    showing: Showing
    done: asyncio.Future[None]
    more: bool = False
    sorry: Reply | None = None  # what to send when an error ends it that is not Telegram's
    begun: float = field(default_factory=monotonic)
    receipt: asyncio.Task[None] | None = None
    patience: Patience = field(default_factory=Patience)
    trace: Any = field(default_factory=current)

    def finish(self) -> None:
        """Resolve ``done``, once the receipt is sent too."""
        if self.receipt and not self.receipt.done():
            self.receipt.add_done_callback(lambda _: self.finish())
        elif not self.done.done():
            self.done.set_result(None)


@dataclass(eq=False, slots=True)
class _Line:
    answers: deque[_Answer] = field(default_factory=deque)
    worker: asyncio.Task[None] | None = None
    edit_at: float = 0.0  # when the next edit may be made, by the clock of monotonic()
    show_by: float | None = None  # when the edits that wait for one another are made at the latest
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class Outbox:
    """Sends replies. Slow answers in one chat do not delay other chats."""

    def __init__(self, bot: Bot, cards: CardLocations) -> None:
        self._bot, self._cards = bot, cards
        self._lines: dict[int, _Line] = {}
        self._receipts: set[asyncio.Task[None]] = set()
        self._heavy = asyncio.Lock()  # held by the one answer that may take much memory
        self._closing = asyncio.Event()
        self._closed_at = inf  # when what is not sent is dropped, by the clock of monotonic()
        self.waiting = 0

    def put(
        self,
        update: Update,
        reply: Reply,
        accepted: Callable[[], None] = lambda: None,
        *,
        more: bool = False,
    ) -> "asyncio.Future[None]":
        """Queue the reply to an update.

        The future is done when the reply is sent, dropped or superseded by a later one.
        ``more``: the chat's next update has already arrived and may change the same message.
        """
        showing = Showing(self._bot, self._cards, update.event, reply, accepted)
        sorry = failed(update, "failed") if reply.later else None
        return self._put(showing, more=more, sorry=sorry)

    def post(self, chat: int, reply: Reply) -> "asyncio.Future[None]":
        """Queue a message that answers no update. The future is that of ``put``."""
        showing = Showing(self._bot, self._cards, None, reply, lambda: None, chat=chat)
        return self._put(showing)

    def _put(
        self, showing: Showing, *, more: bool = False, sorry: Reply | None = None
    ) -> "asyncio.Future[None]":
        answer = _Answer(showing, asyncio.get_running_loop().create_future(), more, sorry)
        if self.waiting >= MAX_WAITING:
            logger.error("Too many answers are waiting to be sent; one was dropped")
            answer.finish()
            return answer.done
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
        tasks = [line.worker for line in self._lines.values() if line.worker]
        tasks += self._receipts
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _line_up(self, answer: _Answer) -> None:
        line = self._lines.setdefault(answer.showing.chat, _Line())
        line.answers.append(answer)
        line.changed.set()
        self.waiting += 1
        if len(line.answers) > MAX_PER_CHAT:
            # Not the first: it is being sent now.
            oldest = line.answers[1]
            del line.answers[1]
            self._drop(oldest, "too many wait")
        if line.worker is None:
            line.worker = asyncio.create_task(self._work(answer.showing.chat, line))

    async def _work(self, chat: int, line: _Line) -> None:
        try:
            while line.answers:
                answer = line.answers[0]
                await self._send(line, answer)
                if line.answers and line.answers[0] is answer:
                    line.answers.popleft()
                    self.waiting -= 1
                answer.finish()
        finally:
            line.worker = None
            # Only later: until then the line knows when the chat may be edited again.
            seconds = max(line.edit_at - monotonic(), 0.0) + 0.01
            asyncio.get_running_loop().call_later(seconds, self._forget, chat, line)

    def _forget(self, chat: int, line: _Line) -> None:
        idle = line.worker is None and monotonic() >= line.edit_at
        if idle and self._lines.get(chat) is line:
            del self._lines[chat]

    async def _send(self, line: _Line, answer: _Answer) -> None:
        if answer.showing.edits:
            await self._hold(line, answer)
        while not self._needless(line, answer):
            if answer.showing.edits:
                line.edit_at, line.show_by = monotonic() + EDIT_SECONDS, None
            with resumed(answer.trace):
                done = await self._try(answer, answer.patience, partial(self._rest, answer))
            if done:
                return

    async def _rest(self, answer: _Answer) -> None:
        async with self._heavy if answer.showing.is_heavy else nullcontext():
            await answer.showing.rest()

    async def _hold(self, line: _Line, answer: _Answer) -> None:
        """Wait until an edit may be made, unless another answer waits for it or replaces it."""
        if answer.more and line.show_by is None:
            line.show_by = monotonic() + MORE_SECONDS
        expected = line.show_by if answer.more and line.show_by else 0.0
        while not self._closing.is_set():
            behind = list(line.answers)[1:]
            if self._needless(line, answer) or any(not one.showing.edits for one in behind):
                return
            seconds = max(line.edit_at, 0.0 if behind else expected) - monotonic()
            if seconds <= 0:
                return
            line.changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await line.changed.wait()

    def _needless(self, line: _Line, answer: _Answer) -> bool:
        """Return whether a later answer edits the same message."""
        edited = answer.showing.edits
        later = list(line.answers)[1:] if edited else []
        return any(one.showing.edits == edited for one in later)

    async def _try(
        self, answer: _Answer, patience: Patience, make: Callable[[], Awaitable[None]]
    ) -> bool:
        """Make calls; False when they failed and must be tried again, after a pause made here."""
        try:
            await make()
        except (AiogramError, OSError, Unavailable) as error:
            pause = patience.pause(error, unsure=answer.showing.unsure)
            if pause is not None and await self._pause(pause):
                return False
            self._note(error)
        except Exception as error:  # noqa: BLE001 - one answer must not end those behind it
            report(error)
            if answer.sorry:
                self.post(answer.showing.chat, answer.sorry)
        return True

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

    async def _receipt(self, answer: _Answer) -> None:
        patience = Patience(RECEIPT_SECONDS)
        while not await self._try(answer, patience, answer.showing.receipt):
            pass

    def _drop(self, answer: _Answer, why: str) -> None:
        self.waiting -= 1
        answer.finish()
        logger.error("An answer was dropped: %s", why)

    def _note(self, error: Exception) -> None:
        logger.error("An answer could not be sent: %s", type(error).__name__)
