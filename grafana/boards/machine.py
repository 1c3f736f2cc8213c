"""Rows about what the bot runs on, and about its telemetry."""

from grafana.boards.board import Row
from grafana.boards.panels import color, curves, dashed, now, quantiles, query, rows, top

MACHINE = Row(
    "Machine, process and database",
    [
        curves(
            "CPU",
            "Of the whole machine that the bot runs on; the alert fires above the dashed line.",
            query("max by (instance) (bot_system_cpu_percent{})", "{{instance}}"),
            width=6,
            unit="percent",
            line=80,
            runbooks=["BotHighCpu"],
            most=100,
        ),
        curves(
            "Memory",
            "Of the whole machine, not available to programs; the alert fires above the dashed"
            " line.",
            query("max by (instance) (bot_system_memory_percent{})", "{{instance}}"),
            width=6,
            unit="percent",
            line=90,
            runbooks=["BotHighMemory"],
            most=100,
        ),
        curves(
            "Memory in bytes",
            "Of the whole machine, and of the bot's process with the limit of its container.",
            query("max by (instance) (bot_system_memory_bytes{})", "machine"),
            query("max by (instance) (bot_process_memory_bytes{})", "bot"),
            query("max by (instance) (bot_process_memory_limit_bytes{})", "the bot's limit"),
            width=6,
            unit="bytes",
            runbooks=["BotMemoryNearLimit"],
        ),
        curves(
            "CPU of the bot",
            "Cores that the bot's process keeps busy; one process cannot use more than about one."
            " Held up: the share of the time that its container's CPU limit stopped it.",
            query(
                "sum by (instance) (rate(bot_process_cpu_seconds_total{}[$__rate_interval]))",
                "{{instance}}",
            ),
            query(
                "max(rate(bot_process_cpu_throttled_seconds_total{}[$__rate_interval]))"
                " or vector(0)",
                "held up",
            ),
            width=6,
            runbooks=["BotCpuThrottled"],
            overrides={"held up": color("red")},
        ),
        curves(
            "Event loop",
            "The longest delay in the last 30 seconds: while something holds the loop, everyone"
            " waits.",
            query("max by (instance) (bot_loop_lag_seconds{})", "{{instance}}"),
            query(
                "sum(increase(bot_loop_stalls_total{}[$__rate_interval]))",
                "held for more than a second, times",
            ),
            width=6,
            unit="s",
            line=0.5,
            runbooks=["BotLoopLagging", "BotLoopStalled"],
            overrides={"held for more than a second, times": dashed()},
        ),
        curves(
            "Database connections",
            "Open, idle, and requests that wait for one. Waiting should touch zero again and"
            " again.",
            query("sum(bot_database_pool_size{})", "open"),
            query("sum(bot_database_pool_idle{})", "idle"),
            query("sum(bot_database_pool_waiting{})", "waiting"),
            width=6,
            runbooks=["BotDatabasePoolBusy"],
            overrides={"waiting": color("red")},
        ),
        curves(
            "Transactions",
            "Time of a database transaction.",
            *quantiles("bot_database_duration_seconds"),
            width=6,
            unit="s",
            runbooks=["BotDatabaseUnreachable"],
        ),
        rows(
            "Costliest queries",
            "By the time spent in them in the last 15 minutes: seconds a second, runs a second.",
            now(
                top("sum by (query) (rate(bot_database_time_seconds_total{}[15m]))"), as_table=True
            ),
            now("sum by (query) (rate(bot_database_queries_total{}[15m]))", as_table=True),
            columns={"query": "Query", "Value #A": "Time", "Value #B": "Runs"},
            width=6,
        ),
        curves(
            "Age of the last backup",
            "Time since BACKUP_STAMP was last touched, as docs/backups.md does after each dump."
            " Empty when no such file is named.",
            query("min(bot_last_backup_age_seconds{})", "age"),
            width=8,
            height=6,
            unit="s",
            line=129600,
            runbooks=["BotBackupOld"],
        ),
        curves(
            "Open files",
            "Files and connections that the bot's process has open, and how many it may have.",
            query("max by (instance) (bot_process_open_files{})", "open"),
            query("max by (instance) (bot_process_open_files_limit{})", "limit"),
            width=8,
            height=6,
            runbooks=["BotFilesNearLimit"],
        ),
        curves(
            "Clock",
            "How far this machine's clock is from Telegram's, to half a second; the alert fires"
            " above the dashed line. Empty when the Bot API does not tell its time.",
            query("max by (instance) (abs(bot_clock_drift_seconds{}))", "{{instance}}"),
            width=8,
            height=6,
            unit="s",
            line=5,
            runbooks=["BotClockWrong"],
        ),
    ],
)

TELEMETRY = Row(
    "The telemetry itself",
    [
        curves(
            "Age of the database's numbers",
            "Users, programs and records are refreshed by METRICS_UPDATE_INTERVAL (30 s); after"
            " three intervals without success they are not published.",
            query("max by (instance) (bot_statistics_age_seconds{})", "{{instance}}"),
            width=6,
            unit="s",
            runbooks=["BotNumbersOld", "BotDatabaseUnreachable"],
        ),
        curves(
            "Scrapes",
            "How long Prometheus needs to read the bot's page.",
            query("max by (instance) (scrape_duration_seconds{})", "{{instance}}"),
            width=6,
            unit="s",
            runbooks=["BotUnreachable", "BotFrozen"],
        ),
        curves(
            "Series",
            "Samples on the bot's page. It must not grow with the number of people.",
            query("sum by (instance) (scrape_samples_scraped{})", "{{instance}}"),
            width=6,
            runbooks=["BotCountedTwice"],
        ),
        rows(
            "What runs",
            "Version of the bot and of its Python, by instance.",
            now("max by (instance, version, python) (bot_build_info{})", as_table=True),
            columns={"instance": "Instance", "version": "Bot", "python": "Python"},
            width=6,
        ),
        curves(
            "Replicas",
            "Bots that report, or that Prometheus tries to reach.",
            query("count(bot_uptime_seconds{} or up{})", "in the list of targets"),
            query("count(bot_uptime_seconds{})", "report"),
            width=12,
            height=6,
            runbooks=["BotReplicaMissing"],
        ),
        rows(
            "Drift of the statistics",
            "By how much each maintained count is above the number of rows, which is counted every"
            " six hours. It should be 0.",
            now("max by (statistic) (bot_statistics_drift{})", as_table=True),
            columns={"statistic": "Count", "Value": "Drift"},
            width=12,
            height=6,
            runbooks=["BotStatisticsDrift"],
        ),
    ],
)
