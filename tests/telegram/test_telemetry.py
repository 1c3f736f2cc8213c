"""The whole bot, sending its metrics, traces and logs to a backend of the test's."""

import logging
import sys
import threading
from collections.abc import Callable
from time import monotonic, time_ns
from typing import Any, Literal

import pytest
import urllib3.connection

from instrumentation import logs
from service import storage
from service.local.telegram.bot_api import StandIn
from tests.house import House, open_house
from tests.lifter import Desk, Lifter, open_desk
from tests.otlp import Backend
from tests.telegram.canaries import (
    LIFT,
    NAME,
    PASSWORD,
    SECRET,
    TEXT,
    TOKEN,
    Places,
    careless,
    count,
    restored_logging,
)
from tests.telegram.talk import begins

ANSWERS = {"sendMessage", "setMessageReaction", "editMessageText"}


async def test_one_trace(
    backend: Backend, stand_in: StandIn, desk: Desk, database_url: str
) -> None:
    """A trace shows an update's whole way: its transaction, its handler, its late answer."""
    async with open_house(stand_in, database_url):
        anna = await desk.person("Anna")
        await begins(anna)
        await anna.says("61x5")
        await backend.until(lambda: whole(backend))
    logged = whole(backend)
    root = next(span for span in logged if not span.parent_span_id)
    assert root.name == "process message"
    transaction = next(span for span in logged if span.name == "transaction")
    first, *_, last = queries(transaction)
    assert (first, last) == ("begin", "commit")
    assert "updates.claim" in queries(transaction)
    answers = [span for span in logged if span.name in ANSWERS]
    assert min(span.start_time_unix_nano for span in answers) >= transaction.end_time_unix_nano
    assert logged[-1].name in {*ANSWERS, "POST"}, "the answer comes after the commit"
    known = {span.span_id: span.name for span in logged}
    assert all(span.parent_span_id in known for span in logged if span.parent_span_id)
    exchanges = {known[span.parent_span_id] for span in logged if span.name == "POST"}
    assert exchanges
    assert exchanges <= ANSWERS


async def test_idle(backend: Backend, stand_in: StandIn, database_url: str) -> None:
    """A bot that nobody writes to sends metrics and no spans, whatever it polls and refreshes."""
    async with open_house(stand_in, database_url):
        started = time_ns()
        await backend.until(lambda: count(backend, "metrics") > 3)
        assert [span for span in backend.spans() if span.start_time_unix_nano > started] == []


async def test_hanging_backend(
    monkeypatch: pytest.MonkeyPatch, stand_in: StandIn, desk: Desk, database_url: str
) -> None:
    """A backend that takes everything and never answers holds up neither answers nor a stop.

    Whatever is sent is sent by threads of its own, never by the one with the event loop.
    """
    threads: set[threading.Thread] = set()
    connect = urllib3.connection.HTTPConnection.connect

    def note(connection: Any) -> None:
        threads.add(threading.current_thread())
        connect(connection)

    monkeypatch.setattr(urllib3.connection.HTTPConnection, "connect", note)
    async with Backend(hangs=True) as backend:
        for name, value in backend.environment.items():
            monkeypatch.setenv(name, value)
        async with open_house(stand_in, database_url):
            anna = await desk.person("Anna")
            await backend.until(lambda: count(backend, "metrics"))
            started = monotonic()
            for _ in range(20):
                await anna.says("/start")
            assert monotonic() - started < 5
            stopping = monotonic()
        assert monotonic() - stopping < 5
    assert len(threads) >= 2, "of metrics and of traces"
    assert threading.main_thread() not in threads


def by_trace(backend: Backend) -> list[list[Any]]:
    traces: dict[bytes, list[Any]] = {}
    for span in sorted(backend.spans(), key=lambda span: span.start_time_unix_nano):
        traces.setdefault(span.trace_id, []).append(span)
    return list(traces.values())


def whole(backend: Backend) -> list[Any]:
    """Give the spans of the update that logged a set, once its answer and all above are sent."""
    for trace in by_trace(backend):
        names, known = {span.name for span in trace}, {span.span_id for span in trace}
        above = {span.parent_span_id for span in trace} - {b""}
        if "notebook.log" in names and names & ANSWERS and above <= known:
            return trace
    return []


def queries(span: Any) -> list[str]:
    """Name the queries of a transaction, in their order."""
    listed = {each.key: each.value for each in span.attributes}["bot.query.names"]
    return [each.string_value for each in listed.array_value.values]


CALLS: dict[str, dict[str, Any]] = {
    "429": {"kind": "flood", "retry_after": 1, "count": 1},
    "502": {"kind": "status", "status": 502, "count": 1},
    "undecodable answer": {"kind": "garbage", "count": 1},
    "403": {"kind": "blocked", "count": 1},
    "reset": {"kind": "reset", "count": 1},
    "cut off": {"kind": "hang", "seconds": 0.2, "count": 1},
    "400": {"kind": "status", "status": 400, "count": 1},
    "401": {"kind": "status", "status": 401, "count": 1},
}


@pytest.mark.parametrize(("level", "form"), [("INFO", "json"), ("DEBUG", "text")])
async def test_no_secret_anywhere(
    backend: Backend,
    owner_url: str,
    level: str,
    form: Literal["json", "text"],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever fails, no token, password, secret, text or id of a person is written anywhere.

    The bot is the owner here, because some failures are made by changing the schema.
    """
    with restored_logging():
        logs.set_up(level, form, [TOKEN, owner_url, PASSWORD, SECRET])
        async with (
            StandIn(TOKEN) as stand_in,
            open_desk(stand_in.url) as desk,
            careless(stand_in, owner_url, webhook_secret=SECRET) as house,
        ):
            anna = await desk.person(NAME)
            secrets = [TOKEN, TOKEN.partition(":")[2], PASSWORD, SECRET, NAME, TEXT, LIFT]
            places = Places(capfd, backend, house, [*secrets, str(anna.id)])
            await begins(anna)
            for failure, fault in CALLS.items():
                await desk.breaks(**fault, method="sendMessage")
                await anna.says("/start", answered=False)
                await desk.idle()
                await places.search(failure)
            for failure, fails in OURS.items():
                await fails(house, desk, anna, monkeypatch)
                await places.search(failure)
    print(places.table())
    assert {hit for row in places.hits.values() for hit in row.values()} == {0}
    assert min(places.seen.values()) > 0
    assert places.hidden > 3, "there was something to hide"
    assert len(places.hits) >= 10


async def handler_crashes(house: House, desk: Desk, anna: Lifter, patch: Any) -> None:
    """A handler raises what a person wrote."""
    with patch.context() as once:
        once.setattr(storage.programs, "count", crash)
        await anna.says("/start", answered=False)
        await desk.idle()


async def crash(*_: Any) -> int:
    raise ValueError(f"{TEXT} {LIFT}")


async def database_refuses(house: House, desk: Desk, anna: Lifter, patch: Any) -> None:
    """PostgreSQL quotes the row that it does not take."""
    await house.sql("ALTER TABLE drafts ADD CONSTRAINT never CHECK (false) NOT VALID")
    await anna.says("/newprogram", answered=False)
    await anna.says(f"{TEXT}\nBench 3x5", answered=False)
    await desk.idle()
    await house.sql("ALTER TABLE drafts DROP CONSTRAINT never")


async def database_hangs_up(house: House, desk: Desk, anna: Lifter, patch: Any) -> None:
    """Every connection is cut."""
    await house.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"  # vacuuming is not ours to end
    )
    await anna.says(TEXT)


async def unreadable_update(house: House, desk: Desk, anna: Lifter, patch: Any) -> None:
    """An update is nothing that Telegram ever sent."""
    await desk.inject({"message": {"text": TEXT, "chat": NAME, "from": {"id": anna.id}}})
    await desk.idle()


async def uncaught(house: House, desk: Desk, anna: Lifter, patch: Any) -> None:
    """An error nobody expected ends the program, and Python writes a traceback."""
    try:
        raise RuntimeError(  # noqa: TRY301 - it is to have a traceback
            f"http://h/bot{TOKEN}/getMe postgresql://u:{PASSWORD}@h/db {SECRET}"
        )
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)


async def row_in_a_traceback(house: House, desk: Desk, anna: Lifter, patch: Any) -> None:
    """Somebody logs a database error with its traceback, and the row in it."""
    try:
        await house.sql("CREATE TABLE canaries (name text CHECK (name = ''))")
        await house.sql("INSERT INTO canaries VALUES ($1)", TEXT)
    except Exception:
        logging.getLogger("service").exception("The row was not taken")


async def backend_fails(house: House, desk: Desk, anna: Lifter, patch: Any) -> None:
    """Telemetry itself can't be sent for a while."""
    logging.getLogger("opentelemetry.exporter.otlp").error("Failed to export to %s", TOKEN)
    await anna.says(TEXT)


OURS: dict[str, Callable[..., Any]] = {
    "crash of a handler": handler_crashes,
    "database error with DETAIL": database_refuses,
    "connections cut": database_hangs_up,
    "unreadable update": unreadable_update,
    "uncaught error": uncaught,
    "row in a traceback": row_in_a_traceback,
    "exporter failure": backend_fails,
}
