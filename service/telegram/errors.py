"""The one place where a refusal or an error becomes a reply."""

from dataclasses import replace
from typing import Any

from aiogram.dispatcher.flags import get_flag
from aiogram.types import CallbackQuery, Message, TelegramObject, Update
from markupsafe import Markup

from service import storage, texts
from service.domain.errors import Refusal
from service.domain.names import shorten
from service.storage.database import Connection
from service.telegram.replies import Reply, Screen, rewritten, say, screen
from service.texts import Words

HINT_SECONDS = 10.0
"""Shortest time between two messages that say why sets were refused; what is refused meanwhile is
added to the first."""

MOST_HINTS = 5
"""Most refusals that one message explains."""

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
    db, person = data["db"], data["person"].id
    typed = refusal.line
    if isinstance(event, Message):
        typed = typed or event.text or event.caption
        await storage.messages.leave_unread(db, person, event.message_id)
        if shown := await storage.questions.withdraw(db, person, event.message_id):
            gone = rewritten(event.chat.id, shown, t("question-withdrawn"))
            refused = replace(refused, calls=(gone,))
    if refusal.reason.startswith("limit_"):
        return refused.then(screen(text))
    why = t(refusal.key, **refusal.arguments)
    quoted = t("set-line", line=shorten((typed or "").replace("\n", " ⏎ ")), text=why)
    hint = await _hint(db, person, text, quoted)
    return refused.then(hint) if hint else refused


async def _hint(db: Connection, person: int, text: Markup, quoted: Markup) -> Screen | None:
    """Return the screen that says why a message was refused, and those just before it.

    None: it was said just now.
    """
    hints, joins = await storage.messages.hint(
        db, person, quoted, seconds=HINT_SECONDS, most=MOST_HINTS
    )
    if not joins:
        return replace(screen(text), hint="first")
    if len(hints) == 1:
        return None
    joined = Markup("\n").join(map(Markup, hints))  # escaped when they were stored
    return replace(screen(joined), hint="more")


def failed(update: Update, key: str) -> Reply:
    """Return the reply when the fault is the bot's. It does not need the database.

    A group is told nothing: much of what is written there is not for the bot.
    """
    event = update.event
    if isinstance(event, Message) and event.chat.type != "private":
        return Reply(outcome="error", times=0)
    user = getattr(event, "from_user", None)
    t = texts.of(texts.choose(user.language_code if user else None))
    if isinstance(event, CallbackQuery):
        return Reply(toast=t.plain(key), outcome="error", times=0)
    return say(t(key), outcome="error", times=0)
