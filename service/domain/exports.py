"""What a person takes along: their sets as a table that spreadsheets and other logs read.

The columns, their order and the way of writing times are those of Hevy's export, which
other workout logs import; weights are kilograms.
"""

import csv
import io
from collections.abc import Iterable
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import NamedTuple

MAX_BYTES = 20_000_000
"""What is taken along at once, counted before it is read: some 40,000 sets, or twenty years."""

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
"""In whatever language the person or the machine speaks."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula when it begins with it."""


class Row(NamedTuple):
    """One set. ``number`` counts from 0 within its exercise; times know their zone.

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
    """Write sets as CSV in UTF-8, with the times of a clock in ``zone``.

    Where the weight helped, the exercise is called (Assisted), as Hevy does.
    """
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row, zone) for row in rows)
    return written.getvalue().encode()


def harmless(text: str) -> str:
    """Keep a spreadsheet from running what somebody wrote: it stays a text, behind a ``'``."""
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
        _number(row.weight) if row.weight else None,  # with nothing but oneself
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
