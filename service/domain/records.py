"""Personal records: weight, repetitions at a weight, estimated maximum, volume of a workout.

Weights are compared as people see them, in their unit, and with their signs: assistance is a
negative weight and the body alone is 0, so that less assistance or more on the belt is a record.
Holds are compared likewise, by their time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from service.domain import units, volumes
from service.domain.notation import Lift
from service.domain.units import Unit
from service.domain.volumes import Volume, moved

MAX_E1RM_REPS = 12
"""Most repetitions from which a maximum can be estimated."""

RecordKind = Literal["weight", "reps", "hold", "e1rm", "volume", "volume-reps", "volume-seconds"]
"""The last three are the volume of an exercise in a workout: tonnage, and where there is none all
repetitions or all seconds."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record, and its gain over the one before.

    Both are in the person's unit, or they are repetitions or seconds. ``lift`` is its set, or the
    last one of a volume. ``body``: the body weight is in it.
    """

    kind: RecordKind
    lift: Lift
    value: Decimal
    gain: Decimal
    body: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """What was lifted of an exercise before a workout, warm-ups left out.

    ``weights`` maps each weight (kilograms, assistance negative) to the most repetitions with it,
    ``holds`` to the longest hold. ``e1rm`` (person's unit) and ``volume`` are the best of all
    workouts. ``body`` is the body weight (kg) that counts in the workout, and those of their days
    count in ``e1rm`` and ``volume``; None: it does not count, or none was logged by then.
    """

    weights: Mapping[Decimal, int] = field(default_factory=dict)
    holds: Mapping[Decimal, int] = field(default_factory=dict)
    e1rm: Decimal | None = None
    volume: Volume = field(default_factory=Volume)
    body: Decimal | None = None


def e1rm(weight: Decimal, reps: int) -> Decimal | None:
    """Estimate the one-repetition maximum in the weight's unit, to 0.1; None past MAX_E1RM_REPS.

    Epley's formula: weight * (1 + reps / 30); one repetition is its own maximum
    (B. Epley, Poundage Chart, Boyd Epley Workout, 1985).
    """
    if not 1 <= reps <= MAX_E1RM_REPS:
        return None
    estimate = weight if reps == 1 else weight * (30 + reps) / 30
    return estimate.quantize(Decimal("0.1"), ROUND_HALF_UP)


def records(before: Before, lifts: Iterable[Lift], unit: Unit = "kg") -> list[Record]:
    """Find the records among lifts of one exercise, at most one of each kind.

    The first workout with an exercise sets none: there is nothing to beat.
    """
    return new_records(before, (), lifts, unit)


def new_records(
    before: Before, today: Iterable[Lift], lifts: Iterable[Lift], unit: Unit = "kg"
) -> list[Record]:
    """Find the records among lifts, beyond those already set earlier today."""
    done = [lift for lift in today if lift.kind == "work"]
    counted = [lift for lift in lifts if lift.kind == "work"]
    if not counted or not (before.weights or before.holds):
        return []
    found = [
        *_in_reps(before, done, [lift for lift in counted if lift.reps], unit),
        *_in_holds(before, done, [lift for lift in counted if lift.seconds], unit),
        *_in_volume(before, done, counted, unit),
    ]
    kinds = {record.kind: record for record in reversed(found)}
    return [record for record in found if kinds[record.kind] is record]


def beyond(
    before: Before, was: Sequence[Lift], now: Sequence[Lift], unit: Unit = "kg"
) -> list[Record]:
    """Find the records of a corrected workout that beat those it set before the correction.

    ``was`` and ``now`` are its lifts of one exercise, before and after.
    """
    volume = [_is_volume(record) for record in records(before, was, unit)]
    return [
        *(each for each in new_records(before, was, now, unit) if not _is_volume(each)),
        *(each for each in records(before, now, unit) if _is_volume(each) and not any(volume)),
    ]


def _is_volume(record: Record) -> bool:
    return record.kind.startswith("volume")


def after(before: Before, lifts: Sequence[Lift], unit: Unit = "kg") -> Before:
    """Return what the next workout is compared with, when these are the lifts of one before it."""
    done = [lift for lift in lifts if lift.kind == "work"]
    estimates = [before.e1rm] if before.e1rm else []
    if before.body is None:
        plain = (lift for lift in done if lift.load == "plain")
        estimates += _estimates((units.shown(lift.weight, unit), lift.reps) for lift in plain)
    else:
        estimates += _proven((moved(lift, before.body, unit), lift.reps or 0) for lift in done)
    was, now = before.volume, volumes.total(done, unit, before.body)
    return Before(
        _most(before.weights, ((lift.signed, lift.reps) for lift in done)),
        _most(before.holds, ((lift.signed, lift.seconds) for lift in done)),
        max(estimates, default=None),
        Volume(
            max(was.tonnage, now.tonnage), max(was.reps, now.reps), max(was.seconds, now.seconds)
        ),
    )


def _most(
    known: Mapping[Decimal, int], lifted: Iterable[tuple[Decimal, int | None]]
) -> Mapping[Decimal, int]:
    most = dict(known)
    for weight, amount in lifted:
        if amount:
            most[weight] = max(most.get(weight, 0), amount)
    return most


def heaviest(before: Lift | None, today: Iterable[Lift]) -> Lift | None:
    """Return the heaviest set ever, including today; of equal weights the most repetitions."""
    counted = (
        lift
        for lift in today
        if lift.kind == "work" and lift.load != "assisted" and lift.reps and lift.weight > 0
    )
    lifts = [*counted, *([before] if before else [])]
    return max(lifts, key=lambda lift: (lift.weight, lift.reps or 0), default=None)


def _in_reps(
    before: Before, today: Sequence[Lift], lifts: Sequence[Lift], unit: Unit
) -> Iterator[Record]:
    if not before.weights or not lifts:
        return
    table = _Table(before.weights, [(lift.signed, lift.reps or 0) for lift in today], unit)
    done = [(units.shown(lift.signed, unit), lift.reps or 0, lift) for lift in lifts]
    if found := table.heaviest(done):
        yield Record("weight", found[2], found[0], found[0] - max(table.most))
    if found := table.longest(done):
        yield Record("reps", found[2], Decimal(found[1]), Decimal(table.gain(*found)))
    if before.body is None:
        proven = [*table.most.items()]
        now = [(weight, lift) for weight, _, lift in done if lift.load == "plain"]
    else:
        # with the body as it was on each day: before.e1rm has all of them
        proven = [(moved(lift, before.body, unit), lift.reps or 0) for lift in today if before.e1rm]
        now = [(moved(lift, before.body, unit), lift) for lift in lifts]
    known = [before.e1rm] if before.e1rm else []
    known += _proven(proven)
    new = [(value, lift) for weight, lift in now for value in _estimates([(weight, lift.reps)])]
    if known and new:
        value, lift = max(new, key=lambda pair: pair[0])
        if value > max(known):
            yield Record("e1rm", lift, value, value - max(known), before.body is not None)


def _proven(sets: Iterable[tuple[Decimal, int]]) -> list[Decimal]:
    """Return the maximums that sets prove: more repetitions than MAX_E1RM_REPS count as those."""
    return _estimates((weight, min(reps, MAX_E1RM_REPS)) for weight, reps in sets)


def _estimates(sets: Iterable[tuple[Decimal, int | None]]) -> list[Decimal]:
    """Return the estimated maximums of weights and repetitions that have one."""
    return [value for weight, n in sets if weight > 0 and n and (value := e1rm(weight, n))]


def _in_holds(
    before: Before, today: Sequence[Lift], lifts: Sequence[Lift], unit: Unit
) -> Iterator[Record]:
    if not before.holds or not lifts:
        return
    table = _Table(before.holds, [(lift.signed, lift.seconds or 0) for lift in today], unit)
    done = [(units.shown(lift.signed, unit), lift.seconds or 0, lift) for lift in lifts]
    if found := table.heaviest(done):
        yield Record("weight", found[2], found[0], found[0] - max(table.most))
    if found := table.longest(done):
        yield Record("hold", found[2], Decimal(found[1]), Decimal(table.gain(*found)))


def _in_volume(
    before: Before, today: Sequence[Lift], lifts: Sequence[Lift], unit: Unit
) -> Iterator[Record]:
    """Yield the volume of the workout when these sets take it past the best; one set has none."""
    if len(today) + len(lifts) == 1:
        return
    alone = len(today) == 1  # whose volume was not announced
    best = before.volume
    body = before.body if best.tonnage else None  # else repetitions are compared, as before it
    was, now = (volumes.total(each, unit, body) for each in (today, [*today, *lifts]))
    kind: RecordKind
    if now.tonnage:
        kind, values = "volume", (best.tonnage, was.tonnage, now.tonnage)
    elif best.tonnage:
        return
    elif now.reps:
        kind, values = "volume-reps", (Decimal(best.reps), Decimal(was.reps), Decimal(now.reps))
    else:
        values = (Decimal(best.seconds), Decimal(was.seconds), Decimal(now.seconds))
        kind = "volume-seconds"
    if 0 < values[0] < values[2] and (alone or values[1] <= values[0]):
        yield Record(kind, lifts[-1], values[2], values[2] - values[0], body is not None)


Done = tuple[Decimal, int, Lift]
"""A set: its weight as it is shown, its repetitions or seconds, and itself."""


class _Table:
    """The most repetitions or seconds at each weight, in the person's unit, today included."""

    def __init__(
        self, before: Mapping[Decimal, int], today: Iterable[tuple[Decimal, int]], unit: Unit
    ) -> None:
        self.most: dict[Decimal, int] = {}
        self._add(before.items(), unit)
        self._before = frozenset(self.most)
        self._add(((weight, amount) for weight, amount in today if amount), unit)

    def _add(self, lifted: Iterable[tuple[Decimal, int]], unit: Unit) -> None:
        for weight, amount in lifted:
            shown = units.shown(weight, unit)
            self.most[shown] = max(self.most.get(shown, 0), amount)

    def gain(self, weight: Decimal, amount: int, _: Lift) -> int:
        """Return how much more it is than ever at a weight or more; 0 at one that is new."""
        if weight not in self._before:
            return 0
        return amount - max(most for known, most in self.most.items() if known >= weight)

    def heaviest(self, done: Sequence[Done]) -> Done | None:
        """Return the heaviest set, if it is heavier than all before."""
        found = max(done, key=lambda each: each[:2])
        return found if found[0] > max(self.most) else None

    def longest(self, done: Sequence[Done]) -> Done | None:
        """Return the set that gains most at a weight that was lifted before."""
        found = max(done, key=lambda each: (self.gain(*each), each[0]))
        return found if self.gain(*found) > 0 else None
