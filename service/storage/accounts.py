"""Accounts, as the operator sees them: how much each stores, and whether it is closed."""

from dataclasses import dataclass
from datetime import date

from service.storage.database import Connection

COUNT_SECONDS = 300.0
"""Timeout for counting everything: it reads every table."""

STORED = "SELECT owner, pg_column_size(t.*) AS size FROM {table} AS t"
LARGEST = """
    SELECT people.id, count(*) AS rows, sum(size) AS bytes,
           (SELECT max(day) FROM daily_active WHERE person = people.id) AS active,
           closed_at IS NOT NULL AS closed
    FROM ({owned}) AS owned JOIN people ON people.id = owner
    GROUP BY people.id ORDER BY bytes DESC, people.id LIMIT $1
"""
"""What ``largest`` asks, of whichever tables there are."""


@dataclass(frozen=True, slots=True)
class Account:
    """What one person stores; ``active`` is the day on which they last did something."""

    id: int
    rows: int
    bytes: int
    active: date | None
    closed: bool


async def largest(db: Connection, most: int) -> list[Account]:
    """Return the ``most`` accounts that store most, the largest first.

    Counts the rows of every table that has owners, without indexes.
    """
    tables = await db.fetch(
        """
        SELECT quote_ident(relname) AS name
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'owner'
        WHERE relnamespace = 'public'::regnamespace
        AND relkind IN ('r', 'p') AND NOT relispartition
        """
    )
    owned = " UNION ALL ".join(STORED.format(table=table["name"]) for table in tables)
    rows = await db.fetch(
        LARGEST.format(owned=owned),
        most,
        timeout=COUNT_SECONDS,
    )
    return [Account(**row) for row in rows]


async def close(db: Connection, person: int) -> bool:
    """Close an account and drop its notices; False when there is none or it was closed before."""
    return bool(
        await db.fetchval(
            """
            WITH dropped AS (DELETE FROM notices WHERE owner = $1)
            UPDATE people SET closed_at = now(), closed_told_at = NULL
            WHERE id = $1 AND closed_at IS NULL RETURNING true
            """,
            person,
        )
    )


async def reopen(db: Connection, person: int) -> bool:
    """Open an account again; False when there is none or it was not closed."""
    return bool(
        await db.fetchval(
            """
            UPDATE people SET closed_at = NULL, closed_told_at = NULL
            WHERE id = $1 AND closed_at IS NOT NULL RETURNING true
            """,
            person,
        )
    )


async def may_tell(db: Connection, person: int) -> bool:
    """Return whether to tell a person that their account is closed; True once."""
    return bool(
        await db.fetchval(
            """
            UPDATE people SET closed_told_at = now()
            WHERE id = $1 AND closed_told_at IS NULL RETURNING true
            """,
            person,
        )
    )
