"""What goes on each side of the bar."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import plates
from tests.domain.strategies import QUICK

sets_of_plates = st.lists(st.sampled_from(plates.PLATE_CHOICES), unique=True, max_size=6)
bars = st.sampled_from([*plates.BARS, Decimal("17.5"), Decimal(0)])


def loaded(text):
    """Read plates."""
    return [Decimal(each) for each in text.split()]


@pytest.mark.parametrize(
    ("weight", "bar", "owned", "side"),
    [
        ("100", "20", "25 20 15 10 5 2.5 1.25", "25 15"),
        ("20", "20", "25", ""),
        ("62.5", "20", "25 20 15 10 5 2.5 1.25", "20 1.25"),
        ("60", "15", "20 10 2.5", "20 2.5"),
        ("60", "10", "25", "25"),
        ("24", "20", "1.5 1", "1 1"),  # the heaviest first would leave a half
        ("0", "0", "", ""),
    ],
)
def test_what_can_be_loaded(weight, bar, owned, side):
    """By any bar and any plates, with the fewest plates."""
    found = plates.per_side(Decimal(weight), Decimal(bar), loaded(owned))
    assert found == loaded(side)


@pytest.mark.parametrize(
    ("weight", "bar", "owned"),
    [
        ("19", "20", "25"),
        ("61", "20", "25 20 10 5 2.5 1.25"),
        ("25", "20", ""),
        ("20.01", "20", "1"),
    ],
)
def test_what_cannot_be_loaded(weight, bar, owned):
    """Less than the bar, or between two loads."""
    assert plates.per_side(Decimal(weight), Decimal(bar), loaded(owned)) is None


def test_more_than_any_bar_holds():
    """It is the heaviest load there is."""
    pounds = plates.PLATES_OF["lb"]
    heaviest = plates.below(Decimal(9999), Decimal(45), pounds)
    assert heaviest == plates.nearest(Decimal(9999), Decimal(45), pounds)
    assert plates.per_side(heaviest, Decimal(45), pounds)


@QUICK
@given(weight=st.decimals(0, 1000, places=2), bar=bars, owned=sets_of_plates)
def test_a_rounded_weight_can_be_loaded(weight, bar, owned):
    """It is the nearest one below, and its plates add up to it."""
    rounded = plates.below(weight, bar, owned)
    side = plates.per_side(rounded, bar, owned)
    assert side is not None
    assert bar + 2 * sum(side) == rounded
    assert set(side) <= {*owned}
    assert rounded <= max(weight, bar)
    if owned and weight >= bar:
        assert weight - rounded < 2 * min(owned)
