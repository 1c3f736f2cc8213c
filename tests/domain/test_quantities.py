"""Numbers and their limits."""

from decimal import Decimal

import pytest

from service.domain import quantities
from service.domain.errors import OutOfRange


@pytest.mark.parametrize("text", ["0", "0.01", "80,5", "999.99", "1000", "1000.00"])
def test_weights_from_nothing_to_a_ton(text):
    """A weight is read exactly, with a point or a comma."""
    assert quantities.weight(text) == Decimal(text.replace(",", "."))


@pytest.mark.parametrize("text", ["1000.01", "1001", "99999"])
def test_weights_that_nobody_lifts(text):
    """Over 1000 kg is refused."""
    with pytest.raises(OutOfRange, match="weight-range"):
        quantities.weight(text)


def test_weights_finer_than_ten_grams():
    """The third decimal is refused rather than rounded; a third zero is none."""
    with pytest.raises(OutOfRange, match="weight-decimals"):
        quantities.weight("80.125")
    assert quantities.weight("80.120") == Decimal("80.12")


@pytest.mark.parametrize(
    ("read", "least", "most"),
    [(quantities.sets, 1, 20), (quantities.reps, 1, 999), (quantities.seconds, 1, 86_400)],
)
def test_bounds_of_whole_numbers(read, least, most):
    """Both ends are allowed, one beyond either is refused."""
    assert (read(str(least)), read(str(most))) == (least, most)
    for beyond in (least - 1, most + 1):
        with pytest.raises(OutOfRange) as refused:
            read(str(beyond))
        assert refused.value.arguments == {"least": least, "most": most}


@pytest.mark.parametrize(
    ("text", "seconds"), [("60", 60), ("1:30", 90), ("0:05", 5), ("90:00", 5400)]
)
def test_holds(text, seconds):
    """Seconds, or minutes and seconds."""
    assert quantities.seconds(text) == seconds


@pytest.mark.parametrize("text", ["0", "0.5", "10.5", "11", "8.3", "99"])
def test_rpe_off_the_scale(text):
    """RPE goes from 1 to 10 by halves."""
    with pytest.raises(OutOfRange, match="rpe-range"):
        quantities.rpe(text)
