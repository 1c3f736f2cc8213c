"""Sets as they are typed in a gym."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import notation
from service.domain.errors import NotUnderstood, OutOfRange, Refusal
from service.domain.notation import Lift
from service.domain.programs import Plan
from tests.domain.strategies import QUICK, hostile

REPS = Plan("Жим", 5, 5, 5)
RANGE = Plan("Жим", 3, 8, 12)
HOLD = Plan("Планка", 3, seconds=60)
OPEN = Plan("Присед", 5)


def lift(weight, reps=None, seconds=None, rpe=None, note=None):
    return Lift(Decimal(str(weight)), reps, seconds, rpe and Decimal(str(rpe)), note)


@pytest.mark.parametrize(
    ("typed", "lifts"),
    [
        ("80x5", [lift(80, 5)]),
        ("80,5x5", [lift("80.5", 5)]),
        ("80.5х5", [lift("80.5", 5)]),
        ("80×5", [lift(80, 5)]),
        ("80*5", [lift(80, 5)]),
        (" 80 x 5 ", [lift(80, 5)]),
        ("80X5", [lift(80, 5)]),
        ("80Х5", [lift(80, 5)]),
        ("80 5", [lift(80, 5)]),
        ("80\u00a0x\u20095", [lift(80, 5)]),
        ("80кг x 5", [lift(80, 5)]),
        ("80 kg 5", [lift(80, 5)]),
        ("80x5x3", [lift(80, 5)] * 3),
        ("80x5x20", [lift(80, 5)] * 20),
        ("80x5@8.5", [lift(80, 5, rpe=8.5)]),
        ("80x5 @ 8,5", [lift(80, 5, rpe=8.5)]),
        ("80x5 болит 💪🏽", [lift(80, 5, note="болит 💪🏽")]),
        ("80x5@10 last one", [lift(80, 5, rpe=10, note="last one")]),
        ("80x5 с паузой", [lift(80, 5, note="с паузой")]),
        ("80x5 с", [lift(80, seconds=5)]),
        ("80 с паузой", [lift(80, 5, note="с паузой")]),
        ("80x5 second attempt", [lift(80, 5, note="second attempt")]),
        ("80x5 хорошо", [lift(80, 5, note="хорошо")]),
        ("0x10", [lift(0, 10)]),
        ("1000x999", [lift(1000, 999)]),
        ("0.01x1", [lift("0.01", 1)]),
        ("007x05", [lift(7, 5)]),
        ("80", [lift(80, 5)]),
        ("82,5", [lift("82.5", 5)]),
        ("80@9", [lift(80, 5, rpe=9)]),
        ("60с", [lift(0, seconds=60)]),
        ("60 с", [lift(0, seconds=60)]),
        ("60 сек", [lift(0, seconds=60)]),
        ("60s", [lift(0, seconds=60)]),
        ("1:30", [lift(0, seconds=90)]),
        ("20x60с", [lift(20, seconds=60)]),
        ("20x1:30 тяжело", [lift(20, seconds=90, note="тяжело")]),
        ("80x5\n82.5x4\n\n85x3", [lift(80, 5), lift("82.5", 4), lift(85, 3)]),
    ],
)
def test_sets_that_are_understood(typed, lifts):
    """Everything that a notebook writes, by either keyboard."""
    assert notation.read(typed, REPS) == lifts


def test_a_number_alone_is_what_the_plan_leaves_open():
    """A weight with the planned repetitions, or the seconds of a planned hold."""
    assert notation.read("40", RANGE) == [lift(40, 8)]
    assert notation.read("45", HOLD) == [lift(0, seconds=45)]
    for plan in (OPEN, None):
        with pytest.raises(NotUnderstood, match="set-without-reps"):
            notation.read("80", plan)
    with pytest.raises(NotUnderstood):
        notation.read("45.5", HOLD)


@pytest.mark.parametrize(
    "typed",
    "80x|x5|x|80x5x|-80x5|80x-5|NaNx5|infx5|-infx5|1e309x5|1e3x5|0x1Fx5|80x5.5|80,x5|.5x5"
    "|99999999999999999999x5|٨٠x٥|８０x５|80x٥|²x5|½x5|80x5x5x5|80xx5|80-5|80+5|80/5|80x5@|80x5@abc"
    "|80x5@1e1|80x5@-8|80.5.5x5|80x5 3|привет|/80x5|=|@8|80 x 5 x|1:60|:30|175lb x5||   "
    "|\n\n".split("|"),
)
def test_what_is_no_set(typed):
    """Anything that is not certainly a set is not one."""
    with pytest.raises(NotUnderstood):
        notation.read(typed, REPS)


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("1001x5", "weight-range"),
        ("80x1000", "reps-range"),
        ("80x0", "reps-range"),
        ("80x5@11", "rpe-range"),
        ("80x5@0", "rpe-range"),
        ("80x5@8.3", "rpe-range"),
        ("80.555x5", "weight-decimals"),
        ("80x5x21", "sets-range"),
        ("80x5x0", "sets-range"),
        ("0с", "seconds-range"),
        ("99999с", "seconds-range"),
        ("80x5 " + "н" * 201, "note-too-long"),
    ],
)
def test_sets_that_nobody_lifts(typed, refusal):
    """What was read and is out of bounds says which bound."""
    with pytest.raises(OutOfRange, match=refusal):
        notation.read(typed, REPS)


def test_a_message_is_stored_whole_or_not_at_all():
    """One line that can't be read refuses the message, whatever the others are."""
    with pytest.raises(NotUnderstood):
        notation.read("80x5\n80x\n80x5", REPS)


@QUICK
@given(hostile, st.sampled_from([REPS, RANGE, HOLD, OPEN, None]))
def test_any_text_is_sets_or_is_refused(typed, plan):
    """Nothing raises but a refusal, and what is read is what the database takes."""
    try:
        lifts = notation.read(typed, plan)
    except Refusal:
        return
    for each in lifts:
        assert each.weight.is_finite()
        assert 0 <= each.weight <= 1000
        assert each.weight == round(each.weight, 2)
        assert (each.reps is None) != (each.seconds is None)
        assert each.reps is None or 1 <= each.reps <= 999
        assert each.seconds is None or 1 <= each.seconds <= 86_400
        assert each.rpe is None or 1 <= each.rpe <= 10
        assert each.note is None or (each.note.encode() and "\x00" not in each.note)


@QUICK
@given(
    st.integers(0, 100_000),
    st.integers(1, 999),
    st.sampled_from("xXхХ×*"),
    st.sampled_from(".,"),
    st.sampled_from(["", " "]),
)
def test_every_set_in_bounds_is_understood(cents, reps, times, point, space):
    """Weight and repetitions in bounds come back exactly, however they are joined."""
    weight = f"{cents / 100:.2f}".replace(".", point)
    typed = f"{weight}{space}{times}{space}{reps}"
    assert notation.read(typed, None) == [lift(Decimal(cents) / 100, reps)]
