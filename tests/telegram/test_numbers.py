"""What /metrics says after a conversation is what the database holds."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from instrumentation.metrics import OPERATION_TYPES
from service import storage, upkeep
from service.storage.notices import State
from service.storage.statistics import Numbers
from service.upkeep import published
from tests.house import open_house
from tests.some import StandsIn
from tests.telegram.talk import RU, begins, makes_program
from tests.waiting import until


async def refreshed(house):
    """Wait until the numbers were read anew, and read the page."""
    clock = asyncio.get_running_loop().time
    old = clock()

    async def newer():
        waited = clock() - old
        page = await house.metrics()
        age = page["bot_statistics_age_seconds"][()]
        return page if age < waited and "bot_users_total" in page else None

    return await until(newer, "the numbers were read anew", pause=0.05)


async def test_numbers_equal_the_database(house, anna, boris):
    """Users, programs, records, operations: each gauge is a count, each counter what was done."""
    await boris.says("/start")
    await anna.says("/start")
    await begins(anna)
    await anna.says("60x5x2")
    await anna.says("40x8")
    await anna.presses(RU.plain("workout-button-undo"))
    await anna.says("40x")
    await anna.says("/startworkout")  # resumes, begins none
    await anna.presses(RU.plain("workout-button-finish"))
    await makes_program(anna)
    await anna.says("/programs")
    await anna.says("/report")
    await anna.presses(RU.plain("report-button-all"))
    (program,) = await house.sql("SELECT min(id) FROM programs")
    await anna.says("/programs")
    await anna.presses(data=f"program:archive:{program[0]}", forged=True,
                       message_id=(await anna.screen())["message_id"])  # fmt: skip
    await boris.says("/deleteall")
    page = await refreshed(house)
    for name, count in {
        "bot_users_total": "people",
        "bot_users_active_today": "daily_active WHERE day = current_date",
        "bot_programs_total": "programs",
        "bot_programs_active": "programs WHERE archived_at IS NULL",
        "bot_records_total": "sets",
        "bot_records_today": "sets WHERE logged_at::date = current_date",
    }.items():
        assert page[name][()] == await house.value(f"SELECT count(*) FROM {count}"), name
    assert page["bot_records_total"][()] == 2
    assert page["bot_programs_total"][()] == 2
    done = {
        "start": 2,
        "newprogram": 2,
        "startworkout": 1,
        "programs": 2,
        "report": 2,
        "deleteall": 0,
        "save_record": 3,
    }
    for name in ("bot_operations_total", "bot_operations_today"):
        assert {labels[0]: number for labels, number in page[name].items()} == done, name
    assert set(done) == set(OPERATION_TYPES)
    assert sum(page["bot_request_errors_total"].values()) == 0
    assert page["bot_health"][()] == 1
    seconds = page["bot_request_duration_seconds_count"]
    assert {handler[0] for handler, number in seconds.items() if number} >= {
        "start.start", "newprogram.save", "notebook.log", "steps.step", "reports.turn_page",
    }  # fmt: skip


async def test_the_seeds_names_are_all_there(house):
    """Before anybody has written, every metric of the contract is on the page but the counts."""
    page = await refreshed(house)
    for name in (
        "bot_users_total", "bot_users_active_today", "bot_operations_total", "bot_operations_today",
        "bot_programs_total", "bot_programs_active", "bot_records_total", "bot_records_today",
        "bot_request_errors_total", "bot_health", "bot_uptime_seconds", "bot_system_cpu_percent",
        "bot_system_memory_percent", "bot_system_memory_bytes",
    ):  # fmt: skip
        assert page[name], name


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
async def test_today_is_the_configured_zones(stand_in, database_url, desk, zone):
    """The day of the counters and of a report is the one of BOT_TIMEZONE."""
    async with open_house(stand_in, database_url, bot_timezone=zone) as house:
        anna = await desk.person("Anna")
        await begins(anna)
        await anna.says("60x5")
        today = datetime.now(ZoneInfo(zone)).date()
        assert await house.value("SELECT day FROM daily_active") == today
        days = await house.sql("SELECT DISTINCT day FROM statistic_changes"
                               " UNION SELECT DISTINCT day FROM statistics_by_day")  # fmt: skip
        assert [row["day"] for row in days] == [today]
        page = await refreshed(house)
        assert page["bot_records_today"][()] == 1
        assert "60 × 5" in (await anna.says("/report")).text
        await house.sql("UPDATE sets SET logged_at = logged_at - interval '1 day'")
        assert "60 × 5" not in (await anna.says("/report")).text


def test_the_day_of_the_numbers_ends_at_midnight():
    """Whatever the hour, and where clocks change, today's numbers hold until the next day."""
    numbers = Numbers(1, 1, 1, 1, 1, 1, {"start": 1})
    for zone, now, ends in (
        ("Europe/Moscow", "2026-11-22T23:59:59+03:00", "2026-11-23T00:00:00+03:00"),
        ("Europe/Moscow", "2026-12-31T12:00:00+03:00", "2027-01-01T00:00:00+03:00"),
        ("Europe/Berlin", "2026-10-25T01:00:00+02:00", "2026-10-26T00:00:00+01:00"),
        ("Europe/Berlin", "2026-03-29T01:00:00+01:00", "2026-03-30T00:00:00+02:00"),
    ):
        here = datetime.fromisoformat(now).astimezone(ZoneInfo(zone))
        told = published(numbers, State({}, {}, 0), here)
        assert datetime.fromtimestamp(told.day_ends, UTC) == datetime.fromisoformat(ends)
        assert told.day_ends - here.timestamp() <= timedelta(hours=25).total_seconds()


async def test_numbers_read_across_midnight_are_not_the_new_days(monkeypatch):
    """What was counted before midnight is yesterday's, though it arrives after it."""
    evening = datetime.fromisoformat("2026-11-22T23:59:59+00:00")
    clock, told = [evening], []

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return clock[0]

    async def read(_):
        clock[0] += timedelta(seconds=2)
        return Numbers(1, 1, 1, 1, 1, 1, {"start": 1})

    class Told(StandsIn):
        def set_statistics(self, numbers):
            told.append(numbers.day_ends)
            done.set()

    class Database(StandsIn):
        @asynccontextmanager
        async def transaction(self):
            yield None

    async def nothing(_):
        pass

    async def state(_):
        return State({}, {}, 0)

    done = asyncio.Event()
    monkeypatch.setattr(upkeep, "datetime", Clock)
    monkeypatch.setattr(storage.statistics, "read", read)
    monkeypatch.setattr(storage.notices, "state", state)
    monkeypatch.setattr(storage.statistics, "fold", nothing)
    monkeypatch.setattr(storage.updates, "purge", nothing)
    keeping = asyncio.create_task(upkeep.keep_up(Database(), Told(), ZoneInfo("UTC"), 60))
    async with asyncio.timeout(5):
        await done.wait()
    keeping.cancel()
    assert told == [(evening + timedelta(seconds=1)).timestamp()]
    assert told[0] < clock[0].timestamp()
