"""Plain words that do the same as commands and buttons, in both languages."""

from collections.abc import Mapping
from typing import Any

from aiogram.filters import BaseFilter, CommandObject
from aiogram.types import Message

from service.domain import names
from service.storage.people import Person

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "start": ("привет", "здравствуйте", "добрый день", "hello", "hi", "hey"),
    "startworkout": (
        *("начать тренировку", "начать", "начинаем", "тренировка", "старт", "поехали"),
        *("погнали", "начнём", "новая тренировка", "продолжить", "продолжить тренировку"),
        *("start workout", "start the workout", "start training", "start", "workout", "go"),
        *("let's go", "begin", "new workout", "resume", "continue", "resume workout"),
        *("карточка", "карта", "card", "show card"),
    ),
    "report": (
        *("отчёт", "отчёты", "мой отчёт", "статистика", "моя статистика", "итоги"),
        *("report", "reports", "my report", "statistics", "stats", "results"),
    ),
    "progress": (
        *("прогресс", "мой прогресс", "график", "графики"),
        *("progress", "my progress", "chart", "charts", "graph", "graphs"),
    ),
    "history": (
        *("история", "моя история", "история тренировок", "мои тренировки"),
        *("history", "my history", "workout history", "my workouts"),
    ),
    "weight": ("вес тела", "мой вес", "body weight", "my weight"),
    "exercises": ("мои упражнения", "my exercises"),
    "programs": (
        *("программы", "мои программы", "программа", "план"),
        *("programs", "my programs", "program", "plan"),
    ),
    "newprogram": (
        *("новая программа", "создать программу", "составить программу", "добавить программу"),
        *("new program", "create program", "create a program", "add program"),
    ),
    "settings": (
        *("настройки", "настройка", "напоминания", "фунты", "килограммы", "часовой пояс"),
        *("settings", "preferences", "reminders", "pounds", "kilograms", "time zone", "timezone"),
    ),
    "language": ("язык", "сменить язык", "language", "english", "русский"),
    "export": ("экспорт", "выгрузка", "скачать данные", "export", "export data", "download"),
    "help": (
        *("помощь", "справка", "помоги", "меню", "команды", "что ты умеешь", "как записать"),
        *("help", "help me", "menu", "commands", "what can you do", "how", "?"),
    ),
    "cancel": (
        *("отмена", "отменить", "отмени", "удалить подход", "удалить последний подход"),
        *("удали подход", "cancel", "delete set", "delete last set", "remove set", "✖"),
    ),
}
"""Words by the command that they stand for. Deleting everything is asked for by its command."""

BUTTONS: Mapping[str, tuple[str, ...]] = {
    "finish": (
        *("готово", "закончить", "закончил", "закончила", "завершить", "финиш", "конец"),
        *("закончить тренировку", "завершить тренировку", "конец тренировки", "🏁"),
        *("стоп", "всё", "хватит", "это всё", "на сегодня всё", "закончили", "домой"),
        *("finish", "finished", "done", "end", "finish workout", "end workout"),
        *("stop", "that's it", "that's all", "all done", "i'm done", "im done", "stop workout"),
    ),
    "undo": ("вернуть", "верни", "undo", "undo set", "↩"),
    "skip": (
        *("дальше", "пропустить", "пропуск", "следующий", "следующее", "⏭"),
        *("следующий подход", "skip", "next", "skip set", "next set"),
    ),
    "pass": (
        *("пропустить упражнение", "следующее упражнение"),
        *("skip exercise", "next exercise", "skip this exercise"),
    ),
    "list": ("список", "упражнения", "список упражнений", "list", "exercises", "☰"),
    "swap": ("заменить", "замена", "заменить упражнение", "swap", "swap exercise", "replace"),
    "sets": ("исправить", "исправить подход", "ошибка", "fix", "fix a set", "fix set", "edit set"),
    "quiet": (
        *("без отдыха", "пропустить отдых", "без таймера", "стоп таймер", "выключи таймер"),
        *("останови таймер", "no rest", "skip rest", "no timer", "stop timer", "timer off", "⏹"),
    ),
    "warm": ("разминка", "warm up", "warm-up", "warmup", "🔥"),
    "notes": ("заметка", "добавить заметку", "note", "notes", "add note", "📝"),
}
"""Words by the act of the card's button that they stand for."""

_ACTS = {
    names.key(word): act
    for words_of in (COMMANDS, BUTTONS)
    for act, words in words_of.items()
    for word in words
}


def act(text: str) -> str | None:
    """Return the command or the button's act that a text stands for."""
    plain = " ".join(text.replace("\ufe0f", "").replace("’", "'").split())
    return _ACTS.get(names.key(plain).strip(" .!?…")) or _ACTS.get(names.key(plain))


class Shortcut(BaseFilter):
    """Matches a word that stands for one of some acts; passes it to the handler.

    An answer to a question about a program is no shortcut, unless it cancels.
    """

    def __init__(self, *acts: str) -> None:
        self._acts = frozenset(acts)

    async def __call__(self, message: Message, person: Person) -> bool | dict[str, Any]:
        """Look the whole text up."""
        meant = act(message.text or "")
        if meant is None or meant not in self._acts or (person.drafting and meant != "cancel"):
            return False
        return {"act": meant, "command": CommandObject(command=meant)}
