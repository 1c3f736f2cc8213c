"""What is recorded of updates: what came, who handled it, how it ended and how long it took."""

import logging
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, TypeVar

from opentelemetry.trace import get_current_span

from instrumentation.about import handled_by
from instrumentation.labels import OTHER
from instrumentation.logs import with_facts
from instrumentation.metrics import Metrics
from instrumentation.process import stalled, steps
from instrumentation.traces import mark_failed

T = TypeVar("T")

logger = logging.getLogger(__name__)


class Handling:
    """One update being handled; the delivery writes on it what became of it."""

    def __init__(self, metrics: Metrics, received: float, clock: Callable[[], float]) -> None:
        self._handler = OTHER
        self.outcome = "ok"
        self.operation: str | None = None
        self.times = 1
        self._metrics, self._received, self._clock = metrics, received, clock
        self._answered = False
        self._error: str | None = None

    @property
    def handler(self) -> str:
        """The name of the handler, once it has been found."""
        return self._handler

    @handler.setter
    def handler(self, name: str) -> None:
        self._handler = name
        handled_by(name)

    def failed(self, error: BaseException) -> None:
        """Record an error that the delivery itself turned into an apology."""
        self.outcome, self._error = "error", type(error).__name__
        self._metrics.error(error)
        mark_failed(get_current_span(), error)

    def answered(self) -> None:
        """Record that Telegram accepted an answer, also after the handling; only the first counts.

        The time runs from when the update was received.
        """
        if not self._answered:
            self._answered = True
            self._metrics.answered(self._clock() - self._received)

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Await the work; a step of it that blocks the event loop for too long is recorded."""
        return await steps(work, lambda seconds: stalled(self._metrics, self._handler, seconds))

    def settle(self, seconds: float) -> None:
        """Record what became of the update; its operation only if it succeeded."""
        self._metrics.request(self._handler, self.outcome, seconds)
        level = logging.WARNING if self.outcome == "error" else logging.DEBUG
        if logger.isEnabledFor(level):
            named = {"outcome": self.outcome, "error": self._error, "ms": round(seconds * 1000)}
            logger.log(level, "An update was handled", extra=with_facts(**named))
        span = get_current_span()
        if span.is_recording():
            span.set_attributes({"bot.handler": self._handler, "bot.outcome": self.outcome})
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
