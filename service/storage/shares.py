"""Links to programs and workouts. Only hashes of their tokens are stored."""

from datetime import timedelta

from service.domain.errors import check
from service.domain.sharing import Links, Share, What
from service.storage.database import Connection

KEEP = timedelta(days=1)
"""How long a link that no longer works is stored: until then its token can't work again."""

PURGED = 1_000
"""How many links one statement of the purge deletes."""


async def make(db: Connection, owner: int, what: What, of: int, token_hash: bytes) -> bool:
    """Store a link to a program or a finished workout.

    False when there is none, or the link was stored before. Refuses more links that work than a
    person may have.
    """
    before = await db.fetchval(
        """
        WITH found AS (
            SELECT id AS program, NULL::bigint AS workout FROM programs
            WHERE owner = $1 AND id = $3 AND $2 = 'program'
            UNION ALL
            SELECT NULL, id FROM workouts
            WHERE owner = $1 AND id = $3 AND $2 = 'workout' AND ended_at IS NOT NULL
        ), made AS (
            INSERT INTO shares (owner, token_hash, program, workout)
            SELECT $1, $4, program, workout FROM found
            ON CONFLICT (owner, token_hash) DO NOTHING RETURNING true
        )
        SELECT (SELECT count(*) FROM shares WHERE owner = $1 AND expires_at > now()) FROM made
        """,
        owner,
        what,
        of,
        token_hash,
    )
    if before is None:
        return False
    check("shares", before + 1)
    return True


async def find(db: Connection, token_hash: bytes) -> Share | None:
    """Find a link that works, whoever's it is."""
    row = await db.fetchrow(
        """
        SELECT token_hash AS key, owner, weights, name, taken, expires_at,
               coalesce(program, workout) AS of,
               CASE WHEN program IS NULL THEN 'workout' ELSE 'program' END AS what
        FROM shares JOIN people ON people.id = owner
        WHERE token_hash = $1 AND expires_at > now() AND closed_at IS NULL
        """,
        token_hash,
    )
    return row and Share(**row)


async def links(db: Connection, owner: int, what: What, of: int) -> Links:
    """Count the links to a program or a workout that work, and how often it was taken by them."""
    row = await db.fetchrow(
        """
        SELECT count(*), coalesce(sum(taken), 0)::int AS taken FROM shares
        WHERE owner = $1 AND CASE $2 WHEN 'program' THEN program ELSE workout END = $3
        AND expires_at > now()
        """,
        owner,
        what,
        of,
    )
    return Links(**row)


async def show(db: Connection, owner: int, key: bytes, *, weights: bool, name: str | None) -> None:
    """Set whether a link shows weights, and which name it shows."""
    await db.execute(
        "UPDATE shares SET weights = $3, name = $4 WHERE owner = $1 AND token_hash = $2",
        owner,
        key,
        weights,
        name,
    )


async def take(db: Connection, owner: int, key: bytes) -> None:
    """Count that a copy was taken."""
    await db.execute(
        "UPDATE shares SET taken = taken + 1 WHERE owner = $1 AND token_hash = $2", owner, key
    )


async def revoke(db: Connection, owner: int, what: What, of: int) -> None:
    """Let no link to a program or a workout work any more."""
    await db.execute(
        """
        UPDATE shares SET expires_at = now()
        WHERE owner = $1 AND CASE $2 WHEN 'program' THEN program ELSE workout END = $3
        AND expires_at > now()
        """,
        owner,
        what,
        of,
    )


async def drop_oldest(db: Connection, owner: int) -> None:
    """Delete the oldest link of a person that works."""
    await db.execute(
        """
        DELETE FROM shares WHERE owner = $1 AND token_hash = (
            SELECT token_hash FROM shares WHERE owner = $1 AND expires_at > now()
            ORDER BY created_at, token_hash LIMIT 1
        )
        """,
        owner,
    )


async def purge(db: Connection) -> bool:
    """Delete PURGED links that have not worked for a while; return whether there may be more."""
    purged = await db.fetchval(
        """
        WITH purged AS (
            DELETE FROM shares WHERE expires_at < now() - $1::interval AND ctid = ANY (ARRAY (
                SELECT ctid FROM shares WHERE expires_at < now() - $1::interval
                ORDER BY expires_at LIMIT $2
            )) RETURNING 1
        )
        SELECT count(*) FROM purged
        """,
        KEEP,
        PURGED,
    )
    return bool(purged == PURGED)
