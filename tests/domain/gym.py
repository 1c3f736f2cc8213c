"""A lifter who trains by a program, day by day, with the sets kept as the database keeps them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from service.domain import exercises, plates, progression, rules, suggestions, units
from service.domain.entries import Entry, Past, Place
from service.domain.exercises import Kind
from service.domain.notation import Lift
from service.domain.programs import Plan
from service.domain.rules import Linear
from service.domain.suggestions import Target
from service.domain.units import Unit
from service.domain.workouts import Workout

START = datetime(2026, 6, 1, 18, tzinfo=UTC)
"""A Monday."""

Does = Callable[[Plan, int, Lift], Lift]


def as_suggested(plan: Plan, n: int, lift: Lift) -> Lift:
    """Lift what is suggested."""
    return lift


def missing(*misses: tuple[str, str]) -> Does:
    """Fail the last set whenever an exercise has a weight (as it is suggested)."""

    def does(plan: Plan, n: int, lift: Lift) -> Lift:
        fails = (plan.name, f"{lift.weight.normalize():f}") in misses and n == plan.sets
        return replace(lift, reps=(lift.reps or 2) - 1) if fails else lift

    return does


@dataclass
class Gym:
    """Trains; ``done`` holds every workout's sets by exercise and plan, the oldest first."""

    unit: Unit = "kg"
    owned: tuple[Decimal, ...] | None = None
    now: datetime = START
    done: list[tuple[str, Plan, Past]] = field(default_factory=list)

    def workout(self, plans: Sequence[Plan]) -> Workout:
        """Begin a workout, with the history that storage reads."""
        return Workout(
            1,
            "П",
            0,
            self.now,
            None,
            tuple(self._entry(position, plan) for position, plan in enumerate(plans, 1)),
            unit=self.unit,
            plates=self.owned or plates.PLATES_OF[self.unit],
        )

    def trains(self, plans: Sequence[Plan], does: Does = as_suggested) -> list[list[Target]]:
        """Train every planned set, and return what was suggested, exercise by exercise."""
        workout, suggested = self.workout(plans), []
        for entry in workout.entries:
            targets = []
            for n in range(1, (entry.plan.sets or 1) + 1):
                place = Place(entry.position, n)
                targets.append(suggestions.target(workout, place))
                lift = does(entry.plan, n, targets[-1].lift)
                workout = workout.with_lifted([(place, lift)])
            suggested.append(targets)
        for entry in workout.entries:
            planned = entry.plan.sets, entry.plan.reps_min
            past = Past(self.now, tuple(workout.lifts(entry.position)), planned)
            self.done.append((entry.plan.name, entry.plan, past))
        return suggested

    def rests(self, days: float = 2) -> None:
        """Let days pass."""
        self.now += timedelta(days=days)

    def _entry(self, position: int, plan: Plan) -> Entry:
        one = exercises.known(plan.name)
        same = [(planned, past) for name, planned, past in self.done if name == plan.name]
        past = [past for planned, past in reversed(same) if _like(planned) == _like(plan)]
        lifts = [lift for _, each in same for lift in each.lifts]
        best = max(lifts, key=lambda lift: (lift.weight, lift.reps or 0), default=None)
        entry = Entry(
            position,
            hash(plan.name) % 1000,
            replace(plan, known=one.key if one else None),
            one.kind if one else Kind.OTHER,
            planned_at=START - timedelta(days=1),
            last_time=same[-1][1].lifts if same else (),
            last_at=same[-1][1].at if same else None,
            best=best,
            past=tuple(past),
        )
        return replace(entry, plan=progression.stage(entry))


def _like(plan: Plan) -> Plan:
    """Return what must be the same in plans whose workouts follow each other."""
    rule = rules.stored(plan.rule)
    if isinstance(rule, Linear) and rule.stages:
        plan = replace(plan, sets=None, reps_min=None, reps_max=None)
    return replace(plan, weight=None, known=None)


def weights(targets: Sequence[Target], unit: Unit = "kg") -> str:
    """Return the suggested weights, equal ones once: ``65 75 85``."""
    shown = [f"{units.shown(each.lift.signed, unit).normalize():f}" for each in targets]
    return shown[0] if len({*shown}) == 1 else " ".join(shown)
