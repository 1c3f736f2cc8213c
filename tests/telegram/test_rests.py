"""A rest that is over rings: at its time, once, and never pointlessly; a forgotten workout closes.

No test waits for a rest: the time it is over is moved instead.
"""

import asyncio
from datetime import timedelta

import pytest

from service import storage
from service.storage import Database
from service.telegram.talk.workout import summaries
from tests.house import open_house
from tests.telegram.talk import EN, RU, begins, does, logs, said, sets
from tests.waiting import until


async def passes(house, seconds):
    """Let so many seconds of every rest pass."""
    await house.sql("UPDATE timers SET due_at = due_at - $1::interval", timedelta(seconds=seconds))


async def left(house):
    """Say how long the one rest is still to be, in seconds; None: there is none."""
    rows = await house.sql("SELECT extract(epoch FROM due_at - now()) AS left FROM timers")
    return rows[0]["left"] if rows else None


async def over(house):
    """Wait until no rest is timed."""
    await until(lambda: left(house), "no rest is timed", lambda seconds: seconds is None)


async def rung(house, outcome="rung"):
    """Count the rests that were over."""
    return await house.metric("bot_rests_total", outcome)


@pytest.fixture
def quick(monkeypatch):
    """Bells that listen all the time."""
    monkeypatch.setattr("service.assembly.LISTEN_SECONDS", 0.05)
    monkeypatch.setattr("service.assembly.FORGET_SECONDS", 0.05)


@pytest.fixture
async def house(quick, stand_in, database_url, caplog):
    async with open_house(stand_in, database_url) as opened:
        yield opened
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize(("language", "t"), [("ru", RU), ("en", EN)])
async def test_it_rings_when_it_is_over(house, desk, language, t):
    """A new message with the green button, the old card gone; and the metric says how late."""
    anna = await desk.person("Anna", language=language)
    card = (await begins(anna, t=t)).shown
    answer = await logs(anna)
    assert t("workout-rest", unix="", clock="").striptags().split(" · ")[0].strip() in answer.text
    times = [each for each in answer.shown["entities"] if each["type"] == "date_time"]
    assert [each["date_time_format"] for each in times] == ["T", "r"]
    assert len({each["unix_time"] for each in times}) == 1  # the client counts down to the ring
    stopping = [said("workout-button-rest", t, seconds=30), said("workout-button-quiet", t)]
    assert stopping in answer.buttons
    assert 115 < await left(house) <= 120
    cursor = (await desk.transcript())[-1]["seq"]
    await passes(house, 119.8)
    heard = await anna.hears(cursor)
    await over(house)
    assert heard.messages
    assert heard.text.startswith("🔔")
    assert "2. ▶️ 60 × 5" in heard.text
    cards = [m["message_id"] for m in await anna.chat() if "▶️ 60" in m.get("text", "")]
    assert cards == [heard.shown["message_id"]]
    assert card["message_id"] not in [m["message_id"] for m in await anna.chat()]
    (call,) = await desk.calls("sendMessage", cursor=cursor)
    assert not call["params"].get("disable_notification")
    assert [t.plain("workout-button-quiet")] not in [row[-1:] for row in heard.buttons]
    await logs(anna)
    assert len(await sets(house)) == 2
    metrics = await house.metrics()
    assert metrics["bot_rests_total"]["rung",] == 1
    assert metrics["bot_rest_lateness_seconds_count"][()] == 1
    assert metrics["bot_rest_lateness_seconds_sum"][()] < 2


async def test_it_rings_after_a_restart(quick, stand_in, database_url, desk):
    """Timed by one process, over while none is there, rung by the next within seconds."""
    async with open_house(stand_in, database_url) as first:
        anna = await desk.person("Anna")
        await begins(anna)
        await logs(anna)
        await passes(first, 60)
        assert 55 < await left(first) <= 60
    cursor = (await desk.transcript())[-1]["seq"]
    async with open_house(stand_in, database_url) as second:
        assert await left(second) is not None
        await passes(second, 62)
        heard = await anna.hears(cursor)
        await over(second)
        assert heard.text.startswith("🔔")
        assert await rung(second) == 1


async def test_a_ring_that_is_refused_has_not_rung(house, anna, desk, caplog):
    """It counts as failed, and it has no lateness; the rest is over all the same."""
    await begins(anna)
    await logs(anna)
    await desk.breaks("status", status=400, method="sendMessage", count=1)
    await passes(house, 120)
    await over(house)
    assert await rung(house, "failed") == 1
    assert await rung(house) == 0
    assert "bot_rest_lateness_seconds_count" not in await house.metrics()
    caplog.clear()  # the refusal was logged as an error


@pytest.mark.parametrize(("late", "rings"), [(590, True), (615, False), (15 * 60, False)])
async def test_after_ten_minutes_it_is_pointless(quick, stand_in, database_url, desk, late, rings):
    """A bot that was down for longer than the rest and ten minutes keeps silent."""
    async with open_house(stand_in, database_url):
        anna = await desk.person("Anna")
        await begins(anna)
        await logs(anna)
    async with open_house(stand_in, database_url) as second:
        before = await anna.chat()
        await passes(second, 120 + late)
        await over(second)
        assert await rung(second) == rings
        assert await rung(second, "dropped") == (not rings)
        if not rings:
            assert await anna.chat() == before


async def test_who_logged_already_is_not_rung(house, anna, desk):
    """The next set times its own rest; the last one none; undo and finish end it."""
    await begins(anna, "П\nПрисед 4x5 60")
    await logs(anna)
    await passes(house, 60)
    await logs(anna)
    assert 115 < await left(house) <= 120
    await passes(house, 60)
    await anna.says("60x5")
    assert 115 < await left(house) <= 120
    await does(anna, "undo")
    assert await left(house) is None
    await logs(anna)
    assert await left(house) is not None
    await logs(anna)
    assert await left(house) is None  # the last set of all
    await does(anna, "undo")
    await logs(anna)
    await does(anna, "undo")
    await does(anna, "undo")
    await logs(anna)
    await does(anna, "finish")
    assert await left(house) is None
    assert not [e for e in await desk.transcript() if "🔔" in str(e.get("message", ""))]


async def test_a_ring_that_meets_a_set_is_not_heard(house, database_url, anna, desk):
    """Claimed, and then the set is logged: the claim comes to nothing."""
    await begins(anna)
    await logs(anna)
    async with other(house, database_url) as database:
        async with database.transaction() as db:
            await db.execute("UPDATE timers SET due_at = now() - interval '1 s'")
            (due,) = await storage.timers.claim(db, 5)
        await logs(anna)
        async with database.transaction() as db:
            assert not await storage.timers.rings(db, due)
            await storage.timers.end(db, due)
    assert await left(house) is not None
    assert await rung(house) == 0


async def test_longer_and_stopped(house, anna):
    """+30 s as often as one likes; stop; and afterwards a toast says that it is over."""
    await begins(anna)
    await logs(anna)
    for seconds in (150, 180):
        await does(anna, "rest")
        assert anna.toast == said("workout-rest-longer", seconds=30)
        assert seconds - 5 < await left(house) <= seconds
    answer = await does(anna, "quiet")
    assert anna.toast == RU.plain("workout-rest-stopped")
    assert await left(house) is None
    assert "⏱" not in answer.text
    workout = await house.sql("SELECT id, revision FROM workouts")
    data = "workout:rest:{}:{}:30".format(*workout[0])
    await anna.presses(data=data, message_id=answer.shown["message_id"], forged=True)
    assert anna.toast == RU.plain("workout-rest-over")
    assert await left(house) is None


async def test_rests_are_chosen(house, anna):
    """For all exercises, for one, or none; at the next set already."""
    await begins(anna, "П\nПрисед 3x5 60\nЖим лёжа 3x5 50")
    await anna.says("/settings")
    await anna.presses(RU.plain("settings-button-rest", rest="2:00"))
    await anna.presses("3:00")
    assert anna.toast == RU.plain("settings-kept")
    await anna.presses("Присед · " + RU.plain("settings-as-usual"))
    chosen = await anna.presses("90 с")
    assert ["Присед · 90 с"] in chosen.buttons
    assert [RU.plain("settings-button-rest", rest="3:00")] in chosen.buttons
    await anna.says("/go")
    await logs(anna)
    assert 85 < await left(house) <= 90
    await anna.says("жим лёжа 50x5")
    assert 175 < await left(house) <= 180
    await anna.says("/settings")
    await anna.presses("Присед · 90 с")
    await anna.presses(RU.plain("settings-no-rest"))
    await anna.says("присед 60x5")
    assert await left(house) is None
    await anna.says("/settings")
    await anna.presses(RU.plain("settings-button-rest", rest="3:00"))
    await anna.presses(RU.plain("settings-no-rest"))
    await anna.says("жим лёжа 50x5")
    assert await left(house) is None
    await anna.says("/settings")
    for data in ("rest:0:7", "rest:0:-1", "rest:1:3599", f"rest:{2**62}:60", "rest:0:3600"):
        before = await house.rows()
        screen = (await anna.screen())["message_id"]
        await anna.presses(data=data, message_id=screen, forged=True)
        if data != "rest:0:-1":
            assert await house.rows() == before, data


async def test_a_warm_up_rests_a_minute_at_most(house, anna):
    """And not at all where no rest is wished."""
    await begins(anna)
    await anna.says("w40x5")
    assert 55 < await left(house) <= 60
    await house.sql("DELETE FROM timers")
    await house.sql("UPDATE people SET rest_seconds = 30")
    await anna.says("w40x5")
    assert 25 < await left(house) <= 30
    await house.sql("DELETE FROM timers")
    await house.sql("UPDATE people SET rest_seconds = NULL")
    await anna.says("w40x5")
    assert await left(house) is None


async def test_what_is_skipped_to_its_end_does_not_ring(house, anna, desk):
    """Nothing is asked for any more, so nothing calls."""
    await begins(anna, "П\nПрисед 2x5 60")
    await logs(anna)
    await does(anna, "skip")
    before = await anna.chat()
    await passes(house, 121)
    await over(house)
    assert await anna.chat() == before


def other(house, database_url):
    """Open the database a second time, as another process would."""
    return _Other(house, database_url)


class _Other:
    def __init__(self, house, url):
        self._database = Database(url, "UTC")

    async def __aenter__(self):
        await self._database.open()
        return self._database

    async def __aexit__(self, *_):
        await self._database.close()


async def test_two_processes_never_ring_the_same_rest(quick, stand_in, database_url, desk):
    """Two bots on one database, thirty rests over at once: thirty rings."""
    async with open_house(stand_in, database_url) as first:
        people = [await desk.person(f"P{n}") for n in range(30)]
        await asyncio.gather(*(person.says("Жим 80x5") for person in people))
        async with open_house(stand_in, database_url) as second:
            for _ in range(3):
                cursor = (await desk.transcript())[-1]["seq"]
                await first.sql(
                    "INSERT INTO timers (owner, workout, due_at)"
                    " SELECT owner, id, now() - interval '1 s' FROM workouts"
                    " ON CONFLICT (owner) DO UPDATE SET due_at = excluded.due_at"
                )
                await over(first)
                calls = await desk.calls("sendMessage", cursor=cursor)
                assert sorted(int(call["params"]["chat_id"]) for call in calls) == sorted(
                    person.id for person in people
                )
            assert await rung(first) + await rung(second) == 90


async def test_claims_are_skipped_by_others(house, database_url, anna, boris):
    """What one has claimed another does not get, neither before nor after the commit."""
    for person in (anna, boris):
        await person.says("Жим 80x5")
    async with other(house, database_url) as database:
        await house.sql("UPDATE timers SET due_at = now() + interval '1 h'")
        async with database.transaction() as one, database.transaction() as two:
            await one.execute("SELECT FROM timers WHERE owner = $1 FOR UPDATE", anna.id)
            await two.execute(
                "UPDATE timers SET due_at = now() - interval '1 s' WHERE owner = $1", boris.id
            )
            assert [due.owner for due in await storage.timers.claim(two, 9)] == [boris.id]
            assert await storage.timers.claim(two, 9) == []


async def test_a_crash_between_claim_and_ring(house, anna, desk):
    """Claimed by a process that is no more: it rings as soon as the claim has run out."""
    await begins(anna)
    await logs(anna)
    cursor = (await desk.transcript())[-1]["seq"]
    before = await anna.chat()
    await house.sql(
        "UPDATE timers SET due_at = now() - interval '6 s', claimed_at = now() - interval '5 s'"
    )
    await asyncio.sleep(0.3)  # several looks
    assert await anna.chat() == before
    await house.sql("UPDATE timers SET claimed_at = claimed_at - interval '4 s'")
    assert (await anna.hears(cursor)).text.startswith("🔔")
    await over(house)
    assert await rung(house) == 1


async def test_a_slow_ring_stays_claimed(house, anna, desk, monkeypatch):
    """While Telegram does not take it, nobody rings it a second time."""
    monkeypatch.setattr(storage.timers, "CLAIM", "0.2 seconds")
    await begins(anna)
    await logs(anna)
    await desk.breaks("latency", method="sendMessage", seconds=1.0)
    await passes(house, 120)
    await over(house)
    assert await rung(house) == 1
    assert len([m for m in await anna.chat() if "🔔" in m.get("text", "")]) == 1


async def test_who_blocked_the_bot_is_rung_once(house, anna, desk):
    """One 403, no storm, no error, and then no bell; whoever comes back is rung again."""
    await begins(anna)
    await logs(anna)
    await desk.breaks("blocked", method="sendMessage")
    cursor = (await desk.transcript())[-1]["seq"]
    for _ in range(2):
        await passes(house, 120)
        await over(house)
        await asyncio.sleep(0.3)  # several looks
        assert await house.value("SELECT blocked_at IS NOT NULL FROM people")
        await house.sql("INSERT INTO timers (owner, workout, due_at)"
                        " SELECT owner, id, now() + interval '2 min' FROM workouts")  # fmt: skip
    calls = await desk.calls("sendMessage", cursor=cursor)
    assert [call["ok"] for call in calls] == [False]
    await desk.mends()
    assert (await anna.says("/start")).messages
    await anna.says("/go")
    await logs(anna)
    cursor = (await desk.transcript())[-1]["seq"]
    await passes(house, 120)
    assert (await anna.hears(cursor)).text.startswith("🔔")
    await over(house)


async def test_a_forgotten_workout_closes_itself(house, anna, desk):
    """Three hours after the last set, at its time, by a silent edit; its rest is gone."""
    await begins(anna)
    await logs(anna)
    await logs(anna)
    await house.sql("UPDATE sets SET logged_at = logged_at - interval '3 hours'")
    await house.sql("UPDATE workouts SET started_at = started_at - interval '4 hours',"
                    " last_set_at = last_set_at - interval '3 hours 1 s'")  # fmt: skip
    cursor = (await desk.transcript())[-1]["seq"]
    heard = await anna.hears(cursor)
    assert not heard.messages
    assert heard.text.startswith("🏁")
    assert "60 мин" in heard.text
    assert heard.buttons == [[RU.plain("share-button")]]  # too late to take it up
    ended = await house.value("SELECT ended_at = (SELECT max(logged_at) FROM sets) FROM workouts")
    assert ended
    assert await left(house) is None
    assert await house.metric("bot_workouts_total", "forgotten") == 1


async def test_a_forgotten_workout_without_sets_vanishes(house, anna, boris):
    """It leaves no trace, and nobody is told."""
    await begins(anna)
    await begins(boris, t=EN)
    before = await anna.chat()
    await house.sql(
        "UPDATE workouts SET started_at = now() - interval '2 h 59 min'"
        " - (CASE owner WHEN $1 THEN interval '2 min' ELSE interval '0' END)",
        anna.id,
    )
    open_ones = "SELECT count(*) FROM workouts"
    await until(lambda: house.value(open_ones), "one workout was closed", lambda n: n != 2)
    assert await house.value("SELECT owner FROM workouts") == boris.id
    assert await anna.chat() == before


async def test_one_workout_that_cannot_be_shown_hides_no_other(
    house, anna, boris, desk, monkeypatch
):
    """Each forgotten workout is closed and told of by itself; what fails is logged."""
    house.expects_errors = True
    for person in (anna, boris):
        await person.says("Bench press 60x5")
    shown = summaries.card

    async def fails_for_anna(db, person, t, workout):
        if person.id == anna.id:
            raise LookupError
        return await shown(db, person, t, workout)

    monkeypatch.setattr(summaries, "card", fails_for_anna)
    cursor = (await desk.transcript())[-1]["seq"]
    await house.sql("UPDATE workouts SET started_at = now() - interval '5 hours',"
                    " last_set_at = now() - interval '4 hours'")  # fmt: skip
    heard = await boris.hears(cursor)
    assert heard.text.startswith("🏁")
    assert await house.value("SELECT count(*) FROM workouts WHERE ended_by = 'forgotten'") == 2
    assert await house.metric("bot_workouts_total", "forgotten") == 2
