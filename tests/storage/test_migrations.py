"""The schema: made once, whoever comes, and never made older."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from service import storage
from service.storage import Refused
from service.storage.database import MIGRATION_LOCK, Database, migrate
from tests.waiting import until


async def catalogue(dsn: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetch(
            "SELECT table_name, column_name, data_type, is_nullable"
            " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
        )
    finally:
        await connection.close()


def test_each_has_a_number_of_its_own():
    """They are applied in the order of their numbers, without a gap."""
    folder = Path(storage.__file__).with_name("migrations")
    numbers = sorted(int(path.name.partition("_")[0]) for path in folder.glob("*.sql"))
    assert numbers == list(range(1, len(numbers) + 1))


async def test_from_zero_and_twice(empty_database_url):
    """Migrating an empty database makes the schema; again changes nothing."""
    await migrate(empty_database_url)
    made = await catalogue(empty_database_url)
    assert "sets" in {row["table_name"] for row in made}
    await migrate(empty_database_url)
    assert await catalogue(empty_database_url) == made


async def test_several_at_once(empty_database_url):
    """Bots that start together migrate one after the other; each finds it done or does it."""
    await asyncio.gather(*(migrate(empty_database_url) for _ in range(4)))
    connection = await asyncpg.connect(empty_database_url)
    names = [row["name"] for row in await connection.fetch("SELECT name FROM migrations")]
    await connection.close()
    assert len(names) == len(set(names)) >= 2


async def test_a_migration_waits_for_another(empty_database_url):
    """Nothing is made while somebody else holds the lock."""
    other = await asyncpg.connect(empty_database_url)
    await other.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
    migrating = asyncio.create_task(migrate(empty_database_url))
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    await until(lambda: other.fetchval(waiting), "the migration waits for the lock")
    assert await catalogue(empty_database_url) == []
    await other.close()
    await migrating
    assert await catalogue(empty_database_url) != []


async def test_a_newer_schema_is_refused(database_url, owner_url):
    """A bot older than its database does not touch it, and says why."""
    connection = await asyncpg.connect(owner_url)
    await connection.execute("INSERT INTO migrations (name) VALUES ('9999_wings.sql')")
    await connection.close()
    database = Database(database_url, "UTC")
    with pytest.raises(Refused, match=r"newer than this version: 9999_wings\.sql"):
        await database.open()


async def test_a_migration_that_fails_leaves_nothing(empty_database_url):
    """Migrations are applied all together or not at all."""
    connection = await asyncpg.connect(empty_database_url)
    await connection.execute("CREATE TABLE skips (id int)")  # in the way of the first one
    with pytest.raises(asyncpg.DuplicateTableError):
        await migrate(empty_database_url)
    tables = {row["table_name"] for row in await catalogue(empty_database_url)}
    await connection.close()
    assert tables == {"skips"}


async def test_weights_are_exact(database_url):
    """No column is a floating-point number."""
    kinds = {row["data_type"] for row in await catalogue(database_url)}
    assert "numeric" in kinds
    assert not kinds & {"real", "double precision", "money"}
