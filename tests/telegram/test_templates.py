"""/templates: a ready program in three taps, with weights that fit the person."""

import pytest

from tests.telegram.talk import EN, RU, begins, does, said


async def weights(house):
    """Read the planned weights in their order."""
    rows = await house.sql(
        "SELECT weight_kg FROM slots JOIN days ON days.id = slots.day"
        " ORDER BY days.position, slots.position"
    )
    return [f"{row[0].normalize():f}" for row in rows if row[0] is not None]


async def test_three_taps(house, anna):
    """The list, one of it, and it is one's own: with days, rules and rests."""
    listed = await anna.says("/templates")
    assert len([label for row in listed.buttons for label in row]) == 8
    assert "StrongLifts 5×5 — 3 дня в неделю, для новичков" in listed.text
    shown = await anna.presses("StrongLifts 5×5")
    assert "Присед — 5×5, 20 кг, +2,5" in shown.text.replace("\u00a0", " ")
    assert "Записей пока нет" in shown.text
    used = await anna.presses(RU.plain("template-button-use"))
    assert used.toast == RU.plain("template-used")
    assert "День А" in used.text
    assert await house.metric("bot_operations_total", "newprogram") == 1
    assert await weights(house) == ["20", "20", "30", "20", "20", "40"]
    card = await anna.says("/startworkout")
    assert "StrongLifts 5×5 · День А" in card.text
    assert "Присед — 5×5, 20 кг, +2,5" in card.text


async def test_weights_from_the_log(house, anna):
    """What was lifted before says where to begin; it is ten per cent less."""
    await anna.says("Присед 100x5")
    await does(anna, "finish")
    await anna.says("/templates")
    shown = await anna.presses("StrongLifts 5×5")
    assert "с запасом в 10 %: присед 90 кг" in shown.text
    await anna.presses(RU.plain("template-button-use"))
    assert await weights(house) == ["90", "20", "30", "90", "20", "40"]


async def test_weights_from_one_message(house, boris):
    """The typed weights are the work weights; what is not typed begins with the bar."""
    await boris.says("/templates")
    await boris.presses("StrongLifts 5×5")
    asked = await boris.presses(EN.plain("template-button-weights"))
    assert "squat 20, bench press 20, barbell row 30" in asked.text
    card = await boris.says("squat 80, bench 60")
    assert "Day A" in card.text
    assert await weights(house) == ["80", "60", "30", "80", "20", "40"]


async def test_weights_that_are_not_read(house, anna):
    """One exercise that is not of the program is named, and nothing is stored until all is read."""
    await anna.says("/templates")
    await anna.presses("StrongLifts 5×5")
    await anna.presses(RU.plain("template-button-weights"))
    refused = await anna.says("присед 80, бицепс 20")
    assert refused.text == said("template-weights-unread", typed="бицепс 20"), (
        "the part that is not read is named"
    )
    assert await weights(house) == []
    await anna.says("присед 80")
    assert (await weights(house))[0] == "80"


async def test_sets_in_a_line_are_no_weights(house, anna):
    """They answer the question, so they are not logged."""
    await anna.says("/templates")
    await anna.presses("StrongLifts 5×5")
    await anna.presses(RU.plain("template-button-weights"))
    refused = await anna.says("присед 80x5, жим 60x5")
    assert refused.text == said("template-weights-unread", typed="присед 80x5, жим 60x5")
    assert await house.value("SELECT count(*) FROM sets") == 0
    await anna.says("присед 80 жим 60")
    assert (await weights(house))[:2] == ["80", "60"]


async def test_a_set_is_no_answer(house, anna):
    """A set that is typed meanwhile is logged, and the question is closed."""
    await anna.says("/templates")
    await anna.presses("StrongLifts 5×5")
    await anna.presses(RU.plain("template-button-weights"))
    card = await anna.says("Бицепс 20x12")
    assert card.reaction == "👍"
    await anna.says("80x5")
    assert await weights(house) == []


@pytest.mark.parametrize("command", ["/programs", "/startworkout"])
async def test_offered_when_there_is_none(anna, command):
    """Whoever has no program yet is offered a ready one."""
    shown = await anna.says(command)
    assert [RU.plain("templates-button")] in shown.buttons
    listed = await anna.presses(RU.plain("templates-button"))
    assert "Madcow" in listed.text


async def test_not_offered_otherwise(anna):
    """A person with a program is not disturbed."""
    await begins(anna)
    shown = await anna.says("/programs")
    assert [RU.plain("templates-button")] not in shown.buttons


@pytest.mark.parametrize("t", [RU, EN])
async def test_every_template_fits_and_can_be_used(house, anna, boris, t):
    """Each preview is one message, and each can be trained at once."""
    person = anna if t is RU else boris
    listed = await person.says("/templates")
    labels = [label for row in listed.buttons for label in row]
    for label in labels:
        await person.says("/templates")
        shown = await person.presses(label)
        assert len(shown.text) < 4096
        assert "…" not in shown.text
        await person.presses(t.plain("template-button-use"))
        card = await person.presses(data=(await begin_data(person)))
        assert "1. ▶️" in card.text
        await does(person, "finish", t)


async def begin_data(person):
    """Return the callback data of the button that begins a workout."""
    screen = await person.screen()
    rows = screen["reply_markup"]["inline_keyboard"]
    (data,) = [
        b["callback_data"] for row in rows for b in row if b["callback_data"][:6] == "begin:"
    ]
    return data
