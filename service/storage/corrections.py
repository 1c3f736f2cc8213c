"""Sets that are stored already: corrected, removed, put in order."""

from service.domain.entries import Place
from service.domain.notation import Lift
from service.storage.database import Connection


async def correct(db: Connection, owner: int, workout: int, place: Place, lifted: Lift) -> bool:
    """Correct the set of its kind at a place; False when there is no such set."""
    return bool(
        await db.fetchval(
            """
            UPDATE sets SET weight_kg = $5, reps = $6, seconds = $7, rpe = $8, note = $9,
                load = $10
            WHERE owner = $1 AND workout = $2 AND position = $3 AND n = $4 AND kind = $11
            RETURNING true
            """,
            owner,
            workout,
            place.position,
            place.n,
            lifted.weight,
            lifted.reps,
            lifted.seconds,
            lifted.rpe,
            lifted.note,
            lifted.load,
            lifted.kind,
        )
    )


async def remove(db: Connection, owner: int, workout: int, place: Place, kind: str) -> int | None:
    """Remove a set; return the message in which it was typed. `close_gaps` must follow."""
    message: int | None = await db.fetchval(
        """
        DELETE FROM sets
        WHERE owner = $1 AND workout = $2 AND position = $3 AND n = $4 AND kind = $5
        RETURNING source_message
        """,
        owner,
        workout,
        place.position,
        place.n,
        kind,
    )
    return message


async def close_gaps(db: Connection, owner: int, workout: int, position: int) -> None:
    """Renumber the sets of an exercise from 1 after some were removed.

    A question about a set that was removed is about no set then (number 0).
    """
    await db.execute(
        """
        WITH taken AS (
            SELECT kind, n FROM sets WHERE owner = $1 AND workout = $2 AND position = $3
            UNION
            SELECT 'work', n FROM skips WHERE owner = $1 AND workout = $2 AND position = $3
        ), numbers AS (
            SELECT kind, n, row_number() OVER (PARTITION BY kind ORDER BY n) AS turn FROM taken
        ), passed AS (
            UPDATE skips SET n = turn FROM numbers
            WHERE owner = $1 AND workout = $2 AND position = $3
            AND kind = 'work' AND skips.n = numbers.n AND skips.n <> turn
        ), asked AS (
            UPDATE questions SET fix_n = coalesce(
                (SELECT turn FROM numbers WHERE kind = fix_kind AND n = fix_n), 0
            )
            WHERE owner = $1 AND fix_workout = $2 AND fix_position = $3
        )
        UPDATE sets SET n = turn FROM numbers
        WHERE owner = $1 AND workout = $2 AND position = $3
        AND sets.kind = numbers.kind AND sets.n = numbers.n AND sets.n <> turn
        """,
        owner,
        workout,
        position,
    )


async def arrange(db: Connection, owner: int, workout: int, position: int) -> None:
    """Order the numbers of an exercise's sets by the time at which they were lifted."""
    await db.execute(
        """
        WITH sorted AS (
            SELECT kind, n, row_number() OVER (
                PARTITION BY kind ORDER BY logged_at, revision, part
            ) AS turn
            FROM sets WHERE owner = $1 AND workout = $2 AND position = $3
        ), numbers AS (
            SELECT kind, n, row_number() OVER (PARTITION BY kind ORDER BY n) AS turn
            FROM sets WHERE owner = $1 AND workout = $2 AND position = $3
        )
        UPDATE sets SET n = numbers.n FROM sorted JOIN numbers USING (kind, turn)
        WHERE owner = $1 AND workout = $2 AND position = $3
        AND sets.kind = sorted.kind AND sets.n = sorted.n AND sorted.n <> numbers.n
        """,
        owner,
        workout,
        position,
    )


async def annotate(
    db: Connection, owner: int, workout: int, place: Place, note: str | None
) -> None:
    """Set the note of a work set; None: no note."""
    await db.execute(
        """
        UPDATE sets SET note = $5
        WHERE owner = $1 AND workout = $2 AND position = $3 AND n = $4 AND kind = 'work'
        """,
        owner,
        workout,
        place.position,
        place.n,
        note,
    )
