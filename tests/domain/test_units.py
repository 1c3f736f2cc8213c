"""Pounds: what is typed comes back, whatever was typed, and steps and plates are pounds too."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import equipment, plates, quantities, suggestions, totals, units, warmups
from service.domain.entries import Entry, Place
from service.domain.errors import OutOfRange
from service.domain.exercises import Kind
from service.domain.notation import Lift
from service.domain.programs import Plan, read_line
from service.domain.records import Before, records
from service.domain.units import Unit
from service.domain.workouts import Workout
from tests.some import some

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
LIMIT = Decimal("2204.5")
"""The last half pound up to 1,000 kg."""


def pounds(value):
    return units.kilograms(Decimal(value), "lb")


def shown(kilograms):
    return units.shown(kilograms, "lb")


def test_every_half_pound_comes_back():
    """315 lb are 142.88 kg, and 315 lb again."""
    half = Decimal("0.5")
    for number in range(int(LIMIT / half) + 1):
        typed = number * half
        kilograms = quantities.weight(str(typed), "lb")
        assert kilograms == round(kilograms, 2)
        assert shown(kilograms) == typed
    assert shown(Decimal("142.88")) == 315


@given(st.integers(0, 44_090))
def test_every_twentieth_comes_back(number):
    """Also what small plates make: 1.25, 61.1."""
    typed = number * units.SHOWN
    assert shown(pounds(typed)) == typed


@given(st.integers(0, 20_000))
def test_kilograms_are_shown_to_half_a_pound(number):
    """What others typed in kilograms: 50 kg are 110 lb, not 110.25."""
    assert shown(number * units.TYPED) % units.HALF == 0
    halves = [shown(Decimal(each)) * 2 for each in (50, 60, 100)]
    assert halves == [220, 265, 441]


@given(st.decimals(0, 1000, places=2))
def test_kilograms_are_never_rounded(weight):
    """Who trains in kilograms reads what was stored."""
    assert units.shown(weight, "kg") == units.kilograms(weight, "kg") == weight


def test_the_limit():
    """A thousand kilograms, said in the unit that was typed."""
    assert quantities.weight("2204.5", "lb") <= 1000
    with pytest.raises(OutOfRange) as refused:
        quantities.weight("2205", "lb")
    assert (refused.value.key, refused.value.arguments["most"]) == ("weight-range-pounds", 2204)


@given(st.integers(0, 400), st.lists(st.sampled_from([-1, 1]), max_size=40))
def test_steps_do_not_drift(fives, turns):
    """However often the buttons are tapped, a multiple of 5 lb stays one."""
    workout = trains(Lift(pounds(fives * 5), 5))
    expected = fives * 5
    for turn in turns:
        aim = suggestions.adjust(workout, Place(1, 1), "weight", turn)
        weight = some(aim.weight)
        workout = trains(Lift(weight, 5))
        expected = max(expected + 5 * turn, 0)
        assert shown(weight) == expected


def trains(*last_time, kind=Kind.BARBELL, done=(), **more):
    """A workout in pounds, whose one exercise was done before."""
    entry = Entry(1, 1, Plan("Squat", 3, 5, 5), kind, last_time=tuple(last_time), **more)
    lifted = {Place(1, n): lift for n, lift in enumerate(done, 1)}
    return Workout(1, "A", 1, NOW, None, (entry,), lifted, unit="lb")


def test_what_is_suggested_at_first():
    """The empty bar of 45 lb, and 20 lb of anything else."""
    for kind, weight in ((Kind.BARBELL, 45), (Kind.MACHINE, 20), (Kind.DUMBBELL, 20)):
        target = suggestions.target(trains(kind=kind), Place(1, 1))
        assert shown(target.lift.weight) == weight


def test_a_difference_shifts_the_rest_in_pounds():
    """Five pounds more today are five pounds more in every set."""
    last = [Lift(pounds(weight), 5) for weight in (135, 185, 225)]
    workout = trains(*last, done=[Lift(pounds(140), 5)])
    for n, weight in ((2, 190), (3, 230)):
        target = suggestions.target(workout, Place(1, n))
        assert shown(target.lift.weight) == weight
        assert target.shift == 5


@given(st.integers(18, 900))
def test_every_multiple_can_be_loaded(count):
    """Plates of pounds on a bar of 45 lb make every 5 lb, and add up."""
    weight = Decimal(count * 5 // 2 // 5 * 5)
    side = plates.per_side(weight, plates.BAR_OF["lb"], plates.PLATES_OF["lb"])
    if weight < 45:
        assert side is None
    else:
        assert 45 + 2 * sum(some(side)) == weight
        assert set(some(side)) <= set(plates.PLATES_OF["lb"])


def test_the_usual_loads():
    """As everybody in a gym of pounds knows them."""
    owned, bar = plates.PLATES_OF["lb"], plates.BAR_OF["lb"]
    assert plates.per_side(Decimal(135), bar, owned) == [Decimal(45)]
    assert plates.per_side(Decimal(225), bar, owned) == [Decimal(45)] * 2
    assert plates.per_side(Decimal(315), bar, owned) == [Decimal(45)] * 3
    assert plates.per_side(Decimal(2200), bar, owned) is not None
    assert plates.per_side(Decimal("220.45"), bar, owned) is None


def test_warm_ups_are_loaded_with_pounds():
    """The empty bar, then what the plates make."""
    workout = trains(Lift(pounds(225), 5))
    ramp = warmups.ramp(workout, Place(1, 1), plates.PLATES_OF["lb"])
    assert [f"{shown(lift.weight):f}x{lift.reps}" for lift in ramp] == [
        "45.00x10", "110.00x5", "155.00x3", "190.00x2",
    ]  # fmt: skip


def test_steps_of_equipment():
    """5 lb everywhere, unless another step was chosen."""
    for kind in Kind:
        assert equipment.step(kind, unit="lb") == 5
    assert equipment.step(Kind.BARBELL, pounds("2.5"), "lb") == Decimal("2.5")


def test_records_are_in_pounds():
    """The maximum is estimated from pounds, and so is the gain."""
    before = Before({pounds(305): 5})
    weight, e1rm = records(before, [Lift(pounds(315), 5)], "lb")
    assert (weight.value, weight.gain) == (Decimal(315), Decimal(10))
    assert (e1rm.value, e1rm.gain) == (Decimal("367.5"), Decimal("11.7"))
    assert records(before, [Lift(pounds(305), 5)], "lb") == []


def test_tonnage_adds_up_in_pounds():
    """What is shown is the sum of what is shown."""
    lifts = [Lift(pounds(weight), 8) for weight in (105, 115, 135)] * 5
    total = totals.total(trains(done=lifts))
    assert total.tonnage == (105 + 115 + 135) * 8 * 5


@pytest.mark.parametrize(
    ("line", "unit", "kilograms"),
    [
        ("Squat 5x5 135", "lb", "61.23"),
        ("Squat 5x5 135 lb", "kg", "61.23"),
        ("Squat 5x5 135lbs", "kg", "61.23"),
        ("Присед 5x5 135 фунтов", "kg", "61.23"),
        ("Squat 5x5 60 kg", "lb", "60"),
        ("Присед 5x5 60кг", "lb", "60"),
        ("Squat 5x5 60", "kg", "60"),
    ],
)
def test_programs(line: str, unit: Unit, kilograms: str) -> None:
    """A weight without a unit is in the person's."""
    assert some(read_line(line, unit).plan).weight == Decimal(kilograms)
