"""/progress: a real process draws, a real PostgreSQL remembers, and the stand-in shows it."""

from datetime import timedelta

import pytest

from service import texts
from service.charts import studio
from service.telegram.transport import pictures
from tests.lifter import words
from tests.some import some
from tests.telegram.talk import RU, said

WEEKLY = [(90, "80x5"), (60, "82,5x5"), (20, "85x3"), (5, "82,5x5"), (0, "87,5x3")]


async def trained(house, person, name="Жим лёжа", days=WEEKLY):
    """Log one set a day: so many days ago."""
    for ago, typed in days:
        answer = await person.says(f"{name} {typed}")
        await person.says("/start")
        await finished(house, person, ago)
        assert answer


async def finished(house, person, ago):
    """End the open workout, and move it into the past."""
    back = timedelta(days=ago)
    await house.sql(
        "UPDATE sets SET logged_at = logged_at - $2::interval WHERE owner = $1 AND workout ="
        " (SELECT id FROM workouts WHERE owner = $1 AND ended_at IS NULL)",
        person.id,
        back,
    )
    await house.sql(
        "UPDATE workouts SET started_at = started_at - $2::interval, ended_at = now() - $2"
        " WHERE owner = $1 AND ended_at IS NULL",
        person.id,
        back,
    )


def photo(message):
    return message["photo"][-1]["file_id"]


def picture(stand_in, message):
    """Read the picture of a message, and check that it is one of ours."""
    content = stand_in.world.files.read(stand_in.world.files.find(photo(message)))
    assert content.startswith(b"\x89PNG")
    assert (message["photo"][-1]["width"], message["photo"][-1]["height"]) == (1200, 800)
    return content


def caption(message):
    return words(message)


async def counted(house, kind="progress"):
    outcomes = ("drawn", "cached", "too_slow", "failed")
    return [await house.metric("bot_pictures_total", kind, each) for each in outcomes]


async def test_one_picture_is_swapped_in_place(house, stand_in, anna):
    """Its caption says the numbers; every button changes the same message."""
    await trained(house, anna)
    listed = await anna.says("/progress")
    assert listed.buttons[0] == ["Жим лёжа · 87,5 × 3"]
    shown = (await anna.presses("Жим лёжа · 87,5 × 3")).shown
    assert shown["message_id"] == listed.shown["message_id"]
    text = caption(shown)
    assert "Жим лёжа" in text
    assert "93,3 кг → 96,3 кг (+3 кг)" in text
    assert "Лучше всего: 96,3 кг, 29 сентября · рекордов: 1" in text
    assert "5 тренировок, 5 подходов" in text
    pictures_seen = {picture(stand_in, shown)}
    for key in ("all", "year", "weeks", "weight", "volume"):
        answer = await anna.presses(RU.plain(f"progress-button-{key}"))
        assert answer.shown["message_id"] == listed.shown["message_id"]
        pictures_seen.add(picture(stand_in, answer.shown))
    assert len(pictures_seen) == 6
    assert "• Объём" in str(answer.buttons)


async def test_nothing_is_drawn_or_sent_twice(house, stand_in, anna):
    """Telegram's id of the picture is used again; a correction makes another picture."""
    await trained(house, anna)
    first = (await anna.says("/progress жим лежа")).shown
    cursor = stand_in.world.transcript.cursor
    again = (await anna.says("/progress Жим лёжа")).shown
    assert photo(again) == photo(first)
    (call,) = await anna.desk.calls("sendPhoto", cursor=cursor)
    assert call["params"]["photo"] == photo(first)
    assert await counted(house) == [1, 1, 0, 0]
    await house.sql("UPDATE sets SET weight_kg = 90 WHERE owner = $1 AND weight_kg = 85", anna.id)
    corrected = (await anna.says("/progress жим лёжа")).shown
    assert photo(corrected) != photo(first)
    assert "99 кг" in caption(corrected)


async def test_forgotten_file_is_drawn_again(house, stand_in, anna):
    """Telegram may not know an id any more."""
    house.expects_refusals = ("wrong file identifier",)
    await trained(house, anna)
    first = (await anna.says("/progress жим лёжа")).shown
    stand_in.world.files.forget()
    again = (await anna.says("/progress жим лёжа")).shown
    assert photo(again) != photo(first)


async def test_single_workout_is_said_in_words(house, anna):
    await trained(house, anna, days=[(0, "80x5")])
    answer = await anna.says("/progress жим лёжа")
    assert answer.text == said("progress-single", name="Жим лёжа", days=1)
    assert answer.buttons[0] == [RU.plain("progress-button-records")]
    back = await anna.presses(RU.plain("progress-button-lifts"))
    assert back.shown["message_id"] == answer.shown["message_id"]


async def test_nothing_to_show(house, anna):
    assert (await anna.says("/progress")).text == said("progress-none")
    answer = await anna.says("/progress жим")
    assert answer.texts == [said("progress-unknown"), said("progress-none")]


async def test_too_short_a_period_keeps_the_picture(house, anna):
    await trained(house, anna, days=[(80, "80x5"), (60, "85x5"), (40, "90x5")])
    await anna.says("/progress жим лёжа")
    answer = await anna.presses(RU.plain("progress-button-weeks"))
    assert answer.toast == "4 недели: меньше двух тренировок"
    assert not answer.edits


async def test_old_lift_shows_the_period_in_which_it_has_a_curve(house, anna):
    await trained(house, anna, days=[(700, "80x5"), (600, "85x5")])
    answer = await anna.says("/progress жим лёжа")
    assert "всё время" in answer.text


async def test_back_to_the_list_leaves_one_message(house, anna):
    """A photo can't become a text: the list is a new message, and the photo goes."""
    await trained(house, anna)
    shown = (await anna.says("/progress жим лёжа")).shown
    back = await anna.presses(RU.plain("progress-button-lifts"))
    assert back.text == said("progress-ask")
    assert back.deleted == [shown["message_id"]]


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_the_curve_leads_to_the_records_and_back(house, stand_in, desk, language):
    """One message in the chat: the picture goes for the text, and comes back in its place."""
    t, name = texts.of(language), "Жим лёжа" if language == "ru" else "Bench press"
    person = await desk.person("Lifter", language=language)
    await trained(house, person, name)
    shown = (await person.says(f"/progress {name}")).shown
    records = await person.presses(t.plain("progress-button-records"))
    assert records.text.startswith(name)
    assert records.deleted == [shown["message_id"]]
    curve = await person.presses(t.plain("records-button-curve"))
    assert curve.shown["message_id"] == records.shown["message_id"]
    picture(stand_in, curve.shown)


async def test_theme_is_remembered(house, stand_in, anna):
    await trained(house, anna)
    light = picture(stand_in, (await anna.says("/progress жим лёжа")).shown)
    dark = await anna.presses(RU.plain("picture-button-dark"))
    assert dark.edits
    assert picture(stand_in, dark.shown) != light
    again = (await anna.says("/progress жим лёжа")).shown
    assert picture(stand_in, again) == picture(stand_in, dark.shown)
    back = await anna.presses(RU.plain("picture-button-light"))
    assert picture(stand_in, back.shown) == light


async def test_reader_of_pounds_and_english(house, stand_in, boris):
    await trained(house, boris, "Bench press", [(9, "175lb x5"), (0, "180lb x5")])
    await house.sql("UPDATE people SET unit = 'lb' WHERE id = $1", boris.id)
    answer = await boris.says("/progress bench press")
    assert "204.2 lb → 210 lb (+5.8 lb)" in answer.text
    assert "1RM" in str(answer.buttons)
    picture(stand_in, answer.shown)


@pytest.mark.parametrize(
    ("name", "days", "buttons", "first"),
    [
        ("Подтягивания", [(9, "8"), (0, "12")], ["• Повторы", "Всего"], "8 → 12 (+4)"),
        (
            "Подтягивания",
            [(9, "8"), (0, "+10x6")],
            ["• Повторы", "Вес", "Всего"],
            "8 → 6 (−2)",
        ),
        ("Планка", [(9, "60с"), (0, "2:00")], ["• Время", "Всего"], "60 с → 2:00 (+60 с)"),
    ],
)
async def test_measures_suit_the_exercise(house, anna, name, days, buttons, first):
    await trained(house, anna, name, days)
    answer = await anna.says(f"/progress {name}")
    assert answer.buttons[1] == buttons
    assert first in answer.text


async def test_muscles_of_two_weeks(house, stand_in, anna):
    """Warm-ups do not count; the caption says all that the picture shows."""
    await anna.says("Жим лёжа 80x5x3")
    await anna.says("Жим лёжа w40x5")
    await anna.says("Нечто своё 10x5")
    await finished(house, anna, 0)
    await anna.says("Присед 100x5x2")
    await finished(house, anna, 7)
    await anna.says("/progress")
    answer = await anna.presses(RU.plain("progress-button-muscles"))
    assert "Грудь: 3 (прошлая неделя 0)" in answer.text
    assert "Квадрицепс: 0 (прошлая неделя 2)" in answer.text
    assert "И ещё 1 подход упражнений" in answer.text
    light = picture(stand_in, answer.shown)
    dark = await anna.presses(RU.plain("picture-button-dark"))
    assert picture(stand_in, dark.shown) != light


async def test_picture_out_of_time_is_answered_in_words(house, anna, monkeypatch):
    await trained(house, anna)
    monkeypatch.setattr(studio, "COLD_SECONDS", 0.0)
    answer = await anna.says("/progress жим лёжа")
    assert "96,3 кг" in answer.text
    assert answer.text.endswith(said("picture-failed"))
    assert (await counted(house))[2] == 1
    monkeypatch.undo()
    shown = (await anna.presses(RU.plain("progress-button-all"))).shown
    assert photo(shown)
    assert shown["message_id"] == answer.shown["message_id"]


async def test_memory_of_sent_pictures_is_bounded(house, anna, monkeypatch):
    monkeypatch.setattr(pictures, "MAX_SENT", 1)
    await trained(house, anna)
    await anna.says("/progress жим лёжа")
    for key in ("all", "months"):
        await anna.presses(RU.plain(f"progress-button-{key}"))
    assert await counted(house) == [3, 0, 0, 0]


async def test_list_turns_its_pages(house, anna):
    """The most often trained first; nine exercises are two pages."""
    for n in range(9):
        await anna.says(f"Упражнение {'абвгдежзи'[n] * 3} 10x5")
    await finished(house, anna, 3)
    await anna.says("Упражнение ззз 10x5")
    answer = await anna.says("/progress")
    assert answer.buttons[0] == ["Упражнение ззз · 10 × 5"]
    assert len(answer.buttons) == 10
    further = await anna.presses(RU.plain("button-next"))
    assert len(further.buttons) == 3
    assert some(further.edits)


async def test_body_weight_has_a_curve(house, stand_in, anna):
    """It has no records; the same buttons choose the period and the colours."""
    assert RU.plain("bodyweight-button-curve") not in str((await anna.says("/weight 82,5")).buttons)
    listed = await anna.says("/weight 84 вчера")
    shown = (await anna.presses(RU.plain("bodyweight-button-curve"))).shown
    assert shown["message_id"] == listed.shown["message_id"]
    assert "84 кг → 82,5 кг (−1,5 кг)" in caption(shown)
    assert "Больше всего: 84 кг, вчера" in caption(shown)
    light = picture(stand_in, shown)
    dark = await anna.presses(RU.plain("picture-button-dark"))
    assert picture(stand_in, dark.shown) != light
    assert (await anna.presses(RU.plain("progress-button-year"))).edits
    back = await anna.presses(RU.plain("bodyweight-button-list"))
    assert back.deleted == [shown["message_id"]]
    assert (await counted(house, "weight"))[0] == 3
