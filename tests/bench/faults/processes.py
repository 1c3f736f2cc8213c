"""Faults of the bot's own process: killed, told to stop, taken over by another."""

import random
import signal
import time

from tests.bench.faults.kept import Result
from tests.bench.faults.stage import open_stage
from tests.bench.measure import percentile

RATE = 200.0


async def kill(result: Result) -> None:
    """Kill the bot at random times under load and start it again."""
    kills, sets = (3, 600) if result.quick else (50, 20_000)
    chance = random.Random(5)
    async with open_stage(typing=sets // 20, pressing=20) as stage:
        starts: list[float] = []
        answers: list[float] = []
        share = sets / kills / RATE
        for n in range(kills):
            await stage.ledger.trains(RATE, share * chance.uniform(0.6, 1.4))
            await stage.bots.pop().kill()
            stage.ledger.rate = 20  # people do not know, and go on
            stored, began = await stage.stored(), time.monotonic()
            await stage.start()
            starts.append(time.monotonic() - began)
            await stage.until_stored(stored)
            answers.append(time.monotonic() - began)
            stage.ledger.rate = 0
            result.say(f"kill {n + 1} of {kills}: first set again after {answers[-1]:.1f} s")
        while stage.ledger.sent < sets:
            await stage.ledger.trains(RATE, 1)
        rested = await stage.ledger.rests(60)
        result.count = kills
        await result.ledger(stage)
        slowest = max(answers)
        result.expect("kill_to_first_set_s", slowest, "at most 20", held=slowest <= 20)
        result.more |= {"start_median_s": round(percentile(starts, 50), 2), "rested_s": rested}
        result.note(f"people act {RATE:.0f} times a second while the bot is up, 20 while down")


async def stop(result: Result) -> None:
    """Tell the bot to stop under load, again and again."""
    stops, share = (2, 1.0) if result.quick else (20, 3.0)
    chance = random.Random(6)
    async with open_stage(typing=int(stops * share * RATE / 8), pressing=20) as stage:
        exits: list[float] = []
        for n in range(stops):
            stage.ledger.rate = RATE
            await stage.until_stored(await stage.stored())
            await stage.ledger.trains(RATE, share * chance.uniform(0.3, 1.0))
            stage.ledger.rate = RATE / 4
            began = time.monotonic()
            status = await stage.bots.pop().signal(signal.SIGTERM, within=30)
            exits.append(time.monotonic() - began)
            result.say(f"stop {n + 1} of {stops}: status {status} after {exits[-1]:.2f} s")
            if status:
                result.missed.append(f"exit status {status}")
            stage.ledger.rate = 0
            await stage.start()
        await stage.ledger.rests(60)
        result.count = stops
        await result.ledger(stage)
        result.expect("exit_s", max(exits), "at most 15", held=max(exits) <= 15)
