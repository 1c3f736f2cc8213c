"""Plain words that do the same as commands and buttons, in both languages."""

from collections.abc import Mapping
from typing import Any

from aiogram.filters import BaseFilter, CommandObject
from aiogram.types import Message

from service.domain import names
from service.storage.people import Person

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "startworkout": (
        *("начать тренировку", "начать", "начинаем", "тренировка", "старт", "поехали"),
        *("start workout", "start the workout", "start training", "start", "workout", "go"),
    ),
    "report": ("отчёт", "отчёты", "мой отчёт", "report", "reports", "my report"),
    "programs": ("программы", "мои программы", "programs", "my programs"),
    "newprogram": ("новая программа", "создать программу", "new program", "create program"),
    "settings": ("настройки", "settings"),
    "language": ("язык", "language"),
    "export": ("экспорт", "export"),
    "help": ("помощь", "справка", "help"),
    "cancel": ("отмена", "отменить", "отмени", "cancel", "✖"),
}
"""Words by the command that they stand for. Deleting everything is asked for by its command."""

BUTTONS: Mapping[str, tuple[str, ...]] = {
    "finish": (
        *("готово", "закончить", "закончил", "закончила", "завершить", "финиш", "конец"),
        *("закончить тренировку", "завершить тренировку", "конец тренировки", "🏁"),
        *("finish", "finished", "done", "end", "finish workout", "end workout"),
    ),
    "undo": ("вернуть", "undo", "undo set", "↩"),
    "skip": (
        *("дальше", "пропустить", "пропуск", "следующий", "следующее", "⏭"),
        *("skip", "next", "skip set"),
    ),
    "list": ("список", "упражнения", "список упражнений", "list", "exercises", "☰"),
    "swap": ("заменить", "замена", "swap"),
    "sets": ("исправить", "исправить подход", "fix", "fix a set"),
    "quiet": ("без отдыха", "пропустить отдых", "no rest", "skip rest", "⏹"),
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
    return _ACTS.get(names.key(text.replace("\ufe0f", "")).strip(" .!…"))


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
