"""Numbers that are spelled out: ``жим сто на пять``, ``bench eighty for five``."""

from collections.abc import Iterator

import regex

from service.domain import exercises, names

_ONES = {
    **dict.fromkeys(("один", "одна", "одно", "одну", "одного", "one"), 1),
    **dict.fromkeys(("два", "две", "двух", "two"), 2),
    **dict.fromkeys(("три", "трёх", "трех", "three"), 3),
    **dict.fromkeys(("четыре", "четырёх", "четырех", "four"), 4),
    **dict.fromkeys(("пять", "пяти", "five"), 5),
    **dict.fromkeys(("шесть", "шести", "six"), 6),
    **dict.fromkeys(("семь", "семи", "seven"), 7),
    **dict.fromkeys(("восемь", "восьми", "eight"), 8),
    **dict.fromkeys(("девять", "девяти", "nine"), 9),
}
_TEENS = {
    **dict.fromkeys(("десять", "десяти", "ten"), 10),
    **dict.fromkeys(("одиннадцать", "eleven"), 11),
    **dict.fromkeys(("двенадцать", "twelve"), 12),
    **dict.fromkeys(("тринадцать", "thirteen"), 13),
    **dict.fromkeys(("четырнадцать", "fourteen"), 14),
    **dict.fromkeys(("пятнадцать", "fifteen"), 15),
    **dict.fromkeys(("шестнадцать", "sixteen"), 16),
    **dict.fromkeys(("семнадцать", "seventeen"), 17),
    **dict.fromkeys(("восемнадцать", "eighteen"), 18),
    **dict.fromkeys(("девятнадцать", "nineteen"), 19),
}
_TENS = {
    **dict.fromkeys(("двадцать", "двадцати", "twenty"), 20),
    **dict.fromkeys(("тридцать", "тридцати", "thirty"), 30),
    **dict.fromkeys(("сорок", "сорока", "forty"), 40),
    **dict.fromkeys(("пятьдесят", "fifty"), 50),
    **dict.fromkeys(("шестьдесят", "sixty"), 60),
    **dict.fromkeys(("семьдесят", "seventy"), 70),
    **dict.fromkeys(("восемьдесят", "eighty"), 80),
    **dict.fromkeys(("девяносто", "ninety"), 90),
}
_HUNDREDS = {
    **dict.fromkeys(("сто", "ста"), 100),
    **dict.fromkeys(("двести",), 200),
    **dict.fromkeys(("триста",), 300),
    **dict.fromkeys(("четыреста",), 400),
    **dict.fromkeys(("пятьсот",), 500),
}


def _of(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_SMALL = (
    rf"(?:(?P<tens>{_of(_TENS)})(?:[\s-]+(?P<ones>{_of(_ONES)}))?"
    rf"|(?P<teens>{_of(_TEENS)})|(?P<ones>{_of(_ONES)}))"
)
_PHRASE = (
    rf"(?:(?:(?P<hundreds>{_of(_HUNDREDS)})|(?P<hundred>{_of(_ONES)}|an?)\s+hundred(?:\s+and)?)"
    rf"(?:\s+{_SMALL})?|(?P<spoken>{_of(_ONES)})\s+(?={_of(_TENS)}|{_of(_TEENS)}){_SMALL}|{_SMALL})"
    r"(?P<half>\s+с\s+половиной|\s+and\s+a\s+half)?"
)
_UNIT = (
    r"кг|кило(?:грамм(?:а|ов)?)?|kgs?|kilos?|lbs?|pounds?|фунт(?:а|ов)?"
    r"|раза?|повт(?:ор\p{L}*)?|reps?|times|подход(?:а|ов)?|sets?|секунд[аы]?|сек|minutes?|seconds?|минут[аы]?"
)
_COUNTED = r"(?:раза?|повт(?:ор\p{L}*)?|reps?|times|подход(?:а|ов)?|sets?)"
_ENDS = r"(?=\s*(?:$|[,;!)(@.]))"
_JOIN = r"(?:на|по|x|х|×|\*|for|by|at|of|@)"
_FOUND = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}-])(?:(?<=(?P<after>(?<![\p{{L}}]){_JOIN}\s+)))?{_PHRASE}(?![\p{{L}}\p{{N}}-])"
    rf"(?=(?P<before>\s*(?:{_JOIN}\s|(?:{_UNIT})(?!\p{{L}}))))?"
    rf"(?=(?P<last>\s+{_COUNTED}{_ENDS}|{_ENDS}))?",
    regex.IGNORECASE,
)


_ANY = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}])(?:{_of({**_ONES, **_TEENS, **_TENS, **_HUNDREDS})}|hundred)"
    r"(?!\p{L})",
    regex.IGNORECASE,
)


_GLUED = regex.compile(r"^(\P{N}*\p{L}{2})(?=[0-9]{1,4}(?:[.,][0-9]{1,2})?\s*[xXхХ×*]\s*[0-9])")


def apart(line: str) -> str:
    """Put a space between a name and the numbers that were typed right after it."""
    return _GLUED.sub(r"\1 ", line)


def digits(line: str) -> str:
    """Write the numbers of a line in figures that are spelled out where a set has its numbers.

    Notes and names keep their words: after figures only ``three sets`` and ``for three`` at the
    end count.
    """
    if not _ANY.search(line) or exercises.find(line):
        return line
    figures = any(map(str.isdecimal, line))
    return "".join(_written(line, figures=figures))


def _written(line: str, *, figures: bool) -> Iterator[str]:
    at = 0
    for match in _FOUND.finditer(line):
        last = match["last"]
        if figures and (last is None or not (match["after"] or last.strip())):
            continue
        if not figures and not (match["after"] or match["before"]):
            continue
        yield line[at : match.start()] + _figures(match)
        at = match.end()
    yield line[at:]


def _figures(match: "regex.Match[str]") -> str:
    def value(group: str, words: dict[str, int]) -> int:
        word = match[group]
        return words[said(word)] if word else 0

    number = value("tens", _TENS) + value("teens", _TEENS) + value("ones", _ONES)
    number += value("hundreds", _HUNDREDS) + 100 * value("spoken", _ONES)
    number += 100 * value("hundred", {**_ONES, "a": 1, "an": 1})
    return f"{number}.5" if match["half"] else str(number)


def said(word: str) -> str:
    """Return the key of a word; a Turkish ``İ`` counts as ``i``, as it does in the patterns."""
    return names.key(word).replace("\u0307", "")
