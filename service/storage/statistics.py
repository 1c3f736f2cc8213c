"""Statistics for the operator. Reading them is as quick with ten million sets as with none.

Triggers append differences to ``statistic_changes``; ``fold`` moves them into totals;
``read`` adds both, in one snapshot.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from service.storage.database import Connection

RECOUNT_SECONDS = 60.0
"""Timeout of the recount, which reads every row."""

KEEP = "30 days"
"""How long the numbers of a day are kept; only today's are read."""

KEEP_ACTIVE = "365 days"
"""How long the days on which a person was active are kept: the operator is shown the last one."""

PURGED = 5_000
"""How many rows one statement of a purge deletes."""

FOLD_LOCK = -7_460_002
"""Advisory lock that lets one process at a time fold."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Counts of what is stored, in total and today."""

    people: int
    people_today: int
    programs: int
    active_programs: int
    sets: int
    sets_today: int
    operations_today: Mapping[str, int]


async def count_operation(db: Connection, operation: str, times: int) -> None:
    """Count an operation, done ``times`` today."""
    await db.execute(
        "INSERT INTO statistic_changes (name, day, change) VALUES ($1, current_date, $2)",
        f"operation:{operation}",
        times,
    )


async def read(db: Connection) -> Numbers:
    """Return the current numbers."""
    row = await db.fetchrow(
        """
        WITH pending AS MATERIALIZED (
            SELECT name, sum(change) AS change,
                   coalesce(sum(change) FILTER (WHERE day = current_date), 0) AS change_today
            FROM statistic_changes GROUP BY name
        )
        SELECT (
            SELECT jsonb_object_agg(name, value) FROM (
                SELECT name, sum(value)::bigint AS value FROM (
                    SELECT name, value FROM statistics_total
                    UNION ALL SELECT name, change FROM pending
                ) AS parts GROUP BY name
            ) AS totals
        ) AS total, (
            SELECT jsonb_object_agg(name, value) FROM (
                SELECT name, sum(value)::bigint AS value FROM (
                    SELECT name, value FROM statistics_by_day WHERE day = current_date
                    UNION ALL SELECT name, change_today FROM pending
                ) AS parts GROUP BY name
            ) AS todays
        ) AS today
        """
    )
    total: dict[str, int] = json.loads(row["total"] or "{}")
    today: dict[str, int] = json.loads(row["today"] or "{}")
    return Numbers(
        people=total.get("people", 0),
        people_today=today.get("active", 0),
        programs=total.get("programs", 0),
        active_programs=total.get("active_programs", 0),
        sets=total.get("sets", 0),
        sets_today=today.get("sets", 0),
        operations_today={
            name.removeprefix("operation:"): value
            for name, value in today.items()
            if name.startswith("operation:")
        },
    )


async def drift(db: Connection) -> Mapping[str, int]:
    """Return how far each maintained count is above the number of rows, in one snapshot."""
    rows = await db.fetch(
        """
        WITH counted AS (
            SELECT 'people' AS name, count(*) AS value FROM people
            UNION ALL SELECT 'sets', count(*) FROM sets
            UNION ALL SELECT 'programs', count(*) FROM programs
            UNION ALL
            SELECT 'active_programs', count(*) FROM programs WHERE archived_at IS NULL
        ), maintained AS (
            SELECT name, sum(value) AS value FROM (
                SELECT name, value FROM statistics_total
                UNION ALL SELECT name, change FROM statistic_changes
            ) AS parts GROUP BY name
        )
        SELECT name, (coalesce(maintained.value, 0) - counted.value)::bigint AS drift
        FROM counted LEFT JOIN maintained USING (name)
        """,
        timeout=RECOUNT_SECONDS,
    )
    return {row["name"]: row["drift"] for row in rows}


async def purge(db: Connection) -> bool:
    """Delete PURGED numbers of days that nobody reads; return whether there may be more."""
    purged = await db.fetchval(
        """
        WITH purged AS (
            DELETE FROM statistics_by_day WHERE ctid = ANY (ARRAY (
                SELECT ctid FROM statistics_by_day
                WHERE day < current_date - $1::text::interval LIMIT $2
            )) RETURNING 1
        )
        SELECT count(*) FROM purged
        """,
        KEEP,
        PURGED,
    )
    return bool(purged == PURGED)


async def purge_active(db: Connection) -> bool:
    """Delete PURGED old days on which people were active; return whether there may be more."""
    purged = await db.fetchval(
        """
        WITH purged AS (
            DELETE FROM daily_active
            WHERE day < current_date - $1::text::interval AND ctid = ANY (ARRAY (
                SELECT ctid FROM daily_active WHERE day < current_date - $1::text::interval
                ORDER BY day LIMIT $2
            )) RETURNING 1
        )
        SELECT count(*) FROM purged
        """,
        KEEP_ACTIVE,
        PURGED,
    )
    return bool(purged == PURGED)


async def fold(db: Connection) -> None:
    """Move the differences gathered so far into the totals; one process at a time."""
    if not await db.fetchval("SELECT pg_try_advisory_xact_lock($1)", FOLD_LOCK):
        return
    await db.execute(
        """
        WITH taken AS (
            DELETE FROM statistic_changes RETURNING *
        ), by_day AS (
            INSERT INTO statistics_by_day AS known (name, day, value)
            SELECT name, day, sum(change) FROM taken GROUP BY name, day
            ON CONFLICT (name, day) DO UPDATE SET value = known.value + excluded.value
        )
        INSERT INTO statistics_total AS known (name, value)
        SELECT name, sum(change) FROM taken GROUP BY name
        ON CONFLICT (name) DO UPDATE SET value = known.value + excluded.value
        """
    )
