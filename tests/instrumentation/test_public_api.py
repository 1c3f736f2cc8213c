"""What is recorded goes through OpenTelemetry's public API, so that people can copy it."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from opentelemetry import metrics
from opentelemetry.sdk.metrics import export as metrics_export
from opentelemetry.sdk.trace import ReadableSpan

from instrumentation.instruments import INSTRUMENTS
from instrumentation.metrics import Metrics

FILES = sorted((Path(__file__).parents[2] / "instrumentation").rglob("*.py"))
MADE_BY_THE_SDK = {ReadableSpan.__name__, "Metric", "MetricsData", "Sum", "Gauge"} | {
    name for name in vars(metrics_export) if name.endswith(("DataPoint", "Metrics", "Histogram"))
}
LOGS = ("opentelemetry._logs", "opentelemetry.sdk._logs", "_log_exporter")
"""The API for logs, which OpenTelemetry documents under private names until it is stable."""

OURS = "opentelemetry.instrumentation.aiogram."
"""The package under instrumentation/telegram, which may use its own modules."""


def bypasses(source: str) -> Iterator[str]:
    """Find what is made, subclassed or overridden that is the SDK's own business."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                if name in MADE_BY_THE_SDK:
                    yield f"line {node.lineno} makes a {name}"
            case ast.ClassDef(bases=bases):
                yield from _subclassed(node.lineno, map(ast.unparse, bases))
            case ast.Attribute(attr="_receive_metrics") | ast.FunctionDef(name="_receive_metrics"):
                yield f"line {node.lineno} concerns _receive_metrics"
            case ast.Import(names=names):
                yield from _private(node.lineno, [alias.name for alias in names])
            case ast.ImportFrom(module=str(module), names=names):
                yield from _private(node.lineno, [f"{module}.{alias.name}" for alias in names])


def _subclassed(line: int, bases: Iterable[str]) -> Iterator[str]:
    for base in bases:
        if base.endswith(("Reader", "Provider", "ReadableSpan", "DataPoint")):
            yield f"line {line} subclasses {base}"


def _private(line: int, modules: list[str]) -> Iterator[str]:
    for module in modules:
        public = module
        for name in LOGS:
            public = public.replace(name, "")
        if module.startswith("opentelemetry.") and not module.startswith(OURS) and "._" in public:
            yield f"line {line} imports {module}"


@pytest.mark.parametrize("path", FILES, ids=str)
def test_only_the_public_api(path: Path) -> None:
    """Nothing of the SDK's data is made by hand, no reader is subclassed, nothing private used."""
    assert list(bypasses(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "NumberDataPoint(labels, 0, 1, 2)",
        "export.HistogramDataPoint()",
        "Metric(name, help, unit, data)",
        "MetricsData([])",
        "ReadableSpan(name)",
        "class Mine(PrometheusMetricReader): ...",
        "class Mine(export.PeriodicExportingMetricReader): ...",
        "class Mine(MeterProvider): ...",
        "class Mine(ReadableSpan): ...",
        "class Mine:\n    def _receive_metrics(self): ...",
        "reader._receive_metrics(data)",
        "from opentelemetry.sdk.metrics._internal import point",
        "import opentelemetry.sdk.metrics._internal.point",
        "from opentelemetry.sdk.trace import _Span",
    ],
)
def test_a_bypass_is_seen(source: str) -> None:
    """Each way past the API is found."""
    assert list(bypasses(source))


class Asked:
    """A meter that notes what it is asked to create."""

    def __init__(self) -> None:
        self.created: dict[str, str] = {}

    def __getattr__(self, method: str) -> object:
        def create(name: str, *_: object, **__: object) -> object:
            self.created[name] = method
            return getattr(metrics.NoOpMeter("asked"), method)(name, *_, **__)

        return create


def test_every_row_is_an_instrument(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row of the table is created from a meter by the method of its kind."""
    meter = Asked()
    provider = metrics.NoOpMeterProvider()
    monkeypatch.setattr(provider, "get_meter", lambda *_, **__: meter)
    Metrics(provider, handlers=["a.b"])
    assert meter.created == {
        row.name: f"create_{row.kind.replace(' ', '_')}" for row in INSTRUMENTS
    }
