"""Dates and times as tables write them, in English, Russian and ISO 8601."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import regex
from dateutil import parser

from service.domain.importing.values import Context, Wrong

AHEAD = timedelta(days=1)
"""How far in the future a workout may begin: time zones differ."""

OLDEST = datetime(1950, 1, 1, tzinfo=UTC)
"""Earliest beginning of a workout."""

MAX_CELL = 40
"""Longest date (characters)."""

HEVYS = "%d %b %Y, %H:%M"
"""How Hevy writes times. dateutil, which reads the rest, takes ten times as long."""

_NUMERIC = regex.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)", regex.ASCII)
_RU = (
    ("янв", "января", "январь"),
    ("фев", "февр", "февраля", "февраль"),
    ("мар", "марта", "март"),
    ("апр", "апреля", "апрель"),
    ("мая", "май"),
    ("июн", "июня", "июнь"),
    ("июл", "июля", "июль"),
    ("авг", "августа", "август"),
    ("сен", "сент", "сентября", "сентябрь"),
    ("окт", "октября", "октябрь"),
    ("ноя", "нояб", "ноября", "ноябрь"),
    ("дек", "декабря", "декабрь"),
)
_DEFAULTS = (datetime(2001, 1, 1), datetime(2004, 2, 29))  # noqa: DTZ001 - the zone comes later


class _Names(parser.parserinfo):
    """dateutil's names of months, with the Russian ones, also as abbreviations with a point."""

    JUMP: list[str] = [*parser.parserinfo.JUMP, "г", "г.", "года", "в"]  # noqa: RUF012 - dateutil's
    MONTHS: list[Any] = [  # noqa: RUF012 - likewise
        (*english, *russian, *(f"{name}." for name in russian))
        for english, russian in zip(parser.parserinfo.MONTHS, _RU, strict=True)
    ]


class Moments:
    """Reads the dates of one file; each text is read once."""

    def __init__(self, context: Context, cells: Iterable[str]) -> None:
        self._context = context
        self._parser = parser.parser(_Names())
        self._day_first = _is_day_first(cells)
        self._read: dict[str, datetime] = {}

    def read(self, cell: str) -> datetime:
        """Read when something began. Raises Wrong."""
        if cell not in self._read:
            self._read[cell] = self._checked(cell)
        return self._read[cell]

    def _checked(self, cell: str) -> datetime:
        if not cell or len(cell) > MAX_CELL:
            raise Wrong("time", cell[:MAX_CELL])
        local = self._parsed(cell)
        try:
            read = local if local.tzinfo else local.replace(tzinfo=self._context.zone)
            read = read.astimezone(UTC)
        except (OverflowError, ValueError):
            raise Wrong("time", cell) from None
        if read > self._context.now + AHEAD:
            raise Wrong("future", cell)
        if read < OLDEST:
            raise Wrong("time", cell)
        return read

    def _parsed(self, cell: str) -> datetime:
        with suppress(ValueError):
            return datetime.fromisoformat(cell)
        with suppress(ValueError):
            return datetime.strptime(cell, HEVYS)  # noqa: DTZ007 - the zone comes later
        numeric = _NUMERIC.match(cell)
        day_first = self._day_first if numeric and numeric[2] == "/" else True
        try:
            both = [
                self._parser.parse(cell, default=default, dayfirst=day_first)
                for default in _DEFAULTS
            ]
        except (ValueError, OverflowError, TypeError):
            raise Wrong("time", cell) from None
        if both[0] != both[1]:  # the day, the month or the year is missing
            raise Wrong("time", cell)
        return both[0]


def _is_day_first(cells: Iterable[str]) -> bool:
    """Return whether 5/9/2024 is the 5th of September: as the file's other dates show.

    If none shows it, a date with AM or PM is American.
    """
    american = False
    for cell in map(str.strip, cells):
        if (found := _NUMERIC.match(cell)) and found[2] == "/":
            if int(found[1]) > 12:  # noqa: PLR2004 - months
                return True
            if int(found[3]) > 12:  # noqa: PLR2004 - months
                return False
            american = american or cell[-2:].upper() in {"AM", "PM"}
    return not american


def end(start: datetime, moment: datetime) -> datetime:
    """Return when a workout ended.

    In the repeated hour of autumn its end may seem to precede its start, by less than an hour;
    any other end before the start is none.
    """
    return moment if moment >= start else max(moment + timedelta(hours=1), start)
