"""Answers on their way out: in order within a chat, each chat by itself, nothing for ever."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import Update

from instrumentation.telegram import current, resumed
from service.storage import Unavailable
from service.telegram.replies import Reply
from service.telegram.transport.card_locations import CardLocations
from service.telegram.transport.retrying import Patience
from service.telegram.transport.showing import Showing

logger = logging.getLogger(__name__)

EDIT_SECONDS = 1.0
"""Seconds between two edits in one chat. Of the edits that wait only the newest is made."""

MORE_SECONDS = 1.0
"""How long an edit waits for the one of the next update, when that has come already."""

LAST_PAUSE_SECONDS = 1.0
"""The longest pause before another try once the bot is stopping."""

MOST_OF_CHAT = 50
"""Answers that may wait in one chat; then the oldest is given up."""

MOST = 10_000
"""Answers that may wait in all; then new ones are given up."""


@dataclass(eq=False, slots=True)
class _Answer:
    showing: Showing
    done: asyncio.Future[None]
    more: bool = False
    begun: float = field(default_factory=monotonic)
    receipt: asyncio.Task[None] | None = None
    patience: Patience = field(default_factory=Patience)
    trace: Any = field(default_factory=current)

    def finish(self) -> None:
        """Let nobody wait any longer; the button must be answered too."""
        if self.receipt and not self.receipt.done():
            self.receipt.add_done_callback(lambda _: self.finish())
        elif not self.done.done():
            self.done.set_result(None)


@dataclass(eq=False, slots=True)
class _Line:
    answers: deque[_Answer] = field(default_factory=deque)
    worker: asyncio.Task[None] | None = None
    edit_at: float = 0.0  # when the next edit may be made, by the clock of monotonic()
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class Outbox:
    """Sends what is to be shown; a chat whose answers are slow holds up its own only."""

    def __init__(self, bot: Bot, cards: CardLocations) -> None:
        self._bot, self._cards = bot, cards
        self._lines: dict[int, _Line] = {}
        self._receipts: set[asyncio.Task[None]] = set()
        self._closing = asyncio.Event()
        self.waiting = 0

    def put(
        self,
        update: Update,
        reply: Reply,
        accepted: Callable[[], None] = lambda: None,
        *,
        more: bool = False,
    ) -> "asyncio.Future[None]":
        """Take an answer over. The future ends when it is sent, given up or made needless.

        ``more``: the chat's next update has come already and may change the same message.
        """
        return self._put(Showing(self._bot, self._cards, update.event, reply, accepted), more=more)

    def post(self, chat: int, reply: Reply) -> "asyncio.Future[None]":
        """Take over what the bot says of its own accord."""
        nothing = Showing(self._bot, self._cards, None, reply, lambda: None, chat=chat)
        return self._put(nothing)

    def _put(self, showing: Showing, *, more: bool = False) -> "asyncio.Future[None]":
        answer = _Answer(showing, asyncio.get_running_loop().create_future(), more)
        if self.waiting >= MOST:
            logger.error("Too many answers are waiting to be sent; one was dropped")
            answer.finish()
            return answer.done
        if showing.has_receipt:
            # At once, whatever else waits in the chat: the button shows a clock until then,
            # and the card does not depend on it.
            answer.receipt = asyncio.create_task(self._receipt(answer))
            self._receipts.add(answer.receipt)
            answer.receipt.add_done_callback(self._receipts.discard)
        self._line_up(answer)
        return answer.done

    def slow(self, chat: int, seconds: float) -> bool:
        """Tell whether answers of a chat have waited for longer than so many seconds."""
        line = self._lines.get(chat)
        return bool(line and line.answers and monotonic() - line.answers[0].begun > seconds)

    async def close(self, seconds: float) -> None:
        """Send what waits, for so many seconds at most."""
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
        if len(line.answers) > MOST_OF_CHAT:
            # Not the first: it is being sent just now.
            given_up = line.answers[1]
            del line.answers[1]
            self._give_up(given_up, "too many wait")
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
            # Not at once: the line knows when the chat may be edited again.
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
                line.edit_at = monotonic() + EDIT_SECONDS
            with resumed(answer.trace):
                done = await self._try(answer, answer.patience, answer.showing.rest)
            if done:
                return

    async def _hold(self, line: _Line, answer: _Answer) -> None:
        """Wait until an edit may be made, at most until a newer one makes it needless."""
        expected = monotonic() + MORE_SECONDS if answer.more else 0.0
        while not self._closing.is_set() and not self._needless(line, answer):
            alone = len(line.answers) == 1
            seconds = max(line.edit_at, expected if alone else 0.0) - monotonic()
            if seconds <= 0:
                return
            line.changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await line.changed.wait()

    def _needless(self, line: _Line, answer: _Answer) -> bool:
        """Tell whether a later answer changes the same message once more."""
        place = answer.showing.edits
        later = list(line.answers)[1:] if place else []
        return any(one.showing.edits == place for one in later)

    async def _try(
        self, answer: _Answer, patience: Patience, make: Callable[[], Awaitable[None]]
    ) -> bool:
        """Make calls; False when they failed and are to be made again now."""
        try:
            await make()
        except (AiogramError, OSError, Unavailable) as error:
            pause = patience.pause(error, unsure=answer.showing.unsure)
            if pause is None or (self._closing.is_set() and pause > LAST_PAUSE_SECONDS):
                self._note(error)
                return True
            if self._closing.is_set():
                await asyncio.sleep(pause)
            else:
                await self._pause(pause)
            return False
        return True

    async def _pause(self, seconds: float) -> None:
        """Wait so long; no longer than until the close."""
        if seconds > 0 and not self._closing.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._closing.wait()

    async def _receipt(self, answer: _Answer) -> None:
        patience = Patience()
        while not await self._try(answer, patience, answer.showing.receipt):
            pass

    def _give_up(self, answer: _Answer, why: str) -> None:
        self.waiting -= 1
        answer.finish()
        logger.error("An answer was dropped: %s", why)

    def _note(self, error: Exception) -> None:
        logger.error("An answer could not be sent: %s", type(error).__name__)
