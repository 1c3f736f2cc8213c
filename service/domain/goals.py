"""A goal of workouts a week, and how many weeks in a row it was reached. Days never count."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

GOALS = (1, 2, 3, 4, 5, 6, 7)
"""Workouts a week to choose from."""

FAR = timedelta(weeks=156)
"""How far back a streak is counted."""

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Week:
    """Workouts ``done`` this week of the ``goal``; weeks in a row, with this one if reached."""

    done: int
    goal: int
    streak: int


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def this_week(workouts: Mapping[date, int], goal: int, today: date) -> Week:
    """Return this week's state by the workouts of each week, named by its Monday."""
    monday = week_of(today)
    done = workouts.get(monday, 0)
    streak, week = int(done >= goal), monday - WEEK
    while workouts.get(week, 0) >= goal:
        streak, week = streak + 1, week - WEEK
    return Week(done, goal, streak)
