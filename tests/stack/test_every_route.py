"""Every way the metrics go, at once, from one bot that people use: one truth, and one dead bot.

The tests share what runs and go by the clock: they stand in the order in which things happen.
"""

import asyncio
import math
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
import yaml

from tests.lifter import open_desk
from tests.ports import free_port
from tests.program import Program
from tests.stack.questions import expand, questions
from tests.stack.routes import (
    ROOT,
    Collector,
    Prometheus,
    Series,
    direct,
    open_collector,
    open_prometheus,
    running,
    through,
)
from tests.stack.test_dashboards import colour, panels
from tests.waiting import until

pytestmark = [
    pytest.mark.prometheus,
    pytest.mark.timeout(420),
    pytest.mark.asyncio(loop_scope="module"),
]

ALERTS = ROOT / "alerts.yml"
ROUTES = ("scraped", "prometheus", "prometheus_remote_write", "otlp_http")
WARM_SECONDS = 75.0  # five scrapes: every rate has its samples, and some rests have rung
PATIENCE = 90.0
LIFTERS = ("--lifters=30", "--speed=20000", "--clumsy=0.3", "--bells=0.1", "--rate=20")

OF_SCRAPING = {"up", "scrape_duration_seconds", "scrape_samples_scraped"}
ABOUT_ANOTHER = {
    "telegram-bot-dashboard: State 0",
    "telegram-bot-dashboard: Scrapes 0",
    "telegram-bot-dashboard: Series 0",
    "telegram-bot-dashboard: Replicas 0",
    "BotReplicaMissing",
    "BotReplicaMissing watches",
    "BotUnreachable",
    "BotUnreachable watches",
    "BotAbsent",
    "BotAbsent watches",
    "BotCountedTwice",
    "BotCountedTwice watches",
    "AlertsUndelivered",
    "AlertsUndelivered watches",
    *(
        f"{alert}{watches}"
        for alert in ("RulesFailing", "CollectorLosing", "CollectorQueueFull")
        for watches in ("", " watches")
    ),
}
"""What asks about a scrape of the bot itself, or about a watcher; not every route has one."""

QUIET = {
    "BotCpuThrottled",
    "BotDatabaseUnreachable",
    "BotHandlerFailing",
    "BotMemoryNearLimit",
    "BotNumbersOld",
    "BotWebhookFailing",
}
"""Alerts that see nothing while nothing is missing, without a limit, or of a bot that polls."""

OVER_TIME = re.compile(r"\b(rate|increase|delta|resets|timestamp|\w+_over_time)\(|\w+:\w+:\w+")
MOVING = re.compile(
    r"bot_(uptime|poll_age|statistics_age|last_backup_age|loop_lag|clock_drift)_seconds"
    r"|bot_(system|process)_\w+|ALERTS"
)

LATEST = {"BotUnreachable": 105, "BotFrozen": 165, "BotAbsent": 255}
"""Seconds from the kill by which an alert must fire: what it waits for, and two scrapes."""

EXPECTED = {
    "scraped": {"BotUnreachable"},
    "prometheus": {"BotAbsent"},
    "prometheus_remote_write": {"BotFrozen"},
    "otlp_http": {"BotFrozen"},
}


@dataclass
class Stack:
    """The bot, the Collector, a Prometheus at the end of each way, and one that takes two."""

    bot: Program
    collector: Collector
    traces: Path
    restarted: float = 0.0
    watchers: dict[str, Prometheus] = field(default_factory=dict)
    doubled: Prometheus | None = None
    lifters: asyncio.subprocess.Process | None = None


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack(
    collector: str, binary: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stack]:
    """Everything runs and has been used; the bot was killed once, and met one poison."""
    if not os.environ.get("CI"):
        pytest.skip("takes seven minutes; .ci/run has them")
    folder = tmp_path_factory.mktemp("routes")
    async with AsyncExitStack() as programs:

        async def watch(name: str, jobs: list, *flags: str) -> Prometheus:
            flags = ("--enable-feature=exemplar-storage", *flags)
            opened = open_prometheus(binary, folder / name, jobs, *flags, rules=ALERTS)
            return await programs.enter_async_context(opened)

        written = await watch("c", [], "--web.enable-remote-write-receiver")
        sent = await watch("d", [], "--web.enable-otlp-receiver")
        opened = open_collector(
            collector,
            folder / "data",
            to=ROUTES[1:],
            METRICS_REMOTE_WRITE_URL=f"{written.url}/api/v1/write",
            METRICS_OTLP_URL=f"{sent.url}/api/v1/otlp/v1/metrics",
            TRACES_BACKEND="file",
        )
        between = await programs.enter_async_context(opened)
        bot = _bot(folder, between.otlp)
        await bot.start()
        programs.push_async_callback(_stopped, bot)
        port = int(bot.addresses["metrics"].rpartition(":")[2].partition("/")[0])
        built = Stack(bot, between, folder / "data" / "traces.jsonl")
        built.watchers = {
            "scraped": await watch("a", direct(port)),
            "prometheus": await watch("b", through(between)),
            "prometheus_remote_write": written,
            "otlp_http": sent,
        }
        built.doubled = await watch("twice", direct(port) + through(between))
        chat = bot.addresses["chat"]
        command = (sys.executable, "-m", "service.local.lifters", chat, *LIFTERS)
        built.lifters = await programs.enter_async_context(running(*command))
        await _everywhere(built, "count_over_time(bot_uptime_seconds[1m]) >= 2")
        await bot.kill()
        built.restarted = time.time()
        await bot.start()
        async with open_desk(chat) as desk:
            await desk.inject({"message": {"poison": True}})
        await asyncio.sleep(WARM_SECONDS)
        yield built


def _bot(folder: Path, otlp: int) -> Program:
    (folder / "backup.done").touch()
    told = {
        "DATA_DIR": str(folder / "bot"),
        "METRICS_PORT": str(free_port()),
        "CHAT_PORT": str(free_port()),
        "METRICS_UPDATE_INTERVAL": "2",
        "BACKUP_STAMP": str(folder / "backup.done"),
        "OTEL_METRICS_EXPORTER": "prometheus,otlp",
        "OTEL_TRACES_EXPORTER": "otlp",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{otlp}",
    }
    return Program(told, cwd=folder)


async def _stopped(bot: Program) -> None:
    if bot.process and bot.process.returncode is None:
        await bot.stop()


async def _everywhere(stack: Stack, query: str) -> None:
    """Wait until a query has an answer at the end of each route."""
    for route, watcher in stack.watchers.items():
        seen = partial(watcher.series, query)
        await until(seen, f"{route} answers {query}", within=PATIENCE, pause=1)


async def _compare(
    stack: Stack, asked: dict[str, str], differ: Callable[[Series, Series], bool]
) -> dict[str, str]:
    """Ask all of it on each route; say which answers are not the scrape's, even after a while."""
    wrong: dict[str, str] = {}
    until = time.monotonic() + PATIENCE
    while asked:
        moment, wrong = str(time.time()), {}
        for name, query in asked.items():
            answers = [await stack.watchers[r].series(query, time=moment) for r in ROUTES]
            others = zip(ROUTES[1:], answers[1:], strict=True)
            if off := [route for route, answer in others if differ(answers[0], answer)]:
                wrong[name] = f"{', '.join(off)}: {query}"
        if not wrong or time.monotonic() > until:
            break
        asked = {name: asked[name] for name in wrong}
        await asyncio.sleep(5)
    return wrong


async def test_every_question_has_an_answer_on_every_route(stack: Stack) -> None:
    """Panels, annotations, variables, recordings and alerts: the same series, and all numbers."""
    asked = questions()
    apart = {name for name, query in asked.items() if _about_another(query)}
    assert apart == ABOUT_ANOTHER
    for name in apart:  # no answer where there is no such scrape, but no error either
        for watcher in stack.watchers.values():
            await watcher.series(asked[name])
    shared = {name: query for name, query in asked.items() if name not in apart}
    wrong = await _compare(stack, shared, lambda one, other: one.keys() != other.keys())
    assert wrong == {}
    empty, numbers = set(), 0
    for name, query in shared.items():
        for route, watcher in stack.watchers.items():
            answer = await watcher.series(query)
            numbers += len(answer)
            empty |= {f"{name} on {route}"} if not answer else set()
            assert all(map(math.isfinite, answer.values())), name
    print(f"{len(shared)} questions on {len(ROUTES)} routes: {numbers} series, no other labels")
    alerts = {name.removesuffix(" watches") for name in asked if name.endswith(" watches")}
    silent = {name.partition(" on ")[0] for name in empty}
    unlimited = {"telegram-bot-dashboard: Memory in bytes 2"}  # without a limit there is no curve
    assert silent - alerts - unlimited <= {f"{name} watches" for name in QUIET}


def _about_another(query: str) -> bool:
    names = set(re.findall(r"[a-zA-Z_]\w*", query))
    watchers = ("alertmanager_", "otelcol_", "prometheus_rule_")
    return bool(names & OF_SCRAPING) or any(each in query for each in watchers)


async def test_the_same_numbers_at_rest(stack: Stack) -> None:
    """Nobody trains any more: what is no rate and no clock has the same value on each route."""
    assert stack.lifters
    stack.lifters.terminate()
    await stack.lifters.wait()
    async with open_desk(stack.bot.addresses["chat"]) as desk:
        await desk.idle(30)
    asked = questions()
    alerts = {name.removesuffix(" watches") for name in asked if name.endswith(" watches")}
    asked = {
        name: query
        for name, query in asked.items()
        if name not in alerts | {f"{alert} watches" for alert in QUIET} and _stands_still(query)
    }
    assert await _compare(stack, asked, lambda one, other: not one or one != other) == {}
    print(f"{len(asked)} questions with the same values on {len(ROUTES)} routes")
    assert len(asked) >= 25


def _stands_still(query: str) -> bool:
    """Tell whether an answer stays the same once nobody writes."""
    return not (_about_another(query) or OVER_TIME.search(query) or MOVING.search(query))


async def test_an_exemplar_leads_to_its_trace(stack: Stack) -> None:
    """Where OTLP has been, a point on the panel of durations carries the id of a trace.

    The bot that was killed had not sent the traces of its last seconds; they are lost.
    """
    query = "bot_answer_duration_seconds_bucket"
    source = yaml.safe_load((ROOT / "grafana/provisioning/datasources/prometheus.yml").read_text())
    (link,) = source["datasources"][0]["jsonData"]["exemplarTraceIdDestinations"]
    traces = stack.traces.read_text()
    counts = {}
    for route, watcher in stack.watchers.items():
        span = {"start": str(stack.restarted), "end": str(time.time())}
        told = await watcher.data("query_exemplars", query=query, **span)
        ids = {each["labels"][link["name"]] for row in told for each in row["exemplars"]}
        counts[route] = len(ids)
        missing = {one for one in ids if f'"traceId":"{one}"' not in traces}
        assert not missing, f"{len(missing)} of {len(ids)} on {route}"
    print("exemplars, each with its trace:", counts)
    assert counts.pop("scraped") == 0
    assert min(counts.values()) > 0


async def test_the_collector_tells_of_itself(stack: Stack) -> None:
    """Prometheus scrapes what the Collector counts of itself: nothing is refused or lost."""
    watcher = stack.watchers["prometheus"]
    names = {name: sum((await watcher.series(name)).values()) for name in OF_THE_COLLECTOR}
    print(names)
    assert names["otelcol_receiver_accepted_metric_points"] > 1_000
    assert names["otelcol_receiver_accepted_spans"] > 1_000
    assert not await watcher.series('{__name__=~"otelcol_.*(refused|failed).*"} > 0')


OF_THE_COLLECTOR = (
    "otelcol_receiver_accepted_metric_points",
    "otelcol_receiver_accepted_spans",
    "otelcol_exporter_sent_metric_points",
)


async def test_two_routes_at_once_are_noticed(stack: Stack) -> None:
    """A Prometheus that scrapes the bot and the Collector says so, within three minutes."""
    assert stack.doubled
    await until(
        partial(firing, stack.doubled),
        "BotCountedTwice fires",
        lambda alerts: "BotCountedTwice" in alerts,
        within=180,
        pause=1,
    )
    alert = 'ALERTS{alertname="BotCountedTwice",alertstate="firing"}'
    rang, began = [
        await _first(stack.doubled, series) for series in (alert, 'up{job="telegram-bot"}')
    ]
    print(f"{rang - began:.0f} s from the first scrape to the alert")
    assert rang - began <= 180
    for watcher in stack.watchers.values():
        assert not await watcher.series('ALERTS{alertname="BotCountedTwice"}')


async def _first(watcher: Prometheus, series: str) -> float:
    """Give the time of a series' first sample, to 15 s, once it can be asked for."""
    query = f"min_over_time(timestamp({series})[15m:15s])"
    found = await until(
        lambda: watcher.series(query), f"{series} has a sample", within=PATIENCE, pause=1
    )
    return min(found.values())


async def test_killed_bot_is_missed(stack: Stack) -> None:
    """After kill -9, with the Collector alive, alerts.yml fires on each route, and in time."""
    for watcher in stack.watchers.values():
        # of the poison, for an hour; how busy the machine of the checks is, nobody knows
        of_the_bot = await firing(watcher) - {"BotHighCpu", "BotHighMemory"}
        assert of_the_bot == {"BotUpdateQuarantined"}
    assert {row["State"] for row in (await _first_row(stack, after=0)).values()} == {"green"}
    await stack.bot.signal(signal.SIGKILL)
    rang, shown = await asyncio.gather(
        listen(stack.watchers, max(LATEST.values())), _first_row(stack, after=100)
    )
    print("the first row 100 s after kill -9:", shown)
    for route, colours in shown.items():
        assert colours["State"] == "red", route
        assert "green" not in colours.values(), route
    print("seconds from kill -9 to the alert:", rang)
    for route, expected in EXPECTED.items():
        assert expected <= rang[route].keys()
        assert all(rang[route][alert] <= LATEST[alert] for alert in expected)


async def _first_row(stack: Stack, *, after: float) -> dict[str, dict[str, str]]:
    """Evaluate the numbers at the top of the dashboard on each route; return their colours."""
    await asyncio.sleep(after)
    top = [panel for panel in panels("telegram-bot-dashboard") if panel["type"] == "stat"]
    return {
        route: {
            panel["title"]: colour(
                panel, (await watcher.series(expand(panel["targets"][0]["expr"]))).values()
            )
            for panel in top
        }
        for route, watcher in stack.watchers.items()
    }


async def listen(watchers: dict[str, Prometheus], seconds: float) -> dict[str, dict[str, float]]:
    """Say for each route when which alert fired."""
    rang: dict[str, dict[str, float]] = {route: {} for route in watchers}
    began = time.monotonic()
    while (passed := time.monotonic() - began) < seconds:
        for route, watcher in watchers.items():
            for alert in await firing(watcher):
                rang[route].setdefault(alert, round(passed))
        if all(EXPECTED[route] <= rang[route].keys() for route in watchers):
            break
        await asyncio.sleep(1)
    return rang


async def firing(watcher: Prometheus) -> set[str]:
    told = (await watcher.data("alerts"))["alerts"]
    names = {alert["labels"]["alertname"] for alert in told if alert["state"] == "firing"}
    return names - {"Watchdog"}
