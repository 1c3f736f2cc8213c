"""Body weight: what is typed after /weight, what is plausible, and the lifts that it counts in.

In these lifts the whole body is moved, so a set is worth the body weight of its day (the last one
logged by then) plus what was added, or minus what assisted. Sets before the first weight are
worth nothing more than what was added.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from math import ceil, floor

import regex

from service.domain import units, volumes
from service.domain.entries import Entry
from service.domain.errors import NotUnderstood, OutOfRange
from service.domain.notation import Lift, days
from service.domain.units import Unit

LEAST, MOST = Decimal(20), Decimal(400)
"""Weights (kg) that can be stored."""

USUAL = (Decimal(35), Decimal(250))
"""Weights (kg) outside of which a person is asked."""

SUDDEN = Decimal("0.1")
"""Part of the weight by which it hardly changes within SOON."""

SOON = timedelta(days=60)

PAGE = 8
"""Weights on one page."""

WHOLE_BODY = frozenset(
    {
        *("pull_up", "chin_up", "neutral_pull_up", "assisted_pull_up", "muscle_up"),
        *("ring_muscle_up", "dip", "ring_dip", "assisted_dip", "rope_climb"),
    }
)
"""Keys in the dictionary of the lifts in which the body weight counts."""

_WEIGHT = regex.compile(
    r"(?P<number>[0-9]{1,4}(?:[.,][0-9]{1,2})?)\s*(?P<unit>кг|kg|kgs|lb|lbs|фунт\p{L}*)?\.?",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What somebody weighed (kg) on a day; ``unit`` is the one that was typed, if one was."""

    day: date
    weight: Decimal
    unit: Unit | None = field(default=None, compare=False)


def read(text: str, unit: Unit, today: date) -> Weighed:
    """Read a weight with an optional day before or after it; refuses days to come."""
    if days.is_impossible(text, today):
        raise NotUnderstood("day-none")
    try:
        day, text = _day(text.strip(), today)
    except NotUnderstood:
        raise NotUnderstood("day-ahead") from None
    match = _WEIGHT.fullmatch(text.strip(" ,;:"))
    if match is None:
        raise NotUnderstood("bodyweight-not-understood")
    number = Decimal(match["number"].replace(",", "."))
    typed: Unit | None = None
    if match["unit"]:
        typed = "kg" if match["unit"].lower().startswith(("к", "k")) else "lb"
    return Weighed(day, checked(units.kilograms(number, typed or unit)), typed)


def _day(text: str, today: date) -> tuple[date, str]:
    """Return the day that a text begins or ends with (else today), and the rest of the text."""
    if (found := days.at_start(text, today)) and text[found[1] :].strip():
        return today - timedelta(found[0]), text[found[1] :]
    # "25.11 82": beside a set the date would be a weight
    first, _, rest = text.partition(" ")
    found = days.at_start(first, today)
    if found and rest and found[1] == len(first):
        return today - timedelta(found[0]), rest
    found = days.at_end(text, today)
    if found and text[: found[1]].strip():
        return today - timedelta(found[0]), text[: found[1]]
    return today, text


def checked(weight: Decimal) -> Decimal:
    """Return a weight (kg) to 0.01. Refuses one that nobody has."""
    if not LEAST <= weight <= MOST:
        raise OutOfRange(
            "bodyweight-range",
            least=int(LEAST),
            most=int(MOST),
            least_lb=ceil(LEAST / units.POUND),
            most_lb=floor(MOST / units.POUND),
        )
    return weight.quantize(Decimal("0.01"))


def is_doubtful(new: Weighed, near: Weighed | None) -> bool:
    """Return whether to ask about a weight: it is rare, or far from one of the same weeks."""
    least, most = USUAL
    if not least <= new.weight <= most:
        return True
    if near is None or abs(new.day - near.day) > SOON:
        return False
    return abs(new.weight - near.weight) > SUDDEN * near.weight


def other_unit(new: Weighed, unit: Unit, near: Weighed | None) -> Weighed | None:
    """Return the same number in the other unit, if that is plausible."""
    number = units.shown(new.weight, unit)
    weight = units.kilograms(number, "kg" if unit == "lb" else "lb")
    if not LEAST <= weight <= MOST:
        return None
    other = Weighed(new.day, weight.quantize(Decimal("0.01")))
    return None if is_doubtful(other, near) else other


def counts_in(known: str | None) -> bool:
    """Return whether the body weight counts in an exercise, by its key in the dictionary."""
    return known in WHOLE_BODY


def tonnage(lifted: Iterable[tuple[Entry, Sequence[Lift]]], body: Decimal, unit: Unit) -> Decimal:
    """Return the tonnage, in a unit, of the lifts in which the body weight counts."""
    counted = (lifts for entry, lifts in lifted if counts_in(entry.plan.known))
    return sum((volumes.total(lifts, unit, body).tonnage for lifts in counted), Decimal(0))


def near_values(weight: Decimal, unit: Unit) -> list[Decimal]:
    """Return weights (kg) that may well be today's: the last one, and a step less and more."""
    step = Decimal("0.5") if unit == "kg" else Decimal(1)
    shown = units.shown(weight, unit)
    values = [units.kilograms(shown + by, unit) for by in (-step, Decimal(0), step)]
    return [value for value in values if LEAST <= value <= MOST]
