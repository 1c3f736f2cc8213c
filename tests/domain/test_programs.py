r"""Lines of a program: the seed's form and the notebook's."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import names, programs
from service.domain.errors import Refusal
from service.domain.programs import Plan
from tests.domain.strategies import QUICK, friendly, hostile
from tests.some import some


@pytest.mark.parametrize(
    ("line", "plan"),
    [
        (r"Присед\5", Plan("Присед", 5)),
        (r"Присед \ 5", Plan("Присед", 5)),
        (r"Жим 45° \ 3", Plan("Жим 45°", 3)),
        (r"a\b\4", Plan(r"a\b", 4)),
        ("Присед 5x5", Plan("Присед", 5, 5, 5)),
        ("Присед 5х5 60", Plan("Присед", 5, 5, 5, weight=Decimal(60))),
        ("Присед 5×5 62,5 кг", Plan("Присед", 5, 5, 5, weight=Decimal("62.5"))),
        ("Присед 5×5 62,5\u00a0кг", Plan("Присед", 5, 5, 5, weight=Decimal("62.5"))),
        ("Присед 5*5 62.5kg.", Plan("Присед", 5, 5, 5, weight=Decimal("62.5"))),
        ("Жим 3x8-12", Plan("Жим", 3, 8, 12)),
        ("Жим 3 x 8 – 12 40", Plan("Жим", 3, 8, 12, weight=Decimal(40))),
        ("Планка 3x60с", Plan("Планка", 3, seconds=60)),
        ("Планка 3x60 сек.", Plan("Планка", 3, seconds=60)),
        ("Plank 3x90s", Plan("Plank", 3, seconds=90)),
        ("Plank 3x1:30 10kg", Plan("Plank", 3, seconds=90, weight=Decimal(10))),
        ("- Жим 3x8", Plan("Жим", 3, 8, 8)),
        ("2. Жим 3x8", Plan("Жим", 3, 8, 8)),
        ("• Жим 3x8", Plan("Жим", 3, 8, 8)),
        ("3D-тяга 2x10", Plan("3D-тяга", 2, 10, 10)),
        ("Жим 60 5x5", Plan("Жим 60", 5, 5, 5)),
        ("<b>x</b>&\"' 1x1", Plan("<b>x</b>&\"'", 1, 1, 1)),
        ("20x999 1x1", Plan("20x999", 1, 1, 1)),
    ],
)
def test_lines_that_are_plans(line, plan):
    """Both notations are read, by either keyboard."""
    assert programs.read_line(line).plan == plan


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        (r"Присед\0", "sets-range"),
        (r"Присед\21", "sets-range"),
        (r"Присед\-3", "sets-range"),
        (r"\5", "name-empty"),
        ("Жим 0x5", "sets-range"),
        ("Жим 21x5", "sets-range"),
        ("Жим 3x0", "reps-range"),
        ("Жим 3x1000", "reps-range"),
        ("Жим 3x12-8", "reps-backwards"),
        ("Жим 3x5 1001", "weight-range"),
        ("Жим 3x5 60.123", "weight-decimals"),
        ("Планка 3x0с", "seconds-range"),
        ("ж" * 65 + " 3x5", "name-too-long"),
    ],
)
def test_lines_that_go_too_far(line, refusal):
    """A line that was read and is out of bounds says which bound."""
    read = programs.read_line(line)
    assert read.plan is None
    assert read.refusal
    assert read.refusal.key == refusal


@pytest.mark.parametrize(
    "line",
    [
        "Присед",
        "Присед 5",
        "Присед x5",
        "Присед 5x",
        "5x5",
        "Присед 5x-5",
        "Присед 1e3x5",
        "Присед 5xNaN",
        "Присед ٥x٥",
        "Присед ５x５",
        "Присед 5x5 inf",
        "Присед 5x5 1e309",
        "Присед 99999x5",
        "Присед\\",
        "Присед\\٥",
    ],
)
def test_lines_that_are_no_plans(line):
    """What can't be read is kept as text and planned as nothing."""
    assert programs.read_line(line) == programs.Line(line, None)


@QUICK
@given(hostile)
def test_any_line_is_read_or_not(text):
    """No line raises, and a plan is always one that the database takes."""
    for line in programs.split(text):
        plan = programs.read_line(line).plan
        if plan is None:
            continue
        assert plan.name == names.read(plan.name)
        assert 1 <= some(plan.sets) <= 20
        assert (plan.reps_min is None) == (plan.reps_max is None)
        assert plan.reps_min is None or plan.seconds is None
        assert plan.reps_min is None or 1 <= plan.reps_min <= some(plan.reps_max) <= 999
        assert plan.seconds is None or 1 <= plan.seconds <= 86_400
        assert plan.weight is None or 0 <= plan.weight <= 1000
        assert plan.weight is None or plan.weight == round(plan.weight, 2)


@QUICK
@given(friendly, st.integers(1, 20), st.integers(1, 999), st.integers(0, 100_000))
def test_what_is_written_is_what_is_planned(name, sets, reps, grams):
    """Any name with numbers in bounds after it comes back whole."""
    weight = Decimal(grams) / 100
    line = names.clean(f"{name} {sets}x{reps} {weight}")
    try:
        meant = names.read(name)
    except Refusal:
        return
    plan = programs.read_line(line).plan
    if re.fullmatch(r"[-–—•*]|[0-9]{1,2}[.)]", meant):
        return  # the mark of a list, and no name after it
    assert plan is not None
    assert (plan.sets, plan.reps_min, plan.weight) == (sets, reps, weight)
    assert (
        plan.name == meant or some(programs.read_line(f"{meant} 1x1").plan).name != meant
    )  # a bullet


@QUICK
@given(hostile)
def test_any_message_is_a_program_or_is_refused(text):
    """A name and lines, or a refusal; reading the lines again changes nothing."""
    try:
        name, body = programs.read_message(text)
        body = programs.extend("", body)
    except Refusal:
        return
    assert names.read(name) == name
    assert programs.extend(body, "") == body
    assert len(programs.Draft(name, body, 1).lines) <= programs.MAX_EXERCISES


def test_a_program_has_thirty_lines_at_most():
    """The thirty-first line is refused, and nothing of what came with it is kept."""
    body = programs.extend("", "\n".join(f"e{n} 1x1" for n in range(30)))
    with pytest.raises(Refusal, match="too-many-exercises"):
        programs.extend(body, "one more 1x1")


def test_pages():
    """Every thing has a page, and nothing has one too."""
    assert [programs.pages(n, 8) for n in (0, 1, 8, 9, 16, 17)] == [1, 1, 1, 2, 2, 3]
