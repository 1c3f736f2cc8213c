"""Tips on the card: each is offered once, when it would help."""

from markupsafe import Markup

from service import domain, storage
from service.domain.tips import QUICK_MESSAGES, QUICK_SECONDS
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.texts import Words


async def offered(
    db: Connection, person: Person, t: Words, workout: Workout, *, typed: bool
) -> Markup | None:
    """Return a tip to show after a set, and record that it was offered; None: there is none."""
    now = person.now.astimezone(person.zone)
    for tip in domain.tips.helpful(workout, now, typed=typed):
        if tip in person.tips or (tip == "lines" and not await _hurries(db, person)):
            continue
        if await storage.people.tip(db, person.id, tip):
            return t(f"tip-{tip}")
    return None


async def _hurries(db: Connection, person: Person) -> bool:
    """Return whether a person typed several messages of one set each within a short time."""
    return await storage.sets.messages(db, person.id, QUICK_SECONDS) >= QUICK_MESSAGES
