"""Kilograms and pounds: asked once, and then everywhere in the person's unit."""

import pytest

from tests.lifter import button_rows, words
from tests.telegram.talk import EN, RU, begins, does, logs, makes_program, said


async def chooses(person, unit="lb", t=EN):
    """Choose a unit in the settings."""
    await person.says("/settings")
    return await person.presses(t.plain("unit", unit=unit))


async def weights(house):
    return [row[0] for row in await house.sql("SELECT weight_kg FROM sets ORDER BY logged_at, n")]


def kilograms(*pounds):
    return [round(each * 0.45359237, 2) for each in pounds]


def asks(answer, t=EN):
    return [each for each in answer.messages if words(each) == said("unit-question", t)]


async def test_asked_when_somebody_types_pounds(house, boris):
    """Once; the answer changes the card that is there, and numbers are pounds from then on."""
    answer = await boris.says("Squat 315 lb x 5")
    (question,) = asks(answer)
    assert button_rows(question) == [["Kilograms", "Pounds (lb)"]]
    assert "142.88 × 5" in answer.text  # kilograms, until something else is chosen
    answer = await boris.presses("Pounds (lb)")
    assert said("unit-taken", EN, unit="lb") in [words(each) for each in answer.edits]
    assert "315 × 5" in answer.text
    assert "best 315 × 5" in answer.text
    answer = await boris.says("320x5")
    assert not asks(answer)
    assert "320 × 5" in answer.text
    assert [float(each) for each in await weights(house)] == kilograms(315, 320)
    answer = await boris.says("100 kg x 5")
    assert "220.5 × 5" in answer.text  # who trains in pounds still sees pounds
    assert float((await weights(house))[-1]) == 100


async def test_who_trains_in_kilograms_still_sees_them(house, anna):
    """One set of pounds, and the answer is kilograms: nothing else changes."""
    answer = await anna.says("Присед 225 фунтов х 5")
    assert asks(answer, RU)
    await anna.presses("Килограммы")
    assert "102,06 × 5" in words(await anna.screen())
    answer = await anna.says("60х5")
    assert "60 × 5" in answer.text
    assert not asks(await anna.says("135 lb x 5"), RU)
    assert [float(each) for each in await weights(house)] == [102.06, 60, 61.23]


async def test_not_asked_of_one_who_chose(house, boris):
    """Nor of one who never types pounds."""
    assert not asks(await boris.says("Squat 100x5"))
    await chooses(boris)
    assert not asks(await boris.says("315 lb x 5"))


async def test_only_one_question_at_once(house, newcomers, boris):
    """The unit first; the time zone after the next set."""
    answer = await boris.says("Squat 315 lb x 5")
    assert asks(answer)
    zone = said("zone-question", EN, clock="").split("\n", maxsplit=1)[0]
    assert not [each for each in answer.texts if each.startswith(zone)]
    answer = await boris.says("320 lb x 5")
    assert [each for each in answer.texts if each.startswith(zone)]


async def test_a_whole_day_in_pounds(house, boris):
    """Program, card, buttons, plates, summary and records."""
    await chooses(boris)
    answer = await boris.says("/newprogram Strength\nSquat 3x5 315\nPlank 1x60s\nCurl 1x10 60 kg")
    assert "Squat — 3×5, 315 lb" in answer.text
    assert "132.5 lb" in answer.text
    await boris.presses(EN.plain("draft-button-save"))
    card = await boris.presses(EN.plain("program-button-start"))
    assert "Squat — 3×5, 315 lb" in card.text
    assert "per side: 45 + 45 + 45" in card.text
    assert ["−5", "315 lb", "+5"] in card.buttons
    card = await boris.presses("+5")
    assert boris.toast == "320 × 5"
    assert ["✅ 320 × 5"] in card.buttons
    assert "per side: 45 + 45 + 45 + 2.5" in card.text
    card = await logs(boris)
    assert boris.toast == "Set 1: 320 × 5 ✓"
    await boris.says("325x5")
    card = await boris.says("330x5")
    assert await boris.says("/programs")
    assert [float(each) for each in await weights(house)] == kilograms(320, 325, 330)
    await does(boris, "finish", EN)
    summary = (await boris.chat())[-1]
    assert "4,875 lb" in words(await find(boris, "🏁"))
    assert summary
    answer = await boris.says("Squat 335x5")
    assert "weight record 335 × 5 (+5 lb)" in answer.text
    assert "1RM ≈ 390.8 lb (+5.8)" in answer.text


async def find(person, sign):
    """Find the newest message with a sign."""
    return [each for each in await person.chat() if sign in words(each)][-1]


async def test_report_and_programs(house, boris):
    """Totals and bests; what is planned is shown as it was written, whoever looks."""
    await chooses(boris)
    await makes_program(boris, "Strength\nSquat 3x5 315", EN)
    for typed in ("Squat 315x5", "315x5", "325x5"):
        await boris.says(typed)
    answer = await boris.says("/report")
    assert "4,775 lb" in answer.text
    assert "best 325 × 5" in answer.text
    await boris.says("/programs")
    answer = await boris.presses("Strength")
    assert "Squat — 3×5, 315 lb" in answer.text
    await chooses(boris, "kg")
    answer = await boris.says("/report")
    assert "2,165.9 kg" in answer.text
    assert "best 147.42 × 5" in answer.text


async def test_the_first_suggestions(house, anna):
    """An empty bar of 45 lb, and steps that do not drift."""
    await chooses(anna, t=RU)
    card = await begins(anna, "Сила\nПрисед 5x5")
    assert ["−5", "45 lb", "+5"] in card.buttons
    for n in range(1, 28):
        card = await anna.presses("+5")
        assert ["−5", f"{45 + 5 * n} lb", "+5"] in card.buttons
    assert "на сторону: 45 + 10 + 10 + 2,5" in card.text


async def test_warm_ups_in_pounds(house, boris):
    """They are rounded to plates of pounds."""
    await chooses(boris)
    await begins(boris, "S\nSquat 1x5 225", EN)
    card = await boris.presses(EN.plain("workout-button-warmup"))
    for weight in ("45 × 10", "110 × 5", "155 × 3", "190 × 2"):
        assert weight in card.text


@pytest.mark.parametrize(
    ("typed", "pounds"),
    [("135x5", 135), ("135,5x5", 135.5), ("45", 45), ("135x5x3", 135), ("Bench 135x5", 135),
     ("w95x10", 95), ("135 x 5 @8", 135), ("135", 135)],
)  # fmt: skip
async def test_bare_numbers_are_pounds(house, boris, typed, pounds):
    """In every form that has a weight."""
    await chooses(boris)
    await begins(boris, "S\nSquat 5x5 135\nBench press 3x5", EN)
    await boris.says(typed)
    assert float((await weights(house))[0]) == kilograms(pounds)[0]


async def test_an_edit_is_in_pounds(house, boris):
    """Correcting one's own message, and fixing a set from the list."""
    await chooses(boris)
    await boris.says("Squat 135x5")
    typed = (await boris.chat())[-2]
    await boris.edits(typed["message_id"], "Squat 145x5")
    assert float((await weights(house))[0]) == kilograms(145)[0]


async def test_too_heavy(house, boris):
    """The limit is told in the unit that was typed."""
    await chooses(boris)
    answer = await boris.says("Squat 2205x5")
    assert answer.text == said("weight-range-pounds", EN, least=0, most=2204)
    assert not await weights(house)


async def test_a_draft_means_what_is_shown(house, boris):
    """Its numbers are read anew when the unit changes, and an old preview saves nothing."""
    await boris.says("/newprogram S\nSquat 3x5 100")
    old = (await boris.screen())["message_id"]
    await chooses(boris)
    await boris.presses(EN.plain("draft-button-save"), message_id=old)
    assert boris.toast == EN.plain("toast-stale")
    assert await house.value("SELECT count(*) FROM programs") == 0


async def test_equipment_in_pounds(house, boris):
    """Bars, plates and steps to choose from are those of a gym with pounds."""
    await chooses(boris)
    await begins(boris, "S\nSquat 3x5 135", EN)
    await boris.says("/settings")
    shown = await boris.presses(EN.plain("settings-button-equipment"))
    assert shown.buttons[0] == ["• 45 lb", "35 lb", "25 lb"]
    await boris.presses("35 lb")
    assert "per side: 45 + 5" in (await boris.says("/go")).text
    await boris.says("/settings")
    await boris.presses(EN.plain("settings-button-equipment"))
    shown = await boris.presses(EN.plain("equipment-plate", on="yes", plate="5"))
    assert EN.plain("equipment-plate", on="no", plate="5") in [
        text for row in shown.buttons for text in row
    ]
    assert "per side: 25 + 25" in (await boris.says("/go")).text
    await does(boris, "list", EN)
    await boris.presses(EN.plain("settings-button-gear"))
    await boris.presses("±2.5")
    await boris.presses(EN.plain("button-back"))
    assert ["−2.5", "135 lb", "+2.5"] in (await boris.says("/go")).buttons
    await boris.presses("+2.5")
    assert boris.toast == "137.5 × 5"


async def test_sets_in_kilograms_are_repeated_in_pounds(house, anna):
    """The last set is repeated exactly, and no difference is shown where there is none."""
    await anna.says("Присед 60x5")
    await chooses(anna, t=RU)
    card = await anna.says("/go")
    assert said("workout-reason-today") in card.text
    await logs(anna)
    assert await weights(house) == [60, 60]
    await does(anna, "finish")
    card = await anna.says("Присед 132.5x5")
    assert said("workout-reason-last-time") in card.text
