"""What is recorded of updates and of Bot API calls, and the address that nobody may record."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from aiogram import Bot, exceptions
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.methods import Response, TelegramMethod
from opentelemetry.instrumentation.utils import suppress_http_instrumentation
from opentelemetry.trace import get_current_span

from instrumentation.labels import OTHER
from instrumentation.metrics import Metrics
from instrumentation.redaction import HIDDEN, Redactor
from instrumentation.telegram.aiogram import mark_failed


class Handling:
    """One update being handled; the delivery writes on it what became of it."""

    def __init__(self, metrics: Metrics, received: float, clock: Callable[[], float]) -> None:
        self.handler = OTHER
        self.outcome = "ok"
        self.operation: str | None = None
        self.times = 1
        self._metrics, self._received, self._clock = metrics, received, clock
        self._answered = False

    def failed(self, error: BaseException) -> None:
        """Record an error that the delivery itself turned into an apology."""
        self.outcome = "error"
        self._metrics.error(error)
        mark_failed(get_current_span(), error)

    def answered(self) -> None:
        """Record that Telegram accepted an answer, also after the handling; only the first counts.

        The time runs from when the update was received.
        """
        if not self._answered:
            self._answered = True
            self._metrics.answered(self._clock() - self._received)

    def settle(self, seconds: float) -> None:
        """Record what became of the update; its operation only if it succeeded."""
        self._metrics.request(self.handler, self.outcome, seconds)
        span = get_current_span()
        if span.is_recording():
            span.set_attributes({"bot.handler": self.handler, "bot.outcome": self.outcome})
        if self.operation is not None and self.outcome == "ok":
            self._metrics.operation(self.operation, self.times)


@contextmanager
def handling(
    metrics: Metrics,
    update_type: str,
    *,
    received: float | None = None,
    clock: Callable[[], float] = perf_counter,
) -> Iterator[Handling]:
    """Measure the handling of one update, retries included: enter it once an update.

    `received` is what `clock` (seconds) said when the update came, if it had to wait its turn.
    An update whose handling is cancelled is not settled, comes again, and is not recorded.
    """
    started = clock()
    update = Handling(metrics, started if received is None else received, clock)
    metrics.update_received(update_type)
    metrics.in_flight += 1
    try:
        yield update
    except Exception as error:
        update.failed(error)
        update.settle(clock() - started)
        raise
    else:
        update.settle(clock() - started)
    finally:
        metrics.in_flight -= 1


def record_lag(metrics: Metrics, update_type: str, sent: datetime) -> None:
    """Record how long a message took to come; a button's message is as old as its card."""
    if update_type == "message":
        metrics.update_lag((datetime.now(UTC) - sent).total_seconds())


class ApiCalls(BaseRequestMiddleware):
    """Records each Bot API call; register it last, so that every attempt passes through it.

    The 30 seconds of a getUpdates stay out of the durations and out of the HTTP telemetry. What
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
            with suppress_http_instrumentation() if name == "getUpdates" else nullcontext():
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
