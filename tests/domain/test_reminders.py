"""When a reminder is due: at that hour of the person's own clock, whatever the clock does."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.reminders import Reminder, next_due
from tests.domain.strategies import QUICK
from tests.some import some

EVERY_DAY, SUNDAYS = 0b1111111, 0b1000000


@pytest.mark.parametrize(
    ("zone", "weekdays", "hour", "after", "due"),
    [
        ("Europe/Moscow", 0b0000001, 18, "2026-11-22T12:00+03:00", "2026-11-23T18:00+03:00"),
        ("Europe/Moscow", SUNDAYS, 18, "2026-11-22T12:00+03:00", "2026-11-22T18:00+03:00"),
        ("Europe/Moscow", SUNDAYS, 18, "2026-11-22T18:00+03:00", "2026-11-29T18:00+03:00"),
        # clocks go forward on this Sunday, and back on the other: the hour stays the clock's
        ("Europe/Berlin", EVERY_DAY, 18, "2026-03-28T18:00+01:00", "2026-03-29T18:00+02:00"),
        ("Europe/Berlin", EVERY_DAY, 18, "2026-10-24T18:00+02:00", "2026-10-25T18:00+01:00"),
        ("Europe/Berlin", SUNDAYS, 2, "2026-03-28T12:00+01:00", "2026-03-29T03:00+02:00"),
        ("Europe/Berlin", SUNDAYS, 2, "2026-10-24T12:00+02:00", "2026-10-25T02:00+02:00"),
        ("Europe/Berlin", SUNDAYS, 2, "2026-10-25T02:00+02:00", "2026-11-01T02:00+01:00"),
        # it is tomorrow already there, and still yesterday there
        ("Pacific/Auckland", EVERY_DAY, 6, "2026-11-22T16:00+00:00", "2026-11-22T17:00+00:00"),
        ("Pacific/Honolulu", SUNDAYS, 23, "2026-11-23T05:00+00:00", "2026-11-23T09:00+00:00"),
    ],
)
def test_the_hour_of_the_persons_clock(zone, weekdays, hour, after, due):
    """Across weekdays, midnights and changes of the clock."""
    found = next_due(weekdays, hour, datetime.fromisoformat(after), ZoneInfo(zone))
    assert found == datetime.fromisoformat(due)


@QUICK
@given(
    st.integers(1, 127),
    st.integers(0, 23),
    st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds are asked for without a zone
    st.sampled_from(sorted(available_timezones())),
)
def test_it_comes_within_a_week_on_a_chosen_day(weekdays, hour, after, name):
    """Later than now, within a week and an hour, at the hour or where that was left out."""
    zone = ZoneInfo(name)
    due = some(next_due(weekdays, hour, after, zone))
    assert after < due <= after + timedelta(days=7, hours=1)
    local = due.astimezone(zone)
    assert weekdays >> local.weekday() & 1
    assert local.hour == hour or local.hour == hour + 1


def test_never_without_a_day():
    """Who chose no day is not reminded."""
    assert next_due(0, 18, datetime(2026, 11, 22, tzinfo=UTC), ZoneInfo("UTC")) is None


def test_days_are_chosen_one_by_one():
    """Choosing a day twice, or leaving one that was not chosen, changes nothing."""
    reminder = Reminder(weekdays=0b101)
    assert [day for day in range(7) if reminder.on(day)] == [0, 2]
    assert reminder.with_day(2, on=True) == reminder.with_day(1, on=False) == 0b101
    assert (reminder.with_day(6, on=True), reminder.with_day(0, on=False)) == (0b1000101, 0b100)
