"""Numbers as they are written in a notebook, and their limits.

Digits are ASCII only, so that what is stored is what was read. Weight and repetitions are
separated by any of x X х Х (the Cyrillic letter) × *; a decimal mark is a point or a comma;
a dash is any of - – —.
"""

from decimal import Decimal
from typing import TypeVar

import regex

from service.domain import units
from service.domain.errors import OutOfRange
from service.domain.units import Unit

MAX_SETS = 20
"""Most sets of one exercise in one workout."""

MAX_REPS = 999
"""Most repetitions of one set."""

MAX_WEIGHT = 1000
"""Heaviest weight (kg)."""

MAX_POUNDS = 2204
"""MAX_WEIGHT in whole pounds."""

MAX_SECONDS = 86_400
"""Longest hold of one set (seconds): a day."""

N = TypeVar("N", int, Decimal)

TIMES = r"\s*[xXхХ×*]\s*"
DASH = r"\s*[-–—]\s*"
WHOLE = r"[0-9]{1,4}"
DECIMAL = r"[0-9]{1,5}(?:[.,][0-9]{1,3})?"
WEIGHT_UNIT = r"(?:\s*(?:(?P<kilos>кг|kgs?)|(?P<pounds>lbs?|pounds?|фунт(?:а|ов)?))\b\.?)?"
SECONDS = (
    r"(?:\s*(?:секунд[аы]?|сек|seconds|secs?)|second|[сs]"
    # After a space it may be the first word of a note: "80x5 с паузой", "80x5 second try".
    r"|\s+(?:second|[сs])(?=\b\.?\s*(?:@|[0-9]|$)))\b\.?"
)
MINUTES = r"[0-9]{1,3}:[0-5][0-9]"


def pattern(expression: str) -> regex.Pattern[str]:
    """Compile a grammar rule, ignoring letter case."""
    return regex.compile(expression, regex.IGNORECASE)


def sets(text: str) -> int:
    """Read a number of sets, 1 to MAX_SETS."""
    return _in_range(int(text), 1, MAX_SETS, "sets-range")


def reps(text: str) -> int:
    """Read a number of repetitions, 1 to MAX_REPS."""
    return _in_range(int(text), 1, MAX_REPS, "reps-range")


def seconds(text: str) -> int:
    """Read a hold: whole seconds, or minutes:seconds."""
    minutes, _, rest = text.rpartition(":")
    return _in_range(int(minutes or 0) * 60 + int(rest), 1, MAX_SECONDS, "seconds-range")


def weight(text: str, unit: Unit = "kg") -> Decimal:
    """Read a weight of at most two decimals and return kilograms, 0 to MAX_WEIGHT."""
    typed = Decimal(text.replace(",", "."))
    if typed != round(typed, 2):
        raise OutOfRange("weight-decimals")
    kilograms = units.kilograms(typed, unit)
    if unit == "lb" and kilograms > MAX_WEIGHT:
        raise OutOfRange("weight-range-pounds", least=0, most=MAX_POUNDS)
    return Decimal(_in_range(kilograms, 0, MAX_WEIGHT, "weight-range"))


def rpe(text: str) -> Decimal:
    """Read a rating of perceived exertion: 1 to 10 in halves."""
    rating = Decimal(text.replace(",", "."))
    if not 1 <= rating <= 10 or rating * 2 % 1:  # noqa: PLR2004 - the bounds of the scale
        raise OutOfRange("rpe-range")
    return rating


def _in_range(value: N, least: int, most: int, refusal: str) -> N:
    if not least <= value <= most:
        raise OutOfRange(refusal, least=least, most=most)
    return value
