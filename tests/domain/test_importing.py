"""Files of other logs: each sample says the same in every disguise, and broken ones say why."""

import codecs
import gzip
import io
import json
import struct
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from service.domain.importing import matching, tables
from service.domain.importing.reading import read
from service.domain.importing.values import UNREADABLE, WRONG, Context, Unreadable

SAMPLES = Path(__file__).parent / "imported"
CONTEXT = Context(ZoneInfo("Europe/Moscow"), datetime(2026, 11, 28, tzinfo=UTC))
HEVY = (
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,"
    "set_type,weight_kg,reps,distance_km,duration_seconds,rpe\n"
)
STRONG = "Date;Workout Name;Exercise Name;Set Order;Weight (kg);Reps;Seconds\n"


def reads(content):
    if isinstance(content, str):
        content = content.encode()
    return read(content, CONTEXT, "Workout")


def sample(name):
    return (SAMPLES / name).read_bytes()


def said(found):
    """Say each set in short: exercise, kind, kilograms, repetitions, seconds, RPE."""
    return [
        (found.names[s["e"]], s["k"], float(s["w"]), s["r"], s["s"], s["rpe"] and float(s["rpe"]))
        for workout in found.workouts
        for s in workout["sets"]
    ]


def hevy(at="28 Mar 2025, 17:29", weight="80", reps="5", name="Squat", seconds=""):
    """Write one row of Hevy's."""
    return f'Legs,"{at}","{at}",,"{name}",,,0,normal,"{weight}","{reps}",,{seconds},\n'


def test_hevy():
    """Warm-ups, supersets, notes, distances and holds have their places."""
    found = reads(sample("hevy.csv"))
    assert (found.source, found.unit, found.rows, found.problems) == ("hevy", "kg", 8, [])
    assert said(found)[:4] == [
        ("Bench Press (Barbell)", "warmup", 40, 10, None, None),
        ("Bench Press (Barbell)", "work", 80, 5, None, 8.5),
        ("Bench Press (Barbell)", "work", 80, 4, None, 10),
        ("Pull Up (Assisted)", "work", 20, 8, None, None),
    ]
    push, legs = found.workouts
    assert push["note"] == "Slept badly"
    assert (push["started"], push["ended"]) == (
        "2025-03-28T14:29:00+00:00",
        "2025-03-28T15:41:00+00:00",
    )
    assert [entry["superset"] for entry in push["entries"]] == [None, "A", "A", None, None]
    notes = [one["note"] for one in push["sets"]]
    assert notes == [
        "Pause on the chest",
        *(None, None, None),
        'two lines\nof a note, "quoted"',
        None,
        "↔ 2.5 km",
    ]
    assert found.names[legs["entries"][0]["e"]] == "Гакк-присед на станке дяди Васи"


def test_pounds_and_russian_dates():
    """The header names the unit; the month is Russian."""
    found = reads(sample("hevy_lbs.csv"))
    assert said(found) == [("Squat (Barbell)", "work", 102.06, 5, None, None)]
    assert found.workouts[0]["started"] == "2026-01-19T05:30:00+00:00"


def test_strong():
    """The old generation says no unit and has rows of rest timers; the new one has both units."""
    found = reads(sample("strong_classic.csv"))
    assert (found.source, found.unit, len(found.workouts)) == ("strong", None, 1)
    assert said(found)[:2] == [
        ("Bench Press (Barbell)", "warmup", 40, 10, None, None),
        ("Bench Press (Barbell)", "work", 60, 8, None, 8),
    ]
    assert [one.get("lb") for one in found.workouts[0]["sets"]][:2] == ["18.14", "27.22"]
    assert found.workouts[0]["ended"] == "2024-04-02T16:10:33+00:00"
    new = reads(sample("strong_android.csv"))
    assert new.unit == "kg"
    assert said(new)[1:3] == [
        ("Deadlift (Barbell)", "work", 102.5, 5, None, 9),
        ("Deadlift (Barbell)", "work", 102.06, 4, None, None),
    ]
    assert new.workouts[0]["sets"][0]["note"] == "Belt from here"


def test_strong_in_german():
    """Its columns are translated, and its marks are commas; it does not say the unit."""
    found = reads(sample("strong_german.csv"))
    assert (found.source, found.unit, found.problems) == ("strong", None, [])
    assert said(found) == [
        ("Bankdrücken (Langhantel)", "work", 82.5, 5, None, 8),
        ("Bankdrücken (Langhantel)", "work", 82.5, 4, None, 9.5),
        ("Unterarmstütz", "work", 0, None, 60, None),
    ]
    (workout,) = found.workouts
    assert (workout["title"], workout["note"]) == ("Oberkörper", "Müde")
    assert workout["ended"] == "2025-03-28T15:41:00+00:00"


def test_heavy_weights_without_a_unit_are_pounds():
    """Nobody lifts 1,100 kg."""
    head = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n"
    found = reads(head + '2024-01-02 10:00:00,Legs,Leg Press,1,"1,100",5\n')
    assert found.unit == "lb"


def test_fitnotes():
    """A workout a day; lengths of time as a clock shows them."""
    found = reads(sample("fitnotes.csv"))
    assert (found.source, found.unit, len(found.workouts)) == ("fitnotes", "kg", 2)
    assert said(found)[-2:] == [
        ("Plank", "work", 0, None, 90, None),
        ("Running (Outdoor)", "work", 0, None, 1680, None),
    ]
    assert said(reads(sample("fitnotes_units.csv")))[0][2] == 102.06


def test_fitnotes_of_ios():
    """FitNotes 2 has a column for each unit, of which a row has one."""
    found = reads(sample("fitnotes_ios.csv"))
    assert (found.source, found.unit, found.problems) == ("fitnotes", "kg", [])
    assert said(found) == [
        ("Barbell Squat", "work", 100, 5, None, None),
        ("Barbell Squat", "work", 102.06, 5, None, None),
        ("Plank", "work", 0, None, 90, None),
    ]
    assert found.workouts[0]["sets"][0]["note"] == "belt"


def disguises(content):
    text = content.decode()
    russian = text.replace("Deadlift (Barbell)", "Становая тяга")
    yield text.encode("utf-8-sig"), text
    yield text.encode("utf-16"), text
    yield codecs.BOM_UTF16_BE + text.encode("utf-16-be"), text
    yield text.encode("utf-16-le"), text
    yield text.replace("\n", "\r\n").encode(), text
    yield ("sep=;\n" + text).encode(), text
    yield russian.encode("cp1251"), russian
    yield russian.encode("koi8_r"), russian
    yield russian.encode(), russian


@pytest.mark.parametrize("n", range(9))
def test_disguises(n):
    """BOMs, UTF-16, CRLF, a hint for Excel, and old Cyrillic encodings change nothing."""
    content, text = list(disguises(sample("strong_android.csv")))[n]
    assert said(reads(content)) == said(reads(text))


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("28 Mar 2025, 17:29", "2025-03-28T14:29"),
        ("Mar 28, 2025, 5:29 PM", "2025-03-28T14:29"),
        ("28 мар. 2025 г., 17:29", "2025-03-28T14:29"),
        ("28 марта 2025 г. в 17:29", "2025-03-28T14:29"),
        ("2025-03-28T17:29:00", "2025-03-28T14:29"),
        ("2025-03-28T17:29:00Z", "2025-03-28T17:29"),
        ("2025-03-28 5:29:00\u202fPM", "2025-03-28T14:29"),
        ("28.03.2025 17:29", "2025-03-28T14:29"),
        ("28/03/2025 17:29", "2025-03-28T14:29"),
        ("3/28/2025 5:29 PM", "2025-03-28T14:29"),
        ("28.03.25", "2025-03-27T21:00"),
    ],
)
def test_dates(cell, moment):
    """As these apps and spreadsheets write them; times are those of the person's zone."""
    found = reads(HEVY + hevy(cell))
    assert found.problems == []
    assert found.workouts[0]["started"].startswith(moment)


@pytest.mark.parametrize(
    ("cell", "kilograms"),
    [("82.5", 82.5), ("82,5", 82.5), ("1,000", 1000), ("1 000,0", 1000), ("0", 0), ("", 0)],
)
def test_numbers(cell, kilograms):
    """Decimal points and commas, and groups of thousands."""
    assert said(reads(HEVY + hevy(weight=cell)))[0][2] == kilograms


def test_formulas_stay_text():
    """A cell that a spreadsheet would run is a name like any other."""
    found = reads(HEVY + hevy(name='=HYPERLINK(""http://example.com"",""Squat"")'))
    assert found.names == ['=HYPERLINK("http://example.com","Squat")']


def zipped(name="bomb.csv"):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"0" * 50_000_000)
    return packed.getvalue()


def everything(*workouts, **more):
    """Write our own JSON with some workouts."""
    person = {"language": "ru", "unit": "kg", "rest_seconds": 90}
    return json.dumps({"person": person, "programs": [], "workouts": workouts, **more})


def many_sets():
    """Write our own JSON with more sets than a file may have."""
    lifted = [{"n": n, "kind": "work", "reps": 5} for n in range(1, 21)]
    entries = [{"exercise": "Squat", "sets": lifted}] * 50
    day = {"started_at": "2025-03-28T17:29:00Z", "exercises": entries}
    return everything(*[day] * 61)


PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR\x00\x00\x00\x01" + bytes(range(256))
BROKEN = {
    "nothing": (b"", "empty", None),
    "only_spaces": (b" \r\n \n", "empty", None),
    "only_a_header": (HEVY, "empty", None),
    "zip_bomb": (zipped(), "archive", None),
    "gzip": (gzip.compress(HEVY.encode()), "archive", None),
    "image_renamed": (PNG, "binary", None),
    "random_bytes": (bytes(range(256)) * 20, "binary", None),
    "nul_in_the_text": (HEVY + hevy() * 9 + "Legs\0,", "binary", 11),
    "truncated_utf16": ("Date;Exercise\n".encode("utf-16")[:-1], "binary", None),
    "long_line": (HEVY + "x" * 20_000_000, "long", 2),
    "open_quote": (HEVY + hevy() + 'Legs,"28 Mar 2025', "quotes", 3),
    "open_quote_early": (HEVY + '"Legs,' + hevy() * 2000, "quotes", 2),
    "text_after_a_quote": (HEVY + '"Legs"x,"28 Mar 2025, 17:29"\n', "quotes", 2),
    "too_many_rows": (HEVY + hevy() * 60_001, "rows", 60_002),
    "prose": ("I squatted yesterday, and it was heavy.\n", "unknown", None),
    "another_table": ("name,price,amount\nmilk,1,2\n", "unknown", None),
    "strong_in_french": ("Date;Nom d'entraînement;Poids\n2024-01-02;A;80\n", "unknown", None),
    "html": ("<html><body>Not found</body></html>", "unknown", None),
    "json_cut_off": ('{"person": {"unit": "kg"},\n "workouts": [', "json", 2),
    "another_json": ('{"hello": 1}', "unknown", None),
    "deep_json": ('{"person":' + "[" * 100_000, "json", None),
    "json_of_numbers": ('{"person": NaN, "programs": [], "workouts": []}', "json", None),
    "half_a_character": (
        r"""{"person": {"note": "\ud83d\udcaa \\ud83d"},
        "programs": [{"name": "\ud83d and no more"}], "workouts": []}""",
        "json",
        2,
    ),
    "the_other_half": (r'{"person": {}, "programs": ["\\\udcaa"], "workouts": []}', "json", 1),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\0", "binary", None),
    "old_spreadsheet": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "binary", None),
    "json_list": ("[1, 2, 3]", "unknown", None),
    "json_comma_too_many": ('{"person": {},\n "programs": [],\n "workouts": [],}', "json", 3),
    "json_of_too_many_sets": (many_sets(), "rows", None),
    "json_weekday": (everything(reminders={"hour": 8, "weekdays": [9]}), "json", None),
    "no_repetitions": ("Date,Exercise,Weight\n2024-01-02,Squat,80\n", "unknown", None),
    "only_quotes": (HEVY + '"' * 7, "quotes", 2),
    "json_of_wrong_types": ('{"person": 1, "programs": 2, "workouts": 3}', "json", None),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files(name):
    """Each is refused with a reason, and with the line where there is one."""
    content, reason, line = BROKEN[name]
    with pytest.raises(Unreadable) as refused:
        reads(content)
    assert (refused.value.reason, refused.value.line) == (reason, line)
    assert reason in UNREADABLE


LINES = {
    "future": (hevy("28 Mar 2099, 17:29"), "future"),
    "no_date": (hevy(""), "time"),
    "half_a_date": (hevy("March 2025"), "time"),
    "a_number_for_a_date": (hevy("80"), "time"),
    "no_such_day": (hevy("31 Feb 2025, 10:00"), "time"),
    "before_barbells": (hevy("28 Mar 1825, 17:29"), "time"),
    "negative_weight": (hevy(weight="-80"), "negative"),
    "negative_reps": (hevy(reps="-5"), "negative"),
    "1e309": (hevy(weight="1e309"), "weight"),
    "not_a_number": (hevy(weight="NaN"), "weight"),
    "too_heavy": (hevy(weight="1001"), "weight"),
    "too_many_reps": (hevy(reps="1000"), "reps"),
    "half_a_rep": (hevy(reps="5.5"), "reps"),
    "words_for_reps": (hevy(reps="five"), "reps"),
    "neither_reps_nor_time": (hevy(reps=""), "empty"),
    "a_day_and_more": (hevy(reps="", seconds="100000"), "seconds"),
    "no_name": (hevy(name=""), "name"),
    "invisible_name": (hevy(name="\u200b\u2800"), "name"),
    "few_cells": ("Legs\n", "empty"),
}


@pytest.mark.parametrize("name", LINES)
def test_broken_lines(name):
    """A line that can't be read is named; the one before it is read."""
    line, reason = LINES[name]
    found = reads(HEVY + hevy() + line)
    assert [(one.line, one.reason) for one in found.problems] == [(3, reason)]
    assert len(said(found)) == 1
    assert reason in WRONG


def test_a_line_is_where_its_row_begins():
    """Line breaks in quotes before it count."""
    two = hevy(name="Squat").replace(",,,0,normal", ',,"one\ntwo",0,normal')
    assert [one.line for one in reads(HEVY + two + hevy(reps="x")).problems] == [4]


def test_one_workout_is_bounded():
    """The sixty-first exercise of a day has its reason; more than twenty sets begin anew."""
    head = "Date,Exercise,Reps\n"
    found = reads(head + "".join(f"2024-01-02,Lift {n},5\n" for n in range(61)))
    assert [(one.line, one.reason) for one in found.problems] == [(62, "crowded")]
    many = reads(head + "2024-01-02,Squat,5\n" * 25)
    assert [(one["p"], one["n"]) for one in many.workouts[0]["sets"]][19:21] == [(1, 20), (2, 1)]


def test_the_repeated_hour():
    """In autumn an end may seem to precede its start; otherwise such an end is none."""
    berlin = Context(ZoneInfo("Europe/Berlin"), CONTEXT.now)
    row = hevy().replace('"28 Mar 2025, 17:29","28 Mar 2025, 17:29"', "%s")
    text = row % '"26 Oct 2025, 02:50","26 Oct 2025, 02:10"'
    (workout,) = read((HEVY + text).encode(), berlin, "").workouts
    assert workout["started"] == "2025-10-26T00:50:00+00:00"
    assert workout["ended"] == "2025-10-26T01:10:00+00:00"
    early = row % '"28 Mar 2025, 17:29","27 Mar 2025, 17:29"'
    (workout,) = reads(HEVY + early).workouts
    assert workout["started"] == workout["ended"]


@pytest.mark.parametrize(
    ("name", "how", "called"),
    [
        ("Жим лежа", "exact", "Жим лёжа"),
        ("Bench Press (Barbell)", "exact", "Жим лёжа"),
        ("Squat (Barbell)", "exact", "Приседания со штангой"),
        ("Barbell Squatt", "similar", "Приседания со штангой"),
        ("Grip Trainer Deluxe", "new", "Grip Trainer Deluxe"),
    ],
)
def test_matching(name, how, called):
    """One's own first, then the dictionary's, then what differs by a slip; else it is new."""
    (found,) = matching.match([name], ["Жим лёжа"], "ru", keep=False)
    assert (found.how, found.own or found.name) == (how, called)


def test_candidates():
    """What one has comes first."""
    mine = ["Тяга в тренажёре у окна", "Жим лёжа"]
    assert matching.candidates("Тяга у окна", mine, 3)[0] == mine[0]


def test_columns_may_be_repeated():
    """The first of two columns of a name counts."""
    table = tables.table("Date,Exercise,Reps,Reps\n2024-01-02,Squat,5,9\n")
    assert table
    (_, cells), *_ = table.rows()
    assert tables.Row(2, table.columns, cells).get("reps") == "5"


def test_what_is_said_of_a_workout_can_be_stored():
    """No database takes a NUL, not even in the text that says what is wrong."""
    broken = {"started_at": "2025-03-28T17:29:00Z", "exercises": [{"exercise": "\0\u200b"}]}
    assert reads(everything(broken)).problems == [(1, "name", "\u200b")]


def test_whole_characters_are_read():
    """An emoji that is written as two halves, and a text that only looks like one."""
    told = {"started_at": "2025-03-28T17:29:00Z", "title": "💪", "note": "\\ud83d", "exercises": []}
    (workout,) = reads(everything(told)).workouts
    assert (workout["title"], workout["note"]) == ("💪", "\\ud83d")


def test_settings_are_checked():
    """A value that no column takes refuses the file, not the database."""
    told = {"person": {"language": "ru", "unit": "st"}, "programs": [], "workouts": []}
    with pytest.raises(Unreadable, match="json"):
        reads(json.dumps(told))
