"""From `make run` to the first answer, with everything the bot brings along."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import psutil
import uvloop

from tests.bench.measure import Bench, cpu_seconds
from tests.lifter import open_desk
from tests.program import ROOT, end_group

TOLD = 15
"""So many packages are told by name."""


async def _start(folder: str) -> tuple[float, float, float]:
    """Make it run; gives the seconds until it says so, until it answers, and of CPU till then."""
    environment = {
        **{name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}},
        "METRICS_PORT": "0",
        "CHAT_PORT": "0",
        "DATA_DIR": folder,
        "PYTHONUNBUFFERED": "1",
    }
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *("make", "--silent", "run"),
        cwd=ROOT,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        assert process.stdout
        chat = ""
        async for line in process.stdout:
            name, _, rest = line.decode().strip().partition(" ")
            if name == "chat":
                chat = rest.strip()
            if name == "Stop":
                break
        running = time.perf_counter() - began
        async with open_desk(chat) as desk:
            anna = await desk.person()
            await anna.says("/start")
        answered = time.perf_counter() - began
        python = _python(psutil.Process(process.pid))
        spent = cpu_seconds(python)
        python.send_signal(signal.SIGINT)
        await process.wait()
    finally:
        await end_group(process)
    return running, answered, spent


def _python(process: psutil.Process) -> psutil.Process:
    """Find the bot among what make started; make may have become it."""
    family = [process, *process.children(recursive=True)]
    return next(one for one in family if "service" in one.cmdline() and "-m" in one.cmdline())


def _imports() -> tuple[float, dict[str, float]]:
    """Import all of it in a fresh Python; gives milliseconds in all, and by package."""
    program = "import service.__main__, service.assembly"
    command = [sys.executable, "-X", "importtime", "-c", program]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stderr
    by_package: dict[str, float] = defaultdict(float)
    for line in told.splitlines()[1:]:
        own, _, module = (part.strip() for part in line.removeprefix("import time:").split("|"))
        by_package[_package(module)] += int(own) / 1000
    return sum(by_package.values()), dict(by_package)


def _package(module: str) -> str:
    names = module.split(".")
    depth = 2 if names[0] in {"opentelemetry", "service"} else 1
    return ".".join(names[:depth])


async def measure(bench: Bench) -> None:
    """Start with nothing there, then again and again."""
    times = 2 if bench.quick else 10
    with tempfile.TemporaryDirectory(prefix="workout-bench-") as folder:
        _, first, _ = await _start(str(Path(folder)))
        bench.figure("first_start_to_answer_s", first)
        found = [await _start(folder) for _ in range(times)]
    running, answered, spent = zip(*found, strict=True)
    bench.figure("warm_start_to_running_s", running)
    bench.figure("warm_start_to_answer_s", answered, at_most=20)
    bench.figure("warm_start_cpu_s", spent)
    _imports()
    imports = [_imports() for _ in range(times)]
    bench.figure("imports_ms", [total for total, _ in imports])
    quickest = min(imports, key=lambda each: each[0])[1]
    slowest = sorted(quickest, key=quickest.__getitem__, reverse=True)[:TOLD]
    for package in slowest:
        name = package.lstrip("_").replace(".", "_")
        spent_there = [by_package.get(package, 0.0) for _, by_package in imports]
        bench.figure(f"import_{name}_ms", spent_there)
    bench.curve("imports", package=slowest, ms=[quickest[package] for package in slowest])


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("start", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
