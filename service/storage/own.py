"""A person's exercises, how much each is used; renamed, merged and deleted."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.exercises import Kind
from service.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Used:
    """One of a person's exercises, and how many sets and lines of programs it has."""

    id: int
    name: str
    known: str | None
    sets: int
    lines: int


async def names(db: Connection, owner: int) -> list[tuple[int, str, str | None]]:
    """List the ids and names of a person's exercises, and their keys in the dictionary."""
    rows = await db.fetch("SELECT id, name, known FROM exercises WHERE owner = $1", owner)
    return [tuple(row) for row in rows]


async def used(db: Connection, owner: int, exercises: Sequence[int]) -> list[Used]:
    """List some of a person's exercises, in this order."""
    rows = await db.fetch(
        """
        SELECT id, name, known, (
            SELECT count(*) FROM sets WHERE owner = $1 AND exercise = exercises.id
        ) AS sets, (
            SELECT count(*) FROM slots
            WHERE owner = $1 AND exercise = exercises.id AND position IS NOT NULL
        ) AS lines
        FROM exercises WHERE owner = $1 AND id = ANY ($2)
        ORDER BY array_position($2::bigint[], id)
        """,
        owner,
        exercises,
    )
    return [Used(**row) for row in rows]


async def find(db: Connection, owner: int, exercise: int) -> Used | None:
    """Find one of a person's exercises."""
    row = await db.fetchrow(
        """
        SELECT id, name, known, (
            SELECT count(*) FROM sets WHERE owner = $1 AND exercise = exercises.id
        ) AS sets, (
            SELECT count(*) FROM slots
            WHERE owner = $1 AND exercise = exercises.id AND position IS NOT NULL
        ) AS lines
        FROM exercises WHERE owner = $1 AND id = $2
        """,
        owner,
        exercise,
    )
    return row and Used(**row)


async def same(db: Connection, owner: int, key: str, known: str | None, *, but: int) -> int | None:
    """Find another exercise with a name's key, or the dictionary's exercise; return its id."""
    found: int | None = await db.fetchval(
        """
        SELECT id FROM exercises WHERE owner = $1 AND id <> $4 AND (name_key = $2 OR known = $3)
        ORDER BY name_key = $2 DESC LIMIT 1
        """,
        owner,
        key,
        known,
        but,
    )
    return found


async def rename(  # noqa: PLR0913, PLR0917 - the name, and what the dictionary knows of it
    db: Connection,
    owner: int,
    exercise: int,
    name: str,
    key: str,
    known: str | None,
    kind: Kind | None,
) -> None:
    """Rename an exercise; ``known`` and ``kind`` None: they stay."""
    await db.execute(
        """
        UPDATE exercises SET name = $3, name_key = $4, known = coalesce($5, known),
            kind = coalesce($6, kind)
        WHERE owner = $1 AND id = $2
        """,
        owner,
        exercise,
        name,
        key,
        known,
        kind,
    )


async def merge(db: Connection, owner: int, exercise: int, into: int) -> bool:
    """Move everything of an exercise to another one, and delete it; False if one is gone.

    What the other one has of its own (a note, a rest, a bar, a step) stays.
    """
    return bool(
        await db.fetchval(
            """
            WITH was AS (
                SELECT * FROM exercises WHERE owner = $1 AND id = $2
            ), joined AS (
                UPDATE exercises SET
                    rest_seconds = coalesce(exercises.rest_seconds, was.rest_seconds),
                    bar_kg = coalesce(exercises.bar_kg, was.bar_kg),
                    step_kg = coalesce(exercises.step_kg, was.step_kg),
                    note = coalesce(exercises.note, was.note),
                    answers = ARRAY (
                        SELECT DISTINCT unnest(exercises.answers || was.answers) ORDER BY 1
                    )
                FROM was WHERE exercises.owner = $1 AND exercises.id = $3 AND was.id <> $3
                RETURNING exercises.id
            ), plans AS (
                UPDATE planned SET exercise = joined.id FROM joined
                WHERE owner = $1 AND exercise = $2
            ), lifted AS (
                UPDATE sets SET exercise = joined.id FROM joined
                WHERE owner = $1 AND exercise = $2
            ), programs AS (
                UPDATE slots SET exercise = joined.id FROM joined
                WHERE owner = $1 AND exercise = $2
            ), asked AS (
                UPDATE questions SET exercise = joined.id FROM joined
                WHERE owner = $1 AND exercise = $2
            ), imported AS (
                UPDATE import_exercises SET exercise = joined.id FROM joined
                WHERE owner = $1 AND exercise = $2
            ), put_back AS (
                UPDATE removed SET exercises = array_replace(exercises, $2, joined.id)
                FROM joined WHERE owner = $1 AND $2 = ANY (exercises)
            ), gone AS (
                DELETE FROM exercises USING joined WHERE exercises.owner = $1 AND exercises.id = $2
            )
            SELECT true FROM joined
            """,
            owner,
            exercise,
            into,
        )
    )


async def delete(db: Connection, owner: int, exercise: int) -> bool:
    """Delete an exercise; False if it has sets, or a program or the open workout has it."""
    return bool(
        await db.fetchval(
            """
            WITH unused AS (
                SELECT id FROM exercises WHERE owner = $1 AND id = $2
                AND NOT EXISTS (SELECT FROM sets WHERE owner = $1 AND exercise = $2)
                AND NOT EXISTS (
                    SELECT FROM slots
                    WHERE owner = $1 AND exercise = $2 AND position IS NOT NULL
                ) AND NOT EXISTS (
                    SELECT FROM planned WHERE owner = $1 AND exercise = $2 AND workout = (
                        SELECT id FROM workouts WHERE owner = $1 AND ended_at IS NULL
                    )
                )
            ), plans AS (
                DELETE FROM planned USING unused WHERE owner = $1 AND exercise = unused.id
            ), lines AS (
                DELETE FROM slots USING unused WHERE owner = $1 AND exercise = unused.id
            )
            DELETE FROM exercises USING unused
            WHERE exercises.owner = $1 AND exercises.id = unused.id RETURNING true
            """,
            owner,
            exercise,
        )
    )
