"""Cut the numbers of a line into tokens: each number with its unit, and what joins it to the next.

Nothing is decided here: `arranging` says which number is the weight.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from service.domain import quantities
from service.domain.errors import NotUnderstood
from service.domain.notation import spelling, tokens
from service.domain.units import Unit

MAX_NUMBERS = 60
"""Most numbers of one line."""

BARE = "bar"
"""The text of a number that is the weight of the bar."""

EARLY, LATE = 6, 23
"""Hours of the day that ``7:30`` may mean."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit.

    ``kind`` is N (no unit), W (a weight), B (the body's weight), R (repetitions), S (sets),
    T (a time) or E (the last set again). ``at`` is where it ends.
    ``warm``: a letter before it marks a warm-up. ``clock``: it may be a time of day, ``20:30``.
    The weight of the bar is the text BARE.
    """

    kind: str
    text: str
    at: int
    sign: str | None = None
    unit: Unit | None = None
    rpe: Decimal | None = None
    warm: bool = False
    clock: bool = False


@dataclass(frozen=True, slots=True)
class Scan:
    """The numbers of a line, what joins each to the next, and where they end.

    A join is ``x`` (times), ``X`` (``x3`` apart), ``p`` (of), ``@``, ``o`` (for), a comma, a
    semicolon (then), a colon, a slash or a space.
    """

    numbers: tuple[Number, ...]
    joins: str
    warm: bool
    end: int


def label(text: str, start: int) -> int:
    """Return where the label of a line ends: ``Set 1:``, ``2)``, a bullet."""
    match = tokens.LABEL.match(text, start)
    return match.end() if match else start


def scan(text: str, start: int) -> Scan | None:
    """Read the numbers that begin at ``start``; None when there is none."""
    labelled = tokens.LABEL.match(text, start)
    at = labelled.end() if labelled else start
    warm = tokens.WARM_ALL.match(text, at)
    at = warm.end() if warm else at
    is_warm = bool(warm or (labelled and labelled["warm"]))
    numbers: list[Number] = []
    joins = ""
    found = _numbers(text, at)
    while found:
        numbers += found
        joins += "," * (len(found) - 1)
        if len(numbers) > MAX_NUMBERS:
            raise NotUnderstood("set-not-understood")
        numbers[-1], at = _rated(text, start, numbers[-1])
        joined = _join(text, at, numbers[-1])
        found = _numbers(text, joined[1]) if joined else []
        joins += joined[0] if joined and found else ""
    if not numbers:
        return None
    at = max(at, numbers[-1].at)
    if dangling := tokens.DANGLING.match(text, at):
        lone = len(numbers) == 1 and numbers[0].kind in "NW" and dangling.end() == len(text)
        raise NotUnderstood("set-without-reps" if lone else "set-not-understood")
    if numbers[-1].rpe is not None and tokens.RANGE.match(text, at):
        raise NotUnderstood("set-rpe-range")
    if len(numbers) > 1 and numbers[-1].kind == "N" and tokens.RANGE.match(text, at):
        raise NotUnderstood("set-without-reps")
    if after_warm := tokens.WARM_AFTER.match(text, at):
        is_warm, at = True, after_warm.end()
    return Scan(tuple(numbers), joins[: len(numbers) - 1], is_warm, at)


def rated_after(scan: Scan, note: str) -> tuple[Scan, str]:
    """Read the RPE after a note in brackets: ``60x5 (slow) @9``."""
    match = tokens.RATED.fullmatch(note)
    if match is None or scan.numbers[-1].rpe is not None:
        return scan, note
    last = replace(scan.numbers[-1], rpe=quantities.rpe(match["rpe"]))
    return replace(scan, numbers=(*scan.numbers[:-1], last)), match["note"]


def _rated(text: str, start: int, number: Number) -> tuple[Number, int]:
    """Read the closing bracket and the RPE after a number. Returns it, and where they end."""
    at = number.at
    if "(" in text[start:at] and (closed := tokens.CLOSED.match(text, at)):
        at = closed.end()
    if rated := tokens.RPE.match(text, at):
        return replace(number, rpe=quantities.rpe(rated["rpe"])), rated.end()
    return number, at


def _join(text: str, at: int, before: Number) -> tuple[str, int] | None:
    if before.kind == "B" and (match := tokens.ADDED.match(text, at)):
        return " ", match.end()
    if before.kind == "N" and (match := tokens.SLASH.match(text, at)):
        return "/", match.end()
    if match := tokens.AT_WEIGHT.match(text, at):
        return "@", match.end()
    for join, expression in tokens.JOINS:
        if match := expression.match(text, at):
            apart = join == "x" and match[0][0].isspace() and not match[0][-1].isspace()
            return "X" if apart else join, match.end()
    return None


def _numbers(text: str, at: int) -> list[Number]:
    if warm := tokens.WARM_ONE.match(text, at):
        return [replace(each, warm=True) for each in _plain_numbers(text, warm.end())]
    return _plain_numbers(text, at)


def _plain_numbers(text: str, at: int) -> list[Number]:
    if again := tokens.AGAIN.match(text, at):
        return [Number("E", "", again.end())]
    if several := tokens.SEVERAL.match(text, at):
        found, end = [], at
        for part in several[0].split(","):
            end += len(part) + 1
            found.append(Number("N", part, end - 1))
        return found
    named = tokens.NAMED.match(text, at)
    match = tokens.WEIGHT.match(text, named.end()) if named else tokens.TOKEN.match(text, at)
    if match is None:
        return []
    _check_thousands(text, match)
    number = _number(match)
    if number.kind == "N" and (of_day := tokens.OF_DAY.match(text, number.at)):
        raise NotUnderstood("set-time", time=text[match.start() : of_day.end()])
    if (
        strange := tokens.STRANGE.match(text, number.at)
        if number.kind in "NW" and not number.unit
        else None
    ):
        raise NotUnderstood("set-unknown-unit", typed=strange["unit"])
    if named and number.kind == "N":
        return [replace(number, kind=named.lastgroup or "N")]
    return [number]


def _check_thousands(text: str, match: "regex.Match[str]") -> None:
    group = match["weight"] or match["number"]
    if group and (
        thousands := tokens.THOUSANDS.match(
            text, match.start("weight" if match["weight"] else "number")
        )
    ):
        raise NotUnderstood("set-thousands", number=thousands["first"] + thousands["rest"])


def _number(match: "regex.Match[str]") -> Number:
    at = match.end()
    found = match.groupdict()
    if found.get("body") or found.get("bar"):
        return Number("B", "0", at) if found["body"] else Number("W", BARE, at)
    for kind, count in (("R", found.get("reps")), ("S", found.get("sets"))):
        if count:
            return Number(kind, _whole(count), at)
    if word := found.get("word"):
        return Number("S", str(tokens.TWICE[spelling.said(word)]), at)
    if match["weight"]:
        unit: Unit = "kg" if match["kg"] else "lb"
        return Number("W", match["weight"], at, match["sign"], unit)
    if match["number"]:
        return Number("W" if match["sign"] else "N", match["number"], at, match["sign"])
    clock = match["clock"] or ""
    of_day = clock.count(":") == 1 and EARLY <= int(clock.partition(":")[0]) <= LATE
    return Number("T", str(_seconds(match)), at, clock=of_day)


def _seconds(match: "regex.Match[str]") -> int:
    if match["clock"]:
        *hours, minutes, seconds = map(int, match["clock"].split(":"))
        return (hours[0] if hours else 0) * 3600 + minutes * 60 + seconds
    if match["hours"]:
        return _exact(match["hours"], 3600) + int(match["of_hour"] or 0) * 60
    if match["minutes"]:
        return _exact(match["minutes"], 60) + int(match["of_minute"] or 0)
    if match["minute"] or match["half"]:
        return 60 if match["minute"] else 30
    return _exact(match["seconds"], 1)


def _exact(number: str, seconds: int) -> int:
    """Return so many seconds times a decimal number. Raises NotUnderstood for parts of a second."""
    found = Decimal(number.replace(",", ".")) * seconds
    if found != int(found):
        raise NotUnderstood("set-not-understood")
    return int(found)


def _whole(number: str) -> str:
    if not number.isdecimal():
        raise NotUnderstood("set-not-understood")
    return number
