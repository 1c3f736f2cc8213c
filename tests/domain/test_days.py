"""Days in lines of sets: wherever they stand, and those that no calendar has."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service.domain import notation
from service.domain.errors import NotUnderstood
from service.domain.exercises import Kind
from service.domain.notation import Context
from tests.domain.strategies import QUICK

RU = ("января", "февраля", "марта", "апреля", "мая", "июня",
      "июля", "августа", "сентября", "октября", "ноября", "декабря")  # fmt: skip
EN = ("January", "Feb", "March", "Apr", "May", "June",
      "July", "Aug", "September", "Oct", "Nov", "December")  # fmt: skip
WRITTEN = (
    lambda d, m, _: f"{d} {RU[m - 1]}",
    lambda d, m, y: f"{d} {RU[m - 1]} {y} года",
    lambda d, m, _: f"{EN[m - 1]} {d}",
    lambda d, m, y: f"{d} {EN[m - 1]} {y}",
    lambda d, m, y: f"{y}-{m:02}-{d:02}",
    lambda d, m, y: f"{d:02}.{m:02}.{y}",
    lambda d, m, _: f"{d:02}.{m:02}",
)
"""Ways of writing a day, a month and a year; the last one is a day only up to 31."""

ORDERS = ("{day} жим {sets}", "жим {day} {sets}", "жим {sets} {day}", "жим: {day}, {sets}",
          "{day}: {sets}", "{sets}, {day}", "Bench press ({day}) {sets}")  # fmt: skip

ways = st.sampled_from(range(len(WRITTEN)))
orders = st.sampled_from(ORDERS)
lifted = st.sampled_from(["80x5", "57,5x5x3", "80 кг 5 раз", "80x5 80x4"])
todays = st.dates(date(2023, 1, 1), date(2032, 12, 31))


def read(text, today):
    """Read the sets of a barbell exercise."""
    return notation.read(text, lambda _: Context(kind=Kind.BARBELL), today=today)


@QUICK
@given(ways, orders, lifted, todays, st.integers(0, 99), st.integers(1, 12), st.integers(0, 1))
def test_days_of_no_calendar_are_refused(way, order, sets, today, day, month, before):
    """In every form and place, with an answer about the day; nothing is read."""
    year = today.year - before
    named = way in {1, 3, 4, 5}
    years = [year] if named else [today.year, today.year - 1]
    assume(not any(1 <= day <= calendar.monthrange(each, month)[1] for each in years))
    assume(way != len(WRITTEN) - 1 or 1 <= day <= 31)
    typed = order.format(day=WRITTEN[way](day, month, year), sets=sets)
    with pytest.raises(NotUnderstood) as refused:
        read(typed, today)
    assert refused.value.key == "set-day-none", typed


@QUICK
@given(ways, orders, lifted, todays, st.integers(0, 150))
def test_a_day_is_the_same_wherever_it_stands(way, order, sets, today, ago):
    """The sets are those of the line without it."""
    day = today - timedelta(ago)
    typed = order.format(day=WRITTEN[way](day.day, day.month, day.year), sets=sets)
    [line] = read(typed, today)
    [plain] = read(f"жим {sets}", today)
    assert (line.days_ago, line.lifts) == (ago, plain.lifts), typed


@QUICK
@given(st.integers(1, 99), orders, lifted)
def test_days_ago_stand_anywhere(count, order, sets):
    """Those to come are refused where they are no note."""
    [line] = read(order.format(day=f"{count} дней назад", sets=sets), date(2026, 11, 28))
    assert line.days_ago == count
    with pytest.raises(NotUnderstood, match="set-day-ahead"):
        read(f"жим через {count} дней {sets}", date(2026, 11, 28))


@pytest.mark.parametrize(
    ("today", "ago"), [("2028-03-01", 1), ("2028-02-29", 0), ("2029-01-10", None)]
)
def test_the_last_day_of_february(today, ago):
    """It is there in a leap year, and only then."""
    today = date.fromisoformat(today)
    if ago is None:
        with pytest.raises(NotUnderstood):
            read("29.02 жим 80x5", today)
    else:
        assert read("29.02 жим 80x5", today)[0].days_ago == ago


@pytest.mark.parametrize("typed", ["жим 31.11 5", "жим 30,02 10", "жим 30.02x5"])
def test_a_weight_is_no_day(typed):
    """Two numbers between which there is nothing else are a weight and repetitions."""
    assert read(typed, date(2026, 11, 28))[0].days_ago == 0


def test_a_note_may_name_a_day_to_come():
    """It says nothing about the set."""
    [line] = notation.read(
        "80x5 тяжелее через неделю",
        lambda _: Context(kind=Kind.BARBELL),
        (0,),
        today=date(2026, 11, 28),
    )
    assert line.lifts[0].note == "тяжелее через неделю"
