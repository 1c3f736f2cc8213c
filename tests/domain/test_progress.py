"""What a curve shows: measures, periods, records; and whose muscles a set trained."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import progress
from service.domain.exercises import MUSCLES
from service.domain.progress import Day, Measure, Period

TODAY = date(2026, 11, 27)


def days(*values, every=7, what="weight"):
    return [
        Day(
            TODAY - timedelta(days=every * n),
            workouts=1,
            sets=3,
            reps=5,
            **{what: Decimal(value)},  # type: ignore[arg-type]
        )
        for n, value in reversed([*enumerate(reversed(values))])
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ({"e1rm": Decimal(90), "weight": Decimal(80), "reps": 5}, "e1rm weight volume"),
        ({"most": 12, "reps": 30, "weight": Decimal(0)}, "most reps"),
        ({"most": 12, "reps": 30, "weight": Decimal(10)}, "most weight reps"),
        ({"most": 12, "reps": 30, "weight": Decimal(-20)}, "most weight reps"),
        ({"longest": 60, "held": 180}, "longest held"),
    ],
)
def test_measures_suit_what_was_lifted(day, expected):
    found = progress.measures([Day(TODAY, 1, 3, **day)])
    assert " ".join(found) == expected


def test_records_are_more_than_ever_before():
    """Not the first, not an equal one, not a return to what was."""
    curve = progress.points(days(80, 85, 85, 82, 84, 86), Measure.WEIGHT)
    assert [point.record for point in curve] == [False, True, False, False, False, True]


def test_records_count_from_before_the_period():
    curve = progress.points(days(100, 80, 85, every=20), Measure.WEIGHT)
    shown = progress.within(curve, Period.WEEKS, TODAY)
    assert [(point.value, point.record) for point in shown] == [
        (Decimal(80), False),
        (Decimal(85), False),
    ]


def test_assistance_that_shrinks_is_a_record():
    curve = progress.points(days(-20, -15), Measure.WEIGHT)
    assert curve[1].record


def test_days_without_a_value_are_left_out():
    lifted = [Day(TODAY - timedelta(days=1), 1, 1, reps=5), *days(80)]
    assert len(progress.points(lifted, Measure.WEIGHT)) == 1


@pytest.mark.parametrize(
    ("ago", "period"),
    [(1, "months"), (80, "months"), (200, "year"), (800, "all")],
)
def test_period_grows_until_there_is_a_curve(ago, period):
    curve = progress.points(days(80, 85, every=ago), Measure.WEIGHT)
    assert progress.fitting(curve, Period.MONTHS, TODAY) == period


@given(st.lists(st.integers(1, 999), min_size=2, max_size=2500))
def test_long_curves_keep_their_records_and_ends(values):
    curve = progress.points(days(*values, every=1, what="most"), Measure.MOST)
    thin = progress.thinned(curve)
    assert [p for p in thin if p.record] == [p for p in curve if p.record]
    assert thin[-1] == curve[-1]
    assert len(thin) <= progress.MOST + sum(p.record for p in curve)


def test_sets_go_to_their_muscles():
    found, others = progress.by_muscle([("bench_press", 3, 4), (None, 2, 5), ("unheard_of", 1, 0)])
    assert [each.muscle for each in found] == [*MUSCLES]
    assert len(found) == 12
    chest = next(each for each in found if each.muscle == "chest")
    assert (chest.now, chest.before) == (3, 4)
    assert sum(each.now for each in found) == 3
    assert others == 3
