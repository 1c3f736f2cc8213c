"""The database: a pool of watched connections, and migrations under a lock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import resources
from typing import TypeAlias

import asyncpg

from service.storage.address import COMMAND_SECONDS, Address
from service.storage.trouble import TRANSIENT, Refused, driver_errors
from service.storage.watched import Observer, watched

Connection: TypeAlias = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy

MIGRATION_LOCK = -7_460_001
"""Advisory lock that lets one process at a time migrate or grant.

The bot's own locks are negative. A positive number is the id of a person: it makes that
person's updates wait for one another.
"""

SPARE = 2
"""Connections that people's transactions leave free for other work, above all for answers."""

LOCK_SECONDS = 4.0
"""Timeout of PostgreSQL's own wait for a lock, shorter than COMMAND_SECONDS: if only the bot gave
up, the wait would go on in PostgreSQL and occupy a connection."""

SESSION = {
    "application_name": "workout-bot",
    # A session that was cut off must not hold a person's lock: the next try waits for it.
    "idle_in_transaction_session_timeout": "10s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}
"""Settings of every session."""


async def _keep(_: Connection) -> None:
    """Leave a returned connection as it is: no code here changes a session beyond a transaction.

    The driver's own reset would cost another round trip.
    """


class Database:
    """A pool of connections to one PostgreSQL, or to the primary of several.

    ``timezone`` (an IANA name) decides what ``current_date`` means in every query.
    ``owner`` is the address of a role that owns the schema and is only used for migrations; the
    role of ``address`` may then only read and write rows.
    ``observer`` is called after each statement, with its text, its seconds and its error.
    """

    def __init__(
        self,
        address: Address | str,
        timezone: str,
        *,
        owner: Address | str | None = None,
        size: int = 10,
        observer: Observer | None = None,
    ) -> None:
        self.address, self._owner, self._timezone = Address.of(address), owner, timezone
        self._timeline = 0  # of the server that the pool's connections lead to
        self.waiting = 0  # tasks that wait for a connection
        self._seats = asyncio.Semaphore(max(size - SPARE, 1))
        self._pool = asyncpg.create_pool(
            connect=self.address.connect,
            connection_class=watched(observer) if observer else asyncpg.Connection,
            reset=_keep,
            min_size=0,
            max_size=size,
            timeout=COMMAND_SECONDS,
            command_timeout=COMMAND_SECONDS,
            server_settings=SESSION | {"timezone": timezone},
        )

    async def open(self) -> None:
        """Migrate the schema and open the pool.

        Raises Unavailable when a later try may succeed, Refused when it will not.
        """
        with driver_errors():
            try:
                await migrate(self._owner or self.address, self._timezone)
                if self._owner:
                    await grant(self._owner, await _role(self.address))
            except asyncpg.InsufficientPrivilegeError:
                raise Refused(
                    "its schema must be made or updated, and the role may not do that:"
                    " run `python -m service migrate` with DATABASE_OWNER_URL"
                ) from None
            except (
                asyncpg.InvalidAuthorizationSpecificationError,
                asyncpg.InvalidCatalogNameError,
            ) as error:
                raise Refused(type(error).__name__) from None
            await self._pool

    async def close(self) -> None:
        """Close every connection, gracefully within COMMAND_SECONDS, then by force."""
        try:
            await asyncio.wait_for(self._pool.close(), COMMAND_SECONDS)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            self._pool.terminate()

    @asynccontextmanager
    async def transaction(self, turn_of: int | None = None) -> AsyncIterator[Connection]:
        """Lend a connection inside a transaction, which commits unless an error leaves it.

        Transactions with the same ``turn_of`` (a person's id) run one after the other. They
        leave SPARE connections to transactions without one.
        """
        # One round trip for all three. The lock is taken in a statement of its own, so that
        # those after it see what was committed during the wait. The timeout is not set for
        # the session, because a pooler would have to allow it.
        begin = f"BEGIN; SET LOCAL lock_timeout = '{LOCK_SECONDS}s';"
        if turn_of is not None:
            begin += f" SELECT pg_advisory_xact_lock({turn_of:d})"
        with driver_errors():
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
                    raise  # a ROLLBACK that failed would replace the cancellation by its error
                except BaseException:
                    await connection.execute("ROLLBACK")
                    raise
                await connection.execute("COMMIT")
            except (*TRANSIENT, asyncpg.InterfaceError, asyncio.CancelledError) as error:
                self._drop(connection, error)
                raise
            finally:
                if turn_of is not None:
                    self._seats.release()
                await self._pool.release(connection)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Lend a connection without a transaction: each statement commits by itself."""
        with driver_errors():
            connection = await self._acquired()
            try:
                yield connection
            except (*TRANSIENT, asyncpg.InterfaceError) as error:
                self._drop(connection, error)
                raise
            finally:
                await self._pool.release(connection)

    def _drop(self, connection: Connection, error: BaseException) -> None:
        """Close a connection that failed; it may still have an unread answer."""
        if not isinstance(error, asyncio.CancelledError):
            self.address.doubt()
        with suppress(asyncpg.InterfaceError):  # the pool has already closed it
            connection.terminate()

    async def _acquired(self, *, seated: bool = False) -> Connection:
        """Wait for a connection. The pool's own timeout is not used: it starts a task each time."""
        if self._timeline != self.address.timeline:
            self._timeline = self.address.timeline
            await self._pool.expire_connections()  # another server has become the primary
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
        """Run a trivial query to see whether the database answers and may be written to.

        Raises Unavailable.
        """
        async with self.connection() as db:
            if await db.fetchval("SELECT current_setting('transaction_read_only')") == "on":
                raise asyncpg.ReadOnlySQLTransactionError

    async def stores(self) -> None:
        """Commit a trivial record to see whether the database stores. Raises Unavailable."""
        async with self.transaction() as db:
            await wait_for_standby(db)

    @property
    def size(self) -> int:
        """Number of open connections."""
        return int(self._pool.get_size())

    @property
    def idle(self) -> int:
        """Number of open connections that are not in use."""
        return int(self._pool.get_idle_size())


async def wait_for_standby(db: Connection) -> None:
    """Write to the log, so that the commit waits for a synchronous standby if there is one.

    A transaction that writes nothing doesn't wait, although it may have read what the standby
    does not have yet: a commit whose wait was cut short by a timeout.
    """
    await db.execute("SELECT pg_logical_emit_message(true, 'workout-bot', '')")


@asynccontextmanager
async def savepoint(db: Connection) -> AsyncIterator[None]:
    """Undo what is stored inside if it ends with an error; the transaction goes on."""
    await db.execute("SAVEPOINT part")
    try:
        yield
    except Exception:
        await db.execute("ROLLBACK TO SAVEPOINT part")
        raise
    await db.execute("RELEASE SAVEPOINT part")


@asynccontextmanager
async def _alone(
    address: Address | str, timezone: str = "UTC"
) -> AsyncIterator[asyncpg.Connection]:
    """Lend a connection inside a transaction that only one process at a time can have.

    The lock belongs to the transaction, because a pooler may keep the session alive.
    """
    connection = await Address.of(address).connect(server_settings={"timezone": timezone})
    try:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK)
            yield connection
    finally:
        await connection.close(timeout=COMMAND_SECONDS)


async def migrate(address: Address | str, timezone: str = "UTC") -> None:
    """Apply all migrations that this database has not had yet, in one transaction.

    ``timezone`` (an IANA name) is the bot's own, which decides what a day is.
    If there are none, the role needs no right but to read. Raises Refused when the database has
    had a migration that this version does not know.
    """
    scripts = sorted(
        (entry for entry in resources.files(__package__).joinpath("migrations").iterdir()),
        key=lambda entry: entry.name,
    )
    known = {script.name: script for script in scripts if script.name.endswith(".sql")}
    async with _alone(address, timezone) as connection:
        if not await connection.fetchval("SELECT to_regclass('migrations')"):
            await connection.execute(
                "CREATE TABLE migrations"
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


async def make_role(superuser_dsn: str, role: str) -> None:
    """Make a role that can only connect to this database, unless it exists; see ``grant``."""
    async with _alone(superuser_dsn) as connection:
        if not await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", role):
            await connection.execute(f"CREATE ROLE {_quoted(role)} LOGIN")
        database = _quoted(await connection.fetchval("SELECT current_database()"))
        await connection.execute(f"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC")


async def grant(owner: Address | str, role: str) -> None:
    """Allow a role to read and write rows and nothing else: no DDL, no TRUNCATE.

    Under the lock, because two concurrent grants fail with "tuple concurrently updated".
    """
    name = _quoted(role)
    async with _alone(owner) as connection:
        await connection.execute(
            f"""
            GRANT USAGE ON SCHEMA public TO {name};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name};
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name};
            REVOKE INSERT, UPDATE, DELETE ON migrations FROM {name};
            """
        )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


async def _role(address: Address) -> str:
    """Return the role that an address connects as."""
    connection = await address.connect()
    try:
        return str(await connection.fetchval("SELECT current_user"))
    finally:
        await connection.close(timeout=COMMAND_SECONDS)
