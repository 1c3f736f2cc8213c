"""aiogram behaves the same with the instrumentation, without it, and when all of it fails.

Each test runs without the instrumentation too, which proves that it says what aiogram does.
"""

import asyncio
import contextlib
import inspect
import traceback
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import AsyncMock, Mock, patch

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.dispatcher.event.bases import UNHANDLED, CancelHandler, SkipHandler
from aiogram.dispatcher.event.event import EventObserver
from aiogram.dispatcher.event.handler import CallableObject, HandlerObject
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.methods import DeleteMessage, SendChatAction, SendMessage
from aiogram.types import Message, Update
from opentelemetry.context import get_current
from opentelemetry.instrumentation.aiogram import AiogramInstrumentor, update_span
from opentelemetry.metrics import NoOpMeterProvider
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import INVALID_SPAN_CONTEXT, NonRecordingSpan, NoOpTracerProvider

from tests.instrumentation.telegram.conftest import (
    TOKEN,
    Measured,
    Server,
    Spans,
    breaks,
    deletes,
    dispatcher,
    reacts,
    update,
)
from tests.some import some


def fails(*_: Any, **__: Any) -> Any:
    raise RuntimeError("the instrumentation broke")


class BrokenSpan(NonRecordingSpan):
    """A span that nothing can be done with."""

    set_attribute = set_status = end = fails


def providers(**tracer: Any) -> dict[str, Any]:
    """Make providers whose tracer does what is given, and whose meter measures nothing."""
    made = Mock(**tracer)
    return {"tracer_provider": Mock(get_tracer=lambda *_, **__: made)}


def broken_meter() -> dict[str, Any]:
    histogram = Mock(record=fails)
    meter = Mock(create_histogram=lambda *_, **__: histogram)
    return {"meter_provider": Mock(get_meter=lambda *_, **__: meter)}


WAYS: dict[str, Callable[[], dict[str, Any]]] = {
    "traced": lambda: {"tracer_provider": Spans().provider, "meter_provider": Measured().provider},
    "no-op": lambda: {
        "tracer_provider": NoOpTracerProvider(),
        "meter_provider": NoOpMeterProvider(),
    },
    "hooks fail": lambda: {
        "tracer_provider": TracerProvider(shutdown_on_exit=False),
        "update_hook": fails,
        "request_hook": fails,
        "response_hook": fails,
    },
    "tracer fails": lambda: providers(start_span=fails),
    "spans fail": lambda: providers(start_span=lambda *_, **__: BrokenSpan(INVALID_SPAN_CONTEXT)),
    "meter fails": broken_meter,
}


@pytest.fixture(autouse=True, params=["absent", *WAYS])
def way(request: pytest.FixtureRequest) -> Iterator[str]:
    """The instrumentation: absent, at work, or failing in one of its parts."""
    if request.param == "absent":
        yield request.param
        return
    AiogramInstrumentor().instrument(**WAYS[request.param]())
    yield request.param
    AiogramInstrumentor().uninstrument()


def takes_all(answer: Any = None) -> Dispatcher:
    """Make a dispatcher with a handler of updates of any type."""
    made = Dispatcher()

    @made.update()
    async def handler(update: Update) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return made


UNKNOWN = Update(update_id=42)


def warns() -> Any:
    return pytest.warns(RuntimeWarning, match="Detected unknown update type")


async def test_unknown_type_is_not_handled(bot: Bot) -> None:
    """Of an update of an unknown type aiogram warns, and goes on."""
    with warns():
        assert await Dispatcher()._process_update(bot, UNKNOWN) is False
    with warns():
        assert await Dispatcher().feed_update(bot, UNKNOWN) is UNHANDLED


async def test_unknown_type_is_handled(bot: Bot) -> None:
    """Who handles every update gets one of an unknown type too."""
    with warns():
        assert await takes_all()._process_update(bot, UNKNOWN) is True


async def test_unknown_type_is_answered(bot: Bot, server: Server) -> None:
    """The call that a handler of an unknown update returns is made."""
    with warns():
        await takes_all(SendChatAction(chat_id=1, action="typing"))._process_update(bot, UNKNOWN)
    assert server.called.get_nowait() == "sendChatAction"


async def test_unknown_type_fails(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    """An error of such a handler is logged once by aiogram, and ends nothing."""
    with warns():
        assert await takes_all(ValueError("no"))._process_update(bot, UNKNOWN) is True
    (line,) = [record for record in caplog.records if record.name.startswith("aiogram")]
    assert "Cause exception while process update id=42" in line.getMessage()


async def test_unknown_type_fails_and_is_recovered(bot: Bot) -> None:
    """An error of such a handler comes to the handlers of errors."""
    made = takes_all(ValueError("no"))

    @made.errors()
    async def recovers(_: Any) -> str:
        return "recovered"

    with warns():
        assert await made.feed_update(bot, UNKNOWN) == "recovered"


async def test_patched_base_class() -> None:
    """Somebody may replace the method of the base class whose inherited one is wrapped."""
    observer = EventObserver()
    observer.register(reacts)
    with patch.object(CallableObject, "call", new_callable=AsyncMock) as called:
        await observer.trigger("event")
    called.assert_awaited_once_with("event")


async def test_mocks() -> None:
    """Bots, sessions, handlers and updates may be mocks."""
    handler = AsyncMock(return_value="done", aiogram_flag={})
    made = Dispatcher()
    made.message.register(handler)
    mock = AsyncMock(spec=Bot)
    mock.id = 1
    fed = update().as_(mock)
    assert await made.feed_update(mock, fed) == "done"
    assert some(handler.await_args).args == (fed.message,)

    bot = Bot(TOKEN)
    bot.session = AsyncMock(return_value=True)
    assert await bot.send_chat_action(1, "typing") is True
    (args, _) = some(bot.session.await_args)
    assert (args[0], type(args[1])) == (bot, SendChatAction)

    session = AiohttpSession()
    method = Mock()
    with patch.object(session, "make_request", AsyncMock(return_value="made")) as make_request:
        assert await session(bot, method, timeout=3) == "made"
    make_request.assert_awaited_once_with(bot, method, timeout=3)

    with patch.object(Dispatcher, "feed_update", new_callable=AsyncMock) as fed_with:
        await made._process_update(mock, fed)
    fed_with.assert_awaited_once_with(mock, fed)


@pytest.mark.filterwarnings("ignore:coroutine")
async def test_mock_of_an_update() -> None:
    """Of an update that is a mock only what aiogram itself needs is needed."""
    made, bot = Dispatcher(), Bot(TOKEN)
    fed = Mock(bot=bot, event_type=Mock(), update_id=object())
    made.update.outer_middleware._middlewares.clear()
    less = Mock(spec=["bot", "update_id"], bot=bot, update_id=7)
    with patch.object(made.update, "trigger", AsyncMock(return_value="done")):
        assert await made.feed_update(bot, fed) == "done"
        assert await made.feed_update(bot, less) == "done"


async def test_subclasses(server: Server) -> None:
    """Subclasses may override what is wrapped, with and without what they override."""
    seen: list[str] = []

    class OwnBot(Bot):
        async def __call__(self, method: Any, request_timeout: int | None = None) -> Any:
            seen.append("bot")
            return await super().__call__(method, request_timeout)

    class OwnDispatcher(Dispatcher):
        async def feed_update(self, bot: Bot, update: Update, **data: Any) -> Any:
            seen.append("dispatcher")
            return await super().feed_update(bot, update, extra="extra", **data)

    class OwnSession(AiohttpSession):
        async def make_request(self, bot: Bot, method: Any, timeout: int | None = None) -> Any:
            seen.append(f"session, {timeout}")
            return await super().make_request(bot, method, timeout=timeout)

        def check_response(self, *args: Any, **kwargs: Any) -> Any:
            seen.append("check")
            return super().check_response(*args, **kwargs)

    class DeafDispatcher(Dispatcher):
        async def feed_update(self, bot: Bot, update: Update, **data: Any) -> Any:
            return "deaf"

    session = OwnSession(api=server.api)
    bot = OwnBot(TOKEN, session=session)
    made = OwnDispatcher()

    @made.message()
    async def handler(message: Message, bot: Bot, extra: str) -> Any:
        return extra, await bot(SendChatAction(chat_id=1, action="typing"), 9)

    assert await made.feed_update(bot, update()) == ("extra", True)
    assert seen == ["dispatcher", "bot", "session, 9", "check"]
    assert await DeafDispatcher().feed_raw_update(bot, {"update_id": 1}) == "deaf"
    await some(session._session).close()


async def test_nested(bot: Bot) -> None:
    """Routers in routers, and dispatchers fed by handlers, give what they would give."""
    outer, middle, inner = Dispatcher(), Router(), Router()
    outer.include_router(middle)
    middle.include_router(inner)
    other = dispatcher(lambda message: "other")

    @middle.message()
    async def skips(message: Message) -> None:
        raise SkipHandler

    @inner.message()
    async def delegates(message: Message, event_update: Update, event_router: Router) -> Any:
        return event_router is inner, await other.feed_update(bot, event_update)

    assert await outer.feed_update(bot, update()) == (True, "other")


async def test_arguments(bot: Bot) -> None:
    """What is handed over with an update arrives, by position and by name."""

    async def handler(message: Message, *, db: str, bot: Bot) -> Any:
        return db, bot

    made = dispatcher(handler)
    assert await made.feed_update(bot, update(), db="db") == ("db", bot)
    assert await made.feed_update(update=update(), bot=bot, db="db") == ("db", bot)
    assert await Dispatcher.feed_update(made, bot, update(), db="db") == ("db", bot)
    for wrong in ((), (bot,)):
        with pytest.raises(TypeError, match="missing"):
            await made.feed_update(*wrong)
    raw: Any = {"update_id": 1}  # Any: the type is wrong on purpose
    with pytest.raises(AttributeError):
        await made.feed_update(bot, raw)


async def test_raw_update(bot: Bot) -> None:
    """An update may be fed as Telegram writes it."""
    raw = update().model_dump(mode="json", exclude_none=True)
    assert await dispatcher(lambda message: message.text).feed_raw_update(bot, raw) == "canary text"


async def test_answer_in_the_webhooks_response(bot: Bot, server: Server) -> None:
    """A call that a handler returns in time is the response, and is not made."""

    async def answers(message: Message) -> Any:
        return message.answer("x")

    response: Any = await dispatcher(answers).feed_webhook_update(bot, update())
    assert (type(response), response.text) == (SendMessage, "x")
    assert server.called.empty()


@pytest.mark.filterwarnings("ignore:Detected slow response")
async def test_answer_after_the_webhooks_response(bot: Bot, server: Server) -> None:
    """A call that a handler returns too late for the response is made."""
    late = asyncio.Event()

    async def answers(message: Message) -> Any:
        await late.wait()
        return SendChatAction(chat_id=1, action="typing")

    assert await dispatcher(answers).feed_webhook_update(bot, update(), _timeout=0.01) is None
    late.set()
    async with asyncio.timeout(5):
        assert await server.called.get() == "sendChatAction"
    await asyncio.gather(*(task for task in asyncio.all_tasks() if "silent_call" in repr(task)))


@pytest.mark.parametrize("kind", [ValueError, CancelHandler, asyncio.CancelledError, SystemExit])
async def test_error_passes(bot: Bot, kind: type[BaseException]) -> None:
    """An error comes out as the object that was raised, with its cause and its place."""
    error, cause = kind("words"), KeyError("cause")

    async def raises(message: Message) -> None:
        raise error from cause

    with pytest.raises(kind) as raised:
        await dispatcher(raises).feed_update(bot, update())
    assert raised.value is error
    assert error.__cause__ is cause
    assert error.__context__ is None
    assert traceback.extract_tb(error.__traceback__)[-1].name == "raises"


async def test_error_of_a_call_passes(bot: Bot) -> None:
    """An error of a call comes out with all that it says."""
    with pytest.raises(TelegramRetryAfter) as raised:
        await bot.send_message(1, "x")
    assert raised.value.retry_after == 7
    with pytest.raises(TelegramBadRequest, match="canary text can't be deleted") as refused:
        await dispatcher(deletes).feed_update(bot, update())
    assert type(refused.value.method) is DeleteMessage


async def test_cancellation(bot: Bot, server: Server) -> None:
    """Cancelling the feeding cancels the call in it, once."""
    seen: list[BaseException] = []

    async def hangs(message: Message, bot: Bot) -> None:
        try:
            await bot.log_out()
        except asyncio.CancelledError as error:
            seen.append(error)
            raise

    task = asyncio.create_task(dispatcher(hangs).feed_update(bot, update()))
    assert await server.called.get() == "logOut"
    task.cancel("enough")
    with pytest.raises(asyncio.CancelledError, match="enough"):
        await task
    assert len(seen) == 1
    assert task.cancelled()


async def test_context_is_left_as_it_was(bot: Bot) -> None:
    """Nothing stays behind in the context of whoever feeds."""
    before = get_current()
    await bot.send_chat_action(1, "typing")
    await HandlerObject(reacts).call(update().message, bot=bot)
    await dispatcher(reacts).feed_update(bot, update())
    with contextlib.suppress(ValueError):
        await dispatcher(breaks).feed_update(bot, update())
    with update_span("message", 5, 0.0):
        pass
    assert get_current() == before


def test_still_coroutine_functions() -> None:
    """What aiogram or others ask of the methods is answered as before."""
    assert inspect.iscoroutinefunction(Dispatcher.feed_update)
    assert inspect.iscoroutinefunction(Dispatcher().feed_update)
    assert list(inspect.signature(Dispatcher.feed_update).parameters) == [
        "self",
        "bot",
        "update",
        "kwargs",
    ]
