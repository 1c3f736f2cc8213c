"""People and what they lifted, made by the thousand inside the database, triggers on."""

import asyncpg

FIRST = 1_000_000
"""The id of the first person made; the others follow one by one."""


async def train(db: asyncpg.Connection, people: int, *, first: int = FIRST) -> None:
    """Let so many people have a program of 5 x 5 sets and a workout open by it."""
    last = first + people - 1
    async with db.transaction():
        await db.execute(
            "INSERT INTO people (id, language) SELECT n, 'en' FROM generate_series($1::int, $2) n",
            first,
            last,
        )
        await _exercises(db, first, last)
        await db.execute(
            """
            INSERT INTO programs (owner, name)
            SELECT n, 'Full body' FROM generate_series($1::int, $2) AS n
            """,
            first,
            last,
        )
        await db.execute(
            """
            INSERT INTO days (owner, program, position)
            SELECT owner, id, 1 FROM programs WHERE owner BETWEEN $1::int AND $2
            """,
            first,
            last,
        )
        await db.execute(
            """
            INSERT INTO slots (owner, day, position, exercise, sets, reps_min, reps_max, weight_kg)
            SELECT owner, days.id, row_number() OVER (PARTITION BY owner ORDER BY exercises.id),
                   exercises.id, 5, 5, 5, 60
            FROM days JOIN exercises USING (owner) WHERE owner BETWEEN $1::int AND $2
            """,
            first,
            last,
        )
        await db.execute(
            """
            INSERT INTO workouts (owner, program, title)
            SELECT owner, id, name FROM programs WHERE owner BETWEEN $1::int AND $2
            """,
            first,
            last,
        )
        await _plan(db, first, last)
    # Not the tables that are still empty: the planner would hold them to be empty for good.
    await db.execute("ANALYZE people, exercises, programs, days, slots, workouts, planned")


async def lifted(
    db: asyncpg.Connection,
    people: int,
    workouts: int,
    *,
    first: int = FIRST,
    days_between: int = 3,
    known: bool = False,
) -> None:
    """Give each of so many people so many past workouts of 25 sets, the last one yesterday."""
    last = first + people - 1
    async with db.transaction():
        if not known:
            await db.execute(
                "INSERT INTO people (id, language)"
                " SELECT n, 'en' FROM generate_series($1::int, $2) n",
                first,
                last,
            )
            await _exercises(db, first, last)
        await db.execute(
            """
            INSERT INTO workouts (owner, title, started_at, last_set_at, ended_at, revision)
            SELECT n, 'Full body', began, began + interval '1 hour', began + interval '1 hour', 25
            FROM generate_series($1::int, $2) AS n, generate_series(1, $3::int) AS nth,
                 LATERAL (SELECT date_trunc('day', now()) - interval '6 hours'
                          - make_interval(days => (nth - 1) * $4::int)) AS at (began)
            """,
            first,
            last,
            workouts,
            days_between,
        )
        await db.execute("ANALYZE exercises, workouts, planned")
        await _plan(db, first, last)
        await db.execute("ANALYZE planned")
        await db.execute(
            """
            INSERT INTO sets (owner, workout, position, n, exercise, weight_kg, reps, revision,
                              logged_at, source_chat, source_message, part)
            SELECT planned.owner, workout, position, n, exercise, 60 + position, 5,
                   position * 5 + n - 5,
                   started_at + make_interval(mins => position * 10 + n * 2),
                   planned.owner, (workout * 100 + position * 10 + n), 0
            FROM planned JOIN workouts ON workouts.owner = planned.owner AND workouts.id = workout,
                 generate_series(1, 5) AS n
            WHERE planned.owner BETWEEN $1::int AND $2 AND ended_at IS NOT NULL
            """,
            first,
            last,
        )


async def _exercises(db: asyncpg.Connection, first: int, last: int) -> None:
    await db.execute(
        """
        INSERT INTO exercises (owner, name, name_key)
        SELECT n, name, lower(name) FROM generate_series($1::int, $2) AS n,
        unnest('{Squat,Bench press,Barbell row,Overhead press,Deadlift}'::text[]) AS name
        """,
        first,
        last,
    )


async def _plan(db: asyncpg.Connection, first: int, last: int) -> None:
    """Copy five exercises into every workout of these people that has no plan yet."""
    await db.execute(
        """
        INSERT INTO planned (owner, workout, position, exercise, sets, reps_min, reps_max,
                             weight_kg)
        SELECT owner, workouts.id, position, exercise, 5, 5, 5, 60
        FROM workouts JOIN (
            SELECT owner, id AS exercise,
                   row_number() OVER (PARTITION BY owner ORDER BY id) AS position
            FROM exercises WHERE owner BETWEEN $1::int AND $2
        ) AS plan USING (owner)
        WHERE owner BETWEEN $1::int AND $2
        AND NOT EXISTS (
            SELECT FROM planned WHERE planned.owner = workouts.owner AND workout = workouts.id
        )
        """,
        first,
        last,
    )
