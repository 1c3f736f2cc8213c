"""The bot's own tables are what the SDK would have kept, on every route."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from opentelemetry.instrumentation.aiogram import update_span
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import (
    InMemoryMetricReader,
    MetricExporter,
    MetricExportResult,
    MetricsData,
)
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import get_current_span

from instrumentation.instruments import INSTRUMENTS, QUERY_SECONDS
from instrumentation.labels import OTHER, Labels
from instrumentation.metrics import Metrics
from instrumentation.setup import set_up
from instrumentation.setup.exporting import METRIC_EXPORTERS, SPAN_EXPORTERS
from instrumentation.tally import Buckets, Tally
from tests.instrumentation.conftest import Page

EXEMPLARY = ("bot.request.duration", "bot.answer.duration")
DICE = random.Random(4)
VALUES = [*QUERY_SECONDS, 0.0, 99.0, *(DICE.expovariate(5) for _ in range(500))]


def test_buckets_are_the_sdks() -> None:
    """The same values give the same counts and sum, also those that are a bound."""
    reader = InMemoryMetricReader()
    meter = MeterProvider([reader]).get_meter("test")
    theirs = meter.create_histogram("h", explicit_bucket_boundaries_advisory=QUERY_SECONDS)
    ours = Buckets(Labels(query=("a", OTHER)), QUERY_SECONDS)
    for value in VALUES:
        theirs.record(value, {"query": "a"})
        ours.record(value, ("a",))
    (resource,) = reader.get_metrics_data().resource_metrics
    (point,) = resource.scope_metrics[0].metrics[0].data.data_points
    ((labels, counts, total),) = ours.read()
    assert (labels, counts) == ({"query": "a"}, list(point.bucket_counts))
    assert total == pytest.approx(point.sum)


def test_parts_are_those_of_the_whole() -> None:
    """Number and sum of each name, and one histogram of all, which is there before its first."""
    labels = Labels(query=("a", "b", OTHER))
    buckets, one = Buckets(labels, QUERY_SECONDS), Buckets(Labels(), QUERY_SECONDS)
    assert buckets.together() == one.read() == [({}, [0] * (len(QUERY_SECONDS) + 1), 0)]
    for n, value in enumerate(VALUES):
        buckets.record(value, ("ab"[n % 2],))
        one.record(value, ())
    named = {"a": VALUES[::2], "b": VALUES[1::2]}
    assert buckets.counts() == [({"query": name}, len(each)) for name, each in named.items()]
    sums = {row["query"]: total for row, total in buckets.sums()}
    assert sums == {name: pytest.approx(sum(each)) for name, each in named.items()}
    ((_, counts, total),), ((_, expected, _),) = buckets.together(), one.read()
    assert (counts, total) == (expected, pytest.approx(sum(VALUES)))


def test_unlisted_values_share_a_row() -> None:
    """What nobody listed becomes the last of the list, however often it comes."""
    labels = Labels(query=("a", OTHER))
    buckets, tally = Buckets(labels, QUERY_SECONDS), Tally(labels)
    for n in range(100):
        buckets.record(0.1, (f"canary-{n}",))
        tally.add(1, (f"canary-{n}",))
    assert [(row, sum(counts)) for row, counts, _ in buckets.read()] == [({"query": OTHER}, 100)]
    assert tally.read() == [({"query": "a"}, 0), ({"query": OTHER}, 100)]


def test_reading_while_recording() -> None:
    """A scrape in another thread finds whole rows, and nothing recorded meanwhile is lost."""
    buckets = Buckets(Labels(query=tuple("abcdef")), QUERY_SECONDS)

    def record(name: str) -> None:
        for value in VALUES:
            buckets.record(value, (name,))
            buckets.read()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(record, "abcdef"))
    assert [sum(counts) for _, counts, _ in buckets.read()] == [len(VALUES)] * 6


def test_unlabelled_buckets_exist_from_the_start(metrics: Metrics, page: Page) -> None:
    """A histogram without labels is there before its first value: an alert may ask for it."""
    assert page.value("bot_rest_lateness_seconds_count") == 0
    assert page.value("bot_rest_lateness_seconds_bucket", le="+Inf") == 0
    metrics.rest_rung(0.4)
    assert page.value("bot_rest_lateness_seconds_bucket", le="0.5") == 1


class Kept(MetricExporter):
    """A backend that keeps what it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[MetricsData] = []

    def export(self, metrics_data: MetricsData, *_: object, **__: object) -> MetricExportResult:
        self.sent.append(metrics_data)
        return MetricExportResult.SUCCESS

    def force_flush(self, timeout_millis: float = 0) -> bool:
        return True

    def shutdown(self, timeout_millis: float = 0, **_: object) -> None:
        pass


def test_sent_as_they_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent by OTLP has every histogram and counter that the page has, in one scope."""
    kept = Kept()
    monkeypatch.setitem(METRIC_EXPORTERS, "otlp", lambda: kept)
    monkeypatch.setenv("OTEL_METRICS_EXPORTER", "prometheus,otlp")
    telemetry = set_up(version="1")
    metrics = Metrics(telemetry.meters, handlers=["a.b"])
    metrics.query(OTHER, 0.3)
    for row in INSTRUMENTS:
        if row.prometheus_type == "histogram" and row.name != "bot.database.duration":
            metrics._record(row.name, 0.3, *(OTHER for _ in row.labels))
    telemetry.meters.force_flush()
    shown = telemetry.exposition()[0].decode()
    telemetry.shut_down()
    (resource,) = kept.sent[-1].resource_metrics
    (scope,) = resource.scope_metrics
    sent = {metric.name: metric for metric in scope.metrics}
    for row in INSTRUMENTS:
        if row.prometheus_type != "gauge" and row.name != "bot.process.cpu":
            assert f"# TYPE {row.prometheus_name} {row.prometheus_type}\n" in shown
            assert (sent[row.name].unit, sent[row.name].description) == (row.unit, row.help)


def test_exemplars(monkeypatch: pytest.MonkeyPatch) -> None:
    """A time that was recorded in a trace leads to it, where the route can carry that."""
    kept = Kept()
    monkeypatch.setitem(METRIC_EXPORTERS, "otlp", lambda: kept)
    monkeypatch.setitem(SPAN_EXPORTERS, "otlp", InMemorySpanExporter)
    for name in ("OTEL_METRICS_EXPORTER", "OTEL_TRACES_EXPORTER"):
        monkeypatch.setenv(name, "otlp")
    telemetry = set_up(version="1")
    metrics = Metrics(telemetry.meters, handlers=["a.b"])
    with update_span("message", 1):
        trace = get_current_span().get_span_context().trace_id
        metrics.request("a.b", "ok", 0.1)
        metrics.answered(0.3)
    telemetry.meters.force_flush()
    telemetry.shut_down()
    (resource,) = kept.sent[0].resource_metrics
    led = {
        metric.name: [exemplar.trace_id for exemplar in metric.data.data_points[0].exemplars]
        for metric in resource.scope_metrics[0].metrics
        if metric.name in EXEMPLARY
    }
    assert led == {name: [trace] for name in EXEMPLARY}
