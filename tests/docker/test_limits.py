"""What a container may use ends somewhere, and whoever watches the bot is warned before."""

import json
import time

import pytest

from tests.docker.conftest import TABLE
from tests.docker.engine import Project
from tests.docker.test_start import firing, get
from tests.docker.test_survival import goes_on, somebody_trains, stored
from tests.waiting import until

pytestmark = [pytest.mark.docker, pytest.mark.timeout(600)]

BOT = "workout-bot-telegram-bot-1"

# The bot, and beside it what takes memory: up to 450 MiB once there is the file `near`, and without
# end once there is the file `over`. A restart empties /tmp.
GROWS = """
import pathlib, runpy, threading, time
def grow():
    kept = []
    def resident():
        return int(pathlib.Path('/proc/self/statm').read_text().split()[1]) * 4096
    while True:
        near = pathlib.Path('/tmp/near').exists() and resident() < 450 * 2**20
        if near or pathlib.Path('/tmp/over').exists():
            kept.append(b'x' * 5_000_000)
        time.sleep(0.05)
threading.Thread(target=grow, daemon=True).start()
runpy.run_module('service', run_name='__main__')
"""


async def test_processes_are_limited(running: Project) -> None:
    """A container that forks without end gets no further than its limit."""
    program = (
        "import subprocess\n"
        "try:\n"
        "    while True: subprocess.Popen(['sleep', '5'])\n"
        "except BlockingIOError: print('stopped')\n"
    )
    said = running.compose("exec", "-T", "telegram-bot", "python", "-c", program).stdout
    assert said.strip() == "stopped"
    await until(lambda: get("http://127.0.0.1:8000/health"), "the bot is well", pause=0.5)


async def test_a_bot_that_exceeds_its_memory_is_restarted(running: Project) -> None:
    """An alert fires near the limit; at the limit the bot is killed and comes back with all."""
    person = await somebody_trains()
    before = stored(running)
    bot = {"command": ["python", "-c", GROWS]}
    (running.folder / "grows.yml").write_text(json.dumps({"services": {"telegram-bot": bot}}))
    growing = Project(running.engine, running.folder, "docker-compose.yml", "grows.yml")
    growing.up("--no-build")
    await growing.healthy()
    growing.compose("exec", "-T", "telegram-bot", "touch", "/tmp/near")
    await until(firing, "the alert fires", {"BotMemoryNearLimit"}.issubset, within=120, pause=0.5)
    assert growing.engine.inspect(BOT)["RestartCount"] == 0
    began = time.monotonic()
    growing.compose("exec", "-T", "telegram-bot", "touch", "/tmp/over")
    await until(
        lambda: growing.engine.inspect(BOT)["RestartCount"],
        "it is started again",
        within=60,
        pause=0.1,
    )
    TABLE.append(
        "BotMemoryNearLimit fired, then the bot exceeded its memory;"
        f" it was killed {time.monotonic() - began:.0f} s after it began to grow again"
    )
    # The engine does not always hear of the kernel's "oom" (containerd, issue 8893), and tells of
    # the end a moment after it counted the restart.
    container = growing.engine.inspect(BOT)["Id"]
    wanted = ["--filter=event=die", "--filter=event=kill", f"--filter=container={container}"]
    shown = '--format={{.Action}} {{index .Actor.Attributes "exitCode"}}'

    def ends() -> list[str]:
        said = growing.engine("events", "--since=10m", "--until=0s", shown, *wanted)
        return said.stdout.splitlines()

    events = await until(ends, "the engine tells of the end")
    assert events == ["die 137"], "the kernel killed it, and nobody else did"
    await growing.healthy()
    assert stored(growing) == before
    await goes_on(growing, person, began, "a kill for memory")
