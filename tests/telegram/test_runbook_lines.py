"""What the runbook says of the log is there: each failure is caused, and its line is found."""

import json
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from instrumentation import logs
from service import storage
from service.local.telegram.bot_api import StandIn
from service.storage import Database, Unavailable
from service.telegram.transport import polling, retrying
from tests.house import House, open_house
from tests.lifter import Desk, Lifter
from tests.otlp import Backend
from tests.telegram.canaries import restored_logging
from tests.telegram.talk import begins
from tests.telegram.talk import logs as presses
from tests.waiting import until

RUNBOOKS = [Path(__file__).parents[2] / "docs" / f"runbook{end}.md" for end in ("", ".ru")]

FOUND_HERE = {
    "A call to Telegram failed",
    "An answer was lost",
    "An update was handled",
    "Handling an update failed",
    "A notice",
    "Upkeep",
    "getUpdates",
    "<handler>",
}
FOUND_ELSEWHERE = {
    "The event loop was held": "tests/telegram/test_stored_limits.py",
    "event loop was held": "tests/telegram/test_stored_limits.py",
    "Starting the bot": "tests/telegram/test_runbook_lines.py",
    "bot_uptime_seconds": "no line of the log, but of /metrics",
}


class Log:
    """The lines that the bot writes, as `docker compose logs | grep` finds them."""

    def __init__(self, written: StringIO) -> None:
        self._written = written

    async def grep(self, words: str, **facts: Any) -> dict[str, Any]:
        """Wait for a line with these words, and these facts; give it."""

        def find() -> dict[str, Any]:
            lines = self._written.getvalue().splitlines()
            read = (json.loads(line) for line in lines if words in line)
            fitting = (line for line in read if facts.items() <= line.items())
            return next(fitting, {})

        return await until(find, f"a line holds {words!r} and {facts}")


@pytest.fixture
def log() -> Iterator[Log]:
    with restored_logging():
        logs.set_up("INFO", "json", [])
        (handler,) = logging.getLogger().handlers
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(written := StringIO())
        yield Log(written)


@pytest.fixture
async def house(log: Log, stand_in: StandIn, database_url: str) -> AsyncIterator[House]:
    async with open_house(stand_in, database_url) as opened:
        yield opened


@pytest.mark.parametrize("book", RUNBOOKS, ids=lambda path: path.name)
def test_every_grep_is_proven(book: Path) -> None:
    """What the runbook looks for in the log is what the tests here find."""
    commands = re.findall(r"\| grep ([^`|]*)`", book.read_text("utf-8"))
    words = {
        quoted or bare
        for command in commands
        for quoted, bare in re.findall(r'"([^"]*)"|(?<![-\w])([a-zA-Z_<>]{3,})', command)
    }
    assert words - FOUND_ELSEWHERE.keys() == FOUND_HERE


async def test_a_refused_answer(log: Log, house: House, anna: Lifter, desk: Desk) -> None:
    """BotApiFailing, BotAnswersLost: method, code, description, handler, and the same update."""
    await begins(anna)
    await desk.breaks("status", status=400, method="editMessageText", count=1)
    await presses(anna)
    call = await log.grep("A call to Telegram failed", method="editMessageText")
    assert (call["level"], call["code"]) == ("WARNING", 400)
    assert call["description"] == "Internal Server Error"
    assert call["handler"] == "steps.log"
    lost = await log.grep("An answer was lost", outcome="refused")
    assert (lost["level"], lost["error"]) == ("ERROR", "TelegramBadRequest")
    assert (lost["update_id"], lost["handler"]) == (call["update_id"], call["handler"])
    assert call["ms"] >= 0


async def test_a_flood(log: Log, house: House, anna: Lifter, desk: Desk) -> None:
    """BotAnswersStuck: code 429 and how long Telegram makes the bot wait."""
    await desk.breaks("flood", method="sendMessage", retry_after=1, count=1)
    await anna.says("/start")
    call = await log.grep("A call to Telegram failed", method="sendMessage")
    assert (call["code"], call["outcome"]) == (429, "flood")
    assert "retry after 1" in call["description"]


async def test_a_crash(
    log: Log, house: House, anna: Lifter, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BotErrorFlood, BotErrorRatio: class, functions, handler and milliseconds of the failure."""

    async def crash(*_: Any) -> int:
        raise ValueError("what somebody wrote")

    monkeypatch.setattr(storage.programs, "count", crash)
    await anna.says("/start", answered=False)
    tried = await log.grep("Handling an update failed")
    assert "ValueError in " in tried["message"]
    assert "start.begin line " in tried["message"] or "start." in tried["message"]
    ended = await log.grep("An update was handled", outcome="error")
    assert (ended["level"], ended["error"]) == ("WARNING", "ValueError")
    assert ended["update_id"] == tried["update_id"]
    assert ended["handler"].startswith("start.")
    assert (await log.grep(ended["handler"], level="WARNING"))["error"] == "ValueError"
    assert ended["ms"] > 0


async def test_numbers_that_cannot_be_read(
    log: Log, house: House, alter: Callable[[str], Awaitable[None]]
) -> None:
    """BotNumbersOld: the query that fails is named."""
    await alter("ALTER TABLE statistics_by_day RENAME TO away")
    failed = await log.grep("statistics.read line ")
    await alter("ALTER TABLE away RENAME TO statistics_by_day")
    assert failed["message"].startswith("Upkeep failed: UndefinedTableError in ")


@pytest.mark.parametrize(
    ("fault", "description"),
    [
        ({"kind": "status", "status": 502}, "Bad Gateway"),
        ({"kind": "reset"}, "ServerDisconnectedError"),
    ],
)
async def test_polls_that_fail(
    log: Log,
    house: House,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    fault: dict[str, Any],
    description: str,
) -> None:
    """BotTelegramUnreachable: the line of getUpdates says what is wrong."""
    monkeypatch.setattr(retrying, "RETRY_SECONDS", 0.05)
    monkeypatch.setattr(polling, "POLL_SECONDS", 1)
    await desk.breaks(**fault, method="getUpdates", count=2)
    await (await desk.person("Anna")).says("/start")
    call = await log.grep("getUpdates", level="WARNING")
    assert description in call["description"]
    assert call.get("code") == fault.get("status")


async def test_telegram_that_is_gone(
    log: Log, stand_in: StandIn, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BotTelegramUnreachable: nobody listens where Telegram should be."""
    monkeypatch.setattr(retrying, "RETRY_SECONDS", 0.05)
    async with open_house(stand_in, database_url):
        await stand_in.stop()
        await log.grep("Cannot connect to host", method="getUpdates")


async def test_a_notice_that_waits(
    log: Log,
    stand_in: StandIn,
    desk: Desk,
    database: Database,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """BotRemindersLate: what Telegram answered, and that the database was away."""

    async def away(*_: Any) -> None:
        raise Unavailable("away")

    monkeypatch.setattr(storage.notices, "pause", away)
    monkeypatch.setattr("service.assembly.CHECK_SECONDS", 0.05)
    async with open_house(stand_in, database_url):
        await (await desk.person("Anna")).says("/start")
        await desk.breaks("status", status=502, method="sendMessage")
        async with database.transaction() as db:
            await storage.notices.announce(db, "news", "news", None)
        call = await log.grep("A call to Telegram failed", method="sendMessage")
        assert (call["code"], call["outcome"]) == (502, "server")
        waits = await log.grep("A notice")
        assert waits["message"] == "A notice will be sent late: away"


async def test_facts_are_attributes(
    backend: Backend, stand_in: StandIn, desk: Desk, database_url: str
) -> None:
    """A line that is sent by OTLP has its facts and its update in fields of its own."""

    def failed() -> list[dict[str, Any]]:
        return [
            {each.key: each.value for each in record.attributes}
            for message in backend.messages("logs")
            for resource in message.resource_logs
            for scope in resource.scope_logs
            for record in scope.log_records
            if record.body.string_value == "A call to Telegram failed"
        ]

    async with open_house(stand_in, database_url):
        await desk.breaks("flood", method="sendMessage", retry_after=1, count=1)
        await (await desk.person("Anna")).says("/start")
        await backend.until(failed)
    (told,) = failed()
    assert (told["code"].int_value, told["method"].string_value) == (429, "sendMessage")
    assert told["update_id"].int_value > 0
    assert told["handler"].string_value == "start.start"


def test_starting() -> None:
    """BotRestarting: each start begins with the line that the runbook looks for."""
    source = Path(__file__).parents[2] / "service" / "__main__.py"
    assert '_say("Starting the bot' in source.read_text("utf-8")
