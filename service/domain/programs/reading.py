"""Read a program from messages, and hold the draft of one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, pairwise

import regex
from rapidfuzz import fuzz

from service.domain import exercises, names
from service.domain.errors import Refusal, check
from service.domain.programs import headings, patterns, unfolding, writing
from service.domain.programs.headings import MARK
from service.domain.programs.lines import read_line
from service.domain.programs.plans import Day, Line, Plan, Program
from service.domain.units import Unit

RESEMBLES = 60
"""How alike (percent) a line of several must be to the one that it corrects."""

HEADS = 90
"""How alike (percent) a heading must be to the line that it corrects."""

_LETTERS = regex.compile(r"[^\p{L}]+")


@dataclass(frozen=True, slots=True)
class Draft:
    """A program that is being written, as it is stored. ``unit`` is that of numbers without one.

    ``before`` is the program that it will replace; ``fixing`` the line that the next message
    corrects.
    """

    name: str | None
    body: str
    version: int
    unit: Unit = "kg"
    before: Program | None = None
    fixing: int | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the body, parsed; a line of the program as it is written stays as it is."""
        if self.before is None:
            return _rested(_parsed(self.body, self.unit))
        known = writing.lines(self.before.days, self.unit)
        lines = (_line(line, self.unit) for line in split(self.body))
        return _rested([replace(line, plan=known.get(line.text, line.plan)) for line in lines])

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans that would be saved: those of the lines that were understood."""
        return tuple(line.plan for line in self.lines if line.plan)

    @property
    def days(self) -> tuple[Day, ...]:
        """The days that would be saved: those with plans."""
        return days_of(self.lines)


@lru_cache(64)
def _parsed(body: str, unit: Unit) -> tuple[Line, ...]:
    lines = split(body)
    return tuple(map(_line, lines, patterns.units_of(lines, unit)))


def _rested(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Give the lines without a rest the one that stands alone on a line of their day.

    Above the first day it is that of all days.
    """
    top = next((n for n, line in enumerate(lines) if line.heading is not None), 0)
    lines = [replace(each, all_days=each.all_days or n < top) for n, each in enumerate(lines)]
    usual = next((line.rest for line in lines if line.rest and line.all_days), None)
    found: list[Line] = []
    for is_heading, day in groupby(lines, lambda line: line.heading is not None):
        each_line = list(day)
        rest = next((line.rest for line in each_line if line.rest), usual)
        found += each_line if is_heading else (_resting(line, rest) for line in each_line)
    return tuple(found)


def _resting(line: Line, rest: int | None) -> Line:
    if line.plan is None or line.plan.rest is not None:
        return line
    return replace(line, plan=replace(line.plan, rest=rest))


def _line(text: str, unit: Unit | None) -> Line:
    if not text.startswith(MARK):
        return read_line(text, unit)
    return Line(text, None, heading=text.removeprefix(MARK).strip())


def days_of(lines: Sequence[Line]) -> tuple[Day, ...]:
    """Return the days with plans; one that stands alone keeps its name."""
    found: list[tuple[str | None, list[Plan]]] = [(None, [])]
    for line in lines:
        if line.heading is not None:
            found.append((line.heading or None, []))
        elif line.plan:
            found[-1][1].append(line.plan)
    return tuple(Day(name, tuple(plans)) for name, plans in found if plans)


def split(body: str) -> list[str]:
    """Return the lines of a text that are not empty, cleaned."""
    return [line for line in map(names.clean, body.splitlines()) if line]


def read_message(text: str, unit: Unit = "kg") -> tuple[str | None, str]:
    """Return a program's name and body, the other lines. Raises Refusal.

    The name is the first line; None if that is a day or an exercise.
    """
    lines = headings.lines(text)
    check("program_lines", len(lines))
    if not lines:
        raise Refusal("name-empty")
    if len(lines) > 1 and not _is_name(lines, unit):
        return None, text
    name = headings.heading(lines[0]) if lines[0].startswith((MARK, "*", "_", "=")) else None
    return name or names.read(lines[0].rstrip(":") or lines[0]), "\n".join(lines[1:])


def _is_name(lines: Sequence[str], unit: Unit) -> bool:
    first, others = lines[0], [line for line in lines[1:] if line]
    if headings.begins(first) and headings.heading(first) is not None:
        return False
    if headings.heading(first) is not None or first.endswith(":"):
        again = any(_opens(line, unit) for line in others)
        return not again or headings.heading(others[0]) is not None
    read = read_line(first, unit)
    plan = read.plan
    if read.rest or headings.without_section(first) != first:
        return False
    if plan is None:
        return unfolding.unfolded([first], unit) == [first] and not headings.is_planned(first)
    if exercises.find(plan.name) is not None:
        return False
    return not lines[1] or any(_is_known(line, unit) for line in others)


def _is_known(line: str, unit: Unit) -> bool:
    plan = read_line(line, unit).plan
    return plan is not None and exercises.find(plan.name) is not None


def _opens(line: str, unit: Unit) -> bool:
    """Return whether a line may begin a day."""
    if headings.heading(line) is not None:
        return True
    return line.endswith(":") and bool(_LETTERS.sub("", line)) and not read_line(line, unit).plan


def arrange(text: str, unit: Unit = "kg") -> list[str]:
    """Return the lines of a message in the form in which they are stored."""
    typed = headings.lines(text)
    check("program_lines", len(typed))
    typed = unfolding.unfolded(typed, unit)
    return list(_merged(_headed(typed, unit)))


def _headed(typed: Sequence[str], unit: Unit) -> Iterator[str]:
    """Mark the lines that begin days."""
    sure = {n: name for n, line in enumerate(typed) if (name := headings.heading(line)) is not None}
    loose = {n for n in range(len(typed)) if n not in sure and _is_loose(typed, n, unit)}
    breaks = set() if sure or loose else _breaks(typed)
    below = False  # a heading, without a plan below it yet
    for n, line in enumerate(typed):
        if n in sure:
            if not headings.is_day_off(sure[n]):
                yield f"{MARK} {sure[n]}"
            below = True
        elif n in loose and headings.SECTION.fullmatch(line):
            continue
        elif n in loose and (below or not sure):
            yield f"{MARK} {line.strip(' :')}"
            below = True
        elif line:
            yield line
            below = False
        elif n in breaks:
            yield MARK


def _is_loose(typed: Sequence[str], n: int, unit: Unit) -> bool:
    """Return whether a line may be a heading because of where it stands or how it ends."""
    line = typed[n]
    if not regex.search(r"\p{L}{2}", line) or not read_line(line, unit).is_unread:
        return False
    if regex.search(r"[0-9]\s*[xх×*]", line) or names.units(line) > names.MAX_GRAPHEMES:
        return False
    if line.endswith(":") or headings.SECTION.fullmatch(line):
        return True
    first = n == 0 or not typed[n - 1] or bool(headings.PARTS.fullmatch(line))
    below = typed[n + 1] if n + 1 < len(typed) else ""
    return first and not regex.search("[0-9]", line) and bool(read_line(below, unit).plan)


def _breaks(typed: Sequence[str]) -> set[int]:
    """Return which empty lines begin a day: all, unless they stand between single lines."""
    empty = [n for n, line in enumerate(typed) if not line]
    edges = [-1, *empty, len(typed)]
    sizes = [after - before - 1 for before, after in pairwise(edges)]
    return set(empty) if any(size > 1 for size in sizes) else set()


def _merged(lines: Iterator[str]) -> Iterator[str]:
    """Join headings that follow each other: ``Week 1`` and ``Day 1`` are one day."""
    waiting: str | None = None
    for line in lines:
        if not line.startswith(MARK):
            if waiting is not None:
                yield waiting
            waiting = None
            yield line
            continue
        waiting = line if waiting is None else _joined(waiting, line)
    if waiting is not None:
        yield waiting


def _joined(one: str, other: str) -> str:
    named = [each.removeprefix(MARK).strip() for each in (one, other)]
    joined = " · ".join(filter(None, named))
    if len(joined) > names.MAX_GRAPHEMES:
        joined = named[1]
    return f"{MARK} {joined}" if joined else MARK


def extend(body: str, text: str, unit: Unit = "kg", fixing: int | None = None) -> str:
    """Add the lines of ``text`` to a draft's body. Refuses more than there may be.

    A new line replaces the one that is being fixed, else the one of those that were not understood
    which it resembles most; of several new lines only those that resemble one. A heading replaces
    only what it resembles, and only if it is sent alone.
    """
    added = arrange(text, unit)
    lines = split(body)
    unread = [n for n, line in enumerate(lines) if _line(line, unit).is_unread]
    if fixing is not None and added and 0 <= fixing < len(lines):
        unread = [n for n in unread if n != fixing]
        lines[fixing] = added.pop(0)
    several = len(added) > 1
    for line in added:
        heads = line.startswith(MARK)
        least = HEADS if heads else RESEMBLES if several else 0
        at = None if heads and several else _resembled(line, lines, unread, least)
        if at is None:
            lines.append(line)
        else:
            lines[at] = line
            unread.remove(at)
    return bounded("\n".join(lines), unit)


def bounded(body: str, unit: Unit) -> str:
    """Return the body of a draft. Refuses one that is too long."""
    lines = split(body)
    check("program_lines", len(lines))
    check("draft", names.units(body))
    days = days_of([_line(line, unit) for line in lines])
    check("program_days", len(days))
    for day in days:
        check("day_exercises", len(day.plans))
    return "\n".join(lines)


def _resembled(line: str, lines: Sequence[str], unread: Sequence[int], least: int) -> int | None:
    """Return which of the lines that were not understood a line is most like."""
    typed = _letters(line)
    alike = [(fuzz.token_set_ratio(typed, _letters(lines[n])), -n) for n in unread]
    score, at = max(alike, default=(-1, 0))
    return -at if score >= least else None


def _letters(text: str) -> str:
    return _LETTERS.sub(" ", names.key(text)).strip()
