"""A Telegram that remembers what it was asked, and updates as it hands them over."""

import asyncio
import time
from typing import Any

from aiogram.methods import AnswerCallbackQuery, EditMessageText, GetMe, TelegramMethod
from aiogram.types import Update
from markupsafe import Markup
from opentelemetry.metrics import NoOpMeterProvider

from instrumentation.metrics import Metrics
from service.telegram.replies import Reply, screen
from tests.some import StandsIn, some

ANNA = {"id": 7, "is_bot": False, "first_name": "Anna", "language_code": "en"}
CHAT = {"id": 7, "type": "private", "first_name": "Anna"}


class Phone(StandsIn):
    """Stands where the Bot stands; each call waits for `open`, then fails as `failing` says."""

    def __init__(self) -> None:
        self.token = "42:phone"
        self.calls: list[Any] = []
        self.open = asyncio.Event()
        self.open.set()
        self.failing: list[Exception] = []

    async def __call__(self, method: TelegramMethod[Any], **_: Any) -> Any:
        self.calls.append(method)
        if not isinstance(method, AnswerCallbackQuery):
            await self.open.wait()
            if self.failing:
                raise self.failing.pop(0)
        return True

    def edits(self) -> list[str]:
        """The texts of all edits."""
        return [some(call.text) for call in self.calls if isinstance(call, EditMessageText)]

    def toasts(self) -> int:
        """How many buttons were answered."""
        return sum(isinstance(call, AnswerCallbackQuery) for call in self.calls)


def written(number: int, text: str = "80x5", person: int = 7, **more: Any) -> dict[str, Any]:
    """Give the update of a text."""
    message = {"message_id": number, "date": int(time.time()), "text": text}
    who, chat = ANNA | {"id": person}, CHAT | {"id": person}
    return {"update_id": number, "message": message | {"from": who, "chat": chat} | more}


def pressed(number: int, card: int = 1, person: int = 7, data: str = "x") -> dict[str, Any]:
    """Give the update of a pressed button."""
    message = {"message_id": card, "date": 1, "chat": CHAT | {"id": person}, "text": "card"}
    query = {"id": str(number), "chat_instance": "1", "data": data, "message": message}
    return {"update_id": number, "callback_query": query | {"from": ANNA | {"id": person}}}


def parsed(raw: dict[str, Any]) -> Update:
    """Read an update as aiogram does."""
    return Update.model_validate(raw)


def shows(text: str) -> Reply:
    """Make an answer of one screen."""
    return Reply(screens=(screen(Markup(text)),))


def unread() -> Metrics:
    """Make metrics that nobody reads."""
    return Metrics(NoOpMeterProvider(), handlers=[])


NOTHING = GetMe()
"""Any method, for errors that want one."""
