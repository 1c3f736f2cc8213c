"""What was removed from the history, and how it is put back within ten minutes."""

from dataclasses import dataclass

from service.domain.entries import Place
from service.domain.errors import check
from service.domain.history import UNDO_WITHIN
from service.storage.database import Connection

PURGED = 1_000
"""How many removed things one statement of the purge deletes."""


@dataclass(frozen=True, slots=True)
class RemovedSet:
    """A set that can be put back: where it was, and its kind."""

    workout: int
    place: Place
    kind: str


async def workout(db: Connection, owner: int, workout: int) -> int | None:
    """Remove a finished workout; return the number by which it can be put back.

    Refuses more than a person may remove within UNDO_WITHIN.
    """
    row = await db.fetchrow(
        """
        WITH its AS (
            SELECT coalesce(array_agg(DISTINCT exercise), '{}') AS exercises FROM planned
            WHERE owner = $1 AND workout = $2
        ), kept AS (
            INSERT INTO removed (owner, exercises, contents)
            SELECT $1, exercises, jsonb_build_object('workout', to_jsonb(w),
            'planned', with_places((
                SELECT coalesce(jsonb_agg(p), '[]') FROM planned p WHERE owner = $1 AND workout = $2
            ), exercises), 'sets', with_places((
                SELECT coalesce(jsonb_agg(s), '[]') FROM sets s WHERE owner = $1 AND workout = $2
            ), exercises), 'skips', (
                SELECT coalesce(jsonb_agg(k), '[]') FROM skips k WHERE owner = $1 AND workout = $2
            ))
            FROM workouts w, its WHERE owner = $1 AND id = $2 AND ended_at IS NOT NULL
            RETURNING id
        ), gone AS (
            DELETE FROM workouts USING kept WHERE workouts.owner = $1 AND workouts.id = $2
        )
        SELECT id, (SELECT count(*) FROM removed WHERE owner = $1) AS before FROM kept
        """,
        owner,
        workout,
    )
    if row is None:
        return None
    check("removed", row["before"] + 1)
    return int(row["id"])


async def keep_set(db: Connection, owner: int, workout: int, place: Place, kind: str) -> int | None:
    """Keep a set that is about to be removed; return the number by which it can be put back.

    None when there is no such set. Refuses more than a person may remove within UNDO_WITHIN.
    """
    row = await db.fetchrow(
        """
        WITH kept AS (
            INSERT INTO removed (owner, exercises, contents)
            SELECT $1, ARRAY[exercise],
                   jsonb_build_object('set', to_jsonb(s) || jsonb_build_object('exercise', 1))
            FROM sets s
            WHERE owner = $1 AND workout = $2 AND position = $3 AND n = $4 AND kind = $5
            RETURNING id
        )
        SELECT id, (SELECT count(*) FROM removed WHERE owner = $1) AS before FROM kept
        """,
        owner,
        workout,
        place.position,
        place.n,
        kind,
    )
    if row is None:
        return None
    check("removed", row["before"] + 1)
    return int(row["id"])


async def find_set(db: Connection, owner: int, number: int) -> RemovedSet | None:
    """Find a set that can still be put back."""
    row = await db.fetchrow(
        """
        SELECT (contents->'set'->>'workout')::bigint AS workout,
               (contents->'set'->>'position')::int AS position,
               (contents->'set'->>'n')::int AS n, contents->'set'->>'kind' AS kind
        FROM removed
        WHERE owner = $1 AND id = $2 AND removed_at > now() - $3::interval AND contents ? 'set'
        """,
        owner,
        number,
        UNDO_WITHIN,
    )
    return row and RemovedSet(row["workout"], Place(row["position"], row["n"]), row["kind"])


async def restore_set(db: Connection, owner: int, number: int, n: int) -> bool:
    """Put a removed set back as the ``n``-th of its exercise; False if it was logged again."""
    return bool(
        await db.fetchval(
            """
            WITH taken AS (
                DELETE FROM removed WHERE owner = $1 AND id = $2
                RETURNING contents->'set' AS row, exercises[1] AS exercise
            )
            INSERT INTO sets
            SELECT (jsonb_populate_record(
                NULL::sets, row || jsonb_build_object('n', $3::int, 'exercise', exercise)
            )).*
            FROM taken
            ON CONFLICT (owner, source_chat, source_message, part) DO NOTHING
            RETURNING true
            """,
            owner,
            number,
            n,
        )
    )


async def restore_workout(db: Connection, owner: int, number: int) -> int | None:
    """Put a removed workout back; return its id, or None when that is no longer possible.

    It goes back without a program or an import that is gone, and without sets that were logged
    again.
    """
    restored: int | None = await db.fetchval(
        """
        WITH taken AS (
            DELETE FROM removed
            WHERE owner = $1 AND id = $2 AND removed_at > now() - $3::interval
            AND contents ? 'workout' AND NOT EXISTS (
                SELECT FROM unnest(removed.exercises) AS exercise
                WHERE NOT EXISTS (SELECT FROM exercises WHERE owner = $1 AND id = exercise)
            )
            RETURNING contents, removed.exercises AS its
        ), begun AS (
            INSERT INTO workouts OVERRIDING SYSTEM VALUE
            SELECT (jsonb_populate_record(NULL::workouts, contents->'workout'
                || jsonb_build_object('program', (
                    SELECT id FROM programs
                    WHERE owner = $1 AND id = (contents->'workout'->>'program')::bigint
                ), 'day', (
                    SELECT id FROM days
                    WHERE owner = $1 AND id = (contents->'workout'->>'day')::bigint
                ), 'import', (
                    SELECT id FROM imports
                    WHERE owner = $1 AND id = (contents->'workout'->>'import')::bigint
                )))).*
            FROM taken RETURNING id
        ), plans AS (
            INSERT INTO planned
            SELECT (jsonb_populate_recordset(
                NULL::planned, with_exercises(contents->'planned', its)
            )).*
            FROM taken
        ), lifted AS (
            INSERT INTO sets
            SELECT (jsonb_populate_recordset(
                NULL::sets, with_exercises(contents->'sets', its)
            )).*
            FROM taken
            ON CONFLICT (owner, source_chat, source_message, part) DO NOTHING
        ), passed AS (
            INSERT INTO skips
            SELECT (jsonb_populate_recordset(NULL::skips, contents->'skips')).* FROM taken
        )
        SELECT id FROM begun
        """,
        owner,
        number,
        UNDO_WITHIN,
    )
    return restored


async def purge(db: Connection) -> bool:
    """Delete PURGED things that can no longer be put back; return whether there may be more."""
    purged = await db.fetchval(
        """
        WITH purged AS (
            DELETE FROM removed WHERE removed_at < now() - $1::interval AND ctid = ANY (ARRAY (
                SELECT ctid FROM removed WHERE removed_at < now() - $1::interval
                ORDER BY removed_at LIMIT $2
            )) RETURNING 1
        )
        SELECT count(*) FROM purged
        """,
        UNDO_WITHIN,
        PURGED,
    )
    return bool(purged == PURGED)
