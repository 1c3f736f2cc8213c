"""A workout: what was planned, what is done, and so what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from service.domain.errors import Refusal
from service.domain.notation import Lift
from service.domain.programs import Plan
from service.domain.quantities import MAX_SETS

REOPEN_WITHIN = timedelta(minutes=10)
"""How long after its end a workout can be taken up again."""


@dataclass(frozen=True, slots=True)
class Place:
    """A set's place in its workout: the exercise's position and the set's number, from 1."""

    position: int
    n: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One planned exercise of a workout."""

    position: int
    exercise: int
    plan: Plan
    last_time: tuple[Lift, ...] = ()
    """What was lifted of it in the workout before, set by set."""


@dataclass(frozen=True, slots=True)
class Workout:
    """The stored state of one workout; everything a person is shown follows from it."""

    id: int
    title: str
    revision: int
    started_at: datetime
    ended_at: datetime | None
    entries: tuple[Entry, ...]
    done: Mapping[Place, Lift] = field(default_factory=dict)
    skipped: frozenset[Place] = frozenset()

    @property
    def current(self) -> Place | None:
        """The first planned set neither lifted nor skipped; None when all are."""
        for entry in self.entries:
            for n in range(1, entry.plan.sets + 1):
                place = Place(entry.position, n)
                if place not in self.done and place not in self.skipped:
                    return place
        return None

    @property
    def asked(self) -> Place:
        """Where the next typed set goes: the current set, else one more of the last exercise."""
        if self.current:
            return self.current
        last = self.entries[-1].position
        taken = [place.n for place in (*self.done, *self.skipped) if place.position == last]
        return Place(last, max(taken, default=0) + 1)

    def entry(self, position: int) -> Entry:
        """Find the planned exercise at a position, which counts from 1 without gaps."""
        return self.entries[position - 1]

    def places(self, count: int) -> list[Place]:
        """Where the next ``count`` sets of the asked exercise go. Refuses more than MAX_SETS."""
        position, n = self.asked.position, self.asked.n
        places: list[Place] = []
        while len(places) < count:
            if n > MAX_SETS:
                raise Refusal("too-many-sets", limit=MAX_SETS)
            place = Place(position, n)
            if place not in self.done and place not in self.skipped:
                places.append(place)
            n += 1
        return places


@dataclass(frozen=True, slots=True)
class Summary:
    """What a finished workout comes to. Tonnage in kilograms."""

    sets: int
    reps: int
    tonnage: Decimal
    time: timedelta


def summary(workout: Workout) -> Summary:
    """Add up a workout: tonnage is weight times repetitions, over all sets."""
    lifts = workout.done.values()
    end = workout.ended_at or workout.started_at
    return Summary(
        sets=len(lifts),
        reps=sum(lift.reps or 0 for lift in lifts),
        tonnage=sum((lift.weight * (lift.reps or 0) for lift in lifts), Decimal(0)),
        time=end - workout.started_at,
    )
