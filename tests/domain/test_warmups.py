"""Warm-up sets that lead up to a work set."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from service.domain import plates, warmups
from service.domain.entries import Entry, Place
from service.domain.exercises import Kind
from service.domain.notation import Lift
from service.domain.programs import Plan
from service.domain.workouts import Workout

START = datetime(2026, 1, 2, 18, tzinfo=UTC)


def ramp(kind, weight, owned=plates.PLATES, **more):
    """Give the ramp to a set of five as text."""
    plan = Plan("x", 3, 5, 5, weight=Decimal(weight))
    workout = Workout(1, "П", 0, START, None, (Entry(1, 1, plan, kind, **more),))
    found = warmups.ramp(workout, Place(1, 1), owned)
    assert all(lift.kind == "warmup" for lift in found)
    return " ".join(f"{lift.weight.normalize():f}x{lift.reps}" for lift in found)


@pytest.mark.parametrize(
    ("kind", "weight", "expected"),
    [
        (Kind.BARBELL, 100, "20x10 50x5 70x3 85x2"),
        (Kind.BARBELL, 60, "20x10 30x5 40x3 50x2"),
        (Kind.BARBELL, 40, "20x10 27.5x3 32.5x2"),
        (Kind.BARBELL, 25, "20x10"),
        (Kind.BARBELL, 20, ""),
        (Kind.DUMBBELL, 30, "14x5 20x3 24x2"),
        (Kind.MACHINE, 100, "50x5 70x3 85x2"),
        (Kind.MACHINE, 5, ""),
        (Kind.BODYWEIGHT, 10, ""),
        (Kind.ASSISTED, 10, ""),
    ],
)
def test_a_ramp_rises_in_what_can_be_loaded(kind, weight, expected):
    """Three or four sets where there is room, none where there is none."""
    assert ramp(kind, weight) == expected


def test_a_ramp_knows_the_bar_the_plates_and_the_step():
    """It begins with one's own bar and takes only one's own plates."""
    assert ramp(Kind.BARBELL, 100, bar=Decimal(10)) == "10x10 50x5 70x3 85x2"
    assert ramp(Kind.BARBELL, 100, (Decimal(20), Decimal(10))) == "20x10 40x5 60x3 80x2"
    assert ramp(Kind.DUMBBELL, 30, step=Decimal(5)) == "15x5 20x3 25x2"


def test_what_is_left_of_a_ramp():
    """Warm-ups that are done are behind; after a work set there is none."""
    plan = Plan("x", 3, 5, 5, weight=Decimal(100))
    workout = Workout(1, "П", 0, START, None, (Entry(1, 1, plan, Kind.BARBELL),), warming=1)
    first = warmups.following(workout, plates.PLATES)
    assert first == Lift(Decimal(20), 10, kind="warmup")
    workout = workout.with_lifted([(Place(1, 1), first)])
    assert len(warmups.left(workout, plates.PLATES)) == 3
    workout = workout.with_lifted([(Place(1, 1), Lift(Decimal(100), 5))])
    assert warmups.left(workout, plates.PLATES) == []
    assert workout.warming is None
