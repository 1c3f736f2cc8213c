"""How workouts begin: by a program, without one, or as notes for an earlier day."""

from datetime import datetime, timedelta

from service.domain.errors import check
from service.storage import stages, upcoming
from service.storage.database import Connection


async def begin(db: Connection, owner: int, program: int, *, nth: int | None = None) -> int | None:
    """Begin a workout by the next day of a program, copying its plan. Returns its id.

    ``nth`` is the index of another day.

    None when the program or the day is not there or put away, or another workout is open.
    Refuses more than a person may begin.
    """
    day = await (
        upcoming.day(db, owner, program)
        if nth is None
        else upcoming.nth_day(db, owner, program, nth)
    )
    row = await db.fetchrow(
        """
        WITH begun AS (
            INSERT INTO workouts (owner, program, day, title)
            SELECT days.owner, programs.id, days.id, programs.name || CASE WHEN (
                SELECT count(*) FROM days WHERE days.owner = $1 AND days.program = $2
            ) > 1 THEN coalesce(' · ' || days.name, '') ELSE '' END
            FROM programs
            JOIN days ON days.program = programs.id AND days.owner = programs.owner
            WHERE programs.owner = $1 AND programs.id = $2 AND archived_at IS NULL
            AND days.id = $3
            ON CONFLICT (owner) WHERE ended_at IS NULL DO NOTHING
            RETURNING id
        ), copied AS (
            INSERT INTO planned (owner, workout, position, slot, exercise, sets,
                                 reps_min, reps_max, amrap, seconds, weight_kg, superset,
                                 rest_seconds, rule, warmup, note, planned_at)
            SELECT $1, begun.id, row_number() OVER (ORDER BY slots.position), slots.id,
                   exercise, sets, reps_min, reps_max, amrap, seconds, weight_kg, superset,
                   rest_seconds, rule, warmup, note, planned_at
            FROM begun, slots
            WHERE slots.owner = $1 AND slots.day = $3 AND slots.position IS NOT NULL
        )
        SELECT id, (
            SELECT count(*) FROM workouts
            WHERE owner = $1 AND started_at > now() - interval '1 day'
        ) AS before
        FROM begun
        """,
        owner,
        program,
        day,
    )
    if row is None:
        return None
    check("workouts", row["before"] + 1)
    await stages.plan(db, owner, row["id"])
    return int(row["id"])


async def begin_free(
    db: Connection, owner: int, title: str, at: datetime | None = None, *, over: bool = False
) -> int:
    """Begin a workout by no program; there must be none open. Returns its id.

    ``at`` None: now. ``over``: it is closed again, as one that was forgotten. Refuses more than
    a person may begin.
    """
    row = await db.fetchrow(
        """
        INSERT INTO workouts (owner, title, started_at, last_set_at, ended_at, ended_by)
        SELECT $1, $2, coalesce($3, now()), $3, over.at, CASE WHEN $4 THEN 'forgotten' END
        FROM (VALUES (CASE WHEN $4 THEN $3::timestamptz END)) AS over (at)
        RETURNING id, (
            SELECT count(*) FROM workouts AS others
            WHERE owner = $1 AND started_at > coalesce($3, now()) - interval '1 day'
            AND started_at <= coalesce($3, now())
        ) AS before
        """,
        owner,
        title,
        at,
        over,
    )
    check("workouts", row["before"] + 1)
    return int(row["id"])


async def past(db: Connection, owner: int, title: str, at: datetime, day: timedelta) -> int:
    """Return the id of the last finished workout within half a ``day`` of ``at``, or make one."""
    return int(
        await db.fetchval(
            """
            WITH found AS (
                SELECT id FROM workouts WHERE owner = $1 AND ended_at IS NOT NULL
                AND started_at BETWEEN $3::timestamptz - $4::interval / 2
                AND $3::timestamptz + $4::interval / 2
                ORDER BY started_at DESC LIMIT 1
            ), made AS (
                INSERT INTO workouts (owner, title, started_at, last_set_at, ended_at, ended_by)
                SELECT $1, $2, $3, $3, $3, 'finished'
                WHERE NOT EXISTS (SELECT FROM found)
                RETURNING id
            )
            TABLE found UNION ALL TABLE made
            """,
            owner,
            title,
            at,
            day,
        )
    )
