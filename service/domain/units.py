"""Kilograms and pounds. Weights are stored in kilograms; each person reads and writes their unit.

Kilograms are stored to 0.01, which is 0.022 pounds, so that every multiple of 0.05 pounds comes
back as it was typed. A multiple of 0.05 kg was typed in kilograms, and is shown to half a pound: 50
kg are 110 lb. Pounds that would become one are stored 0.01 kg beside it, unless they are halves.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["kg", "lb"]

POUND = Decimal("0.45359237")
"""One pound in kilograms."""

STORED = Decimal("0.01")
"""Precision of stored weights (kg)."""

SHOWN = Decimal("0.05")
"""Precision of weights that were typed in pounds."""

HALF = Decimal("0.50")
"""Precision (lb) of weights that were typed in kilograms."""

TYPED = Decimal("0.05")
"""Precision (kg) of weights that people type in kilograms."""


def kilograms(weight: Decimal, unit: Unit) -> Decimal:
    """Return a weight of a unit in kilograms, as it is stored."""
    if unit == "kg":
        return weight
    exact = weight * POUND
    stored = exact.quantize(STORED, ROUND_HALF_UP)
    if stored % TYPED or not weight % HALF:
        return stored
    return stored + (STORED if exact > stored else -STORED)


def shown(weight: Decimal, unit: Unit) -> Decimal:
    """Return kilograms in a unit, as they are shown."""
    if unit == "kg":
        return weight
    return _nearest(weight / POUND, SHOWN if weight % TYPED else HALF)


def convert(weight: Decimal, unit: Unit, to: Unit) -> Decimal:
    """Return a weight of a unit in another one, as exactly as that one is shown or stored."""
    if unit == to:
        return weight
    return kilograms(weight, unit) if to == "kg" else shown(weight, to)


def _nearest(weight: Decimal, step: Decimal) -> Decimal:
    return (weight / step).quantize(Decimal(1), ROUND_HALF_UP) * step
