"""Several lines outside a workout: a program, sets that were done, or possibly either."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from service.domain import exercises, notation, programs
from service.domain.errors import NotUnderstood, Refusal, Unsure
from service.domain.limits import LIMITS
from service.domain.notation import Context, days
from service.domain.programs import Line, Plan
from service.domain.units import Unit

FEWEST_PLANS = 2
"""How many lines of a program are plans, at least."""

ALIKE = 3
"""Exercises with the same sets and repetitions from which on they may be a plan."""

FEW_SETS = 6
"""As many sets are usual; a larger first number may be a weight."""


def kind(text: str, today: date, unit: Unit = "kg") -> Literal["program", "sets", "either"] | None:
    """Return what several lines are; None for a single line and for what is neither.

    A heading, a range of repetitions, a rule or a rest make a program, and so do several days of
    the week; a day in the past, a unit of weight or three numbers are sets. Sets and repetitions
    alone are a program if the first number is small; else, and if only some lines have a weight or
    all lines have the same sets and repetitions, it may be either.
    """
    typed = programs.split(text)
    if not FEWEST_PLANS <= len(typed) <= LIMITS["program_lines"].most:
        return None
    try:
        dated = any(_is_dated(line, today) for line in typed) and not _is_week(typed)
        name, body = ("", text) if dated else programs.read_message(text, unit)
        lines = programs.Draft(name, "\n".join(programs.arrange(body, unit)), 1, unit).lines
    except Refusal:
        return None
    plans = [line.plan for line in lines if line.plan]
    unitless = [line for line in lines if line.refusal and line.refusal.key == "line-which-unit"]
    count = len(plans) + len(unitless)
    unread = sum(line.is_unread for line in lines) - len(unitless)
    if not plans or count < FEWEST_PLANS or unread > count:
        return None
    if not (reads(text, today, unit) or (not name and _are_logged(lines))):
        return "program"
    if _are_rows(lines, typed):
        return "sets"
    alike = _are_alike(plans) and not programs.names_unit(typed)
    return _kind(lines, plans, dated=dated, alike=alike)


def _kind(
    lines: Sequence[Line], plans: Sequence[Plan], *, dated: bool, alike: bool
) -> Literal["program", "sets", "either"]:
    """Return what lines are that can be read as sets."""
    marked = any(line.is_marked for line in lines)
    headed = any(line.heading is not None for line in lines)
    logged = [line.is_logged for line in lines if line.plan]
    if not marked and (all(logged) if dated else any(logged) and not headed):
        return "sets"
    planned = marked or headed
    if planned or dated:
        return "sets" if not planned else "either" if dated else "program"
    few = [(plan.sets or 0) <= FEW_SETS for plan in plans]
    bare = [plan.weight is None for plan in plans]
    if all(bare):
        return "program" if all(few) else "either"
    return "either" if alike or any(a and b for a, b in zip(few, bare, strict=True)) else "sets"


def _are_logged(lines: Sequence[Line]) -> bool:
    """Return whether lines are sets, though one of them may have a mistake."""
    marked = any(line.is_marked or line.heading is not None for line in lines)
    return not marked and any(line.is_logged for line in lines)


def _are_rows(lines: Sequence[Line], typed: Sequence[str]) -> bool:
    """Return whether a line has several sets, as they are logged: ``Pull-ups 12/10/8``."""
    marked = any(line.is_marked or line.heading is not None for line in lines)
    return not marked and any(line.text not in typed for line in lines)


def _is_week(typed: Sequence[str]) -> bool:
    """Return whether lines begin with several days of the week: sets are of one day."""
    return len(set(filter(None, map(programs.weekday, typed)))) > 1


def _are_alike(plans: Sequence[Plan]) -> bool:
    """Return whether the sets and repetitions of several exercises are the same."""
    if len(plans) < ALIKE or len({plan.name for plan in plans}) < len(plans):
        return False
    return len({(plan.sets, plan.reps_min) for plan in plans}) == 1


def _is_dated(line: str, today: date) -> bool:
    try:
        return bool(days.at_start(line, today) or days.at_end(line, today))
    except Refusal as refused:
        if refused.key == "set-day-none":
            raise  # sets of a day with a slip, to be refused as such
        return False


def reads(text: str, today: date, unit: Unit) -> bool:
    """Return whether a text can be read as sets."""
    return unread(text, today, unit) is None


def unread(text: str, today: date, unit: Unit) -> NotUnderstood | None:
    """Return why a text cannot be read as sets; None: it can."""

    def look(name: str | None) -> Context:
        known = exercises.known(name) if name else None
        return Context(kind=known.kind if known else None, unit=unit)

    try:
        notation.read(text, look, today=today)
    except NotUnderstood as refused:
        return refused
    except (Refusal, Unsure):
        pass
    return None
