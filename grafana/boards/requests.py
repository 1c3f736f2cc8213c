"""Rows about requests: those of people, by handler, and the bot's own to the Bot API."""

from grafana.boards.board import Row
from grafana.boards.panels import (
    color,
    curves,
    dashed,
    now,
    quantile,
    query,
    rows,
    top,
)
from grafana.boards.rules import recorded

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
