"""/status tells everybody the truth about the bot, also when it is bad, and of nobody else."""

import os
import re
import time

import pytest

from instrumentation.facts import Status
from instrumentation.recent import Recent
from service import VERSION
from service.telegram.talk import status
from service.telegram.transport import settling
from tests.house import open_house
from tests.telegram.talk import EN, RU, begins, logs, said
from tests.telegram.test_outage import outage
from tests.waiting import until

__all__ = ["outage"]


async def test_figures_of_this_process(house, anna, boris):
    """Answer times of the last hour, uptime and version; pressing the button shows them anew."""
    first = await anna.says("/status")
    assert first.text.splitlines()[2] == "За последний час ответов не было"
    assert first.text.startswith("🟢 Работаю\n")
    assert first.text.endswith(
        f"\nСигналов об окончании отдыха за этот час не было\nБез перерыва: 0 мин\nВерсия {VERSION}"
    )
    assert "копия" not in first.text  # without BACKUP_STAMP
    shown = await anna.presses(RU.plain("status-button"))
    figures = re.search(r"половина ответов за (\S+) с, 95 из 100 — за (\S+) с", shown.text)
    assert figures, shown.text
    half, most = (float(each.replace(",", ".")) for each in figures.groups())
    assert 0 <= half <= most < 30
    answer = await boris.says("/status")
    assert answer.text.startswith("🟢 Running\n")
    assert not any(word in answer.text for word in ("Anna", "Boris", str(anna.id), str(boris.id)))


async def test_the_last_backup(stand_in, desk, database_url, tmp_path):
    """In the person's own time zone, if there is a stamp."""
    stamp = tmp_path / "stamp"
    stamp.touch()
    os.utime(stamp, (time.time(), time.time()))
    async with open_house(stand_in, database_url, backup_stamp=stamp) as house:
        anna = await desk.person("Anna")

        async def told():
            return (await anna.says("/status")).text

        shown = await until(told, "the backup is seen", lambda text: "копия" in text)
        assert re.search(r"\nПоследняя копия базы: сегодня \d\d:\d\d\n", shown)
        assert await house.metric("bot_health") == 1


async def test_the_database_away(stand_in, desk, outage, monkeypatch):
    """A text that needs none, at once, also behind a set that waits; then the truth again."""
    monkeypatch.setattr(settling, "WARN_SECONDS", 60)
    async with open_house(stand_in, outage.postgres.dsn()) as house:
        anna = await desk.person("Anna")
        await begins(anna)
        await outage.begin()
        boris = await desk.person("Boris", language="en")
        cursor = (await desk.ask("GET", "/transcript"))["cursor"]
        await desk.together(anna.act("say", text="62.5x5"))
        for person, t in ((anna, RU), (boris, EN)):
            await desk.together(person.act("say", text="/status"))
            assert (await person.hears(cursor)).text == said("status-away", t)
        outage.over()
        await desk.idle(30)
        assert await house.value("SELECT count(*) FROM sets") == 1
        assert "Версия" in (await anna.says("/status")).text


async def test_rests(house, anna):
    """How many rang, and how many of them on time."""
    await anna.says("/start")
    await house.sql("UPDATE people SET rest_seconds = 60")
    await begins(anna)
    cursor = (await anna.desk.ask("GET", "/transcript"))["cursor"]
    await logs(anna)
    await house.sql("UPDATE timers SET due_at = now()")
    await anna.hears(cursor)
    await until(
        lambda: anna.says("/status"),
        "the ring is counted",
        lambda answer: "Сигналы об окончании отдыха: вовремя 1 из 1" in answer.text,
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 мин"), (7199, "119 мин"), (7200, "2 ч"), (172_799, "47 ч"), (12 * 86_400, "12 дней")],
)
def test_uptime(seconds, words):
    """In the largest measure of which two have passed."""
    measure, uptime = status._uptime(seconds)
    shown = RU.plain(
        "status", state="well", half="none", most="none", rests=0, on_time=0,
        measure=measure, uptime=uptime, backup="none", version="1",
    )  # fmt: skip
    assert words in shown.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("well", "most", "state"),
    [(True, None, "well"), (True, 2.4, "well"), (True, 2.6, "slow"), (False, 0.1, "ill")],
)
def test_states(well, most, state):
    assert status._state(Status(well, "1", 0, most, most, 0, 0, None)) == state


def test_the_last_hour():
    """Times are counted in steps of a tenth; what is older than an hour is forgotten."""
    now = [0.0]
    recent = Recent(lambda: now[0])
    assert recent.quantile(0.5) is None
    for n in range(100):
        recent.add(0.1 if n < 90 else 8)
    half, most = recent.quantile(0.5), recent.quantile(0.95)
    assert half == pytest.approx(0.1, rel=0.1)
    assert most == pytest.approx(8, rel=0.1)
    assert (recent.count(), recent.count(2.5)) == (100, 90)
    now[0] = 3599.0
    recent.add(0)
    assert recent.count() == 101
    now[0] = 3660.0
    assert recent.count() == 1
    now[0] = 10_000.0
    assert recent.quantile(0.95) is None
