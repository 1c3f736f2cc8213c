"""Workouts, the sets lifted in them, and the way back from each step."""

from collections.abc import Sequence
from datetime import timedelta

import asyncpg

from service.domain.notation import Lift
from service.domain.workouts import Entry, Place, Workout
from service.storage.database import Connection
from service.storage.programs import plan


async def begin(db: Connection, owner: int, program: int) -> int | None:
    """Begin a workout by a program, copying its plan. Returns its id.

    None when the program is not there or put away, or another workout is open.
    """
    workout: int | None = await db.fetchval(
        """
        WITH begun AS (
            INSERT INTO workouts (owner, program, title)
            SELECT owner, id, name FROM programs
            WHERE owner = $1 AND id = $2 AND archived_at IS NULL
            ON CONFLICT (owner) WHERE ended_at IS NULL DO NOTHING
            RETURNING id
        ), copied AS (
            INSERT INTO planned (owner, workout, position, exercise, sets,
                                 reps_min, reps_max, seconds, weight_kg)
            SELECT $1, begun.id,
                   row_number() OVER (ORDER BY days.position, slots.position), exercise, sets,
                   reps_min, reps_max, seconds, weight_kg
            FROM begun, days JOIN slots ON slots.day = days.id
            WHERE days.owner = $1 AND days.program = $2
        )
        SELECT id FROM begun
        """,
        owner,
        program,
    )
    return workout


async def open_id(db: Connection, owner: int) -> int | None:
    """Find the open workout."""
    workout: int | None = await db.fetchval(
        "SELECT id FROM workouts WHERE owner = $1 AND ended_at IS NULL", owner
    )
    return workout


async def find(db: Connection, owner: int, workout: int) -> Workout | None:
    """Find a workout, whole, with what was lifted the time before."""
    row = await db.fetchrow(
        """
        SELECT title, revision, started_at, ended_at FROM workouts WHERE owner = $1 AND id = $2
        """,
        owner,
        workout,
    )
    if row is None:
        return None
    return Workout(
        id=workout,
        title=row["title"],
        revision=row["revision"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        entries=await _entries(db, owner, workout),
        done=await _done(db, owner, workout),
        skipped=await _skipped(db, owner, workout),
    )


async def _entries(db: Connection, owner: int, workout: int) -> tuple[Entry, ...]:
    rows = await db.fetch(
        """
        SELECT position, exercise, name, sets, reps_min, reps_max, seconds, weight_kg, (
            SELECT array_agg((lifted.weight_kg, lifted.reps, lifted.seconds)
                             ORDER BY lifted.position, lifted.n)
            FROM sets AS lifted WHERE lifted.owner = $1 AND lifted.exercise = planned.exercise
            AND lifted.kind = 'work' AND lifted.workout = (
                SELECT before.workout FROM sets AS before
                WHERE before.owner = $1 AND before.exercise = planned.exercise
                AND before.workout <> $2 AND before.kind = 'work'
                ORDER BY before.logged_at DESC LIMIT 1
            )
        ) AS last_time
        FROM planned JOIN exercises ON exercises.id = planned.exercise
        WHERE planned.owner = $1 AND planned.workout = $2 ORDER BY position
        """,
        owner,
        workout,
    )
    return tuple(
        Entry(
            row["position"],
            row["exercise"],
            plan(row),
            tuple(Lift(*lift) for lift in row["last_time"] or ()),
        )
        for row in rows
    )


async def _done(db: Connection, owner: int, workout: int) -> dict[Place, Lift]:
    rows = await db.fetch(
        """
        SELECT position, n, weight_kg, reps, seconds, rpe, note FROM sets
        WHERE owner = $1 AND workout = $2 ORDER BY position, n
        """,
        owner,
        workout,
    )
    return {Place(row["position"], row["n"]): _lift(row) for row in rows}


def _lift(row: asyncpg.Record) -> Lift:
    return Lift(row["weight_kg"], row["reps"], row["seconds"], row["rpe"], row["note"])


async def _skipped(db: Connection, owner: int, workout: int) -> frozenset[Place]:
    rows = await db.fetch(
        "SELECT position, n FROM skips WHERE owner = $1 AND workout = $2", owner, workout
    )
    return frozenset(Place(row["position"], row["n"]) for row in rows)


async def turn(db: Connection, owner: int, workout: int, revision: int) -> bool:
    """Step to the next revision, if the workout is open and at this one: a step once made."""
    return bool(
        await db.fetchval(
            """
            UPDATE workouts SET revision = revision + 1
            WHERE owner = $1 AND id = $2 AND revision = $3 AND ended_at IS NULL RETURNING true
            """,
            owner,
            workout,
            revision,
        )
    )


async def add_sets(
    db: Connection,
    owner: int,
    workout: Workout,
    lifts: Sequence[tuple[Place, Lift]],
    source: tuple[int, int],
) -> None:
    """Store lifted sets at their places, in the workout's next revision.

    ``source`` names the chat and the message they were typed in.
    """
    await db.execute(
        """
        INSERT INTO sets (owner, workout, revision, source_chat, source_message, position,
                          exercise, n, part, weight_kg, reps, seconds, rpe, note)
        SELECT $1, $2, $3, $4, $5, lifted.*
        FROM unnest($6::int[], $7::bigint[], $8::int[], $9::int[], $10::numeric[], $11::int[],
                    $12::int[], $13::numeric[], $14::text[]) AS lifted
        """,
        owner,
        workout.id,
        workout.revision + 1,
        *source,
        [place.position for place, _ in lifts],
        [workout.entry(place.position).exercise for place, _ in lifts],
        [place.n for place, _ in lifts],
        list(range(len(lifts))),
        [lift.weight for _, lift in lifts],
        [lift.reps for _, lift in lifts],
        [lift.seconds for _, lift in lifts],
        [lift.rpe for _, lift in lifts],
        [lift.note for _, lift in lifts],
    )
    await db.execute(
        "UPDATE workouts SET last_set_at = now() WHERE owner = $1 AND id = $2", owner, workout.id
    )


async def skip(db: Connection, owner: int, workout: Workout, place: Place) -> None:
    """Pass over a planned set, in the workout's next revision."""
    await db.execute(
        "INSERT INTO skips (owner, workout, revision, position, n) VALUES ($1, $2, $3, $4, $5)",
        owner,
        workout.id,
        workout.revision + 1,
        place.position,
        place.n,
    )


async def undo(db: Connection, owner: int, workout: int) -> tuple[Place, Lift | None] | None:
    """Take back the last step: a lifted set (its lift is returned) or a skip.

    None when there is none.
    """
    row = await db.fetchrow(
        """
        WITH step AS (
            SELECT position, n FROM (
                SELECT revision, position, n FROM sets WHERE owner = $1 AND workout = $2
                UNION ALL
                SELECT revision, position, n FROM skips WHERE owner = $1 AND workout = $2
            ) AS steps ORDER BY revision DESC, position DESC, n DESC LIMIT 1
        ), unlifted AS (
            DELETE FROM sets USING step WHERE sets.owner = $1 AND sets.workout = $2
            AND (sets.position, sets.n) = (step.position, step.n)
            RETURNING weight_kg, reps, seconds, rpe, note
        ), unskipped AS (
            DELETE FROM skips USING step WHERE skips.owner = $1 AND skips.workout = $2
            AND (skips.position, skips.n) = (step.position, step.n)
        )
        SELECT step.*, unlifted.* FROM step LEFT JOIN unlifted ON true
        """,
        owner,
        workout,
    )
    if row is None:
        return None
    lift = _lift(row) if row["weight_kg"] is not None else None
    return Place(row["position"], row["n"]), lift


async def finish(db: Connection, owner: int, workout: int) -> None:
    """End an open workout now."""
    await db.execute(
        "UPDATE workouts SET ended_at = now() WHERE owner = $1 AND id = $2 AND ended_at IS NULL",
        owner,
        workout,
    )


async def discard(db: Connection, owner: int, workout: int) -> None:
    """Leave no trace of a workout."""
    await db.execute("DELETE FROM workouts WHERE owner = $1 AND id = $2", owner, workout)


async def reopen(db: Connection, owner: int, workout: int, within: timedelta) -> bool:
    """Take up a workout that ended lately, unless another is open."""
    return bool(
        await db.fetchval(
            """
            UPDATE workouts SET ended_at = NULL, revision = revision + 1
            WHERE owner = $1 AND id = $2 AND ended_at > now() - $3::interval
            AND NOT EXISTS (SELECT FROM workouts WHERE owner = $1 AND ended_at IS NULL)
            RETURNING true
            """,
            owner,
            workout,
            within,
        )
    )


async def exists(db: Connection, workout: int) -> bool:
    """Tell whether anybody has this workout, and nothing else of it."""
    return bool(await db.fetchval("SELECT EXISTS (SELECT FROM workouts WHERE id = $1)", workout))
