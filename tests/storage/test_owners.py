"""Every row has its owner, and nobody reaches another's."""

import asyncio
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from service import storage
from service.domain.bodyweights import Weighed
from service.domain.challenges import period
from service.domain.entries import Place
from service.domain.errors import Reading
from service.domain.notation import Lift
from service.domain.programs import one_day
from service.domain.sharing import What
from service.domain.workouts import Aim
from service.storage.questions import Waiting
from service.storage.sets import Source
from tests.some import some
from tests.storage.conftest import ANNA, BORIS, PERSONS, PLANK, SQUAT, owner_of, train, undone
from tests.waiting import until

OWNED = (
    "drafts exercises programs days slots workouts planned sets skips reminders notices questions"
    " daily_bests removed bodyweights imports import_exercises import_workouts challengers"
    " shares"
).split()


async def rows(db, owner):
    return {
        table: await db.fetch(f"SELECT * FROM {table} WHERE owner = $1 ORDER BY 1, 2, 3", owner)
        for table in OWNED
    }


async def test_another_finds_and_changes_nothing(db):
    """Every query of another's ids finds nothing and changes nothing."""
    program, workout = await train(db, ANNA)
    await storage.programs.write_draft(db, ANNA, "Верх", "Жим 3x8")
    await storage.reminders.keep(db, ANNA, 1, 18, datetime(2030, 1, 1, tzinfo=UTC))
    await storage.reminders.snooze(db, ANNA, 60)
    question = await asks(db, ANNA)
    waits = await asks(db, ANNA, 8)
    assert question
    assert waits is None  # it comes within ten seconds
    await train(db, BORIS)
    before = await rows(db, ANNA)
    assert await storage.programs.find(db, BORIS, program) is None
    assert not await storage.programs.archive(db, BORIS, program, archived=True)
    assert await storage.programs.delete(db, BORIS, program) is None
    assert await storage.beginnings.begin(db, BORIS, program) is None
    assert await storage.workouts.find(db, BORIS, workout) is None
    hers = some(await storage.workouts.find(db, ANNA, workout))
    place, lifted = next(iter(hers.done.items()))
    assert await storage.undoing.undo(db, BORIS, workout) is None
    assert not await storage.corrections.correct(db, BORIS, workout, place, lifted)
    await storage.corrections.remove(db, BORIS, workout, place, "work")
    await storage.workouts.step(db, BORIS, workout, 2)
    await storage.workouts.aim(db, BORIS, workout, Aim(lifted.weight, 3, None))
    await storage.workouts.ask(db, BORIS, workout, "swap")
    await storage.card_locations.keep(db, BORIS, workout, 7)
    assert await storage.card_locations.message(db, BORIS, workout) is None
    assert not await storage.exercises.rest(db, BORIS, hers.entries[0].exercise, 60)
    assert not await storage.timers.prolong(db, BORIS, workout, 30)
    assert not await storage.reminders.answer(db, BORIS)
    await storage.reminders.keep(db, BORIS, 0, 18, None)
    await storage.reminders.stop(db, BORIS)
    await storage.people.block(db, BORIS)
    await storage.endings.finish(db, BORIS, workout, "early")
    await storage.endings.discard(db, BORIS, workout)
    assert not await storage.programs.drop_draft(db, BORIS)
    assert await storage.questions.take(db, BORIS, question) is None
    assert await storage.questions.next_id(db, BORIS) is None
    assert await storage.questions.last_id(db, BORIS) is None
    assert not await storage.questions.withdraw(db, BORIS, 7)
    await storage.exercises.remember(db, BORIS, hers.entries[0].exercise, "hold")
    await storage.belongings.delete(db, BORIS)
    assert await rows(db, ANNA) == before
    assert not any((await rows(db, BORIS)).values())


async def test_another_edits_nothing(db):
    """Likewise what changes programs."""
    program, workout = await train(db, ANNA)
    await storage.programs.write_draft(db, ANNA, "Верх", "Жим 3x8")
    before = await rows(db, ANNA)
    (day,) = some(await storage.programs.find(db, ANNA, program)).days
    assert await storage.upcoming.day(db, BORIS, program) is None
    assert await storage.upcoming.nth_day(db, BORIS, program, 0) is None
    assert await storage.editing.program_of(db, BORIS, day.slots[0].id) is None
    assert await storage.editing.program_of_day(db, BORIS, day.id) is None
    assert await storage.editing.removed_slot(db, BORIS, program) is None
    assert await storage.following.differs(db, BORIS, program) is None
    await storage.editing.rename(db, BORIS, program, "Чужая")
    await storage.editing.replace(db, BORIS, program, [], removed=day.slots[0].id)
    await storage.following.follow(db, BORIS, workout)
    await storage.entries.cool(db, BORIS, workout, 1)
    await storage.programs.fix_draft(db, BORIS, 1)
    assert await rows(db, ANNA) == before


async def asks(db, owner, message=7, **more):
    """Let a message of somebody wait for an answer."""
    waiting = Waiting(Source(owner, message), "5 x 100 кг")
    choices = [Reading("5 кг x 100", "5 кг × 100", "swapped")]
    return await storage.questions.ask(
        db,
        owner,
        waiting,
        reason="swapped",
        line=0,
        typed=waiting.text,
        about=None,
        choices=choices,
        **more,
    )


SUMMARY = {
    "source": "hevy",
    "unit": "kg",
    "rows": 1,
    "refused": 0,
    "problems": [],
    "exercises": [
        {"n": 0, "name": "Squat", "how": "exact", "called": "Squat", "known": None, "kind": "other"}
    ],
}
LIFTED = {"p": 1, "e": 0, "n": 1, "k": "work", "w": "80", "r": 5, "at": "2026-01-02T10:00:00Z"}
WORKOUT = {
    "n": 0,
    "title": "Legs",
    "started": "2026-01-02T09:00:00Z",
    "ended": "2026-01-02T10:00:00Z",
    "entries": [{"p": 1, "e": 0}],
    "sets": [LIFTED],
}


async def sends(db, owner):
    """Let a file of somebody wait to be stored; return its number."""
    number = await storage.imports.begin(db, owner, 9, "hevy.csv")
    await storage.imports.take(db, owner, number, SUMMARY, b"{}")
    await storage.imports.add_workouts(db, owner, number, json.dumps([WORKOUT]).encode())
    return number


async def test_another_imports_nothing(db):
    """Neither what waits nor what was stored is within another's reach."""
    number = await sends(db, ANNA)
    await sends(db, BORIS)
    before = await rows(db, ANNA)
    assert await storage.imports.find(db, BORIS, number) is None
    assert await storage.imports.shown(db, BORIS, number) is None
    assert await storage.imports.problems(db, BORIS, number) == []
    assert await storage.imports.unsure(db, BORIS, number) == []
    assert not await storage.imports.lock(db, BORIS, number, "ready")
    assert not await storage.imports.drop(db, BORIS, number)
    await storage.imports.keep_shown(db, BORIS, number, 7)
    await storage.imports.say_unit(db, BORIS, number, "lb")
    await storage.imports.choose(db, BORIS, number, 0, called="Other")
    await storage.duplicates.mark(db, BORIS, number)
    await storage.imports.empty(db, BORIS, number)
    await storage.importing.make_exercises(db, BORIS, number)
    assert await storage.importing.number_workouts(db, BORIS, number) == 0
    assert await storage.importing.chunks(db, BORIS, number, 1000) == []
    assert await storage.importing.add_workouts(db, BORIS, number, 0, 9) == 0
    assert await storage.restoring.waiting(db, BORIS, number) == {}
    await storage.importing.done(db, BORIS, number)
    await storage.restoring.set_exercises(db, BORIS, number)
    assert await storage.restoring.add_programs(db, BORIS, number) == 0
    await storage.restoring.add_body_weights(db, BORIS, number)
    await storage.restoring.remove_waiting(db, BORIS, number)
    assert await storage.reverting.undo(db, BORIS, number) is None
    for state in ("ready", "stored"):
        begun = storage.interrupted.begin(db, BORIS, number, 7, state=state, again=True)
        assert not await begun
    await storage.interrupted.end(db, BORIS, number)
    assert await rows(db, ANNA) == before


async def test_another_changes_no_link(db):
    """Neither what it shows, nor whether it works; nor does anybody share another's."""
    program, workout = await train(db, ANNA)
    await storage.endings.finish(db, ANNA, workout, "finished")
    both: list[tuple[What, int]] = [("program", program), ("workout", workout)]
    for n, (what, of) in enumerate(both):
        assert await storage.shares.make(db, ANNA, what, of, bytes(31) + bytes([n]))
        assert not await storage.shares.make(db, BORIS, what, of, bytes(31) + bytes([n + 8]))
        assert (await storage.shares.links(db, BORIS, what, of)).count == 0
    before = await rows(db, ANNA)
    share = before["shares"][0]["token_hash"]
    await storage.shares.show(db, BORIS, share, weights=True, name="Анна")
    await storage.shares.take(db, BORIS, share)
    await storage.shares.revoke(db, BORIS, "program", program)
    assert await rows(db, ANNA) == before


async def challenge(db, owner):
    """Let somebody take part in the challenge of a group of their own; return its number."""
    when = period(datetime(2026, 1, 2, tzinfo=UTC), ZoneInfo("UTC"), 7)
    await storage.challenges.begin(db, -owner, 1, "sets", None, "ru", "kg", when)
    begun = some(await storage.challenges.of_chat(db, -owner))
    await storage.challenges.join(db, owner, begun.id, "X")
    return begun.id


async def test_nobody_leaves_for_another(db):
    """Somebody leaves a challenge for themselves alone; a table has only those who joined."""
    number = await challenge(db, ANNA)
    before = await rows(db, ANNA)
    await train(db, BORIS)
    assert not await storage.challenges.leave(db, BORIS, number)
    assert await storage.challenges.joined(db, BORIS) == []
    hers = some(await storage.challenges.of_chat(db, -ANNA))
    assert [one.name for one in await storage.challenges.standings(db, hers)] == ["X"]
    assert await rows(db, ANNA) == before


async def fill(db, owner):
    """Give somebody a row in every table that has rows of people."""
    program, workout = await train(db, owner)
    await storage.shares.make(db, owner, "program", program, owner.to_bytes(32))
    found = await storage.workouts.find(db, owner, workout)
    assert found
    await storage.skips.skip(db, owner, found, [Place(2, 2)])
    await db.execute("INSERT INTO timers VALUES ($1, $2, now() + interval '1 h')", owner, workout)
    await storage.programs.write_draft(db, owner, "Верх", "Жим 3x8")
    await storage.reminders.keep(db, owner, 1, 18, datetime(2030, 1, 1, tzinfo=UTC))
    await storage.reminders.snooze(db, owner, 60)
    await asks(db, owner)
    await storage.removed.keep_set(db, owner, workout, Place(1, 1), "work")
    await storage.bodyweights.keep(db, owner, Weighed(date(2026, 5, 1), Decimal(82)))
    await sends(db, owner)
    await challenge(db, owner)
    await storage.updates.quarantine(db, owner, owner, "{}", "ValueError")


async def persons_rows(db, owner):
    """Count a person's rows in every table of people that the catalogue knows."""
    counts = {}
    for table, columns in await db.fetch(PERSONS):
        where = f"{owner_of(table, columns)} = $1"
        counts[table] = await db.fetchval(f"SELECT count(*) FROM {table} WHERE {where}", owner)
    return counts


async def test_deleting_everything_leaves_nothing(db):
    """By the catalogue: no table has a row of theirs then, and every one had before."""
    for person in (ANNA, BORIS):
        await fill(db, person)
    his = await persons_rows(db, BORIS)
    assert all(his.values()), his
    assert await persons_rows(db, ANNA) == his
    await storage.belongings.delete(db, ANNA)
    assert not any((await persons_rows(db, ANNA)).values())
    assert await persons_rows(db, BORIS) == his


async def test_all_that_a_person_made_is_counted(db):
    """Whichever table has rows of theirs, there is something to delete."""
    counted = {
        "programs": ("programs", "days", "slots"),
        "workouts": ("workouts", "planned", "sets", "skips", "timers", "daily_bests"),
        "exercises": ("exercises",),
        "drafts": ("drafts",),
        "reminders": ("reminders", "notices"),
        "questions": ("questions",),
        "removed": ("removed",),
        "weights": ("bodyweights",),
        "imports": ("imports", "import_exercises", "import_workouts"),
        "shares": ("shares",),
        "challenges": ("challengers",),
    }
    always = {"people", "daily_active", "quarantine"}  # which are said to go in any case
    tables = {table for table, _ in await db.fetch(PERSONS)}
    assert tables == always | {table for kind in counted.values() for table in kind}
    await fill(db, ANNA)
    counts = (await storage.belongings.count(db, ANNA)).counts()
    assert {kind for kind, number in counts.items() if number} == {*counted, "sets"}
    assert not await storage.belongings.count(db, BORIS)


async def test_deleting_while_reminders_are_queued(connect, db):
    """Whoever comes second waits; neither fails, and nothing is left."""
    await fill(db, ANNA)
    await db.execute("UPDATE reminders SET due_at = now()")
    await db.execute("DELETE FROM notices")
    other = await connect()
    async with db.transaction():
        due = await storage.reminders.due(db, 10)
        assert [one.owner for one in due] == [ANNA]
        deleting = asyncio.create_task(_delete(other, ANNA))
        await _waits(db, other)
        await storage.reminders.turn_into_notices(db, [(due[0], due[0].due_at)])
    await deleting
    assert not any((await persons_rows(db, ANNA)).values())


async def test_deleting_while_a_text_is_queued(connect, db):
    """An announcement passes over whoever goes meanwhile."""
    other = await connect()
    async with other.transaction():
        await storage.belongings.delete(other, ANNA)
        announcing = asyncio.create_task(storage.notices.announce(db, "a", "Hello", None))
        await _waits(other, db)
    assert await announcing == 1
    assert await db.fetch("SELECT owner FROM notices") == [(BORIS,)]


async def _delete(db, owner):
    async with db.transaction():
        await storage.belongings.delete(db, owner)


async def _waits(db, other):
    """Wait until another connection waits for a lock."""
    waiting = "SELECT cardinality(pg_blocking_pids($1)) > 0"
    await until(lambda: db.fetchval(waiting, other.get_server_pid()), "a connection that waits")


async def test_a_person_can_be_removed_with_everything(db):
    """The row of the person alone is enough; another's rows stay, and still point somewhere."""
    for person in (ANNA, BORIS):
        await train(db, person)
    await db.execute("DELETE FROM people WHERE id = $1", ANNA)
    for table in ("exercises", "programs", "days", "slots", "workouts", "planned", "sets"):
        owners = await db.fetch(f"SELECT DISTINCT owner FROM {table}")
        assert [owner for (owner,) in owners] == [BORIS], table
    for table in ("slots", "planned"):
        with pytest.raises(asyncpg.ForeignKeyViolationError):
            await db.execute(f"DELETE FROM exercises WHERE id IN (SELECT exercise FROM {table})")


async def test_a_set_of_another_cannot_be_stored(db):
    """Neither into another's workout nor under another's name."""
    _, workout = await train(db, ANNA, sets=0)
    _, own = await train(db, BORIS, sets=0)
    hers = some(await storage.workouts.find(db, ANNA, workout))
    lifted = [(Place(1, 1), Lift(some(SQUAT.weight), 5))]
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await storage.sets.log(db, BORIS, hers, lifted, source=Source(1, 1))
    exercise = hers.entries[0].exercise
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await db.execute(
            "INSERT INTO planned (owner, workout, position, exercise, sets)"
            " VALUES ($1, $2, 9, $3, 1)",
            BORIS,
            own,
            exercise,
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sets SET owner = {boris}",
        "UPDATE planned SET owner = {boris}",
        "UPDATE slots SET owner = {boris}",
        "UPDATE days SET owner = {boris}",
        "UPDATE programs SET owner = {boris}",
        "UPDATE workouts SET owner = {boris}",
        "INSERT INTO skips VALUES ({boris}, {workout}, 1, 3, 1)",
    ],
)
async def test_a_row_points_at_rows_of_its_owner(db, statement):
    """The schema itself refuses rows that reach over to somebody else's."""
    _, workout = await train(db, ANNA)
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await db.execute(statement.format(boris=BORIS, workout=workout))


@pytest.mark.parametrize(
    "assignment",
    [
        "weight_kg = -0.01",
        "weight_kg = 1000.01",
        "weight_kg = 'NaN'",
        "weight_kg = NULL",
        "reps = 0",
        "reps = 1000",
        "reps = NULL",
        "seconds = 60",
        "rpe = 0.5",
        "rpe = 10.5",
        "n = 0",
        "n = 21",
        "kind = 'heavy'",
    ],
)
async def test_what_must_not_be_stored_cannot(db, assignment):
    """The limits stand in the schema too."""
    await train(db, ANNA, sets=1)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await db.execute(f"UPDATE sets SET {assignment}")


@pytest.mark.parametrize("weight", ["'Infinity'", "1e309", "'1e5'", "99999.99"])
async def test_a_weight_has_no_room_for_more(db, weight):
    """Infinities and whatever has more digits do not even fit the column."""
    await train(db, ANNA, sets=1)
    with pytest.raises((asyncpg.DataError, asyncpg.IntegrityConstraintViolationError)):
        await db.execute(f"UPDATE sets SET weight_kg = {weight}")


async def test_a_set_is_stored_once(db):
    """Neither its place in a workout nor the message it came from can be taken twice."""
    _, workout = await train(db, ANNA, sets=0)
    found = some(await storage.workouts.find(db, ANNA, workout))
    first = [(Place(1, 1), Lift(some(SQUAT.weight), 5))]
    await storage.sets.log(db, ANNA, found, first, source=Source(ANNA, 77))
    again = ((first, Source(ANNA, 78)), ([(Place(1, 2), first[0][1])], Source(ANNA, 77)))
    for places, source in again:
        async with undone(db):
            with pytest.raises(asyncpg.UniqueViolationError):
                await storage.sets.log(db, ANNA, found, places, source=source)


async def test_one_workout_is_open(db):
    """A second one does not begin, whoever asks how."""
    program, _ = await train(db, ANNA)
    assert await storage.beginnings.begin(db, ANNA, program) is None
    with pytest.raises(asyncpg.UniqueViolationError):
        await db.execute("INSERT INTO workouts (owner, title) VALUES ($1, 'x')", ANNA)


async def test_history_outlives_its_program(db):
    """Deleting, archiving or restoring a program leaves what was lifted by it as it was."""
    program, workout = await train(db, ANNA, sets=5)
    kept = "SELECT * FROM sets ORDER BY workout, position, n"
    before, planned = await db.fetch(kept), await db.fetch("SELECT * FROM planned ORDER BY 3")
    for archived in (True, False, True):
        assert await storage.programs.archive(db, ANNA, program, archived=archived)
        assert not await storage.programs.archive(db, ANNA, program, archived=archived)
    assert await storage.programs.delete(db, ANNA, program) == "Фулбоди"
    assert await db.fetch(kept) == before
    assert await db.fetch("SELECT * FROM planned ORDER BY 3") == planned
    assert some(await storage.workouts.find(db, ANNA, workout)).entries[1].plan == PLANK


async def test_hostile_names_are_only_names(db):
    """What looks like SQL is stored as it is written."""
    name = "'); DROP TABLE sets; --"
    program = await storage.programs.add(db, ANNA, name, one_day([SQUAT]))
    assert some(await storage.programs.find(db, ANNA, program)).name == name
    await storage.programs.write_draft(db, ANNA, name, name)
    assert some(await storage.programs.draft(db, ANNA)).body == name
