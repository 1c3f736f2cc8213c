"""A real Prometheus scrapes the page: what it stores is what was recorded."""

import re
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from instrumentation.instruments import INSTRUMENTS
from instrumentation.metrics import Metrics, Pool, Statistics, Vitals, Waiting, Webhook
from instrumentation.setup import Telemetry
from service.web import Health, Web
from tests.instrumentation.conftest import telemetry
from tests.prometheus import Asking, labels, scraping
from tests.waiting import until

__all__ = ["telemetry"]
pytestmark = pytest.mark.prometheus
AGES = ("uptime", "poll_age", "statistics_age", "last_backup_age", "webhook_error_age")
MOVES = {f"bot_{name}_seconds" for name in AGES}


@pytest.fixture
def metrics(telemetry: Telemetry) -> Metrics:
    """A bot's metrics after some traffic, everything having something to say."""
    metrics = Metrics(telemetry.meters, handlers=["workouts.log_set"], version="1.2.3")
    metrics.set_statistics(Statistics(10, 2, {"start": 3, "report": 1}, 7, 5, 100, 12))
    metrics.vitals = Vitals(12.5, 40.0, 8 * 10**9, 3.5, 2 * 10**8, 5 * 10**8, 30, 1024, 0.5)
    metrics.pool = lambda: Pool(size=5, idle=4, waiting=0)
    metrics.health, metrics.loop_lag = (lambda: True), 0.001
    metrics.backup_at = 0.0
    metrics.webhook = Webhook(pending=2, failed_at=0.0)
    metrics.updates_pending, metrics.clock_drift = 3, 0.25
    metrics.statistics_drift = {"people": 0, "sets": 1}
    for n in range(50):
        metrics.request("workouts.log_set", "ok" if n % 5 else "refused", n / 20)
        metrics.api_call("sendMessage", "ok", n / 100)
    metrics.operation("save_record")
    metrics.error(TimeoutError())
    metrics.update_lag(2)
    metrics.answered(0.3)
    metrics.answers = lambda: Waiting(number=1, age=0.5)
    metrics.rest_rung(0.4)
    metrics.query("workouts.add_set", 0.002)
    metrics.transaction(0.004)
    metrics.picture("progress", "drawn", 0.1)
    metrics.import_took("preview", 1.5)
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
) -> AsyncIterator[Asking]:
    """A Prometheus that has scraped the bot at least once."""
    async with scraping(require("prometheus"), bot.port, tmp_path) as asking:
        yield asking


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
    await until(
        lambda: prometheus.data("query", query=query),
        "the first failure is seen",
        lambda answer: answer["result"],
        pause=0.1,
    )


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
