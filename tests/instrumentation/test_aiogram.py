"""The instrumentation of aiogram, on a bot that is none of ours."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from types import FunctionType
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import GetUpdates
from aiogram.types import Chat, Message, Update, User
from aiohttp import web
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from instrumentation.telegram import AiogramInstrumentor, current, resumed, update_span

TOKEN = "987654321:CANARYCANARYCANARYCANARYCANARYCANARY"
HEADERS = web.AppKey("headers", list)
CANARIES = ("CANARY", "canary text", "777000111", "Canaria")


class Spans:
    """The spans that have ended, by name."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.provider = TracerProvider(shutdown_on_exit=False)
        self.provider.add_span_processor(SimpleSpanProcessor(self.exporter))

    def __getitem__(self, name: str) -> ReadableSpan:
        (span,) = (each for each in self.exporter.get_finished_spans() if each.name == name)
        return span

    def names(self) -> list[str]:
        return [span.name for span in self.exporter.get_finished_spans()]

    def text(self) -> str:
        return "".join(span.to_json() for span in self.exporter.get_finished_spans())


@pytest.fixture
def spans() -> Iterator[Spans]:
    spans = Spans()
    AiogramInstrumentor().instrument(tracer_provider=spans.provider)
    yield spans
    AiogramInstrumentor().uninstrument()


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """A bot of a server that says yes but never deletes, and that is told nothing of traces."""
    app = web.Application()
    app[HEADERS] = []
    app.router.add_post("/bot{token}/{method}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(base)))
    yield bot
    if bot.session._session:
        await bot.session._session.close()
    await runner.cleanup()
    assert not {"traceparent", "tracestate", "baggage"} & {
        name.lower() for row in app[HEADERS] for name in row
    }


async def answer(request: web.Request) -> web.Response:
    request.app[HEADERS].append(dict(request.headers))
    method = request.match_info["method"]
    if method == "deleteMessage":
        told = "Bad Request: message canary text can't be deleted"
        return web.json_response({"ok": False, "error_code": 400, "description": told}, status=400)
    if method == "getUpdates":
        return web.json_response({"ok": True, "result": []})
    return web.json_response({"ok": True, "result": True})


def update(number: int = 5, text: str = "canary text") -> Update:
    user = User(id=777000111, is_bot=False, first_name="Canaria")
    chat = Chat(id=777000111, type="private", first_name="Canaria")
    message = Message(message_id=1, date=datetime.now(UTC), chat=chat, from_user=user, text=text)
    return Update(update_id=number, message=message)


def dispatcher(handler: Any) -> Dispatcher:
    made = Dispatcher()
    made.message.register(handler)
    return made


async def reacts(message: Message, bot: Bot) -> None:
    await bot.send_chat_action(message.chat.id, "typing")


async def breaks(message: Message) -> None:
    raise ValueError(message.text)


async def deletes(message: Message, bot: Bot) -> None:
    await bot.delete_message(message.chat.id, 1)


async def test_one_trace(spans: Spans, bot: Bot) -> None:
    """An update, its handler and the call it makes are spans of one trace, each of its kind."""
    await dispatcher(reacts).feed_update(bot, update())
    consumer, handler = spans["process message"], spans["test_aiogram.reacts"]
    call = spans["sendChatAction"]
    assert [span.kind for span in (consumer, handler, call)] == [
        SpanKind.CONSUMER,
        SpanKind.INTERNAL,
        SpanKind.CLIENT,
    ]
    assert {span.context.trace_id for span in (consumer, handler, call)} == {
        consumer.context.trace_id
    }
    assert (consumer.parent, handler.parent.span_id, call.parent.span_id) == (
        None,
        consumer.context.span_id,
        handler.context.span_id,
    )


async def test_conventions(spans: Spans, bot: Bot) -> None:
    """The attributes are those of the semantic conventions, and hold nothing of a person."""
    await dispatcher(reacts).feed_update(bot, update())
    assert dict(spans["process message"].attributes) == {
        "messaging.system": "telegram",
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.destination.name": "message",
        "messaging.message.id": "5",
    }
    call = dict(spans["sendChatAction"].attributes)
    assert call.pop("server.port") > 0
    assert call == {
        "rpc.system.name": "telegram_bot_api",
        "rpc.method": "sendChatAction",
        "server.address": "127.0.0.1",
    }
    assert spans["test_aiogram.reacts"].attributes["code.function.name"].endswith(".reacts")
    assert [canary for canary in CANARIES if canary in spans.text()] == []


@pytest.mark.parametrize(
    ("handler", "error"), [(breaks, ValueError), (deletes, TelegramBadRequest)]
)
async def test_failure(spans: Spans, bot: Bot, handler: Any, error: type[Exception]) -> None:
    """A failure is told by its class; its words, which may be a person's, are not."""
    with pytest.raises(error):
        await dispatcher(handler).feed_update(bot, update())
    for name in ("process message", f"test_aiogram.{handler.__name__}"):
        assert spans[name].status.status_code is StatusCode.ERROR
        assert spans[name].attributes["error.type"] == error.__name__
        assert spans[name].events == ()
    assert [canary for canary in CANARIES if canary in spans.text()] == []


async def test_polling_has_no_spans(spans: Spans, bot: Bot) -> None:
    """A poll leaves nothing behind."""
    await bot(GetUpdates(timeout=0))
    assert spans.names() == []


async def test_update_span_of_ones_own(spans: Spans, bot: Bot) -> None:
    """A delivery may open the span itself, earlier: then the dispatcher opens none."""
    with update_span("message", 5):
        await dispatcher(reacts).feed_update(bot, update())
        later = current()
    with resumed(later):
        await bot.send_chat_action(1, "typing")
    assert spans.names().count("process message") == 1
    traces = {span.context.trace_id for span in spans.exporter.get_finished_spans()}
    assert len(traces) == 1


async def test_hooks(bot: Bot) -> None:
    """Hooks are given the span to write on: of the update, before a call and after it."""
    spans = Spans()
    AiogramInstrumentor().instrument(
        tracer_provider=spans.provider,
        update_hook=lambda span, update: span.set_attribute("hooked", update.update_id),
        request_hook=lambda span, bot, method: span.set_attribute("asked", method.action),
        response_hook=lambda span, method, result: span.set_attribute("got", result),
    )
    try:
        await dispatcher(reacts).feed_update(bot, update(9))
    finally:
        AiogramInstrumentor().uninstrument()
    assert spans["process message"].attributes["hooked"] == 9
    assert spans["sendChatAction"].attributes["asked"] == "typing"
    assert spans["sendChatAction"].attributes["got"] is True


async def test_uninstrumented(bot: Bot) -> None:
    """Before `instrument()` and after `uninstrument()` aiogram is as it was, and nothing traced."""
    spans = Spans()
    AiogramInstrumentor().instrument(tracer_provider=spans.provider)
    wrapped = (Dispatcher.feed_update, HandlerObject.call, AiohttpSession.make_request)
    AiogramInstrumentor().uninstrument()
    assert [type(each) is FunctionType for each in wrapped] == [False] * 3
    bare = (Dispatcher.feed_update, HandlerObject.call, AiohttpSession.make_request)
    assert [type(each) is FunctionType for each in bare] == [True] * 3
    with update_span("message", 5), resumed(current()):
        await dispatcher(reacts).feed_update(bot, update())
    assert spans.names() == []
