"""People: who they are to the bot, and what it is asking them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from service.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes to the bot. ``id`` is Telegram's; ``now`` is the database's clock."""

    id: int
    language: str
    asked: str | None
    zone: ZoneInfo
    now: datetime


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
            RETURNING language, asked, timezone
        ), active AS (
            INSERT INTO daily_active (day, person) VALUES (current_date, $1)
            ON CONFLICT DO NOTHING
        )
        SELECT language, asked, coalesce(timezone, current_setting('TimeZone')) AS zone, now()
        FROM (TABLE new UNION ALL SELECT language, asked, timezone FROM people WHERE id = $1) AS p
        """,
        person,
        language,
    )
    return Person(person, row["language"], row["asked"], ZoneInfo(row["zone"]), row["now"])


async def ask(db: Connection, person: int, question: str | None) -> None:
    """Remember what the person's next message answers; None: nothing."""
    await db.execute("UPDATE people SET asked = $2 WHERE id = $1", person, question)


async def speak(db: Connection, person: int, language: str) -> None:
    """Choose the language the bot speaks with a person."""
    await db.execute("UPDATE people SET language = $2 WHERE id = $1", person, language)


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
