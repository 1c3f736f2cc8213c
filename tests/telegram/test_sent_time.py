"""A message counts from the moment it was sent, however late it arrives."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.lifter import words
from tests.telegram.talk import RU, begins, does, logs, said, sets

HOUR = 3600


async def writes_late(person, text, seconds):
    """Write a message that arrives so many seconds after it was sent; also give its number."""
    await person.desk.forward_clock(-seconds)
    answer = await person.says(text)
    await person.desk.forward_clock(seconds)
    return answer, [m for m in await person.chat() if words(m) == text][-1]


async def test_a_set_is_of_the_time_at_which_it_was_sent(house, anna):
    """The set, and the workout that begins with it; the minutes on the card count from then."""
    answer, message = await writes_late(anna, "Жим лёжа 80x5", 20 * 60)
    assert answer.reaction == "👍"
    assert "20 мин" in answer.text
    sent = message["date"]
    times = "SELECT extract(epoch FROM {})::int FROM {}"
    assert await house.value(times.format("logged_at", "sets")) == sent
    assert await house.value(times.format("started_at", "workouts")) == sent
    assert await house.value("SELECT ended_at FROM workouts") is None


@pytest.mark.parametrize(("late", "rings"), [(0, True), (60, True), (119, True), (130, False)])
async def test_a_rest_that_is_over_is_not_timed(house, anna, late, rings):
    """Two minutes of rest begin with the set; when the message arrives later, nothing rings."""
    _, message = await writes_late(anna, "Жим лёжа 80x5", late)
    due = await house.sql("SELECT extract(epoch FROM due_at)::float AS due FROM timers")
    assert bool(due) is rings
    if rings:
        assert due[0]["due"] - message["date"] == pytest.approx(120, abs=2)


async def test_a_late_set_ends_the_rest_before_it(house, anna):
    """The rest after the set before is over when the next one was lifted."""
    await begins(anna, "П\nПрисед 5x5 60")
    await logs(anna)
    await house.sql("UPDATE sets SET logged_at = logged_at - interval '4 minutes'")
    await house.sql("UPDATE workouts SET last_set_at = last_set_at - interval '4 minutes'")
    await writes_late(anna, "60x5", 130)
    assert await house.value("SELECT count(*) FROM timers") == 0


async def test_what_was_sent_while_the_bot_was_down_over_midnight(house, anna):
    """Each message is of its own day, in the person's time zone; nothing stays open."""
    await anna.says("/start")
    zone = "Asia/Vladivostok"
    await house.sql("UPDATE people SET timezone = $1", zone)
    then = await house.value(
        f"SELECT extract(epoch FROM date_trunc('day', now(), '{zone}')"
        " - interval '10 minutes')::bigint"
    )
    clock = await house.value("SELECT extract(epoch FROM now())::bigint")
    if clock - then < 4 * HOUR:
        then -= 24 * HOUR
    first, _ = await writes_late(anna, "Жим лёжа 80x5", clock - then)
    await writes_late(anna, "82,5x4", clock - then - 300)
    last, _ = await writes_late(anna, "Присед 100x5", clock - then - 1200)
    days = await house.sql(
        "SELECT (now() AT TIME ZONE $1)::date - (logged_at AT TIME ZONE $1)::date AS ago"
        " FROM sets ORDER BY logged_at",
        zone,
    )
    ago = days[0]["ago"]
    assert [row["ago"] for row in days] == [ago, ago, ago - 1]
    assert first.reaction == last.reaction == "👍"
    assert await house.value("SELECT count(*) FROM workouts") == 1
    workout = (await house.sql("SELECT *, ended_at - started_at AS took FROM workouts"))[0]
    assert abs(workout["took"] - timedelta(seconds=1200)) <= timedelta(seconds=2)
    assert await house.value("SELECT count(*) FROM timers") == 0
    if ago == 1:
        assert first.texts == [said("workout-past", day="вчера", lines="Жим лёжа: 80 × 5")]
        assert last.texts == [
            said("workout-past", day="сегодня", lines="Приседания со штангой: 100 × 5")
        ]


async def test_a_set_joins_the_workout_that_was_forgotten_meanwhile(house, anna):
    """A set without a name, sent during a workout that the bot closed when it came back."""
    await begins(anna, "П\nПрисед 5x5 60")
    await logs(anna)
    for table, column in (("sets", "logged_at"), ("workouts", "last_set_at, started_at")):
        for each in column.split(", "):
            await house.sql(f"UPDATE {table} SET {each} = {each} - interval '9 hours'")
    await house.sql("UPDATE workouts SET ended_at = last_set_at, ended_by = 'forgotten'")
    answer, message = await writes_late(anna, "62,5x4", 9 * HOUR - 600)
    assert answer.reaction == "👍"
    assert [row[2:4] for row in await sets(house)] == [(60, 5), (Decimal("62.5"), 4)]
    ended = await house.value("SELECT extract(epoch FROM ended_at)::int FROM workouts")
    assert ended == message["date"]
    (summary,) = answer.edits
    assert "Присед: 60 × 5, 62,5 × 4" in words(summary)


async def test_yesterday_is_the_day_before_the_message(house, anna):
    """A day in a late message counts from the day on which it was sent."""
    await writes_late(anna, "вчера Жим лёжа 80x5", 48 * HOUR)
    ago = await house.value("SELECT current_date - logged_at::date FROM sets")
    assert ago == 3


async def test_a_set_that_is_stored_later_takes_its_place_by_time(house, anna):
    """A refused message, corrected after the next set, was the set before it."""
    await begins(anna, "П\nПрисед 5x5 60")
    await logs(anna)
    _, typo = await writes_late(anna, "62,5x", 20)
    await house.sql("UPDATE sets SET logged_at = logged_at - interval '60 seconds'")
    await anna.says("65x5")
    before = await house.value("SELECT due_at FROM timers")
    answer = await anna.edits(typo["message_id"], "62,5x5")
    assert answer.reaction == "👍"
    assert [row[2] for row in await sets(house)] == [60, Decimal("62.5"), 65]
    assert "2. ✅ 62,5 × 5" in answer.text
    assert "3. ✅ 65 × 5" in answer.text
    assert await house.value("SELECT due_at FROM timers") == before
    await does(anna, "undo")
    assert anna.toast == RU.plain("workout-undone-set", n=2, lift="62,5 × 5").replace("\xa0", " ")


async def test_a_set_before_the_last_does_not_move_the_card(house, anna):
    """Whoever is at the bench already stays there."""
    await begins(anna, "П\nПрисед 3x5 60\nЖим лёжа 3x5 50")
    _, typo = await writes_late(anna, "Присед 60x", 20)
    await anna.says("Жим лёжа 50x5")
    answer = await anna.edits(typo["message_id"], "Присед 60x5")
    assert "Жим лёжа" in answer.text.partition("1.")[0]
    assert [row[:3] for row in await sets(house)] == [(1, 1, 60), (2, 1, 50)]
