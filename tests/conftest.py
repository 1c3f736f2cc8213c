"""What every test may ask for by name.

`database_url` is the DSN of a fresh, migrated database that this test alone uses, as the bot has
it: its role reads and writes rows. `owner_url` is the same database as its owner. It is copied
from a template that is migrated once, on one PostgreSQL for the whole session: a private one, or
the one that TEST_DATABASE_URL names (its user must be allowed to create databases and roles). Its
people have been asked for their time zone; `newcomers` makes them strangers again.
"""

import asyncio
import gc
import itertools
import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.local.postgres import PrivatePostgres

TEMPLATE = f"test_template_{os.getpid()}"
ROLE = f"bot_of_tests_{os.getpid()}"
MIGRATIONS = "service.storage.database"  # its `migrate` and `grant` are awaited once


def pytest_collection_finish() -> None:
    """Keep the garbage collector off what was imported: an eighth of the CPU."""
    _wake_hypothesis()
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files with the longest time limits first where workers take file after file.

    A long file that is begun last keeps one worker busy while the others have nothing left.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    limits: dict[Path, float] = defaultdict(float)
    for item in items:
        limit = item.get_closest_marker("timeout")
        limits[item.path] = max(limits[item.path], limit.args[0] if limit else 0)
    items.sort(key=lambda item: -limits[item.path])


@settings(max_examples=1, database=None)
@given(nothing=st.none())
def _wake_hypothesis(nothing: None) -> None:
    """Let Hypothesis make its random generator before the freeze.

    It looks for what keeps the generator alive, and finds nothing that is frozen: from Python 3.14
    on that is the dictionary which holds it, and the warning fails the test that comes first.
    """


@dataclass(frozen=True, slots=True)
class Server:
    """Where databases are made, and for whom: ``dsn_of`` a database is its owner's."""

    admin: str
    dsn_of: Callable[[str], str]
    bots_dsn_of: Callable[[str], str]
    owner: str

    async def run(self, *statements: str) -> None:
        await _run(self.admin, *statements)

    async def create(self, name: str, template: str) -> None:
        # Copying the files takes half the time of copying through the log.
        how = f'TEMPLATE {template} STRATEGY FILE_COPY OWNER "{self.owner}"'
        await self.run(f'CREATE DATABASE "{name}" {how}')

    async def drop(self, name: str) -> None:
        await self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One PostgreSQL for all tests; it does without fsync, for no test outlives a power cut."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        whole = urlsplit(url)
        bots = whole._replace(netloc=f"{ROLE}:x@{whole.netloc.rpartition('@')[2]}")
        yield Server(
            url,
            lambda name: whole._replace(path=f"/{name}").geturl(),
            lambda name: bots._replace(path=f"/{name}").geturl(),
            _user(url),
        )
        return
    folder = tempfile.TemporaryDirectory(prefix="workout-test-", dir=_quick_folder())
    # A loop of its own: it shall neither end nor replace the ones that tests run in.
    with folder, closing(asyncio.new_event_loop()) as loop:
        postgres = PrivatePostgres(Path(folder.name), durable=False)
        loop.run_until_complete(postgres.start())
        yield Server(
            postgres.dsn("postgres", user="postgres"),
            postgres.dsn,
            lambda name: postgres.dsn(name, user=ROLE),
            "workout",
        )
        loop.run_until_complete(postgres.stop())


@pytest.fixture(scope="session")
def template(server: Server) -> Iterator[str]:
    """A migrated database that nobody is connected to."""
    with closing(asyncio.new_event_loop()) as loop:
        loop.run_until_complete(server.create(TEMPLATE, "template0"))
        loop.run_until_complete(server.run(f"CREATE ROLE {ROLE} LOGIN PASSWORD 'x'"))
        if find_spec(MIGRATIONS):
            schema, dsn = import_module(MIGRATIONS), server.dsn_of(TEMPLATE)
            loop.run_until_complete(schema.migrate(dsn))
            loop.run_until_complete(schema.grant(dsn, ROLE))
            loop.run_until_complete(_run(dsn, _asked("SET DEFAULT now()")))
        yield TEMPLATE
        loop.run_until_complete(server.drop(TEMPLATE))
        loop.run_until_complete(server.run(f"DROP ROLE {ROLE}"))


_numbers = itertools.count(1)


@pytest.fixture
async def new_database(
    server: Server, template: str
) -> AsyncIterator[Callable[[], Awaitable[str]]]:
    """Make fresh, migrated databases for one test, dropped afterwards; as the bot's role."""
    names = []

    async def make() -> str:
        names.append(f"test_{os.getpid()}_{next(_numbers)}")
        await server.create(names[-1], template)
        return server.bots_dsn_of(names[-1])

    yield make
    for name in names:
        await server.drop(name)


@pytest.fixture
async def database_url(new_database: Callable[[], Awaitable[str]]) -> str:
    """A fresh, migrated database for one test, dropped afterwards; as the bot's role."""
    return await new_database()


@pytest.fixture
def owner_url(server: Server, database_url: str) -> str:
    """The database of `database_url` as its owner, who may change the schema."""
    return server.dsn_of(urlsplit(database_url).path.removeprefix("/"))


@pytest.fixture
async def newcomers(owner_url: str) -> None:
    """Let the bot ask its people for their time zone, as it does outside of tests."""
    await _run(owner_url, _asked("DROP DEFAULT"))


def _asked(default: str) -> str:
    return f"ALTER TABLE people ALTER asked_zone_at {default}"


async def _run(dsn: str, *statements: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
async def empty_database_url(server: Server) -> AsyncIterator[str]:
    """A fresh database without a schema, for tests of the migrations themselves."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    await server.create(name, "template0")
    yield server.dsn_of(name)
    await server.drop(name)


@pytest.fixture(scope="session")
def require() -> Callable[[str], str]:
    """Find a program's path; without it skip, but fail where CI is set and it must be there."""

    def find(program: str) -> str:
        path = shutil.which(program)
        if path is None and os.environ.get("CI"):
            pytest.fail(f"{program} is not installed, and CI is set")
        return path or pytest.skip(f"{program} is not installed")

    return find


def _user(url: str) -> str:
    return urlsplit(url).username or os.environ.get("USER", "postgres")


def _quick_folder() -> str | None:
    """Prefer memory where there is enough: a database is copied in 6 ms there, 90 ms on disk."""
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1_000_000_000
    return str(memory) if roomy else None
