"""A bot that is killed is missed, whichever way its metrics went."""

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp.test_utils import unused_port

from tests.program import Program
from tests.stack.routes import ROOT, Prometheus, direct, open_collector, open_prometheus, through
from tests.stack.test_routes import binary, collector

__all__ = ["binary", "collector"]

ALERTS = ROOT / "alerts.yml"
LATEST = {"BotUnreachable": 105, "BotFrozen": 165, "BotAbsent": 255}
"""Seconds from the kill by which an alert must fire: what it waits for, and two scrapes."""

EXPECTED = {
    "scraped": {"BotUnreachable", "BotAbsent"},
    "prometheus": {"BotAbsent"},
    "prometheus_remote_write": {"BotFrozen"},
    "otlp_http": {"BotFrozen"},
}


@pytest.mark.prometheus
@pytest.mark.timeout(420)
async def test_killed_bot_is_missed(
    collector: str, binary: str, tmp_path: Path, require: Callable[[str], str]
) -> None:
    """After kill -9, with the Collector alive, alerts.yml fires on each route, and in time."""
    if not os.environ.get("CI"):
        pytest.skip("takes five minutes; .ci/run has them")
    otlp = unused_port()
    bot = Program(
        {
            "DATA_DIR": str(tmp_path / "bot"),
            "OTEL_METRICS_EXPORTER": "prometheus,otlp",
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{otlp}",
        },
        cwd=tmp_path,
    )
    async with AsyncExitStack() as programs:

        async def watch(name: str, jobs: list, *flags: str) -> Prometheus:
            opened = open_prometheus(binary, tmp_path / name, jobs, *flags, rules=ALERTS)
            return await programs.enter_async_context(opened)

        watchers = {
            "prometheus_remote_write": await watch("c", [], "--web.enable-remote-write-receiver"),
            "otlp_http": await watch("d", [], "--web.enable-otlp-receiver"),
        }
        urls = [watcher.url for watcher in watchers.values()]
        opened = open_collector(
            collector,
            tmp_path / "data",
            otlp=otlp,
            to="[prometheus, prometheus_remote_write, otlp_http]",
            METRICS_REMOTE_WRITE_URL=f"{urls[0]}/api/v1/write",
            METRICS_OTLP_URL=f"{urls[1]}/api/v1/otlp/v1/metrics",
        )
        running = await programs.enter_async_context(opened)
        await bot.start()
        port = urlsplit(bot.addresses["metrics"]).port
        watchers["scraped"] = await watch("a", direct(port))
        watchers["prometheus"] = await watch("b", through(running))
        for watcher in watchers.values():
            async with asyncio.timeout(90):
                while not await watcher.series("bot_health == 1"):
                    await asyncio.sleep(1)
        # For two minutes all is well, and no alert says otherwise.
        await asyncio.sleep(120)
        for watcher in watchers.values():
            assert await firing(watcher) == set()
        await bot.kill()
        rang = await listen(watchers, max(LATEST.values()))
    print("seconds from kill -9 to the alert:", rang)
    for route, expected in EXPECTED.items():
        assert expected <= rang[route].keys()
        assert all(rang[route][alert] <= LATEST[alert] for alert in expected)


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
    return {alert["labels"]["alertname"] for alert in told if alert["state"] == "firing"}
