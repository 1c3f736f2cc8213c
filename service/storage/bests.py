"""What was lifted before, to compare with: daily bests, and the records among them.

`daily_bests` has a row for each exercise, workout and day (of the owner's time zone: a workout past
midnight has two). Triggers on `sets` recount a row in the statement that changes its sets; a new
time zone or unit of a person recounts all of theirs. Nothing else writes the table. Warm-ups never
count. The columns:

- `owner`, `exercise`, `workout`, `day`: the key, in this order but for `day`, which is last;
  another index finds rows by `owner` and `day`.
- `sets`, `reps`, `seconds`: how many sets, and all their repetitions or seconds together.
- `tonnage`: shown weight times repetitions, in the owner's unit. Only of plain weights.
- `added`: likewise, of kilograms added to the body (more than 0) or taken off it (less).
- `weights_kg`, `most_reps`: every weight that was lifted for repetitions, heaviest first, and the
  most repetitions with each. Assistance is negative, the body alone is 0. So `weights_kg[1]` is
  the day's heaviest weight, and `most_reps[1]` the most repetitions with it; both arrays are empty
  after a day of holds.
- `estimable_reps`: the most repetitions with each of these weights in sets of up to 12; 0 if every
  set was longer.
- `holds_kg`, `longest_seconds`: likewise of holds.
- `e1rm`: the best estimated maximum in the owner's unit, to 0.1, of plain weights and sets of up to
  12 repetitions; `e1rm_kg` and `e1rm_reps` are its set. Null when no set says anything of it.

The view `counted_bests` has the same, with the body weight of the day in `tonnage`, `e1rm` and
`proven` of pull-ups and dips. So a body weight changes no row.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

import asyncpg

from service.domain.notation import Lift
from service.domain.records import Before
from service.domain.units import Unit
from service.domain.volumes import Volume
from service.storage.database import Connection


async def before_workout(
    db: Connection, owner: int, workout: int, exercises: Sequence[int]
) -> Mapping[int, Before]:
    """Find, by exercise, what the records of a workout are compared with: all that began before."""
    rows = await db.fetch(
        """
        WITH this AS (
            SELECT started_at FROM workouts WHERE owner = $1 AND id = $2
        ), earlier AS (
            SELECT exercise, workout, weights_kg, most_reps, holds_kg, longest_seconds,
                   proven AS e1rm, tonnage, reps, seconds
            FROM counted_bests AS bests
            WHERE owner = $1 AND exercise = ANY ($3) AND workout <> $2
            -- by the day where it decides: looking up every workout takes longer
            AND (day < (SELECT started_at - interval '2 days' FROM this)::date OR EXISTS (
                SELECT FROM workouts WHERE owner = $1 AND id = bests.workout
                AND started_at < (SELECT started_at FROM this)
            ))
        ), weights AS (
            SELECT exercise, array_agg((kg, most)) AS weights FROM (
                SELECT exercise, kg, max(most) AS most
                FROM earlier, unnest(weights_kg, most_reps) AS each (kg, most)
                GROUP BY exercise, kg
            ) AS each GROUP BY exercise
        ), holds AS (
            SELECT exercise, array_agg((kg, most)) AS holds FROM (
                SELECT exercise, kg, max(most) AS most
                FROM earlier, unnest(holds_kg, longest_seconds) AS each (kg, most)
                GROUP BY exercise, kg
            ) AS each GROUP BY exercise
        )
        SELECT exercise, (max(e1rm), max(tonnage), max(reps), max(seconds)) AS bests,
               (SELECT weights FROM weights WHERE exercise = workouts.exercise) AS weights,
               (SELECT holds FROM holds WHERE exercise = workouts.exercise) AS holds,
               (SELECT body_in($1, exercise, started_at) FROM this) AS body
        FROM (
            SELECT exercise, max(e1rm) AS e1rm, sum(tonnage) AS tonnage, sum(reps) AS reps,
                   sum(seconds) AS seconds
            FROM earlier GROUP BY exercise, workout
        ) AS workouts
        GROUP BY exercise
        """,
        owner,
        workout,
        exercises,
    )
    return {row["exercise"]: before(row) for row in rows}


def before(row: asyncpg.Record) -> Before:
    """Return what records are compared with from a row: weights, holds, bests, body weight."""
    e1rm, tonnage, reps, seconds = row["bests"]
    return Before(
        dict(row["weights"] or ()),
        dict(row["holds"] or ()),
        e1rm,
        Volume(tonnage or Decimal(0), reps or 0, seconds or 0),
        row["body"],
    )


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


async def last_time(
    db: Connection, owner: int, workout: int, unit: Unit
) -> tuple[datetime, Decimal] | None:
    """Find the previous workout by the same day of the same program: its start and tonnage."""
    row = await db.fetchrow(
        """
        SELECT before.started_at, (
            SELECT coalesce(sum(shown_weight(weight_kg, $3) * reps), 0) FROM sets
            WHERE sets.owner = $1 AND sets.workout = before.id AND kind = 'work' AND load = 'plain'
        ) AS tonnage
        FROM workouts AS this JOIN workouts AS before
        ON before.owner = this.owner AND before.program = this.program
        AND before.day IS NOT DISTINCT FROM this.day
        AND before.started_at < this.started_at AND before.ended_at IS NOT NULL
        WHERE this.owner = $1 AND this.id = $2
        ORDER BY before.started_at DESC LIMIT 1
        """,
        owner,
        workout,
        unit,
    )
    return row and (row["started_at"], row["tonnage"])
