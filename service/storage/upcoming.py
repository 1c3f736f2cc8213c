"""What comes next: the day of a program, and the program to train by."""

from dataclasses import replace

from service.domain.programs import Listed
from service.storage.database import Connection


async def day(db: Connection, owner: int, program: int) -> int | None:
    """Return the id of the day that comes next; None for a program without days.

    It follows the day of the last workout, unless less than half of its planned sets were done.
    """
    found: int | None = await db.fetchval(
        """
        SELECT id FROM days WHERE owner = $1 AND program = $2
        ORDER BY position <= coalesce((
            SELECT done.position FROM workouts
            JOIN days AS done ON done.id = workouts.day AND done.owner = workouts.owner
            WHERE workouts.owner = $1 AND workouts.program = $2 AND ended_at IS NOT NULL
            AND 2 * (
                SELECT count(*) FROM sets
                WHERE owner = $1 AND workout = workouts.id AND kind = 'work'
            ) >= (
                SELECT coalesce(sum(sets), 0) FROM planned
                WHERE owner = $1 AND workout = workouts.id
            )
            ORDER BY started_at DESC LIMIT 1
        ), 0), position LIMIT 1
        """,
        owner,
        program,
    )
    return found


async def nth_day(db: Connection, owner: int, program: int, nth: int) -> int | None:
    """Return the id of a program's day by its index."""
    found: int | None = await db.fetchval(
        """
        SELECT id FROM days WHERE owner = $1 AND program = $2
        ORDER BY position OFFSET $3 LIMIT 1
        """,
        owner,
        program,
        nth,
    )
    return found


async def programs(db: Connection, owner: int, *, limit: int, offset: int) -> list[Listed]:
    """List the active programs, the one in use first; it is the one that was trained by last."""
    rows = await db.fetch(
        """
        SELECT id, name, at, (
            SELECT count(*) FROM days WHERE days.program = programs.id AND days.owner = $1
        ) AS days
        FROM programs LEFT JOIN (
            SELECT program, max(started_at) AS at FROM workouts WHERE owner = $1 GROUP BY program
        ) AS trained ON trained.program = programs.id
        WHERE owner = $1 AND archived_at IS NULL
        ORDER BY at DESC NULLS LAST, created_at DESC, id DESC LIMIT $2 OFFSET $3
        """,
        owner,
        limit,
        offset,
    )
    found = [
        Listed(row["id"], row["name"], archived=False, exercises=0, days=row["days"])
        for row in rows
    ]
    if offset == 0 and found and rows[0]["at"]:
        found[0] = replace(found[0], in_use=True, upcoming=await day_name(db, owner, found[0].id))
    return found


async def day_name(db: Connection, owner: int, program: int) -> str | None:
    """Return the name of the day of a program that comes next; None if it has only one day."""
    next_day = await day(db, owner, program)
    name: str | None = await db.fetchval(
        """
        SELECT name FROM days WHERE owner = $1 AND id = $2
        AND (SELECT count(*) FROM days WHERE owner = $1 AND program = $3) > 1
        """,
        owner,
        next_day,
        program,
    )
    return name


async def next_up(db: Connection, owner: int) -> tuple[int, str] | None:
    """Find the next program to train by: its id and name; None without an active program.

    It is the last one if it has several days; else the one trained longest ago among those of the
    last month, else the newest.
    """
    row = await db.fetchrow(
        """
        SELECT id, name FROM programs LEFT JOIN (
            SELECT program, max(started_at) AS at FROM workouts
            WHERE owner = $1 AND started_at > now() - interval '1 month' GROUP BY program
        ) AS trained ON trained.program = programs.id
        WHERE owner = $1 AND archived_at IS NULL
        ORDER BY coalesce(at = max(at) OVER () AND (
            SELECT count(*) FROM days WHERE days.owner = $1 AND days.program = programs.id
        ) > 1, false) DESC, at NULLS LAST, created_at DESC, id DESC LIMIT 1
        """,
        owner,
    )
    return row and (row["id"], row["name"])
