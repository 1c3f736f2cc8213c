"""Find the sets and repetitions in a line of a program."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

import regex

from service.domain import quantities
from service.domain.errors import NotUnderstood, OutOfRange
from service.domain.programs import patterns
from service.domain.units import Unit

WIDE = 20
"""Repetitions up to which a range may be as wide as it is."""

FEW_SETS = 6
"""As many sets are usual; of two numbers that may be the sets, it is the one up to this."""

LEAST_LOAD = quantities.MAX_SETS + 1
"""A first number from this on is a weight, because no exercise has as many sets: ``21x8``."""

_THOUSANDS = regex.compile(r"([0-9]{1,3})[.,](000)|([12])[.,]([0-9]{3})")

Match: TypeAlias = "regex.Match[str]"
UnitOf: TypeAlias = Callable[[Match], Unit]


class Unread(Exception):
    """The line says something that has no place in a plan: ``part``, if it is known which."""

    def __init__(self, part: str = "") -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True, slots=True)
class Scheme:
    """What the numbers of a line plan, and what stands before and after them.

    ``single``: the line does not say how many sets.
    """

    before: str
    after: str
    sets: int
    least: int | None = None
    most: int | None = None
    seconds: int | None = None
    weight: Decimal | None = None
    amrap: bool = False
    single: bool = False


def load(text: str, unit: Unit) -> Decimal:
    """Read a weight (kg). Refuses one that may be written with a separator of thousands."""
    if match := _THOUSANDS.fullmatch(text):
        raise NotUnderstood("set-thousands", number="".join(filter(None, match.groups())))
    return quantities.weight(text, unit)


def find(text: str, unit: UnitOf) -> Scheme | None:
    """Return the first scheme of a line; None without one. Raises Unread, and Refusal."""
    return _chain(text, unit) or _loaded(text, unit) or _scheme(text)


def _chain(text: str, unit: UnitOf) -> Scheme | None:
    match = patterns.CHAIN.search(text)
    if match is None:
        return None
    first, middle, last = match["a"], match["b"], match["c"]
    ways = {
        (weight, middle, sets)
        for weight, sets, named in ((first, last, "c_unit"), (last, first, "a_unit"))
        if not match[named] and sets.isdecimal() and 1 <= int(sets) <= quantities.MAX_SETS
    }
    if len(ways) > 1:  # 3*12*20
        ways = {way for way in ways if int(way[2]) <= FEW_SETS}
    if (match["a_unit"] and match["c_unit"]) or len(ways) != 1:
        raise NotUnderstood("line-which-sets")  # 10x8x12
    ((weight, reps, sets),) = ways
    count = quantities.reps(reps)
    before, after = _around(text, match)
    loaded = load(weight, unit(match))
    return Scheme(before, after, quantities.sets(sets), count, count, weight=loaded)


def _loaded(text: str, unit: UnitOf) -> Scheme | None:
    """Read ``60х10``, ``60 кг х 10``: one set, as it is logged."""
    match = patterns.LOADED.search(text)
    if match is None:
        return None
    weight, named = match["load"], match["kilos"] or match["pounds"]
    if not named and weight.isdecimal() and int(weight) < LEAST_LOAD:
        return None
    return _read(text, match, load(weight, unit(match)))


def _scheme(text: str) -> Scheme | None:
    for expression in patterns.SCHEMES:
        if match := expression.search(text):
            return _read(text, match)
    return None


def _read(text: str, match: Match, weight: Decimal | None = None) -> Scheme:
    part = match.groupdict()
    sets = quantities.sets(part.get("sets") or "1")
    least = most = seconds = None
    if part.get("least"):
        least = quantities.reps(part["least"])
        most = quantities.reps(part.get("most") or part["least"])
        if most < least:
            raise OutOfRange("reps-backwards")
        if most > WIDE and most > 3 * least:
            raise Unread  # 3x8 - 60: a weight behind a dash
    if held := part.get("held"):
        seconds = quantities.seconds(f"{held}:00" if part.get("minutes") else held)
    amrap, single = bool(part.get("plus") or part.get("open")), part.get("sets") is None
    before, after = _around(text, match)
    return Scheme(before, after, sets, least, most, seconds, weight, amrap, single)


def _around(text: str, match: Match) -> tuple[str, str]:
    before, after = text[: match.start()], text[match.end() :]
    if before.rstrip().endswith("(") and after.lstrip().startswith(")"):
        return before.rstrip()[:-1], after.lstrip()[1:]
    return before, after
