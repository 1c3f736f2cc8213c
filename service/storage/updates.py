"""Which of Telegram's updates have been handled."""

from service.storage.database import Connection
from service.storage.people import Person, person_of

KEEP = "3 days"
"""How long an update's number is kept: longer than the 24 hours for which Telegram delivers it
again, shorter than the week without updates after which Telegram may restart its numbering."""

KEEP_QUARANTINE = "7 days"
"""How long a quarantined update is kept for the operator to inspect."""

PURGED = 5_000
"""How many rows one statement of a purge deletes, which takes some hundredths of a second."""

MAX_QUARANTINED = 1_000
"""How many quarantined updates of one sender are stored; the operator needs a few."""


async def claim(db: Connection, update_id: int, person: int) -> tuple[bool, Person | None]:
    """Claim an update, and find its sender.

    Returns False when the update was handled before, and None for a person who must be greeted:
    new to the bot, or not yet seen today. Nobody greets a person whose account is closed.
    """
    row = await db.fetchrow(
        """
        WITH claimed AS (
            INSERT INTO settled_updates (update_id) VALUES ($1)
            ON CONFLICT DO NOTHING RETURNING true
        )
        SELECT EXISTS (SELECT FROM claimed) AS new, language, asked, rest_seconds, unit,
               coalesce(timezone, current_setting('TimeZone')) AS zone,
               timezone IS NULL AND asked_zone_at IS NULL AS asks_zone,
               unit = 'kg' AND asked_unit_at IS NULL AS asks_unit, now(), blocked_at, closed_at,
               plates_kg, tips
        FROM (VALUES ($2::bigint)) AS sender (id) LEFT JOIN people ON people.id = sender.id
        AND (EXISTS (SELECT FROM daily_active WHERE day = current_date AND person = $2)
             OR closed_at IS NOT NULL)
        """,
        update_id,
        person,
    )
    return row["new"], person_of(person, row) if row["language"] else None


async def quarantine(db: Connection, update_id: int, sender: int, body: str, error: str) -> None:
    """Store an update that could not be handled after several tries, up to MAX_QUARANTINED.

    ``sender`` is 0 if the update does not say who sent it.
    """
    await db.execute(
        """
        INSERT INTO quarantine (update_id, sender, body, error) SELECT $1, $2, $3, $4
        WHERE (SELECT count(*) FROM quarantine WHERE sender = $2) < $5
        ON CONFLICT DO NOTHING
        """,
        update_id,
        sender,
        body,
        error,
        MAX_QUARANTINED,
    )


async def begin(db: Connection, update_id: int) -> int:
    """Record that handling an update begins; return how many earlier attempts never ended."""
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
    """Record that handling an update did not kill the process."""
    await db.execute("DELETE FROM attempts WHERE update_id = $1", update_id)


async def purge(db: Connection) -> bool:
    """Delete PURGED update numbers that are past their time; return whether there may be more."""
    purged = await db.fetchval(
        """
        WITH purged AS (
            DELETE FROM settled_updates WHERE ctid = ANY (ARRAY (
                SELECT ctid FROM settled_updates WHERE settled_at < now() - $1::text::interval
                ORDER BY settled_at LIMIT $2
            )) RETURNING 1
        )
        SELECT count(*) FROM purged
        """,
        KEEP,
        PURGED,
    )
    return bool(purged == PURGED)


async def purge_attempts(db: Connection) -> bool:
    """Delete PURGED attempts that are past their time; return whether there may be more."""
    purged = await db.fetchval(
        """
        WITH purged AS (
            DELETE FROM attempts WHERE ctid = ANY (ARRAY (
                SELECT ctid FROM attempts WHERE begun_at < now() - $1::text::interval
                ORDER BY begun_at LIMIT $2
            )) RETURNING 1
        )
        SELECT count(*) FROM purged
        """,
        KEEP,
        PURGED,
    )
    return bool(purged == PURGED)


async def purge_quarantine(db: Connection) -> bool:
    """Delete PURGED quarantined updates past their time; return whether there may be more."""
    purged = await db.fetchval(
        """
        WITH purged AS (
            DELETE FROM quarantine WHERE ctid = ANY (ARRAY (
                SELECT ctid FROM quarantine WHERE quarantined_at < now() - $1::text::interval
                LIMIT $2
            )) RETURNING 1
        )
        SELECT count(*) FROM purged
        """,
        KEEP_QUARANTINE,
        PURGED,
    )
    return bool(purged == PURGED)
