"""Doubts: values that nobody means, and notes that may be more than a note."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import TypeAlias

from service.domain import quantities, units
from service.domain.errors import NotUnderstood, Refusal
from service.domain.exercises import Kind
from service.domain.notation.lifting import lifts, resolved
from service.domain.notation.values import Context, Doubtful, Option, Said
from service.domain.units import Unit

MANY_REPS = 50
"""Most repetitions with a weight that are not questioned."""

FEW = 5
"""A weight up to this may be a number of sets."""

BRIEF = 5
"""A hold (seconds) up to this may be one of minutes."""

LONG = 300
"""A number alone over this is hardly the seconds of a hold."""

REPEATED = 8
"""Sets from this number on may be repetitions if there are more of them."""

MANY_SETS = 10
"""Sets of one exercise up to this may be meant by a number without a unit."""

MOST_OTHER = Decimal(400)
"""Weight (kg) up to which an exercise without a history is not questioned."""

MOST_WEIGHT = {
    Kind.BARBELL: Decimal(300),
    Kind.DUMBBELL: Decimal(100),
    Kind.BODYWEIGHT: Decimal(150),
    Kind.TIMED: Decimal(200),
}
"""The same of some kinds of exercises."""

Doubt: TypeAlias = Callable[[Said, Context], list[tuple[str | None, Said]]]


def decide(found: Doubtful, about: Context, *, sure: bool) -> Option:
    """Pick the reading that was chosen before.

    Raises Doubtful if it must be asked for, and Refusal if no reading is possible.
    """
    options: dict[object, Option] = {}
    refusal: Refusal | None = None
    for option in found.options:
        try:
            meant = tuple(lifts(said, about) for said in option.said)
        except Refusal as refused:
            refusal = refused
            continue
        options.setdefault(meant, option)
    if not options:
        raise refusal or NotUnderstood("set-not-understood")
    for option in options.values():
        if sure or (option.answer and f"{found.reason}:{option.answer}" in about.asked):
            return option
    raise Doubtful(found.reason, *options.values())


def question(said: tuple[Said, ...], about: Context) -> tuple[Said, ...]:
    """Return the sets as they were said, or as was answered before. Raises Doubtful.

    What is out of range is refused first.
    """
    for each in said:
        with suppress(NotUnderstood):
            lifts(each, about)
    for reason, doubt in _DOUBTS:
        alternatives = [doubt(each, about) for each in said]
        doubted = next((each for each in alternatives if each), None)
        if doubted is None:
            continue
        options = []
        for n, (answer, _) in enumerate(doubted):
            readings = [
                found[n][1] if n < len(found) else each
                for each, found in zip(said, alternatives, strict=True)
            ]
            options.append(Option(answer, tuple(readings)))
        said = decide(Doubtful(reason, *options), about, sure=False).said
    return said


def _planned(said: Said, about: Context) -> list[tuple[str | None, Said]]:
    """Doubt ``12`` on a lift planned for 8 to 12 repetitions: it may be either."""
    if said.number is None or about.is_body or about.is_hold:
        return []
    number = Decimal(said.number.replace(",", "."))
    plan, weight = about.plan, about.weight
    in_plan = bool(plan and plan.reps_min and plan.reps_min <= number <= (plan.reps_max or 0))
    few = number <= FEW or (weight is not None and weight >= 3 * number)
    if number >= about.empty_bar or not (in_plan or few) or number == weight:
        return []
    found: list[tuple[str | None, Said]] = []
    if weight and number == int(number) and number:
        done = replace(said, number=None, weight=_text(weight), unit=about.unit, reps=int(number))
        found.append(("reps", done))
    if plan and plan.reps_min:
        typed = replace(said, number=None, weight=said.number, unit=about.unit)
        found.append(("weight", replace(typed, reps=plan.reps_min)))
    return found


def _without_weight(said: Said, about: Context) -> list[tuple[str | None, Said]]:
    """Ask about ``12 reps`` of a lift with weights: the weight may be that of before."""
    if said.reps is None or said.weight is not None or about.is_body or not about.weight:
        return []
    return [("reps", replace(said, weight=_text(about.weight), unit=about.unit))]


def _body_weight(said: Said, about: Context) -> list[tuple[str | None, Said]]:
    """Doubt ``3x10`` of an exercise without weight: it may be three sets."""
    if not about.is_body or not said.is_unmarked or not said.reps or not said.amount(about.unit):
        return []
    if about.kind is Kind.ASSISTED and said.amount(about.unit) > FEW:
        return []
    weight = said.amount(about.unit)
    if weight != int(weight):
        return []  # no number of sets
    found: list[tuple[str | None, Said]] = []
    bare = replace(said, weight=None)
    if said.sets == 1:
        if weight <= MANY_SETS:
            found.append(("sets", replace(bare, sets=int(weight))))
        if said.reps <= FEW < weight:
            found.append(("reps", replace(bare, reps=int(weight), sets=said.reps)))
    if not found and weight > FEW:
        return []
    sign = "-" if about.kind is Kind.ASSISTED else "+"
    return [*found, ("weight", replace(said, sign=sign, unit=about.unit))]


def _hold(said: Said, about: Context) -> list[tuple[str | None, Said]]:
    """Doubt ``3x60s``: it may be three times. And doubt holds of what is not held."""
    if said.seconds is None:
        return []
    number = said.amount(about.unit)
    if said.is_unmarked and 0 < number <= FEW and said.sets == 1:
        weight = replace(said, unit=about.unit)
        if number != int(number):
            return [("weight", weight)]
        return [("sets", replace(said, weight=None, sets=int(number))), ("weight", weight)]
    planned = said.clock or (about.plan and about.plan.seconds)  # a clock is doubted as such
    weighted = about.kind in {Kind.BARBELL, Kind.DUMBBELL, Kind.MACHINE}
    if weighted and not planned and (said.weight is None or said.seconds <= 2 * BRIEF):
        return [("hold", replace(said, clock=False))]
    return []


def _of_day(said: Said, about: Context) -> list[tuple[str | None, Said]]:
    """Doubt ``20:30``: it may be a time of day, unless holds are about as long."""
    if not said.clock or said.seconds is None:
        return []
    plan = about.plan.seconds if about.plan else None
    usual = (about.last.seconds if about.last else None) or plan or 0
    if said.seconds <= 2 * usual:
        return []
    return [("minutes", replace(said, clock=False))]


def _counted_hold(said: Said, about: Context) -> list[tuple[str | None, Said]]:
    """Doubt ``60x3`` of what is held: nobody counts repetitions of it."""
    if not about.is_hold or not said.is_unmarked or not said.reps or said.weight is None:
        return []
    number, bare = said.amount(about.unit), replace(said, weight=None, reps=None)
    found: list[tuple[str | None, Said]] = []
    if number == int(number) and said.sets == 1:
        if number >= BRIEF and said.reps <= MANY_SETS:
            found.append(("times", replace(bare, seconds=int(number), sets=said.reps)))
        if 0 < number <= MANY_SETS and said.reps >= BRIEF:
            found.append(("sets", replace(bare, seconds=said.reps, sets=int(number))))
    if number and said.reps >= BRIEF:
        held = replace(said, reps=None, seconds=said.reps, unit=about.unit)
        found.append(("weight", held))
    return [*found[:2], ("reps", replace(said, unit=about.unit))]


def _brief(said: Said, about: Context) -> list[tuple[str | None, Said]]:
    """Doubt ``2`` on a hold, which may be minutes, and ``1000``, which may count something."""
    if said.number is None or not about.is_hold or not said.number.isdecimal():
        return []
    typed = replace(said, number=None, seconds=int(said.number))
    if int(said.number) > LONG:
        return [("seconds", typed)]
    if not 0 < int(said.number) <= BRIEF:
        return []
    return [("minutes", replace(typed, seconds=int(said.number) * 60)), ("seconds", typed)]


def _pounds(said: Said, about: Context) -> list[tuple[str | None, Said]]:
    """Doubt pounds on an exercise that is held."""
    if said.unit != "lb" or about.kind is not Kind.TIMED:
        return []
    found: list[tuple[str | None, Said]] = [("pounds", said)]
    if said.reps is said.seconds is None and said.weight and said.weight.isdecimal():
        found.append(("seconds", Said(seconds=int(said.weight), sets=said.sets, rpe=said.rpe)))
    return found


def _light(said: Said, about: Context) -> list[tuple[str | None, Said]]:
    """Doubt ``5x5`` of a lift with weights: it may be five sets."""
    if about.is_body or not said.is_unmarked or not said.reps or not said.amount(about.unit):
        return []
    weight, usual = said.amount(about.unit), about.weight or about.heaviest
    bar = about.kind is Kind.BARBELL
    much_less = usual is not None and usual >= 3 * weight
    typed = ("weight", replace(said, unit=about.unit))
    below = bar and weight < about.empty_bar and much_less and not said.warm
    if weight > FEW or not (bar or much_less):
        return [typed] if below else []
    if weight != int(weight):
        return [typed]
    if said.sets > 1:  # 5x5x20: the last may be the weight
        turned = replace(said, weight=str(said.sets), unit=about.unit, sets=int(weight))
        return [("sets", turned), typed]
    meant = usual or (about.empty_bar if about.kind is Kind.BARBELL else None)
    if meant is None:
        return [typed]
    found = replace(said, weight=_text(meant), unit=about.unit, sets=int(weight))
    return [("sets", found), typed]


def _turned(said: Said, about: Context) -> list[tuple[str | None, Said]]:
    """Doubt ``8x60`` on a bench press: the repetitions may stand before the weight."""
    if about.is_body or not said.is_unmarked or not said.reps or said.weight is None:
        return []
    if not said.weight.isdecimal() or not 0 < int(said.weight) <= quantities.MAX_REPS:
        return []
    weight, usual = said.amount(about.unit), about.weight or about.heaviest
    bar = about.empty_bar if about.kind is Kind.BARBELL else None
    looks = (bar is not None and weight < bar <= said.reps) or (
        usual is not None and 2 * weight <= usual <= 2 * said.reps <= 4 * usual
    )
    if not looks or said.reps > MANY_REPS:
        return []
    return _both(said, about)


def _turned_sets(said: Said, _: Context) -> list[tuple[str | None, Said]]:
    """Doubt ``60x3x10`` and ``10x3 60``: the sets may be the repetitions."""
    if said.worded or not said.reps or not 1 < said.reps < said.sets or said.sets < REPEATED:
        return []
    return [("sets", said), ("reps", replace(said, reps=said.sets, sets=said.reps))]


def _many_reps(said: Said, about: Context) -> list[tuple[str | None, Said]]:
    """Doubt more than 50 repetitions with a weight."""
    if not said.reps or said.reps <= MANY_REPS or not said.amount(about.unit):
        return []
    if said.weight is None or not said.weight.isdecimal() or said.sign:
        return [("weight", replace(said, unit=said.unit or about.unit))]
    return _both(said, about)


def _both(said: Said, about: Context) -> list[tuple[str | None, Said]]:
    unit = said.unit or about.unit
    turned = replace(said, weight=str(said.reps), unit=unit, reps=int(said.weight or 0))
    return [("weight_last", turned), ("weight", replace(said, unit=unit))]


def _twice_best(said: Said, about: Context) -> list[tuple[str | None, Said]]:
    """Doubt more than twice the best so far; the answer is not remembered."""
    said = resolved(said, about) if said.number and not about.is_body else said
    if (
        not about.heaviest
        or said.weight is None
        or said.amount(about.unit) <= 2 * about.heaviest
        or said.sign == "-"
    ):
        return []
    typed = replace(said, unit=said.unit or about.unit)
    found: list[tuple[str | None, Said]] = []
    other = replace(said, unit="kg" if about.unit == "lb" else "lb")
    if said.is_unmarked and other.amount(about.unit) <= Decimal("1.5") * about.heaviest:
        found.append((None, other))
    tenth = said.amount(about.unit) / 10
    if said.is_unmarked and about.heaviest / 2 <= tenth <= Decimal("1.5") * about.heaviest:
        found.append((None, replace(said, weight=_text(tenth), unit=about.unit)))
    return [*found, (None, typed)]


def _heavy(said: Said, about: Context) -> list[tuple[str | None, Said]]:
    """Doubt a weight that few people lift, if nothing says that this one does."""
    said = resolved(said, about) if said.number and not about.is_body else said
    if about.heaviest or said.weight is None:
        return []
    unit = said.unit or about.unit
    most = MOST_WEIGHT.get(about.kind or Kind.OTHER, MOST_OTHER)
    if about.weight:  # as planned
        most = max(most, 2 * units.convert(about.weight, about.unit, "kg"))
    if _kilograms(said, unit) <= most:
        return []
    found: list[tuple[str | None, Said]] = []
    if said.is_unmarked:
        other = replace(said, unit="kg" if unit == "lb" else "lb")
        tenth = replace(said, weight=_text(said.amount(unit) / 10), unit=unit)
        readings = (other, tenth)
        found = [(None, each) for each in readings if _kilograms(each, unit) <= most]
    return [*found, (None, replace(said, unit=unit))]


def _kilograms(said: Said, unit: Unit) -> Decimal:
    return units.convert(said.amount(unit), unit, "kg")


_DOUBTS: tuple[tuple[str, Doubt], ...] = (
    ("planned", _planned),
    ("planned", _without_weight),
    ("body_weight", _body_weight),
    ("hold", _hold),
    ("hold", _counted_hold),
    ("clock", _of_day),
    ("hold", _brief),
    ("pounds_on_hold", _pounds),
    ("many_reps", _many_reps),
    ("sets", _turned_sets),
    ("swapped", _turned),
    ("below_bar", _light),
    ("twice_best", _twice_best),
    ("heavy", _heavy),
)


def _text(weight: Decimal) -> str:
    return f"{weight.normalize():f}"
