"""Reports and pages of one person, whose sets lie among ten million of others."""

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import asyncpg
import psutil
import uvloop

from service import domain, storage
from service.storage.database import migrate
from tests.bench import plans, seed
from tests.bench.growth import Tables
from tests.bench.measure import Bench, cpu_seconds, percentile
from tests.bench.stage import temporary_postgres

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
OWNERS = {10: 101, 1_000: 102, 20_000: 103}
"""By how many sets they have: the people that are looked at."""

Read = Callable[[asyncpg.Connection, int], Awaitable[object]]


async def _of_lift(db: asyncpg.Connection, who: int) -> None:
    """Read a page of the workouts with one lift, and their number."""
    lift = await db.fetchval("SELECT min(id) FROM exercises WHERE owner = $1", who)
    await storage.history.count_of(db, who, lift)
    await storage.history.sessions(db, who, lift, limit=8, offset=0)


async def _last(db: asyncpg.Connection, who: int) -> int:
    """Find the workout that a person began last."""
    return int(
        await db.fetchval(
            "SELECT id FROM workouts WHERE owner = $1 ORDER BY started_at DESC LIMIT 1", who
        )
    )


async def _records_before(db: asyncpg.Connection, who: int) -> object:
    """Read what the records of a summary are compared with."""
    exercises = [
        row["id"] for row in await db.fetch("SELECT id FROM exercises WHERE owner = $1", who)
    ]
    return await storage.bests.before_workout(db, who, await _last(db, who), exercises)


async def _marks(db: asyncpg.Connection, who: int) -> None:
    """Read what marks the workouts of a month's page that set records."""
    rows = await db.fetch(
        "SELECT id FROM workouts WHERE owner = $1 ORDER BY started_at DESC LIMIT 8", who
    )
    page = [row["id"] for row in rows]
    lifted = await storage.history.lifts(db, who, page)
    exercises = {exercise for lifts in lifted.values() for exercise in lifts}
    await storage.bests.before_workout(db, who, page[-1], [*exercises])


async def _last_time(db: asyncpg.Connection, who: int) -> object:
    return await storage.bests.last_time(db, who, await _last(db, who), "kg")


async def _chart(db: asyncpg.Connection, who: int) -> None:
    """Read what the picture of one lift and that of the muscles are drawn from."""
    lift = await db.fetchval("SELECT min(id) FROM exercises WHERE owner = $1", who)
    await storage.progress.days(db, who, lift, "kg")
    await storage.progress.weeks(db, who, datetime.now(UTC).date() - timedelta(days=14))


async def _next_set(db: asyncpg.Connection, who: int) -> object:
    """Read the open workout as a set is logged: with what its records are compared with."""
    return await storage.workouts.find(db, who, records=True)


async def _exercises_page(db: asyncpg.Connection, who: int) -> object:
    names = await storage.own.names(db, who)
    return await storage.own.used(db, who, [id_ for id_, _, _ in names[:8]])


READS: dict[str, Read] = {
    "report_total": lambda db, who: storage.reports.total(db, who, LONG_AGO, "kg"),
    "report_exercises": lambda db, who: storage.reports.exercises(
        db, who, LONG_AGO, "kg", limit=10, offset=0
    ),
    "belongings": storage.belongings.count,
    "programs_page": lambda db, who: storage.programs.page(
        db, who, archived=False, limit=8, offset=0
    ),
    "open_workout": storage.workouts.open_id,
    "history_page": lambda db, who: storage.history.listed(
        db, who, LONG_AGO, datetime.now(UTC), "kg", limit=8, offset=0
    ),
    "history_records": _marks,
    "history_count": lambda db, who: storage.history.count(db, who, LONG_AGO, datetime.now(UTC)),
    "history_months": lambda db, who: storage.history.last_start(db, who, datetime.now(UTC)),
    "history_of_lift": _of_lift,
    "exercises_names": storage.own.names,
    "exercises_page": _exercises_page,
    "weekly_goal": lambda db, who: storage.goals.weeks(db, who, "UTC", domain.goals.FAR),
    "records_page": lambda db, who: storage.records.page(db, who, "kg", limit=5, offset=0),
    "records_exercises": storage.progress.count,
    "chart": _chart,
    "chart_choices": lambda db, who: storage.progress.exercises(db, who, limit=8, offset=0),
    "body_weights": lambda db, who: storage.bodyweights.page(db, who, limit=8, offset=0),
    "last_time": _last_time,
    "records_before": _records_before,
    "next_set_with_records": _next_set,
}


async def measure(bench: Bench) -> None:
    """Read everything of the three again and again; then ask for the plan of every query."""
    size, times = (10**6, 30) if bench.quick else (10**7, 200)
    async with temporary_postgres(durable=False) as (_, dsn):
        await migrate(dsn)
        db = await asyncpg.connect(dsn)
        tables = Tables(db, bench)
        await people(db)
        await tables.grow(size)
        worst = longest = 0.0
        curve: dict[str, list[float]] = {}
        for sets, owner in OWNERS.items():
            open_one = await storage.workouts.open_id(db, owner)
            reads = READS | {
                "workout_card": lambda db, who, one=open_one: storage.workouts.find(db, who, one)
            }
            for name, read in reads.items():
                waited, spent = await _read(db, owner, read, times)
                bench.figure(f"{name}_with_{sets}_sets_ms", waited)
                p95 = bench.figure(
                    f"{name}_with_{sets}_sets_cpu_p95_ms", percentile(spent, 95), n=times
                )
                curve.setdefault(f"{name}_cpu_p95_ms", []).append(p95)
                worst = max(worst, p95)
                longest = max(longest, percentile(waited, 95))
        bench.figure("worst_read_cpu_p95_ms", worst, n=times, at_most=50)
        bench.figure("worst_read_p95_ms", longest, n=times, at_most=50)
        bench.note("CPU is that of the database's process, milliseconds are what the asker waits")
        bench.curve("sets_of_the_person", sets=list(OWNERS), **curve)
        await _plans(bench, db)
        await db.close()


async def people(db: asyncpg.Connection) -> None:
    """Make the three people, and an open workout for each."""
    for sets, owner in OWNERS.items():
        await seed.lifted(db, 1, max(sets // 25, 1), first=owner, days_between=1)
        if sets < 25:
            await db.execute("DELETE FROM sets WHERE owner = $1 AND position > 2", owner)
        workout = await db.fetchval(
            "INSERT INTO workouts (owner, title) VALUES ($1, 'Full body') RETURNING id", owner
        )
        await seed._plan(db, owner, owner)
        await db.execute(
            """
            INSERT INTO sets (owner, workout, position, n, exercise, weight_kg, reps, revision)
            SELECT owner, workout, position, n, exercise, 60, 5, 0
            FROM planned, generate_series(1, 5) AS n
            WHERE owner = $1 AND workout = $2 AND position < 3
            """,
            owner,
            workout,
        )


async def _read(
    db: asyncpg.Connection, owner: int, read: Read, times: int
) -> tuple[list[float], list[float]]:
    """Read so many times; gives what each took and what CPU the database spent on it, in ms."""
    server = psutil.Process(db.get_server_pid())
    waited, spent = [], []
    for _ in range(times):
        began, before = time.perf_counter(), cpu_seconds(server)
        await read(db, owner)
        waited.append((time.perf_counter() - began) * 1000)
        spent.append((cpu_seconds(server) - before) * 1000)
    return waited, spent


async def _plans(bench: Bench, db: asyncpg.Connection) -> None:
    asked = plans.queries()
    large = await plans.large_tables(db, 10_000)
    found = [
        f"{name}: {table}"
        for text, name in asked.items()
        for table in await plans.without_index(db, text, large)
    ]
    bench.note(f"larger than 10,000 rows are {', '.join(sorted(large))}")
    for one in found:
        bench.note(f"reads a whole table: {one}")
    bench.figure("queries_without_index_queries", len(found), n=len(asked), at_most=0)


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("reports", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
