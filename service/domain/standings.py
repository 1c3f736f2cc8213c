"""The records that stand: the best of each kind in one exercise, and when it was lifted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from service.domain import units
from service.domain.exercises import Kind
from service.domain.notation import Lift
from service.domain.units import Unit
from service.domain.volumes import Volume

PAGE = 5
"""Exercises on one page."""

Most: TypeAlias = tuple[Decimal, int, date]
"""A weight (kilograms, assistance negative), the most repetitions or seconds with it, and their
day."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The records of an exercise, each with the day on which it was set first.

    ``reps`` and ``holds`` have the most at each weight, heaviest first; weights with which no more
    was done than with a heavier one are left out. ``e1rm`` (person's unit) comes with its set;
    ``volume`` is the most of a workout. In both the body weight counts where it is moved.
    """

    exercise: int
    name: str
    known: str | None
    reps: tuple[tuple[Lift, date], ...]
    holds: tuple[tuple[Lift, date], ...]
    e1rm: tuple[Decimal, Lift, date] | None
    volume: tuple[Volume, date]


def in_reps(most: Sequence[Most], kind: Kind, unit: Unit) -> tuple[tuple[Lift, date], ...]:
    """Return the most repetitions at each weight."""
    return tuple((lift(kg, kind, reps=reps), day) for kg, reps, day in _best(most, unit))


def in_holds(most: Sequence[Most], kind: Kind, unit: Unit) -> tuple[tuple[Lift, date], ...]:
    """Return the longest holds with each weight."""
    return tuple((lift(kg, kind, seconds=seconds), day) for kg, seconds, day in _best(most, unit))


def lift(kg: Decimal, kind: Kind, *, reps: int | None = None, seconds: int | None = None) -> Lift:
    """Return a set with a weight (kilograms, assistance negative)."""
    return Lift(abs(kg), reps, seconds, load=_load(kg, kind))


def _best(most: Sequence[Most], unit: Unit) -> Iterable[Most]:
    """Yield what no heavier weight has more of, heaviest first; of equal ones the earliest."""
    beaten = 0
    heaviest_first = sorted(most, key=lambda each: (-units.shown(each[0], unit), -each[1], each[2]))
    for kg, amount, day in heaviest_first:
        if amount > beaten:
            beaten = amount
            yield kg, amount, day


def _load(kg: Decimal, kind: Kind) -> str:
    if kg < 0:
        return "assisted"
    return "added" if kg and kind.is_bodyweight else "plain"
