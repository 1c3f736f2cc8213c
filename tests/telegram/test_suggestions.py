"""Suggested weights: the newer of plan and history, and signs that the buttons understand."""

from decimal import Decimal

import pytest

from tests.lifter import button_rows
from tests.telegram.talk import begins, does, logs, makes_program, said, sets


async def test_a_weight_planned_after_the_last_workout_wins(house, anna):
    """A new program asks for its own weight; once it was trained, for what was lifted."""
    await begins(anna, "Старая\nПрисед 1x5 60")
    await anna.says("80x5")
    await does(anna, "finish")
    card = await begins(anna, "Новая\nПрисед 2x5 70")
    assert "1. ▶️ 70 × 5   было 80 × 5" in card.text
    assert said("workout-reason-plan") in card.text
    await logs(anna)
    await anna.says("72.5x5")
    await does(anna, "finish")
    await anna.says("/startworkout")
    card = await anna.presses("▶️ Новая")
    assert "1. ▶️ 70 × 5" in card.text
    assert said("workout-reason-last-time") in card.text
    assert "2. · 72,5 × 5" in card.text


@pytest.mark.parametrize(
    ("exercise", "typed", "presses"),
    [
        (
            "Подтягивания",
            "-20x8",
            [("+2,5", "−17,5 кг"), ("−2,5", "−20 кг"), ("−2,5", "−22,5 кг")],
        ),
        ("Подтягивания", "-2.5x8", [("+2,5", "0 кг"), ("+2,5", "+2,5 кг"), ("−2,5", "0 кг")]),
        ("Гравитрон", "20x8", [("+2,5", "−17,5 кг"), ("−2,5", "−20 кг")]),
        ("Брусья", "+10x8", [("−2,5", "+7,5 кг"), ("+2,5", "+10 кг")]),
    ],
)
async def test_the_buttons_understand_signs(house, anna, exercise, typed, presses):
    """More weight on the body is less assistance; the middle button shows the sign."""
    await begins(anna, f"Тело\n{exercise} 3x8")
    await anna.says(typed)
    for press, shown in presses:
        card = await anna.presses(press)
        assert card.buttons[-4][1] == shown
    await logs(anna)
    (last,) = await house.sql("SELECT weight_kg, load FROM sets ORDER BY n DESC LIMIT 1")
    weight, load = last
    sign = {"assisted": "−", "added": "+", "plain": ""}[load]
    assert sign + f"{weight.normalize():f}".replace(".", ",") + " кг" == presses[-1][1]


async def test_assistance_ends_at_the_bodys_weight(house, anna):
    """A machine that helps can't do more than not help."""
    await begins(anna, "Тело\nГравитрон 3x8")
    await anna.says("2.5x8")
    await anna.presses("+2,5")
    await anna.presses("+2,5")
    cards = [each for each in await anna.chat() if ":log:" in str(each.get("reply_markup"))]
    assert button_rows(cards[-1])[-4][1] == "0 кг"


@pytest.mark.parametrize(
    ("exercise", "step"),
    [("Жим лёжа", "2,5"), ("Жим гантелей лёжа", "2"), ("Жим ногами", "5"), ("Брусья", "2,5")],
)
async def test_steps_fit_the_equipment(house, anna, exercise, step):
    """A bar goes up by two small plates, dumbbells by a pair, a stack by a plate."""
    card = await begins(anna, f"Шаги\n{exercise} 3x8 40")
    assert [card.buttons[-4][0], card.buttons[-4][2]] == [f"−{step}", f"+{step}"]
    await anna.presses(f"+{step}")
    await logs(anna)
    expected = Decimal(40) + Decimal(step.replace(",", "."))
    assert await sets(house) == [(1, 1, expected, 8, None)]


async def test_names_are_in_the_readers_language(house, anna):
    """Also after the language was changed; one's own names stay as they are."""
    await makes_program(anna, "Верх\nЖим лёжа 2x5 60\nМоя тяга 1x5 20")
    await anna.says("/startworkout")
    await anna.says("/language")
    await anna.presses("English")
    card = await anna.says("/startworkout")
    assert "Bench press — 2×5" in card.text
    listed = await anna.presses("☰")
    assert listed.buttons[:2] == [["▶️ Bench press 0/2"], ["· Моя тяга 0/1"]]
    await anna.says("60x5")
    report = await anna.says("/report")
    assert "Bench press" in report.text
    settings = await anna.says("/settings")
    assert ["Bench press · default"] in settings.buttons
    summary = await anna.says("/startworkout")
    summary = await anna.presses("🏁")
    assert "Bench press: 60 × 5" in summary.text


async def test_a_first_set_as_guessed_is_repeated(anna):
    """After the bar alone was lifted, its weight is no guess."""
    card = await anna.says("Жим лёжа 20x5")
    assert "2. ▶️ 20 × 5" in card.text
    assert said("workout-reason-today") in card.text


async def test_more_repetitions_are_no_change_of_weight(anna):
    """A difference of no kilograms is not shown."""
    await anna.says("Жим лёжа 60x5")
    await anna.says("70x5")
    await does(anna, "finish")
    card = await anna.says("Жим лёжа 60x6")
    assert "2. ▶️ 70 × 6" in card.text
    assert said("workout-reason-last-time") in card.text
