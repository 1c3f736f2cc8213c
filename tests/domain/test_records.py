"""Personal records, against a plain recomputation from the sets themselves."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import records
from service.domain.notation import Lift
from service.domain.plates import per_side
from tests.domain.strategies import QUICK
from tests.some import some

lifts = st.builds(
    Lift,
    st.integers(0, 40).map(lambda n: Decimal(n) * Decimal("2.5")),
    st.none() | st.integers(1, 20),
    load=st.sampled_from(["plain", "plain", "added", "assisted"]),
    kind=st.sampled_from(["work", "work", "warmup"]),
).map(lambda lift: lift if lift.reps else Lift(lift.weight, seconds=30, kind=lift.kind))
histories = st.lists(lifts, max_size=12)


def counted(done):
    """The sets that can set a record."""
    return [
        (lift.weight, lift.reps)
        for lift in done
        if lift.kind == "work" and lift.load != "assisted" and lift.reps and lift.weight
    ]


def best(done):
    """What the database tells of earlier sets."""
    known: dict[Decimal, int] = {}
    for lift in done:
        if lift.kind == "work" and lift.load != "assisted" and lift.reps:
            known[lift.weight] = max(known.get(lift.weight, 0), lift.reps)
    return known


@QUICK
@given(histories, histories)
def test_records_are_what_a_plain_look_finds(before, today):
    """Each kind is there exactly when a set of today beats every set before, by as much."""
    found = {record.kind: record for record in records.records(best(before), today)}
    new = counted(today)
    if not best(before) or not new:
        assert not found
        return
    heaviest = max(weight for weight, _ in new) - max(best(before))
    assert (found["weight"].gain if "weight" in found else 0) == max(heaviest, 0)
    gains = [
        reps - max(r for w, r in best(before).items() if w >= weight)
        for weight, reps in new
        if any(w >= weight for w in best(before))
    ]
    assert (found["reps"].gain if "reps" in found else 0) == max([0, *gains])
    estimated = [some(records.e1rm(*pair)) for pair in new if pair[1] <= 12]
    earlier = [some(records.e1rm(w, min(r, 12))) for w, r in best(before).items() if w]
    more = max(estimated) - max(earlier) if estimated and earlier else 0
    assert (found["e1rm"].gain if "e1rm" in found else 0) == max(more, 0)


@QUICK
@given(histories, histories)
def test_a_record_is_told_once(before, today):
    """Set after set: what an earlier set of today reached is no record any more."""
    told = []
    for n, lift in enumerate(today):
        told += records.new_records(best(before), today[:n], [lift])
    for kind in ("weight", "e1rm"):
        values = [record.value for record in told if record.kind == kind]
        assert values == sorted(set(values))
    heaviest = [record for record in told if record.kind == "weight"]
    final = [r for r in records.records(best(before), today) if r.kind == "weight"]
    assert [record.value for record in heaviest[-1:]] == [record.value for record in final]


def test_the_first_time_is_no_record():
    """An exercise without a history starts one."""
    assert records.records({}, [Lift(Decimal(100), 5)]) == []
    assert records.new_records({}, [Lift(Decimal(90), 5)], [Lift(Decimal(100), 5)]) == []


@pytest.mark.parametrize(
    ("weight", "reps", "expected"),
    [(100, 1, "100"), (100, 10, "133.3"), ("82.5", 5, "96.3"), (100, 12, "140"), (100, 13, None),
     (100, 0, None), (0, 5, "0")],
)  # fmt: skip
def test_epley(weight, reps, expected):
    """Weight times one and a thirtieth of the repetitions, to a tenth; past twelve it is silent."""
    assert records.e1rm(Decimal(weight), reps) == (expected and Decimal(expected))


@given(st.integers(0, 800))
def test_plates_add_up(quarters):
    """Bar and both sides weigh what was asked for, or it is said that they can't."""
    weight = Decimal(quarters) * Decimal("1.25")
    plates = per_side(weight)
    if plates is not None:
        assert 20 + 2 * sum(plates) == weight
        assert plates == sorted(plates, reverse=True)
    else:
        assert weight < 20 or (weight - 20) % Decimal("2.5")


@pytest.mark.parametrize(
    ("weight", "plates"), [("20", []), ("60", ["20"]), ("80", ["25", "5"]), ("61", None)]
)
def test_plates_of_a_side(weight, plates):
    """The heaviest first."""
    assert per_side(Decimal(weight)) == (plates if plates is None else [*map(Decimal, plates)])
