"""Cut the numbers of a line into tokens: each number with its unit, and what joins it to the next.

Nothing is decided here: `arranging` says which number is the weight.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from service.domain import quantities
from service.domain.errors import NotUnderstood
from service.domain.quantities import DECIMAL
from service.domain.units import Unit

MAX_NUMBERS = 60
"""Most numbers of one line."""

# What may follow a unit: no letter, unless it is the x before another number.
_END = r"(?!(?![xх]\s*(?:[0-9]|$))\p{L})\.?"
_KG = rf"(?:кг|kgs?|kilo(?:gram(?:me)?)?s?|кило(?:грамм(?:а|ов)?)?){_END}"
_LB = rf"(?:(?:lbs?|pounds?|фунт(?:а|ов)?){_END}|#)"
_TIMES_OF = rf"(?:раза?|повт(?:ор\p{{L}}*)?|reps?|repetitions?|times(?!\s*[0-9])){_END}"
_SETS_OF = rf"(?:подход(?:а|ов)?|подх|сет(?:а|ов)?|sets?){_END}"
# After a space it may be the first word of a note: "80x5 с паузой", "80x5 second try".
_SECOND = (
    rf"(?:(?:\s*(?:секунд[аыу]?|сек|seconds|secs?)|second|[сs]){_END}"
    r"|\s+(?:second|[сs])(?=\s*(?:[@,;)«]|$|[xх×*]\s*[0-9])))"
)
_MINUTE = rf"\s*(?:минут[аыу]?|мин|minutes?|mins?){_END}"
_HOUR = rf"\s*(?:час(?:а|ов)?|ч|hours?|hrs?|h){_END}"
# Numbers as words count sets and repetitions where the words end: "60x8 three sets".
_WORDS = {
    **dict.fromkeys(("one", "один", "одна", "одно"), 1),
    **dict.fromkeys(("two", "два", "две"), 2),
    **dict.fromkeys(("three", "три"), 3),
    **dict.fromkeys(("four", "четыре"), 4),
    **dict.fromkeys(("five", "пять"), 5),
    **dict.fromkeys(("six", "шесть"), 6),
    **dict.fromkeys(("seven", "семь"), 7),
    **dict.fromkeys(("eight", "восемь"), 8),
    **dict.fromkeys(("nine", "девять"), 9),
    **dict.fromkeys(("ten", "десять"), 10),
    **dict.fromkeys(("twelve", "двенадцать"), 12),
    **dict.fromkeys(("fifteen", "пятнадцать"), 15),
    **dict.fromkeys(("twenty", "двадцать"), 20),
    **dict.fromkeys(("twice", "дважды"), 2),
    **dict.fromkeys(("thrice", "трижды"), 3),
}
_WORDED = (
    rf"(?:(?P<word>twice|thrice|дважды|трижды)|(?P<word>{'|'.join(_WORDS)})\s+"
    rf"(?:{_SETS_OF}|(?P<times>{_TIMES_OF})))(?=\s*(?:$|[,;!)(@]))"
)
_ELSE = (
    r"(?:км|м|метр\p{L}*|km|m|met(?:er|re)s?|mi(?:les?)?|мил[ьия]|yards?|yds?|ft|feet|ккал|k?cals?"
    rf"|шаг(?:а|ов)?|steps?|этаж\p{{L}}*|floors?|stones?|пуд\p{{L}}*|laps?|круг(?:а|ов)?){_END}"
)
"""Units of what is not logged here."""

_WEIGHT_OF = (
    rf"(?P<sign>[-+−–])?(?P<weight>{DECIMAL})\s*(?:(?P<kg>{_KG})|(?P<lb>{_LB}))"
    rf"|(?P<sign>[-+−–])?(?P<number>{DECIMAL})"
)
_TOKEN = quantities.pattern(
    r"(?P<clock>[0-9]{1,3}(?::[0-5][0-9]){1,2})(?![0-9]|:[0-9])"
    rf"|(?P<hours>{DECIMAL}){_HOUR}(?:\s*(?P<of_hour>[0-9]{{1,2}}){_MINUTE})?"
    rf"|(?P<minutes>{DECIMAL})(?:{_MINUTE}|[mм](?=\s*[0-9]{{1,2}}\s*[sс]))"
    rf"(?:\s*(?P<of_minute>[0-9]{{1,2}}){_SECOND})?"
    rf"|(?P<seconds>{DECIMAL}){_SECOND}"
    rf"|(?P<reps>{DECIMAL})\s*{_TIMES_OF}"
    rf"|(?P<sets>{DECIMAL})\s*{_SETS_OF}"
    rf"|{_WEIGHT_OF}|{_WORDED}"
    r"|(?P<minute>(?:одн[ау]\s+)?минут[ауе]\b|(?:a|one)\s+minute\b)"
    r"|(?P<half>полминуты\b|half\s+a\s+minute\b)|(?P<body>"
    r"(?:bw|body\s?weight|св|бв|б/в|(?:с\s+)?собственн\p{L}+\s+вес\p{L}*|без\s+веса)(?!\p{L}))"
    r"(?=\s*(?:[xх×*+,\-–]?\s*[0-9]|$))"
)
_WEIGHT = quantities.pattern(_WEIGHT_OF)
"""A number after its word (``reps 5``): no other word may follow it."""

# What may not follow a number: "80x5колено", "1rm", "50%", "5 km".
_STRANGE = quantities.pattern(
    rf"(?P<unit>(?![xх]\s*(?:[0-9+\-]|$)|[xх]\s+)[\p{{L}}%²³½¼¾°]+)|\s+(?P<unit>{_ELSE})"
)
_SEVERAL = regex.compile(r"[0-9]{1,4}(?:,[0-9]{1,4}){2,}(?![.,]?[0-9])")
_THOUSANDS = regex.compile(
    r"(?:(?P<first>[12])[., ](?P<rest>[0-9]{3})|(?P<first>[1-9][0-9]{0,2})[., ](?P<rest>000))"
    r"(?![0-9.,])"
)
_NAMED = quantities.pattern(
    r"(?:(?P<W>вес(?:ом)?|weight)|(?P<R>повтор(?:ения|ений|ы|ов)|reps)|(?P<S>подход(?:ы|ов)|sets))"
    r"\s*[:=\-–]?\s*(?=[-+0-9])"
)
_RPE = quantities.pattern(
    r"\s*(?:@\s*(?:rpe\s*)?|[\[(]\s*rpe\s*|,?\s+rpe\s*:?\s*|,?\s+рпе\s*)"
    r"(?P<rpe>(?:[0-9]|1[0-9])(?:[.,][0-9])?)(?:\s*(?:rpe|рпе))?(?:\s*[\])])?"
    r"(?![0-9]|[.,][0-9]|\s*(?:кг|kg|lb|pound|фунт|rir))"
)
_RATED = quantities.pattern(
    rf"(?P<note>\([^()]*\)|\[[^\[\]]*\]|«[^«»]*»|\"[^\"]*\"){_RPE.pattern}$"
)
_AT_WEIGHT = regex.compile(r"\s*@\s*(?=(?:[2-9][0-9]|[0-9]{3})|[0-9.,]+\s*(?:кг|kg|lb|pound|фунт))")
_NUMBER_NEXT = r"(?=\s*[-+−–]?[0-9])"
_SET_NEXT = r"(?=\s*(?:[wрp]\s?)?[-+−–]?[0-9])"
_NAMED_NEXT = rf"(?:{_SET_NEXT}|(?={_NAMED.pattern}|\s*{_WORDED}))"
_BRACKET = r"(?:\s*\((?=\s*[0-9]{1,4}\s*(?:раз|повт|rep|подход|set|кг|kg|lb|[xх×])[^()]*\)))"
_JOINS = (
    ("x", quantities.pattern(rf"\s*[x×*х]\s*(?=\s*(?:[0-9]|bw|св))|\s+times\s+{_NUMBER_NEXT}")),
    (
        "p",
        quantities.pattern(
            rf"\s*,?\s*\b(?:по|с весом|весом|с|with|w/|at|of)\s*(?:по\s+)?{_NUMBER_NEXT}"
            r"|\s+(?:по|по\s+(?=минут)|of\s+(?=a\s+min|one\s+min))\s*(?=минут|пол|a\s|one\s)"
        ),
    ),
    ("o", quantities.pattern(rf"\s*,?\s*\b(?:на|for|by|за)\s+{_NUMBER_NEXT}")),
    (
        ";",
        quantities.pattern(
            r"\s*(?:[;|→⟶➡]|->|=>|\s/\s|,?\s*\b(?:then|потом|затем|далее|дальше|and\s+then|"
            rf"и\s+потом|а\s+потом|и|and)\s)\s*{_SET_NEXT}"
        ),
    ),
    (",", quantities.pattern(rf"\s*,\s*{_NAMED_NEXT}")),
    (":", regex.compile(rf"\s*:\s+{_NUMBER_NEXT}|\s+:\s*{_NUMBER_NEXT}")),
    (" ", quantities.pattern(rf"\s+(?:[-–—]\s+)?{_NAMED_NEXT}|{_BRACKET}")),
)
_CLOSED = regex.compile(r"\s*\)")
_ADDED = regex.compile(r"\s*(?=[-+−–][0-9])")
_WARM = (
    r"(?:разминк[аиу]|разм(?:\.|(?!\p{L}))|разминочн\p{L}+(?:\s+(?:подход|сет)\p{L}*)?|разогрев\p{L}*"
    r"|warm(?:ing|ed)?[-\s]?ups?(?:\s+sets?)?|wu)"
)
_WARM_WORD = rf"{_WARM}\s*:?\s+"
_WARM_ALL = quantities.pattern(_WARM_WORD)
_WARM_ONE = quantities.pattern(r"[wрp]\s*(?=[-+−0-9=])")
_WARM_AFTER = quantities.pattern(
    rf"\s*,?\s*(?:[\[(]\s*(?:{_WARM}|w)\s*[\])]"
    rf"|(?:(?:как|для|на|as|for)\s+(?:an?\s+|the\s+)?)?{_WARM}(?=[.!]*\s*$|\s*[,;(]|\.\s))"
)
WARM_NAME = quantities.pattern(_WARM_WORD)
_LABEL = quantities.pattern(
    r"(?:(?:set|подход|сет|серия)\s*(?:№|#)?\s*[0-9]{1,2}(?![0-9]|[.,][0-9])|(?:№|#)\s*[0-9]{1,2}"
    r"|[0-9]{1,2}(?:-?[ыио]?й|st|nd|rd|th)\s+(?:подход|сет|set)\b"
    r"|(?:[2-9]|1[0-9])\s+подход(?=\s*[:.\-–—]|\s+[0-9.,]+\s*(?:кг|kg)?\s*[xх×*])"
    r"|(?:перв|втор|трет|четв[её]рт|пят|последн)\p{L}+\s+(?:подход|сет)\b"
    r"|(?:first|second|third|fourth|fifth|last)\s+set\b)"
    r"\s*(?P<warm>[\[(]\s*(?:warm-?\s?up|w|разминка)\s*[\])])?\s*[:.)\-–—]?\s*(?=\S)"
    r"|[0-9]{1,2}\)\s*(?=\S)|[0-9]{1,2}\.\s+(?=\S)|[-–—•*·▪]\s+(?=\S)"
)
FIRST = quantities.pattern(
    rf"(?:^|(?<=\s))(?:{_LABEL.pattern})?(?:[-+−–]?[0-9]|=|[wрp]\s*[-+−0-9=]|{_WARM_WORD}(?=[-+−0-9=])"
    rf"|{_NAMED.pattern}|(?:(?:с\s+)?собственн\p{{L}}+\s+вес|без\s+веса|bw|body\s?weight|св|бв|б/в)"
    r"(?!\p{L})\s*(?:[xх×*+,\-–]?\s*[0-9]|$)|минут[ауе]\s*$|полминуты\s*$)"
)
"""Where the numbers of a line may begin."""

_DANGLING = quantities.pattern(r"\s*[xх×*]\s*(?:$|-\s*[0-9])")
_RANGE = regex.compile(r"\s*[-–—]\s*[0-9]")


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit.

    ``kind`` is N (no unit), W (a weight), B (the body's weight), R (repetitions), S (sets),
    T (a time) or E (the last set again). ``at`` is where it ends.
    ``warm``: a letter before it marks a warm-up.
    """

    kind: str
    text: str
    at: int
    sign: str | None = None
    unit: Unit | None = None
    rpe: Decimal | None = None
    warm: bool = False


@dataclass(frozen=True, slots=True)
class Scan:
    """The numbers of a line, what joins each to the next, and where they end.

    A join is ``x`` (times), ``X`` (``x3`` apart), ``p`` (of), ``@``, ``o`` (for), a comma, a
    semicolon (then), a colon or a space.
    """

    numbers: tuple[Number, ...]
    joins: str
    warm: bool
    end: int


def label(text: str, start: int) -> int:
    """Return where the label of a line ends: ``Set 1:``, ``2)``, a bullet."""
    match = _LABEL.match(text, start)
    return match.end() if match else start


def scan(text: str, start: int) -> Scan | None:
    """Read the numbers that begin at ``start``; None when there is none."""
    labelled = _LABEL.match(text, start)
    at = labelled.end() if labelled else start
    warm = _WARM_ALL.match(text, at)
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
    if dangling := _DANGLING.match(text, at):
        lone = len(numbers) == 1 and numbers[0].kind in "NW" and dangling.end() == len(text)
        raise NotUnderstood("set-without-reps" if lone else "set-not-understood")
    if numbers[-1].rpe is not None and _RANGE.match(text, at):
        raise NotUnderstood("set-rpe-range")
    if len(numbers) > 1 and numbers[-1].kind == "N" and _RANGE.match(text, at):
        raise NotUnderstood("set-without-reps")
    if after_warm := _WARM_AFTER.match(text, at):
        is_warm, at = True, after_warm.end()
    return Scan(tuple(numbers), joins[: len(numbers) - 1], is_warm, at)


def rated_after(scan: Scan, note: str) -> tuple[Scan, str]:
    """Read the RPE after a note in brackets: ``60x5 (slow) @9``."""
    match = _RATED.fullmatch(note)
    if match is None or scan.numbers[-1].rpe is not None:
        return scan, note
    last = replace(scan.numbers[-1], rpe=quantities.rpe(match["rpe"]))
    return replace(scan, numbers=(*scan.numbers[:-1], last)), match["note"]


def _rated(text: str, start: int, number: Number) -> tuple[Number, int]:
    """Read the closing bracket and the RPE after a number. Returns it, and where they end."""
    at = number.at
    if "(" in text[start:at] and (closed := _CLOSED.match(text, at)):
        at = closed.end()
    if rated := _RPE.match(text, at):
        return replace(number, rpe=quantities.rpe(rated["rpe"])), rated.end()
    return number, at


def _join(text: str, at: int, before: Number) -> tuple[str, int] | None:
    if before.kind == "B" and (match := _ADDED.match(text, at)):
        return " ", match.end()
    if match := _AT_WEIGHT.match(text, at):
        return "@", match.end()
    for join, expression in _JOINS:
        if match := expression.match(text, at):
            apart = join == "x" and match[0][0].isspace() and not match[0][-1].isspace()
            return "X" if apart else join, match.end()
    return None


def _numbers(text: str, at: int) -> list[Number]:
    if warm := _WARM_ONE.match(text, at):
        return [replace(each, warm=True) for each in _plain_numbers(text, warm.end())]
    return _plain_numbers(text, at)


def _plain_numbers(text: str, at: int) -> list[Number]:
    if text.startswith("=", at):
        return [Number("E", "", at + 1)]
    if several := _SEVERAL.match(text, at):
        found, end = [], at
        for part in several[0].split(","):
            end += len(part) + 1
            found.append(Number("N", part, end - 1))
        return found
    named = _NAMED.match(text, at)
    match = _WEIGHT.match(text, named.end()) if named else _TOKEN.match(text, at)
    if match is None:
        return []
    _check_thousands(text, match)
    number = _number(match)
    if (
        strange := _STRANGE.match(text, number.at)
        if number.kind in "NW" and not number.unit
        else None
    ):
        raise NotUnderstood("set-unknown-unit", unit=strange["unit"])
    if named and number.kind == "N":
        return [replace(number, kind=named.lastgroup or "N")]
    return [number]


def _check_thousands(text: str, match: "regex.Match[str]") -> None:
    group = match["weight"] or match["number"]
    if group and (
        thousands := _THOUSANDS.match(text, match.start("weight" if match["weight"] else "number"))
    ):
        raise NotUnderstood("set-thousands", number=thousands["first"] + thousands["rest"])


def _number(match: "regex.Match[str]") -> Number:
    at = match.end()
    found = match.groupdict()
    if found.get("body"):
        return Number("B", "0", at)
    for kind, count in (("R", found.get("reps")), ("S", found.get("sets"))):
        if count:
            return Number(kind, _whole(count), at)
    if word := found.get("word"):
        return Number("R" if match["times"] else "S", str(_WORDS[word.lower()]), at)
    if match["weight"]:
        unit: Unit = "kg" if match["kg"] else "lb"
        return Number("W", match["weight"], at, match["sign"], unit)
    if match["number"]:
        return Number("W" if match["sign"] else "N", match["number"], at, match["sign"])
    return Number("T", str(_seconds(match)), at)


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
