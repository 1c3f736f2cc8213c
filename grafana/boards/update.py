"""The dashboard that follows one update: from an exemplar to its trace to its log lines."""

from collections.abc import Mapping
from typing import Any

from grafana_foundation_sdk.builders import dashboard, logs, table
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.variants import Dataquery
from grafana_foundation_sdk.models.common import LogsSortOrder, TableCellHeight
from grafana_foundation_sdk.models.dashboard import DataSourceRef, DynamicConfigValue, Panel

from grafana.boards.board import Board, Row, data_source, text_box, variables_of
from grafana.boards.panels import curves, quantiles

UID = "workout-bot-update"
TRACES = DataSourceRef(type_val="jaeger", uid="${traces}")
LOGS = DataSourceRef(type_val="victoriametrics-logs-datasource", uid="${logs}")

THIS = f"/d/{UID}/one-update?${{job:queryparam}}&${{__url_time_range}}"
"""The address of this dashboard, to which the number of an update or a trace is added."""


class Question(Dataquery, Builder["Question"]):
    """A query in the words of a data source that Grafana's SDK does not know."""

    def __init__(self, source: DataSourceRef, **words: Any) -> None:
        self._words = {"datasource": source, **words}

    def build(self) -> "Question":
        """Return the query."""
        return self

    def to_json(self) -> Mapping[str, Any]:
        """Return its fields."""
        return self._words


def lines(title: str, description: str, query: str, *, width: int, height: int) -> logs.Panel:
    """Show the log lines that a query in LogsQL finds, the newest first."""
    made = logs.Panel().title(title).description(description).span(width).height(height)
    asking = Question(LOGS, expr=query, queryType="instant", maxLines=200, editorMode="code")
    made.datasource(LOGS).with_target(asking)
    made.show_time(show_time=True).wrap_log_message(wrap_log_message=True)
    made.enable_log_details(enable_log_details=True).sort_order(LogsSortOrder.DESCENDING)
    return made.no_value("nothing")


def slow(title: str, description: str, *, width: int, height: int) -> table.Panel:
    """Show the traces that took long, as links to the same dashboard about each of them."""
    made = table.Panel().title(title).description(description).span(width).height(height)
    asking = Question(
        TRACES, queryType="search", service="${job}", minDuration="250ms", limit=20, query=""
    )
    made.datasource(TRACES).with_target(asking).no_value("nothing")
    link = {"title": "Follow it", "url": f"{THIS}&var-trace_id=${{__value.raw}}"}
    made.override_by_name("traceID", [DynamicConfigValue("links", [link])])
    return made.show_header(show_header=True).cell_height(TableCellHeight.SM)


def trace(title: str, description: str, *, height: int) -> Builder[Panel]:
    """Draw the spans of the chosen trace."""
    made = dashboard.Panel().type("traces").title(title).description(description)
    made.span(24).height(height)
    return made.datasource(TRACES).with_target(Question(TRACES, query="${trace_id}"))


WHICH = Row(
    "1. Which update?",
    [
        curves(
            "How long people wait",
            "A point is one update: a click on it follows the update on this page. Points exist"
            " where metrics and traces go through a Collector.",
            *quantiles("bot_answer_duration_seconds"),
            width=12,
            unit="s",
            line=2.5,
            runbooks=["BotAnswersSlow"],
        ),
        curves(
            "How long handlers take",
            "The same for the handler alone, database and all, without Telegram.",
            *quantiles("bot_request_duration_seconds"),
            width=12,
            unit="s",
        ),
        slow(
            "Slow updates",
            "The last traces that took more than 250 ms. A click on a number follows it here.",
            width=10,
            height=9,
        ),
        lines(
            "Failures",
            "Warnings and errors. A line's details lead to its trace.",
            'service.name:="${job}" severity_text:in("WARNING", "ERROR", "CRITICAL")',
            width=14,
            height=9,
        ),
    ],
    collapsed=False,
)

TRACE = Row(
    "2. Its trace",
    [
        trace(
            "Trace",
            "The update, its handler, its transaction with the queries, and the answers. A span's"
            " button shows its log lines.",
            height=12,
        )
    ],
    collapsed=False,
)

LOG_LINES = Row(
    "3. Its log lines",
    [
        lines(
            "Log lines",
            "Of the chosen trace, or of the update whose number is above. With LOG_LEVEL=DEBUG"
            " each update has a line, otherwise only what failed.",
            '(trace_id:="${trace_id}" trace_id:*) or (update_id:="${update_id}" update_id:*)',
            width=24,
            height=10,
        )
    ],
    collapsed=False,
)

BOARD = Board(
    name="update-dashboard",
    uid=UID,
    title="Workout bot: one update",
    description="Follow one update from a point on a graph to its trace and its log lines. It"
    " needs the Collector, Jaeger and VictoriaLogs of docs/deploy/docker-compose.collector.yml.",
    since="now-3h",
    rows=[WHICH, TRACE, LOG_LINES],
    variables=[
        text_box("trace_id", "Trace", "The number of a trace; a click on a point fills it in"),
        text_box("update_id", "Update", "The number of an update, as log lines name it"),
        *variables_of("bot_health"),
        data_source("traces", "Traces", "jaeger", "Jaeger", "The Jaeger that keeps the traces"),
        data_source(
            "logs",
            "Logs",
            LOGS.type_val or "",
            "VictoriaLogs",
            "The VictoriaLogs that keeps the log lines",
        ),
    ],
    subject="opentelemetry",
)
