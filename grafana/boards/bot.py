"""The dashboard of operators: is the bot well, and are people served."""

from grafana.boards.board import Board, Row, variables_of
from grafana.boards.machine import MACHINE, TELEMETRY
from grafana.boards.panels import (
    ANSWERS,
    OUTCOMES,
    RUNBOOK,
    absent,
    bars,
    curves,
    dashed,
    judged,
    now,
    number,
    quantiles,
    query,
    rows,
    well,
)
from grafana.boards.requests import HANDLERS, TELEGRAM
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
