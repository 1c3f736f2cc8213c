"""Records the metrics: a method for each event, a setter for each value."""

import math
import time
from collections.abc import Callable, Collection

from opentelemetry.metrics import (
    CallbackT,
    Histogram,
    Meter,
    MeterProvider,
    Observation,
)

from instrumentation.facts import Pool, Statistics, Status, Vitals, Waiting, Webhook
from instrumentation.gauges import NEVER_SECONDS, Gauges, callback, one
from instrumentation.instruments import INSTRUMENTS, SCOPE
from instrumentation.labels import (
    API_METHODS,
    API_OUTCOMES,
    ERROR_TYPES,
    OPERATION_TYPES,
    OUTCOMES,
    SET_WAYS,
    UNTIMED_METHODS,
    UPDATE_TYPES,
    WORKOUT_ENDS,
    error_type,
    of_instruments,
)

__all__ = [
    "API_METHODS",
    "API_OUTCOMES",
    "ERROR_TYPES",
    "INSTRUMENTS",
    "OPERATION_TYPES",
    "OUTCOMES",
    "SET_WAYS",
    "UPDATE_TYPES",
    "WORKOUT_ENDS",
    "Metrics",
    "Pool",
    "Statistics",
    "Status",
    "Vitals",
    "Waiting",
    "Webhook",
]

OF_VITALS = {
    "bot.process.cpu": "process_cpu_seconds",
    "bot.process.cpu.throttled": "process_throttled_seconds",
}
"""The counters that the kernel keeps."""

LAG_EVERY = 1.0
"""Seconds between two records of the age of messages."""


class Metrics(Gauges):
    """Every instrument of the bot, created from one MeterProvider.

    Label values outside their closed list become `_OTHER`. Counters and gauges are read at each
    collection, which may be in any thread. Statistics of the database that are older than three
    `statistics_interval` (seconds) are not published.
    """

    def __init__(  # noqa: PLR0913 - by keyword only; each closes a list of labels or sets a clock
        self,
        provider: MeterProvider,
        *,
        handlers: Collection[str],
        queries: Collection[str] = (),
        refusals: Collection[str] = (),
        version: str = "unknown",
        statistics_interval: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(version, statistics_interval, clock, wall)
        self.stalls = 0
        self._lagged = -math.inf
        self._labels = of_instruments(handlers, queries, refusals)
        self._counts: dict[str, dict[tuple[str, ...], float]] = {}
        self._histograms: dict[str, Histogram] = {}
        self._create(provider.get_meter(SCOPE))

    def update_received(self, update_type: str) -> None:
        """Count an update from Telegram."""
        self._add("bot.updates", update_type)

    def update_lag(self, seconds: float) -> None:
        """Record the age of a message when it was received, of the first message in each second.

        Messages come in order, so the first of those that waited together is the oldest.
        """
        now = self._clock()
        if now - self._lagged >= LAG_EVERY:
            self._lagged = now
            self._record("bot.update.lag", seconds)

    def request(self, handler: str, outcome: str, seconds: float) -> None:
        """Record one handled update."""
        self._add("bot.requests", handler, outcome)
        self._record("bot.request.duration", seconds, handler)

    def operation(self, operation_type: str, times: int = 1) -> None:
        """Count an operation that succeeded so many times at once."""
        self._add("bot.operations", operation_type, amount=times)

    def error(self, error: BaseException) -> None:
        """Count an update that failed, under the nearest listed class of its error."""
        self._add("bot.request.errors", error_type(error))

    def answered(self, seconds: float) -> None:
        """Record the time from receiving an update to the first answer Telegram accepted."""
        self._answered.add(seconds)
        self._record("bot.answer.duration", seconds)

    def answer_ended(self, outcome: str) -> None:
        """Count an answer or a ring by what became of it."""
        self._add("bot.answers", outcome)

    def flood_wait(self, seconds: float) -> None:
        """Add the time that an answer waits because of a 429."""
        self._add("bot.api.flood.time", amount=seconds)

    def refused(self, reason: str) -> None:
        """Count a refusal that was explained."""
        self._add("bot.refusals", reason)

    def sets_logged(self, way: str, count: int = 1) -> None:
        """Count sets by the way they were entered: button, text, edit or import."""
        self._add("bot.sets", way, amount=count)

    def workout_ended(self, end: str) -> None:
        """Count a workout that ended: finished, early or discarded."""
        self._add("bot.workouts", end)

    def suggestion(self, rule: str, outcome: str) -> None:
        """Count an exercise that began with a rule's weight (accepted) or another one (changed)."""
        self._add("bot.suggestions", rule, outcome)

    def program_created(self, origin: str) -> None:
        """Count a new program by where it came from: typed, template, copy or shared."""
        self._add("bot.programs.created", origin)

    def shared(self, what: str, step: str) -> None:
        """Count a link to a program or a workout: created, opened or taken."""
        self._add("bot.shares", what, step)

    def challenge(self, event: str) -> None:
        """Count what happened to a group's challenge: begun, joined, left, finished, removed."""
        self._add("bot.challenges", event)

    def inline_query(self, outcome: str) -> None:
        """Count an inline query by what became of it."""
        self._add("bot.inline.queries", outcome)

    def inline_choice(self, what: str) -> None:
        """Count a result that somebody sent: program, workout or link."""
        self._add("bot.inline.choices", what)

    def imported(self, source: str, outcome: str) -> None:
        """Count a file by its format and by what became of it."""
        self._add("bot.imports", source, outcome)

    def import_rows(self, read: int, refused: int) -> None:
        """Count the rows of a file that were read and those that were refused."""
        self._add("bot.import.rows", "read", amount=read)
        self._add("bot.import.rows", "refused", amount=refused)

    def import_took(self, step: str, seconds: float) -> None:
        """Record how long a step of an import took: preview or store."""
        self._record("bot.import.duration", seconds, step)

    def rest_rung(self, late: float) -> None:
        """Record a rest that rang so many seconds late."""
        self._rests.add(late)
        self._add("bot.rests", "rung")
        self._record("bot.rest.lateness", late)

    def rest_failed(self) -> None:
        """Count a rest whose ring Telegram did not accept."""
        self._rests.add(NEVER_SECONDS)
        self._add("bot.rests", "failed")

    def rest_dropped(self) -> None:
        """Count a rest that was over too long ago to ring."""
        self._add("bot.rests", "dropped")

    def picture(self, kind: str, outcome: str, seconds: float | None = None) -> None:
        """Count a picture; one that was drawn took so many seconds."""
        self._add("bot.pictures", kind, outcome)
        if seconds is not None:
            self._record("bot.picture.duration", seconds)

    def notice(self, kind: str, outcome: str) -> None:
        """Count a reminder or an announcement by its outcome."""
        self._add("bot.notices", kind, outcome)

    def quarantined(self) -> None:
        """Count an update that was put into quarantine."""
        self._add("bot.updates.quarantined")

    def stalled(self, handler: str) -> None:
        """Count a time that a handler held the event loop for too long."""
        self.stalls += 1
        self._add("bot.loop.stalls", handler)

    def polling_error(self) -> None:
        """Count a getUpdates call that failed."""
        self._add("bot.polling.errors")

    def api_call(self, method: str, outcome: str, seconds: float) -> None:
        """Record one call of the Bot API; polls and receipts stay out of the durations."""
        self._add("bot.api.calls", method, outcome)
        if outcome == "flood":
            self._add("bot.api.flood.waits")
        if method not in UNTIMED_METHODS:
            self._record("bot.api.duration", seconds, method)

    def query(self, name: str, seconds: float) -> None:
        """Count one database query and its time."""
        self._add("bot.database.queries", name)
        self._add("bot.database.time", name, amount=max(seconds, 0.0))

    def transaction(self, seconds: float) -> None:
        """Record one database transaction, from its first statement to the end of its last."""
        self._record("bot.database.duration", seconds)

    def _add(self, instrument: str, *values: str, amount: float = 1) -> None:
        counts = self._counts[instrument]
        if values not in counts:
            values = self._labels[instrument].listed(*values)
        counts[values] = counts.get(values, 0) + amount

    def _record(self, instrument: str, seconds: float, *values: str) -> None:
        labels = self._labels[instrument].of(*values)
        self._histograms[instrument].record(max(seconds, 0.0), labels)

    def _create(self, meter: Meter) -> None:
        gauges = self.observed()
        for row in INSTRUMENTS:
            match row.kind:
                case "histogram":
                    self._histograms[row.name] = meter.create_histogram(
                        row.name, row.unit, row.help, explicit_bucket_boundaries_advisory=row.bounds
                    )
                case "observable counter":
                    read = self._counter(row.name)
                    meter.create_observable_counter(row.name, [read], row.unit, row.help)
                case "observable gauge":
                    read = callback(gauges[row.name])
                    meter.create_observable_gauge(row.name, [read], row.unit, row.help)

    def _counter(self, name: str) -> CallbackT:
        """Count in a dict that is read at each collection.

        Known label sets exist from zero on, or rate() would miss the first event.
        """
        if name in OF_VITALS:
            return lambda _: one(self._vital(OF_VITALS[name]))
        labels = self._labels[name]
        counts = self._counts[name] = dict.fromkeys(labels.from_the_start(), 0.0)
        return lambda _: [Observation(n, labels.of(*values)) for values, n in [*counts.items()]]
