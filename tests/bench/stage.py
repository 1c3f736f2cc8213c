"""The bot as a process, a stand-in in this one, a private PostgreSQL, and people who train."""

import asyncio
import gc
import random
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import asyncpg
import psutil

from service.local.postgres import PrivatePostgres
from service.local.postgres.running import postmaster
from service.local.telegram import people, pressing
from service.local.telegram.bot_api import StandIn
from service.local.telegram.faults import Fault
from service.local.telegram.world import Person
from tests.bench import seed
from tests.bench.measure import cpu_seconds, percentile
from tests.program import Program

TOKEN = "1000:" + "bench" * 7
TICK = 0.02  # seconds between two looks at who acts next
DRAINED = 300.0  # seconds until an update that is not taken counts as lost
CALM = 60.0  # seconds after which an act counts as unanswered


@dataclass
class Stage:
    """Everything that a bench of the whole bot needs."""

    stand_in: StandIn
    postgres: psutil.Process
    dsn: str
    db: asyncpg.Connection
    bot: Program

    @property
    def process(self) -> psutil.Process:
        """The bot's process."""
        assert self.bot.process
        return psutil.Process(self.bot.process.pid)

    @property
    def sleeps(self) -> int:
        """How often the bot's event loop had nothing to do so far."""
        return int(self.process.num_ctx_switches().voluntary)

    def spent(self) -> dict[str, float]:
        """CPU seconds so far, by who spent them; this process is the stand-in and the people."""
        return {
            "bot": cpu_seconds(self.process),
            "postgres": cpu_seconds(self.postgres, children=True),
            "stand_in": time.process_time(),
        }


@asynccontextmanager
async def temporary_postgres(*, durable: bool = True) -> AsyncIterator[tuple[PrivatePostgres, str]]:
    """Run a PostgreSQL on the disk of the temporary folder; its data goes afterwards."""
    folder = tempfile.mkdtemp(prefix="workout-bench-")
    postgres = PrivatePostgres(Path(folder), durable=durable)
    try:
        async with postgres:
            yield postgres, postgres.dsn()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def open_stage(
    *, latency: float = 0.0, durable: bool = True, **environment: str
) -> AsyncIterator[Stage]:
    """Start everything; ``latency`` (s) is put before each answer of the Bot API.

    What is not ``durable`` waits for no disk.
    """
    async with AsyncExitStack() as rooms:
        stand_in = await rooms.enter_async_context(StandIn(TOKEN))
        if latency:
            stand_in.world.faults.add(Fault("latency", seconds=latency))
        postgres, dsn = await rooms.enter_async_context(temporary_postgres(durable=durable))
        folder = rooms.enter_context(tempfile.TemporaryDirectory(prefix="workout-bench-"))
        bot = Program(
            {
                "BOT_TOKEN": TOKEN,
                "TELEGRAM_API_URL": stand_in.url,
                "DATABASE_URL": dsn,
                "DATA_DIR": folder,
                **environment,
            }
        )
        await bot.start()
        rooms.push_async_callback(bot.stop)
        db = await asyncpg.connect(dsn)
        rooms.push_async_callback(db.close)
        server = postmaster(postgres._cluster)
        assert server
        yield Stage(stand_in, server, dsn, db, bot)


@asynccontextmanager
async def open_echo(stage: Stage, *, latency: float) -> AsyncIterator[Stage]:
    """Start the smallest bot that aiogram makes, with a stand-in of its own."""
    async with StandIn(TOKEN) as stand_in:
        stand_in.world.faults.add(Fault("latency", seconds=latency))
        environment = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": stand_in.url}
        async with Program(environment, command=(sys.executable, "-m", "tests.bench.echo")) as bot:
            yield replace(stage, stand_in=stand_in, bot=bot)


@dataclass
class Phase:
    """What a stretch of training came to."""

    rate: float
    seconds: float = 0.0
    texts: int = 0
    buttons: int = 0
    open_at_end: int = 0
    delays: list[float] = field(default_factory=list)
    cpu: dict[str, float] = field(default_factory=dict)
    slept: int = 0

    @property
    def acts(self) -> int:
        """Texts and buttons."""
        return self.texts + self.buttons

    @property
    def backlog(self) -> float:
        """How many seconds of acts were not answered when the people stopped."""
        return self.open_at_end / self.rate

    @property
    def p99(self) -> float:
        """Seconds from an act to the screen that answers it, 99 of 100."""
        return percentile(self.delays, 99)

    def held(self) -> bool:
        """Tell whether the bot kept up."""
        return self.backlog < 1 and bool(self.delays) and self.p99 < 1

    def cpu_ms(self, who: str) -> float:
        """CPU milliseconds an act cost."""
        return self.cpu[who] * 1000 / max(len(self.delays), 1)

    def sleeps(self) -> float:
        """How often the bot's event loop fell asleep for an act: waking up costs CPU."""
        return self.slept / max(len(self.delays), 1)


@contextmanager
def _no_walks() -> Iterator[None]:
    """Collect this process's garbage before and not meanwhile.

    It holds ten thousand chats: a walk through them lets Telegram and everybody stand still for a
    second or more, and that would count as the bot's.
    """
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Crowd:
    """People with an open workout, who log their sets; each waits for the answer to one act."""

    def __init__(self, stage: Stage, count: int, *, first: int = seed.FIRST) -> None:
        self.stage = stage
        self.ids = list(range(first, first + count))
        self.steps: dict[int, list[str]] = defaultdict(list)
        self.acts = self.unanswered = 0
        self._world = stage.stand_in.world
        self._cards: dict[int, tuple[int, dict[str, str]]] = {}
        self._waiting: dict[int, float] = {}
        self._phase = Phase(1)
        self._turn = 0
        self._random = random.Random(7)
        self._random.shuffle(self.ids)
        self._quiet = asyncio.Event()

    async def gather(self, *, stored: bool = True) -> None:
        """Store the people with their workouts, and let them into the stand-in."""
        if stored:
            await seed.train(self.stage.db, len(self.ids), first=min(self.ids))
        for number in self.ids:
            self._world.add_person(Person(number, f"Lifter {number}", started=True))
        self._following = asyncio.create_task(self._follow())

    async def trains(self, rate: float, seconds: float, buttons: float = 0.0) -> Phase:
        """Act so many times a second; ``buttons`` is the share of acts that are presses."""
        phase = self._phase = Phase(rate)
        with _no_walks():
            before, awake, began = self.stage.spent(), self.stage.sleeps, time.monotonic()
            while (passed := time.monotonic() - began) < seconds:
                for _ in range(int(passed * rate) - phase.acts):
                    self._act(buttons)
                await asyncio.sleep(TICK)
            phase.open_at_end = len(self._waiting)
            await self.rests()
            phase.seconds = time.monotonic() - began
            phase.cpu = {who: spent - before[who] for who, spent in self.stage.spent().items()}
            phase.slept = self.stage.sleeps - awake
        return phase

    async def rests(self) -> None:
        """Wait until everyone has their answer, or has waited too long for one."""
        self._quiet.clear()
        if self._waiting:
            with suppress(TimeoutError):
                async with asyncio.timeout(CALM):
                    await self._quiet.wait()
        self.unanswered += len(self._waiting)
        self._waiting.clear()

    def expected_sets(self) -> int:
        """How many sets must be stored if nothing is lost and nothing doubled."""
        return sum(steps.count("set") for steps in self.steps.values())

    async def stored(self) -> tuple[int, int]:
        """How many sets and settled updates the database has, once the inbox is empty."""
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAINED):
                while self._world.inbox.open_count:
                    await asyncio.sleep(TICK)
        return (
            await self.stage.db.fetchval("SELECT count(*) FROM sets"),
            await self.stage.db.fetchval("SELECT count(*) FROM settled_updates"),
        )

    def _act(self, buttons: float) -> None:
        person = self._next()
        if person is None:
            self._phase.texts += 1  # everyone waits: the act is due, and the backlog tells
            return
        self._waiting[person] = time.time()
        self.acts += 1
        card = self._cards.get(person)
        if card is None or not {"log", "skip"} & card[1].keys() or self._random.random() >= buttons:
            self._phase.texts += 1
            self.steps[person].append("set")
            people.say(self._world, person, "60x5")
        else:
            self._phase.buttons += 1
            self._press(person, *card)

    def _press(self, person: int, message: int, buttons: dict[str, str]) -> None:
        """Log the set that the card offers; where it offers none, skip."""
        act = "log" if "log" in buttons else "skip"
        self.steps[person].append("set" if act == "log" else "skip")
        pressing.press(self._world, person, message_id=message, data=buttons[act])

    def _next(self) -> int | None:
        for _ in range(len(self.ids)):
            self._turn = (self._turn + 1) % len(self.ids)
            if self.ids[self._turn] not in self._waiting:
                return self.ids[self._turn]
        return None

    async def _follow(self) -> None:
        events = self._world.transcript.follow()
        while True:
            event = await events.get()
            if event.get("by") == "bot" and event["kind"] in {"message", "edit"}:
                self._answered(event["chat_id"], event["message"])

    def _answered(self, person: int, message: dict[str, Any]) -> None:
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        data = [button["callback_data"] for row in rows for button in row]
        self._cards[person] = (message["message_id"], {each.split(":")[1]: each for each in data})
        began = self._waiting.pop(person, None)
        if began is not None:
            self._phase.delays.append(time.time() - began)
        if not self._waiting:
            self._quiet.set()
