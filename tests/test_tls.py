"""Every connection that the bot opens asks for TLS 1.2 or newer, whatever Python's default is."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
from aiohttp.connector import _SSL_CONTEXT_VERIFIED
from opentelemetry.sdk.metrics.export import MetricsData

from instrumentation.setup.exporting import LOG_EXPORTERS, METRIC_EXPORTERS, SPAN_EXPORTERS
from service import telegram
from service.local import tls
from service.local.lifters import __main__ as lifters
from service.local.telegram.bot_api import StandIn
from service.local.telegram.updates import Entry
from service.storage import Database, Turn
from tests.house import TOKEN

SSL_REQUEST = (8).to_bytes(4) + (80877103).to_bytes(4)
"""What a client of PostgreSQL says first when it wants TLS."""

NOBODY: Any = None
"""In place of what a handshake does not need."""

Versions = asyncio.Queue[ssl.TLSVersion]


@pytest.fixture
async def asked(monkeypatch: pytest.MonkeyPatch) -> Versions:
    """The oldest version that each new connection allows, on a Python that sets none itself."""
    made, versions = ssl.SSLContext.__new__, Versions()
    wrapped: dict[Any, Any] = {}
    loop = asyncio.get_running_loop()

    def as_debian_does(cls, *arguments, **named):
        context = made(cls, *arguments, **named)
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        return context

    def watching(name: str):
        def wrap(context, *arguments, **named):
            loop.call_soon_threadsafe(versions.put_nowait, context.minimum_version)
            return wrapped[name](context, *arguments, **named)

        return wrap

    monkeypatch.setattr(ssl.SSLContext, "__new__", as_debian_does)
    # aiohttp's own was made when it was imported
    monkeypatch.setattr(_SSL_CONTEXT_VERIFIED, "minimum_version", ssl.TLSVersion.MINIMUM_SUPPORTED)
    for name in ("wrap_bio", "wrap_socket"):
        wrapped[name] = getattr(ssl.SSLContext, name)
        monkeypatch.setattr(ssl.SSLContext, name, watching(name))
    tls.client_context.cache_clear()
    return versions


@pytest.fixture
async def address(asked: Versions) -> AsyncIterator[str]:
    """Where somebody hangs up in the middle of every handshake."""

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if await reader.read(8) == SSL_REQUEST:
            writer.write(b"S")
            await reader.read(1)
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def answers(address: str) -> None:
    """Call Telegram as answers are sent."""
    bot = telegram.make_bot(TOKEN, f"https://{address}", NOBODY)
    try:
        await bot.get_me()
    finally:
        await bot.session.close()


async def notices(address: str) -> None:
    """Call Telegram as reminders are sent."""
    sender = telegram.make_notices(TOKEN, f"https://{address}", NOBODY, NOBODY)
    try:
        await sender._bot.get_me()
    finally:
        await sender.close()


async def opens_the_database(address: str) -> None:
    """Connect for the migrations."""
    await Database(f"postgresql://bot:x@{address}/bot?sslmode=require", "UTC").open()


async def takes_a_connection(address: str) -> None:
    """Connect for a query."""
    database = Database(f"postgresql://bot:x@{address}/bot?sslmode=require", "UTC")
    await database._pool
    async with database.transaction():
        raise AssertionError


async def takes_the_turn(address: str) -> None:
    """Connect for the right to poll."""
    await Turn(f"postgresql://bot:x@{address}/bot").ours()


async def trains(address: str) -> None:
    """Send simulated lifters to a stand-in behind TLS."""
    await lifters.run(lifters._arguments().parse_args([f"https://{address}"]))


async def posts(address: str) -> None:
    """Post an update as the stand-in does."""
    async with StandIn(TOKEN) as stand_in:
        stand_in.world.profile.webhook = {"url": f"https://{address}", "secret": ""}
        await stand_in.webhook._post(Entry(1, "message", 7, "lane", {}, 1e12))


@pytest.mark.parametrize(
    "connect",
    [answers, notices, opens_the_database, takes_a_connection, takes_the_turn, trains, posts],
    ids=lambda connect: connect.__name__,
)
async def test_no_connection_allows_old_tls(
    connect: Callable[[str], Coroutine[None, None, None]], address: str, asked: Versions
) -> None:
    """Telegram, PostgreSQL, and what stands in on one's own desk."""
    connecting = asyncio.create_task(connect(address))
    assert await first(asked, connecting, connecting.cancel) >= ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize(
    ("exporters", "nothing"),
    [
        (SPAN_EXPORTERS, []),
        (LOG_EXPORTERS, []),
        (METRIC_EXPORTERS, MetricsData([])),
    ],
    ids=["traces", "logs", "metrics"],
)
async def test_no_exporter_allows_old_tls(
    exporters, nothing, address: str, asked: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Backends by OTLP; requests and urllib3 make those contexts."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"https://{address}")
    exporter = exporters["otlp"]()
    exporting = asyncio.create_task(asyncio.to_thread(exporter.export, nothing))
    assert await first(asked, exporting, exporter.shutdown) >= ssl.TLSVersion.TLSv1_2


async def first(
    asked: Versions, connecting: asyncio.Task, stop: Callable[[], object]
) -> ssl.TLSVersion:
    """Wait for the first handshake and for the end, whatever it is."""
    try:
        async with asyncio.timeout(60):
            return await asked.get()
    finally:
        stop()
        await asyncio.gather(connecting, return_exceptions=True)
