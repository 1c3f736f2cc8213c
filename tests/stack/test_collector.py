"""otel-collector.yaml, read by a real Collector: each word is a backend, and what comes arrives."""

import asyncio
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.otlp import Backend
from tests.ports import free_port
from tests.some import some
from tests.stack.routes import ROOT, open_collector
from tests.waiting import until

pytestmark = pytest.mark.prometheus

CONFIG = ROOT / "otel-collector.yaml"
BACKENDS = ("prometheus", "prometheus_remote_write", "otlp_http", "file", "debug")


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("signal", ["METRICS", "TRACES", "LOGS"])
def test_one_word_is_a_backend(
    collector: str, signal: str, backend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The configuration is valid with every word it offers, and with no other."""
    monkeypatch.setenv("COLLECTOR_DATA", str(tmp_path))
    offered = some(re.search(rf"#   {signal}_BACKEND +(.*)", CONFIG.read_text("utf-8")))[1]
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
    assert '"promethius/metrics"' in told.stderr


def test_components_are_those_that_are_built() -> None:
    """Every component of the configuration is in the Collector the tests build, and no other."""
    config = yaml.safe_load(CONFIG.read_text("utf-8"))
    built = yaml.safe_load((ROOT / ".ci/collector.yaml").read_text("utf-8"))
    for kind in ("receivers", "processors", "exporters", "extensions"):
        modules = {row["gomod"].split(" ")[0].rpartition("/")[2] for row in built[kind]}
        used = {type_of(name).replace("_", "") + kind.removesuffix("s") for name in config[kind]}
        assert {name.replace("filestorageextension", "filestorage") for name in used} == modules


def test_components_are_those_of_the_image(collector: str) -> None:
    """Compose's image, the contrib distribution, brings every component, under the same name."""
    files = (Path(collector).parent / "metadata").glob("*.yaml")
    known = [yaml.safe_load(file.read_text("utf-8")) for file in files]
    brought = {row["type"] for row in known if "contrib" in row["status"]["distributions"]}
    config = yaml.safe_load(CONFIG.read_text("utf-8"))
    kinds = ("receivers", "processors", "exporters", "extensions")
    assert {type_of(name) for kind in kinds for name in config[kind]} == brought


def type_of(name: str) -> str:
    """Strip what follows the type in the name of a component: `otlp_http/logs`."""
    return name.partition("/")[0]


def test_memory_is_limited_first() -> None:
    """Nothing comes before the memory limiter, in no pipeline."""
    pipelines = yaml.safe_load(CONFIG.read_text("utf-8"))["service"]["pipelines"]
    assert {pipeline["processors"][0] for pipeline in pipelines.values()} == {"memory_limiter"}


async def test_what_waits_survives(collector: str, tmp_path: Path) -> None:
    """A trace taken while the backend was away arrives, though the Collector was killed between."""
    port = free_port()
    told: dict[str, Any] = {
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
        await backend.until(backend.spans)
        assert {span.name for span in backend.spans()} == {"waits"}


@pytest.mark.parametrize("word", ["otlp_http", "file", "debug"])
async def test_every_signal_goes_where_its_word_says(
    word: str, collector: str, tmp_path: Path
) -> None:
    """Metrics, traces and logs arrive at a receiver, or in the file; the Collector counts them."""
    async with Backend() as backend, aiohttp.ClientSession() as session:
        url = backend.environment["OTEL_EXPORTER_OTLP_ENDPOINT"]
        told: dict[str, Any] = {f"{signal}_BACKEND": word for signal in SENT}
        told |= {f"{signal}_OTLP_URL": f"{url}/v1/{signal.lower()}" for signal in SENT}
        async with open_collector(collector, tmp_path / "data", **told) as running:
            for signal, body in SENT.items():
                to = f"http://127.0.0.1:{running.otlp}/v1/{signal.lower()}"
                async with session.post(to, json=body) as answer:
                    assert answer.status == 200
            own = f"http://127.0.0.1:{running.own}/metrics"

            async def sent() -> set[str]:
                async with session.get(own) as answer:
                    text = await answer.text()
                return {
                    what for what in COUNTED if re.search(f"otelcol_exporter_sent_{what}.* 1", text)
                }

            await until(sent, "one of each is counted", lambda kinds: kinds == COUNTED, pause=0.1)
    if word == "otlp_http":
        assert {signal for signal, _ in backend.bodies} == {"metrics", "traces", "logs"}
    if word == "file":
        for signal, body in SENT.items():
            (line,) = (
                (tmp_path / "data" / f"{signal.lower()}.jsonl").read_text("utf-8").splitlines()
            )
            assert set(json.loads(line)) == set(body)


POINT = {"name": "bot.x", "gauge": {"dataPoints": [{"asInt": "1", "timeUnixNano": "1"}]}}
SPAN = {"name": "x", "traceId": "0" * 31 + "1", "spanId": "0" * 15 + "1"}
LINE = {"body": {"stringValue": "x"}}
SENT: dict[str, dict[str, Any]] = {
    "METRICS": {"resourceMetrics": [{"scopeMetrics": [{"metrics": [POINT]}]}]},
    "TRACES": {"resourceSpans": [{"scopeSpans": [{"spans": [SPAN]}]}]},
    "LOGS": {"resourceLogs": [{"scopeLogs": [{"logRecords": [LINE]}]}]},
}
COUNTED = {"metric_points", "spans", "log_records"}


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
