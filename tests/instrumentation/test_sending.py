"""What is sent by OTLP is what the page shows, in whatever form it is asked for."""

from collections.abc import Iterator

import pytest
from opentelemetry.instrumentation.aiogram import update_span
from opentelemetry.sdk.metrics.export import (
    AggregationTemporality,
    Histogram,
    Metric,
    MetricExportResult,
    MetricsData,
    Sum,
)
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import get_current_span

from instrumentation.instruments import INSTRUMENTS
from instrumentation.labels import OTHER
from instrumentation.metrics import Metrics
from instrumentation.setup import Telemetry, set_up
from instrumentation.setup.exporting import SPAN_EXPORTERS, OTLPMetrics
from tests.instrumentation.test_metrics import fill
from tests.some import some

TEMPORALITY = "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE"
DELTA, CUMULATIVE = AggregationTemporality.DELTA, AggregationTemporality.CUMULATIVE


class Sent:
    """What a backend is sent, in the form that the real exporter was asked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.batches: list[MetricsData] = []
        monkeypatch.setattr(OTLPMetrics, "export", self.export)

    def export(self, data: MetricsData, *_: object, **__: object) -> MetricExportResult:
        self.batches.append(data)
        return MetricExportResult.SUCCESS

    def metrics(self) -> dict[str, Metric]:
        """Give the last batch by name; the bot has one meter."""
        (resource,) = self.batches[-1].resource_metrics
        (scope,) = resource.scope_metrics
        return {metric.name: metric for metric in scope.metrics}


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    monkeypatch.setenv("OTEL_METRICS_EXPORTER", "prometheus,otlp")
    return Sent(monkeypatch)


@pytest.fixture
def telemetry(sent: Sent, request: pytest.FixtureRequest) -> Iterator[Telemetry]:
    telemetry = set_up(version="1")
    yield telemetry
    telemetry.shut_down()


def test_sent_as_it_is_shown(sent: Sent, telemetry: Telemetry) -> None:
    """By OTLP goes every metric that the page has, with its unit and its help."""
    fill(Metrics(telemetry.meters, handlers=["a.b"]))
    telemetry.meters.force_flush()
    shown = telemetry.exposition()[0].decode()
    for row in INSTRUMENTS:
        assert f"# TYPE {row.prometheus_name} {row.prometheus_type}\n" in shown
        metric = sent.metrics()[row.name]
        assert (metric.unit, metric.description) == (row.unit, row.help)


@pytest.mark.parametrize(
    ("asked_for", "counters", "histograms"),
    [
        ("cumulative", CUMULATIVE, CUMULATIVE),
        ("delta", DELTA, DELTA),
        ("LowMemory", CUMULATIVE, DELTA),  # of observable counters a delta would need a memory
    ],
)
def test_temporality(
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    asked_for: str,
    counters: AggregationTemporality,
    histograms: AggregationTemporality,
) -> None:
    """Counters and histograms are sent as deltas where that is asked for; the page is not."""
    monkeypatch.setenv(TEMPORALITY, asked_for)
    sent: Sent = request.getfixturevalue("sent")
    telemetry: Telemetry = request.getfixturevalue("telemetry")
    metrics = Metrics(telemetry.meters, handlers=["a.b"])
    for seconds in (0.3, 0.7):
        metrics.request("a.b", "ok", seconds)
        telemetry.meters.force_flush()
    counter, histogram = (sent.metrics()[f"bot.request{end}"].data for end in ("s", ".duration"))
    assert isinstance(counter, Sum)
    assert isinstance(histogram, Histogram)
    assert counter.aggregation_temporality is counters
    assert histogram.aggregation_temporality is histograms
    (counted,) = [
        point.value for point in counter.data_points if dict(some(point.attributes)) == OK
    ]
    (measured,) = histogram.data_points
    assert counted == (1 if counters is DELTA else 2)
    assert (measured.count, measured.sum) == ((1, 0.7) if histograms is DELTA else (2, 1.0))
    page = telemetry.exposition()[0].decode()
    assert 'bot_requests_total{handler="a.b",outcome="ok"} 2.0' in page
    assert 'bot_request_duration_seconds_count{handler="a.b"} 2.0' in page


OK = {"handler": "a.b", "outcome": "ok"}


def test_exemplars(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A time that was recorded in a trace leads to it, where the route can carry that."""
    monkeypatch.setitem(SPAN_EXPORTERS, "otlp", InMemorySpanExporter)
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "otlp")
    sent: Sent = request.getfixturevalue("sent")
    telemetry: Telemetry = request.getfixturevalue("telemetry")
    metrics = Metrics(telemetry.meters, handlers=["a.b"])
    with update_span("message", 1):
        trace = get_current_span().get_span_context().trace_id
        for row in INSTRUMENTS:
            if row.kind == "histogram":
                metrics._record(row.name, 0.3, *(OTHER for _ in row.labels))
    telemetry.meters.force_flush()
    led = {
        metric.name: [exemplar.trace_id for exemplar in metric.data.data_points[0].exemplars]
        for metric in sent.metrics().values()
        if metric.name in {row.name for row in INSTRUMENTS if row.kind == "histogram"}
    }
    assert led == {row.name: [trace] for row in INSTRUMENTS if row.kind == "histogram"}
