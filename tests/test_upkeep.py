"""A process whose event loop stands still ends itself; one whose loop turns does not."""

import subprocess
import sys

import pytest

from tests.waiting import SECONDS

SCRIPT = """
import asyncio, time
from service.upkeep import end_if_hung

async def main():
    guard = asyncio.create_task(end_if_hung(hang=0.5, beat=0.1))
    await asyncio.sleep(1)
    {then}
    guard.cancel()

asyncio.run(main())
{last}
"""


def _run(then: str, last: str = "") -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-c", SCRIPT.format(then=then, last=last))
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)


@pytest.mark.parametrize("hang", ["time.sleep(600)", "sum(range(10 ** 12))"])
def test_a_hung_process_ends(hang: str) -> None:
    """It says where it hung, also when the code that hangs lets no other thread run."""
    done = _run(hang)
    assert done.returncode == 1
    assert "most recent call first" in done.stderr
    assert 'File "<string>"' in done.stderr


def test_a_process_that_turns_goes_on() -> None:
    """Twice the limit passes, and after the end of the guard nothing ends the process."""
    done = _run("await asyncio.sleep(1)", last="time.sleep(1)")
    assert (done.returncode, done.stderr) == (0, "")
