"""Periods of a report, where clocks jump and years end."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.reports import Period, first_day, since
from tests.domain.strategies import QUICK


@pytest.mark.parametrize(
    ("period", "today", "first"),
    [
        (Period.TODAY, date(2026, 11, 22), date(2026, 11, 22)),
        (Period.WEEK, date(2026, 11, 22), date(2026, 11, 16)),  # a Sunday belongs to its Monday
        (Period.WEEK, date(2026, 11, 16), date(2026, 11, 16)),
        (Period.WEEK, date(2027, 1, 1), date(2026, 12, 28)),  # over the end of the year
        (Period.MONTH, date(2024, 2, 29), date(2024, 2, 1)),
        (Period.MONTH, date(2026, 12, 31), date(2026, 12, 1)),
    ],
)
def test_the_first_day_of_a_period(period, today, first):
    """Weeks begin on Monday, months on the first, whatever year that is in."""
    assert first_day(period, today) == first


@pytest.mark.parametrize(
    ("zone", "now", "midnight"),
    [
        # clocks go forward, back; a day has 23 or 25 hours
        ("Europe/Berlin", "2026-03-29T10:00+00:00", "2026-03-28T23:00+00:00"),
        ("Europe/Berlin", "2026-10-25T10:00+00:00", "2026-10-24T22:00+00:00"),
        # midnight itself is skipped: the day begins at one
        ("America/Sao_Paulo", "2018-11-04T12:00+00:00", "2018-11-04T03:00+00:00"),
        # midnight comes twice: the day begins with the first
        ("America/Havana", "2026-11-01T12:00+00:00", "2026-11-01T04:00+00:00"),
        # ten past midnight in Vladivostok is still yesterday in UTC
        ("Asia/Vladivostok", "2026-11-21T14:10+00:00", "2026-11-21T14:00+00:00"),
        ("Pacific/Kiritimati", "2026-12-31T10:00+00:00", "2026-12-31T10:00+00:00"),
        ("Pacific/Pago_Pago", "2027-01-01T10:59+00:00", "2026-12-31T11:00+00:00"),
        ("Asia/Kathmandu", "2026-11-21T18:15+00:00", "2026-11-21T18:15+00:00"),
    ],
)
def test_today_begins_at_ones_own_midnight(zone, now, midnight):
    """A day begins when the clocks there begin it, also where they jump."""
    began = since(Period.TODAY, datetime.fromisoformat(now), ZoneInfo(zone))
    assert began.astimezone(UTC) == datetime.fromisoformat(midnight)


@QUICK
@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds are asked for without a zone
    st.sampled_from(sorted(available_timezones() - {"localtime"})),
)
def test_periods_hold_one_another(now, name):
    """Everything holds the month and the week, they hold today, and today holds now."""
    zone = ZoneInfo(name)
    began = {period: since(period, now, zone).astimezone(UTC) for period in Period}
    assert began[Period.ALL] < began[Period.MONTH] <= began[Period.TODAY] <= now
    assert began[Period.WEEK] <= began[Period.TODAY]
    assert now - began[Period.TODAY] <= timedelta(hours=26)
    assert began[Period.TODAY] - began[Period.WEEK] < timedelta(days=7, hours=2)
