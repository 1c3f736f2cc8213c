"""What a single recording costs, each way of making it."""

import time
from collections.abc import Callable
from typing import Any

from opentelemetry.instrumentation.aiogram import update_span
from opentelemetry.sdk.metrics import AlwaysOffExemplarFilter, MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import get_current_span
from prometheus_client import CollectorRegistry, Histogram

import instrumentation.setup
from instrumentation.traces import current, resumed
from tests.bench.measure import Bench


class Discard(SpanExporter):
    """Takes spans and forgets them: the price is of making and batching them, not of a network."""

    def export(self, spans: Any) -> SpanExportResult:
        """Take them."""
        return SpanExportResult.SUCCESS


def measure(bench: Bench) -> None:
    """Measure single recordings, again and again: quicker than between other work."""
    provider = MeterProvider([InMemoryMetricReader()], exemplar_filter=AlwaysOffExemplarFilter())
    meter, labels, by_hand = provider.get_meter("bench"), {"query": "one"}, CollectorRegistry()
    bounds = (0.005, 0.05, 0.25, 1)
    sdk = meter.create_histogram("h", explicit_bucket_boundaries_advisory=bounds)
    counter, counts = meter.create_counter("c"), {"one": 0}
    theirs = Histogram("h", "h", ["query"], buckets=bounds, registry=by_hand)
    telemetry = instrumentation.setup.set_up(version="bench", spans=Discard())
    tracer = telemetry.tracers.get_tracer("bench")
    assert isinstance(telemetry.tracers, TracerProvider)
    acts: dict[str, Callable[[], object]] = {
        "sdk_histogram_record": lambda: sdk.record(0.01, labels),
        "prometheus_client_histogram_record": lambda: theirs.labels("one").observe(0.01),
        "sdk_counter_add": lambda: counter.add(1, labels),
        "dict_add": lambda: counts.__setitem__("one", counts["one"] + 1),
        "sdk_span": lambda: tracer.start_span("one", attributes=labels).end(),
    }
    with tracer.start_as_current_span("update"):
        for name, act in acts.items():
            found = []
            for _ in range(9):
                found.append(_microseconds(act, 1_000))
                telemetry.tracers.force_flush()  # a full queue would throw spans away
            bench.figure(f"{name}_us", found)
    telemetry.shut_down()
    bench.figure("tracing_off_us", [_microseconds(_untraced) for _ in range(9)])
    bench.note("tracing_off is all that an update pays for spans that nobody asked for")


def _untraced() -> None:
    """Pass every seam that would draw a span."""
    with update_span("message", 1, 0.0):
        get_current_span().is_recording()
        with resumed(current()):
            pass


def _microseconds(act: Callable[[], object], times: int = 5_000) -> float:
    began = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - began) * 1e6 / times
