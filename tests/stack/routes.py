"""The ways a bot's metrics reach a Prometheus, each with the real programs, on any free ports."""

import asyncio
import json
import os
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from opentelemetry.instrumentation.utils import suppress_http_instrumentation

from tests.ports import free_port
from tests.waiting import until

ROOT = Path(__file__).parents[2]
QUICK = {"scrape_interval": "1s", "scrape_timeout": "900ms"}
OF_ITS_OWN = "[{pull: {exporter: {prometheus: {host: 127.0.0.1, port: %d}}}}]"
USUAL = yaml.safe_load((ROOT / "prometheus.yml").read_text("utf-8"))["global"]

Series = dict[tuple[str, frozenset[tuple[str, str]]], float]


class Prometheus:
    """A Prometheus that runs, and questions to it."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session, self.url = session, url

    async def data(self, path: str, **parameters: str) -> Any:
        with suppress_http_instrumentation():  # the test's own calls are none of the bot's
            async with self._session.get(f"/api/v1/{path}", params=parameters) as answer:
                told = json.loads(await answer.text())
        assert told["status"] == "success", told
        return told["data"]

    async def series(self, query: str = '{__name__=~"bot_.*"}', **when: str) -> Series:
        found = (await self.data("query", query=query, **when))["result"]
        return {
            (row["metric"].pop("__name__", ""), frozenset(row["metric"].items())): float(
                row["value"][1]
            )
            for row in found
        }

    async def types(self) -> dict[str, str]:
        """Types by family; OpenMetrics names a counter's family without `_total`."""
        known = await self.data("metadata")
        told = {name: rows[0]["type"] for name, rows in known.items() if name.startswith("bot_")}
        return {
            f"{name.removesuffix('_total')}_total" if kind == "counter" else name: kind
            for name, kind in told.items()
        }


@asynccontextmanager
async def running(*command: Any, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a program until the block ends."""
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@asynccontextmanager
async def open_prometheus(
    binary: str, folder: Path, jobs: list[dict[str, Any]], *flags: str, rules: Path | None = None
) -> AsyncIterator[Prometheus]:
    """Run a Prometheus with these scrape jobs, in haste unless it has rules to keep."""
    port = free_port()
    folder.mkdir(exist_ok=True)
    config: dict[str, Any] = {"global": USUAL if rules else QUICK, "scrape_configs": jobs}
    if rules:
        config["rule_files"] = [str(rules)]
    (folder / "prometheus.yml").write_text(json.dumps(config))
    url = f"http://127.0.0.1:{port}"
    async with (
        running(
            binary,
            f"--config.file={folder}/prometheus.yml",
            f"--storage.tsdb.path={folder}/data",
            f"--web.listen-address=127.0.0.1:{port}",
            *flags,
        ),
        aiohttp.ClientSession(url) as session,
    ):
        await answers(session, "/-/ready")
        yield Prometheus(session, url)


@dataclass(frozen=True)
class Collector:
    """Where a Collector listens; `own` is where it tells of itself."""

    otlp: int
    scraped: int
    health: int
    own: int
    process: asyncio.subprocess.Process


@asynccontextmanager
async def open_collector(
    binary: str, folder: Path, *, otlp: int = 0, to: Sequence[str] = (), **environment: str
) -> AsyncIterator[Collector]:
    """Run the project's own otel-collector.yaml; only its ports are others.

    `to` sends metrics to several backends at once, each named by its word.
    """
    otlp, scraped, health = otlp or free_port(), free_port(), free_port()
    own = free_port()
    ports = {
        "receivers::otlp::protocols::http::endpoint": f"127.0.0.1:{otlp}",
        "exporters::prometheus/metrics::endpoint": f"127.0.0.1:{scraped}",
        "extensions::health_check::endpoint": f"127.0.0.1:{health}",
        "service::telemetry::metrics::readers": OF_ITS_OWN % own,
    }
    if to:
        words = ", ".join(f"{word}/metrics" for word in to)
        ports["service::pipelines::metrics::exporters"] = f"[{words}]"
    configs = [f"--config=yaml:{key}: {value}" for key, value in ports.items()]
    main = f"--config={ROOT / 'otel-collector.yaml'}"
    folder.mkdir(exist_ok=True)
    async with (
        running(binary, main, *configs, COLLECTOR_DATA=str(folder), **environment) as process,
        aiohttp.ClientSession(f"http://127.0.0.1:{health}") as session,
    ):
        await answers(session, "/")
        yield Collector(otlp, scraped, health, own, process)


async def answers(session: aiohttp.ClientSession, path: str) -> None:
    """Wait until a program answers 200."""

    async def status() -> int | None:
        with suppress(aiohttp.ClientError), suppress_http_instrumentation():
            async with session.get(path) as answer:
                return answer.status
        return None

    await until(status, f"{path} answers 200", lambda status: status == 200, pause=0.05)


def direct(port: int) -> list[dict[str, Any]]:
    """Scrape the bot itself, as prometheus.yml does."""
    target = {"targets": [f"127.0.0.1:{port}"], "labels": {"instance": "telegram-bot"}}
    return [{"job_name": "telegram-bot", "static_configs": [target]}]


def through(collector: Collector) -> list[dict[str, Any]]:
    """Scrape the Collector, whose labels are the bot's own, and what it counts of itself."""
    target, own = (
        {"targets": [f"127.0.0.1:{port}"]} for port in (collector.scraped, collector.own)
    )
    return [
        {"job_name": "otel-collector", "honor_labels": True, "static_configs": [target]},
        {"job_name": "otel-collector-self", "static_configs": [own]},
    ]
