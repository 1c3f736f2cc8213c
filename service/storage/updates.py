"""Which of Telegram's updates have had their effect."""

from service.storage.database import Connection
from service.storage.people import Person, person_of

KEEP = "3 days"
"""How long a key is kept: longer than Telegram's 24 hours, shorter than the week of
silence after which it may number its updates anew."""

KEEP_QUARANTINE = "7 days"
"""How long an update that could not be handled is kept for a look at it."""


async def claim(db: Connection, update_id: int, person: int) -> tuple[bool, Person | None]:
    """Claim an update's effect, and find who it is from.

    False when the update had its effect before; None when the person is to be greeted: new
    to the bot, or not seen yet today.
    """
    row = await db.fetchrow(
        """
        WITH claimed AS (
            INSERT INTO settled_updates (update_id) VALUES ($1)
            ON CONFLICT DO NOTHING RETURNING true
        )
        SELECT EXISTS (SELECT FROM claimed) AS new, language, asked, rest_seconds,
               coalesce(timezone, current_setting('TimeZone')) AS zone, now(), blocked_at
        FROM (VALUES ($2::bigint)) AS sender (id) LEFT JOIN people ON people.id = sender.id
        AND EXISTS (SELECT FROM daily_active WHERE day = current_date AND person = $2)
        """,
        update_id,
        person,
    )
    return row["new"], person_of(person, row) if row["language"] else None


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
