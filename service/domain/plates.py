"""Plates on each side of the bar, in kilograms or in pounds."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from math import gcd

from service.domain import units
from service.domain.units import Unit

BAR = Decimal(20)
"""Weight of an Olympic bar (kg)."""

BARS = tuple(map(Decimal, ("20", "15", "10")))
"""Bars that many gyms have (kg)."""

PLATES = tuple(map(Decimal, ("25", "20", "15", "10", "5", "2.5", "1.25")))
"""Plates that every gym has (kg), heaviest first."""

PLATE_CHOICES = (*PLATES[:6], *map(Decimal, ("2", "1.5", "1.25", "1", "0.5", "0.25")))
"""Plates (kg) to choose from, heaviest first."""

BAR_OF: Mapping[Unit, Decimal] = {"kg": BAR, "lb": Decimal(45)}
"""By unit: the weight of an Olympic bar."""

BARS_OF: Mapping[Unit, tuple[Decimal, ...]] = {
    "kg": BARS,
    "lb": tuple(map(Decimal, ("45", "35", "25"))),
}
"""By unit: bars that many gyms have."""

PLATES_OF: Mapping[Unit, tuple[Decimal, ...]] = {
    "kg": PLATES,
    "lb": tuple(map(Decimal, ("45", "35", "25", "10", "5", "2.5"))),
}
"""By unit: plates that every gym has, heaviest first."""

PLATE_CHOICES_OF: Mapping[Unit, tuple[Decimal, ...]] = {
    "kg": PLATE_CHOICES,
    "lb": tuple(map(Decimal, ("55", "45", "35", "25", "15", "10", "5", "2.5", "1.25", "1", "0.5"))),
}
"""By unit: plates to choose from, heaviest first."""

MAX_LOAD = 2205
"""Heaviest load that plates are found for: the heaviest weight in pounds."""

_HUNDREDTHS = 100


def owned(unit: Unit, kilograms: Sequence[Decimal] | None) -> tuple[Decimal, ...]:
    """Return a person's plates in their unit; None: those that every gym has."""
    if kilograms is None:
        return PLATES_OF[unit]
    return tuple(units.shown(plate, unit) for plate in kilograms)


def per_side(
    weight: Decimal, bar: Decimal = BAR, plates: Sequence[Decimal] = PLATES
) -> list[Decimal] | None:
    """Return the plates of one side, heaviest first; None if the weight can't be loaded.

    All weights are in the same unit.
    It takes the fewest plates. There are as many of each as needed.
    """
    unit, last = _loads(tuple(plates))
    times, rest = divmod((weight - bar) / 2 * _HUNDREDTHS, unit)
    side = int(times)
    if side < 0 or rest or last[side] is None:
        return None
    found = []
    while plate := last[side]:
        found.append(plate)
        side -= int(plate * _HUNDREDTHS) // unit
    return sorted(found, reverse=True)


def below(weight: Decimal, bar: Decimal = BAR, plates: Sequence[Decimal] = PLATES) -> Decimal:
    """Return the heaviest weight up to ``weight`` that can be loaded; the bar at least."""
    unit, last = _loads(tuple(plates))
    side = min(max(0, int((weight - bar) / 2 * _HUNDREDTHS // unit)), len(last) - 1)
    while last[side] is None:
        side -= 1
    return bar + Decimal(side * unit * 2) / _HUNDREDTHS


def above(weight: Decimal, bar: Decimal = BAR, plates: Sequence[Decimal] = PLATES) -> Decimal:
    """Return the lightest weight over ``weight`` that can be loaded; at the end, ``weight``."""
    unit, last = _loads(tuple(plates))
    first = max(0, int((weight - bar) / 2 * _HUNDREDTHS // unit) + 1) if weight >= bar else 0
    found = (side for side in range(first, len(last)) if last[side] is not None)
    side = next(found, None)
    return weight if side is None else bar + Decimal(side * unit * 2) / _HUNDREDTHS


@lru_cache(1024)
def nearest(weight: Decimal, bar: Decimal = BAR, plates: tuple[Decimal, ...] = PLATES) -> Decimal:
    """Return the weight nearest to ``weight`` that can be loaded; of two the heavier.

    Cached, because a training maximum rounds the weights of years.
    """
    least, most = below(weight, bar, plates), above(weight, bar, plates)
    return least if most == weight or weight - least < most - weight else most


@lru_cache(64)
def _loads(plates: tuple[Decimal, ...]) -> tuple[int, list[Decimal | None]]:
    """Return a unit (hundredths), and the last plate of the load of each multiple of it.

    It is 0 for no load at all, and None for what can't be loaded.
    """
    sizes = {plate: int(plate * _HUNDREDTHS) for plate in plates}
    unit = gcd(*sizes.values()) or _HUNDREDTHS
    most = MAX_LOAD * _HUNDREDTHS // 2 // unit
    last: list[Decimal | None] = [Decimal(0), *[None] * most]
    counts = [0, *[most + 1] * most]
    for total in range(1, most + 1):
        for plate, size in sizes.items():
            rest = total - size // unit
            if rest >= 0 and counts[rest] + 1 < counts[total]:
                counts[total], last[total] = counts[rest] + 1, plate
    return unit, last
