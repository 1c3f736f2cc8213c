"""Where the database is: one server, or several of which one is the primary."""

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import asyncpg

from service.storage.trouble import FAILURES

COMMAND_SECONDS = 5.0
"""Timeout of a statement and of the wait for a connection."""

HOST_SECONDS = 2.0
"""Timeout of a connection to one of several servers: one that is gone must leave time for the
others within COMMAND_SECONDS."""


class Address:
    """Opens connections to the primary among the servers that a DSN names.

    PostgreSQL starts a new timeline whenever a standby is promoted. If several servers accept
    writes, the one with the highest timeline was promoted last, and the others must not be used:
    their writes would be lost. A server whose timeline is lower than one seen before is never used.

    ``read_again`` returns the DSN that is now configured. It is called when the server refuses
    the password.
    """

    def __init__(self, dsn: str, read_again: Callable[[], str | None] | None = None) -> None:
        self._dsn, self._read_again = dsn, read_again
        self.timeline = 0
        """The highest timeline seen; 0 if the DSN names one server."""
        self._primary: int | None = None  # position among the servers
        self._search: asyncio.Task[int] | None = None

    @classmethod
    def of(cls, address: "Address | str") -> "Address":
        """Return the address itself, or that of a DSN."""
        return cls(address) if isinstance(address, str) else address

    async def connect(self, *_: object, **options: Any) -> asyncpg.Connection:
        """Open a connection to the primary; ``options`` are those of asyncpg.connect."""
        if len(servers(self._dsn)) == 1:
            return await self._open(0, **{"timeout": COMMAND_SECONDS, **options})
        primary = await self.search() if self._primary is None else self._primary
        try:
            return await self._open(primary, **{**options, "timeout": HOST_SECONDS})
        except FAILURES:
            self._primary = None
            raise

    def doubt(self) -> None:
        """Look for the primary again before the next connection is opened."""
        self._primary = None

    async def _open(self, number: int, **options: Any) -> asyncpg.Connection:
        """Connect to one server if it accepts writes. Reads the DSN again if it is refused."""
        dsn = servers(self._dsn)[number]
        options["target_session_attrs"] = "read-write"
        try:
            return await asyncpg.connect(dsn, **options)
        except asyncpg.InvalidAuthorizationSpecificationError:
            now = self._read_again() if self._read_again else None
            if not now or now == self._dsn or number >= len(servers(now)):
                raise
            self._dsn = now
        return await asyncpg.connect(servers(now)[number], **options)

    async def search(self) -> int:
        """Look for the primary; return its position. Concurrent callers share one search.

        The search goes on when a caller is cancelled, because a caller may have less time.
        """
        if len(servers(self._dsn)) == 1:
            return 0
        if self._search is None or self._search.done():
            self._search = asyncio.create_task(self._find())
            # If every caller is cancelled, nobody else looks at its error.
            self._search.add_done_callback(lambda task: task.cancelled() or task.exception())
        return await asyncio.shield(self._search)

    async def _find(self) -> int:
        numbers = range(len(servers(self._dsn)))
        found = await asyncio.gather(*map(self._timeline, numbers), return_exceptions=True)
        timelines = {n: each for n, each in enumerate(found) if isinstance(each, int)}
        if not timelines:
            errors = [each for each in found if isinstance(each, BaseException)]
            # What a server says tells more than that another does not answer.
            raise next((each for each in errors if not isinstance(each, OSError)), errors[0])
        primary = max(timelines, key=lambda number: timelines[number])
        if timelines[primary] < self.timeline:
            raise asyncpg.ReadOnlySQLTransactionError("a server with an older timeline")
        self._primary, self.timeline = primary, timelines[primary]
        return primary

    async def _timeline(self, number: int) -> int:
        """Return the timeline of a server that accepts writes, 0 if it does not tell."""
        connection = await self._open(number, timeout=HOST_SECONDS)
        try:
            async with asyncio.timeout(HOST_SECONDS):
                return int(await connection.fetchval(TIMELINE), 16)
        except asyncpg.PostgresError:  # some services have no access to the log's position
            return 0
        finally:
            connection.terminate()


TIMELINE = "SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)"


def servers(dsn: str) -> list[str]:
    """Return a DSN for each server that a DSN names, in its order."""
    parts = urlsplit(dsn)
    login, at, hosts = parts.netloc.partition("@")
    if not at:
        login, hosts = "", parts.netloc
    if "," in hosts:
        return [parts._replace(netloc=f"{login}{at}{one}").geturl() for one in hosts.split(",")]
    query = dict(parse_qsl(parts.query))
    names = query.get("host", "").split(",")
    ports = query.get("port", "").split(",")
    if hosts or len(names) == 1:
        return [dsn]
    if len(ports) == 1:
        ports *= len(names)
    each = zip(names, ports, strict=True)
    return [_with(dsn, {**query, "host": name, "port": port}) for name, port in each]


def _with(dsn: str, query: dict[str, str]) -> str:
    known = {name: value for name, value in query.items() if value}
    return urlsplit(dsn)._replace(query=urlencode(known)).geturl()
