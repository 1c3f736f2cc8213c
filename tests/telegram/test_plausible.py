"""Typed values are compared with what is stored: the best weight, the bar, the language."""

from decimal import Decimal

import pytest

from tests.lifter import words
from tests.telegram.talk import RU, begins, sets

FINISH = RU.plain("workout-button-finish")


async def test_more_than_twice_the_best_is_asked_about(house, anna):
    """In a workout and before one, and every time; a record is none of it."""
    await anna.says("Жим лёжа 80x5")
    await anna.presses(FINISH)
    asked = await anna.says("Жим лёжа 800x5")
    assert asked.buttons[0][:2] == ["80 кг × 5", "800 кг × 5"]
    await anna.presses("80 кг × 5")
    assert (await anna.says("160x1")).reaction == "🏆"
    assert (await anna.says("321x1")).reaction == "🤔"
    assert [row[2] for row in await sets(house)] == [80, 80, 160]


@pytest.mark.parametrize("typed", ["присед 600х5", "600х5"])
async def test_the_best_of_today_counts(house, anna, typed):
    """On the first day too; a weight that was confirmed is the best from then on."""
    await anna.says("Присед 60х5")
    asked = await anna.says(typed)
    assert asked.reaction == "🤔"
    assert asked.buttons[0][:2] == ["60 кг × 5", "600 кг × 5"]
    await anna.presses("600 кг × 5")
    assert (await anna.says(typed)).reaction == "👍"
    assert [row[2] for row in await sets(house)] == [60, 600, 600]


async def test_a_correction_is_not_compared_with_what_it_corrects(house, anna):
    """A weight typed too light may be corrected; with another set it is compared."""
    await anna.says("Присед 26х5")
    typed = next(m["message_id"] for m in await anna.chat() if m.get("text") == "Присед 26х5")
    corrected = await anna.edits(typed, "Присед 62х5")
    assert corrected.reaction == "✍"
    await anna.says("60x5")
    asked = await anna.edits(typed, "Присед 620х5")
    assert asked.reaction == "🤔"
    assert [row[2] for row in await sets(house)] == [62, 60]


async def test_a_number_below_the_bar_may_be_repetitions(house, anna):
    """The bar is the exercise's own, the weight that of the last set."""
    await begins(anna, "П\nЖим лёжа 3x8-12 70")
    asked = await anna.says("12")
    assert asked.buttons[0][:2] == ["70 кг × 12", "12 кг × 8"]
    await anna.presses("70 кг × 12")
    assert await sets(house) == [(1, 1, Decimal(70), 12, None)]
    assert (await anna.says("11")).reaction in {"👍", "🏆"}  # the answer was remembered
    assert [row[2:4] for row in await sets(house)] == [(Decimal(70), 12), (Decimal(70), 11)]


async def test_a_light_bar_moves_the_bound(house, anna):
    """Whoever has a bar of 10 kg may mean 12 kg."""
    await begins(anna, "П\nЖим лёжа 3x8-12 15")
    await house.sql("UPDATE people SET bar_kg = 10")
    await anna.says("12")
    assert await sets(house) == [(1, 1, Decimal(12), 8, None)]


async def test_the_line_that_is_refused_is_quoted(anna):
    """If there are others; the reason is that line's."""
    refused = await anna.says("Жим лёжа 80x5\nЖим ногами 1.000 х 5")
    assert refused.texts == [
        RU(
            "set-line", line="Жим ногами 1.000 х 5", text=RU("set-thousands", number="1000")
        ).striptags()
    ]
    assert words((await anna.chat())[-1]).startswith("«Жим ногами")


async def test_a_workout_that_another_app_shared(house, anna):
    """Its sets are stored on its day; the title and the link are no exercises."""
    answer = await anna.says(
        "Push\nMonday, Sep 21, 2020 at 12:50pm\nBench Press (Barbell)\nSet 1: 60 kg x 10\n"
        "Pull Up\nSet 1: 12 reps\nhttps://hevy.com/workout/x1"
    )
    assert answer.reaction == "👍"
    days = "SELECT DISTINCT started_at::date::text FROM workouts"
    assert await house.value(days) == "2020-09-21"
    assert await house.value("SELECT count(*) FROM exercises WHERE known IS NOT NULL") == 2
