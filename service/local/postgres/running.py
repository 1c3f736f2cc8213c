"""Servers that run: find one, ask whether it takes queries, and end it."""

import asyncio
import contextlib
import signal
import struct
from pathlib import Path

import psutil

ROLE = DATABASE = "workout"
STOP_WITHIN = 10  # seconds until the server is asked less politely


def tail(path: Path, since: int) -> str:
    """Read the last words that the server said of its trouble."""
    with path.open("rb") as file:
        file.seek(since)
        lines = file.read().decode(errors="replace").splitlines()
    return " ".join(lines[-4:]) or "nothing"


def process_of(pid: int) -> psutil.Process | None:
    """Look at a process, if there is one of that number."""
    try:
        return psutil.Process(pid)
    except psutil.NoSuchProcess:
        return None


def postmaster(cluster: Path) -> psutil.Process | None:
    """Find the server that works in this cluster; a number used anew by another is not it."""
    try:
        pid = int((cluster / "postmaster.pid").read_text("utf-8").split("\n")[0])
        process = psutil.Process(pid)
        ours = process.name() == "postgres" and Path(process.cwd()) == cluster.resolve()
    except (FileNotFoundError, ValueError, psutil.Error):
        return None
    return process if ours else None


async def end(process: psutil.Process | None) -> None:
    """Stop a server: disconnect everyone first, then less politely; no commit is ever lost."""
    for way in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        with contextlib.suppress(psutil.NoSuchProcess, TimeoutError):
            if process:
                process.send_signal(way)
                async with asyncio.timeout(STOP_WITHIN):
                    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:  # noqa: ASYNC110  # nothing tells of the end of someone else's child
                        await asyncio.sleep(0.01)
            return


async def opens_session(socket: Path) -> bool:
    """Ask for a session as any client would: only that tells that queries are taken."""
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
