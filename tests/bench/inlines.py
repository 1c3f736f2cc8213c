"""From an inline query to its answer, while fifty people train."""

import asyncio
import random

import uvloop

from service.local.telegram import inline
from tests.bench.measure import Bench, percentile
from tests.bench.stage import Stage, open_stage
from tests.bench.taps import Floor, Waits

ASKERS = 10
PACE = (0.1, 0.5)
"""Seconds between two letters of one person."""

MUCH = """
    INSERT INTO programs (owner, name)
        SELECT owner, 'P' || n FROM programs, generate_series(1, 9) n;
    INSERT INTO days (owner, program, position) SELECT owner, id, 1 FROM programs p
        WHERE NOT EXISTS (SELECT FROM days d WHERE d.owner = p.owner AND d.program = p.id);
    INSERT INTO slots (owner, day, position, exercise, sets, reps_min, reps_max, weight_kg)
        SELECT d.owner, d.id, row_number() OVER (PARTITION BY d.owner, d.id ORDER BY e.id), e.id,
               5, 5, 5, 60
        FROM days d JOIN exercises e ON e.owner = d.owner
        WHERE NOT EXISTS (SELECT FROM slots s WHERE s.owner = d.owner AND s.day = d.id);
    INSERT INTO workouts (owner, title, started_at, last_set_at, ended_at, ended_by)
        SELECT id, 'W' || n, at, at, at, 'finished'
        FROM people, generate_series(1, 20) n, LATERAL (SELECT now() - n * interval '1 day') t (at);
    INSERT INTO planned (owner, workout, position, exercise, sets)
        SELECT w.owner, w.id, row_number() OVER (PARTITION BY w.owner, w.id ORDER BY e.id), e.id, 5
        FROM workouts w JOIN exercises e ON e.owner = w.owner WHERE ended_at IS NOT NULL;
    INSERT INTO sets (owner, workout, position, n, exercise, weight_kg, reps, revision)
        SELECT p.owner, p.workout, p.position, n, p.exercise, 60, 5, 1
        FROM planned p JOIN workouts w ON w.owner = p.owner AND w.id = p.workout,
             generate_series(1, 5) n
        WHERE ended_at IS NOT NULL;
    ANALYZE
"""
"""Ten programs and twenty workouts of eight exercises each, for everybody."""


class Askers:
    """People who type the bot's name somewhere."""

    def __init__(self, stage: Stage) -> None:
        self._world = stage.stand_in.world
        self._asked: dict[str, tuple[float, asyncio.Event]] = {}
        self.waits: list[float] = []

    async def ask(self, number: int, seconds: float, chance: random.Random) -> None:
        """Ask for pages of programs and of workouts; each query is a new one for Telegram."""
        until = asyncio.get_running_loop().time() + seconds
        spaces = 0
        while asyncio.get_running_loop().time() < until:
            spaces += 1
            offset = chance.choice(("", "10"))
            answered = asyncio.Event()
            began = self._world.now()
            done = inline.ask(self._world, number, " " * (spaces % 250), offset=offset)
            self._asked[done["query_id"]] = began, answered
            await asyncio.wait_for(answered.wait(), 30)
            await asyncio.sleep(chance.uniform(*PACE))

    async def follow(self) -> None:
        """Note when each query is answered."""
        events = self._world.transcript.follow()
        while True:
            event = await events.get()
            if event["kind"] == "inline" and event["query_id"] in self._asked:
                began, answered = self._asked.pop(event["query_id"])
                self.waits.append(event["at"] - began)
                answered.set()


async def measure(bench: Bench) -> None:
    """Let fifty people train and ten of them ask."""
    seconds = 15.0 if bench.quick else 60.0
    async with open_stage() as stage:
        floor, askers = Floor(stage, Waits()), Askers(stage)
        await floor.enter()
        await stage.db.execute(MUCH)
        following = asyncio.create_task(askers.follow())
        chance = random.Random(7)

        async def together(seconds: float) -> None:
            asking = (askers.ask(number, seconds, chance) for number in range(1, ASKERS + 1))
            await asyncio.gather(floor.everybody(seconds), *asking)

        await together(5)  # statements prepared, classes built
        askers.waits, floor.waits = [], Waits()
        bench.say(f"{ASKERS} people ask and fifty train for {seconds:.0f} s")
        await together(seconds)
        following.cancel()
    own = [1000 * wait for wait in askers.waits]
    bench.figure("query_to_answer_p50_ms", percentile(own, 50), n=len(own))
    bench.figure("query_to_answer_p95_ms", percentile(own, 95), n=len(own), at_most=100)
    bench.figure("query_to_answer_p99_ms", percentile(own, 99), n=len(own))
    taps = [1000 * wait for wait in floor.waits.toast]
    bench.figure("tap_to_toast_meanwhile_p95_ms", percentile(taps, 95), n=len(taps), at_most=150)
    bench.note("a page has ten programs or ten workouts of eight exercises, read and worded anew")


def run(*, quick: bool) -> None:
    """Run the bench."""
    bench = Bench("inlines", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
