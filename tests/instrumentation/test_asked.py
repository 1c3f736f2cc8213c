"""The OTEL_* variables, read as a good citizen reads them."""

from collections.abc import Set as AbstractSet

import pytest

from instrumentation.setup.asked import Asked, NotAllowed


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ({}, ({"prometheus"}, set(), set())),
        ({"OTEL_METRICS_EXPORTER": "otlp"}, ({"otlp"}, set(), set())),
        ({"OTEL_METRICS_EXPORTER": " Prometheus, otlp "}, ({"prometheus", "otlp"}, set(), set())),
        ({"OTEL_METRICS_EXPORTER": "none"}, (set(), set(), set())),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, ({"prometheus"}, {"otlp"}, set())),
        ({"OTEL_LOGS_EXPORTER": "console"}, ({"prometheus"}, set(), {"console"})),
        ({"OTEL_TRACES_EXPORTER": ""}, ({"prometheus"}, set(), set())),
    ],
)
def test_exporters(told: dict[str, str], asked: tuple[AbstractSet[str], ...]) -> None:
    """Nothing leaves the bot unless it is asked for; a list asks for several; an empty is none."""
    read = Asked.by(told)
    assert (read.metrics, read.traces, read.logs) == asked


def test_interval() -> None:
    """Metrics are sent as often as they would be scraped, unless told otherwise."""
    assert Asked.by({}).interval == 15_000
    assert Asked.by({"OTEL_METRIC_EXPORT_INTERVAL": "500"}).interval == 500


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OTEL_METRICS_EXPORTER", "promethius"),
        ("OTEL_TRACES_EXPORTER", "jaeger"),
        ("OTEL_LOGS_EXPORTER", "otlp,syslog"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/json"),
        ("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "deltas"),
        ("OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION", "base10"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "15s"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "0"),
    ],
)
def test_not_allowed(name: str, value: str) -> None:
    """What there is not is refused in one line: the name, the value, what is allowed."""
    with pytest.raises(NotAllowed) as refused:
        Asked.by({"OTEL_METRICS_EXPORTER": "otlp", name: value})
    line = str(refused.value)
    assert line.startswith(f"{name}={value!r} is not allowed; allowed: ")
    assert "\n" not in line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TEMPORALITY_PREFERENCE", "cumulative"),
        ("TEMPORALITY_PREFERENCE", "delta"),
        ("TEMPORALITY_PREFERENCE", "LowMemory"),
        ("DEFAULT_HISTOGRAM_AGGREGATION", "explicit_bucket_histogram"),
        ("DEFAULT_HISTOGRAM_AGGREGATION", "base2_exponential_bucket_histogram"),
    ],
)
def test_forms(name: str, value: str) -> None:
    """Every form of OpenTelemetry is allowed; where no metrics are sent, anything is."""
    name = f"OTEL_EXPORTER_OTLP_METRICS_{name}"
    Asked.by({"OTEL_METRICS_EXPORTER": "otlp", name: value})
    Asked.by({"OTEL_TRACES_EXPORTER": "otlp", name: "unknown"})


def test_an_address_alone(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever names a backend and sends nothing there is told what is missing."""
    Asked.by({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x:4318"})
    assert "no OTEL_METRICS_EXPORTER or" in caplog.text
    caplog.clear()
    told = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x:4318", "OTEL_TRACES_EXPORTER": "otlp"}
    Asked.by(told)
    assert caplog.text == ""
