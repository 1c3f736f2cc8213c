"""Ask the questions that had to wait, and close those that nobody answered."""

from service import storage, texts
from service.storage import Database
from service.telegram.replies import Reply
from service.telegram.talk.workout import questions
from service.telegram.transport.outbox import Outbox
from service.telegram.transport.settling import report

ASK_SECONDS = 1.0
"""How often it is checked whether a question may be asked, or must be closed."""

AT_ONCE = 100
"""People who are asked in one go, and questions that are closed."""


class Questions:
    """Asks whoever has waited long enough; several processes share the work."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database, self._outbox = database, outbox

    async def ask(self) -> None:
        """Ask each person the next of their questions, if the one before is old enough.

        Close those that nobody answered.
        """
        await self._expire()
        async with self._database.transaction() as db:
            owners = await storage.questions.owners_to_ask(db, AT_ONCE)
        for owner in owners:
            try:
                await self._ask(owner)
            except Exception as error:  # noqa: BLE001 - one failure must not stop the others
                report(error)

    async def _expire(self) -> None:
        """Take the buttons away from the questions that nobody answered in time."""
        async with self._database.transaction() as db:
            expired = await storage.questions.expire(db, AT_ONCE)
            people = {each.owner: await storage.people.find(db, each.owner) for each in expired}
        for question in expired:
            person = people[question.owner]
            if person and not person.blocked and not person.closed:
                t = texts.of(person.language, person.unit)
                self._outbox.post(question.owner, questions.expired(t, question))

    async def _ask(self, owner: int) -> None:
        async with self._database.transaction(turn_of=owner) as db:
            person = await storage.people.find(db, owner)
            if person is None or person.blocked or person.closed:
                return
            t = texts.of(person.language, person.unit)
            reply = await questions.take_others(db, person, t, Reply(times=0))
        self._outbox.post(owner, reply)
