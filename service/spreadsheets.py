"""Write a person's sets as a spreadsheet (.xlsx): numbers as numbers, dates as dates."""

import io
import tempfile
import time
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from service.domain.exports import Row

COLUMNS = {
    "workout": 24,
    "start": 20,
    "end": 20,
    "exercise": 28,
    "superset": 10,
    "set": 6,
    "kind": 12,
    "weight": 10,
    "unit": 9,
    "load": 12,
    "reps": 8,
    "seconds": 9,
    "rpe": 6,
    "note": 40,
}
"""Columns, each with its width in characters."""

WORDS = ("sheet", *COLUMNS, "warmup", "work", "plain", "added", "assisted", "kg", "lb")
"""What ``spreadsheet`` needs words for: the sheet, its columns, and the values of three of them."""

LOCAL_TIME = 22
"""Built-in number format that each spreadsheet shows as dates are written in its country."""

YIELD_ROWS = 10
"""Rows after which the thread lets others run: it would block the event loop on a busy machine."""

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def spreadsheet(rows: Iterable[Row], zone: tzinfo, words: Mapping[str, str]) -> bytes:
    """Return sets as a workbook of one sheet, with times in ``zone`` and ``words`` for WORDS.

    Memory does not grow with the rows: they wait in a temporary folder, which is deleted.
    """
    import xlsxwriter  # noqa: PLC0415 - takes 0.2 s, and few starts are followed by an export

    written = io.BytesIO()
    with (
        tempfile.TemporaryDirectory() as folder,
        xlsxwriter.Workbook(written, OPTIONS | {"tmpdir": folder}) as book,
    ):
        sheet = book.add_worksheet(words["sheet"])
        bold, local, plain = (
            book.add_format(each) for each in ({"bold": True}, {"num_format": LOCAL_TIME}, {})
        )
        sheet.freeze_panes(1, 0)
        for column, (name, width) in enumerate(COLUMNS.items()):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, words[name], bold)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(_cells(row, zone, words)):
                _write(sheet, line, column, cell, local, plain)
            if line % YIELD_ROWS == 0:
                time.sleep(0)
    return written.getvalue()


def _cells(row: Row, zone: tzinfo, words: Mapping[str, str]) -> tuple[object, ...]:
    return (
        row.title,
        row.started_at.astimezone(zone),
        row.ended_at.astimezone(zone),
        row.exercise,
        None if row.superset is None else row.superset + 1,
        row.number + 1,
        words[row.kind],
        row.shown,
        words[row.unit],
        words[row.load],
        row.reps,
        row.seconds,
        row.rpe,
        row.note,
    )


def _write(  # noqa: PLR0913, PLR0917 - the cell, where it goes and its formats
    sheet: Any, line: int, column: int, cell: object, local: Any, plain: Any
) -> None:
    match cell:
        case None | "":
            pass
        case datetime():
            sheet.write_datetime(line, column, cell.replace(tzinfo=None), local)
        case str() if cell.startswith("<r>") and cell.endswith("</r>"):
            # XlsxWriter would take the whole text for markup of its own.
            sheet.write_rich_string(line, column, cell[:1], plain, cell[1:])
        case str():
            sheet.write_string(line, column, cell)
        case _:
            sheet.write_number(line, column, cell)
