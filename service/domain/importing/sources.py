"""The columns of each log: which table is whose, and what one of its rows says."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from service.domain.exports import unescape
from service.domain.importing import cells, moments
from service.domain.importing.moments import Moments
from service.domain.importing.tables import Row, Table
from service.domain.importing.values import Context, Line, Problem, Wrong
from service.domain.units import Unit

NOON = timedelta(hours=12)
"""When a workout of which only the day is known begins."""

ASSISTED = re.compile(r"\s*\(assisted\)$", re.IGNORECASE)
PAUSES = {"rest timer", "rest"}
"""Values of Strong's column "Set Order" in rows that hold no set."""

UNITS: dict[str, Unit] = {
    **dict.fromkeys(("kg", "kgs", "kilogram", "kilograms", "кг"), "kg"),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds", "фунт", "фунты"), "lb"),
}

WEIGHTS: dict[str, Unit | None] = {
    **dict.fromkeys(("weight_kg", "weight (kg)", "weight (kgs)"), "kg"),
    **dict.fromkeys(("weight_lbs", "weight_lb", "weight (lbs)", "weight (lb)"), "lb"),
    "weight": None,
}
"""Columns of weights; None: the file says the unit elsewhere, or not at all."""


class Source(NamedTuple):
    """A log: the columns that its tables have, its column of times, and how a row is read."""

    name: str
    columns: frozenset[str]
    time: str
    read: Callable[[Row, "Reader"], Line | None]


class Reader:
    """What reading the rows of one table needs: the separator and the dates."""

    def __init__(self, table: Table, dates: Iterable[str], context: Context) -> None:
        self.separator = table.separator
        self.has_notes = "note" in table.columns
        self.weights = [name for name in WEIGHTS if name in table.columns]
        self.moments = Moments(context, dates)

    def weight(self, row: Row) -> tuple[Decimal, Unit | None]:
        """Read a weight and its unit (None: not said). Raises Wrong."""
        for column in self.weights:
            if cell := row.get(column):
                unit = WEIGHTS[column] or UNITS.get(row.get("weight unit", "weight_unit").lower())
                return cells.number(cell, self.separator, "weight") or Decimal(0), unit
        return Decimal(0), None

    def amounts(self, row: Row, reps: str, time: str) -> tuple[int | None, int | None]:
        """Read repetitions, or the seconds of a hold if there are none. Raises Wrong."""
        read = cells.reps(row.get(reps), self.separator)
        held = None if read else cells.seconds(row.get(time), self.separator)
        if not read and not held:
            raise Wrong("empty")
        return read, held


def source_of(table: Table) -> Source | None:
    """Recognise whose table it is, by its columns."""
    return next((one for one in SOURCES if one.columns.issubset(table.columns)), None)


def read_rows(table: Table, source: Source, context: Context) -> Iterator[Line | Problem]:
    """Yield what each row says, or why it can't be read. Raises Unreadable."""
    rows = list(table.rows())
    at = table.columns.index(source.time)
    dates = dict.fromkeys(found[at] for _, found in rows if at < len(found))
    reader = Reader(table, dates, context)
    for number, found in rows:
        row = Row(number, table.columns, found)
        try:
            line = source.read(row, reader)
        except Wrong as wrong:
            yield Problem(row.line, wrong.reason, wrong.cell[:40])
        else:
            if line is not None:
                yield line


def _hevy(row: Row, reader: Reader) -> Line | None:
    weight, unit = reader.weight(row)
    reps, held = reader.amounts(row, "reps", "duration_seconds")
    started = reader.moments.read(row.get("start_time"))
    return Line(
        row.line,
        row.get("title"),
        started,
        _end(reader, started, row.get("end_time")),
        row.get("exercise_title"),
        weight,
        unit,
        reps,
        held,
        rpe=cells.rpe(row.get("rpe"), reader.separator),
        kind="warmup" if row.get("set_type").lower() in {"warmup", "warm up", "w"} else "work",
        assisted=bool(ASSISTED.search(row.get("exercise_title"))),
        note=_distance(row, "distance_km", "km") or _distance(row, "distance_miles", "mi"),
        exercise_note=row.get("exercise_notes"),
        workout_note=row.get("description"),
        superset=row.get("superset_id"),
        number=_whole(row.get("set_index")),
    )


def _table(row: Row, reader: Reader) -> Line | None:
    """Read a row of our own table.

    The note of a set is in a column of its own; older tables have it in ``exercise_notes``.
    """
    line = _hevy(row, reader)
    if line is None:
        return None
    name = unescape(line.exercise)
    return line._replace(
        title=unescape(line.title),
        exercise=ASSISTED.sub("", name),
        note=unescape(row.get("note") if reader.has_notes else line.exercise_note),
        exercise_note="",
        workout_note=unescape(line.workout_note),
    )


def _strong(row: Row, reader: Reader) -> Line | None:
    order = row.get("set order").lower()
    if order in PAUSES or row.get("exercise name").lower() in PAUSES:
        return None
    is_note = order == "note"  # an exercise's note is a row of its own in newer files
    weight, unit = reader.weight(row)
    reps, held = (None, None) if is_note else reader.amounts(row, "reps", "seconds")
    started = reader.moments.read(row.get("date"))
    length = cells.seconds(
        row.get("duration", "workout duration", "duration (sec)"), reader.separator
    )
    return Line(
        row.line,
        row.get("workout name"),
        started,
        started + timedelta(seconds=length or 0),
        row.get("exercise name"),
        weight,
        unit,
        reps,
        held,
        rpe=cells.rpe(row.get("rpe"), reader.separator),
        kind="note" if is_note else "warmup" if order.startswith("w") else "work",
        assisted=bool(ASSISTED.search(row.get("exercise name"))),
        note="" if is_note else _noted(row, "notes"),
        exercise_note=row.get("notes") if is_note else "",
        workout_note=row.get("workout notes"),
        number=_whole(order),
    )


def _fitnotes(row: Row, reader: Reader) -> Line | None:
    weight, unit = reader.weight(row)
    reps, held = reader.amounts(row, "reps", "time")
    day = reader.moments.read(row.get("date"))
    return Line(
        row.line,
        "",
        day + NOON,
        None,
        row.get("exercise"),
        weight,
        unit,
        reps,
        held,
        rpe=cells.rpe(row.get("rpe"), reader.separator),
        assisted=bool(ASSISTED.search(row.get("exercise"))),
        note=_noted(row, "comment", "notes"),
    )


SOURCES = (
    Source(
        "table",
        frozenset({"exercise_title", "start_time", "weight", "weight_unit"}),
        "start_time",
        _table,
    ),
    Source("hevy", frozenset({"exercise_title", "start_time"}), "start_time", _hevy),
    Source("strong", frozenset({"date", "exercise name", "reps"}), "date", _strong),
    Source("fitnotes", frozenset({"date", "exercise", "reps"}), "date", _fitnotes),
)
"""All logs; the first whose columns a table has is meant."""


def _end(reader: Reader, started: datetime, cell: str) -> datetime:
    return moments.end(started, reader.moments.read(cell)) if cell else started


def _noted(row: Row, *columns: str) -> str:
    """Return the note of a set, with its distance."""
    parts = (row.get(*columns), _distance(row, "distance", "distance unit"))
    return " · ".join(filter(None, parts))


def _distance(row: Row, column: str, unit: str) -> str:
    """Return a distance as words for the note: there is no other place for it."""
    cell = row.get(column)
    if not cell.strip("0.,"):
        return ""
    return f"↔ {cell} {row.get(unit) if ' ' in unit else unit}".strip()


def _whole(cell: str) -> int | None:
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 6 else None  # noqa: PLR2004 - fits any row
