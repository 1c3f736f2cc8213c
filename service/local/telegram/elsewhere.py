"""Senders and places that the desk does not have: hidden people, channels, inline bots."""

import struct
import zlib
from functools import cache
from typing import Any, Literal

from service.local.telegram.parameters import Upload
from service.local.telegram.refusal import Impossible

Origin = Literal["user", "hidden_user", "chat", "channel"]

ANONYMOUS = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
"""Telegram's user for a group's anonymous admins."""

CHANNEL_BOT = {
    "id": 136817688,
    "is_bot": True,
    "first_name": "Channel",
    "username": "Channel_Bot",
}
"""Telegram's user for whoever writes in a group as a channel."""


def channel(title: str = "Channel") -> dict[str, Any]:
    """Give the Chat of a channel."""
    return {"id": -1001999999999, "title": title, "type": "channel"}


def inline_bot(username: str) -> dict[str, Any]:
    """Give the User of an inline bot."""
    if not username.lower().endswith("bot"):
        raise Impossible("a bot's username ends with bot")
    return {"id": 777001, "is_bot": True, "first_name": username, "username": username}


def origin(kind: Origin, name: str | None, date: int) -> dict[str, Any]:
    """Give the MessageOrigin of a message from elsewhere."""
    if kind == "user":
        user = {"id": 777002, "is_bot": False, "first_name": name or "Coach"}
        return {"type": kind, "sender_user": user, "date": date}
    if kind == "hidden_user":
        return {"type": kind, "sender_user_name": name or "Somebody", "date": date}
    if kind == "chat":
        chat = {"id": -1001888888888, "title": name or "Gym", "type": "supergroup"}
        return {"type": kind, "sender_chat": chat, "date": date}
    return {"type": kind, "chat": channel(name or "Channel"), "message_id": 5, "date": date}


def origin_of(source: dict[str, Any], kind: Origin | None) -> dict[str, Any]:
    """Give the MessageOrigin of a message of the desk; as a person, its sender may be hidden."""
    user, chat, date = source["from"], source.get("sender_chat"), source["date"]
    if kind == "hidden_user" and chat is None:
        return {"type": kind, "sender_user_name": user["first_name"], "date": date}
    natural = "user" if chat is None else "chat"
    if kind not in {None, natural}:
        raise Impossible(f"the origin of this message is {natural}, not {kind}")
    if chat is None:
        return {"type": natural, "sender_user": user, "date": date}
    return {"type": natural, "sender_chat": chat, "date": date}


@cache
def picture() -> Upload:
    """Make a photo: a grey square."""
    side = 8
    rows = zlib.compress((b"\0" + b"\x80" * side) * side)
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    content = b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, *zip(*parts, strict=True)))
    return Upload("photo.png", content, "image/png")


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check
