"""Volume: how much was lifted, held, or done with the body alone, each counted in its own way."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from service.domain import units
from service.domain.notation import Lift
from service.domain.units import Unit


@dataclass(frozen=True, slots=True)
class Volume:
    """How much was lifted: tonnage (person's unit), repetitions, and seconds of holds."""

    tonnage: Decimal = Decimal(0)
    reps: int = 0
    seconds: int = 0


def tonnage(lift: Lift, unit: Unit = "kg") -> Decimal:
    """Return weight times repetitions in a unit; 0 for the body, whatever is added or taken off."""
    if lift.load != "plain":
        return Decimal(0)
    return units.shown(lift.weight, unit) * (lift.reps or 0)


def moved(lift: Lift, body: Decimal, unit: Unit) -> Decimal:
    """Return the weight, in a unit, of a set that moves a body (kg): with a belt or assistance."""
    return units.shown(body, unit) + units.shown(lift.signed, unit)


def total(lifts: Iterable[Lift], unit: Unit = "kg", body: Decimal | None = None) -> Volume:
    """Return the volume of sets; warm-ups do not count. ``body`` (kg) is what they move."""
    counted = [lift for lift in lifts if lift.kind == "work"]
    if body is None:
        weight = sum((tonnage(lift, unit) for lift in counted), Decimal(0))
    else:
        each = (moved(lift, body, unit) * (lift.reps or 0) for lift in counted)
        weight = max(sum(each, Decimal(0)), Decimal(0))
    return Volume(
        weight,
        sum(lift.reps or 0 for lift in counted),
        sum(lift.seconds or 0 for lift in counted),
    )
