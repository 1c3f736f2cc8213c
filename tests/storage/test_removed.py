"""What was removed names its exercises in a column, so merging changes no stored row."""

from pathlib import Path

from service import storage
from service.domain.entries import Place
from tests.storage.conftest import ANNA, BORIS, train

MIGRATIONS = Path(storage.__file__).with_name("migrations")
STORED = "SELECT id, exercises, contents FROM removed ORDER BY id"


async def made(db, owner, name):
    found, new = await storage.exercises.find_or_make(db, owner, name)
    assert new
    assert await storage.exercises.find_or_make(db, owner, name) == (found, False)
    return found


async def ended(db, owner):
    _, workout = await train(db, owner, sets=3)
    await db.execute("UPDATE workouts SET ended_at = now() WHERE id = $1", workout)
    return workout


async def rows(db, table):
    return await db.fetch(f"SELECT * FROM {table} ORDER BY owner, workout, position")


async def test_what_was_there_is_put_back(db):
    """Every column of every row, of the workout that was removed."""
    workout = await ended(db, ANNA)
    before = [await rows(db, table) for table in ("planned", "sets")]
    number = await storage.removed.workout(db, ANNA, workout)
    assert number
    assert not await rows(db, "sets")
    assert await storage.removed.restore_workout(db, ANNA, number) == workout
    assert [await rows(db, table) for table in ("planned", "sets")] == before


async def test_merged_twice_meanwhile(db):
    """The sets have the last exercise; what was removed of somebody else stays."""
    workout, his = await ended(db, ANNA), await ended(db, BORIS)
    squat = await db.fetchval("SELECT exercise FROM sets WHERE owner = $1 LIMIT 1", ANNA)
    await db.execute("UPDATE sets SET note = format('\"exercise\": %s,', exercise)")
    number = await storage.removed.workout(db, ANNA, workout)
    assert number
    await storage.removed.workout(db, BORIS, his)
    theirs = (await db.fetch(STORED))[1]
    first, last = await made(db, ANNA, "Первое"), await made(db, ANNA, "Последнее")
    assert await storage.own.merge(db, ANNA, squat, first)
    assert await storage.own.merge(db, ANNA, first, last)
    assert (await db.fetch(STORED))[1] == theirs
    assert await storage.removed.restore_workout(db, ANNA, number) == workout
    lifted = await db.fetch("SELECT exercise, note FROM sets WHERE owner = $1", ANNA)
    assert {tuple(row) for row in lifted} == {(last, f'"exercise": {squat},')}


async def test_what_was_removed_before_the_migration(db):
    """A set and a workout get their column, and can be put back."""
    workout = await ended(db, ANNA)
    await storage.removed.keep_set(db, ANNA, workout, Place(1, 1), "work")
    await storage.removed.workout(db, ANNA, workout)
    after = await db.fetch(STORED)
    assert [len(row["exercises"]) for row in after] == [1, 2]
    await db.execute(
        """
        UPDATE removed SET exercises = '{}', contents = CASE
            WHEN contents ? 'set'
            THEN jsonb_set(contents, '{set,exercise}', to_jsonb(exercises[1]))
            ELSE contents || jsonb_build_object(
                'planned', with_exercises(contents->'planned', exercises),
                'sets', with_exercises(contents->'sets', exercises)
            ) END
        """
    )
    (script,) = MIGRATIONS.glob("*_removed_exercises.sql")
    begin = "UPDATE removed SET exercises"
    await db.execute(begin + script.read_text("utf-8").partition(begin)[2])
    assert await db.fetch(STORED) == after
