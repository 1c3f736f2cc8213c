"""Find the workouts of a file that are stored already."""

from service.storage.database import Connection


async def mark(db: Connection, owner: int, number: int) -> None:
    """Mark the workouts of a file that are stored already, and no others."""
    await _mark_by_minute(db, owner, number)
    await _mark_by_contents(db, owner, number)


async def _mark_by_minute(db: Connection, owner: int, number: int) -> None:
    """Mark those that began in the same minute as a stored one, and no others."""
    await db.execute(
        """
        WITH marked AS (
            SELECT n, EXISTS (
                SELECT FROM workouts WHERE owner = $1
                AND date_trunc('minute', started_at) = date_trunc('minute', new.started_at)
                AND started_at > new.started_at - interval '1 minute'
                AND started_at < new.started_at + interval '1 minute'
            ) AS known
            FROM import_workouts new WHERE owner = $1 AND import = $2
        )
        UPDATE import_workouts AS new SET duplicate = known FROM marked
        WHERE owner = $1 AND import = $2 AND new.n = marked.n AND duplicate <> known
        """,
        owner,
        number,
    )


async def _mark_by_contents(db: Connection, owner: int, number: int) -> None:
    """Mark those with the sets of a stored one on the same day, whatever logs they come from.

    The exercises and repetitions are the same, and the tonnage to 1 %: other logs round weights.
    """
    await db.execute(
        """
        WITH clock AS (
            SELECT coalesce(timezone, current_setting('TimeZone')) AS zone
            FROM people WHERE id = $1
        ), stored AS MATERIALIZED (
            SELECT w.id, (w.started_at AT TIME ZONE (SELECT zone FROM clock))::date AS day,
                   string_agg(concat_ws(':', s.exercise, s.reps, s.seconds), ','
                              ORDER BY s.exercise, s.reps, s.seconds) AS shape,
                   sum(s.weight_kg * coalesce(s.reps, 1)) AS tonnage
            FROM workouts w JOIN sets s ON s.workout = w.id AND s.owner = w.owner
            WHERE w.owner = $1 AND w.started_at > (
                SELECT min(started_at) - interval '2 days' FROM import_workouts
                WHERE owner = $1 AND import = $2 AND NOT duplicate
            )
            GROUP BY w.owner, w.id, day
        ), wanted AS MATERIALIZED (
            SELECT n, body, (started_at AT TIME ZONE (SELECT zone FROM clock))::date AS day
            FROM import_workouts WHERE owner = $1 AND import = $2 AND NOT duplicate
            AND (started_at AT TIME ZONE (SELECT zone FROM clock))::date
                IN (SELECT day FROM stored)
        ), lifted AS MATERIALIZED (  -- each body is read once
            SELECT wanted.n, day, s.* FROM wanted, jsonb_to_recordset(body->'sets')
                AS s (e int, r int, s int, w numeric, lb numeric)
        ), staged AS (
            SELECT s.n, day,
                   string_agg(concat_ws(':', coalesce(x.exercise, -x.n - 1), s.r, s.s), ','
                              ORDER BY coalesce(x.exercise, -x.n - 1), s.r, s.s) AS shape,
                   sum(CASE WHEN unit = 'lb' THEN coalesce(s.lb, s.w) ELSE s.w END
                       * coalesce(s.r, 1)) AS tonnage,
                   sum(coalesce(s.lb, s.w) * coalesce(s.r, 1)) AS in_pounds, unit
            FROM lifted s
            JOIN imports ON imports.owner = $1 AND imports.id = $2
            JOIN import_exercises x ON x.owner = $1 AND x.import = $2 AND x.n = s.e
            GROUP BY s.n, day, unit
        )
        UPDATE import_workouts AS new SET duplicate = true
        FROM staged JOIN stored USING (day, shape)
        WHERE new.owner = $1 AND new.import = $2 AND new.n = staged.n AND (
            abs(staged.tonnage - stored.tonnage) <= stored.tonnage * 0.01
            OR (staged.unit IS NULL
                AND abs(staged.in_pounds - stored.tonnage) <= stored.tonnage * 0.01))
        """,
        owner,
        number,
    )
