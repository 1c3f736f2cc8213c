"""Memory of the bot's process: at the start, by people, and by updates."""

import asyncio
import itertools
import time
from collections.abc import Iterator

import uvloop

from service.local import people
from service.local.world import Person
from tests.bench.measure import Bench
from tests.bench.seed import FIRST
from tests.bench.stage import Stage, open_stage

MIB = 2**20
OPEN_AT_ONCE = 400
QUICK = (200, 1_000), 3_000
KEPT = (1_000, 30_000), 10_000
"""How many people come, in two crowds, and how many updates follow; a quiet machine may do more."""


class Flood:
    """Acts of people, as many as the bot can take; the stand-in forgets what is done with."""

    def __init__(self, stage: Stage) -> None:
        self._stage, self._world = stage, stage.stand_in.world
        self.done = 0

    async def acts(self, who: Iterator[int], text: str, count: int) -> None:
        """Let so many people write the text, and wait until all is settled."""
        for n, person in enumerate(itertools.islice(who, count)):
            if person not in self._world.people:
                self._world.people[person] = Person(person, "Lifter", started=True)
            people.say(self._world, person, text)
            while self._world.inbox.open_count > OPEN_AT_ONCE:
                await asyncio.sleep(0.01)
            if n % 5_000 == 0:
                self._forget()
        while self._world.inbox.open_count:
            await asyncio.sleep(0.05)
        self._forget()
        self.done += count

    def _forget(self) -> None:
        self._world.messages.clear()
        self._world.transcript._events.clear()


def _mib(stage: Stage) -> float:
    return stage.process.memory_info().rss / MIB


async def measure(bench: Bench) -> None:
    """Weigh the process again and again while people come, and then while they go on."""
    crowds, more = QUICK if bench.quick else KEPT
    async with open_stage() as stage:
        flood = Flood(stage)
        updates, weights = [0.0], [_mib(stage)]
        bench.figure("start_memory_mib", weights[0], at_most=250)
        warm = 2_000 if bench.quick else 10_000
        await flood.acts(itertools.cycle(range(FIRST, FIRST + 100)), "/start", warm)
        updates.append(flood.done)
        weights.append(_mib(stage))
        bench.figure(f"after_{warm}_updates_of_100_people_memory_mib", weights[-1])
        known = 100
        for crowd in crowds:
            while known < crowd:
                step = min(5_000, crowd - known)
                began = time.monotonic()
                await flood.acts(itertools.count(FIRST + known), "/start", step)
                known += step
                updates.append(flood.done)
                weights.append(_mib(stage))
                bench.say(
                    f"{known} people, {weights[-1]:.1f} MiB,"
                    f" {step / (time.monotonic() - began):.0f} updates/s"
                )
            bench.figure(f"after_{crowd}_people_memory_mib", weights[-1])
        grown = weights[-1] - bench.figures[f"after_{crowds[0]}_people_memory_mib"]
        share = grown * 100_000 / (crowds[1] - crowds[0])
        bench.figure("growth_per_100000_people_mib", share, n=known, at_most=5)
        before = weights[-1]
        everyone = itertools.cycle(range(FIRST, FIRST + known))
        for _ in range(max(more // 5_000, 1)):
            await flood.acts(everyone, "/help", min(more, 5_000))
            updates.append(flood.done)
            weights.append(_mib(stage))
        bench.figure(f"after_{flood.done}_updates_memory_mib", weights[-1])
        bench.figure("growth_per_100000_updates_mib", (weights[-1] - before) * 100_000 / more)
        bench.curve("updates", updates=updates, memory_mib=weights)


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("memory", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
