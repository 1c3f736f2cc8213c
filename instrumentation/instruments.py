# ruff: noqa: E501 - a table is easiest to read with one row per line
"""Every instrument of the bot, declared once; docs/metrics.md is written from this table."""

from typing import Literal, NamedTuple

# Upper bounds in seconds. None is a whole number: Prometheus 3 turns 1 into `le="1.0"` when it
# scrapes and into `le="1"` when it receives, so the series would differ from route to route.
LATENESS_SECONDS = (0.25, 0.5, 1.25, 2.5, 5.5, 10.5, 30.5, 60.5, 300.5)
REQUEST_SECONDS = (0.01, 0.05, 0.25, 1.25, 10.5)  # few: each is a series for every handler
ANSWER_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.25, 2.5, 10.5, 30.5, 60.5, 180.5)
CALL_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.25, 2.5, 10.5)
PICTURE_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.25, 2.5, 6.5)
TRANSACTION_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 2.5)
IMPORT_SECONDS = (0.5, 1.25, 2.5, 5.5, 10.5, 30.5, 60.5)
LAG_SECONDS = (0.5, 1.25, 2.5, 5.5, 10.5, 30.5, 60.5, 300.5, 3600.5)

Kind = Literal["histogram", "observable counter", "observable gauge"]

SCOPE = "telegram-bot"
"""The name of the meter."""


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
        """The name of its family in Prometheus, with the unit and `_total` appended if missing."""
        name = self.name.replace(".", "_")
        suffixes = {"s": "_seconds", "By": "_bytes", "%": "_percent"}
        name = name.removesuffix(suffixes.get(self.unit, "")) + suffixes.get(self.unit, "")
        return f"{name}_total" if self.prometheus_type == "counter" else name

    @property
    def prometheus_type(self) -> str:
        """Its type in Prometheus: counter, gauge or histogram."""
        return self.kind.removeprefix("observable ")


# Counters are observable: the bot counts in a dict, which takes 0.2 us where a counter takes 6.
# fmt: off
INSTRUMENTS = (
    Instrument("bot.users.total", "observable gauge", "{user}", (), "People registered with the bot"),
    Instrument("bot.users.active.today", "observable gauge", "{user}", (), "People who did something today"),
    Instrument("bot.operations", "observable counter", "{operation}", ("operation_type",), "Operations that succeeded since the start"),
    Instrument("bot.operations.today", "observable gauge", "{operation}", ("operation_type",), "Operations that succeeded today"),
    Instrument("bot.programs.total", "observable gauge", "{program}", (), "Training programs that exist"),
    Instrument("bot.programs.active", "observable gauge", "{program}", (), "Training programs that are not archived"),
    Instrument("bot.records.total", "observable gauge", "{record}", (), "Logged sets that exist"),
    Instrument("bot.records.today", "observable gauge", "{record}", (), "Sets logged today"),
    Instrument("bot.request.duration", "histogram", "s", ("handler",), "Time to handle one update, by handler", REQUEST_SECONDS),
    Instrument("bot.request.errors", "observable counter", "{error}", ("error_type",), "Updates that failed, by error class"),
    Instrument("bot.health", "observable gauge", "", (), "1 if the database answers and Telegram answered recently, otherwise 0"),
    Instrument("bot.uptime", "observable gauge", "s", (), "Time since the bot started"),
    Instrument("bot.system.cpu", "observable gauge", "%", (), "CPU use of the whole machine, 0 to 100"),
    Instrument("bot.system.memory.percent", "observable gauge", "%", (), "Memory use of the whole machine, 0 to 100"),
    Instrument("bot.system.memory", "observable gauge", "By", (), "Memory of the whole machine that is in use"),
    Instrument("bot.process.cpu", "observable counter", "s", (), "CPU time that this process has used"),
    Instrument("bot.process.memory", "observable gauge", "By", (), "Resident memory of this process"),
    Instrument("bot.process.memory.limit", "observable gauge", "By", (), "Memory that this process's container may use; absent without a limit"),
    Instrument("bot.process.cpu.throttled", "observable counter", "s", (), "Time that the CPU limit of this process's container held it up; absent without a limit"),
    Instrument("bot.process.open_files", "observable gauge", "{file}", (), "Files and connections that this process has open"),
    Instrument("bot.process.open_files.limit", "observable gauge", "{file}", (), "Files and connections that this process may have open; absent without a limit"),
    Instrument("bot.clock.drift", "observable gauge", "s", (), "How far this machine's clock is ahead of Telegram's, to half a second; negative if it is behind"),
    Instrument("bot.loop.lag", "observable gauge", "s", (), "Longest delay of the event loop in the last 30 seconds"),
    Instrument("bot.loop.stalls", "observable counter", "{stall}", ("handler",), "Times that something held the event loop for more than a second, by handler"),
    Instrument("bot.build.info", "observable gauge", "", ("version", "python"), "Always 1; the labels are the versions of the bot and of Python"),
    Instrument("bot.updates", "observable counter", "{update}", ("update_type",), "Updates received from Telegram, by type"),
    Instrument("bot.update.lag", "histogram", "s", (), "Age of a message when the bot receives it; of the first message in each second", LAG_SECONDS),
    Instrument("bot.updates.in_flight", "observable gauge", "{update}", (), "Updates being handled now"),
    Instrument("bot.updates.quarantined", "observable counter", "{update}", (), "Updates put into quarantine because they cannot be handled"),
    Instrument("bot.polling.errors", "observable counter", "{error}", (), "Calls of getUpdates that failed"),
    Instrument("bot.poll.age", "observable gauge", "s", (), "Time since Telegram last answered getUpdates, or getWebhookInfo if a webhook is used"),
    Instrument("bot.updates.pending", "observable gauge", "{update}", (), "Updates that wait at Telegram, asked once a minute; absent if a webhook is used"),
    Instrument("bot.webhook.pending", "observable gauge", "{update}", (), "Updates that Telegram has not delivered to the webhook yet"),
    Instrument("bot.webhook.error.age", "observable gauge", "s", (), "Time since Telegram last failed to deliver to the webhook; absent if it never failed"),
    Instrument("bot.requests", "observable counter", "{request}", ("handler", "outcome"), "Updates handled, by handler and outcome"),
    Instrument("bot.answer.duration", "histogram", "s", (), "Time from receiving an update until Telegram accepts its answer or one that replaces it", ANSWER_SECONDS),
    Instrument("bot.answers", "observable counter", "{answer}", ("outcome",), "Answers and rings by what became of them; needless ones were replaced by a newer one"),
    Instrument("bot.answers.waiting", "observable gauge", "{answer}", (), "Answers and rings that Telegram has not accepted yet"),
    Instrument("bot.answers.age", "observable gauge", "s", (), "How long the oldest waiting answer has waited; 0 if none waits"),
    Instrument("bot.refusals", "observable counter", "{refusal}", ("reason",), "Requests refused with an explanation, by reason"),
    Instrument("bot.sets", "observable counter", "{set}", ("way",), "Sets logged, by how they were entered"),
    Instrument("bot.programs.created", "observable counter", "{program}", ("origin",), "Programs that were created, by where they came from"),
    Instrument("bot.shares", "observable counter", "{share}", ("what", "step"), "Links to programs and workouts, by what became of them: created, opened by somebody, or a copy was taken"),
    Instrument("bot.challenges", "observable counter", "{event}", ("event",), "What happened to the challenges of groups: begun, joined or left by somebody, finished, or removed with the bot"),
    Instrument("bot.inline.queries", "observable counter", "{query}", ("outcome",), "Inline queries: answered, late for Telegram, superseded by the next letter, refused as too many, or failed"),
    Instrument("bot.inline.choices", "observable counter", "{choice}", ("what",), "Results of inline queries that people sent to a chat; only if BotFather's inline feedback is on"),
    Instrument("bot.imports", "observable counter", "{import}", ("source", "outcome"), "Files of other logs and our own, by format and by what became of them"),
    Instrument("bot.import.rows", "observable counter", "{row}", ("outcome",), "Rows of files that were read, or refused with a reason"),
    Instrument("bot.import.duration", "histogram", "s", ("step",), "Time from receiving a file to its preview, and from the tap until its sets are stored", IMPORT_SECONDS),
    Instrument("bot.suggestions", "observable counter", "{exercise}", ("rule", "outcome"), "Exercises begun with the weight that their rule suggested, or with another one"),
    Instrument("bot.rests", "observable counter", "{rest}", ("outcome",), "Rest timers that ended: rung, failed because Telegram refused the ring, or dropped as too old"),
    Instrument("bot.rest.lateness", "histogram", "s", (), "Delay between the end of a rest and its ring", LATENESS_SECONDS),
    Instrument("bot.pictures", "observable counter", "{picture}", ("kind", "outcome"), "Pictures by what became of them: drawn, cached because Telegram had them, too slow, or failed"),
    Instrument("bot.picture.duration", "histogram", "s", (), "Time to draw one picture, with the wait for others and the start of the process that draws", PICTURE_SECONDS),
    Instrument("bot.notices", "observable counter", "{notice}", ("kind", "outcome"), "Reminders and announcements processed, by kind and outcome"),
    Instrument("bot.notices.waiting", "observable gauge", "{notice}", ("kind",), "Reminders and announcements that are due and not sent yet"),
    Instrument("bot.notices.age", "observable gauge", "s", ("kind",), "Time since the oldest unsent reminder or announcement became due"),
    Instrument("bot.users.blocked", "observable gauge", "{user}", (), "People who blocked the bot and have not come back"),
    Instrument("bot.workouts", "observable counter", "{workout}", ("end",), "Workouts that ended, by how they ended"),
    Instrument("bot.api.calls", "observable counter", "{call}", ("method", "outcome"), "Bot API calls, by method and outcome"),
    Instrument("bot.api.duration", "histogram", "s", ("method",), "Time of one Bot API call, by method; getUpdates, receipts and answers to inline queries are not measured", CALL_SECONDS),
    Instrument("bot.api.flood.waits", "observable counter", "{wait}", (), "Bot API calls that Telegram refused with a request to wait (429)"),
    Instrument("bot.api.flood.time", "observable counter", "s", (), "Time that answers waited because Telegram asked the bot to wait (429)"),
    Instrument("bot.database.duration", "histogram", "s", (), "Time of one database transaction; a query outside of one counts as a transaction", TRANSACTION_SECONDS),
    Instrument("bot.database.queries", "observable counter", "{query}", ("query",), "Database queries, by name"),
    Instrument("bot.database.time", "observable counter", "s", ("query",), "Time spent in database queries, by name"),
    Instrument("bot.database.pool.size", "observable gauge", "{connection}", (), "Open database connections"),
    Instrument("bot.database.pool.idle", "observable gauge", "{connection}", (), "Open database connections that are not in use"),
    Instrument("bot.database.pool.waiting", "observable gauge", "{request}", (), "Tasks that wait for a database connection"),
    Instrument("bot.last_backup.age", "observable gauge", "s", (), "Time since the last backup; only if BACKUP_STAMP is set"),
    Instrument("bot.statistics.age", "observable gauge", "s", (), "Time since the statistics were last read from the database"),
    Instrument("bot.statistics.drift", "observable gauge", "{row}", ("statistic",), "How far a maintained count is above the number of rows; counted every six hours"),
)
# fmt: on


def markdown() -> str:
    """Return the table of docs/metrics.md."""
    head = "| Metric | Type | Labels | What it says |\n| --- | --- | --- | --- |\n"
    return head + "\n".join(_row(row) for row in INSTRUMENTS)


def _row(row: Instrument) -> str:
    labels = ", ".join(f"`{label.replace('.', '_')}`" for label in row.labels)
    return f"| `{row.prometheus_name}` | {row.prometheus_type} | {labels} | {row.help} |"
