"""A question that needs no answer any more loses its buttons; the chat says what became of it."""

from tests.lifter import button_rows, words
from tests.telegram.talk import RU, begins, does, logs, said, sets
from tests.telegram.test_questions import number, passes

TYPED = "Жим лёжа 5 x 100 кг"


async def shown(person, message):
    """Give a message of the chat as it is now."""
    return next(m for m in await person.chat() if m["message_id"] == message)


async def test_an_edit_takes_the_buttons_away(house, anna):
    """The question says that it was withdrawn."""
    asked = (await anna.says(TYPED)).shown["message_id"]
    await anna.edits(await number(anna, TYPED), "Жим лёжа 100x5")
    now = await shown(anna, asked)
    assert words(now) == said("question-withdrawn")
    assert button_rows(now) == []


async def test_an_edit_that_is_refused_takes_them_away_too(house, anna):
    """The refusal is another message."""
    asked = (await anna.says(TYPED)).shown["message_id"]
    await anna.edits(await number(anna, TYPED), "Жим лёжа 100x")
    assert button_rows(await shown(anna, asked)) == []


async def test_cancel_removes_the_question(house, anna):
    """Only the answer to the word is left."""
    asked = (await anna.says(TYPED)).shown["message_id"]
    answer = await anna.says("отмена")
    assert answer.text == said("question-dropped", typed=TYPED)
    assert asked in answer.deleted


async def test_a_question_that_nobody_answered(house, anna, desk):
    """After a day it says so by itself, silently and once; a late tap gets the same answer."""
    asked = await anna.says(TYPED)
    data = asked.shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    cursor = (await desk.transcript())[-1]["seq"]
    await passes(house, 24 * 3600 + 1)
    closed = await anna.hears(cursor)
    assert [words(each) for each in closed.edits] == [said("question-expired", typed=TYPED)]
    assert closed.buttons == []
    assert closed.messages == []
    answer = await anna.presses(data=data, message_id=asked.shown["message_id"], forged=True)
    assert answer.toast == said("question-expired", typed=TYPED)
    assert await sets(house) == []


async def test_each_answer_of_a_message_is_named(house, anna):
    """Also those before the last, and beside the first card."""
    await anna.says("Жим лёжа 5 x 82 кг\nПрисед 5 x 102 кг")
    await anna.presses("82 кг × 5")
    await anna.presses("102 кг × 5")
    told = f"{RU.plain('question-stored', label='Жим лёжа 82 кг × 5')}\n"
    told += RU.plain("question-stored", label="Присед 102 кг × 5")
    chat = [words(m) for m in await anna.chat()]
    assert told.replace("\xa0", " ") in chat
    assert "1. ✅ 102 × 5" in (await anna.screen())["text"]
    assert [row[2] for row in await sets(house)] == [82, 102]


async def test_a_set_that_is_removed_leaves_no_number_behind(house, anna):
    """Later sets move up, and the next one follows them; on the card and in the summary."""
    await begins(anna, "П\nПрисед 4x5 60")
    for typed in ("60x5", "61x5", "62x5"):
        await anna.says(typed)
    await does(anna, "list")
    await does(anna, "sets")
    await anna.presses("Присед 2: 61 × 5")
    card = await does(anna, "drop")
    assert "1. ✅ 60 × 5\n2. ✅ 62 × 5\n3. ▶️" in card.text
    await anna.says("63x5")
    assert [row[1:3] for row in await sets(house)] == [(1, 60), (2, 62), (3, 63)]
    assert "Присед: 60 × 5, 62 × 5, 63 × 5" in (await does(anna, "finish")).text


async def test_a_skipped_set_keeps_its_turn(house, anna):
    """It moves up with the others."""
    await begins(anna, "П\nПрисед 5x5 60")
    await logs(anna)
    await anna.says("61x5")
    await does(anna, "skip")
    await anna.says("63x5")
    await does(anna, "list")
    await does(anna, "sets")
    await anna.presses("Присед 2: 61 × 5")
    card = await does(anna, "drop")
    lines = "1. ✅ 60 × 5\n" + said("workout-line-skipped", n=2) + "\n3. ✅ 63 × 5\n4. ▶️"
    assert lines in card.text


async def test_an_answer_about_a_set_that_moved_up(house, anna):
    """It corrects that set; about the removed one it says that the set is gone."""
    await begins(anna, "П\nПрисед 5x5 60")
    for typed in ("60x5", "61x5", "62x5"):
        await anna.says(typed)
    await does(anna, "list")
    await does(anna, "sets")
    await anna.presses("Присед 3: 62 × 5")
    await anna.says("5 x 100 кг")
    await does(anna, "list")
    await does(anna, "sets")
    await anna.presses("Присед 2: 61 × 5")
    await does(anna, "drop")
    await anna.presses("100 кг × 5")
    assert [row[1:3] for row in await sets(house)] == [(1, 60), (2, 100)]


async def test_two_skips_are_two_acts(house, anna):
    """Each undo takes back one of them; no set is touched before its turn."""
    await anna.says("Присед 60x5")
    await anna.says("Жим лёжа 50x5")
    for _ in range(2):
        await anna.says("Присед")
        await does(anna, "skip")
    name = "Приседания со штангой"
    for _ in range(2):
        await does(anna, "undo")
        assert anna.toast == RU.plain("workout-undone-skips", name=name)
        assert len(await sets(house)) == 2
    await does(anna, "undo")
    assert [row[2] for row in await sets(house)] == [60]


async def test_an_edit_of_a_set_that_was_removed(house, anna):
    """Nothing is stored until the person asks for it."""
    await begins(anna, "П\nПрисед 4x5 60")
    await anna.says("60x5")
    await anna.says("61x5")
    typed = await number(anna, "61x5")
    await does(anna, "list")
    await does(anna, "sets")
    await anna.presses("Присед 2: 61 × 5")
    await does(anna, "drop")
    offer = await anna.edits(typed, "61x6")
    assert offer.texts == [said("edit-removed")]
    assert len(await sets(house)) == 1
    await anna.presses(RU.plain("forward-button-take"))
    assert [row[1:4] for row in await sets(house)] == [(1, 60, 5), (2, 61, 6)]
    assert (await anna.edits(typed, "61x7")).reaction == "✍"
    assert [row[1:4] for row in await sets(house)] == [(1, 60, 5), (2, 61, 7)]


async def test_an_edit_of_a_set_that_was_undone(house, anna):
    """Likewise."""
    await begins(anna, "П\nПрисед 4x5 60")
    await anna.says("60x5")
    await does(anna, "undo")
    offer = await anna.edits(await number(anna, "60x5"), "60x6")
    assert offer.texts == [said("edit-removed")]


async def test_an_edit_of_a_message_of_which_a_set_was_removed(house, anna):
    """It does not bring the set back; without its line it corrects the others."""
    await begins(anna, "П\nПрисед 4x5 60")
    await anna.says("60x5\n61x5\n62x5")
    typed = await number(anna, "60x5\n61x5\n62x5")
    await does(anna, "list")
    await does(anna, "sets")
    await anna.presses("Присед 2: 61 × 5")
    await does(anna, "drop")
    refused = await anna.edits(typed, "60x5\n61x5\n62x6")
    assert refused.texts == [said("edit-removed-one")]
    assert [row[2:4] for row in await sets(house)] == [(60, 5), (62, 5)]
    assert (await anna.edits(typed, "60x5\n62x6")).reaction == "✍"
    assert [row[1:4] for row in await sets(house)] == [(1, 60, 5), (2, 62, 6)]


async def test_every_refusal_says_why(house, anna):
    """Within ten seconds in one message: each line with its reason, without another message."""
    first = await anna.says("80x")
    assert first.texts == [said("set-without-reps")]
    second = await anna.says("80x5x21")
    assert second.messages == []
    both = [
        said("set-line", line="80x", text=RU("set-without-reps")),
        said("set-line", line="80x5x21", text=RU("sets-range", least=1, most=20)),
    ]
    assert second.reaction == "🤔"
    assert words(await shown(anna, first.shown["message_id"])) == "\n".join(both)
    await house.sql("UPDATE people SET hinted_at = hinted_at - interval '11 seconds'")
    assert (await anna.says("80x")).texts == [said("set-without-reps")]
