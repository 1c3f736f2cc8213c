"""Faults of clocks: Telegram's, the machine's own, and midnight."""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from tests.bench.faults.kept import Result
from tests.bench.faults.stage import Stage, open_stage
from tests.waiting import until

DAY = 86_400.0
EVENING = 7_200.0  # so long before midnight it begins: a workout that rests 3 hours is closed
LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))


class Clock:
    """The time that the bot and PostgreSQL are told; the bench keeps the true one."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o755)  # PostgreSQL may run as somebody else
        self._folder = folder
        self.environment = {
            "LD_PRELOAD": str(LIBRARIES[0]),
            "FAKETIME_TIMESTAMP_FILE": str(folder / "offset"),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # that one never jumps
        }
        self.shift(0)

    def shift(self, seconds: float) -> None:
        """Set it so many seconds off the true time; a second later everybody knows."""
        written = self._folder / "new"
        written.write_text(f"{seconds:+.1f}")
        written.rename(self._folder / "offset")

    @contextmanager
    def told(self) -> Iterator[None]:
        """Tell it to PostgreSQL's programs, once their launcher has become their user."""
        words = " ".join(f"{name}={value}" for name, value in self.environment.items())
        launches = f'exec {sys.executable} "${{@:1:6}}" /usr/bin/env {words} "${{@:7}}"'
        script = self._folder / "python"
        script.write_text(f"#!/bin/bash\n{launches}\n")
        script.chmod(0o755)
        with mock.patch.object(sys, "executable", str(script)):
            yield


async def clock(result: Result) -> None:
    """Let Telegram's clock jump and its numbers start anew; then the machine's; then midnight."""
    with tempfile.TemporaryDirectory(prefix="workout-clock-") as folder:
        own = Clock(Path(folder)) if LIBRARIES else None
        if own:
            own.shift(_to_midnight() - EVENING)
        async with open_stage(typing=160, pressing=10, clock=own) as stage:
            jumps = await _telegrams(stage)
            if own is None:
                result.note("libfaketime is not installed: the machine's own clock was left alone")
            else:
                jumps += await _the_machines(stage, own)
                await _midnight(result, stage, own)
                jumps += 1
            await stage.ledger.rests(30)
            result.count = jumps
            await result.ledger(stage)


def _to_midnight() -> float:
    """Give the seconds to the next midnight of UTC."""
    return DAY - time.time() % DAY


async def _telegrams(stage: Stage) -> int:
    world = stage.stand_in.world
    jumps = (90_000.0, -90_000.0, 3 * DAY, -3 * DAY)
    for jump in jumps:
        await stage.ledger.trains(40, 1.5)
        await stage.ledger.rests(20)
        world.clock_shift += jump
    await stage.ledger.rests(20)
    world.inbox.next_id = 1_000  # after a silent week numbers start at random
    await stage.ledger.trains(40, 3)
    await stage.ledger.rests(30)
    return len(jumps) + 1


async def _the_machines(stage: Stage, own: Clock) -> int:
    """An hour forward and back, an hour back and forward, under load."""
    evening = _to_midnight() - EVENING
    offsets = (3600.0, 0.0, -3600.0, 0.0)
    stage.ledger.rate = 30
    for offset in offsets:
        own.shift(evening + offset)
        await asyncio.sleep(3)
    stage.ledger.rate = 0
    await stage.ledger.rests(30)
    return len(offsets)


async def _midnight(result: Result, stage: Stage, own: Clock) -> None:
    """Let the day end in mid-traffic: today's numbers are today's from the first moment on."""
    (bot,) = stage.bots
    own.shift(_to_midnight() - 6)
    stage.ledger.rate = 30
    await asyncio.sleep(2)  # everybody knows the time
    day = "SELECT current_date"
    yesterday = await stage.db.fetchval(day)
    result.say(f"{await stage.metric(bot, 'bot_records_today'):.0f} sets by the evening")
    await until(lambda: stage.db.fetchval(day), "midnight has passed", lambda d: d != yesterday)
    today = "SELECT count(*) FROM sets WHERE logged_at::date = current_date"
    lingering = []
    for _ in range(40):
        told = await stage.metric(bot, "bot_records_today")
        lingering.append(max(told - await stage.db.fetchval(today), 0))
        await asyncio.sleep(0.1)
    stage.ledger.rate = 0
    await stage.ledger.rests(30)
    stored = await stage.db.fetchval(today)
    await until(
        lambda: stage.metric(bot, "bot_records_today"),
        f"the page says {stored} sets of today",
        lambda shown: shown == stored,
        pause=0.1,
    )
    first = "SELECT min(logged_at)::date < max(logged_at)::date FROM sets GROUP BY workout"
    both = [crossed for (crossed,) in await stage.db.fetch(first)]
    held = any(both)
    result.expect("workouts_over_midnight", sum(both), "at least 1", held=held)
    result.expect("yesterdays_sets_shown", max(lingering), "0", held=max(lingering) == 0)
    operations = await stage.metric(bot, "bot_operations_today")
    settled = await stage.db.fetchval(
        "SELECT count(*) FROM settled_updates WHERE settled_at::date = current_date"
    )
    held = 0 < operations <= settled
    result.expect("operations_today", operations, f"1 to {settled}, as settled today", held=held)
