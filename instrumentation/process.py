"""Samples the machine, this process and the event loop in the background, never at a scrape."""

import asyncio
import logging
import resource
from collections import deque
from collections.abc import Callable, Coroutine, Generator
from pathlib import Path
from time import monotonic, perf_counter
from types import coroutine
from typing import Any, TypeVar

import psutil

from instrumentation.labels import OTHER
from instrumentation.metrics import Metrics, Vitals

logger = logging.getLogger(__name__)

T = TypeVar("T")

SYSTEM_SECONDS = 5.0
BACKUP_SECONDS = 60.0
LOOP_SECONDS = 0.5
STALL_SECONDS = 1.0
CGROUPS = Path("/sys/fs/cgroup")
LOOP_WINDOW = 60
"""The number of samples of the loop, 30 seconds, whose longest delay is published."""


async def watch(metrics: Metrics, backup_stamp: Path | None = None) -> None:
    """Sample the machine, the process and the loop until cancelled."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(watch_system(metrics))
        tasks.create_task(watch_loop(metrics))
        if backup_stamp:
            tasks.create_task(watch_backup(metrics, backup_stamp))


async def watch_system(metrics: Metrics, *, seconds: float = SYSTEM_SECONDS) -> None:
    """Sample the machine at once and then every so many seconds."""
    process = psutil.Process()
    while True:
        metrics.vitals = sample(process)
        await asyncio.sleep(seconds)


def sample(process: psutil.Process) -> Vitals:
    """Read the vitals without waiting.

    The CPU percentage covers the time since the last call in this process, or since psutil was
    imported, so nothing else may call it.
    """
    memory = psutil.virtual_memory()
    with process.oneshot():
        spent = process.cpu_times()
        resident = process.memory_info().rss
        files = process.num_fds()
    return Vitals(
        cpu_percent=psutil.cpu_percent(interval=None),
        memory_percent=memory.percent,
        memory_bytes=memory.total - memory.available,
        process_cpu_seconds=spent.user + spent.system,
        process_memory_bytes=resident,
        process_memory_limit=memory_limit(memory.total),
        process_open_files=files,
        process_open_files_limit=files_limit(),
        process_throttled_seconds=throttled(),
    )


def memory_limit(machine: int, cgroups: Path = CGROUPS) -> int | None:
    """Read how many bytes the container may use; none if it may use all that the machine has."""
    for name in ("memory.max", "memory/memory.limit_in_bytes"):
        try:
            limit = int((cgroups / name).read_text())
        except (OSError, ValueError):  # the other version of cgroups, or the word "max"
            continue
        return limit if limit < machine else None
    return None


def throttled(cgroups: Path = CGROUPS) -> float | None:
    """Read for how long the container's CPU limit has held it up, in seconds; none without one.

    The second version of cgroups tells it; the time of each core adds up.
    """
    try:
        if (cgroups / "cpu.max").read_text().startswith("max"):
            return None
        counted = dict(line.split() for line in (cgroups / "cpu.stat").read_text().splitlines())
        return int(counted["throttled_usec"]) / 1_000_000
    except (OSError, ValueError, KeyError):
        return None


def files_limit() -> int | None:
    """Read how many files this process may have open; none if there is no limit."""
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if limit == resource.RLIM_INFINITY else limit


async def watch_backup(metrics: Metrics, stamp: Path, *, seconds: float = BACKUP_SECONDS) -> None:
    """Read every so many seconds when the file was last touched; without it there is no age."""
    while True:
        try:
            # In a thread, because the file may be on a disk that does not answer.
            metrics.backup_at = (await asyncio.to_thread(stamp.stat)).st_mtime
        except OSError:
            metrics.backup_at = None
        await asyncio.sleep(seconds)


async def watch_loop(
    metrics: Metrics, *, seconds: float = LOOP_SECONDS, clock: Callable[[], float] = monotonic
) -> None:
    """Measure how late the event loop wakes up, and publish the longest recent delay."""
    delays: deque[float] = deque(maxlen=LOOP_WINDOW)
    while True:
        due, stalls = clock() + seconds, metrics.stalls
        await asyncio.sleep(seconds)
        delays.append(max(clock() - due, 0.0))
        metrics.loop_lag = max(delays)
        if delays[-1] > STALL_SECONDS and metrics.stalls == stalls:
            stalled(metrics, OTHER, delays[-1])  # no handler did it, or none alone


def stalled(metrics: Metrics, handler: str, seconds: float) -> None:
    """Log and count that the event loop was held for so many seconds."""
    logger.warning("The event loop was held for %.1f s by %s", seconds, handler)
    metrics.stalled(handler)


@coroutine
def steps(
    work: Coroutine[Any, Any, T],
    stall: Callable[[float], None],
    *,
    clock: Callable[[], float] = perf_counter,
) -> Generator[Any, Any, T]:
    """Await some work; ``stall`` hears for how long (seconds) a step of it held the event loop.

    It hears of those alone that held it for longer than STALL_SECONDS.
    """
    go_on: Callable[[Any], Any] = work.send
    value: Any = None
    while True:
        began = clock()
        try:
            awaited = go_on(value)
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            if (seconds := clock() - began) > STALL_SECONDS:
                stall(seconds)
        try:
            value, go_on = (yield awaited), work.send
        except BaseException as error:  # noqa: BLE001 - it is the work's to deal with
            value, go_on = error, work.throw
