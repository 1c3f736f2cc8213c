"""The records that stand, by exercise, from daily bests."""

import asyncpg

from service.domain import standings
from service.domain.exercises import Kind
from service.domain.standings import Standing
from service.domain.units import Unit
from service.domain.volumes import Volume
from service.storage.database import Connection


async def page(
    db: Connection, owner: int, unit: Unit, *, limit: int, offset: int
) -> list[Standing]:
    """List the records of a person's exercises, the most trained first."""
    trained = await db.fetch(
        """
        SELECT exercise FROM daily_bests WHERE owner = $1
        GROUP BY exercise ORDER BY count(*) DESC, exercise LIMIT $2 OFFSET $3
        """,
        owner,
        limit,
        offset,
    )
    found = {
        standing.exercise: standing
        for standing in await of(db, owner, [exercise for (exercise,) in trained], unit)
    }
    return [found[exercise] for (exercise,) in trained]


async def of(db: Connection, owner: int, exercises: list[int], unit: Unit) -> list[Standing]:
    """Find the records of exercises; one that was never trained has none."""
    rows = await db.fetch(
        """
        SELECT id AS exercise, name, known, kind, array(
            SELECT (kg, most, day) FROM (
                SELECT DISTINCT ON (kg) kg, most, day
                FROM daily_bests, unnest(weights_kg, most_reps) AS each (kg, most)
                WHERE owner = $1 AND exercise = exercises.id
                ORDER BY kg, most DESC, day
            ) AS each
        ) AS weights, array(
            SELECT (kg, most, day) FROM (
                SELECT DISTINCT ON (kg) kg, most, day
                FROM daily_bests, unnest(holds_kg, longest_seconds) AS each (kg, most)
                WHERE owner = $1 AND exercise = exercises.id
                ORDER BY kg, most DESC, day
            ) AS each
        ) AS holds, (
            SELECT (e1rm, e1rm_kg, e1rm_reps, day) FROM counted_bests
            WHERE owner = $1 AND exercise = exercises.id AND e1rm IS NOT NULL
            ORDER BY e1rm DESC, day LIMIT 1
        ) AS strongest, (
            SELECT (tonnage, reps, seconds, day) FROM (
                SELECT sum(tonnage) AS tonnage, sum(reps) AS reps, sum(seconds) AS seconds,
                       min(day) AS day
                FROM counted_bests WHERE owner = $1 AND exercise = exercises.id GROUP BY workout
            ) AS workouts
            ORDER BY tonnage DESC, reps DESC, seconds DESC, day LIMIT 1
        ) AS volume
        FROM exercises WHERE owner = $1 AND id = ANY ($2)
        """,
        owner,
        exercises,
    )
    return [_standing(row, unit) for row in rows if row["volume"]]


def _standing(row: asyncpg.Record, unit: Unit) -> Standing:
    kind = Kind(row["kind"])
    tonnage, reps, seconds, day = row["volume"]
    strongest = None
    if row["strongest"]:
        e1rm, kg, most, on = row["strongest"]
        strongest = (e1rm, standings.lift(kg, kind, reps=most), on)
    return Standing(
        row["exercise"],
        row["name"],
        row["known"],
        standings.in_reps(row["weights"], kind, unit),
        standings.in_holds(row["holds"], kind, unit),
        strongest,
        (Volume(tonnage, reps, seconds), day),
    )
