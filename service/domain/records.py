"""Personal records: the heaviest set, the most reps at a weight, the estimated maximum."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from service.domain.notation import Lift

MAX_E1RM_REPS = 12
"""Most repetitions from which a maximum can be estimated."""

RecordKind = Literal["weight", "reps", "e1rm"]


@dataclass(frozen=True, slots=True)
class Record:
    """A record, and its gain over the one before (in kilograms or repetitions)."""

    kind: RecordKind
    lift: Lift
    value: Decimal
    gain: Decimal


def e1rm(weight: Decimal, reps: int) -> Decimal | None:
    """Estimate the one-repetition maximum in kilograms, to 0.1; None past MAX_E1RM_REPS.

    Epley's formula: weight * (1 + reps / 30); one repetition is its own maximum
    (B. Epley, Poundage Chart, Boyd Epley Workout, 1985).
    """
    if not 1 <= reps <= MAX_E1RM_REPS:
        return None
    estimate = weight if reps == 1 else weight * (30 + reps) / 30
    return estimate.quantize(Decimal("0.1"), ROUND_HALF_UP)


def records(before: Mapping[Decimal, int], lifts: Iterable[Lift]) -> list[Record]:
    """Find the records among lifts of one exercise, at most one of each kind.

    ``before`` maps each weight (kilograms) to the most repetitions ever done with it. The first
    workout with an exercise sets no records: there is nothing to beat. Warm-ups, holds and
    assisted sets do not count.
    """
    counted = [lift for lift in lifts if _counts(lift)]
    if not before or not counted:
        return []
    found = [_heaviest(before, counted), _most_reps(before, counted), _strongest(before, counted)]
    return [record for record in found if record]


def new_records(
    before: Mapping[Decimal, int], today: Iterable[Lift], lifts: Iterable[Lift]
) -> list[Record]:
    """Find the records among lifts, beyond those already set earlier today."""
    best = dict(before)
    for lift in today:
        if before and _counts(lift):
            best[lift.weight] = max(best.get(lift.weight, 0), lift.reps or 0)
    return records(best, lifts)


def heaviest(before: Lift | None, today: Iterable[Lift]) -> Lift | None:
    """Return the heaviest set ever, including today; of equal weights the most repetitions."""
    lifts = [*filter(_counts, today), *([before] if before else [])]
    return max(lifts, key=lambda lift: (lift.weight, lift.reps or 0), default=None)


def _counts(lift: Lift) -> bool:
    return bool(lift.kind == "work" and lift.load != "assisted" and lift.reps and lift.weight > 0)


def _heaviest(before: Mapping[Decimal, int], lifts: list[Lift]) -> Record | None:
    best = max(lifts, key=lambda lift: (lift.weight, lift.reps or 0))
    gain = best.weight - max(before)
    return Record("weight", best, best.weight, gain) if gain > 0 else None


def _most_reps(before: Mapping[Decimal, int], lifts: list[Lift]) -> Record | None:
    """Find the set with the most repetitions beyond what was done at its weight or more."""

    def gain(lift: Lift) -> int:
        heavier = [reps for weight, reps in before.items() if weight >= lift.weight]
        return (lift.reps or 0) - max(heavier) if heavier else 0

    best = max(lifts, key=lambda lift: (gain(lift), lift.weight))
    if gain(best) <= 0:
        return None
    return Record("reps", best, Decimal(best.reps or 0), Decimal(gain(best)))


def _strongest(before: Mapping[Decimal, int], lifts: list[Lift]) -> Record | None:
    # More repetitions than MAX_E1RM_REPS count as that many.
    known = [v for weight, reps in before.items() if (v := e1rm(weight, min(reps, MAX_E1RM_REPS)))]
    now = [(value, lift) for lift in lifts if (value := e1rm(lift.weight, lift.reps or 0))]
    if not known or not now:
        return None
    value, lift = max(now, key=lambda pair: pair[0])
    gain = value - max(known)
    return Record("e1rm", lift, value, gain) if gain > 0 else None
