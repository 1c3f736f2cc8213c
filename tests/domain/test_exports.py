"""The table that people take along."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from service.domain.exports import COLUMNS, FORMULA, Row, Workout, escape, parts, table, unescape

AT = datetime(2026, 5, 2, 17, 29, tzinfo=UTC)
END = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
SET = Row("Push", AT, END, "Bench", None, None, 0, "work", Decimal("80.00"), "plain", 5, None, None)


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_a_row():
    """Numbers as short as they are, times of the person's clock, in no language."""
    heavy = SET._replace(kind="warmup", superset=1, number=2, weight=Decimal("62.50"),
                         rpe=Decimal("8.0"), note="пауза, 2 с")  # fmt: skip
    (row,) = read(table([heavy], ZoneInfo("Asia/Vladivostok")))
    assert tuple(row) == COLUMNS
    assert row == dict.fromkeys(COLUMNS, "") | {
        "title": "Push",
        "start_time": "3 May 2026, 03:29",
        "end_time": "1 Jan 2027, 09:30",
        "exercise_title": "Bench",
        "superset_id": "1",
        "exercise_notes": "пауза, 2 с",
        "set_index": "2",
        "set_type": "warmup",
        "weight_kg": "62.5",
        "reps": "5",
        "rpe": "8",
        "note": "пауза, 2 с",
        "weight": "62.5",
        "weight_unit": "kg",
    }


def test_pounds():
    """Weights are kilograms for who imports them, and pounds for who lifted them."""
    (row,) = read(table([SET._replace(weight=Decimal("142.88"), unit="lb")], UTC))
    assert (row["weight_kg"], row["weight"], row["weight_unit"]) == ("142.88", "315", "lb")


def test_other_sets():
    """A hold has seconds; who lifts nothing but themselves has no weight; a hundred is no 1E+2."""
    hold = SET._replace(weight=Decimal(0), reps=None, seconds=60)
    first, second = read(table([hold, SET._replace(weight=Decimal("100.00"))], UTC))
    assert (first["weight_kg"], first["reps"], first["duration_seconds"]) == ("", "", "60")
    assert (second["weight_kg"], second["set_type"], second["rpe"]) == ("100", "normal", "")


def test_help_is_no_load():
    """An importer must not count as lifted what was taken off."""
    added, assisted = (SET._replace(load=load) for load in ("added", "assisted"))
    first, second = read(table([added, assisted], UTC))
    assert (first["exercise_title"], second["exercise_title"]) == ("Bench", "Bench (Assisted)")
    assert first["weight_kg"] == second["weight_kg"] == "80"


# Many of the characters that matter, so that they meet often.
HOSTILE = st.text(st.sampled_from("=+-@＝＋－＠\t\r\n,;'\" \xa0aж0")) | st.text(
    st.characters(exclude_categories=["Cs"])
)


@given(HOSTILE)
def test_the_escape_is_undone(text):
    """An import that undoes it has the text as it was written."""
    assert unescape(escape(text)) == text


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_cell_runs(title, exercise, note):
    """No cell begins a formula, whichever separator the table is read with, and none is lost."""
    content = table([SET._replace(title=title, exercise=exercise, note=note)], UTC)
    for separator in ",;\t":
        cells = csv.reader(io.StringIO(content.decode(), newline=""), delimiter=separator)
        assert not [cell for line in cells for cell in line if cell.startswith(FORMULA)]
    (row,) = read(content)
    kept = (row["title"], row["exercise_title"], row["exercise_notes"])
    assert [unescape(cell) for cell in kept] == [title, exercise, note]


def test_formulas():
    """Each of the beginnings that spreadsheets know, at each place where a cell may begin."""
    for formula in ('=HYPERLINK("x")', "+7", "-1+1", "@SUM(A1)", "＝1", "＋1", "－1", "＠A1"):
        assert escape(formula) == f"'{formula}"
        for before in (*",;\t\n", '; "', ";'"):
            assert escape(f"ok{before}{formula}") == f"ok{before}'{formula}"
    assert escape("\tx") == "'\tx"
    for harmless in ("80x5", "Жим-лёжа + тяга", "'", "a; b"):
        assert escape(harmless) == harmless


def test_notes_of_an_exercise():
    """Its first row has them all, because other logs look no further; each set has its own."""
    one, two = SET._replace(note="wide"), SET._replace(number=1, note="slow")
    row = SET._replace(exercise="Row")
    rows = read(table([one, two, row, row._replace(number=1, note="belt")], UTC))
    assert [line["exercise_notes"] for line in rows] == ["wide; slow", "slow", "belt", "belt"]
    assert [line["note"] for line in rows] == ["wide", "slow", "", "belt"]


def test_a_workout_in_the_repeated_hour():
    """No end precedes its start, whatever the clock did."""
    began = datetime(2025, 10, 26, 0, 50, tzinfo=UTC)
    late = SET._replace(started_at=began, ended_at=began.replace(hour=1, minute=10))
    (row,) = read(table([late], ZoneInfo("Europe/Berlin")))
    assert row["start_time"] == row["end_time"] == "26 Oct 2025, 02:50"


def test_help_is_marked_once():
    """Also if the exercise is called that."""
    helped = SET._replace(exercise="Pull Up (Assisted)", load="assisted")
    (row,) = read(table([helped], UTC))
    assert row["exercise_title"] == "Pull Up (Assisted)"


def test_every_text_is_quoted():
    """A separator within a text is one of the text; numbers need no quotes."""
    (_, line) = table([SET._replace(note="a; b")], UTC).decode().splitlines()
    assert line.startswith(
        '"Push","2 May 2026, 17:29","31 Dec 2026, 23:30","","Bench","","a; b",0,'
    )
    assert line.endswith(',"","a; b",0,"normal",80,5,"","","","a; b",80,"kg"')


def test_no_text_takes_long():
    """The escape's time grows with the text, not with its square."""
    for text in ("'" * 200_000, ";" * 200_000, " \t" * 100_000, '"' * 200_000 + "="):
        assert unescape(escape(text)) == text


def test_parts():
    """As many workouts to a file as fit, by bytes and by sets; none is left out or divided."""
    sizes = [Workout(n, size, sets) for n, (size, sets) in enumerate(
        [(40, 1), (60, 1), (1, 1), (0, 9), (0, 2), (300, 1), (1, 1)]
    )]  # fmt: skip
    assert parts(sizes, 100, 10) == [[0, 1], [2, 3], [4], [5], [6]]
    assert parts([], 100, 10) == [[]]
