"""Reminders of training: by weekday and hour of the person's own clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = range(7)
"""Monday to Sunday, as ``datetime.weekday`` counts."""

USUAL_HOUR = 18
"""The hour until another is chosen."""

MAX_IGNORED = 2
"""So many in a row that nothing came of, and there are no more."""

ZONES = (
    "Pacific/Honolulu",
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Kyiv",
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Istanbul",
    "Europe/Samara",
    "Asia/Tbilisi",
    "Asia/Tashkent",
    "Asia/Almaty",
    "Asia/Yekaterinburg",
    "Asia/Kolkata",
    "Asia/Omsk",
    "Asia/Novosibirsk",
    "Asia/Irkutsk",
    "Asia/Shanghai",
    "Asia/Yakutsk",
    "Asia/Tokyo",
    "Asia/Vladivostok",
    "Australia/Sydney",
    "Asia/Magadan",
    "Asia/Kamchatka",
    "Pacific/Auckland",
    "UTC",
)
"""The clocks to choose from."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """When somebody is reminded: a bit for each weekday (bit 0: Monday), and the hour."""

    weekdays: int = 0
    hour: int = USUAL_HOUR
    due_at: datetime | None = None

    def on(self, day: int) -> bool:
        """Tell whether a weekday is chosen."""
        return bool(self.weekdays >> day & 1)

    def chosen(self, day: int, *, on: bool) -> int:
        """Give the weekdays with one more chosen, or one less."""
        return self.weekdays | 1 << day if on else self.weekdays & ~(1 << day)


def next_due(weekdays: int, hour: int, after: datetime, zone: ZoneInfo) -> datetime | None:
    """Find the next moment at which that hour of a chosen weekday begins; None without any.

    An hour that the clocks leave out in spring is the one after it; one that comes twice in
    autumn counts the first time.
    """
    today = after.astimezone(zone).date()
    for days in range(-1, 9):
        day = today + timedelta(days=days)
        due = datetime(day.year, day.month, day.day, hour, tzinfo=zone).astimezone(UTC)
        if weekdays >> day.weekday() & 1 and due > after:
            return due
    return None
