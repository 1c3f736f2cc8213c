"""Progress: the days of an exercise, and the sets of two weeks. Only daily bests are read."""

from dataclasses import dataclass
from datetime import date, timedelta

import asyncpg

from service.domain import units
from service.domain.notation import Lift
from service.domain.progress import Day
from service.domain.units import Unit
from service.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise that was trained, and its best set: the heaviest, or the longest hold."""

    id: int
    name: str
    known: str | None
    best: Lift


async def days(db: Connection, owner: int, exercise: int, unit: Unit) -> list[Day]:
    """List the days of an exercise, the oldest first; weights in a unit."""
    rows = await db.fetch(
        """
        SELECT day, count(*) AS workouts, sum(sets) AS sets, max(weights_kg[1]) AS kg,
               (array_agg(most_reps[1] ORDER BY weights_kg[1] DESC NULLS LAST,
                          most_reps[1] DESC))[1] AS reps_with,
               max(e1rm) AS e1rm, sum(tonnage) AS volume, sum(reps) AS reps,
               max((SELECT max(each) FROM unnest(most_reps) AS each)) AS most,
               max((SELECT max(each) FROM unnest(longest_seconds) AS each)) AS longest,
               sum(seconds) AS held
        FROM counted_bests WHERE owner = $1 AND exercise = $2 GROUP BY day ORDER BY day
        """,
        owner,
        exercise,
    )
    return [
        Day(
            row["day"],
            row["workouts"],
            int(row["sets"]),
            None if row["kg"] is None else units.shown(row["kg"], unit),
            row["reps_with"],
            row["e1rm"],
            row["volume"],
            row["most"],
            int(row["reps"]),
            row["longest"],
            int(row["held"]),
        )
        for row in rows
    ]


async def count(db: Connection, owner: int) -> int:
    """Count the exercises that a person has trained."""
    number: int = await db.fetchval(
        "SELECT count(DISTINCT exercise) FROM daily_bests WHERE owner = $1", owner
    )
    return number


async def exercises(db: Connection, owner: int, *, limit: int, offset: int) -> list[Exercise]:
    """List the exercises that a person has trained, the most often trained first."""
    rows = await db.fetch(
        """
        SELECT id, name, known, best.* FROM (
            SELECT exercise, count(*) AS workouts FROM daily_bests
            WHERE owner = $1 GROUP BY exercise
            ORDER BY workouts DESC, exercise LIMIT $2 OFFSET $3
        ) AS trained
        JOIN exercises ON exercises.owner = $1 AND id = exercise, LATERAL (
            SELECT coalesce(weights_kg[1], holds_kg[1], 0) AS kg, most_reps[1] AS reps,
                   longest_seconds[1] AS seconds
            FROM daily_bests WHERE owner = $1 AND exercise = id
            ORDER BY weights_kg[1] DESC NULLS LAST, most_reps[1] DESC, longest_seconds[1] DESC
            LIMIT 1
        ) AS best
        ORDER BY workouts DESC, id
        """,
        owner,
        limit,
        offset,
    )
    return [Exercise(row["id"], row["name"], row["known"], _lift(row)) for row in rows]


def _lift(row: asyncpg.Record) -> Lift:
    held = row["seconds"] if row["reps"] is None else None
    load = "assisted" if row["kg"] < 0 else "plain"
    return Lift(abs(row["kg"]), row["reps"], held, load=load)


async def weeks(db: Connection, owner: int, monday: date) -> list[tuple[str | None, int, int]]:
    """Count the sets since a Monday and in the week before, by exercise (the dictionary's key)."""
    rows = await db.fetch(
        """
        SELECT known, coalesce(sum(sets) FILTER (WHERE day >= $2), 0) AS now,
               coalesce(sum(sets) FILTER (WHERE day < $2), 0) AS before
        FROM daily_bests JOIN exercises ON exercises.owner = $1 AND id = exercise
        WHERE daily_bests.owner = $1 AND day >= $3 AND day < $4 GROUP BY known
        """,
        owner,
        monday,
        monday - timedelta(weeks=1),
        monday + timedelta(weeks=1),
    )
    return [(row["known"], int(row["now"]), int(row["before"])) for row in rows]
