"""Every query reads and changes rows of one owner, or has a reason not to.

PostgreSQL's plan tells: each scan of a table of people's rows compares the owner with the same
argument of the query, or a join does.
"""

import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import asyncpg
import pytest

from tests.bench.plans import OF_SEVERAL, queries
from tests.storage.conftest import PERSONS, owner_of

EQUAL = re.compile(r"([$\w.]+) = ([$\w.]+)")


@pytest.fixture
async def db(owner_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection whose plans look each row up by its key."""
    connection = await asyncpg.connect(owner_url)
    await connection.execute("SET enable_seqscan = off")
    await connection.execute("SET plan_cache_mode = force_generic_plan")
    yield connection
    await connection.close()


async def test_every_query_names_the_owner(db: asyncpg.Connection) -> None:
    """Of each table of people's rows; whoever forgets it reaches everybody's."""
    found = {
        name: tables for text, name in queries().items() if (tables := await _unowned(db, text))
    }
    missing = {name: tables for name, tables in found.items() if name not in OF_SEVERAL}
    assert not missing, "compare the owner, or say in OF_SEVERAL why everybody's rows are meant"
    assert set(OF_SEVERAL) == set(found), "no exemption that is not needed"


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("SELECT n FROM sets WHERE workout = $1", ["sets"]),
        ("DELETE FROM programs WHERE id = $1", ["programs"]),
        ("UPDATE workouts SET revision = 1 WHERE id = $1 AND owner = $2", []),
        ("SELECT FROM workouts w JOIN sets s ON s.workout = w.id WHERE w.owner = $1", ["sets"]),
        ("SELECT FROM workouts w JOIN sets s ON s.owner = w.owner WHERE w.owner = $1", []),
        ("SELECT (SELECT count(*) FROM drafts) FROM people WHERE id = $1", ["drafts"]),
        ("SELECT FROM sets WHERE owner <> $1", ["sets"]),
        ("SELECT FROM workouts w, sets s WHERE w.owner = $1 AND s.owner = $2", ["sets"]),
        ("SELECT FROM workouts w JOIN people p ON true WHERE w.owner = $1", ["people"]),
        ("SELECT FROM workouts JOIN people p ON p.id = owner WHERE owner = $1", []),
    ],
)
async def test_a_forgotten_owner_is_found(
    db: asyncpg.Connection, statement: str, tables: list[str]
) -> None:
    """In a statement of any kind, a join and a part of a statement."""
    assert await _unowned(db, statement) == tables


async def _unowned(db: asyncpg.Connection, text: str) -> list[str]:
    """Name the tables whose rows a statement finds without comparing their owner."""
    owners = {table: owner_of(table, columns) for table, columns in await db.fetch(PERSONS)}
    await db.execute(f"PREPARE asked AS {text}")
    arguments = await db.fetchval(
        "SELECT cardinality(parameter_types) FROM pg_prepared_statements WHERE name = 'asked'"
    )
    given = f"({', '.join(['NULL'] * arguments)})" if arguments else ""
    plan = json.loads(await db.fetchval(f"EXPLAIN (VERBOSE, FORMAT JSON) EXECUTE asked{given}"))
    await db.execute("DEALLOCATE asked")
    nodes = list(_nodes(plan[0]["Plan"]))
    conditions = [str(value) for node in nodes for key, value in node.items() if _compares(key)]
    scans: set[tuple[str, str]] = {
        (node["Relation Name"], f"{node['Alias']}.{owners[node['Relation Name']]}")
        for node in nodes
        if node.get("Relation Name") in owners and "Scan" in node["Node Type"]
    }
    unowned = [
        sorted({table for table, owner in scans if owner not in _equal_to(f"${n + 1}", conditions)})
        for n in range(max(arguments, 1))
    ]
    return min(unowned, key=len)


def _equal_to(argument: str, conditions: list[str]) -> set[str]:
    """Name the columns that equal an argument, be it by way of other columns."""
    pairs = [pair for condition in conditions for pair in EQUAL.findall(condition)]
    known = {argument}
    while more := {side for pair in pairs if known & {*pair} for side in pair} - known:
        known |= more
    return known


def _compares(key: str) -> bool:
    return key.endswith(("Cond", "Filter")) and not key.startswith("Rows")


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from _nodes(inner)
