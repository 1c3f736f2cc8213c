"""What the panels and alerts show of eight faults, and after how many seconds: docs/tour.md.

It needs root, for a disk and a memory limit of its own, and Prometheus 3 on PATH (.ci/tools).
"""

import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docs.tour_page
from tests.bench.measure import Bench
from tests.stack import tour
from tests.stack.tour import Fault

AT_ONCE = 7
"""Faults that are walked at the same time; they mostly wait."""

SMALL_DISK = "250m"


def run(*, quick: bool) -> None:
    """Walk the tour, or its first stop."""
    asyncio.run(_run(Bench("tour", quick=quick)))


async def _run(bench: Bench) -> None:
    faults = [tour.FAULTS["poison"]] if bench.quick else [*tour.FAULTS.values()]
    seats = asyncio.Semaphore(AT_ONCE)

    async def one(fault: Fault) -> None:
        async with seats:
            bench.say(f"{fault.name} begins")
            seen = await _walk(fault)
            for what in (*fault.turns, *fault.rings):
                bench.figure(f"{fault.name} {what}_s", seen[what])
            bench.say(f"{fault.name}: {seen}")

    ended = await asyncio.gather(*map(one, faults), return_exceptions=True)
    if errors := [each for each in ended if isinstance(each, Exception)]:
        raise ExceptionGroup("not everything was seen", errors)
    bench.note("10 lifters, 2 acts a second, scraped every 15 s; seconds from the cause")
    bench.keep()
    if not bench.quick:
        docs.tour_page.write()


async def _walk(fault: Fault) -> dict[str, float]:
    binary = shutil.which("prometheus")
    assert binary, "prometheus is not on PATH: .ci/tools brings it"
    with tempfile.TemporaryDirectory(prefix="workout-tour-") as name:
        folder = Path(name)
        with _disk(folder / "data", small=fault.name == "full-disk"):
            async with tour.open_tour(binary, folder, fault) as opened:
                return await tour.walk(opened, fault)


@contextmanager
def _disk(folder: Path, *, small: bool) -> Iterator[None]:
    folder.mkdir()
    if not small:
        yield
        return
    options = ["-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs"]
    subprocess.run(["mount", *options, folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
