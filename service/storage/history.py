"""Finished workouts: by month, and those of one exercise."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from service.domain.errors import check
from service.domain.history import Listed, Session
from service.domain.notation import Lift
from service.domain.units import Unit
from service.storage.database import Connection


async def last_start(db: Connection, owner: int, before: datetime | None = None) -> datetime | None:
    """Return when the last finished workout began (``before`` a moment); None without one."""
    found: datetime | None = await db.fetchval(
        """
        SELECT max(started_at) FROM workouts
        WHERE owner = $1 AND ended_at IS NOT NULL
        AND started_at < coalesce($2::timestamptz, 'infinity')
        """,
        owner,
        before,
    )
    return found


async def first_start(db: Connection, owner: int, since: datetime) -> datetime | None:
    """Return when the first finished workout began ``since`` a moment; None without one."""
    found: datetime | None = await db.fetchval(
        """
        SELECT min(started_at) FROM workouts
        WHERE owner = $1 AND started_at >= $2 AND ended_at IS NOT NULL
        """,
        owner,
        since,
    )
    return found


async def count(db: Connection, owner: int, since: datetime, until: datetime) -> int:
    """Count the finished workouts that began in a period."""
    return int(
        await db.fetchval(
            """
            SELECT count(*) FROM workouts
            WHERE owner = $1 AND started_at >= $2 AND started_at < $3 AND ended_at IS NOT NULL
            """,
            owner,
            since,
            until,
        )
    )


async def listed(  # noqa: PLR0913 - a page is two of them
    db: Connection,
    owner: int,
    since: datetime,
    until: datetime,
    unit: Unit,
    *,
    limit: int,
    offset: int,
) -> list[Listed]:
    """List the finished workouts that began in a period, the newest first."""
    rows = await db.fetch(
        """
        SELECT id, title, started_at, ended_at, sets, tonnage, first, exercises FROM (
            SELECT id, title, started_at, ended_at FROM workouts
            WHERE owner = $1 AND started_at >= $2 AND started_at < $3 AND ended_at IS NOT NULL
            ORDER BY started_at DESC, id DESC LIMIT $5 OFFSET $6
        ) AS page, LATERAL (
            SELECT count(*) AS sets,
                   coalesce(sum(shown_weight(weight_kg, $4) * reps)
                            FILTER (WHERE load = 'plain'), 0) AS tonnage
            FROM sets WHERE sets.owner = $1 AND workout = page.id AND kind = 'work'
        ) AS totals, LATERAL (
            SELECT (array_agg((name, known) ORDER BY position))[1] AS first,
                   count(*) AS exercises
            FROM planned JOIN exercises
            ON exercises.owner = planned.owner AND exercises.id = planned.exercise
            WHERE planned.owner = $1 AND workout = page.id
        ) AS parts
        ORDER BY started_at DESC, id DESC
        """,
        owner,
        since,
        until,
        unit,
        limit,
        offset,
    )
    return [Listed(**row) for row in rows]


async def lifts(
    db: Connection, owner: int, workouts: Sequence[int]
) -> dict[int, dict[int, list[Lift]]]:
    """Return the work sets of workouts, by workout and exercise."""
    rows = await db.fetch(
        """
        SELECT workout, exercise, array_agg((weight_kg, reps, seconds, load)) AS lifts
        FROM sets WHERE owner = $1 AND workout = ANY ($2) AND kind = 'work'
        GROUP BY workout, exercise
        """,
        owner,
        workouts,
    )
    found: dict[int, dict[int, list[Lift]]] = {workout: {} for workout in workouts}
    for workout, exercise, lifted in rows:
        found[workout][exercise] = [
            Lift(weight, reps, seconds, load=load) for weight, reps, seconds, load in lifted
        ]
    return found


async def count_of(db: Connection, owner: int, exercise: int) -> int:
    """Count the finished workouts with work sets of an exercise."""
    return int(
        await db.fetchval(
            """
            SELECT count(DISTINCT workout) FROM sets
            WHERE owner = $1 AND exercise = $2 AND kind = 'work' AND workout IS DISTINCT FROM (
                SELECT id FROM workouts WHERE owner = $1 AND ended_at IS NULL
            )
            """,
            owner,
            exercise,
        )
    )


async def sessions(
    db: Connection, owner: int, exercise: int, *, limit: int, offset: int
) -> list[Session]:
    """List the finished workouts with work sets of an exercise, the newest first."""
    rows = await db.fetch(
        """
        SELECT page.workout, started_at, (
            SELECT array_agg((weight_kg, reps, seconds, rpe, load) ORDER BY position, n)
            FROM sets WHERE owner = $1 AND sets.workout = page.workout AND exercise = $2
            AND kind = 'work'
        ) AS lifts
        FROM (
            SELECT workout, max(logged_at) AS at FROM sets
            WHERE owner = $1 AND exercise = $2 AND kind = 'work' AND workout IS DISTINCT FROM (
                SELECT id FROM workouts WHERE owner = $1 AND ended_at IS NULL
            )
            GROUP BY workout ORDER BY at DESC, workout DESC LIMIT $3 OFFSET $4
        ) AS page JOIN workouts ON owner = $1 AND id = page.workout
        ORDER BY page.at DESC, page.workout DESC
        """,
        owner,
        exercise,
        limit,
        offset,
    )
    return [
        Session(
            row["workout"],
            row["started_at"],
            tuple(
                Lift(weight, reps, seconds, rpe, load=load)
                for weight, reps, seconds, rpe, load in row["lifts"]
            ),
        )
        for row in rows
    ]


async def move(db: Connection, owner: int, workout: int, by: timedelta) -> None:
    """Move a finished workout and its sets to another time; count the sets on their new days."""
    await db.execute(
        """
        WITH moved AS (
            UPDATE workouts SET revision = revision + 1, started_at = started_at + $3::interval,
                ended_at = ended_at + $3::interval, last_set_at = last_set_at + $3::interval
            WHERE owner = $1 AND id = $2
        ), days AS (
            SELECT logged_at::date AS day, -1 AS change FROM sets
            WHERE owner = $1 AND workout = $2
            UNION ALL
            SELECT (logged_at + $3::interval)::date, 1 FROM sets
            WHERE owner = $1 AND workout = $2
        ), counted AS (
            INSERT INTO statistic_changes (name, day, change)
            SELECT 'sets', day, sum(change) FROM days GROUP BY day HAVING sum(change) <> 0
        )
        UPDATE sets SET logged_at = logged_at + $3::interval WHERE owner = $1 AND workout = $2
        """,
        owner,
        workout,
        by,
    )


async def repeat(db: Connection, owner: int, workout: int) -> int | None:
    """Begin a workout with the exercises and planned sets of another; return its id.

    What was not planned is planned as it was done. None when another workout is open. Refuses
    more than a person may begin.
    """
    row = await db.fetchrow(
        """
        WITH begun AS (
            INSERT INTO workouts (owner, title)
            SELECT owner, title FROM workouts WHERE owner = $1 AND id = $2
            ON CONFLICT (owner) WHERE ended_at IS NULL DO NOTHING
            RETURNING id
        ), lifted AS (
            SELECT position, count(*) AS sets, min(reps) AS least, max(reps) AS most,
                   max(sets.seconds) AS seconds
            FROM sets WHERE owner = $1 AND workout = $2 AND kind = 'work' GROUP BY position
        ), copied AS (
            INSERT INTO planned (owner, workout, position, exercise, sets, reps_min, reps_max,
                                 amrap, seconds, weight_kg, superset, rest_seconds, rule, warmup,
                                 note, planned_at)
            SELECT $1, begun.id, row_number() OVER (ORDER BY position), exercise,
                   coalesce(planned.sets, lifted.sets),
                   CASE WHEN planned.sets IS NULL THEN least ELSE reps_min END,
                   CASE WHEN planned.sets IS NULL THEN most ELSE reps_max END,
                   amrap,
                   CASE WHEN planned.sets IS NOT NULL THEN planned.seconds
                        WHEN least IS NULL THEN lifted.seconds END,
                   weight_kg, superset, rest_seconds, rule, warmup, note, planned_at
            FROM begun, planned LEFT JOIN lifted USING (position)
            WHERE planned.owner = $1 AND planned.workout = $2
            AND coalesce(planned.sets, lifted.sets) IS NOT NULL
        )
        SELECT id, (
            SELECT count(*) FROM workouts
            WHERE owner = $1 AND started_at > now() - interval '1 day'
        ) AS before
        FROM begun
        """,
        owner,
        workout,
    )
    if row is None:
        return None
    check("workouts", row["before"] + 1)
    return int(row["id"])
