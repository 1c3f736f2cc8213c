"""Tips: features that would help now and that few people find by themselves."""

from collections.abc import Iterator
from datetime import datetime

from service.domain.workouts import Workout

ALTERNATING = 4
"""Sets of two exercises in turns after which a superset is offered."""

EASY_REPS = 12
"""Repetitions with the body alone after which added weight is offered."""

MORNING = 4
"""Hour until which a set may belong to the day before."""

QUICK_MESSAGES = 3
"""Messages within QUICK_SECONDS after which one message is offered."""

QUICK_SECONDS = 60


def helpful(workout: Workout, now: datetime, *, typed: bool) -> Iterator[str]:
    """Yield the tips that fit the last set of a workout; ``now`` is the person's local time.

    ``typed``: the set was typed. Whether messages follow each other quickly is not known here.
    """
    places = list(workout.done)[-ALTERNATING:]
    if not places:
        return
    entry = workout.entry(places[-1].position)
    first, second, *others = [place.position for place in places] + [0] * ALTERNATING
    if first != second and others[:2] == [first, second] and entry.plan.superset is None:
        yield "superset"
    lift = workout.done[places[-1]]
    if entry.kind.is_bodyweight and not lift.weight and (lift.reps or 0) >= EASY_REPS:
        yield "added"
    if typed and workout.free and len(workout.done) == 1 and now.hour < MORNING:
        yield "yesterday"
    if typed and workout.typed_below + 1 >= QUICK_MESSAGES:
        yield "lines"
