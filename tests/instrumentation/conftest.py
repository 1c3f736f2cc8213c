"""Telemetry of one's own for every test, and the page it gives."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from instrumentation.metrics import Metrics
from instrumentation.setup import Telemetry, set_up
from tests.some import some

HANDLERS = tuple(f"workouts.handler_{n}" for n in range(30))
QUERIES = tuple(f"workouts.query_{n}" for n in range(50))
REFUSALS = ("limit", "not_understood", "out_of_range", "missing")


@dataclass
class Clock:
    """A clock that only moves when told."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Page:
    """What a scrape says now."""

    telemetry: Telemetry
    accept: str = field(default="")

    def text(self) -> str:
        return self.telemetry.exposition(self.accept)[0].decode()

    def families(self) -> dict[str, Metric]:
        return {family.name: family for family in text_string_to_metric_families(self.text())}

    def series(self) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
        return {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in self.families().values()
            for sample in family.samples
        }

    def value(self, name: str, **labels: str) -> float | None:
        return self.series().get((name, frozenset(labels.items())))

    def number(self, name: str, **labels: str) -> float:
        """Give the value of a series that must be there."""
        return some(self.value(name, **labels))


def tracers(telemetry: Telemetry) -> TracerProvider:
    """Give the SDK's tracer provider, which exists where spans are exported."""
    assert isinstance(telemetry.tracers, TracerProvider)
    return telemetry.tracers


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def telemetry() -> Iterator[Telemetry]:
    telemetry = set_up(version="1.2.3")
    yield telemetry
    telemetry.shut_down()


@pytest.fixture
def make_metrics(telemetry: Telemetry, clock: Clock) -> Callable[..., Metrics]:
    def make(**options: Any) -> Metrics:
        lists: dict[str, Any] = {"handlers": HANDLERS, "queries": QUERIES, "refusals": REFUSALS}
        return Metrics(telemetry.meters, clock=clock, wall=clock, **{**lists, **options})

    return make


@pytest.fixture
def metrics(make_metrics: Callable[..., Metrics]) -> Metrics:
    return make_metrics()


@pytest.fixture
def page(telemetry: Telemetry) -> Page:
    return Page(telemetry)
