"""Earlier workouts: what was lifted of an exercise, and when its plan was the same."""

from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from service.domain import maxima, rules
from service.domain.entries import Entry, Past
from service.domain.notation import Lift
from service.domain.rules import Linear, Percent, Wave
from service.domain.workouts import Workout
from service.storage import bests
from service.storage.database import Connection


async def with_history(
    db: Connection, owner: int, workout: Workout, *, records: bool = False
) -> Workout:
    """Return the workout with the `history` of the exercise that its card asks for."""
    place = workout.next_place
    if place is None or workout.ended_at:
        return workout
    entry = workout.entry(place.position)
    known = await history(db, owner, entry, workout, records=records)
    if entry.plan.rule is None:
        return workout.with_entry(known)
    workout = workout.with_entry(replace(known, past=await read(db, owner, workout.id, entry)))
    leading = maxima.leading(workout, entry)
    if leading.position == entry.position:
        return workout
    past = await read(db, owner, workout.id, leading)
    led = replace(leading, past=past, last_at=known.last_at, best=known.best)
    return workout.with_entry(led)


async def history(
    db: Connection, owner: int, entry: Entry, workout: Workout, *, records: bool = False
) -> Entry:
    """Return an exercise with its history before a workout: last time, best, note.

    With ``records`` also what records are compared with.
    """
    row = await db.fetchrow(
        """
        WITH last AS (
            SELECT workout, logged_at FROM sets
            WHERE owner = $1 AND exercise = $2 AND workout <> $3 AND kind = 'work'
            ORDER BY logged_at DESC LIMIT 1
        ), earlier AS (
            SELECT workout, weights_kg, most_reps, holds_kg, longest_seconds, proven AS e1rm,
                   tonnage, reps, seconds
            FROM counted_bests AS bests
            WHERE $4 AND owner = $1 AND exercise = $2 AND workout <> $3
            AND (day < ($5::timestamptz - interval '2 days')::date OR EXISTS (
                SELECT FROM workouts
                WHERE owner = $1 AND id = bests.workout AND started_at < $5
            ))
        )
        SELECT (
            SELECT array_agg((weight_kg, reps, seconds, load) ORDER BY position, n)
            FROM sets WHERE owner = $1 AND exercise = $2 AND kind = 'work'
            AND workout = (SELECT workout FROM last)
        ) AS last_time, (
            SELECT logged_at FROM last
        ) AS last_at, (
            SELECT (weight_kg, reps) FROM sets
            WHERE owner = $1 AND exercise = $2 AND workout <> $3
            AND kind = 'work' AND load <> 'assisted' AND reps IS NOT NULL AND weight_kg > 0
            ORDER BY weight_kg DESC, reps DESC LIMIT 1
        ) AS best, (
            SELECT note FROM sets
            WHERE owner = $1 AND exercise = $2 AND workout <> $3 AND note IS NOT NULL
            ORDER BY logged_at DESC LIMIT 1
        ) AS note, array(
            SELECT (kg, max(most)) FROM earlier, unnest(weights_kg, most_reps) AS each (kg, most)
            GROUP BY kg
        ) AS weights, array(
            SELECT (kg, max(most))
            FROM earlier, unnest(holds_kg, longest_seconds) AS each (kg, most)
            GROUP BY kg
        ) AS holds, (
            SELECT (max(e1rm), max(tonnage), max(reps), max(seconds)) FROM (
                SELECT max(e1rm) AS e1rm, sum(tonnage) AS tonnage, sum(reps) AS reps,
                       sum(seconds) AS seconds
                FROM earlier GROUP BY workout
            ) AS workouts
        ) AS bests, CASE WHEN $4 THEN body_in($1, $2, $5) END AS body
        """,
        owner,
        entry.exercise,
        workout.id,
        records,
        workout.started_at,
    )
    return replace(
        entry,
        last_time=tuple(
            Lift(weight, reps, seconds, load=load)
            for weight, reps, seconds, load in row["last_time"] or ()
        ),
        last_at=row["last_at"],
        best=row["best"] and Lift(*row["best"]),
        note=row["note"],
        before=bests.before(row) if records else None,
    )


async def read(db: Connection, owner: int, workout: int, entry: Entry) -> tuple[Past, ...]:
    """Return the workouts before one in which an exercise had the same plan, the newest first.

    Those that decide are few, but a maximum comes from all since it was planned. Stages of a rule
    count as the same plan.
    """
    plan, rule = entry.plan, rules.stored(entry.plan.rule)
    if rule is None:
        return ()
    sums, staged = isinstance(rule, Percent | Wave), isinstance(rule, Linear) and rule.stages
    rows = await db.fetch(
        """
        SELECT last.workout, last.position, last.sets, reps_min,
               logged_at, weight_kg, reps, seconds, rpe, load
        FROM (
            SELECT workout, position, sets, reps_min FROM planned
            WHERE owner = $1 AND exercise = $2 AND workout < $3 AND rule = $4
            AND ($11 OR (sets = $5 AND reps_min IS NOT DISTINCT FROM $6
                         AND reps_max IS NOT DISTINCT FROM $7))
            AND seconds IS NOT DISTINCT FROM $8 AND ($9::timestamptz IS NULL OR planned_at = $9)
            AND EXISTS (
                SELECT FROM sets WHERE owner = $1 AND workout = planned.workout
                AND position = planned.position AND kind = 'work'
                OFFSET 0  -- or a table without statistics is joined: with all the person's sets
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
        bool(staged),
    )
    return tuple(
        Past(
            max(row["logged_at"] for row in sets),
            tuple(
                Lift(row["weight_kg"], row["reps"], row["seconds"], row["rpe"], load=row["load"])
                for row in sets
            ),
            (sets[0]["sets"], sets[0]["reps_min"]),
        )
        for _, turn in groupby(rows, itemgetter("workout", "position"))
        for sets in [list(turn)]
    )
