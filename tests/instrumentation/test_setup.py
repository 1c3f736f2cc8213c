"""The SDK set up as a good citizen."""

from importlib.metadata import version

import aiohttp
import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.util.types import AttributeValue

from instrumentation.metrics import Metrics
from instrumentation.setup import Telemetry, set_up
from tests.instrumentation.conftest import Page, tracers

ADDRESS = "http://127.0.0.1:1/bot1:canary/getMe"


def resource(**options: str) -> dict[str, object]:
    """Give the resource's attributes, as spans carry them."""
    telemetry = set_up(version="1.2.3", spans=InMemorySpanExporter(), **options)
    telemetry.shut_down()
    return dict(tracers(telemetry).resource.attributes)


def test_resource() -> None:
    """The instance keeps its id from start to start, so that no start makes new series."""
    first, second = resource(), resource()
    assert first == second
    assert first == first | {
        "service.name": "telegram-bot",
        "service.version": "1.2.3",
        "service.instance.id": "telegram-bot",
        "telemetry.sdk.language": "python",
        "telemetry.sdk.name": "opentelemetry",
        "telemetry.sdk.version": version("opentelemetry-sdk"),
    }


def test_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES are stronger than the code."""
    monkeypatch.setenv("OTEL_SERVICE_NAME", "other")
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=b,deployment=x")
    told = resource()
    assert (told["service.name"], told["service.instance.id"]) == ("other", "b")
    assert told["deployment"] == "x"


def test_disabled(monkeypatch: pytest.MonkeyPatch) -> None:
    """With OTEL_SDK_DISABLED everything works and nothing is published."""
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    telemetry = set_up(version="1")
    metrics = Metrics(telemetry.meters, handlers=["a.b"])
    metrics.request("a.b", "ok", 0.1)
    assert telemetry.exposition()[0] == b""
    telemetry.shut_down()


@pytest.mark.parametrize(
    "accept", ["", "text/plain", "application/openmetrics-text; version=1.0.0"]
)
def test_the_page_says_its_type(telemetry: Telemetry, accept: str) -> None:
    """With its character set, whatever the scraper takes."""
    _, headers = telemetry.exposition(accept)
    assert headers["Content-Type"].startswith(accept.partition(";")[0] or "text/plain")
    assert "; charset=utf-8" in headers["Content-Type"]


def test_no_exception_is_quoted() -> None:
    """What a library notes of an exception is not exported: its words may be a person's."""
    spans = InMemorySpanExporter()
    telemetry = set_up(version="1", spans=spans)
    span = telemetry.tracers.get_tracer("a library").start_span("fails")
    span.record_exception(ValueError("canary"))
    span.end()
    telemetry.shut_down()
    (exported,) = spans.get_finished_spans()
    assert "canary" not in exported.to_json()


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        (f"GET {ADDRESS}", {}),
        ("GET", {"url.full": ADDRESS}),
        ("GET", {"http.request.header.referer": ["x", ADDRESS]}),
    ],
)
def test_a_span_with_a_secret_is_dropped(
    name: str, attributes: dict[str, AttributeValue], caplog: pytest.LogCaptureFixture
) -> None:
    """A span that holds a token is not exported but reported; the others are exported."""
    spans = InMemorySpanExporter()
    telemetry = set_up(version="1", spans=spans)
    tracer = telemetry.tracers.get_tracer("a library")
    tracer.start_span(name, attributes=attributes).end()
    tracer.start_span("clean", attributes={"size": 3, "names": ["a", "b"]}).end()
    telemetry.shut_down()
    assert [span.name for span in spans.get_finished_spans()] == ["clean"]
    assert "1 spans contained a secret" in caplog.text
    assert "canary" not in caplog.text


@pytest.mark.parametrize("spans", [InMemorySpanExporter(), None])
async def test_http_is_traced_where_anything_is(spans: InMemorySpanExporter | None) -> None:
    """Where no span is asked for, no call pays for one."""
    telemetry = set_up(version="1", spans=spans)
    async with aiohttp.ClientSession() as session:
        assert bool(session.trace_configs) is (spans is not None)
    telemetry.shut_down()


async def test_everything_is_one_of_ours(metrics: Metrics, page: Page) -> None:
    """Every name on the page begins with `bot_`: no target_info, no scope labels."""
    text = page.text()
    assert {line.split("_")[0] for line in text.splitlines() if line[0] != "#"} == {"bot"}
    assert "otel_scope" not in text
