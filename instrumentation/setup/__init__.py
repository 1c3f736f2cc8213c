"""Sets OpenTelemetry up: readers, exporters, resource; the only room that knows its SDK."""

import gzip
import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from threading import Lock, Thread

from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.instrumentation.aiogram import AiogramInstrumentor
from opentelemetry.instrumentation.aiohttp_client import AioHttpClientInstrumentor
from opentelemetry.metrics import NoOpMeterProvider
from opentelemetry.propagate import set_global_textmap
from opentelemetry.propagators.composite import CompositePropagator
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import (
    AlwaysOffExemplarFilter,
    ExemplarFilter,
    MeterProvider,
    TraceBasedExemplarFilter,
)
from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import NoOpTracerProvider
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from instrumentation.redaction import Redactor
from instrumentation.setup.asked import Asked, NotAllowed
from instrumentation.setup.exporting import (
    LOG_EXPORTERS,
    METRIC_EXPORTERS,
    REPETITIVE,
    SPAN_EXPORTERS,
    GuardedSpanExporter,
    LogLines,
    WatchedLogExporter,
)

__all__ = ["NotAllowed", "Telemetry", "set_up"]

# Contrib's default names are still those of before 2023. The first instrumentation of a process
# decides for all.
os.environ.setdefault("OTEL_SEMCONV_STABILITY_OPT_IN", "http")

SHUTDOWN_SECONDS = 3.0
"""How long a stop waits for a backend to accept what is still to be sent."""


class Telemetry:
    """What `set_up` made: the providers to record with, and the page that Prometheus reads.

    `scraped` says whether there is such a page; all metrics may be sent elsewhere.
    """

    def __init__(
        self,
        meters: MeterProvider,
        tracers: TracerProvider | NoOpTracerProvider,
        log_lines: tuple[LoggerProvider, LogLines] | None,
        registry: CollectorRegistry,
        *,
        scraped: bool,
    ) -> None:
        self.meters = meters
        self.tracers = tracers
        self.scraped = scraped
        self._log_lines = log_lines
        self._registry = registry
        self._one_at_a_time = Lock()

    @property
    def traced(self) -> bool:
        """Whether spans go anywhere."""
        return isinstance(self.tracers, TracerProvider)

    def exposition(
        self, accept: str = "", accept_encoding: str = ""
    ) -> tuple[bytes, dict[str, str]]:
        """Return the body and headers of the page, in the format that the scraper accepts.

        It takes some milliseconds of CPU and may be called from any thread. Calls wait for one
        another, because two collections at once would mix their families.
        """
        encode, content_type = choose_encoder(accept)
        headers = {"Content-Type": content_type, "Vary": "Accept, Accept-Encoding"}
        with self._one_at_a_time:
            body = encode(self._registry)
        if _takes_gzip(accept_encoding):
            body = gzip.compress(body, compresslevel=1, mtime=0)
            headers["Content-Encoding"] = "gzip"
        return body, headers

    def shut_down(self, seconds: float = SHUTDOWN_SECONDS) -> None:
        """Send what is still queued and close, within so many seconds even if a backend hangs."""
        if self.traced:
            AioHttpClientInstrumentor().uninstrument()
            AiogramInstrumentor().uninstrument()
        closing = [lambda: self.meters.shutdown(timeout_millis=seconds * 1000)]
        if isinstance(self.tracers, TracerProvider):
            closing.append(self.tracers.shutdown)
        if self._log_lines:
            provider, handler = self._log_lines
            logging.getLogger().removeHandler(handler)
            closing.append(provider.shutdown)
        _all_within(seconds, closing)


def _all_within(seconds: float, work: Sequence[Callable[[], object]]) -> None:
    """Do everything side by side, and wait so many seconds at most."""

    def quietly(one: Callable[[], object]) -> None:
        with suppress(Exception):  # it was logged when it failed
            one()

    threads = [Thread(target=quietly, args=(one,), daemon=True) for one in work]
    end = time.monotonic() + seconds
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(end - time.monotonic(), 0))


def set_up(
    *,
    version: str,
    instance: str = "telegram-bot",
    secrets: Sequence[str] = (),
    spans: SpanExporter | None = None,
) -> Telemetry:
    """Make what the OTEL_* variables ask for; call it before any HTTP session is opened.

    Raises NotAllowed.

    `instance` must stay the same at every start, or each start would make new series. `secrets`
    are hidden in log lines, like everything that looks like a bot token; a span that contains one
    is not exported. `spans` receives the spans whatever the variables say. OTEL_SERVICE_NAME and
    OTEL_RESOURCE_ATTRIBUTES win over `version` and `instance`.
    """
    asked, redact = Asked.by(), Redactor(*secrets)
    for name in REPETITIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    resource = _resource(version, instance)
    given = [spans] if spans else [SPAN_EXPORTERS[each]() for each in sorted(asked.traces)]
    tracers = _tracers(resource, given, redact) if given else NoOpTracerProvider()
    registry = CollectorRegistry()
    meters = MeterProvider(
        list(_readers(asked, registry)),
        resource,
        shutdown_on_exit=False,
        exemplar_filter=_exemplars(asked),
    )
    if given:
        # Its metrics stay off: it sees single feedings of a dispatcher, while `bot.request.*` count
        # updates once, with every retry and the time that they waited.
        AiogramInstrumentor().instrument(
            tracer_provider=tracers, meter_provider=NoOpMeterProvider()
        )
        _instrument_http(tracers, redact)
    log_lines = _log_lines(asked, resource, redact) if asked.logs else None
    scraped = "prometheus" in asked.metrics
    return Telemetry(meters, tracers, log_lines, registry, scraped=scraped)


def _readers(asked: Asked, registry: CollectorRegistry) -> Iterator[MetricReader]:
    for name in sorted(asked.metrics):
        if name == "prometheus":
            yield PrometheusMetricReader(
                disable_target_info=True, scope_info_enabled=False, registry=registry
            )
        else:
            yield PeriodicExportingMetricReader(METRIC_EXPORTERS[name](), asked.interval)


def _exemplars(asked: Asked) -> ExemplarFilter:
    """Let histograms refer to traces if there are traces and a route that carries exemplars."""
    carried = asked.traces and asked.metrics - {"prometheus"}
    return TraceBasedExemplarFilter() if carried else AlwaysOffExemplarFilter()


def _log_lines(
    asked: Asked, resource: Resource, redact: Redactor
) -> tuple[LoggerProvider, LogLines]:
    provider = LoggerProvider(resource, shutdown_on_exit=False)
    for name in sorted(asked.logs):
        exporter = WatchedLogExporter(LOG_EXPORTERS[name]())
        provider.add_log_record_processor(BatchLogRecordProcessor(exporter))
    handler = LogLines(provider, redact)
    logging.getLogger().addHandler(handler)
    return provider, handler


def _tracers(
    resource: Resource, exporters: Sequence[SpanExporter], redact: Redactor
) -> TracerProvider:
    """Make a provider whose spans have no events: a noted exception quotes addresses and rows."""
    limits = SpanLimits(max_events=0)
    tracers = TracerProvider(resource=resource, span_limits=limits, shutdown_on_exit=False)
    for exporter in exporters:
        tracers.add_span_processor(BatchSpanProcessor(GuardedSpanExporter(exporter, redact)))
    return tracers


def _resource(version: str, instance: str) -> Resource:
    """Describe the bot; what OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say wins."""
    ours = {
        "service.name": "telegram-bot",
        "service.version": version,
        "service.instance.id": instance,
    }
    return Resource.create({**ours, **OTELResourceDetector().detect().attributes})


def _instrument_http(tracers: TracerProvider | NoOpTracerProvider, redact: Redactor) -> None:
    """Trace the HTTP exchange below each call of the Bot API.

    It is off unless something is traced, and it records no metrics: its duration would be that
    of `bot.api.duration` again.
    """
    set_global_textmap(CompositePropagator([]))  # Telegram gets no trace ids
    AioHttpClientInstrumentor().instrument(
        meter_provider=NoOpMeterProvider(),
        tracer_provider=tracers,
        url_filter=lru_cache(256)(lambda url: redact(str(url))),
    )


def _takes_gzip(accept_encoding: str) -> bool:
    """Say whether an Accept-Encoding header allows gzip; `gzip;q=0` does not."""
    for part in accept_encoding.lower().split(","):
        name, _, weight = (piece.strip() for piece in part.partition(";"))
        if name == "gzip":
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
