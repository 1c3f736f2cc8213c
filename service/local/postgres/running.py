"""Running servers: find one, check whether it accepts queries, and end it."""

import asyncio
import contextlib
import signal
import struct
from pathlib import Path

import psutil

ROLE = DATABASE = "workout"
"""The database, and the role that owns it."""

STOP_SECONDS = 10
"""Seconds until a server that does not stop receives a stronger signal."""


def tail(path: Path, since: int) -> str:
    """Return the last lines of the server's log after a position, joined."""
    with path.open("rb") as file:
        file.seek(since)
        lines = file.read().decode(errors="replace").splitlines()
    return " ".join(lines[-4:]) or "nothing"


def process_of(pid: int) -> psutil.Process | None:
    """Return the process with a number, or None."""
    try:
        return psutil.Process(pid)
    except psutil.NoSuchProcess:
        return None


def postmaster(cluster: Path) -> psutil.Process | None:
    """Return the server that runs in a cluster; a reused process number is not mistaken for it."""
    try:
        pid = int((cluster / "postmaster.pid").read_text("utf-8").split("\n")[0])
        process = psutil.Process(pid)
        ours = process.name() == "postgres" and Path(process.cwd()) == cluster.resolve()
    except (FileNotFoundError, ValueError, psutil.Error):
        return None
    return process if ours else None


async def end(process: psutil.Process | None) -> None:
    """Stop a server with stronger and stronger signals; no commit is lost with any of them."""
    for way in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        with contextlib.suppress(psutil.NoSuchProcess, TimeoutError):
            if process:
                process.send_signal(way)
                async with asyncio.timeout(STOP_SECONDS):
                    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:  # noqa: ASYNC110  # the end of another process's child can't be awaited
                        await asyncio.sleep(0.01)
            return


async def opens_session(socket: Path) -> bool:
    """Return whether the server opens a session: the only proof that it accepts queries."""
    words = f"user\0{ROLE}\0database\0{DATABASE}\0\0".encode()
    hello, bye = struct.pack("!ii", 8 + len(words), 3 << 16) + words, b"X\0\0\0\4"
    try:
        async with asyncio.timeout(1):
            reader, writer = await asyncio.open_unix_connection(socket)
            with contextlib.closing(writer):
                writer.write(hello)
                answer = await reader.readexactly(1)
                writer.write(bye)
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return False
    return answer == b"R"
