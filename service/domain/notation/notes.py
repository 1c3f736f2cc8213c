"""Notes: what follows the numbers of a line, and whether it can be anything else than a note."""

from collections.abc import Iterable

import regex

from service.domain import exercises, names, quantities
from service.domain.errors import NotUnderstood, OutOfRange
from service.domain.notation import days
from service.domain.notation.values import MAX_NOTE, Said

MAX_WORDS = 6
"""Most words of an exercise's name that are looked for in a note."""

_BEGIN = quantities.pattern(
    r"(?:\s*[.,;]?\s+(?:[-–—]\s+)?|\s*,\s*)(?P<note>(?![xх](?!-?\p{L}))"
    r"(?:[0-9](?:[-–][0-9])?\s*(?:rir\b|в\s+запасе|in\s+(?:the\s+tank|reserve)|left\b)|[\p{L}\p{So}(«\"'„“\[!?#]|[:;=]-?[()DPp]).*)|\s*(?P<note>\p{So}.*)|\s*(?P<end>[.,;!?…)(]*)\s*"
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
_NUMBERED = quantities.pattern(r"[0-9]|(?<!\p{L})(?:single|double|triple)s?(?!\p{L})")
_KEPT = quantities.pattern(r"\brir\b|в\s+запасе|in\s+(?:the\s+tank|reserve)|left\b")
_SIDE = quantities.pattern(
    r"(?<!\p{L})(?:на|с)\s+(?:кажд\p{L}+\s+)?сторон\p{L}+|(?:(?:per|each|a)\s+|/\s*)side(?!\p{L})"
)
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


def is_doubted(note: str, said: Iterable[Said]) -> bool:
    """Return whether a note may belong to the numbers before it, or be more than a note."""
    alone = any(each.number for each in said)
    rests = any(each.seconds for each in said) and _REST.search(note) is not None
    counts = alone and (is_counted(note) or has_number(note))
    return rests or counts or is_more(note)


def is_more(note: str) -> bool:
    """Return whether a note may be more than a note."""
    if names.key(note) in _TAGS:
        return False
    return bool(_MORE.search(note)) or days.inside(note) or exercise_in(note) is not None


def has_number(note: str) -> bool:
    """Return whether a note has a number that may be the repetitions: ``да 5``, ``single``."""
    return _NUMBERED.search(note) is not None and not _KEPT.search(note)


def is_per_side(note: str | None) -> bool:
    """Return whether a note says that the weight is that of one side of a bar."""
    return note is not None and _SIDE.search(note) is not None


def is_counted(note: str) -> bool:
    """Return whether a note begins with what the number before it may count: ``20 отжиманий``."""
    return bool(_COUNTABLE.match(note)) or exercises.find(note) is not None


def is_name(note: str) -> bool:
    """Return whether a note is the name of an exercise."""
    return exercise_in(note) == (0, len(note))


def exercise_in(text: str, most: int = 100) -> tuple[int, int] | None:
    """Find the exact name of an exercise of the dictionary, the longest that comes first."""
    words = list(_WORD.finditer(text))[:most]
    for first in range(len(words)):
        for last in range(min(len(words), first + MAX_WORDS) - 1, first - 1, -1):
            start, end = words[first].start(), words[last].end()
            if exercises.known(text[start:end]):
                return start, end
    return None
