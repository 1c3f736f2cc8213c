"""People: who they are to the bot, and what it is asking them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import asyncpg

from service.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes to the bot. ``id`` is Telegram's; ``now`` is the database's clock.

    ``blocked``: the bot learned that it can't write to them.
    """

    id: int
    language: str
    asked: str | None
    rest_seconds: int | None
    zone: ZoneInfo
    now: datetime
    blocked: bool


async def greet(db: Connection, person: int, language: str) -> Person:
    """Know a person, new or old, and that they were active today.

    ``language`` is what a new person starts with.
    """
    row = await db.fetchrow(
        """
        WITH new AS (
            INSERT INTO people (id, language)
            SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM people WHERE id = $1)
            -- somebody made the row meanwhile: it is not in this statement's snapshot
            ON CONFLICT (id) DO UPDATE SET language = people.language
            RETURNING language, asked, rest_seconds, timezone, blocked_at
        ), active AS (
            INSERT INTO daily_active (day, person) VALUES (current_date, $1)
            ON CONFLICT DO NOTHING
        )
        SELECT language, asked, rest_seconds,
               coalesce(timezone, current_setting('TimeZone')) AS zone, now(), blocked_at
        FROM (TABLE new UNION ALL SELECT language, asked, rest_seconds, timezone, blocked_at
                                    FROM people WHERE id = $1) AS p
        """,
        person,
        language,
    )
    return person_of(person, row)


async def find(db: Connection, person: int) -> Person | None:
    """Find somebody the bot knows."""
    row = await db.fetchrow(
        """
        SELECT language, asked, rest_seconds,
               coalesce(timezone, current_setting('TimeZone')) AS zone, now(), blocked_at
        FROM people WHERE id = $1
        """,
        person,
    )
    return row and person_of(person, row)


def person_of(person: int, row: asyncpg.Record) -> Person:
    """Make a person of a row that has their columns."""
    return Person(
        person,
        row["language"],
        row["asked"],
        row["rest_seconds"],
        ZoneInfo(row["zone"]),
        row["now"],
        row["blocked_at"] is not None,
    )


async def rest(db: Connection, person: int, seconds: int | None) -> None:
    """Choose how long a person rests after a set; None: no rest is timed."""
    await db.execute("UPDATE people SET rest_seconds = $2 WHERE id = $1", person, seconds)


async def move(db: Connection, person: int, zone: str) -> None:
    """Choose whose clock is a person's (an IANA name)."""
    await db.execute("UPDATE people SET timezone = $2 WHERE id = $1", person, zone)


async def block(db: Connection, person: int) -> bool:
    """Remember that the bot can't write to a person; False when that was known.

    What was still to be sent to them is not.
    """
    return bool(
        await db.fetchval(
            """
            WITH dropped AS (DELETE FROM notices WHERE owner = $1)
            UPDATE people SET blocked_at = now() WHERE id = $1 AND blocked_at IS NULL
            RETURNING true
            """,
            person,
        )
    )


async def unblock(db: Connection, person: int) -> None:
    """Remember that a person can be written to again."""
    await db.execute("UPDATE people SET blocked_at = NULL WHERE id = $1", person)


async def ask(db: Connection, person: int, question: str | None) -> None:
    """Remember what the person's next message answers; None: nothing."""
    await db.execute("UPDATE people SET asked = $2 WHERE id = $1", person, question)


async def speak(db: Connection, person: int, language: str) -> None:
    """Choose the language the bot speaks with a person."""
    await db.execute("UPDATE people SET language = $2 WHERE id = $1", person, language)


async def leave_unread(db: Connection, person: int, message: int) -> None:
    """Remember a message that could not be read as sets, and the 19 before it."""
    await db.execute(
        """
        UPDATE people SET unread_messages =
            (array_prepend($2::bigint, array_remove(unread_messages, $2)))[:20]
        WHERE id = $1
        """,
        person,
        message,
    )


async def take_unread(db: Connection, person: int, message: int) -> bool:
    """Forget a message that is read once more; False when it is none of those remembered."""
    return bool(
        await db.fetchval(
            """
            UPDATE people SET unread_messages = array_remove(unread_messages, $2)
            WHERE id = $1 AND $2 = ANY (unread_messages) RETURNING true
            """,
            person,
            message,
        )
    )


async def may_hint(db: Connection, person: int, seconds: float) -> bool:
    """Take the right to give a hint, which comes once in so many seconds."""
    return bool(
        await db.fetchval(
            """
            UPDATE people SET hinted_at = now()
            WHERE id = $1 AND coalesce(hinted_at < now() - make_interval(secs => $2), true)
            RETURNING true
            """,
            person,
            seconds,
        )
    )
