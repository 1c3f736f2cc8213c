"""Cut a message into lines, and tell whether it names exercises."""

from datetime import date

from service.domain import names
from service.domain.errors import Refusal, check
from service.domain.notation import days, notes, tokens

LAST = date(9996, 12, 31)
"""A day after all others, of a leap year."""


def split(text: str) -> list[str]:
    """Cut a text into the lines that say something. Refuses too many before any is read."""
    typed = [line for line in map(names.clean, text.splitlines()) if line]
    check("lines", len(typed))
    return typed


def is_bare(text: str) -> bool:
    """Tell whether a text holds numbers, and words after them, but names no exercise."""
    return all(map(_is_bare, split(text)))


def _is_bare(typed: str) -> bool:
    try:
        found = days.at_start(typed, LAST)
    except Refusal:
        return False
    at = found[1] if found else 0
    return at == len(typed) or bool(
        tokens.FIRST.match(typed, at) and notes.exercise_in(typed[at:]) is None
    )
