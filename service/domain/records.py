"""Personal records: the heaviest set, the most reps at a weight, the estimated maximum."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

from service.domain import units
from service.domain.notation import Lift
from service.domain.units import Unit

MAX_E1RM_REPS = 12
"""Most repetitions from which a maximum can be estimated."""

RecordKind = Literal["weight", "reps", "e1rm"]

Lifted: TypeAlias = Sequence[tuple[Decimal, Lift]]
"""Sets, each with its weight in the person's unit."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record, and its gain over the one before (in the person's unit, or repetitions)."""

    kind: RecordKind
    lift: Lift
    value: Decimal
    gain: Decimal


@dataclass(frozen=True, slots=True)
class DailyBest:
    """What was lifted of an exercise in one workout on one day, warm-ups left out.

    ``reps`` and ``seconds`` are those of all sets together; ``tonnage`` (person's unit) is of plain
    weights alone. ``weights`` maps each weight (kilograms, assistance negative, heaviest first) to
    the most repetitions with it, ``holds`` to the longest hold. ``e1rm`` (person's unit) is the
    best estimated maximum, ``strongest`` its set.
    """

    workout: int
    day: date
    sets: int
    reps: int
    seconds: int
    tonnage: Decimal
    weights: Mapping[Decimal, int]
    holds: Mapping[Decimal, int]
    e1rm: Decimal | None
    strongest: Lift | None


def e1rm(weight: Decimal, reps: int) -> Decimal | None:
    """Estimate the one-repetition maximum in the weight's unit, to 0.1; None past MAX_E1RM_REPS.

    Epley's formula: weight * (1 + reps / 30); one repetition is its own maximum
    (B. Epley, Poundage Chart, Boyd Epley Workout, 1985).
    """
    if not 1 <= reps <= MAX_E1RM_REPS:
        return None
    estimate = weight if reps == 1 else weight * (30 + reps) / 30
    return estimate.quantize(Decimal("0.1"), ROUND_HALF_UP)


def records(
    before: Mapping[Decimal, int], lifts: Iterable[Lift], unit: Unit = "kg"
) -> list[Record]:
    """Find the records among lifts of one exercise, at most one of each kind.

    ``before`` maps each weight (kilograms) to the most repetitions ever done with it. The first
    workout with an exercise sets no records: there is nothing to beat. Warm-ups, holds and
    assisted sets do not count. Weights are compared and estimated in ``unit``, as people see them.
    """
    counted = [lift for lift in lifts if _counts(lift)]
    if not before or not counted:
        return []
    most: dict[Decimal, int] = {}
    for weight, reps in before.items():
        shown = units.shown(weight, unit)
        most[shown] = max(most.get(shown, 0), reps)
    seen = [(units.shown(lift.weight, unit), lift) for lift in counted]
    found = [_heaviest(most, seen), _most_reps(most, seen), _strongest(most, seen)]
    return [record for record in found if record]


def new_records(
    before: Mapping[Decimal, int],
    today: Iterable[Lift],
    lifts: Iterable[Lift],
    unit: Unit = "kg",
) -> list[Record]:
    """Find the records among lifts, beyond those already set earlier today."""
    best = dict(before)
    for lift in today:
        if before and _counts(lift):
            best[lift.weight] = max(best.get(lift.weight, 0), lift.reps or 0)
    return records(best, lifts, unit)


def heaviest(before: Lift | None, today: Iterable[Lift]) -> Lift | None:
    """Return the heaviest set ever, including today; of equal weights the most repetitions."""
    lifts = [*filter(_counts, today), *([before] if before else [])]
    return max(lifts, key=lambda lift: (lift.weight, lift.reps or 0), default=None)


def _counts(lift: Lift) -> bool:
    return bool(lift.kind == "work" and lift.load != "assisted" and lift.reps and lift.weight > 0)


def _heaviest(before: Mapping[Decimal, int], lifts: Lifted) -> Record | None:
    weight, best = max(lifts, key=lambda each: (each[0], each[1].reps or 0))
    gain = weight - max(before)
    return Record("weight", best, weight, gain) if gain > 0 else None


def _most_reps(before: Mapping[Decimal, int], lifts: Lifted) -> Record | None:
    """Find the set with the most repetitions beyond what was done at its weight or more."""

    def gain(lifted: tuple[Decimal, Lift]) -> int:
        heavier = [reps for weight, reps in before.items() if weight >= lifted[0]]
        return (lifted[1].reps or 0) - max(heavier) if heavier else 0

    found = max(lifts, key=lambda each: (gain(each), each[0]))
    if gain(found) <= 0:
        return None
    return Record("reps", found[1], Decimal(found[1].reps or 0), Decimal(gain(found)))


def _strongest(before: Mapping[Decimal, int], lifts: Lifted) -> Record | None:
    # More repetitions than MAX_E1RM_REPS count as that many.
    known = [v for weight, reps in before.items() if (v := e1rm(weight, min(reps, MAX_E1RM_REPS)))]
    now = [(value, lift) for weight, lift in lifts if (value := e1rm(weight, lift.reps or 0))]
    if not known or not now:
        return None
    value, lift = max(now, key=lambda pair: pair[0])
    gain = value - max(known)
    return Record("e1rm", lift, value, gain) if gain > 0 else None
