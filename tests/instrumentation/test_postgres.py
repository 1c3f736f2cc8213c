"""Queries are timed under the names of the functions that hold them."""

from collections.abc import Iterator
from types import ModuleType
from typing import TypeAlias

import asyncpg
import pytest
from opentelemetry.instrumentation.aiogram import update_span
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from instrumentation.labels import OTHER
from instrumentation.metrics import Metrics
from instrumentation.postgres import TRANSACTION, Transactions, query_names
from instrumentation.setup import Telemetry, set_up
from service.storage.watched import watched
from tests.instrumentation.conftest import Page, tracers
from tests.some import some

SOURCE = '''
from os.path import join

LIMIT = 3

async def add(db):
    """SELECT is a word here too? No: only what starts a statement counts."""
    await db.execute(
        """
        INSERT INTO sets VALUES ($1)
        """
    )

async def both(db):
    await db.fetch("SELECT 1")
    return [await db.fetch("DELETE FROM sets") for _ in range(2)]

class Database:
    async def answers(self):
        await self.pool.fetchval("SELECT 2")

def reckon():
    return "weights"
'''


@pytest.fixture
def names() -> dict[str, str]:
    module = ModuleType("service.storage.workouts")
    module.__dict__["Foreign"] = type("Foreign", (), {"__module__": "elsewhere"})
    exec(SOURCE, module.__dict__)
    return query_names([module])


def test_names(names: dict[str, str]) -> None:
    """A statement is known by its text, as `<module>.<function>`."""
    assert {" ".join(text.split()): name for text, name in names.items()} == {
        "INSERT INTO sets VALUES ($1)": "workouts.add",
        "SELECT 1": "workouts.both",
        "SELECT 2": "workouts.answers",
        "DELETE FROM sets": "workouts.both",
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SELECT 1", "workouts.both"),
        ("BEGIN; SET LOCAL lock_timeout = '4s'; SELECT pg_advisory_xact_lock(7)", "begin"),
        ("COMMIT", "commit"),
        ("ROLLBACK", "rollback"),
        ("SELECT secret FROM canary", OTHER),
    ],
)
def test_times(
    telemetry: Telemetry, page: Page, names: dict[str, str], text: str, name: str
) -> None:
    """A query's seconds go to its name; one that nobody named becomes `_OTHER`."""
    queries = {*names.values(), *TRANSACTION.values()}
    metrics = Metrics(telemetry.meters, handlers=(), queries=queries)
    Transactions(metrics, names)([(text, 1.0, 1.25, ValueError("canary"))])
    assert page.value("bot_database_queries_total", query=name) == 1
    assert page.value("bot_database_time_seconds_total", query=name) == pytest.approx(0.25)
    assert page.value("bot_database_duration_seconds_sum") == pytest.approx(0.25)
    assert "canary" not in page.text()


async def keep(_: asyncpg.Connection) -> None:
    """Leave a returned connection as it is, as the bot's pool does."""


async def test_real_queries(telemetry: Telemetry, page: Page, database_url: str) -> None:
    """On a real pool every query is counted, and every transaction is timed once."""
    names = {"SELECT $1::text": "people.find"}
    queries = {*names.values(), *TRANSACTION.values()}
    watch = Transactions(Metrics(telemetry.meters, handlers=(), queries=queries), names)
    told = {"min_size": 1, "max_size": 1, "connection_class": watched(watch), "reset": keep}
    async with asyncpg.create_pool(database_url, **told) as connections:
        for _ in range(3):  # the connection goes back to the pool and keeps its watcher
            async with connections.acquire() as connection, connection.transaction():
                assert await connection.fetchval("SELECT $1::text", "canary") == "canary"
        assert await connections.fetchval("SELECT $1::text", "canary") == "canary"
    counted = {
        name: page.value("bot_database_queries_total", query=name)
        for name in ("people.find", "begin", "commit", OTHER)
    }
    assert counted == {"people.find": 4, "begin": 3, "commit": 3, OTHER: None}
    assert page.value("bot_database_duration_seconds_count") == 4
    assert "canary" not in page.text()


NAMES = {"SELECT 1": "workouts.find", "SELECT 2": "sets.log"}


@pytest.fixture
def traced() -> Iterator[tuple[Transactions, InMemorySpanExporter, Telemetry]]:
    spans = InMemorySpanExporter()
    telemetry = set_up(version="1", spans=spans)
    metrics = Metrics(telemetry.meters, handlers=())
    yield Transactions(metrics, NAMES, telemetry.tracers), spans, telemetry
    telemetry.shut_down()


Traced: TypeAlias = tuple[Transactions, InMemorySpanExporter, Telemetry]


def test_a_transaction_is_a_span(traced: Traced) -> None:
    """In a trace it is one CLIENT span, as long as it took, which lists the queries."""
    transactions, spans, telemetry = traced
    transactions([("SELECT 1", 1.0, 1.25, None)])  # belongs to no trace
    with update_span("message", 1):
        transactions(
            [
                ("BEGIN; SET LOCAL lock_timeout = '4s'", 1.0, 1.125, None),
                ("SELECT 1", 1.25, 1.5, None),
                ("SELECT 2", 1.5, 1.75, None),
                ("COMMIT", 1.75, 2.0, None),
            ]
        )
    tracers(telemetry).force_flush()
    span, update = spans.get_finished_spans()
    assert (span.name, span.kind) == ("transaction", SpanKind.CLIENT)
    assert some(span.parent).span_id == update.context.span_id
    assert some(span.end_time) - some(span.start_time) == 1_000_000_000
    assert span.status.status_code is StatusCode.UNSET
    assert dict(some(span.attributes)) == {
        "db.system.name": "postgresql",
        "db.operation.batch.size": 4,
        "bot.query.names": ("begin", "workouts.find", "sets.log", "commit"),
        "bot.query.milliseconds": (125.0, 250.0, 250.0, 250.0),
    }


def test_a_failed_query_is_marked(traced: Traced) -> None:
    """A query outside of a transaction is a span of its own; of an error it has the class."""
    transactions, spans, telemetry = traced
    with update_span("message", 1):
        transactions([("SELECT 2", 1.0, 1.25, ValueError("canary"))])
    tracers(telemetry).force_flush()
    span, _ = spans.get_finished_spans()
    assert span.name == "sets.log"
    assert span.status.status_code is StatusCode.ERROR
    assert some(span.attributes)["error.type"] == "ValueError"
    assert "canary" not in span.to_json()


def test_unsampled_transactions_are_no_spans(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """An update that the sampler leaves out has no transactions either."""
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "always_off")
    transactions, spans, telemetry = request.getfixturevalue("traced")
    with update_span("message", 1):
        transactions([("SELECT 1", 1.0, 1.25, None)])
    telemetry.tracers.force_flush()
    assert spans.get_finished_spans() == ()
