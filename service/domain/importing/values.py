"""What a file says: workouts, their sets, and the lines that could not be read."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from service.domain.units import Unit

MAX_BYTES = 20 * 2**20
"""Largest file: Telegram lets bots download no larger one."""

MAX_ROWS = 60_000
"""Most rows of one file."""

SOURCES = ("hevy", "strong", "fitnotes", "table", "everything")
"""Formats: three other logs, and our own table and JSON."""

UNREADABLE = (
    "empty",
    "archive",
    "binary",
    "unknown",
    "quotes",
    "long",
    "rows",
    "json",
    "nothing",
    "heavy",
    "names",
    "failed",
)
"""Why a whole file can't be read."""

WRONG = (
    "name",
    "time",
    "future",
    "negative",
    "weight",
    "reps",
    "seconds",
    "empty",
    "crowded",
    "shape",
)
"""Why one line can't be read."""


class Unreadable(Exception):
    """A file can't be read; ``reason`` is one of UNREADABLE, ``line`` where it shows, if known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class Wrong(Exception):
    """A line can't be read; ``reason`` is one of WRONG, ``cell`` what stands there."""

    def __init__(self, reason: str, cell: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.cell = cell


class Problem(NamedTuple):
    """A line that was left out. In JSON ``line`` is the number of the workout."""

    line: int
    reason: str
    cell: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader must know: the person's time zone, and the time now."""

    zone: ZoneInfo
    now: datetime


class Line(NamedTuple):
    """One set as a table says it, and the line it stands on (``row``).

    ``unit`` of the weight is None if the file does not say. ``number`` is the set's number within
    its exercise, None if the file has none. ``kind`` "note": no set, but the note of an exercise.
    """

    row: int
    title: str
    started_at: datetime
    ended_at: datetime | None
    exercise: str
    weight: Decimal
    unit: Unit | None
    reps: int | None
    seconds: int | None
    rpe: Decimal | None = None
    kind: str = "work"
    assisted: bool = False
    note: str = ""
    exercise_note: str = ""
    workout_note: str = ""
    superset: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read.

    ``workouts`` are JSON objects, as storage/imports.py stores them; ``names`` are the exercises
    that they name by index. ``unit`` None: the file does not say whether its weights are pounds.
    ``extras`` are the programs and settings of our own JSON.
    """

    source: str
    unit: Unit | None
    workouts: list[dict[str, Any]]
    names: list[str]
    rows: int
    problems: list[Problem]
    assisted: frozenset[str] = frozenset()
    extras: dict[str, Any] = field(default_factory=dict)
