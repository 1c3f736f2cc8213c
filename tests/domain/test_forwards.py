"""What a text of somebody else's is taken for."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import forwards
from service.domain.errors import Refusal

TODAY = date(2026, 11, 27)
PROGRAMS = (
    "Верх\nЖим лёжа 5x5 60\nТяга 3x8-12",
    "Жим лёжа 5x5 60\nТяга 3x8-12",
    "Понедельник\nA1 Жим 3x8\nA2 Тяга 3x8\nПланка 3x60с\nОтдых две минуты",
    "Присед\\5\nТяга\\5",
    "Присед 5x5\nЖим 5x5",  # sets of five kilograms, or a program: it is shown first
)
SETS = ("Жим лёжа 80x5", "Жим лёжа 80x5\nПрисед 100x5", "80x5", "вчера Тяга 70x5x3", "Тяга 5x5",
        "Жим 80x5\nБицепс 15x12\nМахи 10x15")  # fmt: skip
NEITHER = ("привет", "", "Как дела?\nВ зал?", "Верх", "Присед\\5")


@pytest.mark.parametrize("text", PROGRAMS)
def test_programs(text):
    """Several lines that plan, and no fewer than those that are sets."""
    assert forwards.kind(text, TODAY) == "program"


@pytest.mark.parametrize("text", SETS)
def test_sets(text):
    """What would be stored if it were typed."""
    assert forwards.kind(text, TODAY) == "sets"


@pytest.mark.parametrize("text", NEITHER)
def test_neither(text):
    """Anything else; one line is no program."""
    assert forwards.kind(text, TODAY) is None


def test_too_many_lines():
    """They are refused before any is read."""
    with pytest.raises(Refusal) as refused:
        forwards.kind("Жим 3x8\n" * 101, TODAY)
    assert refused.value.key == "limit-lines"


@given(st.text())
def test_any_text(text):
    """It is one of these, or is refused."""
    with contextlib.suppress(Refusal):
        assert forwards.kind(text, TODAY) in {"program", "sets", None}
