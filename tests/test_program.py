"""Nothing that a test starts outlives it, however it fails."""

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.program import READY_SECONDS, Program, run
from tests.waiting import until

# It starts a child that waits for ever, and does not become ready.
EXITS = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
"""
HANGS = EXITS + "time.sleep(600)"


def program(folder: Path, code: str) -> Program:
    return Program({}, cwd=folder, command=(sys.executable, "-c", code))


def running(made: Program) -> list[int]:
    """List the processes of what was started; a zombie runs no longer."""
    found = []
    for each in psutil.process_iter(["status"]):
        with suppress(ProcessLookupError):
            if made.process and os.getpgid(each.pid) == made.process.pid:
                found.append((each.pid, each.info["status"]))
    return [pid for pid, status in found if status != psutil.STATUS_ZOMBIE]


async def ended(made: Program) -> None:
    """Wait until nothing of it runs: what was killed may take a moment."""
    assert made.process
    assert made.process.returncode is not None
    await until(lambda: running(made), "nothing of it runs", lambda pids: pids == [])


@pytest.mark.parametrize(("code", "within"), [(HANGS, 1.0), (EXITS, READY_SECONDS)])
async def test_a_start_that_fails_leaves_nothing(tmp_path: Path, code: str, within: float) -> None:
    """Neither what was started nor what that started, whether it hangs or ends early."""
    made = program(tmp_path, code)
    with pytest.raises(AssertionError, match="not started"):
        await made.start(within)
    await ended(made)


async def test_a_start_that_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    """As when the test's own time is over."""
    made = program(tmp_path, HANGS)
    starting = asyncio.create_task(made.start())
    await until(lambda: running(made), "both run", lambda pids: len(pids) == 2)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    await ended(made)


async def test_a_test_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """The bot is gone when the block that uses it is left, also by an error."""
    made = Program({"DATA_DIR": str(tmp_path / "data")}, cwd=tmp_path)
    with pytest.raises(ZeroDivisionError):
        async with made:
            assert running(made)
            _ = 1 / 0
    await ended(made)


async def test_a_run_that_takes_too_long_leaves_nothing(tmp_path: Path) -> None:
    """What should have ended by itself is ended."""
    environment = {"DATA_DIR": str(tmp_path), "METRICS_PORT": "0", "CHAT_PORT": "0"}
    with pytest.raises(TimeoutError):
        await run(cwd=tmp_path, within=0.5, **environment)
    left = psutil.Process().children(recursive=True)
    assert [each for each in left if each.cmdline()[1:3] == ["-m", "service"]] == []
