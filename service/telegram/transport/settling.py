"""Settle one update: store its effect and its key in one transaction, then return the reply.

A replayed update has no effect and shows the present screen again. An update that still fails
after several tries is quarantined, so that it blocks nobody.
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
from instrumentation.logs import origin
from instrumentation.metrics import Metrics
from instrumentation.updates import Handling, handling, record_lag
from service import storage
from service.domain.errors import Refusal
from service.storage import Database, Locked, NotStoring, Unavailable
from service.telegram.errors import failed
from service.telegram.replies import Reply
from service.telegram.transport.limits import sender

logger = logging.getLogger(__name__)

TRIES = 3
"""Tries of a failing update before it is quarantined."""

FAILED_PAUSE_SECONDS = 0.05
"""Pause after a failed try. Later updates of the chat wait for it too."""

HANDLE_SECONDS = 12.0
"""Longest time that handling an update may take; after that it has failed."""

HOPELESS_SECONDS = 60.0
"""How long an update may find the database unavailable while the probe finds it healthy."""

PROBE_SECONDS = 2.0
"""How quickly a healthy database stores."""

BUTTON_SECONDS = 8.0
"""Age at which a button press that can't be stored is answered with "tap again"."""

WARN_SECONDS = 3.0
"""Age at which a message that can't be stored is answered with "not saved yet"."""

COUNT_SECONDS = 30.0
"""How often a message that still can't be stored counts as an error."""

STATUS = "/status"
"""The command that is answered without the database, too."""

PAUSE_SECONDS = (0.1, 0.2, 0.5, 1.0)
"""Pauses between tries while the database is unavailable; the last one repeats."""


class Settler:
    """Settles updates against one database.

    ``bot`` is only passed on to the handlers. ``warn`` sends a reply to somebody whose message
    is still waiting to be stored. ``contact`` is how people reach the operator, for the handlers.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts that it connects
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        database: Database,
        metrics: Metrics,
        warn: Callable[[Update, Reply], object],
        contact: str | None = None,
    ) -> None:
        self._bot, self._dispatcher = bot, dispatcher
        self._database, self._metrics, self._warn = database, metrics, warn
        self._contact = contact
        self._probe: asyncio.Task[bool] | None = None

    def parse(self, raw: dict[str, Any]) -> Update | Exception:
        """Parse a raw update; return the error instead if that fails."""
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
            _ = update.event_type  # raises UpdateTypeLookupError for types unknown to aiogram
        except (ValueError, LookupError, ArithmeticError) as error:
            return error
        return update

    async def reject(self, raw: dict[str, Any], error: Exception) -> None:
        """Quarantine an update that can't be parsed. Waits while the database is unavailable."""
        with handling(self._metrics, kind(raw)) as handled:
            handled.failed(error)
            await self._quarantine(raw, error)

    async def settle(
        self,
        raw: dict[str, Any],
        update: Update,
        received: float,
        max_wait: float | None = None,
    ) -> tuple[Reply, Handling]:
        """Apply an update exactly once and return the reply to show.

        ``received`` is the ``perf_counter`` reading (seconds) when the update arrived.
        Returns once the effect is stored, was stored before, or has failed for good; for a
        button press also when the database has been unavailable for BUTTON_SECONDS. Raises
        Unavailable when the database is unavailable for ``max_wait`` seconds; None waits forever.
        """
        with handling(self._metrics, update.event_type, received=received) as handled:
            if isinstance(update.event, Message):
                record_lag(self._metrics, update.event_type, update.event.date)
            work = self._try(raw, update, handled, received, max_wait)
            reply = await handled.run(work)
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
        if reply.program and reply.outcome == "ok":
            self._metrics.program_created(reply.program)
        if reply.shared and reply.outcome == "ok":
            self._metrics.shared(*reply.shared)
        if reply.challenge:
            self._metrics.challenge(reply.challenge)
        for rule, outcome in reply.followed:
            self._metrics.suggestion(rule, outcome)

    async def _try(
        self,
        raw: dict[str, Any],
        update: Update,
        handled: Handling,
        received: float,
        max_wait: float | None,
    ) -> Reply:
        warned, failures, pauses, counts_at = False, 0, iter(PAUSE_SECONDS), WARN_SECONDS
        hopeless_since: float | None = None  # the database is healthy, but not for this update
        while True:
            try:
                return await self._attempt(update, handled)
            except Unavailable as error:
                waited = perf_counter() - received
                if excuse := _excuse(raw, update, error, waited):
                    handled.failed(error)
                    return excuse
                blameless = isinstance(error, Locked | NotStoring)
                hopeless = not blameless and await self._alive()
                hopeless_since = (hopeless_since or perf_counter()) if hopeless else None
                if hopeless_since and perf_counter() - hopeless_since > HOPELESS_SECONDS:
                    return await self._set_aside(raw, update, handled, error)
                if isinstance(update.event, Message) and waited > counts_at:
                    if not warned:
                        self._warn(update, failed(update, "not-saved-yet"))
                    warned, counts_at = True, waited + COUNT_SECONDS
                    self._metrics.error(error)
                if max_wait is not None and waited > max_wait:
                    raise
            except Exception as error:  # noqa: BLE001 - no error may block other updates
                failures += await self._alive()
                report(error)
                if failures == TRIES:
                    return await self._set_aside(raw, update, handled, error)
                await asyncio.sleep(FAILED_PAUSE_SECONDS)
                continue
            await asyncio.sleep(next(pauses, PAUSE_SECONDS[-1]))

    async def _attempt(self, update: Update, handled: Handling) -> Reply:
        """Handle an update within HANDLE_SECONDS.

        Raises Unavailable instead of TimeoutError if the database is down.
        """
        try:
            async with asyncio.timeout(HANDLE_SECONDS):
                return await self._transact(update, handled)
        except TimeoutError:
            if not await self._alive():
                raise Unavailable("TimeoutError") from None
            raise

    async def _alive(self) -> bool:
        """Return whether the database stores things. Concurrent callers share one probe."""
        if self._probe is None or self._probe.done():
            self._probe = asyncio.create_task(self._stores())
        return await asyncio.shield(self._probe)

    async def _stores(self) -> bool:
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                await self._database.stores()
        except Exception:  # noqa: BLE001 - any error means that it did not store
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
            # The first transaction was rolled back; the refusal is stored as the effect.
            return await self._handle(update, handled, refusal)

    async def _handle(
        self, update: Update, handled: Handling, refusal: Refusal | None = None
    ) -> Reply:
        user = getattr(update.event, "from_user", None)
        person = user.id if user else 0
        async with self._database.transaction(turn_of=person) as db:
            new, known = await storage.updates.claim(db, update.update_id, person)
            if not new:
                await storage.wait_for_standby(db)
            reply = await self._dispatcher.feed_update(
                self._bot,
                update,
                db=db,
                database=self._database,
                handling=handled,
                metrics=self._metrics,
                replayed=not new,
                known=known,
                refusal=refusal,
                contact=self._contact,
            )
        return reply if isinstance(reply, Reply) and reply is not UNHANDLED else Reply(times=0)

    async def _quarantine(self, raw: dict[str, Any], error: Exception) -> None:
        while True:
            try:
                async with self._database.transaction() as db:
                    await storage.updates.claim(db, int(raw["update_id"]), 0)
                    await storage.updates.quarantine(
                        db,
                        int(raw["update_id"]),
                        sender(raw),
                        json.dumps(raw),
                        type(error).__name__,
                    )
            except Unavailable:
                await asyncio.sleep(PAUSE_SECONDS[-1])
            except Exception as trouble:  # noqa: BLE001 - the update_id may not fit its column
                report(trouble)
                return
            else:
                self._metrics.quarantined()
                return


def _excuse(raw: dict[str, Any], update: Update, error: Unavailable, waited: float) -> Reply | None:
    """Return the answer to what is not worth waiting for the database any longer."""
    if asks_status(raw) and not isinstance(error, Locked):
        return failed(update, "status-away")
    if isinstance(update.event, CallbackQuery) and waited > BUTTON_SECONDS:
        return failed(update, "toast-not-saved")
    return None


def asks_status(raw: dict[str, Any]) -> bool:
    """Return whether a message asks for the bot's state, which waits for nothing."""
    message = raw.get("message")
    text = message.get("text") if isinstance(message, dict) else None
    return isinstance(text, str) and text.partition("@")[0].strip().lower() == STATUS


def report(error: Exception) -> None:
    """Log where an error came from, without its message: that may quote what a person wrote."""
    logger.error("Handling an update failed: %s in %s", type(error).__name__, origin(error))


def kind(raw: dict[str, Any]) -> str:
    """Return the type of a raw update, as the metrics name it."""
    return next((kind for kind in raw if kind in UPDATE_TYPES), "_OTHER")
