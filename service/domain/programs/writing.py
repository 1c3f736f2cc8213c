"""Write a program as text that can be edited, and read back."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from service.domain import rules, units
from service.domain.names import units as units_of
from service.domain.programs.plans import Day, Plan
from service.domain.rules import Wave
from service.domain.units import Unit

PART_UNITS = 3000
"""Longest part of a long program, in UTF-16 units."""

_WORDS = {
    "ru": {"rest": "отдых", "none": "без отдыха", "warm": "с разминкой", "sets": "подх"},
    "en": {"rest": "rest", "none": "no rest", "warm": "with warm-up", "sets": "sets"},
}
_OPEN = {"ru": "до отказа", "en": "AMRAP"}
_UNITS = {"ru": {"kg": "кг", "lb": "lb"}, "en": {"kg": "kg", "lb": "lb"}}


def write(plan: Plan, unit: Unit, language: str) -> str:
    """Write a plan, without its superset, as a line that is read as the same plan."""
    words = _WORDS[language]
    parts = [plan.name, _amount(plan, language)]
    if plan.weight is not None:
        parts.append(_weight(plan.weight, unit, language))
    if rule := rules.stored(plan.rule):
        ranged = plan.reps_min != plan.reps_max
        parts.append(rules.write(rule, unit, language=language, ranged=ranged))
    if plan.rest is not None:
        minutes, seconds = divmod(plan.rest, 60)
        clock = f"{words['rest']} {minutes}:{seconds:02}"
        parts.append(clock if plan.rest else words["none"])
    if plan.warmup:
        parts.append(words["warm"])
    if plan.note:
        parts.append(f"({plan.note})")
    return " ".join(filter(None, parts))


def _amount(plan: Plan, language: str) -> str:
    if isinstance(rules.stored(plan.rule), Wave) and plan.reps_min is None and not plan.seconds:
        return ""  # 5/3/1 says its sets itself
    if plan.seconds:
        minutes, seconds = divmod(plan.seconds, 60)
        held = f"{minutes}:{seconds:02}" if plan.seconds >= 60 else f"{seconds}s"  # noqa: PLR2004
        return f"{plan.sets}x{held}"
    if plan.reps_min is None:
        sets = f"{plan.sets} {_WORDS[language]['sets']}"
        return f"{sets} {_OPEN[language]}" if plan.amrap else sets
    reps = f"{plan.reps_min}" + (f"-{plan.reps_max}" if plan.reps_max != plan.reps_min else "")
    return f"{plan.sets}x{reps}" + ("+" if plan.amrap else "")


def _weight(kilograms: Decimal, unit: Unit, language: str) -> str:
    shown = units.shown(kilograms, unit)
    if units.kilograms(shown, unit) != kilograms:
        shown, unit = kilograms, "kg"
    number = f"{shown.normalize():f}"
    if language == "ru":
        number = number.replace(".", ",")
    return f"{number} {_UNITS[language][unit]}"


def _written(day: Day, unit: Unit, language: str) -> Iterator[str]:
    """Yield the lines of a day; the exercises of a superset are numbered."""
    numbers = Counter[str]()
    for plan in day.plans:
        line = write(plan, unit, language)
        if plan.superset:
            numbers[plan.superset] += 1
            line = f"{plan.superset}{min(numbers[plan.superset], 9)} {line}"
        yield line


def lines(days: Sequence[Day], unit: Unit) -> dict[str, Plan]:
    """Return the plans of a program by the lines that `parts` writes, in both languages."""
    return {
        line: plan
        for language in _WORDS
        for day in days
        for line, plan in zip(_written(day, unit, language), day.plans, strict=True)
    }


def parts(name: str, days: Sequence[Day], unit: Unit, language: str) -> list[str]:
    """Return the text of a program, in as many parts as needed."""
    found = [name]
    for day in days:
        heading = [f"# {day.name}"] if day.name else []
        for line in [*heading, *_written(day, unit, language)]:
            if units_of(found[-1]) + units_of(line) < PART_UNITS:
                found[-1] += f"\n{line}"
            else:
                found.append(line)
    return found
