"""Totals of a workout: sets, repetitions, tonnage, time."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from service.domain import units
from service.domain.notation import Lift
from service.domain.units import Unit
from service.domain.workouts import Workout


@dataclass(frozen=True, slots=True)
class Total:
    """Totals of a finished workout. Tonnage in the person's unit."""

    sets: int
    reps: int
    tonnage: Decimal
    time: timedelta


def total(workout: Workout) -> Total:
    """Return the totals of a workout; its time is that from start to end."""
    lifts = workout.done.values()
    end = workout.ended_at or workout.started_at
    return Total(
        sets=len(lifts),
        reps=sum(lift.reps or 0 for lift in lifts),
        tonnage=sum((tonnage(lift, workout.unit) for lift in lifts), Decimal(0)),
        time=end - workout.started_at,
    )


def tonnage(lift: Lift, unit: Unit = "kg") -> Decimal:
    """Return weight times repetitions in a unit; an assisted set counts as 0."""
    if lift.load == "assisted":
        return Decimal(0)
    return units.shown(lift.weight, unit) * (lift.reps or 0)
