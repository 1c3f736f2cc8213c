"""Imports on which somebody works, and those on which nobody does any more after a restart."""

from collections.abc import Sequence
from typing import NamedTuple

from service.storage.database import Connection


class Interrupted(NamedTuple):
    """An import whose work has ended before its time, and the message that shows it."""

    owner: int
    id: int
    shown: int | None


async def begin(  # noqa: PLR0913 - which file, and what it must be
    db: Connection, owner: int, number: int, message: int, *, state: str, again: bool
) -> bool:
    """Note that a file is being stored or taken back, and which message says so.

    False when it is not in the state, or somebody works on it; ``again``: even then.
    """
    begun = await db.fetchval(
        """
        UPDATE imports SET busy_since = now(), shown = $3
        WHERE owner = $1 AND id = $2 AND state = $4 AND (busy_since IS NULL OR $5)
        RETURNING true
        """,
        owner,
        number,
        message,
        state,
        again,
    )
    return bool(begun)


async def end(db: Connection, owner: int, number: int) -> None:
    """Note that the work on a file is over."""
    await db.execute(
        "UPDATE imports SET busy_since = NULL WHERE owner = $1 AND id = $2", owner, number
    )


async def renew(db: Connection, held: Sequence[tuple[int, int]]) -> None:
    """Note that the work on imports, by owner and id, goes on or waits for its turn."""
    await db.execute(
        """
        WITH found AS (
            SELECT imports.owner, imports.id FROM imports
            JOIN unnest($1::bigint[], $2::bigint[]) AS held (owner, id)
                ON imports.owner = held.owner AND imports.id = held.id
            WHERE busy_since IS NOT NULL FOR UPDATE OF imports SKIP LOCKED
        )
        UPDATE imports SET busy_since = now() FROM found
        WHERE imports.owner = found.owner AND imports.id = found.id
        """,
        [owner for owner, _ in held],
        [number for _, number in held],
    )


async def claim(db: Connection, most: int, seconds: float) -> list[Interrupted]:
    """Find work that was renewed so long ago and that nobody is doing; each is found once.

    Whoever stores a file or takes it back holds a lock on it, however long that takes.
    """
    rows = await db.fetch(
        """
        WITH found AS (
            SELECT owner, id FROM imports WHERE busy_since < now() - make_interval(secs => $2)
            ORDER BY busy_since LIMIT $1 FOR UPDATE SKIP LOCKED
        )
        UPDATE imports SET busy_since = NULL FROM found
        WHERE imports.owner = found.owner AND imports.id = found.id
        RETURNING imports.owner, imports.id, shown
        """,
        most,
        seconds,
    )
    return [Interrupted(*row) for row in rows]
