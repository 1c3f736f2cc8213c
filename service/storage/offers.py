"""What a person may send to other chats: their programs and their latest workouts."""

from itertools import groupby
from operator import itemgetter

import asyncpg

from service.domain import sharing
from service.domain.notation import Lift
from service.domain.programs import Plan
from service.domain.sharing import Shown, What
from service.storage.database import Connection

LATEST = 100
"""Most workouts that are offered."""


async def page(
    db: Connection, owner: int, typed: str, *, limit: int, offset: int
) -> list[tuple[What, int]]:
    """Find programs, the newest first, then finished workouts whose names contain a text."""
    rows = await db.fetch(
        """
        SELECT what, id FROM (
            SELECT 'program' AS what, id, created_at AS at, 0 AS turn FROM programs
            WHERE owner = $1 AND archived_at IS NULL AND strpos(lower(name), lower($2)) > 0
            UNION ALL
            SELECT * FROM (
                SELECT 'workout', id, started_at, 1 FROM workouts
                WHERE owner = $1 AND ended_at IS NOT NULL AND strpos(lower(title), lower($2)) > 0
                AND EXISTS (
                    SELECT FROM sets
                    WHERE sets.owner = $1 AND workout = workouts.id AND kind = 'work'
                )
                ORDER BY started_at DESC, id DESC LIMIT $5
            ) AS latest
        ) AS found
        ORDER BY turn, at DESC, id DESC LIMIT $3 OFFSET $4
        """,
        owner,
        typed,
        limit,
        offset,
        LATEST,
    )
    return [(row["what"], row["id"]) for row in rows]


async def workouts(db: Connection, owner: int, numbers: list[int]) -> dict[int, Shown]:
    """Return what is shown of several workouts at once, by their ids; without weights."""
    rows = await db.fetch(
        """
        SELECT workouts.id, title, name, known, superset,
               array_agg((sets.weight_kg, sets.reps, sets.seconds, load) ORDER BY n) AS lifts
        FROM workouts
        JOIN planned ON planned.owner = workouts.owner AND planned.workout = workouts.id
        JOIN exercises ON exercises.owner = planned.owner AND exercises.id = planned.exercise
        JOIN sets ON sets.owner = planned.owner AND sets.workout = planned.workout
            AND sets.position = planned.position AND sets.kind = 'work'
        WHERE workouts.owner = $1 AND workouts.id = ANY ($2)
        GROUP BY workouts.id, title, planned.position, name, known, superset
        ORDER BY workouts.id, planned.position
        """,
        owner,
        numbers,
    )
    return {
        number: sharing.of_lifts(title, map(_done, lines), weights=False)
        for (number, title), lines in groupby(rows, itemgetter("id", "title"))
    }


def _done(row: asyncpg.Record) -> tuple[Plan, list[Lift]]:
    plan = Plan(row["name"], None, superset=row["superset"], known=row["known"])
    return plan, [Lift(weight, reps, held, load=load) for weight, reps, held, load in row["lifts"]]
