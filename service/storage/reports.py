"""Totals of what was lifted in a period. Warm-up sets do not count."""

from datetime import date, datetime
from decimal import Decimal

from service.domain.notation import Lift
from service.domain.reports import ExerciseTotal, Total
from service.domain.units import Unit
from service.storage.database import Connection


async def total(db: Connection, owner: int, since: datetime, unit: Unit) -> Total:
    """Add up everything lifted since a moment, in a unit."""
    row = await db.fetchrow(
        """
        SELECT count(DISTINCT workout) AS workouts, count(*) AS sets,
               coalesce(sum(reps), 0) AS reps,
               coalesce(sum(shown_weight(weight_kg, $3) * reps)
                        FILTER (WHERE load = 'plain'), 0) AS tonnage,
               count(DISTINCT exercise) AS exercises,
               coalesce(sum(reps) FILTER (WHERE load <> 'plain' OR weight_kg = 0), 0) AS body_reps,
               coalesce(sum(seconds), 0) AS seconds
        FROM sets WHERE owner = $1 AND logged_at >= $2 AND kind = 'work'
        """,
        owner,
        since,
        unit,
    )
    return Total(**row)


async def exercises(  # noqa: PLR0913 - a page is two of them
    db: Connection, owner: int, since: datetime, unit: Unit, *, limit: int, offset: int
) -> list[ExerciseTotal]:
    """Add up what was lifted since a moment by exercise, the most sets first."""
    rows = await db.fetch(
        """
        SELECT name, known, totals.* FROM (
            SELECT exercise, count(*) AS sets, coalesce(sum(reps), 0) AS reps,
                   coalesce(sum(shown_weight(weight_kg, $5) * reps)
                            FILTER (WHERE load = 'plain'), 0) AS tonnage,
                   coalesce(sum(seconds), 0) AS seconds,
                   (array_agg((weight_kg, reps, seconds, load)
                              ORDER BY CASE load WHEN 'assisted' THEN -weight_kg ELSE weight_kg END
                                       DESC, reps DESC NULLS LAST, seconds DESC))[1]
                   AS best
            FROM sets WHERE owner = $1 AND logged_at >= $2 AND kind = 'work'
            GROUP BY exercise
        ) AS totals JOIN exercises ON owner = $1 AND id = totals.exercise
        ORDER BY sets DESC, name LIMIT $3 OFFSET $4
        """,
        owner,
        since,
        limit,
        offset,
        unit,
    )
    return [
        ExerciseTotal(
            row["exercise"],
            row["name"],
            row["known"],
            row["sets"],
            int(row["reps"]),
            row["tonnage"],
            int(row["seconds"]),
            _lift(*row["best"]),
        )
        for row in rows
    ]


async def with_body(db: Connection, owner: int, since: date) -> dict[int, Decimal]:
    """Add up, from a day on, the tonnage of the exercises in which the body weight counts."""
    rows = await db.fetch(
        """
        SELECT exercise, sum(tonnage) AS tonnage FROM counted_bests
        WHERE owner = $1 AND day >= $2 AND exercise IN (
            SELECT id FROM exercises WHERE owner = $1 AND whole_body(known)
        )
        GROUP BY exercise HAVING sum(tonnage) > 0
        """,
        owner,
        since,
    )
    return {row["exercise"]: row["tonnage"] for row in rows}


def _lift(weight: Decimal, reps: int | None, seconds: int | None, load: str) -> Lift:
    return Lift(weight, reps, seconds, load=load)
