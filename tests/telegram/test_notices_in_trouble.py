"""What becomes of notices that can't be sent, or not be marked as sent."""

import asyncio
import socket
from contextlib import ExitStack, asynccontextmanager, contextmanager

import pytest
import tenacity
from aiogram.exceptions import TelegramNotFound, TelegramServerError, TelegramUnauthorizedError
from aiohttp import ClientTimeout

from service import telegram
from service.storage import Database, Unavailable
from service.telegram.transport.session import Unreached
from service.telegram.unprompted import notices
from service.telegram.unprompted.notices import Notices
from tests.telegram.test_notices import Counted, Phone, announce, crowd, quick, slept, waiting
from tests.waiting import until

__all__ = ["quick", "slept"]


class Ailing(Phone):
    """A Bot API that answers 5xx whenever one of these chats is written to."""

    def __init__(self, *chats):
        super().__init__()
        self.chats, self.tried = chats, []

    async def __call__(self, call, request_timeout):
        if call.chat_id in self.chats:
            self.tried.append(call.chat_id)
            raise TelegramServerError(call, "Bad Gateway")
        await super().__call__(call, request_timeout)


@pytest.fixture
def one_look(slept, monkeypatch):
    """A pace of five a second, which nobody sleeps for: a call of `send` claims one batch, for
    the next one is free only when the four seconds of these twenty are over."""
    monkeypatch.setattr(notices, "PER_SECOND", 5)


async def pass_time(database, seconds=0):
    """Let no pause hold anybody up, and claims be older."""
    async with database.connection() as db:
        await db.execute("UPDATE notices_pace SET free_at = now()")
        await db.execute(
            "UPDATE notices SET claimed_at = claimed_at - make_interval(secs => $1)", seconds
        )


async def tries(database):
    async with database.connection() as db:
        rows = await db.fetch("SELECT tries FROM notices ORDER BY tries DESC")
    return [row["tries"] for row in rows]


async def paused(database):
    async with database.connection() as db:
        return await db.fetchval("SELECT free_at > now() + interval '5 s' FROM notices_pace")


@pytest.mark.parametrize("kind", ["announcement", "reminder"])
async def test_a_chat_that_ails_holds_up_nobody(database, kind):
    """Five tries, with longer and longer pauses; the others are told after the first."""
    await crowd(database, 30)
    await announce(database)
    if kind == "reminder":
        async with database.connection() as db:
            await db.execute(
                "UPDATE notices SET kind = 'reminder', announcement = NULL WHERE owner = 1"
            )
            await db.execute(
                "INSERT INTO reminders (owner, weekdays, hour, due_at)"
                " VALUES (1, 1, 18, now() + interval '1 day')"
            )
    phone, counted = Ailing(1), Counted()
    sender = Notices(phone, database, counted)
    for _ in range(5):
        await sender.send()
        assert not await paused(database)
        await pass_time(database)
    assert sorted(phone.heard) == list(range(2, 31))
    for tried in (1, 2, 3, 4):
        await pass_time(database, seconds=60 * tried - 10)
        await sender.send()
        assert len(phone.tried) == tried
        await pass_time(database, seconds=10)
        await sender.send()
    assert len(phone.tried) == 5
    assert await waiting(database) == 0
    assert counted.outcomes.count((kind, "failed")) == 1


async def test_an_outage_costs_each_one_try(one_look, database):
    """However long it takes, each look is at another's notice; then all are told."""
    await crowd(database, 20)
    await announce(database)
    phone = Ailing(*range(1, 21))
    sender = Notices(phone, database, Counted())
    for look in range(1, 16):
        await sender.send()
        assert await tries(database) == [1] * look + [0] * (20 - look)
        assert await paused(database) == (look > 1)
        await pass_time(database, seconds=300)
    phone.chats = ()
    while await waiting(database):
        await sender.send()
        await pass_time(database)
    assert sorted(phone.heard) == list(range(1, 21))


async def test_who_fails_for_good_warns_the_others(one_look, database):
    """The first one's last try ends it; the others' last ones are not spent on the same outage."""
    await crowd(database, 20)
    await announce(database)
    async with database.connection() as db:
        await db.execute("UPDATE notices SET tries = 4")
    counted = Counted()
    sender = Notices(Ailing(*range(1, 21)), database, counted)
    await sender.send()
    assert counted.outcomes == [("announcement", "failed")]
    assert await tries(database) == [4] * 19
    await pass_time(database)
    await sender.send()
    assert await tries(database) == [4] * 18
    assert await paused(database)


async def test_a_stop_costs_no_try(database):
    """What was claimed and not begun when the bot is told to stop is as it was before."""
    await crowd(database, 20)
    await announce(database)
    phone = Phone()
    sending = asyncio.create_task(Notices(phone, database, Counted()).send())
    await until(lambda: phone.heard, "the first notice is sent", pause=0)
    sending.cancel()
    await asyncio.wait([sending])
    assert sending.cancelled()
    assert set((await tries(database))[1:]) == {0}


@pytest.mark.parametrize("error", [TelegramUnauthorizedError, TelegramNotFound, Unreached])
async def test_what_is_no_notices_fault_costs_no_try(quick, database, error):
    """A token that is refused, a network that is away: for as long as it takes."""
    await crowd(database, 3)
    await announce(database)
    phone = Phone(*[(error, "no")] * 40)
    sender = Notices(phone, database, Counted())
    for _ in range(15):
        await sender.send()
        assert await tries(database) == [0, 0, 0]
        await pass_time(database)
    phone.refusals.clear()
    while await waiting(database):
        await sender.send()
        await pass_time(database)
    assert sorted(phone.heard) == [1, 2, 3]


@pytest.mark.parametrize("stored", [False, True])
async def test_a_mark_is_made_when_the_database_is_back(quick, database, monkeypatch, stored):
    """It goes away when Telegram has taken a notice, or loses the answer to the COMMIT."""
    monkeypatch.setattr(Notices._end.retry, "wait", tenacity.wait_none())
    await crowd(database, 1)
    await announce(database)
    phone, away, transaction = Phone(), [1, 2, 3], Database.transaction

    @asynccontextmanager
    async def goes_away(self):
        gone = bool(phone.heard and away and away.pop())
        if gone and not stored:
            raise Unavailable("away")
        async with transaction(self) as db:
            yield db
        if gone:
            raise Unavailable("away")

    monkeypatch.setattr(Database, "transaction", goes_away)
    counted = Counted()
    await Notices(phone, database, counted).send()
    assert (await waiting(database), away) == (0, [])
    assert (phone.heard, counted.outcomes) == ([1], [("announcement", "sent")])


async def test_a_mark_that_cant_be_made_holds_up_no_stop(quick, database, monkeypatch):
    """While the database stays away, a stop waits for its seconds and no longer."""
    monkeypatch.setattr(notices, "CLOSE_SECONDS", 0.01)
    await crowd(database, 1)
    await announce(database)
    phone, tried, transaction = Phone(), asyncio.Event(), Database.transaction

    @asynccontextmanager
    async def goes_away(self):
        if phone.heard:
            tried.set()
            raise Unavailable("away")
        async with transaction(self) as db:
            yield db

    monkeypatch.setattr(Database, "transaction", goes_away)
    sender = Notices(phone, database, Counted())
    sending = asyncio.create_task(sender.send())
    async with asyncio.timeout(5):
        await tried.wait()
        await sender.close()
        await asyncio.wait([sending])
    assert await waiting(database) == 1


@contextmanager
def telegram_that(way):
    """Give an address of one that refuses connections, takes none, or takes them in silence."""
    backlog = 0 if way == "takes none" else 100
    with socket.create_server(("127.0.0.1", 0), backlog=backlog) as server, ExitStack() as callers:
        host, port = server.getsockname()
        if way == "refuses":
            server.close()
        for _ in range(3 if way == "takes none" else 0):
            caller = callers.enter_context(socket.socket())
            caller.settimeout(0)
            caller.connect_ex((host, port))
        yield f"http://{host}:{port}"


@pytest.mark.parametrize(
    ("way", "call", "left", "outcomes"),
    [
        ("refuses", "network", [0], []),
        ("takes none", "timeout", [0], []),
        ("is silent", "timeout", [], [("announcement", "failed")]),
    ],
)
async def test_a_try_needs_a_connection(quick, database, monkeypatch, way, call, left, outcomes):
    """What was never written costs no try; what may have been read is sent once more."""
    monkeypatch.setattr(notices, "CALL", ClientTimeout(total=0.3, connect=0.1))
    await crowd(database, 1)
    await announce(database)
    counted = Counted()
    with telegram_that(way) as address:
        sender = telegram.make_notices("42:token", address, database, counted)
        for _ in range(3):
            await sender.send()
            await pass_time(database, seconds=300)
        await sender.close()
    assert (await tries(database), counted.outcomes) == (left, outcomes)
    assert counted.calls == {call}
