"""Backends that .ci/backends builds, running, and questions to them."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from grafana.watch.programs import PORTS, Place, jaeger, victoria_logs
from tests.ports import free_port
from tests.stack.routes import ROOT, Prometheus, answers, running

OTLP_FLAGS = (
    "-opentelemetry.usePrometheusNaming",
    "-opentelemetry.promoteScopeMetadata=false",
    "-opentelemetry.promoteAllResourceAttributes=false",
    "-opentelemetry.promoteResourceAttributes=service.name,service.instance.id",
    f"-relabelConfig={ROOT}/docs/deploy/victoriametrics.yml",
)
"""What gives VictoriaMetrics the names and labels of the other routes, as docs/backends.md says."""


def place(binary: str, name: str, folder: Path) -> Place:
    """Choose free ports for one program of `make watch`."""
    folder.mkdir(exist_ok=True)
    return Place({name: binary}, {port: free_port() for port in PORTS}, folder)


class Jaeger:
    """A Jaeger that runs; `otlp` is where it takes traces."""

    def __init__(self, session: aiohttp.ClientSession, otlp: str) -> None:
        self._session, self.otlp = session, otlp

    async def data(self, path: str, **parameters: str) -> Any:
        """Call the API that Grafana and Jaeger's own page use."""
        async with self._session.get(f"/api/{path}", params=parameters) as answer:
            if answer.status == 404:
                return []
            told = json.loads(await answer.text())
        assert not told["errors"], told
        return told["data"]

    async def trace(self, trace_id: str) -> dict[str, Any]:
        """Give a trace, or nothing when there is none."""
        found = await self.data(f"traces/{trace_id}")
        return found[0] if found else {}


@asynccontextmanager
async def open_jaeger(binary: str, folder: Path) -> AsyncIterator[Jaeger]:
    """Run Jaeger with the project's own configuration."""
    here = place(binary, "jaeger", folder)
    started = jaeger(here)
    async with (
        running(*started.command, **started.environment),
        aiohttp.ClientSession(f"http://{here.at('jaeger')}") as session,
        aiohttp.ClientSession(f"http://{here.at('jaeger-health')}") as health,
    ):
        await answers(health, "/status")
        yield Jaeger(session, f"http://{here.at('jaeger-otlp')}/v1/traces")


class VictoriaLogs:
    """A VictoriaLogs that runs; `otlp` is where it takes log lines."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session, self.url = session, url
        self.otlp = f"{url}/insert/opentelemetry/v1/logs"

    async def lines(self, query: str) -> list[dict[str, str]]:
        """Find lines by a query in LogsQL."""
        parameters = {"query": query, "limit": "1000"}
        async with self._session.get("/select/logsql/query", params=parameters) as answer:
            text = await answer.text()
            assert answer.status == 200, text
        return [json.loads(line) for line in text.splitlines()]


@asynccontextmanager
async def open_victorialogs(
    binary: str, folder: Path, *flags: str, authorization: str = ""
) -> AsyncIterator[VictoriaLogs]:
    """Run VictoriaLogs as `make watch` does."""
    here = place(binary, "victoria-logs", folder)
    started = victoria_logs(here)
    url = f"http://{here.at('victoria-logs')}"
    async with (
        running(*started.command, *flags, **started.environment),
        aiohttp.ClientSession(url, headers={"Authorization": authorization}) as session,
    ):
        await answers(session, "/health")
        yield VictoriaLogs(session, url)


@asynccontextmanager
async def open_victoriametrics(
    binary: str, folder: Path, *flags: str, authorization: str = ""
) -> AsyncIterator[Prometheus]:
    """Run VictoriaMetrics, which answers questions as Prometheus does."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with (
        running(
            binary,
            f"-storageDataPath={folder}",
            f"-httpListenAddr=127.0.0.1:{port}",
            "-search.latencyOffset=0s",  # or what was just written is not found yet
            *flags,
        ),
        aiohttp.ClientSession(url, headers={"Authorization": authorization}) as session,
    ):
        await answers(session, "/health")
        yield Prometheus(session, url)
