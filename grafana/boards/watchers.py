"""What watches the bot: Prometheus, Alertmanager and the Collector themselves."""

from grafana.boards.board import Board, Row, data_source, prometheus_address
from grafana.boards.panels import curves, judged, now, number, query, rows

LOST = "_(metric_points|spans|log_records)(_total)?"
"""The end of the names by which the Collector counts what it lost, by signal."""

PROMETHEUS = Row(
    "Prometheus and Alertmanager",
    [
        number(
            "Targets down",
            "Targets that do not answer Prometheus; the table below has their names.",
            "count(up == 0) or 0 * count(up)",
            width=6,
            steps=judged(1),
            runbooks=["BotUnreachable"],
        ),
        number(
            "Alerts undelivered",
            "Messages that Alertmanager could not deliver in the last 15 minutes.",
            "sum(increase(alertmanager_notifications_failed_total[15m]))",
            width=6,
            decimals=0,
            steps=judged(1),
            runbooks=["AlertsUndelivered"],
        ),
        number(
            "Rules failing",
            "Evaluations of alerts and recordings that failed in the last 15 minutes.",
            "sum(increase(prometheus_rule_evaluation_failures_total[15m]))",
            width=6,
            decimals=0,
            steps=judged(1),
            runbooks=["RulesFailing"],
        ),
        number(
            "Stored",
            "How far back Prometheus can answer. A month is needed for the error budget.",
            "max(time() - prometheus_tsdb_lowest_timestamp_seconds)",
            width=6,
            unit="s",
        ),
        rows(
            "Targets",
            "Everything that Prometheus scrapes: 1 answers, 0 does not.",
            now("up", as_table=True),
            columns={"job": "Job", "instance": "Instance", "Value": "Answers"},
            width=8,
        ),
        curves(
            "Time of a scrape",
            "By target. It must stay far below the interval of 15 s.",
            query("max by (job) (scrape_duration_seconds)", "{{job}}"),
            width=8,
            unit="s",
        ),
        curves(
            "Notifications",
            "Messages of Alertmanager within each step of the graph.",
            query(
                "sum(increase(alertmanager_notifications_total[$__rate_interval]))",
                "sent or tried",
            ),
            query(
                "sum(increase(alertmanager_notifications_failed_total[$__rate_interval]))", "failed"
            ),
            width=8,
            as_bars=True,
        ),
        curves(
            "Series in memory",
            "Of all targets together.",
            query("max by (instance) (prometheus_tsdb_head_series)", "{{instance}}"),
            width=8,
        ),
        curves(
            "Evaluation of the rules",
            "Time that each group of rules took. It must stay far below the interval of 15 s.",
            query(
                "max by (rule_group) (prometheus_rule_group_last_duration_seconds)",
                "{{rule_group}}",
            ),
            width=8,
            unit="s",
        ),
        curves(
            "Memory of each process",
            "As each one reports it.",
            query("max by (job) (process_resident_memory_bytes)", "{{job}}"),
            width=8,
            unit="bytes",
        ),
    ],
    collapsed=False,
)


COLLECTOR = Row(
    "The Collector",
    [
        curves(
            "Received",
            "Points, spans and log records that the bot sent, a second.",
            *(
                query(f"sum(rate(otelcol_receiver_accepted_{signal}[$__rate_interval]))", signal)
                for signal in ("metric_points", "spans", "log_records")
            ),
            width=8,
        ),
        curves(
            "Sent on",
            "To the backends, a second. A scraped Collector sends no metrics on.",
            *(
                query(f"sum(rate(otelcol_exporter_sent_{signal}[$__rate_interval]))", signal)
                for signal in ("metric_points", "spans", "log_records")
            ),
            width=8,
        ),
        curves(
            "Queues",
            "How full the queue to each backend is; the alert fires above the dashed line.",
            query(
                "max by (exporter, data_type)"
                " (otelcol_exporter_queue_size / otelcol_exporter_queue_capacity)",
                "{{exporter}}: {{data_type}}",
            ),
            width=8,
            unit="percentunit",
            line=0.8,
            most=1,
            runbooks=["CollectorQueueFull"],
        ),
        rows(
            "Refused and lost",
            "Since the Collector started: refused for want of memory, or not taken by a backend.",
            now(
                f'sum by (__name__) ({{__name__=~"otelcol_(receiver_refused|exporter_(send|enqueue)'
                f'_failed){LOST}"}})',
                as_table=True,
            ),
            columns={"__name__": "What", "Value": "How many"},
            width=12,
            runbooks=["CollectorLosing"],
        ),
        curves(
            "Memory of the Collector",
            "Its limit is `limit_mib` in otel-collector.yaml.",
            query("max(otelcol_process_memory_rss)", "resident"),
            query("max(otelcol_process_runtime_heap_alloc_bytes)", "heap"),
            width=12,
            unit="bytes",
        ),
    ],
)

BOARD = Board(
    name="watchers-dashboard",
    uid="workout-bot-watchers",
    title="Workout bot: the watchers",
    description="Do Prometheus, Alertmanager and the Collector themselves work?",
    since="now-3h",
    rows=[PROMETHEUS, COLLECTOR],
    variables=[data_source(), prometheus_address()],
    subject="opentelemetry",
)
