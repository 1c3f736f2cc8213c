"""Run the bot with simulated lifters and all that watches it, until Ctrl-C.

Programs that are not on PATH are built from their Go modules, once; what can be neither found nor
built is skipped.
"""

import argparse
import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp

from grafana.watch.finding import ROOT, TOOLS, find
from grafana.watch.programs import (
    PORTS,
    WATCHERS,
    Place,
    Started,
    addresses,
    bot,
    environment_of,
    lifters,
)

STOP_SECONDS = 20.0
READY_SECONDS = 120.0
SIGNALS = (signal.SIGINT, signal.SIGTERM)

Process = asyncio.subprocess.Process


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, flush=True)  # noqa: T201 - for the person at the terminal


@asynccontextmanager
async def running(name: str, started: Started, folder: Path) -> AsyncIterator[Process]:
    """Run a program in a session of its own, so that Ctrl-C stops it in its turn, by us."""
    with (folder / f"{name}.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *started.command,
            env=environment_of(started),
            cwd=folder,  # where no .env names a token
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        await stop(process)


async def stop(process: Process) -> None:
    """Let a program end, or end it."""
    if process.returncode is None:
        process.terminate()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


async def healthy(url: str, process: Process) -> bool:
    """Wait until the bot is healthy; it is not if it ends or takes too long."""
    with suppress(TimeoutError):
        async with aiohttp.ClientSession() as session, asyncio.timeout(READY_SECONDS):
            while process.returncode is None:
                with suppress(aiohttp.ClientError):
                    async with session.get(url) as answer:
                        if answer.ok:
                            return True
                await asyncio.sleep(0.1)
    return False


async def watch(place: Place, options: argparse.Namespace) -> int:
    """Start everything, print where it is, and stop everything when told to."""
    processes: dict[str, Process] = {}
    async with AsyncExitStack() as programs:

        async def start(name: str, started: Started) -> Process:
            opened = running(name, started, place.folder)
            processes[name] = await programs.enter_async_context(opened)
            return processes[name]

        for name, made in WATCHERS.items():
            if name in place.found:
                await start(name, made(place))
        process = await start("bot", bot(place))
        if not await healthy(f"http://{place.at('metrics')}/health", process):
            say(f"The bot did not start; see {place.folder}/bot.log")
            return 1
        await start("lifters", lifters(place, options.lifters, options.speed))
        for what, address in addresses(place):
            say(f"  {what:<10} {address}")
        say("Stop everything with Ctrl-C; the data is kept.")
        for ended in asyncio.as_completed([_end(*each) for each in processes.items()]):
            name = await ended
            say(f"{name} has ended; see {place.folder}/{name}.log")
    return 1


async def _end(name: str, process: Process) -> str:
    await process.wait()
    return name


async def until_told(work: Coroutine[Any, Any, int]) -> int:
    """Run until the end or the first Ctrl-C; what is stopping is not disturbed by another."""
    loop, task = asyncio.get_running_loop(), asyncio.create_task(work)

    def order() -> None:
        say("Stopping ...")
        for number in SIGNALS:
            loop.add_signal_handler(number, lambda: None)
        task.cancel()

    for number in SIGNALS:
        loop.add_signal_handler(number, order)
    try:
        return await task
    except asyncio.CancelledError:
        return 0


def _found(*, build: bool) -> Iterator[tuple[str, str]]:
    for name, tool in TOOLS.items():
        if path := find(tool, build=build):
            yield name, path
        else:
            why = "not on PATH" + (", and could not be built" if build else "")
            say(f"Skipped: {name}, for {tool.purpose} ({why})")


def taken(port: int) -> bool:
    """Tell whether somebody listens on a port of this machine."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return True
    return False


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make watch", description=__doc__)
    add, names = parser.add_argument, ", ".join(PORTS)
    add("--lifters", type=int, default=10, help="how many lifters (10)")
    add("--speed", type=float, default=300.0, help="how many times faster than real life (300)")
    add("--folder", type=Path, default=ROOT / ".data" / "watch", help="where data is kept")
    add("--no-build", action="store_true", help="only use what is on PATH")
    add("--port", action="append", default=[], metavar="NAME=NUMBER", type=_port, help=names)
    return parser


def _port(text: str) -> tuple[str, int]:
    """Read ``jaeger=16686``. Raises ArgumentTypeError."""
    name, _, number = text.partition("=")
    if name not in PORTS:
        raise argparse.ArgumentTypeError(f"there is no port named {name}")
    if not number.isdecimal() or not 0 < int(number) < 2**16:
        raise argparse.ArgumentTypeError(f"{name} needs a number from 1 to 65535")
    return name, int(number)


def main() -> int:
    """Parse the options and run."""
    options = _arguments().parse_args()
    ports = PORTS | dict(options.port)
    for name, number in ports.items():
        if taken(number):
            say(f"error: port {number} is taken; --port {name}=NUMBER chooses another")
            return 2
    options.folder.mkdir(parents=True, exist_ok=True)
    try:
        found = dict(_found(build=not options.no_build))
    except KeyboardInterrupt:
        return 0
    return asyncio.run(until_told(watch(Place(found, ports, options.folder.resolve()), options)))


if __name__ == "__main__":
    sys.exit(main())
