"""A line with several readings is asked about; nothing is stored until one is chosen."""

from decimal import Decimal

import pytest

from service.storage.questions import LIVES
from tests.lifter import button_rows, words
from tests.telegram.talk import EN, RU, begins, does, logs, said, sets

NONE = RU.plain("question-button-none")


def question(typed, t=RU, reason="swapped"):
    """Give the question about a line."""
    return said("question", t, typed=typed, reason=reason)


async def number(person, text):
    """Give the number of a person's message."""
    return [m for m in await person.chat() if words(m) == text][-1]["message_id"]


async def passes(house, seconds):
    """Let time pass for the questions that were asked."""
    for column in ("asked_at", "created_at"):
        await house.sql(
            f"UPDATE questions SET {column} = {column} - make_interval(secs => $1)", seconds
        )


async def test_characters_that_no_database_takes(house, desk):
    """They are no part of what was typed, and the answer finds its line."""
    anna = await desk.person("Anna")
    asked = await anna.says("Присед 60x5\n\n\x00\nЖим лёжа\x00 5 x 100\x07 кг")
    assert asked.texts == [question("Жим лёжа 5 x 100 кг")]
    await anna.presses("100 кг × 5")
    assert len(await sets(house)) == 2


@pytest.mark.parametrize(
    ("language", "t", "typed", "labels"),
    [
        ("ru", RU, "Жим лёжа 5 x 100 кг", ["5 кг × 100", "100 кг × 5"]),
        ("en", EN, "Bench press 5 x 100 kg", ["5 kg × 100", "100 kg × 5"]),
    ],
)
async def test_a_newcomer_is_asked(house, desk, language, t, typed, labels):
    """One short message with the readings; the one that is tapped is stored, with its card."""
    anna = await desk.person("Anna", language=language)
    asked = await anna.says(typed)
    assert asked.reaction == "🤔"
    assert asked.texts == [question(typed, t)]
    assert asked.shown["reply_to_message"]["message_id"] == await number(anna, typed)
    assert asked.buttons == [labels, ["✖"]]  # three do not fit on a row of a phone
    assert await house.value("SELECT count(*) FROM workouts") == 0
    assert await house.value("SELECT count(*) FROM exercises") == 0
    answer = await anna.presses(labels[1])
    assert answer.toast == f"{labels[1]} ✓"
    assert answer.reaction == "👍"
    assert await sets(house) == [(1, 1, Decimal(100), 5, None)]
    chat = [words(m) for m in await anna.chat()]
    assert len(chat) == 2  # the question has become the card
    assert chat[0] == typed
    assert "1. ✅ 100 × 5" in chat[1]
    assert await house.value("SELECT count(*) FROM questions") == 0
    assert await house.metric("bot_sets_total", "text") == 1
    assert await house.metric("bot_operations_total", "save_record") == 1


async def test_none_of_the_readings(house, anna):
    """✖ drops the message and says so; editing it is another try."""
    await anna.says("Жим лёжа 5 x 100 кг")
    message = await number(anna, "Жим лёжа 5 x 100 кг")
    answer = await anna.presses(NONE)
    assert answer.text == said("question-dropped", typed="Жим лёжа 5 x 100 кг")
    assert answer.toast == answer.text
    assert answer.buttons == []
    stored = {table for table, rows in (await house.rows()).items() if rows}
    assert stored == {"people", "daily_active"}
    assert (await anna.edits(message, "Жим лёжа 100x5")).reaction == "👍"
    assert await sets(house) == [(1, 1, Decimal(100), 5, None)]


async def test_later_messages_are_stored_and_the_answer_takes_its_place(house, anna):
    """The set that was asked about was the first of three, and is numbered so."""
    await begins(anna, "П\nПрисед 3x5 60\nЖим лёжа 3x5 50")
    await anna.says("5 x 100 кг")
    assert (await anna.says("101x5")).reaction == "👍"
    assert (await anna.says("102x5")).reaction == "👍"
    assert (await anna.says("103x5")).reaction == "👍"
    rest = await house.value("SELECT due_at FROM timers")
    shown = await anna.says("50x5")
    assert "Жим лёжа — 3×5" in shown.text
    rest = await house.value("SELECT due_at FROM timers")
    answer = await anna.presses("100 кг × 5")
    assert answer.reaction == "👍"
    assert await sets(house) == [
        (1, 1, Decimal(100), 5, None),
        (1, 2, Decimal(101), 5, None),
        (1, 3, Decimal(102), 5, None),
        (1, 4, Decimal(103), 5, None),
        (2, 1, Decimal(50), 5, None),
    ]
    card = await anna.screen()
    assert "Жим лёжа — 3×5" in card["text"]  # the card stays where it is
    assert "2. ▶️ 50 × 5" in card["text"]
    assert await house.value("SELECT due_at FROM timers") == rest
    assert "Присед: 100 × 5, 101 × 5, 102 × 5, 103 × 5" in (await does(anna, "finish")).text


async def test_exercises_follow_one_another_by_time(house, anna):
    """The exercise that was asked about was the first of the workout."""
    await anna.says("Жим лёжа 5 x 100 кг")
    await anna.says("Присед 120x5")
    await anna.says("Становая тяга 140x5")
    await anna.presses("100 кг × 5")
    summary = (await does(anna, "finish")).text
    names = ("Жим лёжа: 100", "Приседания со штангой: 120", "Становая тяга: 140")
    assert sorted(names, key=summary.index) == [*names]


async def test_an_answer_after_the_workout(house, anna):
    """The set belongs to the workout in which it was typed; its summary follows."""
    await begins(anna, "П\nПрисед 3x5 60")
    await logs(anna)
    await anna.says("5 x 100 кг")
    await does(anna, "finish")
    await anna.says("Жим лёжа 50x5")
    answer = await anna.presses("100 кг × 5")
    told = said("workout-past", day="сегодня", lines="Присед: 100 × 5")
    assert told in [words(each) for each in answer.edits]
    summary = next(words(m) for m in await anna.chat() if words(m).startswith("🏁"))
    assert "Присед: 60 × 5, 100 × 5" in summary
    assert len(await house.sql("SELECT DISTINCT workout FROM sets")) == 2


async def test_several_lines(house, anna):
    """The whole message waits; each doubtful line is asked about in the same message."""
    typed = "Жим лёжа 80x5\n5 x 82 кг\nПрисед 100x5\n5 x 102 кг"
    asked = await anna.says(typed)
    assert asked.texts == [question("5 x 82 кг")]
    assert await sets(house) == []
    again = await anna.presses("82 кг × 5")
    assert not again.messages
    assert again.text == question("5 x 102 кг")
    assert await sets(house) == []
    await anna.presses("102 кг × 5")
    assert [row[:4] for row in await sets(house)] == [
        (1, 1, Decimal(80), 5),
        (1, 2, Decimal(82), 5),
        (2, 1, Decimal(100), 5),
        (2, 2, Decimal(102), 5),
    ]


async def test_an_edit_withdraws_the_question(house, anna):
    """The new text is read; the old buttons say that the question is closed."""
    typed = "Жим лёжа 5 x 100 кг"
    asked = await anna.says(typed)
    data = asked.shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    answer = await anna.edits(await number(anna, typed), "Жим лёжа 100x5")
    assert answer.reaction == "👍"
    assert await sets(house) == [(1, 1, Decimal(100), 5, None)]
    before = await house.rows()
    await anna.presses(data=data, message_id=asked.shown["message_id"], forged=True)
    assert anna.toast == said("question-closed")
    assert await house.rows() == before


async def test_an_edit_into_nothing_withdraws_it_too(house, anna):
    """What can't be read is refused as ever; the old reading can't be chosen any more."""
    typed = "Жим лёжа 5 x 100 кг"
    asked = await anna.says(typed)
    data = asked.shown["reply_markup"]["inline_keyboard"][0][1]["callback_data"]
    message = await number(anna, typed)
    assert (await anna.edits(message, "Жим лёжа 100x")).reaction == "🤔"
    await anna.presses(data=data, message_id=asked.shown["message_id"], forged=True)
    assert anna.toast == said("question-closed")
    assert await sets(house) == []
    assert (await anna.edits(message, "Жим лёжа 100x5")).reaction == "👍"


async def test_an_edit_into_another_question(house, anna):
    """The new text is asked about; only the new buttons answer."""
    typed = "Жим лёжа 5 x 100 кг"
    first = await anna.says(typed)
    second = await anna.edits(await number(anna, typed), "Жим лёжа 5 x 90 кг")
    assert second.texts == [question("Жим лёжа 5 x 90 кг")]
    old = first.shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await anna.presses(data=old, message_id=first.shown["message_id"], forged=True)
    assert anna.toast == said("question-closed")
    await anna.presses("90 кг × 5")
    assert await sets(house) == [(1, 1, Decimal(90), 5, None)]


async def test_questions_expire_after_a_day(house, anna):
    """A tap after that stores nothing and says so."""
    assert LIVES == "24 hours"
    asked = await anna.says("Жим лёжа 5 x 100 кг")
    data = asked.shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await passes(house, 24 * 3600 - 60)
    await passes(house, 61)  # it may have lost its buttons by now
    answer = await anna.presses(data=data, message_id=asked.shown["message_id"], forged=True)
    assert answer.text == said("question-expired", typed="Жим лёжа 5 x 100 кг")
    assert answer.buttons == []
    assert await sets(house) == []
    assert await house.value("SELECT count(*) FROM workouts") == 0


async def test_an_answer_just_before_that(house, anna):
    """The set is of the moment when the message was sent: yesterday."""
    await anna.says("Жим лёжа 5 x 100 кг")
    await passes(house, 24 * 3600 - 60)
    await house.sql("UPDATE questions SET sent_at = sent_at - interval '23 hours 59 minutes'")
    await anna.presses("100 кг × 5")
    assert await house.value("SELECT now() - logged_at > interval '23 hours' FROM sets")
    assert await house.value("SELECT ended_at IS NOT NULL FROM workouts")


async def test_nobody_answers_for_another(house, anna, boris):
    """The buttons of somebody else's question do nothing."""
    asked = await anna.says("Жим лёжа 5 x 100 кг")
    data = asked.shown["reply_markup"]["inline_keyboard"][0][1]["callback_data"]
    mine = await boris.says("/help")
    before = await house.rows()
    answer = await boris.presses(data=data, message_id=mine.shown["message_id"], forged=True)
    assert answer.toast == said("question-closed", EN)
    assert not answer.edits
    assert await house.rows() == before
    await anna.presses("100 кг × 5")
    assert await sets(house) == [(1, 1, Decimal(100), 5, None)]


async def test_two_taps(house, anna, desk):
    """One set, whichever came first; a delivery once more stores nothing either."""
    asked = await anna.says("Жим лёжа 5 x 100 кг")
    data = [b["callback_data"] for b in asked.shown["reply_markup"]["inline_keyboard"][0]]
    number = asked.shown["message_id"]
    await desk.together(
        *(anna.act("press", data=each, message_id=number) for each in (data[1], data[0], data[1]))
    )
    await desk.idle()
    assert await sets(house) == [(1, 1, Decimal(100), 5, None)]
    await desk.redelivers()
    assert await sets(house) == [(1, 1, Decimal(100), 5, None)]


async def test_a_correction_is_asked_about_too(house, anna):
    """The set stays as it was until a reading is tapped."""
    await begins(anna, "П\nПрисед 3x5 60")
    await anna.says("60x5")
    message = await number(anna, "60x5")
    asked = await anna.edits(message, "5 x 100 кг")
    assert asked.texts == [question("5 x 100 кг")]
    assert [row[2] for row in await sets(house)] == [60]
    answer = await anna.presses("100 кг × 5")
    assert answer.reaction == "✍"
    assert [row[2:4] for row in await sets(house)] == [(100, 5)]


async def test_fixing_a_set_on_the_card(house, anna):
    """Asked about the correction, the card takes sets again; the answer corrects that set."""
    await begins(anna, "П\nПрисед 3x5 60")
    await logs(anna)
    await does(anna, "list")
    await does(anna, "sets")
    await anna.presses("Присед 1: 60 × 5")
    asked = await anna.says("5 x 100 кг")
    assert asked.texts == [question("5 x 100 кг")]
    await anna.says("61x5")
    await anna.presses("100 кг × 5")
    assert [row[1:4] for row in await sets(house)] == [(1, 100, 5), (2, 61, 5)]


async def test_somebody_elses_sets_are_asked_about_when_taken(house, anna):
    """The offer to log a forwarded set becomes the question."""
    offer = await anna.forwards(text="Жим лёжа 5 x 100 кг")
    asked = await anna.presses(RU.plain("forward-button-take"))
    assert asked.text == question("Жим лёжа 5 x 100 кг")
    assert asked.shown["message_id"] == offer.shown["message_id"]
    await anna.presses("100 кг × 5")
    assert await sets(house) == [(1, 1, Decimal(100), 5, None)]


@pytest.mark.parametrize(
    ("language", "typed", "label"),
    [("ru", "Планка 3x60s", "60 с × 3 подхода"), ("en", "Plank 3x60s", "60 s × 3 sets")],
)
async def test_an_answer_is_remembered(house, desk, language, typed, label):
    """For that exercise and doubt: the next such line is stored without a question."""
    anna = await desk.person("Anna", language=language)
    await anna.says(typed)
    await anna.presses(label)
    assert (await anna.says(typed)).reaction == "👍"
    assert (await anna.says("3x50s")).reaction == "👍"
    assert [row[4] for row in await sets(house)] == [60] * 6 + [50] * 3
    other = "Вис 3x60s" if language == "ru" else "Dead hang 3x60s"
    assert (await anna.says(other)).reaction == "🤔"
    assert await house.value("SELECT answers FROM exercises WHERE answers <> '{}'") == ["hold:sets"]


async def test_a_long_line_is_shown_in_short(house, anna):
    """Markup in it is shown as it is written."""
    asked = await anna.says("<b>Жим</b> & лёжа 5 x 100 кг")
    assert asked.texts == [question("<b>Жим</b> & лёжа 5 x 100 кг")]
    assert button_rows(asked.shown)[0][0] == "5 кг × 100"
