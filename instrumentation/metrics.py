"""What the bot records about itself: one method an event, one setter a fact."""

import platform
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from opentelemetry.metrics import CallbackOptions, Meter, MeterProvider, Observation

from instrumentation.facts import Pool, Statistics, Vitals, Webhook
from instrumentation.instruments import INSTRUMENTS, QUERY_SECONDS, SCOPE, Instrument
from instrumentation.labels import (
    API_METHODS,
    API_OUTCOMES,
    ERROR_TYPES,
    NOTICE_KINDS,
    NOTICE_OUTCOMES,
    OPERATION_TYPES,
    OTHER,
    OUTCOMES,
    REST_OUTCOMES,
    SET_WAYS,
    TIMED_METHODS,
    UPDATE_TYPES,
    WORKOUT_ENDS,
    Labels,
    error_type,
    exists_from_the_start,
)
from instrumentation.tally import Buckets, Publisher, Read, Tally

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
    "Vitals",
    "Webhook",
]


Reading = Callable[[], float | None]


class Metrics:
    """Every instrument of the bot, made from one MeterProvider.

    Label values outside their closed list become `_OTHER`. The gauges only read what was set
    before, so any thread may collect them. Numbers of the database that are older than three
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
        self.in_flight = self.stalls = 0
        self.polling = True
        self.health: Callable[[], bool] = lambda: False
        self.pool: Callable[[], Pool | None] = lambda: None
        self.loop_lag: float | None = None
        self.backup_at: float | None = None  # Unix seconds
        self.vitals: Vitals | None = None
        self.webhook: Webhook | None = None
        self._clock, self._wall = clock, wall
        self._started = self._polled = self._refreshed = clock()
        self._statistics: Statistics | None = None
        self._statistics_max_age = 3 * statistics_interval
        self._build = {"version": version, "python": platform.python_version()}
        self._labels = _labels(handlers, refusals)
        self._tallies: dict[str, Tally] = {}
        self._buckets: dict[str, Buckets] = {}
        self._queries = Buckets(Labels(query=(*queries, OTHER)), QUERY_SECONDS)
        self._made = self._make(provider)
        self._start_at_zero()

    def update_received(self, update_type: str) -> None:
        """Count an update that Telegram handed over."""
        self._add("bot.updates", update_type)

    def update_lag(self, seconds: float) -> None:
        """Record how old a message was when it came; never a button, whose date is its card's."""
        self._record("bot.update.lag", seconds)

    def request(self, handler: str, outcome: str, seconds: float) -> None:
        """Record one settled update."""
        self._add("bot.requests", handler, outcome)
        self._record("bot.request.duration", seconds, handler)

    def operation(self, operation_type: str, times: int = 1) -> None:
        """Count an operation that succeeded, so many times at once."""
        self._add("bot.operations", operation_type, amount=times)

    def error(self, error: BaseException) -> None:
        """Count an update that failed, under the nearest listed class of its error."""
        self._add("bot.request.errors", error_type(error))

    def answered(self, seconds: float) -> None:
        """Record the time from receiving an update to the first answer Telegram accepted."""
        self._record("bot.answer.duration", seconds)

    def refused(self, reason: str) -> None:
        """Count a polite refusal."""
        self._add("bot.refusals", reason)

    def sets_logged(self, way: str, count: int = 1) -> None:
        """Count sets by the way they were entered: button, text, edit or import."""
        self._add("bot.sets", way, amount=count)

    def workout_ended(self, end: str) -> None:
        """Count a workout that ended: finished, early or discarded."""
        self._add("bot.workouts", end)

    def rest_rung(self, late: float) -> None:
        """Record a rest that rang, and by how many seconds it was late."""
        self._add("bot.rests", "rung")
        self._record("bot.rest.lateness", late)

    def rest_dropped(self) -> None:
        """Count a rest that was over too long ago to ring."""
        self._add("bot.rests", "dropped")

    def notice(self, kind: str, outcome: str) -> None:
        """Count a reminder or an announcement by what became of it."""
        self._add("bot.notices", kind, outcome)

    def quarantined(self) -> None:
        """Count an update that was set aside."""
        self._add("bot.updates.quarantined")

    def stalled(self, handler: str) -> None:
        """Count a time that a handler held the event loop for too long."""
        self.stalls += 1
        self._add("bot.loop.stalls", _module(handler))

    def polled(self) -> None:
        """Remember that Telegram answered getUpdates, or getWebhookInfo, just now."""
        self._polled = self._clock()

    def polling_error(self) -> None:
        """Count a getUpdates call that failed."""
        self._add("bot.polling.errors")

    def api_call(self, method: str, outcome: str, seconds: float) -> None:
        """Record one call of the Bot API; the 30 s of getUpdates stay out of the durations."""
        self._add("bot.api.calls", method, outcome)
        if outcome == "flood":
            self._add("bot.api.flood.waits")
        if method != "getUpdates":
            self._record("bot.api.duration", seconds, method)

    def query(self, name: str, seconds: float) -> None:
        """Record one database query."""
        self._queries.record(max(seconds, 0.0), (name,))

    def set_statistics(self, numbers: Statistics) -> None:
        """Publish what the database counted just now."""
        self._statistics, self._refreshed = numbers, self._clock()

    def _add(self, instrument: str, *values: str, amount: int = 1) -> None:
        if instrument in self._tallies:
            self._tallies[instrument].add(amount, values)
        else:
            self._made[instrument].add(amount, self._labels[instrument].of(*values))

    def _record(self, instrument: str, seconds: float, *values: str) -> None:
        if instrument in self._buckets:
            self._buckets[instrument].record(max(seconds, 0.0), values)
        else:
            self._made[instrument].record(max(seconds, 0.0), self._labels[instrument].of(*values))

    def _make(self, provider: MeterProvider) -> dict[str, Any]:
        """Make every table and every instrument; what can't tell tables is told of none."""
        publish = provider.publish if isinstance(provider, Publisher) else lambda *_: None
        meter, made = provider.get_meter(SCOPE, self._build["version"]), {}
        of_queries: dict[str, Read] = {
            "bot.database.duration": self._queries.together,
            "bot.database.queries": self._queries.counts,
            "bot.database.time": self._queries.sums,
        }
        for row in INSTRUMENTS:
            if row.name in of_queries:
                publish(row, of_queries[row.name])
            elif row.kind == "tally":
                tally = self._tallies[row.name] = Tally(self._labels[row.name])
                publish(row, tally.read)
            elif row.kind == "buckets":
                buckets = self._buckets[row.name] = Buckets(self._labels[row.name], row.bounds)
                publish(row, buckets.read)
            else:
                made[row.name] = self._instrument(meter, row)
        return made

    def _instrument(self, meter: Meter, row: Instrument) -> object:
        match row.kind:
            case "counter":
                return meter.create_counter(row.name, row.unit, row.help)
            case "histogram":
                return meter.create_histogram(
                    row.name, row.unit, row.help, explicit_bucket_boundaries_advisory=row.bounds
                )
            case "gauge":
                read = self._callback(row.name)
                return meter.create_observable_gauge(row.name, [read], row.unit, row.help)
            case _:
                read = self._callback(row.name)
                return meter.create_observable_counter(row.name, [read], row.unit, row.help)

    def _start_at_zero(self) -> None:
        """Let the known counters exist before their first event, which rate() would miss."""
        for row in INSTRUMENTS:
            if row.kind == "counter":
                for labels in filter(exists_from_the_start, self._labels[row.name]):
                    self._made[row.name].add(0, labels)

    def _callback(self, name: str) -> Callable[[CallbackOptions], Iterable[Observation]]:
        if name == "bot.build.info":
            return lambda _: [Observation(1, self._build)]
        if name == "bot.operations.today":
            return lambda _: self._operations_today()
        if name in ("bot.notices.waiting", "bot.notices.age"):
            return lambda _: self._notices(name.removeprefix("bot.").replace(".", "_"))
        read = self._readings()[name]
        return lambda _: [] if (value := read()) is None else [Observation(value)]

    def _readings(self) -> dict[str, Reading]:
        return {
            "bot.users.total": lambda: self._counted("users_total"),
            "bot.users.active.today": lambda: self._counted_today("users_active_today"),
            "bot.users.blocked": lambda: self._counted("users_blocked"),
            "bot.programs.total": lambda: self._counted("programs_total"),
            "bot.programs.active": lambda: self._counted("programs_active"),
            "bot.records.total": lambda: self._counted("records_total"),
            "bot.records.today": lambda: self._counted_today("records_today"),
            "bot.statistics.age": lambda: self._clock() - self._refreshed,
            "bot.health": lambda: int(self.health()),
            "bot.uptime": lambda: self._clock() - self._started,
            "bot.poll.age": lambda: self._clock() - self._polled if self.polling else None,
            "bot.webhook.pending": lambda: getattr(self.webhook, "pending", None),
            "bot.webhook.error.age": lambda: self._age(getattr(self.webhook, "failed_at", None)),
            "bot.updates.in_flight": lambda: self.in_flight,
            "bot.loop.lag": lambda: self.loop_lag,
            "bot.last_backup.age": lambda: self._age(self.backup_at),
            "bot.system.cpu": lambda: self._vital("cpu_percent"),
            "bot.system.memory.percent": lambda: self._vital("memory_percent"),
            "bot.system.memory": lambda: self._vital("memory_bytes"),
            "bot.process.cpu": lambda: self._vital("process_cpu_seconds"),
            "bot.process.memory": lambda: self._vital("process_memory_bytes"),
            "bot.database.pool.size": lambda: getattr(self.pool(), "size", None),
            "bot.database.pool.idle": lambda: getattr(self.pool(), "idle", None),
            "bot.database.pool.waiting": lambda: getattr(self.pool(), "waiting", None),
        }

    def _age(self, moment: float | None) -> float | None:
        return None if moment is None else max(self._wall() - moment, 0)

    def _fresh(self) -> Statistics | None:
        old = self._clock() - self._refreshed > self._statistics_max_age
        return None if old else self._statistics

    def _counted(self, number: str) -> float | None:
        return getattr(self._fresh(), number, None)

    def _counted_today(self, number: str) -> float | None:
        return 0 if self._day_is_over() else self._counted(number)

    def _day_is_over(self) -> bool:
        """Tell whether midnight passed since the numbers were read: today's are not today's."""
        numbers = self._fresh()
        return numbers is not None and self._wall() >= numbers.day_ends

    def _operations_today(self) -> Iterable[Observation]:
        numbers = self._fresh()
        if numbers is None:
            return []
        counted = {} if self._day_is_over() else numbers.operations_today
        return [Observation(counted.get(t, 0), {"operation_type": t}) for t in OPERATION_TYPES]

    def _notices(self, number: str) -> Iterable[Observation]:
        numbers = self._fresh()
        if numbers is None:
            return []
        counted: Mapping[str, float] = getattr(numbers, number)
        return [Observation(counted.get(kind, 0), {"kind": kind}) for kind in NOTICE_KINDS]

    def _vital(self, number: str) -> float | None:
        return getattr(self.vitals, number, None)


def _module(handler: str) -> str:
    """Name the module of a handler; each of its handlers would be too many series."""
    return handler.partition(".")[0]


def _labels(handlers: Collection[str], refusals: Collection[str]) -> dict[str, Labels]:
    handlers = (*handlers, OTHER)
    closed = {
        "bot.updates": Labels(update_type=UPDATE_TYPES),
        "bot.operations": Labels(operation_type=(*OPERATION_TYPES, OTHER)),
        "bot.request.errors": Labels(error_type=ERROR_TYPES),
        "bot.request.duration": Labels(handler=handlers),
        "bot.loop.stalls": Labels(module=[_module(handler) for handler in handlers]),
        "bot.requests": Labels(handler=handlers, outcome=OUTCOMES),
        "bot.refusals": Labels(reason=(*refusals, OTHER)),
        "bot.sets": Labels(way=SET_WAYS),
        "bot.workouts": Labels(end=WORKOUT_ENDS),
        "bot.notices": Labels(kind=NOTICE_KINDS, outcome=NOTICE_OUTCOMES),
        "bot.rests": Labels(outcome=REST_OUTCOMES),
        "bot.api.calls": Labels(method=API_METHODS, outcome=API_OUTCOMES),
        "bot.api.duration": Labels(method=TIMED_METHODS),
    }
    return {row.name: closed.get(row.name, Labels()) for row in INSTRUMENTS}
