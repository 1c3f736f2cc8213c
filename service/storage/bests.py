"""What was lifted before, to compare with: daily bests, and the records among them.

`daily_bests` has a row for each exercise, workout and day (of the owner's time zone: a workout past
midnight has two). Triggers on `sets` recount a row in the statement that changes its sets; a new
time zone or unit of a person recounts all of theirs. Nothing else writes the table. Warm-ups never
count. The columns:

- `owner`, `exercise`, `workout`, `day`: the key, in this order but for `day`, which is last;
  another index finds rows by `owner` and `day`.
- `sets`, `reps`, `seconds`: how many sets, and all their repetitions or seconds together.
- `tonnage`: shown weight times repetitions, in the owner's unit. Only of plain weights: kilograms
  added to the body or taken off it count as nothing, as the body itself does.
- `weights_kg`, `most_reps`: every weight that was lifted for repetitions, heaviest first, and the
  most repetitions with each. Assistance is negative, the body alone is 0. So `weights_kg[1]` is
  the day's heaviest weight, and `most_reps[1]` the most repetitions with it; both arrays are empty
  after a day of holds.
- `holds_kg`, `longest_seconds`: likewise of holds.
- `e1rm`: the best estimated maximum in the owner's unit, to 0.1, of plain weights and sets of up to
  12 repetitions; `e1rm_kg` and `e1rm_reps` are its set. Null when no set says anything of it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import asyncpg

from service.domain.notation import Lift
from service.domain.records import DailyBest
from service.domain.units import Unit
from service.storage.database import Connection


async def daily(
    db: Connection, owner: int, exercise: int, since: date | None = None
) -> list[DailyBest]:
    """Read the daily bests of an exercise from a day on, the earliest first."""
    rows = await db.fetch(
        """
        SELECT workout, day, sets, reps, seconds, tonnage, weights_kg, most_reps, holds_kg,
               longest_seconds, e1rm, e1rm_kg, e1rm_reps
        FROM daily_bests
        WHERE owner = $1 AND exercise = $2 AND day >= coalesce($3::date, '-infinity')
        ORDER BY day, workout
        """,
        owner,
        exercise,
        since,
    )
    return [_daily(row) for row in rows]


def _daily(row: asyncpg.Record) -> DailyBest:
    return DailyBest(
        row["workout"],
        row["day"],
        row["sets"],
        row["reps"],
        row["seconds"],
        row["tonnage"],
        dict(zip(row["weights_kg"], row["most_reps"], strict=True)),
        dict(zip(row["holds_kg"], row["longest_seconds"], strict=True)),
        row["e1rm"],
        Lift(row["e1rm_kg"], row["e1rm_reps"]) if row["e1rm"] else None,
    )


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
