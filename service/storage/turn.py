"""The turn to poll: one process has it, the others stand by."""

import asyncio

import asyncpg

from service.storage.database import COMMAND_SECONDS, SESSION, TRANSIENT

TURN_LOCK = -7_460_003
"""Advisory lock that the polling process holds for as long as it runs."""

FAILURES = (*TRANSIENT, asyncpg.PostgresError, asyncpg.InterfaceError)


class Turn:
    """Holds the lock on its own connection; when that is lost, another process takes the lock.

    The lock belongs to a transaction that stays open, because a pooler may lend the session to
    another client between two transactions. It holds no snapshot, so it does not delay VACUUM.

    While the database is unavailable every process keeps its role: the polling one goes on
    telling people that nothing can be saved. Two processes polling for a moment do no harm.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: asyncpg.Connection | None = None
        self._ours = False

    async def ours(self) -> bool:
        """Return whether this process polls; take the turn if it is free."""
        connection = self._connection
        if self._ours and connection is not None and not connection.is_closed():
            return True
        try:
            async with asyncio.timeout(COMMAND_SECONDS):
                self._ours = await self._take()
        except FAILURES:
            await self.close()
        return self._ours

    async def _take(self) -> bool:
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(
                self._dsn, timeout=COMMAND_SECONDS, server_settings=SESSION
            )
        transaction = self._connection.transaction()
        await transaction.start()
        ours = await self._connection.fetchval("SELECT pg_try_advisory_xact_lock($1)", TURN_LOCK)
        if not ours:
            await transaction.rollback()
            return False
        # A second statement also closes the first one's portal, which would hold its snapshot.
        await self._connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        return True

    async def close(self) -> None:
        """Give up the turn."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()
