"""The question for more sets of a past workout: it stays open until something else is done."""

from datetime import datetime, timedelta

from service import storage
from service.storage.database import Connection
from service.storage.people import Person

WITHIN = timedelta(minutes=30)
"""How long the next set is waited for; after that a typed set belongs to the present again."""

QUESTION = "past_add_"
"""What a person is asked; the time (seconds) and the workout follow."""


async def ask(db: Connection, person: Person, workout: int) -> None:
    """Let the next messages add sets to a past workout."""
    question = f"{QUESTION}{int(person.now.timestamp())}_{workout}"
    await storage.people.ask(db, person.id, question, workout)


def asked(person: Person, at: datetime | None = None) -> int | None:
    """Return the past workout to which a message of some time (None: now) adds sets."""
    question = person.question or ""
    if not question.startswith(QUESTION):
        return None
    since, workout = map(int, question.removeprefix(QUESTION).split("_"))
    return workout if (at or person.now).timestamp() - since < WITHIN.seconds else None


async def keep(db: Connection, person: Person) -> None:
    """Leave the question open, though an answer to another one closed it."""
    if workout := asked(person):
        await storage.people.ask(db, person.id, person.question, workout)
