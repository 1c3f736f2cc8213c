"""What is left of somebody who deleted everything; docs/security.md says the same."""

import pytest

from service import storage
from tests.telegram.talk import RU, begins, deleteall, does, said


async def holding(house, *words):
    """Name the tables that have a row with one of these words anywhere in it."""
    tables = await house.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    found = set()
    for (table,) in tables:
        for word in words:
            where = f"position($1 in {table}::text) > 0"
            if await house.sql(f"SELECT FROM {table} WHERE {where} LIMIT 1", str(word)):
                found.add(table)
    return found


async def test_nothing_stays_after_deleting_everything(house, anna, boris, database):
    """No row has their id or a word of theirs; nobody else's row is another."""
    await begins(anna)
    await anna.says("60x5 секретная заметка")
    await anna.presses(RU.plain("workout-button-skip"))
    await anna.says("/newprogram Тайная\nЖим 3x8")
    await house.sql("INSERT INTO reminders VALUES ($1, 1, 18, now() + interval '1 day')", anna.id)
    await house.sql("INSERT INTO notices (owner, kind, due_at)"
                    " VALUES ($1, 'reminder', now() + interval '1 h')", anna.id)  # fmt: skip
    async with database.transaction() as db:
        await storage.updates.quarantine(db, 1, anna.id, "секретная", "ValueError")
        await storage.updates.quarantine(db, 2, boris.id, "чужая", "ValueError")
    await boris.says("/start")
    mine = {"people", "daily_active", "drafts", "sets", "planned", "reminders", "notices"}
    assert await holding(house, anna.id) >= mine
    assert await holding(house, "секретная") == {"sets", "quarantine"}
    others = await house.rows(boris.id)
    await anna.says("/deleteall")
    gone = await anna.presses(RU.plain("deleteall-button"))
    assert "только номера ваших последних сообщений" in gone.text
    assert await holding(house, anna.id) == set()
    assert await holding(house, "секретная", "Тайная", "Фулбоди") == set()
    assert await house.rows(boris.id) == others
    assert await holding(house, "чужая") == {"quarantine"}


async def test_the_numbers_say_what_is_the_case(house, anna, boris):
    """One person fewer, one active today fewer; what was counted stays counted."""
    await boris.says("/start")
    await anna.says("Жим лёжа 80x5")
    await anna.says("/deleteall")
    await anna.presses(RU.plain("deleteall-button"))
    numbers = dict(
        await house.sql(
            "SELECT name, sum(value)::int FROM (SELECT name, value FROM statistics_total"
            " UNION ALL SELECT name, change FROM statistic_changes) AS s GROUP BY name"
        )
    )
    assert (numbers["people"], numbers["active"], numbers["sets"]) == (1, 1, 0)
    assert numbers["operation:save_record"] == 1
    assert await house.metric("bot_operations_total", "save_record") == 1
    assert await house.metric("bot_operations_total", "deleteall") == 1


async def test_a_name_and_a_reminder_are_something(house, anna):
    """A set that was taken back leaves an exercise; that and a reminder are deleted."""
    await anna.says("Секрет 80x5")
    await does(anna, "undo")
    await does(anna, "finish")
    await anna.says("/settings")
    await anna.presses(RU.plain("settings-button-reminders", when=RU.plain("reminders-off")))
    await anna.presses(RU.plain("weekday", day=2))
    assert await house.value("SELECT weekdays FROM reminders") == 4
    asked = await anna.says("/deleteall")
    assert asked.text == deleteall("deleteall-ask", exercises=1, reminders=1)
    await anna.presses(RU.plain("deleteall-button"))
    assert not any((await house.rows()).values())


@pytest.mark.parametrize("pending", ["rest", "question", "draft"])
async def test_what_is_pending_is_cancelled(house, anna, pending):
    """No rest rings, no question waits, no draft is offered."""
    if pending == "rest":
        await begins(anna)
        await anna.says("60x5")
        assert await house.value("SELECT count(*) FROM timers") == 1
    else:
        await anna.says("/newprogram" + (" Верх\nЖим 3x8" if pending == "draft" else ""))
    await anna.says("/deleteall")
    await anna.presses(RU.plain("deleteall-button"))
    assert await house.value("SELECT count(*) FROM timers") == 0
    assert (await anna.says("чепуха")).texts == [said("not-understood")]


async def test_a_newcomer_can_delete_what_little_there_is(house, anna):
    """The row of who only said hello goes, too, and the next hello is a first one."""
    await anna.says("/start")
    assert (await anna.says("/deleteall")).text == deleteall("deleteall-ask")
    await anna.presses(RU.plain("deleteall-button"))
    assert await holding(house, anna.id) == set()


async def test_a_second_press_makes_nobody_known(house, anna, desk):
    """Neither it nor a redelivery of either."""
    await anna.says("/start")
    await anna.says("/deleteall")
    press = anna.act("press", text=RU.plain("deleteall-button"))
    await desk.together(press, press)
    await desk.idle()
    assert await holding(house, anna.id) == set()
    await desk.redelivers()
    assert await holding(house, anna.id) == set()
    assert await house.metric("bot_operations_total", "deleteall") == 1
