"""The process that draws: what it gives, what it has, and what becomes of it."""

import asyncio
import os
import signal
import socket
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest

from service.charts import rasterize, studio
from service.charts.studio import NotDrawn, Studio, TooSlow
from tests.some import some
from tests.waiting import until

ROOT = Path(__file__).parents[2]
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>'
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@asynccontextmanager
async def drawing(**options):
    room = Studio(**options)
    try:
        yield room
    finally:
        await room.close()


def program(folder: Path, body: str) -> Path:
    """Write a program that draws, after `body` has changed the real one."""
    path = folder / "program.py"
    real = str(Path(rasterize.__file__).parent)
    path.write_text(f"import sys\nsys.path.insert(0, {real!r})\nimport rasterize\n{body}\n")
    return path


def ended(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


async def test_process_starts_with_the_first_picture_and_stays():
    async with drawing() as room:
        assert room.pid is None
        first = await room.png(DOT)
        pid = room.pid
        assert await room.png(DOT) == first
        assert room.pid == pid
    assert first.startswith(b"\x89PNG")
    assert ended(some(pid))


async def test_pictures_come_one_at_a_time_and_each_gets_its_own():
    sizes = range(1, 21)
    async with drawing() as room:
        sources = [DOT.replace('"9"', f'"{size}"') for size in sizes]
        drawn = await asyncio.gather(*map(room.png, sources))
    assert [int.from_bytes(png[16:20]) for png in drawn] == [*sizes]


async def test_killed_process_is_replaced():
    async with drawing() as room:
        await room.png(DOT)
        pid = some(room.pid)
        os.kill(pid, signal.SIGKILL)
        assert await room.png(DOT)
        assert room.pid != pid


async def test_process_that_always_dies_is_given_up(tmp_path):
    async with drawing(program=program(tmp_path, "sys.exit(1)")) as room:
        with pytest.raises(NotDrawn):
            await room.png(DOT)
        assert room.pid is None


async def test_no_process_can_be_started(tmp_path, monkeypatch):
    """As when the container's limit of processes is reached."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    async with drawing() as room:
        with pytest.raises(NotDrawn):
            await room.png(DOT)


async def test_refused_picture_is_not_drawn():
    async with drawing() as room:
        with pytest.raises(NotDrawn):
            await room.png("<svg")
        assert await room.png(DOT)


async def test_picture_out_of_time_ends_its_process_and_holds_up_nothing(tmp_path, monkeypatch):
    """The program draws only what the event loop allows it to: the loop goes on meanwhile."""
    allowed = tmp_path / "allowed"
    body = (
        "import time\nfrom pathlib import Path\nreal = rasterize.png_of\n"
        "def slow(source):\n"
        f"    while 'r=\"5\"' in source and not Path({str(allowed)!r}).exists(): time.sleep(0.01)\n"
        "    return real(source)\n"
        "rasterize.png_of = slow\nrasterize.main()"
    )
    async with drawing(program=program(tmp_path, body)) as room:
        assert await room.png(DOT)
        pid = some(room.pid)
        monkeypatch.setattr(studio, "WARM_SECONDS", 0.05)
        with pytest.raises(TooSlow):
            await room.png(DOT.replace("4", "5"))
        assert ended(pid)
        waiting = asyncio.create_task(room.png(DOT.replace("4", "5")))
        await asyncio.sleep(0)
        allowed.touch()
        assert await waiting


async def test_first_picture_has_more_time(tmp_path, monkeypatch):
    monkeypatch.setattr(studio, "WARM_SECONDS", 0.0)
    async with drawing() as room:
        assert await room.png(DOT)


async def test_too_many_wait(monkeypatch):
    monkeypatch.setattr(studio, "MAX_WAITING", 2)
    async with drawing() as room:
        first = [asyncio.create_task(room.png(DOT)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(TooSlow):
            await room.png(DOT)
        assert all(await asyncio.gather(*first))


async def test_cancelled_picture_is_not_given_to_the_next():
    other = DOT.replace('"9"', '"7"')
    async with drawing() as room:
        await room.png(DOT)
        task = asyncio.create_task(room.png(other))
        await asyncio.sleep(0.001)
        task.cancel()
        await asyncio.wait([task])
        assert int.from_bytes((await room.png(DOT))[16:20]) == 9


async def test_idle_process_ends(tmp_path):
    async with drawing(idle=0.05) as room:
        await room.png(DOT)
        pid = some(room.pid)
        await until(lambda: ended(pid), "the idle process ended")
        assert room.pid is None
        assert await room.png(DOT)


@linux
async def test_process_that_grows_is_replaced(tmp_path):
    body = "rasterize._memory = lambda: 200 * 1024\nrasterize.main()"
    async with drawing(program=program(tmp_path, body)) as room:
        assert await room.png(DOT)
        assert room.pid is None


@linux
async def test_process_has_nothing_of_the_bot(monkeypatch):
    """No socket or file, no secret; it is the first to be killed for memory."""
    monkeypatch.setenv("BOT_TOKEN", "1000:secret")
    with socket.create_server(("127.0.0.1", 0)) as server, Path(__file__).open() as file:
        for each in (server, file):
            os.set_inheritable(each.fileno(), True)  # noqa: FBT003 - the only way to call it
        bots = {server.fileno(), file.fileno()}
        async with drawing() as room:
            await room.png(DOT)
            pid = some(room.pid)
            numbers = [int(path.name) for path in Path(f"/proc/{pid}/fd").iterdir()]
            environment = Path(f"/proc/{pid}/environ").read_bytes()
            killed_first = Path(f"/proc/{pid}/oom_score_adj").read_text().strip()
            threads = psutil.Process(pid).num_threads()
    assert sorted(numbers)[:3] == [0, 1, 2]
    assert not bots & {*numbers}
    assert b"secret" not in environment
    assert killed_first == "1000"
    assert threads == 1


@linux
@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
async def test_process_ends_with_a_killed_bot(loop):
    """With asyncio's loop and the one that the bot runs in."""
    source = (
        f"import asyncio, {loop}\nfrom service.charts.studio import Studio\n"
        "async def main():\n"
        f"    room = Studio(); await room.png({DOT!r}); print(room.pid, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        f"{loop}.run(main())"
    )
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-c", source, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    pid = int(await some(bot.stdout).readline())
    assert not ended(pid)
    bot.kill()
    await bot.wait()
    await until(lambda: ended(pid), "the process ended with its bot")
