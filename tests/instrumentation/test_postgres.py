"""Queries are timed under the names of the functions that hold them."""

from types import ModuleType

import asyncpg
import pytest
from opentelemetry.instrumentation.aiogram import update_span
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from instrumentation.labels import OTHER
from instrumentation.metrics import Metrics
from instrumentation.postgres import TRANSACTION, QueryTimes, query_names
from instrumentation.setup import Telemetry, set_up
from service.storage.watched import watched
from tests.instrumentation.conftest import Page

CLIENT_UNSET = (SpanKind.CLIENT, StatusCode.UNSET)
FAILED = (StatusCode.ERROR, "ValueError")
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
        ("COMMIT;", "commit"),
        ("ROLLBACK;", "rollback"),
        ("SELECT secret FROM canary", OTHER),
    ],
)
def test_times(
    telemetry: Telemetry, page: Page, names: dict[str, str], text: str, name: str
) -> None:
    """A query's seconds go to its name; one that nobody named becomes `_OTHER`."""
    queries = {*names.values(), *TRANSACTION.values()}
    metrics = Metrics(telemetry.meters, handlers=(), queries=queries)
    QueryTimes(metrics, names)(text, 0.01, ValueError("canary"))
    assert page.value("bot_database_time_seconds_total", query=name) == pytest.approx(0.01)
    assert "canary" not in page.text()


async def test_real_queries(telemetry: Telemetry, page: Page, database_url: str) -> None:
    """On a real pool every statement and every commit is timed, args unseen."""
    names = {"SELECT $1::text": "people.find"}
    queries = {*names.values(), *TRANSACTION.values()}
    watch = QueryTimes(Metrics(telemetry.meters, handlers=(), queries=queries), names)
    told = {"min_size": 1, "max_size": 1, "connection_class": watched(watch)}
    async with asyncpg.create_pool(database_url, **told) as pool:
        for _ in range(3):  # the connection goes back to the pool and keeps its watcher
            async with pool.acquire() as connection, connection.transaction():
                assert await connection.fetchval("SELECT $1::text", "canary") == "canary"
    counted = {
        name: page.value("bot_database_queries_total", query=name)
        for name in ("people.find", "commit", OTHER)
    }
    assert counted == {"people.find": 3, "commit": 3, OTHER: None}
    assert "canary" not in page.text()


async def test_queries_are_drawn(names: dict[str, str]) -> None:
    """In a trace a query is a CLIENT span of its own beneath the present one, if there is one."""
    spans = InMemorySpanExporter()
    telemetry = set_up(version="1", spans=spans)
    told = QueryTimes(Metrics(telemetry.meters, handlers=()), names, telemetry.draw)
    told("SELECT 1", 0.25, None)
    with update_span("message", 1):
        told("SELECT 1", 0.25, None)
        told("COMMIT;", 0.5, ValueError("canary"))
    telemetry.shut_down()
    query, commit, update = spans.get_finished_spans()
    assert {one.parent.span_id for one in (query, commit)} == {update.context.span_id}
    assert len({one.context.trace_id for one in (query, commit, update)}) == 1
    assert len({one.context.span_id for one in (query, commit, update)}) == 3
    assert (query.name, query.kind, query.status.status_code) == ("workouts.both", *CLIENT_UNSET)
    assert query.attributes["db.query.summary"] == "workouts.both"
    assert query.end_time - query.start_time == 250_000_000
    assert (commit.status.status_code, commit.attributes["error.type"]) == FAILED
    assert query.resource == update.resource
    assert "canary" not in commit.to_json()


async def test_unsampled_queries_are_not_drawn(
    monkeypatch: pytest.MonkeyPatch, names: dict[str, str]
) -> None:
    """What the sampler leaves out has no queries either."""
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "always_off")
    spans = InMemorySpanExporter()
    telemetry = set_up(version="1", spans=spans)
    told = QueryTimes(Metrics(telemetry.meters, handlers=()), names, telemetry.draw)
    with update_span("message", 1):
        told("SELECT 1", 0.25, None)
    telemetry.shut_down()
    assert spans.get_finished_spans() == ()
