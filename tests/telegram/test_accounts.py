"""The operator lists accounts, closes one and opens it again."""

import pytest

from service import accounts, orders, storage
from service.settings import Settings
from tests.house import open_house
from tests.program import run
from tests.telegram.talk import RU, begins, logs, said

CONTACT = "@coach <b>"
KNOWS_NOTHING_OF = ("settled_updates", "people")
"""Tables that a closed account's update may change: its number, and that the person was told."""


@pytest.fixture
async def operated(database_url):
    """Give the operator's command line on this database."""
    settings = Settings(_env_file=None, database_url=database_url)

    async def order(*arguments):
        return await orders.people(settings, accounts.read([str(each) for each in arguments]))

    return order


async def test_who_stores_most(house, anna, boris, operated):
    """By bytes, with rows and the last day; those who store nothing are not listed."""
    await boris.says("/start")
    assert len((await operated()).splitlines()) == 1
    await anna.says("Жим 80x5")
    await boris.says("Squat 100x5")
    await boris.says("100x5x5 a long note about how it went")
    head, first, second = (await operated()).splitlines()
    assert head.split() == ["id", "rows", "bytes", "last", "active"]
    today = str(await house.value("SELECT current_date"))
    assert [first.split()[0], first.split()[3]] == [str(boris.id), today]
    assert second.split()[0] == str(anna.id)
    for line in (first, second):
        person, rows, size, _ = line.split()
        assert int(rows) == sum(
            [
                await house.value(f"SELECT count(*) FROM {table} WHERE owner = {person}")
                for table in ("exercises", "workouts", "planned", "sets", "daily_bests", "timers")
            ]
        )
        assert int(size) > 30 * int(rows)
    assert len((await operated("--most", 1)).splitlines()) == 2


async def test_a_closed_account(stand_in, desk, database_url, operated):
    """Is told once, and stores nothing; others go on; once opened it goes on too."""
    async with open_house(stand_in, database_url, support_contact=CONTACT) as house:
        anna, boris = await desk.person("Anna"), await desk.person("Boris", language="en")
        await begins(anna, "Грудь\nЖим 3x8 60")
        await logs(anna)
        await boris.says("Squat 100x5")
        await house.sql("DELETE FROM daily_active")  # she is not seen today, so would be greeted
        assert await operated("block", anna.id) == "Blocked."
        assert "already" in await operated("block", anna.id)
        assert f"{anna.id} " in await operated()
        assert (await operated()).count("  blocked") == 1
        before = await house.rows()

        line = f"{RU('account-closed')} {RU('contact', contact=CONTACT)}"
        assert (await anna.says("60x8")).texts == [line.replace("&lt;b&gt;", "<b>")]
        for text in ("60x8", "/help", "/export", "/deleteall", "/newprogram X"):
            assert (await anna.says(text, answered=False)).messages == []
        after = await house.rows()
        changed = {table for table in before if after[table] != before[table]}
        assert changed <= {*KNOWS_NOTHING_OF}
        assert await house.value("SELECT count(*) FROM daily_active") == 0

        await boris.says("100x5")
        assert await house.value("SELECT count(*) FROM sets WHERE owner = $1", boris.id) == 2
        assert CONTACT in (await boris.says("/help")).text

        assert await operated("unblock", anna.id) == "Unblocked."
        assert "not blocked" in await operated("unblock", anna.id)
        await anna.says("60x8")
        assert await house.value("SELECT count(*) FROM sets WHERE owner = $1", anna.id) == 2


async def test_a_button_of_a_closed_account(house, anna, operated):
    """Does nothing: the first press says why, the next is answered without words."""
    await begins(anna, "Грудь\nЖим 3x8 60")
    await operated("block", anna.id)
    sets = await house.value("SELECT count(*) FROM sets")
    assert (await logs(anna)).toast == said("account-closed")
    assert not (await logs(anna)).toast
    assert await house.value("SELECT count(*) FROM sets") == sets


async def test_no_notice_comes_to_it(house, database, anna, operated):
    """What waited for the person is dropped, and nothing new is queued."""
    await anna.says("/start")
    await operated("block", anna.id)
    async with database.transaction() as db:
        assert await storage.notices.announce(db, "key", "Hello", None) == 0


async def test_nobody_is_named_without_a_setting(anna):
    """Without SUPPORT_CONTACT, /help has no line about it."""
    assert said("contact", contact="") not in (await anna.says("/help")).text


async def test_from_the_command_line(house, database_url, anna, tmp_path):
    """The program prints the list and ends with 0."""
    await anna.says("Жим 80x5")
    code, printed = await run("people", cwd=tmp_path, DATABASE_URL=database_url)
    assert code == 0
    assert str(anna.id) in printed


@pytest.mark.parametrize(
    "arguments", [["block"], ["block", "x"], ["block", "0"], ["unblock", "9" * 30], ["delete"]]
)
def test_wrong_orders(arguments):
    """Are refused with status 2 before anything is done."""
    with pytest.raises(SystemExit) as left:
        accounts.read(arguments)
    assert left.value.code == 2
