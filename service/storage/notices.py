"""Notices: messages to many people, each claimed by one process and sent at a limited rate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from service.storage.database import Connection

CLAIM = "1 minute"
"""Time until a notice that was claimed but not sent is claimed again; twice that after the second
try, and so on up to five times."""

QUEUE_SECONDS = 300.0
"""Timeout for queueing an announcement: for 100,000 people it takes several seconds."""

Kind = Literal["reminder", "announcement"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to one person. ``text`` is None for a reminder, which is worded when it is sent."""

    id: int
    owner: int
    kind: Kind
    text: str | None
    tries: int
    late: float
    """Seconds since it was due."""


@dataclass(frozen=True, slots=True)
class State:
    """Overdue notices by kind: their number, and the age of the oldest one in seconds.

    ``blocked`` is the number of people who can't be written to.
    """

    waiting: Mapping[str, int]
    age: Mapping[str, float]
    blocked: int


async def announce(db: Connection, key: str, text: str, language: str | None) -> int | None:
    """Queue a text for everybody who can be written to, or only for speakers of a language.

    Returns for how many people; None when the key was used before, so that nothing is queued.
    """
    queued: int | None = await db.fetchval(
        """
        WITH announced AS (
            INSERT INTO announcements (key, text) VALUES ($1, $2)
            ON CONFLICT (key) DO NOTHING RETURNING id
        ), queued AS (
            INSERT INTO notices (owner, kind, announcement, due_at)
            SELECT people.id, 'announcement', announced.id, now() FROM announced, people
            WHERE blocked_at IS NULL AND closed_at IS NULL AND language = coalesce($3, language)
            FOR KEY SHARE OF people  -- one who is deleted meanwhile is passed over
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
    """Claim at most ``most`` notices that are due, reminders first.

    No other process sends these, or claims others before these can be sent at ``per_second``.
    """
    rows = await db.fetch(
        """
        WITH free AS MATERIALIZED (
            SELECT FROM notices_pace WHERE free_at <= now() FOR UPDATE SKIP LOCKED
        ), found AS MATERIALIZED (
            SELECT owner, id FROM notices
            WHERE EXISTS (SELECT FROM free) AND due_at <= now()
            AND (claimed_at IS NULL OR claimed_at < now() - least(tries, 5) * $3::text::interval)
            ORDER BY kind DESC, due_at LIMIT $1 FOR UPDATE SKIP LOCKED
        ), claimed AS (
            UPDATE notices SET claimed_at = now(), tries = tries + 1
            FROM found WHERE notices.owner = found.owner AND notices.id = found.id
            RETURNING notices.id, notices.owner, kind, announcement, due_at, tries
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
    """Stop all processes from claiming notices for ``seconds``."""
    await db.execute(
        """
        UPDATE notices_pace
        SET free_at = greatest(free_at, now() + make_interval(secs => $1))
        """,
        seconds,
    )


async def release(db: Connection, notices: Sequence[Notice]) -> None:
    """Return claimed notices that were not tried: Telegram has not seen them."""
    await db.execute(
        """
        UPDATE notices SET claimed_at = NULL, tries = tries - 1
        FROM unnest($1::bigint[], $2::bigint[]) AS claimed (owner, id)
        WHERE notices.owner = claimed.owner AND notices.id = claimed.id
        """,
        [notice.owner for notice in notices],
        [notice.id for notice in notices],
    )


async def step_back(db: Connection, notice: Notice) -> None:
    """Move an announcement behind all others; a reminder keeps its time."""
    await db.execute(
        """
        UPDATE notices SET due_at = now()
        WHERE owner = $1 AND id = $2 AND kind = 'announcement'
        """,
        notice.owner,
        notice.id,
    )


async def end(db: Connection, notice: Notice) -> None:
    """Delete a notice that was sent or will not be."""
    await db.execute("DELETE FROM notices WHERE owner = $1 AND id = $2", notice.owner, notice.id)


async def state(db: Connection) -> State:
    """Count overdue notices, and people who can't be written to."""
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
