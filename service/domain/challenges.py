"""Challenges of a group: what counts, for how long, and who is ahead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from service.domain.names import clean, shorten

Measure = Literal["tonnage", "sets", "workouts", "maximum"]

DAYS = (7, 14, 30)
"""Lengths of a challenge, in days."""

LIFTS = ("squat", "bench_press", "deadlift", "overhead_press")
"""Lifts (keys of the dictionary) whose estimated maximum can be compared."""

NAME_UNITS = 24
"""Length of a name in a table, in UTF-16 units."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a challenge: ``last`` is the last one, ``ends`` the midnight after it."""

    begins: datetime
    ends: datetime
    last: date


@dataclass(frozen=True, slots=True)
class Standing:
    """How much somebody has; weights in the challenge's unit."""

    name: str
    amount: Decimal


def period(now: datetime, zone: ZoneInfo, days: int) -> Period:
    """Return the days of a challenge that begins today; today counts as a whole."""
    first = now.astimezone(zone).date()
    last = first + timedelta(days=days - 1)
    return Period(_midnight(first, zone), _midnight(last + timedelta(days=1), zone), last)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def shown_name(name: str) -> str:
    """Return a name for the table: cleaned and shortened; "?" if nothing is left."""
    return shorten(clean(name), NAME_UNITS) or "?"


def ranked(standings: Iterable[Standing]) -> Sequence[tuple[int, Standing]]:
    """Put the most first, with places: those who have as much share one, and 0 has none (0)."""
    ordered = sorted(standings, key=lambda one: -one.amount)  # stable: who joined first
    amounts = [one.amount for one in ordered]
    return [(amounts.index(one.amount) + 1 if one.amount else 0, one) for one in ordered]
