"""Where the operator gives two roles, the bot's own has rows and nothing else."""

import asyncio

import asyncpg
import pytest

from service.storage import Database, people, turn
from service.storage.database import MIGRATION_LOCK, grant, migrate
from tests.program import run
from tests.waiting import SECONDS, until


@pytest.fixture
async def runtime_url(server, empty_database_url):
    """A second role, without any right but to connect."""
    name = f"runtime_{empty_database_url.rpartition('test_')[2].partition('?')[0]}"
    await server.run(f"CREATE ROLE {name} LOGIN PASSWORD 'x'")
    database = Database(_as(empty_database_url, name), "UTC", owner=empty_database_url, size=2)
    try:
        await database.open()
        yield database, _as(empty_database_url, name)
    finally:
        await database.close()
        await _forget(empty_database_url, name)
        await server.run(f"DROP ROLE {name}")


def _as(dsn, role):
    """Give the DSN of another role."""
    head, _, rest = dsn.partition("://")
    return f"{head}://{role}:x@{rest.partition('@')[2]}"


async def _forget(owner_url, role):
    connection = await asyncpg.connect(owner_url)
    await connection.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
    await connection.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}")
    await connection.execute(f"REVOKE ALL ON SCHEMA public FROM {role}")
    await connection.close()


async def test_the_runtime_role_works(runtime_url):
    """It migrates by its owner, stores, and takes its turn at polling."""
    database, url = runtime_url
    async with database.transaction() as db:
        person = await people.greet(db, 7, "en")
    assert person.id == 7
    mine = turn.Turn(url)
    assert await mine.ours()
    await mine.close()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE t (n int)",
        "ALTER TABLE people ADD COLUMN n int",
        "DROP TABLE sets",
        "TRUNCATE people CASCADE",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "INSERT INTO migrations (name) VALUES ('9999_evil.sql')",
        "CREATE ROLE r",
        "COPY people TO PROGRAM 'cat'",
    ],
)
async def test_the_runtime_role_has_no_ddl(runtime_url, statement):
    """Whoever took over the bot can change rows, and neither tables nor roles nor files."""
    connection = await asyncpg.connect(runtime_url[1])
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()


async def test_migrating_twice_changes_nothing(runtime_url, empty_database_url):
    """The next start of the same version finds nothing to do."""
    await migrate(empty_database_url)


async def test_the_command_migrates(server, empty_database_url, tmp_path):
    """The program makes the schema as the owner; the role of the bot then starts without it."""
    name = f"commanded_{empty_database_url.rpartition('test_')[2].partition('?')[0]}"
    await server.run(f"CREATE ROLE {name} LOGIN PASSWORD 'x'")
    url = _as(empty_database_url, name)
    try:
        code, printed = await run("migrate", cwd=tmp_path, DATABASE_URL=url)
        assert (code, "python -m service migrate" in printed) == (1, True)
        both = {"DATABASE_URL": url, "DATABASE_OWNER_URL": empty_database_url}
        assert await run("migrate", cwd=tmp_path, **both) == (0, "The schema is up to date.\n")
        assert (await run("people", cwd=tmp_path, DATABASE_URL=url))[0] == 0
    finally:
        await _forget(empty_database_url, name)
        await server.run(f"DROP ROLE {name}")


async def test_starts_at_once_grant_one_after_the_other(runtime_url, empty_database_url):
    """PostgreSQL refuses two grants of the same at once: "tuple concurrently updated"."""
    _, url = runtime_url
    holder, role = await asyncpg.connect(empty_database_url), url.partition("://")[2].split(":")[0]
    await holder.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
    granting = [asyncio.create_task(grant(empty_database_url, role)) for _ in range(8)]
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    await until(
        lambda: holder.fetchval(waiting),
        "all of them wait for the lock",
        lambda count: count == len(granting),
    )
    await holder.close()
    async with asyncio.timeout(SECONDS):
        await asyncio.gather(*granting)
    bots = [Database(url, "UTC", owner=empty_database_url, size=1) for _ in range(8)]
    await asyncio.gather(*(bot.open() for bot in bots))
    for bot in bots:
        await bot.close()
