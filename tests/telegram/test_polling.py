"""Nothing is acknowledged before it is settled; one person's trouble is nobody else's."""

import asyncio
from time import monotonic

import pytest
from aiogram.exceptions import TelegramConflictError, TelegramUnauthorizedError
from opentelemetry.metrics import NoOpMeterProvider

from instrumentation.metrics import Metrics
from service.storage import Address, Turn
from service.telegram.transport import polling, retrying
from service.telegram.transport.inbox import Progress
from service.telegram.transport.limits import BURST, MAX_BUCKETS, PRESSES, Limits, sender
from service.telegram.transport.polling import Polling
from tests.some import StandsIn, some
from tests.telegram.phone import NOTHING, pressed, written
from tests.waiting import SECONDS, until


class Line(StandsIn):
    """A Telegram with an inbox: hands out what is not confirmed, and remembers the offsets."""

    def __init__(self, *updates):
        self.updates, self.offsets, self.failing = list(updates), [], []
        self.arrived = asyncio.Event()

    async def __call__(self, method, **_):
        self.offsets.append(method.offset)
        if self.failing:
            raise self.failing.pop(0)
        self.updates = [u for u in self.updates if u["update_id"] >= (method.offset or 0)]
        if not self.updates and method.timeout:
            await self.arrived.wait()
        await asyncio.sleep(0)
        return self.updates[: method.limit]


class Inbox(StandsIn):
    """Takes updates over; what is slow is settled, and what is mute answered, when it is told."""

    def __init__(self):
        self.taken, self.suspects = {}, []

    def passes(self, raw):
        return raw["message"]["text"] != "too much"

    def take(self, raw, received, *, suspect):
        assert raw["update_id"] not in self.taken
        taken = self.taken[raw["update_id"]] = Progress()
        self.suspects += [raw["update_id"]] * suspect
        if raw["message"]["text"] == "mute":
            taken.settled.set_result(None)
        elif raw["message"]["text"] != "slow":
            taken.finish()
        return taken

    async def close(self, seconds):
        pass


class Told(StandsIn):
    """Remembers what it heard."""

    def __init__(self):
        self.heard = []

    def polled(self):
        self.heard.append("polled")

    def polling_failed(self, reason):
        self.heard.append(reason)

    def stood_by(self):
        self.heard.append("stood by")

    def draining(self):
        self.heard.append("draining")


class Runs:
    """A delivery under way."""

    def __init__(self, line, turn=None):
        self.line, self.inbox, self.told, self.stop = line, Inbox(), Told(), asyncio.Event()
        metrics = Metrics(NoOpMeterProvider(), handlers=[])
        made = Polling(line, self.inbox, self.inbox, metrics, self.told, [], turn)
        self.task = asyncio.create_task(made.run(self.stop))

    async def until(self, ready):
        await until(ready, "the delivery comes so far", pause=0.005)

    async def ends(self):
        self.stop.set()
        async with asyncio.timeout(SECONDS):
            await self.task


@pytest.fixture(autouse=True)
def quickly(monkeypatch):
    monkeypatch.setattr(polling, "BATCH_SECONDS", 0.01)
    monkeypatch.setattr(polling, "SAME_SECONDS", 0.02)
    monkeypatch.setattr(retrying, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(retrying, "REFUSED_SECONDS", 0.02)
    monkeypatch.setattr(polling, "TURN_SECONDS", 0.01)


async def test_the_offset_stops_at_what_is_not_settled():
    """Later updates are taken, each once, and none is acknowledged before the slow one."""
    line = Line(written(5), written(6, "slow"), written(7))
    runs = Runs(line)
    await runs.until(lambda: 7 in runs.inbox.taken)
    line.updates.append(written(8))
    await runs.until(lambda: 8 in runs.inbox.taken)
    assert max(filter(None, line.offsets)) == 6
    runs.inbox.taken[6].finish()
    await runs.until(lambda: 9 in line.offsets)
    await runs.ends()


class Unnumbered(Line):
    """Hands out one update more, without a number."""

    async def __call__(self, method, **more):
        return [{"update_id": "x"}, *await super().__call__(method, **more)]


async def test_an_update_without_a_number_is_passed_over():
    """It can't be acknowledged; those beside it are taken, and polling goes on."""
    line = Unnumbered(written(5))
    runs = Runs(line)
    await runs.until(lambda: 6 in line.offsets)
    assert list(runs.inbox.taken) == [5]
    await runs.ends()


async def test_an_answer_under_way_holds_back_the_offset_alone():
    """What comes meanwhile is taken; who waits for an answer is not forgotten before it."""
    line = Line(written(5, "mute"))
    runs = Runs(line)
    await runs.until(lambda: 5 in runs.inbox.taken)
    line.updates.append(written(6))
    await runs.until(lambda: 6 in runs.inbox.taken)
    assert max(filter(None, line.offsets), default=0) == 0
    runs.inbox.taken[5].finish()
    await runs.until(lambda: 7 in line.offsets)
    await runs.ends()


async def test_no_answer_is_let_go_however_many_wait():
    """A kill must leave nobody without one: what is behind a hundred of them has to wait."""
    runs = Runs(Line(*(written(n, "mute") for n in range(1, 150))))
    await runs.until(lambda: len(runs.line.offsets) == 5)
    assert set(runs.line.offsets) == {None}
    assert max(runs.inbox.taken) == 100
    for n in range(1, 31):
        runs.inbox.taken[n].finish()
    await runs.until(lambda: 130 in runs.inbox.taken)
    assert max(filter(None, runs.line.offsets)) == 31
    await runs.ends()


async def test_but_while_somebody_spams(monkeypatch):
    """Most of what a poll brings is dropped: the answer to the rest holds back nothing."""
    monkeypatch.setattr(polling, "SAME_SECONDS", 60)
    line = Line(written(1, "too much"), written(2, "mute"), written(3, "too much"))
    runs = Runs(line)
    await runs.until(lambda: 4 in line.offsets)
    await runs.ends()


async def test_what_is_not_settled_is_never_let_go():
    """However many wait behind it, no poll begins behind it."""
    runs = Runs(Line(*(written(n, "slow" if n == 50 else "80x5") for n in range(1, 300))))
    await runs.until(lambda: 149 in runs.inbox.taken)
    assert max(filter(None, runs.line.offsets)) == 50
    runs.inbox.taken[50].finish()
    await runs.until(lambda: 300 in runs.line.offsets)
    await runs.ends()


async def test_the_same_is_not_asked_for_too_soon(monkeypatch):
    """Telegram would hand out one update at a time."""
    monkeypatch.setattr(polling, "SAME_SECONDS", 60)
    runs = Runs(Line(written(1, "slow"), written(2)))
    await runs.until(lambda: 2 in runs.inbox.taken)
    await asyncio.sleep(5 * polling.BATCH_SECONDS)
    assert runs.line.offsets == [None]
    runs.inbox.taken[1].finish()
    await runs.until(lambda: 3 in runs.line.offsets)
    await runs.ends()


async def test_a_stop_acknowledges_what_is_settled_and_nothing_else():
    """The slow update comes again at the next start, the settled ones do not."""
    line = Line(written(5), written(6, "slow"))
    runs = Runs(line)
    await runs.until(lambda: 6 in runs.inbox.taken)
    await runs.ends()
    assert line.offsets[-1] == 6
    assert "draining" in runs.told.heard


async def test_what_a_start_finds_waiting_is_suspect():
    """It may hold what ended the process before; what comes later does not."""
    runs = Runs(Line(written(5), written(6)))
    await runs.until(lambda: 7 in runs.line.offsets)
    runs.line.updates.append(written(7))
    runs.line.arrived.set()
    await runs.until(lambda: 8 in runs.line.offsets)
    assert runs.inbox.suspects == [5, 6]
    await runs.ends()


async def test_numbers_may_start_anew():
    """After a silent week Telegram numbers its updates at random, lower ones too."""
    line = Line(written(9000))
    runs = Runs(line)
    await runs.until(lambda: 9001 in line.offsets)
    await runs.ends()
    again = Line(written(12))
    runs = Runs(again)
    await runs.until(lambda: 13 in again.offsets)
    await runs.ends()


async def test_what_is_too_much_is_done_with():
    """An update beyond its sender's limit is acknowledged and never taken."""
    line = Line(written(1, "too much"), written(2))
    runs = Runs(line)
    await runs.until(lambda: 3 in line.offsets)
    assert list(runs.inbox.taken) == [2]
    await runs.ends()


async def test_an_update_without_a_number_stops_nobody():
    """Whatever it is, it is passed over."""
    line = Line({"update_id": 1, "message": {"text": "first"}}, written(2))
    line.updates.insert(1, {"update_id": 1.5, "message": {"text": "odd"}})
    runs = Runs(line)
    await runs.until(lambda: 3 in line.offsets)
    await runs.ends()


async def test_why_polling_fails_is_told():
    """A second poller and a refused token are named; polling goes on by itself."""
    line = Line(written(1))
    line.failing = [
        TelegramConflictError(NOTHING, "Conflict: terminated by other getUpdates request"),
        TelegramUnauthorizedError(NOTHING, "Unauthorized"),
    ]
    runs = Runs(line)
    await runs.until(lambda: 2 in line.offsets)
    await runs.ends()
    assert runs.told.heard[:3] == ["conflict", "unauthorized", "polled"]


class Turns:
    """Gives the turn when told to."""

    def __init__(self):
        self.mine = False

    async def ours(self):
        return self.mine


async def test_who_stands_by_does_not_poll():
    """It is well, polls nothing, and begins as soon as the turn is its own."""
    turn, line = Turns(), Line(written(1))
    runs = Runs(line, turn)
    await runs.until(lambda: "stood by" in runs.told.heard)
    assert line.offsets == []
    turn.mine = True
    await runs.until(lambda: 2 in line.offsets)
    await runs.ends()


async def test_one_of_two_has_the_turn(database_url):
    """The second has it as soon as the first is gone, and no sooner."""
    first, second = Turn(database_url), Turn(database_url)
    assert await first.ours()
    assert not await second.ours()
    await first.close()
    await until(second.ours, "the second has its turn")
    assert not await first.ours()
    await first.close()
    await second.close()


async def test_an_outage_takes_the_turn_from_nobody(database_url):
    """Who polled goes on telling people; who stood by goes on standing by."""
    first, second = Turn(database_url), Turn(database_url)
    assert await first.ours()
    assert not await second.ours()
    for turn in (first, second):
        some(turn._connection).terminate()
        turn._address = Address("postgresql://nobody@127.0.0.1:1/none")
    assert await first.ours()
    assert not await second.ours()


def test_a_human_pace_always_passes():
    """Sets typed one a second for an hour, delivered all at once, are all taken."""
    limits = Limits()
    start = 1_900_000_000
    assert all(limits.passes(with_date(n, start + n)) for n in range(3600))


def with_date(number, date):
    raw = written(number)
    raw["message"]["date"] = date
    return raw


def test_spam_is_cut():
    """Of ten thousand texts of one second the burst passes; another person's all do."""
    limits = Limits()
    assert sum(limits.passes(with_date(n, 1_900_000_000)) for n in range(10_000)) == BURST
    other = written(1, person=8)
    assert limits.passes(other)
    assert limits.should_warn(with_date(1, 1_900_000_000))
    assert not limits.should_warn(with_date(2, 1_900_000_000))


def test_presses_of_an_outage_pass():
    """Buttons tell no time: a whole outage's worth of one person's is taken at once."""
    limits = Limits(clock=lambda: 0.0)
    assert sum(limits.passes(pressed(n)) for n in range(10_000)) == PRESSES


def test_presses_go_by_a_clock_that_never_jumps():
    """A wrong date that was put right must not refuse people until it comes again."""
    limits, before = Limits(), monotonic()
    limits.passes(pressed(1))
    (bucket,) = limits._buckets.values()
    assert before <= bucket.at <= monotonic()


def test_the_buckets_are_bounded():
    """A hundred thousand people leave no more buckets than so many."""
    limits = Limits()
    for person in range(1, MAX_BUCKETS + 5_000):
        limits.passes({"message": {"from": {"id": person}, "date": 1}})
    assert len(limits) == MAX_BUCKETS


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"message": None},
        {"message": {"from": 5}},
        {"message": {"from": {"id": "x"}}},
        {"a": []},
    ],
)
def test_odd_updates_have_no_sender(raw):
    """Whatever the shape, the limit neither fails nor holds it against anybody."""
    assert Limits().passes(raw)


@pytest.mark.parametrize(
    ("message", "whose"),
    [
        ({"from": {"id": 7}, "chat": {"id": 7}}, 7),
        ({"from": {"id": 7}, "chat": {"id": -100}}, 7),
        ({"from": {"id": 1087968824}, "sender_chat": {"id": -100}, "chat": {"id": -100}}, -100),
        ({"from": {"id": 136817688}, "sender_chat": {"id": -200}, "chat": {"id": -100}}, -200),
        ({"chat": {"id": 7}}, 7),
    ],
)
def test_whose_an_update_is(message, whose):
    """All anonymous admins, and all channels, have one user: their chats tell them apart."""
    assert sender({"update_id": 1, "message": message}) == whose
