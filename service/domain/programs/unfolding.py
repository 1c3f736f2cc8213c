"""One line of a program that plans several things, as the lines that plan them.

``Пн: жим 3x8, присед 5x5`` is a day and two exercises; ``Жим 1x5 100, 3x8 80`` and ``Жим 12-10-8``
are different sets of one exercise, of which a program has a line each. A line that is read as it
stands is not unfolded, nor is one of an exercise if a part of it is not read.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import regex

from service.domain import exercises
from service.domain.programs import headings, patterns, spelling
from service.domain.programs.headings import MARK
from service.domain.programs.lines import read_line
from service.domain.quantities import DECIMAL, TIMES, WHOLE, pattern
from service.domain.units import Unit

MOST_REPS = 50
"""Most repetitions in a row like ``12-10-8``; a larger number is something else."""

FEWEST_REPS = 5
"""Fewest repetitions in a row without marks between: ``12 10 8``."""

_APART = pattern(r"\s*;\s*|,\s+|\s+[+|/•]\s+|\s+(?:→|->)\s+")
_TIMES = regex.compile(rf"[0-9]{TIMES}[0-9]")
_THEN = pattern(r"(?:(?:затем|потом|далее|и|плюс|then|and|plus)\s+)+")
_LOAD = rf"{DECIMAL}\s*(?:{patterns.UNIT})?"
_SETS = pattern(rf"(?:{_LOAD}{TIMES}|{WHOLE}\s*{patterns.SETS_OF}\s*(?:по\s+)?)[0-9]")
_PART = pattern(
    r"(?P<part>(?:дроп|drop|посл|last|final|добив|финиш|back-?\s?off|бэк-?оф|тяж[её]л|л[её]гк|heavy"
    r"|light|top|топ|рабоч|work|ещ[её])[\p{L}\-]*(?:\s+(?:sets?|сеты?|подход\p{L}*))?)"
    r"\s*[:—–-]?\s+(?=[0-9])"
)
"""What some of the sets of an exercise are called: no name of another."""

_IN_TURNS = pattern(r"(?:супер-?\s?сет|super-?\s?set|трисет|triset)\s*:\s*")

_NAME = r"(?P<name>\P{N}*?\p{L}\P{N}*?)[\s:(—–-]+"
_LADDER = pattern(
    rf"{_NAME}(?:(?P<sets>[0-9]{{1,2}})(?:{TIMES}|\s*{patterns.SETS_OF}\s*[:,]?\s*(?:по\s+)?)\(?)?"
    rf"(?P<row>{WHOLE}(?:(?P<join>\s*[-–—/,]\s*|\s){WHOLE}){{2,}})(?![0-9]|[.,:/][0-9]|\s*%)"
    rf"(?:\s*{patterns.REPS_OF})?\)?(?P<rest>.*)"
)
_LOADS = pattern(
    rf"{_NAME}(?P<sets>[0-9]{{1,2}}){TIMES}(?P<reps>{WHOLE})\s*[,:@(]?\s*"
    rf"(?P<row>{DECIMAL}(?:\s*[-–—/]\s*{DECIMAL}){{2,}})(?P<unit>\s*{patterns.UNIT})?\)?"
)
_LOGGED = pattern(rf"{_NAME}(?P<row>{_LOAD}{TIMES}{WHOLE}(?:\s*[,/;→\s]\s*{_LOAD}{TIMES}{WHOLE})+)")
_LOADED = pattern(
    rf"{_NAME}(?P<row>{DECIMAL}(?:\s*[-–—/,]\s*{DECIMAL})+)(?P<unit>\s*{patterns.UNIT})?"
    rf"{TIMES}(?P<reps>{WHOLE})"
)
_SHARE = (
    rf"(?P<share>[0-9]{{2,3}}(?:[.,]5)?)\s?%{TIMES}(?P<reps>[0-9]{{1,2}})"
    rf"(?:{TIMES}(?P<sets>[0-9]{{1,2}}))?(?![0-9])"
)
_SHARES = pattern(rf"{_NAME}(?P<row>{_SHARE}(?:[,;/\s]+{_SHARE})*)")
_EACH_SHARE = pattern(_SHARE)
_EACH_LOGGED = pattern(rf"{_LOAD}{TIMES}{WHOLE}")
_WAVE = pattern(r"5\s*[-–—/]\s*3\s*[-–—/]\s*1")


def unfolded(typed: Sequence[str], unit: Unit | None) -> list[str]:
    """Return the lines of a message such that each plans one thing."""
    taken = {match["letter"].upper() for line in typed if (match := patterns.SUPERSET.match(line))}
    letters = (letter for letter in "ABCDEFGH" if letter not in taken)
    found: list[str] = []
    for line in typed:
        if match := _IN_TURNS.match(line):
            parts = list(_parts(line[match.end() :], unit))
            if len(parts) > 1 and all(read_line(part, unit).plan for part in parts):
                letter = next(letters, "H")
                found += [f"{letter}{n} {part}" for n, part in enumerate(parts, 1)]
                continue
        found += _unfolded(line, unit)
    return found


def _unfolded(line: str, unit: Unit | None) -> list[str]:
    is_other = not any(map(str.isdecimal, line)) or line.startswith(MARK)
    if is_other or headings.heading(line) is not None:
        return [line]
    day, rest = _day_before(line, unit)
    if not day and read_line(line, unit).plan:
        return [line]
    rest = headings.without_section(rest)
    bullet = patterns.BULLET.match(rest)
    bare = spelling.plain(rest[bullet.end() :] if bullet else rest)
    found = _several(bare, unit)
    if day and not found and any(read_line(each, unit).plan for each in _parts(bare, unit)):
        found = list(_parts(bare, unit))
    if not found and rest != line and read_line(bare, unit).plan:
        found = [bare]
    if not found:
        return [line]
    return [f"{MARK} {day}", *found] if day else found


def _day_before(line: str, unit: Unit | None) -> tuple[str, str]:
    """Split the day that a line begins with off: also ``Full body A: squat 3x5, bench 3x5``."""
    day, rest = headings.day_before(line)
    name, colon, after = line.partition(":")
    if day or not colon or any(map(str.isdecimal, name)) or exercises.known(name) is not None:
        return day, rest
    parts = list(_parts(after.strip(), unit))
    plans = [read_line(each, unit).plan for each in parts]
    known = [plan and exercises.known(plan.name) for plan in plans]
    is_day = headings.PARTS.fullmatch(name) or (len(set(filter(None, known))) > 1 and all(known))
    return (name, after.strip()) if is_day and all(known) and known else ("", line)


def _several(bare: str, unit: Unit | None) -> list[str]:
    """Return the lines that a line stands for, if all of them are read."""
    if patterns.SUPERSET.match(bare):
        return []
    for ways in (_parts, _ladder, _loads, _logged, _loaded, _shares):
        found = list(ways(bare, unit))
        if found and all(read_line(each, unit).plan for each in found):
            return found
    return []


def _parts(bare: str, unit: Unit | None) -> Iterator[str]:
    """Yield exercises between commas; sets without a name are of the exercise before."""
    found: list[str] = []
    name = ""
    for piece in filter(None, map(str.strip, _APART.split(bare))):
        said = piece[match.end() :] if (match := _THEN.match(piece)) else piece
        part = _PART.match(said)
        if found and (part or _SETS.match(said)):
            called = f" ({part['part']})" if part else ""
            found.append(f"{name} {said[part.end() :] if part else said}{called}")
        elif (plan := read_line(said, unit).plan) or not found or _TIMES.search(said):
            found.append(said)
            name = plan.name if plan else name
        else:
            found[-1] += f", {said}"
    yield from found


def _ladder(bare: str, _: Unit | None) -> Iterator[str]:
    """Yield the sets of ``12-10-8`` and ``3x12/10/8``."""
    match = _LADDER.fullmatch(bare)
    if match is None or _WAVE.fullmatch(match["row"]):
        return
    row = list(map(int, regex.findall("[0-9]+", match["row"])))
    if not all(0 < reps <= MOST_REPS for reps in row) or match["sets"] not in {None, f"{len(row)}"}:
        return
    if match["join"].isspace() and (row != sorted(row, reverse=True) or row[-1] < FEWEST_REPS):
        return  # "Жим 10 8 100": not only repetitions
    for reps, sets in groupby(row):
        yield f"{match['name']} {len(list(sets))}x{reps} {match['rest'].strip(' ,:@')}"


def _loads(bare: str, _: Unit | None) -> Iterator[str]:
    """Yield the sets of ``3x8 60/65/70``."""
    match = _LOADS.fullmatch(bare)
    row = regex.findall(DECIMAL, match["row"]) if match else []
    if match is None or len(row) != int(match["sets"]):
        return
    for load in row:
        yield f"{match['name']} 1x{match['reps']} {load}{match['unit'] or ''}"


def _logged(bare: str, _: Unit | None) -> Iterator[str]:
    """Yield the sets of ``60x10/80x8``."""
    if match := _LOGGED.fullmatch(bare):
        for each in _EACH_LOGGED.finditer(match["row"]):
            yield f"{match['name']} {each[0]}"


def _loaded(bare: str, _: Unit | None) -> Iterator[str]:
    """Yield the sets of ``60/80/100 x 10``."""
    if match := _LOADED.fullmatch(bare):
        for load in regex.findall(DECIMAL, match["row"]):
            yield f"{match['name']} 1x{match['reps']} {load}{match['unit'] or ''}"


def _shares(bare: str, _: Unit | None) -> Iterator[str]:
    """Yield the sets of ``50%x5, 60%x4x2``: a share of the maximum, repetitions, sets."""
    if match := _SHARES.fullmatch(bare):
        for each in _EACH_SHARE.finditer(match["row"]):
            yield f"{match['name']} {each['sets'] or 1}x{each['reps']} {each['share']}%"
