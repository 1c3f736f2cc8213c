"""The database: migrated under a lock, pooled, and watched."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from importlib import resources
from typing import TypeAlias

import asyncpg

from service.storage.watched import Observer, watched

Connection: TypeAlias = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy

MIGRATION_LOCK = -7_460_001
"""The advisory lock that lets one process at a time migrate, or grant.

The bot's own locks are negative: a positive number is that of a person, whose updates wait
for one another by it.
"""

COMMAND_SECONDS = 5.0
"""A statement, or the wait for a connection, that takes longer is given up."""

SPARE = 2
"""Connections that people's transactions leave to everybody else: to the answers above all."""

LOCK_SECONDS = 4.0
"""The wait for a lock, in PostgreSQL: given up there before it is here. A wait that only we gave
up would go on, on a connection of its own, until whoever has the lock ends."""

SESSION = {
    "application_name": "workout-bot",
    # Whoever was cut off must not hold a person's lock: the next try waits for it.
    "idle_in_transaction_session_timeout": "10s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}
"""What every session is told."""

TRANSIENT = (
    OSError,  # the socket: refused, reset, unreachable; every TimeoutError too
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # shutting down, starting up, cut off
    asyncpg.TransactionRollbackError,  # deadlocks and serialization failures
    asyncpg.LockNotAvailableError,  # after LOCK_SECONDS
    asyncpg.InsufficientResourcesError,  # too many connections, a full disk
    asyncpg.ReadOnlySQLTransactionError,  # a replica that is not yet the primary
    asyncpg.InternalClientError,  # the driver lost its way on a connection that was cut
)


class Unavailable(Exception):
    """The database can't be used just now; the same may work later."""


class Locked(Unavailable):
    """Somebody else has locked what is asked for; the same will work when they are done."""


class Refused(Exception):
    """The database will not have us: wrong name, wrong password, newer schema."""


@contextmanager
def _driver_errors() -> Iterator[None]:
    """Let no passing trouble of the driver leave this room under the driver's name."""
    try:
        yield
    except asyncpg.LockNotAvailableError as error:
        raise Locked(type(error).__name__) from None
    except TRANSIENT as error:
        raise Unavailable(type(error).__name__) from None
    except asyncpg.InterfaceError as error:
        if isinstance(error, ValueError):  # a value that no column takes: it stays wrong
            raise
        raise Unavailable(type(error).__name__) from None


async def _keep(_: Connection) -> None:
    """Leave a returned connection as it is: nothing here sets anything beyond a transaction.

    The driver's own reset would be a round trip more for each (0.15 ms of CPU on both sides).
    """


class Database:
    """A pool of connections to one PostgreSQL.

    ``timezone`` (an IANA name) is what ``current_date`` means in every query.
    ``owner_dsn`` names the role that owns the schema, used for migrations alone; the role of
    ``dsn`` then gets the rows and nothing else.
    ``observer`` is told of each statement, its seconds, and what it failed with.
    """

    def __init__(
        self,
        dsn: str,
        timezone: str,
        *,
        owner_dsn: str | None = None,
        size: int = 10,
        observer: Observer | None = None,
    ) -> None:
        self._dsn, self._owner_dsn = dsn, owner_dsn
        self.waiting = 0  # tasks that wait for a connection
        self._seats = asyncio.Semaphore(max(size - SPARE, 1))
        self._pool = asyncpg.create_pool(
            dsn,
            connection_class=watched(observer) if observer else asyncpg.Connection,
            reset=_keep,
            min_size=0,
            max_size=size,
            timeout=COMMAND_SECONDS,
            command_timeout=COMMAND_SECONDS,
            server_settings=SESSION | {"timezone": timezone},
        )

    async def open(self) -> None:
        """Bring the schema up to date and ready the pool.

        Raises Unavailable when trying later may help, Refused when it will not.
        """
        with _driver_errors():
            try:
                await migrate(self._owner_dsn or self._dsn)
                if self._owner_dsn:
                    await grant(self._owner_dsn, await _role(self._dsn))
            except (
                asyncpg.InvalidAuthorizationSpecificationError,
                asyncpg.InvalidCatalogNameError,
                asyncpg.InsufficientPrivilegeError,
            ) as error:
                raise Refused(type(error).__name__) from None
            await self._pool

    async def close(self) -> None:
        """Close every connection, politely for some seconds, then at once."""
        try:
            await asyncio.wait_for(self._pool.close(), COMMAND_SECONDS)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            self._pool.terminate()

    @asynccontextmanager
    async def transaction(self, turn_of: int | None = None) -> AsyncIterator[Connection]:
        """Lend a connection inside a transaction, committed unless an error leaves it.

        Those with the ``turn_of`` one person wait for one another, until the commit; those of
        all people leave some connections to what has none.
        """
        # In one round trip, which costs 0.1 ms of the bot's CPU. What follows is a statement
        # of its own: it sees what was committed while this one waited. The limit is set here
        # and not for the session, which a pooler would have to be told of; it costs 2 us.
        begin = f"BEGIN; SET LOCAL lock_timeout = '{LOCK_SECONDS}s';"
        if turn_of is not None:
            begin += f" SELECT pg_advisory_xact_lock({turn_of:d})"
        with _driver_errors():
            self.waiting += 1
            try:
                connection = await self._acquired(seated=turn_of is not None)
            finally:
                self.waiting -= 1
            try:
                await connection.execute(begin)
                try:
                    yield connection
                except asyncio.CancelledError:
                    raise  # a trip that failed now would end as another error, and be tried again
                except BaseException:
                    await connection.execute("ROLLBACK")
                    raise
                await connection.execute("COMMIT")
            except (*TRANSIENT, asyncpg.InterfaceError, asyncio.CancelledError):
                with suppress(asyncpg.InterfaceError):  # the pool has noticed that it is gone
                    connection.terminate()  # who knows what it is still about to say
                raise
            finally:
                if turn_of is not None:
                    self._seats.release()
                await self._pool.release(connection)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Lend a connection for statements that each stand alone."""
        with _driver_errors():
            connection = await self._acquired()
            try:
                yield connection
            finally:
                await self._pool.release(connection)

    async def _acquired(self, *, seated: bool = False) -> Connection:
        """Wait for a connection; the pool's own limit of time makes a task of each wait."""
        async with asyncio.timeout(COMMAND_SECONDS):
            if not seated:
                return await self._pool.acquire()
            await self._seats.acquire()
            try:
                return await self._pool.acquire()
            except BaseException:
                self._seats.release()
                raise

    async def answers(self) -> None:
        """Ask for one value. Raises Unavailable."""
        with _driver_errors():
            await self._pool.fetchval("SELECT 1", timeout=COMMAND_SECONDS)

    @property
    def size(self) -> int:
        """Open connections."""
        return int(self._pool.get_size())

    @property
    def idle(self) -> int:
        """Open connections that nobody uses."""
        return int(self._pool.get_idle_size())


@asynccontextmanager
async def _alone(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """Lend a connection inside a transaction that one process at a time has.

    The lock is the transaction's, so that it stays with nobody where a pooler keeps sessions.
    """
    connection = await asyncpg.connect(dsn, timeout=COMMAND_SECONDS)
    try:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK)
            yield connection
    finally:
        await connection.close(timeout=COMMAND_SECONDS)


async def migrate(dsn: str) -> None:
    """Apply the numbered migrations that this database has not seen: all of them, or none.

    Raises Refused when the database has seen a migration that this version does not know.
    """
    scripts = sorted(
        (entry for entry in resources.files(__package__).joinpath("migrations").iterdir()),
        key=lambda entry: entry.name,
    )
    known = {script.name: script for script in scripts if script.name.endswith(".sql")}
    async with _alone(dsn) as connection:
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS migrations"
            " (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())"
        )
        rows = await connection.fetch("SELECT name FROM migrations")
        applied = {row["name"] for row in rows}
        if unknown := applied - known.keys():
            names = ", ".join(sorted(unknown))
            raise Refused(f"its schema is newer than this version: {names}")
        for name, script in known.items():
            if name not in applied:
                await connection.execute(script.read_text(encoding="utf-8"))
                await connection.execute("INSERT INTO migrations (name) VALUES ($1)", name)


async def grant(owner_dsn: str, role: str) -> None:
    """Let a role read and write rows, and do nothing else: no DDL, no truncating.

    Two that grant at once would meet "tuple concurrently updated".
    """
    name = '"' + role.replace('"', '""') + '"'
    async with _alone(owner_dsn) as connection:
        await connection.execute(
            f"""
            GRANT USAGE ON SCHEMA public TO {name};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name};
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name};
            REVOKE INSERT, UPDATE, DELETE ON migrations FROM {name};
            """
        )


async def _role(dsn: str) -> str:
    """Ask who a connection is."""
    connection = await asyncpg.connect(dsn, timeout=COMMAND_SECONDS)
    try:
        return str(await connection.fetchval("SELECT current_user"))
    finally:
        await connection.close(timeout=COMMAND_SECONDS)
