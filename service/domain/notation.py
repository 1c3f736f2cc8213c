"""Parse sets as people type them; `docs/notation.md` describes the grammar with examples.

A line has an optional day, an optional name of an exercise, the numbers, and an optional note.
The keyboard may be Russian or English; digits are ASCII.
"""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from service.domain import exercises, names, plates, quantities
from service.domain.errors import NotUnderstood, OutOfRange, Reading, Unsure, check
from service.domain.exercises import Kind
from service.domain.programs import Plan
from service.domain.quantities import DECIMAL, MINUTES, TIMES, WHOLE

MAX_NOTE = 200
"""Longest note, in UTF-16 units."""

MAX_NAME_WORDS = 12
"""Most words of a name before the numbers."""

POUND = Decimal("0.45359237")
"""One pound in kilograms."""

DAYS = {"вчера": 1, "yesterday": 1, "позавчера": 2, "сегодня": 0, "today": 0}
"""Words for a day, and how many days ago it was."""

_NOISE = {
    *DAYS,
    *("разминка", "разм", "warmup", "warm", "up", "w", "р", "p", "x", "х"),
    *("кг", "kg", "lb", "lbs", "фунт", "фунта", "фунтов", "сек", "sec", "мин", "min", "rpe"),
    *("set", "sets", "reps", "rep", "раз", "раза", "повт", "повтор", "повторов"),
    *("подход", "подхода", "подходов", "да", "нет", "ок", "ok", "yes", "no"),
}
"""Words that are no name of an exercise when they stand alone before the numbers."""

_OPEN = {
    *("в", "во", "к", "до", "с", "со", "на", "по", "за", "и", "от", "через"),
    *("in", "on", "at", "to", "for", "by", "of", "and", "from", "with"),
}
"""Words that a name can't end with: ``буду в 19:30`` is no exercise."""

# What may follow a unit: no letter, unless it is the x before another number.
_END = r"(?!(?![xх]\s*(?:[0-9]|$))\p{L})\.?"
_WARM_WORD = r"(?:разминка|разм\.?|warm-?up)\s*:?\s+"
_WARM = rf"(?:(?P<warm>[wрp])\s*(?=[-+−0-9=])|(?P<warm>{_WARM_WORD}))?"
_LOAD = (
    rf"(?P<sign>[-+−–])?(?P<weight>{DECIMAL})"
    rf"(?:\s*(?P<unit>кг|kg|lbs?|фунт(?:а|ов)?){_END})?"
)
_TIMES_WORD = rf"(?:\s*(?:раза?|повт(?:ор\p{{L}}*)?|reps?){_END})"
_SETS = rf"(?:{TIMES}(?P<sets>{WHOLE}))?"
_SETS_APART = rf"(?:\s+[xх×*]\s*(?P<sets>{WHOLE}))?"
# After a space it may be the first word of a note: "80x5 с паузой", "80x5 second try".
_SECOND = (
    rf"(?:(?:\s*(?:секунд[аы]?|сек|seconds|secs?)|second|[сs]){_END}"
    r"|\s+(?:second|[сs])(?=\s*(?:@|$)))"
)
_MINUTE = rf"(?:\s*(?:минут[аы]?|мин|minutes?|mins?){_END})"
_RPE = r"(?:(?:\s*@|\s+rpe)\s*(?P<rpe>[0-9]{1,2}(?:[.,][0-9])?))?"
_NOTE = r"(?:\s*[,;]?\s+(?:[-–—]\s+)?(?P<note>(?![xх](?!-?\p{L}))[\p{L}\p{So}(«\"'!?#].*))?"

# What may not follow a single number, because it would not be a weight then.
_UNLIKE_NOTE = r"(?!\s*(?:(?:на|по|за|for|by|in)\s*[0-9]|подход|sets?\b))"

_HOLD = quantities.pattern(
    rf"{_WARM}(?:{_LOAD}(?:{TIMES}|\s+))?"
    rf"(?:(?P<held>{MINUTES})|(?P<held>[0-9]{{1,5}}){_SECOND}|(?P<minutes>[0-9]{{1,3}}){_MINUTE})"
    rf"{_SETS}{_RPE}{_NOTE}"
)
_REPS = quantities.pattern(
    rf"{_WARM}{_LOAD}(?:{TIMES}(?P<reps>{WHOLE}){_TIMES_WORD}?{_SETS}"
    rf"|\s+(?:(?:на|for)\s+)?(?P<reps>{WHOLE}){_TIMES_WORD}?{_SETS_APART}){_RPE}{_NOTE}"
)
_COUNT = quantities.pattern(rf"{_WARM}(?P<count>{WHOLE}){_TIMES_WORD}{_SETS}{_RPE}{_NOTE}")
_BARE = quantities.pattern(rf"{_WARM}{_LOAD}{_RPE}{_UNLIKE_NOTE}{_NOTE}")
_REPEAT = quantities.pattern(rf"{_WARM}(?P<repeat>=){_SETS}{_RPE}{_NOTE}")
_FORMS = (_HOLD, _REPS, _COUNT, _BARE, _REPEAT)
_SWAPPED = quantities.pattern(
    rf"(?:[^0-9]*\s)?(?P<numbers>(?P<first>{DECIMAL}){TIMES}(?P<second>{WHOLE})\s*(?P<unit>кг|kg))"
)
_WARM_NAME = quantities.pattern(_WARM_WORD)
_HALF = quantities.pattern(rf"(?:.*\s)?{_WARM}{_LOAD}{TIMES}")

Parts: TypeAlias = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Lift:
    """One lifted set: kilograms, and repetitions or a hold in seconds.

    ``load`` says what the kilograms are: "plain", "added" to the body or "assisted", taken
    off it. ``kind`` is "work" or "warmup".
    """

    weight: Decimal
    reps: int | None = None
    seconds: int | None = None
    rpe: Decimal | None = None
    note: str | None = None
    load: str = "plain"
    kind: str = "work"


@dataclass(frozen=True, slots=True)
class Context:
    """What the parser must know of the exercise that a line is about.

    ``plan`` completes what the line leaves out, ``kind`` decides what a single number and a sign
    mean, ``last`` is what ``=`` repeats. ``own``: the person has an exercise of exactly this name,
    so the name may contain numbers and stand alone on a line.

    ``best`` is the heaviest weight before (kg), ``bar`` the bar's (kg). ``asked`` holds the
    answers that were given for this exercise. ``language`` is that of readings to choose from.
    """

    plan: Plan | None = None
    kind: Kind | None = None
    last: Lift | None = None
    own: bool = False
    best: Decimal | None = None
    bar: Decimal = plates.BAR
    asked: frozenset[str] = frozenset()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Line:
    """One parsed line.

    ``exercise`` as typed; None is the one the card asks for. Without lifts only a name was typed.
    """

    exercise: str | None
    lifts: tuple[Lift, ...]
    days_ago: int = 0


Look: TypeAlias = Callable[[str | None], Context]


def read(text: str, context: Look, sure: Container[int] = (), *, today: date) -> list[Line]:
    """Parse one message. ``context`` returns what is known of a named exercise (None: the current).

    A line without a name is about the exercise named before it, and a day is valid until another
    is named. Raises a Refusal for the whole message when one line can't be parsed, so that no
    half of it is stored; and Unsure when a line has several readings, unless its index is in
    ``sure``. ``today`` is the day on which the person sent the message.
    """
    return list(lines(text, context, sure, today=today))


def lines(
    text: str,
    context: Look,
    sure: Container[int] = (),
    *,
    today: date,  # noqa: ARG001 - the days of the calendar will need it
) -> Iterator[Line]:
    """Parse a message line by line; ``context`` may depend on the lines stored before."""
    heading: Line | None = None
    for line in _lines(text, context, sure):
        if heading and heading.exercise != line.exercise:
            yield heading  # no sets followed: the name alone is a line
        heading = None if line.lifts else line
        if line.lifts:
            yield line
    if heading:
        yield heading


def _lines(text: str, context: Look, sure: Container[int]) -> Iterator[Line]:
    name, days, empty = None, 0, True
    lasts: dict[str | None, Lift] = {}
    for index, typed in enumerate(_split(text)):
        days, words = _day(typed, days)
        if not words:
            continue
        if index not in sure and (swapped := _SWAPPED.fullmatch(words)):
            first, second, unit = swapped["first"], swapped["second"], swapped["unit"]
            before = typed[: len(typed) - len(swapped["numbers"])]
            labels = f"{first} {unit} × {second}", f"{second} {unit} × {first}"
            raise Unsure(
                "swapped", index, typed, None, *(Reading(before + label, label) for label in labels)
            )
        named, parts = _parts(words, context)
        name, empty = names.read(named) if named else name, False
        if parts is None:
            yield Line(name, (), days)
            continue
        about = context(name)
        lifts = _lifts(parts, replace(about, last=lasts.get(name, about.last)))
        lasts[name] = lifts[-1]
        yield _dated(Line(name, lifts, days))
    if empty:
        raise NotUnderstood("set-not-understood")


def _split(text: str) -> list[str]:
    """Cut a text into the lines that say something. Refuses too many before any is read."""
    typed = [line for line in map(names.clean, text.splitlines()) if line]
    check("lines", len(typed))
    return typed


def is_bare(text: str) -> bool:
    """Tell whether a text holds numbers, and words after them, but names no exercise."""
    days = (_day(typed, 0) for typed in _split(text))
    return all(_entry(words) for _, words in days if words)


def _day(words: str, days: int) -> tuple[int, str]:
    """Split the day off the front of a line; without one it is still ``days`` ago."""
    first, _, rest = words.partition(" ")
    ago = DAYS.get(names.key(first).rstrip(":,."))
    return (days, words) if ago is None else (ago, rest.lstrip(" :,-–—"))


def _dated(line: Line) -> Line:
    """Read a note that is only a day as that line's day: ``Bench 80x5 yesterday``."""
    ago = DAYS.get(names.key(line.lifts[-1].note or ""))
    if ago is None:
        return line
    return replace(line, lifts=tuple(replace(lift, note=None) for lift in line.lifts), days_ago=ago)


def _parts(words: str, context: Look) -> tuple[str | None, Parts | None]:
    """Split a line into its name and the parts of its numbers; either may be None."""
    if parts := _entry(words):
        return None, parts
    if named := _named(words, context):
        return _warmed(*named, context)
    if _HALF.fullmatch(words):
        raise NotUnderstood("set-without-reps")
    if (name := _name(words)) and _recognised(name, context):
        return name, None
    raise NotUnderstood("set-not-understood")


def _entry(words: str) -> Parts | None:
    """Match the numbers of a line against all forms."""
    for form in _FORMS:
        if match := form.fullmatch(words):
            return match.groupdict()
    return None


def _named(line: str, context: Look) -> tuple[str, Parts] | None:
    """Split a line into name and numbers: after the longest known name, else the shortest."""
    words = line.split(" ")
    splits = [
        (name, parts)
        for count in range(1, min(len(words), MAX_NAME_WORDS + 1))
        if (parts := _entry(" ".join(words[count:]))) and (name := _name(" ".join(words[:count])))
    ]
    plain = [split for split in splits if not any(map(str.isdigit, split[0]))]
    if len(splits) == len(plain) == 1:
        return plain[0]
    recognised = [split for split in splits if _recognised(split[0], context)]
    return next(iter([*recognised[::-1], *plain]), None)


def _warmed(name: str, parts: Parts, context: Look) -> tuple[str, Parts]:
    """Split the warm-up off the front of a known name; ``Разминка плеч`` stays a name."""
    after = _WARM_NAME.match(name)
    if after is None or context(name).own or not _recognised(name[after.end() :], context):
        return name, parts
    return name[after.end() :], {**parts, "warm": after[0]}


def _name(words: str) -> str | None:
    """Return a name of at least two letters, without words that mean something else, or None."""
    name = words.strip(" :;,-–—•*")
    said = names.key(name).replace("-", " ").split()
    letters = sum(map(str.isalpha, name))
    if letters < 2 or _NOISE.issuperset(said) or said[-1] in _OPEN:  # noqa: PLR2004 - two letters
        return None
    return name


def _recognised(name: str, context: Look) -> bool:
    return exercises.find(name) is not None or context(name).own


def _lifts(parts: Parts, about: Context) -> tuple[Lift, ...]:
    typed = parts.get("sets")
    return (_lift(parts, about),) * (quantities.sets(typed) if typed else 1)


def _lift(parts: Parts, about: Context) -> Lift:
    note, rpe = parts["note"], parts["rpe"]
    if note and names.units(note) > MAX_NOTE:
        raise OutOfRange("note-too-long", limit=MAX_NOTE)
    lift = replace(
        _again(about.last) if "repeat" in parts else _lifted(parts, about),
        rpe=quantities.rpe(rpe) if rpe else None,
        note=note,
    )
    return replace(lift, kind="warmup") if parts["warm"] else lift


def _again(last: Lift | None) -> Lift:
    if last is None:
        raise NotUnderstood("set-not-understood")
    return last


def _lifted(parts: Parts, about: Context) -> Lift:
    """Return weight and repetitions or seconds; the exercise decides what a single number is."""
    if held := parts.get("held"):
        return _loaded(parts, about, seconds=quantities.seconds(held))
    if minutes := parts.get("minutes"):
        return _loaded(parts, about, seconds=quantities.seconds(f"{minutes}:00"))
    if reps := parts.get("reps"):
        return _loaded(parts, about, reps=quantities.reps(reps))
    if count := parts.get("count"):
        if not _is_body(about):
            raise NotUnderstood("set-not-understood")
        return Lift(Decimal(0), reps=quantities.reps(count))
    return _lone(parts, about)


def _is_body(about: Context) -> bool:
    return about.kind is not None and about.kind.is_bodyweight


def _lone(parts: Parts, about: Context) -> Lift:
    """Read a single number: repetitions, the seconds of a hold, or a weight as planned."""
    number, plan = parts["weight"] or "", about.plan
    if not parts["sign"] and not parts["unit"]:
        if (plan and plan.seconds) or (about.kind is Kind.TIMED and not (plan and plan.reps_min)):
            return Lift(Decimal(0), seconds=quantities.seconds(_whole(number)))
        if _is_body(about):
            return Lift(Decimal(0), reps=quantities.reps(_whole(number)))
    if plan is None or plan.reps_min is plan.seconds is None:
        raise NotUnderstood("set-without-reps")
    return _loaded(parts, about, reps=plan.reps_min, seconds=plan.seconds)


def _whole(number: str) -> str:
    if not number.isdecimal():
        raise NotUnderstood("set-not-understood")
    return number


def _loaded(
    parts: Parts, about: Context, *, reps: int | None = None, seconds: int | None = None
) -> Lift:
    weight = _kilograms(parts["weight"] or "0", parts["unit"])
    return Lift(weight, reps, seconds, load=_load(weight, parts["sign"], about.kind))


def _kilograms(number: str, unit: str | None) -> Decimal:
    """Return a weight in kilograms; pounds are converted and rounded to 0.01."""
    if unit is None or unit.casefold() in {"кг", "kg"}:
        return quantities.weight(number)
    kilograms = Decimal(number.replace(",", ".")) * POUND
    return quantities.weight(str(round(kilograms, 2)))


def _load(weight: Decimal, sign: str | None, kind: Kind | None) -> str:
    """Return what the kilograms are: plain, added or assisted; 0 is always plain."""
    kind = kind or Kind.OTHER
    load = "plain" if sign is None else "added" if sign == "+" else "assisted"
    if sign is None and kind is Kind.ASSISTED:
        load = "assisted"
    if (load == "added" and not kind.can_add) or (sign and sign != "+" and not kind.can_assist):
        raise OutOfRange("set-no-load")
    return load if weight else "plain"
