"""Memory of the bot's process: at the start, by people, and by updates."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import uvloop

from service.local.telegram import people
from service.local.telegram.world import Person
from tests.bench.measure import Bench
from tests.bench.seed import FIRST
from tests.bench.stage import Stage, open_stage
from tests.waiting import until

MIB = 2**20
OPEN_AT_ONCE = 400
STEP = 5_000


@dataclass(frozen=True)
class Load:
    """How many updates warm the process up, how many people come, how many updates in all."""

    warm: int
    people: int
    updates: int


QUICK = Load(2_000, 1_000, 6_000)
KEPT = Load(50_000, 100_000, 1_000_000)
REGULARS = 1_000  # who warm it up


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
            await self._until_open(OPEN_AT_ONCE)
            if n % STEP == 0:
                self._forget()
        await self._until_open(0)
        self._forget()
        self.done += count

    async def _until_open(self, most: int) -> None:
        inbox = self._world.inbox
        what = f"at most {most} updates are open"
        await until(lambda: inbox.open_count, what, lambda n: n <= most, pause=0.01)

    def _forget(self) -> None:
        self._world.messages.clear()
        self._world.transcript._events.clear()


def _mib(stage: Stage) -> float:
    return stage.process.memory_info().rss / MIB


@dataclass
class Scales:
    """Weighs the process after every few thousand updates."""

    bench: Bench
    stage: Stage
    flood: Flood
    updates: list[float] = field(default_factory=lambda: [0.0])
    weights: list[float] = field(default_factory=list)

    async def weigh(self, who: Iterator[int], text: str, count: int) -> float:
        """Let so many people write the text; gives what the process weighs then (MiB)."""
        for begun in range(0, count, STEP):
            began, step = time.monotonic(), min(STEP, count - begun)
            await self.flood.acts(who, text, step)
            self.updates.append(self.flood.done)
            self.weights.append(_mib(self.stage))
            pace = step / (time.monotonic() - began)
            self.bench.say(
                f"{self.flood.done} updates, {self.weights[-1]:.1f} MiB, {pace:.0f} updates/s"
            )
        return self.weights[-1]


async def measure(bench: Bench) -> None:
    """Weigh the process while it warms up, while people come, and while they go on."""
    load = QUICK if bench.quick else KEPT
    async with open_stage() as stage:
        scales = Scales(bench, stage, Flood(stage), weights=[_mib(stage)])
        bench.figure("start_memory_mib", scales.weights[0], at_most=250)
        regulars = itertools.cycle(range(FIRST, FIRST + REGULARS))
        warm = await scales.weigh(regulars, "/start", load.warm)
        bench.figure(f"after_{load.warm}_updates_of_{REGULARS}_people_memory_mib", warm)
        newcomers = itertools.count(FIRST + REGULARS)
        crowded = await scales.weigh(newcomers, "/start", load.people)
        bench.figure(f"after_{load.people}_more_people_memory_mib", crowded)
        share = (crowded - warm) * 100_000 / load.people
        bench.figure("growth_per_100000_people_mib", share, n=load.people, at_most=5)
        everyone = itertools.cycle(range(FIRST, FIRST + REGULARS + load.people))
        rest = load.updates - scales.flood.done
        last = await scales.weigh(everyone, "/help", rest)
        bench.figure(f"after_{load.updates}_updates_memory_mib", last)
        leaked = (last - crowded) * 100_000 / rest
        bench.figure("growth_per_100000_updates_mib", leaked, n=rest, at_most=1)
        bench.curve("updates", updates=scales.updates, memory_mib=scales.weights)


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("memory", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
