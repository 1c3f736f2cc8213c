"""The one place where a refusal or an error becomes a reply."""

from dataclasses import replace
from typing import Any

from aiogram.dispatcher.flags import get_flag
from aiogram.types import CallbackQuery, Message, TelegramObject, Update

from service import storage, texts
from service.domain.errors import Refusal
from service.domain.names import shorten
from service.telegram.replies import Reply, say, screen
from service.texts import Words

HINT_SECONDS = 10.0
"""Shortest time between two hints about typing sets; the reaction comes every time."""

PUZZLED = "🤔"


async def apologise(refusal: Refusal, event: TelegramObject, data: dict[str, Any]) -> Reply:
    """Return the reply to a refusal: a toast for a button, a message for a message."""
    t: Words = data["t"]
    refused = Reply(outcome="refused", reason=refusal.reason, times=0)
    text = t(refusal.key, **refusal.arguments)
    if refusal.line is not None:
        text = t("set-line", line=shorten(refusal.line), text=text)
    if isinstance(event, CallbackQuery):
        return replace(refused, toast=text.striptags())
    if not get_flag(data, "hints"):
        return refused.then(screen(text))
    refused = replace(refused, reaction=PUZZLED)
    if isinstance(event, Message):
        await storage.people.leave_unread(data["db"], data["person"].id, event.message_id)
        await storage.questions.withdraw(data["db"], data["person"].id, event.message_id)
    limited = refusal.reason.startswith("limit_")  # a reaction would not say what is too much
    if limited or await storage.people.may_hint(data["db"], data["person"].id, HINT_SECONDS):
        return refused.then(screen(text))
    return refused


def failed(update: Update, key: str) -> Reply:
    """Return the reply when the fault is the bot's. It does not need the database."""
    event = update.event
    user = getattr(event, "from_user", None)
    t = texts.of(texts.choose(user.language_code if user else None))
    if isinstance(event, CallbackQuery):
        return Reply(toast=t.plain(key), outcome="error", times=0)
    return say(t(key), outcome="error", times=0)
