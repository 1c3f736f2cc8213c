"""Earlier workouts with the same plan, which a rule of progression goes by."""

from itertools import groupby
from operator import itemgetter

from service.domain import maxima, rules
from service.domain.notation import Lift
from service.domain.rules import Percent, Wave
from service.domain.workouts import Entry, Past
from service.storage.database import Connection


async def read(db: Connection, owner: int, workout: int, entry: Entry) -> tuple[Past, ...]:
    """Return the workouts before one in which an exercise had the same plan, the newest first.

    Those that decide are few, but a maximum comes from all since it was planned.
    """
    plan, rule = entry.plan, rules.stored(entry.plan.rule)
    if rule is None:
        return ()
    sums = isinstance(rule, Percent | Wave)
    rows = await db.fetch(
        """
        SELECT last.workout, last.position, logged_at, weight_kg, reps, seconds, rpe, load FROM (
            SELECT workout, position FROM planned
            WHERE owner = $1 AND exercise = $2 AND workout < $3 AND rule = $4 AND sets = $5
            AND reps_min IS NOT DISTINCT FROM $6 AND reps_max IS NOT DISTINCT FROM $7
            AND seconds IS NOT DISTINCT FROM $8 AND ($9::timestamptz IS NULL OR planned_at = $9)
            AND EXISTS (
                SELECT FROM sets WHERE owner = $1 AND workout = planned.workout
                AND position = planned.position AND kind = 'work'
            )
            ORDER BY workout DESC, position DESC LIMIT $10
        ) AS last
        JOIN sets ON owner = $1 AND sets.workout = last.workout AND sets.position = last.position
        AND kind = 'work'
        ORDER BY last.workout DESC, last.position DESC, n
        """,
        owner,
        entry.exercise,
        workout,
        plan.rule,
        plan.sets,
        plan.reps_min,
        plan.reps_max,
        plan.seconds,
        entry.planned_at if sums else None,
        maxima.DEEP if sums else maxima.MISSES,
    )
    return tuple(
        Past(
            max(row["logged_at"] for row in sets),
            tuple(
                Lift(row["weight_kg"], row["reps"], row["seconds"], row["rpe"], load=row["load"])
                for row in sets
            ),
        )
        for _, turn in groupby(rows, itemgetter("workout", "position"))
        for sets in [list(turn)]
    )
