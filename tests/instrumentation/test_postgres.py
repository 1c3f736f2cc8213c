"""Queries are timed under the names of the functions that hold them."""

from types import ModuleType

import asyncpg
import pytest

from instrumentation.labels import OTHER
from instrumentation.metrics import Metrics
from instrumentation.postgres import TRANSACTION, QueryTimes, query_names
from instrumentation.setup import Telemetry
from service.storage.watched import watched
from tests.instrumentation.conftest import Page

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
    assert page.value("bot_database_duration_seconds_sum", query=name) == pytest.approx(0.01)
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
        name: page.value("bot_database_duration_seconds_count", query=name)
        for name in ("people.find", "commit", OTHER)
    }
    assert counted == {"people.find": 3, "commit": 3, OTHER: None}
    assert "canary" not in page.text()
