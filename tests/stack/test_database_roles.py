"""docs/deploy/roles.sql as Docker Compose runs it, and the bot as the role that it makes."""

import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import asyncpg
import pytest

from service.local.postgres import PrivatePostgres
from service.local.postgres.executables import wheel
from service.storage import Database, Refused, people
from service.storage.database import migrate

OWNERS = """
    SELECT DISTINCT relowner::regrole::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
    UNION SELECT proowner::regrole::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION SELECT stxowner::regrole::text FROM pg_statistic_ext
    WHERE stxnamespace = 'public'::regnamespace
"""


@pytest.fixture
async def postgres(tmp_path: Path) -> AsyncIterator[PrivatePostgres]:
    """A server of this test's own, because roles belong to the whole server."""
    if not (wheel() / "psql").exists():
        pytest.skip("this PostgreSQL came without psql")
    async with PrivatePostgres(tmp_path / "data", durable=False) as running:
        yield running


@pytest.fixture
def make_roles(postgres: PrivatePostgres, root: Path, tmp_path: Path) -> Callable[[], None]:
    """Run the script as the superuser, as the service `roles` does."""
    for name in ("owner_password", "bot_password"):
        (tmp_path / name).write_text("it's secret")
    script = (root / "docs/deploy/roles.sql").read_text().replace("/run/keys/", f"{tmp_path}/")
    superuser = postgres.dsn(user="postgres")

    def run() -> None:
        psql = [str(wheel() / "psql"), "--no-psqlrc", "--quiet", "--single-transaction"]
        done = subprocess.run(
            [*psql, "--file=-", superuser],
            input=script,
            text=True,
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    return run


def bot(postgres: PrivatePostgres, *, owner: bool = False) -> Database:
    """The database as the bot sees it; with ``owner`` as the service `migrations` does."""
    owner_dsn = postgres.dsn(user="workout_owner") if owner else None
    return Database(postgres.dsn(user="workout_bot"), "UTC", owner=owner_dsn, size=4)


async def test_a_database_of_an_earlier_version(
    postgres: PrivatePostgres, make_roles: Callable[[], None]
) -> None:
    """The superuser's tables become the owner's, each row stays, and the bot works."""
    superuser = await asyncpg.connect(postgres.dsn(user="postgres"))
    await migrate(postgres.dsn(user="postgres"))
    await people.greet(superuser, 7, "en")
    for _ in range(2):  # at every start
        make_roles()
        assert await superuser.fetch(OWNERS) == [("workout_owner",)]
        migrations = bot(postgres, owner=True)
        await migrations.open()
        await migrations.close()
        database = bot(postgres)
        await database.open()
        async with database.transaction() as db:
            assert await db.fetch("SELECT id FROM people") == [(7,)]
            assert await people.greet(db, 7, "en")
        await database.close()
    await superuser.close()


async def test_a_new_database(postgres: PrivatePostgres, make_roles: Callable[[], None]) -> None:
    """The bot without its owner says what to do; the owner makes the tables; the bot works."""
    make_roles()
    database = bot(postgres)
    with pytest.raises(Refused, match="python -m service migrate"):
        await database.open()
    migrations = bot(postgres, owner=True)
    await migrations.open()
    await migrations.close()
    await database.open()
    await database.close()


FORBIDDEN = (
    "CREATE TABLE t (n int)",
    "CREATE TEMP TABLE t (n int)",
    "CREATE SCHEMA s",
    "ALTER TABLE people ADD COLUMN n int",
    "DROP TABLE sets",
    "ALTER ROLE workout_bot SUPERUSER",
    "SET ROLE workout_owner",
    "SELECT * FROM pg_shadow",
    "SELECT pg_read_file('/etc/passwd')",
)
RIGHTS = """
    SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls FROM pg_roles
    WHERE rolname IN ('workout_owner', 'workout_bot')
"""


async def test_the_bot_has_rows_only(
    postgres: PrivatePostgres, make_roles: Callable[[], None]
) -> None:
    """It owns nothing, becomes nobody else, and reads neither passwords nor files."""
    make_roles()
    migrations = bot(postgres, owner=True)
    await migrations.open()
    await migrations.close()
    connection = await asyncpg.connect(postgres.dsn(user="workout_bot"))
    for statement in FORBIDDEN:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    assert [any(row) for row in await connection.fetch(RIGHTS)] == [False, False]
    await connection.close()
