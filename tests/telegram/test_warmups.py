"""🔥: warm-up sets up to the work weight; and warm-ups that leave a rest alone."""

from decimal import Decimal

import pytest

from tests.lifter import button_rows
from tests.telegram.talk import RU, begins, does, logs, sets

SQUAT = "Сила\nПрисед 2x5 100\nЖим лёжа 1x5 20\nПодтягивания 1x8"


async def warmups(house):
    rows = await house.sql(
        "SELECT weight_kg, reps FROM sets WHERE kind = 'warmup' ORDER BY position, n"
    )
    return [(int(weight), reps) for weight, reps in rows]


async def test_a_ramp_unfolds(house, anna):
    """One tap unfolds it, a tap logs each of its sets, and then the work set is offered."""
    shown = await begins(anna, SQUAT)
    assert shown.buttons[0] == ["🔥 Разминка"]
    card = await does(anna, "warmup")
    assert "🔥 ▶️ 20 × 10\n🔥 · 50 × 5\n🔥 · 70 × 3\n🔥 · 85 × 2\n1. · 100 × 5" in card.text
    assert card.buttons == [["🔥 20 × 10"], ["↩️", "⏭", "☰", "🏁"]]
    for _ in range(3):
        card = await logs(anna)
    assert anna.toast == RU.plain("workout-logged-warmup", lift="70 × 3").replace("\u00a0", " ")
    assert "🔥 ✅ 70 × 3\n🔥 ▶️ 85 × 2\n1. · 100 × 5" in card.text
    card = await logs(anna)
    assert "1. ▶️ 100 × 5" in card.text
    assert ["🔥 Разминка"] not in card.buttons
    await logs(anna)
    assert await warmups(house) == [(20, 10), (50, 5), (70, 3), (85, 2)]
    assert await sets(house) == [(1, 1, Decimal(100), 5, None)]


async def test_a_ramp_can_be_left_and_taken_back(house, anna):
    """⏭ goes on to the work sets, ↩️ undoes the last warm-up and offers it again."""
    await begins(anna, SQUAT)
    await does(anna, "warmup")
    await logs(anna)
    card = await does(anna, "undo")
    assert anna.toast == "Отменена разминка: 20 × 10"
    assert "🔥 ▶️ 20 × 10" in card.text
    card = await does(anna, "skip")
    assert "1. ▶️ 100 × 5" in card.text
    await anna.says("100x5")
    assert await warmups(house) == []
    assert await sets(house) == [(1, 1, Decimal(100), 5, None)]


async def test_there_is_no_ramp_where_there_is_nothing_to_ramp(house, anna):
    """Not for an empty bar, not for the body, not after a work set."""
    await begins(anna, SQUAT)
    await logs(anna)
    assert ["🔥 Разминка"] not in button_rows(await anna.screen())
    for _ in range(2):
        await logs(anna)
        assert ["🔥 Разминка"] not in button_rows(await anna.screen())


async def test_the_turned_weight_stays_through_the_ramp(house, anna):
    """The ramp leads to the weight that was chosen for the work set."""
    await begins(anna, SQUAT)
    await anna.presses("+2,5")
    await does(anna, "warmup")
    card = await logs(anna)
    assert "1. · 102,5 × 5" in card.text


@pytest.mark.parametrize("typed", ["w40x5", "Присед w40x5"])
async def test_a_warmup_does_not_shorten_a_rest(house, anna, typed):
    """A rest of three minutes goes on, though one after a warm-up takes a minute."""
    await begins(anna, SQUAT)
    await house.sql("UPDATE people SET rest_seconds = 180")
    await logs(anna)
    before = await house.value("SELECT due_at FROM timers")
    card = await anna.says(typed)
    assert await house.value("SELECT due_at FROM timers") == before
    assert "⏱ Отдых" in card.text


async def test_a_warmup_without_a_rest_ends_none(house, anna):
    """Not even when the exercise has no rest of its own."""
    await begins(anna, SQUAT)
    await logs(anna)
    await house.sql("UPDATE exercises SET rest_seconds = 0")
    before = await house.value("SELECT due_at FROM timers")
    card = await anna.says("w40x5")
    assert await house.value("SELECT due_at FROM timers") == before
    assert "⏱ Отдых" in card.text
