"""The text of a message, and whether somebody else wrote it."""

from aiogram.types import Message


def text_of(message: Message) -> str | None:
    """Return the text or the caption of a message; None if it has neither."""
    return message.text or message.caption


def is_foreign(message: Message) -> bool:
    """Return whether a message was forwarded or written by an inline bot."""
    return message.forward_origin is not None or message.via_bot is not None
