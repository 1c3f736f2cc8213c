"""Say what became of the imports on which the bot worked when it was stopped."""

from service import storage, texts
from service.storage import Database
from service.storage.interrupted import Interrupted
from service.telegram.replies import Reply
from service.telegram.talk import import_jobs, import_screens
from service.telegram.transport.outbox import Outbox

LOOK_SECONDS = 5.0
"""How often it is looked for interrupted imports."""

LONG_SECONDS = 120.0
"""After what time without a renewal work is taken for interrupted."""

AT_ONCE = 100
"""Interrupted imports that are told in one go."""


class Imports:
    """Edits the messages of interrupted imports; several processes share the work."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database, self._outbox = database, outbox

    async def look(self) -> None:
        """Say of each import whose work was interrupted that nothing of it is done."""
        held = import_jobs.imports(self._database)
        async with self._database.transaction() as db:
            if held:
                await storage.interrupted.renew(db, held)
            found = await storage.interrupted.claim(db, AT_ONCE, LONG_SECONDS)
        for one in found:
            await self._say(one)

    async def _say(self, one: Interrupted) -> None:
        async with self._database.transaction() as db:
            person = await storage.people.find(db, one.owner)
            found = await storage.imports.find(db, one.owner, one.id)
        if found is None or person is None or person.blocked or person.closed:
            return
        t = texts.of(person.language, person.unit)
        screen = import_screens.interrupted(t, person, found)
        if screen and one.shown is not None:
            calls = import_screens.replaced(one.owner, one.shown, screen)
            self._outbox.post(one.owner, Reply(calls=calls, times=0))
