"""Connections tell of their statements."""

import asyncio

import asyncpg
import pytest

from service.storage.watched import watched

Told = list[tuple[str, float, str | None]]


@pytest.fixture
def told() -> Told:
    return []


@pytest.fixture
async def connection(told: Told, database_url: str) -> asyncpg.Connection:
    def hear(query: str, seconds: float, error: BaseException | None) -> None:
        told.append((query, seconds, type(error).__name__ if error else None))

    connection = await asyncpg.connect(database_url, connection_class=watched(hear))
    yield connection
    await connection.close()


async def test_every_way_to_ask(connection: asyncpg.Connection, told: Told) -> None:
    """Each statement is told once, whichever method runs it, the driver's own too."""
    async with connection.transaction():
        assert await connection.fetchval("SELECT 1") == 1
        assert await connection.fetchrow("SELECT 2") == (2,)
        assert await connection.fetch("SELECT $1::int", 3) == [(3,)]
        await connection.execute("SELECT 4")
        await connection.executemany("SELECT $1::int", [(5,), (6,)])
    asked = ["BEGIN;", "SELECT 1", "SELECT 2", "SELECT $1::int", "SELECT 4", "SELECT $1::int"]
    assert [(query, error) for query, _, error in told] == [
        (query, None) for query in [*asked, "COMMIT;"]
    ]


async def test_seconds(connection: asyncpg.Connection, told: Told) -> None:
    """The seconds are those of the whole statement."""
    await connection.execute("SELECT pg_sleep(0.05)")
    ((_, seconds, _),) = told
    assert 0.05 <= seconds < 30


async def test_failures(connection: asyncpg.Connection, told: Told) -> None:
    """A statement that fails, or is cut off, is told with what it failed with, and fails."""
    with pytest.raises(asyncpg.DivisionByZeroError):
        await connection.fetchval("SELECT 1 / 0")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(connection.execute("SELECT pg_sleep(9)"), 0.05)
    assert [error for _, _, error in told] == ["DivisionByZeroError", "CancelledError"]
