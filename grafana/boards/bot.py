"""The dashboard of operators: is the bot well, and are people served."""

from grafana.boards.board import Board, Row, variables_of
from grafana.boards.machine import MACHINE, TELEMETRY
from grafana.boards.panels import (
    ANSWERS,
    OUTCOMES,
    RUNBOOK,
    absent,
    bars,
    color,
    curves,
    dashed,
    judged,
    now,
    number,
    quantile,
    quantiles,
    query,
    rows,
    top,
    well,
)
from grafana.boards.rules import alive, alive_job, recorded

HEALTH = (
    f"min({alive('bot_health{}')} or on (job, instance) (0 * bot_health{{}})"
    " or on (job, instance) (0 * up{}))"
)
"""0 also for an instance that does not answer, or that repeats what a dead process said."""

SERVED = Row(
    "Are people served?",
    [
        well(
            "State",
            "Well: every instance reports now, its database answers, and Telegram was heard lately."
            " Not well: one does not; /health names the part. Gone: nobody reports.",
            HEALTH,
            runbooks=["BotDown", "BotUnreachable", "BotFrozen"],
        ),
        number(
            "Error budget",
            "What is left of the budget of 30 days: 1 in 100 answers may come after more than"
            " 2.5 s, or not at all. Below 0 it is spent.",
            f"1 - max({alive_job(recorded('job:bot_answers_bad:ratio_rate30d'))}) / 0.01",
            unit="percentunit",
            decimals=0,
            steps=[("red", None), ("yellow", 0), ("green", 0.25)],
            runbooks=["BotBudgetSpent", "BotBudgetBurning", "BotBudgetBurningSlowly"],
        ).mappings([absent("no data")]),
        number(
            "Failing",
            "Share of what people sent in the last 15 minutes that ended in an error."
            " Nothing sent, or no bot: no data.",
            f"max({alive(recorded('instance:bot_requests_failed:ratio_rate15m'))})",
            width=2,
            unit="percentunit",
            decimals=1,
            steps=judged(0.05),
            runbooks=["BotErrorRatio"],
        ),
        number(
            "Answered within",
            "From the arrival of a message or tap to Telegram accepting the answer:"
            " 95 of 100 people waited no longer, in the last 15 minutes.",
            f"max({alive(recorded('instance:bot_answer_duration_seconds:p95_rate15m'))})",
            unit="s",
            steps=judged(2.5),
            runbooks=["BotAnswersSlow"],
        ),
        number(
            "Answers lost",
            "Share of the answers of the last ten minutes that reached nobody: refused, given up,"
            " dropped or failed. What people did is stored all the same.",
            f"max({alive(recorded('instance:bot_answers_lost:ratio_rate10m'))})",
            unit="percentunit",
            decimals=1,
            width=2,
            steps=judged(0.05),
            runbooks=["BotAnswersLost"],
        ),
        number(
            "Oldest answer",
            "How long the answer that has waited longest has waited for Telegram to accept it.",
            f"max({alive('bot_answers_age_seconds{}')})",
            unit="s",
            decimals=0,
            steps=[*judged(60)[:-1], ("yellow", 15), ("red", 60)],
            runbooks=["BotAnswersStuck"],
        ),
        number(
            "Telegram heard",
            "Time since Telegram last answered. A poll without updates lasts 30 s.",
            f"max({alive('bot_poll_age_seconds{}')})",
            width=2,
            unit="s",
            decimals=0,
            steps=judged(90),
            runbooks=["BotTelegramUnreachable", "BotSecondPoller", "BotTokenRefused"],
        ),
        number(
            "Up for",
            "Time since the youngest process of the bot started.",
            f"min({alive('bot_uptime_seconds{}')})",
            width=2,
            unit="s",
            runbooks=["BotRestarting"],
        ),
        rows(
            "What is firing",
            "The alerts that fire now. A click on a name opens what to do.",
            now('ALERTS{alertstate="firing"}', as_table=True),
            columns={"alertname": "Alert", "severity": "Severity", "instance": "Instance"},
            width=4,
            height=4,
            empty="nothing",
            links={"alertname": f"{RUNBOOK}#${{__value.text}}"},
        ),
        curves(
            "What became of requests",
            "Updates settled a second, by outcome. ok: done. refused: a polite no. duplicate,"
            " stale, forbidden: a button that was pressed twice, is old, or is not theirs."
            " error: the bot's fault.",
            query("sum by (outcome) (rate(bot_requests_total{}[$__rate_interval]))", "{{outcome}}"),
            width=8,
            unit="reqps",
            runbooks=["BotErrorRatio"],
            overrides=OUTCOMES,
            stacked=True,
        ),
        curves(
            "What became of answers",
            "Answers a second, by outcome; what a person did counts as an operation whether or not"
            " its answer arrives. sent: Telegram accepted it. needless: a newer one replaced it."
            " blocked: the person blocked the bot. The others are lost.",
            query("sum by (outcome) (rate(bot_answers_total{}[$__rate_interval]))", "{{outcome}}"),
            width=8,
            unit="reqps",
            runbooks=["BotAnswersLost"],
            overrides=ANSWERS,
            stacked=True,
        ),
        curves(
            "How long people wait",
            "From the arrival of an update to Telegram accepting its answer, or one that replaces"
            " it; the alert fires above the dashed line.",
            *quantiles("bot_answer_duration_seconds"),
            width=8,
            unit="s",
            line=2.5,
            runbooks=["BotAnswersSlow"],
        ),
    ],
    collapsed=False,
)

OBJECTIVE = Row(
    "The objective: 99 of 100 answers within 2.5 s",
    [
        curves(
            "Bad answers, in the last hour",
            "Share of the answers that came too late or not at all. Above the dashed line, which is"
            " 14.4 times what is allowed, the budget of a month is spent in two days.",
            query("max(job:bot_answers_bad:ratio_rate1h{})", "an hour"),
            query("max(job:bot_answers_bad:ratio_rate5m{})", "five minutes"),
            width=8,
            unit="percentunit",
            line=0.144,
            runbooks=["BotBudgetBurning"],
        ),
        curves(
            "Bad answers, in the last day",
            "Above the dashed line, 3 times what is allowed, the budget of a month is spent in ten"
            " days.",
            query("max(job:bot_answers_bad:ratio_rate1d{})", "a day"),
            query("max(job:bot_answers_bad:ratio_rate2h{})", "two hours"),
            width=8,
            unit="percentunit",
            line=0.03,
            runbooks=["BotBudgetBurningSlowly"],
        ),
        curves(
            "Bad answers, in 30 days",
            "Above the dashed line the budget is spent. The alerts about a rate also want at least"
            " 5 bad answers in an hour, or 10 in a day.",
            query("max(job:bot_answers_bad:ratio_rate30d{})", "30 days"),
            width=8,
            unit="percentunit",
            line=0.01,
            runbooks=["BotBudgetSpent"],
        ),
    ],
)

HANDLERS = Row(
    "Requests, by handler",
    [
        rows(
            "Busiest handlers",
            "Updates settled a second, and those that failed, in the last 15 minutes.",
            now(top("sum by (handler) (rate(bot_requests_total{}[15m]))"), as_table=True),
            now('sum by (handler) (rate(bot_requests_total{outcome="error"}[15m]))', as_table=True),
            columns={"handler": "Handler", "Value #A": "A second", "Value #B": "Failed a second"},
            width=8,
            runbooks=["BotErrorRatio"],
        ),
        rows(
            "Slowest handlers",
            "The handler's own time, database and all: 95 of 100 updates of the last 15 minutes"
            " took no longer.",
            now(
                top(quantile(0.95, "bot_request_duration_seconds", by="handler", window="15m")),
                as_table=True,
            ),
            columns={"handler": "Handler", "Value": "95 of 100"},
            width=8,
            unit="s",
        ),
        curves(
            "Errors",
            "Updates that failed a second, by class of error. Above the dashed line, ten a second"
            " over all, the error flood fires.",
            query(
                "sum by (error_type) (rate(bot_request_errors_total{}[$__rate_interval])) > 0",
                "{{error_type}}",
            ),
            query("sum(rate(bot_request_errors_total{}[$__rate_interval]))", "all"),
            width=8,
            unit="reqps",
            line=10,
            runbooks=["BotNotStoring", "BotErrorFlood", "BotErrorRatio", "BotHandlerFailing"],
            overrides={"all": color("red")},
        ),
        curves(
            "Updates in",
            "Updates received a second, by type, and how many are being handled at the moment."
            " Also what waits at Telegram.",
            query(
                "sum by (update_type) (rate(bot_updates_total{}[$__rate_interval]))",
                "{{update_type}}",
            ),
            query("sum(bot_updates_in_flight{})", "in flight"),
            query(
                "max(bot_updates_pending{} or bot_webhook_pending{}) or vector(0)",
                "waiting at Telegram",
            ),
            width=8,
            unit="reqps",
            runbooks=["BotUpdatesPending"],
            overrides={"in flight": dashed(), "waiting at Telegram": dashed()},
        ),
        curves(
            "Age of messages",
            "From the second a person sent a message to the bot receiving it; 95 of 100. It grows"
            " when the bot was away or cannot keep up.",
            query(quantile(0.95, "bot_update_lag_seconds"), "95 of 100"),
            width=8,
            unit="s",
            line=60.5,
            runbooks=["BotUpdatesLate"],
        ),
        curves(
            "Set aside, and polls that failed",
            "Updates that could not be handled in three tries, and failed polls, within each step"
            " of the graph. With a webhook, whether Telegram failed to post in the last minute.",
            query("sum(increase(bot_updates_quarantined_total{}[$__rate_interval]))", "set aside"),
            query("sum(increase(bot_polling_errors_total{}[$__rate_interval]))", "failed polls"),
            query("sum(bot_webhook_error_age_seconds{} < bool 60) or vector(0)", "posts failing"),
            width=8,
            runbooks=["BotUpdateQuarantined", "BotTelegramUnreachable", "BotWebhookFailing"],
            overrides={"set aside": color("red"), "failed polls": color("orange")},
            as_bars=True,
        ),
    ],
)

TELEGRAM = Row(
    "Calls of the Bot API",
    [
        curves(
            "Calls",
            "Calls of the Bot API a second, by method.",
            query(
                "sum by (method) (rate(bot_api_calls_total{}[$__rate_interval])) > 0", "{{method}}"
            ),
            width=6,
            unit="reqps",
        ),
        curves(
            "Calls that failed",
            "Share of the calls of the last 15 minutes that failed, without blocked readers and"
            " flood waits; the alert fires above the dashed line.",
            query(f"max({recorded('instance:bot_api_calls_failed:ratio_rate15m')})", "failing"),
            width=6,
            unit="percentunit",
            line=0.1,
            runbooks=["BotApiFailing", "BotTokenRefused", "BotSecondPoller"],
            overrides={"failing": color("red")},
        ),
        curves(
            "Outcomes",
            "Calls within each step that did not simply succeed, and how often Telegram asked to"
            " wait (429).",
            query(
                "sum by (outcome)"
                ' (increase(bot_api_calls_total{outcome!="ok"}[$__rate_interval])) > 0',
                "{{outcome}}",
            ),
            query("sum(increase(bot_api_flood_waits_total{}[$__rate_interval]))", "asked to wait"),
            width=6,
            runbooks=["BotApiFlooding"],
            as_bars=True,
        ),
        curves(
            "Time of a call",
            "95 of 100 calls took no longer, by method. Polls wait on purpose and are left out;"
            " receipts are in the time of the answer.",
            query(quantile(0.95, "bot_api_duration_seconds", by="method"), "{{method}}"),
            width=6,
            unit="s",
        ),
        curves(
            "Answers that wait",
            "Answers and rings that Telegram has not accepted yet.",
            query("sum(bot_answers_waiting{})", "waiting"),
            width=8,
            runbooks=["BotAnswersStuck"],
        ),
        curves(
            "How long the oldest answer waits",
            "An answer that replaces an older one waits since that one was ready; the alert fires"
            " above the dashed line.",
            query("max(bot_answers_age_seconds{})", "oldest"),
            width=8,
            unit="s",
            line=60,
            runbooks=["BotAnswersStuck"],
            overrides={"oldest": color("red")},
        ),
        curves(
            "Time lost to 429",
            "How long answers waited within each step because Telegram asked the bot to wait."
            " Those that wait side by side add up.",
            query("sum(increase(bot_api_flood_time_seconds_total{}[$__rate_interval]))", "waited"),
            width=8,
            unit="s",
            runbooks=["BotApiFlooding"],
            overrides={"waited": color("orange")},
            as_bars=True,
        ),
    ],
)

LIFTERS = Row(
    "The lifters",
    [
        curves(
            "People",
            "Everyone registered, and those who did something today.",
            query("max by (job) (bot_users_total{})", "registered"),
            query("max by (job) (bot_users_active_today{})", "active today"),
            width=6,
        ),
        curves(
            "Programs",
            "Training programs that exist, and those not archived.",
            query("max by (job) (bot_programs_total{})", "all"),
            query("max by (job) (bot_programs_active{})", "active"),
            width=6,
        ),
        curves(
            "Logged sets",
            "All sets ever logged (left), and those of today (right).",
            query("max by (job) (bot_records_total{})", "all"),
            query("max by (job) (bot_records_today{})", "today"),
            width=6,
            overrides={"today": dashed()},
        ),
        bars(
            "Done today",
            "Operations that succeeded today, by type.",
            now(
                "sort_desc(max by (operation_type) (bot_operations_today{}))", "{{operation_type}}"
            ),
            width=6,
        ),
        curves(
            "Operations",
            "Operations that succeeded a minute, by type.",
            query(
                "sum by (operation_type) (rate(bot_operations_total{}[$__rate_interval])) * 60",
                "{{operation_type}}",
            ),
            width=24,
            unit="opm",
        ),
    ],
)

BOARD = Board(
    name="telegram-bot-dashboard",
    uid="workout-bot",
    title="Workout bot",
    description="Is the bot well, and are people served? Below, closed: requests, Telegram, the"
    " lifters, the machine, the telemetry itself.",
    since="now-3h",
    rows=[SERVED, OBJECTIVE, HANDLERS, TELEGRAM, LIFTERS, MACHINE, TELEMETRY],
    variables=variables_of("bot_health"),
    subject="opentelemetry",
)
