"""A backend that is away or hangs: the bot as a process answers on, and stops in time."""

import asyncio
import re
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.conftest import Server
from tests.lifter import open_desk
from tests.otlp import QUICKLY
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
    with ExitStack() as away:
        tries = []
        for way in ways:
            port = away.enter_context(way())
            await server.create(way.__name__, template)
            tries.append(stops(port, tmp_path / way.__name__, server.dsn_of(way.__name__)))
        found = await asyncio.gather(*tries)
        for way in ways:
            await server.drop(way.__name__)
    seconds = {way.__name__: round(took, 1) for way, (took, _, _) in zip(ways, found, strict=True)}
    print("seconds from SIGTERM to the end:", seconds)
    assert max(seconds.values()) < SECONDS
    for _, status, said in found:
        assert status == 0
        assert "Traceback" not in said
        told = re.findall(r"The (\w+) can't be sent", said)
        assert len(told) == len(set(told)), "each kind is told once"
