"""Export a person's sets as a table that spreadsheets and other workout logs can read.

The columns, their order and the format of times are those of Hevy's export, which other
workout logs import; its weights are kilograms. Three columns follow them: the note of the set, the
weight as the person sees it, and its unit. Other logs read the notes of an exercise from its first
row, so they are all there too.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import NamedTuple

from service.domain import units
from service.domain.units import Unit

MAX_BYTES = 20_000_000
"""Largest file: about 40,000 sets, or twenty years. The bot can't download larger ones again."""

MAX_PARTS = 10
"""Most files of a kind; more is refused before anything is read."""

COLUMNS = (
    "title",
    "start_time",
    "end_time",
    "description",
    "exercise_title",
    "superset_id",
    "exercise_notes",
    "set_index",
    "set_type",
    "weight_kg",
    "reps",
    "distance_km",
    "duration_seconds",
    "rpe",
    "note",
    "weight",
    "weight_unit",
)

ASSISTED = " (Assisted)"

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
"""Names of the months in the table, whatever the language of the person or the machine."""

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""First characters that make a spreadsheet treat a cell as a formula."""

BEFORE_FORMULA = r"(?:\A|(?<=[,;\t\r\n]))(?:[^\S\t\r\n]|[\"'])*"
"""Start of what some spreadsheet takes for a cell, with the spaces and quotes that it may drop."""

ESCAPED = re.compile(f"({BEFORE_FORMULA})(?=[{re.escape(''.join(FORMULA))}])")
"""What stands before each formula character that must not begin a cell."""


class Row(NamedTuple):
    """One set. ``number`` counts from 0 within its exercise; times are timezone-aware.

    ``weight`` is in kilograms, ``unit`` the person's unit. ``load``: whether the weight was lifted
    (``plain``, ``added``) or helped (``assisted``).
    """

    title: str
    started_at: datetime
    ended_at: datetime
    exercise: str
    superset: int | None
    note: str | None
    number: int
    kind: str
    weight: Decimal
    load: str
    reps: int | None
    seconds: int | None
    rpe: Decimal | None
    unit: Unit = "kg"
    workout_note: str | None = None

    @property
    def shown(self) -> Decimal:
        """The weight in the person's unit, as the bot shows it."""
        return units.shown(self.weight, self.unit)


class Workout(NamedTuple):
    """A workout that is to be exported, and how much it is at most."""

    id: int
    bytes: int
    sets: int


def parts(workouts: Iterable[Workout], most_bytes: int, most_sets: int) -> list[list[int]]:
    """Divide workouts into files of at most so many bytes and sets; return their ids.

    There is one file at least, and a workout that is larger than a file has one of its own.
    """
    divided: list[list[int]] = [[]]
    size = sets = 0
    for workout in workouts:
        size, sets = size + workout.bytes, sets + workout.sets
        if divided[-1] and (size > most_bytes or sets > most_sets):
            divided.append([])
            size, sets = workout.bytes, workout.sets
        divided[-1].append(workout.id)
    return divided


def table(rows: Iterable[Row], zone: tzinfo) -> bytes:
    """Return sets as CSV in UTF-8, with times in ``zone``; every text is quoted and escaped.

    The exercise of an assisted set is marked (Assisted), as Hevy does. In the repeated hour of
    autumn a workout may end by the clock before it began; then the table has the start.
    """
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for exercise in _exercises(rows):
        notes = "; ".join(dict.fromkeys(row.note for row in exercise if row.note))
        for row in exercise:
            writer.writerow(_cells(row, zone, row.note if row.number else notes))
    return written.getvalue().encode()


def _exercises(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Divide rows into exercises; the first set of each has the number 0."""
    exercise: list[Row] = []
    for row in rows:
        if row.number == 0 and exercise:
            yield exercise
            exercise = []
        exercise.append(row)
    if exercise:
        yield exercise


def escape(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula, whatever separates its cells.

    Each formula character that begins the text or follows a separator (comma, semicolon, tab or
    line break) gets an apostrophe before it, also when spaces, quotes or apostrophes stand between.
    ``unescape`` removes exactly those apostrophes.
    """
    return ESCAPED.sub(r"\1'", text)


def unescape(text: str) -> str:
    """Return the text that ``escape`` was given."""
    return ESCAPED.sub(lambda found: found[1].removesuffix("'"), text)


def _cells(row: Row, zone: tzinfo, notes: str | None) -> tuple[object, ...]:
    start, end = (at.astimezone(zone).replace(tzinfo=None) for at in (row.started_at, row.ended_at))
    assisted = row.load == "assisted" and not row.exercise.endswith(ASSISTED)
    return (
        escape(row.title),
        _time(start),
        _time(max(start, end)),
        escape(row.workout_note or ""),
        escape(row.exercise) + (ASSISTED if assisted else ""),
        row.superset,
        escape(notes or ""),
        row.number,
        "warmup" if row.kind == "warmup" else "normal",
        _number(row.weight) if row.weight else None,  # 0 is a bodyweight exercise
        row.reps,
        None,
        row.seconds,
        row.rpe and _number(row.rpe),
        escape(row.note or ""),
        _number(row.shown) if row.weight else None,
        row.unit if row.weight else None,
    )


def _time(at: datetime) -> str:
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"


def _number(number: Decimal) -> Decimal | int:
    """Return a number that is written as short as it is: 100, not 100.00 or 1E+2."""
    return int(number) if number == int(number) else number.normalize()
