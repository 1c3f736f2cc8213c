"""By how much a tap changes a weight or a hold."""

from collections.abc import Mapping
from decimal import Decimal

from service.domain import quantities
from service.domain.exercises import Kind
from service.domain.quantities import DECIMAL, WEIGHT_UNIT
from service.domain.units import Unit, kilograms, shown

SECONDS_STEP = 5
"""Step of a hold's buttons (seconds)."""

USUAL_STEP = Decimal("2.5")
"""Step of the weight buttons (kg), unless the equipment has another one."""

STEPS: Mapping[Kind, Decimal] = {Kind.DUMBBELL: Decimal(2), Kind.MACHINE: Decimal(5)}
"""Steps (kg) of equipment: pairs of dumbbells, plates of a stack."""

POUND_STEP = Decimal(5)
"""Step of the weight buttons in pounds."""

STEP_CHOICES = tuple(map(Decimal, ("0.5", "1", "1.25", "2", "2.5", "5", "10")))
"""Steps (kg) to choose from."""


STEP_CHOICES_OF: Mapping[Unit, tuple[Decimal, ...]] = {
    "kg": STEP_CHOICES,
    "lb": tuple(map(Decimal, ("0.5", "1", "2", "2.5", "5", "10", "20"))),
}
"""By unit: steps to choose from."""


_BAR = quantities.pattern(
    r"(?:(?:мой|у\s+меня|the|my)\s+)?(?:гриф|bar(?:bell)?)\s*(?:весит|weighs|is|[:=–—-])?\s*"
    rf"(?P<weight>{DECIMAL}){WEIGHT_UNIT}[.!]*"
)


def typed_bar(text: str, unit: Unit) -> Decimal | None:
    """Return the weight of a bar (kg) in ``гриф 17,5`` or ``bar 35 lb``; None: it says no such."""
    match = _BAR.fullmatch(text.strip())
    if match is None:
        return None
    typed = Decimal(match["weight"].replace(",", "."))
    if match["pounds"] or match["kilos"]:
        unit = "lb" if match["pounds"] else "kg"
    return kilograms(typed, unit)


def step(kind: Kind, own: Decimal | None = None, unit: Unit = "kg") -> Decimal:
    """Return the step of an exercise in a unit; ``own`` (kg) is the one that was chosen for it."""
    if own:
        return shown(own, unit)
    return POUND_STEP if unit == "lb" else STEPS.get(kind, USUAL_STEP)
