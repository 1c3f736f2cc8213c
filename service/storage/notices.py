"""Notices: what is to be sent to many, claimed by one process at a time, at a bounded pace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from service.storage.database import Connection

CLAIM = "1 minute"
"""A notice that was claimed and not sent is claimed anew so long after its first try, after
twice as long at the second, and so on up to the fifth."""

QUEUE_SECONDS = 300.0
"""How long queueing an announcement may take: 100,000 people take some seconds."""

Kind = Literal["reminder", "announcement"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to one person. ``text``: of an announcement; a reminder's is made when sent."""

    id: int
    owner: int
    kind: Kind
    text: str | None
    tries: int
    late: float
    """By how many seconds."""


@dataclass(frozen=True, slots=True)
class State:
    """What should have been sent by now, by kind: how many, and the oldest one's age in seconds.

    ``blocked``: people who can't be written to.
    """

    waiting: Mapping[str, int]
    age: Mapping[str, float]
    blocked: int


async def announce(db: Connection, key: str, text: str, language: str | None) -> int | None:
    """Queue a text for everybody who can be written to, or those who speak a language.

    Returns for how many; None when the key was used before, and then nothing is queued.
    """
    queued: int | None = await db.fetchval(
        """
        WITH announced AS (
            INSERT INTO announcements (key, text) VALUES ($1, $2)
            ON CONFLICT (key) DO NOTHING RETURNING id
        ), queued AS (
            INSERT INTO notices (owner, kind, announcement, due_at)
            SELECT people.id, 'announcement', announced.id, now() FROM announced, people
            WHERE blocked_at IS NULL AND language = coalesce($3, language)
            RETURNING 1
        )
        SELECT (SELECT count(*) FROM queued) FROM announced
        """,
        key,
        text,
        language,
        timeout=QUEUE_SECONDS,
    )
    return queued


async def claim(db: Connection, most: int, per_second: int) -> list[Notice]:
    """Claim notices that are due, reminders first; nobody else sends them meanwhile.

    Nobody else claims any before these can have been sent at that pace.
    """
    rows = await db.fetch(
        """
        WITH free AS MATERIALIZED (
            SELECT FROM notices_pace WHERE free_at <= now() FOR UPDATE SKIP LOCKED
        ), found AS MATERIALIZED (
            SELECT id FROM notices
            WHERE EXISTS (SELECT FROM free) AND due_at <= now()
            AND (claimed_at IS NULL OR claimed_at < now() - least(tries, 5) * $3::text::interval)
            ORDER BY kind DESC, due_at LIMIT $1 FOR UPDATE SKIP LOCKED
        ), claimed AS (
            UPDATE notices SET claimed_at = now(), tries = tries + 1
            FROM found WHERE notices.id = found.id
            RETURNING notices.id, owner, kind, announcement, due_at, tries
        ), paced AS (
            UPDATE notices_pace SET free_at = now() + count * interval '1 second' / $2::int
            FROM (SELECT count(*) FROM claimed) AS claims WHERE count > 0
        )
        SELECT claimed.id, owner, kind, text, tries,
               extract(epoch FROM now() - due_at)::float8 AS late
        FROM claimed LEFT JOIN announcements ON announcements.id = announcement
        ORDER BY kind DESC, due_at
        """,
        most,
        per_second,
        CLAIM,
    )
    return [Notice(**row) for row in rows]


async def pause(db: Connection, seconds: float) -> None:
    """Let nobody claim a notice for so long."""
    await db.execute(
        """
        UPDATE notices_pace
        SET free_at = greatest(free_at, now() + make_interval(secs => $1))
        """,
        seconds,
    )


async def release(db: Connection, notices: Sequence[int]) -> None:
    """Give back notices that Telegram was not told: they were not tried."""
    await db.execute(
        "UPDATE notices SET claimed_at = NULL, tries = tries - 1 WHERE id = ANY ($1)",
        notices,
    )


async def step_back(db: Connection, notice: int) -> None:
    """Let all other announcements go before this one; a reminder keeps its hour."""
    await db.execute(
        "UPDATE notices SET due_at = now() WHERE id = $1 AND kind = 'announcement'", notice
    )


async def end(db: Connection, notice: int) -> None:
    """Forget a notice: it was sent, or will not be."""
    await db.execute("DELETE FROM notices WHERE id = $1", notice)


async def state(db: Connection) -> State:
    """Tell what waits, and how many people can't be written to."""
    rows = await db.fetch(
        """
        SELECT kind, count(*), extract(epoch FROM now() - min(due_at))::float8 AS age
        FROM notices WHERE due_at <= now() GROUP BY kind
        UNION ALL SELECT NULL, count(*), NULL FROM people WHERE blocked_at IS NOT NULL
        """
    )
    count = {row["kind"]: row["count"] for row in rows}
    blocked = count.pop(None)
    return State(count, {row["kind"]: row["age"] for row in rows if row["kind"]}, blocked)
