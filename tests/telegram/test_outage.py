"""PostgreSQL goes away in mid-workout and comes back."""

import asyncio
import tempfile
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

import asyncpg
import pytest

from service import assembly
from service.local.postgres import PrivatePostgres
from service.local.postgres.running import end, process_of
from service.telegram.transport import settling
from service.web import watch_database
from tests.house import open_house
from tests.lifter import words
from tests.telegram.talk import RU, begins, said
from tests.waiting import until


class Outage:
    """A PostgreSQL whose server can be away for a while, and comes back where it was."""

    def __init__(self, folder: Path) -> None:
        self.postgres: Any = PrivatePostgres(folder, durable=False)
        self._comes_back = asyncio.Event()
        self._serve_again = self.postgres._serve_again

    async def begin(self) -> None:
        self._comes_back.clear()
        self.postgres._serve_again = self._wait
        await end(process_of(self.postgres._server.pid))

    async def _wait(self) -> None:
        await self._comes_back.wait()
        await self._serve_again()

    def over(self) -> None:
        self._comes_back.set()


@pytest.fixture
async def outage():
    with tempfile.TemporaryDirectory(prefix="outage-") as folder:
        made = Outage(Path(folder))
        await made.postgres.start()
        yield made
        made.over()
        await made.postgres.stop()


async def test_the_database_away_and_back(stand_in, desk, outage, monkeypatch):
    """Nothing false is shown, people are told, health follows by itself, nothing is doubled."""
    monkeypatch.setattr(settling, "WARN_SECONDS", 0.3)
    monkeypatch.setattr(settling, "BUTTON_SECONDS", 0.5)
    monkeypatch.setattr(assembly, "watch_database", partial(watch_database, every=0.1, timeout=1))
    async with open_house(stand_in, outage.postgres.dsn()) as house:
        anna = await desk.person("Anna")
        await begins(anna)
        await anna.says("60x5")
        await until(house.health, "the bot is healthy", lambda status: status == 200)
        await outage.begin()
        await desk.together(anna.act("say", text="62.5x5"))
        await until(house.health, "the outage is noticed", lambda status: status == 503)
        took = []
        for _ in range(5):  # the machine may have had something else to do, but not each time
            began = monotonic()
            assert await house.health() == 503
            took.append(monotonic() - began)
        assert min(took) < 0.2
        await until(
            anna.chat,
            "the bot says that the set is not saved yet",
            lambda chat: chat[-1].get("text") == said("not-saved-yet"),
        )
        outage.over()
        await desk.idle(30)
        await until(house.health, "the bot is healthy again", lambda status: status == 200)
        (card,) = [words(m) for m in await anna.chat() if words(m).startswith("🏋️")]
        assert "Жим" in card  # which comes after the second set
        assert await house.value("SELECT count(*) FROM sets") == 2
        await desk.redelivers()
        assert await house.value("SELECT count(*) FROM sets") == 2
        assert await house.metric("bot_operations_total", "save_record") == 2


async def opens(house):
    try:
        return await house.value("SELECT true")
    except (OSError, asyncpg.PostgresError):
        return False


async def test_a_button_while_the_database_is_away(stand_in, desk, outage, monkeypatch):
    """Its presser is told that nothing was saved; pressing again later acts once."""
    monkeypatch.setattr(settling, "BUTTON_SECONDS", 0.3)
    async with open_house(stand_in, outage.postgres.dsn()) as house:
        anna = await desk.person("Anna")
        await begins(anna)
        await outage.begin()
        await anna.presses(RU.plain("workout-button-skip"))
        assert anna.toast == RU.plain("toast-not-saved")
        outage.over()
        await until(lambda: opens(house), "the database can be reached")
        assert await house.value("SELECT count(*) FROM skips") == 0
        await anna.presses(RU.plain("workout-button-skip"))
        assert await house.value("SELECT count(*) FROM skips") == 1
