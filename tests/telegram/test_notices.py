"""Announcements: everybody gets one, at a pace, whatever is killed or refused meanwhile."""

import asyncio
from types import SimpleNamespace

import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from service import storage
from service.telegram.transport.session import Unreached
from service.telegram.unprompted import notices
from service.telegram.unprompted.notices import Notices
from tests.house import open_house
from tests.some import StandsIn
from tests.telegram.talk import begins, logs
from tests.waiting import until

NEWS = "We <moved> & are back & better"


class Phone(StandsIn):
    """A Bot API that remembers, and refuses what it is told to, in turn."""

    def __init__(self, *refusals):
        self.heard, self.refusals = [], list(refusals)
        self.session = SimpleNamespace(close=self._nothing)

    async def _nothing(self):
        pass

    async def __call__(self, call, request_timeout):
        assert request_timeout == notices.CALL
        if self.refusals:
            kind, *words = self.refusals.pop(0)
            raise kind(call, *words)
        self.heard.append(call.chat_id)


class Counted(StandsIn):
    """Metrics that remember."""

    def __init__(self):
        self.outcomes, self.calls = [], set()

    def notice(self, kind, outcome):
        self.outcomes.append((kind, outcome))

    def api_call(self, method, outcome, seconds):
        self.calls.add(outcome)


@pytest.fixture
def quick(monkeypatch):
    """Notices that are looked for all the time, and a pace that nobody waits for."""
    monkeypatch.setattr("service.assembly.CHECK_SECONDS", 0.05)
    monkeypatch.setattr(notices, "PER_SECOND", 1000)


@pytest.fixture
def slept(monkeypatch):
    """The seconds that senders would have slept between two notices."""
    seconds, nap = [], asyncio.sleep

    async def sleep(delay):
        seconds.append(delay)
        await nap(0)

    monkeypatch.setattr(notices, "asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": sleep}))
    return seconds


@pytest.fixture
async def house(quick, stand_in, database_url, caplog):
    async with open_house(stand_in, database_url) as opened:
        yield opened
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def announce(database, text=NEWS, key=None, language=None):
    async with database.transaction() as db:
        return await storage.notices.announce(db, key or text, text, language)


async def crowd(database, count):
    async with database.transaction() as db:
        for person in range(1, count + 1):
            await storage.people.greet(db, person, "en")


async def gone(house, most=0):
    """Wait until no more notices wait."""
    left = "SELECT count(*) FROM notices"
    await until(lambda: house.value(left), f"at most {most} notices wait", lambda n: n <= most)


async def waiting(database):
    async with database.connection() as db:
        return await db.fetchval("SELECT count(*) FROM notices")


async def seq(desk):
    return (await desk.transcript())[-1]["seq"]


async def test_everybody_is_told_once(house, desk, database, anna, boris):
    """As the text was written, with its marks of markup, each in their chat, and counted."""
    await anna.says("/start")
    await boris.says("/start")
    cursor = await seq(desk)
    assert await announce(database) == 2
    for person in (anna, boris):
        assert (await person.hears(cursor)).text == NEWS
    await gone(house)
    assert len(await desk.calls("sendMessage", cursor=cursor)) == 2
    assert await announce(database) is None
    assert await announce(database, "Только по-русски", language="ru") == 1
    await gone(house)
    calls = await desk.calls("sendMessage", cursor=cursor)
    assert [int(call["params"]["chat_id"]) for call in calls[2:]] == [anna.id]
    assert await house.metric("bot_notices_total", "announcement", "sent") == 3


async def test_two_processes_tell_nobody_twice(quick, stand_in, database_url, desk, database):
    """Two bots on one database, thirty people: thirty messages."""
    async with open_house(stand_in, database_url) as first:
        people = [await desk.person(f"P{n}") for n in range(30)]
        await asyncio.gather(*(person.says("/start") for person in people))
        async with open_house(stand_in, database_url) as second:
            cursor = await seq(desk)
            assert await announce(database) == 30
            await gone(first)
            calls = await desk.calls("sendMessage", cursor=cursor)
            told = sorted(int(call["params"]["chat_id"]) for call in calls)
            assert told == sorted(person.id for person in people)
            sent = [
                await each.metric("bot_notices_total", "announcement", "sent")
                for each in (first, second)
            ]
            assert sum(sent) == 30


async def test_many_senders_share_hundreds(quick, database):
    """Four senders at once, 400 people: each is told once, and nothing is left."""
    await crowd(database, 400)
    await announce(database)
    phone, counted = Phone(), Counted()
    senders = [Notices(phone, database, counted) for _ in range(4)]
    async with asyncio.timeout(30):
        while len(phone.heard) < 400:
            await asyncio.gather(*(sender.send() for sender in senders))
    assert sorted(phone.heard) == list(range(1, 401))
    assert len(counted.outcomes) == 400
    async with database.connection() as db:
        assert await db.fetchval("SELECT count(*) FROM notices") == 0


async def test_a_batch_is_spread_over_its_second(database, monkeypatch, slept):
    """One starts a 25th of a second after the other: the same in every second, however counted."""
    claim, batches = storage.notices.claim, []

    async def remember(db, most, per_second):
        claimed = await claim(db, most, per_second)
        held = "SELECT extract(epoch FROM free_at - now())::float8 FROM notices_pace"
        if claimed:
            batches.append((len(claimed), await db.fetchval(held)))
        return claimed

    monkeypatch.setattr(storage.notices, "claim", remember)
    await crowd(database, 40)
    await announce(database)
    phone = Phone()
    assert await told(database, phone, Counted(), tries=2) == 0
    assert batches == [(25, 1.0), (15, 0.6)]  # a whole second's, no more, and the pause after it
    assert slept == [1 / 25] * 40
    assert len(phone.heard) == 40


async def told(database, phone, counted, tries=1):
    """Let a sender try so often, without its pauses."""
    sender = Notices(phone, database, counted)
    for _ in range(tries):
        await sender.send()
        async with database.connection() as db:
            await db.execute("UPDATE notices_pace SET free_at = now()")
            await db.execute("UPDATE notices SET claimed_at = claimed_at - interval '5 min'")
    async with database.connection() as db:
        return await db.fetchval("SELECT count(*) FROM notices")


@pytest.mark.parametrize(
    ("refusals", "left", "heard", "outcomes"),
    [
        ([(TelegramRetryAfter, "Flood", 7)] * 3, 0, [1], ["sent"]),
        ([(TelegramServerError, "Bad Gateway")] * 4, 0, [1], ["sent"]),
        ([(TelegramServerError, "Bad Gateway")] * 5, 0, [], ["failed"]),
        ([(TelegramUnauthorizedError, "Unauthorized")] * 3, 0, [1], ["sent"]),
        ([(Unreached, "ClientConnectorError: refused")] * 3, 0, [1], ["sent"]),
        ([(TelegramNetworkError, "ServerDisconnectedError: cut")], 0, [1], ["sent"]),
        ([(TelegramNetworkError, "Request timeout error")] * 3, 0, [], ["failed"]),
        ([(TelegramBadRequest, "Bad Request: chat not found")], 0, [], ["failed"]),
        ([(TelegramUnauthorizedError, "Unauthorized")] * 9, 1, [], []),
    ],
)
async def test_what_becomes_of_what_is_not_taken(
    quick, database, caplog, refusals, left, heard, outcomes
):
    """What Telegram did not see is tried until it does; what it may have taken, once more; what
    it failed at, five times."""
    await crowd(database, 1)
    await announce(database)
    phone, counted = Phone(*refusals), Counted()
    assert await told(database, phone, counted, tries=5) == left
    assert (phone.heard, [outcome for _, outcome in counted.outcomes]) == (heard, outcomes)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_in_trouble_one_finds_out(quick, database, monkeypatch):
    """While Telegram is away each look costs one call, and nobody's notice is given up."""
    await crowd(database, 60)
    await announce(database)
    phone, counted = Phone(*[(Unreached, "refused")] * 9), Counted()
    sender = Notices(phone, database, counted)
    tried, claims, claim = [], [], storage.notices.claim

    async def remember(db, most, pace):
        claims.append(most)
        return await claim(db, most, pace)

    monkeypatch.setattr(storage.notices, "claim", remember)
    for _ in range(12):
        before = len(phone.refusals)
        await sender.send()
        tried.append(before - len(phone.refusals))
        async with database.connection() as db:
            await db.execute("UPDATE notices_pace SET free_at = now()")
    assert set(tried[1:6]) == {1}
    assert claims[0] == claims[-1] == 25
    assert {claims[n] for n in range(2, 12)} == {1}
    assert sorted(phone.heard) == list(range(1, 61))


async def test_429_lets_the_bulk_wait_and_nobody_else(house, desk, database, anna, boris):
    """One 429: no notice goes until then, answers go at once; then the rest goes, once each."""
    for person in (anna, boris):
        await person.says("/start")
    cursor = await seq(desk)
    await desk.breaks("flood", method="sendMessage", retry_after=300, count=1)
    await announce(database)
    await until(lambda: house.metric("bot_api_flood_waits_total"), "the wait is counted")
    paced = "SELECT free_at > now() + interval '200 s' FROM notices_pace"
    await until(lambda: house.value(paced), "everybody's pace heeds the wait")
    assert (await anna.says("/help")).messages
    left = await waiting(database)
    assert left
    await asyncio.sleep(0.2)  # several looks
    assert await waiting(database) == left
    await house.sql("UPDATE notices_pace SET free_at = now()")
    await gone(house)
    calls = await desk.calls("sendMessage", cursor=cursor)
    assert [call["ok"] for call in calls].count(False) == 1
    for person in (anna, boris):
        assert [m.get("text") for m in await person.chat()].count(NEWS) == 1
    assert await house.metric("bot_notices_total", "announcement", "sent") == 2


async def test_a_slow_broadcast_delays_no_answer(house, desk, database, anna, boris):
    """While Telegram sits on one notice, answers of others, and of the same person, go."""
    for person in (anna, boris):
        await person.says("/start")
    await desk.breaks("hang", method="sendMessage", chat_id=boris.id, count=1, seconds=2)
    cursor = await seq(desk)
    await announce(database)
    assert (await anna.hears(cursor)).text == NEWS
    assert (await anna.says("/help")).messages
    assert (await boris.says("/help")).messages
    assert await house.value("SELECT count(*) FROM notices") == 1


async def test_403_is_remembered(house, desk, database, anna, boris):
    """Marked once, dropped, not called again, no error; /start brings her back (T-19)."""
    for person in (anna, boris):
        await person.says("/start")
    await desk.breaks("blocked", method="sendMessage", chat_id=anna.id)
    cursor = await seq(desk)
    await announce(database, "one")
    await gone(house)
    await announce(database, "two")
    await gone(house)
    await announce(database, "three")
    await gone(house)
    calls = await desk.calls("sendMessage", cursor=cursor)
    assert [call["ok"] for call in calls].count(False) == 1
    assert len(calls) == 4
    page = await house.metrics()
    assert page["bot_notices_total"]["announcement", "blocked"] == 1
    blocked = "bot_users_blocked"
    await until(lambda: house.metric(blocked), "one person has blocked the bot", lambda n: n == 1)
    await desk.mends()
    assert (await anna.says("/start")).messages
    assert await house.value("SELECT blocked_at IS NULL FROM people WHERE id = $1", anna.id)
    cursor = await seq(desk)
    await announce(database, "four")
    assert (await anna.hears(cursor)).text == "four"


async def test_blocking_is_heard_of(house, desk, database, anna, boris):
    """Telegram says who blocked the bot and who let it in again; nobody needs to be called."""
    for person in (anna, boris):
        await person.says("/start")
    await anna.blocks()
    assert await announce(database, "one") == 1
    came_back = await anna.unblocks()
    assert await announce(database, "two") == 2
    await anna.blocks()
    await desk.redelivers(came_back.update_id)  # that was before
    assert await house.value("SELECT blocked_at IS NOT NULL FROM people WHERE id = $1", anna.id)
    page = await house.metrics()
    assert page["bot_requests_total"]["blocking.change", "ok"] >= 3


async def test_an_answer_that_meets_403_is_remembered_too(house, desk, anna):
    """Whatever it was that Telegram refused."""
    await anna.says("/start")
    await desk.breaks("blocked", method="sendMessage", count=1)
    await anna.says("/help", answered=False)
    blocked = "SELECT blocked_at IS NOT NULL FROM people"
    await until(lambda: house.value(blocked), "the block is stored")
    await begins(anna)
    assert await house.value("SELECT blocked_at IS NULL FROM people")
    assert (await logs(anna)).toast


async def test_many_notices_of_one_who_blocked(quick, database):
    """Twenty texts that meet 403 at the same time end in one mark, and nothing waits."""
    await crowd(database, 1)
    for number in range(20):
        await announce(database, f"text {number}")
    phone = Phone(*[(TelegramForbiddenError, "Forbidden: bot was blocked by the user")] * 20)
    counted = Counted()
    await Notices(phone, database, counted).send()
    assert await waiting(database) == 0
    assert {outcome for _, outcome in counted.outcomes} == {"blocked"}
    assert phone.heard == []
