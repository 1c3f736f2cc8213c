r"""Programs: parse the lines of a plan, and hold the draft of a program.

A line plans sets of one exercise, in the short form (``Присед\5``: five sets) or that of a
notebook (``Присед 5x5 60``, ``Жим 3x8-12``, ``Планка 3x60с``). A letter and a number before the
name (``A1 Жим 3x8``, ``A2 Тяга 3x8``) make a superset.
"""

from dataclasses import dataclass, replace

import regex

from service.domain import names, quantities
from service.domain.errors import OutOfRange, Refusal, check
from service.domain.programs.plans import Plan
from service.domain.quantities import DASH, DECIMAL, MINUTES, SECONDS, TIMES, WEIGHT_UNIT, WHOLE
from service.domain.units import Unit

_SEED = quantities.pattern(rf"(?P<name>.*?)\s*\\\s*(?P<sets>-?{WHOLE})")
_NOTEBOOK = quantities.pattern(
    rf"(?P<name>.*?)\s+(?P<sets>{WHOLE}){TIMES}"
    rf"(?:(?P<seconds>{MINUTES}|[0-9]{{1,5}}(?={SECONDS}))(?:{SECONDS})?"
    rf"|(?P<least>{WHOLE})(?:{DASH}(?P<most>{WHOLE}))?)"
    rf"(?:\s+(?P<weight>{DECIMAL}){WEIGHT_UNIT})?"
)
_SUPERSET = quantities.pattern(r"(?P<letter>[A-HА-З])(?P<order>[1-9])[.)]?\s+(?=\S)")
_BULLET = quantities.pattern(r"(?:[-–—•*]|[0-9]{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a draft: the text, and its plan or the refusal that says what is wrong."""

    text: str
    plan: Plan | None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A program that is being written, as it is stored. ``unit`` is that of numbers without one."""

    name: str | None
    body: str
    version: int
    unit: Unit = "kg"

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the body, parsed."""
        return tuple(read_line(line, self.unit) for line in split(self.body))

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans that would be saved: those of the lines that were understood."""
        return tuple(line.plan for line in self.lines if line.plan)


def split(body: str) -> list[str]:
    """Return the lines of a text that are not empty, cleaned."""
    return [line for line in map(names.clean, body.splitlines()) if line]


def read_message(text: str) -> tuple[str, str]:
    """Return a program's name (the first line) and body (the other lines). Raises Refusal."""
    name, *rest = split(text) or [""]
    return names.read(name), "\n".join(rest)


def extend(body: str, text: str, unit: Unit = "kg") -> str:
    """Add the lines of ``text`` to a draft's body. Refuses more than there may be.

    The first new lines replace the lines that were not understood.
    """
    added = split(text)
    check("program_lines", len(added))
    new = iter(added)
    lines = [line if read_line(line, unit).plan else next(new, line) for line in split(body)]
    lines += new
    check("program_lines", len(lines))
    extended = "\n".join(lines)
    check("draft", names.units(extended))
    return extended


def read_line(text: str, unit: Unit = "kg") -> Line:
    """Parse one line of a program; a line out of range carries its refusal.

    ``unit`` is the one of a weight without a unit.
    """
    bare = _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
    superset = _SUPERSET.match(bare)
    if superset and not _parts(bare[superset.end() :]):
        superset = None  # "A1 3x8": the name itself looks like a superset's letter and number
    match = _parts(bare[superset.end() :] if superset else bare)
    if match is None:
        return Line(text, None)
    try:
        plan = _plan(match.groupdict(), unit)
        letter = superset["letter"].upper() if superset else None
        return Line(text, replace(plan, superset=letter))
    except Refusal as refusal:
        return Line(text, None, refusal)


def _parts(text: str) -> "regex.Match[str] | None":
    return _NOTEBOOK.fullmatch(text) or _SEED.fullmatch(text)


def _plan(part: dict[str, str | None], unit: Unit) -> Plan:
    least, most = part.get("least"), part.get("most")
    reps_min = quantities.reps(least) if least else None
    reps_max = quantities.reps(most) if most else reps_min
    if reps_min is not None and reps_max is not None and reps_max < reps_min:
        raise OutOfRange("reps-backwards")
    held, weight = part.get("seconds"), part.get("weight")
    return Plan(
        name=names.read(part["name"] or ""),
        sets=quantities.sets(part["sets"] or ""),
        reps_min=reps_min,
        reps_max=reps_max,
        seconds=quantities.seconds(held) if held else None,
        weight=quantities.weight(weight, _unit(part, unit)) if weight else None,
    )


def _unit(part: dict[str, str | None], unit: Unit) -> Unit:
    """Return the unit that was typed after a weight, or the person's."""
    if part.get("pounds"):
        return "lb"
    return "kg" if part.get("kilos") else unit
