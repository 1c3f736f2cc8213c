"""The units of a message's lines, and which part of a line is not understood."""

from collections.abc import Callable, Iterable
from functools import lru_cache

import regex

from service.domain import names
from service.domain.errors import NotUnderstood, Refusal, Unsure
from service.domain.notation.values import Said
from service.domain.programs import units_of
from service.domain.units import Unit

MOST_WORDS = 12
"""Longest line (words) of which a refusal names the part that is not understood."""


@lru_cache(64)
def units(typed: tuple[str, ...], unit: Unit) -> list[Unit | None]:
    """Return the unit of each line's weights without one; None: it can't be told."""
    return list(units_of(typed, unit))


def check_unit(said: Iterable[Said], unit: Unit | None) -> None:
    """Refuse a weight without a unit in a line of which the unit can't be told."""
    if unit is None and any(each.unit is None and each.amount("kg") for each in said):
        raise NotUnderstood("set-which-unit")


def named(refusal: Refusal, typed: str, read: Callable[[str], Iterable[object]]) -> Refusal:
    """Name the end of a line that is not understood, if what stands before it is."""
    words = list(regex.finditer(r"\S+", typed))
    if refusal.key != "set-not-understood" or len(words) > MOST_WORDS:
        return refusal
    for word in words[:0:-1]:
        before, part = typed[: word.start()].rstrip(), typed[word.start() :]
        if _is_read(read(before), refusal.key):
            alone = before.isdecimal() or _is_read(read(part), refusal.key)
            return refusal if alone else NotUnderstood("set-part", part=names.shorten(part))
    return refusal


def _is_read(lines: Iterable[object], key: str) -> bool:
    """Return whether a text is understood, though something may be missing or out of range."""
    try:
        list(lines)
    except Refusal as refusal:
        return refusal.key != key
    except Unsure:
        pass
    return True
