"""Connections report their transactions."""

import asyncio

import asyncpg
import pytest

from service.storage.watched import Statement, watched

Reported = list[list[Statement]]


@pytest.fixture
def reported() -> Reported:
    return []


@pytest.fixture
async def connection(reported: Reported, database_url: str) -> asyncpg.Connection:
    watching = watched(reported.append)
    connection = await asyncpg.connect(database_url, connection_class=watching)
    yield connection
    await connection.close()


def texts(reported: Reported) -> list[list[str]]:
    """Give the texts of the statements of each transaction."""
    return [[text for text, *_ in statements] for statements in reported]


def failures(reported: Reported) -> list[list[str | None]]:
    """Give what the statements of each transaction failed with."""
    return [
        [type(error).__name__ if error else None for *_, error in statements]
        for statements in reported
    ]


async def test_every_way_to_ask(connection: asyncpg.Connection, reported: Reported) -> None:
    """A transaction has each statement once, whichever method runs it, the driver's own too."""
    async with connection.transaction():
        assert await connection.fetchval("SELECT 1") == 1
        assert await connection.fetchrow("SELECT 2") == (2,)
        assert await connection.fetch("SELECT $1::int", 3) == [(3,)]
        await connection.execute("SELECT 4")
        await connection.executemany("SELECT $1::int", [(5,), (6,)])
        assert reported == []
    asked = ["BEGIN;", "SELECT 1", "SELECT 2", "SELECT $1::int", "SELECT 4", "SELECT $1::int"]
    assert texts(reported) == [[*asked, "COMMIT;"]]
    assert failures(reported) == [[None] * 7]


async def test_one_after_the_other(connection: asyncpg.Connection, reported: Reported) -> None:
    """Each transaction is reported when it ends; a statement outside of any is one."""
    await connection.execute("BEGIN; SET LOCAL lock_timeout = '4s'")
    await connection.execute("SELECT 1")
    await connection.execute("ROLLBACK")
    await connection.execute("SELECT 2")
    assert texts(reported) == [
        ["BEGIN; SET LOCAL lock_timeout = '4s'", "SELECT 1", "ROLLBACK"],
        ["SELECT 2"],
    ]


async def test_seconds(connection: asyncpg.Connection, reported: Reported) -> None:
    """A statement begins and ends, in seconds, one after the other."""
    async with connection.transaction():
        await connection.execute("SELECT pg_sleep(0.05)")
    (((_, *first, _), (_, began, ended, _), (_, *last, _)),) = reported
    assert 0.05 <= ended - began < 30
    moments = [*first, began, ended, *last]
    assert moments == sorted(moments)


async def test_failures(connection: asyncpg.Connection, reported: Reported) -> None:
    """A statement that fails, or is cut off, is reported with its error, and fails."""
    with pytest.raises(asyncpg.DivisionByZeroError):
        await connection.fetchval("SELECT 1 / 0")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(connection.execute("SELECT pg_sleep(9)"), 0.05)
    assert failures(reported) == [["DivisionByZeroError"], ["CancelledError"]]


async def test_a_failed_transaction(connection: asyncpg.Connection, reported: Reported) -> None:
    """A transaction that failed ends with its ROLLBACK."""
    with pytest.raises(asyncpg.DivisionByZeroError):
        async with connection.transaction():
            await connection.fetchval("SELECT 1 / 0")
    assert texts(reported) == [["BEGIN;", "SELECT 1 / 0", "ROLLBACK;"]]
    assert failures(reported) == [[None, "DivisionByZeroError", None]]


async def test_a_transaction_that_is_cut_off(
    connection: asyncpg.Connection, reported: Reported
) -> None:
    """Where the connection is ended in the middle, what had been done is reported all the same."""
    await connection.execute("BEGIN")
    connection.terminate()
    assert texts(reported) == [["BEGIN"]]
