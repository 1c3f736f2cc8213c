"""Training maxima: what percentages are taken of, after the workouts since they were planned.

5/3/1 is J. Wendler's (5/3/1, 2nd ed. 2011): a training maximum of 90 %, the percentages of
`WEEKS`, and after each cycle 5 kg (10 lb) more for the legs and the deadlift, 2.5 kg (5 lb) more
for the upper body.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import reduce
from typing import Literal

from service.domain import records, rules, units
from service.domain.entries import Entry, Past
from service.domain.exercises import KNOWN
from service.domain.loading import Loading
from service.domain.programs import Plan
from service.domain.rules import Percent, Wave
from service.domain.units import Unit
from service.domain.workouts import Workout

MISSES = 3
"""Misses in a row after which the weight is reduced."""

BREAK = timedelta(weeks=3)
"""Time without an exercise after which the weight is reduced."""

DEEP = 150
"""Most earlier workouts that a maximum is computed from: three years of weeks."""

TRAINING = Decimal("0.9")
"""Share of the estimated maximum that a training maximum is."""

CLOSE = Decimal("0.95")
"""Share of a percentage that counts as lifted: the plates may have been others."""

EXACT = Decimal("0.1")
"""What a maximum that grows by a percentage is rounded to."""

Turn = Literal["on", "again", "lighter", "rested"]


@dataclass(frozen=True, slots=True)
class Week:
    """Percentages of a maximum, set by set, and the least repetitions of each (None: the plan's).

    Sets beyond the last percentage have the same one.
    """

    shares: tuple[Decimal, ...]
    reps: tuple[int, ...] | None = None

    def share(self, n: int) -> Decimal:
        """Return the percentage of set ``n``."""
        return self.shares[min(n, len(self.shares)) - 1]

    def least(self, n: int, plan: Plan) -> int | None:
        """Return the least repetitions of set ``n``; None: any."""
        return self.reps[min(n, len(self.reps)) - 1] if self.reps else plan.reps_min


def _week(shares: str, reps: str) -> Week:
    return Week(tuple(map(Decimal, shares.split())), tuple(map(int, reps.split())))


WEEKS = (
    _week("65 75 85", "5 5 5"),
    _week("70 80 90", "3 3 3"),
    _week("75 85 95", "5 3 1"),
    _week("40 50 60", "5 5 5"),
)
"""The weeks of 5/3/1; the last one is a deload."""

_LOWER = frozenset(
    one.key
    for one in KNOWN
    if one.muscle in {"quads", "hamstrings", "glutes"} or "deadlift" in one.key
)
"""Exercises (keys) whose maximum grows by the larger step."""

_STEPS = {"kg": (Decimal("2.5"), Decimal(5)), "lb": (Decimal(5), Decimal(10))}
"""By unit: what a cycle of 5/3/1 adds to a maximum of the upper and of the lower body."""


@dataclass(frozen=True, slots=True)
class State:
    """A maximum in the person's unit, the week (from 0), and what happened to them last.

    ``misses`` are those in a row, ``at`` is when the exercise was trained last.
    """

    maximum: Decimal
    week: int = 0
    turn: Turn = "on"
    misses: int = 0
    at: datetime | None = None


def weeks(rule: Percent | Wave) -> tuple[Week, ...]:
    """Return the weeks of a rule; percentages alone are the same every time."""
    return WEEKS if isinstance(rule, Wave) else (Week(rule.shares),)


def step(rule: Percent | Wave, plan: Plan, unit: Unit) -> Decimal:
    """Return what a cycle adds to the maximum of an exercise, in the unit."""
    if rule.step is not None:
        return units.shown(rule.step, unit)
    upper, lower = _STEPS[unit] if isinstance(rule, Wave) else (Decimal(0),) * 2
    return lower if plan.known in _LOWER else upper


def leading(workout: Workout, entry: Entry) -> Entry:
    """Return the exercise whose maximum an exercise takes: its own or that of the same lift.

    In ``Присед 5/3/1 100`` and ``Присед 5x10 50%`` the first line says what 50 % are of.
    """
    rule = rules.stored(entry.plan.rule)
    if isinstance(rule, Percent) and not rule.grows:
        same = (each for each in workout.entries if each.exercise == entry.exercise)
        return next((each for each in same if _leads(each)), entry)
    return entry


def _leads(entry: Entry) -> bool:
    rule = rules.stored(entry.plan.rule)
    return isinstance(rule, Wave) or (isinstance(rule, Percent) and rule.grows)


def weeks_off(workout: Workout, entry: Entry) -> int:
    """Return the whole weeks that an exercise was not trained; 0 if it was no break."""
    off = workout.started_at - entry.last_at if entry.last_at else timedelta()
    return off.days // 7 if off > BREAK else 0


def state(workout: Workout, entry: Entry, loading: Loading) -> State | None:
    """Return the maximum of an exercise after its last workouts; None when it is not known.

    It is the planned weight and what the cycles since then have added; or, without a planned
    weight, what the heaviest set says.
    """
    rule = rules.stored(entry.plan.rule)
    if not isinstance(rule, Percent | Wave):
        return None
    cycle = _Cycle(entry, rule, workout.unit, loading)
    maximum = cycle.maximum()
    if maximum is None:
        return None
    now = reduce(cycle.after, reversed(entry.past), State(maximum))
    return cycle.lighter(now, "rested") if weeks_off(workout, entry) else now


@dataclass(frozen=True, slots=True)
class _Cycle:
    """The weeks of an exercise's rule."""

    entry: Entry
    rule: Percent | Wave
    unit: Unit
    loading: Loading

    def maximum(self) -> Decimal | None:
        """Return the maximum of the first week, in the person's unit; None: not known."""
        planned = self.entry.plan.weight
        return units.shown(planned, self.unit) if planned else _estimated(self.entry, self.unit)

    def grown(self, maximum: Decimal) -> Decimal:
        """Return a maximum after a cycle, in the person's unit; an estimate grows by itself."""
        if not self.entry.plan.weight:
            return maximum
        if isinstance(self.rule, Percent) and self.rule.growth:
            return (maximum * (1 + self.rule.growth / 100)).quantize(EXACT)
        return maximum + step(self.rule, self.entry.plan, self.unit)

    def after(self, now: State, past: Past) -> State:
        """Return the state after one more workout."""
        if now.at and past.at - now.at > BREAK:
            now = self.lighter(now, "rested")
        now = replace(now, at=past.at)
        if not self._is_done(past, now):
            now = replace(now, misses=now.misses + 1, turn="again")
            return self.lighter(now, "lighter") if now.misses == MISSES else now
        if now.week + 1 < len(weeks(self.rule)):
            return State(now.maximum, now.week + 1, at=now.at)
        return State(self.grown(now.maximum), at=now.at)

    def lighter(self, now: State, turn: Turn) -> State:
        """Return the first week with a lighter maximum."""
        return State(self.loading.lighter(now.maximum), turn=turn, at=now.at)

    def _is_done(self, past: Past, now: State) -> bool:
        """Return whether every planned set was lifted, in whatever order."""
        week, plan = weeks(self.rule)[now.week], self.entry.plan
        left = sorted(past.lifts, key=lambda lift: lift.signed)
        for n in sorted(range(1, (plan.sets or 1) + 1), key=week.share, reverse=True):
            exact, least = now.maximum * week.share(n) / 100, week.least(n, plan) or 0
            found = (
                lift
                for lift in left
                if (lift.reps or 0) >= least
                and self._is_lifted(units.shown(lift.signed, self.unit), exact)
            )
            lift = next(found, None)
            if lift is None:
                return False
            left.remove(lift)
        return True

    def _is_lifted(self, weight: Decimal, exact: Decimal) -> bool:
        """Return whether a weight is nearly the exact one, or the one that it is rounded to."""
        return weight >= exact * CLOSE or weight >= self.loading.nearest(exact)


def _estimated(entry: Entry, unit: Unit) -> Decimal | None:
    """Return the training maximum that the heaviest set says; None when it says none."""
    best = entry.best
    if best is None or best.reps is None or entry.kind.is_bodyweight:
        return None  # how much of the body is lifted is not known
    estimate = records.e1rm(units.shown(best.weight, unit), best.reps)
    return estimate and (estimate * TRAINING).quantize(Decimal("0.5"))
