"""Words that name commands and buttons do the same."""

import pytest

from service.telegram import shortcuts
from tests.lifter import words
from tests.telegram.talk import EN, RU, begins, does, logs, makes_program, said, sets

TWO = "П\nПрисед 2x5 60\nЖим лёжа 2x5 50"
TWO_EN = "P\nSquat 2x5 60\nBench press 2x5 50"


@pytest.mark.parametrize(
    ("language", "t", "word"),
    [("ru", RU, "готово"), ("ru", RU, "Готово!"), ("en", EN, "finish"), ("en", EN, "Done.")],
)
async def test_finish(house, desk, language, t, word):
    """The workout ends; its summary stands below the word, and the card is gone."""
    anna = await desk.person("Anna", language=language)
    await begins(anna, TWO if language == "ru" else TWO_EN, t)
    await logs(anna)
    answer = await anna.says(word)
    assert answer.text.startswith("🏁")
    assert answer.reaction == "👍"
    assert answer.buttons == [[t.plain("workout-button-reopen")], [t.plain("share-button")]]
    assert [words(m) for m in await anna.chat()].count(answer.text) == 1
    assert not [m for m in await anna.chat() if words(m).startswith("🏋️ П")]
    assert await house.metric("bot_workouts_total", "early") == 1


@pytest.mark.parametrize(("language", "word"), [("ru", "дальше"), ("en", "skip"), ("ru", "⏭")])
async def test_skip(house, desk, language, word):
    """The set is passed over."""
    anna = await desk.person("Anna", language=language)
    t = RU if language == "ru" else EN
    await begins(anna, TWO if language == "ru" else TWO_EN, t)
    answer = await anna.says(word)
    assert said("workout-line-skipped", t, n=1) in answer.text
    assert await house.value("SELECT count(*) FROM skips") == 1


async def test_undo(house, anna):
    """The last set is undone without a question, as by the button."""
    await begins(anna, TWO)
    await logs(anna)
    await anna.says("undo")
    assert await sets(house) == []
    assert (await anna.says("undo")).texts == [said("workout-nothing-to-undo")]


@pytest.mark.parametrize("word", ["отмена", "Отмена", "отменить", "cancel"])
async def test_cancel_asks_about_the_last_set(house, anna, word):
    """Nothing is removed until the person says that the set was meant."""
    await begins(anna, TWO)
    await logs(anna)
    await anna.says("61x5")
    asked = await anna.says(word)
    assert asked.texts == [said("cancel-set", name="Присед", lift="61 × 5")]
    assert len(await sets(house)) == 2
    await anna.presses(RU.plain("cancel-button-keep"))
    assert len(await sets(house)) == 2
    await anna.says(word)
    done = await anna.presses(RU.plain("cancel-button-set"))
    assert said("cancel-set-done", lift="61 × 5") in [words(each) for each in done.edits]
    assert [row[2] for row in await sets(house)] == [60]
    assert "2. ▶️" in (await anna.screen())["text"]


async def test_cancel_for_a_set_that_is_no_longer_the_last(house, anna):
    """The button is valid for the workout as it was."""
    await begins(anna, TWO)
    await logs(anna)
    await anna.says("отмена")
    await anna.says("62x5")
    await anna.presses(RU.plain("cancel-button-set"))
    assert anna.toast == said("toast-stale")
    assert len(await sets(house)) == 2


async def test_cancel_drops_a_draft(house, anna):
    """A word while the bot asks about a program; other words are part of the program."""
    await anna.says("/newprogram")
    assert (await anna.says("отмена")).text == said("cancel-draft")
    await anna.says("новая программа")
    shown = await anna.says("отчёт")
    assert "отчёт" in shown.text
    assert (await anna.says("cancel")).text == said("cancel-draft")
    assert await house.value("SELECT count(*) FROM programs") == 0


async def test_cancel_drops_a_question(house, anna):
    """The message that waits is not stored."""
    await begins(anna, TWO)
    await logs(anna)
    await anna.says("5 x 100 кг")
    assert (await anna.says("отмена")).text == said("question-dropped", typed="5 x 100 кг")
    assert await house.value("SELECT count(*) FROM questions") == 0
    assert len(await sets(house)) == 1


async def test_cancel_closes_the_cards_question(house, anna):
    """No set is corrected, no exercise swapped."""
    await begins(anna, TWO)
    await does(anna, "list")
    await does(anna, "swap")
    shown = await anna.says("отмена")
    assert said("workout-swap", name="Присед") not in shown.text
    assert await house.value("SELECT asked FROM workouts") is None


async def test_words_without_a_workout(house, anna):
    """They are no exercises; the answer says what is missing."""
    for word in ("готово", "дальше", "undo", "список"):
        assert (await anna.says(word)).texts == [said("workout-none")]
    assert (await anna.says("отмена")).text == said("cancel-nothing")
    assert await house.value("SELECT count(*) FROM workouts") == 0


@pytest.mark.parametrize("word", ["начать тренировку", "Start workout", "тренировка"])
async def test_a_workout_begins(house, anna, word):
    """By the only program, as by the command."""
    await makes_program(anna)
    assert "1. ▶️ 60 × 5" in (await anna.says(word)).text
    assert await house.metric("bot_operations_total", "startworkout") == 1


@pytest.mark.parametrize("trains", [False, True])
@pytest.mark.parametrize("word", ["отчёт", "Report"])
async def test_reports(house, anna, word, trains):
    """Also during a workout, where words are sets."""
    if trains:
        await begins(anna, TWO)
    assert (await anna.says(word)).text.startswith(RU.plain("report-today"))
    assert await house.metric("bot_operations_total", "report") == 1


def test_no_word_stands_for_two_things():
    """Each word is in one list."""
    every = [
        word
        for lists in (shortcuts.COMMANDS, shortcuts.BUTTONS)
        for listed in lists.values()
        for word in listed
    ]
    assert len(every) == len(set(every))
    assert all(shortcuts.act(word.upper()) for word in every)
