"""The SDK set up as a good citizen."""

import aiohttp
import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from instrumentation.metrics import Metrics
from instrumentation.setup import Telemetry, set_up
from tests.instrumentation.conftest import Page


def resource(**options: str) -> dict[str, object]:
    """Give the resource's attributes, as spans carry them."""
    telemetry = set_up(version="1.2.3", spans=InMemorySpanExporter(), **options)
    telemetry.shut_down()
    return dict(telemetry.tracers.resource.attributes)


def test_resource() -> None:
    """The instance keeps its id from start to start, so that no start makes new series."""
    first, second = resource(), resource()
    assert first == second
    assert first == first | {
        "service.name": "telegram-bot",
        "service.version": "1.2.3",
        "service.instance.id": "telegram-bot",
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


async def post() -> None:
    """Call the Bot API where nobody is."""
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.post("http://127.0.0.1:1/bot1:canary/getMe")


async def test_http_exchange_is_drawn() -> None:
    """Where spans are asked for, an HTTP exchange is one: method, address, class of error."""
    spans = InMemorySpanExporter()
    telemetry = set_up(version="1", spans=spans)
    await post()
    telemetry.shut_down()
    (span,) = spans.get_finished_spans()
    assert span.name == "POST"
    assert span.attributes["url.full"] == "http://127.0.0.1:1/bot<hidden>/getMe"
    assert span.attributes["error.type"] == "ClientConnectorError"
    assert [set(event.attributes) for event in span.events] == [
        {"exception.type", "exception.escaped"}
    ]
    assert "canary" not in span.to_json()


async def test_http_is_left_alone_without_traces(telemetry: Telemetry) -> None:
    """Where no span is asked for, no call pays for one."""
    async with aiohttp.ClientSession() as session:
        assert session.trace_configs == []


async def test_everything_is_one_of_ours(metrics: Metrics, page: Page) -> None:
    """Every name on the page begins with `bot_`: no target_info, no scope labels."""
    text = page.text()
    assert {line.split("_")[0] for line in text.splitlines() if line[0] != "#"} == {"bot"}
    assert "otel_scope" not in text
