"""What the parser of a line must know of the exercise that it is about."""

from collections.abc import Container
from dataclasses import replace

from service import domain
from service.domain.entries import Entry, Place
from service.domain.notation import Context
from service.domain.programs import Plan
from service.domain.workouts import Workout
from service.storage.exercises import Exercise


def within(
    workout: Workout, position: int, language: str, fixing: Container[Place] = ()
) -> Context:
    """Return what the parser must know of an exercise in a workout.

    The sets that a line is ``fixing`` say nothing about what is usual.
    """
    entry = workout.entry(position)
    today = workout.lifts_of(entry.exercise, fixing)
    best = domain.records.heaviest(entry.best, today)
    lifts = workout.lifts(position) or entry.last_time
    return Context(
        entry.plan if fixing else _completed(workout, entry),
        entry.kind,
        lifts[-1] if lifts else None,
        best=best.weight if best else None,
        bar=entry.bar or domain.plates.BAR,
        asked=entry.answers,
        language=language,
        unit=workout.unit,
    )


def _completed(workout: Workout, entry: Entry) -> Plan:
    """Return a plan with the repetitions that 5/3/1 asks for, if all sets to come have as many."""
    plan = entry.plan
    if not isinstance(domain.rules.stored(plan.rule), domain.rules.Wave):
        return plan
    taken = workout.behind(entry.position)
    left = [Place(entry.position, n) for n in range(1, (plan.sets or 0) + 1) if n not in taken]
    asked = {domain.suggestions.target(workout, each).lift.reps for each in left}
    reps = asked.pop() if len(asked) == 1 else None
    return replace(plan, reps_min=reps, reps_max=reps)


def of(exercise: Exercise) -> Context:
    """Return what the parser must know of an exercise that is not in the workout."""
    return Context(
        kind=exercise.kind,
        own=True,
        best=exercise.best,
        bar=exercise.bar or domain.plates.BAR,
        asked=exercise.answers,
    )
