"""What goes to many: reminders and announcements, at a bounded pace, beside all answers.

A notice is a row that is claimed, sent, and deleted when Telegram has taken it. After a kill
between the last two it is sent once more: Telegram has no key that would tell. The bot that
sends has no retry layer and no connections in common with the one that answers: the row is
tried again, and nobody's answer waits for it.
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
from service.telegram.transport.retrying import MAYBE_TRIES, TRIES, is_unsure
from service.telegram.transport.session import Unreached
from service.telegram.transport.settling import report
from service.telegram.transport.showing import Send, content

logger = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
"""How often it is looked for what is due: no reminder is later by more, if few are."""

PER_SECOND = 25
"""Notices that all processes together send; Telegram takes 30 a second of such."""

BATCH = 25
"""Notices that one process claims at a time."""

DUE_AT_ONCE = 200
"""Reminders that become notices in one transaction; their next times take 3 ms to find."""

LATE_SECONDS = 3600.0
"""A reminder that should have come so long ago does not come any more."""

UNTRIED = (Unreached, TelegramUnauthorizedError, TelegramNotFound)
"""Faults of the network or of the token (404: it has not the form of one) and of no notice."""

CALL = ClientTimeout(total=10, connect=5)
"""In seconds: a call that takes longer has failed, one without a connection was not made."""

TROUBLE_SECONDS = 10.0
"""The pause of all notices when two in a row could not be sent."""

CLOSE_SECONDS = 3.0
"""How long a stop waits for what is on its way."""

_until_stored = tenacity.retry(
    retry=tenacity.retry_if_exception_type(Unavailable), wait=tenacity.wait_fixed(1.0)
)


class Notices:
    """Sends what is due; any number of processes share the work, and the pace."""

    def __init__(self, bot: Bot, database: Database, metrics: Metrics) -> None:
        self._bot, self._database, self._metrics = bot, database, metrics
        self._sending: set[asyncio.Task[None]] = set()
        self._trouble = False

    async def send(self) -> None:
        """Send all that is due, and what becomes due meanwhile."""
        while True:
            await self._remind()
            # one alone finds out whether the trouble is over
            most = 1 if self._trouble else BATCH
            async with self._database.transaction() as db:
                claimed = await storage.notices.claim(db, most, PER_SECOND)
            if not claimed:
                return
            await self._send_all(claimed)

    async def close(self) -> None:
        """Finish what is on its way; leave the rest to whoever claims it next."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=CLOSE_SECONDS)
        for task in self._sending:
            task.cancel()
        await self._bot.session.close()

    async def _remind(self) -> None:
        """Turn the reminders whose time has come into notices."""
        while True:
            async with self._database.transaction() as db:
                due = await storage.reminders.due(db, DUE_AT_ONCE)
                if due:
                    await storage.reminders.turn_into_notices(db, [(d, _next(d)) for d in due])
            if len(due) < DUE_AT_ONCE:
                return

    async def _send_all(self, claimed: list[Notice]) -> None:
        """Start one after the other, evenly; wait until all are sent."""
        left = [notice.id for notice in claimed]
        try:
            for notice in claimed:
                task = asyncio.create_task(self._try(notice))
                self._sending.add(task)
                task.add_done_callback(self._sending.discard)
                left.remove(notice.id)
                await asyncio.sleep(1 / PER_SECOND)
                if self._trouble:
                    break
        finally:
            if left:  # in trouble, or told to stop
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
        except Exception as error:  # noqa: BLE001 - one that can't be sent stops no other
            report(error)
        else:
            if outcome:
                self._metrics.notice(notice.kind, outcome)

    async def _send(self, notice: Notice) -> str | None:
        """Send a notice and forget it; says what became of it, None that it is tried again."""
        if notice.text is not None:
            return await self._end(notice, await self._tell(notice, screen(escape(notice.text))))
        if notice.late > LATE_SECONDS:
            return await self._end(notice, "late")
        async with self._database.transaction() as db:
            person = await storage.people.find(db, notice.owner)
            ignored = await storage.reminders.ignored(db, notice.owner)
            if person and ignored is not None:
                t = texts.of(person.language)
                shown = await reminders.message(db, person, t, ignored)
        if person is None or ignored is None:
            return await self._end(notice, "needless")
        return await self._end(notice, await self._tell(notice, shown), ignored)

    async def _tell(self, notice: Notice, shown: Screen) -> str | None:
        """Call Telegram, and say what it came to."""
        try:
            call = Send(chat_id=notice.owner, **content(shown))
            await self._bot(call, request_timeout=CALL)  # type: ignore[arg-type]  # for aiohttp
        except TelegramForbiddenError:
            return "blocked"
        except TelegramRetryAfter as error:
            await self._put_off(notice, error.retry_after, tried=False)
        except TelegramBadRequest:
            return "failed"  # a chat that is no more
        except UNTRIED:
            await self._put_off(notice, self._rest(), tried=False)
        except AiogramError as error:
            await self._put_off(notice, self._rest(), tried=True)
            if notice.tries >= (MAYBE_TRIES if is_unsure(error) else TRIES):
                return "failed"
        else:
            self._trouble = False
            return "sent"
        return None

    def _rest(self) -> float:
        """For how many seconds all wait; at the first fault not at all: it may be one chat's."""
        return TROUBLE_SECONDS if self._trouble else 0.0

    async def _put_off(self, notice: Notice, seconds: float, *, tried: bool) -> None:
        """Let all notices wait; one that was tried goes after others, else it is as it was."""
        self._trouble = True
        async with self._database.transaction() as db:
            if tried:
                await storage.notices.step_back(db, notice.id)
            else:
                await storage.notices.release(db, [notice.id])
            await storage.notices.pause(db, seconds)

    @_until_stored  # for what was sent would be sent again
    async def _end(
        self, notice: Notice, outcome: str | None, ignored: int | None = None
    ) -> str | None:
        """Forget a notice, and remember what it says of the person."""
        if outcome is None:
            return None
        async with self._database.transaction() as db:
            if outcome == "blocked":
                await storage.people.block(db, notice.owner)
                return outcome
            await storage.notices.end(db, notice.id)
            if outcome == "sent" and ignored is not None:
                if ignored < domain.reminders.MOST_IGNORED:
                    await storage.reminders.sent(db, notice.owner, ignored)
                else:
                    await storage.reminders.stop(db, notice.owner)
        return outcome


def _next(due: Due) -> datetime | None:
    return domain.reminders.next_due(due.weekdays, due.hour, due.now, due.zone)
