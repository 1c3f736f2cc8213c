"""`python -m service announce "text"`: have the bot say a text to everybody."""

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from service import domain, storage, texts
from service.storage import Database

MOST_UNITS = 4096
"""The longest text that Telegram takes."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What to say, to speakers of which language (None: of any), and its key."""

    text: str
    language: str | None
    key: str


def read(arguments: Sequence[str]) -> Announcement:
    """Read the command line; exits with 2 and a sentence when it can't be announced."""
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
    told = parser.parse_args(arguments)
    if not told.text.strip() or not _is_text(told.text):
        parser.error("the text is empty or not text")
    if domain.names.units(told.text) > MOST_UNITS:
        parser.error(f"the text is longer than Telegram allows ({MOST_UNITS} UTF-16 units)")
    words = f"{told.language}\n{told.text}".encode()
    return Announcement(told.text, told.language, told.key or hashlib.sha256(words).hexdigest())


def _is_text(said: str) -> bool:
    """Tell bytes that were no UTF-8, which Python brings as surrogates, and NUL from text."""
    return "\0" not in said and said.encode(errors="ignore").decode() == said


async def announce(database: Database, what: Announcement) -> str:
    """Queue it, and say for how many. Raises Unavailable or Refused."""
    await database.open()
    try:
        async with database.transaction() as db:
            queued = await storage.notices.announce(db, what.key, what.text, what.language)
    finally:
        await database.close()
    if queued is None:
        return "This was announced before; another --key sends it again."
    return f"Queued for {queued} people."
