"""Take a stored file back: everything that it added, and nothing else."""

from service.storage.database import Connection

WORKOUTS = 200
"""Workouts that one statement deletes: one alone would take longer than a statement may."""


async def undo(db: Connection, owner: int, number: int) -> bool:
    """Delete what a file added less than a day ago; False when it can't be undone any more."""
    undone = await db.fetchval(
        """
        UPDATE imports SET state = 'undone'
        WHERE owner = $1 AND id = $2 AND state = 'stored' AND stored_at > now() - interval '1 day'
        RETURNING true
        """,
        owner,
        number,
    )
    if not undone:
        return False
    while await _delete_workouts(db, owner, number):
        pass
    await _delete_programs(db, owner, number)
    await _delete_exercises(db, owner, number)
    return True


async def _delete_workouts(db: Connection, owner: int, number: int) -> int:
    """Delete some workouts with their sets; return how many."""
    rows = await db.fetch(
        "SELECT id FROM workouts WHERE owner = $1 AND import = $2 ORDER BY id LIMIT $3",
        owner,
        number,
        WORKOUTS,
    )
    found = [row["id"] for row in rows]
    # The sets first: deleted by a cascade, they would be counted exercise by exercise.
    for table, column in (("sets", "workout"), ("planned", "workout"), ("workouts", "id")):
        await db.execute(
            f"DELETE FROM {table} WHERE owner = $1 AND {column} = ANY ($2)",  # noqa: S608 - literals
            owner,
            found,
        )
    return len(found)


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
