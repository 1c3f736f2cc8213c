"""Several lines outside a workout: a program or sets?"""

from datetime import date

import pytest
from hypothesis import given

from service.domain.pasting import kind
from tests.domain.strategies import QUICK, hostile

TODAY = date(2026, 11, 27)

PROGRAM = (
    "День A\nПрисед 5x5 100\nЖим 3x8 60",
    "Присед 5x5 60кг\nЖим 3x8-12 40кг",
    "Присед 5x5 60 +2,5\nЖим 5x5 50",
    "Присед 5x5\nЖим 3x8",
    "Фулбоди\nПрисед 5x5 60\nЖим 3x8 40",
    "Присед\\5\nЖим\\3",
    "A1 Жим 3x8\nA2 Тяга 3x8",
    "Squat 5x5 rest 3 min\nBench 5x5",
    "Пн\nЖим 3x8\nЧт\nПрисед 3x8",
    "пн: жим 3х8 60, присед 3х8 80\nчт: тяга 3х5 100",
    "Morning routine\nSquat 5x5 60\nBench 3x8 40",
    "Monday\nBench 80x5\nThursday\nSquat 100x5",
    "Пирамида\nЖим 60x10\nПрисед 80x8",
    "Squat 3x5 100\nRow 3x8 60\nrest 2 min between sets",
    "Push-ups 3xAMRAP\nPull-ups 3xAMRAP",
)
SETS = (
    "вчера Присед 5x5 60\nЖим 3x8 40",
    "Присед 5x5 60\nЖим 3x8 40",
    "Присед 5x5 60кг\nЖим 3x8 40кг",
    "Жим 80x5\nПрисед 100x5",
    "Жим 80x5\nПодтягивания 3x10",
    "Push-ups: 20, 15, 10\nPull-ups 12/10/8",
    "Жим 80x5\nПрисед 100x5\nТяга 60x5x",
    "Monday\nBench 80x5\nSquat 100x5",
    "Squat 5x5 135\nBench 3x8 95\nRow 5x5 95",
    "Bench 5x5 100\nBench 5x5 105\nBench 5x5 110",
    "Bench press 3x8 135 lb\nRow 3x8 95 lb",
)
NEITHER = (
    "Жим 80: 12/10/8\nПрисед 100: 8/8/8",
    "привет\nкак дела",
    "Присед 5x5 60 +2,5",
    "",
    "80x5\n82x5",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, "program") for text in PROGRAM),
        *((text, "sets") for text in SETS),
        ("Squat 5x5 135\nBench 5x5 95\nRow 5x5 95", "either"),
        ("Понедельник\nЖим 3x8\nПрисед 3x8", "either"),
        ("Бицепс 15x12\nТрицепс 20x12", "either"),
        ("Присед 5x5\nЖим 5x5 80\nТяга 3x8 60", "either"),
        ("вчера Присед 5x5\nЖим 5x5 80", "sets"),
        *((text, None) for text in NEITHER),
    ],
)
def test_kinds(text, expected):
    """As the table in docs/notation.md says; None is for the notebook."""
    assert kind(text, TODAY) == expected


def test_ten_thousand_lines():
    """They are not read."""
    assert kind("Жим 3x8\n" * 10_000, TODAY) is None


@QUICK
@given(hostile)
def test_any_text(text):
    """It is one of these."""
    assert kind(f"{text}\n{text}", TODAY) in {"program", "sets", "either", None}
