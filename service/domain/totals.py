"""Totals of a workout: sets, repetitions, tonnage, time."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from service.domain import volumes
from service.domain.workouts import Workout


@dataclass(frozen=True, slots=True)
class Total:
    """Totals of a finished workout. Tonnage in the person's unit.

    ``reps`` are all repetitions, ``body_reps`` those of them that have no tonnage: with the body
    alone, with weight added to it or taken off it. ``seconds`` are those of holds.
    """

    sets: int
    reps: int
    tonnage: Decimal
    time: timedelta
    body_reps: int = 0
    seconds: int = 0


def total(workout: Workout) -> Total:
    """Return the totals of a workout; its time is that from start to end."""
    lifts = [*workout.done.values()]
    end = workout.ended_at or workout.started_at
    volume = volumes.total(lifts, workout.unit)
    return Total(
        sets=len(lifts),
        reps=volume.reps,
        tonnage=volume.tonnage,
        time=end - workout.started_at,
        body_reps=sum(lift.reps or 0 for lift in lifts if not volumes.tonnage(lift)),
        seconds=volume.seconds,
    )
