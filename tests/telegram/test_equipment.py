"""Bars, plates, steps and rests that people set for themselves."""

from decimal import Decimal

from tests.lifter import button_rows
from tests.telegram.talk import RU, begins, does, logs

SQUAT = "Сила\nПрисед 2x5 60\nЖим гантелей лёжа 2x8 20"


async def opens(anna):
    """Open the equipment of the card's exercise."""
    await does(anna, "list")
    return await anna.presses(RU.plain("settings-button-gear"))


async def test_a_bar_is_chosen_for_everything(house, anna):
    """Plates per side follow it at once; any other bar is a few taps away."""
    shown = await begins(anna, SQUAT)
    assert "на сторону: 20" in shown.text
    await anna.says("/settings")
    await anna.presses(RU.plain("settings-button-equipment"))
    await anna.presses("15 кг")
    chosen = await anna.presses("+2,5")
    assert "Гриф: 17,5 кг" in chosen.text
    assert "на сторону: 20 + 1,25" in (await anna.says("/go")).text
    await anna.says("/settings")
    await anna.presses(RU.plain("settings-button-equipment"))
    chosen = await anna.presses("10 кг")
    assert chosen.buttons[0] == ["20 кг", "15 кг", "• 10 кг"]
    assert "на сторону: 25" in (await anna.says("/go")).text


async def test_a_bar_is_chosen_for_one_exercise(house, anna):
    """From the card and back to it; the general one stays for the others."""
    await begins(anna, SQUAT)
    gear = await opens(anna)
    assert gear.buttons[:2] == [["20 кг", "15 кг", "10 кг"], ["• как обычно"]]
    await anna.presses("10 кг")
    card = await anna.presses(RU.plain("button-back"))
    assert "на сторону: 25" in card.text
    assert await house.value("SELECT count(bar_kg) FROM exercises") == 1
    assert await house.value("SELECT bar_kg FROM people") is None


async def test_no_bar_weighs_less_than_nothing(house, anna):
    """Steps below zero change nothing and say so."""
    await begins(anna, SQUAT)
    await opens(anna)
    await house.sql("UPDATE exercises SET bar_kg = 0.5")
    await anna.presses("10 кг")
    for _ in range(4):
        await anna.presses("−2,5")
    await anna.presses("−2,5")
    assert anna.toast == RU.plain("equipment-no-bar").replace("\u00a0", " ")
    assert await house.value("SELECT min(bar_kg) FROM exercises") == 0


async def test_ones_own_plates(house, anna):
    """What can't be loaded is not shown; small plates make other weights loadable."""
    await begins(anna, SQUAT)
    await anna.says("/settings")
    await anna.presses(RU.plain("settings-button-equipment"))
    for plate in ("✅ 25", "✅ 20", "✅ 15", "✅ 1,25"):
        await anna.presses(plate)
    shown = await anna.presses("0,5")
    assert ["25", "20", "15", "✅ 10"] in shown.buttons
    assert await house.value("SELECT plates_kg FROM people") == [
        Decimal(10), Decimal(5), Decimal("2.5"), Decimal("0.5"),
    ]  # fmt: skip
    card = await anna.says("/go")
    assert "на сторону: 10 + 10" in card.text
    await anna.says("66x5")
    assert "на сторону: 10 + 10 + 2,5 + 0,5" in (await anna.screen())["text"]
    card = await does(anna, "undo")
    card = await anna.presses("+2,5")
    assert "на сторону" not in card.text


async def test_a_step_is_chosen(house, anna):
    """Of this exercise only; the ramp is rounded by it too."""
    await begins(anna, SQUAT)
    await logs(anna)
    await logs(anna)
    gear = await opens(anna)
    assert gear.buttons[0] == ["±0,5", "±1", "±1,25", "• ±2"]
    await anna.presses("±2,5")
    card = await anna.presses(RU.plain("button-back"))
    assert card.buttons[-4] == ["−2,5", "20 кг", "+2,5"]
    card = await anna.presses("+2,5")
    assert "1. ▶️ 22,5 × 8" in card.text


async def test_no_timer_ends_the_running_one(house, anna):
    """At once, and the card no longer promises a ring; another exercise's choice does not."""
    await begins(anna, SQUAT)
    await logs(anna)
    assert "⏱ Отдых до" in (await anna.screen())["text"]
    settings = await anna.says("/settings")
    await anna.presses("Присед · как обычно")
    await anna.presses(RU.plain("settings-no-rest"))
    assert await house.value("SELECT count(*) FROM timers") == 0
    card = [each for each in await anna.chat() if ":log:" in str(each.get("reply_markup"))][-1]
    assert "⏱ Отдых до" not in card["text"]
    assert settings.shown["message_id"] != card["message_id"]


async def test_no_timer_elsewhere_leaves_a_rest(house, anna):
    """The rest after squats goes on when dumbbells get none."""
    await begins(anna, SQUAT)
    await logs(anna)
    await anna.says("/settings")
    await anna.presses("Жим гантелей лёжа · как обычно")
    await anna.presses(RU.plain("settings-no-rest"))
    assert await house.value("SELECT count(*) FROM timers") == 1
    await anna.presses(RU.plain("settings-button-rest", rest="2:00"))
    await anna.presses(RU.plain("settings-no-rest"))
    assert await house.value("SELECT count(*) FROM timers") == 0
    assert "⏹" not in str(button_rows(await anna.screen()))
