"""A log line says when, what, and about which update; facts of it are fields."""

import asyncio
import json
import logging
from datetime import datetime
from typing import Any

import pytest
from aiogram import Bot, exceptions
from aiogram.methods import SendMessage

from instrumentation.about import about, handled_by
from instrumentation.api_calls import ApiCalls, description_of
from instrumentation.logs import JsonFormatter, TextFormatter, origin, with_facts
from instrumentation.metrics import Metrics
from instrumentation.traces import current, resumed
from instrumentation.updates import handling
from tests.instrumentation.conftest import HANDLERS, Clock

CALL = SendMessage(chat_id=123456789, text="x")
TOKEN = "42:TEST"


def line(caplog: pytest.LogCaptureFixture) -> dict[str, Any]:
    """Read the last line as the JSON form writes it."""
    read = json.loads(JsonFormatter().format(caplog.records[-1]))
    assert isinstance(read, dict)
    return read


def test_the_time_has_milliseconds() -> None:
    """In JSON with the date and the zone, for people without."""
    record = logging.LogRecord("x", 20, "x", 1, "done", (), None)
    record.created, record.msecs = 1_795_000_000.0625, 62.5
    told = json.loads(JsonFormatter().format(record))["time"]
    assert datetime.fromisoformat(told).timestamp() == 1_795_000_000.062
    assert TextFormatter().format(record)[8:] == ".062 INFO x: done"


def test_facts(caplog: pytest.LogCaptureFixture) -> None:
    """Facts stand behind the message, in quotes if they hold spaces; what is None is left out."""
    told = with_facts(code=400, description="Bad Request: no", error=None)
    logging.getLogger("x").warning("It failed", extra=told)
    (record,) = caplog.records
    assert (
        TextFormatter().format(record).endswith('It failed code=400 description="Bad Request: no"')
    )
    assert (line(caplog)["code"], line(caplog)["description"]) == (400, "Bad Request: no")
    assert "error" not in line(caplog)


async def test_the_update_is_named(caplog: pytest.LogCaptureFixture) -> None:
    """Also where its work goes on later; its handler from when it has been found."""
    logger = logging.getLogger("x")
    with about(17):
        logger.warning("early")
        early = line(caplog)
        handled_by("workouts.log_set")
        later = current()
    assert (early["update_id"], early.get("handler")) == (17, None)
    with about(18), resumed(later):
        logger.warning("late")
        late = line(caplog)
    assert (late["update_id"], late["handler"]) == (17, "workouts.log_set")
    await asyncio.sleep(0)
    logger.warning("outside")
    assert "update_id" not in line(caplog)


@pytest.mark.parametrize("failing", [True, False])
def test_each_update_has_a_line(
    metrics: Metrics, clock: Clock, caplog: pytest.LogCaptureFixture, *, failing: bool
) -> None:
    """At DEBUG, and at WARNING if it failed: handler, outcome, milliseconds, class of the error."""
    caplog.set_level(logging.DEBUG)
    with about(17), handling(metrics, "message", clock=clock) as update:
        update.handler = HANDLERS[0]
        clock.now += 0.0421
        if failing:
            update.failed(ConnectionResetError("what somebody wrote"))
        else:
            update.outcome = "refused"
    assert caplog.records[-1].levelno == (logging.WARNING if failing else logging.DEBUG)
    with about(17):
        handled_by(HANDLERS[0])
        told = line(caplog)
    assert told["message"] == "An update was handled"
    assert (told["outcome"], told["ms"]) == ("error" if failing else "refused", 42)
    assert told.get("error") == ("ConnectionResetError" if failing else None)
    assert "somebody" not in str(told)


FAILURES = [
    (
        exceptions.TelegramBadRequest(CALL, "Bad Request: chat not found"),
        (400, "Bad Request: chat not found", logging.WARNING),
    ),
    (
        exceptions.TelegramRetryAfter(CALL, "Too Many Requests: retry after 5", 5),
        (429, "Too Many Requests: retry after 5", logging.WARNING),
    ),
    (
        exceptions.TelegramMigrateToChat(CALL, "Bad Request: group chat was upgraded", -100987654),
        (400, "Bad Request: group chat was upgraded", logging.WARNING),
    ),
    (
        exceptions.TelegramBadRequest(
            CALL, 'Bad Request: can\'t parse entities: unsupported start tag "Анна" at byte 4'
        ),
        (
            400,
            "Bad Request: can't parse entities: unsupported start tag <hidden> at byte 4",
            logging.WARNING,
        ),
    ),
    (
        exceptions.TelegramBadRequest(CALL, "Bad Request: URL 'Анна' of 123456789 is invalid"),
        (400, "Bad Request: URL <hidden> of <hidden> is invalid", logging.WARNING),
    ),
    (
        exceptions.TelegramForbiddenError(CALL, "Forbidden: no"),
        (403, "Forbidden: no", logging.DEBUG),
    ),
    (
        exceptions.TelegramBadRequest(CALL, "Bad Request: message is not modified: x"),
        (400, "Bad Request: message is not modified: x", logging.DEBUG),
    ),
    (RuntimeError("Анна"), (None, "RuntimeError", logging.WARNING)),
]


@pytest.mark.parametrize(("error", "told"), FAILURES)
async def test_a_failed_call_has_a_line(
    metrics: Metrics,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    told: tuple[int | None, str, int],
) -> None:
    """Method, code, Telegram's description and milliseconds; no id, no words of a person."""
    caplog.set_level(logging.DEBUG)

    async def make_request(bot: Bot, method: Any) -> Any:
        clock.now += 0.0121
        raise error

    with pytest.raises(type(error)):
        await ApiCalls(metrics, clock=clock)(make_request, Bot(TOKEN), CALL)
    code, description, level = told
    assert caplog.records[-1].levelno == level
    read = line(caplog)
    assert read["message"] == "A call to Telegram failed"
    assert (read["method"], read.get("code"), read["ms"]) == ("sendMessage", code, 12)
    assert read["description"] == description


def test_a_long_description_is_cut() -> None:
    """A line stays a line."""
    assert len(description_of(exceptions.TelegramBadRequest(CALL, "no " * 1000))) == 200


def test_an_origin_has_no_words() -> None:
    """An error is told by the functions that it came through, the innermost first."""

    def inner() -> None:
        raise ValueError("what somebody wrote")

    try:
        inner()
    except ValueError as error:
        told = origin(error)
    assert told.startswith("test_logs.test_an_origin_has_no_words.<locals>.inner line ")
    assert " < test_logs.test_an_origin_has_no_words line " in told
    assert "somebody" not in told
