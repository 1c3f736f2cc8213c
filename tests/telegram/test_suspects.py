"""An update that ends the process is counted, and after three deaths it is set aside."""

import asyncio
import time
from contextlib import asynccontextmanager

import pytest

from service import storage
from service.storage import Database, Unavailable
from service.telegram.transport.suspects import DEATHS, Crash, Suspects
from tests.house import open_house
from tests.telegram.phone import written
from tests.telegram.test_webhook import hooked, port, post
from tests.waiting import until

__all__ = ["hooked", "port"]


async def deaths_of(database, update_id, count=DEATHS):
    """Leave what so many processes leave that ended while they handled an update."""
    async with database.transaction() as db:
        for _ in range(count):
            await storage.updates.begin(db, update_id)


async def test_what_is_survived_leaves_nothing(database):
    """However often an update is tried, and however it fails, only a death counts."""
    suspects = Suspects(database)
    for _ in range(DEATHS + 2):
        async with suspects.alone(5):
            pass
        with pytest.raises(ValueError, match="some trouble"):
            async with suspects.alone(5):
                raise ValueError("some trouble")


async def test_the_third_death_is_the_last(database):
    """Two deaths leave a third try; three do not."""
    await deaths_of(database, 5, DEATHS - 1)
    async with Suspects(database).alone(5):
        pass
    await deaths_of(database, 5)
    with pytest.raises(Crash):
        async with Suspects(database).alone(5):
            pytest.fail("it was handled")


async def test_suspects_are_handled_one_at_a_time(database):
    """Whoever is not being handled when the process ends is not counted."""
    suspects, inside, most = Suspects(database), 0, 0

    async def handle(number):
        nonlocal inside, most
        async with suspects.alone(number):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*map(handle, range(20)))
    assert most == 1


async def test_one_that_hangs_stops_nobody(database, monkeypatch):
    """The others wait for it only so long, as when the database goes away under it."""
    monkeypatch.setattr("service.telegram.transport.suspects.ALONE_SECONDS", 0.05)
    suspects = Suspects(database)
    async with suspects.alone(5), asyncio.timeout(5), suspects.alone(6):
        pass


async def test_one_that_hangs_before_the_deadly_one_costs_three_more_deaths(database, monkeypatch):
    """It alone is noted, so it is set aside first; who is innocent between them is not."""
    monkeypatch.setattr("service.telegram.transport.suspects.ALONE_SECONDS", 0.05)
    hanging, innocent, deadly = 5, 6, 7
    begun = []  # what no process came to end

    async def start():
        """Handle what waits, until the process ends or all is done; give what was set aside."""
        suspects, aside = Suspects(database), []
        for number in (hanging, innocent, deadly):
            handling = suspects.alone(number)
            try:
                await handling.__aenter__()
            except Crash:
                aside.append(number)
                continue
            if number == innocent:
                await handling.__aexit__(None, None, None)
            else:
                begun.append(handling)
        return aside

    starts = [await start() for _ in range(2 * DEATHS + 1)]
    assert starts == [[]] * DEATHS + [[hanging]] * DEATHS + [[hanging, deadly]]
    for handling in begun:
        await handling.__aexit__(None, None, None)


async def test_a_database_that_is_away_is_no_death(database, monkeypatch):
    """It is the handling that meets it, and says so to whoever waits."""

    @asynccontextmanager
    async def away(self):
        raise Unavailable("away")
        yield

    monkeypatch.setattr(Database, "transaction", away)
    handled = False
    async with Suspects(database).alone(5):
        handled = True
    assert handled


@pytest.mark.parametrize("asked", ["begin", "end"])
async def test_what_cannot_be_noted_is_handled_all_the_same(database, monkeypatch, asked):
    """An update must not be let go because a mark of it could not be made."""

    async def refused(*_):
        raise ValueError(asked)

    monkeypatch.setattr(storage.updates, asked, refused)
    handled = False
    async with Suspects(database).alone(5):
        handled = True
    assert handled


async def test_a_start_sets_aside_what_ended_the_process(stand_in, database, database_url):
    """It has no effect and is acknowledged; what waits before and behind it has its effect."""
    _, deadly, _ = (
        stand_in.world.inbox.add_raw({"message": written(0, "/start", person)["message"]})
        for person in (8, 7, 9)
    )
    await deaths_of(database, deadly)
    async with open_house(stand_in, database_url) as house:
        await until(lambda: stand_in.world.inbox.open_count == 0, "every update is settled")
        assert await house.metric("bot_updates_quarantined_total") == 1
        people = await house.sql("SELECT id FROM people ORDER BY id")
        assert [row["id"] for row in people] == [8, 9]
        aside = await house.sql("SELECT update_id, error FROM quarantine")
        assert [tuple(row) for row in aside] == [(deadly, "Crash")]


async def test_a_post_from_before_the_start_is_suspect(hooked, database):
    """What was written since the start costs nothing more, whatever is noted of it."""
    for number, sent in ((1, time.time() - 60), (2, time.time() + 60)):
        await deaths_of(database, number)
        update = written(number, "/start", person=number)
        update["message"]["date"] = int(sent)
        assert (await post(hooked, update))[0] == 200
    assert await hooked.value("SELECT array_agg(update_id) FROM quarantine") == [1]
    assert await hooked.value("SELECT array_agg(id) FROM people") == [2]
