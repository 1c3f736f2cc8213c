"""What comes by itself: a rest that is over rings, a workout that was forgotten closes."""

import asyncio
import logging
from time import monotonic

from instrumentation.metrics import Metrics
from service import domain, storage, texts
from service.storage import Database, Unavailable
from service.storage.timers import Due
from service.telegram.replies import Card, Reply
from service.telegram.talk.workout import cards, summaries
from service.telegram.transport.outbox import Outbox
from service.telegram.transport.settling import report

logger = logging.getLogger(__name__)

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
        self._ringing: dict[asyncio.Task[None], Due] = {}

    async def ring(self) -> None:
        """Ring every rest that is over."""
        async with self._database.transaction() as db:
            if self._ringing:
                await storage.timers.hold(db, list(self._ringing.values()))
            claimed = await storage.timers.claim(db, AT_ONCE)
        for due in claimed:
            task = asyncio.create_task(self._ring(due))
            self._ringing[task] = due
            task.add_done_callback(self._ringing.pop)

    async def close(self) -> None:
        """Leave what has not rung to whoever claims it next."""
        for task in self._ringing:
            task.cancel()
        await asyncio.gather(*self._ringing, return_exceptions=True)

    async def _ring(self, due: Due) -> None:
        """Ring one rest, and end it when its card is sent: after a crash it rings again."""
        began = monotonic()
        try:
            if due.late > POINTLESS_SECONDS:
                self._metrics.rest_dropped()
            elif sent := await self._post(due):
                await sent
                self._metrics.rest_rung(due.late + monotonic() - began)
            async with self._database.connection() as db:
                await storage.timers.end(db, due)
        except Unavailable as error:
            logger.warning("A rest timer will ring late: %s", error)
        except Exception as error:  # noqa: BLE001 - one rest that can't be shown ends no other
            report(error)

    async def _post(self, due: Due) -> "asyncio.Future[None] | None":
        """Send the card; None when it is not to ring any more."""
        async with self._database.transaction() as db:
            if not await storage.timers.rings(db, due):
                return None
            person = await storage.people.find(db, due.owner)
            workout = await storage.workouts.find(db, due.owner, due.workout)
            if person is None or workout is None or workout.ended_at or not workout.current:
                return None
            t = texts.of(person.language)
            screen = cards.card(t, workout, person, rings=True)
            # before the commit: a set that is logged meanwhile is shown after the ring
            return self._outbox.post(
                due.owner, Reply(card=Card(screen, due.owner, due.workout, "anew", workout.card))
            )

    async def close_forgotten(self) -> None:
        """Close workouts that had no set for hours, without a sound."""
        after = domain.workouts.FORGOTTEN_AFTER
        async with self._database.transaction() as db:
            closed = await storage.endings.close_forgotten(db, after, AT_ONCE)
        for owner, workout in closed:
            self._metrics.workout_ended("forgotten")
            try:
                await self._tell(owner, workout)
            except Exception as error:  # noqa: BLE001 - one that can't be shown hides no other
                report(error)

    async def _tell(self, owner: int, workout: int) -> None:
        """Say what a closed workout came to; one without a set leaves no trace."""
        async with self._database.transaction() as db:
            person = await storage.people.find(db, owner)
            if person is None:
                return
            card = await summaries.card(db, person, texts.of(person.language), workout)
            if card is None:
                await storage.endings.discard(db, owner, workout)
                return
        self._outbox.post(owner, Reply(card=card))
