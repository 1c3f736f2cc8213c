"""Ask Telegram once a minute how many updates wait there and what time it is."""

from email.utils import parsedate_to_datetime
from time import time
from types import SimpleNamespace
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiohttp import (
    ClientSession,
    TraceConfig,
    TraceRequestEndParams,
    TraceRequestHeadersSentParams,
)

from instrumentation.metrics import Metrics
from instrumentation.traces import untraced
from service.telegram.transport.session import Session

LOOK_SECONDS = 60.0
"""How often Telegram is asked."""

ANSWER_SECONDS = 10
"""Timeout of the call."""

PROMPT_SECONDS = 2.0
"""Longest time of a call whose answer tells the time: half of it is the error."""


class DatedSession(Session):
    """A session that compares this machine's clock with the date of Telegram's answers.

    Telegram's clock tells the truth; the database's is often this machine's own.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.drift: float | None = None
        """Seconds that this clock was ahead at the last answer; None if it did not tell."""

        self._trace = TraceConfig()
        self._trace.on_request_headers_sent.append(self._sent)
        self._trace.on_request_end.append(self._answered)
        self._trace.freeze()

    async def create_session(self) -> ClientSession:
        """Return the session of the HTTP client, which records when it asks and is answered."""
        session = await super().create_session()
        if self._trace not in session.trace_configs:
            session.trace_configs.append(self._trace)
        return session

    async def _sent(
        self, _: ClientSession, call: SimpleNamespace, __: TraceRequestHeadersSentParams
    ) -> None:
        call.sent, self.drift = time(), None

    async def _answered(
        self, _: ClientSession, call: SimpleNamespace, answer: TraceRequestEndParams
    ) -> None:
        self.drift = ahead(answer.response.headers.get("Date"), call.sent, time())


def ahead(date: str | None, sent: float, answered: float) -> float | None:
    """Return by how many seconds this clock is ahead of a Date header.

    The header has whole seconds, so half a second is the best guess for the rest.
    """
    if date is None or not 0 <= answered - sent <= PROMPT_SECONDS:
        return None
    try:
        there = parsedate_to_datetime(date).timestamp() + 0.5
    except ValueError:
        return None
    return (sent + answered) / 2 - there


class Watch:
    """Publishes how many updates wait, if the bot polls, and how wrong the clock is."""

    def __init__(
        self, bot: Bot, session: DatedSession, metrics: Metrics, *, polling: bool = True
    ) -> None:
        self._bot, self._session, self._metrics = bot, session, metrics
        self._polling = polling

    async def look(self) -> None:
        """Ask once. What could not be asked is not published."""
        pending: int | None = None
        drift: float | None = None
        try:
            with untraced():
                info = await self._bot.get_webhook_info(request_timeout=ANSWER_SECONDS)
            pending, drift = info.pending_update_count, self._session.drift
        except (AiogramError, OSError):
            pass  # counted and logged as every call is
        self._metrics.updates_pending = pending if self._polling else None
        self._metrics.clock_drift = drift

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()
