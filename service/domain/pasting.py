"""Several lines outside a workout: a program, sets that were done, or possibly either."""

from datetime import date
from typing import Literal

from service.domain import notation, programs, rules
from service.domain.errors import NotUnderstood, Refusal, Unsure
from service.domain.limits import LIMITS
from service.domain.notation import Context, days
from service.domain.programs import Line, Plan
from service.domain.rules import Effort
from service.domain.units import Unit

FEWEST_PLANS = 2
"""How many lines of a program are plans, at least."""

FEW_SETS = 6
"""As many sets are usual; a larger first number may be a weight."""


def kind(text: str, today: date, unit: Unit = "kg") -> Literal["program", "sets", "either"] | None:
    """Return what several lines are; None for a single line and for what is neither.

    A heading, a range of repetitions, a rule or a rest make a program; a day in the past, a unit
    of weight or three numbers are sets. Sets and repetitions alone are a program if the first
    number is small; else, and if only some lines have a weight, it may be either.
    """
    typed = programs.split(text)
    if not FEWEST_PLANS <= len(typed) <= LIMITS["program_lines"].most:
        return None
    try:
        dated = any(_is_dated(line, today) for line in typed)
        name, body = ("", text) if dated else programs.read_message(text, unit)
        lines = programs.Draft(name, "\n".join(programs.arrange(body, unit)), 1, unit).lines
    except Refusal:
        return None
    plans = [line.plan for line in lines if line.plan]
    if len(plans) < FEWEST_PLANS or sum(line.is_unread for line in lines) > len(plans):
        return None
    planned = any(map(_is_planned, lines))
    if (planned and not dated) or not _reads(text, today, unit):
        return "program"
    if dated or any(plan.weight is not None for plan in plans):
        bare = any(plan.weight is None and (plan.sets or 0) <= FEW_SETS for plan in plans)
        return "either" if planned or (bare and not dated) else "sets"
    return "program" if all((plan.sets or 0) <= FEW_SETS for plan in plans) else "either"


def _is_planned(line: Line) -> bool:
    """Return whether a line can't be a set that was done."""
    if line.heading is not None:
        return True
    return line.plan is not None and ("\\" in line.text or _has_marks(line.plan))


def _has_marks(plan: Plan) -> bool:
    if plan.amrap or plan.superset or plan.rest is not None or plan.reps_min != plan.reps_max:
        return True
    rule = rules.stored(plan.rule)
    return rule is not None and not isinstance(rule, Effort)  # "80x5 @8" is a set


def _is_dated(line: str, today: date) -> bool:
    try:
        return bool(days.at_start(line, today) or days.at_end(line, today))
    except Refusal:
        return False


def _reads(text: str, today: date, unit: Unit) -> bool:
    """Return whether a text can be read as sets."""
    about = Context(unit=unit)
    try:
        notation.read(text, lambda _: about, today=today)
    except NotUnderstood:
        return False
    except (Refusal, Unsure):
        pass
    return True
