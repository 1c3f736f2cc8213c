"""Reminders of training: by weekday and hour in the person's time zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = range(7)
"""Monday to Sunday, as ``datetime.weekday`` counts."""

USUAL_HOUR = 18
"""Hour of a reminder until another is chosen."""

MAX_IGNORED = 2
"""Unanswered reminders in a row after which they stop."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """When somebody is reminded: a bit for each weekday (bit 0: Monday), and the hour (0 to 23)."""

    weekdays: int = 0
    hour: int = USUAL_HOUR
    due_at: datetime | None = None

    def on(self, day: int) -> bool:
        """Return whether a weekday is chosen."""
        return bool(self.weekdays >> day & 1)

    def with_day(self, day: int, *, on: bool) -> int:
        """Return the weekdays with one turned on or off."""
        return self.weekdays | 1 << day if on else self.weekdays & ~(1 << day)


def next_due(weekdays: int, hour: int, after: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the next time that ``hour`` begins on a chosen weekday; None without weekdays.

    If the clocks skip that hour in spring, it is the hour after it; if it comes twice in autumn,
    the first one.
    """
    today = after.astimezone(zone).date()
    for days in range(-1, 9):
        day = today + timedelta(days=days)
        due = datetime(day.year, day.month, day.day, hour, tzinfo=zone).astimezone(UTC)
        if weekdays >> day.weekday() & 1 and due > after:
            return due
    return None
