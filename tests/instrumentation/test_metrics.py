"""The contract of names, and every trap on the way to it."""

import math
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product

import psutil
import pytest
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.sdk.metrics.export import (
    ExponentialHistogram,
    MetricExportResult,
    MetricsData,
)
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from instrumentation.instruments import INSTRUMENTS
from instrumentation.labels import OTHER, OUTCOMES
from instrumentation.metrics import (
    OF_VITALS,
    OPERATION_TYPES,
    Metrics,
    Pool,
    Statistics,
    Vitals,
    Waiting,
    Webhook,
)
from instrumentation.setup import Telemetry, set_up
from tests.asked_for import ASKED_FOR
from tests.instrumentation.conftest import HANDLERS, Clock, Page

SEED_OPERATIONS = [
    "start",
    "newprogram",
    "startworkout",
    "programs",
    "report",
    "deleteall",
    "save_record",
]
NUMBERS = Statistics(
    users_total=10,
    users_active_today=2,
    operations_today={"start": 3, "report": 1},
    programs_total=7,
    programs_active=5,
    records_total=100,
    records_today=12,
)
FROM_STATISTICS = {
    "bot_users_total": 10,
    "bot_users_active_today": 2,
    "bot_programs_total": 7,
    "bot_programs_active": 5,
    "bot_records_total": 100,
    "bot_records_today": 12,
}


def fill(metrics: Metrics) -> None:
    """Let every metric have something to say."""
    metrics.set_statistics(NUMBERS)
    metrics.vitals = Vitals(12.5, 40.0, 1_000_000, 3.5, 200_000, 500_000, 30, 1024, 0.5)
    metrics.pool = lambda: Pool(size=5, idle=4, waiting=0)
    metrics.loop_lag, metrics.backup_at = 0.001, 0.0
    metrics.webhook = Webhook(pending=2, failed_at=0.0)
    metrics.updates_pending, metrics.clock_drift = 3, 0.2
    metrics.statistics_drift = {"people": 0, "sets": 0}
    metrics.answers = lambda: Waiting(number=1, age=0.5)
    metrics.request("workouts.handler_1", "ok", 0.2)
    metrics.update_lag(1)
    metrics.answered(0.3)
    metrics.api_call("sendMessage", "ok", 0.1)
    metrics.query("workouts.query_1", 0.002)
    metrics.transaction(0.004)
    metrics.rest_rung(0.4)
    metrics.picture("progress", "drawn", 0.1)
    metrics.import_took("preview", 1.5)


def declared(text: str) -> dict[str, tuple[str, str]]:
    """Read type and help of each family as they stand on the page."""
    help_of = dict(line[7:].split(" ", 1) for line in text.splitlines() if line[:7] == "# HELP ")
    type_of = dict(line[7:].split(" ", 1) for line in text.splitlines() if line[:7] == "# TYPE ")
    assert help_of.keys() == type_of.keys()
    return {name: (type_of[name], help_of[name]) for name in type_of}


@pytest.mark.parametrize(("name", "kind", "labels"), [(n, *row) for n, row in ASKED_FOR.items()])
def test_seed_metric(
    metrics: Metrics, page: Page, name: str, kind: str, labels: tuple[str, ...]
) -> None:
    """Each metric of the seed is published under its name, type and labels, with a help text."""
    fill(metrics)
    published_kind, help_text = declared(page.text())[name]
    assert (published_kind, bool(help_text)) == (kind, True)
    samples = page.families()[name.removesuffix("_total") if kind == "counter" else name].samples
    assert samples
    for sample in samples:
        assert tuple(label for label in sample.labels if label != "le") == labels


def test_published_is_declared(metrics: Metrics, page: Page) -> None:
    """Names, types and help on the page are exactly those of the table."""
    fill(metrics)
    table = {row.prometheus_name: (row.prometheus_type, row.help) for row in INSTRUMENTS}
    assert declared(page.text()) == table


def test_labels_are_declared(metrics: Metrics, page: Page) -> None:
    """A series carries the labels its row of the table names, in each of its samples."""
    fill(metrics)
    names = {row.prometheus_name.removesuffix("_total"): row.labels for row in INSTRUMENTS}
    families = page.families()
    for name, family in families.items():
        for sample in family.samples:
            expected = names.get(name) or names.get(name.removesuffix("_total"), ())
            assert set(sample.labels) - {"le"} == set(expected), sample


def test_seed_operations(metrics: Metrics, page: Page) -> None:
    """The operation types begin with the seed's seven, each counted from zero on."""
    assert list(OPERATION_TYPES[:7]) == SEED_OPERATIONS
    for kind in SEED_OPERATIONS:
        assert page.value("bot_operations_total", operation_type=kind) == 0
    metrics.operation("report")
    assert page.value("bot_operations_total", operation_type="report") == 1


def test_units_are_natural() -> None:
    """No instrument has the unit 1, which one exporter turns into `_ratio` and another does not."""
    units = {row.unit for row in INSTRUMENTS}
    assert "1" not in units
    assert all(unit in {"", "s", "By", "%"} or unit[0] + unit[-1] == "{}" for unit in units)


def test_bounds_read_the_same_everywhere() -> None:
    """No bound is whole, so that `le` is the same text however it reaches a Prometheus."""
    bounds = [bound for row in INSTRUMENTS for bound in row.bounds]
    assert bounds
    assert [bound for bound in bounds if bound % 1 == 0] == []
    assert all(0.5 in row.bounds or 0.25 in row.bounds for row in INSTRUMENTS if row.bounds)


def test_le_is_the_bound(metrics: Metrics, page: Page) -> None:
    """The page shows the bounds as they are declared."""
    metrics.request("workouts.handler_1", "ok", 0.2)
    shown = [
        line.split('le="')[1].split('"')[0]
        for line in page.text().splitlines()
        if line.startswith("bot_request_duration_seconds_bucket")
    ]
    assert shown[-4:] == ["0.25", "1.25", "10.5", "+Inf"]


def test_the_page_has_no_exponential_histogram(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exponential histograms are sent by OTLP only: one of them would break the page."""
    preferred = "base2_exponential_bucket_histogram"
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION", preferred)
    monkeypatch.setenv("OTEL_METRICS_EXPORTER", "prometheus,otlp")
    sent: list[MetricsData] = []
    monkeypatch.setattr(OTLPMetricExporter, "export", lambda _, data, *__, **___: keep(sent, data))
    telemetry = set_up(version="1")
    fill(Metrics(telemetry.meters, handlers=["workouts.handler_1"]))
    telemetry.meters.force_flush()
    page = telemetry.exposition()[0].decode()
    telemetry.shut_down()
    histograms = {row.name for row in INSTRUMENTS if row.kind == "histogram"}
    exponential = {
        metric.name
        for resource in sent[0].resource_metrics
        for scope in resource.scope_metrics
        for metric in scope.metrics
        if isinstance(metric.data, ExponentialHistogram)
    }
    assert exponential == histograms
    assert 'bot_request_duration_seconds_bucket{handler="workouts.handler_1",le="0.25"} 1.0' in page


def keep(sent: list[MetricsData], data: MetricsData) -> MetricExportResult:
    sent.append(data)
    return MetricExportResult.SUCCESS


def test_error_classes(metrics: Metrics, page: Page) -> None:
    """An error counts under the nearest listed class it descends from."""
    for error in (KeyError("x"), ConnectionResetError(), PermissionError(), Exception("x")):
        metrics.error(error)
    counted = {
        dict(labels)["error_type"]: value
        for (name, labels), value in page.series().items()
        if name == "bot_request_errors_total" and value
    }
    assert counted == {"LookupError": 1, "ConnectionError": 1, "OSError": 1, OTHER: 1}


def test_known_counters_start_at_zero(metrics: Metrics, page: Page) -> None:
    """Every counter exists before its first event: rate() never misses the first failure."""
    series = page.series()
    for row in INSTRUMENTS:
        if row.prometheus_type == "counter" and row.name not in OF_VITALS:
            if "query" in row.labels:  # these say where the time goes, not what went wrong
                continue
            values = [value for (name, _), value in series.items() if name == row.prometheus_name]
            assert values, row.name
            assert set(values) == {0}, row.name
    assert page.value("bot_api_calls_total", method="sendMessage", outcome="flood") == 0
    assert page.value("bot_requests_total", handler="workouts.handler_9", outcome="error") == 0
    assert page.value("bot_requests_total", handler=OTHER, outcome="forbidden") == 0
    assert page.value("bot_request_errors_total", error_type=OTHER) == 0


def test_statistics_are_published(metrics: Metrics, page: Page) -> None:
    """The numbers of the database appear as they were told."""
    assert page.value("bot_users_total") is None
    metrics.set_statistics(NUMBERS)
    assert {name: page.value(name) for name in FROM_STATISTICS} == FROM_STATISTICS
    assert page.value("bot_operations_today", operation_type="start") == 3
    assert page.value("bot_operations_today", operation_type="deleteall") == 0


def test_notices(metrics: Metrics, page: Page) -> None:
    """What became of them is counted; what waits is told for each kind, nothing as 0."""
    assert page.value("bot_notices_total", kind="reminder", outcome="late") == 0
    metrics.notice("reminder", "late")
    assert page.value("bot_notices_total", kind="reminder", outcome="late") == 1
    assert page.value("bot_notices_waiting", kind="reminder") is None
    metrics.set_statistics(
        replace(
            NUMBERS,
            users_blocked=3,
            notices_waiting={"announcement": 40},
            notices_age={"announcement": 7.5},
        )
    )
    assert page.value("bot_users_blocked") == 3
    waiting = {
        kind: (
            page.value("bot_notices_waiting", kind=kind),
            page.value("bot_notices_age_seconds", kind=kind),
        )
        for kind in ("reminder", "announcement")
    }
    assert waiting == {"reminder": (0, 0), "announcement": (40, 7.5)}


def test_old_statistics_are_withheld(
    make_metrics: Callable[..., Metrics], page: Page, clock: Clock
) -> None:
    """Numbers older than three intervals are not published as if they were fresh; their age is."""
    metrics = make_metrics(statistics_interval=10)
    metrics.set_statistics(NUMBERS)
    clock.now += 30
    assert page.value("bot_users_total") == 10
    clock.now += 0.1
    gone = [page.value(name) for name in FROM_STATISTICS]
    assert gone == [None] * len(gone)
    assert page.value("bot_operations_today", operation_type="start") is None
    assert page.value("bot_statistics_age_seconds") == pytest.approx(30.1)
    metrics.set_statistics(NUMBERS)
    assert page.value("bot_users_total") == 10


def test_midnight(metrics: Metrics, page: Page, clock: Clock) -> None:
    """At midnight today's numbers fall to zero at once, and no value of yesterday lingers."""
    metrics.set_statistics(Statistics(10, 2, {"start": 3}, 7, 5, 100, 12, day_ends=clock.now + 20))
    clock.now += 19
    assert page.value("bot_operations_today", operation_type="start") == 3
    clock.now += 1
    today = [value for (name, _), value in page.series().items() if name.endswith("_today")]
    assert len(today) == len(OPERATION_TYPES) + 2
    assert set(today) == {0}
    assert page.value("bot_records_total") == 100
    metrics.set_statistics(Statistics(10, 1, {"report": 1}, 7, 5, 101, 1))
    assert page.value("bot_operations_today", operation_type="report") == 1
    assert page.value("bot_operations_today", operation_type="start") == 0


def test_ages(metrics: Metrics, page: Page, clock: Clock) -> None:
    """Uptime and the age of the last good poll run on; a poll sets its age back."""
    clock.now += 50
    assert page.value("bot_poll_age_seconds") == 50
    metrics.polled()
    clock.now += 5
    assert page.value("bot_poll_age_seconds") == 5
    assert page.value("bot_uptime_seconds") == 55


def test_health_is_asked(metrics: Metrics, page: Page) -> None:
    """bot_health is 0 until somebody knows better, and then what they say."""
    assert page.value("bot_health") == 0
    metrics.health = lambda: True
    assert page.value("bot_health") == 1


def test_flood(metrics: Metrics, page: Page) -> None:
    """A 429 counts as a call that failed and as a wait."""
    metrics.api_call("sendMessage", "flood", 0.1)
    assert page.value("bot_api_calls_total", method="sendMessage", outcome="flood") == 1
    assert page.value("bot_api_flood_waits_total") == 1


@pytest.mark.parametrize("method", ["getUpdates", "answerCallbackQuery", "setMessageReaction"])
def test_polls_and_receipts_have_no_duration(metrics: Metrics, page: Page, method: str) -> None:
    """A long poll lasts until somebody writes; a receipt is timed as the first answer."""
    metrics.api_call(method, "ok", 30)
    assert page.value("bot_api_calls_total", method=method, outcome="ok") == 1
    assert not [name for name, _ in page.series() if name.startswith("bot_api_duration")]


def test_numbers_of_no_use(metrics: Metrics, page: Page) -> None:
    """A clock that went backwards counts as no time."""
    metrics.update_lag(-5)
    assert page.value("bot_update_lag_seconds_sum") == 0
    assert not math.isnan(page.number("bot_update_lag_seconds_count"))


def test_age_of_messages_once_a_second(metrics: Metrics, page: Page, clock: Clock) -> None:
    """Of the messages that waited together, the oldest comes first and is recorded."""
    for age in (90, 60, 30):
        metrics.update_lag(age)
    assert page.value("bot_update_lag_seconds_sum") == 90
    clock.now += 1
    metrics.update_lag(1)
    assert page.value("bot_update_lag_seconds_sum") == 91
    assert page.value("bot_update_lag_seconds_count") == 2


def test_a_scrape_measures_nothing(
    metrics: Metrics, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page only tells what was sampled: psutil is not asked during a scrape."""
    fill(metrics)
    for name in ("cpu_percent", "virtual_memory", "Process"):
        monkeypatch.setattr(psutil, name, lambda *_, **__: pytest.fail("asked at a scrape"))
    assert page.value("bot_system_cpu_percent") == 12.5


def test_scrapes_at_once(metrics: Metrics, telemetry: Telemetry) -> None:
    """Eight scrapers at once each get every family exactly once."""
    fill(metrics)
    expected = len(INSTRUMENTS)
    with ThreadPoolExecutor(8) as scrapers:
        pages = list(scrapers.map(lambda _: telemetry.exposition()[0].decode(), range(64)))
    for text in pages:
        names = [line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")]
        assert len(names) == len(set(names)) == expected


def test_reading_while_recording(metrics: Metrics, page: Page) -> None:
    """Scrapes in other threads lose nothing that is recorded meanwhile, and never fail."""
    rows = [*product(HANDLERS, OUTCOMES)] * 5
    done = threading.Event()

    def scrape() -> list[float]:
        counts = [0.0]
        while not done.is_set():
            counts.append(requests(page))
        return counts

    with ThreadPoolExecutor(4) as scrapers:
        scraped = [scrapers.submit(scrape) for _ in range(4)]
        for handler, outcome in rows:
            metrics.request(handler, outcome, 0.1)
        done.set()
    for counts in (each.result() for each in scraped):
        assert counts == sorted(counts)
    assert requests(page) == len(rows)


def requests(page: Page) -> float:
    """Add up the requests of every handler and outcome."""
    found = page.series().items()
    return sum(value for (name, _), value in found if name == "bot_requests_total")


def test_openmetrics(metrics: Metrics, page: Page) -> None:
    """The same families are valid OpenMetrics for the scraper that asks for it."""
    fill(metrics)
    page.accept = "application/openmetrics-text;version=1.0.0,text/plain;q=0.5"
    assert page.text().endswith("# EOF\n")
    families = list(text_string_to_metric_families(page.text()))
    assert len(families) == len(INSTRUMENTS)


@pytest.mark.parametrize(
    ("accepted", "zipped"),
    [("gzip", True), ("deflate, gzip;q=0.5", True), ("gzip;q=0", False), ("", False)],
)
def test_compression(
    telemetry: Telemetry, metrics: Metrics, accepted: str, *, zipped: bool
) -> None:
    """The page is compressed for whoever takes gzip, and only for them."""
    body, headers = telemetry.exposition("", accepted)
    assert (body[:2] == b"\x1f\x8b", headers.get("Content-Encoding") == "gzip") == (zipped, zipped)


def test_build_info(make_metrics: Callable[..., Metrics], page: Page) -> None:
    """The build says which version runs."""
    make_metrics(version="9.9.9")
    (build,) = page.families()["bot_build_info"].samples
    assert (build.labels["version"], build.value) == ("9.9.9", 1)
