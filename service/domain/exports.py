"""Export a person's sets as a table that spreadsheets and other workout logs can read.

The columns, their order and the format of times are those of Hevy's export, which other
workout logs import; weights are kilograms.
"""

import csv
import io
from collections.abc import Iterable
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import NamedTuple

MAX_BYTES = 20_000_000
"""Largest export, checked before anything is read: about 40,000 sets, or twenty years."""

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
)

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
"""Names of the months in the table, whatever the language of the person or the machine."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet treat a cell as a formula."""


class Row(NamedTuple):
    """One set. ``number`` counts from 0 within its exercise; times are timezone-aware.

    ``load``: whether the weight was lifted (``plain``, ``added``) or helped (``assisted``).
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


def table(rows: Iterable[Row], zone: tzinfo) -> bytes:
    """Return sets as CSV in UTF-8, with times in ``zone``.

    The exercise of an assisted set is marked (Assisted), as Hevy does.
    """
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row, zone) for row in rows)
    return written.getvalue().encode()


def harmless(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula: prefixed with ``'`` if necessary."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _cells(row: Row, zone: tzinfo) -> tuple[object, ...]:
    return (
        harmless(row.title),
        _time(row.started_at, zone),
        _time(row.ended_at, zone),
        None,
        harmless(row.exercise) + (" (Assisted)" if row.load == "assisted" else ""),
        row.superset,
        harmless(row.note or ""),
        row.number,
        "warmup" if row.kind == "warmup" else "normal",
        _number(row.weight) if row.weight else None,  # 0 is a bodyweight exercise
        row.reps,
        None,
        row.seconds,
        row.rpe and _number(row.rpe),
    )


def _time(at: datetime, zone: tzinfo) -> str:
    at = at.astimezone(zone)
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"


def _number(number: Decimal) -> str:
    return f"{number.normalize():f}"
