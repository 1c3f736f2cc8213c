# ruff: noqa: E501 - a table reads best with a row a line
"""Every instrument of the bot, declared once: the README's table, in Python."""

from typing import Literal, NamedTuple

# Upper bounds in seconds. None is whole: of 1, Prometheus 3 makes `le="1.0"` when it scrapes and
# `le="1"` when it is sent to, and a series would be another one on each way.
LATENESS_SECONDS = (0.25, 0.5, 1.25, 2.5, 5.5, 10.5, 30.5, 60.5, 300.5)
REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.25, 2.5, 10.5)
CALL_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.25, 2.5, 10.5)
QUERY_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 2.5)
LAG_SECONDS = (0.5, 1.25, 2.5, 5.5, 10.5, 30.5, 60.5, 300.5, 3600.5)

Kind = Literal["counter", "histogram", "gauge", "observable counter", "tally", "buckets"]

SCOPE = "telegram-bot"
"""The meter that everything is recorded with."""


class Instrument(NamedTuple):
    """One row of the table: an OpenTelemetry instrument and what it becomes in Prometheus."""

    name: str
    kind: Kind
    unit: str
    labels: tuple[str, ...]
    help: str
    bounds: tuple[float, ...] = ()

    @property
    def prometheus_name(self) -> str:
        """The name of its family in Prometheus: unit and `_total` appended where they miss."""
        name = self.name.replace(".", "_")
        suffixes = {"s": "_seconds", "By": "_bytes", "%": "_percent"}
        name = name.removesuffix(suffixes.get(self.unit, "")) + suffixes.get(self.unit, "")
        return f"{name}_total" if self.prometheus_type == "counter" else name

    @property
    def prometheus_type(self) -> str:
        """The type Prometheus knows it by: counter, gauge or histogram."""
        kept = {"tally": "counter", "buckets": "histogram"}
        return kept.get(self.kind, self.kind.removeprefix("observable "))


# A tally is added to in 0.5 us and a counter in 7, and so it is with buckets and a histogram: what
# happens at every update is kept in a table (`tally.py`) that is read at each collection. The two
# histograms that lead to a trace are the SDK's, which keeps exemplars of them.
# fmt: off
INSTRUMENTS = (
    Instrument("bot.users.total", "gauge", "{user}", (), "People registered with the bot"),
    Instrument("bot.users.active.today", "gauge", "{user}", (), "People who did something today"),
    Instrument("bot.operations", "counter", "{operation}", ("operation_type",), "Operations that succeeded since the start"),
    Instrument("bot.operations.today", "gauge", "{operation}", ("operation_type",), "Operations that succeeded today"),
    Instrument("bot.programs.total", "gauge", "{program}", (), "Training programs that exist"),
    Instrument("bot.programs.active", "gauge", "{program}", (), "Training programs that are not archived"),
    Instrument("bot.records.total", "gauge", "{record}", (), "Logged sets that exist"),
    Instrument("bot.records.today", "gauge", "{record}", (), "Sets logged today"),
    Instrument("bot.request.duration", "histogram", "s", ("handler",), "Time to settle one update, by handler", REQUEST_SECONDS),
    Instrument("bot.request.errors", "counter", "{error}", ("error_type",), "Updates that failed, by class of error"),
    Instrument("bot.health", "gauge", "", (), "1 if the database answers and Telegram was polled lately, else 0"),
    Instrument("bot.uptime", "gauge", "s", (), "Time since the bot started"),
    Instrument("bot.system.cpu", "gauge", "%", (), "CPU of the whole machine in use, 0 to 100"),
    Instrument("bot.system.memory.percent", "gauge", "%", (), "Memory of the whole machine not available to programs, 0 to 100"),
    Instrument("bot.system.memory", "gauge", "By", (), "Memory of the whole machine not available to programs"),
    Instrument("bot.process.cpu", "observable counter", "s", (), "CPU time this process used"),
    Instrument("bot.process.memory", "gauge", "By", (), "Resident memory of this process"),
    Instrument("bot.loop.lag", "gauge", "s", (), "Longest delay of the event loop in the last 30 seconds"),
    Instrument("bot.loop.stalls", "counter", "{stall}", ("module",), "Times that something held the event loop for more than a second, by module of the handler"),
    Instrument("bot.build.info", "gauge", "", ("version", "python"), "Always 1; its labels say what runs"),
    Instrument("bot.updates", "tally", "{update}", ("update_type",), "Updates received from Telegram, by type"),
    Instrument("bot.update.lag", "buckets", "s", (), "Time from sending a message to receiving it; messages only", LAG_SECONDS),
    Instrument("bot.updates.in_flight", "gauge", "{update}", (), "Updates being handled now"),
    Instrument("bot.updates.quarantined", "counter", "{update}", (), "Updates set aside because they cannot be handled"),
    Instrument("bot.polling.errors", "counter", "{error}", (), "Polls of Telegram that failed"),
    Instrument("bot.poll.age", "gauge", "s", (), "Time since Telegram last answered a poll; with a webhook, the question what it knows of it"),
    Instrument("bot.webhook.pending", "gauge", "{update}", (), "Updates that Telegram has not posted yet; only with a webhook"),
    Instrument("bot.webhook.error.age", "gauge", "s", (), "Time since Telegram last failed to post; only with a webhook, after a failure"),
    Instrument("bot.requests", "tally", "{request}", ("handler", "outcome"), "Updates settled, by handler and outcome"),
    Instrument("bot.answer.duration", "histogram", "s", (), "Time from receiving an update to Telegram accepting its first answer", REQUEST_SECONDS),
    Instrument("bot.refusals", "counter", "{refusal}", ("reason",), "Requests politely refused, by reason"),
    Instrument("bot.sets", "tally", "{set}", ("way",), "Sets logged, by the way they were entered"),
    Instrument("bot.rests", "counter", "{rest}", ("outcome",), "Timed rests that were over: rung, or dropped because they were over long ago"),
    Instrument("bot.rest.lateness", "buckets", "s", (), "By how much a rest rang late", LATENESS_SECONDS),
    Instrument("bot.notices", "counter", "{notice}", ("kind", "outcome"), "Reminders and announcements that came to an end, by how"),
    Instrument("bot.notices.waiting", "gauge", "{notice}", ("kind",), "Reminders and announcements that are due and not sent yet"),
    Instrument("bot.notices.age", "gauge", "s", ("kind",), "For how long the oldest one that waits has been due"),
    Instrument("bot.users.blocked", "gauge", "{user}", (), "People who blocked the bot and have not come back"),
    Instrument("bot.workouts", "counter", "{workout}", ("end",), "Workouts that ended, by how"),
    Instrument("bot.api.calls", "tally", "{call}", ("method", "outcome"), "Bot API calls, by method and outcome"),
    Instrument("bot.api.duration", "buckets", "s", ("method",), "Time of one Bot API call, by method; getUpdates left out", CALL_SECONDS),
    Instrument("bot.api.flood.waits", "counter", "{wait}", (), "Bot API calls that Telegram told to wait (429)"),
    Instrument("bot.database.duration", "buckets", "s", (), "Time of one database query, whichever it is", QUERY_SECONDS),
    Instrument("bot.database.queries", "tally", "{query}", ("query",), "Database queries, by name"),
    Instrument("bot.database.time", "tally", "s", ("query",), "Time spent in database queries, by name"),
    Instrument("bot.database.pool.size", "gauge", "{connection}", (), "Database connections that are open"),
    Instrument("bot.database.pool.idle", "gauge", "{connection}", (), "Open database connections that nobody uses"),
    Instrument("bot.database.pool.waiting", "gauge", "{request}", (), "Tasks waiting for a database connection"),
    Instrument("bot.last_backup.age", "gauge", "s", (), "Time since the last backup; only with BACKUP_STAMP"),
    Instrument("bot.statistics.age", "gauge", "s", (), "Time since the numbers of the database were refreshed"),
)
# fmt: on


def markdown() -> str:
    """Render the README's table of metrics; it stands between its `metrics` markers."""
    head = "| Metric | Type | Labels | What it says |\n| --- | --- | --- | --- |\n"
    return head + "\n".join(_row(row) for row in INSTRUMENTS)


def _row(row: Instrument) -> str:
    labels = ", ".join(f"`{label.replace('.', '_')}`" for label in row.labels)
    return f"| `{row.prometheus_name}` | {row.prometheus_type} | {labels} | {row.help} |"
