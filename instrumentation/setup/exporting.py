"""What leaves the process: OTLP or the terminal, without secrets, in the background."""

import logging
from collections.abc import Callable, Mapping, Sequence
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
from opentelemetry.sdk.trace import Event, ReadableSpan
from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SpanExporter, SpanExportResult
from opentelemetry.trace import Status

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
"""Loggers that tell every failed try; here each trouble is told once, and once its end."""

logger = logging.getLogger(__name__)


class Trouble:
    """Tells once that telemetry of a kind can't be sent, and once that it can again."""

    def __init__(self, kind: str) -> None:
        self._kind, self._failing = kind, False

    def note(self, *, failed: bool) -> None:
        """Hear what became of a try."""
        if failed and not self._failing:
            logger.warning("The %s can't be sent; trying on", self._kind)
        if self._failing and not failed:
            logger.info("The %s are sent again", self._kind)
        self._failing = failed


class OTLPMetrics(OTLPMetricExporter):
    """Sends metrics by OTLP; their labels are closed lists and hold no secret."""

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


WORDS = ("exception.message", "exception.stacktrace")
"""What an error says: a timeout tells the whole address, a database a person's row."""


class RedactingSpanExporter(SpanExporter):
    """Hides secrets in the attributes, events and status of spans, then exports them.

    Of an error that a library noted only the class is left.
    """

    def __init__(self, inner: SpanExporter, redact: Redactor) -> None:
        self._inner = inner
        # Names and addresses come again and again.
        self._redact = lru_cache(maxsize=4096)(redact.__call__)
        self._trouble = Trouble("traces")

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Export copies without secrets."""
        result = self._inner.export([self._redacted(span) for span in spans])
        self._trouble.note(failed=result is not SpanExportResult.SUCCESS)
        return result

    def shutdown(self) -> None:
        """Close the exporter behind."""
        self._inner.shutdown()

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        """Let the exporter behind send what waits, within so many milliseconds."""
        return self._inner.force_flush(timeout_millis)

    def _redacted(self, span: ReadableSpan) -> ReadableSpan:
        description = span.status.description
        return ReadableSpan(
            name=self._redact(span.name),
            context=span.context,
            parent=span.parent,
            resource=span.resource,
            attributes=self._clean(span.attributes),
            events=[Event(e.name, self._clean(e.attributes), e.timestamp) for e in span.events],
            links=span.links,
            kind=span.kind,
            status=Status(span.status.status_code, description and self._redact(description)),
            start_time=span.start_time,
            end_time=span.end_time,
            instrumentation_scope=span.instrumentation_scope,
        )

    def _clean(self, attributes: Mapping[str, Any] | None) -> dict[str, Any]:
        told = (attributes or {}).items()
        return {key: self._clean_value(value) for key, value in told if key not in WORDS}

    def _clean_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._redact(value)
        if isinstance(value, Sequence) and not isinstance(value, bytes):
            return [self._clean_value(item) for item in value]
        return value


class WatchedLogExporter(LogRecordExporter):
    """Exports log records, which `LogLines` made without secrets."""

    def __init__(self, inner: LogRecordExporter) -> None:
        self._inner, self._trouble = inner, Trouble("logs")

    def export(self, batch: Sequence[ReadableLogRecord]) -> LogRecordExportResult:
        """Export a batch."""
        result = self._inner.export(batch)
        self._trouble.note(failed=result is not LogRecordExportResult.SUCCESS)
        return result

    def shutdown(self) -> None:
        """Close the exporter behind."""
        self._inner.shutdown()  # type: ignore[no-untyped-call]  # the SDK's

    def force_flush(self, timeout_millis: int = 10_000) -> bool:
        """Let the exporter behind send what waits, within so many milliseconds."""
        return self._inner.force_flush(timeout_millis)


class LogLines(logging.Handler):
    """Hands log lines to the SDK, tracebacks and all, with the secrets hidden."""

    def __init__(self, provider: LoggerProvider, redact: Redactor) -> None:
        super().__init__()
        self._provider = provider
        self.setFormatter(RedactingFormatter(Formatter("%(message)s"), redact))

    def emit(self, record: logging.LogRecord) -> None:
        """Hand one line over; what the SDK says of itself would come back for ever."""
        if record.name.startswith(("opentelemetry", "urllib3", __package__)):
            return
        try:
            self._provider.get_logger(record.name).emit(
                LogRecord(
                    timestamp=int(record.created * 1e9),
                    severity_text=record.levelname,
                    severity_number=_severity(record.levelno),
                    body=self.format(record),
                )
            )
        except Exception:  # noqa: BLE001 - logging must never stop the work
            self.handleError(record)


def _severity(level: int) -> SeverityNumber:
    """Say a level of Python's (10 DEBUG to 50 CRITICAL) as OpenTelemetry's (5 to 21)."""
    steps = min(max(level, logging.DEBUG), logging.CRITICAL) // 10
    return SeverityNumber(1 + 4 * steps)
