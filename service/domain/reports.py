"""Reports: their periods and totals."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from service.domain.notation import Lift

PAGE = 10
"""Exercises on one page of a report."""


class Period(StrEnum):
    """How far back a report looks."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Total:
    """Everything lifted in a period. Tonnage in the person's unit.

    ``body_reps`` are the repetitions that have no tonnage: with the body alone, with weight added
    to it or taken off it. ``seconds`` are those of holds.
    """

    workouts: int
    sets: int
    reps: int
    tonnage: Decimal
    exercises: int
    body_reps: int
    seconds: int


@dataclass(frozen=True, slots=True)
class ExerciseTotal:
    """Totals of one exercise in a period, and its best set: the heaviest, then the longest."""

    exercise: int
    name: str
    known: str | None
    sets: int
    reps: int
    tonnage: Decimal
    seconds: int
    best: Lift


def first_day(period: Period, today: date) -> date | None:
    """Return the first day of a period: this Monday, the first of this month; None for all time."""
    match period:
        case Period.TODAY:
            return today
        case Period.WEEK:
            return today - timedelta(days=today.weekday())
        case Period.MONTH:
            return today.replace(day=1)
        case Period.ALL:
            return None


def since(period: Period, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the beginning of a period in a time zone."""
    first = first_day(period, now.astimezone(zone).date())
    if first is None:
        return datetime.min.replace(year=1970, tzinfo=zone)
    return datetime(first.year, first.month, first.day, tzinfo=zone)
