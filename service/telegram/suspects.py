"""An update that takes the whole process with it: it would come again after every start.

What a start finds waiting may hold one. So each of those is handled alone, and that it began is
stored before; the next process then knows which one the last did not survive.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from service import storage
from service.storage import Database, Unavailable

DEATHS = 3
"""So many processes may end while they handle an update as a suspect; then it is set aside."""

ALONE_SECONDS = 5.0
"""A suspect waits so long for those before it; when they hang, nothing is about to end."""


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
            with suppress(Unavailable):  # the handling meets that too, and knows what to say
                await self._begin(update_id)
            try:
                yield
            finally:
                with suppress(Unavailable):
                    await self._end(update_id)
        finally:
            self._turn.release()

    async def _begin(self, update_id: int) -> None:
        async with self._database.transaction() as db:
            deaths = await storage.updates.begin(db, update_id)
        if deaths >= DEATHS:
            raise Crash

    async def _end(self, update_id: int) -> None:
        async with self._database.transaction() as db:
            await storage.updates.end(db, update_id)
