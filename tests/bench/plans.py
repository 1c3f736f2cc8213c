"""Asks PostgreSQL how it would run every query of service/storage: none may read a whole table."""

import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import asyncpg

from instrumentation.postgres import query_names
from service import storage

SMALL = {
    "statistic_changes",
    "statistics_by_day",
    "statistics_total",
    "quarantine",
    "migrations",
    "notices_pace",
}
"""What stays small: folded every 15 seconds, a row a day and number, one row, or purged."""

OF_EVERYBODY = {"accounts.largest", "notices.announce", "statistics.drift"}
"""What the operator asks for, what is for everybody, and the recount, which reads every row."""


OF_SEVERAL = {
    "challenges.count": "counts those who joined one challenge",
    "challenges.discard_empty": "whether anybody joined one challenge",
    "challenges.standings": "the totals of those who joined one challenge, and of nobody else",
    "endings.close_forgotten": "closes whatever workout was forgotten",
    "imports.purge": "deletes whoever's files are too old to be stored or undone",
    "interrupted.claim": "claims whoever's imports were interrupted",
    "interrupted.renew": "for the owners on whose imports this process works",
    "notices.claim": "claims whoever's notices are due",
    "notices.release": "for the owners whose notices this process claimed",
    "notices.state": "counts for the metrics",
    "questions.expire": "closes whoever's questions nobody answered",
    "questions.owners_to_ask": "finds whoever is to be asked",
    "questions.purge": "deletes whoever's questions expired long ago",
    "reminders.due": "finds whoever's reminders are due",
    "reminders.turn_into_notices": "for the owners that `due` has locked",
    "removed.purge": "deletes what nobody put back in time",
    "shares.find": "finds whatever a link leads to: whoever has the link may see it",
    "shares.purge": "deletes links that have not worked for a while",
    "statistics.purge_active": "deletes whoever's days are old",
    "timers.claim": "claims whoever's rests are over",
    "timers.hold": "for the owners whose rests this process rings",
    "updates.purge_quarantine": "deletes whoever's quarantined updates are old",
}
"""Queries that find rows of more than one person, each with its reason."""


def queries() -> dict[str, str]:
    """Every statement of the room by its text, and its name; parts put together later are out."""
    rooms = (each for each in vars(storage).values() if isinstance(each, ModuleType))
    return {
        text: name
        for text, name in query_names(rooms).items()
        if not text.endswith("FROM ") and name not in OF_EVERYBODY
    }


async def large_tables(db: asyncpg.Connection, rows: int) -> set[str]:
    """Name the tables that have more than so many rows."""
    found = await db.fetch(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > $1::int", rows
    )
    return {row["relname"] for row in found}


async def without_index(
    db: asyncpg.Connection, text: str, tables: set[str] | None = None
) -> list[str]:
    """Name the tables that a statement would read whole, whatever its arguments.

    Of the named tables; None: of all that grow.
    """
    await db.execute(f"SET plan_cache_mode = force_generic_plan; PREPARE asked AS {text}")
    arguments = await db.fetchval(
        "SELECT cardinality(parameter_types) FROM pg_prepared_statements WHERE name = 'asked'"
    )
    given = f"({', '.join(['NULL'] * arguments)})" if arguments else ""
    told = await db.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE asked{given}")
    await db.execute("DEALLOCATE asked")
    (plan,) = json.loads(told)
    partial = await _partial_indexes(db)
    return [
        f"{node['Node Type']} on {node['Relation Name']}"
        for node in nodes(plan["Plan"])
        if _is_of(node.get("Relation Name"), tables) and _reads_all(node, partial)
    ]


def _is_of(table: str | None, tables: set[str] | None) -> bool:
    return table in tables if tables is not None else table not in {None, *SMALL}


def _reads_all(node: dict[str, Any], partial: set[str]) -> bool:
    """Tell whether a node reads every row; a partial index has only the few it is for."""
    if node["Node Type"] == "Seq Scan":
        return True
    scans = node["Node Type"] in {"Index Scan", "Index Only Scan"} and "Index Cond" not in node
    return scans and node["Index Name"] not in partial


async def _partial_indexes(db: asyncpg.Connection) -> set[str]:
    found = await db.fetch(
        """
        SELECT relname FROM pg_class JOIN pg_index ON indexrelid = pg_class.oid
        WHERE indpred IS NOT NULL
        """
    )
    return {row["relname"] for row in found}


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes(inner)
