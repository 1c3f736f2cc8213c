"""What stands before two bots that are posted to: the real Caddy, or where it is missing a stub."""

import asyncio
import os
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Self

from tests.ports import free_port
from tests.program import ROOT
from tests.waiting import until

PORTS = (18481, 18482)


class Caddy:
    """Caddy with the file of docs/deploy; only the names in it are of this machine."""

    name = "the real Caddy, with the rules of docs/deploy/Caddyfile"
    ports = PORTS

    async def __aenter__(self) -> Self:
        self.port = free_port()
        self._folder = tempfile.TemporaryDirectory(prefix="workout-caddy-")
        config = Path(self._folder.name) / "Caddyfile"
        config.write_text(self._rules())
        self._process = await asyncio.create_subprocess_exec(
            *("caddy", "run", "--config", str(config), "--adapter", "caddyfile"),
            env=os.environ | {"XDG_DATA_HOME": self._folder.name, "HOME": self._folder.name},
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await until(self._listens, "Caddy listens", pause=0.05)
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        self._folder.cleanup()

    async def _listens(self) -> bool:
        assert self._process.returncode is None, "Caddy did not start"
        return await _listens(self.port)

    def _rules(self) -> str:
        text = (ROOT / "docs/deploy/Caddyfile").read_text("utf-8")
        text = text.replace("{$WEBHOOK_HOST_NAME}", f"http://127.0.0.1:{self.port}")
        bots = " ".join(f"127.0.0.1:{port}" for port in self.ports)
        text, found = re.subn(r"dynamic a telegram-bot 8081 \{[^}]*\}", f"to {bots}", text)
        assert found == 1
        return "{\n\tadmin off\n}\n" + text


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


class Balancer:
    """Joins each connection to one of two ports, in turns; the other when one is closed."""

    name = "a balancer of the bench's own: the next replica when one does not connect"
    ports = PORTS

    def __init__(self) -> None:
        self._turn = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._turn += 1
        for n in range(2):
            port = self.ports[(self._turn + n) % 2]
            try:
                far = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                continue
            await asyncio.gather(_pass(reader, far[1]), _pass(far[0], writer))
            return
        writer.close()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
    except OSError:
        pass
    writer.close()


def proxy() -> Caddy | Balancer:
    """Take the real one where `.ci/gateways` brought it."""
    return Caddy() if shutil.which("caddy") else Balancer()
