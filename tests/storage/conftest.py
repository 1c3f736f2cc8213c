"""Connections to a fresh database, in Moscow's time zone; and somebody whose rows they are."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from decimal import Decimal

import asyncpg
import pytest

from service import storage
from service.domain.notation import Lift
from service.domain.programs import Plan, one_day
from service.storage import Database
from service.storage.sets import Source

ANNA, BORIS = 7_000_000_001, 7_000_000_002
SQUAT = Plan("Присед", 3, 5, 5, weight=Decimal("82.5"), known="squat")
PLANK = Plan("Планка", 2, seconds=60, known="plank")

PERSONS = """
    WITH RECURSIVE persons (of) AS (
        SELECT 'people'::regclass::oid
        UNION
        SELECT conrelid FROM pg_constraint JOIN persons ON confrelid = of WHERE contype = 'f'
    )
    SELECT relname, array_agg(attname::text)
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND (
        pg_class.oid IN (SELECT of FROM persons)
        OR EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = pg_class.oid
                   AND attname IN ('owner', 'person', 'sender'))
    )
    GROUP BY 1
"""
"""By the catalogue: tables whose rows point at a person, or name one."""


def owner_of(table: str, columns: list[str]) -> str:
    """Return the column that has the person's id, as PERSONS found the table's columns."""
    (column,) = {"owner", "person", "sender"} & {*columns} or {"id"}
    return column


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, "Europe/Moscow")
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def connect(database_url: str) -> AsyncIterator:
    """Open a connection of one's own, without a transaction around it."""
    async with AsyncExitStack() as opened:

        async def one(
            timezone: str = "Europe/Moscow", url: str = database_url
        ) -> asyncpg.Connection:
            connection = await asyncpg.connect(url, server_settings={"timezone": timezone})
            opened.push_async_callback(connection.close)
            return connection

        yield one


@pytest.fixture
async def db(connect) -> asyncpg.Connection:
    """A connection; Anna and Boris are known."""
    connection = await connect()
    for person in (ANNA, BORIS):
        await storage.people.greet(connection, person, "ru")
    return connection


async def train(db: asyncpg.Connection, owner: int, sets: int = 2) -> tuple[int, int]:
    """Give somebody a program and an open workout with sets in it. Returns both ids."""
    program = await storage.programs.add(db, owner, "Фулбоди", one_day([SQUAT, PLANK]))
    workout = await storage.beginnings.begin(db, owner, program)
    assert workout
    for message in range(sets):
        await lift(db, owner, workout, message)
    return program, workout


async def lift(db: asyncpg.Connection, owner: int, workout: int, message: int) -> None:
    """Log one more set, as from a message."""
    found = await storage.workouts.find(db, owner, workout)
    assert found
    asked = found.next_place
    assert asked
    hold = found.entry(asked.position).plan.seconds
    lifted = Lift(Decimal("82.5"), None if hold else 5, hold)
    source = Source(owner, 1_000_000 * workout + 1000 * found.revision + message)
    await storage.sets.log(db, owner, found, [(asked, lifted)], source=source)


@asynccontextmanager
async def undone(db: asyncpg.Connection) -> AsyncIterator[None]:
    """Take back whatever happens inside."""
    transaction = db.transaction()
    await transaction.start()
    try:
        yield
    finally:
        await transaction.rollback()
