"""Notes on a set, an exercise and a workout."""

from tests.lifter import button_rows
from tests.telegram.talk import RU, begins, does, logs, said

SQUAT = "Сила\nПрисед 2x5 60\nЖим лёжа 1x5 40"


async def notes(anna, button):
    """Choose what a note is about."""
    await does(anna, "list")
    await does(anna, "notes")
    return await anna.presses(button)


async def test_a_note_on_a_set(house, anna):
    """On the last one, after it was logged by a tap; the next time it is shown."""
    await begins(anna, SQUAT)
    await logs(anna)
    asked = await notes(anna, RU.plain("note-button-set", n=1, lift="60 × 5"))
    assert said("note-ask-set", name="Присед", n=1) in asked.text
    answer = await anna.says("колено ныло")
    assert answer.reaction == "✍"
    assert await house.value("SELECT note FROM sets") == "колено ныло"
    assert "колено ныло" in answer.text
    await does(anna, "finish")
    assert "📝 колено ныло" in (await anna.says("/go")).text


async def test_a_note_on_an_exercise(house, anna):
    """It stays on the card, this time and the next, until it is removed."""
    await begins(anna, SQUAT)
    await notes(anna, "Присед")
    answer = await anna.says("стойка на 7, <b>пояс</b>")
    assert "📌 стойка на 7, <b>пояс</b>" in answer.text
    await logs(anna)
    await does(anna, "finish")
    assert "📌 стойка на 7" in (await anna.says("/go")).text
    await notes(anna, "Присед")
    card = await anna.presses(RU.plain("note-button-remove"))
    assert "📌" not in card.text
    assert await house.value("SELECT count(note) FROM exercises") == 0


async def test_a_note_on_a_workout(house, anna):
    """The summary shows it."""
    await begins(anna, SQUAT)
    await notes(anna, RU.plain("note-button-workout"))
    answer = await anna.says("не выспался\nи жарко")
    assert "🗒 не выспался и жарко" in answer.text
    await anna.says("60x5")
    assert await house.value("SELECT count(*) FROM sets") == 1
    summary = await does(anna, "finish")
    assert "🗒 не выспался и жарко" in summary.text


async def test_what_is_no_note(house, anna):
    """Too long: refused, and still asked for."""
    await begins(anna, SQUAT)
    await notes(anna, RU.plain("note-button-workout"))
    answer = await anna.says("я" * 201)
    assert answer.reaction == "🤔"
    assert button_rows(await anna.screen()) == [[RU.plain("workout-button-keep")]]
    await anna.says("80x5 записано как есть")
    assert await house.value("SELECT note FROM workouts") == "80x5 записано как есть"
