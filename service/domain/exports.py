"""Export a person's sets as a table that spreadsheets and other workout logs can read.

The columns, their order and the format of times are those of Hevy's export, which other
workout logs import; its weights are kilograms. Two columns follow them: the weight as the person
sees it, and its unit.
"""

import csv
import io
import re
from collections.abc import Iterable
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import NamedTuple

from service.domain import units
from service.domain.units import Unit

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
    "weight",
    "weight_unit",
)

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

    @property
    def shown(self) -> Decimal:
        """The weight in the person's unit, as the bot shows it."""
        return units.shown(self.weight, self.unit)


def table(rows: Iterable[Row], zone: tzinfo) -> bytes:
    """Return sets as CSV in UTF-8, with times in ``zone``; every text is quoted and escaped.

    The exercise of an assisted set is marked (Assisted), as Hevy does.
    """
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row, zone) for row in rows)
    return written.getvalue().encode()


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


def _cells(row: Row, zone: tzinfo) -> tuple[object, ...]:
    return (
        escape(row.title),
        _time(row.started_at, zone),
        _time(row.ended_at, zone),
        None,
        escape(row.exercise) + (" (Assisted)" if row.load == "assisted" else ""),
        row.superset,
        escape(row.note or ""),
        row.number,
        "warmup" if row.kind == "warmup" else "normal",
        _number(row.weight) if row.weight else None,  # 0 is a bodyweight exercise
        row.reps,
        None,
        row.seconds,
        row.rpe and _number(row.rpe),
        _number(row.shown) if row.weight else None,
        row.unit if row.weight else None,
    )


def _time(at: datetime, zone: tzinfo) -> str:
    at = at.astimezone(zone)
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"


def _number(number: Decimal) -> Decimal | int:
    """Return a number that is written as short as it is: 100, not 100.00 or 1E+2."""
    return int(number) if number == int(number) else number.normalize()
