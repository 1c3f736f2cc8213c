"""The backup that docs/backups.md describes, made and read back."""

import asyncio
import subprocess

import asyncpg
import pytest

from service.local.postgres.executables import wheel
from tests.bench import seed

PLAIN = ("--no-owner", "--no-privileges")


async def run(program, *arguments):
    """Run one of PostgreSQL's own programs."""
    done = await asyncio.to_thread(
        subprocess.run,
        [wheel() / program, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


async def rows(url):
    """Read every row of every table, and where the sequences stand."""
    connection = await asyncpg.connect(url)
    try:
        names = await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        )
        found = {
            name: [
                row[0]
                for row in await connection.fetch(f"SELECT t::text FROM {name} AS t ORDER BY 1")
            ]
            for (name,) in names
        }
        found["sequences"] = [
            tuple(row)
            for row in await connection.fetch(
                "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"
            )
        ]
        return found
    finally:
        await connection.close()


async def test_a_dump_restored_has_every_row(owner_url, empty_database_url, tmp_path):
    """A dump taken of a database in use gives, restored, the same rows in every table."""
    if not (wheel() / "pg_dump").exists():
        pytest.skip("this PostgreSQL came without pg_dump")
    connection = await asyncpg.connect(owner_url)
    await seed.train(connection, 5)
    await seed.lifted(connection, 5, 3, first=seed.FIRST, known=True)
    dump = tmp_path / "bot.dump"
    await run("pg_dump", "--format=custom", *PLAIN, f"--file={dump}", owner_url)
    await run("pg_restore", *PLAIN, "--exit-on-error", f"--dbname={empty_database_url}", dump)
    before = await rows(owner_url)
    assert len(before["sets"]) == 5 * 3 * 25
    assert await rows(empty_database_url) == before
    await connection.close()
