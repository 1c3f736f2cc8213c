"""What the card promises: further sets, steady suggestions, a green button that stays in place."""

from decimal import Decimal

import pytest

from tests.lifter import button_rows
from tests.telegram.talk import RU, begins, does, logs, said, sets

TWO = "Сила\nПрисед 3x5 100\nЖим лёжа 3x5 80"


async def finishes_squats(anna):
    await begins(anna, TWO)
    for _ in range(3):
        await logs(anna)


@pytest.mark.parametrize("how", ["named", "tapped"])
async def test_a_finished_exercise_takes_further_sets(house, anna, how):
    """Named or tapped after its planned sets, it asks for one more; ⏭ goes back to the plan."""
    await finishes_squats(anna)
    if how == "named":
        answer = await anna.says("Присед")
    else:
        await does(anna, "list")
        answer = await anna.presses("✅ Присед 3/3")
    assert "4. ▶️ 100 × 5 · ещё один" in answer.text
    answer = await anna.says("110x3")
    assert await sets(house) == [
        *((1, n, Decimal(100), 5, None) for n in (1, 2, 3)), (1, 4, Decimal(110), 3, None),
    ]  # fmt: skip
    assert "5. ▶️ 110 × 5 · ещё один" in answer.text
    answer = await does(anna, "skip")
    assert "Жим лёжа — 3×5" in answer.text
    await logs(anna)
    assert (2, 1, Decimal(80), 5, None) in await sets(house)


async def test_a_skipped_exercise_takes_further_sets(house, anna):
    """Also when its remaining sets were skipped, and the skips stay."""
    await begins(anna, TWO)
    await logs(anna)
    await does(anna, "skip")
    await does(anna, "skip")
    answer = await anna.says("Присед")
    assert "4. ▶️ 100 × 5 · ещё один" in answer.text
    await logs(anna)
    assert await sets(house) == [(1, 1, Decimal(100), 5, None), (1, 4, Decimal(100), 5, None)]
    assert await house.value("SELECT count(*) FROM skips") == 2


async def test_a_set_beyond_the_plan_is_no_early_end(house, anna):
    """Everything planned is done: one more squat does not make the end an early one."""
    await begins(anna, "Сила\nПрисед 1x5 100")
    await logs(anna)
    await anna.says("Присед")
    await logs(anna)
    await does(anna, "finish")
    assert await house.metric("bot_workouts_total", "finished") == 1


async def test_a_whole_exercise_is_skipped_and_comes_back(house, anna):
    """One tap in the list passes over all its sets, one undo brings them back."""
    await begins(anna, TWO)
    await logs(anna)
    await does(anna, "list")
    card = await does(anna, "pass")
    assert "Жим лёжа — 3×5" in card.text
    assert await house.value("SELECT count(*) FROM skips") == 2
    listed = await does(anna, "list")
    assert listed.buttons[0] == ["✅ Присед 1/3"]
    await anna.presses(RU.plain("button-back"))
    card = await does(anna, "undo")
    assert anna.toast == RU.plain("workout-undone-skips", name="Присед")
    assert "2. ▶️ 100 × 5" in card.text
    assert await house.value("SELECT count(*) FROM skips") == 0


async def test_an_exercise_of_which_nothing_was_done_is_not_ticked(house, anna):
    """The list tells what was skipped from what was done."""
    await begins(anna, TWO)
    await does(anna, "list")
    await does(anna, "pass")
    listed = await does(anna, "list")
    assert [row[0] for row in listed.buttons[:2]] == ["⏭ Присед 0/3", "▶️ Жим лёжа 0/3"]


async def test_suggestions_stay_when_the_set_was_as_suggested(house, anna):
    """Sets 2 and 3 are as last time; only a difference shifts them, and the card says by what."""
    await begins(anna, "Сила\nЖим лёжа 3x5 60")
    for typed in ("60x5", "62.5x5", "65x5"):
        await anna.says(typed)
    await does(anna, "finish")
    card = await anna.says("/go")
    assert "▶️ 60 × 5" in card.text
    card = await logs(anna)
    assert "2. ▶️ 62,5 × 5" in card.text
    assert "3. · 65 × 5" in card.text
    assert said("workout-reason-last-time") in card.text
    await does(anna, "undo")
    card = await anna.says("62.5x5")
    assert "2. ▶️ 65 × 5" in card.text
    assert "3. · 67,5 × 5" in card.text
    assert said("workout-reason-shifted", shift="+2,5 кг") in card.text


async def test_the_green_button_stays_in_its_place(house, anna):
    """Its distance from the bottom is the same with a rest and without one."""
    await begins(anna, TWO)
    before = button_rows(await anna.screen())
    await logs(anna)
    resting = button_rows(await anna.screen())
    assert "⏹ Без отдыха" in resting[0]
    assert before[-2:] == resting[-2:] == [["✅ 100 × 5"], ["↩️", "⏭", "☰", "🏁"]]


async def test_a_record_names_its_exercise(house, anna):
    """The exercise that it belongs to may be gone from the card."""
    await anna.says("Присед 100x5")
    await does(anna, "finish")
    await begins(anna, "Сила\nПрисед 1x5 110\nЖим лёжа 1x5 80")
    card = await anna.says("110x5")
    assert "🏆 Приседания со штангой — рекорд веса 110 × 5 (+10 кг)" in card.text
    assert "Жим лёжа — 1×5" in card.text
