"""The price of seeing: CPU of one typed set with telemetry and without, in turn, in one process."""

import asyncio
import math
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from statistics import median
from types import ModuleType
from typing import Any, cast
from unittest.mock import patch

import aiogram_metrics
import aiogram_prometheus
import aiohttp
import asyncpg
import uvloop
from aiogram import BaseMiddleware, Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Update
from opentelemetry.instrumentation.aiogram import AiogramInstrumentor, update_span
from opentelemetry.instrumentation.aiohttp_client import AioHttpClientInstrumentor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import NoOpTracerProvider
from prometheus_client import CollectorRegistry, Counter, Histogram

import instrumentation.setup
from instrumentation.api_calls import ApiCalls
from instrumentation.instruments import INSTRUMENTS
from instrumentation.metrics import Metrics
from instrumentation.postgres import Transactions, query_names
from instrumentation.setup import Telemetry
from service import storage, telegram
from service.domain.errors import REASONS
from service.storage import Database
from service.telegram.replies import Reply
from service.telegram.transport.card_locations import CardLocations
from service.telegram.transport.pictures import Pictures
from service.telegram.transport.session import Session
from service.telegram.transport.settling import Settler
from service.telegram.transport.showing import Showing
from tests.bench import recordings, seed
from tests.bench.backends import RATE, sent, sink
from tests.bench.measure import Bench
from tests.bench.recordings import Discard
from tests.bench.stage import TOKEN, temporary_postgres
from tests.lifter import Desk, Lifter, open_desk

PEOPLE = 40
AT_ONCE = 5
EXPORT_SECONDS = 15.0
AT_MOST = {"metrics": 1.1, "metrics_and_traces": 1.5}
"""What a way of seeing may cost, beside the bare bot."""


class Silent:
    """Metrics that record nothing; the seams that call them stay."""

    in_flight = 0

    def __getattr__(self, name: str) -> Callable[..., None]:
        """Give a method that does nothing."""
        return lambda *_, **__: None


class ByHand(Metrics):
    """The same metrics with prometheus_client, as one writes them by hand: children looked up."""

    def __init__(self) -> None:
        self.in_flight = 0
        self._clock, self._lagged = time.monotonic, -math.inf
        self._registry = CollectorRegistry()
        counted = (row for row in INSTRUMENTS if row.prometheus_type != "gauge")
        self._by_name = {row.name: self._family(row) for row in counted}

    def _family(self, row: Any) -> Any:
        labels = [label.replace(".", "_") for label in row.labels]
        options: dict[str, Any] = {"registry": self._registry}
        kind = Histogram if row.prometheus_type == "histogram" else Counter
        if kind is Histogram:
            options["buckets"] = row.bounds
        return kind(row.name.replace(".", "_"), row.help, labels, **options)

    def _add(self, instrument: str, *values: str, amount: float = 1) -> None:
        family = self._by_name[instrument]
        (family.labels(*values) if values else family).inc(amount)

    def query(self, name: str, seconds: float) -> None:
        self._add("bot.database.queries", name)
        self._add("bot.database.time", name, amount=seconds)

    def _record(self, instrument: str, seconds: float, *values: str) -> None:
        family = self._by_name[instrument]
        (family.labels(*values) if values else family).observe(max(seconds, 0.0))


NO_PICTURES = Pictures(cast("Metrics", None))
"""No reply of this bench has a picture."""


class Theirs(Session, aiogram_metrics.InstrumentedAiohttpSession):
    """The bot's session, measured as aiogram3-metrics does."""


class Switch(BaseMiddleware):
    """Stands in the dispatcher for whatever middleware the variant at work brings."""

    def __init__(self) -> None:
        self.inner: BaseMiddleware | None = None

    async def __call__(
        self, handler: Callable[..., Awaitable[Any]], event: Any, data: dict[str, Any]
    ) -> Any:
        """Go through it, if there is one."""
        return await (self.inner(handler, event, data) if self.inner else handler(event, data))


@dataclass
class Variant:
    """One way of seeing: a bot, a settler, and what the dispatcher is given meanwhile."""

    name: str
    bot: Bot
    settler: Settler
    cards: CardLocations
    updates: BaseMiddleware | None = None
    messages: BaseMiddleware | None = None
    telemetry: Telemetry | None = None

    async def show(self, event: Any, reply: Reply, accepted: Callable[[], None]) -> None:
        """Make the calls that the reply comes to."""
        showing = Showing(self.bot, self.cards, NO_PICTURES, event, reply, accepted)
        await showing.receipt()
        await showing.rest()


class Theatre:
    """Makes the variants and lets one after the other play."""

    def __init__(self, rooms: AsyncExitStack, url: str, dsn: str) -> None:
        self._rooms, self._url, self._dsn = rooms, url, dsn
        self._offset = 0
        self._people: list[Lifter] = []
        self._updates, self._messages = Switch(), Switch()
        dispatcher = telegram.dispatcher()
        dispatcher.update.outer_middleware(self._updates)
        dispatcher.message.middleware(self._messages)

    async def admit(self, desk: Desk) -> None:
        """Let the people in who will type."""
        self._people = [await desk.person(id=seed.FIRST + n, started=True) for n in range(PEOPLE)]

    async def variants(self, backend: str) -> list[Variant]:
        """Make them all; the first is the bare one."""
        server: dict[str, Any] = {"api": TelegramAPIServer.from_base(self._url)}
        theirs: Session = cast("Any", Theirs)(bot_name="bench", **server)
        counted = Session(**server)
        otlp = sent(backend, "METRICS") | {"OTEL_METRICS_EXPORTER": "otlp"}
        made = [
            await self._variant("bare", Silent(), Session(**server)),
            await self._ours("metrics"),
            await self._ours("metrics_otlp", otlp),
            await self._ours("metrics_and_traces", spans=Discard()),
            await self._ours("metrics_and_traces_otlp", otlp | sent(backend, "TRACES")),
            await self._http_client(),
            await self._variant("prometheus_client", ByHand(), self._session(), calls=True),
            await self._variant("aiogram3_metrics", Silent(), theirs),
            await self._variant("aiogram_prometheus", Silent(), counted),
        ]
        made[-2].updates = aiogram_metrics.MetricsMiddleware(bot_name="bench")
        made[-1].messages = aiogram_prometheus.PrometheusMetricMessageMiddleware()
        counted.middleware(aiogram_prometheus.PrometheusMetricRequestMiddleware())
        return made

    async def _ours(
        self, name: str, environment: Mapping[str, str] | None = None, **options: Any
    ) -> Variant:
        """Instrument as `python -m service` does; sessions opened later are not concerned."""
        by_hand = {"OTEL_METRIC_EXPORT_INTERVAL": "3600000"}
        with patch.dict(os.environ, {**(environment or {}), **by_hand}):
            telemetry = instrumentation.setup.set_up(version="bench", **options)
        metrics = Metrics(
            telemetry.meters,
            handlers=telegram.HANDLERS,
            queries=[*_queries().values(), "begin", "commit", "rollback"],
            refusals=REASONS,
        )
        session = self._session()
        made = await self._variant(name, metrics, session, calls=True, tracers=telemetry.tracers)
        await session.create_session()
        if telemetry.traced:
            AiogramInstrumentor().uninstrument()  # it is switched on whenever this variant plays
        made.telemetry = telemetry
        return made

    async def _http_client(self) -> Variant:
        """Measure every HTTP exchange by the library's own instrumentation, and nothing else."""
        AioHttpClientInstrumentor().instrument(
            meter_provider=MeterProvider([InMemoryMetricReader()]),
            tracer_provider=NoOpTracerProvider(),
            url_filter=lambda _: "",
        )
        session = self._session()
        await session.create_session()
        AioHttpClientInstrumentor().uninstrument()
        return await self._variant("http_client_alone", Silent(), session)

    def _session(self) -> Session:
        return Session(api=TelegramAPIServer.from_base(self._url))

    async def _variant(
        self,
        name: str,
        metrics: Any,
        session: Session,
        *,
        calls: bool = False,
        tracers: Any = None,
    ) -> Variant:
        if calls:
            session.middleware(ApiCalls(metrics))
        observer = Transactions(metrics, _queries(), tracers) if calls else None
        database = Database(self._dsn, "UTC", size=AT_ONCE, observer=observer)
        await database.open()
        self._rooms.push_async_callback(database.close)
        self._rooms.push_async_callback(session.close)
        bot = Bot(TOKEN, session=session)
        settler = Settler(bot, telegram.dispatcher(), database, metrics, _untold)
        return Variant(name, bot, settler, CardLocations(database))

    async def play(self, variant: Variant) -> float:
        """Let everyone type one set and send what that gave; gives CPU milliseconds a set."""
        self._updates.inner, self._messages.inner = variant.updates, variant.messages
        telemetry = variant.telemetry
        if not telemetry or not telemetry.traced:
            return await self._scene(variant, telemetry)
        AiogramInstrumentor().instrument(tracer_provider=telemetry.tracers)
        spent = await self._scene(variant, telemetry)
        AiogramInstrumentor().uninstrument()
        return spent

    async def _scene(self, variant: Variant, telemetry: Telemetry | None) -> float:
        typed_sets = await self._typed()
        began = time.process_time()
        for first in range(0, PEOPLE, AT_ONCE):
            batch = typed_sets[first : first + AT_ONCE]
            await asyncio.gather(*(self._settle(variant, raw) for raw in batch))
        if telemetry and isinstance(telemetry.tracers, TracerProvider):
            await asyncio.to_thread(telemetry.tracers.force_flush)
        typed = time.process_time()
        if telemetry and not telemetry.scraped:
            await asyncio.to_thread(telemetry.meters.force_flush)
        exported = (time.process_time() - typed) / EXPORT_SECONDS / RATE
        return ((typed - began) / PEOPLE + exported) * 1000

    async def _typed(self) -> list[dict[str, Any]]:
        """Let everyone type a set at the stand-in; returns the updates as Telegram sends them."""
        acts = [person.act("say", text="60x5") for person in self._people]
        await self._people[0].desk.together(*acts)
        address, asked = f"{self._url}/bot{TOKEN}/getUpdates", {"offset": self._offset}
        async with aiohttp.request("POST", address, json=asked) as answer:
            updates: list[dict[str, Any]] = (await answer.json())["result"]
        assert len(updates) == PEOPLE
        self._offset = updates[-1]["update_id"] + 1
        return updates

    async def _settle(self, variant: Variant, raw: dict[str, Any]) -> None:
        update = variant.settler.parse(raw)
        assert isinstance(update, Update)
        with update_span("message", raw["update_id"], time.perf_counter()):
            reply, handled = await variant.settler.settle(raw, update, time.perf_counter())
            assert reply.outcome == "ok"
            await variant.show(update.event, reply, handled.answered)


def _untold(*_: object) -> None:
    raise AssertionError("the database was away")


def _queries() -> dict[str, str]:
    return query_names(each for each in vars(storage).values() if isinstance(each, ModuleType))


@asynccontextmanager
async def _desk() -> AsyncIterator[str]:
    """Run the stand-in as a process of its own; gives its address."""
    command = (sys.executable, "-u", "-m", "service.local", "--port", "0", "--token", TOKEN)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout
        said = (await process.stdout.readline()).decode()
        yield said.split()[1]
    finally:
        process.terminate()
        await process.wait()


async def measure(bench: Bench) -> None:
    """Play every variant in turn, the order turned by one each round."""
    rounds = 3 if bench.quick else 42
    async with AsyncExitStack() as rooms:
        _, dsn = await rooms.enter_async_context(temporary_postgres())
        url = await rooms.enter_async_context(_desk())
        backend = await rooms.enter_async_context(sink())
        theatre = Theatre(rooms, url, dsn)
        variants = await theatre.variants(backend)
        db = await asyncpg.connect(dsn)
        rooms.push_async_callback(db.close)
        await seed.train(db, PEOPLE)
        await theatre.admit(await rooms.enter_async_context(open_desk(url)))
        for variant in variants:
            await theatre.play(variant)
        found: dict[str, list[float]] = {variant.name: [] for variant in variants}
        for n in range(rounds):
            turn = n % len(variants)
            for variant in variants[turn:] + variants[:turn]:
                found[variant.name].append(await theatre.play(variant))
            await db.execute("DELETE FROM sets")
            if n % 10 == 9:
                bench.say(f"round {n + 1} of {rounds}")
        _tell(bench, found)


def _tell(bench: Bench, found: dict[str, list[float]]) -> None:
    bare = found["bare"]
    count = len(bare) * PEOPLE
    bench.note(f"a block is {PEOPLE} sets typed by {PEOPLE} people, {AT_ONCE} at once")
    bench.note(
        f"spans are sent once a block, metrics as if every {EXPORT_SECONDS:g} s at {RATE:g} sets/s"
    )
    ratios_of: dict[str, float] = {}
    for name, spent in found.items():
        bench.figure(f"{name}_cpu_ms", spent)
        if name != "bare":
            ratios = [one / other for one, other in zip(spent, bare, strict=True)]
            ratios_of[name] = bench.figure(f"{name}_ratio", ratios, at_most=AT_MOST.get(name))
            bench.figure(f"{name}_us", (median(spent) - median(bare)) * 1000, n=count)
    bench.curve("variants", variant=list(ratios_of), cpu_ratio=list(ratios_of.values()))


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("overhead", quick=quick)
    uvloop.run(measure(bench))
    recordings.measure(bench)
    bench.keep()
