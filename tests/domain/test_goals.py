"""Weekly goals: weeks in a row, never days."""

from datetime import date, timedelta

import pytest

from service.domain import goals
from service.domain.goals import Week

TODAY = date(2026, 11, 27)  # a Friday
MONDAY = date(2026, 11, 23)


def weeks(*workouts):
    """Give the workouts of this week and those before it, the newest first."""
    return {MONDAY - timedelta(weeks=n): count for n, count in enumerate(workouts) if count}


@pytest.mark.parametrize(
    ("workouts", "goal", "week"),
    [
        ((), 3, Week(0, 3, 0)),
        ((2,), 3, Week(2, 3, 0)),
        ((3,), 3, Week(3, 3, 1)),
        ((0, 3, 4, 2), 3, Week(0, 3, 2)),
        ((3, 3, 4, 2), 3, Week(3, 3, 3)),
        ((5, 0, 4), 3, Week(5, 3, 1)),
        ((1, 1, 1), 1, Week(1, 1, 3)),
    ],
)
def test_weeks_in_a_row(workouts, goal, week):
    """The week that is not over takes nothing from the streak."""
    assert goals.this_week(weeks(*workouts), goal, TODAY) == week


@pytest.mark.parametrize("days", range(7))
def test_a_week_begins_on_monday(days):
    """Whichever day it is."""
    assert goals.week_of(MONDAY + timedelta(days)) == MONDAY
