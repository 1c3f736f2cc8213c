"""By how much a tap changes a weight or a hold."""

from collections.abc import Mapping
from decimal import Decimal

from service.domain.exercises import Kind

SECONDS_STEP = 5
"""Step of a hold's buttons (seconds)."""

USUAL_STEP = Decimal("2.5")
"""Step of the weight buttons (kg), unless the equipment has another one."""

STEPS: Mapping[Kind, Decimal] = {Kind.DUMBBELL: Decimal(2), Kind.MACHINE: Decimal(5)}
"""Steps (kg) of equipment: pairs of dumbbells, plates of a stack."""

STEP_CHOICES = tuple(map(Decimal, ("0.5", "1", "1.25", "2", "2.5", "5", "10")))
"""Steps (kg) to choose from."""


def step(kind: Kind, own: Decimal | None = None) -> Decimal:
    """Return the step (kg) of an exercise; ``own`` is the one that was chosen for it."""
    return own or STEPS.get(kind, USUAL_STEP)
