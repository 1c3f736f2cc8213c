"""The bot in this process, the desk it is reached at, and people who write to it."""

from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest

from service.local.telegram.bot_api import StandIn
from service.storage import Database
from tests.house import TOKEN, House, open_house
from tests.lifter import Desk, Lifter
from tests.otlp import Backend
from tests.standin_fixtures import desk

__all__ = ["desk"]


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    async with StandIn(TOKEN) as running:
        yield running


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A pool of connections to the test's own database."""
    opened = Database(database_url, "UTC")
    await opened.open()
    yield opened
    await opened.close()


HARMLESS = ("message is not modified", "query is too old", "query ID is invalid")


@pytest.fixture
async def house(
    stand_in: StandIn, database_url: str, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[House]:
    """A running bot. Whatever a test does to it, Telegram refuses none of its calls (but for
    what is a matter of course), and nothing is logged as an error, unless the test says so."""
    async with open_house(stand_in, database_url) as opened:
        yield opened
    calls = [each for each in stand_in.world.transcript.since(0) if each["kind"] == "call"]
    harmless = (*HARMLESS, *opened.expects_refusals)
    refused = [(call["method"], call["description"]) for call in calls if not call["ok"]]
    assert not [each for each in refused if not any(word in each[1] for word in harmless)]
    errors = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert opened.expects_errors or not errors


@pytest.fixture
def alter(owner_url: str) -> Callable[[str], Awaitable[None]]:
    """Change the schema behind the bot's back, as its owner."""

    async def run(statement: str) -> None:
        connection = await asyncpg.connect(owner_url)
        await connection.execute(statement)
        await connection.close()

    return run


@pytest.fixture
async def anna(house: House, desk: Desk) -> Lifter:
    """A Russian; she has written nothing yet."""
    return await desk.person("Anna")


@pytest.fixture
async def boris(house: House, desk: Desk) -> Lifter:
    """An Englishman, whatever his name; he has written nothing yet."""
    return await desk.person("Boris", language="en")


@pytest.fixture
async def backend(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Backend]:
    """A backend that everything is sent to by whichever bot is opened next."""
    async with Backend() as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running
