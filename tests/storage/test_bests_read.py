"""Recounting daily bests reads the sets of the changed workouts, whatever is known of the table."""

from tests.storage.conftest import ANNA

WORKOUTS, SETS = 30, 100


async def test_without_statistics(db):
    """A person's first import: no statement may read again what the ones before it stored."""
    exercise = await db.fetchval(
        "INSERT INTO exercises (owner, name, name_key) VALUES ($1, 'Жим', 'жим') RETURNING id", ANNA
    )
    async with db.transaction():
        for n in range(WORKOUTS):
            await db.execute(
                """
                WITH workout AS (
                    INSERT INTO workouts (owner, title, started_at, ended_at)
                    SELECT $1, 'Ноги', at, at FROM make_timestamptz(2026, 1, $3 + 1, 12, 0, 0) AS at
                    RETURNING id
                ), lines AS (
                    INSERT INTO planned (owner, workout, position, exercise)
                    SELECT $1, id, position, $2 FROM workout, generate_series(1, 5) AS position
                    RETURNING workout, position
                )
                INSERT INTO sets (owner, workout, position, n, exercise, weight_kg, reps, revision)
                SELECT $1, workout, position, n, $2, 60, 5, -n
                FROM lines, generate_series(1, $4::int / 5) AS n
                """,
                ANNA,
                exercise,
                n,
                SETS,
            )
        read = await db.fetchval(
            "SELECT idx_tup_fetch + seq_tup_read FROM pg_stat_xact_user_tables"
            " WHERE relname = 'sets'"
        )
    assert await db.fetchval("SELECT sum(sets) FROM daily_bests") == WORKOUTS * SETS
    assert read <= 2 * WORKOUTS * SETS
