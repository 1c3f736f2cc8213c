"""The backends of docs/backends.md, as they run: what is sent arrives, and can be found again."""

import base64
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from opentelemetry.proto.metrics.v1.metrics_pb2 import AggregationTemporality
from prometheus_client.parser import text_string_to_metric_families

from instrumentation.instruments import INSTRUMENTS
from service.web import Health, Web
from tests.lifter import open_desk
from tests.otlp import Backend
from tests.ports import free_port
from tests.program import Program
from tests.stack.backends import (
    OTLP_FLAGS,
    Jaeger,
    VictoriaLogs,
    open_jaeger,
    open_victorialogs,
    open_victoriametrics,
)
from tests.stack.routes import (
    Prometheus,
    direct,
    open_collector,
    open_prometheus,
    through,
)
from tests.stack.test_collector import SENT
from tests.stack.test_dashboards import drawn
from tests.stack.test_routes import at_rest, bot, differences, record
from tests.waiting import until

pytestmark = pytest.mark.prometheus

BASIC = f"Basic {base64.b64encode(b'gym:chalk').decode()}"
DELTA = AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA


@pytest.fixture
def otlp_port(monkeypatch: pytest.MonkeyPatch) -> int:
    """Where the bot sends, whoever listens there."""
    port = free_port()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("OTEL_METRIC_EXPORT_INTERVAL", "300")
    monkeypatch.setenv("OTEL_METRICS_EXPORTER", "prometheus,otlp")
    return port


@pytest.mark.parametrize(
    ("word", "setting", "path", "flags"),
    [
        ("prometheus_remote_write", "METRICS_REMOTE_WRITE_URL", "/api/v1/write", ()),
        ("otlp_http", "METRICS_OTLP_URL", "/opentelemetry/v1/metrics", OTLP_FLAGS),
    ],
)
async def test_victoriametrics_has_the_same_series(
    word: str,
    setting: str,
    path: str,
    flags: tuple[str, ...],
    otlp_port: int,
    collector: str,
    binary: str,
    require: Callable[[str], str],
    tmp_path: Path,
) -> None:
    """By remote write and by OTLP, with a password: as a Prometheus has them that scrapes."""
    flags = (*flags, "-httpAuth.username=gym", "-httpAuth.password=chalk")
    async with AsyncExitStack() as programs:
        opened = open_victoriametrics(
            require("victoria-metrics"), tmp_path / "victoria", *flags, authorization=BASIC
        )
        victoria = await programs.enter_async_context(opened)
        told = {
            "METRICS_BACKEND": word,
            setting: victoria.url + path,
            "METRICS_HEADERS": f"Authorization: {BASIC}",
        }
        between = open_collector(collector, tmp_path / "data", otlp=otlp_port, **told)
        await programs.enter_async_context(between)
        with bot() as (telemetry, _):
            web = Web(telemetry, Health())
            await web.start("127.0.0.1", 0)
            scraping = await programs.enter_async_context(
                open_prometheus(binary, tmp_path / "a", direct(web.port))
            )
            expected = await at_rest(scraping)
            other = await differences(victoria, expected)
            await web.stop()
    print(f"VictoriaMetrics by {word}: {len(expected)} series; differences: {other!r}")
    assert len(expected) > 400
    assert other == ""


class DeltaOnly(Backend):
    """A backend that takes what was added and refuses totals; it adds up what it was sent."""

    def totals(self) -> dict[str, float]:
        """Add up every counter and histogram, by name; a total fails the test."""
        added: dict[str, float] = defaultdict(float)
        for message in self.messages("metrics"):
            for metric in message.resource_metrics[0].scope_metrics[0].metrics:
                kind = metric.WhichOneof("data")
                if kind in {"sum", "histogram"}:
                    data = getattr(metric, kind)
                    assert data.aggregation_temporality == DELTA, metric.name
                    for point in data.data_points:
                        value = point.count if kind == "histogram" else _number(point)
                        added[metric.name] += value
        return added


def _added(times: int) -> Callable[[dict[str, float]], bool]:
    return lambda sums: sums["bot.answer.duration"] == times


def _number(point: Any) -> float:
    return getattr(point, point.WhichOneof("value"))


@pytest.mark.parametrize("way", ["by the Collector", "by the bot"])
async def test_a_backend_that_takes_deltas_alone(
    way: str,
    otlp_port: int,
    collector: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Made of totals by cumulativetodelta, or sent so by the bot: they add up to the page's."""
    async with AsyncExitStack() as programs:
        if way == "by the bot":
            monkeypatch.setenv("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "delta")
            backend = await programs.enter_async_context(DeltaOnly(port=otlp_port))
        else:
            backend = await programs.enter_async_context(DeltaOnly())
            told = {
                "METRICS_BACKEND": "otlp_http",
                "METRICS_TEMPORALITY": "cumulativetodelta",
                "METRICS_OTLP_URL": f"http://127.0.0.1:{backend.port}/v1/metrics",
            }
            opened = open_collector(collector, tmp_path / "data", otlp=otlp_port, **told)
            await programs.enter_async_context(opened)
        with bot() as (telemetry, metrics):
            for times in (2, 3):
                await until(
                    backend.totals,
                    f"everything was added {times - 1} times",
                    _added(times - 1),
                )
                record(metrics)
            page = telemetry.exposition()[0].decode()
            expected = _totals(page)
            added = await until(
                backend.totals,
                "the deltas add up to the totals of the page",
                lambda sums: all(sums[name] == expected[name] for name in expected),
            )
    assert expected["bot.answer.duration"] == 3
    assert len(added) >= 15


def _totals(page: str) -> dict[str, float]:
    """Add up every counter and histogram of /metrics, under its name in OpenTelemetry."""
    names = {row.prometheus_name: row.name for row in INSTRUMENTS}
    sums: dict[str, float] = {}
    for family in text_string_to_metric_families(page):
        ending = {"counter": "_total", "histogram": "_count"}.get(family.type)
        if ending is None:
            continue
        name = names.get(family.name) or names[f"{family.name}_total"]
        sums[name] = sum(
            sample.value for sample in family.samples if sample.name == family.name + ending
        )
    return sums


async def test_headers_of_each_signal(collector: str, tmp_path: Path) -> None:
    """Each signal is sent with its own authorization, and with no other's."""
    async with Backend() as backend, aiohttp.ClientSession() as session:
        url = f"http://127.0.0.1:{backend.port}"
        told: dict[str, Any] = {}
        for signal in SENT:
            told |= {
                f"{signal}_BACKEND": "otlp_http",
                f"{signal}_OTLP_URL": f"{url}/v1/{signal.lower()}",
                f"{signal}_HEADERS": f"{{Authorization: Bearer {signal}, X-Scope-OrgID: gym}}",
            }
        async with open_collector(collector, tmp_path / "data", **told) as running:
            for signal, body in SENT.items():
                to = f"http://127.0.0.1:{running.otlp}/v1/{signal.lower()}"
                async with session.post(to, json=body) as answer:
                    assert answer.status == 200
            await backend.until(lambda: len(backend.headers) == 3)
    got = {name: (each["Authorization"], each["X-Scope-OrgID"]) for name, each in backend.headers}
    assert got == {signal.lower(): (f"Bearer {signal}", "gym") for signal in SENT}


@dataclass
class Signals:
    """A bot that people use, and where its three signals went."""

    metrics: Prometheus
    traces: Jaeger
    logs: VictoriaLogs
    chat: str
    folder: Path


@pytest.fixture
async def signals(
    request: pytest.FixtureRequest,
    collector: str,
    binary: str,
    require: Callable[[str], str],
    tmp_path: Path,
) -> AsyncIterator[Signals]:
    """All three signals go through the Collector, log lines with a password.

    The parameter is the lowest level that is logged.
    """
    flags = ("-httpAuth.username=gym", "-httpAuth.password=chalk")
    async with AsyncExitStack() as programs:
        traces = await programs.enter_async_context(
            open_jaeger(require("jaeger"), tmp_path / "jaeger")
        )
        lines = await programs.enter_async_context(
            open_victorialogs(
                require("victoria-logs"), tmp_path / "logs", *flags, authorization=BASIC
            )
        )
        between = await programs.enter_async_context(
            open_collector(
                collector,
                tmp_path / "data",
                TRACES_BACKEND="otlp_http",
                TRACES_OTLP_URL=traces.otlp,
                LOGS_BACKEND="otlp_http",
                LOGS_OTLP_URL=lines.otlp,
                LOGS_HEADERS=f"Authorization: {BASIC}",
            )
        )
        kept = "--enable-feature=exemplar-storage"
        metrics = await programs.enter_async_context(
            open_prometheus(binary, tmp_path / "prometheus", through(between), kept)
        )
        told = {f"OTEL_{signal}_EXPORTER": "otlp" for signal in SENT} | {
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{between.otlp}",
            "OTEL_METRIC_EXPORT_INTERVAL": "1000",
            "DATA_DIR": str(tmp_path / "bot"),
            "LOG_LEVEL": request.param,
        }
        running = await programs.enter_async_context(Program(told, cwd=tmp_path))
        yield Signals(metrics, traces, lines, running.addresses["chat"], tmp_path)


@pytest.mark.parametrize("signals", ["DEBUG"], indirect=True)
async def test_from_an_exemplar_to_a_trace_to_log_lines(signals: Signals) -> None:
    """A point on a graph names a trace that Jaeger has, and VictoriaLogs has its lines.

    What the dashboard that follows an update asks is answered too.
    """
    async with open_desk(signals.chat) as desk:
        anna = await desk.person("Anna", language="en")
        answer = await anna.says("/start")
        exemplar = await until(lambda: _exemplar(signals.metrics), "an exemplar is stored", pause=1)
        trace_id = exemplar["trace_id"]
        trace = await until(lambda: signals.traces.trace(trace_id), "Jaeger has its trace")
        lines = await until(
            lambda: signals.logs.lines(f'trace_id:="{trace_id}"'), "VictoriaLogs has its lines"
        )
        names = {span["operationName"] for span in trace["spans"]}
        print(
            f"exemplar {exemplar}\nspans {sorted(names)}\nlines {[each['_msg'] for each in lines]}"
        )
        assert {"service.name"} <= lines[0].keys()
        (handled,) = [each for each in lines if each["_msg"] == "An update was handled"]
        assert int(handled["update_id"]) == answer.update_id
        assert handled["span_id"] in {span["spanID"] for span in trace["spans"]}
        # From a line back to its trace, and from the number of an update to its lines.
        assert trace["traceID"] == handled["trace_id"]
        by_number = await signals.logs.lines(f'update_id:="{answer.update_id}"')
        assert {each["trace_id"] for each in by_number} == {trace_id}
        await _dashboard_answers(signals, trace_id, str(answer.update_id))


async def _exemplar(metrics: Prometheus) -> dict[str, str]:
    span = {"start": str(time.time() - 600), "end": str(time.time())}
    query = "bot_answer_duration_seconds_bucket"
    told = await metrics.data("query_exemplars", query=query, **span)
    return next((each["labels"] for row in told for each in row["exemplars"]), {})


async def _dashboard_answers(signals: Signals, trace_id: str, update_id: str) -> None:
    """Ask what the panels of traces and log lines ask."""
    values = {"${trace_id}": trace_id, "${update_id}": update_id, "${job}": "telegram-bot"}

    def expand(text: str) -> str:
        for name, value in values.items():
            text = text.replace(name, value)
        assert "$" not in text, text
        return text

    asked = {panel["title"]: panel["targets"][0] for panel in drawn("update-dashboard")}
    assert await signals.logs.lines(expand(asked["Log lines"]["expr"]))
    await signals.logs.lines(expand(asked["Failures"]["expr"]))
    assert await signals.traces.trace(expand(asked["Trace"]["query"]))
    search = asked["Slow updates"]
    found = await signals.traces.data(
        "traces", service=expand(search["service"]), limit=str(search["limit"]), minDuration="1us"
    )
    assert trace_id in {each["traceID"] for each in found}


@pytest.mark.parametrize("signals", ["INFO"], indirect=True)
async def test_a_failure_leads_to_its_trace_without_debug(signals: Signals) -> None:
    """At INFO a failed call is a line, and the line names the trace in which it failed."""
    async with open_desk(signals.chat) as desk:
        anna = await desk.person("Anna", language="en")
        await anna.says("/start")
        await desk.breaks("status", method="sendMessage", status=400, count=1)
        await anna.says("/help", answered=False)
        line = (
            await until(
                lambda: signals.logs.lines('severity_text:="WARNING" _msg:"A call to Telegram"'),
                "the failure has a line",
            )
        )[0]
        trace = await until(lambda: signals.traces.trace(line["trace_id"]), "and a trace")
    assert any(tag["key"] == "error" and tag["value"] for s in trace["spans"] for tag in s["tags"])
