"""An export that is larger than a file comes in parts, each of which can be imported again."""

from datetime import UTC, datetime

import pytest

from service.telegram.talk import exports
from service.telegram.transport import inbox
from tests import lifter
from tests.telegram.talk import RU, begins, said
from tests.telegram.test_imports import presses, sends, text_of
from tests.waiting import SECONDS, until

PROGRAM = "Сила\nA\nЖим лёжа 3x5 80\nB\nПриседания 3x5 100"
DAYS = 5
MOST = 6000
"""Bytes of the largest file: two workouts and what every part has."""

STORED = """
    SELECT w.title, w.started_at, w.note, p.name AS program, e.name, e.known, e.kind AS of, s.n,
           s.kind, s.weight_kg, s.load, s.reps, s.seconds, s.rpe, s.note AS said, s.logged_at
    FROM sets s
    JOIN workouts w ON w.owner = s.owner AND w.id = s.workout
    JOIN exercises e ON e.owner = s.owner AND e.id = s.exercise
    LEFT JOIN programs p ON p.owner = w.owner AND p.id = w.program
    WHERE s.owner = $1 ORDER BY w.started_at, s.position, s.kind, s.n
"""


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """Let an update be acknowledged when all its files are sent, however busy the machine is."""
    monkeypatch.setattr(inbox, "ANSWER_SECONDS", SECONDS)


async def documents(person):
    """List the messages with files."""
    return [message for message in await person.chat() if "document" in message]


async def files(stand_in, messages):
    """Read the files of messages by the rest of their names, in their order."""
    found = {}
    for message in messages:
        known = stand_in.world.files.find(message["document"]["file_id"])
        name = message["document"]["file_name"]
        found[name.split("-", 3)[3]] = stand_in.world.files.read(known)
    return found


async def stored(house, person):
    return [tuple(row) for row in await house.sql(STORED, person.id)]


async def trains(house, anna):
    """Log five workouts, a day each."""
    await begins(anna, PROGRAM)
    await anna.presses(RU.plain("workout-button-finish"))
    for n in range(DAYS):
        await anna.says(f"Жим лёжа 80x{n + 5}\n80x5@9 тяжело\nПриседания 100x5")
        await anna.presses(RU.plain("workout-button-finish"))
        await house.sql("UPDATE workouts SET started_at = started_at - interval '1 day'")
        await house.sql("UPDATE sets SET logged_at = logged_at - interval '1 day'")


async def test_parts(house, stand_in, desk, anna, monkeypatch):
    """Every set is in one of them; each is imported on its own, in any order, and twice is once."""
    vera = await desk.person("Vera")
    await trains(house, anna)
    before = await stored(house, anna)
    assert len(before) == 3 * DAYS
    monkeypatch.setattr(exports, "MAX_BYTES", MOST)
    answer = await anna.says("/export")
    given = await files(stand_in, answer.messages)
    names = [name for name in given if name.endswith(".json")]
    assert names == [f"{n}-of-{len(names)}-everything.json" for n in range(1, len(names) + 1)]
    assert len(names) > 2
    head = said("export-part", part=1, parts=len(names))
    assert answer.messages[0]["caption"].startswith(head)
    assert all(len(given[name]) <= MOST for name in names)

    for name in [*reversed(names), names[0]]:
        await sends(vera, name, given[name])
        if name == names[0] and await stored(house, vera) == before:
            assert said("import-nothing-new") in await text_of(vera)
            continue
        workouts = given[name].count(b'"started_at"')
        await presses(vera, RU, "store", workouts=workouts)
    assert await stored(house, vera) == before
    assert await house.value("SELECT count(*) FROM programs WHERE owner = $1", vera.id) == 1

    await anna.says("/deleteall")
    await anna.presses(RU.plain("deleteall-button"))
    for name in [name for name in given if name.endswith(".csv")]:
        await sends(anna, name, given[name])
        workouts = len({line.split(b",")[1] for line in given[name].splitlines()[1:]})
        await presses(anna, RU, "store", workouts=workouts)
    lifted = [(row[4], *row[7:15]) for row in await stored(house, anna)]
    assert lifted == [(row[4], *row[7:15]) for row in before]


@pytest.mark.bench
async def test_a_real_size(house, stand_in, desk, anna, monkeypatch):
    """A hundred thousand sets: no file is larger than Telegram lets the bot download."""
    monkeypatch.setattr(lifter, "PATIENCE", 120)
    vera = await desk.person("Vera")
    await anna.says("Жим лёжа 80x5")
    await house.sql(
        """
        WITH days AS (
            INSERT INTO workouts (owner, title, started_at, ended_at)
            SELECT $1, 'День ' || n, at, at + interval '1 hour' FROM generate_series(1, 2000) AS n,
            LATERAL (SELECT now() - make_interval(days => 2 * n)) AS days (at) RETURNING id
        ), lines AS (
            INSERT INTO planned (owner, workout, position, exercise)
            SELECT $1, days.id, position, e.id
            FROM days, generate_series(1, 5) AS position, exercises e WHERE e.owner = $1
            RETURNING workout, position, exercise
        )
        INSERT INTO sets (owner, workout, position, n, exercise, weight_kg, reps, revision, note)
        SELECT $1, workout, position, n, exercise, 60 + n, 5, n, 'хорошо пошло'
        FROM lines, generate_series(1, 10) AS n
        """,
        anna.id,
    )
    await anna.says("/export")
    given = await files(stand_in, await until(
        lambda: documents(anna), "all parts", lambda sent: len(sent) == 9, within=120
    ))  # fmt: skip
    sizes = {name: len(content) / 2**20 for name, content in given.items()}
    print({name: f"{size:.1f} MiB" for name, size in sizes.items()})
    assert max(sizes.values()) < 20
    began = datetime.now(UTC)
    for name in (name for name in given if name.endswith(".json")):
        await sends(vera, name, given[name])
        await presses(vera, RU, "store", workouts=given[name].count(b'"started_at"'))
        print(name, datetime.now(UTC) - began)
    assert await house.value("SELECT count(*) FROM sets WHERE owner = $1", vera.id) == 100_001
