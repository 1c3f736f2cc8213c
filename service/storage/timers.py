"""Timed rests. They outlive the process that started them; one process claims each ring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.storage.database import Connection

CLAIM = "8 seconds"
"""Time until a ring that was claimed but not done is claimed again."""


@dataclass(frozen=True, slots=True)
class Due:
    """A rest that is over."""

    owner: int
    workout: int
    due_at: datetime
    late: float
    """Seconds since it was over."""


async def stop(db: Connection, owner: int) -> None:
    """End a rest without a ring."""
    await db.execute("DELETE FROM timers WHERE owner = $1", owner)


async def stop_after(db: Connection, owner: int, exercise: int) -> bool:
    """End a rest after an exercise without a ring; False when none was timed.

    Exercise 0 stands for all that have no rest of their own.
    """
    return bool(
        await db.fetchval(
            """
            DELETE FROM timers USING (
                SELECT workout, exercise FROM sets
                WHERE owner = $1 ORDER BY logged_at DESC, revision DESC, part DESC LIMIT 1
            ) AS last JOIN exercises ON exercises.owner = $1 AND exercises.id = last.exercise
            WHERE timers.owner = $1 AND timers.workout = last.workout
            AND CASE WHEN $2 = 0 THEN rest_seconds IS NULL ELSE exercises.id = $2 END
            RETURNING true
            """,
            owner,
            exercise,
        )
    )


async def prolong(db: Connection, owner: int, workout: int, seconds: int) -> bool:
    """Prolong a rest by ``seconds``; False when no rest is timed."""
    return bool(
        await db.fetchval(
            """
            UPDATE timers SET due_at = greatest(due_at, now()) + make_interval(secs => $3)
            WHERE owner = $1 AND workout = $2 AND claimed_at IS NULL RETURNING true
            """,
            owner,
            workout,
            seconds,
        )
    )


async def hold(db: Connection, rung: Sequence[Due]) -> None:
    """Renew the claims of rings that are still being sent."""
    await db.execute(
        "UPDATE timers SET claimed_at = now() WHERE owner = ANY ($1) AND claimed_at IS NOT NULL",
        [due.owner for due in rung],
    )


async def rings(db: Connection, due: Due) -> bool:
    """Return whether a claimed rest must still ring, and lock it until the commit.

    It does not ring for a person who can't be written to.
    """
    return bool(
        await db.fetchval(
            """
            SELECT true FROM timers JOIN people ON people.id = owner
            WHERE owner = $1 AND workout = $2 AND due_at = $3 AND claimed_at IS NOT NULL
            AND blocked_at IS NULL AND closed_at IS NULL
            FOR UPDATE OF timers
            """,
            due.owner,
            due.workout,
            due.due_at,
        )
    )


async def claim(db: Connection, most: int) -> list[Due]:
    """Claim at most ``most`` rests that are over, the oldest first. No other process rings them."""
    rows = await db.fetch(
        """
        UPDATE timers SET claimed_at = now() WHERE owner IN (
            SELECT owner FROM timers
            WHERE due_at <= now()
            AND (claimed_at IS NULL OR claimed_at < now() - $2::text::interval)
            ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
        )
        RETURNING owner, workout, due_at, extract(epoch FROM now() - due_at)::float8 AS late
        """,
        most,
        CLAIM,
    )
    return [Due(**row) for row in rows]


async def end(db: Connection, due: Due) -> None:
    """End a rest that has rung, but not a newer one that started meanwhile."""
    await db.execute(
        "DELETE FROM timers WHERE owner = $1 AND workout = $2 AND due_at = $3",
        due.owner,
        due.workout,
        due.due_at,
    )
