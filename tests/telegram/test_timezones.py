"""Whose clock is right: asked once, changed in the settings, and named in the report."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.house import open_house
from tests.lifter import button_rows, words
from tests.telegram.talk import EN, RU, begins, logs, said
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("newcomers")

WIDEST = {1: 36, 2: 16, 3: 12, 4: 11}
"""Most characters of a label, by how many share a row 390 points wide."""


@pytest.fixture
async def house(stand_in, database_url, caplog):
    async with open_house(stand_in, database_url, bot_timezone="Europe/Moscow") as opened:
        yield opened
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.fixture(autouse=True)
async def _one_minute():
    """Labels show the minute, so no test begins near the end of one."""
    await until(lambda: datetime.now(UTC), "a minute begins", lambda now: now.second < 45)


def clock(zone, city):
    return f"{datetime.now(ZoneInfo(zone)):%H:%M} · {city}"


def asks(answer, t=RU):
    """Tell whether the bot asks for the time."""
    heading = plain_heading(t)
    return any(text.startswith(heading) for text in answer.texts)


def plain_heading(t):
    return said("zone-question", t, clock="").split("\n", maxsplit=1)[0]


def fits(rows):
    """Check that no label is cut."""
    for row in rows:
        for text in row:
            assert len(text) <= WIDEST[len(row)], text


async def zone(house):
    return await house.value("SELECT timezone FROM people")


async def test_asked_once_after_the_first_set(house, anna):
    """With the times on people's clocks; one tap answers it, and it does not come again."""
    answer = await anna.says("Жим 80x5")
    (question,) = [each for each in answer.messages if words(each).startswith(plain_heading(RU))]
    rows = button_rows(question)
    fits(rows)
    assert [clock("Europe/Moscow", "Москва")] in rows
    answer = await anna.presses(clock("Asia/Yekaterinburg", "Екатеринбург"))
    assert answer.text == said("zone-taken", clock=clock("Asia/Yekaterinburg", "Екатеринбург"))
    assert not answer.messages
    assert await zone(house) == "Asia/Yekaterinburg"
    assert not asks(await anna.says("80x5"))
    assert not asks(await anna.says("/report"))


async def test_a_tap_keeps_the_clock(house, anna):
    """The question disappears, and does not come again."""
    await anna.says("Жим 80x5")
    answer = await anna.presses(RU.plain("zone-button-keep"))
    assert len(answer.deleted) == 1
    assert anna.toast == said("zone-kept", city="Москва")
    assert await zone(house) is None
    assert not asks(await anna.says("80x5"))


async def test_asked_after_a_set_that_was_tapped(house, boris):
    """The first set is a button: the question comes, and the card below it, with its button."""
    await begins(boris, "P\nSquat 3x5 60", EN)
    answer = await logs(boris)
    assert asks(answer, EN)
    assert "✅ 60 × 5" in [text for row in button_rows(await boris.screen()) for text in row]
    assert len(answer.deleted) == 1
    answer = await boris.presses(clock("Europe/London", "London"))
    assert answer.text == said("zone-taken", EN, clock=clock("Europe/London", "London"))
    assert not asks(await boris.says("60x5"), EN)


async def test_asked_by_the_first_report(house, boris):
    """Which says whose clock it uses."""
    answer = await boris.says("/report")
    assert asks(answer, EN)
    assert clock("Europe/Moscow", "Moscow") in answer.texts[0]
    assert not asks(await boris.says("/report"), EN)


async def test_not_asked_of_one_who_chose(house, anna):
    """Nothing is asked that is known."""
    await opens(anna)
    await anna.says("Лагос")
    assert not asks(await anna.says("Жим 80x5"))


async def test_the_report_names_its_clock(house, anna):
    """Also when there is something in it."""
    await anna.says("Жим 80x5")
    await anna.presses(clock("Asia/Vladivostok", "Владивосток"))
    answer = await anna.says("/report")
    assert answer.text.endswith(clock("Asia/Vladivostok", "Владивосток"))


async def opens(person, t=RU):
    settings = await person.says("/settings")
    fits(settings.buttons)
    return await person.presses(settings.buttons[1][0])


@pytest.mark.parametrize("typed", ["Lagos", "лагос", "Africa/Lagos", "Нигерия"])
async def test_a_typed_place(house, anna, typed):
    """The settings show all times; a typed place is stored, and shown there afterwards."""
    fits((await opens(anna)).buttons)
    answer = await anna.says(typed)
    assert answer.text == said("zone-taken", clock=clock("Africa/Lagos", "Лагос"))
    assert await zone(house) == "Africa/Lagos"
    answer = await anna.presses(RU.plain("zone-button-settings"))
    assert answer.buttons[1] == [f"🕐 {clock('Africa/Lagos', 'Лагос')}"]


async def test_a_tapped_time(house, boris):
    """The time leads to the places that share it, in pages."""
    await opens(boris, EN)
    answer = await boris.presses(f"{datetime.now(ZoneInfo('Africa/Lagos')):%H:%M}")
    fits(answer.buttons)
    for _ in range(9):
        if [clock("Africa/Lagos", "Lagos")] in answer.buttons:
            break
        answer = await boris.presses(EN.plain("button-next"))
        fits(answer.buttons)
    await boris.presses(clock("Africa/Lagos", "Lagos"))
    assert await zone(house) == "Africa/Lagos"


async def test_a_typed_time_or_country_leaves_a_choice(house, anna):
    """Nothing is stored until one is tapped."""
    await opens(anna)
    for typed, place, city in (
        (f"{datetime.now(ZoneInfo('Asia/Dubai')):%H:%M}", "Asia/Dubai", "Дубай"),
        ("Австралия", "Australia/Adelaide", "Аделаида"),
        ("Калининрад", "Europe/Kaliningrad", "Калининград"),
    ):
        before = await zone(house)
        answer = await anna.says(typed)
        assert await zone(house) == before
        fits(answer.buttons)
        await anna.presses(clock(place, city))
        assert await zone(house) == place
        await opens(anna)


async def test_many_places_with_one_clock(house, anna):
    """They come in pages, as after a tap on the time."""
    await opens(anna)
    answer = await anna.says("+3")
    assert len(answer.buttons) == 10  # eight places, the pager, the way back
    assert answer.buttons[8][-1] == "›"
    await anna.presses("›")
    await opens(anna)
    answer = await anna.says("8 вечера")
    assert len(answer.buttons) <= 10
    await opens(anna)
    russia = (await anna.says("Россия")).buttons
    assert len(russia) <= 13
    assert len({row[0].split(" · ")[0] for row in russia[:-1]}) == 11  # all its clocks


async def test_what_is_no_place(house, anna):
    """It says so and goes on asking; a set is a set, and ends the question."""
    await opens(anna)
    now = f"{datetime.now(ZoneInfo('Europe/Moscow')):%H:%M}"
    answer = await anna.says("Тьмутаракань")
    assert answer.text == said("zone-unknown", time=now)
    answer = await anna.says("Жим 80x5")
    assert await house.value("SELECT weight_kg FROM sets") == 80
    assert await house.value("SELECT asked FROM people") is None
    await opens(anna)
    await anna.says("70x5")
    assert await house.value("SELECT count(*) FROM sets") == 2
    await anna.says("Лагос")
    assert await zone(house) is None


async def test_the_next_reminder_follows_the_clock(house, anna):
    """It comes at the same hour of the new clock."""
    settings = await anna.says("/settings")
    await anna.presses(settings.buttons[2][0])
    await anna.presses("чт")
    await opens(anna)
    await anna.says("Владивосток")
    due = await house.value("SELECT due_at FROM reminders")
    at = due.astimezone(ZoneInfo("Asia/Vladivostok"))
    assert (at.weekday(), at.hour, at.minute) == (3, 18, 0)
    assert at > datetime.now(UTC)


async def test_a_draft_is_offered_again(house, anna):
    """Choosing a clock amid a program closes its question, and a place is no line of it."""
    await anna.says("/newprogram")
    await anna.says("Фулбоди\nПрисед 5x5")
    settings = await anna.says("/settings")
    assert settings.texts[-1] == said("draft-waits", named="yes", name="Фулбоди")
    await anna.presses(settings.messages[0]["reply_markup"]["inline_keyboard"][1][0]["text"])
    await anna.says("Лагос")
    assert await zone(house) == "Africa/Lagos"
    assert await house.value("SELECT body FROM drafts") == "Присед 5x5"


async def test_a_forged_zone(house, anna):
    """A button that names no zone stores nothing."""
    await opens(anna)
    for data in ("zone:Europe/Atlantis", "zone:localtime", "zone:../../etc/passwd"):
        await anna.presses(data=data, forged=True)
        assert anna.toast == RU.plain("toast-stale")
    assert await zone(house) is None
