"""Personal records, against a plain recomputation from the sets themselves."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import records
from service.domain.notation import Lift
from service.domain.plates import per_side
from service.domain.records import Before
from service.domain.volumes import Volume
from tests.domain.strategies import QUICK
from tests.some import some

lifts = st.builds(
    Lift,
    st.integers(0, 40).map(lambda n: Decimal(n) * Decimal("2.5")),
    st.none() | st.integers(1, 20),
    load=st.sampled_from(["plain", "plain", "added", "assisted"]),
    kind=st.sampled_from(["work", "work", "work", "warmup"]),
).map(lambda lift: lift if lift.reps else replace(lift, seconds=30 + int(lift.weight)))
workouts = st.lists(lifts, max_size=6)
histories = st.lists(workouts, max_size=4)


def work(done):
    return [lift for lift in done if lift.kind == "work"]


def sums(done):
    """Tonnage, repetitions and seconds."""
    tonnage = sum(lift.weight * (lift.reps or 0) for lift in work(done) if lift.load == "plain")
    reps = sum(lift.reps or 0 for lift in work(done))
    return tonnage, reps, sum(lift.seconds or 0 for lift in work(done))


def estimates(done):
    return [
        estimated
        for lift in work(done)
        if lift.load == "plain"
        and lift.weight
        and (estimated := records.e1rm(lift.weight, lift.reps or 0))
    ]


def known(history):
    """What the database tells of earlier workouts."""
    done = [lift for workout in history for lift in work(workout)]
    best: dict[str, dict[Decimal, int]] = {"reps": {}, "seconds": {}}
    for lift in done:
        for amount, table in best.items():
            if more := getattr(lift, amount):
                table[lift.signed] = max(table.get(lift.signed, 0), more)
    most = [max(sums(workout)[n] for workout in [[], *history]) for n in range(3)]
    estimated = max(estimates(done), default=None)
    return Before(best["reps"], best["seconds"], estimated, Volume(Decimal(most[0]), *most[1:]))


def gains(before, today, amount):
    """The gain of weight and the gain at a weight lifted before, of repetitions or of seconds."""
    old = [(lift.signed, getattr(lift, amount)) for lift in before if getattr(lift, amount)]
    new = [(lift.signed, getattr(lift, amount)) for lift in today if getattr(lift, amount)]
    if not old or not new:
        return 0, 0
    heavier = max(weight for weight, _ in new) - max(weight for weight, _ in old)
    more = [
        count - max(c for w, c in old if w >= weight)
        for weight, count in new
        if weight in {w for w, _ in old}
    ]
    return max(heavier, 0), max([0, *more])


@QUICK
@given(histories, workouts)
def test_records_are_what_a_plain_look_finds(history, today):
    """Each kind is there exactly when a set of today beats every set before, by as much."""
    found = records.records(known(history), today)
    assert len({record.kind for record in found}) == len(found)
    of = {record.kind: record.gain for record in found}
    before = [lift for workout in history for lift in work(workout)]
    if not before or not work(today):
        assert not found
        return
    in_reps, in_holds = (gains(before, work(today), each) for each in ("reps", "seconds"))
    assert of.get("weight", 0) == (in_reps[0] or in_holds[0])
    assert of.get("reps", 0) == in_reps[1]
    assert of.get("hold", 0) == in_holds[1]
    earlier = estimates(before) + [
        some(records.e1rm(lift.signed, min(lift.reps, 12)))
        for lift in before
        if lift.reps and lift.signed > 0
    ]
    more = max(estimates(today), default=0) - max(earlier) if earlier else 0
    assert of.get("e1rm", 0) == max(more, 0)


@QUICK
@given(histories, workouts)
def test_volume_is_counted_in_the_way_of_the_exercise(history, today):
    """Kilograms where there are any, else repetitions, else seconds; one set sets no record."""
    found = [r for r in records.records(known(history), today) if r.kind.startswith("volume")]
    assert len(found) <= 1
    now = sums(today)
    best = [max(sums(workout)[n] for workout in [[], *history]) for n in range(3)]
    kind = 0 if now[0] else 1 if now[1] else 2
    if kind and best[0]:
        assert not found
        return
    beaten = len(work(today)) > 1 and 0 < best[kind] < now[kind]
    assert [(r.value, r.gain) for r in found] == (
        [(now[kind], now[kind] - best[kind])] if beaten else []
    )


@QUICK
@given(histories, workouts)
def test_a_record_is_told_once(history, today):
    """Set after set: what an earlier set of today reached is no record any more."""
    told = []
    for n, lift in enumerate(today):
        told += records.new_records(known(history), today[:n], [lift])
    for kind in ("e1rm", "volume"):
        values = [record.value for record in told if record.kind == kind]
        assert values == sorted(set(values))
    final = {record.kind for record in records.records(known(history), today)} - {"reps", "hold"}
    assert {record.kind for record in told} >= final


def test_the_first_time_is_no_record():
    """An exercise without a history starts one."""
    assert records.records(Before(), [Lift(Decimal(100), 5)]) == []
    assert records.new_records(Before(), [Lift(Decimal(90), 5)], [Lift(Decimal(100), 5)]) == []


def test_repetitions_count_at_a_weight_lifted_before():
    """Not at one between two others, and not at one that was heavier for the first time today."""
    before = Before({Decimal(100): 5, Decimal(80): 8})
    assert kinds(before, [], Lift(Decimal(90), 8)) == []
    assert kinds(before, [], Lift(Decimal(80), 9)) == ["reps"]
    assert kinds(before, [], Lift(Decimal(80), 5)) == []
    first = Lift(Decimal(105), 1)
    assert kinds(before, [], first) == ["weight"]
    assert kinds(before, [first], Lift(Decimal(105), 2)) == []


def test_the_body_has_its_own_weights():
    """Less assistance, then none, then a belt: each is heavier than the one before."""
    before = Before({Decimal(-20): 8})
    assert kinds(before, [], Lift(Decimal(-15).copy_abs(), 6, load="assisted")) == ["weight"]
    assert kinds(before, [], Lift(Decimal(20), 9, load="assisted")) == ["reps"]
    assert kinds(before, [], Lift(Decimal(25), 12, load="assisted")) == []
    assert kinds(Before({Decimal(0): 8}), [], Lift(Decimal(10), 5, load="added")) == ["weight"]
    assert kinds(Before(holds={Decimal(0): 60}), [], Lift(Decimal(0), seconds=75)) == ["hold"]


def kinds(before, today, lift):
    return [record.kind for record in records.new_records(before, today, [lift])]


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


@QUICK
@given(histories, workouts, workouts)
def test_a_correction_announces_only_what_is_better(history, was, now):
    """Nothing if nothing changed; all of a workout that was empty; else what beats both."""
    before = known(history)
    assert records.beyond(before, was, was) == []
    assert records.beyond(before, [], now) == records.records(before, now)
    found = {record.kind: record for record in records.beyond(before, was, now)}
    standing = {record.kind: record.value for record in records.records(before, was)}
    for kind in ("weight", "e1rm"):
        if kind in found and kind in standing:
            assert found[kind].value > standing[kind]
    assert not [kind for kind in found if kind.startswith("volume") and kind in standing]


@QUICK
@given(histories)
def test_one_workout_after_the_other(history):
    """Adding workouts one by one gives what the database tells of all of them."""
    before = Before()
    for workout in history:
        before = records.after(before, workout)
    assert before == known(history)


def body(**best):
    """Four pull-ups with a belt of 10 kg, when she weighed 70 kg; now she weighs 80 kg."""
    return Before({Decimal(10): 4}, body=Decimal(80), **best)


PULLS = [Lift(Decimal(10), 5, load="added"), Lift(Decimal(0), 10)]


def test_the_body_counts_in_maximum_and_volume():
    """As it is on the day; weights and repetitions are compared as they are typed."""
    before = body(e1rm=Decimal("102.7"), volume=Volume(Decimal(900), 14))
    found = {each.kind: each for each in records.records(before, PULLS)}
    assert {*found} == {"reps", "e1rm", "volume"}
    assert [found["e1rm"].value, found["e1rm"].gain] == [Decimal("106.7"), 4]
    assert [found["volume"].value, found["volume"].gain] == [1250, 350]
    assert found["e1rm"].body
    assert found["volume"].body
    assert not found["reps"].body
    assert records.new_records(before, PULLS, [Lift(Decimal(0), 10)]) == []


def test_before_the_first_weight_there_is_nothing_to_beat():
    """Not by the body: repetitions of both workouts are compared."""
    (reps, volume) = records.records(body(volume=Volume(Decimal(0), 8)), PULLS)
    assert [reps.kind, volume.kind] == ["reps", "volume-reps"]
    assert volume.value == 15
    assert not volume.body


def test_long_sets_prove_a_maximum_but_set_none():
    """More than twelve repetitions count as twelve where they are to be beaten."""
    before = body(e1rm=Decimal("112.0"))
    today = [Lift(Decimal(0), 15)]
    assert not [each for each in records.records(before, today) if each.kind == "e1rm"]
    stronger = records.new_records(before, today, [Lift(Decimal(25), 3, load="added")])
    assert [each.gain for each in stronger if each.kind == "e1rm"] == [Decimal("3.5")]
