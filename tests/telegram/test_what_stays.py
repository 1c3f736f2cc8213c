"""What is left of somebody who deleted everything; docs/security.md says the same."""

from tests.telegram.talk import RU, begins

STAYS = {"people", "daily_active"}


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


async def test_what_stays_after_deleting_everything(house, anna, boris):
    """Their row as a user and the days on which they came; nothing they made, and no word.

    The statement that the operator is given removes that too.
    """
    await begins(anna)
    await anna.says("60x5 секретная заметка")
    await anna.presses(RU.plain("workout-button-skip"))
    await anna.says("/newprogram Тайная\nЖим 3x8")
    await house.sql("INSERT INTO reminders VALUES ($1, 1, 18, now() + interval '1 day')", anna.id)
    await house.sql("INSERT INTO notices (owner, kind, due_at)"
                    " VALUES ($1, 'reminder', now() + interval '1 h')", anna.id)  # fmt: skip
    await boris.says("/start")
    mine = {"people", "daily_active", "drafts", "sets", "planned", "reminders", "notices"}
    assert await holding(house, anna.id) >= mine
    assert await holding(house, "секретная") == {"sets"}
    others = await house.rows(boris.id)
    await anna.says("/deleteall")
    await anna.presses(RU.plain("deleteall-button"))
    assert await holding(house, anna.id) == STAYS
    assert await holding(house, "секретная", "Тайная", "Фулбоди") == set()
    assert await house.rows(boris.id) == others
    row = await house.value("SELECT to_jsonb(people) FROM people WHERE id = $1", anna.id)
    assert '"unread_messages": []' in row
    await house.sql("DELETE FROM people WHERE id = $1", anna.id)
    assert await holding(house, anna.id) == set()
