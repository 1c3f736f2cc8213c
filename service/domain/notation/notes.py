"""Notes: what follows the numbers of a line, and whether it can be anything else than a note."""

import regex

from service.domain import exercises, names, quantities
from service.domain.errors import NotUnderstood, OutOfRange
from service.domain.notation import days
from service.domain.notation.values import MAX_NOTE

MAX_WORDS = 6
"""Most words of an exercise's name that are looked for in a note."""

_BEGIN = quantities.pattern(
    r"(?:\s*[.,;]?\s+(?:[-–—]\s+)?|\s*,\s*)(?P<note>(?![xх](?!-?\p{L}))"
    r"(?:[\p{L}\p{So}(«\"'„“\[!?#]|[:;=]-?[()DPp]).*)|\s*(?P<note>\p{So}.*)|\s*(?P<end>[.,;!?…)(]*)\s*"
)
_QUOTED = regex.compile(r"«(?P<said>.+)»|\"(?P<said>[^\"]+)\"|“(?P<said>[^“”]+)”")
_POLITE = quantities.pattern(r"(?:пожалуйста|спасибо|please|thanks|thank you)[.!)]*")
_TAGS = {"[failure]", "[drop]", "[drop set]", "[dropset]", "(failure)", "(drop)", "(drop set)"}
"""What Hevy writes after a set."""

_UNIT = (
    r"кг|kgs?|kilos?|kilograms?|кило(?:грамм(?:а|ов)?)?|lbs?|pounds?|фунт(?:а|ов)?"
    r"|сек(?:унд[аыу]?)?|sec(?:ond)?s?(?<!second)|мин(?:ут[аыуе]?)?|min(?:ute)?s?|час(?:а|ов)?|hours?|hrs?"
)
_COUNTED = (
    r"раза?|повт(?:ор\p{L}*)?|reps?|repetitions?|times|подход\p{L}*|подх|сет(?:а|ов|ы)?|sets?"
    r"|вес(?:а|ом|у|ов)?|weights?"
)
_WORDED = (
    r"один|одного|два|двух|три|тр[её]х|четыре|пять|шесть|семь|восемь|девять|десять|двенадцать"
    r"|пятнадцать|двадцать|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty"
)
_MORE = quantities.pattern(
    rf"(?<!\p{{L}})(?:{_UNIT}|{_COUNTED})(?!\p{{L}})"
    r"|[0-9]\s*[xх×*](?!\p{L})|(?<!\p{L})[xх×*]\s*[0-9]|[0-9][:][0-9]"
    rf"|[0-9]\s*(?:{_UNIT}|{_COUNTED}|[сsмmч])(?!\p{{L}})|@\s*[0-9]|[0-9]\s*%"
    rf"|(?<!\p{{L}})(?:на|по|for|by|of|times|[xх×])\s+(?:{_WORDED})(?!\p{{L}})"
    r"|\b(?:1[3-9]|2[0-9]|3[01])/(?:0?[1-9]|1[0-2])\b|\b(?:0?[1-9]|1[0-2])/(?:1[3-9]|2[0-9]|3[01])\b"
    r"|[0-9]\s+(?:км|м|km|m|метр\p{L}*|met(?:er|re)s?|шаг\p{L}*|steps?)(?!\p{L})"
)
_REST = quantities.pattern(
    r"(?<!\p{L})(?:отдых\p{L}*|rest(?:ed|ing)?|перерыв\p{L}*|break)(?!\p{L})"
)
_COUNTABLE = quantities.pattern(r"\p{L}{2,}(?:ов|[её]в|ий|ей|ок|ек|[^su]s)(?!\p{L})")
_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+")


def split(rest: str) -> str | None:
    """Return the note in what follows the numbers. Raises NotUnderstood if that can be none."""
    if not rest:
        return None
    match = _BEGIN.fullmatch(rest)
    if match is None:
        raise NotUnderstood("set-not-understood")
    note = (match["note"] or "").strip()
    return None if _POLITE.fullmatch(note) else note or None


def joined(tag: str | None, note: str | None) -> str | None:
    """Return a note with what stood before the set."""
    found = ", ".join(each for each in (tag, note) if each)
    if names.units(found) > MAX_NOTE:
        raise OutOfRange("note-too-long", limit=MAX_NOTE)
    return found or None


def unquoted(note: str) -> str | None:
    """Return what stands between quotation marks; None if the note is not a quotation."""
    match = _QUOTED.fullmatch(note)
    return match["said"].strip() if match else None


def is_more(note: str) -> bool:
    """Return whether a note may be more than a note."""
    if names.key(note) in _TAGS:
        return False
    return bool(_MORE.search(note)) or days.inside(note) or exercise_in(note) is not None


def is_counted(note: str) -> bool:
    """Return whether a note begins with what the number before it may count: ``20 отжиманий``."""
    return bool(_COUNTABLE.match(note)) or exercises.find(note) is not None


def is_name(note: str) -> bool:
    """Return whether a note is the name of an exercise."""
    return exercise_in(note) == (0, len(note))


def is_rest(note: str) -> bool:
    """Return whether a note says that the time before it was a rest."""
    return _REST.search(note) is not None


def exercise_in(text: str, most: int = 100) -> tuple[int, int] | None:
    """Find the exact name of an exercise of the dictionary, the longest that comes first."""
    words = list(_WORD.finditer(text))[:most]
    for first in range(len(words)):
        for last in range(min(len(words), first + MAX_WORDS) - 1, first - 1, -1):
            start, end = words[first].start(), words[last].end()
            if exercises.known(text[start:end]):
                return start, end
    return None
