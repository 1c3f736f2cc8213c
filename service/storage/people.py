"""People: their settings, and the question that the bot is asking them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import asyncpg

from service.domain import plates
from service.domain.plates import PLATES_OF
from service.domain.units import Unit
from service.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes to the bot. ``id`` is Telegram's; ``now`` is the database's clock.

    ``question`` is the question that their next message answers. ``unit`` (kg or lb) is the one of
    the weights that they read and write. ``asks_zone`` and ``asks_unit`` mean that they have not
    been asked for it and did not choose it. ``blocked`` means that the bot can't write to them,
    ``closed`` that the operator closed their account. ``plates`` are those that they train with
    (in ``unit``, heaviest first), ``tips`` the tips that they were offered.
    """

    id: int
    language: str
    question: str | None
    rest_seconds: int | None
    unit: Unit
    zone: ZoneInfo
    asks_zone: bool
    asks_unit: bool
    now: datetime
    blocked: bool
    closed: bool
    plates: tuple[Decimal, ...] = PLATES_OF["kg"]
    tips: frozenset[str] = frozenset()

    @property
    def today(self) -> date:
        """The day that it is for the person now."""
        return self.now.astimezone(self.zone).date()

    @property
    def drafting(self) -> bool:
        """Whether the next message is about the draft of a program."""
        return self.question in {"program_name", "program_exercises"}


async def greet(db: Connection, person: int, language: str) -> Person:
    """Find or add a person, and record that they were active today.

    ``language`` is the language of a new person.
    """
    row = await db.fetchrow(
        """
        WITH new AS (
            INSERT INTO people (id, language)
            SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM people WHERE id = $1)
            -- a concurrent statement added the row: it is not in this one's snapshot
            ON CONFLICT (id) DO UPDATE SET language = people.language
            RETURNING language, asked, rest_seconds, unit, timezone, asked_zone_at, asked_unit_at,
                      blocked_at, closed_at, plates_kg, tips
        ), active AS (
            INSERT INTO daily_active (day, person) VALUES (current_date, $1)
            ON CONFLICT DO NOTHING
        )
        SELECT language, asked, rest_seconds, unit,
               coalesce(timezone, current_setting('TimeZone')) AS zone,
               timezone IS NULL AND asked_zone_at IS NULL AS asks_zone,
               unit = 'kg' AND asked_unit_at IS NULL AS asks_unit, now(), blocked_at, closed_at,
               plates_kg, tips
        FROM (TABLE new
              UNION ALL SELECT language, asked, rest_seconds, unit, timezone, asked_zone_at,
                               asked_unit_at, blocked_at, closed_at, plates_kg, tips
              FROM people WHERE id = $1) AS p
        """,
        person,
        language,
    )
    return person_of(person, row)


async def glance(db: Connection, person: int, language: str) -> Person:
    """Return a person as stored, or with the defaults of a new one; store nothing."""
    row = await db.fetchrow(
        """
        SELECT coalesce(language, $2) AS language, asked, rest_seconds,
               coalesce(unit, 'kg') AS unit,
               coalesce(timezone, current_setting('TimeZone')) AS zone,
               timezone IS NULL AND asked_zone_at IS NULL AS asks_zone,
               coalesce(unit, 'kg') = 'kg' AND asked_unit_at IS NULL AS asks_unit,
               now(), blocked_at, closed_at, plates_kg, tips
        FROM (VALUES ($1::bigint)) AS sender (id) LEFT JOIN people ON people.id = sender.id
        """,
        person,
        language,
    )
    return person_of(person, row)


async def is_new(db: Connection, person: int) -> bool:
    """Return whether a person was first stored in this transaction."""
    return bool(await db.fetchval("SELECT joined_at = now() FROM people WHERE id = $1", person))


async def find(db: Connection, person: int) -> Person | None:
    """Find a person."""
    row = await db.fetchrow(
        """
        SELECT language, asked, rest_seconds, unit,
               coalesce(timezone, current_setting('TimeZone')) AS zone,
               timezone IS NULL AND asked_zone_at IS NULL AS asks_zone,
               unit = 'kg' AND asked_unit_at IS NULL AS asks_unit, now(), blocked_at, closed_at,
               plates_kg, tips
        FROM people WHERE id = $1
        """,
        person,
    )
    return row and person_of(person, row)


def person_of(person: int, row: asyncpg.Record) -> Person:
    """Build a person from a row with their columns."""
    unit = row["unit"]
    return Person(
        person,
        row["language"],
        row["asked"],
        row["rest_seconds"],
        unit,
        ZoneInfo(row["zone"]),
        row["asks_zone"],
        row["asks_unit"],
        row["now"],
        row["blocked_at"] is not None,
        row["closed_at"] is not None,
        plates.owned(unit, row["plates_kg"]),
        frozenset(row["tips"] or ()),
    )


async def rest(db: Connection, person: int, seconds: int | None) -> None:
    """Set how long (seconds) a person rests after a set; None: no rest is timed."""
    await db.execute("UPDATE people SET rest_seconds = $2 WHERE id = $1", person, seconds)


async def take_bar(db: Connection, person: int, weight: Decimal | None) -> None:
    """Set the weight of a person's bar (kg); None: the usual one."""
    await db.execute("UPDATE people SET bar_kg = $2 WHERE id = $1", person, weight)


async def take_plates(db: Connection, person: int, plates: Sequence[Decimal]) -> None:
    """Set the plates (kg) that a person trains with."""
    await db.execute("UPDATE people SET plates_kg = $2 WHERE id = $1", person, plates)


async def bar(db: Connection, person: int) -> Decimal | None:
    """Return the weight of a person's bar (kg); None: the usual one."""
    weight: Decimal | None = await db.fetchval("SELECT bar_kg FROM people WHERE id = $1", person)
    return weight


async def tip(db: Connection, person: int, name: str) -> bool:
    """Record that a tip is offered; False when it was offered before."""
    return bool(
        await db.fetchval(
            """
            UPDATE people SET tips = array_append(tips, $2)
            WHERE id = $1 AND $2 <> ALL (tips) RETURNING true
            """,
            person,
            name,
        )
    )


async def is_dark(db: Connection, person: int) -> bool:
    """Return whether a person's pictures are dark."""
    return bool(await db.fetchval("SELECT dark_pictures FROM people WHERE id = $1", person))


async def darken(db: Connection, person: int, *, dark: bool) -> None:
    """Set whether a person's pictures are dark."""
    await db.execute("UPDATE people SET dark_pictures = $2 WHERE id = $1", person, dark)


async def move(db: Connection, person: int, zone: str) -> None:
    """Set a person's time zone (an IANA name)."""
    await db.execute("UPDATE people SET timezone = $2 WHERE id = $1", person, zone)


async def asking_zone(db: Connection, person: int) -> bool:
    """Record that a person is asked for their time zone; False when they were asked before."""
    return bool(
        await db.fetchval(
            """
            UPDATE people SET asked_zone_at = now()
            WHERE id = $1 AND timezone IS NULL AND asked_zone_at IS NULL RETURNING true
            """,
            person,
        )
    )


async def asking_unit(db: Connection, person: int) -> bool:
    """Record that a person is asked for their unit; False when they were asked before."""
    return bool(
        await db.fetchval(
            """
            UPDATE people SET asked_unit_at = now()
            WHERE id = $1 AND asked_unit_at IS NULL RETURNING true
            """,
            person,
        )
    )


async def weigh(db: Connection, person: int, unit: Unit) -> None:
    """Set the unit of the weights that a person reads and writes.

    The version of a draft changes, because its numbers mean something else now.
    """
    await db.execute(
        """
        WITH moved AS (UPDATE drafts SET version = nextval('draft_versions') WHERE owner = $1)
        UPDATE people SET unit = $2, asked_unit_at = coalesce(asked_unit_at, now()) WHERE id = $1
        """,
        person,
        unit,
    )


async def block(db: Connection, person: int) -> bool:
    """Record that the bot can't write to a person, and drop their notices.

    Returns False when that was known.
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
    """Record that a person can be written to again."""
    await db.execute("UPDATE people SET blocked_at = NULL WHERE id = $1", person)


async def ask(db: Connection, person: int, question: str | None, about: int | None = None) -> None:
    """Store the question that the person's next message answers; None: no question.

    ``about`` is the id of the program, day or line that it is about.
    """
    await db.execute(
        "UPDATE people SET asked = $2, asked_about = $3 WHERE id = $1", person, question, about
    )


async def asked_about(db: Connection, person: int) -> int | None:
    """Return the id of what the open question is about."""
    about: int | None = await db.fetchval("SELECT asked_about FROM people WHERE id = $1", person)
    return about


async def speak(db: Connection, person: int, language: str) -> None:
    """Set a person's language."""
    await db.execute("UPDATE people SET language = $2 WHERE id = $1", person, language)
