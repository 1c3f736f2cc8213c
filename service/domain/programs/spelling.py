"""Other ways to write what a line of a program says, in the form that is read."""

import regex

from service.domain.quantities import DECIMAL, WEIGHT_UNIT, WHOLE, pattern

_RESTING = r"(?:отдых(?:ать)?|отд\.?|перерыв|rest(?:ing)?)"
_MINUTES = (
    (r"полминуты|half\s+a\s+minute", "30 сек"),
    (r"полторы\s+минуты|(?:a|one)\s+minute\s+and\s+a\s+half", "1:30"),
    (r"(?:одн[ау]\s+)?минут[ауы]|(?:a|one)\s+min(?:ute)?", "1 мин"),
    (r"(?:две|пару)\s+минуты?|two\s+min(?:ute)?s", "2 мин"),
    (r"три\s+минуты|three\s+min(?:ute)?s", "3 мин"),
)
_SPOKEN = tuple(
    (pattern(rf"(?<={_RESTING}\s{{1,3}}(?:[-–—:]\s?)?)(?:{words})(?!\p{{L}})"), number)
    for words, number in _MINUTES
)
_GLUED = regex.compile(r"(?<=\p{L}{2})(?=[0-9]{1,3}\s*[xXхХ×*]\s*[0-9])")
_RANGE = pattern(
    rf"(?<=[0-9]\s*[xх×*]\s*|по\s+|of\s+)(?:(?:от|from)\s+)?(?P<least>{WHOLE})"
    rf"\s*(?:to|до|up\s+to|\.\.\.?|…)\s*(?P<most>{WHOLE})(?![0-9]|[.,:/][0-9])"
)
_TIME = r"(?:\s*(?:секунд\p{L}*|сек|sec(?:ond)?s?|минут\p{L}*|мин|min(?:ute)?s?)|[сs])(?!\p{L})\.?"
_HELD = pattern(
    r"(?P<least>[0-9]{1,3})\s*[-–—]\s*(?P<most>[0-9]{1,3})"
    rf"(?P<unit>{_TIME})(?!\s*(?:rest|отдых|pause|пауз|break)\p{{L}}*(?!\p{{L}}|\s*[:=]?\s*[0-9]))"
)
_SETS = pattern(
    r"(?:[0-9]\s*[xх×*]|(?:подход\p{L}*|подх\.?|сет\p{L}*|sets?)\s*(?:по|of|x|х|×|[:,])?|[0-9]\s+по)\s*$"
)
_TIMES = pattern(r"\s*[,xх×*]?\s*[0-9]{1,2}\s*(?:подход|подх|сет|sets?|$)")
_EACH = (
    r"(?:(?:each|every|per)\s+(?:time|workout|session|training)|a\s+(?:workout|session)"
    r"|кажд\p{L}+\s+(?:раз|тренировк\p{L}+|занятие)|(?:за|на\s+каждой)\s+тренировк[уе])"
)
_STEP = pattern(
    rf"(?<!\p{{L}})(?:(?:add(?:ing)?|increase(?:\s+by)?|\+|плюс|plus|при?бавля\p{{L}}+|добавля\p{{L}}+"
    rf"|(?:прогрессия|progression)\s*:?)\s*)?(?:по\s+)?\+?\s?(?P<amount>{DECIMAL}{WEIGHT_UNIT})\s*{_EACH}"
    rf"(?!\p{{L}})"
    rf"|{_EACH}\s*(?:\+|по|add|плюс|plus)\s*(?P<amount>{DECIMAL}{WEIGHT_UNIT})"
)


def plain(line: str) -> str:
    """Return a line in the form in which it is read: ``2,5 кг каждый раз`` as ``+2,5 кг``."""
    for expression, number in _SPOKEN:
        line = expression.sub(number, line)
    line = _GLUED.sub(" ", line)
    line = _held(line)
    line = _RANGE.sub(r"\g<least>-\g<most>", line)
    return _STEP.sub(lambda match: f" +{match['amount'].strip()} each time ", line).rstrip()


def _held(line: str) -> str:
    """Write the range of a hold, of which the shorter end is planned, as a remark."""
    match = _HELD.search(line)
    if match is None or not (
        _SETS.search(line, 0, match.start()) or _TIMES.match(line, match.end())
    ):
        return line
    held = f"{match['least']}{match['unit']}"
    return f"{line[: match.start()]}{held}{line[match.end() :]} ({match[0]})"
