"""The whole bot inside the test's own process, joined to a stand-in and a database over the wire.

Importing it costs seconds, once; opening a house costs some 50 ms.
"""

import asyncio
import functools
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Self

import aiohttp
import asyncpg
import pytest
from aiogram.client.session.aiohttp import AiohttpSession
from prometheus_client.parser import text_string_to_metric_families

from service import assembly
from service.local.telegram.bot_api import StandIn
from service.settings import Settings
from service.telegram.transport import limits, outbox

TOKEN = "4242:a-token-for-the-desk-of-the-tests-only"

certificates = functools.cache(ssl.create_default_context)
"""Reads them once, not twice a house: 20 ms each time, and nobody here asks for them."""

TABLES = (
    "people drafts exercises programs days slots workouts planned sets skips timers reminders"
    " notices daily_active questions removed bodyweights shares challengers"
).split()
"""Every table that holds what people did; what they hold must not change by a replay."""


class House:
    """A bot that is running, and a way to look into its database and its numbers."""

    def __init__(self, running: assembly.Running, dsn: str) -> None:
        self.running, self.dsn = running, dsn
        self.http: aiohttp.ClientSession
        self.delivery: asyncio.Task[None]
        self.expects_errors = False
        self.expects_refusals: tuple[str, ...] = ()
        self._stop = asyncio.Event()

    async def __aenter__(self) -> Self:
        self.http = aiohttp.ClientSession()
        # kept, because opening a connection costs as much as twenty questions
        self._behind = await asyncpg.create_pool(self.dsn, min_size=0, max_size=1)
        self.delivery = asyncio.create_task(self.running.delivery.run(self._stop))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stop.set()
        await self.delivery
        self._behind.terminate()
        await self.http.close()

    async def sql(self, statement: str, *arguments: Any) -> list[asyncpg.Record]:
        """Ask the database behind the bot's back."""
        return await self._behind.fetch(statement, *arguments)

    async def value(self, statement: str, *arguments: Any) -> Any:
        """Ask the database for one value."""
        return (await self.sql(statement, *arguments))[0][0]

    async def rows(self, owner: int | None = None) -> Mapping[str, list[str]]:
        """Read every row of every table of people's doings, as text, in a fixed order."""
        async with self._behind.acquire() as connection:
            return {
                table: [row[0] for row in await connection.fetch(_rows_of(table, owner))]
                for table in TABLES
            }

    async def samples(self, name: str = "") -> list[str]:
        """Read the lines of /metrics that begin with a name."""
        async with self.http.get(self.running.metrics) as answer:
            assert answer.status == 200
            lines = (await answer.text()).splitlines(keepends=True)
            return [line for line in lines if line.startswith(name)]

    async def metrics(self, name: str = "") -> dict[str, dict[tuple[str, ...], float]]:
        """Read /metrics by name, then by label values. Parsing all of it takes 40 ms of CPU."""
        families = text_string_to_metric_families("".join(await self.samples(name)))
        read: dict[str, dict[tuple[str, ...], float]] = {}
        for family in families:
            for sample in family.samples:
                read.setdefault(sample.name, {})[tuple(sample.labels.values())] = sample.value
        return read

    async def metric(self, name: str, *labels: str) -> float:
        """Read one sample."""
        return (await self.metrics(name))[name][labels]

    async def health(self) -> int:
        """Ask for the status of /health."""
        async with self.http.get(self.running.health) as answer:
            return answer.status


def _rows_of(table: str, owner: int | None) -> str:
    whose = {"people": "id", "daily_active": "person"}.get(table, "owner")
    where = "" if owner is None else f"WHERE {whose} = {owner}"
    # where a card or a draft is shown may change: a replay shows it again
    row = f"(to_jsonb({table}) - 'card_message' - 'previews')::text"
    return f"SELECT {row} FROM {table} {where} ORDER BY 1"


@asynccontextmanager
async def open_house(
    stand_in: StandIn, dsn: str, *, edit_seconds: float = 0.0, **told: Any
) -> AsyncIterator[House]:
    """Open every room of the bot against a stand-in and a database, and let it work.

    Edits in a chat are ``edit_seconds`` apart; without a pause an update is settled when its
    card is shown, and nobody needs to wait.
    """
    settings = Settings(
        _env_file=None,
        bot_token=stand_in.token,
        telegram_api_url=stand_in.url,
        database_url=dsn,
        metrics_port=0,
        metrics_update_interval=1,
        **told,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AiohttpSession, "close", _close_at_once)
        patch.setattr(ssl, "create_default_context", certificates)
        patch.setattr(outbox, "EDIT_SECONDS", edit_seconds)
        patch.setattr(limits, "BURST", 10_000)  # and is quicker than a person
        patch.setattr(limits, "PRESSES", 10_000)
        async with AsyncExitStack() as rooms:
            running = await assembly.open_rooms(settings, rooms)
            async with House(running, dsn) as house:
                yield house


async def _close_at_once(session: AiohttpSession) -> None:
    """Close as aiogram does, without its quarter of a second for TLS."""
    if session._session is not None:
        await session._session.close()
