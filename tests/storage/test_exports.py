"""What goes along is all there is: a new column is either in it or left out on purpose."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from service import storage
from service.domain.exports import Row, table
from tests.storage.conftest import ANNA, BORIS, train

START = datetime(2026, 5, 2, 17, 29, tzinfo=UTC)
HOUR = timedelta(hours=1)

FILL = """
UPDATE people SET timezone = 'Asia/Omsk', rest_seconds = 90, bar_kg = 15, weekly_goal = 3,
    plates_kg = '{10,2.5}', joined_at = $2::timestamptz
    WHERE id = $1;
UPDATE daily_active SET day = '2026-05-02' WHERE person = $1;
INSERT INTO reminders VALUES ($1, 5, 18, $2::timestamptz);
INSERT INTO drafts (owner, name, body) VALUES ($1, 'Верх', 'Жим 3x8');
INSERT INTO questions (owner, chat, message, sent_at, text, sure, reason, line, typed, lines,
                       labels, answers)
    VALUES ($1, $1, 7, $2::timestamptz, '5 x 100 кг', '{}', 'swapped', 0, '', '{}', '{}', '{}');
INSERT INTO bodyweights VALUES ($1, '2026-05-02', 82.5);
INSERT INTO challenges (chat, measure, language, unit, last_day, begins_at, ends_at, due_at)
    SELECT -1, 'sets', 'ru', 'kg', '2026-05-09', $2::timestamptz,
           $2::timestamptz + interval '7 days', $2::timestamptz FROM people WHERE id = $1;
INSERT INTO challengers (owner, challenge, name, joined_at)
    SELECT $1, id, 'Анна', $2::timestamptz FROM challenges;
INSERT INTO removed (owner, removed_at, contents) VALUES ($1, $2::timestamptz, '{"set": {"n": 1}}');
INSERT INTO exercises (owner, name, name_key, known, kind, rest_seconds, bar_kg, step_kg, note,
                       answers)
    VALUES ($1, 'Жим', 'жим', 'bench press', 'barbell', 150, 10, 1.25, 'скамья 2', '{hold}'),
           ($1, 'Тяга', 'тяга', NULL, 'other', NULL, NULL, NULL, NULL, '{}');
INSERT INTO programs (owner, name, archived_at, created_at)
    VALUES ($1, 'Сила', $2::timestamptz + interval '1 hour', $2::timestamptz);
INSERT INTO days (owner, program, position, name) SELECT owner, id, 1, 'День A' FROM programs
    WHERE owner = $1;
INSERT INTO slots (owner, day, position, exercise, sets, reps_min, reps_max, weight_kg, superset,
                   amrap, rest_seconds, rule, warmup, note, planned_at)
    SELECT d.owner, d.id, 1, e.id, 3, 8, 12, 40, 'B', true, 75, '+2.5 kg', true, 'пауза',
           $2::timestamptz
    FROM days d JOIN exercises e USING (owner)
    WHERE d.owner = $1 AND e.name = 'Тяга';
INSERT INTO shares (owner, token_hash, program, weights, name, taken, created_at, expires_at)
    SELECT owner, sha256('x'), id, true, 'Аня', 2, $2::timestamptz, $2::timestamptz FROM programs
    WHERE owner = $1;
INSERT INTO workouts (owner, program, day, title, started_at, ended_at, ended_by, note)
    SELECT owner, program, id, 'Сила · A', $2::timestamptz, $2::timestamptz + interval '1 hour',
           'early', 'не выспался'
    FROM days WHERE owner = $1;
INSERT INTO planned (owner, workout, position, exercise, sets, reps_min, reps_max, seconds,
                     weight_kg, superset, amrap, rest_seconds, rule, warmup, note, planned_at)
    SELECT w.owner, w.id, 1, e.id, 4, NULL, NULL, 30, 50, 'C', false, NULL, NULL, false, NULL,
           $2::timestamptz
    FROM workouts w JOIN exercises e USING (owner) WHERE w.owner = $1 AND e.name = 'Жим';
INSERT INTO sets (owner, workout, position, n, exercise, kind, weight_kg, load, reps, seconds,
                  rpe, note, way, revision, logged_at)
    SELECT owner, workout, 1, 1, exercise, 'work', 62.5, 'added', NULL::int, 45, 8.5, 'легко',
           'button', 1, $2::timestamptz + interval '2 min' FROM planned WHERE owner = $1
    UNION ALL
    SELECT owner, workout, 1, 1, exercise, 'warmup', 20, 'plain', 10, NULL, NULL, NULL,
           'text', 1, $2::timestamptz FROM planned WHERE owner = $1;
INSERT INTO skips (owner, workout, position, n, revision)
    SELECT owner, workout, 1, 2, 1 FROM planned WHERE owner = $1
"""

ALL: dict[str, Any] = {
    "person": {
        "telegram_id": ANNA,
        "language": "ru",
        "unit": "kg",
        "timezone": "Asia/Omsk",
        "rest_seconds": 90,
        "weekly_goal": 3,
        "bar_kg": 15,
        "plates_kg": [10, 2.5],
        "dark_pictures": False,
        "joined_at": START,
    },
    "active_days": ["2026-05-02"],
    "reminders": {"hour": 18, "weekdays": [1, 3]},
    "draft": {"name": "Верх", "body": "Жим 3x8"},
    "questions": [{"text": "5 x 100 кг", "sent_at": START}],
    "body_weights": [{"day": "2026-05-02", "weight_kg": 82.5}],
    "shares": [
        {
            "program": "Сила",
            "workout": None,
            "weights": True,
            "name": "Аня",
            "taken": 2,
            "created_at": START,
            "expires_at": START,
        }
    ],
    "challenges": [{"name": "Анна", "joined_at": START}],
    "removed": [{"removed_at": START, "exercises": [], "contents": {"set": {"n": 1}}}],
    "exercises": [
        {
            "name": "Жим",
            "known": "bench press",
            "kind": "barbell",
            "rest_seconds": 150,
            "bar_kg": 10,
            "step_kg": 1.25,
            "note": "скамья 2",
            "answers": ["hold"],
        },
        {
            "name": "Тяга",
            "known": None,
            "kind": "other",
            "rest_seconds": None,
            "bar_kg": None,
            "step_kg": None,
            "note": None,
            "answers": [],
        },
    ],
    "programs": [
        {
            "name": "Сила",
            "created_at": START,
            "archived_at": START + HOUR,
            "days": [
                {
                    "name": "День A",
                    "exercises": [
                        {
                            "exercise": "Тяга",
                            "superset": "B",
                            "sets": 3,
                            "reps_min": 8,
                            "reps_max": 12,
                            "amrap": True,
                            "seconds": None,
                            "weight_kg": 40,
                            "rule": "+2.5 kg",
                            "rest_seconds": 75,
                            "warmup": True,
                            "note": "пауза",
                            "planned_at": START,
                        }
                    ],
                }
            ],
        }
    ],
    "workouts": [
        {
            "title": "Сила · A",
            "program": "Сила",
            "day": "День A",
            "started_at": START,
            "ended_at": START + HOUR,
            "ended_by": "early",
            "note": "не выспался",
            "exercises": [
                {
                    "exercise": "Жим",
                    "superset": "C",
                    "planned": {
                        "sets": 4,
                        "reps_min": None,
                        "reps_max": None,
                        "amrap": False,
                        "seconds": 30,
                        "weight_kg": 50,
                        "rule": None,
                        "rest_seconds": None,
                        "warmup": False,
                        "note": None,
                        "planned_at": START,
                    },
                    "sets": [
                        {
                            "kind": "warmup",
                            "n": 1,
                            "weight_kg": 20,
                            "weight": 20,
                            "unit": "kg",
                            "load": "plain",
                            "reps": 10,
                            "seconds": None,
                            "rpe": None,
                            "note": None,
                            "way": "text",
                            "logged_at": START,
                        },
                        {
                            "kind": "work",
                            "n": 1,
                            "weight_kg": 62.5,
                            "weight": 62.5,
                            "unit": "kg",
                            "load": "added",
                            "reps": None,
                            "seconds": 45,
                            "rpe": 8.5,
                            "note": "легко",
                            "way": "button",
                            "logged_at": START + timedelta(minutes=2),
                        },
                    ],
                    "skipped": [2],
                }
            ],
        }
    ],
}

_WORKOUT = ALL["workouts"][0]
_ENTRY = _WORKOUT["exercises"][0]
KEPT: dict[str, set[str]] = {
    "people": {*ALL["person"]},
    "daily_active": {"day"},
    "reminders": {*ALL["reminders"]},
    "drafts": {*ALL["draft"]},
    "questions": {*ALL["questions"][0]},
    "removed": {*ALL["removed"][0]},
    "bodyweights": {*ALL["body_weights"][0]},
    "shares": {*ALL["shares"][0]},
    "challengers": {*ALL["challenges"][0]},
    "exercises": {*ALL["exercises"][0]},
    "programs": {*ALL["programs"][0]},
    "days": {*ALL["programs"][0]["days"][0]},
    "slots": {*ALL["programs"][0]["days"][0]["exercises"][0]},
    "workouts": {*_WORKOUT},
    "planned": {*_ENTRY, *_ENTRY["planned"]},
    "sets": {*_ENTRY["sets"][0], "exercise"},
    "skips": {"n"},
}
"""The columns of which table have a place in it."""

LEFT_OUT = {
    "people": {
        "asked",
        "hinted_at",
        *{"unread_messages", "removed_messages", "hints", "hint_message"},
        "blocked_at",
        "exported_at",
        "closed_at",
        "closed_told_at",
        "album",
        "tips",
        *{"asked_zone_at", "asked_unit_at", "asked_about"},
    },
    "workouts": {
        *{"revision", "last_set_at", "card_message", "focus", "asked", "fix_position", "fix_n"},
        *{"aim_weight", "aim_reps", "aim_seconds", "aim_load", "warming", "import"},
    },
    "sets": {"revision", "source_chat", "source_message", "part"},
    "planned": {"slot", "suggestion_counted"},
    "skips": {"revision"},
    "shares": {"token_hash"},
    "exercises": {"name_key"},
    "drafts": {"version", "previews", "fixing", "program"},
    "questions": {
        *{
            "chat",
            "message",
            "sure",
            "exercise",
            "fix_workout",
            "fix_position",
            "fix_n",
            "fix_kind",
        },
        *{"reason", "line", "typed", "about", "lines", "labels", "answers"},
        *{"created_at", "asked_at", "shown"},
    },
    "reminders": {"due_at", "unanswered", "sent_at"},
    "challengers": {"challenge"},
}
"""What the bot was asking or showing, and how it finds things again."""

NESTED = {"id", "owner", "person", "position"} | {"day", "workout", "program"}
"""What the order and the nesting say instead; a workout names its program."""

PASSING = {"timers", "notices", "imports", "import_exercises", "import_workouts"}
"""Tables of what is to be said soon, and of files that the person sent and that wait for a day."""

COUNTED = {"daily_bests", "counted_bests"}
"""Tables that are counted from others."""


def read(text):
    """Read JSON, and its moments as such."""

    def moments(told):
        return {
            name: datetime.fromisoformat(value) if name.endswith("_at") and value else value
            for name, value in told.items()
        }

    return json.loads(text, object_hook=moments)


async def ids(db, owner):
    """List all workouts of somebody."""
    return [one.id for one in await storage.exports.workouts(db, owner)]


async def fill(db, owner):
    for statement in FILL.split(";\n"):
        numbers = [owner, START] if "$2" in statement else [owner]
        await db.execute(statement, *numbers)


async def test_all_of_it(db):
    """Every field of every row of hers is in its place, and nothing of anybody else's."""
    await train(db, BORIS)
    await fill(db, ANNA)
    assert read(await storage.exports.everything(db, ANNA, await ids(db, ANNA))) == ALL


async def test_every_column_is_in_it_or_left_out(db):
    """Every table that has rows of people, and every column of it."""
    rows = await db.fetch(
        "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
        " WHERE table_schema = 'public' GROUP BY 1"
    )
    tables = {name: {*columns} for name, columns in rows}
    personal = {name for name, columns in tables.items() if columns & {"owner", "person"}}
    assert personal - PASSING - COUNTED | {"people"} == {*KEPT}
    for name, kept in KEPT.items():
        assert tables[name] - NESTED - LEFT_OUT.get(name, set()) <= kept, name


async def test_another_gets_nothing(db):
    """By another's number one finds one's own, which is nothing, also of others' workouts."""
    await fill(db, ANNA)
    assert await storage.exports.sets(db, BORIS, await ids(db, ANNA)) == []
    told = json.loads(await storage.exports.everything(db, BORIS, await ids(db, ANNA)))
    assert told["workouts"] == []
    assert await storage.exports.sets(db, BORIS, await ids(db, BORIS)) == []
    told = json.loads(await storage.exports.everything(db, BORIS, await ids(db, BORIS)))
    assert {name for name, value in told.items() if value} == {"person", "active_days"}
    assert await storage.exports.size(db, BORIS) == 0


async def test_rows_of_the_table(db):
    """All of a set that the table has a column for; a warm-up comes before its set."""
    await fill(db, ANNA)
    about = ("Сила · A", START, START + HOUR, "Жим", 0)
    assert await storage.exports.sets(db, ANNA, await ids(db, ANNA)) == [
        Row(*about, None, 0, "warmup", Decimal(20), "plain", 10, None, None, "kg", "не выспался"),
        Row(
            *(*about, "легко", 1, "work", Decimal("62.5"), "added", None, 45, Decimal("8.5")),
            *("kg", "не выспался"),
        ),
    ]


async def test_order_of_the_table(db):
    """Workouts as they began, those of one moment apart; supersets counted within each."""
    await db.execute(
        "INSERT INTO exercises (owner, name, name_key) SELECT $1, n, n FROM unnest($2::text[]) n",
        ANNA,
        [*"abcd"],
    )
    for title, start, last in (("two", 1, 2), ("three", 1, 2), ("one", 0, None)):
        workout = await db.fetchval(
            "INSERT INTO workouts (owner, title, started_at, last_set_at, ended_at)"
            " VALUES ($1, $2, $3, $4, $5) RETURNING id",
            ANNA,
            title,
            START + start * HOUR,
            last and START + last * HOUR,
            None if title == "two" else START + 3 * HOUR,
        )
        await db.execute(
            "INSERT INTO planned (owner, workout, position, exercise, sets, superset)"
            " SELECT $1, $2, n, id, 1, (ARRAY['B', NULL, 'B', 'A'])[n]"
            " FROM (SELECT id, row_number() OVER (ORDER BY name)::int AS n FROM exercises) e",
            ANNA,
            workout,
        )
        await db.execute(
            "INSERT INTO sets (owner, workout, position, n, exercise, weight_kg, reps, revision)"
            " SELECT owner, workout, position, n, exercise, 20, 5, 1"
            " FROM planned, generate_series(1, 2) n WHERE workout = $1",
            workout,
        )
    rows = await storage.exports.sets(db, ANNA, await ids(db, ANNA))
    assert [row.title for row in rows[::8]] == ["one", "two", "three"]
    assert {row.ended_at for row in rows[8:16]} == {START + 2 * HOUR}
    for first in (0, 8, 16):
        workout = rows[first : first + 8]
        assert len({row.title for row in workout}) == 1
        assert [row.exercise for row in workout] == [*"aabbccdd"]
        assert [row.number for row in workout] == [0, 1] * 4
        assert [row.superset for row in workout] == [1, 1, None, None, 1, 1, 0, 0]


@pytest.mark.parametrize("letter", ["a", "ж", "😀"])
async def test_the_size_is_known_before(db, letter):
    """Neither file is larger, whatever the names; and not a tenth of it either."""
    long = letter * 64
    await fill(db, ANNA)
    await db.execute("UPDATE exercises SET name = $1 WHERE kind = 'barbell'", long)
    await db.execute("UPDATE workouts SET title = $1", long)
    await db.execute("DELETE FROM sets")
    await db.execute(
        "INSERT INTO sets (owner, workout, position, n, exercise, weight_kg, reps, note, revision)"
        " SELECT owner, workout, position, n, exercise, 20, 5, $2, 1"
        " FROM planned, generate_series(1, 20) n WHERE owner = $1",
        ANNA,
        letter * 1000,
    )
    size = await storage.exports.size(db, ANNA)
    notes = await db.fetchval("SELECT coalesce(sum(octet_length(note)), 0) FROM exercises")
    everything = len((await storage.exports.everything(db, ANNA, await ids(db, ANNA))).encode())
    sets = len(table(await storage.exports.sets(db, ANNA, await ids(db, ANNA)), UTC))
    assert size == sum(one.bytes for one in await storage.exports.workouts(db, ANNA)) + notes
    assert size / 10 < everything < size
    assert size / 10 < sets < size
