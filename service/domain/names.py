"""Names that people give to programs and exercises."""

import unicodedata

import regex

from service.domain.errors import Refusal

MAX_GRAPHEMES = 64
"""The longest name, in characters as a reader counts them."""

MAX_UNITS = 512
"""The longest name in UTF-16 units, as Telegram counts the characters of a message."""

LISTED_UNITS = 72
"""How much of a name a list shows, in UTF-16 units: a name of 64 plain letters whole."""

BUTTON_UNITS = 40
"""How much of a name a button shows, in UTF-16 units."""

_UNWANTED = regex.compile(
    # control characters, lone surrogates, and the marks that turn the direction of
    # all text after them; joiners stay, emoji and some scripts are made with them
    r"(?!\s)[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\uFEFF]"
)
_SPACES = regex.compile(r"[\s\u2800\u3164]+")


def units(text: str) -> int:
    """Count UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Drop what can't be shown, fold white space, compose letters (NFC)."""
    spaced = _SPACES.sub(" ", _UNWANTED.sub("", text))
    return unicodedata.normalize("NFC", spaced).strip()


def shorten(text: str, limit: int = LISTED_UNITS) -> str:
    """Cut ``text`` to ``limit`` UTF-16 units, between characters, with an ellipsis."""
    if units(text) <= limit:
        return text
    kept, room = [], limit - 1
    for grapheme in regex.findall(r"\X", text):
        room -= units(grapheme)
        if room < 0:
            break
        kept.append(grapheme)
    return "".join(kept).rstrip() + "…"


def read(text: str) -> str:
    """Read a name. Refuses an empty one and one over the limits."""
    name = clean(text)
    if not regex.search(r"[\p{L}\p{N}\p{P}\p{S}]", name):
        raise Refusal("name-empty")
    if len(regex.findall(r"\X", name)) > MAX_GRAPHEMES or units(name) > MAX_UNITS:
        raise Refusal("name-too-long", limit=MAX_GRAPHEMES)
    return name


def key(name: str) -> str:
    """Two names with one key are the same name: case, ё and compatibility forms folded.

    At most 600 characters, which an index of the database takes whatever they are.
    """
    return unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")[:600]
