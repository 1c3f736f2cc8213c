"""The dictionary: what an exercise is called, what it is lifted with, and what it trains.

The tables hold two lines an exercise: its kind, key and names, then, indented, the other
names it goes by.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from service.domain.exercises import arms, body, legs, torso


class Kind(StrEnum):
    """What an exercise is loaded with, and so what its numbers mean."""

    BARBELL = "barbell"
    DUMBBELL = "dumbbell"
    MACHINE = "machine"
    BODYWEIGHT = "bodyweight"
    ASSISTED = "assisted"
    TIMED = "timed"
    OTHER = "other"

    @property
    def is_bodyweight(self) -> bool:
        """A number alone is repetitions."""
        return self in {Kind.BODYWEIGHT, Kind.ASSISTED}

    @property
    def can_add(self) -> bool:
        """``+10x8`` has sense: kilograms on top of the body's weight."""
        return self in {Kind.BODYWEIGHT, Kind.TIMED, Kind.OTHER}

    @property
    def can_assist(self) -> bool:
        """``-20x8`` has sense: kilograms taken off the body's weight."""
        return self.is_bodyweight


@dataclass(frozen=True, slots=True)
class Known:
    """An exercise of the dictionary. ``key`` never changes; ``muscle`` is one of MUSCLES."""

    key: str
    ru: str
    en: str
    aliases: tuple[str, ...]
    kind: Kind
    muscle: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it is found by."""
        return (self.ru, self.en, *self.aliases)


_TABLES = {**torso.TABLES, **arms.TABLES, **legs.TABLES, **body.TABLES}

MUSCLES = tuple(_TABLES)
"""The muscle groups, in the order they are shown."""


def _read(muscle: str, table: str) -> Iterator[Known]:
    lines = table.strip().splitlines()
    for head, tail in zip(lines[::2], lines[1::2], strict=True):
        what, ru, en = head.split(" | ")
        kind, key = what.split()
        aliases = tuple(alias.strip() for alias in tail.split(","))
        yield Known(key, ru, en, aliases, Kind(kind), muscle)


KNOWN = tuple(one for muscle, table in _TABLES.items() for one in _read(muscle, table))
"""Every exercise of the dictionary."""
