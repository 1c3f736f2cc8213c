"""Divides tables into hash partitions by owner, as an operator could: the bot is not changed."""

import json

import asyncpg

from tests.bench.plans import nodes

LARGEST = ("workouts", "planned", "sets", "daily_bests")
"""The tables that grow with every set, in an order in which rows point at earlier ones."""

KEYS = """
    SELECT conrelid::regclass AS of, conname AS name, pg_get_constraintdef(oid) AS rule
    FROM pg_constraint WHERE contype = 'f' AND conparentid = 0
    AND (conrelid = ANY ($1::text[]::regclass[]) OR confrelid = ANY ($1::text[]::regclass[]))
"""
"""Foreign keys from and to tables."""

TRIGGERS = """
    SELECT pg_get_triggerdef(oid) FROM pg_trigger
    WHERE tgrelid = $1::text::regclass AND NOT tgisinternal
"""

VIEWS = """
    SELECT relname AS name, pg_get_viewdef(oid) AS query FROM pg_class
    WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace
"""


async def divide(db: asyncpg.Connection, parts: int) -> None:
    """Divide the largest tables in so many parts, with their rows and all that depends on them."""
    async with db.transaction():
        views = await db.fetch(VIEWS)
        for view in views:
            await db.execute(f"DROP VIEW {view['name']}")
        keys = await db.fetch(KEYS, LARGEST)
        for key in keys:
            await db.execute(f'ALTER TABLE {key["of"]} DROP CONSTRAINT "{key["name"]}"')
        for table in LARGEST:
            await _divide(db, table, parts)
        for key in keys:
            await db.execute(
                f'ALTER TABLE {key["of"]} ADD CONSTRAINT "{key["name"]}" {key["rule"]}'
            )
        for view in views:
            await db.execute(f"CREATE VIEW {view['name']} AS {view['query']}")


async def _divide(db: asyncpg.Connection, table: str, parts: int) -> None:
    triggers = await db.fetch(TRIGGERS, table)
    options = await db.fetchval(
        "SELECT array_to_string(reloptions, ', ') FROM pg_class WHERE oid = $1::text::regclass",
        table,
    )
    counter = await db.fetchval(
        "SELECT pg_get_serial_sequence(attrelid::regclass::text, attname) FROM pg_attribute"
        " WHERE attrelid = $1::text::regclass AND attidentity <> ''",
        table,
    )
    if counter:
        await db.execute(f"ALTER SEQUENCE {counter} RENAME TO whole_id_seq")
        following = await db.fetchval("SELECT nextval('whole_id_seq')")
    await db.execute(f"ALTER TABLE {table} RENAME TO whole")
    await db.execute(f"CREATE TABLE {table} (LIKE whole INCLUDING ALL) PARTITION BY HASH (owner)")
    for n in range(parts):
        await db.execute(
            f"CREATE TABLE {table}_{n} PARTITION OF {table}"
            f" FOR VALUES WITH (MODULUS {parts}, REMAINDER {n})"
            + (f" WITH ({options})" if options else "")
        )
    await db.execute(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM whole")
    if counter:
        await db.execute("SELECT setval($1::text::regclass, $2, false)", counter, following)
    await db.execute("DROP TABLE whole")
    for (trigger,) in triggers:
        await db.execute(trigger)


async def parts_read(db: asyncpg.Connection, text: str, owner: int) -> set[str]:
    """Name the parts whose rows a query of this owner reads, by their numbers."""
    await db.execute(f"SET plan_cache_mode = force_generic_plan; PREPARE asked AS {text}")
    types = await db.fetchval(
        "SELECT parameter_types::text[] FROM pg_prepared_statements WHERE name = 'asked'"
    )
    given = ", ".join(str(owner) if kind == "bigint" else "NULL" for kind in types)
    told = await db.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE asked{f'({given})' if given else ''}")
    await db.execute("DEALLOCATE asked")
    tables = [node.get("Relation Name", "") for node in nodes(json.loads(told)[0]["Plan"])]
    parts = [table.rpartition("_") for table in tables]
    return {number for table, _, number in parts if table in LARGEST}
