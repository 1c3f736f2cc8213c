"""The exercises of a workout: added on the fly, and swapped for others."""

from service.domain.workouts import Workout
from service.storage.database import Connection


async def add(db: Connection, owner: int, workout: int, exercise: int) -> int:
    """Add an exercise without planned sets at the end of a workout. Returns its position."""
    return int(
        await db.fetchval(
            """
            INSERT INTO planned (owner, workout, position, exercise)
            SELECT $1, $2, coalesce(max(position), 0) + 1, $3 FROM planned
            WHERE owner = $1 AND workout = $2
            RETURNING position
            """,
            owner,
            workout,
            exercise,
        )
    )


async def count_suggestion(db: Connection, owner: int, workout: int, position: int) -> bool:
    """Record that an exercise's suggestion is counted; False if it was before."""
    return bool(
        await db.fetchval(
            """
            UPDATE planned SET suggestion_counted = true
            WHERE owner = $1 AND workout = $2 AND position = $3 AND suggestion_counted IS NULL
            RETURNING true
            """,
            owner,
            workout,
            position,
        )
    )


async def cool(db: Connection, owner: int, workout: int, position: int) -> None:
    """Stop offering the warm-up sets of an exercise."""
    await db.execute(
        """
        WITH planned_warmup AS (
            UPDATE planned SET warmup = false
            WHERE owner = $1 AND workout = $2 AND position = $3 AND warmup
        )
        UPDATE workouts SET revision = revision + 1, warming = NULL WHERE owner = $1 AND id = $2
        """,
        owner,
        workout,
        position,
    )


async def swap(db: Connection, owner: int, workout: Workout, position: int, exercise: int) -> int:
    """Do another exercise for the rest of one, with the planned sets. Returns its position."""
    done = [place.n for place in workout.done if place.position == position]
    if done or any(place.position == position for place in workout.warmups):
        return await _swap_rest(db, owner, workout, position, exercise, max(done, default=None))
    await db.execute(
        """
        UPDATE planned SET exercise = $4, weight_kg = NULL, planned_at = NULL, rule = NULL,
            note = NULL,
            reps_min = CASE WHEN kind <> 'timed' THEN reps_min END,
            reps_max = CASE WHEN kind <> 'timed' THEN reps_max END,
            seconds = CASE WHEN kind IN ('timed', 'other') THEN seconds END
        FROM exercises
        WHERE exercises.owner = $1 AND exercises.id = $4
        AND planned.owner = $1 AND workout = $2 AND position = $3
        """,
        owner,
        workout.id,
        position,
        exercise,
    )
    return position


async def _swap_rest(  # noqa: PLR0913, PLR0917 - what is swapped, for what, after which set
    db: Connection, owner: int, workout: Workout, position: int, exercise: int, last: int | None
) -> int:
    """End an exercise with its ``last`` set (None: it has only warm-ups); add the other one."""
    sets = workout.entry(position).plan.sets
    left = None if sets is None else max(sets - len(workout.behind(position)), 1)
    return int(
        await db.fetchval(
            """
            WITH ended AS (
                UPDATE planned SET sets = $5::int,
                    superset = CASE WHEN $5 IS NOT NULL THEN superset END
                WHERE owner = $1 AND workout = $2 AND position = $3
            )
            INSERT INTO planned (owner, workout, position, exercise, sets,
                                 reps_min, reps_max, amrap, seconds, superset, rest_seconds)
            SELECT $1, $2, (SELECT max(position) + 1 FROM planned
                            WHERE owner = $1 AND workout = $2), exercises.id, $6,
                   CASE WHEN kind <> 'timed' THEN reps_min END,
                   CASE WHEN kind <> 'timed' THEN reps_max END, amrap,
                   CASE WHEN kind IN ('timed', 'other') THEN seconds END, superset,
                   planned.rest_seconds
            FROM planned JOIN exercises ON exercises.owner = $1 AND exercises.id = $4
            WHERE planned.owner = $1 AND workout = $2 AND position = $3
            RETURNING position
            """,
            owner,
            workout.id,
            position,
            exercise,
            last,
            left,
        )
    )
