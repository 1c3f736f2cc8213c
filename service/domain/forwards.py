"""What a message that somebody else wrote contains: a program, sets, or neither."""

from datetime import date
from itertools import islice
from typing import Literal

from service.domain import notation, programs
from service.domain.errors import NotUnderstood, Refusal, Unsure, check
from service.domain.notation import Context

FEWEST_PLANS = 2
"""How many lines of a program are plans, at least."""


def kind(text: str, today: date) -> Literal["program", "sets"] | None:
    """Return what a text contains. If it may be either, it is a program: a draft is shown first.

    Raises Refusal for sets with numbers out of range, and for too many lines before any is read.
    """
    lines = programs.split(text)
    check("lines", len(lines))
    plans = sum(_is_plan(programs.read_line(line)) for line in lines)
    if plans >= FEWEST_PLANS and not _has_more_sets(lines, plans, today):
        return "program"
    try:
        notation.read(text, lambda _: Context(), today=today)
    except NotUnderstood:
        return None
    except Unsure:
        pass  # it is asked about when the person takes the sets
    return "sets"


def _is_plan(line: programs.Line) -> bool:
    return line.plan is not None and not line.is_logged


def _has_more_sets(lines: list[str], plans: int, today: date) -> bool:
    """Return whether more lines are sets than plans. Reads no more of them than it must."""
    sets = (line for line in lines if _is_set(line, today))
    return plans < len(lines) and next(islice(sets, plans, None), None) is not None


def _is_set(line: str, today: date) -> bool:
    try:
        notation.read(line, lambda _: Context(), today=today)
    except Refusal:
        return False
    except Unsure:
        pass
    return True
