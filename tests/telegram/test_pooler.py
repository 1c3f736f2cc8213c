"""The bot behind a PgBouncer, which lends sessions or transactions of few connections.

`docs/reliability.md` gives the settings that are tried here.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from service import storage
from service.storage import Database, Turn
from service.storage.database import migrate
from tests.house import open_house
from tests.lifter import open_desk
from tests.pooler import Pooler, is_new_enough
from tests.some import some
from tests.telegram.talk import RU, begins
from tests.waiting import until

pytestmark = pytest.mark.gateways

SIZES = {"session": 24, "transaction": 4}
"""Connections to PostgreSQL: one for each of the bots' where they are lent for a session."""


@pytest.fixture(params=SIZES)
async def pooled(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path, require
) -> AsyncIterator[str]:
    """A PgBouncer in front of the test's database; gives the address of the database behind it."""
    if not is_new_enough(require("pgbouncer")):
        require("pgbouncer-1.21")  # this one is as good as none
    at = urlsplit(database_url)
    where = {name: values[0] for name, values in parse_qs(at.query).items()}
    if "host" not in where:
        pytest.skip("the database of TEST_DATABASE_URL asks for more than a name")
    database, mode = at.path.removeprefix("/"), request.param
    pooler = Pooler(tmp_path, str(at.username), mode, SIZES[mode])
    pooler.leads_to(where["host"], where["port"])
    try:
        await pooler.start(database)
        yield pooler.url(database)
    finally:
        await pooler.stop()


async def test_a_conversation_behind_a_pooler(stand_in, pooled, database_url):
    """Two people train, a button comes twice, and what is stored is right."""
    async with open_house(stand_in, pooled) as house, open_desk(stand_in.url) as desk:
        house.dsn = database_url
        people = [await desk.person(name) for name in ("Anna", "Boris")]
        for person in people:
            await begins(person)
            await person.says("80x5")
            answer = await person.says("60x5x3")
            before = await house.rows()
            await desk.redelivers(some(answer.update_id))
            assert await house.rows() == before
            await person.presses(RU.plain("workout-button-undo"))
        counted = await house.sql("SELECT owner, count(*) FROM sets GROUP BY owner")
        assert {row["owner"]: row["count"] for row in counted} == {one.id: 3 for one in people}
        assert await house.health() == 200


async def test_an_update_twice_at_once_behind_a_pooler(pooled):
    """Two bots are given the same updates at the same time; each has one effect."""
    bots = [Database(pooled, "UTC"), Database(pooled, "Europe/Moscow")]

    async def settle(bot: Database, number: int) -> bool:
        person = number % 7
        async with bot.transaction(turn_of=person) as db:
            new, _ = await storage.updates.claim(db, number, person)
            await db.execute("SELECT pg_sleep(0.001)")
            return new

    for bot in bots:
        await bot.open()
    async with asyncio.timeout(60):
        claims = await asyncio.gather(*(settle(bot, n) for n in range(100) for bot in bots))
    assert sum(claims) == 100
    for bot in bots:
        await bot.close()


async def test_each_bot_has_its_midnight_behind_a_pooler(pooled):
    """Whoever had a connection before: the day is that of one's own BOT_TIMEZONE."""
    zones = ("Pacific/Kiritimati", "Pacific/Niue")
    bots = [Database(pooled, zone) for zone in zones]
    for bot in bots:
        await bot.open()
    for _ in range(10):
        for bot, zone in zip(bots, zones, strict=True):
            async with bot.transaction() as db:
                assert await db.fetchval("SELECT current_setting('timezone')") == zone
    for bot in bots:
        await bot.close()


async def test_the_turn_behind_a_pooler(pooled):
    """One of two polls, for as long as it is there; and it holds no snapshot."""
    first, second = Turn(pooled), Turn(pooled)
    for _ in range(3):
        assert await first.ours()
        assert not await second.ours()
    connection = await asyncpg.connect(pooled)
    open_ones = await connection.fetch(
        "SELECT backend_xmin, backend_xid FROM pg_stat_activity WHERE state = $1",
        "idle in transaction",
    )
    assert [tuple(row) for row in open_ones] == [(None, None)]
    await connection.close()
    await first.close()
    await until(second.ours, "the second has its turn")
    await second.close()


async def test_starting_behind_a_pooler_leaves_no_lock(pooled):
    """Bots that start at once wait for each other, and nothing that outlives them."""
    for _ in range(2):
        async with asyncio.timeout(20):
            await asyncio.gather(*(migrate(pooled) for _ in range(3)))
    connection = await asyncpg.connect(pooled)
    assert not await connection.fetch("SELECT FROM pg_locks WHERE locktype = 'advisory'")
    await connection.close()
