"""Daily bests equal a recount of all sets, whatever changes them.

`CORRECTIONS=10000 pytest tests/storage/test_bests.py --timeout 0` is the long form.
"""

import os
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from service import storage
from service.domain import bodyweights, exercises, records, units, volumes
from service.domain.bodyweights import Weighed
from service.domain.notation import Lift
from service.domain.progress import Day
from tests.bench import seed
from tests.storage.conftest import ANNA, BORIS, lift, train

MIGRATIONS = Path(storage.__file__).with_name("migrations")
CORRECTIONS = int(os.environ.get("CORRECTIONS", "400"))
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
ZONES = ("Europe/Moscow", "Asia/Vladivostok", "America/New_York", "Not/Known", None)
ADD = """
    INSERT INTO sets (owner, workout, position, n, exercise, weight_kg, reps, seconds, kind, load,
                      revision, logged_at)
    SELECT $1, $2, $3, coalesce(max(n), 0) + 1, $4, $5, $6, $7, $8, $9, 1, $10
    FROM sets WHERE workout = $2 AND position = $3 AND kind = $8 HAVING coalesce(max(n), 0) < 20
"""


@dataclass(frozen=True)
class DailyBest:
    """A row of `daily_bests`."""

    workout: int
    day: date
    sets: int
    reps: int
    seconds: int
    tonnage: Decimal
    added: Decimal
    weights: dict[Decimal, int]
    estimable: list[int]
    holds: dict[Decimal, int]
    e1rm: Decimal | None
    strongest: Lift | None


async def lifted(db: asyncpg.Connection, owner: int) -> dict[tuple[int, int, date], list[Lift]]:
    """Read all sets by exercise, workout and day."""
    person = await db.fetchrow("SELECT unit, timezone FROM people WHERE id = $1", owner)
    zone = person["timezone"] if person["timezone"] not in {None, "Not/Known"} else "Europe/Moscow"
    groups = defaultdict(list)
    for row in await db.fetch("SELECT * FROM sets WHERE owner = $1 AND kind = 'work'", owner):
        day = row["logged_at"].astimezone(ZoneInfo(zone)).date()
        lifted = Lift(row["weight_kg"], row["reps"], row["seconds"], load=row["load"])
        groups[row["exercise"], row["workout"], day].append(lifted)
    return groups


async def recounted(db: asyncpg.Connection, owner: int) -> dict[tuple[int, int], list[DailyBest]]:
    """Count the bests from all sets, by exercise and workout, in Python."""
    unit = await db.fetchval("SELECT unit FROM people WHERE id = $1", owner)
    found = defaultdict(list)
    for (exercise, workout, day), lifts in sorted((await lifted(db, owner)).items()):
        found[exercise, workout].append(_best(workout, day, lifts, unit))
    return found


async def with_body(db, owner):
    """Count tonnage, maximum, its set and what is proven, by exercise, workout and day."""
    unit = await db.fetchval("SELECT unit FROM people WHERE id = $1", owner)
    weighed = await storage.bodyweights.page(db, owner, limit=1000, offset=0)
    keys = dict(await db.fetch("SELECT id, known FROM exercises WHERE owner = $1", owner))
    found = {}
    for (exercise, workout, day), lifts in (await lifted(db, owner)).items():
        if not bodyweights.counts_in(keys[exercise]):
            plain = _best(workout, day, lifts, unit)
            found[exercise, workout, day] = (plain.tonnage, plain.e1rm, plain.e1rm)
            continue
        body = next((each.weight for each in weighed if each.day <= day), None)
        if body is None:
            found[exercise, workout, day] = (0, None, None)
            continue
        moved = [(volumes.moved(each, body, unit), each.reps or 0) for each in lifts]
        estimates = [
            [records.e1rm(weight, min(n, most)) for weight, n in moved if weight > 0 and n]
            for most in (10**6, 12)
        ]
        exact, proven = (
            max((one for one in each if one is not None), default=None) for each in estimates
        )
        tonnage = max(sum(weight * reps for weight, reps in moved), 0)
        found[exercise, workout, day] = (tonnage, exact, proven)
    return found


def _best(workout, day, lifts, unit):
    weights: dict[Decimal, int] = {}  # by the weight that is shown, like the other two
    holds: dict[Decimal, int] = {}
    heaviest: dict[Decimal, Decimal] = {}
    estimates = []
    estimable: dict[Decimal, int] = {}
    tonnage = added = Decimal(0)
    for one in lifts:
        shown = units.shown(one.signed, unit)
        heaviest[shown] = max(heaviest.get(shown, one.signed), one.signed)
        table, amount = (weights, one.reps) if one.reps else (holds, one.seconds)
        table[shown] = max(table.get(shown, 0), amount)
        if one.reps:
            estimable[shown] = max(estimable.get(shown, 0), one.reps if one.reps <= 12 else 0)
        if one.load != "plain":
            added += shown * (one.reps or 0)
        if one.load == "plain" and one.reps:
            tonnage += shown * one.reps
            value = records.e1rm(shown, one.reps) if shown > 0 else None
            if value:
                estimates.append((value, shown, one.reps))
    strongest = max(estimates, default=None)
    return DailyBest(
        workout,
        day,
        len(lifts),
        sum(one.reps or 0 for one in lifts),
        sum(one.seconds or 0 for one in lifts),
        tonnage,
        added,
        {heaviest[shown]: most for shown, most in sorted(weights.items(), reverse=True)},
        [most for _, most in sorted(estimable.items(), reverse=True)],
        {heaviest[shown]: most for shown, most in sorted(holds.items(), reverse=True)},
        strongest and strongest[0],
        strongest and Lift(heaviest[strongest[1]], strongest[2]),
    )


async def kept(db, owner):
    """Read the bests that are stored."""
    found = defaultdict(list)
    rows = await db.fetch("SELECT * FROM daily_bests WHERE owner = $1 ORDER BY day", owner)
    for row in rows:
        found[row["exercise"], row["workout"]].append(
            DailyBest(
                row["workout"],
                row["day"],
                row["sets"],
                row["reps"],
                row["seconds"],
                row["tonnage"],
                row["added"],
                dict(zip(row["weights_kg"], row["most_reps"], strict=True)),
                row["estimable_reps"],
                dict(zip(row["holds_kg"], row["longest_seconds"], strict=True)),
                row["e1rm"],
                Lift(row["e1rm_kg"], row["e1rm_reps"]) if row["e1rm"] else None,
            )
        )
    return found


async def equal(db, *owners):
    """Compare what is stored with a recount, order of weights included."""
    for owner in owners:
        stored, counted = await kept(db, owner), await recounted(db, owner)
        assert stored == counted
        for pair, bests in stored.items():
            for best, again in zip(bests, counted[pair], strict=True):
                assert [*best.weights.items()] == [*again.weights.items()]
                assert [*best.holds.items()] == [*again.holds.items()]
        body = await with_body(db, owner)
        rows = await db.fetch("SELECT * FROM counted_bests WHERE owner = $1", owner)
        assert body == {
            (row["exercise"], row["workout"], row["day"]): (
                row["tonnage"], row["e1rm"], row["proven"]
            )
            for row in rows
        }  # fmt: skip
        await charts_equal(db, owner, counted, body)
        since = _some_day(random.Random(len(rows)))
        reported: dict[int, Decimal] = defaultdict(Decimal)
        known = await db.fetch("SELECT id, known FROM exercises WHERE owner = $1", owner)
        moving = [key for key, one in known if bodyweights.counts_in(one)]
        for (exercise, _, day), (tonnage, _, _) in body.items():
            if exercise in moving and day >= since and tonnage:
                reported[exercise] += tonnage
        assert await storage.reports.with_body(db, owner, since) == reported


async def charts_equal(db, owner, counted, body):
    """Compare what the pictures of /progress read with the same recount."""
    unit = await db.fetchval("SELECT unit FROM people WHERE id = $1", owner)
    by_exercise: dict[int, dict[date, list[DailyBest]]] = defaultdict(lambda: defaultdict(list))
    for (exercise, _), bests in counted.items():
        for best in bests:
            by_exercise[exercise][best.day].append(best)
    assert await storage.progress.count(db, owner) == len(by_exercise)
    for exercise, of_days in by_exercise.items():
        expected = [
            _day(day, bests, unit, [body[exercise, best.workout, day] for best in bests])
            for day, bests in sorted(of_days.items())
        ]
        assert await storage.progress.days(db, owner, exercise, unit) == expected


def _day(day, bests, unit, body):
    lifted = [pair for best in bests for pair in best.weights.items()]
    heaviest = max(lifted, default=None)
    return Day(
        day,
        len(bests),
        sum(best.sets for best in bests),
        heaviest and units.shown(heaviest[0], unit),
        heaviest and heaviest[1],
        max((e1rm for _, e1rm, _ in body if e1rm is not None), default=None),
        sum(tonnage for tonnage, _, _ in body),
        max((reps for _, reps in lifted), default=None),
        sum(best.reps for best in bests),
        max((held for best in bests for held in best.holds.values()), default=None),
        sum(best.seconds for best in bests),
    )


async def _workout(db, chance, owner, exercises):
    """Begin and end a workout with the same exercise in two places."""
    at = START + timedelta(hours=chance.randrange(24 * 40))
    workout = await db.fetchval(
        "INSERT INTO workouts (owner, title, started_at, ended_at)"
        " VALUES ($1, 'W', $2, $2) RETURNING id",
        owner,
        at,
    )
    for position, exercise in enumerate([*exercises, exercises[0]], 1):
        await db.execute(
            "INSERT INTO planned (owner, workout, position, exercise) VALUES ($1, $2, $3, $4)",
            owner,
            workout,
            position,
            exercise,
        )


def _numbers(chance):
    """Return weight, repetitions, seconds and load of some set, weights near pounds included."""
    holds = chance.random() < 0.2
    load = chance.choice(["plain", "plain", "plain", "added", "assisted"])
    weight = Decimal(chance.choice(["0", "10", "79.4", "79.38", "79.43", "79.45", "80", "102.5"]))
    reps, seconds = (
        (None, chance.randint(5, 90)) if holds else (chance.choice((1, 5, 11, 12, 13)), None)
    )
    return weight, reps, seconds, load if weight else "plain"


async def act(db, chance, owner):  # noqa: C901, PLR0912 - a table of acts
    """Change a person's sets in one of all the ways."""
    row = await db.fetchrow(
        "SELECT owner, workout, position, kind, n FROM sets WHERE owner = $1"
        " ORDER BY md5(workout::text || position || kind || n || $2) LIMIT 1",
        owner,
        str(chance.random()),
    )
    exercises = [
        r["id"] for r in await db.fetch("SELECT id FROM exercises WHERE owner = $1", owner)
    ]
    key = row and tuple(row)
    one = "WHERE owner = $1 AND workout = $2 AND position = $3 AND kind = $4 AND n = $5"
    match chance.choice("aaaaaaaaaaaaaaaaaacccccrrrmnwwWxktubbdK"):
        case "a":
            place = await db.fetchrow(
                "SELECT workout, position, exercise FROM planned WHERE owner = $1"
                " ORDER BY md5(workout::text || position || $2) LIMIT 1",
                owner,
                str(chance.random()),
            )
            weight, reps, seconds, load = _numbers(chance)
            kind = "warmup" if chance.random() < 0.2 else "work"
            at = START + timedelta(minutes=chance.randrange(60 * 24 * 40))
            values = (*place, weight, reps, seconds, kind, load, at) if place else ()
            if place:
                await db.execute(ADD, owner, *values)
        case "c" if key:
            await db.execute(
                f"UPDATE sets SET weight_kg = $6, reps = $7, seconds = $8, load = $9 {one}",
                *key,
                *_numbers(chance),
            )
        case "r" if key:
            await db.execute(f"DELETE FROM sets {one}", *key)
            await storage.corrections.close_gaps(db, owner, key[1], key[2])
        case "m" if key:  # to another day
            await db.execute(
                "UPDATE sets SET logged_at = logged_at + $3 WHERE owner = $1 AND workout = $2",
                owner,
                key[1],
                timedelta(hours=chance.randrange(-50, 50)),
            )
        case "n" if key:  # kinds and numbers change places
            await db.execute(
                f"UPDATE sets SET kind = 'warmup', n = 20 {one} AND NOT EXISTS ("
                "SELECT FROM sets WHERE workout = $2 AND position = $3 AND kind = 'warmup'"
                " AND n = 20)",
                *key,
            )
        case "w":
            await _workout(db, chance, owner, exercises[:3])
        case "W" if key and chance.random() < 0.5:
            await db.execute("DELETE FROM workouts WHERE owner = $1 AND id = $2", owner, key[1])
        case "x" if key and chance.random() < 0.5:
            await db.execute(
                "DELETE FROM planned WHERE owner = $1 AND workout = $2 AND position = $3", *key[:3]
            )
        case "k" if key:  # exercises are merged
            async with db.transaction():
                await db.execute("SET CONSTRAINTS ALL DEFERRED")
                await db.execute(
                    "CREATE TEMP TABLE moved ON COMMIT DROP AS SELECT * FROM sets"
                    " WHERE owner = $1 AND workout = $2 AND position = $3",
                    *key[:3],
                )
                await db.execute(
                    "DELETE FROM sets WHERE owner = $1 AND workout = $2 AND position = $3", *key[:3]
                )
                await db.execute(
                    "UPDATE planned SET exercise = $4 WHERE owner = $1"
                    " AND workout = $2 AND position = $3",
                    *key[:3],
                    exercises[1],
                )
                await db.execute("UPDATE moved SET exercise = $1", exercises[1])
                await db.execute("INSERT INTO sets SELECT * FROM moved")
        case "t":
            zone = chance.choice(ZONES)
            await db.execute("UPDATE people SET timezone = $2 WHERE id = $1", owner, zone)
        case "u":
            unit = chance.choice(["kg", "lb"])
            await storage.people.weigh(db, owner, unit)
        case "b":
            weight = Decimal(chance.choice(["60", "79.4", "82.1", "82.5"]))
            await storage.bodyweights.keep(db, owner, Weighed(_some_day(chance), weight))
        case "K":  # one is renamed to another of the dictionary, or back
            await db.execute(
                "UPDATE exercises SET known = $3 WHERE owner = $1 AND id = $2",
                owner,
                exercises[2],
                chance.choice(["push_up", "chin_up"]),
            )
        case "d":
            await db.execute(
                "DELETE FROM bodyweights WHERE owner = $1 AND day >= $2 AND day < $2 + 20",
                owner,
                _some_day(chance),
            )


def _some_day(chance):
    return START.date() + timedelta(chance.randrange(45))


@pytest.fixture
async def mender(owner_url):
    """A connection that may make temporary tables, in Moscow's time zone."""
    connection = await asyncpg.connect(owner_url, server_settings={"timezone": "Europe/Moscow"})
    for person in (ANNA, BORIS):
        await storage.people.greet(connection, person, "ru")
        for name, known in (("A", "pull_up"), ("B", "dip"), ("C", "push_up")):
            await connection.execute(
                "INSERT INTO exercises (owner, name, name_key, known) VALUES ($1, $2, $2, $3)",
                person,
                name,
                known,
            )
    yield connection
    await connection.close()


async def test_bests_equal_a_recount(mender):
    """After any additions, corrections, removals, moves, merges and changes of person."""
    chance = random.Random(1)
    for turn in range(CORRECTIONS):
        await act(mender, chance, chance.choice((ANNA, BORIS)))
        if turn % 20 == 0 or turn == CORRECTIONS - 1:
            await equal(mender, ANNA, BORIS)
    assert await mender.fetchval("SELECT count(*) FROM daily_bests") > 10
    await storage.belongings.delete(mender, ANNA)
    await equal(mender, BORIS)
    assert not await mender.fetchval("SELECT count(*) FROM daily_bests WHERE owner = $1", ANNA)


async def test_what_was_stored_before_is_filled(mender):
    """The migration counts what it finds as the triggers would have."""
    chance = random.Random(2)
    for _ in range(150):
        await act(mender, chance, chance.choice((ANNA, BORIS)))
    before = await mender.fetch("SELECT * FROM daily_bests ORDER BY 1, 2, 3, 4")
    await mender.execute("TRUNCATE daily_bests")
    (script,) = MIGRATIONS.glob("*_imports.sql")
    await mender.execute("DO $$" + script.read_text("utf-8").rpartition("DO $$")[2])
    assert before
    assert await mender.fetch("SELECT * FROM daily_bests ORDER BY 1, 2, 3, 4") == before
    await mender.execute("UPDATE daily_bests SET estimable_reps = '{}', added = 0")
    (script,) = MIGRATIONS.glob("*_body.sql")
    await mender.execute(
        "UPDATE daily_bests" + script.read_text("utf-8").rpartition("UPDATE daily_bests")[2]
    )
    assert await mender.fetch("SELECT * FROM daily_bests ORDER BY 1, 2, 3, 4") == before


async def test_the_same_exercises_move_the_body(mender):
    """In PostgreSQL and in Python."""
    for one in exercises.KNOWN:
        moves = await mender.fetchval("SELECT whole_body($1)", one.key)
        assert moves is bodyweights.counts_in(one.key)


async def test_many_sets_at_once_are_counted(mender):
    """Thousands of rows of several people that one statement stores, and one removes."""
    people = range(seed.FIRST, seed.FIRST + 3)
    await seed.lifted(mender, len(people), 40)
    assert await mender.fetchval("SELECT count(*) FROM daily_bests") == 3 * 40 * 5
    await equal(mender, *people)
    await mender.execute("DELETE FROM sets WHERE n > 2")
    await equal(mender, *people)
    await mender.execute("DELETE FROM sets WHERE position = 3")
    assert await mender.fetchval("SELECT count(*) FROM daily_bests") == 3 * 40 * 4


async def test_a_set_that_is_taken_back_leaves_its_day(db):
    """By the functions that handlers call: logged, undone, discarded."""
    _, workout = await train(db, ANNA, sets=3)
    await equal(db, ANNA)
    await lift(db, ANNA, workout, 7)
    assert await storage.undoing.undo(db, ANNA, workout)
    await equal(db, ANNA)
    await storage.endings.discard(db, ANNA, workout)
    assert not await db.fetchval("SELECT count(*) FROM daily_bests")
