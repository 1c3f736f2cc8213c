"""The spans of an instrumented bot."""

import asyncio
from functools import partial
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramMigrateToChat,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import (
    EditMessageText,
    GetUpdates,
    LeaveChat,
    SendDice,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import Message, Update
from opentelemetry.instrumentation.aiogram import AiogramInstrumentor, update_span
from opentelemetry.instrumentation.utils import suppress_instrumentation
from opentelemetry.trace import SpanKind, StatusCode

from instrumentation.traces import current, resumed
from tests.instrumentation.telegram.conftest import (
    CANARIES,
    TOKEN,
    Spans,
    breaks,
    deletes,
    dispatcher,
    reacts,
    update,
)
from tests.some import some


async def test_one_trace(spans: Spans, bot: Bot) -> None:
    """An update, its handler and the call it makes are spans of one trace, each of its kind."""
    await dispatcher(reacts).feed_update(bot, update())
    consumer, handler = spans["process message"], spans["conftest.reacts"]
    call = spans["sendChatAction"]
    assert [span.kind for span in (consumer, handler, call)] == [
        SpanKind.CONSUMER,
        SpanKind.INTERNAL,
        SpanKind.CLIENT,
    ]
    assert {span.context.trace_id for span in (consumer, handler, call)} == {
        consumer.context.trace_id
    }
    assert (consumer.parent, some(handler.parent).span_id, some(call.parent).span_id) == (
        None,
        consumer.context.span_id,
        handler.context.span_id,
    )


async def test_conventions(spans: Spans, bot: Bot) -> None:
    """The attributes are those of the semantic conventions, and hold nothing of a person."""
    await dispatcher(reacts).feed_update(bot, update())
    assert spans.attributes("process message") == {
        "messaging.system": "telegram",
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.destination.name": "message",
        "messaging.message.id": "5",
    }
    call = spans.attributes("sendChatAction")
    assert call.pop("server.port") > 0
    assert call == {
        "rpc.system.name": "telegram_bot_api",
        "rpc.method": "sendChatAction",
        "server.address": "127.0.0.1",
    }
    assert spans.attributes("conftest.reacts")["code.function.name"].endswith(".reacts")
    assert [canary for canary in CANARIES if canary in spans.text()] == []


@pytest.mark.parametrize(
    ("handler", "error"), [(breaks, ValueError), (deletes, TelegramBadRequest)]
)
async def test_failure(spans: Spans, bot: Bot, handler: Any, error: type[Exception]) -> None:
    """A failure is told by its class; its words, which may be a person's, are not."""
    with pytest.raises(error):
        await dispatcher(handler).feed_update(bot, update())
    for name in ("process message", f"conftest.{handler.__name__}"):
        assert spans[name].status.status_code is StatusCode.ERROR
        assert spans.attributes(name)["error.type"] == error.__name__
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
    assert spans.attributes("process message")["hooked"] == 9
    assert spans.attributes("sendChatAction")["asked"] == "typing"
    assert spans.attributes("sendChatAction")["got"] is True


@pytest.mark.parametrize(
    ("call", "error", "told"),
    [
        (SendMessage(chat_id=1, text="x"), TelegramRetryAfter, {"telegram.retry_after": 7}),
        (SendDice(chat_id=1), TelegramMigrateToChat, {}),
        (LeaveChat(chat_id=1), TelegramServerError, {}),
    ],
)
async def test_refused_call(
    spans: Spans, bot: Bot, call: Any, error: type[Exception], told: dict[str, int]
) -> None:
    """A span of a refused call has the error's class and code, and how long to wait."""
    with pytest.raises(error):
        await bot(call)
    attributes = spans.attributes(call.__api_method__)
    code = {"sendMessage": "429", "sendDice": "400", "leaveChat": "502"}[call.__api_method__]
    assert attributes["rpc.response.status_code"] == code
    assert attributes["error.type"] == error.__name__
    assert {k: v for k, v in attributes.items() if k.startswith("telegram.")} == told
    assert [canary for canary in CANARIES if canary in spans.text()] == []


async def test_edit_that_changes_nothing(spans: Spans, bot: Bot) -> None:
    """An edit that changes nothing is no failure, though Telegram refuses it."""
    with pytest.raises(TelegramBadRequest):
        await bot(EditMessageText(chat_id=1, message_id=1, text="x"))
    assert spans["editMessageText"].status.status_code is StatusCode.UNSET
    attributes = spans.attributes("editMessageText")
    assert attributes["rpc.response.status_code"] == "400"
    assert "error.type" not in attributes


async def test_cancelled(spans: Spans, bot: Bot) -> None:
    """A call that was cancelled has a span, which did not fail."""
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await bot.log_out()
    assert spans["logOut"].status.status_code is StatusCode.UNSET


async def test_each_attempt(spans: Spans, bot: Bot) -> None:
    """A middleware that tries again makes a span for each attempt."""

    async def twice(make_request: Any, bot: Bot, method: TelegramMethod[Any]) -> Any:
        await make_request(bot, method)
        return await make_request(bot, method)

    bot.session.middleware(twice)
    await bot.send_chat_action(1, "typing")
    assert spans.names() == ["sendChatAction"] * 2


async def test_any_session(spans: Spans) -> None:
    """A session that speaks no HTTP, or not by aiohttp, is traced as well."""

    class Silent(BaseSession):
        async def make_request(self, bot: Bot, method: Any, timeout: int | None = None) -> Any:
            return True

        async def close(self) -> None: ...

        async def stream_content(self, *args: Any, **kwargs: Any) -> Any:
            yield b""

    await Bot(TOKEN, session=Silent()).send_chat_action(1, "typing")
    assert spans.attributes("sendChatAction")["server.address"] == "api.telegram.org"


async def test_next_handler(spans: Spans, bot: Bot) -> None:
    """To leave an update to the next handler is no failure."""

    async def skips(message: Message) -> None:
        raise SkipHandler

    await dispatcher(skips, reacts).feed_update(bot, update())
    for name in ("process message", "test_spans.test_next_handler.<locals>.skips"):
        assert spans[name].status.status_code is StatusCode.UNSET
        assert "error.type" not in spans.attributes(name)


async def test_error_handler(spans: Spans, bot: Bot) -> None:
    """An error is one of its handler and its update, also when another handler takes it."""
    made = dispatcher(breaks)

    @made.errors()
    async def apologises(_: Any) -> str:
        return "sorry"

    assert await made.feed_update(bot, update()) == "sorry"
    assert spans.attributes("conftest.breaks")["error.type"] == "ValueError"
    assert spans.attributes("process message")["error.type"] == "ValueError"
    assert "error.type" not in spans.attributes("test_spans.test_error_handler.<locals>.apologises")


@pytest.mark.filterwarnings("ignore:Detected unknown update type")
async def test_unknown_type(spans: Spans, bot: Bot) -> None:
    """An update that aiogram does not know has a span too."""
    await Dispatcher().feed_update(bot, Update(update_id=5))
    assert spans.attributes("process unknown")["messaging.destination.name"] == "unknown"


async def test_names(spans: Spans, bot: Bot) -> None:
    """A handler that is not a plain function is named after its function or its class."""

    class Acts:
        def __call__(self, message: Message) -> None:
            raise SkipHandler

    await dispatcher(Acts(), partial(reacts)).feed_update(bot, update())
    assert spans.names()[0] == "test_spans.test_names.<locals>.Acts"
    assert "conftest.reacts" in spans.names()


async def test_dispatcher_in_a_handler(spans: Spans, bot: Bot) -> None:
    """A handler may feed another dispatcher: the same update has one span, another its own."""
    inner = dispatcher(reacts)

    async def delegates(message: Message, event_update: Update) -> None:
        await inner.feed_update(bot, event_update)
        await inner.feed_update(bot, update(6))

    await dispatcher(delegates).feed_update(bot, update(5))
    consumers = [s for s in spans.exporter.get_finished_spans() if s.name == "process message"]
    assert [some(span.attributes)["messaging.message.id"] for span in consumers] == ["6", "5"]
    assert len({span.context.trace_id for span in consumers}) == 2
    assert spans.names().count("conftest.reacts") == 2


async def test_link(spans: Spans, bot: Bot) -> None:
    """An update begins a trace, which points at what was going on: an HTTP request, say."""
    with spans.provider.get_tracer("web").start_as_current_span("POST /webhook") as request:
        await dispatcher(reacts).feed_update(bot, update())
    consumer = spans["process message"]
    assert consumer.parent is None
    assert [link.context.span_id for link in consumer.links] == [request.get_span_context().span_id]


async def test_update_is_over(spans: Spans, bot: Bot) -> None:
    """What goes on in the background feeds an update anew, once its own span has ended."""
    made, over = dispatcher(reacts), asyncio.Event()

    async def again() -> None:
        await over.wait()
        await made.feed_update(bot, update())

    with update_span("message", 5):
        task = asyncio.create_task(again())
        await made.feed_update(bot, update())
    over.set()
    await task
    assert spans.names().count("process message") == 2


async def test_suppressed(spans: Spans, bot: Bot) -> None:
    """Where instrumentation is suppressed, nothing is traced."""
    with suppress_instrumentation(), update_span("message", 5):
        await dispatcher(reacts).feed_update(bot, update())
    assert spans.names() == []


async def test_scope(spans: Spans, bot: Bot) -> None:
    """Spans name the package, its version and the schema of their attributes."""
    await dispatcher(reacts).feed_update(bot, update())
    for span in spans.exporter.get_finished_spans():
        scope = some(span.instrumentation_scope)
        assert scope.name == "opentelemetry.instrumentation.aiogram"
        assert scope.version
        assert some(scope.schema_url).startswith("https://opentelemetry.io/schemas/")
