"""The bot as a process of its own, as a person starts it."""

import asyncio
import os
import pwd
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import psutil

ROOT = Path(__file__).parent.parent
READY_SECONDS = 120.0
LAST_WORDS_SECONDS = 2.0
"""How long the output of a program that has ended is read; its children may keep it open."""


class Program:
    """`python -m service`; ports are any free ones unless ``environment`` says otherwise.

    ``command`` starts it another way, such as by `make run`, and ``user`` as somebody else.
    `async with` starts it and leaves nothing of it running.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        *,
        cwd: Path = ROOT,
        command: Sequence[str] = (sys.executable, "-m", "service"),
        user: str | None = None,
    ) -> None:
        self._environment = {
            "PATH": os.environ["PATH"],
            "METRICS_PORT": "0",
            "CHAT_PORT": "0",
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": str(ROOT),
            **environment,
        }
        self._cwd = cwd
        self._command = command
        self._as_user = _as_user(user) if user else {}
        self.data_dir = Path(environment.get("DATA_DIR") or cwd / ".data")
        self.process: asyncio.subprocess.Process | None = None
        self.said: list[str] = []
        self.addresses: dict[str, str] = {}
        self._reader: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.end()

    async def start(self, within: float = READY_SECONDS) -> None:
        """Start it and wait until it has said its three addresses; if that fails, end it."""
        self.said, self.addresses = [], {}
        self.process = await asyncio.create_subprocess_exec(
            *self._command,
            env=self._environment,
            cwd=self._cwd,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            **self._as_user,
        )
        ready = asyncio.Event()
        self._reader = asyncio.create_task(self._read(ready))
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(within):
                    while self.process.returncode is None and not ready.is_set():
                        await _set_within(ready, 0.1)
                    await _set_within(ready, LAST_WORDS_SECONDS)
            assert self.addresses, f"not started within {within:g} s: {''.join(self.said)}"
        except BaseException:
            await self.end()
            raise

    async def _read(self, ready: asyncio.Event) -> None:
        assert self.process
        assert self.process.stdout
        async for line in self.process.stdout:
            text = line.decode()
            self.said.append(text)
            name, _, address = text.strip().partition(" ")
            if name in {"chat", "metrics", "health"}:
                self.addresses[name] = address.strip()
            if name == "Stop":
                ready.set()
        ready.set()

    @property
    def bot(self) -> psutil.Process:
        """The bot itself, below whatever started it."""
        assert self.process
        started = psutil.Process(self.process.pid)
        family = [started, *started.children(recursive=True)]
        return next(each for each in family if each.cmdline()[1:3] == ["-m", "service"])

    async def signal(self, number: signal.Signals, within: float = 20.0) -> int:
        """Send a signal and wait for the end; gives the exit status."""
        assert self.process
        self.bot.send_signal(number)
        async with asyncio.timeout(within):
            status = await self.process.wait()
            if self._reader:
                await self._reader
        return status

    async def stop(self) -> int:
        """Stop it as Ctrl-C does."""
        return await self.signal(signal.SIGINT)

    async def kill(self) -> int:
        """Kill it as nothing else does."""
        return await self.signal(signal.SIGKILL)

    async def end(self) -> None:
        """Kill what still runs, whatever started what."""
        if self.process:
            await end_group(self.process)
        if self._reader:
            await self._reader


async def _set_within(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)


async def end_group(process: asyncio.subprocess.Process) -> None:
    """Kill a process that leads a group, and all of the group, and wait for its end."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


async def run(
    *arguments: str, cwd: Path, within: float = READY_SECONDS, **environment: str
) -> tuple[int | None, str]:
    """Run `python -m service` to its end; gives the exit status and everything it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", *arguments),
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(within):
            said, _ = await process.communicate()
    finally:
        await end_group(process)
    return process.returncode, said.decode()


def _as_user(name: str) -> dict[str, Any]:
    known = pwd.getpwnam(name)
    return {"user": known.pw_uid, "group": known.pw_gid, "extra_groups": []}
