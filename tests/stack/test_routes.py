"""Whichever way the bot's metrics go, a Prometheus ends up with the same series."""

import asyncio
import re
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from types import ModuleType

import aiohttp
import pytest
import yaml
from aiohttp.test_utils import unused_port
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from instrumentation.labels import OTHER
from instrumentation.metrics import OPERATION_TYPES, Metrics, Pool, Statistics, Vitals
from instrumentation.postgres import query_names
from instrumentation.setup import Telemetry, set_up
from service import storage, telegram
from service.domain.errors import REASONS
from service.web import Health, Web
from tests.otlp import Backend
from tests.stack.routes import (
    ROOT,
    Prometheus,
    Series,
    direct,
    open_collector,
    open_prometheus,
    through,
)

pytestmark = pytest.mark.prometheus

CONFIG = ROOT / "otel-collector.yaml"
BACKENDS = ("prometheus", "prometheus_remote_write", "otlp_http", "file", "debug")
ROUTES = ("scraped", *BACKENDS[:3])
PATIENCE = 30.0
QUERIES = query_names(each for each in vars(storage).values() if isinstance(each, ModuleType))


@pytest.fixture
def otlp_port(monkeypatch: pytest.MonkeyPatch) -> int:
    """Where the bot sends, whoever listens there."""
    port = unused_port()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("OTEL_METRIC_EXPORT_INTERVAL", "300")
    monkeypatch.setenv("OTEL_METRICS_EXPORTER", "prometheus,otlp")
    return port


@contextmanager
def bot(version: str = "1.2.3") -> Iterator[Telemetry]:
    """Everything that the bot can say, said, with a clock that stands still."""
    telemetry = set_up(version=version)
    metrics = Metrics(
        telemetry.meters,
        handlers=telegram.HANDLERS,
        queries=[*QUERIES.values(), "commit"],
        refusals=REASONS,
        version=version,
        clock=lambda: 5.0,
    )
    metrics.set_statistics(Statistics(10, 2, dict.fromkeys(OPERATION_TYPES, 3), 7, 5, 100, 12))
    metrics.vitals = Vitals(12.5, 40.0, 8_000_000_000, 3.5, 200_000_000)
    metrics.pool = lambda: Pool(size=5, idle=4, waiting=0)
    metrics.health, metrics.loop_lag = (lambda: True), 0.001
    for n, handler in enumerate([*telegram.HANDLERS, OTHER]):
        metrics.request(handler, "ok" if n % 5 else "refused", n / 20)
    for n, query in enumerate(QUERIES.values()):
        metrics.query(query, n / 100)
    metrics.api_call("sendMessage", "flood", 0.3)
    metrics.error(TimeoutError())
    metrics.update_lag(2)
    metrics.answered(0.3)
    try:
        yield telemetry
    finally:
        telemetry.shut_down()


@pytest.fixture
async def page(otlp_port: int) -> AsyncIterator[Web]:
    """The bot of one route, which sends on the others as well."""
    with bot() as telemetry:
        web = Web(telemetry, Health())
        await web.start("127.0.0.1", 0)
        yield web
        await web.stop()


async def at_rest(prometheus: Prometheus, expected: Series | None = None) -> Series:
    """Wait until everything is there: as expected, or twice the same."""
    before: Series = {}
    async with asyncio.timeout(PATIENCE):
        while not before or before != expected:
            await asyncio.sleep(0.3)
            series = await prometheus.series()
            if expected is None and series and series == before:
                return series
            before = series
    return before


async def differences(prometheus: Prometheus, expected: Series) -> str:
    """Say what differs: series that are missing, or extra, or of another value."""
    try:
        found = await at_rest(prometheus, expected)
    except TimeoutError:
        found = await prometheus.series()
    missing, extra = expected.keys() - found.keys(), found.keys() - expected.keys()
    other = [key for key in expected.keys() & found.keys() if expected[key] != found[key]]
    return "".join(
        f"{len(rows)} {what}, such as {next(iter(rows))}; "
        for what, rows in (("missing", missing), ("extra", extra), ("other values", other))
        if rows
    )


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("signal", ["METRICS", "TRACES", "LOGS"])
def test_one_word_is_a_backend(
    collector: str, signal: str, backend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The configuration is valid with every word it offers, and with no other."""
    monkeypatch.setenv("COLLECTOR_DATA", str(tmp_path))
    offered = re.search(rf"#   {signal}_BACKEND +(.*)", CONFIG.read_text("utf-8"))[1]
    words = set(re.findall(r"\b[a-z_]+\b", offered.replace("(scraped)", ""))) - {"or"}
    monkeypatch.setenv(f"{signal}_BACKEND", backend)
    command = [collector, "validate", f"--config={CONFIG}"]
    valid = subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert valid == (backend in words)


def test_wrong_word(collector: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that is no backend is refused by name."""
    monkeypatch.setenv("METRICS_BACKEND", "promethius")
    command = [collector, "validate", f"--config={CONFIG}"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert '"promethius"' in told.stderr


def test_components_are_those_that_are_built() -> None:
    """Every component of the configuration is in the Collector the tests build, and no other."""
    config = yaml.safe_load(CONFIG.read_text("utf-8"))
    built = yaml.safe_load((ROOT / ".ci/collector.yaml").read_text("utf-8"))
    for kind in ("receivers", "processors", "exporters", "extensions"):
        modules = {row["gomod"].split(" ")[0].rpartition("/")[2] for row in built[kind]}
        used = {name.replace("_", "") + kind.removesuffix("s") for name in config[kind]}
        assert {name.replace("filestorageextension", "filestorage") for name in used} == modules


def test_components_are_those_of_the_image(collector: str) -> None:
    """Compose's image, the contrib distribution, brings every component, under the same name."""
    files = (Path(collector).parent / "metadata").glob("*.yaml")
    known = [yaml.safe_load(file.read_text("utf-8")) for file in files]
    brought = {row["type"] for row in known if "contrib" in row["status"]["distributions"]}
    config = yaml.safe_load(CONFIG.read_text("utf-8"))
    kinds = ("receivers", "processors", "exporters", "extensions")
    assert {name for kind in kinds for name in config[kind]} == brought


def test_memory_is_limited_first() -> None:
    """Nothing comes before the memory limiter, in no pipeline."""
    pipelines = yaml.safe_load(CONFIG.read_text("utf-8"))["service"]["pipelines"]
    assert {pipeline["processors"][0] for pipeline in pipelines.values()} == {"memory_limiter"}


async def test_parity(
    page: Web, otlp_port: int, collector: str, binary: str, tmp_path: Path
) -> None:
    """Scraped, through the Collector, written remotely, sent by OTLP: every series is the same.

    Names, labels, bounds and values, and types where Prometheus keeps them; the backend is
    swapped by one word while the bot runs.
    """
    async with AsyncExitStack() as all_of_it:

        async def run(name: str, *flags: str, jobs: list | None = None) -> Prometheus:
            opened = open_prometheus(binary, tmp_path / name, jobs or [], *flags)
            return await all_of_it.enter_async_context(opened)

        scraping = await run("a", jobs=direct(page.port))
        written = await run("c", "--web.enable-remote-write-receiver")
        sent = await run("d", "--web.enable-otlp-receiver")
        async with open_collector(collector, tmp_path / "data", otlp=otlp_port) as first:
            collected = await run("b", jobs=through(first))
            expected = await at_rest(scraping)
            table = {"prometheus": await differences(collected, expected)}
            same_types = await collected.types() == await scraping.types()
        for word, backend, setting, path in (
            ("prometheus_remote_write", written, "METRICS_REMOTE_WRITE_URL", "/api/v1/write"),
            ("otlp_http", sent, "METRICS_OTLP_URL", "/api/v1/otlp/v1/metrics"),
        ):
            told = {"METRICS_BACKEND": word, setting: backend.url + path}
            async with open_collector(collector, tmp_path / "data", otlp=otlp_port, **told):
                table[word] = await differences(backend, expected)
    print(len(expected), "series on each route; differences:", table)
    assert len(expected) > 400
    assert table == dict.fromkeys(BACKENDS[:3], "")
    assert same_types


async def test_restart_and_new_version(
    otlp_port: int, collector: str, binary: str, tmp_path: Path
) -> None:
    """A restart makes no new series on any route, a new version only those that name it."""
    port = unused_port()
    async with AsyncExitStack() as programs:

        async def run(name: str, *flags: str, jobs: list | None = None) -> Prometheus:
            opened = open_prometheus(binary, tmp_path / name, jobs or [], *flags)
            return await programs.enter_async_context(opened)

        written = await run("c", "--web.enable-remote-write-receiver")
        sent = await run("d", "--web.enable-otlp-receiver")
        opened = open_collector(
            collector,
            tmp_path / "data",
            otlp=otlp_port,
            to="[prometheus, prometheus_remote_write, otlp_http]",
            METRICS_REMOTE_WRITE_URL=f"{written.url}/api/v1/write",
            METRICS_OTLP_URL=f"{sent.url}/api/v1/otlp/v1/metrics",
        )
        between = await programs.enter_async_context(opened)
        backends = {
            "scraped": await run("a", jobs=direct(port)),
            "prometheus": await run("b", jobs=through(between)),
            "prometheus_remote_write": written,
            "otlp_http": sent,
        }
        async with page_of("1.2.3", port):
            first = {route: await seen(backend) for route, backend in backends.items()}
        async with page_of("1.2.3", port) as told:
            again = {route: await seen(backend, told) for route, backend in backends.items()}
        async with page_of("1.2.4", port) as told:
            new = {route: await seen(backend, told) for route, backend in backends.items()}
    named = {route: {name for name, _ in new[route] - first[route]} for route in backends}
    print({route: len(series) for route, series in first.items()}, "new by a version:", named)
    assert again == first
    # target_info is what OTLP brings of the resource: nobody asks for it, no bot_ series has it
    assert {route: names - {"target_info"} for route, names in named.items()} == {
        route: {"bot_build_info"} for route in ROUTES
    }


@asynccontextmanager
async def page_of(version: str, port: int) -> AsyncIterator[float]:
    """Run a bot of some version; gives the time at which it began."""
    with bot(version) as telemetry:
        web = Web(telemetry, Health())
        await web.start("127.0.0.1", port)
        yield time.time()
        await web.stop()


async def seen(prometheus: Prometheus, since: float = 0.0) -> set:
    """Give every series of the bot of all times, once it has told something after `since`."""
    fresh = f'timestamp(bot_build_info{{job="telegram-bot"}}) > {since + 2}'
    async with asyncio.timeout(PATIENCE):
        while not await prometheus.series(fresh):
            await asyncio.sleep(0.3)
    await at_rest(prometheus)
    rows = await prometheus.data("series", **{"match[]": '{job="telegram-bot"}'})
    return {(row.pop("__name__"), frozenset(row.items())) for row in rows}


async def test_what_waits_survives(collector: str, tmp_path: Path) -> None:
    """A trace taken while the backend was away arrives, though the Collector was killed between."""
    port = unused_port()
    told = {
        "TRACES_BACKEND": "otlp_http",
        "TRACES_OTLP_URL": f"http://127.0.0.1:{port}/v1/traces",
    }
    async with open_collector(collector, tmp_path / "data", **told) as running:
        await send_trace(running.otlp, "waits")
        await asyncio.sleep(1.0)  # it has tried, and there was nobody
        running.process.kill()
    async with (
        Backend(port=port) as backend,
        open_collector(collector, tmp_path / "data", **told),
    ):
        await backend.until(backend.spans, PATIENCE)
        assert {span.name for span in backend.spans()} == {"waits"}


async def send_trace(port: int, name: str) -> None:
    """Send a trace of one span, as the bot would."""
    request = ExportTraceServiceRequest()
    span = request.resource_spans.add().scope_spans.add().spans.add()
    span.name, span.trace_id, span.span_id = name, bytes(range(16)), bytes(range(8))
    headers = {"Content-Type": "application/x-protobuf"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            f"http://127.0.0.1:{port}/v1/traces",
            data=request.SerializeToString(),
            headers=headers,
        ) as answer,
    ):
        assert answer.status == 200
