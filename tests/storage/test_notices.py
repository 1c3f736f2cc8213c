"""Notices: queued once, claimed by one, at a pace, reminders first."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from service import storage
from service.domain.programs import one_day
from tests.storage.conftest import ANNA, BORIS, train

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def crowd(db: asyncpg.Connection, count: int, language: str = "en") -> None:
    """Let so many people in, beside Anna and Boris."""
    await db.execute(
        "INSERT INTO people (id, language) SELECT n, $2 FROM generate_series(1, $1::int) AS n",
        count,
        language,
    )


async def free(db: asyncpg.Connection) -> timedelta:
    """Let the pace pass at once; says how long that would have taken."""
    before = await db.fetchval("SELECT free_at - now() FROM notices_pace")
    await db.execute("UPDATE notices_pace SET free_at = now()")
    return before


async def test_a_text_is_queued_once_under_a_key(db):
    """A second try finds the key; another key says it again."""
    assert await storage.notices.announce(db, "a", "Hello", None) == 2
    assert await storage.notices.announce(db, "a", "Hello", None) is None
    await storage.people.greet(db, 5, "en")
    assert await storage.notices.announce(db, "a", "Hello", None) is None
    assert await db.fetchval("SELECT count(*) FROM notices") == 2
    assert await storage.notices.announce(db, "b", "Hello", None) == 3


async def test_it_is_queued_for_whom_it_is_meant(db):
    """For speakers of a language, and for nobody who blocked the bot."""
    await crowd(db, 3)
    assert await storage.notices.announce(db, "en", "Hello", "en") == 3
    assert await storage.notices.announce(db, "ru", "Привет", "ru") == 2
    assert await storage.people.block(db, ANNA)
    assert not await storage.people.block(db, ANNA)
    assert await db.fetchval("SELECT count(*) FROM notices WHERE owner = $1", ANNA) == 0
    assert await storage.notices.announce(db, "all", "Hello", None) == 4
    await storage.people.unblock(db, ANNA)
    assert await storage.notices.announce(db, "again", "Hello", None) == 5


async def test_no_more_than_25_a_second(db):
    """However often it is asked, whatever is claimed takes its fortieth of a second each."""
    await crowd(db, 198)
    await storage.notices.announce(db, "a", "Hello", None)
    claimed, seconds = 0, 0.0
    async with db.transaction():  # in which the clock stands still
        await free(db)
        for most in (25, 1, 25, 25, 7, 25, 50, 25, 25):
            got = len(await storage.notices.claim(db, most, 25))
            assert got <= most
            assert await storage.notices.claim(db, 25, 25) == []
            claimed += got
            seconds += (await free(db)).total_seconds()
        assert claimed == 200
        assert seconds == claimed / 25
        assert await storage.notices.claim(db, 25, 25) == []
        assert await free(db) == timedelta(0)  # nothing to send takes no time


async def test_a_pause_is_everybodys(db):
    """What Telegram asked of one process, all obey; a shorter pause shortens no longer one."""
    await storage.notices.announce(db, "a", "Hello", None)
    async with db.transaction():
        await storage.notices.pause(db, 30)
        await storage.notices.pause(db, 5)
        assert await storage.notices.claim(db, 25, 25) == []
        assert await free(db) == timedelta(seconds=30)
        assert len(await storage.notices.claim(db, 25, 25)) == 2


async def test_reminders_come_first(db):
    """Who wants to train at six is not told at seven because of some news."""
    await storage.notices.announce(db, "a", "Hello", None)
    await db.execute("UPDATE notices SET due_at = due_at - interval '1 hour'")
    await storage.reminders.snooze(db, BORIS, 0)
    await storage.reminders.snooze(db, ANNA, 60)
    (first,) = await storage.notices.claim(db, 1, 25)
    assert (first.kind, first.text, first.owner) == ("reminder", None, BORIS)
    await free(db)
    claimed = await storage.notices.claim(db, 25, 25)
    assert [(n.kind, n.text) for n in claimed] == [("announcement", "Hello")] * 2


async def test_a_claim_runs_out(db):
    """What a killed process had claimed comes back; what was given back was not tried."""
    await storage.notices.announce(db, "a", "Hello", "ru")
    first = await storage.notices.claim(db, 1, 25)
    await free(db)
    (second,) = await storage.notices.claim(db, 25, 25)
    assert {first[0].owner, second.owner} == {ANNA, BORIS}
    await free(db)
    assert await storage.notices.claim(db, 25, 25) == []
    await storage.notices.release(db, [second])
    (again,) = await storage.notices.claim(db, 25, 25)
    assert (again.id, again.tries) == (second.id, 1)
    await free(db)
    await db.execute("UPDATE notices SET claimed_at = claimed_at - interval '61 s'")
    assert [n.tries for n in await storage.notices.claim(db, 25, 25)] == [2, 2]


async def test_claims_of_two_never_meet(db, connect):
    """While one claims, the other gets nothing, and afterwards what is left."""
    await storage.notices.announce(db, "a", "Hello", None)
    other = await connect()
    async with db.transaction():
        (one,) = await storage.notices.claim(db, 1, 25)
        assert await storage.notices.claim(other, 25, 25) == []
    await free(db)
    (two,) = await storage.notices.claim(other, 25, 25)
    assert {one.owner, two.owner} == {ANNA, BORIS}


async def test_a_reminder_becomes_one_notice(db, connect):
    """Whoever looks; the next time is set in the same transaction, for the blocked too."""
    for person in (ANNA, BORIS):
        await storage.reminders.keep(db, person, 1, 18, NOON)
    await storage.people.block(db, BORIS)
    await db.execute("UPDATE reminders SET due_at = now() - interval '1 s'")
    other = await connect()
    async with db.transaction():
        due = await storage.reminders.due(db, 25)
        assert {each.owner for each in due} == {ANNA, BORIS}
        assert await storage.reminders.due(other, 25) == []
        await storage.reminders.turn_into_notices(
            db, [(each, each.now + timedelta(days=7)) for each in due]
        )
    assert await storage.reminders.due(other, 25) == []
    assert [row["owner"] for row in await db.fetch("SELECT owner FROM notices")] == [ANNA]
    late = await db.fetchval("SELECT min(due_at) FROM reminders")
    assert late > datetime.now(UTC) + timedelta(days=6)


async def test_what_waits_is_counted(db):
    """By kind, with the age of the oldest; what is due later does not wait."""
    nothing = await storage.notices.state(db)
    assert (nothing.waiting, nothing.age, nothing.blocked) == ({}, {}, 0)
    await storage.notices.announce(db, "a", "Hello", None)
    await storage.reminders.snooze(db, ANNA, 3600)
    await db.execute("UPDATE notices SET due_at = due_at - interval '90 s' WHERE owner = $1", ANNA)
    state = await storage.notices.state(db)
    assert state.waiting == {"announcement": 2}
    assert 90 <= state.age["announcement"] < 95
    await storage.people.block(db, ANNA)
    state = await storage.notices.state(db)
    assert (state.waiting, state.blocked) == ({"announcement": 1}, 1)


async def test_whose_turn_a_program_is(db):
    """The newest; once programs are trained, the one trained the longest ago of the last month."""
    assert await storage.upcoming.next_up(db, ANNA) is None
    upper, _ = await train(db, ANNA)
    await db.execute("UPDATE workouts SET ended_at = now(), started_at = now() - interval '2 d'")
    lower = await storage.programs.add(db, ANNA, "Низ", one_day([]))
    assert await storage.upcoming.next_up(db, ANNA) == (upper, "Фулбоди")
    await db.execute(
        "INSERT INTO workouts (owner, program, title, started_at, ended_at)"
        " VALUES ($1, $2, 'Низ', now() - interval '3 d', now())",
        ANNA,
        lower,
    )
    assert await storage.upcoming.next_up(db, ANNA) == (lower, "Низ")
    await db.execute("UPDATE workouts SET started_at = now() - interval '40 d'")
    newest = await storage.programs.add(db, ANNA, "Новая", one_day([]))
    assert await storage.upcoming.next_up(db, ANNA) == (newest, "Новая")
    await storage.programs.archive(db, ANNA, newest, archived=True)
    assert await storage.upcoming.next_up(db, ANNA) == (lower, "Низ")
    assert await storage.upcoming.next_up(db, BORIS) is None


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO reminders (owner, weekdays, hour) VALUES ($1, 1, 18)",
        "INSERT INTO reminders (owner, weekdays, hour, due_at) VALUES ($1, 0, 18, now())",
        "INSERT INTO reminders (owner, weekdays, hour, due_at) VALUES ($1, 128, 18, now())",
        "INSERT INTO reminders (owner, weekdays, hour, due_at) VALUES ($1, 1, 24, now())",
        "INSERT INTO notices (owner, kind, due_at) VALUES ($1, 'announcement', now())",
        "INSERT INTO notices (owner, kind, due_at) VALUES ($1, 'other', now())",
    ],
)
async def test_what_makes_no_sense_cannot_be_stored(db, statement):
    """The limits stand in the schema too."""
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await db.execute(statement, ANNA)
