"""Each alert on promtool's clock: it fires when it should, a scrape before that it does not."""

import json
import re
import subprocess
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

STEP = 15  # seconds between two samples
CALM = 40  # samples of good health before trouble starts: 10 minutes
BOT = '{job="telegram-bot",instance="telegram-bot"}'

World = dict[str, str]


def named(metric: str, **labels: str) -> str:
    """Write a series of the bot as promtool reads it."""
    more = "".join(f',{key}="{value}"' for key, value in labels.items())
    return f"{metric}{BOT[:-1]}{more}}}"


UP = named("up")
HEALTH = named("bot_health")
UPTIME = named("bot_uptime_seconds")
USERS = named("bot_users_total")
POLL_AGE = named("bot_poll_age_seconds")
PENDING = named("bot_webhook_pending")
POST_FAILED = named("bot_webhook_error_age_seconds")
OK = named("bot_requests_total", handler="workouts.log_set", outcome="ok")
FAILED = named("bot_requests_total", handler="workouts.log_set", outcome="error")
VALUE_ERRORS = named("bot_request_errors_total", error_type="ValueError")
UNSTORED = named("bot_request_errors_total", error_type="Unavailable")
OTHER_ERRORS = named("bot_request_errors_total", error_type="_OTHER")
SENT = named("bot_api_calls_total", method="sendMessage", outcome="ok")
BLOCKED = named("bot_api_calls_total", method="sendMessage", outcome="forbidden")
SERVER = named("bot_api_calls_total", method="sendMessage", outcome="server")
REFUSED = named("bot_api_calls_total", method="getUpdates", outcome="unauthorized")
CONFLICT = named("bot_api_calls_total", method="getUpdates", outcome="conflict")
FLOOD = named("bot_api_flood_waits_total")
QUARANTINED = named("bot_updates_quarantined_total")
CPU = named("bot_system_cpu_percent")
MEMORY = named("bot_system_memory_percent")
RESIDENT = named("bot_process_memory_bytes")
ALLOWED = named("bot_process_memory_limit_bytes")
THROTTLED = named("bot_process_cpu_throttled_seconds_total")
FILES = named("bot_process_open_files")
FILES_LIMIT = named("bot_process_open_files_limit")
CLOCK = named("bot_clock_drift_seconds")
AT_TELEGRAM = named("bot_updates_pending")
UPDATES = named("bot_updates_total", update_type="message")
SETS_DRIFT = named("bot_statistics_drift", statistic="sets")
PEOPLE_DRIFT = named("bot_statistics_drift", statistic="people")
SECOND_UP = UP.replace('instance="telegram-bot"', 'instance="second"')
SECOND_UPTIME = UPTIME.replace('instance="telegram-bot"', 'instance="second"')
LAG = named("bot_loop_lag_seconds")
STALLS = named("bot_loop_stalls_total", handler="notebook.log")
WAITING = named("bot_database_pool_waiting")
QUICK = named("bot_answer_duration_seconds_bucket", le="0.5")
BOUND = named("bot_answer_duration_seconds_bucket", le="2.5")
SLOW = named("bot_answer_duration_seconds_bucket", le="10.5")
ALL = named("bot_answer_duration_seconds_bucket", le="+Inf")
IN_TIME = named("bot_rest_lateness_seconds_bucket", le="2.5")
RESTS = named("bot_rest_lateness_seconds_count")
DROPPED = named("bot_rests_total", outcome="dropped")
ANSWERED = named("bot_answers_total", outcome="sent")
REPLACED = named("bot_answers_total", outcome="needless")
LEFT = named("bot_answers_total", outcome="blocked")
GIVEN_UP = named("bot_answers_total", outcome="given_up")
TURNED_DOWN = named("bot_answers_total", outcome="refused")
COUNT = named("bot_answer_duration_seconds_count")
RARE_OK = named("bot_requests_total", handler="reports.report", outcome="ok")
RARE_FAILED = named("bot_requests_total", handler="reports.report", outcome="error")
BACKUP_AGE = named("bot_last_backup_age_seconds")
YOUNG = named("bot_update_lag_seconds_bucket", le="60.5")
OLD = named("bot_update_lag_seconds_bucket", le="300.5")
ANY_AGE = named("bot_update_lag_seconds_bucket", le="+Inf")
ANSWER_AGE = named("bot_answers_age_seconds")
REMINDERS_AGE = named("bot_notices_age_seconds", kind="reminder")
NEWS_AGE = named("bot_notices_age_seconds", kind="announcement")
UNDELIVERED = (
    'alertmanager_notifications_failed_total{job="alertmanager",instance="alertmanager",'
    'integration="telegram",reason="serverError"}'
)

RULE_FAILURES = (
    'prometheus_rule_evaluation_failures_total{job="prometheus",instance="prometheus",'
    'rule_group="bot-serves"}'
)
COLLECTOR = '{job="otel-collector-self",instance="otel-collector"'
COLLECTOR_UP = f"otelcol_process_uptime{COLLECTOR}}}"
NOT_TAKEN = f'otelcol_receiver_refused_spans{COLLECTOR},receiver="otlp"}}'
NOT_SENT = f'otelcol_exporter_send_failed_log_records{COLLECTOR},exporter="otlp_http/logs"}}'
QUEUE = f'otelcol_exporter_queue_size{COLLECTOR},exporter="otlp_http/metrics",data_type="metrics"}}'
CAPACITY = (
    f'otelcol_exporter_queue_capacity{COLLECTOR},exporter="otlp_http/metrics",data_type="metrics"}}'
)

# A bot that serves two lifters a second, sample by sample for an hour.
GOOD: World = {
    UP: "1x240",
    HEALTH: "1x240",
    UPTIME: "20+15x240",
    USERS: "12x240",
    POLL_AGE: "3 29 14" + " 3 29 14" * 80,
    OK: "0+30x240",
    FAILED: "0x240",
    VALUE_ERRORS: "0x240",
    OTHER_ERRORS: "0x240",
    UNSTORED: "0x240",
    SENT: "0+30x240",
    BLOCKED: "0+15x240",
    SERVER: "0x240",
    REFUSED: "0x240",
    CONFLICT: "0x240",
    FLOOD: "0x240",
    QUARANTINED: "0x240",
    CPU: "35x240",
    MEMORY: "60x240",
    RESIDENT: "200x240",
    ALLOWED: "512x240",
    THROTTLED: "0+1x240",
    FILES: "60 70 65" + " 60 70 65" * 80,
    FILES_LIMIT: "1024x240",
    CLOCK: "-0.4x3 0.4x3" + " -0.4x3 0.4x3" * 30,
    AT_TELEGRAM: "0x3 7x3 2x3" + " 0x3 7x3 2x3" * 20,
    UPDATES: "0+30x240",
    SETS_DRIFT: "0x240",
    PEOPLE_DRIFT: "0x240",
    LAG: "0.02x240",
    STALLS: "0x240",
    WAITING: "0 1 0 2" + " 0 1 0 2" * 60,
    QUICK: "0+27x240",
    BOUND: "0+30x240",
    SLOW: "0+30x240",
    ALL: "0+30x240",
    IN_TIME: "0+1x240",
    RESTS: "0+1x240",
    DROPPED: "0x240",
    ANSWERED: "0+30x240",
    REPLACED: "0+5x240",
    LEFT: "0+15x240",
    GIVEN_UP: "0x240",
    TURNED_DOWN: "0x240",
    COUNT: "0+30x240",
    RARE_OK: "0x240",
    RARE_FAILED: "0x240",
    BACKUP_AGE: "100+15x240",
    YOUNG: "0+30x240",
    OLD: "0+30x240",
    ANY_AGE: "0+30x240",
    ANSWER_AGE: "0 0.4 1 58" + " 0 0.4 1 58" * 60,  # some wait out a 429
    REMINDERS_AGE: "0 3 0 0" + " 0 3 0 0" * 60,
    NEWS_AGE: "0+15x240",  # an announcement to very many
    UNDELIVERED: "0x240",
    RULE_FAILURES: "0x240",
    COLLECTOR_UP: "15+15x240",
    NOT_TAKEN: "0x240",
    QUEUE: "1 0 3" + " 1 0 3" * 80,
    CAPACITY: "1000x240",
}
OF_WATCHERS = {UP, UNDELIVERED, RULE_FAILURES, COLLECTOR_UP, NOT_TAKEN, QUEUE, CAPACITY}
"""What goes on when the bot is gone."""


def then(calm: str, trouble: str) -> str:
    """Put a series together: `calm` up to the trouble, then `trouble`."""
    return f"{calm}x{CALM - 1} {trouble}"


@dataclass
class Trouble:
    """What goes wrong after ten good minutes, and which alerts ring how many seconds later."""

    alert: str
    after: int
    world: World
    also: set[str] = field(default_factory=set)
    silent: World = field(default_factory=dict)  # the nearest thing that must not ring
    # Prometheus 2 counts the sample at the far edge of a window too, and so rings a scrape later.
    closed: int = 0


BOT_GONE: World = {
    name: then(series.split("x")[0].split()[0], "stale")
    for name, series in GOOD.items()
    if name not in OF_WATCHERS
}
# Two routes write one uptime: what is scraped now, then what was pushed 17 seconds ago.
TWO_ROUTES = "20+15x39 " + " ".join(f"{620 + 30 * i} {603 + 30 * i}" for i in range(40))
NO_NUMBERS = {USERS: then("12", "stale")}

TROUBLES = [
    Trouble(
        "BotDown",
        60,
        {HEALTH: then("1", "0x99")},
        silent={HEALTH: then("1", "0x3 1x90")},
    ),
    Trouble(
        "BotUnreachable",
        60,
        BOT_GONE | {UP: then("1", "0x99")},
        silent={UP: then("1", "0x3 1x90")},
    ),
    Trouble("BotAbsent", 120, BOT_GONE, silent={HEALTH: then("1", "_x4 1x90")}),
    Trouble(
        "BotFrozen",
        # Two minutes of standing still fill the window; the minute of `for` follows.
        150,
        {UPTIME: "20+15x39 605x99"},
        silent={UPTIME: "20+15x39 605x6 800+15x90"},
        closed=15,
    ),
    # Metrics that are pushed just stop, and Prometheus shows the last ones for five minutes.
    Trouble(
        "BotFrozen",
        120,
        {UPTIME: "20+15x39 _x99"},
        silent={UPTIME: "20+15x39 _x3 680+15x90"},
    ),
    Trouble(
        "BotTelegramUnreachable",
        165,
        {POLL_AGE: then("3", "0+15x99")},
        silent={POLL_AGE: then("3", "90x99")},
    ),
    Trouble(
        # A bot that takes what it can, and more comes.
        "BotUpdatesPending",
        300,
        {AT_TELEGRAM: then("0", "101x99")},
        silent={AT_TELEGRAM: then("0", "100x199")},
    ),
    Trouble(
        # One that receives nothing, although something is there; the window of 5 minutes empties.
        "BotUpdatesPending",
        570,
        {AT_TELEGRAM: then("0", "1x199"), UPDATES: "0+30x39 1170x199"},
        silent={AT_TELEGRAM: then("0", "1x199"), UPDATES: "0+0.1x240"},
        closed=STEP,
    ),
    Trouble(
        "BotWebhookFailing",
        300,
        {PENDING: then("0", "3+3x99"), POST_FAILED: then("_", "5 20 35" + " 5 20 35" * 33)},
        silent={PENDING: then("0", "3x99"), POST_FAILED: then("_", "0+15x99")},  # one failure
    ),
    Trouble(
        "BotTokenRefused",
        60,
        {REFUSED: then("0", "1+1x99")},
        silent={BLOCKED: then("0", "1+1x99")},
    ),
    Trouble(
        "BotSecondPoller",
        120,
        {CONFLICT: then("0", "1+1x99")},
        silent={CONFLICT: then("0", "1x99")},  # one clash while a new bot takes over
    ),
    Trouble(
        "BotDatabaseUnreachable",
        60,
        {HEALTH: then("1", "0x99"), **NO_NUMBERS},
        {"BotDown"},
        silent={HEALTH: then("1", "0x99")},  # not well, yet the database answers
    ),
    Trouble(
        # Two minutes without a success; the minute of `for` follows.
        "BotNotStoring",
        150,
        {UNSTORED: then("0", "1+1x199"), OK: "0+30x39 1170x199"},
        # A database that was restarted: a set that waited is stored, and then nobody writes.
        silent={UNSTORED: then("0", "3 6x199"), OK: "0+30x39 1170x2 1171x199"},
        closed=STEP,
    ),
    Trouble(
        # One set waits, counted after 3 s and then every 30 s.
        "BotNotStoring",
        150,
        {UNSTORED: then("0", "1 1 2 2 3 3 4 4 5 5 6 6 7 7 8 8 9 9 10x99"), OK: "0+30x39 1170x199"},
        silent={UNSTORED: then("0", "1 1 2x199"), OK: "0+30x39 1170x199"},
        closed=STEP,
    ),
    Trouble(
        # Older than a minute after five samples; the minute of `for` follows.
        "BotAnswersStuck",
        135,
        {ANSWER_AGE: then("0", "0+15x99")},
        silent={ANSWER_AGE: then("0", "60x99")},
    ),
    Trouble(
        # A bot of one answer a minute, of which each is lost: the third counts.
        "BotAnswersLost",
        30,
        {
            ANSWERED: "0+0.25x39 9.75x99",
            REPLACED: "0x140",
            LEFT: "0x140",
            TURNED_DOWN: then("0", "1+1x99"),
        },
        silent={ANSWERED: "0+19x140", REPLACED: "0x140", LEFT: "0x140", GIVEN_UP: "0+0.99x140"},
    ),
    Trouble(
        "BotErrorFlood",
        # Summed over two classes, 6 and 6 a second: the window passes ten after four minutes.
        300,
        {VALUE_ERRORS: then("0", "90+90x99"), OTHER_ERRORS: then("0", "90+90x99")},
        silent={VALUE_ERRORS: then("0", "75+75x99"), OTHER_ERRORS: then("0", "75+75x99")},
    ),
    Trouble(
        "BotErrorRatio",
        # A bot of two messages a minute, of which each second one fails.
        300,
        {OK: then("0", "_ 1+0.25x99"), FAILED: then("0", "0 0.25+0.25x99")},
        silent={OK: "0+1x140", FAILED: "0+0.05x140"},  # one in twenty-one
    ),
    Trouble(
        "BotAnswersSlow",
        330,
        {QUICK: "0+27x39 1053x99", BOUND: "0+30x39 1170x99"},
        {"BotBudgetBurning", "BotBudgetBurningSlowly"},
        silent={QUICK: "0+27x39 1053x140", BOUND: "0+29x140"},
    ),
    Trouble(
        "BotApiFailing",
        405,
        {SERVER: then("0", "30+30x99")},
        silent={BLOCKED: then("0", "30+30x99")},  # people who block the bot are no failure
    ),
    Trouble(
        "BotApiFlooding",
        450,
        {FLOOD: then("0", "1+1x99")},
        silent={FLOOD: then("0", "10x99")},
    ),
    Trouble(
        "BotRestsLate",
        # None in time any more: after 45 s it is four of 39; the two minutes of `for` follow.
        165,
        {IN_TIME: then("0+1", "39x99")},
        silent={IN_TIME: "0+9x140", RESTS: "0+10x140"},  # one in ten
        closed=15,
    ),
    Trouble(
        "BotRestsDropped",
        0,
        {DROPPED: then("0", "1x99")},
        silent={DROPPED: "2x140", UPTIME: "9000+15x140"},  # yesterday's
    ),
    Trouble(
        "BotRemindersLate",
        # Older than ten minutes after 41 samples; the five minutes of `for` follow.
        915,
        {REMINDERS_AGE: then("0", "0+15x99")},
        silent={REMINDERS_AGE: then("0", "600x99")},
    ),
    Trouble(
        "BotUpdateQuarantined",
        0,
        {QUARANTINED: then("0", "1x99")},
        silent={QUARANTINED: "1x140", UPTIME: "9000+15x140"},  # it was there before: nothing new
    ),
    Trouble("BotHighCpu", 300, {CPU: then("35", "81x99")}, silent={CPU: then("35", "80x99")}),
    Trouble(
        "BotMemoryNearLimit",
        60,
        {RESIDENT: then("200", "460x99")},
        silent={RESIDENT: "430x140"},
    ),
    Trouble(
        # A fifth of the time: after 90 s the window of five minutes passes a tenth.
        "BotCpuThrottled",
        390,
        {THROTTLED: "0+1x39 39+3x199"},
        silent={THROTTLED: "0+1.5x240"},
    ),
    Trouble(
        "BotFilesNearLimit",
        300,
        {FILES: then("60", "820x99")},
        silent={FILES: then("60", "819x99")},
    ),
    Trouble(
        "BotClockWrong",
        180,
        {CLOCK: then("0.4", "-5.1x99")},
        silent={CLOCK: then("0.4", "-5x99")},
    ),
    Trouble("BotHighMemory", 300, {MEMORY: then("60", "91x99")}, silent={MEMORY: "90x140"}),
    Trouble("BotLoopLagging", 300, {LAG: then("0.02", "0.6x99")}, silent={LAG: "0.5x140"}),
    Trouble("BotLoopStalled", 0, {STALLS: then("0", "1x99")}, silent={STALLS: "1x140"}),
    Trouble(
        "BotDatabasePoolBusy",
        405,
        {WAITING: then("0", "1x99")},
        silent={WAITING: then("0", "4x16" + " 0 4x16" * 8)},
        closed=15,
    ),
    Trouble(
        "BotRestarting",
        60,
        {UPTIME: "20+15x39 5 20 5 20 5 20+15x90"},
        silent={UPTIME: "20+15x39 5 20 5 20+15x90"},  # twice: an update that went wrong once
    ),
    Trouble(
        "BotNumbersOld",
        300,
        NO_NUMBERS,
        silent={USERS: then("12", "_x18 12x80")},
    ),
    Trouble(
        "BotReplicaMissing",
        300,
        {SECOND_UP: then("1", "stale"), SECOND_UPTIME: "20+15x39 stale"},
        # A deployment starts the new one before it stops the old one.
        silent={SECOND_UP: "_x60 1x20 stale", SECOND_UPTIME: "_x60 0+15x20 stale"},
    ),
    Trouble(
        "BotStatisticsDrift",
        0,
        {SETS_DRIFT: then("0", "-1x99")},
        silent={SETS_DRIFT: then("0", "_x2 0x99")},
    ),
    Trouble(
        "BotCountedTwice",
        120,
        {UPTIME: TWO_ROUTES, UP: then("1", "_ 1" + " _ 1" * 40)},
        {"BotRestarting"},
        silent={UP: "_x39 1x80 stale"},  # from the Collector to the scrape, and back
    ),
    Trouble(
        "AlertsUndelivered",
        60,
        {UNDELIVERED: then("0", "1x99")},
        silent={UNDELIVERED: "3x140"},
    ),
    Trouble(
        "RulesFailing",
        60,
        {RULE_FAILURES: then("0", "1+1x99")},
        silent={RULE_FAILURES: "7x140"},
    ),
    Trouble(
        "CollectorLosing",
        60,
        {NOT_SENT: f"_x{CALM} 5x99"},  # appears with the first loss
        silent={NOT_TAKEN: "7x140", NOT_SENT: "9x140"},
    ),
    Trouble(
        "BotBudgetBurning",
        90,
        {BOUND: "0+30x39 1170x99"},  # nobody is answered in time
        {"BotBudgetBurningSlowly"},
        silent={BOUND: "0+25.8x240"},  # 14 %
    ),
    Trouble(
        "BotBudgetBurningSlowly",
        90,
        {BOUND: "0+30x39 1194+24x199"},  # one in five
        silent={BOUND: "0+29.13x240"},  # 2.9 %
    ),
    Trouble(
        "BotBudgetSpent",
        1485,
        {BOUND: "0+30x39 1199.4+29.4x199"},  # 2 %
        silent={BOUND: "0+29.73x240"},  # 0.9 %
    ),
    Trouble(
        "BotHandlerFailing",
        60,
        {RARE_FAILED: then("0", "2x99")},
        silent={RARE_FAILED: then("0", "9x99"), RARE_OK: then("0", "1x99")},
    ),
    Trouble(
        "BotBackupOld",
        300,
        {BACKUP_AGE: then("100", "129601x99")},
        silent={BACKUP_AGE: then("100", "129600x99")},
    ),
    Trouble(
        "BotUpdatesLate",
        435,
        {YOUNG: "0+30x39 1170x99"},
        silent={YOUNG: "0+30x39 1185+15x99"},  # half of them
        closed=STEP,
    ),
    Trouble(
        "CollectorQueueFull",
        300,
        {QUEUE: then("3", "801x99")},
        silent={QUEUE: then("3", "800x99")},
    ),
]


# Watchdog always fires.
RINGING = 'count by (alertname) (ALERTS{alertname!="Watchdog",alertstate="firing"})'
EVER = 'count by (alertname) (max_over_time(ALERTS{alertname!="Watchdog",alertstate="firing"}[1h]))'


def expect(expr: str, at: int, alerts: Collection[str]) -> dict[str, Any]:
    """Expect exactly these alerts from an expression at this second of the world."""
    samples = [{"labels": f'{{alertname="{alert}"}}', "value": 1} for alert in sorted(alerts)]
    return {"expr": expr, "eval_time": f"{at}s", "exp_samples": samples}


@pytest.fixture
def judge(require: Callable[[str], str], root: Path, tmp_path: Path) -> Callable[..., None]:
    """Give one generation of promtool a world and what to expect of it."""

    def run(promtool: str, world: World, *checks: dict[str, Any]) -> None:
        series = [{"series": name, "values": values} for name, values in world.items()]
        script = {
            "rule_files": [str(root / "alerts.yml")],
            "evaluation_interval": f"{STEP}s",
            "tests": [
                {
                    "interval": f"{STEP}s",
                    "input_series": series,
                    "promql_expr_test": list(checks),
                }
            ],
        }
        path = tmp_path / "alerts.test.yml"
        path.write_text(yaml.safe_dump(script))
        command: list[str | Path] = [require(promtool), "test", "rules", path]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    return run


@pytest.fixture(scope="module")
def alerts(root: Path) -> dict[str, dict[str, Any]]:
    """Every alert of alerts.yml, by name."""
    groups = yaml.safe_load((root / "alerts.yml").read_text())["groups"]
    return {rule["alert"]: rule for group in groups for rule in group["rules"] if "alert" in rule}


both = pytest.mark.parametrize("promtool", ["promtool-2", "promtool"])
each = pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.alert)


@pytest.mark.prometheus
@both
@each
def test_an_alert_fires_on_its_second(
    trouble: Trouble, promtool: str, judge: Callable[..., None]
) -> None:
    """The alert is silent a sample before its time, then rings, alone with those it implies."""
    start = CALM * STEP
    at = start + trouble.after + (trouble.closed if promtool == "promtool-2" else 0)
    judge(
        promtool,
        GOOD | trouble.world,
        expect(EVER, start - STEP, []),
        expect(RINGING.replace("{", f'{{alertname="{trouble.alert}",'), at - STEP, []),
        expect(RINGING, at, {trouble.alert} | trouble.also),
    )


@pytest.mark.prometheus
@both
@each
def test_an_alert_stays_silent_short_of_its_bound(
    trouble: Trouble, promtool: str, judge: Callable[..., None]
) -> None:
    """What comes nearest to the trouble, at its bound or for too short a time, never rings."""
    never = EVER.replace("{", f'{{alertname="{trouble.alert}",')
    judge(promtool, GOOD | trouble.silent, expect(never, 2100, []))


@pytest.mark.prometheus
@both
def test_an_hour_of_good_health_is_quiet(promtool: str, judge: Callable[..., None]) -> None:
    """No alert ever rings while the bot serves people, from its first sample on."""
    judge(promtool, GOOD, expect(EVER, 3600, []))


@pytest.mark.prometheus
@both
def test_a_restart_is_quiet(promtool: str, judge: Callable[..., None]) -> None:
    """Three missed scrapes, and every counter from zero again, ring nothing."""
    world = {name: f"{values.split('x')[0]}x39 _x2 {values}" for name, values in GOOD.items()}
    world[POLL_AGE], world[WAITING] = GOOD[POLL_AGE], GOOD[WAITING]
    world[UP] = then("1", "0x2 1x200")
    judge(promtool, world, expect(EVER, 3000, []))


@pytest.mark.prometheus
@both
def test_a_few_late_rests_are_quiet(promtool: str, judge: Callable[..., None]) -> None:
    """One lifter alone at night, whose bell is always late, wakes nobody."""
    judge(promtool, GOOD | {IN_TIME: "0x240", RESTS: "0+0.2x240"}, expect(EVER, 3600, []))


@pytest.mark.prometheus
@both
def test_two_lost_answers_are_quiet(promtool: str, judge: Callable[..., None]) -> None:
    """Two refused answers of one person are no outage, nor are people who blocked the bot."""
    world = {ANSWERED: "0x240", REPLACED: "0x240", LEFT: "0+1x240"}
    judge(promtool, GOOD | world | {TURNED_DOWN: then("0", "1 2x199")}, expect(EVER, 3600, []))


@pytest.mark.prometheus
@both
def test_rests_dropped_before_the_first_scrape_ring(
    promtool: str, judge: Callable[..., None]
) -> None:
    """A bot that comes back after half an hour says what it dropped in its first second."""
    world = GOOD | {UPTIME: "20+15x39 _x120 5+15x90", DROPPED: "0x39 _x120 7x90"}
    at = (CALM + 120) * STEP
    judge(promtool, world, expect(RINGING, at, ["BotRestsDropped"]))


@pytest.mark.prometheus
@both
@pytest.mark.parametrize(
    ("alert", "failed", "wait"),
    [
        ("BotUpdateQuarantined", QUARANTINED, 0),
        ("BotHandlerFailing", RARE_FAILED, 60),
    ],
)
def test_what_failed_before_the_first_scrape_rings(
    alert: str, failed: str, wait: int, promtool: str, judge: Callable[..., None]
) -> None:
    """A new replica's counters are never seen at zero, and their first failures count."""
    second = failed.replace('instance="telegram-bot"', 'instance="second"')
    new = {second: f"_x{CALM} 2x99", SECOND_UPTIME: f"_x{CALM} 5+15x99"}
    new[SECOND_UP] = f"_x{CALM} 1x99"
    at = CALM * STEP + wait
    judge(promtool, GOOD | new, expect(RINGING, at - STEP, []), expect(RINGING, at, [alert]))
    old = new | {SECOND_UPTIME: f"_x{CALM} 90000+15x99"}  # known to another Prometheus before
    judge(promtool, GOOD | old, expect(EVER, at + 600, []))


@pytest.mark.prometheus
@both
def test_a_replica_that_does_not_answer_is_not_missing(
    promtool: str, judge: Callable[..., None]
) -> None:
    """While it is in the list of targets, BotUnreachable alone says so."""
    world = {SECOND_UP: then("1", "0x99"), SECOND_UPTIME: "20+15x39 stale"}
    at = CALM * STEP + 900
    judge(promtool, GOOD | world, expect(RINGING, at, ["BotUnreachable"]))


@pytest.mark.prometheus
@both
def test_replicas_that_are_pushed_are_counted(promtool: str, judge: Callable[..., None]) -> None:
    """Through a Collector there is no `up` of a bot; its own series tell."""
    world = {SECOND_UPTIME: "20+15x39 stale", UP: "_x240"}
    at = CALM * STEP + 300
    judge(
        promtool,
        GOOD | world,
        expect(RINGING, at - STEP, []),
        expect(RINGING, at, ["BotReplicaMissing"]),
    )


@pytest.mark.prometheus
@both
def test_a_dead_process_rings_once(promtool: str, judge: Callable[..., None]) -> None:
    """A scrape that fails is BotUnreachable alone, for as long as it lasts."""
    world = GOOD | BOT_GONE | {UP: then("1", "0x200")}
    judge(promtool, world, expect(EVER, 3000, ["BotUnreachable"]))


@pytest.mark.prometheus
@both
def test_a_target_that_is_gone_rings_absent(promtool: str, judge: Callable[..., None]) -> None:
    """A bot taken out of the list of targets is missed two minutes later, and by nothing else."""
    world = GOOD | BOT_GONE | {UP: then("1", "stale")}
    at = CALM * STEP + 120
    judge(promtool, world, expect(RINGING, at - STEP, []), expect(RINGING, at, ["BotAbsent"]))


@pytest.mark.prometheus
@both
def test_a_bot_that_never_came_rings_absent(promtool: str, judge: Callable[..., None]) -> None:
    """An empty Prometheus misses the bot from its start on."""
    judge(promtool, {"other": "1x40"}, expect(RINGING, 120, ["BotAbsent"]))


@pytest.mark.prometheus
@both
def test_the_watchdog_always_fires(promtool: str, judge: Callable[..., None]) -> None:
    """With a bot, and without one; its label has the address of Prometheus."""
    watching = 'count by (severity) (ALERTS{alertname="Watchdog",alertstate="firing"})'
    fires = {"expr": watching, "exp_samples": [{"labels": '{severity="none"}', "value": 1}]}
    judge(promtool, GOOD, *(fires | {"eval_time": f"{at}s"} for at in (0, 1800)))
    judge(promtool, {"other": "1x40"}, fires | {"eval_time": "0s"})


def test_every_alert_is_proven(alerts: dict[str, dict[str, Any]]) -> None:
    """The scenarios above and alerts.yml name the same alerts."""
    assert {trouble.alert for trouble in TROUBLES} | {"Watchdog"} == set(alerts)


def test_the_asked_for_alerts_stand_as_they_were_asked_for(
    alerts: dict[str, dict[str, Any]],
) -> None:
    """Bot down, CPU over 80, memory over 90 and ten errors a second, in those words."""
    assert alerts["BotDown"]["expr"] == "bot_health == 0"
    assert alerts["BotHighCpu"]["expr"] == "bot_system_cpu_percent > 80"
    assert alerts["BotHighMemory"]["expr"] == "bot_system_memory_percent > 90"
    asked = "rate(bot_request_errors_total[5m])"
    assert alerts["BotErrorFlood"]["expr"] == f"sum without (error_type) ({asked}) > 10"


@pytest.mark.parametrize("book", ["runbook.md", "runbook.ru.md"])
def test_every_alert_has_a_paragraph(
    book: str, root: Path, alerts: dict[str, dict[str, Any]]
) -> None:
    """Each alert says how bad, what and why, and its link leads to a heading that exists."""
    text = (root / "docs" / book).read_text()
    headings = set(re.findall(r"^## (\S+)$", text, re.MULTILINE))
    for name, alert in alerts.items():
        assert alert["labels"]["severity"] in ("critical", "warning") or name == "Watchdog"
        assert "for" in alert
        assert {"summary", "description", "first_step", "runbook_url"} == set(alert["annotations"])
        page, _, anchor = alert["annotations"]["runbook_url"].partition("#")
        assert page == "{{ $externalURL }}/user/runbook.html"
        assert anchor == name
        assert anchor in headings
    assert headings == set(alerts)


@pytest.mark.prometheus
def test_every_message_is_short_and_plain(
    require: Callable[[str], str], root: Path, alerts: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    """Alone in its message an alert says what, where, why and what to do first; then its end."""
    template = root / "grafana" / "alertmanager" / "message.tmpl"
    for name, alert in alerts.items():
        for status, sign in (("firing", "🔴🟡"), ("resolved", "🟢")):
            labels = alert["labels"] | {"instance": "bot-a"}
            data = {"alerts": [{"status": status, **alert, "labels": labels}]}
            (tmp_path / "data.json").write_text(json.dumps(data))
            done = subprocess.run(
                [
                    require("amtool"),
                    "template",
                    "render",
                    f"--template.glob={template}",
                    '--template.text={{ template "workout-bot.message" . }}',
                    f"--template.data={tmp_path / 'data.json'}",
                ],
                check=False,
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stderr
            text = done.stdout.strip()
            assert text[0] in sign
            assert len(text) < 600, name
            notes = alert["annotations"]
            assert f"{notes['summary']} (bot-a)" in text
            if status == "firing":
                assert notes["description"] in text
                assert f"👉 {notes['first_step']}" in text
                assert notes["runbook_url"] in text


@pytest.mark.prometheus
@both
def test_the_files_load(promtool: str, require: Callable[[str], str], root: Path) -> None:
    """Prometheus 2.42 and 3.x take the configuration and the rules."""
    command: list[str | Path] = [require(promtool), "check", "config", root / "prometheus.yml"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.prometheus
@pytest.mark.parametrize("file", ["alertmanager.yml", "alertmanager-telegram.yml"])
def test_alertmanager_takes_its_files(file: str, require: Callable[[str], str], root: Path) -> None:
    """Both configurations are well formed, templates included."""
    command: list[str | Path] = [
        require("amtool"),
        "check-config",
        root / "grafana" / "alertmanager" / file,
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
