"""Rules of progression on the screens of a program's line."""

import pytest

from tests.telegram.talk import RU, makes_program
from tests.telegram.test_editing import opens

ADDS = "Когда все подходы сделаны, в следующий раз на"
WEEKS = "Четыре недели по процентам от тренировочного максимума"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Присед 3x5 60", "Правила нет: бот предложит то, что было в прошлый раз."),
        (
            "Присед 3x5 60 +2,5",
            ADDS + " 2,5 кг больше; после трёх неудач подряд — на 10 % меньше.",
        ),
        (
            "Присед 5x3+ 60 +5 → 6x2 → 10x1",
            ADDS + " 5 кг больше; после неудачи вес тот же, но 6×2 → 10×1, а потом снова 5×3 и на",
        ),
        (
            "Присед 3x8-12 60 +2,5",
            "Сначала растут повторы, до 12 в каждом подходе, потом вес на 2,5 кг; после",
        ),
        ("Присед 3x5 80%", "Вес — 80 % от максимума."),
        (
            "Присед 3x5 75/80% 120 +2,5%",
            "Вес — 75/80 % от максимума 120 кг, который растёт на 2,5 %, когда все подходы",
        ),
        (
            "Присед 5/3/1 100",
            WEEKS + " 100 кг, после них он растёт на 5 кг; неудачная неделя повторяется.",
        ),
        (
            "Жим лёжа 5/3/1",
            WEEKS + ", после них он растёт на 2,5 кг; неудачная неделя повторяется.",
        ),
        (
            "Присед 3x5 60 @8",
            "Вес подбирается так, чтобы подход ощущался как RPE 8; записывайте ощущение вместе",
        ),
    ],
)
async def test_a_line_says_its_rule(house, anna, line, says):
    """In one plain sentence, on its screen and where rules are chosen."""
    await makes_program(anna, f"Сплит\n{line}")
    await opens(anna)
    slot = await house.value("SELECT id FROM slots")
    for act in ("line", "rule"):
        assert says in (await anna.presses(data=f"edit:{act}:{slot}:0")).text


async def test_every_rule_can_be_chosen(house, anna):
    """All of them by a button."""
    await makes_program(anna, "Сплит\nЖим 3x8-12 40")
    await opens(anna)
    slot = await house.value("SELECT id FROM slots")
    await anna.presses("1. Жим 3×8–12 · 40")
    stored = []
    for rule in ("none", "linear", "double", "wave", "effort"):
        await anna.presses(data=f"edit:rule:{slot}:0")
        await anna.presses(RU.plain(f"edit-rule-{rule}", step="2,5"))
        stored.append(await house.value("SELECT rule FROM slots"))
    assert stored == [None, "+2.5", "+2.5 at the top", "5/3/1", "@8"]
