"""/export: what a person gets is theirs, all of it, and nothing of anybody else's."""

import asyncio
import csv
import io
import json
import threading

import openpyxl
import pytest

from service import spreadsheets, storage
from service.telegram.talk import exports
from service.telegram.transport import inbox
from tests.telegram.talk import EN, RU, begins, does, logs, said
from tests.waiting import SECONDS, until

SUPERSET = "Руки\nA1 Сгибания 2x10 20\nA2 Разгибания 2x10 25\nПланка 1x60с"

IN_TRANSACTION = """
    SELECT pid FROM pg_stat_activity WHERE application_name = 'workout-bot' AND state <> 'idle'
    AND datname = current_database() AND query NOT LIKE '%idle_in_transaction_session_timeout%'
"""
"""The bot's transactions, but the one that holds the turn to poll."""


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """Let an export be acknowledged when its files are sent, however busy the machine is."""
    monkeypatch.setattr(inbox, "ANSWER_SECONDS", SECONDS)


async def files(stand_in, answer):
    """Read the files of an answer: by the end of their name, the bytes."""
    found = {}
    for message in answer.messages:
        known = stand_in.world.files.find(message["document"]["file_id"])
        name = message["document"]["file_name"]
        found[name.split("-", 3)[3]] = stand_in.world.files.read(known)
    return found


async def documents(person):
    """List the files in the chat."""
    return [each for each in await person.chat() if "document" in each]


def table(content):
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


async def test_everything_of_mine(house, stand_in, anna, boris):
    """Three files: each set once in the table, and in the JSON what the tables of people hold."""
    await begins(boris, "Secret\nSquat 3x5 100", EN)
    await boris.says("100x5 боль")
    await begins(anna, SUPERSET)
    await logs(anna)
    await anna.says("22,5x8@9 тяжело")
    await house.sql("UPDATE sets SET note = '=' || note WHERE note IS NOT NULL")
    await does(anna, "skip")
    await anna.says("/newprogram Тайная\nЖим 3x8")
    await anna.says("/programs")  # the draft is left lying
    await house.sql("INSERT INTO reminders VALUES ($1, 5, 18, now() + interval '1 day')", anna.id)
    before = await house.rows()

    answer = await anna.says("/export")
    assert [message["caption"] for message in answer.messages] == [
        said("export-sets", sets=2),
        said("export-spreadsheet"),
        said("export-everything"),
    ]
    after = await house.rows()
    assert [table for table in before if after[table] != before[table]] == ["people"]
    given = await files(stand_in, answer)
    first, second = table(given["sets.csv"])
    assert (first["exercise_title"], first["weight_kg"], first["reps"]) == ("Сгибания", "20", "10")
    assert (second["weight_kg"], second["reps"], second["rpe"]) == ("22.5", "8", "9")
    assert second["exercise_notes"] == "'=тяжело"
    assert {first["superset_id"], second["superset_id"]} == {"0"}
    assert {first["title"], second["title"]} == {"Руки"}

    sheet = openpyxl.load_workbook(io.BytesIO(given["sets.xlsx"])).active
    assert sheet.title == said("export-sheet")
    head, one, two = sheet.iter_rows(values_only=True)
    assert head == tuple(said(f"export-{name}") for name in spreadsheets.COLUMNS)
    assert (one[3], one[7], one[10], one[13]) == ("Сгибания", 20, 10, None)
    assert (two[3], two[7], two[10], two[13]) == ("Разгибания", 22.5, 8, "=тяжело")

    told = json.loads(given["everything.json"])
    assert told["person"]["telegram_id"] == anna.id
    assert told["reminders"] == {"hour": 18, "weekdays": [1, 3]}
    assert told["draft"] == {"name": "Тайная", "body": "Жим 3x8"}
    assert told["active_days"]
    (program,) = told["programs"]
    assert [line["exercise"] for line in program["days"][0]["exercises"]] == [
        "Сгибания",
        "Разгибания",
        "Планка",
    ]
    (workout,) = told["workouts"]
    lifted = [one for exercise in workout["exercises"] for one in exercise["sets"]]
    assert [(one["weight_kg"], one["reps"]) for one in lifted] == [(20, 10), (22.5, 8)]
    assert sum(len(exercise["skipped"]) for exercise in workout["exercises"]) == 1
    assert b"Secret" not in given["everything.json"] + given["sets.csv"]
    assert "Secret" not in {cell for row in sheet.iter_rows(values_only=True) for cell in row}


async def test_warm_ups_come_first(house, stand_in, anna):
    """In the table's order too, whatever came first to mind; the index counts them all."""
    await anna.says("Жим 80x5")
    await anna.says("80x5")
    await house.sql("INSERT INTO sets (owner, workout, position, n, exercise, kind, weight_kg,"
                    " reps, revision) SELECT owner, workout, position, 1, exercise, 'warmup', 40,"
                    " 10, 0 FROM sets LIMIT 1")  # fmt: skip
    rows = table((await files(stand_in, await anna.says("/export")))["sets.csv"])
    assert [(row["set_index"], row["set_type"], row["weight_kg"]) for row in rows] == [
        ("0", "warmup", "40"),
        ("1", "normal", "80"),
        ("2", "normal", "80"),
    ]


async def test_nothing_yet(stand_in, anna):
    """No empty table; what is known of a newcomer is little, and is said."""
    answer = await anna.says("/export")
    given = await files(stand_in, answer)
    assert list(given) == ["everything.json"]
    told = json.loads(given["everything.json"])
    assert told["workouts"] == told["programs"] == told["exercises"] == []
    assert told["draft"] is told["reminders"] is None


async def test_an_empty_one_is_no_reason_to_wait(stand_in, anna):
    """Whoever has stored nothing gets it as often as they like, and then what they stored."""
    for _ in range(2):
        assert len((await anna.says("/export")).messages) == 1
    await anna.says("Жим 80x5")
    assert len(await files(stand_in, await anna.says("/export"))) == 3
    assert (await anna.says("/export")).texts == [said("export-too-soon")]
    await anna.says("/deleteall")
    await anna.presses(RU.plain("deleteall-button"))
    assert len((await anna.says("/export")).messages) == 1


async def test_not_again_at_once(house, stand_in, anna):
    """Files wait in memory to be sent, so they come once a minute; an update that comes twice
    is not asked for twice."""
    await anna.says("Жим 80x5")
    first = await anna.says("/export")
    assert len(await files(stand_in, first)) == 3
    assert (await anna.says("/export")).texts == [said("export-too-soon")]
    before = len(await house.sql("SELECT FROM settled_updates"))
    await anna.desk.redelivers(first.update_id)
    assert len(await house.sql("SELECT FROM settled_updates")) == before
    assert len(await documents(anna)) == 3
    await house.sql("UPDATE people SET exported_at = exported_at - interval '61 s'")
    assert len(await files(stand_in, await anna.says("/export"))) == 3


async def test_the_spreadsheet_holds_up_nobody(house, anna, boris, monkeypatch):
    """While it is written in a thread, the bot has no transaction open and serves everybody."""
    monkeypatch.setattr(inbox, "ANSWER_SECONDS", 0.5)
    writing, written, threads = asyncio.Event(), threading.Event(), []
    loop, write = asyncio.get_running_loop(), spreadsheets.spreadsheet

    def slowly(*arguments):
        threads.append(threading.current_thread())
        loop.call_soon_threadsafe(writing.set)
        assert written.wait(SECONDS)
        return write(*arguments)

    monkeypatch.setattr(spreadsheets, "spreadsheet", slowly)
    await anna.says("Жим 80x5")
    await anna.says("/export", answered=False)
    async with asyncio.timeout(SECONDS):
        await writing.wait()
    assert threads != [threading.main_thread()]
    assert await house.sql(IN_TRANSACTION) == []
    assert (await boris.says("Bench press 100x5")).texts
    await anna.says("80x5", answered=False)
    assert await house.value("SELECT count(*) FROM sets") == 3
    written.set()
    await until(lambda: documents(anna), "the files are sent", lambda sent: len(sent) == 3)


async def test_no_two_are_written_at_once(house, anna, boris, monkeypatch):
    """Each takes memory, so the second waits, and reads nothing before its turn."""
    asked, going, most = asyncio.Event(), 0, 0
    read = storage.exports.sets

    async def watched(*arguments):
        nonlocal going, most
        going += 1
        most = max(most, going)
        await asked.wait()
        rows = await read(*arguments)
        going -= 1
        return rows

    monkeypatch.setattr(storage.exports, "sets", watched)
    for each in (anna, boris):
        await each.says("Жим 80x5")
    both = [asyncio.create_task(each.says("/export")) for each in (anna, boris)]
    begun = "SELECT FROM people WHERE exported_at IS NOT NULL"
    await until(lambda: house.sql(begun), "both have begun", lambda rows: len(rows) == 2)
    asked.set()
    assert [len((await each).messages) for each in both] == [3, 3]
    assert most == 1


async def test_one_that_fails_is_answered(house, anna, monkeypatch):
    """Its transaction is over by then, so nothing else would tell her."""
    house.expects_errors = True
    await anna.says("Жим 80x5")
    with monkeypatch.context() as patched:
        patched.setattr(spreadsheets, "spreadsheet", None)
        assert (await anna.says("/export")).texts == [said("failed")]
    await house.sql("UPDATE people SET exported_at = NULL")
    assert len((await anna.says("/export")).messages) == 3


async def test_too_much(anna, monkeypatch):
    """More than the files hold is refused in words before it is read, and that counts as asked."""
    monkeypatch.setattr(exports, "MAX_PARTS", 1)
    monkeypatch.setattr(exports, "MAX_BYTES", 1200)
    await anna.says("Жим 80x5")
    monkeypatch.setattr(exports, "PAUSE_SECONDS", 0)
    assert len((await anna.says("/export")).messages) == 3
    await anna.says("80x5x3")
    assert (await anna.says("/export")).texts == [said("export-too-much")]
    monkeypatch.setattr(exports, "PAUSE_SECONDS", 60)
    assert (await anna.says("/export")).texts == [said("export-too-soon")]


async def test_deleting_offers_it(anna):
    """Before everything goes one is told how to keep it."""
    await anna.says("Жим 80x5")
    assert "/export" in (await anna.says("/deleteall")).text
    assert RU.plain("deleteall-button") in str((await anna.screen())["reply_markup"])


async def test_the_exports_agree(house, stand_in, boris):
    """CSV, spreadsheet and JSON have the kilograms, the weight as shown, and its unit."""
    await boris.says("/settings")
    await boris.presses(EN.plain("unit", unit="lb"))
    await boris.says("Squat 315x5")
    answer = await boris.says("/export")
    given = await files(stand_in, answer)
    (row,) = csv.DictReader(io.StringIO(given["sets.csv"].decode()))
    assert (row["weight_kg"], row["weight"], row["weight_unit"]) == ("142.88", "315", "lb")
    sheet = openpyxl.load_workbook(io.BytesIO(given["sets.xlsx"])).active
    head, cells = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert dict(zip(head, cells, strict=True)) | {"Weight": 315, "Unit": "lb"} == dict(
        zip(head, cells, strict=True)
    )
    (lifted,) = json.loads(given["everything.json"])["workouts"][0]["exercises"][0]["sets"]
    assert (lifted["weight_kg"], lifted["weight"], lifted["unit"]) == (142.88, 315, "lb")
