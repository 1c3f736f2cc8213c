"""The suggested next set: what a tap logs, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from service.domain import equipment, plates, progression, rules, units
from service.domain.entries import Entry, Place
from service.domain.exercises import Kind
from service.domain.notation import Lift
from service.domain.progression import Advice
from service.domain.quantities import MAX_REPS, MAX_SECONDS, MAX_WEIGHT
from service.domain.units import Unit
from service.domain.workouts import Aim, Workout

GUESSED_WEIGHT: Mapping[Unit, Decimal] = {"kg": Decimal(10), "lb": Decimal(20)}
"""By unit: suggested weight without a plan or history, except for a barbell."""

GUESSED_REPS = 5

GUESSED_SECONDS = 30

Reason = Literal["adjusted", "today", "shifted", "rule", "last_time", "plan", "guess"]


@dataclass(frozen=True, slots=True)
class Target:
    """The suggested next set, which a tap logs, and the reason for these numbers.

    ``shift`` is what a "shifted" suggestion adds to last time's weight, in the person's unit;
    ``advice`` is what the rule says.
    """

    lift: Lift
    reason: Reason
    shift: Decimal = Decimal(0)
    advice: Advice | None = None


def target(workout: Workout, place: Place) -> Target:
    """Return the suggestion for a set.

    The adjusted numbers come first. Otherwise it is the usual set (by the rule of the exercise,
    last time's, the planned one or a guess), shifted by the difference that the last set of today
    made.
    """
    found = _unadjusted(workout, place)
    aim = workout.aim
    if place != workout.next_place or aim == Aim():
        return found
    lift = found.lift
    adjusted = replace(
        lift,
        weight=lift.weight if aim.weight is None else aim.weight,
        load=aim.load or lift.load,
        reps=lift.reps and (aim.reps or lift.reps),
        seconds=lift.seconds and (aim.seconds or lift.seconds),
    )
    return Target(adjusted, "adjusted")


def _unadjusted(workout: Workout, place: Place) -> Target:
    entry = workout.entry(place.position)
    usual = _usual(workout, entry, place.n)
    last = workout.last_done(place.position)
    if last is None:
        return usual
    expected = _usual(workout, entry, last.n).lift
    return _shifted(entry, usual, expected, workout.done[last], workout.unit)


def _usual(workout: Workout, entry: Entry, n: int) -> Target:
    """Return the suggestion for set ``n`` of an exercise before any set of today."""
    if advice := progression.advise(workout, entry, n):
        return _by_rule(entry, n, advice)
    plan, model = entry.plan, None if _is_replanned(entry) else _nth(entry.last_time, n)
    reps, seconds = _repetitions(entry, model)
    if model and (advice := progression.after_break(workout, entry, model)):
        lift = Lift(model.weight, reps, seconds)
        lighter = _with_weight(lift, advice.weight, entry.kind, model.load)
        return Target(lighter, "rule", advice=advice)
    if model:
        return Target(Lift(model.weight, reps, seconds, load=model.load), "last_time")
    planned = (
        plan.weight is not None or plan.seconds or (entry.kind.is_bodyweight and plan.reps_min)
    )
    weight = _first_weight(entry, workout.unit) if plan.weight is None else plan.weight
    lift = Lift(weight, reps, seconds, load=_planned_load(entry.kind, weight))
    return Target(lift, "plan" if planned else "guess")


def _by_rule(entry: Entry, n: int, advice: Advice) -> Target:
    model = _nth(entry.past[0].lifts, n) if entry.past else None
    reps, seconds = _repetitions(entry, model)
    if advice.reps:
        reps, seconds = advice.reps, None
    load = model.load if model else _planned_load(entry.kind, advice.weight)
    lift = _with_weight(Lift(Decimal(0), reps, seconds), advice.weight, entry.kind, load)
    return Target(lift, "rule", advice=advice)


def _nth(lifts: Sequence[Lift], n: int) -> Lift | None:
    """Return the set of last time that set ``n`` repeats."""
    return lifts[min(n, len(lifts)) - 1] if lifts else None


def _is_replanned(entry: Entry) -> bool:
    """Return whether a weight was planned after the last workout, or after that of its rule."""
    if entry.plan.rule:
        return progression.is_replanned(entry)
    planned, last = entry.planned_at, entry.last_at
    return bool(entry.plan.weight is not None and planned and last and planned > last)


def _planned_load(kind: Kind, weight: Decimal) -> str:
    """Return what planned kilograms are: plain, added to the body or assisted."""
    if not weight or not kind.is_bodyweight:
        return "plain"
    return "assisted" if kind is Kind.ASSISTED else "added"


def _first_weight(entry: Entry, unit: Unit) -> Decimal:
    """Return the weight (kg) to begin with: none for bodyweight, the empty bar, or a light one."""
    if entry.kind.is_bodyweight or entry.kind is Kind.TIMED:
        return Decimal(0)
    if entry.kind is Kind.BARBELL and entry.bar is not None:
        return entry.bar
    guess = plates.BAR_OF if entry.kind is Kind.BARBELL else GUESSED_WEIGHT
    return units.kilograms(guess[unit], unit)


def _repetitions(entry: Entry, model: Lift | None) -> tuple[int | None, int | None]:
    """Return the suggested repetitions or seconds: by the plan first, then the model."""
    plan = entry.plan
    if plan.seconds:
        return None, plan.seconds
    if plan.reps_min and plan.reps_max:
        done = model.reps if model and model.reps else plan.reps_min
        return min(max(done, plan.reps_min), plan.reps_max), None
    if model:
        return model.reps, model.seconds
    return (None, GUESSED_SECONDS) if entry.kind is Kind.TIMED else (GUESSED_REPS, None)


def _shifted(entry: Entry, usual: Target, expected: Lift, lifted: Lift, unit: Unit) -> Target:
    """Shift the usual set by the difference between what was lifted and what was expected."""
    # In the person's unit: rounded to kilograms, 5 lb more could become 4.95.
    shift = units.shown(lifted.signed, unit) - units.shown(expected.signed, unit)
    weight = usual.lift.signed
    if shift:
        weight = units.kilograms(units.shown(weight, unit) + shift, unit)
        if units.shown(weight, unit) == units.shown(lifted.signed, unit):
            weight = lifted.signed  # kilograms that are no round pounds
    load = lifted.load if lifted.weight else usual.lift.load
    lift = _with_weight(usual.lift, weight, entry.kind, load)
    if not (usual.advice and usual.advice.week):  # 5/3/1 has its own repetitions for each set
        reps, seconds = _turns(entry, usual.lift, expected, lifted)
        lift = replace(lift, reps=reps, seconds=seconds)
    if lift == usual.lift:
        return Target(lift, "today") if usual.reason == "guess" else usual
    if lift.signed == lifted.signed:
        return Target(lift, "today")
    return Target(lift, "shifted", shift) if shift else replace(usual, lift=lift)


def _turns(
    entry: Entry, usual: Lift, expected: Lift, lifted: Lift
) -> tuple[int | None, int | None]:
    """Return repetitions and seconds after the shift, within the plan and the limits."""
    plan = entry.plan
    if plan.seconds:
        return None, plan.seconds
    if plan.reps_min and plan.reps_max:
        shift = lifted.reps - expected.reps if lifted.reps and expected.reps else 0
        reps = (usual.reps or plan.reps_min) + shift
        return min(max(reps, plan.reps_min), plan.reps_max), None
    if usual.reps and expected.reps and lifted.reps:
        return min(max(usual.reps + lifted.reps - expected.reps, 1), MAX_REPS), None
    if usual.seconds and expected.seconds and lifted.seconds:
        seconds = usual.seconds + lifted.seconds - expected.seconds
        return None, min(max(seconds, 1), MAX_SECONDS)
    return lifted.reps, lifted.seconds


def _with_weight(lift: Lift, weight: Decimal, kind: Kind, load: str) -> Lift:
    """Return a lift with a signed weight (kg), as far as the equipment allows it.

    ``load`` is what the weight was before; weight that replaces assistance is added to the body's.
    """
    least = -MAX_WEIGHT if kind.can_assist else 0
    most = 0 if kind is Kind.ASSISTED else MAX_WEIGHT
    weight = min(max(weight, Decimal(least)), Decimal(most))
    if not weight:
        load = "plain"
    elif load == "assisted" or weight < 0:
        load = "assisted" if weight < 0 else "added"
    return replace(lift, weight=abs(weight), load=load)


def adjust(workout: Workout, place: Place, what: str, by: int) -> Aim:
    """Return the aim with a set's weight, reps or seconds changed by steps, within the limits."""
    aim, lift, entry = workout.aim, target(workout, place).lift, workout.entry(place.position)
    if what == "weight":
        step = equipment.step(entry.kind, entry.step, workout.unit)
        now = units.shown(lift.signed, workout.unit)
        weight = units.kilograms(now + by * step, workout.unit)
        load = "added" if entry.kind.is_bodyweight and not lift.weight else lift.load
        turned = _with_weight(lift, weight, entry.kind, load)
        return replace(aim, weight=turned.weight, load=turned.load)
    if lift.seconds is not None:
        seconds = min(max(lift.seconds + by * equipment.SECONDS_STEP, 1), MAX_SECONDS)
        return replace(aim, seconds=seconds)
    return replace(aim, reps=min(max((lift.reps or 0) + by, 1), MAX_REPS))


def followed(workout: Workout, sets: Sequence[tuple[Place, Lift]]) -> tuple[str, str] | None:
    """Return a rule's name and whether its weight was "accepted" or "changed".

    None unless the sets begin the exercise that the card asks for, and a rule suggested its weight.
    """
    work = [(place, lift) for place, lift in sets if lift.kind == "work"]
    asked = workout.next_place
    if not work or asked is None or workout.ended_at:
        return None
    place, lift = work[0]
    rule = rules.stored(workout.entry(place.position).plan.rule)
    if rule is None or place.position != asked.position or workout.lifts(place.position):
        return None
    suggested = target(replace(workout, aim=Aim()), place)
    if suggested.advice is None:
        return None
    same = units.shown(suggested.lift.signed, workout.unit) == units.shown(
        lift.signed, workout.unit
    )
    return rules.NAMES[type(rule)], "accepted" if same else "changed"


def as_before(workout: Workout, place: Place) -> Aim | None:
    """Return the aim with last time's weight; None unless the rule suggests another one."""
    found, kind = target(workout, place), workout.entry(place.position).kind
    if found.advice is None or found.advice.before is None:
        return None
    turned = _with_weight(found.lift, found.advice.before, kind, found.lift.load)
    return replace(workout.aim, weight=turned.weight, load=turned.load)
