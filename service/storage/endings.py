"""How workouts end: finished, discarded or forgotten; and how one is reopened."""

from datetime import timedelta

from service.storage.database import Connection


async def finish(db: Connection, owner: int, workout: int, ended_by: str) -> None:
    """End an open workout and its rest now."""
    await db.execute(
        """
        WITH ended AS (
            UPDATE workouts SET ended_at = now(), ended_by = $3, asked = NULL,
                fix_position = NULL, fix_n = NULL
            WHERE owner = $1 AND id = $2 AND ended_at IS NULL
        )
        DELETE FROM timers WHERE owner = $1 AND workout = $2
        """,
        owner,
        workout,
        ended_by,
    )


async def discard(db: Connection, owner: int, workout: int) -> None:
    """Delete a workout and all that belongs to it."""
    await db.execute("DELETE FROM workouts WHERE owner = $1 AND id = $2", owner, workout)


async def reopen(db: Connection, owner: int, workout: int, within: timedelta) -> bool:
    """Reopen a workout that ended less than ``within`` ago; False when it can't be reopened."""
    return bool(
        await db.fetchval(
            """
            UPDATE workouts SET ended_at = NULL, ended_by = NULL, revision = revision + 1,
                last_set_at = now()
            WHERE owner = $1 AND id = $2 AND ended_at > now() - $3::interval
            AND NOT EXISTS (SELECT FROM workouts WHERE owner = $1 AND ended_at IS NULL)
            RETURNING true
            """,
            owner,
            workout,
            within,
        )
    )


async def close_forgotten(db: Connection, after: timedelta, most: int) -> list[tuple[int, int]]:
    """End workouts without a set for ``after``, as of their last set, and their rests.

    Those without any set are left to ``discard``. People whose update is being handled now (see
    ``Database.transaction``) are skipped. Returns at most ``most`` pairs of owner and workout.
    """
    rows = await db.fetch(
        """
        WITH old AS MATERIALIZED (
            SELECT owner, id FROM workouts
            WHERE ended_at IS NULL AND started_at < now() - $1::interval
            AND coalesce(last_set_at, started_at) < now() - $1::interval
            ORDER BY started_at LIMIT $2 FOR UPDATE SKIP LOCKED
        ), forgotten AS MATERIALIZED (
            SELECT owner, id FROM old WHERE pg_try_advisory_xact_lock(owner)
        ), silenced AS (
            DELETE FROM timers USING forgotten
            WHERE (timers.owner, timers.workout) = (forgotten.owner, forgotten.id)
        )
        UPDATE workouts SET ended_by = 'forgotten', revision = revision + 1,
            ended_at = coalesce(
                (SELECT max(logged_at) FROM sets
                 WHERE sets.owner = workouts.owner AND sets.workout = workouts.id), started_at
            )
        -- joined instead, workouts would be read whole: how many are old is not known before
        WHERE owner = ANY (ARRAY (SELECT owner FROM forgotten)) AND ended_at IS NULL
        RETURNING owner, id
        """,
        after,
        most,
    )
    return [(row["owner"], row["id"]) for row in rows]
