"""Settle one update: its effect and its key in one transaction, once; then what is to be shown.

A replay has no effect and shows the present screen again. An update that fails however
often it is tried is put in quarantine, so that it stops nobody.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import CallbackQuery, Message, Update

from instrumentation.labels import UPDATE_TYPES
from instrumentation.metrics import Metrics
from instrumentation.telegram import Handling, handling, record_lag
from service import storage
from service.domain.errors import Refusal
from service.storage import Database, Locked, Unavailable
from service.telegram.errors import failed
from service.telegram.replies import Reply

logger = logging.getLogger(__name__)

TRIES = 3
"""How often an update that fails is tried before it is quarantined."""

FAILED_PAUSE_SECONDS = 0.05
"""The pause after a try that failed; others wait as long."""

HANDLE_SECONDS = 12.0
"""An update that takes longer to handle has failed."""

HOPELESS_SECONDS = 60.0
"""An update that finds the database unavailable for so long while it answers has failed."""

PROBE_SECONDS = 2.0
"""So quickly a database that is there answers."""

BUTTON_SECONDS = 8.0
"""A button that can't be stored for so long is answered: tap again."""

TELL_SECONDS = 3.0
"""A text that can't be stored for so long is answered: wait."""

PAUSE_SECONDS = (0.1, 0.2, 0.5, 1.0)
"""The pauses between tries while the database is away; the last one repeats."""


class Settler:
    """Settles updates against one database.

    ``bot`` is only handed to the handlers; ``tell`` takes a word for somebody who waits.
    """

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        database: Database,
        metrics: Metrics,
        tell: Callable[[Update, Reply], object],
    ) -> None:
        self._bot, self._dispatcher = bot, dispatcher
        self._database, self._metrics, self._tell = database, metrics, tell
        self._probe: asyncio.Task[bool] | None = None

    def parse(self, raw: dict[str, Any]) -> Update | Exception:
        """Read one update as aiogram's type, or tell what is wrong with it."""
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
            _ = update.event_type  # raises UpdateTypeLookupError for a kind that aiogram lacks
        except (ValueError, LookupError, ArithmeticError) as error:
            return error
        return update

    async def reject(self, raw: dict[str, Any], error: Exception) -> None:
        """Quarantine an update that can't be read, however long the database is away."""
        with handling(self._metrics, kind(raw)) as handled:
            handled.failed(error)
            await self._quarantine(raw, error)

    async def settle(
        self,
        raw: dict[str, Any],
        update: Update,
        received: float,
        within: float | None = None,
    ) -> tuple[Reply, Handling]:
        """Give an update its effect, once, and say what is to be shown.

        ``received`` is what ``perf_counter`` said when it came (seconds).
        Comes back when the effect is stored, or was before, or can't be had; a button's
        also when the database was away too long for its presser to wait. Raises Unavailable
        when the database is away for ``within`` seconds; None waits.
        """
        with handling(self._metrics, update.event_type, received=received) as handled:
            if isinstance(update.event, Message):
                record_lag(self._metrics, update.event_type, update.event.date)
            reply = await self._try(raw, update, handled, received, within)
            handled.outcome = reply.outcome
            self._count(reply)
        return reply, handled

    def _count(self, reply: Reply) -> None:
        if reply.reason:
            self._metrics.refused(reply.reason)
        if reply.way and reply.outcome == "ok":
            self._metrics.sets_logged(reply.way, reply.times)
        if reply.end:
            self._metrics.workout_ended(reply.end)

    async def _try(
        self,
        raw: dict[str, Any],
        update: Update,
        handled: Handling,
        received: float,
        within: float | None,
    ) -> Reply:
        told, failures, pauses = False, 0, iter(PAUSE_SECONDS)
        answering: float | None = None  # since when the database answers, yet not for this one
        while True:
            try:
                return await self._attempt(update, handled)
            except Unavailable as error:
                waited = perf_counter() - received
                hopeless = not isinstance(error, Locked) and await self._alive()
                answering = (answering or perf_counter()) if hopeless else None
                if answering and perf_counter() - answering > HOPELESS_SECONDS:
                    return await self._set_aside(raw, update, handled, error)
                if isinstance(update.event, CallbackQuery) and waited > BUTTON_SECONDS:
                    handled.failed(error)
                    return failed(update, "toast-not-saved")
                if not told and waited > TELL_SECONDS and isinstance(update.event, Message):
                    told = True
                    self._tell(update, failed(update, "not-saved-yet"))
                if within is not None and waited > within:
                    raise
            except Exception as error:  # noqa: BLE001 - whatever it is, it must stop nobody else
                failures += await self._alive()
                report(error)
                if failures == TRIES:
                    return await self._set_aside(raw, update, handled, error)
                await asyncio.sleep(FAILED_PAUSE_SECONDS)
                continue
            await asyncio.sleep(next(pauses, PAUSE_SECONDS[-1]))

    async def _attempt(self, update: Update, handled: Handling) -> Reply:
        """Handle an update within its time; Unavailable if it is the database that took it."""
        try:
            async with asyncio.timeout(HANDLE_SECONDS):
                return await self._transact(update, handled)
        except TimeoutError:
            if not await self._alive():
                raise Unavailable("TimeoutError") from None
            raise

    async def _alive(self) -> bool:
        """Tell whether the database answers: one question, for all who want to know."""
        if self._probe is None or self._probe.done():
            self._probe = asyncio.create_task(self._answers())
        return await asyncio.shield(self._probe)

    async def _answers(self) -> bool:
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                await self._database.answers()
        except Exception:  # noqa: BLE001 - whatever it says, that is no answer
            return False
        return True

    async def _set_aside(
        self, raw: dict[str, Any], update: Update, handled: Handling, error: Exception
    ) -> Reply:
        handled.failed(error)
        await self._quarantine(raw, error)
        return failed(update, "failed")

    async def _transact(self, update: Update, handled: Handling) -> Reply:
        try:
            return await self._handle(update, handled)
        except Refusal as refusal:
            # What was begun is taken back; that it was refused is an effect of its own.
            return await self._handle(update, handled, refusal)

    async def _handle(
        self, update: Update, handled: Handling, refusal: Refusal | None = None
    ) -> Reply:
        user = getattr(update.event, "from_user", None)
        person = user.id if user else 0
        async with self._database.transaction(turn_of=person) as db:
            new, known = await storage.updates.claim(db, update.update_id, person)
            reply = await self._dispatcher.feed_update(
                self._bot,
                update,
                db=db,
                handling=handled,
                replayed=not new,
                known=known,
                refusal=refusal,
            )
        return reply if isinstance(reply, Reply) and reply is not UNHANDLED else Reply(times=0)

    async def _quarantine(self, raw: dict[str, Any], error: Exception) -> None:
        while True:
            try:
                async with self._database.transaction() as db:
                    await storage.updates.claim(db, int(raw["update_id"]), 0)
                    await storage.updates.quarantine(
                        db, int(raw["update_id"]), json.dumps(raw), type(error).__name__
                    )
            except Unavailable:
                await asyncio.sleep(PAUSE_SECONDS[-1])
            except Exception as trouble:  # noqa: BLE001 - its number, say, fits no column
                report(trouble)
                return
            else:
                self._metrics.quarantined()
                return


def report(error: Exception) -> None:
    """Log where an error came from; its words may be a person's, so they stay out."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_qualname} line {trace.tb_lineno}")
        trace = trace.tb_next
    where = " < ".join(reversed(frames[-4:]))
    logger.error("Handling an update failed: %s in %s", type(error).__name__, where)


def kind(raw: dict[str, Any]) -> str:
    """Name the kind of an update, as the metrics have it."""
    return next((kind for kind in raw if kind in UPDATE_TYPES), "_OTHER")
