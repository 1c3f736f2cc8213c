"""What writing leaves behind, and whether clearing it up holds anybody up."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from decimal import Decimal

import asyncpg
import psutil
import uvloop

from service import storage, upkeep
from service.domain.notation import Lift
from service.storage.database import migrate
from service.storage.sets import Source
from service.storage.updates import KEEP
from tests.bench import seed
from tests.bench.measure import Bench, cpu_seconds, percentile
from tests.bench.stage import temporary_postgres

WRITERS = 8

HOT = ("workouts", "daily_bests", "timers", "people")
"""Tables whose rows change with the sets."""

BEFORE = """
    DROP INDEX workouts_left_open;
    CREATE INDEX workouts_left_open ON workouts (coalesce(last_set_at, started_at))
        WHERE ended_at IS NULL;
    ALTER TABLE workouts RESET (fillfactor)
"""
"""The schema before migration 0033, whose index of open workouts held the last set."""

Purge = Callable[[asyncpg.Connection], Awaitable[bool]]


async def measure(bench: Bench) -> None:
    """Write sets with the schema of before and of now; then purge while sets are written."""
    for name, change in (("before", BEFORE), ("now", "SELECT")):
        async with temporary_postgres(durable=False) as (_, dsn):
            await migrate(dsn)
            db = await asyncpg.connect(dsn)
            await db.execute(change)
            await _write(bench, db, dsn, name)
            await db.close()
    async with temporary_postgres(durable=False) as (_, dsn):
        await migrate(dsn)
        db = await asyncpg.connect(dsn)
        await _purge(bench, db, dsn)
        await db.close()
    bench.note(f"{WRITERS} writers, each of whom logs sets as a message does; one PostgreSQL")


async def _write(bench: Bench, db: asyncpg.Connection, dsn: str, name: str) -> None:
    """Let people log sets, and tell what PostgreSQL did and what it left."""
    people, sets = (400, 1_500) if bench.quick else (2_000, 12_000)
    await seed.lifted(db, people, 10)
    await seed.train(db, people, first=seed.FIRST + people)
    await db.execute("VACUUM ANALYZE")
    server = psutil.Process(db.get_server_pid()).parent()
    assert server
    sizes = "SELECT pg_relation_size('workouts') AS heap, pg_indexes_size('workouts') AS indexes"
    before, spent = await db.fetchrow(sizes), cpu_seconds(server, children=True)
    log = await db.fetchval("SELECT pg_current_wal_insert_lsn()")
    took = await _train(dsn, range(seed.FIRST + people, seed.FIRST + 2 * people), sets)
    spent = cpu_seconds(server, children=True) - spent
    written = await db.fetchval("SELECT pg_current_wal_insert_lsn() - $1::pg_lsn", log)
    after = await db.fetchrow(sizes)
    bench.figure(f"{name}_set_database_cpu_ms", spent / len(took) * 1000, n=len(took))
    bench.figure(f"{name}_set_waited_ms", took)
    bench.figure(f"{name}_set_log_bytes", float(written) / len(took), n=len(took))
    for part in ("heap", "indexes"):
        grown = (after[part] - before[part]) / len(took)
        bench.figure(f"{name}_workouts_{part}_per_set_bytes", grown, n=len(took))
    await db.execute("SELECT pg_stat_force_next_flush()")
    for row in await db.fetch(
        "SELECT relname, n_tup_upd, n_tup_hot_upd, n_dead_tup FROM pg_stat_user_tables"
        " WHERE relname = ANY ($1) AND n_tup_upd > 0 ORDER BY relname",
        HOT,
    ):
        share = row["n_tup_hot_upd"] / row["n_tup_upd"]
        bench.figure(f"{name}_{row['relname']}_hot_updates_ratio", share, n=row["n_tup_upd"])
        bench.figure(f"{name}_{row['relname']}_dead_rows", row["n_dead_tup"])


async def _train(dsn: str, people: range, sets: int) -> list[float]:
    """Let people log so many sets; gives how long each took, in ms."""
    todo = iter([owner for nth in range(25) for owner in people][:sets])
    took: list[float] = []

    async def write() -> None:
        db = await asyncpg.connect(dsn)
        took.extend([await _log(db, owner) for owner in todo])
        await db.close()

    await asyncio.gather(*(write() for _ in range(WRITERS)))
    return took


_updates = iter(range(10**9, 2 * 10**9))


async def _log(db: asyncpg.Connection, owner: int) -> float:
    """Store one set as a message does; gives how long that took, in ms."""
    update, began = next(_updates), time.perf_counter()
    async with db.transaction():
        await storage.updates.claim(db, update, owner)
        workout = await storage.workouts.find(db, owner)
        assert workout
        assert workout.next_place
        await storage.sets.log(
            db,
            owner,
            workout,
            [(workout.next_place, Lift(Decimal(60), 5))],
            source=Source(owner, update),
            rest=120,
        )
    return (time.perf_counter() - began) * 1000


async def _purge(bench: Bench, db: asyncpg.Connection, dsn: str) -> None:
    """Purge a million update numbers while sets are written: bit by bit, and at once."""
    people, old = (400, 100_000) if bench.quick else (2_000, 1_000_000)
    await seed.train(db, people)
    per_phase = 600 if bench.quick else 4_000
    everyone = range(seed.FIRST, seed.FIRST + people)
    for name, purge in (("no_purge", _nothing), ("bits", _bits), ("at_once", _at_once)):
        await _settle(db, old)
        purging = asyncio.create_task(purge(bench, dsn))
        began = time.perf_counter()
        took = await _train(dsn, everyone, per_phase)
        seconds = time.perf_counter() - began
        await purging
        bench.figure(f"set_during_{name}_ms", took)
        bench.figure(f"set_during_{name}_p95_ms", percentile(took, 95), n=len(took))
        bench.figure(f"set_during_{name}_longest_ms", max(took), n=len(took))
        bench.figure(f"sets_during_{name}_per_s", len(took) / seconds)
    await _dead(bench, db, old)


async def _settle(db: asyncpg.Connection, old: int) -> None:
    """Store so many update numbers that are past their time, and nothing else."""
    await db.execute("TRUNCATE settled_updates")
    await db.execute(
        "INSERT INTO settled_updates"
        " SELECT n, now() - interval '4 days' FROM generate_series(1, $1::int) AS n",
        old,
    )
    await db.execute("VACUUM ANALYZE settled_updates")


async def _nothing(bench: Bench, dsn: str) -> None:
    pass


async def _bits(bench: Bench, dsn: str) -> None:
    """Purge as the bot does."""
    db = await asyncpg.connect(dsn)
    began = time.perf_counter()
    took = await _until_nothing_is_old(db, upkeep.PAUSE_SECONDS)
    bench.figure("purge_in_bits_s", time.perf_counter() - began)
    bench.figure("purge_statement_ms", took)
    bench.figure("purge_longest_statement_ms", max(took), n=len(took), at_most=1000)
    await db.close()


async def _until_nothing_is_old(db: asyncpg.Connection, pause: float = 0) -> list[float]:
    """Purge bit by bit; gives how long each statement took, in ms."""
    took, more = [], True
    while more:
        began = time.perf_counter()
        more = await storage.updates.purge(db)
        took.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(pause)
    return took


async def _at_once(bench: Bench, dsn: str) -> None:
    """Purge in one statement, as the bot did."""
    db = await asyncpg.connect(dsn)
    began = time.perf_counter()
    await db.execute(
        "DELETE FROM settled_updates WHERE settled_at < now() - $1::text::interval", KEEP
    )
    bench.figure("purge_at_once_s", time.perf_counter() - began)
    await db.close()


async def _dead(bench: Bench, db: asyncpg.Connection, old: int) -> None:
    """Purge beside numbers that were purged and not yet vacuumed, and beside none."""
    for name, share in (("fifth", 0.2), ("fiftieth", 0.02)):
        await db.execute("TRUNCATE settled_updates")
        await db.execute("ALTER TABLE settled_updates SET (autovacuum_enabled = false)")
        dead = int(old * share * 3)
        await _settle(db, dead)
        await _until_nothing_is_old(db)
        took = []
        for _ in range(20):
            await db.execute(
                "INSERT INTO settled_updates SELECT n, now() - interval '4 days'"
                " FROM generate_series(1, 5000) AS n"
            )
            began = time.perf_counter()
            await storage.updates.purge(db)
            took.append((time.perf_counter() - began) * 1000)
        bench.figure(f"purge_statement_with_a_{name}_dead_ms", took)


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("housekeeping", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
