"""What was read of a file, until it is stored or dropped."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

from service.domain.errors import check
from service.domain.units import Unit
from service.storage.database import Connection

WAITING = 3
"""Most previews of a person that wait; one more file drops the oldest."""

PURGED = 10
"""Most imports that one statement deletes: each may have thousands of workouts."""


@dataclass(frozen=True, slots=True)
class Import:
    """A file, and how far it is.

    ``sets``, ``workouts`` and ``programs`` are those to store, ``duplicates`` the workouts that are
    stored already; ``matched`` counts its exercises by how they were found. ``read`` and
    ``refused`` are rows of the file. ``undoable``: it was stored less than a day ago.
    """

    id: int
    file: str
    state: str
    shown: int | None
    source: str
    unit: Unit | None
    read: int
    refused: int
    workouts: int
    sets: int
    duplicates: int
    first: datetime | None
    last: datetime | None
    matched: dict[str, int]
    programs: int
    undoable: bool


@dataclass(frozen=True, slots=True)
class Named:
    """An exercise of a file: its name there, how it was found, and the name that it gets here."""

    n: int
    name: str
    how: str
    called: str


async def begin(db: Connection, owner: int, message: int, file: str) -> int:
    """Begin an import of the file in a message, or find the one that was begun. Returns its id.

    Refuses more than a person may send in a day.
    """
    known: int | None = await db.fetchval(
        "SELECT id FROM imports WHERE owner = $1 AND message = $2", owner, message
    )
    if known is not None:
        return known
    recent = await db.fetchval(
        "SELECT count(*) FROM imports WHERE owner = $1 AND began_at > now() - interval '1 day'",
        owner,
    )
    check("imports", recent + 1)
    return int(
        await db.fetchval(
            "INSERT INTO imports (owner, message, file, busy_since) VALUES ($1, $2, $3, now())"
            " RETURNING id",
            owner,
            message,
            file,
        )
    )


async def drop_old(db: Connection, owner: int) -> None:
    """Drop the oldest of a person's files that wait, so that at most WAITING remain."""
    rows = await db.fetch(
        """
        SELECT id FROM imports WHERE owner = $1 AND state IN ('reading', 'ready')
        ORDER BY id DESC OFFSET $2
        """,
        owner,
        WAITING,
    )
    for row in rows:
        await drop(db, owner, row["id"])


async def drop(db: Connection, owner: int, number: int) -> bool:
    """Drop a file that waits; False when it does not wait."""
    dropped = await db.fetchval(
        """
        UPDATE imports SET state = 'dropped', problems = '[]', extras = '{}', busy_since = NULL
        WHERE owner = $1 AND id = $2 AND state IN ('reading', 'ready') RETURNING true
        """,
        owner,
        number,
    )
    if dropped:
        await empty(db, owner, number)
    return bool(dropped)


async def empty(db: Connection, owner: int, number: int) -> None:
    """Delete what was read of a file."""
    await db.execute("DELETE FROM import_workouts WHERE owner = $1 AND import = $2", owner, number)
    await db.execute("DELETE FROM import_exercises WHERE owner = $1 AND import = $2", owner, number)


async def keep_shown(db: Connection, owner: int, number: int, message: int) -> None:
    """Store which message shows an import."""
    await db.execute(
        "UPDATE imports SET shown = $3 WHERE owner = $1 AND id = $2", owner, number, message
    )


async def shown(db: Connection, owner: int, number: int) -> int | None:
    """Return the message that shows an import."""
    message: int | None = await db.fetchval(
        "SELECT shown FROM imports WHERE owner = $1 AND id = $2", owner, number
    )
    return message


async def lock(db: Connection, owner: int, number: int, state: str) -> bool:
    """Lock a person's imports; False when this one is not in the state."""
    rows = await db.fetch(
        "SELECT id, state FROM imports WHERE owner = $1 ORDER BY id FOR UPDATE", owner
    )
    return any(row["id"] == number and row["state"] == state for row in rows)


async def take(
    db: Connection, owner: int, number: int, summary: dict[str, Any], extras: bytes
) -> None:
    """Store what was read of a file, apart from its workouts; ``extras`` is JSON."""
    await db.execute(
        """
        UPDATE imports SET state = 'ready', source = $3, unit = $4, read = $5, refused = $6,
            problems = $7::jsonb, extras = convert_from($8, 'UTF8')::jsonb, busy_since = NULL
        WHERE owner = $1 AND id = $2
        """,
        owner,
        number,
        summary["source"],
        summary["unit"],
        summary["rows"],
        summary["refused"],
        json.dumps(summary["problems"]),
        extras,
    )
    await db.execute(
        """
        INSERT INTO import_exercises (owner, import, n, name, how, called, known, kind, exercise)
        SELECT $1, $2, e.n, e.name, e.how, e.called, e.known, e.kind, (
            SELECT id FROM exercises
            WHERE owner = $1 AND (name = e.called OR known = e.known)
            ORDER BY name = e.called DESC LIMIT 1
        )
        FROM jsonb_to_recordset($3::jsonb)
            AS e (n int, name text, how text, called text, known text, kind text)
        """,
        owner,
        number,
        json.dumps(summary["exercises"]),
    )


async def add_workouts(db: Connection, owner: int, number: int, chunk: bytes) -> None:
    """Store some workouts of a file; ``chunk`` is JSON."""
    await db.execute(
        """
        INSERT INTO import_workouts (owner, import, n, started_at, body)
        SELECT $1, $2, (body->>'n')::int, (body->>'started')::timestamptz, body
        FROM jsonb_array_elements(convert_from($3, 'UTF8')::jsonb) AS body
        """,
        owner,
        number,
        chunk,
    )


async def find(db: Connection, owner: int, number: int) -> Import | None:
    """Find an import, with what it would store."""
    row = await db.fetchrow(
        """
        SELECT i.id, file, state, shown, coalesce(source, '') AS source, unit, read, refused,
               new.workouts, new.sets, new.first, new.last, new.duplicates, (
            SELECT jsonb_object_agg(how, count) FROM (
                SELECT how, count(*) FROM import_exercises
                WHERE owner = $1 AND import = $2 GROUP BY how
            ) AS counts
        ) AS matched, (
            SELECT count(*) FROM jsonb_array_elements(extras->'programs') AS told
            WHERE told->>'name' NOT IN (SELECT name FROM programs WHERE owner = $1)
        ) AS programs,
        state = 'stored' AND stored_at > now() - interval '1 day' AS undoable
        FROM imports i, LATERAL (
            SELECT count(*) FILTER (WHERE NOT duplicate) AS workouts,
                   coalesce(sum(jsonb_array_length(body->'sets')) FILTER (WHERE NOT duplicate), 0)
                       AS sets,
                   min(started_at) AS first, max(started_at) AS last,
                   count(*) FILTER (WHERE duplicate) AS duplicates
            FROM import_workouts WHERE owner = $1 AND import = $2
        ) AS new
        WHERE i.owner = $1 AND i.id = $2
        """,
        owner,
        number,
    )
    return row and _import(row)


def _import(row: asyncpg.Record) -> Import:
    values = dict(row)
    return Import(**values | {"matched": json.loads(row["matched"] or "{}")})


async def say_unit(db: Connection, owner: int, number: int, unit: Unit) -> None:
    """Store the unit of a file's weights."""
    await db.execute(
        "UPDATE imports SET unit = $3 WHERE owner = $1 AND id = $2 AND state = 'ready'",
        owner,
        number,
        unit,
    )


async def problems(db: Connection, owner: int, number: int) -> list[tuple[int, str, str]]:
    """List the lines that could not be read: number, reason and what stands there."""
    told = await db.fetchval(
        "SELECT problems FROM imports WHERE owner = $1 AND id = $2", owner, number
    )
    return [tuple(each) for each in json.loads(told or "[]")]


async def unsure(db: Connection, owner: int, number: int) -> Sequence[Named]:
    """List the exercises of a file that were not found by their names, in its order."""
    rows = await db.fetch(
        """
        SELECT n, name, how, called FROM import_exercises
        WHERE owner = $1 AND import = $2 AND how <> 'exact' ORDER BY n
        """,
        owner,
        number,
    )
    return [Named(*row) for row in rows]


async def choose(  # noqa: PLR0913 - what an exercise is
    db: Connection,
    owner: int,
    number: int,
    n: int,
    *,
    exercise: int | None = None,
    called: str | None = None,
    known: str | None = None,
    kind: str = "other",
) -> None:
    """Store what an exercise of a file is; without anything it is new, as the file calls it."""
    await db.execute(
        """
        UPDATE import_exercises SET
            how = CASE WHEN $4::bigint IS NULL AND $5::text IS NULL THEN 'new' ELSE 'chosen' END,
            called = coalesce($5, (
                SELECT name FROM exercises WHERE owner = $1 AND id = $4
            ), name),
            known = $6, kind = $7, exercise = coalesce($4, (
                SELECT id FROM exercises WHERE owner = $1 AND known = $6
            ))
        WHERE owner = $1 AND import = $2 AND n = $3
        """,
        owner,
        number,
        n,
        exercise,
        called,
        known,
        kind,
    )


async def purge(db: Connection) -> bool:
    """Delete PURGED imports too old to be stored or undone; return whether there may be more."""
    purged = await db.fetchval(
        """
        WITH old AS (
            SELECT owner, id FROM imports WHERE began_at < now() - interval '1 day'
            AND coalesce(stored_at < now() - interval '1 day', true)
            ORDER BY began_at LIMIT $1 FOR UPDATE SKIP LOCKED
        ), purged AS (
            DELETE FROM imports USING old
            WHERE imports.owner = old.owner AND imports.id = old.id RETURNING 1
        )
        SELECT count(*) FROM purged
        """,
        PURGED,
    )
    return bool(purged == PURGED)
