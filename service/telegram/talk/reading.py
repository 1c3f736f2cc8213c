"""The text of a message, when it was sent, and whether somebody else wrote it."""

from datetime import datetime, timedelta

from aiogram.types import Message

JUST_NOW = timedelta(seconds=2)
"""How long after it was sent a message still counts as sent now: its date has whole seconds."""


def text_of(message: Message) -> str | None:
    """Return the text or the caption of a message; None if it has neither."""
    return message.text or message.caption


def is_foreign(message: Message) -> bool:
    """Return whether a message was forwarded or written by an inline bot."""
    return message.forward_origin is not None or message.via_bot is not None


def sent_at(message: Message, now: datetime) -> datetime | None:
    """Return when a message was sent, if it arrived late; None: just now."""
    return message.date if now - message.date > JUST_NOW else None
