"""Read a person's file in a process of its own, which can take no more than its share of memory.

The event loop stays free: what comes back is passed on to PostgreSQL as text.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Any

SECONDS = 60.0
"""Longest time without a further line, once the file is downloaded."""

LINE_BYTES = 32 * 2**20
"""Longest line that the process may write: the largest programs of the largest file."""

AT_ONCE = asyncio.Semaphore(2)
"""Files that are read at the same time, whoever sent them; others wait."""

NEEDED = ("SYSTEMROOT", "PYTHONHOME", "LD_LIBRARY_PATH", "PYTHONTZPATH")
"""Variables without which a process may not start: Windows needs the first, some Pythons the rest.
The last says where the time zones are."""

ROOT = Path(__file__).parents[2]


class Failed(Exception):
    """The process ended before it had read the file: for want of memory, or of time."""


async def read(content: AsyncIterable[bytes], about: dict[str, Any]) -> AsyncIterator[bytes]:
    """Yield what the process says of a file: a summary, the extras, then chunks of workouts.

    Each is a line of JSON in UTF-8, which is passed on as it is: decoding it takes long. ``about``
    is what the process must know (service/importing/process).
    Raises Failed.
    """
    async with AT_ONCE, aclosing(_read(content, about)) as lines:
        async for line in lines:
            yield line


async def _read(content: AsyncIterable[bytes], about: dict[str, Any]) -> AsyncGenerator[bytes]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=LINE_BYTES,
        env=_environment(),
        start_new_session=True,
    )
    try:
        if process.stdin is None or process.stdout is None:
            raise Failed
        with suppress(ConnectionError):  # it may have read enough
            process.stdin.write(json.dumps(about).encode() + b"\n")
            async for part in content:
                process.stdin.write(part)
                await process.stdin.drain()
            process.stdin.close()
        try:
            lines = 0
            while line := await _next(process.stdout):
                lines += 1
                yield line
            async with asyncio.timeout(SECONDS):
                ended = await process.wait()
            if ended or not lines:
                raise Failed
        except (TimeoutError, ValueError):  # ValueError: a line was too long
            raise Failed from None
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _environment() -> dict[str, str]:
    """Return what the process needs of the environment: none of the bot's secrets."""
    needed = {name: os.environ[name] for name in NEEDED if name in os.environ}
    return needed | {"PYTHONPATH": str(ROOT)}


async def _next(lines: asyncio.StreamReader) -> bytes:
    """Read a line; empty at the end. The time that its reader takes to store it does not count."""
    async with asyncio.timeout(SECONDS):
        return await lines.readline()
