"""Rules of progression as they are written in a line of a program: ``+2,5``, ``80%``, ``5/3/1``.

What each one suggests is decided in ``progression``.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

import regex

from service.domain import quantities, units
from service.domain.quantities import DECIMAL, WEIGHT_UNIT
from service.domain.units import Unit

MAX_SHARE = 150
"""Largest share of a maximum (percent)."""

MAX_SHARES = 8
"""Most shares in one rule."""

MAX_STAGES = 4
"""Most stages after the planned sets and repetitions."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Add ``step`` (kg) when every set was done.

    ``stages`` are the sets and repetitions to go on with at the same weight, one after each miss.
    """

    step: Decimal
    stages: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Double:
    """Add repetitions up to the top of their range, then add ``step`` (kg)."""

    step: Decimal


@dataclass(frozen=True, slots=True)
class Percent:
    """Lift ``shares`` (percent) of a maximum: one for all sets, or one for each.

    ``step`` (kg), or ``growth`` percent, is added to the maximum when every set was done; without
    either the maximum stays.
    """

    shares: tuple[Decimal, ...]
    step: Decimal | None = None
    growth: Decimal | None = None

    @property
    def grows(self) -> bool:
        """Whether something is added to the maximum."""
        return bool(self.step or self.growth)


@dataclass(frozen=True, slots=True)
class Wave:
    """5/3/1: four weeks of percentages of a training maximum.

    ``step`` (kg) is added to the maximum after each cycle; None: the usual one of the exercise.
    """

    step: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Effort:
    """Choose the weight at which the planned repetitions feel like ``rpe``."""

    rpe: Decimal


Rule: TypeAlias = Linear | Double | Percent | Wave | Effort

NAMES = {Linear: "linear", Double: "double", Percent: "percent", Wave: "wave", Effort: "effort"}
"""By rule: its name in metrics."""

_EACH = {"ru": "каждый раз", "en": "each time"}
_TOP = {"ru": "по верху", "en": "at the top"}
_KILOGRAMS = {"ru": " кг", "en": " kg"}

_SHARE = r"[0-9]{1,3}(?:[.,][0-9])?"
_START = r"(?<![^\s(])\(?"
_END = r"\)?(?![^\s),;.]|[.,][0-9])"
_STAGE = quantities.pattern(
    r"\s*(?:→|->)\s*(?P<sets>[1-9]|1[0-9]|20)\s?[xх×]\s?(?P<reps>[1-9][0-9]{0,2})"
)
_ANY_STAGE = _STAGE.pattern.replace("?P<sets>", "?:").replace("?P<reps>", "?:")
_STEP = quantities.pattern(
    rf"{_START}\+\s?(?P<step>{DECIMAL}){WEIGHT_UNIT}(?:\s+(?:"
    r"(?P<each>каждый раз|каждую тренировку|за тренировку"
    r"|(?:each|every|per) (?:time|workout|session))"
    rf"|(?P<top>по верху|at the top)))?(?P<stages>(?:{_ANY_STAGE}){{0,{MAX_STAGES}}}){_END}"
)
_GROWTH = quantities.pattern(rf"{_START}\+\s?(?P<growth>{_SHARE})\s?%{_END}")
_PERCENT = quantities.pattern(
    rf"{_START}(?:@\s?)?(?P<shares>{_SHARE}(?:/{_SHARE}){{0,{MAX_SHARES - 1}}})\s?%{_END}"
)
_WAVE = quantities.pattern(rf"{_START}5/3/1\+?{_END}")
_EFFORT = quantities.pattern(
    rf"{_START}(?:@|(?:@\s?)?(?:rpe|рпэ|рпе))\s?(?P<rpe>10|[1-9](?:[.,][05])?)"
    rf"(?!\s*(?:кг|kg|lb|фунт)){_END}"
)


def read(text: str, unit: Unit = "kg", *, ranged: bool = False) -> tuple[Rule | None, str]:
    """Find the rule in a line; return it and the rest of the line.

    ``unit`` is that of a step without one. With ``ranged``, the line plans a range of
    repetitions, where a bare step means Double. What is no part of the rule stays in the rest.
    Raises Refusal for a step out of range.
    """
    if match := _EFFORT.search(text):
        return Effort(_decimal(match["rpe"])), _without(text, match)
    scheme = _PERCENT.search(text) or _WAVE.search(text)
    added, rest = _read_step(_without(text, scheme) if scheme else text, unit, ranged=ranged)
    if scheme is None:
        return added, rest
    if isinstance(added, Linear) and added.stages:
        return None, text
    step = added.step if added else None
    if scheme.re is _WAVE:
        return Wave(step), rest
    return _read_percent(scheme["shares"], step, rest) or (None, text)


def _read_percent(written: str, step: Decimal | None, rest: str) -> tuple[Rule, str] | None:
    """Return shares of a maximum with what makes it grow; None: one is out of range."""
    shares = tuple(map(_decimal, written.split("/")))
    if not all(0 < share <= MAX_SHARE for share in shares):
        return None
    growth = None if step else _GROWTH.search(rest)
    if growth and (share := _decimal(growth["growth"])):
        return Percent(shares, growth=share), _without(rest, growth)
    return Percent(shares, step), rest


@lru_cache(256)
def stored(text: str | None) -> Rule | None:
    """Return the rule that is stored as ``text``; None without one."""
    return read(text)[0] if text else None


def _read_step(text: str, unit: Unit, *, ranged: bool) -> tuple[Linear | Double | None, str]:
    match = _STEP.search(text)
    if match is None:
        return None, text
    typed: Unit = "lb" if match["pounds"] else "kg" if match["kilos"] else unit
    step = quantities.weight(match["step"], typed)
    if not step:
        return None, text
    stages = tuple((int(sets), int(reps)) for sets, reps in _STAGE.findall(match["stages"]))
    if not match["top"] and (match["each"] or not ranged):
        return Linear(step, stages), _without(text, match)
    return (None, text) if stages else (Double(step), _without(text, match))


def write(rule: Rule, unit: Unit = "kg", *, language: str = "en", ranged: bool = False) -> str:
    """Write a rule as people type it; reading it again with the same unit returns the rule.

    ``ranged`` as in `read`. Without arguments it is the form that is stored.
    """
    match rule:
        case Effort(rpe):
            return f"@{_number(rpe, language)}"
        case Percent(shares, step, growth):
            added = f" {_added(step, unit, language)}" if step else ""
            grown = f" +{_number(growth, language)}%" if growth else ""
            return "/".join(_number(each, language) for each in shares) + "%" + added + grown
        case Wave(step):
            return "5/3/1" + (f" {_added(step, unit, language)}" if step else "")
        case Linear(step, stages):
            each = f" {_EACH[language]}" if ranged else ""
            then = "".join(f" → {sets}x{reps}" for sets, reps in stages)
            return _added(step, unit, language) + each + then
        case Double(step):
            return _added(step, unit, language) + ("" if ranged else f" {_TOP[language]}")


def _without(text: str, match: "regex.Match[str]") -> str:
    return " ".join((text[: match.start()] + " " + text[match.end() :]).split())


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _added(step: Decimal, unit: Unit, language: str) -> str:
    """Write a step in a unit; in kilograms if the other unit does not say it exactly."""
    shown = units.shown(step, unit)
    if units.kilograms(shown, unit) == step:
        return f"+{_number(shown, language)}"
    return f"+{_number(step, language)}{_KILOGRAMS[language]}"


def _number(value: Decimal, language: str) -> str:
    plain = f"{value.normalize():f}"
    return plain.replace(".", ",") if language == "ru" else plain
