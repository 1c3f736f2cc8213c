"""Sets OpenTelemetry up: readers, resource, views, redaction; the only file that knows its SDK."""

import gzip
import os
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Any

from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.instrumentation.aiohttp_client import AioHttpClientInstrumentor
from opentelemetry.propagate import set_global_textmap
from opentelemetry.propagators.composite import CompositePropagator
from opentelemetry.sdk.metrics import AlwaysOffExemplarFilter, MeterProvider
from opentelemetry.sdk.metrics.view import DropAggregation, ExplicitBucketHistogramAggregation, View
from opentelemetry.sdk.resources import OTELResourceDetector, Resource, get_aggregated_resources
from opentelemetry.sdk.trace import Event, ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import NoOpTracerProvider, Status
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from instrumentation.instruments import HTTP_CLIENT
from instrumentation.redaction import Redactor


class Telemetry:
    """What `set_up` made: the providers to record with, and the page Prometheus reads."""

    def __init__(
        self,
        meters: MeterProvider,
        tracers: TracerProvider | NoOpTracerProvider,
        registry: CollectorRegistry,
    ) -> None:
        self.meters = meters
        self.tracers = tracers
        self._registry = registry
        self._one_at_a_time = Lock()

    def exposition(
        self, accept: str = "", accept_encoding: str = ""
    ) -> tuple[bytes, dict[str, str]]:
        """Give the metrics as the scraper asked: its body and headers.

        Takes some milliseconds of CPU and may be called from any thread. Calls wait for one
        another, because two collections at once mix their families.
        """
        encode, content_type = choose_encoder(accept)
        headers = {"Content-Type": content_type, "Vary": "Accept, Accept-Encoding"}
        with self._one_at_a_time:
            body = encode(self._registry)
        if _takes_gzip(accept_encoding):
            body = gzip.compress(body, compresslevel=1, mtime=0)
            headers["Content-Encoding"] = "gzip"
        return body, headers

    def shut_down(self, seconds: float = 5.0) -> None:
        """Send what still waits and close, within about so many seconds."""
        AioHttpClientInstrumentor().uninstrument()
        self.meters.shutdown(timeout_millis=seconds * 1000)
        if isinstance(self.tracers, TracerProvider):
            self.tracers.shutdown()


def set_up(
    *,
    version: str,
    instance: str = "telegram-bot:8000",
    secrets: Sequence[str] = (),
    spans: SpanExporter | None = None,
) -> Telemetry:
    """Make the providers and instrument the HTTP client; call it before any session is opened.

    `instance` has to stay the same at every start, or each start would make new series. `secrets`
    are hidden from spans word for word, beside everything that looks like a bot token.
    OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win over what is given here.
    """
    redact = Redactor(*secrets)
    resource = _resource(version, instance)
    registry = CollectorRegistry()
    reader = PrometheusMetricReader(
        disable_target_info=True, scope_info_enabled=False, registry=registry
    )
    meters = MeterProvider(
        [reader], resource, exemplar_filter=AlwaysOffExemplarFilter(), views=_views()
    )
    tracers = NoOpTracerProvider() if spans is None else _tracers(resource, spans, redact)
    _instrument_http(meters, tracers, redact)
    return Telemetry(meters, tracers, registry)


def _resource(version: str, instance: str) -> Resource:
    ours = Resource(
        {
            "service.name": "telegram-bot",
            "service.version": version,
            "service.instance.id": instance,
        }
    )
    return get_aggregated_resources([OTELResourceDetector()], initial_resource=ours)


def _views() -> list[View]:
    """Publish the HTTP client's duration as one of the bot's metrics, without its address."""
    return [
        View(
            instrument_name="http.client.request.duration",
            name=HTTP_CLIENT.name,
            description=HTTP_CLIENT.help,
            attribute_keys=set(HTTP_CLIENT.labels),
            aggregation=ExplicitBucketHistogramAggregation(HTTP_CLIENT.bounds),
        ),
        View(instrument_name="http.client.duration", aggregation=DropAggregation()),
    ]


def _instrument_http(
    meters: MeterProvider, tracers: TracerProvider | NoOpTracerProvider, redact: Redactor
) -> None:
    # The instrumentation still has the names of before 2023 as its default, in milliseconds.
    os.environ.setdefault("OTEL_SEMCONV_STABILITY_OPT_IN", "http")
    # Telegram is the only one it calls, and Telegram is told no trace ids.
    set_global_textmap(CompositePropagator([]))
    AioHttpClientInstrumentor().instrument(
        meter_provider=meters, tracer_provider=tracers, url_filter=_url_filter(tracers, redact)
    )


def _url_filter(
    tracers: TracerProvider | NoOpTracerProvider, redact: Redactor
) -> Callable[[object], str]:
    """Hide the token in addresses; without spans nobody reads them, and parsing costs 30 us."""
    if isinstance(tracers, NoOpTracerProvider):
        return lambda _: ""
    return lambda url: redact(str(url))


def _tracers(resource: Resource, spans: SpanExporter, redact: Redactor) -> TracerProvider:
    tracers = TracerProvider(resource=resource)
    tracers.add_span_processor(BatchSpanProcessor(RedactingSpanExporter(spans, redact)))
    return tracers


class RedactingSpanExporter(SpanExporter):
    """Hides secrets in the attributes, events and status of spans, then exports them.

    A timeout's message and its stack trace hold the whole address, which no URL filter sees.
    """

    def __init__(self, inner: SpanExporter, redact: Redactor) -> None:
        self._inner, self._redact = inner, redact

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Export copies without secrets."""
        return self._inner.export([self._redacted(span) for span in spans])

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
        return {key: self._clean_value(value) for key, value in (attributes or {}).items()}

    def _clean_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._redact(value)
        if isinstance(value, Sequence) and not isinstance(value, bytes):
            return [self._clean_value(item) for item in value]
        return value


def _takes_gzip(accept_encoding: str) -> bool:
    """Tell whether an Accept-Encoding header allows gzip; `gzip;q=0` does not."""
    for part in accept_encoding.lower().split(","):
        name, _, weight = (piece.strip() for piece in part.partition(";"))
        if name == "gzip":
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
