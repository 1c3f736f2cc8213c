"""Word the readings of a line, among which the person chooses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from service.domain import names
from service.domain.errors import Reading, Refusal
from service.domain.notation import doubts, naming
from service.domain.notation.lifting import explicit, lifts, resolved, written
from service.domain.notation.values import Context, Doubtful, Look, Said

LABEL_UNITS = 40
"""Longest label of a reading, in UTF-16 units."""

_COUNT = regex.compile(r"(?<![0-9.,])[1-9][0-9]?(?![0-9.,])")
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
        meant = [explicit(each, self.about) for each in said]
        note = f" «{note}»" if note else ""
        sets = ", ".join(written(each, self.language) for each in meant)
        label = self.name + (sets if note else _in_short(meant, self.language)) + note
        line = f"{self.before}{self.name}{sets}{note}{self.tail}"
        return Reading(line, names.shorten(label, LABEL_UNITS), answer)

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

    def per_side(self, note: str) -> list[Reading]:
        """Read a weight of one side of a bar as that, with the bar, and as the whole.

        A number in the note is the repetitions, if there are none.
        """
        unit, count = self.about.unit, _COUNT.search(note)
        total = []
        for each in self.said:
            said = resolved(each, self.about)
            both = 2 * said.amount(unit) + self.about.empty_bar
            total.append(replace(said, weight=f"{both.normalize():f}", unit=unit))
        if count and any(each.number for each in self.said):
            return [self.reading(tuple(replace(each, reps=int(count[0])) for each in total), None)]
        return [self.reading(tuple(total), None), self.reading(self.said, note)]

    def dated(self, note: str, day: str) -> list[Reading]:
        """Read a note before a day with the day as that, and as a part of the note."""
        return [
            replace(self, tail=f", {day}").reading(self.said, note),
            replace(self, tail="").reading(self.said, f"{note} {day}"),
        ]


def _in_short(said: Sequence[Said], language: str) -> str:
    """Write sets; of three or more with the same weight only the repetitions of the others."""
    first, *others = said
    sets = [written(each, language) for each in said]
    if len(others) < 2 or any(replace(each, reps=first.reps) != first for each in others):  # noqa: PLR2004
        return ", ".join(sets)
    if first.sets > 1 or not first.weight or not first.reps:
        return ", ".join(sets)
    if len(set(sets)) == 1:
        return written(replace(first, sets=len(said)), language)
    return ", ".join([sets[0], *(f"{each.reps}" for each in others)])


def language(typed: str, about: Context) -> str:
    """Return the language of the readings: that of the line, else the person's."""
    return "ru" if _RUSSIAN.search(typed) else about.language


def check(said: tuple[Said, ...], about: Context) -> None:
    """Raise the Refusal of sets that lack something."""
    for each in said:
        lifts(each, about)
