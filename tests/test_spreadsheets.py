"""The spreadsheet of /export, read back by openpyxl and by a LibreOffice that speaks Russian."""

import csv
import io
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import spreadsheets, texts
from service.domain.exports import Row
from service.spreadsheets import COLUMNS, WORDS, spreadsheet

AT = datetime(2026, 5, 2, 17, 29, tzinfo=UTC)
END = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
SET = Row(
    "Верх", AT, END, "Жим лёжа", 0, "=1+1", 0, "warmup", Decimal("62.50"), "plain", 5, None,
    Decimal("8.5"),
)  # fmt: skip
HOLD = Row(
    "Верх", AT, END, "Планка", None, None, 1, "work", Decimal(0), "plain", None, 60, None
)  # fmt: skip
EKATERINBURG = ZoneInfo("Asia/Yekaterinburg")
NAMES = {name: name for name in WORDS}
RU = {name: texts.of("ru").plain(f"export-{name}") for name in WORDS}


def cells(content):
    """Read the rows below the head: each cell by its column."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [dict(zip(COLUMNS, row, strict=True)) for row in sheet.iter_rows(min_row=2)]


def test_types():
    """Numbers are numbers, times are times of the person's clock, texts are texts."""
    first, second = cells(spreadsheet([SET, HOLD], EKATERINBURG, NAMES))
    assert {name: cell.value for name, cell in first.items()} == {
        "workout": "Верх",
        "start": datetime(2026, 5, 2, 22, 29),  # noqa: DTZ001 - a spreadsheet knows no zones
        "end": datetime(2027, 1, 1, 4, 30),  # noqa: DTZ001
        "exercise": "Жим лёжа",
        "superset": 1,
        "set": 1,
        "kind": "warmup",
        "weight": 62.5,
        "unit": "kg",
        "load": "plain",
        "reps": 5,
        "seconds": None,
        "rpe": 8.5,
        "note": "=1+1",
    }
    types = {name: cell.data_type for name, cell in first.items()}
    assert types["start"] == types["end"] == "d"
    assert types["weight"] == types["reps"] == types["rpe"] == types["set"] == "n"
    assert types["workout"] == types["exercise"] == types["note"] == "s"
    assert (second["superset"].value, second["seconds"].value) == (None, 60)


@settings(deadline=None, max_examples=50)  # each writes and reads a whole workbook
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1)
       | st.sampled_from(['=HYPERLINK("x")', "<r>&</r>", "<r><t>x</t></r>", "_x0041_", " x ",
                          "http://example.org", "{=1}", "1,5", "@SUM(A1)"]))  # fmt: skip
def test_any_text_stays_text(text):
    """Whatever somebody wrote is in the cell as text: no formula, no link, no markup."""
    (row,) = cells(spreadsheet([SET._replace(note=text)], UTC, NAMES))
    assert unescaped(row["note"].value) == text
    assert row["note"].data_type == "s"
    assert row["note"].hyperlink is None


def unescaped(text):
    """Undo Excel's notation of control characters, which openpyxl leaves as it is."""
    return openpyxl.utils.escape.unescape(text)


def test_nothing_is_left_on_the_disk(tmp_path, monkeypatch):
    """The rows that waited in a temporary folder are gone, also when writing fails."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    spreadsheet([SET], UTC, NAMES)
    with pytest.raises(KeyError):
        spreadsheet([SET, SET._replace(kind="unknown")], UTC, NAMES)
    assert list(tmp_path.iterdir()) == []


def test_it_is_smaller_than_what_is_counted():
    """The limit of /export is counted for the CSV; the spreadsheet of as many sets is smaller."""
    rows = [SET._replace(number=n, note='<&>"' * 50) for n in range(2000)]
    assert len(spreadsheet(rows, UTC, NAMES)) < 300 * len(rows)


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="soffice (LibreOffice) is not installed"
)
def test_libreoffice_in_russian(tmp_path):
    """LibreOffice with a Russian locale shows dates, decimal commas and Cyrillic as Russians do."""
    assert spreadsheets.LOCAL_TIME == 22
    (tmp_path / "sets.xlsx").write_bytes(spreadsheet([SET, HOLD], EKATERINBURG, RU))
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(RUSSIAN, "utf-8")
    # 44: comma; 34: quote; 76: UTF-8; cells as they are shown
    shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
    subprocess.run(
        ["soffice", f"-env:UserInstallation={Path(tmp_path, 'profile').as_uri()}", "--headless",
         "--convert-to", shown, "--outdir", tmp_path, tmp_path / "sets.xlsx"],
        check=True, capture_output=True, timeout=200,
    )  # fmt: skip
    head, one, two = csv.reader((tmp_path / "sets.csv").read_text("utf-8").splitlines())
    assert head == [RU[name] for name in COLUMNS]
    assert one == [
        "Верх", "02.05.2026 22:29:00", "01.01.2027 04:30:00", "Жим лёжа", "1", "1",
        "разминка", "62,5", "кг", "вес", "5", "", "8,5", "=1+1",
    ]  # fmt: skip
    assert two[3:5] == ["Планка", ""]
    assert two[11] == "60"


RUSSIAN = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>ru-RU</value></prop></item>
</oor:items>
"""
