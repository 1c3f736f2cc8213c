"""What comes by itself: a rest that is over rings, a workout that was forgotten closes."""

from instrumentation.metrics import Metrics
from service import domain, storage, texts
from service.storage import Database
from service.storage.database import Connection
from service.storage.timers import Due
from service.telegram import workout_cards, workout_steps
from service.telegram.outbox import Outbox
from service.telegram.replies import Card, Reply
from service.telegram.workout_cards import Moment

LISTEN_SECONDS = 0.5
"""How often rests are looked at: no ring is later by more than this."""

POINTLESS_SECONDS = 600.0
"""A rest that was over so long ago, because the bot was down, does not ring."""

AT_ONCE = 100
"""Rings that one process claims at a time."""

FORGET_SECONDS = 60.0
"""How often forgotten workouts are looked for."""


class Bells:
    """Rings rests and closes forgotten workouts; several processes share the work."""

    def __init__(self, database: Database, outbox: Outbox, metrics: Metrics) -> None:
        self._database, self._outbox, self._metrics = database, outbox, metrics

    async def ring(self) -> None:
        """Ring every rest that is over."""
        async with self._database.transaction() as db:
            claimed = await storage.timers.claim(db, AT_ONCE)
        for due in claimed:
            if due.late > POINTLESS_SECONDS:
                await self._end(due)
                self._metrics.rest_dropped()
            elif reply := await self._reply(due):
                self._outbox.post(due.owner, reply)
                await self._end(due)
                self._metrics.rest_rung(due.late)

    async def _reply(self, due: Due) -> Reply | None:
        """Say what rings; None when the workout is over meanwhile."""
        async with self._database.transaction() as db:
            person = await storage.people.find(db, due.owner)
            workout = await storage.workouts.find(db, due.owner, due.workout)
            if person is None or workout is None or workout.ended_at:
                return None
            t = texts.of(person.language)
            screen = workout_cards.card(t, workout, Moment(person.now, person.zone), rings=True)
        return Reply(card=Card(screen, due.owner, due.workout, "anew"))

    async def _end(self, due: Due) -> None:
        async with self._database.connection() as db:
            await storage.timers.ring(db, due)

    async def close_forgotten(self) -> None:
        """Close workouts that had no set for hours, without a sound."""
        after = domain.workouts.FORGOTTEN_AFTER
        async with self._database.transaction() as db:
            closed = await storage.workouts.close_forgotten(db, after, AT_ONCE)
            shown = [await self._closed(db, owner, workout) for owner, workout in closed]
        for (owner, _), reply in zip(closed, shown, strict=True):
            self._metrics.workout_ended("forgotten")
            if reply:
                self._outbox.post(owner, reply)

    async def _closed(self, db: Connection, owner: int, workout: int) -> Reply | None:
        """Say what a closed workout came to; one without a set leaves no trace."""
        person = await storage.people.find(db, owner)
        state = await storage.workouts.find(db, owner, workout)
        if person is None or state is None:
            return None
        if not state.done and not state.warmups:
            await storage.workouts.discard(db, owner, workout)
            return None
        t = texts.of(person.language)
        return Reply(card=Card(await workout_steps.summary(db, person, t, workout), owner, workout))
