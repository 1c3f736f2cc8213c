"""The expressions that a line of a program is cut into."""

from collections.abc import Iterable, Iterator

import regex

from service.domain.quantities import DASH, DECIMAL, MINUTES, TIMES, WHOLE, pattern
from service.domain.units import Unit

_END = r"(?!\p{L})\.?"
SETS_OF = rf"(?:рабоч\p{{L}}+\s+)?(?:подход\p{{L}}*|подх|сет(?:а|ов|ы)?|сери[яийю]|sets?){_END}"
REPS_OF = rf"(?:раза?|повт(?:ор\p{{L}}*)?|reps?|repetitions?){_END}"
_SECONDS_HELD = (
    rf"(?:\s*(?:секунд[аы]?|сек|seconds?|secs?){_END}|[сs]{_END}"
    # After a space it may be the first word of a remark: "3x15 с блином".
    r"|\s+[сs](?=\s*(?:$|[,;()@+])))"
)
_MINUTES_HELD = rf"(?:минут[аыуе]?|мин|minutes?|mins?){_END}"
_SECOND = rf"(?:секунд[аы]?|сек|с|seconds?|secs?|s){_END}"
_MINUTE = rf"(?:минут[аыуе]?|мин|м|minutes?|mins?|m){_END}"
UNIT = (
    r"(?:(?P<kilos>кг|kgs?|kilos?|килограмм(?:а|ов)?)"
    rf"|(?P<pounds>lbs?|pounds?|фунт(?:а|ов)?)){_END}"
)
_OPEN = (
    r"(?:(?:as\s+many\s+(?:reps\s+)?as\s+possible|amrap|амрап|макс(?:имум[ау]?)?|max(?:imum)?"
    rf"|(?:to\s+)?failure|(?:до\s+)?отказ(?:а|у)?){_END})"
)
_WEIGHED = r"(?:кг|kg|lb|фунт)"
_NO_MORE = r"(?![0-9]|[.,/:][0-9]|\s*%)"

_REPS = (
    rf"(?P<least>{WHOLE})(?:{DASH}(?P<most>{WHOLE})(?!\s*{_WEIGHED}))?{_NO_MORE}"
    rf"(?!\s*(?:{_WEIGHED}|(?:сек\p{{L}}*|sec(?:ond)?s?|мин(?:ут\p{{L}}*)?|min(?:ute)?s?)(?!\p{{L}})))"
    rf"(?P<plus>\+(?![0-9]))?(?:\s*{REPS_OF}|(?![\p{{L}}]))"
)
_HELD = (
    rf"(?:(?P<held>{MINUTES})(?:\s*{_MINUTES_HELD})?"
    rf"|(?P<held>[0-9]{{1,5}})(?:{_SECONDS_HELD}|\s*(?P<minutes>{_MINUTES_HELD})))(?![0-9])"
)
_AMOUNT = rf"(?:{_HELD}|{_REPS}|(?P<open>(?:(?:на|по)\s+)?(?:{_OPEN}|f(?!\p{{L}}))))"
_FIRST = r"(?<![\p{L}0-9.,:/+\-–—]|[0-9]\s?[xх×*]\s?)"

SCHEMES = (
    # 12 reps x 3 sets, 8-12 повторений, 3 подхода, 60 сек 3 подхода
    pattern(
        rf"{_FIRST}(?:по\s+)?(?:{_HELD}|(?P<least>{WHOLE})(?:{DASH}(?P<most>{WHOLE}))?\s*{REPS_OF})"
        rf"\s*(?:x|х|×|по|for|на|в|in|,|;)?\s*(?P<sets>{WHOLE})\s*{SETS_OF}"
    ),
    # 60с x 3
    pattern(rf"{_FIRST}{_HELD}{TIMES}(?P<sets>{WHOLE})(?![0-9]|[.,:/%][0-9])"),
    # 3x8, 3 x 8-12, 3 подхода по 12, 3 sets of 12, 3 по 12, 3xAMRAP, 3x60с
    pattern(
        rf"{_FIRST}(?P<sets>{WHOLE})(?:{TIMES}|\s+по\s+(?=[0-9]|макс)"
        rf"|\s*{SETS_OF}\s*(?:(?:x|х|×|по|на|of|by|[,:–—-])\s*)?){_AMOUNT}"
    ),
    pattern(rf"{_FIRST}(?P<sets>{WHOLE})\s*{SETS_OF}"),
    # one set: 10 раз, 60 сек, до отказа
    pattern(rf"{_FIRST}(?:{_HELD}|(?P<least>{WHOLE})(?:{DASH}(?P<most>{WHOLE}))?\s*{REPS_OF})"),
    pattern(rf"(?<![\p{{L}}0-9])(?P<open>{_OPEN})"),
)
"""Sets and repetitions; the first that is found in a line counts."""

LOADED = pattern(
    rf"{_FIRST}(?P<load>[0-9]{{1,4}}(?:[.,][0-9]{{1,3}})?)(?:\s*{UNIT})?{TIMES}(?P<least>{WHOLE})"
    rf"(?:{DASH}(?P<most>{WHOLE}))?{_NO_MORE}(?!\s*{_WEIGHED}|\s*[xх×*]\s*[0-9])(?P<plus>\+(?![0-9]))?"
    rf"(?:\s*{REPS_OF}|(?!\p{{L}}))"
)
"""A weight and the repetitions of one set, as sets are logged."""

ONE_SET = pattern(rf"(?<![0-9.,])1(?:{TIMES}|\s*{SETS_OF})")

CHAIN = pattern(
    rf"{_FIRST}(?P<a>{DECIMAL})(?P<a_unit>\s*{UNIT})?{TIMES}(?P<b>{WHOLE}){TIMES}"
    rf"(?P<c>{DECIMAL})(?P<c_unit>\s*{UNIT})?(?![0-9]|[.,/:][0-9]|\s*%|{DASH}[0-9])"
)
"""Three numbers with times signs between."""

SEED = pattern(rf"(?P<name>.*?)\s*\\\s*(?P<sets>-?{WHOLE})")
SUPERSET = pattern(r"(?P<letter>[A-HА-З])(?:[1-9][.):]?|\s*·)\s+(?=\S)")
BULLET = pattern(
    r"(?:[-–—•*▪●◦‣·►➤✔✅☑☐□+]\ufe0f?\s+|(?:№\s*)?[0-9]{1,2}\s*[.)](?![0-9])\s*"
    r"|[A-HА-З][.)]\s+|T[1-3][.:)]?\s+)"
)

_SPAN = (
    rf"(?:(?:{DECIMAL}\s*(?:{_SECOND}|{_MINUTE}|['’\"″”])?\s*[-–—]\s*)?"
    rf"(?:(?P<clock>{MINUTES})|(?P<amount>{DECIMAL})\s*(?:(?P<s>{_SECOND}|[\"″”])"
    rf"|(?P<m>{_MINUTE}|['’′]))?))(?![0-9]|[.,:][0-9])"
)
REST = (
    pattern(
        r"(?<!\p{L})(?:отдых(?:ать)?|отд\.?|перерыв|rest(?:ing)?(?:\s+(?:for|time))?|⏱\ufe0f?)"
        r"(?:\s+(?:между\s+(?:подходами|сетами)|between\s+sets))?\s*[:=\-–—]?\s*(?:по\s+)?"
        rf"{_SPAN}(?:\s*(?:между\s+(?:подходами|сетами)|between\s+sets))?"
    ),
    pattern(
        rf"(?<![0-9.,:]){_SPAN}\s*(?:отдыха?|of\s+rest|rest)(?!\p{{L}})"
        r"(?:\s*(?:между\s+(?:подходами|сетами)|between\s+sets))?"
    ),
)
NO_REST = pattern(r"(?<!\p{L})(?:без\s+отдыха|no\s+rest)(?!\p{L})")
WARMUP = pattern(
    r"(?<!\p{L})(?:(?:с|со|with|incl(?:uding)?\.?)\s+)?(?:🔥\s*)?"
    r"(?:разминк(?:а|ой|и|у)|разминочн\p{L}+(?:\s+подход\p{L}*)?"
    r"|warm[- ]?ups?(?:\s+sets?)?)(?!\p{L})|🔥"
)
OPEN_LAST = pattern(
    r"(?<!\p{L})(?:(?:последний|последнем|the\s+last|last)\s*(?:подход|сет|set)?\s*[-–—:]?\s*(?:на\s+)?)?"
    + _OPEN
)
BODY = pattern(
    r"(?<!\p{L})(?:bw|body\s?weight|свой\s+вес|со?\s+своим\s+весом|(?:с\s+)?собственн\p{L}+\s+вес\p{L}*"
    r"|б/в|без\s+веса)(?!\p{L})"
)
_JOIN = r"(?:@|по|с|на|вес(?:ом)?|weight|w/|with|at|[xх×*,;:\-–—=])\s*:?\s*(?:по\s+)?"
WEIGHT_NEXT = pattern(
    rf"\s*(?:{_JOIN})?(?P<weight>{DECIMAL})(?![.,][0-9])(?:\s*{UNIT}(?!\s*[-–—/]\s*[0-9])"
    r"|(?=\s*(?:$|[,;.)(\[@␟+🔥]|[-–—]\s|(?:с\s+)?разм|(?:with\s+)?warm|до\s+отказа|amrap|@|rpe|рпе)))"
)
"""A weight directly after the sets and repetitions needs no unit."""
WEIGHT = pattern(
    rf"(?<![0-9.,/+\-–—]|[0-9]\s?[xх×*]\s?)(?:(?:(?<!\p{{L}}){_JOIN})?(?P<weight>{DECIMAL})\s*{UNIT}"
    rf"|(?<!\p{{L}})(?:(?:с\s+)?вес(?:ом)?|(?:with\s+)?weight|@)\s*[:=]?\s*(?P<weight>{DECIMAL})(?![0-9]|[.,:/%][0-9]?|\s*%))"
)
ADDED = pattern(rf"(?<!\S)\+\s?(?P<weight>{DECIMAL})(?:\s*{UNIT})?(?=$|[\s,;)])")
OF_MAXIMUM = pattern(
    r"(?<!\p{L})(?:(?:от|of)\s+)?(?:1?\s?пм|1?\s?rm|тм|tm|1?\s?повторного\s+максимума|макс\p{L}*|max)"
    r"(?!\p{L}|\s*[:=]?\s*[0-9])"
)
WEIGHTED = pattern(r"(?<!\p{L})(?:weighted|с\s+весом|с\s+отягощением|с\s+поясом)(?!\p{L})")
BEHIND_WEIGHT = pattern(r"(?<=[0-9])\s+(?:for|на|по)$")
"""What stands between a weight and the sets: ``Squat 225 for 5 sets of 5``."""
TRAILING = pattern(rf"(?P<name>.*\p{{L}}[^0-9]*?)\s+(?P<weight>{DECIMAL})")

_RATING = r"[0-9]{1,2}(?:[.,]5)?"
REMARK = regex.compile(
    r"(?<!\p{L})(?:(?:темп|tempo)\s*[:=]?\s*[0-9xXхХ]+(?:\s*[-–—/:.]\s*[0-9xXхХ]+)*"
    rf"|@?\s*(?:rpe|рпэ|рпе)\s*[:=]?\s*{_RATING}\s*[-–—]\s*{_RATING}"
    rf"|(?:rir|рир)\s*[:=]?\s*{_RATING}(?:\s*[-–—]\s*{_RATING})?"
    r"|(?:с\s+)?(?:пауз(?:а|ой)|pause)\s*[0-9]\s*(?:сек\p{L}*|с|secs?|s)(?!\p{L}))"
    r"|(?<!\p{L})(?:(?:the\s+)?last(?:\s+set)?\s*[-–—:]?\s*)?(?:drop[\s-]?sets?|дроп[\s-]?сет\p{L}*)"
    r"(?:\s+(?:(?:on|in)\s+)?(?:the\s+)?last(?:\s+set)?|\s+в\s+последнем(?:\s+подходе)?)?(?!\p{L})"
    r"|\+?\s?[0-9]\s*(?:drop|дроп)[\s-]?(?:sets?|сет\p{L}*)?(?!\p{L})"
    rf"|[0-9]{{1,3}}\s*[-–—]\s*[0-9]{{1,3}}(?:\s*(?:сек|sec|мин|min)\p{{L}}*|[сs])(?!\p{{L}})"
    r"|@?\s*[0-9]{2,3}\s*[-–—]\s*[0-9]{2,3}\s?%"
    r"(?:\s*(?:of|от)?\s*(?:1?\s?пм|1?\s?rm|макс\p{L}*)(?!\p{L}))?"
    rf"|@\s*{_RATING}\s*[-–—]\s*{_RATING}"
    rf"|\+?{_RATING}\s*(?:[-–—]\s*{_RATING})?\s*(?:rir(?!\p{{L}})|в\s+запасе|in\s+(?:the\s+)?(?:tank|reserve))"
    r"|[0-9]\s*(?:сек\p{L}*|с|secs?|seconds?|s)[\s-]+(?:pause|пауза|hold|negative|eccentric|down)(?!\p{L})",
    regex.IGNORECASE,
)
"""Remarks that contain numbers and are no sets, repetitions or weights."""

COUNTED = pattern(
    r"[0-9]\s*[xх×*]\s*[0-9]|[0-9]\s*(?:сек|sec|мин|min|[сsмm](?!\p{L}))"
    rf"|(?<![\p{{L}}\-])(?:{SETS_OF}|{REPS_OF}|{UNIT}|отдых\p{{L}}*|rest)(?!\p{{L}})"
    r"|(?<!\p{L})(?:в\s+(?:неделю|день)|(?:a|per|every)\s+(?:week|day)|недел\p{L}+|weeks?)(?!\p{L})"
)
"""What is in no remark and in no name."""

NO_NAME = pattern(r"(?<!\p{L})(?:между|between)(?!\p{L})|\p{L}.*[:,]\s*(?:разм|warm)")
"""What stands in no name: ``5 минут между упражнениями``, ``Bench: warm-up 1x10``."""

_NAMED_UNIT = pattern(rf"[0-9]\s*{UNIT}")


def units_in(line: str) -> set[Unit]:
    """Return the units of weight that a line names."""
    return {"lb" if match["pounds"] else "kg" for match in _NAMED_UNIT.finditer(line)}


def units_of(lines: Iterable[str], unit: Unit) -> Iterator[Unit | None]:
    """Yield the unit of each line's weights without one: that which was named last, or before.

    ``unit`` is the person's, until a line names one. None: it can't be told, because both were
    named, or because a person who never chose pounds names them further down.
    """
    named = list(map(units_in, lines))
    everywhere = set[Unit]().union(*named)
    before = set[Unit]()
    for own in named:
        before |= own
        known = own or before
        if len(known) == 1:
            (found,) = known
            yield found
        else:
            yield None if known or (unit == "kg" and everywhere == {"lb"}) else unit


def names_unit(lines: Iterable[str]) -> bool:
    """Return whether any line names a unit of weight."""
    return any(map(units_in, lines))


def says_sets(line: str) -> bool:
    """Return whether a line of one set says how many."""
    return bool(ONE_SET.search(line))
