"""Everything that is stored for a person, for /export."""

import asyncio
from collections.abc import Sequence

from service.domain.exports import Row, Workout
from service.storage.database import Connection


async def begin(db: Connection, owner: int, seconds: float) -> bool:
    """Start an export; False when the last one began less than ``seconds`` ago."""
    return bool(
        await db.fetchval(
            """
            UPDATE people SET exported_at = now()
            WHERE id = $1 AND coalesce(exported_at < now() - make_interval(secs => $2), true)
            RETURNING true
            """,
            owner,
            seconds,
        )
    )


async def size(db: Connection, owner: int) -> int:
    """Return an upper bound of the size of either kind of file, in bytes.

    Quotes, escapes and what does not grow with the workouts are left out.
    """
    counted: int = await db.fetchval(
        """
        SELECT (
            SELECT coalesce(sum(340 + octet_length(w.title) + octet_length(e.name)
                                + coalesce(octet_length(w.note), 0)
                                + 3 * coalesce(octet_length(s.note), 0)), 0)
            FROM sets s
            JOIN workouts w ON w.id = s.workout AND w.owner = s.owner
            JOIN exercises e ON e.id = s.exercise AND e.owner = s.owner
            WHERE s.owner = $1
        ) + (
            SELECT coalesce(sum(750 + octet_length(e.name)
                                + coalesce(octet_length(p.note), 0)), 0)
            FROM planned p JOIN exercises e ON e.id = p.exercise AND e.owner = p.owner
            WHERE p.owner = $1
        ) + (
            SELECT coalesce(sum(octet_length(note)), 0) FROM exercises WHERE owner = $1
        ) + (
            SELECT coalesce(sum(octet_length(note)), 0) FROM workouts WHERE owner = $1
        )
        """,
        owner,
    )
    return counted


async def workouts(db: Connection, owner: int) -> list[Workout]:
    """List all workouts of a person from the oldest on, with their sizes as `size` bounds them."""
    rows = await db.fetch(
        """
        SELECT id, coalesce(bytes, 0) + coalesce(plan_bytes, 0) + coalesce(octet_length(note), 0),
               coalesce(sets, 0)
        FROM workouts w LEFT JOIN LATERAL (
            SELECT count(*) AS sets,
                   sum(340 + octet_length(w.title) + octet_length(e.name)
                       + coalesce(octet_length(w.note), 0)
                       + 3 * coalesce(octet_length(s.note), 0)) AS bytes
            FROM sets s JOIN exercises e ON e.id = s.exercise AND e.owner = s.owner
            WHERE s.owner = $1 AND s.workout = w.id
        ) AS lifted ON true LEFT JOIN LATERAL (
            SELECT sum(750 + octet_length(e.name)
                       + coalesce(octet_length(p.note), 0)) AS plan_bytes
            FROM planned p JOIN exercises e ON e.id = p.exercise AND e.owner = p.owner
            WHERE p.owner = $1 AND p.workout = w.id
        ) AS planned ON true
        WHERE owner = $1 ORDER BY started_at, id
        """,
        owner,
    )
    return [Workout(*row) for row in rows]


async def sets(db: Connection, owner: int, workouts: Sequence[int]) -> list[Row]:
    """Read the sets of some workouts of a person, in their order."""
    rows = await db.fetch(
        """
        SELECT w.title, w.started_at, coalesce(w.ended_at, w.last_set_at, w.started_at), e.name,
               CASE WHEN p.superset IS NOT NULL THEN
                   dense_rank() OVER (PARTITION BY s.workout ORDER BY p.superset) - 1 END,
               s.note,
               row_number() OVER (PARTITION BY s.workout, s.position
                                  ORDER BY s.kind = 'work', s.n) - 1 AS number,
               s.kind, s.weight_kg, s.load, s.reps, s.seconds, s.rpe, people.unit, w.note
        FROM workouts w
        JOIN people ON people.id = w.owner
        JOIN sets s ON s.workout = w.id AND s.owner = w.owner
        JOIN planned p ON p.workout = s.workout AND p.position = s.position AND p.owner = s.owner
        JOIN exercises e ON e.id = s.exercise AND e.owner = s.owner
        WHERE w.owner = $1 AND w.id = ANY ($2)
        ORDER BY w.started_at, w.id, s.position, number
        """,
        owner,
        workouts,
    )
    # In a thread, because tens of thousands of them would hold the event loop for 30 ms.
    return await asyncio.to_thread(lambda: [Row(*row) for row in rows])


async def everything(db: Connection, owner: int, workouts: Sequence[int]) -> str:
    """Return everything stored for a person as JSON, of the workouts only these.

    Weekdays are by ISO 8601. Weights are in kilograms; those of sets also in the person's unit, as
    the bot shows them.

    PostgreSQL builds it, so the bot's event loop is not blocked.
    """
    written: str = await db.fetchval(
        """
        SELECT json_build_object(
            'person', (
                SELECT json_build_object(
                    'telegram_id', id, 'language', language, 'unit', unit,
                    'timezone', timezone, 'rest_seconds', rest_seconds, 'bar_kg', bar_kg,
                    'weekly_goal', weekly_goal,
                    'plates_kg', plates_kg, 'dark_pictures', dark_pictures,
                    'joined_at', joined_at)
                FROM people WHERE id = $1),
            'active_days', (
                SELECT coalesce(json_agg(day ORDER BY day), '[]')
                FROM daily_active WHERE person = $1),
            'reminders', (
                SELECT json_build_object('hour', hour, 'weekdays', ARRAY(
                    SELECT day FROM generate_series(1, 7) AS day
                    WHERE weekdays & (1 << day - 1) > 0))
                FROM reminders WHERE owner = $1),
            'draft', (
                SELECT json_build_object('name', name, 'body', body)
                FROM drafts WHERE owner = $1),
            'questions', (
                SELECT coalesce(json_agg(json_build_object('text', text, 'sent_at', sent_at)
                    ORDER BY sent_at, id), '[]')
                FROM questions WHERE owner = $1),
            'body_weights', (
                SELECT coalesce(json_agg(json_build_object('day', day, 'weight_kg', weight_kg)
                    ORDER BY day), '[]')
                FROM bodyweights WHERE owner = $1),
            'shares', (
                SELECT coalesce(json_agg(json_build_object(
                    'program', (SELECT p.name FROM programs p
                                WHERE p.id = s.program AND p.owner = $1),
                    'workout', (SELECT title FROM workouts w
                                WHERE w.id = s.workout AND w.owner = $1),
                    'weights', weights, 'name', s.name, 'taken', taken,
                    'created_at', created_at, 'expires_at', expires_at)
                    ORDER BY created_at, token_hash), '[]')
                FROM shares s WHERE owner = $1),
            'challenges', (
                SELECT coalesce(json_agg(json_build_object('name', name, 'joined_at', joined_at)
                    ORDER BY joined_at, challenge), '[]')
                FROM challengers WHERE owner = $1),
            'removed', (
                SELECT coalesce(json_agg(json_build_object('removed_at', removed_at,
                    'exercises', (
                        SELECT coalesce(json_agg(name ORDER BY place), '[]')
                        FROM unnest(removed.exercises) WITH ORDINALITY AS its (exercise, place)
                        JOIN exercises e ON e.owner = $1 AND e.id = its.exercise
                    ), 'contents', contents) ORDER BY id), '[]')
                FROM removed WHERE owner = $1),
            'exercises', (
                SELECT coalesce(json_agg(json_build_object(
                    'name', name, 'known', known, 'kind', kind, 'rest_seconds', rest_seconds,
                    'bar_kg', bar_kg, 'step_kg', step_kg, 'note', note, 'answers', answers)
                    ORDER BY id), '[]')
                FROM exercises WHERE owner = $1),
            'programs', (
                SELECT coalesce(json_agg(json_build_object(
                    'name', name, 'created_at', created_at, 'archived_at', archived_at,
                    'days', (
                        SELECT json_agg(json_build_object('name', d.name, 'exercises', (
                            SELECT json_agg(json_build_object(
                                'exercise', e.name, 'superset', superset, 'sets', sets,
                                'reps_min', reps_min, 'reps_max', reps_max,
                                'amrap', amrap, 'seconds', seconds, 'weight_kg', weight_kg,
                                'rule', rule, 'rest_seconds', s.rest_seconds,
                                'warmup', warmup, 'note', s.note,
                                'planned_at', planned_at)
                                ORDER BY s.position)
                            FROM slots s
                            JOIN exercises e ON e.id = s.exercise AND e.owner = s.owner
                            WHERE s.day = d.id AND s.owner = $1 AND s.position IS NOT NULL))
                            ORDER BY d.position)
                        FROM days d WHERE d.program = p.id AND d.owner = $1))
                    ORDER BY id), '[]')
                FROM programs p WHERE owner = $1),
            'workouts', (
                SELECT coalesce(json_agg(json_build_object(
                    'title', title, 'program', (
                        SELECT name FROM programs p WHERE p.id = w.program AND p.owner = $1),
                    'day', (SELECT name FROM days d WHERE d.id = w.day AND d.owner = $1),
                    'started_at', started_at, 'ended_at', ended_at, 'ended_by', ended_by,
                    'note', note,
                    'exercises', (
                        SELECT json_agg(json_build_object(
                            'exercise', e.name, 'superset', superset,
                            'planned', json_build_object(
                                'sets', sets, 'reps_min', reps_min, 'reps_max', reps_max,
                                'amrap', amrap, 'seconds', seconds, 'weight_kg', weight_kg,
                                'rule', rule, 'rest_seconds', p.rest_seconds,
                                'warmup', warmup, 'note', p.note,
                                'planned_at', planned_at),
                            'sets', (
                                SELECT coalesce(json_agg(json_build_object(
                                    'kind', s.kind, 'n', s.n, 'weight_kg', s.weight_kg,
                                    'weight', shown_weight(s.weight_kg, unit), 'unit', unit,
                                    'load', s.load, 'reps', s.reps, 'seconds', s.seconds,
                                    'rpe', s.rpe, 'note', s.note, 'way', s.way,
                                    'logged_at', s.logged_at)
                                    ORDER BY s.kind = 'work', s.n), '[]')
                                FROM sets s JOIN people ON people.id = s.owner
                                WHERE s.workout = w.id AND s.owner = $1
                                    AND s.position = p.position),
                            'skipped', (
                                SELECT coalesce(json_agg(n ORDER BY n), '[]')
                                FROM skips k WHERE k.workout = w.id AND k.owner = $1
                                    AND k.position = p.position
                                    AND k.n <= p.sets)) ORDER BY p.position)
                        FROM planned p
                        JOIN exercises e ON e.id = p.exercise AND e.owner = p.owner
                        WHERE p.workout = w.id AND p.owner = $1)) ORDER BY started_at, id), '[]')
                FROM workouts w WHERE owner = $1 AND w.id = ANY ($2)))
        """,
        owner,
        workouts,
    )
    return written
