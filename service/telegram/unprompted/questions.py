"""Ask the questions that had to wait, because another was asked seconds before."""

from service import storage, texts
from service.storage import Database
from service.telegram.replies import Reply
from service.telegram.talk.workout import questions
from service.telegram.transport.outbox import Outbox
from service.telegram.transport.settling import report

ASK_SECONDS = 1.0
"""How often it is checked whether a question may be asked now."""

AT_ONCE = 100
"""People who are asked in one go."""


class Questions:
    """Asks whoever has waited long enough; several processes share the work."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database, self._outbox = database, outbox

    async def ask(self) -> None:
        """Ask each person the next of their questions, if the one before is old enough."""
        async with self._database.transaction() as db:
            owners = await storage.questions.owners_to_ask(db, AT_ONCE)
        for owner in owners:
            try:
                await self._ask(owner)
            except Exception as error:  # noqa: BLE001 - one failure must not stop the others
                report(error)

    async def _ask(self, owner: int) -> None:
        async with self._database.transaction(turn_of=owner) as db:
            person = await storage.people.find(db, owner)
            if person is None or person.blocked or person.closed:
                return
            t = texts.of(person.language)
            reply = await questions.take_others(db, person, t, Reply(times=0))
        self._outbox.post(owner, reply)
