"""Files that come all at once, and files that say what can't be."""

import asyncio
import json
from pathlib import Path

import pytest

from service import importing, storage
from service.telegram.past_buttons import ImportButton
from service.telegram.talk import import_jobs
from service.telegram.transport import inbox
from service.telegram.unprompted import interrupted
from tests.house import open_house
from tests.telegram.talk import RU, said
from tests.telegram.test_imports import presses, sample, sends, text_of
from tests.waiting import SECONDS, until

MIGRATIONS = Path(storage.__file__).with_name("migrations")


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """Let a file be acknowledged when its preview is shown, however busy the machine is."""
    monkeypatch.setattr(inbox, "ANSWER_SECONDS", SECONDS)


async def texts(person):
    return [message.get("text") or "" for message in await person.chat()]


async def test_more_files_at_once_than_wait(house, anna, monkeypatch):
    """The oldest is dropped while it is read, and its message says so."""
    monkeypatch.setattr(inbox, "ANSWER_SECONDS", 0.01)
    take = import_jobs.Job._take

    async def late(job, lines):
        await until(lambda: house.value("SELECT count(*) = 4 FROM imports"), "all four files")
        return await take(job, lines)

    monkeypatch.setattr(import_jobs.Job, "_take", late)
    for n in range(4):
        await anna.uploads(f"hevy{n}.csv", sample("hevy.csv"), answered=False)
    dropped = said("import-dropped", file="hevy0.csv")
    await until(lambda: texts(anna), "the first is dropped", lambda shown: dropped in shown)
    preview = said("import-amount", workouts=2, sets=8)
    await until(
        lambda: texts(anna),
        "three previews",
        lambda shown: sum(preview in text for text in shown) == 3,
    )


async def test_a_restart_before_the_preview_is_shown(stand_in, desk, database_url, monkeypatch):
    """The file was read and is not read again; the next process shows what is in it."""
    anna = await desk.person("Anna")
    with monkeypatch.context() as patch:
        patch.setattr(import_jobs.Job, "_show", lambda *_: asyncio.Event().wait())
        async with open_house(stand_in, database_url) as house:
            sending = asyncio.create_task(anna.uploads("hevy.csv", sample("hevy.csv")))
            ready = "SELECT count(*) = 1 FROM imports WHERE state = 'ready'"
            await until(lambda: house.value(ready), "the file is read")
    sending.cancel()
    async with open_house(stand_in, database_url):
        preview = said("import-amount", workouts=2, sets=8)
        await until(lambda: texts(anna), "the preview", lambda shown: preview in shown[-1])


@pytest.mark.parametrize(
    ("method", "key", "state"),
    [
        ("_take", "import-not-read", "reading"),
        ("_store", "import-not-stored", "ready"),
        ("undo", "import-not-undone", "stored"),
    ],
)
async def test_a_restart_amid_the_work(
    stand_in, desk, database_url, monkeypatch, method, key, state
):
    """Nothing is done of it; the next process says so, once, and it can be done again."""
    monkeypatch.setattr(interrupted, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(inbox, "ANSWER_SECONDS", 0.1)
    anna = await desk.person("Anna")
    with monkeypatch.context() as patch:
        async with open_house(stand_in, database_url) as house:
            if state != "reading":
                await sends(anna, "hevy.csv")
            if state == "stored":
                await presses(anna, RU, "store", workouts=2)
            patch.setattr(import_jobs.Job, method, lambda *_: asyncio.Event().wait())
            if state == "reading":
                await anna.uploads("hevy.csv", sample("hevy.csv"))
            elif state == "ready":
                await anna.presses(RU.plain("import-button-store", workouts=2))
            else:
                await anna.presses(RU.plain("import-button-undo"))
            busy = "SELECT count(*) = 1 FROM imports WHERE busy_since IS NOT NULL"
            await until(lambda: house.value(busy), "the work has begun")
            assert await house.value("SELECT state FROM imports") == state
            acknowledged = "SELECT count(*) FROM settled_updates"
            assert await house.value(acknowledged) >= 1
    assert "⏳" in (await texts(anna))[-1]
    monkeypatch.setattr(interrupted, "LONG_SECONDS", 0.0)
    async with open_house(stand_in, database_url) as house:
        part = said(key, file="hevy.csv")
        await until(lambda: texts(anna), "it says so", lambda shown: part in shown[-1])
        assert await house.value("SELECT count(busy_since) FROM imports") == 0
        if state == "ready":
            await presses(anna, RU, "store", workouts=2)
            assert await house.value("SELECT count(*) FROM sets") == 8
        elif state == "stored":
            await presses(anna, RU, "undo")
            assert await house.value("SELECT count(*) FROM sets") == 0


async def test_work_that_waits_long_is_not_interrupted(house, anna, monkeypatch):
    """One job is done at a time: whoever waits for another's is told of no restart."""
    monkeypatch.setattr(interrupted, "LONG_SECONDS", 0.0)
    monkeypatch.setattr(inbox, "ANSWER_SECONDS", 0.1)
    take, goes_on, began = import_jobs.Job._take, asyncio.Event(), asyncio.Event()

    async def late(job, lines):
        began.set()
        await goes_on.wait()
        return await take(job, lines)

    monkeypatch.setattr(import_jobs.Job, "_take", late)
    await anna.uploads("hevy.csv", sample("hevy.csv"))
    await began.wait()
    await house.sql("UPDATE imports SET busy_since = now() - interval '1 hour'")
    renewed = "SELECT busy_since > now() - interval '1 minute' FROM imports"
    await until(lambda: house.value(renewed), "it is looked for interrupted work")
    goes_on.set()
    preview = said("import-amount", workouts=2, sets=8)
    await until(lambda: texts(anna), "the preview", lambda shown: preview in shown[-1])


@pytest.mark.parametrize("act", ["store", "undo"])
async def test_a_second_tap_amid_the_work(house, anna, monkeypatch, act):
    """It changes nothing: the message says what the first one has done."""
    monkeypatch.setattr(inbox, "ANSWER_SECONDS", 0.1)
    await sends(anna, "hevy.csv")
    if act == "undo":
        await presses(anna, RU, "store", workouts=2)
    method = {"store": "_store", "undo": "undo"}[act]
    work, goes_on = getattr(import_jobs.Job, method), asyncio.Event()

    async def late(job, told):
        await goes_on.wait()
        return await work(job, told)

    monkeypatch.setattr(import_jobs.Job, method, late)
    place = (await anna.chat())[-1]["message_id"]
    number = await house.value("SELECT id FROM imports")
    for _ in range(2):
        data = ImportButton(act=act, id=number).pack()
        await anna.presses(data=data, message_id=place, forged=True)
    goes_on.set()
    await anna.says("/programs")  # answered behind both
    done = {"store": said("import-can-undo"), "undo": said("import-undone", kept=0)}[act]
    (shown,) = [m["text"] for m in await anna.chat() if m["message_id"] == place]
    assert done in shown
    assert await house.value("SELECT count(busy_since) FROM imports") == 0


async def test_undoing_what_an_older_version_stored(house, anna):
    """Its sets had the numbers that are now of sets that are added later."""
    await sends(anna, "hevy.csv")
    await presses(anna, RU, "store", workouts=2)
    await house.sql(
        "UPDATE workouts SET revision = (SELECT count(*) FROM sets WHERE workout = workouts.id)"
    )
    await house.sql(
        "UPDATE sets SET revision = sets.revision + workouts.revision + 1 FROM workouts"
        " WHERE workout = workouts.id"
    )
    assert await house.value("SELECT min(revision) FROM sets") == 1
    (script,) = MIGRATIONS.glob("*_stored_before.sql")
    for _ in range(2):
        await house.sql(script.read_text("utf-8"))
    await presses(anna, RU, "undo")
    assert await house.value("SELECT count(*) FROM sets") == 0
    assert said("import-undone", kept=0) in await text_of(anna)


async def test_a_time_zone_that_is_not_known(house, anna):
    """It is left out: with it, no message of the person could be handled any more."""
    person = {
        "language": "ru",
        "unit": "kg",
        "timezone": "Mars/Olympus",
        "rest_seconds": 90,
        "bar_kg": None,
        "plates_kg": None,
    }
    program = {"name": "Сила", "days": [{"exercises": [{"exercise": "Жим", "sets": 3}]}]}
    told = {"person": person, "programs": [program], "workouts": []}
    await sends(anna, "everything.json", json.dumps(told).encode())
    await presses(anna, RU, "store", workouts=0)
    assert said("import-stored", sets=0, workouts=0) in await text_of(anna)
    assert await house.value("SELECT rest_seconds FROM people") == 90
    assert await house.value("SELECT timezone FROM people") is None
    assert (await anna.says("/programs")).text


async def test_the_time_to_store_does_not_count(monkeypatch):
    """A slow database does not call off the reading, which waits for it."""
    monkeypatch.setattr(importing, "SECONDS", 3.0)

    async def content():
        yield sample("hevy.csv")

    about = {
        "zone": "UTC",
        "now": "2026-01-01T00:00:00+00:00",
        "title": "Workout",
        "language": "en",
        "own": [],
    }
    lines: list[bytes] = []
    async for line in importing.read(content(), about):
        if not lines:
            await asyncio.sleep(3.2)
        lines.append(line)
    assert len(lines) == 3


async def test_two_files_are_read_at_a_time():
    """However many people send files at once, the third waits until one has been read."""
    begun, go_on = [], asyncio.Event()
    about = {
        "zone": "UTC",
        "now": "2026-01-01T00:00:00+00:00",
        "title": "",
        "language": "en",
        "own": [],
    }

    async def content(number):
        begun.append(number)
        await go_on.wait()
        yield b"not a log"

    async def read(number):
        return [line async for line in importing.read(content(number), about)]

    async with asyncio.TaskGroup() as group:
        reading = [group.create_task(read(number)) for number in range(3)]
        await until(lambda: begun, "two are begun", lambda numbers: len(numbers) == 2)
        assert importing.AT_ONCE.locked()
        go_on.set()
    assert begun == [0, 1, 2]
    assert [len(await task) for task in reading] == [1, 1, 1]
