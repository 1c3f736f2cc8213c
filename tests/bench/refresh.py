"""The database's gauges: as quick with ten million sets as with a hundred thousand."""

import asyncio
import time
from pathlib import Path
from tempfile import NamedTemporaryFile

import asyncpg
import uvloop

from service import storage
from service.local.postgres import PrivatePostgres
from service.local.postgres.executables import wheel
from service.storage.database import migrate
from tests.bench import seed
from tests.bench.growth import Tables
from tests.bench.measure import Bench, percentile
from tests.bench.stage import temporary_postgres
from tests.program import end_group

PENDING = 3_000
"""Changes not folded yet: 15 seconds of 200 sets a second."""

WRITERS = 32

INSERT = """
INSERT INTO sets (owner, workout, position, n, exercise, weight_kg, reps, revision)
SELECT owner, workout, position, :n, exercise, 60, 5, 1 FROM planned
WHERE owner = :owner AND workout = :workout AND position = :place AND NOT EXISTS (
    SELECT FROM sets
    WHERE owner = :owner AND workout = :workout AND position = :place AND n = :n
);
"""

BARE = f"""
\\set workout 1 + :client_id + {WRITERS} * random(0, :workouts / {WRITERS} - 1)
\\set owner :workout + {seed.FIRST - 1}
\\set place random(1, 5)
\\set n random(1, 20)
BEGIN;
{INSERT}
INSERT INTO statistic_changes VALUES ('operation', current_date, 1);
COMMIT;
"""
"""A set and its counting, and nothing else."""

WHOLE = f"""
\\set update random(1, 1000000000000000)
\\set workout 1 + :client_id + {WRITERS} * random(0, :workouts / {WRITERS} - 1)
\\set owner :workout + {seed.FIRST - 1}
\\set place random(1, 5)
\\set n random(1, 20)
BEGIN;
SELECT pg_advisory_xact_lock(:owner);
INSERT INTO settled_updates (update_id) VALUES (:update) ON CONFLICT DO NOTHING;
UPDATE workouts SET revision = revision + 1, last_set_at = now()
WHERE owner = :owner AND id = :workout;
{INSERT}
INSERT INTO timers (owner, workout, due_at)
SELECT owner, id, now() + interval '2 minutes' FROM workouts
WHERE owner = :owner AND id = :workout
ON CONFLICT (owner) DO UPDATE SET due_at = excluded.due_at;
INSERT INTO statistic_changes VALUES ('operation', current_date, 1);
COMMIT;
"""
"""What the bot writes when somebody logs a set."""


async def measure(bench: Bench) -> None:
    """Refresh at each size; then write with the counting and without, in turn."""
    async with temporary_postgres(durable=False) as (_, dsn):
        await _reading(bench, dsn)
    async with temporary_postgres() as (postgres, dsn):
        await _writing(bench, postgres, dsn)


async def _reading(bench: Bench, dsn: str) -> None:
    sizes = (10**5, 10**6) if bench.quick else (10**5, 10**6, 10**7)
    times = 50 if bench.quick else 300
    medians: list[float] = []
    counts: list[float] = []
    await migrate(dsn)
    db = await asyncpg.connect(dsn)
    tables = Tables(db, bench)
    for size in sizes:
        await tables.grow(size)
        await db.execute(
            "INSERT INTO statistic_changes"
            " SELECT 'sets', current_date, 0 FROM generate_series(1, $1::int)",
            PENDING,
        )
        spent = []
        for _ in range(times):
            began = time.perf_counter()
            numbers = await storage.statistics.read(db)
            spent.append((time.perf_counter() - began) * 1000)
        medians.append(bench.figure(f"refresh_at_{size}_sets_ms", spent, at_most=20))
        bench.figure(f"refresh_p99_at_{size}_sets_ms", percentile(spent, 99), n=times)
        began = time.perf_counter()
        true = {
            "people": await db.fetchval("SELECT count(*) FROM people"),
            "sets": await db.fetchval("SELECT count(*) FROM sets"),
            "programs": await db.fetchval("SELECT count(*) FROM programs"),
        }
        counts.append((time.perf_counter() - began) * 1000)
        told = {"people": numbers.people, "sets": numbers.sets, "programs": numbers.programs}
        wrong = sum(abs(true[name] - told[name]) for name in true)
        bench.figure(f"difference_from_count_at_{size}_sets", wrong, at_most=0)
        bench.figure(f"count_at_{size}_sets_ms", counts[-1])
    bench.figure("refresh_growth_ratio", medians[-1] / medians[0], n=times, at_most=1.5)
    bench.curve("sets", sets=sizes, refresh_ms=medians, count_ms=counts)
    bench.note(f"{PENDING} changes were not yet folded at each reading")
    await db.close()


async def _writing(bench: Bench, postgres: PrivatePostgres, dsn: str) -> None:
    seconds, rounds, people = (2, 1, 1_000) if bench.quick else (6, 6, 20_000)
    await migrate(dsn)
    db = await asyncpg.connect(dsn)
    await seed.train(db, people)
    for name, script in (("set", WHOLE), ("bare_insert", BARE)):
        without = "".join(
            line for line in script.splitlines(keepends=True) if "statistic_changes" not in line
        )
        found: dict[bool, list[float]] = {True: [], False: []}
        for n in range(rounds):
            for counted in (True, False) if n % 2 else (False, True):
                await _count(db, counted=counted)
                folding = asyncio.create_task(_folds(dsn)) if counted else None
                written = script if counted else without
                found[counted].append(await _pgbench(postgres, written, people, seconds))
                if folding:
                    folding.cancel()
                await _count(db, counted=False)
                await db.execute(
                    "TRUNCATE sets, daily_bests, timers, settled_updates, statistic_changes"
                )
                await db.execute("VACUUM workouts")
            bench.say(f"{name}: round {n + 1} of {rounds}")
        bench.figure(f"{name}_counted_transactions_per_s", found[True])
        bench.figure(f"{name}_uncounted_transactions_per_s", found[False])
        ratios = [one / other for one, other in zip(found[True], found[False], strict=True)]
        target = 0.85 if name == "set" else None
        bench.figure(f"{name}_counted_ratio", ratios, at_least=target)
    await db.close()
    bench.note(
        f"pgbench, {WRITERS} writers, folded every 2 s meanwhile; `set` is the whole transaction"
        " that the bot writes, `bare_insert` the row and its counting alone"
    )


async def _count(db: asyncpg.Connection, *, counted: bool) -> None:
    """Switch the triggers that count on or off."""
    for trigger in ("count_sets_in", "count_sets_out"):
        switch = "ENABLE" if counted else "DISABLE"
        await db.execute(f"ALTER TABLE sets {switch} TRIGGER {trigger}")


async def _folds(dsn: str) -> None:
    """Fold as the bot does, only more often: a block is short."""
    db = await asyncpg.connect(dsn)
    try:
        while True:
            await asyncio.sleep(2)
            async with db.transaction():
                await storage.statistics.fold(db)
    finally:
        db.terminate()


async def _pgbench(postgres: PrivatePostgres, script: str, workouts: int, seconds: int) -> float:
    """Let many write at once for some seconds; gives transactions a second."""
    program: Path = wheel() / "pgbench"
    with NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        process = await asyncio.create_subprocess_exec(
            *(program, "-n", "-M", "prepared", "-c", str(WRITERS), "-j", "2", "-T", str(seconds)),
            *("-D", f"workouts={workouts}", "-f", file.name, "-h", postgres._run_dir),
            *("-U", "workout", "workout"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            said, _ = await process.communicate()
        finally:
            await end_group(process)
    for line in said.decode().splitlines():
        if line.startswith("tps = "):
            return float(line.split()[2])
    raise RuntimeError(said.decode())


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("refresh", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
