"""Stages of a rule: today's sets and repetitions follow from the last workout."""

from dataclasses import replace

from service.domain import progression
from service.domain.entries import Entry
from service.domain.programs import Plan
from service.storage import pasts
from service.storage.database import Connection


async def plan(db: Connection, owner: int, workout: int) -> None:
    """Give the exercises of a workout that has begun the sets and repetitions of their stages."""
    for entry in await _staged(db, owner, workout):
        past = await pasts.read(db, owner, workout, entry)
        today = progression.stage(replace(entry, past=past))
        if today != entry.plan:
            await _set(db, owner, workout, entry.position, today)


async def _staged(db: Connection, owner: int, workout: int) -> list[Entry]:
    rows = await db.fetch(
        """
        SELECT position, exercise, name, sets, reps_min, reps_max, seconds, weight_kg, rule,
               planned_at
        FROM planned JOIN exercises ON exercises.owner = $1 AND exercises.id = exercise
        WHERE planned.owner = $1 AND workout = $2 AND rule LIKE '%→%'
        """,
        owner,
        workout,
    )
    return [
        Entry(
            row["position"],
            row["exercise"],
            Plan(
                row["name"],
                row["sets"],
                row["reps_min"],
                row["reps_max"],
                row["seconds"],
                row["weight_kg"],
                rule=row["rule"],
            ),
            planned_at=row["planned_at"],
        )
        for row in rows
    ]


async def _set(db: Connection, owner: int, workout: int, position: int, plan: Plan) -> None:
    await db.execute(
        """
        UPDATE planned SET sets = $4, reps_min = $5, reps_max = $6
        WHERE owner = $1 AND workout = $2 AND position = $3
        """,
        owner,
        workout,
        position,
        plan.sets,
        plan.reps_min,
        plan.reps_max,
    )
