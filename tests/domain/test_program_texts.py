"""Thirty programs and many single lines, as coaches write them: what each line is read as."""

from pathlib import Path

import pytest

from service.domain import programs
from service.domain.programs import Draft, Line

TYPED = Path(__file__).parent / "typed"
PROGRAMS = [
    block.rstrip("\n").split("\n")
    for block in (TYPED / "programs.txt").read_text().split("=== ")[1:]
]
LINES = [line.split(" => ") for line in (TYPED / "lines.txt").read_text().splitlines()]


def described(line: Line) -> str:
    """Write what a line was read as; kilograms and seconds, "?" for a line that was not read."""
    if line.heading is not None:
        return f"# {line.heading}"
    plan = line.plan
    if plan is None:
        if line.rest:
            return f"rest {line.rest}" + (" on all days" if line.all_days else "")
        why = line.refusal
        return f"? {why.arguments.get('part') or why.key}" if why else "? "
    amount = f"{plan.sets}"
    if plan.reps_min:
        amount += f"x{plan.reps_min}"
        amount += f"-{plan.reps_max}" if plan.reps_max != plan.reps_min else ""
    amount += f"x{plan.seconds}s" if plan.seconds else ""
    parts = [plan.name, amount + ("+" if plan.amrap else "")]
    parts += [f"{plan.weight.normalize():f} kg"] if plan.weight is not None else []
    parts += [f"rest {plan.rest}"] if plan.rest is not None else []
    if plan.rule:
        parts.append(plan.rule)
    parts += ["warm-up"] if plan.warmup else []
    parts += [f"“{plan.note}”"] if plan.note else []
    parts += [f"[{plan.superset}]"] if plan.superset else []
    return "; ".join(parts)


@pytest.mark.parametrize("block", PROGRAMS, ids=[str(n) for n in range(1, len(PROGRAMS) + 1)])
def test_programs(block: list[str]) -> None:
    """Each line is read as it is meant, or is marked; none is misread silently."""
    name, *rest = block
    at = rest.index("---")
    typed, expected = "\n".join(rest[:at]), rest[at + 1 :]
    title, body = programs.read_message(typed)
    assert (title or "-") == name
    draft = Draft(title, programs.extend("", body), 1)
    assert [described(line).strip() for line in draft.lines] == [each.strip() for each in expected]


def test_nine_lines_in_ten() -> None:
    """At least so many are read, of at least thirty programs."""
    read = [line for block in PROGRAMS for line in block[block.index("---") + 1 :]]
    assert len(PROGRAMS) >= 30
    assert sum(line.startswith("?") for line in read) <= len(read) / 10


@pytest.mark.parametrize(("typed", "expected"), LINES)
def test_lines(typed: str, expected: str) -> None:
    """Lines near the limits of what can be read."""
    assert described(programs.read_line(typed)).strip() == expected.strip()


@pytest.mark.parametrize(
    ("unit", "typed", "expected"),
    [
        ("kg", "Squat 3x5 185lbs\nBench 3x5 135", ["83.91", "61.23"]),
        ("lb", "Squat 3x5 315\nCurl 3x10 60 kg", ["142.88", "60"]),
        ("lb", "Squat 3x5 100 kg\nCurl 3x10 60", ["100", "60"]),
        ("kg", "Squat 3x5 100\nCurl 3x10 60 lb", [None, "27.22"]),
        ("kg", "Squat 3x5 100 kg\nCurl 3x10 60 lb\nRow 3x8 80", ["100", "27.22", None]),
        ("kg", "Squat 3x5 1.000\nLeg press 3x5 1,100", [None, None]),
    ],
)
def test_weights_without_a_unit(unit, typed, expected):
    """They have the unit that was named above; where it can't be told, they are asked for."""
    plans = [line.plan for line in Draft("x", typed, 1, unit).lines]
    weights = [plan and plan.weight and f"{plan.weight.normalize():f}" for plan in plans]
    assert weights == expected
