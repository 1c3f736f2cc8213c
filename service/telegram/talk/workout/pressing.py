"""A press of a button of an open workout's card, and the answers to it."""

from dataclasses import dataclass

from service import storage
from service.domain.entries import Place
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram.replies import Card, Reply, Screen, toast
from service.telegram.talk.workout import starting
from service.texts import Words


async def stale(db: Connection, person: Person, t: Words) -> Reply:
    """Answer a stale button; send the current card again, if there is one."""
    card = await starting.current(db, person, t)
    key = "toast-stale-shown" if card else "toast-stale"
    return toast(t.plain(key), outcome="stale", card=card)


@dataclass(frozen=True, slots=True)
class Press:
    """A press of a button of an open workout's card."""

    db: Connection
    person: Person
    t: Words
    workout: Workout
    arg: int

    async def stale(self) -> Reply:
        """Answer a button that no longer fits."""
        return await stale(self.db, self.person, self.t)

    async def twice(self, act: str) -> Reply:
        """Answer a button that was tapped twice, or before its card was updated."""
        workout = self.workout
        logged = await storage.sets.logged_in(self.db, self.person.id, workout.id, workout.revision)
        key = "workout-logged-already" if act == "log" and logged else "toast-done-already"
        card = await starting.shown(self.db, self.person, self.t, workout.id)
        return toast(self.t.plain(key), outcome="duplicate", card=card)

    async def ask(self, what: str | None, place: Place | None = None) -> Reply:
        """Ask a question on the card; None: no question."""
        await storage.workouts.ask(self.db, self.person.id, self.workout.id, what, place)
        return await self.card()

    async def card(self, key: str = "", **arguments: object) -> Reply:
        """Return the card in its present state, with a toast if there is a ``key``."""
        card = await starting.shown(self.db, self.person, self.t, self.workout.id)
        return Reply(card=card, toast=self.t.plain(key, **arguments) if key else "")

    def view(self, shown: Screen, toast: str = "") -> Reply:
        """Return a screen that replaces the card."""
        card = Card(shown, self.person.id, self.workout.id, message=self.workout.card)
        return Reply(card=card, toast=toast)
