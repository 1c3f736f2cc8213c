"""The dictionary of exercises: their names, their equipment, and the muscles they train.

In a table each exercise begins with its kind, key and two names; the indented lines after it
hold its aliases.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import regex

from service.domain.exercises import arms, back, body, chest, core, hips, shoulders, thighs


class Kind(StrEnum):
    """Equipment of an exercise, which decides what its numbers mean."""

    BARBELL = "barbell"
    DUMBBELL = "dumbbell"
    MACHINE = "machine"
    BODYWEIGHT = "bodyweight"
    ASSISTED = "assisted"
    TIMED = "timed"
    OTHER = "other"

    @property
    def is_bodyweight(self) -> bool:
        """Whether a single number means repetitions."""
        return self in {Kind.BODYWEIGHT, Kind.ASSISTED}

    @property
    def can_add(self) -> bool:
        """Whether ``+10x8`` makes sense: kilograms added to the body's weight."""
        return self in {Kind.BODYWEIGHT, Kind.TIMED, Kind.OTHER}

    @property
    def can_assist(self) -> bool:
        """Whether ``-20x8`` makes sense: kilograms taken off the body's weight."""
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
        """All names that find it."""
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
"""Muscle groups, in the order in which they are shown."""


def _read(muscle: str, table: str) -> Iterator[Known]:
    for entry in _ENTRY.finditer(table):
        aliases = (" ".join(alias.split()) for alias in entry["aliases"].split(","))
        yield Known(
            entry["key"], entry["ru"], entry["en"], tuple(aliases), Kind(entry["kind"]), muscle
        )


KNOWN = tuple(one for muscle, table in _TABLES.items() for one in _read(muscle, table))
"""All exercises of the dictionary."""
