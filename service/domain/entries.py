"""The exercises of a workout, with what is known of each, and the places of their sets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from service.domain import plates, units
from service.domain.exercises import Kind
from service.domain.notation import Lift
from service.domain.programs import Plan
from service.domain.records import Before
from service.domain.units import Unit


@dataclass(frozen=True, slots=True)
class Place:
    """A set's place in its workout: the exercise's position and the set's number, from 1."""

    position: int
    n: int


@dataclass(frozen=True, slots=True)
class Past:
    """The work sets of an exercise in an earlier workout, in their order.

    ``planned`` are the sets and repetitions of the plan then; they differ by stages.
    """

    at: datetime
    lifts: tuple[Lift, ...]
    planned: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Entry:
    """One exercise of a workout. ``plan.sets`` None: no planned number of sets.

    ``rest`` (seconds) and ``step`` (kg) are the exercise's own, ``bar`` (kg) its own or the
    person's; ``planned_at`` is when the weight was planned. From earlier workouts: ``last_time``
    are the sets of the last one, which ended at ``last_at``, ``best`` the heaviest set, ``note``
    the last note of a set, ``before`` what records are compared with (None: not read).
    """

    position: int
    exercise: int
    plan: Plan
    kind: Kind = Kind.OTHER
    rest: int | None = None
    step: Decimal | None = None
    bar: Decimal | None = None
    planned_at: datetime | None = None
    own_note: str | None = None
    """The note on the exercise itself."""
    last_time: tuple[Lift, ...] = ()
    last_at: datetime | None = None
    best: Lift | None = None
    note: str | None = None
    before: Before | None = None
    answers: frozenset[str] = frozenset()
    """Answers to questions about its sets."""
    past: tuple[Past, ...] = ()
    """Earlier workouts with the same plan, the newest first; only read for a rule."""

    def bar_in(self, unit: Unit) -> Decimal:
        """Return the weight of the bar in a unit."""
        return plates.BAR_OF[unit] if self.bar is None else units.shown(self.bar, unit)


def in_time(entries: Sequence[Entry], lifted: Sequence[int]) -> tuple[Entry, ...]:
    """Sort the exercises that were not planned by their first sets; the others stay in place.

    ``lifted`` are the positions of all sets, by time.
    """
    by_position = {entry.position: entry for entry in entries if entry.plan.sets is None}
    turns = iter([each for each in dict.fromkeys(lifted) if each in by_position])
    done = by_position.keys() & {*lifted}
    return tuple(by_position[next(turns)] if entry.position in done else entry for entry in entries)
