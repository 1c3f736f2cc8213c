"""Send notices, that is reminders and announcements, at a limited rate and apart from answers.

A notice is a row that is claimed, sent, and deleted once Telegram has accepted it. After a kill
between the last two it is sent again, because Telegram has no idempotency key. Notices have their
own Bot, without a retry layer: a failed row is claimed again, and no answer waits for it.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime

import tenacity
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiohttp import ClientTimeout
from markupsafe import escape

from instrumentation.metrics import Metrics
from service import domain, storage, texts
from service.storage import Database, Unavailable
from service.storage.notices import Notice
from service.storage.reminders import Due
from service.telegram.replies import Screen, screen
from service.telegram.talk import reminders
from service.telegram.transport.calls import Send, content
from service.telegram.transport.retrying import MAYBE_TRIES, TRIES, is_unsure
from service.telegram.transport.session import Unreached
from service.telegram.transport.settling import report

logger = logging.getLogger(__name__)

CHECK_SECONDS = 5.0
"""How often due notices are looked for, and so the longest delay of a reminder when few are due."""

PER_SECOND = 25
"""Notices that all processes together send each second; Telegram allows 30."""

BATCH = 25
"""Notices that a process claims at once."""

DUE_AT_ONCE = 200
"""Reminders that become notices in one transaction."""

LATE_SECONDS = 3600.0
"""Delay after which a reminder is no longer sent."""

UNTRIED = (Unreached, TelegramUnauthorizedError, TelegramNotFound)
"""Errors of the network or the token, not of the notice (404: the token is malformed)."""

CALL = ClientTimeout(total=10, connect=5)
"""Timeouts of a call, in seconds. A call that could not connect was not tried."""

TROUBLE_SECONDS = 10.0
"""Pause of all notices after two in a row could not be sent."""

CLOSE_SECONDS = 3.0
"""How long a stop waits for notices that are being sent."""

_until_stored = tenacity.retry(
    retry=tenacity.retry_if_exception_type(Unavailable), wait=tenacity.wait_fixed(1.0)
)


class Notices:
    """Sends due notices. Any number of processes share the work and the rate limit."""

    def __init__(self, bot: Bot, database: Database, metrics: Metrics) -> None:
        self._bot, self._database, self._metrics = bot, database, metrics
        self._sending: set[asyncio.Task[None]] = set()
        self._trouble = False

    async def send(self) -> None:
        """Send all notices that are due, including those that become due meanwhile."""
        while True:
            await self._remind()
            # One notice is enough to find out whether the trouble is over.
            most = 1 if self._trouble else BATCH
            async with self._database.transaction() as db:
                claimed = await storage.notices.claim(db, most, PER_SECOND)
            if not claimed:
                return
            await self._send_all(claimed)

    async def close(self) -> None:
        """Wait CLOSE_SECONDS for notices being sent; the rest will be claimed again."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=CLOSE_SECONDS)
        for task in self._sending:
            task.cancel()
        await self._bot.session.close()

    async def _remind(self) -> None:
        """Turn due reminders into notices."""
        while True:
            async with self._database.transaction() as db:
                due = await storage.reminders.due(db, DUE_AT_ONCE)
                if due:
                    await storage.reminders.turn_into_notices(db, [(d, _next(d)) for d in due])
            if len(due) < DUE_AT_ONCE:
                return

    async def _send_all(self, claimed: list[Notice]) -> None:
        """Start sending notices at an even rate; wait until all are sent."""
        left = list(claimed)
        try:
            for notice in claimed:
                task = asyncio.create_task(self._try(notice))
                self._sending.add(task)
                task.add_done_callback(self._sending.discard)
                left.remove(notice)
                await asyncio.sleep(1 / PER_SECOND)
                if self._trouble:
                    break
        finally:
            if left:  # after trouble or a cancellation
                with suppress(Unavailable):
                    async with self._database.connection() as db:
                        await storage.notices.release(db, left)
        if self._sending:
            await asyncio.wait(self._sending)

    async def _try(self, notice: Notice) -> None:
        try:
            outcome = await self._send(notice)
        except Unavailable as error:
            logger.warning("A notice will be sent late: %s", error)
        except Exception as error:  # noqa: BLE001 - one failing notice must not stop the others
            report(error)
        else:
            if outcome:
                self._metrics.notice(notice.kind, outcome)

    async def _send(self, notice: Notice) -> str | None:
        """Send a notice and delete it; return its outcome, or None when it will be tried again."""
        if notice.text is not None:
            return await self._end(notice, await self._call(notice, screen(escape(notice.text))))
        if notice.late > LATE_SECONDS:
            return await self._end(notice, "late")
        async with self._database.transaction() as db:
            person = await storage.people.find(db, notice.owner)
            ignored = await storage.reminders.ignored(db, notice.owner)
            if person and ignored is not None:
                t = texts.of(person.language, person.unit)
                shown = await reminders.message(db, person, t, ignored)
        if person is None or ignored is None:
            return await self._end(notice, "needless")
        return await self._end(notice, await self._call(notice, shown), ignored)

    async def _call(self, notice: Notice, shown: Screen) -> str | None:
        """Call Telegram; return the outcome, or None when the notice will be tried again."""
        try:
            call = Send(chat_id=notice.owner, **content(shown))
            await self._bot(call, request_timeout=CALL)  # type: ignore[arg-type]  # aiohttp accepts it
        except TelegramForbiddenError:
            return "blocked"
        except TelegramRetryAfter as error:
            await self._put_off(notice, error.retry_after, tried=False)
        except TelegramBadRequest:
            return "failed"  # the chat no longer exists
        except UNTRIED:
            await self._put_off(notice, self._pause(), tried=False)
        except AiogramError as error:
            await self._put_off(notice, self._pause(), tried=True)
            if notice.tries >= (MAYBE_TRIES if is_unsure(error) else TRIES):
                return "failed"
        else:
            self._trouble = False
            return "sent"
        return None

    def _pause(self) -> float:
        """Return for how long all notices pause (seconds); the first error may be one chat's."""
        return TROUBLE_SECONDS if self._trouble else 0.0

    async def _put_off(self, notice: Notice, seconds: float, *, tried: bool) -> None:
        """Pause all notices; move a ``tried`` one behind the others, else release it."""
        self._trouble = True
        async with self._database.transaction() as db:
            if tried:
                await storage.notices.step_back(db, notice)
            else:
                await storage.notices.release(db, [notice])
            await storage.notices.pause(db, seconds)

    @_until_stored  # otherwise a notice that was sent would be sent again
    async def _end(
        self, notice: Notice, outcome: str | None, ignored: int | None = None
    ) -> str | None:
        """Delete a notice, and store what its outcome means for the person's reminders."""
        if outcome is None:
            return None
        async with self._database.transaction() as db:
            if outcome == "blocked":
                await storage.people.block(db, notice.owner)
                return outcome
            await storage.notices.end(db, notice)
            if outcome == "sent" and ignored is not None:
                if ignored < domain.reminders.MAX_IGNORED:
                    await storage.reminders.sent(db, notice.owner, ignored)
                else:
                    await storage.reminders.stop(db, notice.owner)
        return outcome


def _next(due: Due) -> datetime | None:
    return domain.reminders.next_due(due.weekdays, due.hour, due.now, due.zone)
