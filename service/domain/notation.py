"""Sets as they are typed.

``80x5``, ``80,5х5``, ``80 5``, ``80``, ``80x5x3``, ``80x5@8 note``, ``60s``, ``1:30``.

A line is one entry: the numbers first, then, after a space, a note in one's own words.
"""

from dataclasses import dataclass
from decimal import Decimal

from service.domain import names, quantities
from service.domain.errors import NotUnderstood, OutOfRange
from service.domain.programs import Plan
from service.domain.quantities import DECIMAL, MINUTES, SECONDS, TIMES, WHOLE

MAX_NOTE = 200
"""The longest note, in UTF-16 units."""

_RPE = r"(?:\s*@\s*(?P<rpe>[0-9]{1,2}(?:[.,][0-9])?))?"
_NOTE = r"(?:\s+(?P<note>(?![xх](?:\s|\d|$))\p{L}.*))?"
_KG = r"(?:\s*(?:кг|kg)(?!\p{L})\.?)?"
_REPS = quantities.pattern(
    rf"(?P<weight>{DECIMAL}){_KG}(?:{TIMES}|\s+)(?P<reps>{WHOLE})(?:{TIMES}(?P<sets>{WHOLE}))?{_RPE}{_NOTE}"
)
_HOLD = quantities.pattern(
    rf"(?:(?P<weight>{DECIMAL}){_KG}{TIMES})?"
    rf"(?P<seconds>{MINUTES}|[0-9]{{1,5}}(?={SECONDS}))(?:{SECONDS})?{_RPE}{_NOTE}"
)
_BARE = quantities.pattern(rf"(?P<weight>{DECIMAL}){_KG}{_RPE}{_NOTE}")
_HALF = quantities.pattern(rf"{DECIMAL}{_KG}{TIMES}")


@dataclass(frozen=True, slots=True)
class Lift:
    """What was lifted in one set: kilograms, and repetitions or a hold in seconds."""

    weight: Decimal
    reps: int | None = None
    seconds: int | None = None
    rpe: Decimal | None = None
    note: str | None = None


def read(text: str, plan: Plan | None) -> list[Lift]:
    """Read one message: a line is an entry, and an entry may stand for several sets.

    ``plan`` gives what an entry leaves out. Raises a Refusal for the whole message when
    one line can't be read, so that nobody has to find out which half was stored.
    """
    lines = [line for line in map(names.clean, text.splitlines()) if line]
    if not lines:
        raise NotUnderstood("set-not-understood")
    return [lift for line in lines for lift in _entry(line, plan)]


def _entry(line: str, plan: Plan | None) -> list[Lift]:
    if match := _HOLD.fullmatch(line):
        part = match.groupdict()
        return [_lift(part, seconds=quantities.seconds(part["seconds"]))]
    if match := _REPS.fullmatch(line):
        part = match.groupdict()
        times = quantities.sets(part["sets"]) if part["sets"] else 1
        return [_lift(part, reps=quantities.reps(part["reps"]))] * times
    if match := _BARE.fullmatch(line):
        return [_planned(match.groupdict(), plan)]
    if _HALF.fullmatch(line):
        raise NotUnderstood("set-without-reps")
    raise NotUnderstood("set-not-understood")


def _planned(part: dict[str, str | None], plan: Plan | None) -> Lift:
    """One number alone: a weight with the planned reps, or the seconds of a planned hold."""
    if plan and plan.seconds:
        held = part["weight"] or ""
        if not held.isdecimal():
            raise NotUnderstood("set-not-understood")
        return _lift({**part, "weight": None}, seconds=quantities.seconds(held))
    if plan is None or plan.reps_min is None:
        raise NotUnderstood("set-without-reps")
    return _lift(part, reps=plan.reps_min)


def _lift(
    part: dict[str, str | None], *, reps: int | None = None, seconds: int | None = None
) -> Lift:
    note = part["note"]
    if note and names.units(note) > MAX_NOTE:
        raise OutOfRange("note-too-long", limit=MAX_NOTE)
    return Lift(
        weight=quantities.weight(part["weight"] or "0"),
        reps=reps,
        seconds=seconds,
        rpe=quantities.rpe(part["rpe"]) if part["rpe"] else None,
        note=note,
    )
