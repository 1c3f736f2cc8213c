"""The operator's command line, and what a killed process leaves of an announcement."""

import asyncio

import pytest

from service import announcing, orders
from service.databases import CannotStart
from service.settings import Settings
from tests.program import Program, run
from tests.telegram.test_notices import seq, waiting
from tests.waiting import until


async def test_killed_in_mid_broadcast(stand_in, database_url, desk, database, tmp_path):
    """Kill -9 among sixty: the next process tells the rest; twice is told only who was being
    told. The text is queued by the command line; a second time it is queued for nobody."""
    environment = {
        "BOT_TOKEN": stand_in.token,
        "TELEGRAM_API_URL": stand_in.url,
        "DATABASE_URL": database_url,
    }
    async with Program(environment, cwd=tmp_path) as program:
        people = [await desk.person(f"P{n}") for n in range(60)]
        await asyncio.gather(*(person.says("/start") for person in people))
        cursor = await seq(desk)
        queueing = asyncio.create_task(run("announce", "Hello", cwd=tmp_path, **environment))
        await until(lambda: heard(desk, cursor), "twenty people were told", lambda n: len(n) >= 20)
        await program.kill()  # the command line, on its way out, would be waited for too long
        assert await queueing == (0, "Queued for 60 people.\n")
        told = Settings(_env_file=None, database_url=database_url)
        assert "announced before" in await orders.announce(told, announcing.read(["Hello"]))
        before = await heard(desk, cursor)
        async with database.connection() as db:
            left = {row["owner"] for row in await db.fetch("SELECT owner FROM notices")}
            await db.execute("UPDATE notices SET claimed_at = claimed_at - interval '1 min'")
        assert 0 < len(left) < 60
        being_told = left & set(before)
        assert len(being_told) <= 5
        await program.start()
        await until(lambda: waiting(database), "no notice waits", lambda left: not left)
        await program.stop()
        after = await heard(desk, cursor)
        assert set(after) == {person.id for person in people}
        assert {person for person in after if after.count(person) > 1} == being_told
        assert len(after) == 60 + len(being_told)


async def heard(desk, cursor):
    calls = await desk.calls("sendMessage", cursor=cursor)
    return [int(call["params"]["chat_id"]) for call in calls if call["ok"]]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["  "], "empty"),
        (["x" * 4097], "longer than Telegram allows"),
        (["Hello", "--language", "de"], "invalid choice"),
        ([], "required"),
        (["a\0b"], "not text"),
        (["\udcff"], "not text"),
    ],
)
def test_what_cannot_be_announced(arguments, says, capsys):
    """Is refused with a sentence, before anybody is told."""
    with pytest.raises(SystemExit) as left:
        announcing.read(arguments)
    assert left.value.code == 2
    assert says in capsys.readouterr().err
    assert announcing.read(["Привет", "--language", "ru"]).key != announcing.read(["Привет"]).key


async def test_without_a_database():
    """One line says what is missing, and nothing is tried again."""
    told = Settings(_env_file=None, database_url="postgresql://nobody@127.0.0.1:9/none")
    with pytest.raises(CannotStart, match="DATABASE_URL: the database can't be used"):
        await orders.announce(told, announcing.read(["Hello"]))
