"""Days as people write them: ``yesterday``, ``on Monday``, ``25.11``, ``2 days ago``.

A date without a year is the last such day. A clock time beside a day belongs to the day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import regex
from rapidfuzz import process
from rapidfuzz.distance import OSA

from service.domain import names
from service.domain.errors import NotUnderstood

RECENT = 183
"""How many days ago a date without a year may be: half a year. A later one is in the future."""

LONGEST = 80
"""Most characters of a day at the end of a text."""

_WEEKDAYS = (
    r"понедельник[ау]?|пон|пн|monday|mon",
    r"вторник[ау]?|вт|tuesday|tues|tue",
    r"сред[ауы]|ср|wednesday|wed",
    r"четверг[ау]?|чт|thursday|thurs|thur|thu",
    r"пятниц[ауы]|пт|friday|fri",
    r"суббот[ауы]|сб|saturday|sat",
    r"воскресень[еяю]|вс|sunday|sun",
)
_MONTHS = (
    r"январ[ья]|янв|january|jan",
    r"феврал[ья]|фев|february|feb",
    r"марта?|мар|march|mar",
    r"апрел[ья]|апр|april|apr",
    r"ма[йя]|may",
    r"июн[ья]?|june|jun",
    r"июл[ья]?|july|jul",
    r"августа?|авг|august|aug",
    r"сентябр[ья]|сент?|september|sept|sep",
    r"октябр[ья]|окт|october|oct",
    r"ноябр[ья]|нояб?|november|nov",
    r"декабр[ья]|дек|december|dec",
)
_COUNTS = {
    **dict.fromkeys(("один", "одну", "a", "an", "one"), 1),
    **dict.fromkeys(("два", "две", "two", "a couple of"), 2),
    **dict.fromkeys(("три", "three"), 3),
    **dict.fromkeys(("четыре", "four"), 4),
    **dict.fromkeys(("пять", "five"), 5),
    **dict.fromkeys(("шесть", "six"), 6),
}
_FIXED = {
    "сегодня": 0,
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "вчера": 1,
    "yesterday": 1,
    "last night": 1,
    "позавчера": 2,
    "the day before yesterday": 2,
    "day before yesterday": 2,
    "завтра": -1,
    "послезавтра": -2,
    "tomorrow": -1,
}
_PART = (
    r"(?:рано |поздно |early |late )?(?:утром|с утра|дн[её]м|в обед|вечером|ночью|"
    r"in the morning|in the evening|in the afternoon|at night|morning|afternoon|evening|night)"
)
_CLOCK = (
    r"(?:в|at|около|around)\s+[0-9]{1,2}:[0-5][0-9](?:\s*[ap]\.?m\b\.?)?"
    r"|[0-9]{1,2}:[0-5][0-9]\s*[ap]\.?m\b\.?|(?:(?:в|at)\s+)?[0-9]{1,2}\s*(?:[ap]\.?m\b\.?|час(?:а|ов)?\b(?:\s+(?:утра|дня|вечера))?|утра\b|вечера\b)"
)


def _any(expressions: "tuple[str, ...] | dict[str, int]") -> str:
    return "|".join(sorted(expressions, key=len, reverse=True)).replace(" ", r"\s+")


_YEAR = r"(?:,?\s*(?P<year>20[0-9]{2})\b(?:\s*г(?:ода|\.)?)?)?"
_NUMBERED = r"(?P<day>[0-9]{1,2})"
_MONTH = rf"(?P<month>{_any(_MONTHS)})\b\.?"
# What may not follow a day's number: it would be the first number of a set.
_NO_SET = r"(?![0-9]|[.,:][0-9]|\s*[xх×*]\s*[0-9]|\s*(?:кг|kg|lb|раз|reps|подход|sets))"
_DATE = (
    rf"{_NUMBERED}(?:-?(?:го|е|st|nd|rd|th)\b)?\s*(?:of\s+)?{_MONTH}{_YEAR}"
    rf"|{_MONTH}\s+{_NUMBERED}(?:st|nd|rd|th)?\b{_NO_SET}{_YEAR}"
    r"|(?P<numeric>(?P<day>0?[1-9]|[12][0-9]|3[01])\.(?P<month>0[1-9]|1[0-2])"
    rf"(?:\.(?P<year>(?:20)?[0-9]{{2}})\b)?\.?){_NO_SET}"
    r"|(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>20[0-9]{2})\b"
    r"|(?P<year>20[0-9]{2})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})\b"
)
_WEEKDAY = (
    r"(?:(?:в|во|on|за)\s+)?(?:(?P<next>следующ\p{L}+|будущ\p{L}+|next)\s+)?"
    r"(?:(?P<last>прошл\p{L}+|last|this\s+past)\s+)?"
    rf"(?P<weekday>{_any(_WEEKDAYS)})\b\.?"
)
_SPAN = (
    rf"(?:(?P<count>[0-9]{{1,3}}|{_any(_COUNTS)})\s+)?"
    r"(?P<span>дней|дня|день|days?|недел[юиья]|недель|weeks?)\b"
)
_AGO = rf"{_SPAN}\s+(?:тому\s+)?(?:назад|ago)\b|(?P<ahead>через|in)\s+{_SPAN}"
_DAY = (
    rf"(?:{_WEEKDAY},?\s+(?:{_DATE})|{_DATE}|{_AGO}|{_WEEKDAY}|(?:(?:за|from)\s+)?"
    rf"(?P<fixed>{_any(_FIXED)})\b|(?P<part>утром|с утра|вечером|дн[её]м)\b)"
)
# Words that are today only beside numbers: "Morning routine" is the name of a program.
_EDGE = (
    r"(?:early |late )?(?<!good\s)(?P<edge>in the morning|in the evening|in the afternoon|at night|"
    r"at noon|at midday|at lunch|midday|noon|morning|afternoon|evening|night)\b"
)
_WHOLE = rf"(?:{_DAY}|{_EDGE})(?:,?\s+(?:{_PART})\b)?(?:,?\s+(?:{_CLOCK}))?"
_BRACKETED = rf"(?:\((?:{_WHOLE})\)|\[(?:{_WHOLE})\]|(?:{_WHOLE}))"
_BARE = r"(?:,?\s+(?P<bare>(?:[01]?[0-9]|2[0-3]):[0-5][0-9]))?"
_SET = regex.compile(r"[0-9]\s*(?:[xх×*]\s*[0-9]|кг|kg|lb|раз|rep)", regex.IGNORECASE)
_DIGIT = regex.compile("[0-9]")
_LETTER = regex.compile(r"\p{L}")
# A day with a number of its own, between a name and its sets: "Squat 3 days ago 80x5".
_MIDDLE = regex.compile(
    rf"(?<=[\s:,;])(?P<day_of>{_BRACKETED})\s*[\s:,;.\-–—]\s*(?P<sets>[-+]?[0-9].*)",
    regex.IGNORECASE,
)
_START = regex.compile(rf"{_BRACKETED}(?=$|[\s:,;.\-–—])\s*[:,;.\-–—]?\s*", regex.IGNORECASE)
_END = regex.compile(
    rf"(?:^|(?:[,;.]\s*|\s+)(?:[\-–—]\s*)?)(?:за\s+)?{_BRACKETED}{_BARE}[.!]*$", regex.IGNORECASE
)
_INSIDE = regex.compile(rf"(?<![\p{{L}}\p{{N}}]){_DAY}(?![\p{{L}}\p{{N}}])", regex.IGNORECASE)
# A date in figures followed by one number is a weight: "20.11 5".
_ONE_NUMBER = regex.compile(
    r"[-+]?[0-9]+(?:[.,][0-9]+)?(?:\s*(?:кг|kg|lbs?|раза?|reps?)\b)?(?:\s*@.*|\s+[^0-9]*)?",
    regex.IGNORECASE,
)

_WORDS = (
    *("вчера", "сегодня", "позавчера", "завтра", "назад", "yesterday", "today", "tomorrow"),
    *("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
    *("среду", "пятницу", "субботу", "monday", "tuesday", "wednesday", "thursday", "friday"),
    *("saturday", "sunday", "неделю", "неделе", "вечером", "утром"),
)
_VAGUE = {"назад", "ago", "неделе", "неделю", "недели", "week", "weeks", "вчерашний", "вчерашняя"}
_LETTERS = regex.compile(r"\p{L}+")
_LONG = 9
"""Letters of a word that may hold two slips."""

_SHORT = 4
"""Letters of a word that may hold one."""


@dataclass(frozen=True, slots=True)
class Near:
    """A word that is nearly a day: where it stands, and the day it looks like (None: none)."""

    start: int
    end: int
    day: str | None


def at_start(text: str, today: date) -> tuple[int, int] | None:
    """Find a day at the start of a text. Returns how many days ago it was, and where it ends."""
    match = _START.match(text)
    if match is None or (match["numeric"] and _ONE_NUMBER.fullmatch(text[match.end() :])):
        return None
    if match["edge"] and not _DIGIT.search(text, match.end()):
        return None
    ago = _ago(match.groupdict(), today)
    return None if ago is None else (ago, match.end())


def at_end(text: str, today: date) -> tuple[int, int] | None:
    """Find a day at the end of a text. Returns how many days ago it was, and where it starts."""
    match = _END.search(text, max(0, len(text) - LONGEST))
    if match is None or (match.start() and match.start() == len(text) - LONGEST):
        return None
    if match["bare"] and not _SET.search(text, 0, match.start()):
        return None  # "Планка вчера 1:30"
    if match["edge"] and not _DIGIT.search(text, 0, match.start()):
        return None
    if match["ahead"] and _DIGIT.search(text, 0, match.start()):
        return None  # a note: "80x5, heavier in a week"
    ago = _ago(match.groupdict(), today)
    return None if ago is None else (ago, match.start())


def first(text: str, today: date) -> tuple[str, tuple[int, int] | None]:
    """Return a text with its day first, and what `at_start` finds there."""
    if found := at_start(text, today):
        return text, found
    text = _moved(text)
    return text, at_start(text, today)


def _moved(text: str) -> str:
    """Return a text whose day with a number stands between a name and its sets, the day first."""
    match = _MIDDLE.search(text)
    if match is None or not _DIGIT.search(match["day_of"]):
        return text
    name = text[: match.start()].rstrip(" :,;")
    if _DIGIT.search(name) or not _LETTER.search(name):
        return text
    if match["numeric"] and not _SET.search(match["sets"]):
        return text  # a weight: "Bench 25.11 5"
    return f"{match['day_of']} {name} {match['sets']}"


def is_impossible(text: str, today: date, *, whole: bool = False) -> bool:
    """Return whether a text names (or wholly is) a date that no calendar has: 31 February."""
    match = _INSIDE.fullmatch(text) if whole else _INSIDE.search(text)
    return bool(match and match["month"] and _date(match.groupdict(), today) is None)


def inside(text: str) -> bool:
    """Return whether a text names a day, or nearly one."""
    return _INSIDE.search(text) is not None or next(near(text), None) is not None


def near(text: str) -> Iterator[Near]:
    """List the words of a text that are days or look like one with a typo."""
    for match in _LETTERS.finditer(text):
        word = names.key(match[0])
        if word in _VAGUE:
            yield Near(*match.span(), None)
            continue
        slips = 0 if len(word) < _SHORT else 1 if len(word) < _LONG else 2
        found = process.extractOne(word, _WORDS, scorer=OSA.distance, score_cutoff=slips)
        if found:
            yield Near(*match.span(), found[0])


def _ago(parts: dict[str, Any], today: date) -> int | None:
    """Return how many days ago a matched day was. Refuses one to come, and one of no calendar."""
    if parts["month"]:
        day = _date(parts, today)
        if day is None:
            between = "." if parts["month"].isdecimal() else " "
            typed = f"{parts['day']}{between}{parts['month']}"
            raise NotUnderstood("set-day-none", day=typed, year=str(_year(parts) or today.year))
        ago = (today - day).days
    elif parts["ahead"]:
        ago = -1
    elif parts["span"]:
        ago = _spans(parts)
    elif parts["weekday"]:
        weekday = _index(_WEEKDAYS, parts["weekday"])
        ago = (today.weekday() - weekday) % 7
        if parts["next"]:
            ago = -1
        elif parts["last"] and ago == 0:
            ago = 7
    else:
        ago = _FIXED.get(" ".join(names.key(parts["fixed"] or "сегодня").split()), 0)
    if ago < 0:
        raise NotUnderstood("set-day-ahead")
    return ago


def _spans(parts: dict[str, Any]) -> int:
    count = names.key(parts["count"] or "a")
    number = int(count) if count.isdecimal() else _COUNTS[" ".join(count.split())]
    return number * (7 if parts["span"][0] in "нНwW" else 1)


def _index(expressions: tuple[str, ...], word: str) -> int:
    return next(n for n, each in enumerate(expressions) if regex.fullmatch(each, names.key(word)))


def _date(parts: dict[str, Any], today: date) -> date | None:
    month = parts["month"]
    number = int(month) if month.isdecimal() else _index(_MONTHS, month) + 1
    if year := _year(parts):
        return _day_of(year, number, int(parts["day"]))
    day, before = (_day_of(today.year - n, number, int(parts["day"])) for n in (0, 1))
    if before and (day is None or day > today) and today - before <= timedelta(RECENT):
        return before
    return day


def _year(parts: dict[str, Any]) -> int | None:
    return int(parts["year"]) % 100 + 2000 if parts["year"] else None


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
