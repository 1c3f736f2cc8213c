"""Whichever way the bot's metrics go, a Prometheus ends up with the same series."""

import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

from instrumentation.labels import OTHER
from instrumentation.metrics import OPERATION_TYPES, Metrics, Pool, Statistics, Vitals, Waiting
from instrumentation.postgres import query_names
from instrumentation.setup import Telemetry, set_up
from service import storage, telegram
from service.domain.errors import REASONS
from service.web import Health, Web
from tests.ports import free_port
from tests.stack.routes import (
    Prometheus,
    Series,
    direct,
    open_collector,
    open_prometheus,
    through,
)
from tests.waiting import until

pytestmark = pytest.mark.prometheus

ROUTES = ("scraped", "prometheus", "prometheus_remote_write", "otlp_http")
QUERIES = query_names(each for each in vars(storage).values() if isinstance(each, ModuleType))


@pytest.fixture
def otlp_port(monkeypatch: pytest.MonkeyPatch) -> int:
    """Where the bot sends, whoever listens there."""
    port = free_port()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("OTEL_METRIC_EXPORT_INTERVAL", "300")
    monkeypatch.setenv("OTEL_METRICS_EXPORTER", "prometheus,otlp")
    return port


@contextmanager
def bot(version: str = "1.2.3") -> Iterator[tuple[Telemetry, Metrics]]:
    """Everything that the bot can record, recorded, with a clock that stands still."""
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
    metrics.vitals = Vitals(12.5, 40.0, 8 * 10**9, 3.5, 2 * 10**8, 5 * 10**8, 30, 1024, 0.5)
    metrics.pool = lambda: Pool(size=5, idle=4, waiting=0)
    metrics.answers = lambda: Waiting(number=1, age=0.5)
    metrics.health, metrics.loop_lag = (lambda: True), 0.001
    metrics.updates_pending, metrics.clock_drift = 3, -0.25
    metrics.statistics_drift = {"people": 0, "sets": -1}
    record(metrics)
    try:
        yield telemetry, metrics
    finally:
        telemetry.shut_down()


def record(metrics: Metrics) -> None:
    """Record every event; the sums of these seconds are exact, in whatever order they are added."""
    for n, handler in enumerate([*telegram.HANDLERS, OTHER]):
        metrics.request(handler, "ok" if n % 5 else "refused", n / 16)
    for n, query in enumerate(QUERIES.values()):
        metrics.query(query, n / 128)
        metrics.transaction(n / 128)
    metrics.api_call("sendMessage", "flood", 0.375)
    metrics.error(TimeoutError())
    metrics.update_lag(2)
    metrics.answered(0.375)
    metrics.answer_ended("sent")
    metrics.flood_wait(0.375)


@pytest.fixture
async def page(otlp_port: int) -> AsyncIterator[Web]:
    """The bot of one route, which sends on the others as well."""
    with bot() as (telemetry, _):
        web = Web(telemetry, Health())
        await web.start("127.0.0.1", 0)
        yield web
        await web.stop()


async def at_rest(prometheus: Prometheus, expected: Series | None = None) -> Series:
    """Wait until everything is there: as expected, or twice the same."""
    before: Series = {}

    def rests(series: Series) -> bool:
        nonlocal before
        before, wanted = series, before if expected is None else expected
        return bool(series) and series == wanted

    return await until(prometheus.series, "the series are at rest", rests, pause=0.3)


async def differences(prometheus: Prometheus, expected: Series) -> str:
    """Say what differs: series that are missing, or extra, or of another value."""
    try:
        found = await at_rest(prometheus, expected)
    except AssertionError:
        found = await prometheus.series()
    missing, extra = expected.keys() - found.keys(), found.keys() - expected.keys()
    other = [key for key in expected.keys() & found.keys() if expected[key] != found[key]]
    return "".join(
        f"{len(rows)} {what}, such as {next(iter(rows))}; "
        for what, rows in (("missing", missing), ("extra", extra), ("other values", other))
        if rows
    )


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
    assert table == dict.fromkeys(ROUTES[1:], "")
    assert same_types


@pytest.mark.parametrize("temporality", ["delta", "lowmemory"])
async def test_deltas_add_up(
    temporality: str,
    monkeypatch: pytest.MonkeyPatch,
    otlp_port: int,
    collector: str,
    binary: str,
    tmp_path: Path,
) -> None:
    """Sent as deltas, every series has the values of the scraped ones, behind the Collector."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", temporality)
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
            to=ROUTES[1:],
            METRICS_REMOTE_WRITE_URL=f"{written.url}/api/v1/write",
            METRICS_OTLP_URL=f"{sent.url}/api/v1/otlp/v1/metrics",
        )
        collected = await run("b", jobs=through(await programs.enter_async_context(opened)))
        with bot() as (telemetry, metrics):
            web = Web(telemetry, Health())
            await web.start("127.0.0.1", 0)
            for times in range(1, 4):
                await has_arrived(collected, times)
                record(metrics)
            scraping = await run("a", jobs=direct(web.port))
            expected = await at_rest(scraping)
            backends = dict(zip(ROUTES[1:], (collected, written, sent), strict=True))
            table = {name: await differences(each, expected) for name, each in backends.items()}
            same_types = await collected.types() == await scraping.types()
            await web.stop()
    requests = {key: value for key, value in expected.items() if key[0] == "bot_requests_total"}
    print(f"{temporality}: {len(expected)} series; differences: {table}")
    assert max(requests.values()) == 4
    assert len(expected) > 400
    assert table == dict.fromkeys(ROUTES[1:], "")
    assert same_types


async def test_exponential_histograms(
    monkeypatch: pytest.MonkeyPatch, otlp_port: int, collector: str, tmp_path: Path
) -> None:
    """Where they are asked for, the Collector takes them, and the page has buckets all the same."""
    preferred = "base2_exponential_bucket_histogram"
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION", preferred)
    file = tmp_path / "data" / "metrics.jsonl"
    async with open_collector(collector, tmp_path / "data", otlp=otlp_port, METRICS_BACKEND="file"):
        with bot() as (telemetry, _):
            page = telemetry.exposition()[0].decode()
            lines = await until(lambda: _lines(file), "metrics are in the file")
    arrived = {
        metric["name"]: metric
        for resource in json.loads(lines[0])["resourceMetrics"]
        for scope in resource["scopeMetrics"]
        for metric in scope["metrics"]
    }
    histograms = {name for name, metric in arrived.items() if "exponentialHistogram" in metric}
    assert histograms >= {"bot.request.duration", "bot.database.duration", "bot.api.duration"}
    assert not [name for name, metric in arrived.items() if "histogram" in metric]
    assert 'bot_database_duration_seconds_bucket{le="0.25"}' in page


async def test_restart_and_new_version(
    otlp_port: int, collector: str, binary: str, tmp_path: Path
) -> None:
    """A restart makes no new series on any route, a new version only those that name it."""
    port = free_port()
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
            to=ROUTES[1:],
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


async def has_arrived(prometheus: Prometheus, times: int) -> None:
    """Wait until everything has been recorded so many times."""

    def all_of_it(series: Series) -> bool:
        return set(series.values()) == {times}

    read = partial(prometheus.series, "bot_answer_duration_seconds_count")
    await until(read, f"{times} records have arrived", all_of_it)


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines() if file.exists() else []


@asynccontextmanager
async def page_of(version: str, port: int) -> AsyncIterator[float]:
    """Run a bot of some version; gives the time at which it began."""
    with bot(version) as (telemetry, _):
        web = Web(telemetry, Health())
        await web.start("127.0.0.1", port)
        yield time.time()
        await web.stop()


async def seen(prometheus: Prometheus, since: float = 0.0) -> set:
    """Give every series of the bot of all times, once it has told something after `since`."""
    fresh = f'timestamp(bot_build_info{{job="telegram-bot"}}) > {since + 2}'
    await until(lambda: prometheus.series(fresh), "the bot has sent something new", pause=0.3)
    await at_rest(prometheus)
    rows = await prometheus.data("series", **{"match[]": '{job="telegram-bot"}'})
    return {(row.pop("__name__"), frozenset(row.items())) for row in rows}
