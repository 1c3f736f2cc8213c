"""A backend that is away or hangs: the bot as a process answers on, and stops in time.

What in time means goes by a bot beside them whose backend takes everything: where that one's stop
takes longer than usual, the machine is busy.
"""

import asyncio
import re
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from instrumentation.setup import SHUTDOWN_SECONDS
from tests.conftest import Server
from tests.lifter import open_desk
from tests.otlp import QUICKLY, Backend
from tests.program import Program

SECONDS = 5.0
TOLD = {f"OTEL_{signal}_EXPORTER": "otlp" for signal in ("TRACES", "LOGS")} | {
    "OTEL_METRICS_EXPORTER": "prometheus,otlp"
}


@contextmanager
def refuses() -> Iterator[int]:
    """Nobody listens."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        yield server.getsockname()[1]


@contextmanager
def hangs() -> Iterator[int]:
    """Whoever connects is heard and never answered."""
    with socket.create_server(("127.0.0.1", 0), backlog=1000) as server:
        yield server.getsockname()[1]


@contextmanager
def swallows() -> Iterator[int]:
    """Not even a connection comes about: the queue is full, and the kernel drops what comes."""
    with ExitStack() as open_ones:
        server = open_ones.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        address = server.getsockname()
        for _ in range(16):
            one = open_ones.enter_context(socket.socket())
            one.settimeout(0.2)
            try:
                one.connect(address)
            except TimeoutError:
                break
        else:
            pytest.skip("this kernel takes every connection")
        yield address[1]


async def stops(port: int, folder: Path, database: str) -> tuple[float, int, str]:
    """Let a bot answer and stop it; gives the seconds of the stop, its status, what it said."""
    told = {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}"}
    folder.mkdir()
    environment = {"DATABASE_URL": database, "DATA_DIR": str(folder), **TOLD, **QUICKLY, **told}
    async with Program(environment, cwd=folder) as program:
        async with open_desk(program.addresses["chat"]) as desk:
            anna = await desk.person("Anna")
            for _ in range(20):
                assert (await anna.says("/help")).text
        began = time.monotonic()
        status = await program.signal(signal.SIGTERM)
        seconds = time.monotonic() - began
    return seconds, status, "".join(program.said)


async def test_stops_in_time(server: Server, template: str, tmp_path: Path) -> None:
    """SIGTERM while metrics, traces and logs can't be sent: the bot is gone within 5 s."""
    ways = (refuses, hangs, swallows)
    names = [*(way.__name__ for way in ways), "takes"]
    async with Backend() as backend:
        with ExitStack() as away:
            ports = [*(away.enter_context(way()) for way in ways), backend.port]
            for name in names:
                await server.create(name, template)
            places = zip(ports, names, strict=True)
            found = await asyncio.gather(
                *(stops(port, tmp_path / name, server.dsn_of(name)) for port, name in places)
            )
            for name in names:
                await server.drop(name)
    seconds = {name: round(took, 1) for name, (took, _, _) in zip(names, found, strict=True)}
    print("seconds from SIGTERM to the end:", seconds)
    usual = seconds.pop("takes")
    assert max(seconds.values()) < max(SECONDS, SHUTDOWN_SECONDS + 3 * usual)
    for _, status, said in found:
        assert status == 0
        assert "Traceback" not in said
        told = re.findall(r"The (\w+) can't be sent", said)
        assert len(told) == len(set(told)), "each kind is told once"
