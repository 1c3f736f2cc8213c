"""Word the readings of a line, among which the person chooses."""

from dataclasses import dataclass, replace

import regex

from service.domain import names
from service.domain.errors import Reading, Refusal
from service.domain.notation import doubts, naming
from service.domain.notation.lifting import explicit, lifts, written
from service.domain.notation.values import Context, Doubtful, Look, Said

LABEL_UNITS = 40
"""Longest label of a reading, in UTF-16 units."""

_RUSSIAN = regex.compile(r"[\p{Cyrillic}--[хХрР]]", regex.VERSION1)


@dataclass(frozen=True)
class Entry:
    """The numbers of one exercise in a line.

    ``before`` and ``tail`` are what the line has before them and after their note; ``name`` is put
    between. ``named``: the name of the exercise stands before the numbers.
    """

    before: str
    tail: str
    about: Context
    named: bool
    language: str
    said: tuple[Said, ...] = ()
    name: str = ""

    def reading(
        self, said: tuple[Said, ...], note: str | None, answer: str | None = None
    ) -> Reading:
        """Word one reading: a line that says it without doubt, and a label."""
        sets = (written(explicit(each, self.about), self.language) for each in said)
        text = self.name + ", ".join(sets)
        text += f" «{note}»" if note else ""
        return Reading(f"{self.before}{text}{self.tail}", names.shorten(text, LABEL_UNITS), answer)

    def readings(self, doubt: Doubtful, note: str | None = None) -> list[Reading]:
        """Word the readings of a doubt, with the answers to remember."""
        return [
            self.reading(each.said, note, each.answer and f"{doubt.reason}:{each.answer}")
            for each in doubt.options
        ]

    def moved(self, name: str, context: Look) -> list[Reading]:
        """Read a note that is the name of an exercise as that: ``80x5 жим лёжа``, ``10 dips``."""
        if self.named or not naming.recognised(name, context):
            return []
        entry = replace(self, name=f"{name} ", about=context(name))
        try:
            said = doubts.question(self.said, entry.about)
            check(said, entry.about)
        except Doubtful as doubt:
            return [entry.reading(each.said, None) for each in doubt.options[:2]]
        except Refusal:
            return []
        return [entry.reading(said, None)]

    def dated(self, note: str, day: str) -> list[Reading]:
        """Read a note before a day with the day as that, and as a part of the note."""
        return [
            replace(self, tail=f", {day}").reading(self.said, note),
            replace(self, tail="").reading(self.said, f"{note} {day}"),
        ]


def language(typed: str, about: Context) -> str:
    """Return the language of the readings: that of the line, else the person's."""
    return "ru" if _RUSSIAN.search(typed) else about.language


def check(said: tuple[Said, ...], about: Context) -> None:
    """Raise the Refusal of sets that lack something."""
    for each in said:
        lifts(each, about)
