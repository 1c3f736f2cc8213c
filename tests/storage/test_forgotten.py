"""A forgotten workout closes; not under the hands of somebody who comes back to it."""

from datetime import timedelta

from service import storage
from tests.storage.conftest import ANNA, BORIS, lift, train

AFTER = timedelta(hours=3)


async def forget(db):
    """Let four hours pass since everybody's last set."""
    await db.execute(
        "UPDATE workouts SET started_at = started_at - interval '5 hours',"
        " last_set_at = last_set_at - interval '4 hours'"
    )


async def test_whoever_comes_back_is_not_interrupted(db, database):
    """While one of Anna's updates is being settled her workout stays open; Boris' is closed."""
    _, anna = await train(db, ANNA)
    _, boris = await train(db, BORIS)
    await forget(db)
    async with database.transaction(turn_of=ANNA) as settling:
        assert await storage.endings.close_forgotten(db, AFTER, 10) == [(BORIS, boris)]
        await lift(settling, ANNA, anna, 7)
    assert await storage.endings.close_forgotten(db, AFTER, 10) == []
    await forget(db)
    assert await storage.endings.close_forgotten(db, AFTER, 10) == [(ANNA, anna)]
