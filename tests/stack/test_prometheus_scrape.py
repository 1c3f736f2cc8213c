"""A real Prometheus scrapes the page: what it stores is what was recorded."""

import asyncio
import json
import re
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import unused_port
from opentelemetry.instrumentation.utils import suppress_http_instrumentation
from prometheus_client.parser import text_string_to_metric_families

from instrumentation.instruments import INSTRUMENTS
from instrumentation.metrics import Metrics, Pool, Statistics, Vitals
from instrumentation.setup import Telemetry, set_up
from service.web import Health, Web

pytestmark = pytest.mark.prometheus
MOVES = {"bot_uptime_seconds", "bot_poll_age_seconds", "bot_statistics_age_seconds"}
CONFIG = """
global: {{scrape_interval: 1s, scrape_timeout: 900ms}}
scrape_configs:
  - job_name: telegram-bot
    static_configs: [{{targets: ["127.0.0.1:{port}"]}}]
"""


@pytest.fixture
def telemetry() -> Iterator[Telemetry]:
    telemetry = set_up(version="1.2.3")
    yield telemetry
    telemetry.shut_down()


@pytest.fixture
def metrics(telemetry: Telemetry) -> Metrics:
    """A bot's metrics after some traffic, everything having something to say."""
    metrics = Metrics(telemetry.meters, handlers=["workouts.log_set"], version="1.2.3")
    metrics.set_statistics(Statistics(10, 2, {"start": 3, "report": 1}, 7, 5, 100, 12))
    metrics.vitals = Vitals(12.5, 40.0, 8_000_000_000, 3.5, 200_000_000)
    metrics.pool = lambda: Pool(size=5, idle=4, waiting=0)
    metrics.health, metrics.loop_lag = (lambda: True), 0.001
    for n in range(50):
        metrics.request("workouts.log_set", "ok" if n % 5 else "refused", n / 20)
        metrics.api_call("sendMessage", "ok", n / 100)
    metrics.operation("save_record")
    metrics.error(TimeoutError())
    metrics.update_lag(2)
    metrics.answered(0.3)
    metrics.query("workouts.add_set", 0.002)
    return metrics


@pytest.fixture
async def bot(telemetry: Telemetry, metrics: Metrics) -> AsyncIterator[Web]:
    web = Web(telemetry, Health())
    await web.start("127.0.0.1", 0)
    yield web
    await web.stop()


@pytest.fixture
async def prometheus(
    bot: Web, tmp_path: Path, require: Callable[[str], str]
) -> AsyncIterator["Asking"]:
    """A Prometheus that has scraped the bot at least once."""
    binary, port = require("prometheus"), unused_port()
    (tmp_path / "prometheus.yml").write_text(CONFIG.format(port=bot.port))
    process = await asyncio.create_subprocess_exec(
        binary,
        f"--config.file={tmp_path}/prometheus.yml",
        f"--storage.tsdb.path={tmp_path}/data",
        f"--web.listen-address=127.0.0.1:{port}",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            asking = Asking(session)
            async with asyncio.timeout(30):
                while not await asking.is_up():
                    await asyncio.sleep(0.1)
            yield asking
    finally:
        process.terminate()
        await process.wait()


def labels(told: dict[str, str]) -> dict[str, str]:
    """Leave out the target's labels; Prometheus 3 writes a bound of 1 as 1.0."""
    ours = {name: value for name, value in told.items() if name not in ("job", "instance")}
    return ours | {name: str(float(ours[name])) for name in ours.keys() & {"le"}}


class Asking:
    """Prometheus' own interface."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def data(self, path: str, **parameters: str) -> Any:
        with suppress_http_instrumentation():  # the test's own calls are none of the bot's
            async with self._session.get(f"/api/v1/{path}", params=parameters) as answer:
                return json.loads(await answer.text())["data"]

    async def series(self, query: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
        found = (await self.data("query", query=query))["result"]
        return {
            (
                row["metric"].pop("__name__"),
                frozenset(labels(row["metric"]).items()),
            ): float(row["value"][1])
            for row in found
        }

    async def is_up(self) -> bool:
        try:
            return list((await self.series("up")).values()) == [1]
        except (aiohttp.ClientError, ValueError):
            return False


async def test_scraped(prometheus: Asking, telemetry: Telemetry, metrics: Metrics) -> None:
    """Prometheus stores what the page says, and sees the very first failure of a kind."""
    await same_series(prometheus, telemetry.exposition()[0].decode())
    await same_metadata(prometheus)
    await first_failure_is_seen(prometheus, metrics)


async def same_series(prometheus: Asking, page: str) -> None:
    """Names, labels and values; only clocks may have moved on."""
    told = {
        (sample.name, frozenset(labels(sample.labels).items())): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }
    stored = await prometheus.series('{__name__=~"bot_.*"}')
    assert stored.keys() == told.keys()
    assert len(stored) > 200
    differing = {key for key in told if stored[key] != told[key]}
    assert {name for name, _ in differing} <= MOVES


async def same_metadata(prometheus: Asking) -> None:
    """Type and help of every declared metric."""
    known = await prometheus.data("metadata")
    types = {name: rows[0]["type"] for name, rows in known.items()}
    counters = {row.prometheus_name for row in INSTRUMENTS if row.prometheus_type == "counter"}
    for row in INSTRUMENTS:
        # OpenMetrics, which Prometheus prefers, names a counter's family without `_total`.
        name = row.prometheus_name
        if name in counters and name not in types:
            name = name.removesuffix("_total")
        assert types[name] == row.prometheus_type, name
        assert known[name][0]["help"] == row.help


async def first_failure_is_seen(prometheus: Asking, metrics: Metrics) -> None:
    """increase() knows a series' first event, because the series was there before at zero."""
    query = 'increase(bot_api_calls_total{method="sendMessage",outcome="flood"}[1m]) > 0'
    metrics.api_call("sendMessage", "flood", 0.1)
    async with asyncio.timeout(20):
        while not (await prometheus.data("query", query=query))["result"]:
            await asyncio.sleep(0.1)


def test_promtool(telemetry: Telemetry, metrics: Metrics, require: Callable[[str], str]) -> None:
    """promtool complains of the seed's three gauges that end in `_total`, and of nothing else."""
    page = telemetry.exposition()[0]
    checked = subprocess.run(
        [require("promtool"), "check", "metrics"], input=page, capture_output=True, check=False
    )
    said = (checked.stdout + checked.stderr).decode().strip().splitlines()
    complained = {line.split(" ")[0] for line in said if re.match(r"bot_\w+ ", line)}
    assert complained == {"bot_users_total", "bot_programs_total", "bot_records_total"}
    assert len(said) == 3
