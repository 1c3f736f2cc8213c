"""Plates: what goes on each side of the bar."""

from decimal import Decimal

BAR = Decimal(20)
"""Kilograms of an Olympic bar."""

PLATES = tuple(map(Decimal, ("25", "20", "15", "10", "5", "2.5", "1.25")))
"""Kilograms of the plates that every gym has, heaviest first."""


def per_side(weight: Decimal) -> list[Decimal] | None:
    """Give the plates of one side, heaviest first; None when there is no way to load it."""
    side = (weight - BAR) / 2
    if side < 0:
        return None
    plates: list[Decimal] = []
    for plate in PLATES:
        count = int(side // plate)
        plates += [plate] * count
        side -= plate * count
    return plates if side == 0 else None
