"""Store what was read of a file: exercises, programs, workouts, sets. One statement a function."""

from decimal import Decimal

from service.domain.exercises import Kind
from service.storage import exercises
from service.storage.database import Connection


async def make_exercises(db: Connection, owner: int, number: int) -> None:
    """Make the exercises of a file that the person does not have.

    Refuses more than a person may have.
    """
    rows = await db.fetch(
        """
        SELECT x.n, x.called, x.known, x.kind FROM import_exercises x
        JOIN imports i ON i.id = x.import AND i.owner = x.owner
        WHERE x.owner = $1 AND x.import = $2 AND x.exercise IS NULL AND (
            i.source = 'everything' OR EXISTS (
                SELECT FROM import_workouts w, jsonb_array_elements(w.body->'entries') AS e
                WHERE w.owner = $1 AND w.import = $2 AND NOT duplicate AND (e->>'e')::int = x.n
            )
        )
        ORDER BY x.n
        """,
        owner,
        number,
    )
    for row in rows:
        exercise, made = await exercises.find_or_make(
            db, owner, row["called"], known=row["known"], kind=Kind(row["kind"])
        )
        await db.execute(
            """
            UPDATE import_exercises SET exercise = $4
            WHERE owner = $1 AND import = $2 AND n = $3
            """,
            owner,
            number,
            row["n"],
            exercise,
        )
        if made:
            await db.execute(
                """
                UPDATE imports SET exercises = array_append(exercises, $3)
                WHERE owner = $1 AND id = $2
                """,
                owner,
                number,
                exercise,
            )


async def number_workouts(db: Connection, owner: int, number: int) -> int:
    """Give each workout that is to be stored its id; return how many there are."""
    return int(
        await db.fetchval(
            """
            WITH numbered AS (
                UPDATE import_workouts SET workout = nextval('workouts_id_seq')
                WHERE owner = $1 AND import = $2 AND NOT duplicate RETURNING 1
            )
            SELECT count(*) FROM numbered
            """,
            owner,
            number,
        )
    )


async def add_workouts(db: Connection, owner: int, number: int, since: int, until: int) -> int:
    """Store the workouts of a file with numbers from ``since`` to below ``until``.

    Returns how many sets they have. The sets have negative revisions, by which `reverting` knows
    them from those that are added later.
    """
    await db.execute(
        """
        INSERT INTO workouts (id, owner, import, title, started_at, ended_at, last_set_at, ended_by,
                              note, revision, program, day)
        OVERRIDING SYSTEM VALUE
        SELECT new.workout, $1, $2, body->>'title', new.started_at, (body->>'ended')::timestamptz,
               (SELECT max((s->>'at')::timestamptz) FROM jsonb_array_elements(body->'sets') AS s),
               coalesce(body->>'ended_by', 'finished'), body->>'note',
               0, p.id, d.id
        FROM import_workouts new
        LEFT JOIN LATERAL (
            SELECT id FROM programs WHERE owner = $1 AND name = body->>'program'
            ORDER BY id LIMIT 1
        ) AS p ON true
        LEFT JOIN LATERAL (
            SELECT id FROM days WHERE owner = $1 AND program = p.id
            AND name IS NOT DISTINCT FROM body->>'day' ORDER BY position LIMIT 1
        ) AS d ON true
        WHERE new.owner = $1 AND new.import = $2 AND n >= $3 AND n < $4 AND workout IS NOT NULL
        ORDER BY n
        """,
        owner,
        number,
        since,
        until,
    )
    await _add_planned(db, owner, number, since, until)
    await _add_skips(db, owner, number, since, until)
    return await _add_sets(db, owner, number, since, until)


async def _add_planned(db: Connection, owner: int, number: int, since: int, until: int) -> None:
    await db.execute(
        """
        INSERT INTO planned (owner, workout, position, exercise, superset, sets, reps_min, reps_max,
                             amrap, seconds, weight_kg, rule, rest_seconds, warmup, note,
                             planned_at)
        SELECT $1, new.workout, e.p, x.exercise, e.superset, e.sets, e.reps_min, e.reps_max,
               coalesce(e.amrap, false), e.seconds, e.weight_kg, e.rule, e.rest_seconds,
               coalesce(e.warmup, false), e.note, e.planned_at
        FROM import_workouts new, jsonb_to_recordset(body->'entries')
            AS e (p int, e int, superset text, sets int, reps_min int, reps_max int,
                  amrap boolean, seconds int, weight_kg numeric, rule text, rest_seconds int,
                  warmup boolean, note text, planned_at timestamptz)
        JOIN import_exercises x ON x.owner = $1 AND x.import = $2 AND x.n = e.e
        WHERE new.owner = $1 AND new.import = $2 AND new.n >= $3 AND new.n < $4
        AND workout IS NOT NULL
        """,
        owner,
        number,
        since,
        until,
    )


async def _add_skips(db: Connection, owner: int, number: int, since: int, until: int) -> None:
    await db.execute(
        """
        INSERT INTO skips (owner, workout, position, n, revision)
        SELECT $1, new.workout, (e->>'p')::int, n::int, 0
        FROM import_workouts new, jsonb_array_elements(body->'entries') AS e,
             jsonb_array_elements_text(e->'skips') AS n
        WHERE new.owner = $1 AND new.import = $2 AND new.n >= $3 AND new.n < $4
        AND workout IS NOT NULL AND e ? 'skips'
        """,
        owner,
        number,
        since,
        until,
    )


async def _add_sets(db: Connection, owner: int, number: int, since: int, until: int) -> int:
    return int(
        await db.fetchval(
            """
            WITH stored AS (
                INSERT INTO sets (owner, workout, position, n, exercise, kind, weight_kg, load,
                                  reps, seconds, rpe, note, way, revision, logged_at)
                SELECT $1, new.workout, s.p, s.n, x.exercise, s.k, kg.weight, CASE
                           WHEN s.l IS NOT NULL THEN s.l
                           WHEN kg.weight = 0 THEN 'plain'
                           WHEN known.kind = 'assisted' THEN 'assisted'
                           WHEN known.kind = 'bodyweight' THEN 'added'
                           ELSE 'plain'
                       END, s.r, s.s, s.rpe, s.note, coalesce(s.way, 'import'),
                       row_number() OVER (PARTITION BY new.workout ORDER BY s.at, s.p, s.n)
                           - count(*) OVER (PARTITION BY new.workout) - 1, s.at
                FROM import_workouts new
                JOIN imports ON imports.owner = $1 AND imports.id = $2
                CROSS JOIN jsonb_to_recordset(body->'sets')
                    AS s (p int, e int, n int, k text, w numeric, lb numeric, l text, r int, s int,
                          rpe numeric, note text, way text, at timestamptz)
                CROSS JOIN LATERAL (
                    SELECT CASE WHEN unit = 'lb' THEN coalesce(s.lb, s.w) ELSE s.w END AS weight
                ) AS kg
                JOIN import_exercises x ON x.owner = $1 AND x.import = $2 AND x.n = s.e
                JOIN exercises known ON known.owner = $1 AND known.id = x.exercise
                WHERE new.owner = $1 AND new.import = $2 AND new.n >= $3 AND new.n < $4
                AND new.workout IS NOT NULL
                ORDER BY new.n
                RETURNING 1
            )
            SELECT count(*) FROM stored
            """,
            owner,
            number,
            since,
            until,
        )
    )


async def chunks(db: Connection, owner: int, number: int, sets: int) -> list[tuple[int, int]]:
    """Divide the workouts of a file into ranges of at least so many sets each."""
    rows = await db.fetch(
        """
        SELECT min(n) AS since, max(n) + 1 AS until FROM (
            SELECT n, (sum(jsonb_array_length(body->'sets')) OVER (ORDER BY n) - 1) / $3 AS part
            FROM import_workouts WHERE owner = $1 AND import = $2 AND workout IS NOT NULL
        ) AS parts GROUP BY floor(part) ORDER BY 1
        """,
        owner,
        number,
        Decimal(sets),
    )
    return [(row["since"], row["until"]) for row in rows]


async def done(db: Connection, owner: int, number: int) -> None:
    """Note that a file is stored."""
    await db.execute(
        """
        UPDATE imports SET state = 'stored', stored_at = now(), problems = '[]', extras = '{}',
            busy_since = NULL
        WHERE owner = $1 AND id = $2
        """,
        owner,
        number,
    )


async def is_empty(db: Connection, owner: int) -> bool:
    """Return whether a person has neither programs nor workouts."""
    return bool(
        await db.fetchval(
            """
            SELECT NOT EXISTS (SELECT FROM programs WHERE owner = $1)
            AND NOT EXISTS (SELECT FROM workouts WHERE owner = $1)
            """,
            owner,
        )
    )
