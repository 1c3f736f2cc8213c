"""Reminders of training: chosen by buttons, at the hour of one's own clock, and never a nuisance.

No test waits for an hour: the time at which a reminder is due is moved instead.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.house import open_house
from tests.telegram.talk import EN, RU, logs, makes_program, said
from tests.waiting import until

DAYS = [RU.plain("weekday", day=day) for day in range(7)]


@pytest.fixture
def quick(monkeypatch):
    """Notices that are looked for all the time."""
    monkeypatch.setattr("service.assembly.CHECK_SECONDS", 0.05)


@pytest.fixture
async def house(quick, stand_in, database_url, caplog):
    async with open_house(stand_in, database_url, bot_timezone="Europe/Moscow") as opened:
        yield opened
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def opens(person, t=RU):
    """Go to the reminders."""
    settings = await person.says("/settings")
    return await person.presses(settings.buttons[2][0])


async def chooses(person, *days, t=RU):
    """Choose weekdays."""
    await opens(person, t)
    for day in days:
        answer = await person.presses(t.plain("weekday", day=day))
    return answer


async def comes(house, person, late=1):
    """Let the time of a person's reminder come."""
    cursor = (await person.desk.transcript())[-1]["seq"]
    await due(house, late)
    return await person.hears(cursor)


async def due(house, late=1):
    await house.sql("UPDATE reminders SET due_at = now() - $1::interval WHERE due_at IS NOT NULL",
                    timedelta(seconds=late))  # fmt: skip


async def counted(house, outcome, number=1):
    """Wait until so many reminders came to this."""
    await until(
        lambda: house.metric("bot_notices_total", "reminder", outcome),
        f"{number} reminders came to {outcome}",
        lambda count: count >= number,
    )


async def test_chosen_by_buttons(house, anna):
    """Days and hour: what is shown is what is stored, and the next time fits it."""
    answer = await opens(anna)
    assert answer.buttons[:2] == [DAYS[:4], DAYS[4:]]
    assert answer.buttons[2] == ["18:00"]
    answer = await anna.presses("пн")
    answer = await anna.presses("чт")
    assert [text for row in answer.buttons[:2] for text in row if "✅" in text] == [
        "✅ пн", "✅ чт",
    ]  # fmt: skip
    assert anna.toast == RU.plain("settings-kept")
    await anna.presses("18:00")
    answer = await anna.presses("07:00")
    assert answer.buttons[2][0] == "07:00"
    answer = await anna.presses("✅ пн")
    answer = await anna.presses(RU.plain("button-back"))
    assert answer.buttons[2] == [said("settings-button-reminders", when="чт, 07:00")]
    at = (await next_time(house)).astimezone(ZoneInfo("Europe/Moscow"))
    assert (at.weekday(), at.hour, at.minute) == (3, 7, 0)
    await opens(anna)
    answer = await anna.presses("✅ чт")
    assert await next_time(house) is None
    answer = await anna.presses(RU.plain("button-back"))
    assert answer.buttons[2] == [said("settings-button-reminders", when="нет")]


async def next_time(house):
    return await house.value("SELECT due_at FROM reminders")


async def test_it_names_the_program_and_starts_it(house, anna):
    """A message at its time; the button begins the workout in its place; counted."""
    await makes_program(anna)
    await chooses(anna, 0, 3)
    heard = await comes(house, anna)
    assert heard.text == said("reminder-program", program="Фулбоди")
    assert heard.buttons == [
        [RU.plain("reminder-button-start")],
        [RU.plain("reminder-button-later"), RU.plain("reminder-button-today")],
    ]
    at = (await next_time(house)).astimezone(ZoneInfo("Europe/Moscow"))
    assert at > datetime.now(UTC)
    assert (at.weekday() in {0, 3}, at.hour) == (True, 18)
    card = await anna.presses(RU.plain("reminder-button-start"))
    assert card.shown["message_id"] == heard.shown["message_id"]
    assert await house.value("SELECT count(*) FROM workouts") == 1
    await counted(house, "sent")
    await due(house)  # while she trains
    await counted(house, "needless")
    await logs(anna)
    await house.sql("UPDATE workouts SET ended_at = now()")
    await due(house)  # and on the evening of that day
    await counted(house, "needless", 2)


async def test_it_names_the_day(house, anna):
    """Of a program with several days the one that comes next; its button is green."""
    await makes_program(anna, "Сплит\nДень A\nПрисед 3x5\nДень B\nЖим 3x5")
    await chooses(anna, 0)
    heard = await comes(house, anna)
    assert heard.text == said("reminder-program", program="Сплит · День A")
    (start,) = heard.shown["reply_markup"]["inline_keyboard"][0]
    assert start["style"] == "success"


async def test_without_a_program(house, boris):
    """The button leads to where one is made."""
    await chooses(boris, 5, t=EN)
    heard = await comes(house, boris)
    assert heard.text == said("reminder", EN)
    answer = await boris.presses(EN.plain("reminder-button-start"))
    assert answer.text == said("workout-no-programs", EN)


async def test_not_today_and_later(house, anna):
    """Not today says when the next one is; later comes once more in an hour, but once."""
    await chooses(anna, 2)
    heard = await comes(house, anna)
    answer = await anna.presses(RU.plain("reminder-button-today"))
    assert answer.text == said("reminder-not-today", when="ср, 18:00")
    assert answer.shown["message_id"] == heard.shown["message_id"]
    await comes(house, anna)
    answer = await anna.presses(RU.plain("reminder-button-later"))
    assert answer.text == said("reminder-later")
    screen = answer.shown["message_id"]
    await anna.presses(data="remind:later", message_id=screen, forged=True)
    left = await house.sql("SELECT due_at - now() AS left FROM notices")
    assert [timedelta(minutes=59) < row["left"] <= timedelta(hours=1) for row in left] == [True]
    cursor = (await anna.desk.transcript())[-1]["seq"]
    await house.sql("UPDATE notices SET due_at = now()")
    assert (await anna.hears(cursor)).text == said("reminder")
    await counted(house, "sent", 3)
    await anna.presses(RU.plain("reminder-button-later"))
    await chooses(anna, 4)  # a new choice takes back what was put off
    assert await house.value("SELECT count(*) FROM notices") == 0


async def test_off_after_two_that_came_to_nothing(house, anna):
    """Two are ignored; in place of the third comes a word, and then nothing."""
    await chooses(anna, 1)
    for number in (1, 2):
        assert (await comes(house, anna)).text == said("reminder")
        await counted(house, "sent", number)
    heard = await comes(house, anna)
    assert heard.text == said("reminder-last")
    await counted(house, "sent", 3)
    assert await next_time(house) is None
    answer = await anna.presses(RU.plain("reminder-button-settings"))
    assert answer.buttons[0] == DAYS[:4]
    await anna.presses("вт")
    assert (await comes(house, anna)).text == said("reminder")


@pytest.mark.parametrize("does", ["button", "workout"])
async def test_who_does_something_goes_on_being_reminded(house, anna, does):
    """A pressed button, or a workout, between two reminders begins the count anew."""
    await chooses(anna, 1)
    for number in range(1, 5):
        assert (await comes(house, anna)).text == said("reminder")
        await counted(house, "sent", number)
        if number % 2 == 0 and does == "button":
            await anna.presses(RU.plain("reminder-button-today"))
        elif number % 2 == 0:
            await anna.says("Жим 80x5")
            await house.sql(
                "UPDATE workouts SET started_at = now() - interval '13 h', ended_at = now()"
            )
            await house.sql("UPDATE reminders SET sent_at = now() - interval '14 h'")
    assert await next_time(house) is not None


async def test_late_ones_do_not_come(quick, stand_in, database_url, desk):
    """A bot that was down for more than an hour keeps still, and is on time the next day."""
    async with open_house(stand_in, database_url):
        anna = await desk.person("Anna")
        await chooses(anna, *range(7))
        await anna.says("/help")
    async with open_house(stand_in, database_url) as second:
        before = await anna.chat()
        await due(second, 3660)
        await counted(second, "late")
        assert await anna.chat() == before
        assert await next_time(second) > datetime.now(UTC)
        assert (await comes(second, anna, 3500)).text == said("reminder")
        left = "SELECT count(*) FROM notices"
        await until(lambda: second.value(left), "no notice waits", lambda count: count == 0)


async def test_who_blocked_the_bot_is_not_reminded(house, anna):
    """Nothing is queued, the next time is kept; whoever comes back is reminded again."""
    await chooses(anna, 1)
    await anna.blocks()
    cursor = (await anna.desk.transcript())[-1]["seq"]
    await due(house)
    later = "SELECT due_at > now() FROM reminders"
    await until(lambda: house.value(later), "the reminder is due at a later time")
    assert await house.value("SELECT count(*) FROM notices") == 0
    assert await anna.desk.calls("sendMessage", cursor=cursor) == []
    await anna.unblocks()
    await anna.says("/start")
    assert (await comes(house, anna)).text == said("reminder")


async def test_another_persons_reminder_is_out_of_reach(house, anna, boris):
    """What her buttons carry does nothing of hers in his hands; nor do forged choices."""
    await makes_program(anna)
    await chooses(anna, 1)
    await comes(house, anna)
    await counted(house, "sent")
    hers = await anna.screen()
    data = [b["callback_data"] for row in hers["reply_markup"]["inline_keyboard"] for b in row]
    screen = (await boris.says("/settings")).shown["message_id"]
    before = await house.rows(anna.id)
    stored = await house.sql("SELECT * FROM reminders")
    forged = [
        "reminder:on:7", "reminder:on:-1", "reminder:on:x", "reminder:hour:24", "reminder:hour:",
        "reminder:zone:Mars/Olympus", "reminder:zone:../../etc/passwd", "reminder:zone:UTC:1",
        "reminder:on:1:2", "reminder:off:٣", "remind:never", "remind:today", "remind:later",
    ]  # fmt: skip
    for each in [*data, *forged]:
        await boris.presses(data=each, message_id=screen, forged=True)
        assert await house.rows(anna.id) == before, each
        assert await house.sql("SELECT * FROM reminders") == stored, each
    assert await house.value("SELECT count(*) FROM notices") == 0
    zones = await house.sql("SELECT timezone FROM people WHERE id = $1", boris.id)
    assert [row["timezone"] for row in zones] == [None]


async def test_a_choice_that_comes_twice(house, anna, desk):
    """Redelivered, pressed again, pressed on an old screen: chosen is chosen."""
    answer = await chooses(anna, 1)
    screen = answer.shown["message_id"]
    before = await house.sql("SELECT * FROM reminders")
    await desk.redelivers()
    await anna.presses(data="reminder:on:1", message_id=screen, forged=True)
    assert await house.sql("SELECT * FROM reminders") == before
