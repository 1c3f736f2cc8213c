"""Which telemetry goes where: the OTEL_* variables that the SDK's own parts do not read."""

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass

ALLOWED = {
    "OTEL_METRICS_EXPORTER": ("prometheus", "otlp", "console", "none"),
    "OTEL_TRACES_EXPORTER": ("otlp", "console", "none"),
    "OTEL_LOGS_EXPORTER": ("otlp", "console", "none"),
}
DEFAULTS = {"OTEL_METRICS_EXPORTER": "prometheus"}
ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
PROTOCOL = "http/protobuf"
FORMS = {
    "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE": ("cumulative", "delta", "lowmemory"),
    "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION": (
        "explicit_bucket_histogram",
        "base2_exponential_bucket_histogram",
    ),
}
"""The forms in which metrics can be sent; the SDK's exporter reads them itself."""

EXPORT_MILLISECONDS = 15_000.0

logger = logging.getLogger(__name__)


class NotAllowed(Exception):
    """An OTEL_* variable has an unsupported value; the message is one line that says which."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The exporters of each signal, and how often metrics are sent (milliseconds)."""

    metrics: frozenset[str]
    traces: frozenset[str]
    logs: frozenset[str]
    interval: float = EXPORT_MILLISECONDS

    @classmethod
    def by(cls, environment: Mapping[str, str] = os.environ) -> "Asked":
        """Read the variables. Raises NotAllowed."""
        metrics, traces, logs = (_exporters(name, environment) for name in ALLOWED)
        if "otlp" in metrics | traces | logs:
            _check_protocols(environment)
        elif environment.get(ENDPOINT, "").strip():
            logger.warning("%s is set, but no %s names otlp", ENDPOINT, " or ".join(ALLOWED))
        if "otlp" in metrics:
            _check_forms(environment)
        return cls(metrics, traces, logs, _interval(environment))


def _exporters(name: str, environment: Mapping[str, str]) -> frozenset[str]:
    value = environment.get(name, "").strip() or DEFAULTS.get(name, "none")
    asked = {word.strip().lower() for word in value.split(",")} - {""}
    if not asked.issubset(ALLOWED[name]):
        raise NotAllowed(f"{name}={value!r} is not allowed; allowed: {', '.join(ALLOWED[name])}")
    return frozenset(asked - {"none"})


def _check_protocols(environment: Mapping[str, str]) -> None:
    for signal in ("", "METRICS_", "TRACES_", "LOGS_"):
        name = f"OTEL_EXPORTER_OTLP_{signal}PROTOCOL"
        value = environment.get(name, "").strip()
        if value not in {"", PROTOCOL}:
            raise NotAllowed(f"{name}={value!r} is not allowed; allowed: {PROTOCOL}")


def _check_forms(environment: Mapping[str, str]) -> None:
    for name, allowed in FORMS.items():
        value = environment.get(name, "").strip()
        if value.lower() not in {"", *allowed}:
            raise NotAllowed(f"{name}={value!r} is not allowed; allowed: {', '.join(allowed)}")


def _interval(environment: Mapping[str, str]) -> float:
    name = "OTEL_METRIC_EXPORT_INTERVAL"
    value = environment.get(name, "").strip()
    if not value:
        return EXPORT_MILLISECONDS
    if not value.isdecimal() or int(value) == 0:
        raise NotAllowed(f"{name}={value!r} is not allowed; allowed: whole milliseconds over 0")
    return float(value)
