"""Take a stored file back: everything that it added, and nothing else."""

from collections.abc import Sequence

from service.storage.database import Connection

WORKOUTS = 200
"""Workouts that one statement deletes: one alone would take longer than a statement may."""


async def undo(db: Connection, owner: int, number: int) -> int | None:
    """Delete what a file added less than a day ago; None when it can't be undone any more.

    Sets that were added to its workouts later stay; returns how many.
    """
    undone = await db.fetchval(
        """
        UPDATE imports SET state = 'undone', busy_since = NULL
        WHERE owner = $1 AND id = $2 AND state = 'stored' AND stored_at > now() - interval '1 day'
        RETURNING true
        """,
        owner,
        number,
    )
    if not undone:
        return None
    kept = 0
    while some := await _some_workouts(db, owner, number):
        kept += await _delete_workouts(db, owner, some)
    await _delete_programs(db, owner, number)
    await _delete_exercises(db, owner, number)
    return kept


async def _some_workouts(db: Connection, owner: int, number: int) -> list[int]:
    rows = await db.fetch(
        "SELECT id FROM workouts WHERE owner = $1 AND import = $2 ORDER BY id LIMIT $3",
        owner,
        number,
        WORKOUTS,
    )
    return [row["id"] for row in rows]


async def _delete_workouts(db: Connection, owner: int, some: Sequence[int]) -> int:
    """Delete what a file added to workouts; return how many sets stay.

    The sets are deleted first: by a cascade, they would be counted exercise by exercise.
    """
    await db.execute(
        "DELETE FROM sets WHERE owner = $1 AND workout = ANY ($2) AND revision < 0", owner, some
    )
    await db.execute(
        """
        DELETE FROM planned p WHERE owner = $1 AND workout = ANY ($2) AND NOT EXISTS (
            SELECT FROM sets WHERE owner = $1 AND workout = p.workout AND position = p.position
        )
        """,
        owner,
        some,
    )
    await db.execute(
        """
        DELETE FROM workouts w WHERE owner = $1 AND id = ANY ($2) AND NOT EXISTS (
            SELECT FROM sets WHERE owner = $1 AND workout = w.id
        )
        """,
        owner,
        some,
    )
    await db.execute(
        "UPDATE workouts SET import = NULL WHERE owner = $1 AND id = ANY ($2)", owner, some
    )
    return int(
        await db.fetchval(
            "SELECT count(*) FROM sets WHERE owner = $1 AND workout = ANY ($2)", owner, some
        )
    )


async def _delete_programs(db: Connection, owner: int, number: int) -> None:
    await db.execute(
        """
        DELETE FROM programs WHERE owner = $1
        AND id = ANY (SELECT unnest(programs) FROM imports WHERE owner = $1 AND id = $2)
        """,
        owner,
        number,
    )


async def _delete_exercises(db: Connection, owner: int, number: int) -> None:
    """Delete the exercises that the file made, unless something is about them now."""
    await db.execute(
        """
        DELETE FROM exercises e WHERE owner = $1
        AND id = ANY (SELECT unnest(exercises) FROM imports WHERE owner = $1 AND id = $2)
        AND NOT EXISTS (SELECT FROM planned WHERE owner = $1 AND exercise = e.id)
        AND NOT EXISTS (SELECT FROM slots WHERE owner = $1 AND exercise = e.id)
        """,
        owner,
        number,
    )
