"""The primary of several servers: found, left when it fails, and not mistaken for an older one."""

import asyncio
import signal
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import pytest
import pytest_asyncio

from service import storage
from service.storage import Address, Database, NotStoring, Turn, Unavailable
from service.storage.address import servers
from service.storage.database import migrate
from tests.cluster import Cluster, Node
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

PORT = "SELECT inet_server_port()"
HELD = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
SYNC_WAITS = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"


@pytest.mark.parametrize(
    ("dsn", "each"),
    [
        ("postgresql://u:p@h:1/d?x=1", ["postgresql://u:p@h:1/d?x=1"]),
        ("postgresql://u:p@h:1,i:2/d", ["postgresql://u:p@h:1/d", "postgresql://u:p@i:2/d"]),
        ("postgresql://h,i:2/d", ["postgresql://h/d", "postgresql://i:2/d"]),
        ("postgresql://u:a,b@h/d", ["postgresql://u:a,b@h/d"]),
        ("postgresql://u@[::1]:1,[::2]/d", ["postgresql://u@[::1]:1/d", "postgresql://u@[::2]/d"]),
        ("postgresql://u@/d?host=%2Frun", ["postgresql://u@/d?host=%2Frun"]),
        (
            "postgresql://u@/d?host=h,i&port=1",
            ["postgresql://u@/d?host=h&port=1", "postgresql://u@/d?host=i&port=1"],
        ),
        (
            "postgresql://u@/d?host=%2Frun,i&port=1,2",
            ["postgresql://u@/d?host=%2Frun&port=1", "postgresql://u@/d?host=i&port=2"],
        ),
    ],
)
async def test_the_servers_of_an_address(dsn, each):
    """Hosts may be listed in the address or in its query; a password may hold a comma."""
    assert servers(dsn) == each


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def servers_of_all() -> AsyncIterator[Cluster]:
    """Two servers that have the schema."""
    async with Cluster() as made:
        await migrate(made.dsn)
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def cluster(servers_of_all) -> Cluster:
    """The same two servers for each test, both as they should be."""
    await servers_of_all.heal()
    await servers_of_all.primary.sql("TRUNCATE settled_updates", "workout")
    return servers_of_all


@pytest_asyncio.fixture(loop_scope="module")
async def bot(cluster) -> AsyncIterator[Database]:
    """The database as a bot has it that was given both servers."""
    database = Database(cluster.dsn, "UTC")
    await database.open()
    yield database
    await database.close()


async def claims(database: Database, number: int) -> bool:
    async with database.transaction(turn_of=1) as db:
        new, _ = await storage.updates.claim(db, number, 1)
    return new


async def port_of(database: Database) -> int:
    async with database.transaction() as db:
        return int(await db.fetchval(PORT))


async def test_the_bot_follows_the_primary(cluster, bot):
    """What was committed is there after a fail-over, and an old primary is used by nobody."""
    first, second = Turn(bot.address), Turn(cluster.dsn)
    assert await first.ours()
    assert not await second.ours()
    assert await claims(bot, 1)
    old = cluster.primary
    assert await port_of(bot) == old.port

    await old.kill()
    with pytest.raises(Unavailable):
        await claims(bot, 2)
    with pytest.raises(NotStoring):  # the standby answers, but is not asked to store anything
        await bot.answers()
    assert await first.ours()  # while nobody can take it, each keeps its role
    await cluster.promote()
    await until(lambda: _tried(claims(bot, 2)), "the second update is stored")
    assert not await claims(bot, 1)
    assert await port_of(bot) == cluster.primary.port
    await until(first.ours, "the first has the turn again")
    assert not await second.ours()

    await old.start()  # as a primary, which an operator should prevent
    bot.address.doubt()
    fresh = Database(cluster.dsn, "UTC")
    await fresh.open()
    for database in (bot, fresh):
        assert await port_of(database) == cluster.primary.port
    third = Turn(cluster.dsn)
    assert not await third.ours()
    assert (await old.sql(HELD))[0][0] == 0

    await cluster.primary.kill()
    with pytest.raises(Unavailable):
        await claims(bot, 3)
    with pytest.raises(NotStoring, match="ReadOnly"):  # its timeline is older than one seen
        await claims(bot, 3)
    assert (await old.sql("SELECT count(*) FROM settled_updates", "workout"))[0][0] == 1
    for turn in (first, second, third):
        await turn.close()
    await fresh.close()


async def _tried(work) -> bool:
    try:
        return await work
    except Unavailable:
        return False


async def test_nobody_polls_by_a_lock_of_an_old_primary(cluster):
    """The lock is free there, because the process that polls has left it for the new primary."""
    first, second = Turn(cluster.dsn), Turn(cluster.dsn)
    assert await first.ours()
    assert not await second.ours()
    await cluster.promote()  # and the old one goes on as if nothing had happened
    first._address.doubt()
    await first._address.search()
    assert await first.ours()
    for _ in range(3):
        assert not await second.ours()
    for node, count in ((cluster.primary, 1), (cluster.other, 0)):
        assert (await node.sql(HELD))[0][0] == count
    for turn in (first, second):
        await turn.close()


async def test_a_primary_that_hangs_is_left(cluster, monkeypatch):
    """No connection is closed, and yet pool and turn go to the new primary."""
    monkeypatch.setattr("service.storage.database.COMMAND_SECONDS", 1.5)
    monkeypatch.setattr("service.storage.address.HOST_SECONDS", 0.7)
    monkeypatch.setattr("service.storage.turn.LOOK_SECONDS", 0.0)
    bot = Database(cluster.dsn, "UTC")
    await bot.open()
    turn = Turn(bot.address)
    assert await turn.ours()
    async with bot.transaction(), bot.transaction():  # two connections stay in the pool
        pass
    cluster.primary.signal(signal.SIGSTOP)
    await cluster.promote()
    await until(lambda: _tried(claims(bot, 1)), "an update is stored")
    async with bot.transaction() as one, bot.transaction() as two:
        ports = {await one.fetchval(PORT), await two.fetchval(PORT)}
    assert ports == {cluster.primary.port}

    async def taken() -> bool:
        return await turn.ours() and (await cluster.primary.sql(HELD))[0][0] == 1

    await until(taken, "the turn is held on the new primary")
    await turn.close()
    await bot.close()


async def waits_for_the_standby(cluster: Cluster, work: Coroutine[Any, Any, object]) -> bool:
    """Do some work until it waits for the standby, give it up, and cut the wait short.

    The server then shows what it committed, and the standby does not have it. False if the work
    ends without waiting.
    """
    task = asyncio.create_task(work)

    async def waiting() -> bool:
        return task.done() or bool(await cluster.primary.sql(SYNC_WAITS))

    await until(waiting, "the commit waits for the standby, or does not")
    task.cancel()
    await asyncio.wait([task])
    await cluster.primary.sql(f"SELECT pg_cancel_backend(pid) FROM ({SYNC_WAITS}) AS waits")
    return task.cancelled()


async def test_a_replay_waits_for_the_standby(cluster, bot):
    """What only the primary has is not taken for stored: the standby may be promoted without it."""
    assert await claims(bot, 1)
    cluster.other.signal(signal.SIGSTOP)
    assert await waits_for_the_standby(cluster, claims(bot, 2))

    async def seen() -> bool:
        rows = await cluster.primary.sql("SELECT FROM settled_updates", "workout")
        return len(rows) == 2

    await until(seen, "the primary alone has the second")
    assert not await waits_for_the_standby(cluster, claims(bot, 2))  # a replay that only reads
    assert await waits_for_the_standby(cluster, replays(bot, 2))
    assert await waits_for_the_standby(cluster, bot.stores())
    await bot.answers()
    cluster.other.signal(signal.SIGCONT)
    await replays(bot, 2)
    await bot.stores()


async def replays(database: Database, number: int) -> None:
    async with database.transaction(turn_of=1) as db:
        new, _ = await storage.updates.claim(db, number, 1)
        assert not new
        await storage.wait_for_standby(db)


async def test_a_changed_password_is_read_again(tmp_path, cluster):
    """An open bot goes on with the new one; until it is known, nobody is to blame."""
    node: Node = cluster.primary
    rule = "host all locked 127.0.0.1/32 scram-sha-256\n"
    (node.folder / "pg_hba.conf").write_text(rule + (node.folder / "pg_hba.conf").read_text())
    await node.sql("CREATE ROLE locked LOGIN PASSWORD 'one'")
    await node.sql("SELECT pg_reload_conf()")
    known = {"dsn": node.dsn("locked:one")}  # of one server, as the standby has no such rule
    bot = Database(Address(known["dsn"], lambda: known["dsn"]), "UTC", owner=node.dsn())
    await bot.open()
    assert await claims(bot, 1)
    await node.sql("ALTER ROLE locked PASSWORD 'two'")
    assert await claims(bot, 2)  # an open connection goes on
    await node.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename='locked'")
    with pytest.raises(Unavailable):
        await claims(bot, 3)
    with pytest.raises(NotStoring, match="InvalidPasswordError"):
        await claims(bot, 3)
    known["dsn"] = node.dsn("locked:two")
    assert await claims(bot, 3)
    await bot.close()
