"""A person's exercises, and how long they rest after each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import asyncpg

from service import domain
from service.domain.errors import Full
from service.domain.exercises import Kind
from service.domain.limits import LIMITS
from service.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Exercise:
    """One of a person's exercises.

    ``rest`` in seconds; None: the person's own rest; 0: none. ``bar`` (kg) None: the person's;
    ``step`` (kg) None: the equipment's. ``answers`` were given to questions about its sets.
    ``best`` is the heaviest weight (kg) of the workouts that are over, where it is listed.
    """

    id: int
    name: str
    known: str | None
    kind: Kind
    rest: int | None
    bar: Decimal | None = None
    step: Decimal | None = None
    answers: frozenset[str] = frozenset()
    best: Decimal | None = None


async def find_or_make(
    db: Connection, owner: int, name: str, *, known: str | None = None, kind: Kind | None = None
) -> tuple[int, bool]:
    """Find a person's exercise by its name or its key in the dictionary, or make it.

    Returns its id, and whether it was made. ``kind`` None: it and ``known`` are what the dictionary
    knows of the name. Refuses more than a person may have.
    """
    if kind is None:
        one = domain.exercises.known(name)
        known, kind = (one.key, one.kind) if one else (None, Kind.OTHER)
    row = await db.fetchrow(
        """
        WITH found AS (
            SELECT id FROM exercises WHERE owner = $1 AND (name_key = $3 OR known = $4)
            ORDER BY name_key = $3 DESC LIMIT 1
        ), made AS (
            INSERT INTO exercises (owner, name, name_key, known, kind)
            SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (SELECT FROM found)
            AND (SELECT count(*) FROM exercises WHERE owner = $1) < $6
            RETURNING id
        )
        SELECT id, false AS made FROM found UNION ALL SELECT id, true FROM made
        """,
        owner,
        name,
        domain.names.key(name),
        known,
        kind,
        LIMITS["exercises"].most,
    )
    if row is None:
        raise Full("exercises")
    return row["id"], row["made"]


async def named(db: Connection, owner: int, names: Sequence[str]) -> dict[str, int]:
    """Return the ids of those of a person's exercises that have exactly these names."""
    rows = await db.fetch(
        "SELECT name, id FROM exercises WHERE owner = $1 AND name = ANY($2::text[])", owner, names
    )
    return {row["name"]: row["id"] for row in rows}


async def names(db: Connection, owner: int) -> list[str]:
    """List the names of a person's exercises."""
    rows = await db.fetch("SELECT name FROM exercises WHERE owner = $1 ORDER BY id", owner)
    return [row["name"] for row in rows]


async def all_of(db: Connection, owner: int) -> list[Exercise]:
    """List a person's exercises, by name."""
    rows = await db.fetch(
        """
        SELECT id, name, known, kind, rest_seconds, bar_kg, step_kg, answers, (
            SELECT weight_kg FROM sets
            WHERE owner = $1 AND exercise = exercises.id
            AND workout IS DISTINCT FROM (
                SELECT id FROM workouts WHERE owner = $1 AND ended_at IS NULL
            )
            AND kind = 'work' AND load <> 'assisted' AND reps IS NOT NULL AND weight_kg > 0
            ORDER BY weight_kg DESC, reps DESC LIMIT 1
        ) AS best
        FROM exercises WHERE owner = $1 ORDER BY name_key
        """,
        owner,
    )
    return [_exercise(row) for row in rows]


async def find(db: Connection, owner: int, exercise: int) -> Exercise | None:
    """Find one of a person's exercises."""
    row = await db.fetchrow(
        """
        SELECT id, name, known, kind, rest_seconds, bar_kg, step_kg, answers, NULL AS best
        FROM exercises WHERE owner = $1 AND id = $2
        """,
        owner,
        exercise,
    )
    return row and _exercise(row)


def _exercise(row: asyncpg.Record) -> Exercise:
    return Exercise(
        row["id"],
        row["name"],
        row["known"],
        Kind(row["kind"]),
        row["rest_seconds"],
        row["bar_kg"],
        row["step_kg"],
        frozenset(row["answers"]),
        row["best"],
    )


async def take_bar(db: Connection, owner: int, exercise: int, weight: Decimal | None) -> None:
    """Set the bar (kg) of an exercise; None: the person's."""
    await db.execute(
        "UPDATE exercises SET bar_kg = $3 WHERE owner = $1 AND id = $2", owner, exercise, weight
    )


async def step_by(db: Connection, owner: int, exercise: int, weight: Decimal | None) -> None:
    """Set the step (kg) of an exercise's buttons; None: the equipment's."""
    await db.execute(
        "UPDATE exercises SET step_kg = $3 WHERE owner = $1 AND id = $2", owner, exercise, weight
    )


async def describe(db: Connection, owner: int, exercise: int, note: str | None) -> None:
    """Set the note on an exercise; None: no note."""
    await db.execute(
        "UPDATE exercises SET note = $3 WHERE owner = $1 AND id = $2", owner, exercise, note
    )


async def rest(db: Connection, owner: int, exercise: int, seconds: int | None) -> bool:
    """Set the rest (seconds) after an exercise; False when there is no such exercise."""
    return bool(
        await db.fetchval(
            """
            UPDATE exercises SET rest_seconds = $3 WHERE owner = $1 AND id = $2 RETURNING true
            """,
            owner,
            exercise,
            seconds,
        )
    )


async def remember(db: Connection, owner: int, exercise: int, answer: str) -> None:
    """Store the answer to a question about an exercise's sets."""
    await db.execute(
        """
        UPDATE exercises SET answers = array_append(array_remove(answers, $3), $3)
        WHERE owner = $1 AND id = $2
        """,
        owner,
        exercise,
        answer,
    )
