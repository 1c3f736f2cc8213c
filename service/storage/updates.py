"""Which of Telegram's updates have had their effect."""

from service.storage.database import Connection

KEEP = "3 days"
"""How long a key is kept: longer than Telegram's 24 hours, shorter than the week of
silence after which it may number its updates anew."""

KEEP_QUARANTINE = "7 days"
"""How long an update that could not be handled is kept for a look at it."""


async def claim(db: Connection, update_id: int, person: int) -> bool:
    """Claim an update's effect, and all of a person's doings until the transaction ends.

    False when the update had its effect before.
    """
    return bool(
        await db.fetchval(
            """
            WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock($2))
            INSERT INTO settled_updates (update_id) SELECT $1 FROM turn
            ON CONFLICT DO NOTHING RETURNING true
            """,
            update_id,
            person,
        )
    )


async def quarantine(db: Connection, update_id: int, body: str, error: str) -> None:
    """Put an update aside that has no effect however often it is tried."""
    await db.execute(
        """
        INSERT INTO quarantine (update_id, body, error) VALUES ($1, $2, $3)
        ON CONFLICT DO NOTHING
        """,
        update_id,
        body,
        error,
    )


async def begin(db: Connection, update_id: int) -> int:
    """Note that an update's handling begins; gives how many times it began and never ended."""
    begun = await db.fetchval(
        """
        INSERT INTO attempts (update_id) VALUES ($1)
        ON CONFLICT (update_id) DO UPDATE SET begun = attempts.begun + 1
        RETURNING begun
        """,
        update_id,
    )
    return int(begun) - 1


async def end(db: Connection, update_id: int) -> None:
    """Note that an update's handling was survived."""
    await db.execute("DELETE FROM attempts WHERE update_id = $1", update_id)


async def purge(db: Connection) -> None:
    """Forget keys, attempts and quarantined updates that are past their time."""
    await db.execute(
        "DELETE FROM settled_updates WHERE settled_at < now() - $1::text::interval", KEEP
    )
    await db.execute("DELETE FROM attempts WHERE begun_at < now() - $1::text::interval", KEEP)
    await db.execute(
        "DELETE FROM quarantine WHERE quarantined_at < now() - $1::text::interval",
        KEEP_QUARANTINE,
    )
