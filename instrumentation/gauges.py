"""The gauges: values that are set, or asked for, and read at each collection."""

import platform
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from opentelemetry.metrics import CallbackT, Observation

from instrumentation.facts import Pool, Statistics, Status, Vitals, Waiting, Webhook
from instrumentation.labels import NOTICE_KINDS, OPERATION_TYPES
from instrumentation.recent import Recent

ON_TIME_SECONDS = 2.5
"""How late a rest may ring and still be on time, as the alert about late rests has it."""

NEVER_SECONDS = 3600.0
"""What a rest counts as whose ring Telegram did not accept."""

Observed: TypeAlias = Callable[[], Iterable[Observation]]
"""Reads a gauge: one observation for each of its label sets."""


class Gauges:
    """What the bot knows of itself just now; a value that is not known is not published."""

    def __init__(
        self,
        version: str,
        statistics_interval: float,
        clock: Callable[[], float],
        wall: Callable[[], float],
    ) -> None:
        self.in_flight = 0
        self.polling = True
        self.health: Callable[[], bool] = lambda: False
        self.pool: Callable[[], Pool | None] = lambda: None
        self.answers: Callable[[], Waiting | None] = lambda: None
        self.loop_lag: float | None = None
        self.backup_at: float | None = None  # Unix seconds
        self.vitals: Vitals | None = None
        self.webhook: Webhook | None = None
        self.updates_pending: int | None = None
        self.clock_drift: float | None = None  # seconds
        self.statistics_drift: Mapping[str, int] = {}
        self._clock, self._wall = clock, wall
        self._answered, self._rests = Recent(clock), Recent(clock)
        self._started = self._polled = self._refreshed = clock()
        self._statistics: Statistics | None = None
        self._statistics_max_age = 3 * statistics_interval
        self._build = {"version": version, "python": platform.python_version()}

    def polled(self) -> None:
        """Remember that Telegram answered getUpdates, or getWebhookInfo, just now."""
        self._polled = self._clock()

    def set_statistics(self, numbers: Statistics) -> None:
        """Publish statistics that were read from the database just now."""
        self._statistics, self._refreshed = numbers, self._clock()

    def status(self) -> Status:
        """Return what this process says of itself to everybody, from memory."""
        return Status(
            well=self.health(),
            version=self._build["version"],
            uptime=self._clock() - self._started,
            half=self._answered.quantile(0.5),
            most=self._answered.quantile(0.95),
            rests=self._rests.count(),
            rests_on_time=self._rests.count(ON_TIME_SECONDS),
            backup_at=self.backup_at,
        )

    def observed(self) -> dict[str, Observed]:
        """Return what reads each gauge, by the gauge's name."""
        return {
            "bot.users.total": lambda: one(self._counted("users_total")),
            "bot.users.active.today": lambda: one(self._counted_today("users_active_today")),
            "bot.users.blocked": lambda: one(self._counted("users_blocked")),
            "bot.operations.today": self._operations_today,
            "bot.programs.total": lambda: one(self._counted("programs_total")),
            "bot.programs.active": lambda: one(self._counted("programs_active")),
            "bot.records.total": lambda: one(self._counted("records_total")),
            "bot.records.today": lambda: one(self._counted_today("records_today")),
            "bot.notices.waiting": lambda: self._notices("notices_waiting"),
            "bot.notices.age": lambda: self._notices("notices_age"),
            "bot.statistics.age": lambda: one(self._clock() - self._refreshed),
            "bot.statistics.drift": lambda: _by("statistic", self.statistics_drift),
            "bot.health": lambda: one(int(self.health())),
            "bot.uptime": lambda: one(self._clock() - self._started),
            "bot.build.info": lambda: [Observation(1, self._build)],
            "bot.poll.age": lambda: one(self._clock() - self._polled if self.polling else None),
            "bot.updates.pending": lambda: one(self.updates_pending if self.polling else None),
            "bot.webhook.pending": lambda: one(getattr(self.webhook, "pending", None)),
            "bot.webhook.error.age": lambda: one(
                self._age(getattr(self.webhook, "failed_at", None))
            ),
            "bot.answers.waiting": lambda: one(getattr(self.answers(), "number", None)),
            "bot.answers.age": lambda: one(getattr(self.answers(), "age", None)),
            "bot.updates.in_flight": lambda: one(self.in_flight),
            "bot.clock.drift": lambda: one(self.clock_drift),
            "bot.loop.lag": lambda: one(self.loop_lag),
            "bot.last_backup.age": lambda: one(self._age(self.backup_at)),
            "bot.system.cpu": lambda: one(self._vital("cpu_percent")),
            "bot.system.memory.percent": lambda: one(self._vital("memory_percent")),
            "bot.system.memory": lambda: one(self._vital("memory_bytes")),
            "bot.process.memory": lambda: one(self._vital("process_memory_bytes")),
            "bot.process.memory.limit": lambda: one(self._vital("process_memory_limit")),
            "bot.process.open_files": lambda: one(self._vital("process_open_files")),
            "bot.process.open_files.limit": lambda: one(self._vital("process_open_files_limit")),
            "bot.database.pool.size": lambda: one(getattr(self.pool(), "size", None)),
            "bot.database.pool.idle": lambda: one(getattr(self.pool(), "idle", None)),
            "bot.database.pool.waiting": lambda: one(getattr(self.pool(), "waiting", None)),
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
        """Return whether midnight has passed since the statistics were read."""
        numbers = self._fresh()
        return numbers is not None and self._wall() >= numbers.day_ends

    def _operations_today(self) -> Iterable[Observation]:
        numbers = self._fresh()
        if numbers is None:
            return []
        counted = {} if self._day_is_over() else numbers.operations_today
        return _by("operation_type", {kind: counted.get(kind, 0) for kind in OPERATION_TYPES})

    def _notices(self, number: str) -> Iterable[Observation]:
        numbers = self._fresh()
        if numbers is None:
            return []
        counted: Mapping[str, float] = getattr(numbers, number)
        return _by("kind", {kind: counted.get(kind, 0) for kind in NOTICE_KINDS})

    def _vital(self, number: str) -> float | None:
        return getattr(self.vitals, number, None)


def callback(observed: Observed) -> CallbackT:
    """Return what OpenTelemetry calls to read a gauge."""
    return lambda _: observed()


def one(value: float | None) -> Iterable[Observation]:
    """Observe a value without labels; None is not published."""
    return [] if value is None else [Observation(value)]


def _by(label: str, numbers: Mapping[str, float]) -> Iterable[Observation]:
    """Observe a number for each value of a label."""
    return [Observation(number, {label: value}) for value, number in numbers.items()]
