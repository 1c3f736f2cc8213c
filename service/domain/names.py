"""Names of programs and exercises, as people write them."""

import unicodedata

import regex

from service.domain.errors import Refusal

MAX_GRAPHEMES = 64
"""Longest name in grapheme clusters, that is characters as a reader counts them."""

MAX_UNITS = 512
"""Longest name in UTF-16 units, as Telegram counts the characters of a message."""

LISTED_UNITS = 72
"""Length of a name in a list, in UTF-16 units: enough for a name of 64 plain letters."""

BUTTON_UNITS = 30
"""Length of a button's label in UTF-16 units: on a phone 390 points wide no more is seen."""

_UNWANTED = regex.compile(
    # Control characters, lone surrogates, and marks that reverse the direction of the text
    # after them. Joiners stay: emoji and some scripts need them.
    r"(?!\s)[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\uFEFF]"
)
_SPACES = regex.compile(r"[\s\u2800\u3164]+")


def units(text: str) -> int:
    """Count UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Remove invisible characters, collapse white space, and compose letters (NFC)."""
    spaced = _SPACES.sub(" ", _UNWANTED.sub("", text))
    return unicodedata.normalize("NFC", spaced).strip()


def clean_lines(text: str) -> str:
    """Clean each line of a text; as many lines remain."""
    return "\n".join(map(clean, text.splitlines()))


def shorten(text: str, limit: int = LISTED_UNITS) -> str:
    """Cut ``text`` to ``limit`` UTF-16 units, between characters, with an ellipsis."""
    if units(text) <= limit:
        return text
    fitting, room = [], limit - 1
    for grapheme in regex.findall(r"\X", text):
        room -= units(grapheme)
        if room < 0:
            break
        fitting.append(grapheme)
    return "".join(fitting).rstrip() + "…"


def shorten_words(text: str, limit: int) -> str:
    """Cut ``text`` to ``limit`` UTF-16 units between words, if half of them are used so."""
    cut = shorten(text, limit)
    if cut == text:
        return text
    words = cut.removesuffix("…")
    if not text[len(words) :].startswith(" "):
        before = words.rpartition(" ")[0].rstrip(" ,:;·—–-")
        words = before if 2 * units(before) >= limit else words
    return words.rstrip(" ,:;·—–-(") + "…"


def read(text: str) -> str:
    """Return a cleaned name. Raises Refusal when it is empty or too long."""
    name = clean(text)
    if not regex.search(r"[\p{L}\p{N}\p{P}\p{S}]", name):
        raise Refusal("name-empty")
    if len(regex.findall(r"\X", name)) > MAX_GRAPHEMES or units(name) > MAX_UNITS:
        raise Refusal("name-too-long", limit=MAX_GRAPHEMES)
    return name


def order(name: str, language: str) -> tuple[bool, str]:
    """Return what a name is sorted by: the reader's alphabet comes first, then the other one."""
    letter = next(filter(str.isalpha, name), "")
    is_cyrillic = "\u0400" <= letter <= "\u04ff"
    return bool(letter) and is_cyrillic != (language == "ru"), key(name)


def key(name: str) -> str:
    """Return a name's key; names with the same key count as the same name.

    The key ignores case, ё and compatibility forms. It has at most 600 characters, so that an
    index of the database can always hold it.
    """
    return unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")[:600]
