"""Reminders: when each person wants them, and whether the last ones were followed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from service.domain.reminders import Reminder
from service.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder whose time has come. ``now`` is the database's clock."""

    owner: int
    weekdays: int
    hour: int
    due_at: datetime
    zone: ZoneInfo
    now: datetime


async def find(db: Connection, owner: int) -> Reminder:
    """Find when a person is reminded; never, until they choose a time."""
    row = await db.fetchrow("SELECT weekdays, hour, due_at FROM reminders WHERE owner = $1", owner)
    return Reminder(**row) if row else Reminder()


async def keep(
    db: Connection, owner: int, weekdays: int, hour: int, due_at: datetime | None
) -> None:
    """Store when a person wants to be reminded; ``due_at`` is the next time.

    A waiting notice of the previous choice is dropped.
    """
    await db.execute(
        """
        WITH dropped AS (DELETE FROM notices WHERE owner = $1 AND kind = 'reminder')
        INSERT INTO reminders (owner, weekdays, hour, due_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (owner) DO UPDATE SET
            weekdays = excluded.weekdays, hour = excluded.hour, due_at = excluded.due_at,
            unanswered = 0
        """,
        owner,
        weekdays,
        hour,
        due_at,
    )


async def answer(db: Connection, owner: int) -> bool:
    """Record that a person answered a reminder; False when they have none."""
    return bool(
        await db.fetchval(
            """
            WITH dropped AS (DELETE FROM notices WHERE owner = $1 AND kind = 'reminder')
            UPDATE reminders SET unanswered = 0 WHERE owner = $1 AND due_at IS NOT NULL
            RETURNING true
            """,
            owner,
        )
    )


async def snooze(db: Connection, owner: int, seconds: int) -> None:
    """Remind once more in ``seconds``."""
    await db.execute(
        """
        INSERT INTO notices (owner, kind, due_at)
        VALUES ($1, 'reminder', now() + make_interval(secs => $2))
        ON CONFLICT (owner) WHERE kind = 'reminder' DO NOTHING
        """,
        owner,
        seconds,
    )


async def due(db: Connection, most: int) -> list[Due]:
    """Lock and list at most ``most`` reminders whose time has come, the oldest first."""
    rows = await db.fetch(
        """
        SELECT owner, weekdays, hour, due_at, now(),
               coalesce(timezone, current_setting('TimeZone')) AS zone
        FROM reminders JOIN people ON people.id = owner
        WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE OF reminders SKIP LOCKED
        """,
        most,
    )
    return [Due(**(dict(row) | {"zone": ZoneInfo(row["zone"])})) for row in rows]


async def turn_into_notices(db: Connection, came: Sequence[tuple[Due, datetime | None]]) -> None:
    """Queue notices for these reminders, unless a person is blocked; store their next times."""
    await db.execute(
        """
        WITH came AS (
            SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[])
                AS came (owner, due_at, next_at)
        ), moved AS (
            UPDATE reminders SET due_at = next_at FROM came WHERE reminders.owner = came.owner
        )
        INSERT INTO notices (owner, kind, due_at)
        SELECT owner, 'reminder', due_at FROM came JOIN people ON people.id = owner
        WHERE people.blocked_at IS NULL AND people.closed_at IS NULL
        FOR KEY SHARE OF people  -- one who is deleted meanwhile is passed over
        ON CONFLICT (owner) WHERE kind = 'reminder' DO NOTHING
        """,
        [due.owner for due, _ in came],
        [due.due_at for due, _ in came],
        [next_at for _, next_at in came],
    )


async def ignored(db: Connection, owner: int) -> int | None:
    """Count a person's unanswered reminders in a row; None when no reminder is wanted now.

    None is wanted by a person who turned them off, is training, or trained in the last 12 hours.
    """
    ignored: int | None = await db.fetchval(
        """
        SELECT CASE WHEN EXISTS (
            SELECT FROM workouts WHERE owner = $1 AND started_at > sent_at
        ) THEN 0 ELSE unanswered END
        FROM reminders WHERE owner = $1 AND due_at IS NOT NULL AND NOT EXISTS (
            SELECT FROM workouts WHERE owner = $1
            AND (ended_at IS NULL OR started_at > now() - interval '12 hours')
        )
        """,
        owner,
    )
    return ignored


async def sent(db: Connection, owner: int, ignored: int) -> None:
    """Record that a reminder was sent after ``ignored`` unanswered ones."""
    await db.execute(
        "UPDATE reminders SET sent_at = now(), unanswered = $2 + 1 WHERE owner = $1",
        owner,
        ignored,
    )


async def stop(db: Connection, owner: int) -> None:
    """Turn a person's reminders off."""
    await db.execute(
        """
        UPDATE reminders SET weekdays = 0, due_at = NULL, unanswered = 0, sent_at = now()
        WHERE owner = $1
        """,
        owner,
    )
