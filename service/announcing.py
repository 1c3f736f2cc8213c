"""`python -m service announce "text"`: send a text to everybody."""

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from service import domain, storage, texts
from service.storage import Database

MAX_UNITS = 4096
"""Longest text that Telegram accepts, in UTF-16 units."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A text for the speakers of ``language`` (None: of any); ``key`` prevents sending it twice."""

    text: str
    language: str | None
    key: str


def read(arguments: Sequence[str]) -> Announcement:
    """Parse the command line; exit with status 2 and a sentence when it is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m service announce",
        description="Send a text to everybody who has not blocked the bot.",
    )
    parser.add_argument("text", help="the text to send")
    parser.add_argument(
        "--language", choices=texts.LANGUAGES, help="send only to people who use this language"
    )
    parser.add_argument(
        "--key", help="a key is announced once only; by default it is derived from the text"
    )
    parsed = parser.parse_args(arguments)
    if not parsed.text.strip() or not _is_text(parsed.text):
        parser.error("the text is empty or not text")
    if domain.names.units(parsed.text) > MAX_UNITS:
        parser.error(f"the text is longer than Telegram allows ({MAX_UNITS} UTF-16 units)")
    hashed = f"{parsed.language}\n{parsed.text}".encode()
    key = parsed.key or hashlib.sha256(hashed).hexdigest()
    return Announcement(parsed.text, parsed.language, key)


def _is_text(argument: str) -> bool:
    """Return False for NUL and for bytes that were not UTF-8 (surrogates, in Python)."""
    return "\0" not in argument and argument.encode(errors="ignore").decode() == argument


async def announce(database: Database, what: Announcement) -> str:
    """Queue it; return a sentence that says for how many people. Raises Unavailable, Refused."""
    await database.open()
    try:
        async with database.transaction() as db:
            queued = await storage.notices.announce(db, what.key, what.text, what.language)
    finally:
        await database.close()
    if queued is None:
        return "This was announced before; another --key sends it again."
    return f"Queued for {queued} people."
