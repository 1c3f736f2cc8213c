"""What a workout comes to: sets, repetitions, tonnage, time."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from service.domain.notation import Lift
from service.domain.workouts import Workout


@dataclass(frozen=True, slots=True)
class Total:
    """What a finished workout comes to. Tonnage in kilograms."""

    sets: int
    reps: int
    tonnage: Decimal
    time: timedelta


def total(workout: Workout) -> Total:
    """Add up a workout; its time runs to its end."""
    lifts = workout.done.values()
    end = workout.ended_at or workout.started_at
    return Total(
        sets=len(lifts),
        reps=sum(lift.reps or 0 for lift in lifts),
        tonnage=sum(map(tonnage, lifts), Decimal(0)),
        time=end - workout.started_at,
    )


def tonnage(lift: Lift) -> Decimal:
    """Multiply weight and repetitions; help of a machine or a band lifts nothing."""
    if lift.load == "assisted":
        return Decimal(0)
    return lift.weight * (lift.reps or 0)
