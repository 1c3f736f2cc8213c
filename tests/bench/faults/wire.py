"""A wire between the bot and its PostgreSQL that can be cut, and loses answers on request."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Self

READ = 65536
COMMIT = b"COMMIT"


class Wire:
    """Listens on a TCP port and passes everything on to a server's socket."""

    def __init__(self) -> None:
        self.socket: Path | None = None  # None: nobody answers at the other end
        self.deaf = False  # connections are taken and nothing is ever answered
        self.lose_every: int | None = None  # every so manieth COMMIT loses its answer
        self.lost = 0
        self._commits = 0
        self._pairs: set[_Pair] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server
        self._server.close()
        self.cut()

    @property
    def dsn(self) -> str:
        """The database at the other end, as the bot is told."""
        assert self._server
        port = self._server.sockets[0].getsockname()[1]
        return f"postgresql://workout@127.0.0.1:{port}/workout?sslmode=disable"

    def cut(self) -> int:
        """Cut every connection; gives how many there were."""
        pairs = list(self._pairs)
        for pair in pairs:
            pair.cut()
        return len(pairs)

    def loses(self) -> bool:
        """Tell whether the answer to this COMMIT gets lost."""
        self._commits += 1
        if self.lose_every is None or self._commits % self.lose_every:
            return False
        self.lost += 1
        return True

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.socket is None:
            writer.transport.abort()
            return
        try:
            far = await asyncio.open_unix_connection(self.socket)
        except OSError:
            writer.transport.abort()
            return
        pair = _Pair(self, writer, far[1])
        self._pairs.add(pair)
        try:
            await asyncio.gather(pair.up(reader), pair.down(far[0]))
        finally:
            pair.cut()
            self._pairs.discard(pair)


class _Pair:
    """One connection: up to the server, down to the bot."""

    def __init__(self, wire: Wire, near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        self._wire, self._near, self._far = wire, near, far
        self._losing = False

    def cut(self) -> None:
        self._near.transport.abort()
        self._far.transport.abort()

    async def up(self, reader: asyncio.StreamReader) -> None:
        with suppress(OSError):
            while data := await reader.read(READ):
                if self._wire.deaf:
                    continue
                if COMMIT in data and self._wire.loses():
                    self._losing = True
                self._far.write(data)
        self.cut()

    async def down(self, reader: asyncio.StreamReader) -> None:
        with suppress(OSError):
            while data := await reader.read(READ):
                if self._losing:  # it is stored, and nobody hears of it
                    break
                if not self._wire.deaf:
                    self._near.write(data)
        self.cut()
