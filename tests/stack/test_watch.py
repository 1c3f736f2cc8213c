"""`make watch`: the bot and all that watches it, on this machine without Docker."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import pytest

from grafana.watch.finding import TOOLS
from grafana.watch.programs import PORTS
from tests.ports import free_port
from tests.stack.routes import ROOT
from tests.waiting import until

READY_SECONDS = 120.0


class Watch:
    """`python -m grafana.watch`, and what it has said so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process, self.said = process, ""
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stdout
        while line := await self.process.stdout.readline():
            self.said += line.decode()

    async def says(self, words: str) -> str:
        """Wait until it has said something, and give all of it."""
        await until(lambda: words in self.said, f"it says {words!r}", within=READY_SECONDS)
        return self.said

    @property
    def addresses(self) -> dict[str, str]:
        """What it printed for a person to open, by what it is."""
        rows = [line.rsplit(maxsplit=1) for line in self.said.splitlines() if "  http" in line]
        return {what.strip(): address for what, address in rows}

    async def stopped(self) -> int:
        """Stop it as Ctrl-C does; nothing that it started is left."""
        started = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGINT)
        async with asyncio.timeout(60):
            status = await self.process.wait()
            await self._reading
        assert not [each for each in started if each.is_running()]
        return status


@asynccontextmanager
async def watching(folder: Path, path: str) -> AsyncIterator[Watch]:
    ports = [f"--port={name}={free_port()}" for name in PORTS]
    options = ["--no-build", "--lifters=10", "--speed=1000", f"--folder={folder}", *ports]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "grafana.watch", *options),
        cwd=ROOT,
        env={"PATH": path, "BOT_TOKEN": "1:not-of-the-stand-in"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    watch = Watch(process)
    try:
        yield watch
    finally:
        if process.returncode is None:
            with suppress(TimeoutError):
                await watch.stopped()


async def read(url: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == 200, url
        return await answer.text()


async def test_without_any_program(tmp_path: Path) -> None:
    """The bot runs with its lifters, and each program that is missing is named."""
    (tmp_path / "bin").mkdir()
    async with watching(tmp_path / "data", str(tmp_path / "bin")) as watch:
        said = await watch.says("Stop everything with Ctrl-C")
        for name in TOOLS:
            assert f"Skipped: {name}, for " in said
        assert watch.addresses.keys() == {"chat", "health", "metrics"}
        page = watch.addresses["metrics"]
        await until(lambda: _trained(page), "the lifters train", within=READY_SECONDS, pause=0.5)
        assert await watch.stopped() == 0


async def _trained(page: str) -> bool:
    series = 'bot_operations_total{operation_type="save_record"} '
    rows = [line for line in (await read(page)).splitlines() if line.startswith(series)]
    return any(float(row.removeprefix(series)) > 0 for row in rows)


async def test_a_port_that_is_taken() -> None:
    """It says which, and how to choose another, and starts nothing."""
    async with AsyncExitStack() as opened:
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", port := free_port())
        opened.push_async_callback(server.wait_closed)
        opened.callback(server.close)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "grafana.watch", "--no-build", f"--port=jaeger={port}"),
            *(f"--port={name}={free_port()}" for name in PORTS if name != "jaeger"),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await process.communicate()
    assert process.returncode == 2
    assert f"port {port} is taken; --port jaeger=NUMBER" in said.decode()


@pytest.mark.parametrize(
    ("port", "why"),
    [
        ("jaeger", "jaeger needs a number from 1 to 65535"),
        ("jaeger=x", "jaeger needs a number from 1 to 65535"),
        ("jaeger=70000", "jaeger needs a number from 1 to 65535"),
        ("tempo=1", "there is no port named tempo"),
    ],
)
def test_a_port_that_is_none(port: str, why: str) -> None:
    """One line says what is wrong."""
    command = [sys.executable, "-m", "grafana.watch", f"--port={port}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith(f"argument --port: {why}")


@pytest.mark.prometheus
async def test_with_every_program(require: Callable[[str], str], tmp_path: Path) -> None:
    """Metrics, traces and log lines of the lifters arrive, and each address answers."""
    for tool in TOOLS.values():
        require(tool.names[0])
    async with watching(tmp_path / "data", os.environ["PATH"]) as watch:
        said = await watch.says("Stop everything with Ctrl-C")
        assert "Skipped" not in said
        pages = watch.addresses
        assert pages.keys() == {
            "chat",
            "health",
            "metrics",
            "alerts",
            "traces",
            "log lines",
            "runbook",
        }
        for url in pages.values():
            await read(url)
        prometheus, jaeger, logs = (
            pages[what].partition("/api/")[0].removesuffix("/select/vmui").rstrip("/")
            for what in ("metrics", "traces", "log lines")
        )
        line = await until(
            lambda: _line(f"{logs}/select/logsql/query?limit=1&query=update_id:*%20trace_id:*"),
            "an update has a log line",
            within=READY_SECONDS,
            pause=0.5,
        )
        trace = f"{jaeger}/api/traces/{line['trace_id']}"
        spans = await until(lambda: _spans(trace), "its trace is there", pause=0.5)
        assert line["span_id"] in spans
        await until(
            lambda: _up(prometheus), "each target is up", len, within=READY_SECONDS, pause=0.5
        )
        assert await _up(prometheus) == JOBS
        assert await watch.stopped() == 0


JOBS = {
    "alertmanager",
    "jaeger",
    "otel-collector",
    "otel-collector-self",
    "prometheus",
    "victorialogs",
}


async def _line(url: str) -> Any:
    text = await read(url)
    return json.loads(text) if text else None


async def _spans(url: str) -> set[str]:
    try:
        (trace,) = json.loads(await read(url))["data"]
    except AssertionError:  # 404 until it arrives
        return set()
    return {span["spanID"] for span in trace["spans"]}


async def _up(prometheus: str) -> set[str]:
    """Name the jobs if all targets are up; none if one is not."""
    targets = json.loads(await read(f"{prometheus}/api/v1/targets"))["data"]["activeTargets"]
    if any(target["health"] != "up" for target in targets):
        return set()
    return {target["labels"]["job"] for target in targets}
