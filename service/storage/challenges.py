"""Challenges of groups, who takes part in them, and when their tables are counted.

`challengers` are people's rows. The totals of those who joined are the only rows of several people
that one query reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from service.domain.challenges import Measure, Period, Standing
from service.domain.units import Unit
from service.storage.database import Connection

CLAIM = "15 seconds"
"""Time until a table that was claimed but not shown is claimed again."""

PURGED = 1_000
"""Rows that one statement purges."""

PACE = "1 minute"
"""Shortest time between two edits of a table, and how often it is counted."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """A challenge. ``shown`` is a digest of what its message shows; ``lift`` a key.

    ``is_hopeless``: it has been over for a day.
    """

    id: int
    chat: int
    message: int | None
    measure: Measure
    lift: str | None
    language: str
    unit: Unit
    last_day: date
    begins_at: datetime
    ends_at: datetime
    shown: str | None
    is_over: bool
    is_hopeless: bool


async def begin(  # noqa: PLR0913, PLR0917 - a challenge has many properties
    db: Connection,
    chat: int,
    message: int,
    measure: Measure,
    lift: str | None,
    language: str,
    unit: Unit,
    period: Period,
) -> bool:
    """Begin a challenge in a chat; False when one is going on there."""
    begun = await db.fetchval(
        """
        INSERT INTO challenges (chat, message, measure, lift, language, unit, last_day, begins_at,
                                ends_at, due_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + $10::text::interval)
        ON CONFLICT (chat) DO NOTHING RETURNING true
        """,
        chat,
        message,
        measure,
        lift,
        language,
        unit,
        period.last,
        period.begins,
        period.ends,
        PACE,
    )
    return bool(begun)


async def of_chat(db: Connection, chat: int) -> Challenge | None:
    """Find the challenge of a chat."""
    row = await db.fetchrow(
        """
        SELECT id, chat, message, measure, lift, language, unit, last_day, begins_at, ends_at,
               shown, now() >= ends_at AS is_over,
               now() >= ends_at + interval '1 day' AS is_hopeless
        FROM challenges WHERE chat = $1
        """,
        chat,
    )
    return row and Challenge(**row)


async def discard_empty(db: Connection, chat: int) -> bool:
    """Delete the challenge of a chat if nobody takes part in it; return whether it did."""
    # Locked before it is read who takes part: somebody may be joining.
    await db.execute("SELECT FROM challenges WHERE chat = $1 FOR UPDATE", chat)
    return bool(
        await db.fetchval(
            """
            DELETE FROM challenges WHERE chat = $1
            AND NOT EXISTS (SELECT FROM challengers WHERE challenge = challenges.id)
            RETURNING true
            """,
            chat,
        )
    )


async def lock(db: Connection, chat: int, challenge: int) -> bool:
    """Lock a challenge that goes on in a chat until the commit; False when there is none."""
    return bool(
        await db.fetchval(
            """
            SELECT true FROM challenges WHERE id = $2 AND chat = $1 AND ends_at > now() FOR UPDATE
            """,
            chat,
            challenge,
        )
    )


async def count(db: Connection, challenge: int) -> int:
    """Count those who take part in a challenge."""
    query = "SELECT count(*) FROM challengers WHERE challenge = $1"
    return int(await db.fetchval(query, challenge))


async def joined(db: Connection, owner: int) -> list[int]:
    """List the challenges that a person takes part in."""
    rows = await db.fetch("SELECT challenge FROM challengers WHERE owner = $1", owner)
    return [row["challenge"] for row in rows]


async def join(db: Connection, owner: int, challenge: int, name: str) -> None:
    """Let a person take part in a challenge."""
    await db.execute(
        "INSERT INTO challengers (owner, challenge, name) VALUES ($1, $2, $3)",
        owner,
        challenge,
        name,
    )


async def leave(db: Connection, owner: int, challenge: int) -> bool:
    """Let a person leave a challenge; False when they did not take part."""
    return bool(
        await db.fetchval(
            "DELETE FROM challengers WHERE owner = $1 AND challenge = $2 RETURNING true",
            owner,
            challenge,
        )
    )


async def hurry(db: Connection, challenge: int) -> None:
    """Have a table counted as soon as its message may be edited again."""
    await db.execute(
        """
        UPDATE challenges
        SET due_at = least(due_at, greatest(now(), edited_at + $2::text::interval))
        WHERE id = $1
        """,
        challenge,
        PACE,
    )


async def standings(db: Connection, challenge: Challenge) -> list[Standing]:
    """Add up what those who joined have logged in the challenge's days, in order of joining."""
    rows = await db.fetch(
        """
        SELECT name, coalesce(CASE $2::text
            WHEN 'tonnage' THEN (
                SELECT sum(shown_weight(weight_kg, $6) * reps) FROM sets
                WHERE sets.owner = challengers.owner AND logged_at >= $4 AND logged_at < $5
                AND kind = 'work' AND load = 'plain')
            WHEN 'maximum' THEN (
                SELECT max(estimated_maximum(shown_weight(weight_kg, $6), reps)) FROM sets
                WHERE sets.owner = challengers.owner AND logged_at >= $4 AND logged_at < $5
                AND kind = 'work' AND load = 'plain' AND weight_kg > 0 AND exercise IN (
                    SELECT id FROM exercises
                    WHERE exercises.owner = challengers.owner AND known = $3))
            WHEN 'workouts' THEN (
                SELECT count(DISTINCT workout) FROM sets
                WHERE sets.owner = challengers.owner AND logged_at >= $4 AND logged_at < $5
                AND kind = 'work')
            ELSE (
                SELECT count(*) FROM sets
                WHERE sets.owner = challengers.owner AND logged_at >= $4 AND logged_at < $5
                AND kind = 'work')
            END, 0)::numeric AS amount
        FROM challengers WHERE challenge = $1 ORDER BY joined_at, owner
        """,
        challenge.id,
        challenge.measure,
        challenge.lift,
        challenge.begins_at,
        challenge.ends_at,
        challenge.unit,
    )
    return [Standing(row["name"], Decimal(row["amount"])) for row in rows]


async def claim(db: Connection, most: int, held: Sequence[int]) -> list[int]:
    """Claim at most ``most`` tables that are due, and renew the claims on ``held`` chats.

    Returns the chats. No other process shows these tables.
    """
    rows = await db.fetch(
        """
        WITH renewed AS (
            UPDATE challenges SET claimed_at = now() WHERE chat = ANY ($3)
        ), found AS (
            SELECT chat AS due FROM challenges
            WHERE due_at <= now() AND chat <> ALL ($3)
            AND (claimed_at IS NULL OR claimed_at < now() - $2::text::interval)
            ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
        )
        UPDATE challenges SET claimed_at = now() FROM found WHERE chat = due RETURNING chat
        """,
        most,
        CLAIM,
        held,
    )
    return [row["chat"] for row in rows]


async def counted(db: Connection, challenge: int, shown: str | None) -> None:
    """Store what a table shows now; None: it was not edited. It is counted again in a minute."""
    await db.execute(
        """
        UPDATE challenges SET claimed_at = NULL, due_at = now() + $3::text::interval,
            shown = coalesce($2, shown),
            edited_at = CASE WHEN $2::text IS NULL THEN edited_at ELSE now() END
        WHERE id = $1
        """,
        challenge,
        shown,
        PACE,
    )


async def keep_message(db: Connection, challenge: int, message: int) -> None:
    """Store which message shows a table now."""
    await db.execute(
        "UPDATE challenges SET message = $2, edited_at = now() WHERE id = $1", challenge, message
    )


async def move(db: Connection, chat: int, new: int) -> bool:
    """Move a group's challenge to the supergroup that it became; its table is sent there anew."""
    return bool(
        await db.fetchval(
            """
            UPDATE challenges SET chat = $2, message = NULL, shown = NULL, due_at = now(),
                claimed_at = NULL
            WHERE chat = $1 AND NOT EXISTS (SELECT FROM challenges WHERE chat = $2) RETURNING true
            """,
            chat,
            new,
        )
    )


async def end(db: Connection, challenge: int) -> None:
    """Delete a challenge, and who took part in it."""
    await db.execute("DELETE FROM challenges WHERE id = $1", challenge)


async def end_in(db: Connection, chat: int) -> bool:
    """Delete the challenge of a chat; False when there is none."""
    query = "DELETE FROM challenges WHERE chat = $1 RETURNING true"
    return bool(await db.fetchval(query, chat))


async def may_answer(db: Connection, chat: int, kind: str, pause: str) -> bool:
    """Return whether a command may be answered in a group: the last answer was a pause ago."""
    return bool(
        await db.fetchval(
            """
            INSERT INTO group_answers (chat, kind) VALUES ($1, $2)
            ON CONFLICT (chat, kind) DO UPDATE SET answered_at = now()
            WHERE group_answers.answered_at < now() - $3::text::interval
            RETURNING true
            """,
            chat,
            kind,
            pause,
        )
    )


async def purge(db: Connection) -> bool:
    """Forget PURGED answers in groups, a day later; return whether there may be more."""
    purged = await db.fetchval(
        """
        WITH purged AS (
            DELETE FROM group_answers
            WHERE answered_at < now() - interval '1 day' AND ctid = ANY (ARRAY (
                SELECT ctid FROM group_answers WHERE answered_at < now() - interval '1 day'
                ORDER BY answered_at LIMIT $1
            )) RETURNING 1
        )
        SELECT count(*) FROM purged
        """,
        PURGED,
    )
    return bool(purged == PURGED)
