"""The bot as one or several processes, a database behind a wire, a stand-in, and a ledger."""

import signal
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import aiohttp
import asyncpg

from service.local.postgres import PrivatePostgres
from service.local.postgres.running import postmaster
from service.local.telegram.bot_api import StandIn
from service.local.telegram.faults import Fault
from service.storage.database import migrate
from tests.bench.faults.ledger import Ledger
from tests.bench.faults.wire import Wire
from tests.cluster import Cluster
from tests.program import Program
from tests.waiting import until

TOKEN = "1000:bench-of-faults-with-a-token-of-the-right-length"
ROUND_TRIP = 0.02  # seconds before each answer of the Bot API


class Clock(Protocol):
    """A time of its own for what is started."""

    environment: dict[str, str]

    def told(self) -> AbstractContextManager[None]:
        """Tell it to what is started meanwhile."""


@dataclass
class Stage:
    """Everything that a fault needs to happen to."""

    stand_in: StandIn
    postgres: PrivatePostgres
    wire: Wire
    folder: Path
    ledger: Ledger
    db: asyncpg.Connection
    http: aiohttp.ClientSession
    environment: dict[str, str] = field(default_factory=dict)
    bots: list[Program] = field(default_factory=list)
    cluster: Cluster | None = None

    def program(self, **environment: str) -> Program:
        """Make a bot that is not started yet."""
        return Program(
            {
                "BOT_TOKEN": TOKEN,
                "TELEGRAM_API_URL": self.stand_in.url,
                "DATABASE_URL": self.wire.dsn,
                "DATA_DIR": str(self.folder),
                "LOG_LEVEL": "WARNING",
                "METRICS_UPDATE_INTERVAL": "2",
                **self.environment,
                **environment,
            }
        )

    async def start(self, **environment: str) -> Program:
        """Start one more bot."""
        bot = self.program(**environment)
        await bot.start()
        self.bots.append(bot)
        return bot

    async def connect(self) -> None:
        """Look into the database past the wire, or into the primary of several."""
        if self.cluster:
            self.db = self.ledger.db = await asyncpg.connect(self.cluster.primary.dsn())
            return
        self.wire.socket = socket_of(self.postgres)
        self.db = self.ledger.db = await asyncpg.connect(self.postgres.dsn())

    async def database_goes(self, way: signal.Signals) -> None:
        """Stop PostgreSQL: SIGINT politely, SIGQUIT as a power cut would."""
        await self.db.close()
        self.wire.socket = None
        server = postmaster(self.postgres._cluster)
        assert server
        server.send_signal(way)
        await self.postgres.stop()
        self.wire.cut()

    async def database_comes(self) -> None:
        """Start PostgreSQL again."""
        await self.postgres.start()
        await self.connect()

    async def metric(self, bot: Program, name: str) -> float:
        """Add up the samples of one metric."""
        async with self.http.get(bot.addresses["metrics"]) as page:
            lines = (await page.text()).splitlines()
        return sum(
            float(line.rsplit(" ", 1)[1])
            for line in lines
            if line.startswith((f"{name} ", f"{name}{{"))
        )

    async def stored(self) -> int:
        """Count the sets in the database."""
        return int(await self.db.fetchval("SELECT count(*) FROM sets"))

    async def until_stored(self, more_than: int, within: float = 60) -> float:
        """Wait for a set more; gives the seconds it took."""
        began = time.monotonic()
        what = f"more than {more_than} sets are stored"
        await until(self.stored, what, lambda count: count > more_than, within=within)
        return time.monotonic() - began


def socket_of(postgres: PrivatePostgres) -> Path:
    """Find the socket that a private PostgreSQL listens on. Raises OSError."""
    for socket in postgres._run_dir.glob(".s.PGSQL.*[0-9]"):
        return socket
    raise FileNotFoundError(postgres._run_dir)


@asynccontextmanager
async def open_stage(
    *,
    typing: int,
    pressing: int = 0,
    bots: int = 1,
    clock: Clock | None = None,
    cluster: Cluster | None = None,
    url: str = "",
    within: Path | None = None,
) -> AsyncIterator[Stage]:
    """Start everything, with so many people who type and press.

    With a ``clock`` the bot and PostgreSQL go by that one. With a ``cluster`` that is the database,
    and the bots have it by ``url``. The data is put ``within`` a folder.
    """
    async with AsyncExitStack() as rooms:
        made = tempfile.TemporaryDirectory(prefix="workout-faults-", dir=within)
        folder = Path(rooms.enter_context(made))
        stand_in = await rooms.enter_async_context(StandIn(TOKEN))
        stand_in.world.faults.add(Fault("latency", seconds=ROUND_TRIP))
        postgres = PrivatePostgres(folder)
        if cluster is None:
            with clock.told() if clock else nullcontext():
                await rooms.enter_async_context(postgres)
        await migrate(cluster.dsn if cluster else postgres.dsn())
        wire = await rooms.enter_async_context(Wire())
        http = await rooms.enter_async_context(aiohttp.ClientSession())
        db: Any = None
        ledger = Ledger(stand_in.world, db)
        environment = clock.environment if clock else {}
        if cluster:
            environment = environment | {"DATABASE_URL": url}
        stage = Stage(stand_in, postgres, wire, folder, ledger, db, http, environment)
        stage.cluster = cluster
        await stage.connect()
        try:
            for _ in range(bots):
                await stage.start()
            await ledger.gather(typing, pressing)
            yield stage
        finally:
            await ledger.close()
            for bot in stage.bots:
                if bot.process and bot.process.returncode is None:
                    await bot.kill()
            await stage.db.close()
