"""What /export gives, the bot takes back: the same sets, programs and settings."""

import json
import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from service.telegram.transport import inbox
from tests.telegram.talk import RU, said
from tests.telegram.test_export import files
from tests.waiting import SECONDS, until

NAMES = ("Жим лёжа", "Squat", "Планка у стены", "=SUM(A1)", "Pull Up (Assisted)", "Тяга; широкая")
NOTES = (None, "легко", "=1+1", 'в "кавычках", и\nв две строки', "-20; @x", "'quoted")


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """Let a file be acknowledged when its work is done, however busy the machine is."""
    monkeypatch.setattr(inbox, "ANSWER_SECONDS", SECONDS)


async def fills(house, owner, seed):
    """Give somebody a random past, with all that a set and a program can have.

    ``house`` runs SQL.
    """
    luck = random.Random(seed)
    for name in NAMES:
        await house.sql(
            "INSERT INTO exercises (owner, name, name_key, kind, rest_seconds, step_kg, note)"
            " VALUES ($1, $2, lower($2), $3, $4, 1.25, $5)",
            owner, name, luck.choice(["barbell", "bodyweight", "other"]),
            luck.choice([None, 0, 90]), luck.choice(NOTES),
        )  # fmt: skip
    await house.sql(
        "UPDATE people SET rest_seconds = 75, bar_kg = 15, plates_kg = '{20,2.5}', unit = $2,"
        " timezone = 'Asia/Omsk', weekly_goal = 3 WHERE id = $1",
        owner, luck.choice(["kg", "lb"]),
    )  # fmt: skip
    await house.sql(
        "UPDATE exercises SET known = $2, answers = $3, bar_kg = 10 WHERE owner = $1 AND name = $4",
        owner, luck.choice([None, "squat"]), luck.choice([[], ["жим"]]), "Squat",
    )  # fmt: skip
    for day in sorted(luck.sample(range(1, 28), luck.randint(0, 5))):
        await house.sql(
            "INSERT INTO bodyweights VALUES ($1, make_date(2026, 5, $2), $3)",
            owner, day, Decimal(luck.randint(2000, 40000)) / 100,
        )  # fmt: skip
    if luck.random() < 0.5:
        await house.sql(
            "INSERT INTO drafts (owner, name, body) VALUES ($1, 'Тайная', 'Жим 3x8')", owner
        )
    await house.sql("INSERT INTO reminders VALUES ($1, 5, 18, now() + interval '1 day')", owner)
    await house.sql("INSERT INTO programs (owner, name) VALUES ($1, 'Сила')", owner)
    await house.sql(
        "INSERT INTO days (owner, program, position, name)"
        " SELECT owner, id, n, 'День ' || n FROM programs, generate_series(1, 2) AS n"
        " WHERE owner = $1",
        owner,
    )
    await house.sql(
        "INSERT INTO slots (owner, day, position, exercise, sets, reps_min, reps_max, weight_kg,"
        " superset, amrap, rule, warmup, note)"
        " SELECT d.owner, d.id, row_number() OVER (PARTITION BY d.id ORDER BY e.id), e.id, 3, 8,"
        " 12, 42.5, 'A', true, '+2.5 kg', true, 'пауза'"
        " FROM days d JOIN exercises e USING (owner) WHERE owner = $1",
        owner,
    )
    await house.sql(
        "INSERT INTO programs (owner, name, created_at, archived_at)"
        " VALUES ($1, 'Старая', '2025-01-02', $2)",
        owner, luck.choice([None, datetime(2025, 3, 1, tzinfo=UTC)]),
    )  # fmt: skip
    await house.sql(
        "INSERT INTO days (owner, program, position) SELECT owner, id, 1 FROM programs"
        " WHERE owner = $1 AND name = 'Старая'",
        owner,
    )
    await house.sql(
        "INSERT INTO slots (owner, day, position, exercise, sets, seconds, rest_seconds)"
        " SELECT d.owner, d.id, 1, e.id, 2, 45, 30 FROM days d JOIN exercises e USING (owner)"
        " WHERE owner = $1 AND d.name IS NULL ORDER BY e.id LIMIT 1",
        owner,
    )
    ids = [row[0] for row in await house.sql(
        "SELECT id FROM exercises WHERE owner = $1 ORDER BY id", owner)]  # fmt: skip
    at = datetime(2026, 1, 2, 15, tzinfo=UTC)
    for _ in range(luck.randint(2, 6)):
        at += timedelta(hours=luck.randint(20, 90), minutes=luck.randint(0, 59))
        await trains(house, owner, luck, at, ids)


async def trains(house, owner, luck, at, ids):
    """Store one workout with random exercises and sets."""
    (row,) = await house.sql(
        "INSERT INTO workouts (owner, program, day, title, started_at, ended_at, last_set_at,"
        " ended_by, note) SELECT $1, d.program, d.id, $2, $3, $4, $4, 'finished', $5"
        " FROM days d WHERE d.owner = $1 ORDER BY d.id LIMIT 1 RETURNING id",
        owner, luck.choice(["Сила · День 1", "=Ноги"]), at, at + timedelta(hours=1),
        luck.choice(NOTES),
    )  # fmt: skip
    for position, exercise in enumerate(luck.sample(ids, luck.randint(1, len(ids))), 1):
        await house.sql(
            "INSERT INTO planned (owner, workout, position, exercise, sets, reps_min, reps_max,"
            " weight_kg, superset) VALUES ($1, $2, $3, $4, 3, 5, 8, 60, $5)",
            owner, row[0], position, exercise, luck.choice([None, "A"]),
        )  # fmt: skip
        for n in range(1, luck.randint(2, 4)):
            held = luck.random() < 0.2
            await house.sql(
                "INSERT INTO sets (owner, workout, position, n, exercise, kind, weight_kg, load,"
                " reps, seconds, rpe, note, way, revision, logged_at)"
                " VALUES ($1, $2, $3, $4::smallint, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0,"
                " $14)",
                owner, row[0], position, n, exercise, luck.choice(["work", "work", "warmup"]),
                Decimal(luck.randint(1, 8000)) / 40, luck.choice(["plain", "added", "assisted"]),
                None if held else luck.randint(1, 999), 45 if held else None,
                luck.choice([None, Decimal("8.5")]), luck.choice(NOTES),
                luck.choice(["text", "button"]), at + timedelta(minutes=7 * position + n),
            )  # fmt: skip


async def stores(person, name, content):
    """Send a file, store it, and wait until it is stored."""
    await person.uploads(name, content)
    button = RU.plain("import-button-store", workouts=0).split()[0]

    async def ready():
        return [m for m in await person.chat() if button in str(m.get("reply_markup"))]

    found = await until(ready, "a preview")
    data = found[-1]["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await person.presses(data=data, message_id=found[-1]["message_id"])
    last = said("import-can-undo")
    await until(person.chat, "it is stored", lambda chat: any(last in str(m) for m in chat))


def comparable(everything):
    """Read an export, apart from who exported it, and when they came."""
    told = json.loads(everything)
    for key in ("telegram_id", "joined_at"):
        del told["person"][key]
    del told["active_days"], told["removed"]
    for program in told["programs"]:
        for day in program["days"]:
            for slot in day["exercises"]:
                slot["planned_at"] = slot["planned_at"][:19]
    return told


@pytest.mark.parametrize("seed", range(2))
async def test_round_trip(house, stand_in, anna, boris, seed):
    """Export, delete everything, import: a second export is the same, byte by byte in the table.

    The JSON is too, but for the days of use and when the account was made. Undone, nothing of it
    is left. The table alone holds the same sets.
    """
    await anna.says("/start")
    await fills(house, anna.id, seed)
    first = await files(stand_in, await anna.says("/export"))
    await anna.says("/deleteall")
    await anna.presses(RU.plain("deleteall-button"))
    await stores(anna, "everything.json", first["everything.json"])
    second = await files(stand_in, await anna.says("/export"))
    assert second["sets.csv"] == first["sets.csv"]
    undo = RU.plain("import-button-undo")
    (shown,) = [m for m in await anna.chat() if undo in str(m.get("reply_markup"))]
    assert comparable(second["everything.json"]) == comparable(first["everything.json"])

    data = shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await anna.presses(data=data, message_id=shown["message_id"])
    await until(anna.chat, "undone", lambda chat: said("import-undone", kept=0) in str(chat))
    await house.sql("UPDATE people SET exported_at = NULL")
    left = await house.rows()
    for table in ("sets", "exercises", "programs", "reminders", "bodyweights", "drafts"):
        assert left[table] == [], table
    unit = json.loads(first["everything.json"])["person"]["unit"]
    await anna.says("/start")
    await house.sql(
        "UPDATE people SET unit = $2, timezone = 'Asia/Omsk' WHERE id = $1", anna.id, unit
    )
    await stores(anna, "sets.csv", first["sets.csv"])
    third = await files(stand_in, await anna.says("/export"))
    assert third["sets.csv"].decode().splitlines() == first["sets.csv"].decode().splitlines()
