"""A bot that is none of ours, a server for it, and what the instrumentation says of them."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Chat, Message, Update, User
from aiohttp import web
from opentelemetry.instrumentation.aiogram import AiogramInstrumentor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import (
    Histogram,
    HistogramDataPoint,
    InMemoryMetricReader,
    Metric,
)
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.some import some

TOKEN = "987654321:CANARYCANARYCANARYCANARYCANARYCANARY"
HEADERS = web.AppKey("headers", list)
CALLED = web.AppKey("called", asyncio.Queue)
UPDATES = web.AppKey("updates", asyncio.Queue)
CANARIES = ("CANARY", "canary text", "777000111", "Canaria")

REFUSALS: dict[str, dict[str, Any]] = {
    "deleteMessage": {
        "error_code": 400,
        "description": "Bad Request: message canary text can't be deleted",
    },
    "editMessageText": {
        "error_code": 400,
        "description": "Bad Request: message is not modified: canary text",
    },
    "sendMessage": {
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    },
    "sendDice": {
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded",
        "parameters": {"migrate_to_chat_id": -777000111},
    },
    "leaveChat": {"error_code": 502, "description": "Bad Gateway"},
}
"""What the server refuses; to the rest it says yes, and it never answers to logOut."""


class Spans:
    """The spans that have ended, by name."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.provider = TracerProvider(shutdown_on_exit=False)
        self.provider.add_span_processor(SimpleSpanProcessor(self.exporter))

    def __getitem__(self, name: str) -> ReadableSpan:
        (span,) = (each for each in self.exporter.get_finished_spans() if each.name == name)
        return span

    def attributes(self, name: str) -> dict[str, Any]:
        return dict(some(self[name].attributes))

    def names(self) -> list[str]:
        return [span.name for span in self.exporter.get_finished_spans()]

    def text(self) -> str:
        return "".join(span.to_json() for span in self.exporter.get_finished_spans())


def points(metric: Metric) -> Sequence[HistogramDataPoint]:
    """Give the points of a histogram."""
    assert isinstance(metric.data, Histogram)
    return metric.data.data_points


class Measured:
    """The histograms, read now."""

    def __init__(self) -> None:
        self._reader = InMemoryMetricReader()
        self.provider = MeterProvider([self._reader], shutdown_on_exit=False)

    def metrics(self) -> dict[str, Metric]:
        data = self._reader.get_metrics_data()
        scopes = data.resource_metrics[0].scope_metrics if data else []
        return {metric.name: metric for scope in scopes for metric in scope.metrics}

    def points(self, name: str) -> Sequence[HistogramDataPoint]:
        metric = self.metrics().get(name)
        return points(metric) if metric else []

    def counts(self, name: str, *labels: str) -> dict[tuple[Any, ...], int]:
        """Give how often something was recorded, by the values of some attributes."""
        found: dict[tuple[Any, ...], int] = {}
        for point in self.points(name):
            values = tuple(some(point.attributes).get(label) for label in labels)
            found[values] = found.get(values, 0) + point.count
        return found


@pytest.fixture
def measured() -> Measured:
    return Measured()


@pytest.fixture
def spans(measured: Measured) -> Iterator[Spans]:
    spans = Spans()
    AiogramInstrumentor().instrument(
        tracer_provider=spans.provider, meter_provider=measured.provider
    )
    yield spans
    AiogramInstrumentor().uninstrument()


@dataclass
class Server:
    """A server of the Bot API: where it is, which methods were called, what it has for polls."""

    base: str
    called: asyncio.Queue[str]
    updates: asyncio.Queue[Update]

    @property
    def api(self) -> TelegramAPIServer:
        return TelegramAPIServer.from_base(self.base)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A server of the Bot API, which must be told nothing of traces."""
    app = web.Application()
    app[HEADERS], app[CALLED], app[UPDATES] = [], asyncio.Queue(), asyncio.Queue()
    app.router.add_post("/bot{token}/{method}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield Server(base, app[CALLED], app[UPDATES])
    await runner.cleanup()
    assert not {"traceparent", "tracestate", "baggage"} & {
        name.lower() for row in app[HEADERS] for name in row
    }


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    """A bot of that server."""
    session = AiohttpSession(api=server.api)
    yield Bot(TOKEN, session=session)
    if session._session:
        await session._session.close()


async def answer(request: web.Request) -> web.Response:
    request.app[HEADERS].append(dict(request.headers))
    method = request.match_info["method"]
    request.app[CALLED].put_nowait(method)
    if refusal := REFUSALS.get(method):
        return web.json_response({"ok": False, **refusal}, status=refusal["error_code"])
    if method == "logOut":
        await asyncio.Event().wait()
    result: Any = True
    if method == "getMe":
        result = {"id": 987654321, "is_bot": True, "first_name": "Bot", "username": "a_bot"}
    if method == "getUpdates":
        result = []
        with suppress(TimeoutError):
            async with asyncio.timeout(int(str((await request.post()).get("timeout", 0)))):
                fed = await request.app[UPDATES].get()
                result = [fed.model_dump(mode="json", exclude_none=True)]
    return web.json_response({"ok": True, "result": result})


def update(number: int = 5, text: str = "canary text") -> Update:
    user = User(id=777000111, is_bot=False, first_name="Canaria")
    chat = Chat(id=777000111, type="private", first_name="Canaria")
    message = Message(message_id=1, date=datetime.now(UTC), chat=chat, from_user=user, text=text)
    return Update(update_id=number, message=message)


def dispatcher(*handlers: Any) -> Dispatcher:
    made = Dispatcher()
    for handler in handlers:
        made.message.register(handler)
    return made


async def reacts(message: Message, bot: Bot) -> None:
    await bot.send_chat_action(message.chat.id, "typing")


async def breaks(message: Message) -> None:
    raise ValueError(message.text)


async def deletes(message: Message, bot: Bot) -> None:
    await bot.delete_message(message.chat.id, 1)
