"""Find the update that kills the process: Telegram would deliver it again after every start.

Updates that were waiting when the process started are suspects. Each is handled alone, and its
attempt is stored first, so the next process knows which update the last one did not survive.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from service import storage
from service.storage import Database, Unavailable
from service.telegram.transport.settling import report

DEATHS = 3
"""Processes that may die while handling the same suspect before it is quarantined."""

ALONE_SECONDS = 5.0
"""How long a suspect waits for those before it; then it runs beside them, with no stored attempt.

If it kills the process, the death is counted for the suspect that hangs. After DEATHS of those
the hanging one is quarantined and the others get their turn. If every waiting suspect stored an
attempt, all of them would be quarantined with it, though most are innocent.
"""


class Crash(Exception):
    """An update killed the process DEATHS times."""


class Suspects:
    """Runs suspects one at a time and counts the deaths of each."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._running = asyncio.Lock()

    @asynccontextmanager
    async def alone(self, update_id: int) -> AsyncIterator[None]:
        """Hold back other suspects meanwhile. Raises Crash after DEATHS deaths."""
        try:
            async with asyncio.timeout(ALONE_SECONDS):
                await self._running.acquire()
        except TimeoutError:
            yield
            return
        try:
            if await self._deaths(update_id) >= DEATHS:
                raise Crash
            try:
                yield
            finally:
                await self._end(update_id)
        finally:
            self._running.release()

    async def _deaths(self, update_id: int) -> int:
        """Store an attempt; return how many earlier ones never ended.

        An error here is only logged: the handling will meet the same error and deal with it.
        """
        try:
            async with self._database.transaction() as db:
                return await storage.updates.begin(db, update_id)
        except Unavailable:
            return 0
        except Exception as error:  # noqa: BLE001 - see the docstring
            report(error)
            return 0

    async def _end(self, update_id: int) -> None:
        try:
            async with self._database.transaction() as db:
                await storage.updates.end(db, update_id)
        except Unavailable:
            pass
        except Exception as error:  # noqa: BLE001 - the effect of the update is already stored
            report(error)
