"""Faults of the bot's own process: killed, told to stop, taken over by another."""

import random
import signal
import time
from pathlib import Path

from service.local.telegram import people
from service.local.telegram.world import Person
from service.telegram.transport.suspects import DEATHS
from tests.bench.faults.kept import Result
from tests.bench.faults.stage import Stage, open_stage
from tests.bench.measure import percentile
from tests.program import ROOT
from tests.waiting import until

RATE = 200.0
DEADLY = "take the interpreter with you"


async def kill(result: Result) -> None:
    """Kill the bot at random times under load and start it again."""
    kills, sets = (3, 600) if result.quick else (50, 20_000)
    chance = random.Random(5)
    # Each has 20 sets to type, and they type on while it is down.
    async with open_stage(typing=sets * 3 // 40, pressing=20) as stage:
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


async def interpreter(result: Result) -> None:
    """Send a text whose handling ends the process at once, and start the bot again each time."""
    poisons = 1 if result.quick else 5
    told = {"DEADLY": DEADLY, "PYTHONPATH": f"{Path(__file__).parent / 'deadly'}:{ROOT}"}
    async with open_stage(typing=60 * poisons, pressing=10, bots=0) as stage:
        await stage.start(**told)
        stage.stand_in.world.add_person(Person(4711, "Poisoner", started=True))
        deaths: list[int] = []
        for n in range(poisons):
            await stage.ledger.trains(40, 2)
            people.say(stage.stand_in.world, 4711, DEADLY)
            stage.ledger.rate = 20
            deaths.append(await _until_set_aside(stage, n + 1, told))
            result.say(f"text {n + 1} of {poisons}: set aside after {deaths[-1]} deaths")
        stage.ledger.rate = 0
        await stage.ledger.rests(60)
        result.count = sum(deaths)
        await result.ledger(stage)
        aside = await stage.db.fetch("SELECT error FROM quarantine")
        crashes = [error for (error,) in aside].count("Crash")
        result.expect("quarantined", len(aside), f"{poisons}", held=len(aside) == poisons)
        result.expect("as_crash", crashes, f"{poisons}", held=crashes == poisons)
        most = max(deaths)
        result.expect("deaths_each", most, f"at most {DEATHS + 1}", held=most <= DEATHS + 1)
        result.note("the first death is of an update that had just come: it is not counted")


async def _until_set_aside(stage: Stage, poisons: int, told: dict[str, str]) -> int:
    """Start the bot again until so many updates are in quarantine; gives how often it died."""
    deaths = 0

    async def set_aside() -> int:
        nonlocal deaths
        process = stage.bots[0].process
        assert process
        if process.returncode is not None:
            deaths += 1
            stage.bots.clear()
            await stage.start(**told)
        return int(await stage.db.fetchval("SELECT count(*) FROM quarantine"))

    what = f"{poisons} updates are in quarantine"
    await until(set_aside, what, lambda count: count >= poisons, within=120, pause=0.05)
    return deaths
