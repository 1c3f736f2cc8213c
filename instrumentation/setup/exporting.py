"""Exporters, to OTLP or to the terminal, which let no secret out of the process."""

import logging
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk._logs import LoggerProvider, ReadableLogRecord
from opentelemetry.sdk._logs.export import (
    ConsoleLogRecordExporter,
    LogRecordExporter,
    LogRecordExportResult,
)
from opentelemetry.sdk.metrics.export import (
    ConsoleMetricExporter,
    MetricExporter,
    MetricExportResult,
    MetricsData,
)
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SpanExporter, SpanExportResult

from instrumentation.logs import facts
from instrumentation.redaction import Formatter, RedactingFormatter, Redactor

SPAN_EXPORTERS: dict[str, Callable[[], SpanExporter]] = {
    "otlp": OTLPSpanExporter,
    "console": ConsoleSpanExporter,
}
LOG_EXPORTERS: dict[str, Callable[[], LogRecordExporter]] = {
    "otlp": OTLPLogExporter,
    "console": ConsoleLogRecordExporter,
}

REPETITIVE = ("opentelemetry.exporter", "opentelemetry.sdk._shared_internal")
"""Loggers that report every failed try; `Trouble` reports a failure once, and once its end."""

logger = logging.getLogger(__name__)


class Trouble:
    """Logs once that a kind of telemetry can't be sent, and once that it can again."""

    def __init__(self, kind: str) -> None:
        self._kind, self._failing = kind, False

    def note(self, *, failed: bool) -> None:
        """Note whether a try failed."""
        if failed and not self._failing:
            logger.warning("The %s can't be sent; trying on", self._kind)
        if self._failing and not failed:
            logger.info("The %s are sent again", self._kind)
        self._failing = failed


class OTLPMetrics(OTLPMetricExporter):
    """Sends metrics over OTLP; their labels come from closed lists and contain no secret."""

    def __init__(self) -> None:
        super().__init__()
        self._trouble = Trouble("metrics")

    def export(
        self, metrics_data: MetricsData, timeout_millis: float | None = 10_000, **kwargs: Any
    ) -> MetricExportResult:
        """Send a collection."""
        result = super().export(metrics_data, timeout_millis, **kwargs)
        self._trouble.note(failed=result is not MetricExportResult.SUCCESS)
        return result


METRIC_EXPORTERS: dict[str, Callable[[], MetricExporter]] = {
    "otlp": OTLPMetrics,
    "console": ConsoleMetricExporter,
}


class GuardedSpanExporter(SpanExporter):
    """Exports spans, except those that contain a secret: these are dropped and reported.

    No span of ours contains one; the guard is for instrumentations that are added later.
    """

    def __init__(self, inner: SpanExporter, redact: Redactor) -> None:
        self._inner = inner
        # The same few names and addresses are checked again and again.
        self._is_clean = lru_cache(maxsize=4096)(lambda text: redact(text) == text)
        self._trouble = Trouble("traces")

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Export the spans without a secret."""
        clean = [span for span in spans if all(map(self._is_clean, _texts(span)))]
        if len(clean) < len(spans):
            logger.error("%d spans contained a secret and were dropped", len(spans) - len(clean))
        result = self._inner.export(clean)
        self._trouble.note(failed=result is not SpanExportResult.SUCCESS)
        return result

    def shutdown(self) -> None:
        """Close the wrapped exporter."""
        self._inner.shutdown()

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        """Let the wrapped exporter send what is queued, within so many milliseconds."""
        return self._inner.force_flush(timeout_millis)


def _texts(span: ReadableSpan) -> Iterator[str]:
    yield span.name
    yield span.status.description or ""
    for value in (span.attributes or {}).values():
        for item in value if isinstance(value, list | tuple) else (value,):
            if isinstance(item, str):
                yield item


class WatchedLogExporter(LogRecordExporter):
    """Exports log records, from which `LogLines` has removed the secrets."""

    def __init__(self, inner: LogRecordExporter) -> None:
        self._inner, self._trouble = inner, Trouble("logs")

    def export(self, batch: Sequence[ReadableLogRecord]) -> LogRecordExportResult:
        """Export a batch."""
        result = self._inner.export(batch)
        self._trouble.note(failed=result is not LogRecordExportResult.SUCCESS)
        return result

    def shutdown(self) -> None:
        """Close the wrapped exporter."""
        self._inner.shutdown()  # type: ignore[no-untyped-call]  # the SDK's

    def force_flush(self, timeout_millis: int = 10_000) -> bool:
        """Let the wrapped exporter send what is queued, within so many milliseconds."""
        return self._inner.force_flush(timeout_millis)


class LogLines(logging.Handler):
    """Passes log lines and their tracebacks to the SDK, with the secrets hidden."""

    def __init__(self, provider: LoggerProvider, redact: Redactor) -> None:
        super().__init__()
        self._provider, self._redact = provider, redact
        self.setFormatter(RedactingFormatter(Formatter("%(message)s"), redact))

    def emit(self, record: logging.LogRecord) -> None:
        """Pass one line on, except the SDK's own, which would come back for ever."""
        if record.name.startswith(("opentelemetry", "urllib3", __package__)):
            return
        try:
            self._provider.get_logger(record.name).emit(
                LogRecord(
                    timestamp=int(record.created * 1e9),
                    severity_text=record.levelname,
                    severity_number=_severity(record.levelno),
                    body=self.format(record),
                    attributes={name: self._clean(value) for name, value in facts(record).items()},
                )
            )
        except Exception:  # noqa: BLE001 - logging must never stop the work
            self.handleError(record)

    def _clean(self, value: str | float) -> str | float:
        return self._redact(value) if isinstance(value, str) else value


def _severity(level: int) -> SeverityNumber:
    """Convert a level of Python (10 DEBUG to 50 CRITICAL) to one of OpenTelemetry (5 to 21)."""
    steps = min(max(level, logging.DEBUG), logging.CRITICAL) // 10
    return SeverityNumber(1 + 4 * steps)
