"""The turn to poll: one process has it, the others stand by."""

import asyncio
from time import monotonic

import asyncpg

from service.storage.address import COMMAND_SECONDS, Address
from service.storage.database import SESSION
from service.storage.trouble import FAILURES

TURN_LOCK = -7_460_003
"""Advisory lock that the polling process holds for as long as it runs."""

LOOK_SECONDS = 5.0
"""How often the holder checks its connection: the server may be gone without closing it."""


class Turn:
    """Holds the lock on its own connection; when that is lost, another process takes the lock.

    The lock belongs to a transaction that stays open, because a pooler may lend the session to
    another client between two transactions. It holds no snapshot, so it does not delay VACUUM.

    While the database is unavailable every process keeps its role: the polling one goes on
    telling people that nothing can be saved. Two processes polling for a moment do no harm.
    """

    def __init__(self, address: Address | str) -> None:
        self._address = Address.of(address)
        self._connection: asyncpg.Connection | None = None
        self._ours = False
        self._looked = 0.0
        self._timeline = 0  # of the server that holds the lock

    async def ours(self) -> bool:
        """Return whether this process polls; take the turn if it is free."""
        try:
            async with asyncio.timeout(COMMAND_SECONDS):
                if self._timeline != self._address.timeline:
                    await self.close()  # another server has become the primary
                self._ours = await self._holds() or await self._take()
        except FAILURES:
            self._address.doubt()
            await self.close()
        return self._ours

    async def _holds(self) -> bool:
        """Return whether this process has the lock; check the connection now and then."""
        connection, now = self._connection, monotonic()
        if not self._ours or connection is None or connection.is_closed():
            return False
        if now - self._looked > LOOK_SECONDS:
            await connection.execute("SELECT 1")
            self._looked = now
        return True

    async def _take(self) -> bool:
        if self._connection is None or self._connection.is_closed():
            self._connection = await self._address.connect(server_settings=SESSION)
            self._timeline = self._address.timeline
        transaction = self._connection.transaction()
        await transaction.start()
        ours = await self._connection.fetchval("SELECT pg_try_advisory_xact_lock($1)", TURN_LOCK)
        if not ours:
            await transaction.rollback()
            return False
        # A second statement also closes the first one's portal, which would hold its snapshot.
        await self._connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        # Perhaps the lock was free because the others have left this server for a newer primary.
        await self._address.search()
        self._looked = monotonic()
        return self._timeline == self._address.timeline

    async def close(self) -> None:
        """Give up the turn."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()
