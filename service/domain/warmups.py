"""Warm-up sets that lead up to a work set."""

from collections.abc import Sequence
from decimal import Decimal

from service.domain import equipment, plates, suggestions, units
from service.domain.entries import Entry, Place
from service.domain.exercises import Kind
from service.domain.notation import Lift
from service.domain.units import Unit
from service.domain.workouts import Workout

BAR_REPS = 10
"""Repetitions with the empty bar."""

RAMP = ((Decimal("0.5"), 5), (Decimal("0.7"), 3), (Decimal("0.85"), 2))
"""Shares of the work weight, and the repetitions at each."""

LOADED = {Kind.BARBELL, Kind.DUMBBELL, Kind.MACHINE, Kind.OTHER}
"""Equipment that can be made lighter for a warm-up."""


def ramp(workout: Workout, place: Place, owned: Sequence[Decimal]) -> list[Lift]:
    """Return the warm-up sets before a work set, lightest first.

    ``owned`` are the plates, in the person's unit.
    """
    entry, unit = workout.entry(place.position), workout.unit
    lift = suggestions.target(workout, place).lift
    if entry.kind not in LOADED or lift.load != "plain" or lift.reps is None:
        return []
    work = units.shown(lift.weight, unit)
    sets = [(_rounded(entry, work * share, owned, unit), reps) for share, reps in RAMP]
    if entry.kind is Kind.BARBELL:
        sets = [(entry.bar_in(unit), BAR_REPS), *sets]
    found: list[Lift] = []
    for weight, reps in sets:
        kilograms = units.kilograms(weight, unit)
        if (found[-1].weight if found else 0) < kilograms < lift.weight:
            found.append(Lift(kilograms, reps, kind="warmup"))
    return found


def _rounded(entry: Entry, weight: Decimal, owned: Sequence[Decimal], unit: Unit) -> Decimal:
    """Round a weight down to what can be loaded."""
    if entry.kind is Kind.BARBELL:
        return plates.below(weight, entry.bar_in(unit), owned)
    step = equipment.step(entry.kind, entry.step, unit)
    return weight // step * step


def left(workout: Workout, owned: Sequence[Decimal]) -> list[Lift]:
    """Return the warm-up sets that are still ahead of the current exercise's first work set."""
    place = workout.current
    if place is None or workout.lifts(place.position):
        return []
    done = sum(each.position == place.position for each in workout.warmups)
    return ramp(workout, place, owned)[done:]


def following(workout: Workout, owned: Sequence[Decimal]) -> Lift | None:
    """Return the warm-up set that the card offers; None when it offers a work set."""
    place = workout.current
    if place is None or not workout.warms(place.position):
        return None
    return next(iter(left(workout, owned)), None)
