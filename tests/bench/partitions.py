"""The largest tables as hash partitions by owner: the same results and plans, hardly slower."""

import statistics
import time
from decimal import Decimal

import asyncpg
import psutil
import uvloop

from service import storage
from service.domain.notation import Lift
from service.storage.database import migrate
from service.storage.sets import Source
from tests.bench import dividing, plans
from tests.bench.growth import Tables
from tests.bench.measure import Bench, cpu_seconds
from tests.bench.reports import OWNERS, READS, Read, people
from tests.bench.stage import temporary_postgres

PARTS = 8

SLOWER = 1.1
"""How much longer a read may take, once divided."""


async def measure(bench: Bench) -> None:
    """Fill one database, divide a copy of it, and let both do the same in turn."""
    size, times = (10**5, 20) if bench.quick else (10**6, 200)
    async with temporary_postgres(durable=False) as (postgres, dsn):
        await migrate(dsn)
        db = await asyncpg.connect(dsn)
        await people(db)
        await Tables(db, bench).grow(size)
        await db.close()
        await _copy(postgres.dsn("postgres", user="postgres"))
        plain, divided = await asyncpg.connect(dsn), await asyncpg.connect(postgres.dsn("divided"))
        began = time.perf_counter()
        await dividing.divide(divided, PARTS)
        bench.figure(f"dividing_{size}_sets_s", time.perf_counter() - began)
        for db in (plain, divided):
            await db.execute("VACUUM ANALYZE")
            await db.execute("SET plan_cache_mode = force_generic_plan")
        await _compare(bench, plain, divided, times)
        for db in (plain, divided):
            await db.execute("SET plan_cache_mode = auto; DISCARD PLANS")
        _, spent = await _in_turn((plain, divided), OWNERS[1_000], _typed_set, times)
        bench.figure("typed_with_1000_sets_planned_anew_ratio", _ratio(spent), n=times)
        await _plans(bench, divided)
        bench.note(
            "both have plan_cache_mode = force_generic_plan, but for the figure `planned_anew`:"
            " by itself PostgreSQL plans each query of divided tables again and again"
        )
        bench.note(f"{', '.join(dividing.LARGEST)} are divided into {PARTS} parts by owner")
        for db in (plain, divided):
            await db.close()


async def _copy(dsn: str) -> None:
    """Copy the database under another name."""
    admin = await asyncpg.connect(dsn)
    await admin.execute("CREATE DATABASE divided TEMPLATE workout OWNER workout")
    await admin.close()


async def _typed_set(db: asyncpg.Connection, who: int) -> object:
    """Do what storing a typed set does, and take it back."""
    transaction = db.transaction()
    await transaction.start()
    try:
        await storage.updates.claim(db, 1, who)
        workout = await storage.workouts.find(db, who, records=True)
        assert workout
        assert workout.next_place
        await storage.sets.log(
            db,
            who,
            workout,
            [(workout.next_place, Lift(Decimal(60), 5))],
            source=Source(who, 2_000_000_000),
            rest=120,
        )
        found = await storage.workouts.find(db, who)
        assert found
        return found.done
    finally:
        await transaction.rollback()


async def _compare(
    bench: Bench, plain: asyncpg.Connection, divided: asyncpg.Connection, times: int
) -> None:
    differing = 0
    both = (plain, divided)
    for sets, owner in OWNERS.items():
        sums = [0.0, 0.0]
        for name, read in (READS | {"typed_set": _typed_set}).items():
            differing += await read(plain, owner) != await read(divided, owner)
            waited, spent = await _in_turn(both, owner, read, times)
            for kind, found in (("plain", spent[0]), ("divided", spent[1])):
                bench.figure(f"{name}_with_{sets}_sets_{kind}_cpu_ms", found)
            if read is _typed_set:
                bench.figure(f"typed_with_{sets}_sets_waited_ratio", _ratio(waited), n=times)
                bench.figure(
                    f"typed_with_{sets}_sets_ratio", _ratio(spent), n=times, at_most=SLOWER
                )
            else:
                sums = [n + statistics.median(found) for n, found in zip(sums, spent, strict=True)]
        bench.figure(
            f"all_reads_with_{sets}_sets_ratio", sums[1] / sums[0], n=times, at_most=SLOWER
        )
    bench.figure("differing_results", differing, n=3 * len(READS) + 3, at_most=0)
    bench.note(
        "a ratio is that of the medians of the CPU of the database's process, divided to plain;"
        " `waited` is what the asker waits"
    )


async def _in_turn(
    both: tuple[asyncpg.Connection, ...], owner: int, read: Read, times: int
) -> tuple[list[list[float]], list[list[float]]]:
    """Read so many times from both in turn; gives what each took and its CPU, in ms."""
    servers = [psutil.Process(db.get_server_pid()) for db in both]
    waited: list[list[float]] = [[], []]
    spent: list[list[float]] = [[], []]
    for _ in range(times):
        for n, db in enumerate(both):
            began, before = time.perf_counter(), cpu_seconds(servers[n])
            await read(db, owner)
            waited[n].append((time.perf_counter() - began) * 1000)
            spent[n].append((cpu_seconds(servers[n]) - before) * 1000)
    return waited, spent


def _ratio(found: list[list[float]]) -> float:
    plain, divided = (statistics.median(values) for values in found)
    return divided / plain


async def _plans(bench: Bench, db: asyncpg.Connection) -> None:
    asked = plans.queries()
    large = await plans.large_tables(db, 1_000)
    whole = [
        f"{name}: {table}"
        for text, name in asked.items()
        for table in await plans.without_index(db, text, large)
    ]
    for one in whole:
        bench.note(f"reads a whole table: {one}")
    owner = OWNERS[1_000]
    own = [text for text, name in asked.items() if name not in plans.OF_SEVERAL]
    wide = sum([len(await dividing.parts_read(db, text, owner)) > 1 for text in own])
    bench.figure("queries_of_several_parts_queries", wide, n=len(own), at_most=0)
    bench.figure("queries_without_index_queries", len(whole), n=len(asked), at_most=0)


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("partitions", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
