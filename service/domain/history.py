"""The history of workouts by month. A month is a number: twelve times the year, plus 0 to 11."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from service.domain import records, units
from service.domain.errors import NotUnderstood
from service.domain.notation import Lift, days
from service.domain.units import Unit

UNDO_WITHIN = timedelta(minutes=10)
"""How long what was removed can be put back."""

PAGE = 8
"""Workouts on one page."""

FIRST_MONTH, LAST_MONTH = 12 * 1970, 12 * 2999
"""Months that a button may name."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A workout in the list of a month. Tonnage in the person's unit.

    ``sets`` are work sets. ``first`` is the name of its first exercise and its key in the
    dictionary, ``exercises`` how many it has.
    """

    id: int
    title: str
    started_at: datetime
    ended_at: datetime
    sets: int
    tonnage: Decimal
    first: tuple[str, str | None] | None
    exercises: int

    @property
    def minutes(self) -> int:
        """How long it lasted, in whole minutes."""
        return round((self.ended_at - self.started_at).total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class Session:
    """The work sets of one exercise in one workout, and when the workout began."""

    workout: int
    started_at: datetime
    lifts: tuple[Lift, ...]


def month_of(day: date) -> int:
    """Return the month of a day."""
    return 12 * day.year + day.month - 1


def first_day(month: int) -> date:
    """Return the first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def span(month: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the moments at which a month begins and ends in a time zone."""
    first, after = (
        datetime.combine(first_day(each), datetime.min.time(), zone) for each in (month, month + 1)
    )
    return first, after


def estimate(session: Session, unit: Unit) -> Decimal | None:
    """Return the best estimated maximum of a session in a unit; None without one.

    Only weights on a bar or a machine count: what is added to a body is not all that is lifted.
    """
    known = (
        records.e1rm(units.shown(lift.weight, unit), lift.reps or 0)
        for lift in session.lifts
        if lift.load == "plain" and lift.weight
    )
    return max(filter(None, known), default=None)


def weeks(month: int) -> list[list[date | None]]:
    """Return the days of a month by weeks of seven; None: a day of another month."""
    first, after = first_day(month), first_day(month + 1)
    cells: list[date | None] = [None] * first.weekday()
    cells += [first + timedelta(n) for n in range((after - first).days)]
    cells += [None] * (-len(cells) % 7)
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


def typed_day(text: str, today: date) -> date | None:
    """Return the day that a whole text names; None if it names none.

    Refuses days to come, and dates that do not exist.
    """
    if days.is_impossible(text.strip(), today, whole=True):
        raise NotUnderstood("day-none")
    try:
        found = days.at_start(text.strip(), today)
    except NotUnderstood:
        raise NotUnderstood("day-ahead") from None
    if found is None or found[1] < len(text.strip()):
        return None
    return today - timedelta(found[0])


def shift(
    started_at: datetime, ended_at: datetime, day: date, now: datetime, zone: ZoneInfo
) -> timedelta:
    """Return by how much a workout moves to be on a day, at the same time but not in the future."""
    clock = started_at.astimezone(zone).time()
    begins = datetime.combine(day, clock, zone)
    return min(begins - started_at, now - ended_at)
