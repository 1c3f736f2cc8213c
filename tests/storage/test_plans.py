"""Every query of the room finds its rows by an index, however large the tables are."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.bench.plans import queries, without_index


@pytest.fixture
async def db(owner_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection that reads a whole table only where there is no other way."""
    connection = await asyncpg.connect(owner_url)
    await connection.execute("SET enable_seqscan = off")
    yield connection
    await connection.close()


async def test_every_query_has_its_index(db: asyncpg.Connection):
    """No query of the room reads a large table whole."""
    asked = queries()
    assert len(asked) > 30
    found = [
        (name, table) for text, name in asked.items() for table in await without_index(db, text)
    ]
    assert found == []


async def test_a_missing_index_is_found(db: asyncpg.Connection):
    """A query by a column without an index is told, so that the test above can fail."""
    found = await without_index(db, "SELECT n FROM sets WHERE rpe = $1")
    assert found == ["Seq Scan on sets"]


async def test_past_workouts_are_looked_up(db: asyncpg.Connection):
    """Whether a workout has sets is asked for a few workouts, also before the first ANALYZE.

    As a join it read all sets of the person: 9 ms of 7,500 sets instead of 2.
    """
    (text,) = [text for text, name in queries().items() if name == "pasts.read"]
    await db.execute(f"SET plan_cache_mode = force_generic_plan; PREPARE asked AS {text}")
    nothing = ", ".join(["NULL"] * 11)
    plan = await db.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE asked({nothing})")
    assert "Semi" not in plan
    assert "SubPlan" in plan
