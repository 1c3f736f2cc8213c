"""What goes along is all there is: a new column is either in it or left out on purpose."""

import json
from datetime import UTC, datetime

from service import storage
from tests.storage.conftest import ANNA, BORIS, train

MADE = "people programs days slots workouts planned sets skips reminders drafts exercises".split()

LEFT_OUT = {
    "people": {"asked", "hinted_at", "unread_messages", "blocked_at", "exported_at"},
    "workouts": {
        *{"revision", "last_set_at", "card_message", "focus", "asked", "fix_position", "fix_n"},
        *{"aim_weight", "aim_reps", "aim_seconds"},
    },
    "sets": {"revision", "source_chat", "source_message", "part"},
    "skips": {"revision"},
    "exercises": {"name_key"},
    "drafts": {"version"},
    "reminders": {"due_at", "unanswered", "sent_at"},
}
"""What the bot was asking or showing, and how it finds things again."""

LINKS = {"id", "owner", "position", "program", "day", "workout"}
"""What the nesting says instead."""

ELSEWHERE = {"skips": {"n": "skipped"}, "people": {"id": "telegram_id"}}


def keys(told):
    """Collect the name of every field, however deep."""
    if isinstance(told, list):
        return set().union(*map(keys, told))
    if isinstance(told, dict):
        return {*told}.union(*map(keys, told.values()))
    return set()


async def test_every_column_is_in_it_or_left_out(db):
    """Whatever is stored of a person and stays."""
    await train(db, ANNA)
    await storage.programs.write_draft(db, ANNA, "Верх", "Жим 3x8")
    await storage.reminders.keep(db, ANNA, 1, 18, datetime(2030, 1, 1, tzinfo=UTC))
    told = keys(json.loads(await storage.exports.everything(db, ANNA)))
    for table in MADE:
        columns = await db.fetch(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = $1",
            table,
        )
        stored = {name for (name,) in columns} - LINKS - LEFT_OUT.get(table, set())
        renamed = ELSEWHERE.get(table, {})
        assert columns
        assert {renamed.get(name, name) for name in stored} <= told, table


async def test_another_gets_nothing(db):
    """By another's number one finds one's own, which is nothing."""
    await train(db, ANNA)
    assert len(await storage.exports.sets(db, ANNA, 99)) > 0
    assert await storage.exports.sets(db, BORIS, 99) == []
    told = json.loads(await storage.exports.everything(db, BORIS))
    assert {name for name, value in told.items() if value} == {"person", "active_days"}


async def test_no_more_than_asked_for(db):
    """The limit is the database's: more is not even read."""
    await train(db, ANNA)
    assert len(await storage.exports.sets(db, ANNA, 1)) == 1
