"""Ring when a rest is over, and close workouts that were forgotten."""

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
"""How often rests are checked, and so the longest delay of a ring."""

POINTLESS_SECONDS = 600.0
"""Delay after which a rest no longer rings, for instance because the bot was down."""

AT_ONCE = 100
"""Rings that a process claims at once."""

FORGET_SECONDS = 60.0
"""How often forgotten workouts are closed."""


class Bells:
    """Rings rests and closes forgotten workouts; several processes share the work."""

    def __init__(self, database: Database, outbox: Outbox, metrics: Metrics) -> None:
        self._database, self._outbox, self._metrics = database, outbox, metrics
        self._ringing: dict[asyncio.Task[None], Due] = {}

    async def ring(self) -> None:
        """Claim every rest that is over and start ringing it."""
        async with self._database.transaction() as db:
            if self._ringing:
                await storage.timers.hold(db, list(self._ringing.values()))
            claimed = await storage.timers.claim(db, AT_ONCE)
        for due in claimed:
            task = asyncio.create_task(self._ring(due))
            self._ringing[task] = due
            task.add_done_callback(self._ringing.pop)

    async def close(self) -> None:
        """Cancel the rings under way; another process will claim them."""
        for task in self._ringing:
            task.cancel()
        await asyncio.gather(*self._ringing, return_exceptions=True)

    async def _ring(self, due: Due) -> None:
        """Ring one rest and end it once its card is sent; after a crash it rings again."""
        began = monotonic()
        try:
            if due.late > POINTLESS_SECONDS:
                self._metrics.rest_dropped()
            elif sent := await self._post(due):
                if await sent == "sent":
                    self._metrics.rest_rung(due.late + monotonic() - began)
                else:
                    self._metrics.rest_failed()
            async with self._database.connection() as db:
                await storage.timers.end(db, due)
        except Unavailable as error:
            logger.warning("A rest timer will ring late: %s", error)
        except Exception as error:  # noqa: BLE001 - one failing ring must not end the others
            report(error)

    async def _post(self, due: Due) -> "asyncio.Future[str] | None":
        """Send the card; return None when the rest must not ring any more."""
        async with self._database.transaction() as db:
            if not await storage.timers.rings(db, due):
                return None
            person = await storage.people.find(db, due.owner)
            workout = await storage.workouts.find(db, due.owner, due.workout)
            if person is None or workout is None or workout.ended_at or not workout.current:
                return None
            t = texts.of(person.language, person.unit)
            screen = cards.card(t, workout, person, rings=True)
            # Before the commit, so that a set logged meanwhile is shown after the ring.
            return self._outbox.post(
                due.owner, Reply(card=Card(screen, due.owner, due.workout, "new", workout.card))
            )

    async def close_forgotten(self) -> None:
        """Close workouts without a set for hours, and show their summaries silently."""
        after = domain.workouts.FORGOTTEN_AFTER
        async with self._database.transaction() as db:
            closed = await storage.endings.close_forgotten(db, after, AT_ONCE)
        for owner, workout in closed:
            self._metrics.workout_ended("forgotten")
            try:
                await self._show_summary(owner, workout)
            except Exception as error:  # noqa: BLE001 - one failure must not stop the others
                report(error)

    async def _show_summary(self, owner: int, workout: int) -> None:
        """Show a closed workout's summary; delete a workout without a set."""
        async with self._database.transaction() as db:
            person = await storage.people.find(db, owner)
            if person is None:
                return
            card = await summaries.card(db, person, texts.of(person.language, person.unit), workout)
            if card is None:
                await storage.endings.discard(db, owner, workout)
                return
        self._outbox.post(owner, Reply(card=card))
