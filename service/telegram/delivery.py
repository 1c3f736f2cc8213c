"""How updates come in: polled, settled chat by chat, answered, and only then acknowledged."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Coroutine
from time import perf_counter
from typing import Any, Protocol, TypeVar

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import Update

from instrumentation.metrics import Metrics
from instrumentation.telegram import Handling
from service.telegram.replies import Reply
from service.telegram.sending import show
from service.telegram.settling import Settler

logger = logging.getLogger(__name__)

POLL_SECONDS = 25
"""How long Telegram holds a poll that has nothing to give."""

ANSWER_SECONDS = 2.0
"""How long an acknowledgement waits for a chat's answers to be sent."""

STOP_SECONDS = 10.0
"""How long a stop waits for what is being settled, and then for what is being sent."""

RETRY_SECONDS = 2.0
"""The pause after a poll that failed."""

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


class Delivery:
    """Polls Telegram; an update is acknowledged when its effect is stored.

    Answers of one chat go out in order, each chat's by itself; a chat whose answers are
    slow holds up its own only.
    """

    def __init__(
        self, bot: Bot, settler: Settler, metrics: Metrics, polls: Polls, allowed: list[str]
    ) -> None:
        self._bot, self._settler, self._metrics, self._polls = bot, settler, metrics, polls
        self._allowed = allowed
        self._offset: int | None = None
        self._poll_seconds = 0  # the first poll comes back at once: health need not wait
        self._answers: dict[int, asyncio.Task[None]] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until ``stop`` is set; then settle, answer and acknowledge what has begun."""
        stopping = asyncio.create_task(stop.wait())
        while not stop.is_set():
            batch = await _within(self._poll(), stopping, 0) or []
            numbers = [raw["update_id"] for raw in batch]
            settled = await _within(self._settle_all(batch), stopping, STOP_SECONDS)
            if batch and settled:
                self._offset = max(numbers) + 1
        if self._answers:
            await asyncio.wait(self._answers.values(), timeout=STOP_SECONDS)
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
            await asyncio.sleep(RETRY_SECONDS)
            return []
        self._poll_seconds = POLL_SECONDS
        self._polls.polled()
        self._metrics.polled()
        return batch

    async def _acknowledge(self) -> None:
        """Tell Telegram how far everything is settled: the next start gets nothing twice."""
        if self._offset is None:
            return
        try:
            await self._bot(RawUpdates(offset=self._offset, timeout=0, limit=1), request_timeout=3)
        except (AiogramError, OSError) as error:
            logger.warning("The last updates will come again: %s", _reason(error))

    async def _settle_all(self, batch: list[Raw]) -> bool:
        """Settle a batch, chats side by side."""
        received = perf_counter()
        chats: dict[int, list[tuple[Raw, Update]]] = defaultdict(list)
        work: list[Coroutine[Any, Any, None]] = []
        for raw in batch:
            update = self._settler.parse(raw)
            if isinstance(update, Update):
                chats[_chat(update)].append((raw, update))
            else:
                work.append(self._settler.reject(raw, update))
        work += [self._settle_chat(chat, those, received) for chat, those in chats.items()]
        await asyncio.gather(*work)
        return True

    async def _settle_chat(
        self, chat: int, updates: list[tuple[Raw, Update]], received: float
    ) -> None:
        """Settle a chat's updates in order, and wait a little for the answers to be sent."""
        slow = chat in self._answers
        for raw, update in updates:
            reply, handled = await self._settler.settle(raw, update, received)
            self._answer(chat, update, reply, handled)
        if not slow:
            await asyncio.wait([self._answers[chat]], timeout=ANSWER_SECONDS)

    def _answer(self, chat: int, update: Update, reply: Reply, handled: Handling) -> None:
        before = self._answers.get(chat)
        task = asyncio.create_task(self._send(before, update, reply, handled))
        self._answers[chat] = task
        task.add_done_callback(lambda done: self._forget(chat, done))

    def _forget(self, chat: int, done: "asyncio.Task[None]") -> None:
        if self._answers.get(chat) is done:
            del self._answers[chat]

    async def _send(
        self,
        before: "asyncio.Task[None] | None",
        update: Update,
        reply: Reply,
        handled: Handling,
    ) -> None:
        if before:
            await asyncio.wait([before])
        try:
            await show(self._bot, update, reply, accepted=handled.answered)
        except (AiogramError, OSError) as error:
            logger.error("An answer was not taken: %s", _reason(error))  # noqa: TRY400 - its traceback holds what people wrote


async def _within(
    work: Coroutine[Any, Any, Result], stopping: "asyncio.Task[Any]", seconds: float
) -> Result | None:
    """Do the work; once the stop comes, it has so many seconds more. None: it was cut off."""
    task = asyncio.create_task(work)
    await asyncio.wait([task, stopping], return_when=asyncio.FIRST_COMPLETED)
    if not task.done():
        await asyncio.wait([task], timeout=seconds)
    if not task.done():
        task.cancel()
        await asyncio.wait([task])
    return None if task.cancelled() else task.result()


def _chat(update: Update) -> int:
    """Give the key of what must stay in order: who acts, whatever the kind of update."""
    user = getattr(update.event, "from_user", None)
    return user.id if user else 0


def _reason(error: Exception) -> str:
    if isinstance(error, TelegramConflictError):
        return "conflict"
    if isinstance(error, TelegramUnauthorizedError):
        return "unauthorized"
    return type(error).__name__
