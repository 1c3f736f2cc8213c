"""Body weight: what is read, what is asked about, and what it adds to a lift."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from service.domain import bodyweights, volumes
from service.domain.bodyweights import Weighed
from service.domain.errors import NotUnderstood, OutOfRange
from service.domain.notation import Lift

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "unit", "ago", "kilograms"),
    [
        ("82", "kg", 0, "82"),
        ("82,5", "kg", 0, "82.5"),
        ("82.45 кг", "kg", 0, "82.45"),
        ("181 lb", "kg", 0, "82.1"),
        ("181", "lb", 0, "82.1"),
        ("82kg", "lb", 0, "82"),
        ("вчера 82", "kg", 1, "82"),
        ("82 вчера", "kg", 1, "82"),
        ("yesterday 181 lb", "kg", 1, "82.1"),
        ("25.11: 82,5", "kg", 2, "82.5"),
        ("25.11 82", "kg", 2, "82"),
        ("25.11", "kg", 0, "25.11"),
        ("82,5 25.11.2025", "kg", 367, "82.5"),
        ("2026-11-01 80", "kg", 26, "80"),
    ],
)
def test_a_weight_is_read(text, unit, ago, kilograms):
    """In either unit, with a comma or a point, and a day on either side."""
    read = bodyweights.read(text, unit, TODAY)
    assert read.day == TODAY - timedelta(ago)
    assert abs(read.weight - Decimal(kilograms)) <= Decimal("0.01")


@pytest.mark.parametrize("text", ["", "много", "82x5", "82 5", "-82", "1e3", "82,555", "завтра 82"])
def test_what_is_no_weight(text):
    """It is refused, and so is a day to come."""
    with pytest.raises(NotUnderstood):
        bodyweights.read(text, "kg", TODAY)


@pytest.mark.parametrize("text", ["19", "401", "0", "999", "1 lb"])
def test_what_nobody_weighs(text):
    """The limits are those of the table."""
    with pytest.raises(OutOfRange):
        bodyweights.read(text, "kg", TODAY)


@pytest.mark.parametrize(
    ("weight", "near", "days", "asks"),
    [
        ("82", None, 0, False),
        ("30", None, 0, True),
        ("260", None, 0, True),
        ("82", "80", 7, False),
        ("89", "80", 7, True),
        ("71", "80", 7, True),
        ("95", "80", 90, False),
        ("300", "300", 1, True),
    ],
)
def test_what_is_asked_about(weight, near, days, asks):
    """A rare weight, and a sudden change."""
    new = Weighed(TODAY, Decimal(weight))
    before = near and Weighed(TODAY - timedelta(days), Decimal(near))
    assert bodyweights.is_doubtful(new, before) is asks


def test_pounds_in_place_of_kilograms():
    """The other unit is offered where it makes sense."""
    near = Weighed(TODAY, Decimal(82))
    pounds = bodyweights.other_unit(Weighed(TODAY, Decimal(181)), "kg", near)
    assert pounds == Weighed(TODAY, Decimal("82.1"))
    assert bodyweights.other_unit(Weighed(TODAY, Decimal(95)), "kg", near) is None


@pytest.mark.parametrize(
    ("lifts", "unit", "tonnage"),
    [
        ([Lift(Decimal(0), 12)], "kg", 80 * 12),
        ([Lift(Decimal(10), 8, load="added")], "kg", 90 * 8),
        ([Lift(Decimal(20), 8, load="assisted"), Lift(Decimal(0), 2)], "kg", 60 * 8 + 80 * 2),
        ([Lift(Decimal(90), 8, load="assisted")], "kg", 0),
        ([Lift(Decimal(0), seconds=30)], "kg", 0),
        ([Lift(Decimal(0), 12, kind="warmup")], "kg", 0),
        ([Lift(Decimal("11.34"), 10, load="added")], "lb", (Decimal("176.5") + 25) * 10),
    ],
)
def test_what_sets_move(lifts, unit, tonnage):
    """The body, with what is added to it and without what assists, in the person's unit."""
    assert volumes.total(lifts, unit, Decimal(80)).tonnage == tonnage
