"""The faults of docs/tour.md: how each is caused, and what is seen of it after how many seconds."""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    suppress,
)
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from service.local.postgres import PrivatePostgres
from service.local.telegram.bot_api import StandIn
from tests.lifter import Desk, open_desk
from tests.program import Program
from tests.stack.questions import expand
from tests.stack.routes import ROOT, Prometheus, open_prometheus, running
from tests.stack.test_dashboards import colour, panels
from tests.waiting import until

TOKEN = "1000:" + "tour" * 8
LIFTERS = ("--lifters=10", "--speed=2000", "--rate=2", "--bells=0.1", "--seed=1")
ANSWERS = ("sendMessage", "editMessageText", "answerCallbackQuery", "setMessageReaction")
FIRST_ROW = [panel for panel in panels("telegram-bot-dashboard") if panel["type"] == "stat"]


@dataclass
class Tour:
    """A stand-in for Telegram, a database, one bot or two, lifters, and a Prometheus."""

    desk: Desk
    postgres: PrivatePostgres
    data: Path
    bots: list[Program]
    watcher: Prometheus


@dataclass(frozen=True)
class Fault:
    """Something that breaks. `rings` are the alerts that fire, `turns` the panels that change."""

    name: str
    cause: Callable[[Tour], AbstractAsyncContextManager[None]]
    rings: tuple[str, ...]
    turns: tuple[str, ...] = ()
    within: float = 240.0
    bots: int = 1
    command: tuple[str, ...] = (sys.executable, "-m", "service")


@asynccontextmanager
async def open_tour(prometheus: str, folder: Path, fault: Fault) -> AsyncIterator[Tour]:
    """Start everything, scraped as prometheus.yml does, and wait until its rates are known."""
    data = folder / "data"
    async with AsyncExitStack() as rooms:
        stand_in = await rooms.enter_async_context(StandIn(TOKEN))
        postgres = await rooms.enter_async_context(PrivatePostgres(data))
        bots = []
        for number in range(fault.bots):
            told = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": stand_in.url}
            told |= {"DATABASE_URL": postgres.dsn(), "DATA_DIR": str(folder / f"bot-{number}")}
            program = Program(told, cwd=folder, command=fault.command)
            bots.append(await rooms.enter_async_context(program))
        jobs = [{"job_name": "telegram-bot", "static_configs": [*map(_target, bots)]}]
        watcher = await rooms.enter_async_context(
            open_prometheus(prometheus, folder / "prometheus", jobs, rules=ROOT / "alerts.yml")
        )
        lifters = (sys.executable, "-m", "service.local.lifters", stand_in.url, *LIFTERS)
        await rooms.enter_async_context(running(*lifters))
        desk = await rooms.enter_async_context(open_desk(stand_in.url))
        answered = "increase(bot_answers_total[1m]) > 0 and on (job) bot_poll_age_seconds"
        await until(lambda: watcher.series(answered), "answers were counted", within=120, pause=1)
        yield Tour(desk, postgres, data, bots, watcher)


def _target(bot: Program) -> dict[str, object]:
    address = bot.addresses["metrics"].removeprefix("http://").removesuffix("/metrics")
    return {"targets": [address], "labels": {"instance": f"bot-{address.rpartition(':')[2]}"}}


async def walk(tour: Tour, fault: Fault) -> dict[str, float]:
    """Cause a fault; return after how many seconds each panel changed and each alert fired.

    It ends when all that the fault names was seen. Raises AssertionError when it was not.
    """
    look = partial(_look, tour)
    calm = await until(look, "the bot is well", lambda now: "State: green" in now, pause=1)
    seen: dict[str, float] = {}
    began = time.monotonic()

    async def note() -> dict[str, float]:
        passed = round(time.monotonic() - began)
        for what in await look() - calm:
            seen.setdefault(what, passed)
        return seen

    expected = {*fault.rings, *fault.turns}
    async with fault.cause(tour):
        what = f"{', '.join(sorted(expected))} are seen"
        return await until(
            note, what, lambda seen: expected <= seen.keys(), within=fault.within, pause=1
        )


async def _look(tour: Tour) -> set[str]:
    """Return the alerts that fire and the colours of the first row."""
    alerts = (await tour.watcher.data("alerts"))["alerts"]
    seen = {alert["labels"]["alertname"] for alert in alerts if alert["state"] == "firing"}
    for panel in FIRST_ROW:
        values = (await tour.watcher.series(expand(panel["targets"][0]["expr"]))).values()
        seen.add(f"{panel['title']}: {colour(panel, values)}")
    return seen


OF_THE_STAND_IN: dict[str, dict[str, Any]] = {
    "slow-telegram": {"kind": "latency", "seconds": 4},
    "flood": {"kind": "flood", "retry_after": 5},
    "server-errors": {"kind": "status", "status": 502},
}
"""How it misbehaves at every answer."""


@asynccontextmanager
async def _misbehaving(tour: Tour, name: str) -> AsyncIterator[None]:
    for method in ANSWERS:
        await tour.desk.breaks(method=method, **OF_THE_STAND_IN[name])
    yield
    await tour.desk.mends()


@asynccontextmanager
async def poisoned(tour: Tour) -> AsyncIterator[None]:
    """Queue an update that no handler understands."""
    await tour.desk.inject({"message": {"poison": True}})
    yield


@asynccontextmanager
async def without_database(tour: Tour) -> AsyncIterator[None]:
    """Stop PostgreSQL, and start it again."""
    await tour.postgres.stop()
    yield
    await tour.postgres.start()


@asynccontextmanager
async def full_disk(tour: Tour) -> AsyncIterator[None]:
    """Fill the disk of the database; it must be a small one of its own."""
    filler = tour.data / "filler"
    await asyncio.to_thread(_fill, filler)
    yield
    filler.unlink()


def _fill(path: Path) -> None:
    with suppress(OSError), path.open("wb", buffering=0) as file:
        _write(file)


def _write(file: IO[bytes]) -> None:
    while True:
        file.write(bytes(4096))


GROUP = Path("/sys/fs/cgroup/memory")
ITS_GROUP = GROUP / "workout-tour"
IN_A_GROUP = f"""
mkdir -p {ITS_GROUP}
echo $$ > {ITS_GROUP}/cgroup.procs
mount --bind {ITS_GROUP} {GROUP}
exec {sys.executable} -m service
"""


@asynccontextmanager
async def short_of_memory(tour: Tour) -> AsyncIterator[None]:
    """Lower the limit of the bot's memory until nine tenths of it are used."""
    resident = tour.bots[0].bot.memory_info().rss
    limit = ITS_GROUP / "memory.limit_in_bytes"
    limit.write_text(str(int(resident / 0.9)))
    try:
        yield
    finally:
        limit.write_text("-1")


@asynccontextmanager
async def hung(tour: Tour) -> AsyncIterator[None]:
    """Freeze the first bot, which polls, and let it go on."""
    tour.bots[0].bot.send_signal(signal.SIGSTOP)
    yield
    tour.bots[0].bot.send_signal(signal.SIGCONT)


FAULTS = {
    fault.name: fault
    for fault in (
        Fault(
            "slow-telegram",
            lambda tour: _misbehaving(tour, "slow-telegram"),
            ("BotBudgetBurning", "BotAnswersSlow"),
            ("Answered within: red",),
            within=600,
        ),
        Fault(
            "flood",
            lambda tour: _misbehaving(tour, "flood"),
            ("BotAnswersStuck",),
            ("Oldest answer: yellow", "Oldest answer: red"),
        ),
        Fault(
            "server-errors",
            lambda tour: _misbehaving(tour, "server-errors"),
            ("BotAnswersStuck", "BotApiFailing"),
            ("Oldest answer: yellow", "Oldest answer: red"),
            within=600,
        ),
        Fault("poison", poisoned, ("BotUpdateQuarantined",)),
        Fault(
            "database-gone",
            without_database,
            ("BotDown", "BotDatabaseUnreachable"),
            ("State: red",),
            within=300,
        ),
        Fault("full-disk", full_disk, ("BotNotStoring",), ("Failing: red",), within=600),
        Fault(
            "memory",
            short_of_memory,
            ("BotMemoryNearLimit",),
            command=("unshare", "--mount", "sh", "-euc", IN_A_GROUP),
        ),
        Fault("hung-replica", hung, ("BotUnreachable",), ("State: red",), bots=2),
    )
}
"""In the order of docs/tour.md."""
