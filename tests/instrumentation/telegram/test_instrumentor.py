"""Switching the instrumentation on and off, and what it says of its own errors."""

import logging
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.client.session.middlewares.manager import RequestMiddlewareManager
from aiogram.dispatcher.event.handler import HandlerObject
from opentelemetry.instrumentation.aiogram import AiogramInstrumentor, update_span

from tests.instrumentation.telegram.conftest import Spans, dispatcher, reacts, update

WRAPPED = [
    (Dispatcher, "feed_update"),
    (HandlerObject, "call"),
    (RequestMiddlewareManager, "wrap_middlewares"),
    (BaseSession, "check_response"),
]


def methods() -> list[object]:
    """Give what the classes themselves have; None is inherited."""
    return [vars(owner).get(name) for owner, name in WRAPPED]


async def test_uninstrument(bot: Bot) -> None:
    """After `uninstrument()` every method is the very one that it was, and nothing is traced."""
    before, spans = methods(), Spans()
    AiogramInstrumentor().instrument(tracer_provider=spans.provider)
    assert not any(now is then for now, then in zip(methods(), before, strict=True))
    AiogramInstrumentor().uninstrument()
    assert all(now is then for now, then in zip(methods(), before, strict=True))
    with update_span("message", 5):
        await dispatcher(reacts).feed_update(bot, update())
    assert spans.names() == []


async def test_twice(spans: Spans, bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    """To instrument twice is to instrument once, and a warning."""
    AiogramInstrumentor().instrument(tracer_provider=spans.provider)
    assert "already instrumented" in caplog.text
    await dispatcher(reacts).feed_update(bot, update())
    assert sorted(spans.names()) == ["conftest.reacts", "process message", "sendChatAction"]


async def test_again(bot: Bot) -> None:
    """What was switched off can be switched on again."""
    for _ in range(2):
        spans = Spans()
        AiogramInstrumentor().instrument(tracer_provider=spans.provider)
        await dispatcher(reacts).feed_update(bot, update())
        AiogramInstrumentor().uninstrument()
        assert len(spans.names()) == 3


async def test_wrapped_by_others_too(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody wrapped after us stays wrapped, and traces nothing any more."""
    patched: Any = Dispatcher  # Any: mypy does not let a method be replaced
    original, spans, seen = vars(Dispatcher)["feed_update"], Spans(), []
    AiogramInstrumentor().instrument(tracer_provider=spans.provider)
    ours = Dispatcher.feed_update

    async def theirs(self: Dispatcher, *args: Any, **kwargs: Any) -> Any:
        seen.append(args)
        return await ours(self, *args, **kwargs)

    patched.feed_update = theirs
    try:
        AiogramInstrumentor().uninstrument()
        await dispatcher(reacts).feed_update(bot, update())
        assert len(seen) == 1
        assert spans.names() == []

        AiogramInstrumentor().instrument(tracer_provider=spans.provider)
        await dispatcher(reacts).feed_update(bot, update())
        AiogramInstrumentor().uninstrument()
        assert spans.names().count("process message") == 1
    finally:
        patched.feed_update = original


async def test_errors_are_logged_once(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    """An error of a hook is logged with its traceback, once for each hook."""

    def hook(*_: Any) -> None:
        raise RuntimeError("of a hook")

    AiogramInstrumentor().instrument(
        tracer_provider=Spans().provider,
        update_hook=hook,
        request_hook=hook,
        response_hook=hook,
    )
    for _ in range(3):
        await dispatcher(reacts).feed_update(bot, update())
    AiogramInstrumentor().uninstrument()
    ours = [r for r in caplog.records if r.name == "opentelemetry.instrumentation.aiogram"]
    assert [record.args for record in ours] == [
        ("update_hook",),
        ("request_hook",),
        ("response_hook",),
    ]
    assert all(record.levelno == logging.WARNING and record.exc_info for record in ours)


async def test_nothing_is_logged(spans: Spans, bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    """At work it says nothing."""
    await dispatcher(reacts).feed_update(bot, update())
    assert spans.names()
    assert [r for r in caplog.records if r.name.startswith("opentelemetry")] == []
