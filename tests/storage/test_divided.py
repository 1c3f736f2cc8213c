"""The bot runs on tables that are divided by owner, and does not know it."""

import random
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import asyncpg
import pytest

from service import storage
from service.storage import statistics
from service.storage.database import grant
from tests.bench.dividing import divide, parts_read
from tests.bench.plans import OF_SEVERAL, queries
from tests.conftest import ROLE
from tests.storage.conftest import ANNA, BORIS, PERSONS, owner_of
from tests.storage.test_owners import fill
from tests.storage.test_statistics import PEOPLE, act, counted, known

PARTS = 4


@pytest.fixture
async def divided_url(server, new_database) -> AsyncIterator[str]:
    """A fresh database whose largest tables are divided."""
    url = await new_database()
    owner_url = server.dsn_of(urlsplit(url).path.removeprefix("/"))
    owner = await asyncpg.connect(owner_url)
    await divide(owner, PARTS)
    await owner.close()
    await grant(owner_url, ROLE)
    return url


async def stored(db, people):
    """Return every row of people in every table, without its times."""
    rows = {}
    for table, columns in people:
        same = {name for name in columns if not name.endswith("_at")} - {"contents"}
        rows[table] = sorted(
            str({key: value for key, value in row.items() if key in same})
            for row in await db.fetch(f"SELECT * FROM {table}")
        )
    return rows


@pytest.mark.parametrize("seed", range(2))
async def test_the_same_is_stored(connect, divided_url, seed):
    """The same acts store the same rows, and the numbers of both are right."""
    both = [await connect(), await connect(url=divided_url)]
    people = await both[0].fetch(PERSONS)
    chance = random.Random(seed)
    for _ in range(100):
        person, same = chance.choice(PEOPLE), chance.random()
        for db in both:
            await act(db, random.Random(same), person)
    for db in both:
        await storage.people.greet(db, PEOPLE[0] - 1, "ru")
        await fill(db, PEOPLE[0] - 1)
    plain, divided = [await stored(db, people) for db in both]
    assert plain["sets"]
    assert plain["daily_bests"]
    assert plain == divided
    assert await known(both[1]) == await counted(both[1])
    assert {*(await statistics.drift(both[1])).values()} == {0}


async def test_everything_is_deleted(connect, divided_url):
    """Of one person, from every part, and nothing of another."""
    db = await connect(url=divided_url)
    for person in (ANNA, BORIS):
        await storage.people.greet(db, person, "ru")
        await fill(db, person)
    await storage.belongings.delete(db, ANNA)
    for table, columns in await db.fetch(PERSONS):
        owners = await db.fetch(f"SELECT DISTINCT {owner_of(table, columns)} FROM {table}")
        assert [owner for (owner,) in owners] in ([], [BORIS]), table
    assert (await storage.belongings.count(db, BORIS)).sets


async def test_each_account_is_counted_once(connect, divided_url):
    """A part is not counted beside the table that it is a part of."""
    both = [await connect(), await connect(url=divided_url)]
    for db in both:
        await storage.people.greet(db, ANNA, "ru")
        await fill(db, ANNA)
    plain, divided = [await storage.accounts.largest(db, 1) for db in both]
    assert [account.rows for account in plain] == [account.rows for account in divided]


async def test_a_query_reads_one_part(server, divided_url):
    """That of its owner; a query without an owner reads all."""
    db = await asyncpg.connect(server.dsn_of(urlsplit(divided_url).path.removeprefix("/")))
    read = {
        name: await parts_read(db, text, ANNA)
        for text, name in queries().items()
        if name not in OF_SEVERAL
    }
    everywhere = await parts_read(db, "SELECT FROM sets WHERE workout = $1", ANNA)
    await db.close()
    assert {name: parts for name, parts in read.items() if len(parts) > 1} == {}
    assert len(set.union(*read.values())) == 1
    assert len(everywhere) == PARTS
