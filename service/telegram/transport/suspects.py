"""An update that takes the whole process with it: it would come again after every start.

What a start finds waiting may hold one. So each of those is handled alone, and that it began is
stored before; the next process then knows which one the last did not survive.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from service import storage
from service.storage import Database, Unavailable
from service.telegram.transport.settling import report

DEATHS = 3
"""So many processes may end while they handle an update as a suspect; then it is set aside."""

ALONE_SECONDS = 5.0
"""A suspect waits so long for those before it, then goes on beside them and is not noted.

If it was deadly, the death is counted for the one that hangs: after DEATHS of those that is set
aside, and what waited behind it has its turn. Were all noted that wait, they would be set aside
with it, though most are innocent.
"""


class Crash(Exception):
    """An update ended process after process."""


class Suspects:
    """Handles what may be deadly one at a time, and counts what was not survived."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def alone(self, update_id: int) -> AsyncIterator[None]:
        """Let nothing else that is suspect be handled meanwhile. Raises Crash."""
        try:
            async with asyncio.timeout(ALONE_SECONDS):
                await self._turn.acquire()
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
            self._turn.release()

    async def _deaths(self, update_id: int) -> int:
        """Note that a handling begins; whatever is in the way of that, the handling meets too."""
        try:
            async with self._database.transaction() as db:
                return await storage.updates.begin(db, update_id)
        except Unavailable:
            return 0
        except Exception as error:  # noqa: BLE001 - see above: it knows what to do and to say
            report(error)
            return 0

    async def _end(self, update_id: int) -> None:
        try:
            async with self._database.transaction() as db:
                await storage.updates.end(db, update_id)
        except Unavailable:
            pass
        except Exception as error:  # noqa: BLE001 - the update had its effect all the same
            report(error)
