"""Progression: what the rule of an exercise suggests after the last workouts, and why.

It is computed from the stored sets each time, so a corrected set changes what follows from it.
Warm-ups do not count. The rules are those that their authors publish (docs/progression.md says
where they differ):

- Linear: M. Rippetoe, Starting Strength (3rd ed. 2011); StrongLifts 5x5 (stronglifts.com/5x5).
  The same weight after a miss, a tenth less after three in a row and after a break.
  With stages a miss changes the sets and repetitions instead: C. Lefever, GZCLP.
- Double: T. Baechle, R. Earle (ed.), Essentials of Strength Training and Conditioning (NSCA):
  more weight when the repetitions exceed their goal.
- Percent and Wave: see `maxima`.
- Effort: RPE is ten minus the repetitions in reserve (M. Zourdos et al., J. Strength Cond. Res.
  30(1), 2016); weights are compared by Epley's formula, as in `records`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile
from typing import Literal

from service.domain import loading, maxima, rules, units
from service.domain.entries import Entry, Past
from service.domain.loading import TENTH, Loading
from service.domain.maxima import MISSES, Turn
from service.domain.notation import Lift
from service.domain.programs import Plan
from service.domain.rules import Double, Effort, Linear, Percent, Wave
from service.domain.workouts import Workout

Why = Literal[
    "added",
    "again",
    "lighter",
    "rested",
    "reps",
    "full",
    "share",
    "effort",
    "unrated",
    "staged",
    "restarted",
]


@dataclass(frozen=True, slots=True)
class Advice:
    """What a rule suggests for one set, and why.

    ``weight`` and ``before`` (last time's) are kilograms, negative for assistance; ``change`` and
    ``maximum`` are in the person's unit. ``reps`` None: as usual. ``last`` is a set of last time,
    ``done`` how many planned sets were done then, ``weeks`` the length of a break. ``share``
    (percent) of a ``maximum`` have a ``week`` of 5/3/1; ``turn`` is what happened to the maximum.
    """

    weight: Decimal
    why: Why
    before: Decimal | None = None
    reps: int | None = None
    change: Decimal = Decimal(0)
    last: Lift | None = None
    done: int = 0
    weeks: int = 0
    share: Decimal = Decimal(0)
    maximum: Decimal = Decimal(0)
    week: int | None = None
    turn: Turn = "on"

    @property
    def moved(self) -> bool:
        """Whether the weight is another one than last time."""
        return self.before is not None and self.before != self.weight


def advise(workout: Workout, entry: Entry, n: int) -> Advice | None:
    """Return what the rule of an exercise suggests for set ``n``; None when it can't say."""
    rule = rules.stored(entry.plan.rule)
    if rule is None:
        return None
    by = _By(workout, entry, loading.of(entry, workout.unit, workout.plates))
    if isinstance(rule, Percent | Wave):
        return by.share(rule, n)
    if not entry.past or is_replanned(entry):
        return None
    return by.effort(rule.rpe) if isinstance(rule, Effort) else by.step(rule, n)


def after_break(workout: Workout, entry: Entry, last: Lift) -> Advice | None:
    """Return the lighter weight of a set without a rule after a break; None: there was none.

    ``last`` is the set that it would repeat.
    """
    by = _By(workout, entry, loading.of(entry, workout.unit, workout.plates))
    advice = by.rested(last.signed)
    return replace(advice, reps=None) if advice and advice.moved else None


def is_replanned(entry: Entry) -> bool:
    """Return whether a weight was planned after the last workout with the same plan."""
    if entry.plan.weight is None:
        return False
    planned, last = entry.planned_at, entry.past[0].at if entry.past else None
    return last is None or bool(planned and planned > last)


@dataclass(frozen=True, slots=True)
class _By:
    """The rules, applied to one exercise of a workout."""

    workout: Workout
    entry: Entry
    loading: Loading

    def step(self, rule: Linear | Double, n: int) -> Advice:
        plan, past = self.entry.plan, self.entry.past
        if isinstance(rule, Linear) and rule.stages and not plan.seconds:
            return self.stage(rule)
        weight, sets, least = _worked(past[0], plan), plan.sets or 1, plan.reps_min
        top = plan.reps_max if isinstance(rule, Double) else least
        if advice := self.rested(weight):
            return advice
        if _done(past[0], weight, plan, top) >= sets:
            to = self.loading.heavier(self._shown(weight), self._shown(rule.step))
            return self._moved(weight, to, "added")
        if (done := _done(past[0], weight, plan, least)) < sets:
            if _misses(past, weight, plan) >= MISSES:
                return self._moved(weight, self.loading.lighter(self._shown(weight)), "lighter")
            return Advice(weight, "again", reps=least, done=done)
        last = past[0].lifts[min(n, len(past[0].lifts)) - 1]
        reps = min((last.reps or 0) + 1, plan.reps_max or 1)
        return Advice(weight, "full" if reps == last.reps else "reps", reps=reps, last=last)

    def stage(self, rule: Linear) -> Advice:
        """Return the advice for the stage that follows last time's."""
        last = self.entry.past[0]
        then = _staged(self.entry.plan, last.planned)
        weight = _worked(last, then)
        if advice := self.rested(weight):
            return advice
        if _is_done(last, then):
            to = self.loading.heavier(self._shown(weight), self._shown(rule.step))
            return self._moved(weight, to, "added")
        if last.planned == rule.stages[-1]:
            return self._moved(weight, self.loading.lighter(self._shown(weight)), "restarted")
        return Advice(weight, "staged", reps=self.entry.plan.reps_min)

    def effort(self, rpe: Decimal) -> Advice | None:
        plan, past = self.entry.plan, self.entry.past
        if self.entry.kind.is_bodyweight:
            return None  # how much of the body is lifted is not known
        weight = _worked(past[0], plan)
        if advice := self.rested(weight):
            return advice
        rated = (each for each in reversed(past[0].lifts) if each.rpe and each.reps)
        last = next(rated, None)
        if last is None or last.rpe is None or last.reps is None:
            return Advice(weight, "unrated")
        now = self._shown(last.weight)
        found = now * (40 + last.reps - last.rpe) / (40 + (plan.reps_min or last.reps) - rpe)
        found = min(max(found, now * (1 - TENTH)), now * (1 + TENTH))
        return replace(self._moved(last.weight, self.loading.nearest(found), "effort"), last=last)

    def share(self, rule: Percent | Wave, n: int) -> Advice | None:
        state = maxima.state(self.workout, maxima.leading(self.workout, self.entry), self.loading)
        if state is None:
            return None
        cycle = maxima.weeks(rule)
        week = cycle[state.week if len(cycle) > 1 else 0]
        to = self.loading.nearest(state.maximum * week.share(n) / 100)
        lifts = self.entry.past[0].lifts if self.entry.past else ()
        advice = Advice(units.kilograms(to, self.workout.unit), "share")
        if lifts:
            advice = self._moved(lifts[min(n, len(lifts)) - 1].signed, to, "share")
        return replace(
            advice,
            reps=week.least(n, self.entry.plan) if week.reps else None,
            share=week.share(n),
            maximum=state.maximum,
            week=state.week + 1 if week.reps else None,
            turn=state.turn,
            weeks=maxima.weeks_off(self.workout, self.entry),
        )

    def _shown(self, weight: Decimal) -> Decimal:
        return units.shown(weight, self.workout.unit)

    def rested(self, weight: Decimal) -> Advice | None:
        """Return the advice after a break; None: there was none."""
        weeks = maxima.weeks_off(self.workout, self.entry)
        if not weeks:
            return None
        advice = self._moved(weight, self.loading.lighter(self._shown(weight)), "rested")
        return replace(advice, weeks=weeks)

    def _moved(self, before: Decimal, to: Decimal, why: Why) -> Advice:
        """Return the advice to lift ``to`` (in the person's unit) after ``before`` (kg)."""
        change = to - self._shown(before)
        weight = units.kilograms(to, self.workout.unit) if change else before
        return Advice(weight, why, before, self.entry.plan.reps_min, change)


def stage(entry: Entry) -> Plan:
    """Return today's plan of an exercise: with the sets and repetitions of its stage.

    After a miss it is the next one; after the last one, and with a new weight, the first. A hold
    has no stages.
    """
    plan, rule = entry.plan, rules.stored(entry.plan.rule)
    if not isinstance(rule, Linear) or plan.seconds or not entry.past or is_replanned(entry):
        return plan
    last = entry.past[0]
    all_ = ((plan.sets, plan.reps_min), *rule.stages)
    if last.planned not in all_:
        return plan
    at = all_.index(last.planned) + (not _is_done(last, _staged(plan, last.planned)))
    return _staged(plan, all_[at]) if 0 < at < len(all_) else plan


def _staged(plan: Plan, planned: tuple[int | None, int | None]) -> Plan:
    sets, reps = planned
    return replace(plan, sets=sets, reps_min=reps, reps_max=reps)


def _is_done(past: Past, plan: Plan) -> bool:
    """Return whether every set of a plan was done with the work weight."""
    return _done(past, _worked(past, plan), plan, plan.reps_min) >= (plan.sets or 1)


def _worked(past: Past, plan: Plan) -> Decimal:
    """Return the work weight (kg): the heaviest of two sets or, if there is none, of one."""
    weights = sorted((lift.signed for lift in past.lifts), reverse=True)
    twice = (weight for weight in weights if weights.count(weight) > 1)
    return weights[0] if plan.sets == 1 else next(twice, weights[0])


def _done(past: Past, weight: Decimal, plan: Plan, reps: int | None) -> int:
    """Return how many sets had so much weight (kg) and so many repetitions, or the hold."""
    return sum(
        lift.signed >= weight
        and (lift.reps or 0) >= (reps or 0)
        and (lift.seconds or 0) >= (plan.seconds or 0)
        for lift in past.lifts
    )


def _misses(past: Sequence[Past], weight: Decimal, plan: Plan) -> int:
    """Return how many of the last workouts in a row missed a set with the same weight (kg)."""
    missed = takewhile(
        lambda each: (
            _worked(each, plan) == weight
            and _done(each, weight, plan, plan.reps_min) < (plan.sets or 1)
        ),
        past,
    )
    return sum(1 for _ in missed)
