"""Sets: logged, and found again. A set has one place, so it is stored once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

from service.domain.entries import Place
from service.domain.errors import check
from service.domain.notation import Lift
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.workouts import lift


@dataclass(frozen=True, slots=True)
class Source:
    """The message that sets were typed in; ``part`` is the number of the first one in it.

    ``sent_at`` None: just now.
    """

    chat: int
    message: int
    part: int = 0
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored set, and where it is."""

    workout: int
    place: Place
    exercise: int
    part: int
    lift: Lift
    at: datetime


async def log(  # noqa: PLR0913 - a set has many properties
    db: Connection,
    owner: int,
    workout: Workout,
    lifts: Sequence[tuple[Place, Lift]],
    *,
    source: Source | None = None,
    at: datetime | None = None,
    focus: int | None = None,
    rest: int | None = None,
    rests: bool = True,
) -> datetime | None:
    """Log lifted sets, reset the card's buttons and question, and start the ``rest`` (seconds).

    ``at`` None: now. Without ``rests`` the running rest stays; warm-ups alone never shorten it, and
    leave the buttons as they are. Returns when the new one will be over. One round trip, the
    operation's counting with it: each costs 0.1 ms of the bot's CPU. Refuses more than a person
    may log.
    """
    row = await db.fetchrow(
        """
        WITH lifted AS (
            INSERT INTO sets (owner, workout, revision, source_chat, source_message, logged_at,
                              way, position, exercise, n, part, weight_kg, reps, seconds, rpe,
                              note, load, kind)
            SELECT $1, $2, $3, $4, $5, coalesce($6, now()), $7, lifted.*
            FROM unnest($8::int[], $9::bigint[], $10::int[], $11::int[], $12::numeric[],
                        $13::int[], $14::int[], $15::numeric[], $16::text[], $17::text[],
                        $18::text[]) AS lifted
        ), stepped AS (
            UPDATE workouts SET revision = $3, focus = $19,
                aim_weight = CASE WHEN NOT 'work' = ANY ($18) THEN aim_weight END,
                aim_reps = CASE WHEN NOT 'work' = ANY ($18) THEN aim_reps END,
                aim_seconds = CASE WHEN NOT 'work' = ANY ($18) THEN aim_seconds END,
                aim_load = CASE WHEN NOT 'work' = ANY ($18) THEN aim_load END,
                warming = CASE WHEN NOT 'work' = ANY ($18) THEN warming END,
                asked = NULL, fix_position = NULL, fix_n = NULL,
                last_set_at = CASE
                    WHEN ended_at IS NULL THEN greatest(last_set_at, coalesce($6, now()))
                    ELSE last_set_at
                END
            WHERE owner = $1 AND id = $2
        ), counted AS (
            INSERT INTO statistic_changes (name, day, change)
            VALUES ('operation:save_record', current_date, cardinality($8))
        ), ended AS (
            DELETE FROM timers WHERE owner = $1 AND workout = $2 AND $20::int IS NULL AND $21
            AND 'work' = ANY ($18)
        ), timed AS (
            INSERT INTO timers (owner, workout, due_at)
            SELECT $1, $2, now() + make_interval(secs => $20) WHERE $20 IS NOT NULL
            ON CONFLICT (owner)
            DO UPDATE SET workout = excluded.workout, claimed_at = NULL, due_at = CASE
                WHEN 'work' = ANY ($18) THEN excluded.due_at
                ELSE greatest(timers.due_at, excluded.due_at) END
            RETURNING due_at
        )
        SELECT coalesce((SELECT due_at FROM timed), (
            SELECT due_at FROM timers
            WHERE owner = $1 AND workout = $2 AND NOT 'work' = ANY ($18)
        )) AS due_at, (
            SELECT count(*) FROM sets WHERE owner = $1
            AND logged_at > coalesce($6, now()) - interval '1 day'
            AND logged_at <= coalesce($6, now())
        ) AS before
        """,
        *_columns(owner, workout, lifts, source, at),
        focus,
        rest,
        rests,
    )
    check("sets", row["before"] + len(lifts))
    due_at: datetime | None = row["due_at"]
    return due_at


async def add(  # noqa: PLR0913, PLR0917 - likewise
    db: Connection,
    owner: int,
    workout: Workout,
    lifts: Sequence[tuple[Place, Lift]],
    source: Source,
    at: datetime,
) -> None:
    """Store sets that belong to a message of before: its other sets were logged then.

    Refuses more than a person may log.
    """
    before = await db.fetchval(
        """
        WITH lifted AS (
            INSERT INTO sets (owner, workout, revision, source_chat, source_message, logged_at,
                              way, position, exercise, n, part, weight_kg, reps, seconds, rpe,
                              note, load, kind)
            SELECT $1, $2, $3, $4, $5, $6, $7, lifted.*
            FROM unnest($8::int[], $9::bigint[], $10::int[], $11::int[], $12::numeric[],
                        $13::int[], $14::int[], $15::numeric[], $16::text[], $17::text[],
                        $18::text[]) AS lifted
        )
        SELECT count(*) FROM sets
        WHERE owner = $1 AND logged_at > $6 - interval '1 day' AND logged_at <= $6
        """,
        *_columns(owner, workout, lifts, source, at),
    )
    check("sets", before + len(lifts))


def _columns(
    owner: int,
    workout: Workout,
    lifts: Sequence[tuple[Place, Lift]],
    source: Source | None,
    at: datetime | None,
) -> tuple[Any, ...]:
    """Return the arguments that store sets in a workout's next revision, a list per column."""
    return (
        owner,
        workout.id,
        workout.revision + 1,
        source and source.chat,
        source and source.message,
        at,
        "text" if source else "button",
        [place.position for place, _ in lifts],
        [workout.entry(place.position).exercise for place, _ in lifts],
        [place.n for place, _ in lifts],
        [(source.part if source else 0) + part for part in range(len(lifts))],
        [lift.weight for _, lift in lifts],
        [lift.reps for _, lift in lifts],
        [lift.seconds for _, lift in lifts],
        [lift.rpe for _, lift in lifts],
        [lift.note for _, lift in lifts],
        [lift.load for _, lift in lifts],
        [lift.kind for _, lift in lifts],
    )


async def logged_in(db: Connection, owner: int, workout: int, revision: int) -> bool:
    """Return whether a revision of a workout was made by logging a set."""
    return bool(
        await db.fetchval(
            """
            SELECT EXISTS (
                SELECT FROM sets WHERE owner = $1 AND workout = $2 AND revision = $3
            )
            """,
            owner,
            workout,
            revision,
        )
    )


async def typed_in(db: Connection, owner: int, source: Source) -> list[Stored]:
    """Find the sets that were typed in a message, in their order."""
    rows = await db.fetch(
        """
        SELECT workout, position, n, exercise, part, weight_kg, reps, seconds, rpe, note, load,
               kind, logged_at
        FROM sets WHERE owner = $1 AND source_chat = $2 AND source_message = $3 ORDER BY part
        """,
        owner,
        source.chat,
        source.message,
    )
    return [_stored(row) for row in rows]


async def has_later(db: Connection, owner: int, source: Source) -> bool:
    """Return whether a set was typed in a later message of the same chat."""
    found: bool = await db.fetchval(
        """
        SELECT EXISTS (
            SELECT FROM sets WHERE owner = $1 AND source_chat = $2 AND source_message > $3
        )
        """,
        owner,
        source.chat,
        source.message,
    )
    return found


def _stored(row: asyncpg.Record) -> Stored:
    return Stored(
        row["workout"],
        Place(row["position"], row["n"]),
        row["exercise"],
        row["part"],
        lift(row),
        row["logged_at"],
    )


async def last(db: Connection, owner: int, workout: int) -> Stored | None:
    """Find the set of a workout that was stored last."""
    row = await db.fetchrow(
        """
        SELECT workout, position, n, exercise, coalesce(part, 0) AS part, weight_kg, reps,
               seconds, rpe, note, load, kind, logged_at
        FROM sets WHERE owner = $1 AND workout = $2 ORDER BY revision DESC, part DESC LIMIT 1
        """,
        owner,
        workout,
    )
    return row and _stored(row)


async def messages(db: Connection, owner: int, seconds: float) -> int:
    """Count the messages of one set each that were stored within ``seconds``."""
    return int(
        await db.fetchval(
            """
            SELECT count(*) FROM (
                SELECT FROM sets
                WHERE owner = $1 AND logged_at > now() - make_interval(secs => $2)
                AND source_message IS NOT NULL
                GROUP BY source_chat, source_message HAVING count(*) = 1
            ) AS single
            """,
            owner,
            seconds,
        )
    )


async def next_part(db: Connection, owner: int, source: Source) -> int:
    """Return the number of the next set of a message."""
    return int(
        await db.fetchval(
            """
            SELECT coalesce(max(part) + 1, 0) FROM sets
            WHERE owner = $1 AND source_chat = $2 AND source_message = $3
            """,
            owner,
            source.chat,
            source.message,
        )
    )
