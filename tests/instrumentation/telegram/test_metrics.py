"""The metrics of an instrumented bot."""

import asyncio
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import EditMessageText, GetUpdates, LeaveChat, SendMessage
from aiogram.types import Message, Update
from opentelemetry.instrumentation.aiogram import AiogramInstrumentor, update_span

from tests.instrumentation.telegram.conftest import (
    CANARIES,
    Measured,
    Spans,
    breaks,
    dispatcher,
    points,
    reacts,
    update,
)
from tests.some import some

UPDATES = "messaging.process.duration"
CALLS = "rpc.client.call.duration"
HERE = "tests.instrumentation.telegram"
REACTS, BREAKS = f"{HERE}.conftest.reacts", f"{HERE}.conftest.breaks"
OUTCOME = ("code.function.name", "aiogram.outcome", "error.type")


async def skips(message: Message) -> None:
    raise SkipHandler


async def hangs(message: Message) -> None:
    await asyncio.Event().wait()


@pytest.mark.parametrize(
    ("handlers", "recorded"),
    [
        ([reacts], (REACTS, "handled", None)),
        ([skips, reacts], (REACTS, "handled", None)),
        ([], (None, "unhandled", None)),
        ([skips], (None, "unhandled", None)),
        ([breaks], (BREAKS, "error", "ValueError")),
        ([hangs], (f"{HERE}.test_metrics.hangs", "cancelled", None)),
    ],
)
@pytest.mark.usefixtures("spans")
async def test_update(
    measured: Measured, bot: Bot, handlers: list[Any], recorded: tuple[str | None, ...]
) -> None:
    """An update is recorded once, by its handler, its outcome and the class of its error."""
    try:
        async with asyncio.timeout(0.3):
            await dispatcher(*handlers).feed_update(bot, update())
    except (ValueError, TimeoutError):
        pass
    assert measured.counts(UPDATES, *OUTCOME) == {recorded: 1}
    assert measured.counts(UPDATES, "messaging.system", "messaging.destination.name") == {
        ("telegram", "message"): 1
    }


@pytest.mark.usefixtures("spans")
async def test_error_handler(measured: Measured, bot: Bot) -> None:
    """An error counts under the handler that failed, also when an error handler took it."""
    made = dispatcher(breaks)

    @made.errors()
    async def apologises(_: Any) -> None: ...

    await made.feed_update(bot, update())
    assert measured.counts(UPDATES, *OUTCOME) == {(BREAKS, "error", "ValueError"): 1}


@pytest.mark.usefixtures("spans")
async def test_second_try(measured: Measured, bot: Bot) -> None:
    """A middleware may call a handler again: what counts is how that ended."""
    tries = iter([ValueError, None])

    async def twice(handler: Any, event: Any, data: Any) -> Any:
        try:
            return await handler(event, data)
        except ValueError:
            return await handler(event, data)

    async def fails_once(message: Message) -> None:
        if error := next(tries):
            raise error

    made = dispatcher(fails_once)
    made.message.middleware(twice)
    await made.feed_update(bot, update())
    assert list(measured.counts(UPDATES, "aiogram.outcome")) == [("handled",)]


@pytest.mark.usefixtures("spans")
async def test_dispatcher_in_a_handler(measured: Measured, bot: Bot) -> None:
    """An update that one dispatcher hands to another is recorded once."""
    inner = dispatcher(reacts)

    async def delegates(message: Message, event_update: Update) -> None:
        await inner.feed_update(bot, event_update)

    await dispatcher(delegates).feed_update(bot, update())
    assert measured.counts(UPDATES, *OUTCOME) == {(REACTS, "handled", None): 1}


@pytest.mark.usefixtures("spans")
async def test_feedings_of_ones_own(measured: Measured, bot: Bot) -> None:
    """Within one span of an update each feeding is recorded."""
    with update_span("message", 5):
        for _ in range(2):
            await dispatcher(reacts).feed_update(bot, update())
    assert measured.counts(UPDATES) == {(): 2}


@pytest.mark.filterwarnings("ignore:Detected unknown update type")
@pytest.mark.usefixtures("spans")
async def test_unknown_type(measured: Measured, bot: Bot) -> None:
    """An update that aiogram does not know is recorded as such."""
    await Dispatcher().feed_update(bot, Update(update_id=5))
    labels = ("messaging.destination.name", "aiogram.outcome")
    assert measured.counts(UPDATES, *labels) == {("unknown", "unhandled"): 1}


@pytest.mark.parametrize(
    ("call", "recorded"),
    [
        (SendMessage(chat_id=1, text="x"), ("TelegramRetryAfter", "429")),
        (LeaveChat(chat_id=1), ("TelegramServerError", "502")),
        (EditMessageText(text="x"), (None, "400")),
    ],
)
@pytest.mark.usefixtures("spans")
async def test_refused_call(
    measured: Measured, bot: Bot, call: Any, recorded: tuple[str | None, str]
) -> None:
    """A refused call is recorded by its method, the error's class and Telegram's code."""
    with pytest.raises(TelegramAPIError):
        await bot(call)
    labels = ("rpc.method", "error.type", "rpc.response.status_code")
    assert measured.counts(CALLS, *labels) == {(call.__api_method__, *recorded): 1}


@pytest.mark.usefixtures("spans")
async def test_call(measured: Measured, bot: Bot) -> None:
    """A call is recorded by its method and server; polls are not, since they only wait."""
    await bot.send_chat_action(1, "typing")
    await bot(GetUpdates(timeout=0))
    (point,) = measured.points(CALLS)
    attributes: dict[str, Any] = dict(some(point.attributes))
    assert attributes.pop("server.port") > 0
    assert attributes == {
        "rpc.system.name": "telegram_bot_api",
        "rpc.method": "sendChatAction",
        "server.address": "127.0.0.1",
    }


@pytest.mark.usefixtures("spans")
async def test_cancelled_call(measured: Measured, bot: Bot) -> None:
    """A call that was cancelled is recorded as such, with the time that it took."""
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await bot.log_out()
    assert measured.counts(CALLS, "error.type") == {("CancelledError",): 1}
    (point,) = measured.points(CALLS)
    assert 0.05 < point.sum < 5


async def test_instruments(spans: Spans, measured: Measured, bot: Bot) -> None:
    """Both are histograms of seconds with the buckets that the conventions advise."""
    await dispatcher(reacts).feed_update(bot, update())
    metrics = measured.metrics()  # exemplars are read once
    for name in (UPDATES, CALLS):
        (point,) = points(metrics[name])
        assert metrics[name].unit == "s"
        assert point.explicit_bounds[0] == 0.005
        assert point.explicit_bounds[-1] == 10
        assert point.exemplars[0].span_id in {
            span.context.span_id for span in spans.exporter.get_finished_spans()
        }
    assert [canary for canary in CANARIES if canary in str(metrics)] == []


async def test_without_traces(measured: Measured, bot: Bot) -> None:
    """Metrics do not need traces."""
    AiogramInstrumentor().instrument(meter_provider=measured.provider)
    try:
        await dispatcher(reacts).feed_update(bot, update())
    finally:
        AiogramInstrumentor().uninstrument()
    assert measured.counts(UPDATES) == measured.counts(CALLS) == {(): 1}
