"""The dictionary: what an exercise is called, what it is lifted with, and what it trains.

A table opens each exercise with its kind, key and names; the indented lines after it hold
the other names it goes by.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import regex

from service.domain.exercises import arms, back, body, chest, core, hips, shoulders, thighs


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


_ENTRY = regex.compile(
    r"(?P<kind>\w+) (?P<key>\w+) \| (?P<ru>.+) \| (?P<en>.+)\n(?P<aliases>(?:    .+\n)+)"
)
_TABLES = {
    muscle: table
    for part in (chest, back, shoulders, arms, core, thighs, hips, body)
    for muscle, table in part.TABLES.items()
}

MUSCLES = tuple(_TABLES)
"""The muscle groups, in the order they are shown."""


def _read(muscle: str, table: str) -> Iterator[Known]:
    for entry in _ENTRY.finditer(table):
        aliases = (" ".join(alias.split()) for alias in entry["aliases"].split(","))
        yield Known(
            entry["key"], entry["ru"], entry["en"], tuple(aliases), Kind(entry["kind"]), muscle
        )


KNOWN = tuple(one for muscle, table in _TABLES.items() for one in _read(muscle, table))
"""Every exercise of the dictionary."""
