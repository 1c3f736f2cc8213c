"""Whose turn it is to poll: one process has it, the others stand by."""

import asyncio

import asyncpg

from service.storage.database import COMMAND_SECONDS, SESSION, TRANSIENT

TURN_LOCK = -7_460_003
"""The advisory lock that the process which polls holds for as long as it is there."""

TRIED = (*TRANSIENT, asyncpg.PostgresError, asyncpg.InterfaceError)


class Turn:
    """Holds the lock on a connection of its own; it falls to another when that is lost.

    The lock is that of a transaction which stays open, for a pooler may give a session to
    somebody else between two transactions. It holds no snapshot, so it is in nobody's way.

    While the database is away everybody keeps the part they had: who polled goes on telling
    people that nothing can be saved. That two poll for a moment harms nothing.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: asyncpg.Connection | None = None
        self._ours = False

    async def ours(self) -> bool:
        """Tell whether this process is to poll; take the turn when it is free."""
        connection = self._connection
        if self._ours and connection is not None and not connection.is_closed():
            return True
        try:
            async with asyncio.timeout(COMMAND_SECONDS):
                self._ours = await self._take()
        except TRIED:
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
        # A second statement also ends the first one's portal, which would keep its snapshot.
        await self._connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        return True

    async def close(self) -> None:
        """Let another have the turn."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()
