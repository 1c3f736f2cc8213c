"""What a set costs with a million people in the tables; docs/performance.md computes from it."""

import re
from collections import Counter
from urllib.request import urlopen

import asyncpg
import uvloop

from tests.bench import seed
from tests.bench.growth import Tables
from tests.bench.measure import Bench
from tests.bench.stage import Crowd, Stage, open_stage

KNOWN = 600_000
"""People who are known to the bot and have logged nothing."""

SETS = 10_000_000
"""Sets of the others, 25 each."""

TRAINING = 10_000
"""How many of them train now."""

RATE = 80
"""Sets a second: a fifth of what a million people make in their busiest hour."""

SECONDS = 180.0
ROUND_TRIP = 0.1
CALLED = re.compile(r'^bot_api_calls_total\{method="(\w+)".*\} (\S+)$', re.MULTILINE)
CALLS = {
    "poll": ("getUpdates",),
    "message": ("sendMessage", "editMessageText"),
    "receipt": ("answerCallbackQuery", "setMessageReaction"),
}
"""Calls of the Bot API by what they are for."""


async def measure(bench: Bench) -> None:
    """Fill the tables, weigh them, and let some of the people train."""
    scale = 50 if bench.quick else 1
    async with open_stage(latency=ROUND_TRIP) as stage:
        tables = Tables(stage.db, bench, workouts=1)
        await tables.grow(SETS // scale)
        await stage.db.execute(
            "INSERT INTO people (id, language)"
            " SELECT n, 'en' FROM generate_series($1::int, $2) AS n",
            2 * seed.FIRST,
            2 * seed.FIRST + KNOWN // scale - 1,
        )
        await _size(bench, stage.db)
        crowd = Crowd(stage, TRAINING // scale, first=4 * seed.FIRST)
        await crowd.gather()
        await crowd.trains(RATE, TRAINING / scale / RATE)  # everybody has a card to press on
        await _load(bench, stage, crowd, SECONDS / scale)


async def _size(bench: Bench, db: asyncpg.Connection) -> None:
    people, sets = await db.fetchrow(
        "SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM sets)"
    )
    size = await db.fetchval("SELECT pg_database_size(current_database())")
    bench.figure("people_in_tables", people)
    bench.figure("sets_in_tables", sets)
    bench.figure("database_mib", size / 2**20)
    bench.figure("database_bytes_per_set", size / sets)
    rows = await db.fetch(
        """
        SELECT relname, pg_total_relation_size(oid) AS size FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY size DESC LIMIT 6
        """
    )
    listed = ", ".join(f"{row['relname']} {row['size'] / 2**20:.0f} MiB" for row in rows)
    bench.note(f"the largest tables with their indexes: {listed}")


async def _load(bench: Bench, stage: Stage, crowd: Crowd, seconds: float) -> None:
    written, called = await _written(stage.db), _calls(stage)
    phase = await crowd.trains(RATE, seconds, buttons=0.7)
    acts = len(phase.delays)
    bench.figure("act_cpu_ms", phase.cpu_ms("bot"), n=acts)
    bench.figure("act_postgres_cpu_ms", phase.cpu_ms("postgres"), n=acts)
    bench.figure("act_p99_s", phase.p99, n=acts, at_most=1.0)
    bench.figure("act_wal_bytes", (await _written(stage.db) - written) / acts, n=acts)
    bench.figure("bot_memory_mib", stage.process.memory_info().rss / 2**20)
    connections = await stage.db.fetchval(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'workout-bot'"
    )
    bench.figure("bot_connections", connections)
    calls = _calls(stage)
    for figure, methods in CALLS.items():
        made = sum(calls[each] - called[each] for each in methods)
        bench.figure(f"act_{figure}_calls", made / acts, n=acts)
    bench.figure("unanswered_acts", crowd.unanswered, n=crowd.acts, at_most=0)


def _calls(stage: Stage) -> Counter[str]:
    """Count the calls of the Bot API so far, by method."""
    with urlopen(stage.bot.addresses["metrics"]) as page:
        text = page.read().decode()
    calls = Counter[str]()
    for method, count in CALLED.findall(text):
        calls[method] += int(float(count))
    return calls


async def _written(db: asyncpg.Connection) -> int:
    """Give how many bytes of the write-ahead log were ever written."""
    return int(await db.fetchval("SELECT pg_current_wal_lsn() - '0/0'"))


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("capacity", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
