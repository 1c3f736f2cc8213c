"""Screens and reactions as the parameters of API calls, and calls that are cheap to make."""

from functools import cache
from typing import Any

from aiogram.methods import AnswerCallbackQuery, GetMe, Response, SendMessage
from aiogram.types import LinkPreviewOptions, ReactionTypeEmoji, ReplyParameters

from service.telegram.replies import Screen

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Send(SendMessage):
    """sendMessage that leaves its answer unparsed, because parsing a Message is slow."""

    __returning__ = dict[str, Any]


ANSWERS = [
    Response[method.__returning__]  # type: ignore[name-defined]  # made at run time, as aiogram does
    for method in (Send, AnswerCallbackQuery, GetMe)
]
"""Types of Telegram's answers, held here because aiogram has them built by pydantic when they are
needed, and pydantic drops them when unused: building one costs as much as a whole call."""


def content(screen: Screen) -> dict[str, Any]:
    """Return a screen as the parameters of a call."""
    return {
        "text": screen.text,
        "parse_mode": "HTML",
        "reply_markup": screen.keyboard,
        "link_preview_options": NO_PREVIEW,
    }


def reference(screen: Screen) -> dict[str, Any]:
    """Return the message that a screen replies to as fields of a call; it may be deleted."""
    if screen.replies_to is None:
        return {}
    return {
        "reply_parameters": ReplyParameters(
            message_id=screen.replies_to, allow_sending_without_reply=True
        )
    }


@cache
def reaction(emoji: str) -> ReactionTypeEmoji:
    """Return an emoji as a reaction."""
    return ReactionTypeEmoji(emoji=emoji)
