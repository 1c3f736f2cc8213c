"""A file of 5 MB with 50,000 sets: what it costs until it is shown, stored and taken back.

Then the same as our own JSON, of some 15 MB, and a JSON of the largest programs.
"""

import asyncio
import gc
import json
import resource
import time
from typing import Any

import psutil
import uvloop

from service.storage.database import migrate
from tests import lifter
from tests.bench.lag import AT_MOST_MS, Probe, stand_in
from tests.bench.measure import Bench, cpu_seconds
from tests.bench.stage import temporary_postgres
from tests.house import House, open_house
from tests.lifter import Lifter, open_desk
from tests.telegram.talk import RU, said
from tests.telegram.test_imports import years
from tests.waiting import until

WORKOUTS = 1000
PREVIEW_SECONDS, STORE_SECONDS = 3, 10
ROUNDS = 3


class Desk:
    """One person who sends files, and what each step costs."""

    def __init__(self, bench: Bench, house: House, probe: Probe, url: str) -> None:
        self.bench, self.house, self.probe, self.url = bench, house, probe, url
        self.postgres: psutil.Process
        self.person: Lifter
        self.found: dict[str, list[float]] = {}

    async def sends(self, step: str, name: str, content: bytes) -> None:
        """Upload a file and wait for its preview."""
        uploads = asyncio.to_thread(asyncio.run, _uploads(self.url, self.person.id, name, content))
        await self._does(step, uploads, "import:store", PREVIEW_SECONDS)

    async def presses(self, step: str, label: str, seen: str) -> None:
        """Press a button of the newest screen and wait for the end."""
        await self._does(step, self.person.presses(label), seen, STORE_SECONDS)

    async def _does(self, step: str, act: Any, seen: str, seconds: float) -> None:
        reader, database = _children(), cpu_seconds(self.postgres, children=True)
        bot = time.thread_time()
        self.probe.reset()
        began = time.perf_counter()
        doing = asyncio.ensure_future(act)
        await until(
            self._newest, f"{step}: {seen}", lambda text: seen in text, within=60, pause=0.05
        )
        spent = {
            "s": time.perf_counter() - began,
            "bot_cpu_s": time.thread_time() - bot,
            "bot_held_ms": self.probe.cpu * 1000,
            "reader_cpu_s": _children() - reader,
            "postgres_cpu_s": cpu_seconds(self.postgres, children=True) - database,
        }
        await doing
        for unit, value in spent.items():
            self.found.setdefault(f"{step}_{unit}", []).append(value)
        self.bench.say(f"{step}: " + ", ".join(f"{unit} {v:.2f}" for unit, v in spent.items()))

    async def _newest(self) -> str:
        rows = (await self.person.chat())[-1]
        return str(rows.get("text")) + str(rows.get("reply_markup"))

    def keep(self) -> None:
        """Note the figures."""
        for name, values in self.found.items():
            step, _, unit = name.partition("_")
            most = {"s": STORE_SECONDS, "bot_held_ms": AT_MOST_MS}.get(unit)
            if step == "preview" and unit == "s":
                most = PREVIEW_SECONDS
            self.bench.figure(name, values, at_most=most)


async def _uploads(url: str, person: int, name: str, content: bytes) -> None:
    async with open_desk(url) as desk:
        await desk.somebody(person, "Anna").uploads(name, content, answered=False)


def _children() -> float:
    """CPU seconds of the processes that read files: no other child ends meanwhile."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def programs() -> bytes:
    """Write as many and as large programs as a person may have."""
    slot = {"exercise": "Жим", "sets": 20, "reps_min": 5, "reps_max": 8, "note": "ж" * 200}
    days = [{"name": f"День {n}", "exercises": [slot] * 40} for n in range(14)]
    person = {"language": "ru", "unit": "kg", "rest_seconds": 90}
    told = {
        "person": person,
        "programs": [{"name": f"П{n}", "days": days} for n in range(50)],
        "workouts": [],
    }
    return json.dumps(told, ensure_ascii=False).encode()


async def _round(desk: Desk, csv: bytes) -> None:
    await desk.sends("preview", "hevy.csv", csv)
    store = RU.plain("import-button-store", workouts=WORKOUTS)
    stored = said("import-stored", workouts=WORKOUTS, sets=50 * WORKOUTS)
    await desk.presses("store", store, stored)
    await desk.presses("undo", RU.plain("import-button-undo"), said("import-undone", kept=0))


async def _programs(desk: Desk) -> None:
    await desk.sends("programs_preview", "everything.json", programs())
    store = RU.plain("import-button-store", workouts=0)
    await desk.presses("programs_store", store, said("import-stored", workouts=0, sets=0))


async def measure(bench: Bench) -> None:
    """Let a new person send the files, round after round."""
    lifter.PATIENCE = 60
    csv = years(WORKOUTS)
    async with temporary_postgres(durable=False) as (_, dsn), stand_in() as away:
        await migrate(dsn)
        async with open_house(away, dsn) as house, open_desk(away.url) as told:
            gc.collect()
            gc.freeze()  # as the bot does
            gc.set_threshold(10_000)
            desk = Desk(bench, house, Probe(), away.url)
            backend = psutil.Process(await house.value("SELECT pg_backend_pid()"))
            desk.postgres = backend.parent() or backend
            for turn in range(1 if bench.quick else ROUNDS):
                desk.person = await told.person(f"Person {turn}")
                await desk.person.says("/start")
                await _round(desk, csv)
                await _programs(desk)
                await told.reset()
            desk.keep()
    bench.note(f"the file: {len(csv) / 1e6:.1f} MB, {50 * WORKOUTS} rows; 50 programs with 28,000"
               f" exercises: {len(programs()) / 1e6:.1f} MB")  # fmt: skip
    bench.note("bot_held: CPU time of the event loop's thread between two beats of a millisecond")


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("imports", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
