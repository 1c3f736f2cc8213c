"""Puts the bot's own tables among what the SDK collects, on the page and by OTLP alike."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import (
    AggregationTemporality,
    Histogram,
    HistogramDataPoint,
    Metric,
    MetricsData,
    NumberDataPoint,
    PeriodicExportingMetricReader,
    Sum,
)

from instrumentation.instruments import SCOPE, Instrument
from instrumentation.tally import Read

CUMULATIVE = AggregationTemporality.CUMULATIVE


class Tables:
    """The tables that every reader tells."""

    def __init__(self) -> None:
        self._tables: list[tuple[Instrument, Read]] = []
        self._began = time.time_ns()

    def publish(self, row: Instrument, read: Read) -> None:
        """Tell what this reads at every collection."""
        self._tables.append((row, read))

    def added_to(self, collected: MetricsData) -> MetricsData:
        """Give what the SDK collected, and the tables' numbers as if it had kept them."""
        (resource,) = collected.resource_metrics
        scopes = [
            replace(one, metrics=[*one.metrics, *self._metrics()])
            if one.scope.name == SCOPE
            else one
            for one in resource.scope_metrics
        ]
        return MetricsData([replace(resource, scope_metrics=scopes)])

    def _metrics(self) -> Iterator[Metric]:
        now = time.time_ns()
        for row, read in self._tables:
            make = self._spread if row.prometheus_type == "histogram" else self._sum
            data = make(row, read, now)
            if data.data_points:
                yield Metric(row.name, row.help, row.unit, data)

    def _sum(self, _: Instrument, read: Read, now: int) -> Sum:
        points = [NumberDataPoint(labels, self._began, now, number) for labels, number in read()]
        return Sum(points, CUMULATIVE, is_monotonic=True)

    def _spread(self, row: Instrument, read: Read, now: int) -> Histogram:
        points = [
            HistogramDataPoint(
                attributes=labels,
                start_time_unix_nano=self._began,
                time_unix_nano=now,
                count=sum(counts),
                sum=total,
                bucket_counts=counts,
                explicit_bounds=row.bounds,
                min=None,  # type: ignore[arg-type]  # optional in OTLP, and nobody reads them
                max=None,  # type: ignore[arg-type]
            )
            for labels, counts, total in read()
        ]
        return Histogram(points, CUMULATIVE)


class Meters(MeterProvider):
    """The SDK's provider; what is published with it, its readers tell too."""

    def __init__(self, tables: Tables, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.publish = tables.publish


class PageReader(PrometheusMetricReader):
    """Tells the page of the SDK's numbers and of the tables."""

    def __init__(self, tables: Tables, **options: Any) -> None:
        self._tables = tables
        super().__init__(**options)

    def _receive_metrics(self, metrics_data: MetricsData, *args: Any, **options: Any) -> None:
        super()._receive_metrics(self._tables.added_to(metrics_data), *args, **options)


class SendingReader(PeriodicExportingMetricReader):
    """Sends the SDK's numbers and the tables now and then."""

    def __init__(self, tables: Tables, *args: Any) -> None:
        self._tables = tables
        super().__init__(*args)

    def _receive_metrics(self, metrics_data: MetricsData, *args: Any, **options: Any) -> None:
        super()._receive_metrics(self._tables.added_to(metrics_data), *args, **options)
