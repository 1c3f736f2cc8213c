"""What is recorded of Bot API calls, and the address that nobody may record."""

import logging
import re
from collections.abc import Callable
from contextlib import nullcontext
from time import perf_counter
from typing import Any

from aiogram import Bot, exceptions
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.methods import Response, TelegramMethod
from opentelemetry.instrumentation.utils import suppress_http_instrumentation

from instrumentation.labels import OTHER, UNTIMED_METHODS
from instrumentation.logs import with_facts
from instrumentation.metrics import Metrics
from instrumentation.redaction import HIDDEN, Redactor

logger = logging.getLogger(__name__)

ORDINARY = ("not_modified", "forbidden")
"""Outcomes that are no failure: nothing to change, and people who blocked the bot."""

DESCRIPTION_CHARACTERS = 200
PRIVATE = re.compile(r"\"[^\"]*\"|(?<=\s)'[^']*'|-?\d{6,}")
"""What Telegram quotes of a message, and ids of people and chats."""


class ApiCalls(BaseRequestMiddleware):
    """Records each Bot API call; register it last, so that every attempt passes through it.

    Polls and receipts stay out of the durations and out of the HTTP telemetry. What
    the HTTP client raised is cut from network errors, because it tells the address, and the
    address holds the token.
    """

    def __init__(self, metrics: Metrics, *, clock: Callable[[], float] = perf_counter) -> None:
        self._metrics, self._clock = metrics, clock

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[Any],
        bot: Bot,
        method: TelegramMethod[Any],
    ) -> Response[Any]:
        """Make the call; record its outcome and seconds unless it is cancelled."""
        name = method.__api_method__
        started = self._clock()
        try:
            with suppress_http_instrumentation() if name in UNTIMED_METHODS else nullcontext():
                response = await make_request(bot, method)
        except Exception as error:
            outcome, seconds = outcome_of(error), self._clock() - started
            self._metrics.api_call(name, outcome, seconds)
            hide_address(error, bot.token)
            log_failure(name, outcome, error, seconds)
            raise
        self._metrics.api_call(name, "ok", self._clock() - started)
        return response


_OUTCOMES: tuple[tuple[type[Exception], str], ...] = (
    (exceptions.TelegramRetryAfter, "flood"),
    (exceptions.TelegramForbiddenError, "forbidden"),
    (exceptions.TelegramConflictError, "conflict"),
    (exceptions.TelegramUnauthorizedError, "unauthorized"),
    (exceptions.TelegramServerError, "server"),
    (exceptions.ClientDecodeError, "server"),
    (exceptions.TelegramBadRequest, "bad_request"),
    (exceptions.TelegramNotFound, "bad_request"),
    (exceptions.TelegramMigrateToChat, "bad_request"),
    (exceptions.TelegramEntityTooLarge, "bad_request"),  # aiogram makes it a network error
    (exceptions.TelegramNetworkError, "network"),
    (TimeoutError, "timeout"),
    (OSError, "network"),
)


def outcome_of(error: Exception) -> str:
    """Name what a failed call of the Bot API came to, out of a closed list."""
    if isinstance(error, exceptions.TelegramNetworkError) and isinstance(
        error.__cause__, TimeoutError
    ):
        return "timeout"
    if isinstance(error, exceptions.TelegramBadRequest):
        if "is not modified" in error.message:
            return "not_modified"
        if "not enough rights" in error.message:  # in a group, as when a table can't be pinned
            return "forbidden"
    return next((outcome for kind, outcome in _OUTCOMES if isinstance(error, kind)), OTHER)


_CODES: tuple[tuple[type[Exception], int], ...] = (
    (exceptions.TelegramRetryAfter, 429),
    (exceptions.TelegramForbiddenError, 403),
    (exceptions.TelegramConflictError, 409),
    (exceptions.TelegramUnauthorizedError, 401),
    (exceptions.TelegramNotFound, 404),
    (exceptions.TelegramBadRequest, 400),
    (exceptions.TelegramMigrateToChat, 400),
    (exceptions.TelegramEntityTooLarge, 413),
)


def code_of(error: Exception) -> int | None:
    """Return the code that Telegram answered with: `error_code` if the session has set it."""
    code = getattr(error, "error_code", None)
    if isinstance(code, int):
        return code
    return next((code for kind, code in _CODES if isinstance(error, kind)), None)


def description_of(error: Exception) -> str:
    """Return Telegram's description of a failure, without ids and quotations; else the class."""
    if not isinstance(error, exceptions.TelegramAPIError):
        return type(error).__name__
    # aiogram puts a sentence with the chat's id before some.
    text = error.message.rpartition("Original description: ")[2]
    return PRIVATE.sub(HIDDEN, text)[:DESCRIPTION_CHARACTERS]


def log_failure(method: str, outcome: str, error: Exception, seconds: float) -> None:
    """Log a call that failed, so that its cause can be read from the one line."""
    level = logging.DEBUG if outcome in ORDINARY else logging.WARNING
    told = with_facts(
        method=method,
        outcome=outcome,
        code=code_of(error),
        description=description_of(error),
        ms=round(seconds * 1000),
    )
    logger.log(level, "A call to Telegram failed", extra=told)


def hide_address(error: Exception, token: str) -> None:
    """Cut from an error of the Bot API what holds its address or what people wrote."""
    if isinstance(error, exceptions.TelegramNetworkError):
        error.message = Redactor(token)(error.message)
        error.__cause__ = error.__context__ = None
    if isinstance(error, exceptions.ClientDecodeError):
        error.data, error.args = HIDDEN, (error.message,)
        error.original = ValueError(type(error.original).__name__)
        error.__cause__ = error.__context__ = None
