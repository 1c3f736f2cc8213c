"""Challenges while the bot dies, in two processes, and in a group that is flooded."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from service import storage
from service.domain.challenges import period
from service.storage import Database
from service.telegram.transport import settling
from tests.house import open_house
from tests.lifter import words
from tests.program import Program
from tests.telegram.talk import RU, said
from tests.telegram.test_challenges import GYM, begins, chatter, due, gym, joins, shows, table
from tests.telegram.test_outage import outage
from tests.waiting import until

__all__ = ["chatter", "gym", "outage"]


async def edits(desk, cursor):
    calls = await desk.calls("editMessageText", cursor=cursor)
    return [call for call in calls if call["chat_id"] == GYM]


async def test_two_processes_edit_once(house, desk, stand_in, database_url, anna, gym, chatter):
    """Whatever is due is claimed by one of them."""
    await begins(anna)
    await joins(anna)
    await shows(house, anna, line="Anna")
    cursor = (await desk.transcript())[-1]["seq"]
    async with open_house(stand_in, database_url):
        for n in range(1, 6):
            await anna.says("Жим 80x5")
            await shows(house, anna, line=f"1. Anna — {_kilograms(400 * n)}")
    assert len(await edits(desk, cursor)) == 5


async def test_a_flooded_group_delays_nobody_else(house, desk, anna, boris, gym, chatter):
    """While Telegram makes the group wait, private chats go on; the group gets few answers."""
    house.expects_refusals = ("fault: flood",)
    people = [await desk.person(f"Crowd {n}") for n in range(5)]
    value = {"id": GYM, "title": "Зал", "members": [anna.id, boris.id, *(p.id for p in people)]}
    await desk.ask("POST", "/groups", json=value)
    await desk.breaks("flood", method="sendMessage", chat_id=GYM, retry_after=10, count=1)
    commands = ("/go", "/challenge", "/help", "/report", "/start")
    cursor = (await desk.transcript())[-1]["seq"]
    await desk.together(
        *(person.act("say", text=f"{command}@desk_bot", chat_id=GYM)
          for _ in range(4) for person in people for command in commands)
    )  # fmt: skip
    took = []
    for _ in range(5):
        began = time.monotonic()
        answer = await anna.says("Жим 80x5")
        took.append(time.monotonic() - began)
        assert answer.reaction or answer.text
    assert max(took) < 6
    await desk.idle()

    async def sent():
        calls = await desk.calls("sendMessage", cursor=cursor)
        return len([call for call in calls if call["chat_id"] == GYM and call["ok"]])

    await until(sent, "three answers in the group", lambda number: number == 3)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


async def test_somebody_joins_what_nobody_had_joined(house, db, database_url, anna):
    """/challenge deletes a challenge without people, but waits for one who is joining."""
    await anna.says("/start")
    now = datetime.now(UTC)
    days = period(now, ZoneInfo("UTC"), 7)
    await storage.challenges.begin(db, GYM, 1, "sets", None, "ru", "kg", days)
    number = await db.fetchval("SELECT id FROM challenges")
    other = Database(database_url, "UTC")
    await other.open()
    async with db.transaction():
        assert await storage.challenges.lock(db, GYM, number)

        async def discard():
            async with other.transaction() as begun:
                return await storage.challenges.discard_empty(begun, GYM)

        discarding = asyncio.create_task(discard())
        waits = "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        await until(lambda: house.value(waits), "it waits")
        await storage.challenges.join(db, anna.id, number, "Anna")
        await storage.challenges.hurry(db, number)
    assert not await discarding
    await other.close()
    assert await db.fetchval("SELECT count(*) FROM challengers") == 1


async def test_a_group_is_not_told_of_an_outage(stand_in, desk, outage, monkeypatch):
    """What is written there is seldom for the bot. A challenge is begun when it is over."""
    monkeypatch.setattr(settling, "WARN_SECONDS", 0.1)
    async with open_house(stand_in, outage.postgres.dsn()):
        anna, boris = await desk.person("Anna"), await desk.person("Boris")
        await boris.says("/start")
        await desk.group(GYM, "Зал", anna, boris)
        cursor = (await desk.transcript())[-1]["seq"]
        await outage.begin()
        for text in ("/status@desk_bot", "/challenge@desk_bot"):
            await desk.together(anna.act("say", text=text, chat_id=GYM))
        await desk.together(boris.act("say", text="/programs"))
        assert (await boris.hears(cursor)).text == said("not-saved-yet")
        outage.over()
        await desk.idle(30)
        told = [m for m in await anna.chat(GYM) if m["from"]["is_bot"]]
        assert [words(m) for m in told] == [said("challenge-what")]


class _Asked:
    """The database as `due` and `shows` ask it."""

    def __init__(self, db: asyncpg.Connection) -> None:
        self._db = db

    async def sql(self, statement, *arguments):
        return await self._db.fetch(statement, *arguments)


@pytest.mark.timeout(240)
async def test_killed_while_a_table_is_due(stand_in, desk, database_url, db, tmp_path):
    """Whether or not Telegram had made the edit: the table is right, and there is one."""
    told = {"BOT_TOKEN": stand_in.token, "TELEGRAM_API_URL": stand_in.url,
            "DATABASE_URL": database_url}  # fmt: skip
    asked = _Asked(db)
    anna = await desk.person("Anna")
    await desk.group(GYM, "Зал", anna)
    async with Program(told, cwd=tmp_path) as program:
        await anna.says("/start")
        await begins(anna)
        await joins(anna)
        for n, executed in enumerate((False, True), 1):
            await anna.says("Жим 80x5")
            fault = {"method": "editMessageText", "chat_id": GYM, "executed": executed, "count": 1}
            await desk.breaks("hang", **fault, seconds=60)
            await due(asked)
            await until(lambda: desk.ask("GET", "/faults"), "an edit",
                        lambda faults: faults[0]["struck"])  # fmt: skip
            await program.kill()
            await desk.mends()
            await program.start()
            await db.execute("UPDATE challenges SET claimed_at = claimed_at - interval '15 s'")
            await shows(asked, anna, line=f"1. Anna — {_kilograms(400 * n)}")
        assert await program.stop() == 0
    assert len([m for m in await anna.chat(GYM) if words(m).startswith("🏆")]) == 1
    assert await db.fetchval("SELECT count(*) FROM sets") == 2
    assert _kilograms(800) in await table(anna)


def _kilograms(number):
    return RU.plain("weight", weight=number).replace("\u00a0", " ")
