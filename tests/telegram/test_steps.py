"""What the other buttons of a card do: undo, skip, swap, fix, choose; supersets."""

from decimal import Decimal

import pytest

from tests.lifter import button_rows
from tests.telegram.talk import FIVE_BY_THREE, RU, begins, does, logs, said, sets


async def test_undo_again_and_again(house, anna):
    """Two sets, three presses: two taken back, then nothing to take back; no rest goes on."""
    await begins(anna)
    await logs(anna)
    await logs(anna)
    assert await house.value("SELECT count(*) FROM timers") == 1
    for told in (
        RU.plain("workout-undone-set", n=2, lift="60 × 5"),
        RU.plain("workout-undone-set", n=1, lift="60 × 5"),
        RU.plain("workout-nothing-to-undo"),
    ):
        await does(anna, "undo")
        assert anna.toast == told
    assert await sets(house) == []
    assert await house.value("SELECT count(*) FROM timers") == 0
    assert "1. ▶️ 60 × 5" in (await anna.screen())["text"]


async def test_undo_goes_back_through_everything(house, anna):
    """Sets of a message, skips, warm-ups and exercises, the newest first, each to its place."""
    await begins(anna, "Сила\nПрисед 2x5 60\nЖим лёжа 2x5 50\nПланка 1x60с")
    await anna.says("w40x5")
    await logs(anna)
    await does(anna, "skip")
    await anna.says("50x5x2")
    await logs(anna)
    await anna.says("Бицепс 15x12")
    states = []
    while True:
        states.append((await anna.screen())["text"].split("\n\n")[1].split("\n")[0])
        await does(anna, "undo")
        if anna.toast == RU.plain("workout-nothing-to-undo"):
            break
    assert [state.split(" — ")[0] for state in states] == [
        *["Подъём штанги на бицепс"] * 2,
        "Планка",
        *["Жим лёжа"] * 2,
        *["Присед"] * 3,
    ]
    assert await house.value("SELECT count(*) FROM sets") == 0
    assert await house.value("SELECT count(*) FROM skips") == 0
    before = await house.value("SELECT revision FROM workouts")
    await logs(anna)
    assert await sets(house) == [(1, 1, Decimal(60), 5, None)]
    assert await house.value("SELECT revision FROM workouts") == before + 1


async def test_an_exercise_is_chosen_out_of_turn(house, anna):
    """From the list one goes to any exercise and, when it is done, on in order."""
    await begins(anna, FIVE_BY_THREE)
    listed = await does(anna, "list")
    assert [row[0] for row in listed.buttons[:5]] == [
        "▶️ Присед 0/3",
        "· Жим лёжа 0/3",
        "· Тяга в наклоне 0/3",
        "· Подтягивания 0/3",
        "· Планка 0/3",
    ]
    await anna.presses("· Тяга в наклоне 0/3")
    for _ in range(3):
        await logs(anna)
    assert [row[0] for row in await sets(house)] == [3, 3, 3]
    assert "Присед — 3×5" in (await anna.screen())["text"]
    await does(anna, "list")
    back = await anna.presses(RU.plain("button-back"))
    assert "Присед — 3×5" in back.text


@pytest.mark.parametrize("done", [0, 1, 2])
async def test_an_exercise_is_swapped(house, anna, done):
    """What is done stays where it was; the sets that are left are of the other exercise."""
    await begins(anna, "Верх\nЖим лёжа 3x5 80\nПланка 1x60с")
    for _ in range(done):
        await logs(anna)
    await does(anna, "list")
    asked = await does(anna, "swap")
    assert said("workout-swap", name="Жим лёжа") in asked.text
    answer = await anna.says("Жим гантелей")
    assert answer.reaction == "👍"
    assert "Жим гантелей" in answer.text
    await anna.says("30x8")
    for _ in range(2 - done):
        await logs(anna)
    names = await house.sql(
        "SELECT name, count(*) AS n FROM sets JOIN exercises ON exercises.id = exercise"
        " GROUP BY name ORDER BY name DESC"
    )
    expected = [("Жим лёжа", done)] if done else []
    assert [tuple(row) for row in names] == [*expected, ("Жим гантелей лёжа", 3 - done)]
    assert "Планка" in (await anna.screen())["text"]


@pytest.mark.parametrize("done", [0, 1])
async def test_a_swap_keeps_what_was_planned(house, anna, done):
    """The planned repetitions too; what was swapped out is not shown as finished by halves."""
    await begins(anna, "Верх\nЖим лёжа 3x8-12 80\nПланка 1x60с")
    for _ in range(done):
        await logs(anna)
    await does(anna, "skip")
    await does(anna, "list")
    await does(anna, "swap")
    card = await anna.says("Жим гантелей лёжа")
    left = 3 if not done else 1
    assert f"Жим гантелей лёжа — {left}×8–12" in card.text
    listed = await does(anna, "list")
    names = [row[0] for row in listed.buttons[: 2 + done]]
    expected = {
        0: ["▶️ Жим гантелей лёжа 0/3", "· Планка 0/1"],
        1: ["✅ Жим лёжа 1/1", "· Планка 0/1", "▶️ Жим гантелей лёжа 0/1"],
    }[done]
    assert names == expected


async def test_a_swap_after_a_warmup(house, anna):
    """The warm-up stays with its exercise, which is not shown as planned any more."""
    await begins(anna, "Верх\nЖим лёжа 3x8 80\nПланка 1x60с")
    await anna.says("w40x5")
    await does(anna, "list")
    await does(anna, "swap")
    card = await anna.says("Жим гантелей лёжа")
    assert "Жим гантелей лёжа — 3×8" in card.text
    listed = await does(anna, "list")
    assert [row[0] for row in listed.buttons[:3]] == [
        "· Жим лёжа 0",
        "· Планка 0/1",
        "▶️ Жим гантелей лёжа 0/3",
    ]


async def test_a_hold_is_swapped_for_repetitions(house, anna):
    """Seconds make no sense for squats."""
    await begins(anna, "Верх\nПланка 3x60с")
    await does(anna, "list")
    await does(anna, "swap")
    card = await anna.says("Присед")
    assert "— 3 подхода" in card.text


async def test_any_set_is_removed(house, anna):
    """Not only the last; those after it move up."""
    await begins(anna, "Сила\nПрисед 3x5 100\nЖим лёжа 1x5 80")
    for typed in ("100x5", "105x5", "110x5"):
        await anna.says(typed)
    await does(anna, "list")
    await does(anna, "sets")
    await anna.presses("Присед 2: 105 × 5")
    card = await does(anna, "drop")
    assert anna.toast == RU.plain("workout-dropped", n=2, lift="105 × 5").replace("\u00a0", " ")
    assert [row[:3] for row in await sets(house)] == [(1, 1, Decimal(100)), (1, 2, Decimal(110))]
    assert "3. ▶️" in card.text


async def test_any_warmup_is_removed(house, anna):
    """From the same list."""
    await begins(anna, "Сила\nПрисед 3x5 100")
    await anna.says("w40x5")
    await anna.says("w60x3")
    await does(anna, "list")
    await does(anna, "sets")
    await anna.presses("🔥 Присед 1: 40 × 5")
    await does(anna, "drop")
    assert anna.toast == RU.plain("workout-dropped-warmup", lift="40 × 5").replace("\u00a0", " ")
    assert await house.value("SELECT weight_kg FROM sets WHERE kind = 'warmup'") == 60


async def test_a_question_can_be_left_unanswered(house, anna):
    """Neither a swap nor a correction happens when one goes back; the card is as it was."""
    card = (await begins(anna)).text
    await logs(anna)
    await does(anna, "undo")
    await does(anna, "list")
    await does(anna, "swap")
    kept = await does(anna, "keep")
    assert kept.text == card
    await anna.says("60x5")
    assert len(await sets(house)) == 1


async def test_any_set_is_fixed_from_the_list(house, anna):
    """The chosen set becomes what is typed, others stay; what is no set changes nothing."""
    await begins(anna, FIVE_BY_THREE)
    for _ in range(8):
        await logs(anna)
    await does(anna, "list")
    listed = await does(anna, "sets")
    assert listed.buttons[0] == ["Тяга в наклоне 2: 60 × 5"]
    asked = await anna.presses("Жим лёжа 2: 80 × 5")
    assert said("workout-fix", name="Жим лёжа", n=2, example="80x5") in asked.text
    refused = await anna.says("80x")
    assert refused.reaction == "🤔"
    refused = await anna.says("80x5x2")
    assert refused.reaction == "🤔"
    answer = await anna.says("77,5x4@9 плечо")
    assert answer.reaction == "✍"
    assert await sets(house) == [
        *((1, n, Decimal(100), 5, None) for n in (1, 2, 3)),
        (2, 1, Decimal(80), 5, None),
        (2, 2, Decimal("77.5"), 4, None),
        (2, 3, Decimal(80), 5, None),
        *((3, n, Decimal(60), 5, None) for n in (1, 2)),
    ]
    assert "3. ▶️ 60 × 5" in answer.text
    await anna.says("60x5")
    assert len(await sets(house)) == 9


SUPERSETS = {
    "Двое\nA1 Жим лёжа 3x5 50\nA2 Тяга в наклоне 2x5 40\nПланка 1x60с": "ABABAC",
    "Трое\nA1 Жим лёжа 2x5 50\nA2 Тяга в наклоне 3x5 40\nA3 Бицепс 1x9 10\nПланка 1x9с": "ABCABBD",
    "Потом\nПланка 1x60с\nА1 Жим лёжа 2x5 50\nА2 Тяга в наклоне 2x5 40": "ABCBC",
}


@pytest.mark.parametrize("program", SUPERSETS)
async def test_supersets_take_turns(house, anna, program):
    """The exercises of a superset alternate, however many sets each has; rest is after a round."""
    await begins(anna, program)
    order, rests = "", ""
    for _ in SUPERSETS[program]:
        await logs(anna)
        order += "ABCD"[
            await house.value("SELECT position FROM sets ORDER BY revision DESC LIMIT 1") - 1
        ]
        rests += ".r"[await house.value("SELECT count(*) FROM timers")]
        await house.sql("DELETE FROM timers")
    assert order == SUPERSETS[program]
    assert rests == {
        "ABABAC": ".r.rr.", "ABCABBD": "..r.rr.", "ABCBC": "r.r..",
    }[order]  # fmt: skip


async def test_a_superset_goes_on_after_an_undo(house, anna):
    """The taken back set is asked for again, and then the other exercise's."""
    await begins(anna, next(iter(SUPERSETS)))
    for _ in range(3):
        await logs(anna)
    await does(anna, "undo")
    for _ in range(3):
        await logs(anna)
    order = [row[0] for row in await house.sql("SELECT position FROM sets ORDER BY revision, part")]
    assert order == [1, 2, 1, 2, 1]


async def test_everything_may_be_skipped(house, anna):
    """Each set in turn; then nothing is left to skip, and the workout leaves no trace."""
    await begins(anna)
    for n in (1, 2, 1, 1):
        await does(anna, "skip")
        assert anna.toast == RU.plain("workout-skipped", n=n)
    card = await anna.screen()
    assert said("workout-complete") in card["text"]
    assert button_rows(card) == [["↩️", "☰", "🏁"]]
    gone = await does(anna, "finish")
    assert gone.text == said("workout-discarded")
    for table in ("workouts", "planned", "skips"):
        assert await house.value(f"SELECT count(*) FROM {table}") == 0


async def test_a_skip_is_undone_where_nothing_was_planned(house, anna):
    """In a workout without a program and after the planned sets; no set is removed for it."""
    await anna.says("Жим лёжа 60x5")
    for word in ("дальше", "⏭"):
        card = await anna.says(word)
        assert said("workout-complete") in card.text
        card = await anna.says("undo")
        assert "2. ▶️ 60 × 5" in card.text
    await anna.says("Присед")
    await does(anna, "skip")
    card = await does(anna, "undo")
    assert anna.toast == RU.plain("workout-undone-skips", name="Приседания со штангой")
    assert "Приседания" in card.text
    assert await sets(house) == [(1, 1, Decimal(60), 5, None)]


async def test_a_skip_of_one_more_set_than_planned_is_undone(house, anna):
    """The card asks for it again, also after it was skipped again."""
    await begins(anna, "П\nПрисед 1x5 60")
    await logs(anna)
    for _ in range(2):
        await anna.says("Присед")
        await does(anna, "skip")
    card = await does(anna, "undo")
    assert anna.toast == RU.plain("workout-undone-skips", name="Присед")
    assert "2. ▶️ 60 × 5" in card.text
    assert len(await sets(house)) == 1
