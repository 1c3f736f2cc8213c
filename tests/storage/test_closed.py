"""A closed account gets no reminders and hears no rests; the others get theirs."""

from datetime import UTC, datetime

import pytest

from service import storage
from tests.storage.conftest import ANNA, BORIS, train

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def test_no_reminder_is_queued(db):
    """The next time of a reminder is stored all the same, as for anybody."""
    for person in (ANNA, BORIS):
        await storage.reminders.keep(db, person, 127, 18, NOON)
    assert await storage.accounts.close(db, ANNA)
    due = await storage.reminders.due(db, 10)
    assert {each.owner for each in due} == {ANNA, BORIS}
    later = datetime(2100, 1, 1, tzinfo=UTC)
    await storage.reminders.turn_into_notices(db, [(each, later) for each in due])
    assert await db.fetch("SELECT owner, kind FROM notices") == [(BORIS, "reminder")]
    assert await db.fetch("SELECT DISTINCT due_at FROM reminders") == [(later,)]
    assert await storage.accounts.reopen(db, ANNA)
    await storage.reminders.turn_into_notices(db, [(due[0], NOON), (due[1], NOON)])
    assert await db.fetchval("SELECT count(*) FROM notices") == 2


@pytest.mark.parametrize("closes", [storage.accounts.close, storage.people.block])
async def test_no_rest_rings(db, closes):
    """Neither of one whom the operator closed out nor of one who blocked the bot."""
    for person in (ANNA, BORIS):
        _, workout = await train(db, person, sets=0)
        await db.execute("INSERT INTO timers VALUES ($1, $2, now())", person, workout)
    claimed = {due.owner: due for due in await storage.timers.claim(db, 10)}
    assert await storage.timers.rings(db, claimed[ANNA])
    assert await closes(db, ANNA)
    assert not await storage.timers.rings(db, claimed[ANNA])
    assert await storage.timers.rings(db, claimed[BORIS])
