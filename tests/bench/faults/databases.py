"""Faults of the database and of the wire to it."""

import asyncio
import signal
import time

import asyncpg

from tests.bench.faults.kept import Result
from tests.bench.faults.stage import Stage, open_stage
from tests.waiting import until

RATE = 100.0
PRESS_LIFE = 140.0  # Telegram forgets a pressed button after 150 s; the backlog takes some


async def restart(result: Result) -> None:
    """Restart PostgreSQL under load: politely and as a power cut would, in turns."""
    restarts = 2 if result.quick else 10
    async with open_stage(typing=restarts * 45, pressing=20) as stage:
        commits: list[float] = []
        for n in range(restarts):
            stage.ledger.rate = RATE
            await stage.until_stored(await stage.stored() + 100)
            await stage.database_goes(signal.SIGQUIT if n % 2 else signal.SIGINT)
            await stage.database_comes()
            commits.append(await stage.until_stored(await stage.stored()))
            result.say(f"restart {n + 1} of {restarts}: a set after {commits[-1]:.2f} s")
        await _rest(result, stage)
        result.count = restarts
        await result.ledger(stage)
        slowest = max(commits)
        result.expect("first_commit_s", slowest, "at most 5", held=slowest <= 5)


async def away(result: Result) -> None:
    """Leave the database away for long: nobody answers, then everything is taken and lost."""
    outages = (
        [("gone", 12.0)] if result.quick else [("gone", 60.0), ("deaf", 60.0), ("gone", 180.0)]
    )
    async with open_stage(typing=60 * len(outages), pressing=30) as stage:
        commits: list[float] = []
        ended: list[float] = []
        for way, seconds in outages:
            await stage.ledger.trains(20, 5)
            stage.ledger.rate = 6
            if way == "gone":
                await stage.database_goes(signal.SIGINT)
            else:
                stage.wire.deaf = True
            await asyncio.sleep(seconds)
            result.say(f"{way} for {seconds:.0f} s")
            if way == "gone":
                await stage.database_comes()
            else:
                stage.wire.deaf = False
                stage.wire.cut()
            commits.append(await stage.until_stored(await stage.stored()))
            result.say(f"a set after {commits[-1]:.2f} s")
            ended.append(time.time())
            stage.ledger.rate = 0
            await stage.ledger.rests(60)
        late = _silent_though_fresh(stage, ended)
        result.count = len(outages)
        found = await result.ledger(stage)
        result.expect("first_commit_s", max(commits), "at most 5", held=max(commits) <= 5)
        result.more["presses_silent_as_too_old"] = found.presses_silent - late
        result.expect("presses_silent_though_fresh", late, "0", held=late == 0)
        result.note("20 sets and presses a second before, 6 a second while the database is away")


def _silent_though_fresh(stage: Stage, ended: list[float]) -> int:
    """Count the presses that got no answer, and were younger than 150 s when it was over."""
    silent = [press.at for press in stage.ledger.presses.values() if press.toast is None]
    return sum(min(end - at for end in ended if end >= at) < PRESS_LIFE for at in silent)


async def cut(result: Result) -> None:
    """Cut every connection to the database again and again."""
    cuts = 10 if result.quick else 200
    async with open_stage(typing=max(cuts, 40), pressing=20) as stage:
        stage.ledger.rate = RATE
        severed = 0
        for _ in range(cuts):
            await asyncio.sleep(0.15)
            severed += stage.wire.cut()
        await _rest(result, stage)
        result.count = cuts
        result.more["connections_cut"] = severed
        await result.ledger(stage)


async def commit(result: Result) -> None:
    """Lose the answer to every fifth COMMIT: it is stored, and the bot is not told."""
    losses = 40 if result.quick else 1000
    async with open_stage(typing=losses // 2 + 50, pressing=20) as stage:
        stage.wire.lose_every = 5
        stage.ledger.rate = RATE / 2
        world = stage.ledger.world

        def enough() -> bool:
            typed = stage.ledger.sent >= 20 * len(stage.ledger.typing)
            return stage.wire.lost >= losses or (typed and not world.inbox.open_count)

        await until(enough, "enough answers are lost, or all is typed", within=600, pause=0.1)
        stage.wire.lose_every = None
        await _rest(result, stage)
        result.count = stage.wire.lost
        result.expect("answers_lost", result.count, f"{losses}", held=result.count >= losses)
        await result.ledger(stage)


async def pool(result: Result) -> None:
    """Use up the bot's connections: another session locks what every update writes."""
    rounds, seconds = (1, 4.0) if result.quick else (5, 15.0)
    async with open_stage(typing=60 * rounds, pressing=20) as stage:
        for _ in range(rounds):
            await stage.ledger.trains(40, 2)
            stage.ledger.rate = 15
            other = await asyncpg.connect(stage.postgres.dsn())
            async with other.transaction():
                await other.execute("LOCK TABLE settled_updates IN ACCESS EXCLUSIVE MODE")
                await asyncio.sleep(seconds)
                waiting = await stage.metric(stage.bots[0], "bot_database_pool_idle_connections")
                result.say(f"idle connections of the bot: {waiting:.0f}")
            await other.close()
        await _rest(result, stage)
        result.count = rounds
        await result.ledger(stage)


async def _rest(result: Result, stage: Stage) -> None:
    stage.ledger.rate = 0
    began = time.monotonic()
    await stage.ledger.rests(60)
    result.more["rested_s"] = round(time.monotonic() - began, 2)
