"""What was lifted before a workout, to compare it with."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from service.domain.notation import Lift
from service.domain.units import Unit
from service.storage.database import Connection


async def best_before(
    db: Connection, owner: int, workout: int, exercises: Sequence[int]
) -> Mapping[int, Mapping[Decimal, int]]:
    """Find, by exercise, the most repetitions at each weight before a workout began.

    Weights at which no more were done than at a heavier one are left out. Warm-ups, assisted
    sets and holds count in nothing.
    """
    rows = await db.fetch(
        """
        SELECT exercise, array_agg(weight_kg) AS weights, array_agg(reps) AS reps FROM (
            SELECT exercise, weight_kg, max(reps) AS reps, max(max(reps)) OVER (
                PARTITION BY exercise
                ORDER BY weight_kg DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS heavier
            FROM sets
            WHERE owner = $1 AND exercise = ANY ($3) AND workout <> $2
            AND kind = 'work' AND load <> 'assisted' AND reps IS NOT NULL
            AND logged_at < (SELECT started_at FROM workouts WHERE owner = $1 AND id = $2)
            GROUP BY exercise, weight_kg
        ) AS weights
        WHERE heavier IS NULL OR reps > heavier
        GROUP BY exercise
        """,
        owner,
        workout,
        exercises,
    )
    return {row["exercise"]: dict(zip(row["weights"], row["reps"], strict=True)) for row in rows}


async def heaviest(db: Connection, owner: int, known: Sequence[str]) -> dict[str, Lift]:
    """Find a person's heaviest sets of exercises, by their keys in the dictionary."""
    rows = await db.fetch(
        """
        SELECT known, best.weight_kg, best.reps FROM exercises, LATERAL (
            SELECT weight_kg, reps FROM sets
            WHERE sets.owner = $1 AND exercise = exercises.id AND kind = 'work'
            AND load <> 'assisted' AND reps IS NOT NULL AND weight_kg > 0
            ORDER BY weight_kg DESC, reps DESC LIMIT 1
        ) AS best
        WHERE exercises.owner = $1 AND known = ANY ($2)
        """,
        owner,
        known,
    )
    return {row["known"]: Lift(row["weight_kg"], row["reps"]) for row in rows}


async def tonnage_before(db: Connection, owner: int, workout: int, unit: Unit) -> Decimal | None:
    """Return the tonnage of the previous workout by the same program; None without one."""
    tonnage: Decimal | None = await db.fetchval(
        """
        SELECT (
            SELECT coalesce(sum(shown_weight(weight_kg, $3) * reps), 0) FROM sets
            WHERE sets.owner = $1 AND sets.workout = before.id
            AND kind = 'work' AND load <> 'assisted'
        )
        FROM workouts AS this JOIN workouts AS before
        ON before.owner = this.owner AND before.program = this.program
        AND before.started_at < this.started_at AND before.ended_at IS NOT NULL
        WHERE this.owner = $1 AND this.id = $2
        ORDER BY before.started_at DESC LIMIT 1
        """,
        owner,
        workout,
        unit,
    )
    return tonnage
