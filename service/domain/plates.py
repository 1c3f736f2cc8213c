"""Plates on each side of the bar."""

from decimal import Decimal

BAR = Decimal(20)
"""Weight of an Olympic bar (kg)."""

PLATES = tuple(map(Decimal, ("25", "20", "15", "10", "5", "2.5", "1.25")))
"""Plates that every gym has (kg), heaviest first."""


def per_side(weight: Decimal) -> list[Decimal] | None:
    """Return the plates (kg) of one side, heaviest first; None if the weight can't be loaded."""
    side = (weight - BAR) / 2
    if side < 0:
        return None
    plates: list[Decimal] = []
    for plate in PLATES:
        count = int(side // plate)
        plates += [plate] * count
        side -= plate * count
    return plates if side == 0 else None
