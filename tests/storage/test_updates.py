"""An update has its effect once."""

import asyncio
from dataclasses import replace

import pytest

from service import storage
from service.storage import Address, Database, NotStoring, Unavailable
from service.storage.database import MIGRATION_LOCK
from service.storage.statistics import FOLD_LOCK
from service.storage.turn import TURN_LOCK
from tests.some import some
from tests.storage.conftest import ANNA, BORIS
from tests.waiting import SECONDS, until

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


async def claim(db, update_id, person=ANNA):
    new, _ = await storage.updates.claim(db, update_id, person)
    return new


async def test_an_update_is_claimed_once(connect):
    """The second claim of a number is told so, also in a later transaction."""
    db = await connect()
    assert await claim(db, 5)
    assert not await claim(db, 5)
    assert await claim(db, 6)


async def test_of_many_at_once_one_claims(connect):
    """The same update to several replicas at the same moment: one has it."""

    async def claim_it(db):
        async with db.transaction():
            return await claim(db, 5)

    replicas = [await connect() for _ in range(5)]
    assert sum(await asyncio.gather(*map(claim_it, replicas))) == 1


async def test_a_claim_not_committed_is_none(connect):
    """When the first one fails, the one that waited has the update."""
    first, second = await connect(), await connect()
    transaction = first.transaction()
    await transaction.start()
    assert await claim(first, 5)
    waiting = asyncio.create_task(claim(second, 5))
    await until(lambda: first.fetchval(WAITING), "the second waits for the first")
    assert not waiting.done()
    await transaction.rollback()
    assert await waiting


async def test_one_person_one_doing_at_a_time(database, db):
    """Two doings of one person wait for each other, another person's does not.

    Who waited sees what was done meanwhile, in the first statement already.
    """

    async def language(person):
        async with database.transaction(turn_of=person) as one:
            return await one.fetchval("SELECT language FROM people WHERE id = $1", person)

    async with database.transaction(turn_of=ANNA) as first:
        await storage.people.speak(first, ANNA, "en")
        waiting = asyncio.create_task(language(ANNA))
        async with asyncio.timeout(SECONDS):
            assert await language(BORIS) == "ru"
        await until(lambda: db.fetchval(WAITING), "Anna's next update waits for the first")
        assert not waiting.done()
    assert await waiting == "en"


async def test_a_wait_that_is_given_up_ends_in_the_server_too(database_url, db, monkeypatch):
    """While somebody's turn is held for long, tries do not pile up behind it."""
    monkeypatch.setattr("service.storage.database.LOCK_SECONDS", 0.1)
    database = Database(database_url, "UTC")
    await database.open()
    await db.execute("SELECT pg_advisory_lock($1)", ANNA)
    for _ in range(3):
        with pytest.raises(Unavailable):
            async with database.transaction(turn_of=ANNA):
                pytest.fail("it was not its turn")
    assert not await db.fetch("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    await db.execute("SELECT pg_advisory_unlock($1)", ANNA)
    async with database.transaction(turn_of=ANNA) as one:
        assert await claim(one, 5)
    await database.close()


async def test_who_claims_is_known_once_greeted_today(connect):
    """A person is found with the claim, unless they are to be greeted first."""
    db = await connect()
    assert await storage.updates.claim(db, 5, ANNA) == (True, None)
    greeted = await storage.people.greet(db, ANNA, "ru")
    new, found = await storage.updates.claim(db, 6, ANNA)
    assert new
    assert replace(some(found), now=greeted.now) == greeted
    await db.execute("UPDATE daily_active SET day = day - 1")
    assert await storage.updates.claim(db, 7, ANNA) == (True, None)


@pytest.mark.parametrize("noticed", [False, True])
async def test_a_task_that_is_ended_ends(database, connect, noticed):
    """Also when its connection is gone: no other error takes the cancellation's place."""
    lent = asyncio.get_running_loop().create_future()

    async def work():
        async with database.transaction() as db:
            lent.set_result(db)
            await asyncio.sleep(60)

    task = asyncio.create_task(work())
    connection, gone = await lent, asyncio.Event()
    connection.add_termination_listener(lambda _: gone.set())
    await (await connect()).execute("SELECT pg_terminate_backend($1)", connection.get_server_pid())
    if noticed:
        await gone.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_transaction_is_whole_or_nothing(database, db):
    """What an error leaves is taken back, and the connection serves the next."""
    with pytest.raises(KeyError):
        async with database.transaction(turn_of=ANNA) as broken:
            await storage.people.speak(broken, ANNA, "en")
            raise KeyError
    async with database.transaction(turn_of=ANNA) as next_one:
        (person,) = await next_one.fetch("SELECT language FROM people WHERE id = $1", ANNA)
        assert person["language"] == "ru"
    assert database.idle == database.size == 1


@pytest.mark.parametrize("lock", [MIGRATION_LOCK, FOLD_LOCK, TURN_LOCK])
async def test_nobody_waits_for_a_lock_of_the_bots_own(connect, database, lock):
    """Whatever number a person has, Telegram gave it away long ago or will: all are served."""
    holder = await connect()
    await holder.execute("SELECT pg_advisory_lock($1)", lock)
    async with asyncio.timeout(2), database.transaction(turn_of=abs(lock)) as db:
        assert await claim(db, 5, abs(lock))


async def test_old_keys_are_thrown_away(connect):
    """Keys live three days, quarantined updates seven."""
    db = await connect()
    for number, hours in enumerate((71, 73, 167, 169)):
        await db.execute(
            "INSERT INTO settled_updates VALUES ($1, now() - make_interval(hours => $2))",
            number,
            hours,
        )
        await db.execute(
            "INSERT INTO quarantine (update_id, body, error, quarantined_at)"
            " VALUES ($1, '', '', now() - make_interval(hours => $2))",
            number,
            hours,
        )
    await storage.updates.purge(db)
    await storage.updates.purge_quarantine(db)
    kept = "SELECT array_agg(update_id ORDER BY 1) FROM"
    assert await db.fetchval(f"{kept} settled_updates") == [0]
    assert await db.fetchval(f"{kept} quarantine") == [0, 1, 2]


async def test_old_attempts_are_thrown_away(connect):
    """They live as long as the key of an update."""
    db = await connect()
    for number, hours in enumerate((71, 73)):
        await db.execute(
            "INSERT INTO attempts VALUES ($1, 1, now() - make_interval(hours => $2))", number, hours
        )
    await storage.updates.purge_attempts(db)
    assert await db.fetchval("SELECT array_agg(update_id) FROM attempts") == [0]


async def test_anything_can_be_quarantined_twice(connect):
    """The body is text, whatever stands in it."""
    db = await connect()
    for _ in range(2):
        await storage.updates.quarantine(db, 5, ANNA, '{"text": "\\u0000\\ud800"}', "ValueError")
    assert await db.fetchval("SELECT count(*) FROM quarantine") == 1


async def test_quarantine_is_bounded(connect, monkeypatch):
    """A sender who finds a fault cannot fill the disk; nobody else's updates are left out."""
    monkeypatch.setattr(storage.updates, "MAX_QUARANTINED", 2)
    db = await connect()
    for number, sender in enumerate((ANNA, ANNA, ANNA, BORIS)):
        await storage.updates.quarantine(db, number, sender, "{}", "ValueError")
    kept = "SELECT array_agg(update_id ORDER BY 1) FROM quarantine"
    assert await db.fetchval(kept) == [0, 1, 3]


async def test_a_new_person_twice_at_once(connect):
    """Two first messages at the same moment make one person, greeted twice."""
    first, second = await connect(), await connect()
    async with first.transaction():
        await storage.people.greet(first, ANNA, "ru")
        waiting = asyncio.create_task(storage.people.greet(second, ANNA, "en"))
        other = await connect()
        await until(lambda: other.fetchval(WAITING), "the second waits for the first")
    greeted = await waiting
    assert (greeted.id, greeted.language) == (ANNA, "ru")
    numbers = await storage.statistics.read(first)
    assert (numbers.people, numbers.people_today) == (1, 1)


async def test_a_hint_comes_once_in_a_while(db):
    """The hints of so many seconds belong to one message; the last few, each once."""

    async def hint(person, text):
        hints, _ = await storage.messages.hint(db, person, text, seconds=10, most=3)
        return hints

    assert [await hint(ANNA, each) for each in "abac"] == [
        ["a"], ["a", "b"], ["b", "a"], ["b", "a", "c"],
    ]  # fmt: skip
    assert await hint(ANNA, "d") == ["a", "c", "d"]
    assert await hint(BORIS, "a") == ["a"]
    await storage.messages.keep_hint(db, ANNA, 7)
    await db.execute("UPDATE people SET hinted_at = hinted_at - interval '11 seconds'")
    assert await hint(ANNA, "a") == ["a"]
    assert await storage.messages.hint_message(db, ANNA) is None


async def test_trouble_of_the_driver_stays_in_its_room(database_url):
    """A database that is away is Unavailable, whatever asyncpg calls it."""
    database = Database(database_url.replace("/test_", "/none_"), "UTC")
    with pytest.raises(Exception, match="InvalidCatalogNameError"):
        await database.open()
    database = Database("postgresql://x@127.0.0.1:1/x", "UTC")
    with pytest.raises(Unavailable):
        await database.open()
    with pytest.raises(Unavailable):
        await database.answers()


async def test_a_cut_connection_is_unavailable_and_the_next_is_not(database, connect):
    """A connection that PostgreSQL ended fails one transaction and no more."""
    other = await connect()
    with pytest.raises(Unavailable):
        async with database.transaction() as db:
            pid = await db.fetchval("SELECT pg_backend_pid()")
            await other.execute("SELECT pg_terminate_backend($1)", pid)
            await db.fetchval("SELECT pg_sleep(1)")
    async with database.transaction() as db:
        assert await db.fetchval("SELECT 1") == 1


async def test_people_leave_connections_to_the_rest(database):
    """However many updates are being settled, an answer that asks for its card need not wait."""
    inside, go = [], asyncio.Event()

    async def settle(person):
        async with database.transaction(turn_of=person):
            inside.append(person)
            await go.wait()

    def settling():
        return [asyncio.create_task(settle(person)) for person in range(1, 31)]

    people = settling()
    await until(lambda: len(inside), "eight are being settled", lambda count: count >= 8)
    async with asyncio.timeout(SECONDS):
        async with database.connection() as one, database.connection() as another:
            assert await one.fetchval("SELECT 1") + await another.fetchval("SELECT 1") == 2
        assert len(inside) == 8
        for each in people:
            each.cancel()  # those who wait and those who work give their places back
        await asyncio.gather(*people, return_exceptions=True)
        go.set()
        await asyncio.gather(*settling())


async def claimed(database) -> bool:
    async with database.transaction() as db:
        return await claim(db, 1)


async def test_a_session_that_may_not_write_is_dropped(database):
    """A connection to a server that became read-only is not lent again."""
    for use in ("transaction", "connection", "answers"):
        async with database.connection() as db:
            await db.execute("SET default_transaction_read_only = on")
        with pytest.raises(NotStoring):
            if use == "transaction":
                await claimed(database)
            elif use == "connection":
                async with database.connection() as db:
                    await storage.updates.claim(db, 1, 1)
            else:
                await database.answers()
    assert await claimed(database)


async def test_a_single_server_has_no_timeline(database_url):
    """Nothing is asked that one server, or a pooler, need not answer."""
    address = Address(database_url)
    connection = await address.connect()
    await connection.close()
    assert (await address.search(), address.timeline) == (0, 0)
