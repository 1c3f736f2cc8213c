"""The bot is an ordinary role in its private PostgreSQL, also in a data folder of earlier days."""

from pathlib import Path
from urllib.parse import quote

import asyncpg
import pytest

from service.databases import PRIVATE_ROLE
from service.local.postgres import PrivatePostgres
from service.storage import people
from service.storage.database import migrate
from tests.program import Program, run
from tests.waiting import until

FORBIDDEN = (
    "CREATE TABLE t (n int)",
    "CREATE TEMP TABLE t (n int)",
    "ALTER TABLE people ADD COLUMN n int",
    "DROP TABLE sets",
    "TRUNCATE people CASCADE",
    "CREATE ROLE r",
    "SET ROLE workout",
    "SELECT * FROM pg_shadow",
    "COPY people TO PROGRAM 'cat'",
)

CONNECTED = """
    SELECT DISTINCT usename, rolsuper, rolcreaterole, rolcreatedb
    FROM pg_stat_activity JOIN pg_roles ON rolname = usename
    WHERE application_name = 'workout-bot'
"""


def dsn(data: Path, user: str) -> str:
    """The DSN of the server that runs in a folder, as its lock file tells."""
    run_dir = (data / "postgres.lock").read_text().split("\n")[1]
    return f"postgresql://{user}@/workout?host={quote(run_dir, safe='')}&port=5432"


async def test_the_bot_has_rows_only(tmp_path: Path) -> None:
    """It starts on tables and rows that the owner made, and every connection is its own role's."""
    data = tmp_path / "data"
    async with PrivatePostgres(data) as before:
        await migrate(before.dsn())
        owner = await asyncpg.connect(before.dsn())
        await people.greet(owner, 7, "en")
        await owner.close()
    async with Program({"DATA_DIR": str(data)}, cwd=tmp_path):
        superuser = await asyncpg.connect(dsn(data, "postgres"))
        users = await until(lambda: superuser.fetch(CONNECTED), "the bot is connected", bool)
        assert users == [(PRIVATE_ROLE, False, False, False)]
        await superuser.close()
        bot = await asyncpg.connect(dsn(data, PRIVATE_ROLE))
        assert await bot.fetch("SELECT id FROM people") == [(7,)]
        for statement in FORBIDDEN:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await bot.execute(statement)
        await bot.close()
    done = await run("people", "block", "7", cwd=tmp_path, DATA_DIR=str(data))
    assert done == (0, "Blocked.\n")
