"""Sampling the machine and the loop, beside everything else and never at a scrape."""

import asyncio
import os
import re
import resource
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from instrumentation import process
from instrumentation.metrics import Metrics, Vitals
from instrumentation.updates import handling
from tests.instrumentation.conftest import Clock, Page
from tests.some import some
from tests.waiting import until


@asynccontextmanager
async def running(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_vitals_at_once(metrics: Metrics, page: Page) -> None:
    """The machine's numbers are there one turn of the loop after the start, and make sense."""
    async with running(process.watch(metrics)):
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert 0 <= page.number("bot_system_cpu_percent") <= 100
    assert 0 < page.number("bot_system_memory_percent") < 100
    total = psutil.virtual_memory().total
    share = 100 * page.number("bot_system_memory_bytes") / total
    assert share == pytest.approx(page.number("bot_system_memory_percent"), abs=1)
    assert page.number("bot_process_memory_bytes") > 1_000_000
    assert page.number("bot_process_cpu_seconds_total") > 0


@pytest.mark.parametrize(
    ("file", "text", "limit"),
    [
        ("memory.max", "536870912", 536_870_912),
        ("memory.max", "max", None),
        ("memory/memory.limit_in_bytes", "536870912", 536_870_912),
        ("memory/memory.limit_in_bytes", "9223372036854771712", None),  # how version 1 says max
        ("nothing", "", None),
    ],
)
def test_the_limit_of_a_container(file: str, text: str, limit: int | None, tmp_path: Path) -> None:
    """Both versions of cgroups tell it; a machine without containers has none."""
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(text)
    assert process.memory_limit(2**34, tmp_path) == limit


@pytest.mark.parametrize(
    ("limit", "counted", "seconds"),
    [
        ("50000 100000", "usage_usec 9\nnr_throttled 4\nthrottled_usec 2500000\n", 2.5),
        ("50000 100000", "usage_usec 9\nnr_throttled 0\nthrottled_usec 0\n", 0),
        ("max 100000", "usage_usec 9\nnr_throttled 0\nthrottled_usec 0\n", None),
        ("50000 100000", "usage_usec 9\n", None),  # a kernel that does not count it
        (None, None, None),
    ],
)
def test_the_time_that_a_limit_took(
    limit: str | None, counted: str | None, seconds: float | None, tmp_path: Path
) -> None:
    """The second version of cgroups counts it; without a limit there is nothing to count."""
    for file, text in (("cpu.max", limit), ("cpu.stat", counted)):
        if text is not None:
            (tmp_path / file).write_text(text)
    assert process.throttled(tmp_path) == seconds


def test_a_limit_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The soft limit counts: at it the process can open nothing more."""
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1024, 4096))
    assert process.files_limit() == 1024
    monkeypatch.setattr(resource, "getrlimit", lambda _: (resource.RLIM_INFINITY, -1))
    assert process.files_limit() is None


async def test_open_files_are_counted(metrics: Metrics, page: Page, tmp_path: Path) -> None:
    """Each file that is opened counts, and no longer when it is closed."""
    metrics.vitals = process.sample(psutil.Process())
    before = page.number("bot_process_open_files")
    with (tmp_path / "a").open("w"), (tmp_path / "b").open("w"):
        metrics.vitals = process.sample(psutil.Process())
        assert page.number("bot_process_open_files") == before + 2
    metrics.vitals = process.sample(psutil.Process())
    assert page.number("bot_process_open_files") == before


async def test_what_has_no_limit_has_no_series(metrics: Metrics, page: Page) -> None:
    """A machine without containers shows no limit, and no time that one took."""
    metrics.vitals = Vitals(12.5, 40.0, 1_000, 3.5, 200, None, 30, None, None)
    limited = ("memory_limit_bytes", "open_files_limit", "cpu_throttled_seconds_total")
    assert [page.value(f"bot_process_{name}") for name in limited] == [None] * 3
    assert page.value("bot_process_open_files") == 30


async def test_sampling_never_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """psutil is asked in the way that returns at once."""
    asked: list[float | None] = []

    def cpu_percent(interval: float | None) -> float:
        asked.append(interval)
        return 7.0

    monkeypatch.setattr(psutil, "cpu_percent", cpu_percent)
    assert process.sample(psutil.Process()).cpu_percent == 7
    assert asked == [None]


async def test_the_age_of_a_backup(
    metrics: Metrics, page: Page, clock: Clock, tmp_path: Path
) -> None:
    """What touches the file makes the backup new; with no file there is no age."""
    stamp = tmp_path / "dump.done"
    async with running(process.watch_backup(metrics, stamp, seconds=0.001)):
        assert page.value("bot_last_backup_age_seconds") is None
        stamp.touch()
        os.utime(stamp, (clock.now - 600, clock.now - 600))
        await until(lambda: metrics.backup_at == clock.now - 600, "the stamp is read", pause=0)
        assert page.value("bot_last_backup_age_seconds") == 600
        stamp.unlink()
        await until(lambda: metrics.backup_at is None, "the stamp is missed", pause=0)
        assert page.value("bot_last_backup_age_seconds") is None


async def test_loop_lag(metrics: Metrics, page: Page) -> None:
    """A loop that was blocked for 50 ms shows it for a while, and then no longer."""
    assert page.value("bot_loop_lag_seconds") is None
    async with running(process.watch_loop(metrics, seconds=0.001)):
        await asyncio.sleep(0)
        time.sleep(0.05)
        await until(lambda: metrics.loop_lag, "the lag is measured", pause=0)
        assert 0.045 < page.number("bot_loop_lag_seconds") < 30
        await until(
            lambda: some(metrics.loop_lag), "the lag is over", lambda lag: lag <= 0.045, pause=0
        )


async def test_a_stall_is_counted_and_logged(
    metrics: Metrics, page: Page, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, for who held the loop; what no handler did is nobody's."""
    monkeypatch.setattr(process, "STALL_SECONDS", 0.04)

    async def work() -> str:
        time.sleep(0.05)
        await asyncio.sleep(0)
        time.sleep(0.001)
        with suppress(TimeoutError):
            async with asyncio.timeout(0):
                await asyncio.sleep(60)
        return "done"

    async with running(process.watch_loop(metrics, seconds=0.001)):
        await asyncio.sleep(0)
        with handling(metrics, "message") as handled:
            handled.handler = "workouts.handler_1"
            assert await handled.run(work()) == "done"
        await until(lambda: metrics.loop_lag, "the lag is measured", pause=0)
        assert page.value("bot_loop_stalls_total", handler="workouts.handler_1") == 1
        assert page.value("bot_loop_stalls_total", handler="_OTHER") == 0
        await asyncio.sleep(0)
        time.sleep(0.05)
        await until(lambda: metrics.stalls, "the stall is seen", lambda count: count > 1, pause=0)
        assert page.value("bot_loop_stalls_total", handler="_OTHER") == 1
    logged = [record.getMessage() for record in caplog.records]
    assert [re.sub(r"[0-9.]+ s", "… s", line) for line in logged] == [
        "The event loop was held for … s by workouts.handler_1",
        "The event loop was held for … s by _OTHER",
    ]


async def test_steps_raise_what_the_work_raises() -> None:
    """An error and a cancellation pass through, either way."""

    async def fails() -> None:
        await asyncio.sleep(0)
        raise LookupError

    async def waits() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            raise LookupError from None

    async def watched(work: Coroutine[Any, Any, None]) -> None:
        await process.steps(work, lambda _: None)

    with pytest.raises(LookupError):
        await watched(fails())
    task = asyncio.create_task(watched(waits()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(LookupError):
        await task
