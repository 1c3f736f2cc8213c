"""What is recorded of Bot API calls, and the address that nobody may record."""

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
from instrumentation.metrics import Metrics
from instrumentation.redaction import HIDDEN, Redactor


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
            self._metrics.api_call(name, outcome_of(error), self._clock() - started)
            hide_address(error, bot.token)
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
    if isinstance(error, exceptions.TelegramBadRequest) and "is not modified" in error.message:
        return "not_modified"
    return next((outcome for kind, outcome in _OUTCOMES if isinstance(error, kind)), OTHER)


def hide_address(error: Exception, token: str) -> None:
    """Cut from an error of the Bot API what holds its address or what people wrote."""
    if isinstance(error, exceptions.TelegramNetworkError):
        error.message = Redactor(token)(error.message)
        error.__cause__ = error.__context__ = None
    if isinstance(error, exceptions.ClientDecodeError):
        error.data, error.args = HIDDEN, (error.message,)
        error.original = ValueError(type(error.original).__name__)
        error.__cause__ = error.__context__ = None
