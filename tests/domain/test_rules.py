"""Rules of progression in a line of a program."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import rules
from service.domain.errors import OutOfRange, Refusal
from service.domain.rules import Double, Effort, Linear, Percent, Wave
from tests.domain.strategies import QUICK, hostile

D = Decimal


@pytest.mark.parametrize(
    ("line", "rule", "rest"),
    [
        ("Присед 5x5 60 +2,5", Linear(D("2.5")), "Присед 5x5 60"),
        ("Присед 5x5 60 +2,5 кг", Linear(D("2.5")), "Присед 5x5 60"),
        ("Присед 5x5 60 + 2.5kg", Linear(D("2.5")), "Присед 5x5 60"),
        ("Присед 5x5 60 (+2,5)", Linear(D("2.5")), "Присед 5x5 60"),
        ("Присед 5x5 +2,5 60", Linear(D("2.5")), "Присед 5x5 60"),
        ("Присед 5x5 60, +2,5; отдых 3:00", Linear(D("2.5")), "Присед 5x5 60, ; отдых 3:00"),
        ("Squat 5x5 135 lb +5 lb", Linear(D("2.27")), "Squat 5x5 135 lb"),
        ("Squat 5x5 60 +2.5 every workout", Linear(D("2.5")), "Squat 5x5 60"),
        ("Присед 5x5 60 +2,5 каждую тренировку", Linear(D("2.5")), "Присед 5x5 60"),
        ("Жим 3x8-12 40 +2,5 по верху", Double(D("2.5")), "Жим 3x8-12 40"),
        ("Присед 5x5 80%", Percent((D(80),)), "Присед 5x5"),
        ("Squat 5x5 @ 80%", Percent((D(80),)), "Squat 5x5"),
        ("Присед 5x5 80 % 120", Percent((D(80),)), "Присед 5x5 120"),
        ("Присед 3x5 72,5% 120 +5", Percent((D("72.5"),), D(5)), "Присед 3x5 120"),
        ("Squat 3x5 50/75/100% 100", Percent((D(50), D(75), D(100))), "Squat 3x5 100"),
        ("Squat 4x5 75/100% 60 +2.5%", Percent((D(75), D(100)), growth=D("2.5")), "Squat 4x5 60"),
        ("Присед 5x3+ 30 +5 → 6x2 → 10x1", Linear(D(5), ((6, 2), (10, 1))), "Присед 5x3+ 30"),
        ("Присед 3x10 30 +2,5 -> 3х8->3×6", Linear(D("2.5"), ((3, 8), (3, 6))), "Присед 3x10 30"),
        ("Присед 5/3/1", Wave(), "Присед"),
        ("Присед 5/3/1+ 100", Wave(), "Присед 100"),
        ("Присед 5/3/1 100 +2,5", Wave(D("2.5")), "Присед 100"),
        ("Присед 3x5 @8", Effort(D(8)), "Присед 3x5"),
        ("Присед 3x5 100 @ 7,5", Effort(D("7.5")), "Присед 3x5 100"),
        ("Squat 3x5 RPE 8", Effort(D(8)), "Squat 3x5"),
        ("Присед 3x5 РПЕ 8", Effort(D(8)), "Присед 3x5"),
    ],
)
def test_rules_in_a_line(line, rule, rest):
    """A rule is found anywhere in a line, and the rest of the line is left."""
    assert rules.read(line) == (rule, rest)


@pytest.mark.parametrize(
    "line",
    [
        *("Присед 5x5 60", "Отжимания +10x8", "Присед 5x5 +2,5%", "Присед 5x5 +0", "C+2"),
        *("Squat 5x5 @60", "Squat 5x5 @60 kg", "Squat 5x5 @8 kg", "Squat @11", "Squat @8.3"),
        *("Squat 0%", "Squat 151%", "Squat 60-70%", "15/3/1", "5/3/12", "5/3/1/1", "Жим 8-10 +"),
        *("Присед 3x10 → 3x8", "Присед 3x8 +5 по верху → 3x6", "Присед 80% +5 → 3x6"),
    ],
)
def test_what_is_no_rule(line):
    """What looks like a rule but is none stays in the line, so that the line is not misread."""
    assert rules.read(line) == (None, line)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("Присед 3x5 60 @8 +2,5", "Присед 3x5 60 +2,5"),
        ("Присед 5x5 60 +2,5 +5", "Присед 5x5 60 +5"),
        ("Присед 5x5 80% +5 +2%", "Присед 5x5 +2%"),
        ("Присед 5x5 60 +2,5 → 3x5 → 3x4 → 3x3 → 3x2 → 3x1", "Присед 5x5 60 → 3x1"),
        ("Присед 5x5 60 +2,5 раз в неделю", "Присед 5x5 60 раз в неделю"),
    ],
)
def test_a_second_rule_stays(line, rest):
    """Only one rule is read from a line; what it does not mean is left, not dropped."""
    assert rules.read(line)[1] == rest


def test_a_step_in_the_unit_of_the_person():
    """A bare step is in the person's unit, a written unit comes before it."""
    assert rules.read("Squat +5", "lb") == (Linear(D("2.27")), "Squat")
    assert rules.read("Squat +2.5 kg", "lb") == (Linear(D("2.5")), "Squat")


def test_a_bare_step_in_a_range():
    """In a range of repetitions a bare step waits for the top, unless the line says otherwise."""
    assert rules.read("Жим 3x8-12 40 +2,5", ranged=True)[0] == Double(D("2.5"))
    assert rules.read("Жим 3x8-12 40 +2,5 каждый раз", ranged=True)[0] == Linear(D("2.5"))


def test_a_step_out_of_range():
    """Nobody adds more than a ton."""
    with pytest.raises(OutOfRange, match="weight-range"):
        rules.read("Присед 5x5 +1001")


def test_rules_in_either_language():
    """The written form has the person's unit, words and decimal mark."""
    assert rules.write(Linear(D("2.5"))) == "+2.5"
    assert rules.write(Linear(D("2.27")), "lb") == "+5"
    assert rules.write(Linear(D("2.5")), "lb", language="ru") == "+2,5 кг"
    assert rules.write(Linear(D("2.5")), language="ru", ranged=True) == "+2,5 каждый раз"
    assert rules.write(Double(D("2.5")), language="en", ranged=True) == "+2.5"
    assert rules.write(Double(D("2.5")), language="ru") == "+2,5 по верху"
    assert rules.write(Percent((D("62.5"), D(75)), D(5)), language="ru") == "62,5/75% +5"
    assert rules.write(Percent((D(80),), growth=D("2.5")), language="ru") == "80% +2,5%"
    assert rules.write(Linear(D("2.5"), ((3, 8), (3, 6))), language="ru") == "+2,5 → 3x8 → 3x6"
    assert rules.write(Wave(D("2.27")), "lb") == "5/3/1 +5"
    assert rules.write(Wave()) == "5/3/1"
    assert rules.write(Effort(D("7.5")), language="ru") == "@7,5"


steps = st.decimals(D("0.01"), 1000, places=2)
shares = st.lists(
    st.decimals(D("0.1"), rules.MAX_SHARE, places=1), min_size=1, max_size=rules.MAX_SHARES
)
stages = st.lists(st.tuples(st.integers(1, 20), st.integers(1, 999)), max_size=rules.MAX_STAGES)
growths = st.decimals(D("0.1"), 999, places=1)
any_rule = st.one_of(
    steps.map(Linear),
    st.builds(Linear, steps, stages.map(tuple)),
    steps.map(Double),
    st.builds(Percent, shares.map(tuple), st.none() | steps),
    st.builds(Percent, shares.map(tuple), growth=growths),
    st.builds(Wave, st.none() | steps),
    st.sampled_from([D(each) / 2 for each in range(2, 21)]).map(Effort),
)


@QUICK
@given(any_rule, st.sampled_from(["kg", "lb"]), st.sampled_from(["ru", "en"]), st.booleans())
def test_reading_what_was_written(rule, unit, language, ranged):
    """A written rule is read as the same rule, in any unit, language and place."""
    written = rules.write(rule, unit, language=language, ranged=ranged)
    line = f"Присед 5x5 {written} отдых 3:00"
    assert rules.read(written, unit, ranged=ranged) == (rule, "")
    assert rules.read(line, unit, ranged=ranged) == (rule, "Присед 5x5 отдых 3:00")
    assert rules.read(rules.write(rule)) == (rule, "")
    assert len(rules.write(rule)) <= 64, "the column is no longer"


@QUICK
@given(hostile, st.sampled_from(["kg", "lb"]))
def test_any_text(text, unit):
    """Any text is read or refused; a line without a rule is returned as it is."""
    try:
        rule, rest = rules.read(text, unit)
    except Refusal:
        return
    assert rule is not None or rest == text
