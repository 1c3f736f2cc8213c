"""Rules of progression: what each suggests after the last workouts, and why."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import maxima, plates, progression, rules, suggestions, units
from service.domain.entries import Entry, Past, Place
from service.domain.exercises import Kind
from service.domain.notation import Lift
from service.domain.programs import Plan
from service.domain.quantities import MAX_REPS, MAX_WEIGHT
from service.domain.workouts import Workout
from tests.domain.gym import START, Gym, as_suggested, missing, weights
from tests.domain.strategies import QUICK
from tests.domain.test_rules import any_rule
from tests.some import some

D = Decimal


def squat(rule, sets=5, least=5, most=None, weight=60, name="Присед"):
    """Plan a lift by a rule."""
    planned = None if weight is None else D(weight)
    return Plan(name, sets, least, most or least, weight=planned, rule=rule)


def lifting(*numbers):
    """Lift given (weight, repetitions) set by set, whatever is suggested."""

    def does(plan, n, lift):
        weight, reps, *rpe = numbers[min(n, len(numbers)) - 1]
        return Lift(D(str(weight)), reps, rpe=D(str(rpe[0])) if rpe else None, load=lift.load)

    return does


def after(plan, *workouts, gym=None, days=2):
    """Train some workouts and return what is suggested for each set of the next one."""
    gym = gym or Gym()
    for does in workouts:
        gym.trains([plan], does)
        gym.rests(days)
    return gym.trains([plan])[0]


def advice(targets):
    """Return the reason of the first set and the weight."""
    first = targets[0]
    return first.advice and first.advice.why, f"{first.lift.weight.normalize():f}"


def test_the_first_time_is_as_planned():
    """A rule has nothing to go by before the first workout."""
    assert [each.reason for each in after(squat("+2.5"))] == ["plan"] * 5


@pytest.mark.parametrize(
    ("sets", "suggested"),
    [
        ([(60, 5)], ("added", "62.5")),
        ([(60, 8)], ("added", "62.5")),
        ([(60, 5), (60, 5), (60, 5), (60, 5), (60, 4)], ("again", "60")),
        ([(60, 5), (60, 5), (60, 3), (55, 5), (55, 5)], ("again", "60")),
        ([(65, 5)], ("added", "67.5")),
        ([(60, 5), (60, 5), (60, 5), (60, 5), (62.5, 5)], ("added", "62.5")),
        ([(40, 5), (50, 5), (60, 5), (60, 5), (60, 5)], ("again", "60")),
    ],
)
def test_linear(sets, suggested):
    """Every set done adds a step; the work weight is the heaviest that was lifted twice."""
    assert advice(after(squat("+2.5"), lifting(*sets))) == suggested


def test_a_skipped_set_is_no_done_set():
    """Four of five sets are a miss, whatever became of the fifth."""
    gym, plan = Gym(), squat("+2.5")
    gym.trains([plan])
    name, planned, past = gym.done.pop()
    gym.done.append((name, planned, replace(past, lifts=past.lifts[:4])))
    gym.rests()
    found = some(gym.trains([plan])[0][0].advice)
    assert (found.why, found.done) == ("again", 4)


def test_three_misses():
    """The same weight three times, then a tenth less; a success in between starts anew."""
    plan, misses = squat("+2.5", weight=100), missing(("Присед", "100"))
    assert advice(after(plan, misses)) == ("again", "100")
    assert advice(after(plan, misses, misses)) == ("again", "100")
    assert advice(after(plan, misses, misses, misses)) == ("lighter", "90")
    assert advice(after(plan, misses, misses, misses, as_suggested)) == ("added", "92.5")


def test_a_corrected_set_changes_what_follows():
    """Nothing is remembered but the sets: a set that was done after all adds the step."""
    gym, plan = Gym(), squat("+2.5")
    gym.trains([plan], missing(("Присед", "60")))
    gym.rests()
    before = gym.workout([plan])
    assert some(suggestions.target(before, Place(1, 1)).advice).why == "again"
    name, planned, past = gym.done.pop()
    corrected = tuple(replace(lift, reps=5) for lift in past.lifts)
    gym.done.append((name, planned, replace(past, lifts=corrected)))
    assert advice(gym.trains([plan])[0]) == ("added", "62.5")


@pytest.mark.parametrize(
    ("sets", "why", "suggested"),
    [
        ([(40, 12)] * 3, "added", "42.5×8 42.5×8 42.5×8"),
        ([(40, 12), (40, 10), (40, 9)], "full", "40×12 40×11 40×10"),
        ([(40, 9), (40, 9), (40, 8)], "reps", "40×10 40×10 40×9"),
        ([(40, 8), (40, 8), (40, 6)], "again", "40×8 40×8 40×8"),
    ],
)
def test_double(sets, why, suggested):
    """A repetition more in each set up to the top of the range, then a step from its bottom."""
    plan = squat("+2.5 at the top", 3, 8, 12, 40, "Жим лёжа")
    targets = after(plan, lifting(*sets))
    assert targets[0].advice.why == why
    assert " ".join(f"{t.lift.weight.normalize():f}×{t.lift.reps}" for t in targets) == suggested


def test_double_after_three_misses():
    """Fewer repetitions than the bottom of the range, three times in a row."""
    plan = squat("+2.5 at the top", 3, 8, 12, 40, "Жим лёжа")
    misses = [lifting((40, 8), (40, 8), (40, 7))] * 3
    assert advice(after(plan, *misses)) == ("lighter", "35")


HEAVY = "+5 → 6x2 → 10x1"


def staged(*workouts, gym=None, days=2):
    """Train a heavy lift in stages, with some misses; return the next plan, reason and weight."""
    gym, plan = gym or Gym(), squat(HEAVY, 5, 3, weight=100)
    for does in workouts:
        gym.trains([plan], does)
        gym.rests(days)
    entry = gym.workout([plan]).entries[0]
    targets = gym.trains([plan])[0]
    return (f"{entry.plan.sets}x{entry.plan.reps_min}", len(targets), *advice(targets))


def misses_the_last(plan, n, lift):
    """Fail the last set."""
    return replace(lift, reps=(lift.reps or 2) - 1) if n == plan.sets else lift


@pytest.mark.parametrize(
    ("workouts", "following"),
    [
        ([as_suggested], ("5x3", 5, "added", "105")),
        ([misses_the_last], ("6x2", 6, "staged", "100")),
        ([misses_the_last, as_suggested], ("6x2", 6, "added", "105")),
        ([misses_the_last] * 2, ("10x1", 10, "staged", "100")),
        ([misses_the_last] * 2 + [as_suggested] * 2, ("10x1", 10, "added", "110")),
        ([misses_the_last] * 3, ("5x3", 5, "restarted", "90")),
        ([misses_the_last] * 3 + [as_suggested], ("5x3", 5, "added", "95")),
    ],
)
def test_stages(workouts, following):
    """GZCLP: after a miss other sets and repetitions; after the last ones, lighter and anew."""
    assert staged(*workouts) == following


def test_a_new_weight_begins_with_the_first_stage():
    """It is planned after the last workout."""
    gym, plan = Gym(), squat(HEAVY, 5, 3, weight=100)
    gym.trains([plan], misses_the_last)
    gym.rests()
    entry = replace(
        gym.workout([plan]).entries[0], plan=plan, planned_at=gym.now - timedelta(hours=1)
    )
    assert progression.stage(entry) == plan


@pytest.mark.parametrize(
    "plan",
    [
        Plan("Планка", 3, seconds=60, weight=D(10), rule="+2.5 → 3x8"),
        Plan("Жим лёжа", 3, 8, 12, weight=D(60), rule="+2.5 → 3x6"),
    ],
)
def test_what_stays_without_a_stage(plan):
    """A hold has none, and a range of repetitions stays one in the first stage."""
    gym = Gym()
    gym.trains([plan])
    gym.rests()
    assert gym.workout([plan]).entries[0].plan == replace(
        plan, known=gym.workout([plan]).entries[0].plan.known
    )
    gym.trains([plan], lambda _, n, lift: replace(lift, seconds=lift.seconds and 5))
    gym.rests()
    assert gym.trains([plan])[0][0].lift.seconds == plan.seconds


def test_stages_after_a_break():
    """The stage stays, the weight is lighter; here after each of two breaks."""
    assert staged(misses_the_last, as_suggested, days=30) == ("6x2", 6, "rested", "80")


def test_percent_of_a_planned_maximum():
    """A fixed maximum, without more weight when it is done."""
    plan = squat("80%", 5, 5, weight=120)
    first = after(plan)
    assert weights(first) == "95"  # 96
    assert (first[0].advice.share, first[0].advice.maximum) == (80, 120)
    assert weights(after(plan, as_suggested, as_suggested)) == "95"


def test_percent_with_a_step():
    """The maximum grows whenever every set was done: a ramp to a heavier top set."""
    plan = squat("50/62.5/75/87.5/100% +2.5", 5, 5, weight=100)
    assert weights(after(plan)) == "50 62.5 75 87.5 100"
    assert weights(after(plan, as_suggested)) == "52.5 65 77.5 90 102.5"
    missed = lifting((50, 5), (62.5, 5), (75, 5), (87.5, 5), (100, 3))
    assert weights(after(plan, missed)) == "50 62.5 75 87.5 100"


def test_percent_that_grows_by_a_share():
    """Madcow: 2.5 % a week, of the exact maximum and not of what the plates made of it."""
    plan = squat("50/100% +2.5%", 2, 5, weight=100)
    gym, found = Gym(), []
    for _ in range(5):
        found.append(weights(gym.trains([plan])[0]))
        gym.rests(7)
    # 100, 102.5, 105.1, 107.7, 110.4
    assert found == ["50 100", "52.5 102.5", "52.5 105", "55 107.5", "55 110"]


def test_a_maximum_from_the_records():
    """Without a planned weight it is 90 % of the estimated maximum."""
    plan, other = squat("80%", 5, 5, weight=None), squat(None, 1, 5, weight=120)
    gym = Gym()
    assert gym.trains([plan])[0][0].advice is None
    gym = Gym()
    gym.trains([other])  # 120 × 5 is a maximum of 140, of which 126 are 90 %
    found = some(gym.trains([plan])[0][0].advice)
    assert found.maximum == 126
    assert found.weight == 100  # 100.8


def test_effort():
    """The next weight is the one at which the repetitions should feel as planned."""
    plan = squat("@8", 3, 5, weight=100)
    assert advice(after(plan, lifting((100, 5, 8)))) == ("effort", "100")
    # Three in reserve instead of two: 100 * (40 + 5 - 7) / (40 + 5 - 8) = 102.7
    assert advice(after(plan, lifting((100, 5, 7)))) == ("effort", "102.5")
    assert advice(after(plan, lifting((100, 5, 10)))) == ("effort", "95")  # 94.6
    assert advice(after(plan, lifting((100, 5, 1)))) == ("effort", "110")  # at most a tenth more
    assert advice(after(plan, lifting((100, 5)))) == ("unrated", "100")


@pytest.mark.parametrize(
    ("rule", "weight"),
    [("+2.5", "90"), ("+2.5 at the top", "90"), ("@8", "90"), ("100%", "90"), ("100% +5", "95")],
)
def test_a_break(rule, weight):
    """After more than three weeks without the exercise it begins a tenth lighter."""
    plan = squat(rule, weight=100)
    targets = after(plan, as_suggested, days=22)
    assert weights(targets) == weight
    assert targets[0].advice.weeks == 3
    assert weights(after(plan, as_suggested, days=21)) != weight


def test_a_break_without_a_rule():
    """What would be repeated is a tenth lighter after the break, set by set, and then no more."""
    plan = squat(None, 3, 5, weight=100)
    does = lifting((60, 5), (80, 5), (100, 4))
    gym = Gym()
    targets = after(plan, does, gym=gym, days=22)
    assert weights(targets) == "55 72.5 90"
    assert [each.lift.reps for each in targets] == [5, 5, 5]
    assert (targets[0].reason, some(targets[0].advice).why) == ("rule", "rested")
    assert (some(targets[0].advice).weeks, some(targets[0].advice).before) == (3, 60)
    gym.rests()
    assert [each.reason for each in gym.trains([plan])[0]] == ["last_time"] * 3
    assert [each.reason for each in after(plan, does, days=21)] == ["last_time"] * 3


def test_nothing_is_lighter_than_the_body():
    """A hold and the bare body are suggested as last time, whatever the break."""
    for plan in (
        Plan("Планка", 3, seconds=60),
        Plan("Подтягивания", 3, 8, 8),
    ):
        assert after(plan, as_suggested, days=60)[0].reason == "last_time"


def test_a_break_in_five_three_one():
    """The cycle begins anew with a lighter maximum, and goes on from there."""
    plan = Plan("Жим лёжа", 3, weight=D(100), rule="5/3/1")
    gym = Gym()
    for days in (7, 30, 7):
        gym.trains([plan])
        gym.rests(days)
    assert weights(gym.trains([plan])[0]) == "62.5 72.5 80"  # week two of 90


def test_a_new_plan_wins():
    """A weight that was planned after the last workout is suggested until it is trained."""
    gym, plan = Gym(), squat("+2.5")
    gym.trains([plan])
    gym.rests()
    workout = gym.workout([plan])
    entry = replace(workout.entries[0], planned_at=gym.now - timedelta(hours=1))
    assert suggestions.target(replace(workout, entries=(entry,)), Place(1, 1)).reason == "plan"


def test_the_same_lift_by_another_plan():
    """Fifths and tens of one lift do not get into each other's way."""
    fives, tens = squat("+5", 5, 3, weight=100), squat("+2.5", 3, 10, weight=65)
    gym = Gym()
    gym.trains([fives])
    gym.rests()
    assert weights(gym.trains([tens])[0]) == "65"
    gym.rests()
    assert weights(gym.trains([fives])[0]) == "105"
    gym.rests()
    assert weights(gym.trains([tens])[0]) == "67.5"


def test_plates_that_are_there():
    """A step that can't be loaded becomes the next one that can."""
    gym = Gym(owned=(D(20), D(10), D(5)))
    assert advice(after(squat("+2.5", weight=60), as_suggested, gym=gym)) == ("added", "70")


def test_added_and_assisted_weight():
    """More weight on the body, and less help from a machine; a tenth lighter is more help."""
    pulls = squat("+2.5", 3, 8, weight=10, name="Подтягивания")
    assert advice(after(pulls, as_suggested)) == ("added", "12.5")
    helped = squat("+5", 3, 8, weight=20, name="Гравитрон")
    targets = after(helped, as_suggested)
    assert (targets[0].lift.weight, targets[0].lift.load) == (15, "assisted")
    targets = after(helped, as_suggested, days=30)
    assert (targets[0].lift.weight, targets[0].lift.load) == (D("22.5"), "assisted")


def test_a_chosen_set_shifts_the_others():
    """Whoever refuses the step keeps the old weight for the whole exercise."""
    gym, plan = Gym(), squat("+2.5")
    gym.trains([plan])
    gym.rests()
    targets = gym.trains([plan], lambda plan, n, lift: replace(lift, weight=D(60)))[0]
    assert weights(targets) == "62.5 60 60 60 60"
    assert [each.reason for each in targets] == ["rule", *["today"] * 4]


lifts = st.builds(
    Lift,
    st.decimals(0, MAX_WEIGHT, places=2),
    st.integers(1, MAX_REPS),
    rpe=st.none() | st.sampled_from([D(each) / 2 for each in range(2, 21)]),
    load=st.sampled_from(["plain", "added", "assisted"]),
) | st.builds(Lift, st.decimals(0, MAX_WEIGHT, places=2), seconds=st.integers(1, 600))
pasts = st.lists(
    st.tuples(st.integers(1, 60), st.lists(lifts, min_size=1, max_size=6).map(tuple)), max_size=6
)
plans = st.builds(
    Plan,
    name=st.just("x"),
    sets=st.integers(1, 20),
    reps_min=st.none() | st.integers(1, 12),
    seconds=st.none() | st.integers(1, 600),
    weight=st.none() | st.decimals(0, MAX_WEIGHT, places=2),
    known=st.sampled_from([None, "squat", "bench_press"]),
    rule=any_rule.map(rules.write),
).map(
    lambda plan: replace(
        plan,
        reps_min=None if plan.seconds else plan.reps_min,
        reps_max=None if plan.seconds or plan.reps_min is None else plan.reps_min + 4,
    )
)


def trained(plan, past, kind, unit, **more):
    """Return a workout after some others, each so many days after the one before."""
    at, found = START, []
    for days, sets in past:
        at += timedelta(days=days)
        found.append(Past(at, sets))
    entry = Entry(
        1,
        1,
        plan,
        kind,
        last_time=found[-1].lifts if found else (),
        last_at=found[-1].at if found else None,
        past=tuple(reversed(found)),
        **more,
    )
    started = at + timedelta(days=2)
    owned = plates.PLATES_OF[unit]
    return Workout(1, "П", 0, started, None, (entry,), unit=unit, plates=owned)


@QUICK
@given(plans, pasts, st.sampled_from(Kind), st.sampled_from(["kg", "lb"]), st.integers(1, 20))
def test_whatever_was_lifted(plan, past, kind, unit, n):
    """Every suggestion can be stored, and its reason is true of its numbers."""
    workout = trained(plan, past, kind, unit)
    lift = suggestions.target(workout, Place(1, n)).lift
    assert 0 <= lift.weight <= MAX_WEIGHT
    assert (lift.reps is None) != (lift.seconds is None)
    assert lift.reps is None or 1 <= lift.reps <= MAX_REPS
    found = progression.advise(workout, workout.entries[0], n)
    if found is None:
        return
    match found.why:
        case "added":
            assert found.change > 0
        case "lighter" | "rested" | "restarted":
            assert found.change <= 0
        case "again" | "reps" | "full" | "unrated" | "staged":
            assert not found.moved
        case "share":
            assert found.maximum >= 0 or kind.can_assist
    assert bool(found.change) == found.moved


@QUICK
@given(
    st.decimals(20, 300, places=2),
    st.decimals(D("0.5"), 20, places=1),
    st.sampled_from(["kg", "lb"]),
    st.integers(1, 8),
    st.integers(1, 12),
)
def test_every_success_adds_weight(weight, step, unit, sets, reps):
    """After a workout as suggested, the next one is heavier and can be loaded."""
    plan = Plan("x", sets, reps, reps, weight=weight, rule=rules.write(rules.Linear(step)))
    done = (Lift(weight, reps),) * sets
    workout = trained(plan, [(2, done)], Kind.BARBELL, unit)
    found = some(progression.advise(workout, workout.entries[0], 1))
    assert found.why == "added"
    shown = units.shown(found.weight, unit)
    assert plates.per_side(shown, plates.BAR_OF[unit], plates.PLATES_OF[unit]) is not None
    assert found.weight > weight


@QUICK
@given(
    st.decimals(40, 300, places=1),
    st.lists(st.booleans(), max_size=40),
    st.sampled_from(["kg", "lb"]),
)
def test_a_maximum_only_falls_after_three_misses(weight, successes, unit):
    """The maximum of 5/3/1 grows by a step after a cycle, and falls only after three misses."""
    plan = Plan("x", 3, weight=weight, rule="5/3/1", known="squat")
    workout = trained(plan, [], Kind.BARBELL, unit)
    entry = workout.entries[0]
    week = misses = 0
    for success in successes:
        targets = [suggestions.target(workout, Place(1, n)).lift for n in (1, 2, 3)]
        before = some(progression.advise(workout, entry, 1))
        sets = tuple(targets if success else targets[:2])
        at = workout.started_at
        entry = replace(entry, past=(Past(at, sets), *entry.past), last_at=at)
        workout = replace(workout, entries=(entry,), started_at=at + timedelta(days=7))
        now = some(progression.advise(workout, entry, 1))
        misses = 0 if success else misses + 1
        if misses == maxima.MISSES:
            assert now.maximum < before.maximum
            week = misses = 0
            continue
        week = (week + 1) % 4 if success else week
        assert now.week == week + 1
        grows = success and week == 0
        assert now.maximum == before.maximum + (D(5 if unit == "kg" else 10) if grows else 0)
