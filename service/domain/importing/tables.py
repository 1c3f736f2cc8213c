"""From text to rows: separators, quotes and the columns' names."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from service.domain.importing.values import MAX_ROWS, Unreadable

MAX_CELL = 16_384
"""Longest cell (characters): a quote that is never closed makes one of the rest of the file."""

MAX_HEADER = 4096
"""Longest first line (characters)."""

SEPARATORS = (",", ";", "\t")

TRANSLATED = {
    "datum": "date",
    "workout-name": "workout name",
    "name der übung": "exercise name",
    "reihenfolge festlegen": "set order",
    "gewicht": "weight",
    "wiederh.": "reps",
    "entfernung": "distance",
    "sekunden": "seconds",
    "notizen": "notes",
    "workout-notizen": "workout notes",
    "dauer": "duration",
    "workout-dauer": "workout duration",
}
"""Columns of Strong in German. It translates them, like no other of these logs."""


class Row:
    """The cells of one row, by column, and the line it begins on."""

    __slots__ = ("_cells", "line")

    def __init__(self, line: int, columns: Iterable[str], cells: Iterable[str]) -> None:
        self.line = line
        self._cells = dict(zip(columns, map(str.strip, cells), strict=False))

    def get(self, *columns: str) -> str:
        """Return the first of the columns that exists and is not empty, without outer spaces."""
        for column in columns:
            if cell := self._cells.get(column):
                return cell
        return ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its separator, and its columns' names in lower case; "" instead of a second one."""

    separator: str
    columns: Sequence[str]
    text: str

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows that are not empty, and the line that each begins on. Raises Unreadable.

        The cells of a row that has too few of them are fewer than the columns.
        """
        reader = csv.reader(
            io.StringIO(self.text, newline=""), delimiter=self.separator, strict=True
        )
        csv.field_size_limit(MAX_CELL)
        line, count = 0, 0
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                reason = "long" if "limit" in str(error) and _is_long(self.text, line) else "quotes"
                raise Unreadable(reason, line) from None
            if line == 1 or not any(cells):
                continue
            count += 1
            if count > MAX_ROWS:
                raise Unreadable("rows", line)
            yield line, cells


def _is_long(text: str, number: int) -> bool:
    """Return whether one line alone is longer than a cell may be."""
    lines = text.split("\n", number)
    return len(lines) >= number and len(lines[number - 1]) > MAX_CELL


def table(text: str) -> Table | None:
    """Return the table that a text is; None if its first line has no columns."""
    text = text.lstrip("\ufeff")
    head = text[:MAX_HEADER].splitlines()
    first = head[0] if head else ""
    if first.startswith("sep=") and len(head) > 1:  # a hint for Excel
        text = text[len(first) :].lstrip("\r\n")
        first = head[1]
    separator = max(SEPARATORS, key=first.count)
    with suppress(csv.Error):
        for cells in csv.reader([first], delimiter=separator):
            names = [" ".join(cell.split()).lower() for cell in cells]
            names = [TRANSLATED.get(name, name) for name in names]
            columns = [name if name not in names[:n] else "" for n, name in enumerate(names)]
            return Table(separator, columns, text) if sum(map(bool, columns)) > 1 else None
    return None
