"""Programs: pasted, read by days, and trained by."""

import pytest

from tests.telegram.talk import EN, RU, does, logs, makes_program, said

TWO_DAYS = "Фулбоди\nДень A\nПрисед 2x5 60 +2,5\nЖим 1x8-12 40\nДень B\nТяга 2x5 80"


async def test_a_pasted_program_begins_a_draft(house, anna):
    """Without a command; what was not understood is marked, and its correction takes its place."""
    preview = await anna.says(TWO_DAYS + "\nПланка как пойдёт\nБрусья 3x10")
    assert preview.text.startswith("Фулбоди\n\nДень A\n1. Присед — 2×5, 60 кг, +2,5\n")
    assert "День B\n3. Тяга — 2×5, 80 кг\n❓ Планка как пойдёт — не понял\n4." in preview.text
    fixed = await anna.says("Планка 3x60с")
    assert "4. Планка — 3×60 с\n5. Брусья — 3×10" in fixed.text
    await anna.presses(RU.plain("draft-button-save"))
    rows = await house.sql(
        "SELECT days.name AS day, exercises.name, sets, rule FROM slots JOIN days ON days.id = day"
        " JOIN exercises ON exercises.id = exercise ORDER BY days.position, slots.position"
    )
    assert [tuple(row) for row in rows] == [
        ("День A", "Присед", 2, "+2.5"),
        ("День A", "Жим", 1, None),
        ("День B", "Тяга", 2, None),
        ("День B", "Планка", 3, None),
        ("День B", "Брусья", 3, None),
    ]


async def test_a_program_may_span_messages(house, anna):
    """Further messages go on with the last day, or begin one."""
    await anna.says("Сплит\nДень 1\nЖим 3x8\nБрусья 3x8")
    await anna.says("Разводки 3x12")
    preview = await anna.says("День 2\nПрисед 5x5\nЖим ногами 3x12")
    assert "3. Разводки — 3×12\nДень 2\n4. Присед — 5×5" in preview.text


async def test_the_tapped_line_is_corrected(anna):
    """Whatever it was; it can be left out too."""
    await anna.says("П\nДень 1\nЖим 3x8\nчто-то\nещё что-то\nТяга 3x8")
    asked = await anna.presses("❓ ещё что-то")
    assert asked.text == said("draft-fix", text="ещё что-то")
    preview = await anna.says("Брусья 3x10")
    assert preview.text.index("❓ что-то") < preview.text.index("2. Брусья")
    await anna.presses("❓ что-то")
    await anna.presses(RU.plain("draft-button-show"))
    await anna.presses("❓ что-то")
    preview = await anna.presses(RU.plain("draft-button-cut"))
    assert "❓" not in preview.text
    assert "2. Брусья — 3×10" in preview.text


async def test_without_a_name(house, anna):
    """It gets one."""
    await anna.says("День A\nЖим 3x8\nДень B\nТяга 3x8")
    await anna.presses(RU.plain("draft-button-save"))
    assert await house.value("SELECT name FROM programs") == RU.plain("program-untitled")


@pytest.mark.parametrize(("language", "t"), [("ru", RU), ("en", EN)])
async def test_what_may_be_sets_is_asked(house, desk, language, t):
    """Two buttons: both do what they say, once."""
    anna = await desk.person("Anna", language=language)
    text = "Бицепс 15x12\nТрицепс 20x12" if language == "ru" else "Curls 15x12\nDips 20x12"
    asked = await anna.says(text)
    assert asked.text == said("pasted-ask", t)
    await anna.presses(t.plain("pasted-button-sets"))
    assert await house.value("SELECT count(*) FROM sets") == 2
    await does(anna, "finish", t)
    await anna.says(text + " ")
    preview = await anna.presses(t.plain("pasted-button-program"))
    assert preview.text.startswith(t.plain("program-untitled"))
    assert await house.value("SELECT count(*) FROM sets") == 2


async def test_sets_are_logged_as_before(house, anna):
    """Three numbers are sets; within a workout everything is."""
    await anna.says("Присед 5x5 60\nЖим 3x8 40")
    assert await house.value("SELECT count(*) FROM sets") == 8
    await anna.says("Жим 30x8\nПрисед 50x8")
    assert await house.value("SELECT count(*) FROM sets") == 10


async def test_a_waiting_draft_is_not_lost(house, anna):
    """It is offered; the pasted program does not replace it."""
    await anna.says("/newprogram Верх\nЖим 3x8")
    await anna.says("/programs")
    answer = await anna.says(TWO_DAYS)
    assert answer.text == said("draft-waits", named="yes", name="Верх")


async def test_the_next_day(house, anna):
    """/go opens the next day; it follows what was done, also after a skipped day."""
    await makes_program(anna, TWO_DAYS + "\nДень C\nБрусья 1x8")
    card = await anna.says("/go")
    assert "Фулбоди · День A" in card.text
    await logs(anna)
    await logs(anna)  # two of three sets
    await does(anna, "finish")
    card = await anna.says("/go")
    assert "Фулбоди · День B" in card.text
    card = await anna.presses("День C")
    assert "Фулбоди · День C" in card.text
    assert await house.value("SELECT count(*) FROM workouts WHERE ended_at IS NULL") == 1
    await logs(anna)
    await does(anna, "finish")
    assert "Фулбоди · День A" in (await anna.says("/go")).text
    await logs(anna)
    buttons = (await anna.screen())["reply_markup"]["inline_keyboard"]
    assert not [b for row in buttons for b in row if ":day:" in b["callback_data"]]


async def test_a_day_hardly_begun_comes_again(house, anna):
    """Less than half of its sets were done."""
    await makes_program(anna, TWO_DAYS)
    await anna.says("/go")
    await logs(anna)
    await does(anna, "finish")
    assert "День A" in (await anna.says("/go")).text
    await does(anna, "finish")  # nothing was done
    assert "День A" in (await anna.says("/go")).text


async def test_the_program_in_use_comes_first(house, anna):
    """And the screen says so."""
    await makes_program(anna, TWO_DAYS)
    await makes_program(anna, "Новая\nЖим 3x8")
    await anna.says("/programs")
    await anna.presses("Фулбоди")
    await anna.presses(RU.plain("program-button-start-day", day="День A"))
    await logs(anna)
    await logs(anna)
    await does(anna, "finish")
    choice = await anna.says("/go")
    assert said("workout-choose-in-use", name="Фулбоди", day="День B") in choice.text
    rows = choice.shown["reply_markup"]["inline_keyboard"]
    assert [row[0]["text"] for row in rows] == ["▶️ Фулбоди", "Новая"]
    assert "День B" in (await anna.presses("▶️ Фулбоди")).text


async def test_a_line_says_its_rest_and_warm_up(house, anna):
    """They reach the card: the rest is the line's own, and the warm-up sets are offered at once."""
    await makes_program(anna, "П\nПрисед 2x5 100 отдых 3:30, с разминкой\nЖим 1x5 60")
    card = await anna.says("/go")
    assert "Присед — 2×5, 100 кг · отдых 3:30 · разминка" in card.text
    assert "🔥 ▶️ 20 × 10" in card.text
    await logs(anna)
    await does(anna, "skip")
    await logs(anna)
    rests = "SELECT extract(epoch FROM due_at - now())::int BETWEEN 200 AND 210 FROM timers"
    assert await house.value(rests)
    rows = await house.sql("SELECT kind, weight_kg::int FROM sets ORDER BY logged_at")
    assert [tuple(row) for row in rows] == [("warmup", 20), ("work", 100)]


async def test_others_days_are_out_of_reach(house, anna, desk):
    """A forged button of a day that is not there does nothing."""
    await makes_program(anna, TWO_DAYS)
    await anna.says("/go")
    workout = await house.value("SELECT id FROM workouts")
    for arg in (7, -1):
        await anna.presses(data=f"workout:day:{workout}:0:{arg}", forged=True)
    assert await house.value("SELECT count(*) FROM workouts") == 1
    assert await house.value("SELECT id FROM workouts") == workout
