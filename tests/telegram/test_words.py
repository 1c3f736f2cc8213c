"""Plain words: each has a reading, in both languages; an exercise's name wins."""

import pytest

from service.domain import exercises
from service.telegram import shortcuts
from tests.lifter import words
from tests.telegram.talk import RU, begins, logs, said, sets

TWO = "П\nПрисед 2x5 60\nЖим лёжа 2x5 50"

ACTS = {
    "finish": "стоп|всё|Все!|хватит|готово|stop|done|That’s it|all done|I'm done",
    "startworkout": "старт|поехали|продолжить|карточка|start|let's go|resume|card",
    "report": "статистика|итоги|отчёт|stats|statistics|report",
    "progress": "прогресс|график|progress|chart",
    "programs": "программы|мои программы|план|programs|plan",
    "newprogram": "новая программа|new program",
    "settings": "настройки|фунты|часовой пояс|settings|pounds|time zone|reminders",
    "language": "язык|language|English",
    "export": "экспорт|export",
    "help": "помощь|меню|команды|что ты умеешь?|help|menu|what can you do?|?",
    "cancel": "отмена|удалить подход|cancel|delete set",
    "start": "привет|hello|Hi!",
    "undo": "вернуть|undo",
    "skip": "дальше|следующий подход|skip|next set",
    "pass": "следующее упражнение|skip exercise",
    "swap": "заменить упражнение|swap exercise",
    "sets": "исправить|fix a set",
    "quiet": "без таймера|стоп таймер|no timer|stop timer",
    "warm": "разминка|warm-up",
    "notes": "заметка|note",
    "list": "упражнения|list",
}


@pytest.mark.parametrize(
    ("act", "word"), [(act, word) for act, said in ACTS.items() for word in said.split("|")]
)
def test_what_a_word_stands_for(act, word):
    """However it is written."""
    assert shortcuts.act(word) == act
    assert shortcuts.act(word.upper()) == act


def test_no_word_is_an_exercise():
    """Neither exactly nor with a typo."""
    every = [
        word
        for lists in (shortcuts.COMMANDS, shortcuts.BUTTONS)
        for listed in lists.values()
        for word in listed
    ]
    assert [word for word in every if exercises.find(word)] == []


async def test_ones_own_exercise_wins(house, anna):
    """Its name turns to it."""
    await anna.says("Старт 20x10")
    await anna.says("Жим лёжа 60x5")
    answer = await anna.says("старт")
    assert "2. ▶️ 20 × 10" in answer.text


@pytest.mark.parametrize("word", ["ещё раз", "again", "то же самое"])
async def test_the_same_set_again(house, anna, word):
    """As by =; without a set before there is nothing to repeat."""
    await begins(anna, TWO)
    assert (await anna.says(word)).texts == [said("set-no-last")]
    await anna.says("61x4")
    await anna.says(word)
    assert [row[2:4] for row in await sets(house)] == [(61, 4), (61, 4)]


@pytest.mark.parametrize("word", ["без таймера", "no timer"])
async def test_the_rest_ends(house, anna, word):
    """No bell will ring."""
    await begins(anna, TWO)
    await logs(anna)
    assert await house.value("SELECT count(*) FROM timers") == 1
    await anna.says(word)
    assert await house.value("SELECT count(*) FROM timers") == 0


async def test_words_of_a_workout(house, anna):
    """A whole exercise is skipped; стоп shows the summary, which can be reopened."""
    await begins(anna, TWO)
    await logs(anna)
    assert "1. ▶️ 50 × 5" in (await anna.says("следующее упражнение")).text
    ended = await anna.says("стоп")
    assert ended.text.startswith("🏁")
    assert ended.buttons == [[RU.plain("workout-button-reopen")], [RU.plain("share-button")]]


async def test_greetings_and_menus(house, anna):
    """Without anything else."""
    assert (await anna.says("привет")).text == said("welcome")
    assert "Полезные мелочи" in (await anna.says("меню")).text


@pytest.mark.parametrize(("typed", "kg"), [("гриф 17,5", 17.5), ("my bar is 35 lb", 15.88)])
async def test_the_bar_is_typed(house, anna, typed, kg):
    """An odd bar too; the plates on the card follow."""
    await begins(anna, TWO)
    answer = await anna.says(typed)
    assert float(await house.value("SELECT bar_kg FROM people")) == kg
    assert any(words(m).startswith("Гриф и блины") for m in answer.messages)
    assert (await anna.says("гриф 500")).texts == [said("equipment-no-bar")]
    assert await sets(house) == []
