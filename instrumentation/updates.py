"""What is recorded of updates: what came, who handled it, how it ended and how long it took."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from time import perf_counter

from opentelemetry.trace import get_current_span

from instrumentation.labels import OTHER
from instrumentation.metrics import Metrics
from instrumentation.traces import mark_failed


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
