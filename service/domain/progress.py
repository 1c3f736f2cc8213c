"""Progress: the best of each day of an exercise, measured in several ways; sets by muscle group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from service.domain import bodyweights
from service.domain.exercises import KNOWN, MUSCLES

NEEDED = 2
"""Fewest days that make a curve."""

MOST = 1000
"""Most points of a curve: more than a picture has pixels for."""


class Period(StrEnum):
    """How far back a curve goes."""

    WEEKS = "weeks"
    MONTHS = "months"
    YEAR = "year"
    ALL = "all"


DAYS = {Period.WEEKS: 28, Period.MONTHS: 92, Period.YEAR: 366}
"""Length of the periods, with today; all time has none."""


class Measure(StrEnum):
    """What of a day is shown: in the person's unit, repetitions, or seconds."""

    WEIGHT = "weight"
    E1RM = "e1rm"
    VOLUME = "volume"
    MOST = "most"
    REPS = "reps"
    LONGEST = "longest"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of an exercise: its best sets, and its totals.

    ``weight`` is the heaviest one (the person's unit; negative: assistance), ``reps_with`` the
    most repetitions with it. ``most`` is the most repetitions of a set, ``longest`` the longest
    hold (seconds). None: there was no such set.
    """

    day: date
    workouts: int
    sets: int
    weight: Decimal | None = None
    reps_with: int | None = None
    e1rm: Decimal | None = None
    volume: Decimal = Decimal(0)
    most: int | None = None
    reps: int = 0
    longest: int | None = None
    held: int = 0

    def value(self, measure: Measure) -> Decimal | None:
        """Return what a measure says of the day; None when it says nothing."""
        value = getattr(self, measure.value)
        return Decimal(value) if value or (measure is Measure.WEIGHT and value == 0) else None


@dataclass(frozen=True, slots=True)
class Point:
    """A day's value; ``record``: it is more than on any day before."""

    day: Day
    value: Decimal
    record: bool


def measures(days: Sequence[Day], known: str | None = None) -> tuple[Measure, ...]:
    """Return the measures that suit an exercise, the usual one first.

    ``known`` is its key in the dictionary: some move the body, whose weight counts in the estimated
    maximum and the volume.
    """
    if not any(day.reps for day in days):
        return Measure.LONGEST, Measure.HELD
    if bodyweights.counts_in(known):
        added = [Measure.WEIGHT] if any(day.weight for day in days) else []
        heavy = [Measure.E1RM] if any(day.e1rm for day in days) else []
        volume = [Measure.VOLUME] if any(day.volume for day in days) else []
        return (Measure.MOST, *added, *heavy, *volume, Measure.REPS)
    if any(day.e1rm for day in days):
        return Measure.E1RM, Measure.WEIGHT, Measure.VOLUME
    if any(day.weight for day in days):
        return Measure.MOST, Measure.WEIGHT, Measure.REPS
    return Measure.MOST, Measure.REPS


def points(days: Iterable[Day], measure: Measure) -> list[Point]:
    """Return the curve of all time. The first day sets no record: there is nothing to beat."""
    found = list[Point]()
    best: Decimal | None = None
    for day in days:
        value = day.value(measure)
        if value is not None:
            found.append(Point(day, value, best is not None and value > best))
            best = value if best is None else max(best, value)
    return found


def within(curve: Sequence[Point], period: Period, today: date) -> list[Point]:
    """Return the part of a curve that lies in a period."""
    if period not in DAYS:
        return list(curve)
    first = today - timedelta(days=DAYS[period] - 1)
    return [point for point in curve if point.day.day >= first]


def fitting(curve: Sequence[Point], period: Period, today: date) -> Period:
    """Return the period, or the next longer one in which there is a curve."""
    longer = [*Period][[*Period].index(period) :]
    return next((p for p in longer if len(within(curve, p, today)) >= NEEDED), Period.ALL)


def thinned(curve: Sequence[Point]) -> list[Point]:
    """Leave out points of a very long curve; records, the best and the last ones stay."""
    step = -(-len(curve) // MOST)
    return [p for n, p in enumerate(reversed(curve)) if p.record or n % step == 0][::-1]


@dataclass(frozen=True, slots=True)
class Trained:
    """The sets of a muscle group in this week and in the last one."""

    muscle: str
    now: int
    before: int


_MUSCLE_OF = {one.key: one.muscle for one in KNOWN}


def by_muscle(counted: Iterable[tuple[str | None, int, int]]) -> tuple[list[Trained], int]:
    """Add up sets by muscle group, in their order; also return this week's sets of no group.

    ``counted`` are exercises (their keys in the dictionary) with the sets of two weeks.
    """
    totals = {muscle: [0, 0] for muscle in MUSCLES}
    others = 0
    for known, now, before in counted:
        muscle = _MUSCLE_OF.get(known or "")
        if muscle is None:
            others += now
        else:
            totals[muscle][0] += now
            totals[muscle][1] += before
    return [Trained(muscle, *two) for muscle, two in totals.items()], others
