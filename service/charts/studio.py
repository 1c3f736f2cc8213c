"""Has a process of its own turn SVG into PNG, one picture at a time.

The process starts with the first picture, is replaced when it dies or grows, and ends when nothing
was drawn for a while. It is started by exec, whatever multiprocessing would do: it has no socket,
no environment and no memory of the bot.
"""

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import cast

from service.charts.rasterize import ANSWER, REFUSED, REQUEST

WARM_SECONDS = 2.0
"""Longest time for a picture, once the process runs."""

COLD_SECONDS = 6.0
"""Longest time for a picture with the start of the process, and with the wait for others."""

IDLE_SECONDS = 60.0
"""How long the process stays when nothing is drawn."""

MAX_WAITING = 50
"""Most pictures that wait for their turn; further ones are too slow at once."""

MAX_KIB = 128 * 1024
"""Most memory of the process (KiB); with more it is replaced. A picture takes about 25 MiB."""

TRIES = 2
"""How often a picture is tried when the process dies."""

PROGRAM = Path(__file__).with_name("rasterize.py")

ENVIRONMENT = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
"""What Windows needs to start a program. Nothing else is passed on, least of all secrets."""


class TooSlow(Exception):
    """The picture was not ready in time."""


class NotDrawn(Exception):
    """The picture can't be drawn: the process refused it, or can't be kept running."""


class Studio:
    """Draws pictures. Only one event loop may use it."""

    def __init__(self, program: Path = PROGRAM, idle: float = IDLE_SECONDS) -> None:
        self._program, self._idle_seconds = program, idle
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._idle: asyncio.TimerHandle | None = None

    @property
    def pid(self) -> int | None:
        """The process that draws; None while there is none."""
        return self._process.pid if self._process else None

    async def png(self, source: str) -> bytes:
        """Return SVG as PNG. Raises TooSlow, NotDrawn."""
        if self._waiting >= MAX_WAITING:
            raise TooSlow
        self._waiting += 1
        until = monotonic() + COLD_SECONDS
        try:
            async with asyncio.timeout(COLD_SECONDS), self._turn:
                png = await self._draw(source, until)
                self._stay()
                return png
        except TimeoutError:
            raise TooSlow from None
        finally:
            self._waiting -= 1

    async def close(self) -> None:
        """End the process."""
        async with self._turn:
            await self._end()

    async def _draw(self, source: str, until: float) -> bytes:
        try:
            for _ in range(TRIES):
                with suppress(ConnectionError, asyncio.IncompleteReadError):  # it died
                    return await self._ask(source.encode(), until)
                await self._end()
        except BaseException:  # out of time or called off: the next one would get this answer
            await self._end()
            raise
        raise NotDrawn

    async def _ask(self, source: bytes, until: float) -> bytes:
        seconds = WARM_SECONDS if self._process else until - monotonic()
        async with asyncio.timeout(seconds):
            if self._process is None:
                self._process = await self._start()
            requests = cast("asyncio.StreamWriter", self._process.stdin)
            answers = cast("asyncio.StreamReader", self._process.stdout)
            requests.write(REQUEST.pack(len(source)) + source)
            await requests.drain()
            outcome, memory, length = ANSWER.unpack(await answers.readexactly(ANSWER.size))
            png = await answers.readexactly(length)
        if memory > MAX_KIB:
            await self._end()
        if outcome == REFUSED:
            raise NotDrawn
        return png

    async def _start(self) -> asyncio.subprocess.Process:
        try:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-I",  # neither the environment nor the working folder decides what it imports
                self._program,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=ENVIRONMENT,
                start_new_session=True,  # Ctrl+C is for the bot, which ends it
            )
        except OSError as error:  # no memory, or no more processes allowed
            raise NotDrawn from error

    async def _end(self) -> None:
        """Kill the process, if there is one; it has nothing to lose."""
        process, self._process = self._process, None
        if self._idle:
            self._idle.cancel()
            self._idle = None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()

    def _stay(self) -> None:
        """Let the process end when it was idle for a while from now on."""
        if self._idle:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(self._idle_seconds, self._leave)

    def _leave(self) -> None:
        self._idle = None
        if self._process and not self._turn.locked():
            process, self._process = self._process, None
            cast("asyncio.StreamWriter", process.stdin).close()  # it ends when its input does
