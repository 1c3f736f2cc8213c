"""Kilograms and pounds. Weights are stored in kilograms; each person reads and writes their unit.

Kilograms are stored to 0.01, which is 0.022 pounds, so that every multiple of 0.05 pounds comes
back as it was typed.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["kg", "lb"]

POUND = Decimal("0.45359237")
"""One pound in kilograms."""

STORED = Decimal("0.01")
"""Precision of stored weights (kg)."""

SHOWN = Decimal("0.05")
"""Precision of weights shown in pounds."""


def kilograms(weight: Decimal, unit: Unit) -> Decimal:
    """Return a weight of a unit in kilograms, as it is stored."""
    return weight if unit == "kg" else (weight * POUND).quantize(STORED, ROUND_HALF_UP)


def shown(weight: Decimal, unit: Unit) -> Decimal:
    """Return kilograms in a unit, as they are shown."""
    return weight if unit == "kg" else _nearest(weight / POUND, SHOWN)


def convert(weight: Decimal, unit: Unit, to: Unit) -> Decimal:
    """Return a weight of a unit in another one, as exactly as that one is shown or stored."""
    if unit == to:
        return weight
    return kilograms(weight, unit) if to == "kg" else shown(weight, to)


def _nearest(weight: Decimal, step: Decimal) -> Decimal:
    return (weight / step).quantize(Decimal(1), ROUND_HALF_UP) * step
