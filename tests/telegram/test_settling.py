"""One update, one effect, however often and with whatever trouble it is tried."""

import asyncio
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest
from opentelemetry.metrics import NoOpMeterProvider

from instrumentation.metrics import Metrics
from service import storage
from service.storage import Database, NotStoring, Unavailable
from service.telegram.transport import settling
from service.telegram.transport.inbox import Inbox
from service.telegram.transport.settling import TRIES, Settler
from service.telegram.transport.suspects import Suspects
from tests.some import StandsIn
from tests.telegram.phone import Phone, parsed, pressed, shows, written


class Handlers(StandsIn):
    """Stands where the dispatcher stands: does what it was told, and counts."""

    def __init__(self, *does):
        self.does, self.seen = list(does), []

    async def feed_update(self, bot, update, *, db, handling, replayed, **_):
        self.seen.append(replayed)
        if not replayed:
            await storage.people.greet(db, update.event.from_user.id, "en")
        if self.does:
            await self.does.pop(0)()
        return shows("done")


def fails(error):
    async def fail():
        raise error

    return fail


async def hangs():
    await asyncio.Event().wait()


@pytest.fixture
def told():
    return []


@pytest.fixture
def settler(database, told):
    def make(*does):
        metrics = Metrics(NoOpMeterProvider(), handlers=[])
        tell = lambda update, reply: told.append(reply)  # noqa: E731 - it only remembers
        made: Any = Settler(Phone(), Handlers(*does), database, metrics, tell)
        made.seen = made._dispatcher.seen
        return made

    return make


@pytest.fixture(autouse=True)
def quickly(monkeypatch):
    monkeypatch.setattr(settling, "PAUSE_SECONDS", (0.01,))
    monkeypatch.setattr(settling, "FAILED_PAUSE_SECONDS", 0.0)


async def count(database, table):
    async with database.transaction() as db:
        return await db.fetchval(f"SELECT count(*) FROM {table}")


async def settle(settler, raw, **more):
    return await settler.settle(raw, parsed(raw), 0.0, **more)


async def test_a_failing_update_is_quarantined_after_three_tries(settler, database):
    """It is kept as it came, has no effect, and its sender reads that the fault is the bot's."""
    made = settler(*[fails(KeyError("words of a person"))] * TRIES)
    reply, handled = await settle(made, written(1, "odd \0 \ud800"))
    assert len(made.seen) == TRIES
    assert handled.outcome == "error"
    assert "my fault" in reply.screens[0].text
    assert await count(database, "people") == 0
    async with database.transaction() as db:
        row = await db.fetchrow("SELECT * FROM quarantine")
    assert row["error"] == "KeyError"
    assert row["sender"] == 7
    assert "\\u0000" in row["body"]
    assert "words of a person" not in str(dict(row))


async def test_a_hanging_update_is_quarantined(settler, database, monkeypatch):
    """Nothing hangs for ever: its time over, an update has failed."""
    monkeypatch.setattr(settling, "HANDLE_SECONDS", 0.05)
    await settle(settler(*[hangs] * TRIES), written(1))
    assert await count(database, "quarantine") == 1


async def test_the_lost_answer_to_a_commit(settler, database, monkeypatch):
    """What was stored without the bot's being told has its effect once."""
    commits = database.transaction

    @asynccontextmanager
    async def deaf(**whose):
        async with commits(**whose) as db:
            yield db
        monkeypatch.setattr(database, "transaction", commits)
        raise Unavailable("ConnectionResetError")

    monkeypatch.setattr(database, "transaction", deaf)
    waits, wait = [], storage.wait_for_standby

    async def wait_and_count(db):
        waits.append(db)
        await wait(db)

    monkeypatch.setattr(storage, "wait_for_standby", wait_and_count)
    made = settler()
    await settle(made, written(1))
    assert made.seen == [False, True]
    assert len(waits) == 1  # of the replay alone
    assert await count(database, "people") == 1


async def test_an_outage_is_waited_out_by_a_text(settler, database, told, monkeypatch):
    """Whoever typed is told once, and what was typed is stored when the database is back."""
    monkeypatch.setattr(settling, "WARN_SECONDS", -1.0)
    monkeypatch.setattr(database, "stores", fails(Unavailable("away")))
    made = settler(*[fails(Unavailable("away"))] * 5)
    reply, _ = await settle(made, written(1))
    assert len(made.seen) == 6
    assert reply == shows("done")
    assert len(told) == 1


async def test_a_button_does_not_wait(settler, database, monkeypatch):
    """Whoever pressed is asked to press again; nothing is stored or quarantined."""
    monkeypatch.setattr(database, "stores", fails(Unavailable("away")))
    made = settler(*[fails(Unavailable("away"))] * 5)
    reply, _ = await settle(made, pressed(1))
    assert reply.toast.startswith("Not saved")
    assert len(made.seen) == 1
    assert await count(database, "settled_updates") == 0


async def test_a_post_waits_only_so_long(settler, database, monkeypatch):
    """Past its time the trouble goes to whoever posted, to post it again."""
    monkeypatch.setattr(database, "stores", fails(Unavailable("away")))
    with pytest.raises(Unavailable):
        await settle(settler(*[fails(Unavailable("away"))] * 5), written(1), max_wait=-1.0)


async def test_what_could_not_be_stored_is_waited_for_by_nobody(settler, database, monkeypatch):
    """It is left, as what is cut off: it comes again, and is not acknowledged."""
    monkeypatch.setattr(database, "stores", fails(Unavailable("away")))
    made = settler(*[fails(Unavailable("away"))] * 5)
    inbox = Inbox(made, cast("Any", None), made._metrics, Suspects(database), cast("Any", None))
    taken = inbox.take(written(1), 0.0, max_wait=-1.0)
    await asyncio.wait([taken.settled, taken.answered], timeout=5)
    assert taken.settled.cancelled()
    assert taken.answered.cancelled()


async def test_trouble_with_a_database_that_answers_has_an_end(settler, database, monkeypatch):
    """An update that alone finds the database unavailable stops its chat for a minute only."""
    monkeypatch.setattr(settling, "HOPELESS_SECONDS", -1.0)
    await settle(settler(*[fails(OSError("of the handler"))] * 50), written(1))
    assert await count(database, "quarantine") == 1


async def test_a_database_that_stores_nothing_puts_nothing_aside(settler, database, monkeypatch):
    """However long it is full or read-only, and although it answers, a text is kept and counted."""
    monkeypatch.setattr(settling, "HOPELESS_SECONDS", -1.0)
    monkeypatch.setattr(settling, "WARN_SECONDS", -2.0)
    monkeypatch.setattr(settling, "COUNT_SECONDS", -1.0)
    made = settler(*[fails(NotStoring("DiskFullError"))] * 5)
    errors: list[Any] = []
    monkeypatch.setattr(made._metrics, "error", lambda error: errors.append(type(error).__name__))
    reply, handled = await settle(made, written(1))
    assert reply == shows("done")
    assert handled.outcome == "ok"
    assert errors == ["NotStoring"] * 5
    assert await count(database, "quarantine") == 0


async def test_a_text_that_waits_counts_now_and_then(settler, monkeypatch):
    """Not at each try: an outage of a minute is no flood of errors."""
    monkeypatch.setattr(settling, "WARN_SECONDS", -1.0)
    made = settler(*[fails(NotStoring("DiskFullError"))] * 5)
    errors: list[Any] = []
    monkeypatch.setattr(made._metrics, "error", errors.append)
    await settle(made, written(1))
    assert len(errors) == 1


async def test_strange_errors_of_an_absent_database_do_not_count(settler, database, monkeypatch):
    """However a driver words it, an outage puts no update in quarantine."""
    answers = iter([False] * 8)

    async def alive():
        return next(answers, True)

    made = settler(*[fails(RuntimeError("lost its way"))] * 6)
    monkeypatch.setattr(made, "_alive", alive)
    await settle(made, written(1))
    assert await count(database, "quarantine") == 0


async def test_a_turn_held_for_long_is_waited_for(settler, database_url, monkeypatch):
    """However often the wait is given up, the update has its effect when its turn comes."""
    monkeypatch.setattr("service.storage.database.LOCK_SECONDS", 0.05)
    monkeypatch.setattr(settling, "HOPELESS_SECONDS", 0)
    failures: asyncio.Queue[Any] = asyncio.Queue()

    def hear(statements):
        for *_, error in statements:
            if error:
                failures.put_nowait(type(error).__name__)

    database = Database(database_url, "UTC", observer=hear)
    await database.open()
    made, raw = settler(), written(1)
    made._database = database
    async with asyncio.timeout(10):
        async with database.transaction(turn_of=raw["message"]["from"]["id"]):
            settled = asyncio.create_task(settle(made, raw))
            assert {await failures.get() for _ in range(3)} == {"LockNotAvailableError"}
        reply, _ = await settled
    assert reply == shows("done")
    assert (await count(database, "people"), await count(database, "quarantine")) == (1, 0)
    await database.close()


async def test_a_number_that_fits_no_column_stops_nobody(settler):
    """An update whose own number can't be stored is given up."""
    raw = written(1) | {"update_id": 2**70}
    async with asyncio.timeout(2):
        await settle(settler(), raw)


async def test_all_who_wait_ask_one_question(settler, database, monkeypatch):
    """However many updates fail at once, the database is asked once whether it answers."""
    asked = []

    async def answers():
        asked.append(1)
        await asyncio.sleep(0)

    monkeypatch.setattr(database, "stores", answers)
    made = settler()
    assert all(await asyncio.gather(*(made._alive() for _ in range(10))))
    assert len(asked) == 1
    assert await made._alive()
    assert len(asked) == 2
