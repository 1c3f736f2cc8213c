"""A workout: whatever is done in whatever order, what comes next is well-defined."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from service.domain import suggestions, totals, volumes, workouts
from service.domain.entries import Entry, Place
from service.domain.errors import Refusal
from service.domain.exercises import Kind
from service.domain.notation import Lift
from service.domain.programs import Plan
from service.domain.quantities import MAX_SETS, MAX_WEIGHT
from service.domain.workouts import Aim, Workout
from tests.domain.strategies import QUICK
from tests.some import some

START = datetime(2026, 1, 2, 18, tzinfo=UTC)

weights = st.decimals(0, MAX_WEIGHT, places=2)
lifts = st.builds(
    Lift, weights, st.integers(1, 999), kind=st.sampled_from(["work", "work", "warmup"])
) | st.builds(Lift, weights, seconds=st.integers(1, 3600))
plans = st.builds(
    Plan,
    name=st.just("x"),
    sets=st.integers(1, MAX_SETS) | st.integers(1, 3) | st.none(),
    reps_min=st.none() | st.integers(1, 5),
    weight=st.none() | weights,
    superset=st.sampled_from([None, None, "A", "B"]),
).map(lambda plan: replace(plan, reps_max=plan.reps_min and plan.reps_min + 3))
entries = st.builds(
    Entry,
    position=st.just(0),
    exercise=st.integers(1, 4),
    plan=plans,
    kind=st.sampled_from(Kind),
    rest=st.none() | st.integers(0, 600),
    last_time=st.lists(lifts, max_size=3).map(tuple),
)


def workout(*plans_, **more):
    """Make a workout of plans."""
    made = tuple(Entry(n, n, plan) for n, plan in enumerate(plans_, 1))
    return Workout(1, "П", 0, START, None, made, **more)


def plan(sets, superset=None, **more):
    """Plan sets of something."""
    return Plan("x", sets, superset=superset, **more)


class Training(RuleBasedStateMachine):
    """Somebody trains; the state is kept as the database keeps it."""

    @initialize(made=st.lists(entries, min_size=1, max_size=6))
    def begin(self, made):
        placed = tuple(replace(entry, position=n) for n, entry in enumerate(made, 1))
        self.workout = Workout(1, "П", 0, START, None, placed)
        self.history = []

    def become(self, after):
        self.history.append(self.workout)
        self.workout = replace(after, revision=self.workout.revision + 1, aim=Aim())

    @precondition(lambda self: self.workout.current)
    @rule()
    def tap(self):
        place = some(self.workout.current)
        lift = suggestions.target(self.workout, place).lift
        after = self.workout.with_lifted([(place, lift)])
        further = self.workout.is_further(place)
        focus = self.workout.focus and after.focus_after(place.position, further=further)
        self.become(replace(after, focus=focus))

    @precondition(lambda self: self.workout.current)
    @rule()
    def skip(self):
        place = some(self.workout.current)
        planned = self.workout.entry(place.position).plan.sets is not None
        if not planned or self.workout.is_further(place):
            self.become(replace(self.workout, focus=None))
        else:
            self.become(self.workout.with_skipped(place))

    @rule(data=st.data(), several=st.lists(lifts, min_size=1, max_size=4))
    def typed(self, data, several):
        position = data.draw(st.sampled_from(self.workout.entries)).position
        work = [lift for lift in several if lift.kind == "work"]
        warm = [lift for lift in several if lift.kind != "work"]
        try:
            places = [
                *zip(self.workout.places(position, len(work)), work, strict=True),
                *zip(self.workout.warmup_places(position, len(warm)), warm, strict=True),
            ]
        except Refusal:
            return
        further = self.workout.next_of(self.workout.entry(position)) is None
        after = self.workout.with_lifted(places)
        focus = after.focus_after(position, further=further)
        self.become(replace(after, focus=focus))

    @rule(data=st.data())
    def choose(self, data):
        position = data.draw(st.sampled_from(self.workout.entries)).position
        self.become(replace(self.workout, focus=position))

    @precondition(lambda self: self.workout.current)
    @rule(what=st.sampled_from(["weight", "reps"]), steps=st.integers(-1, 1))
    def turn(self, what, steps):
        aim = suggestions.adjust(self.workout, some(self.workout.current), what, steps)
        self.workout = replace(self.workout, aim=aim)

    @precondition(lambda self: self.history)
    @rule()
    def undo(self):
        self.workout = self.history.pop()

    @invariant()
    def current_is_ahead(self):
        place = self.workout.current
        if place:
            assert place not in self.workout.done
            assert place not in self.workout.skipped
            planned = self.workout.entry(place.position).plan.sets or MAX_SETS
            further = self.workout.is_further(place)
            assert 1 <= place.n <= (MAX_SETS if further else planned)
            assert not further or self.workout.focus == place.position

    @invariant()
    def everything_planned_is_behind_when_nothing_is_ahead(self):
        if self.workout.current is None:
            for entry in self.workout.entries:
                if entry.plan.sets:
                    behind = {p.n for p in (*self.workout.done, *self.workout.skipped)
                              if p.position == entry.position}  # fmt: skip
                    assert behind >= set(range(1, entry.plan.sets + 1))

    @invariant()
    def sets_have_places_of_their_own(self):
        assert not set(self.workout.done) & self.workout.skipped
        for place in (*self.workout.done, *self.workout.skipped, *self.workout.warmups):
            assert 1 <= place.n <= MAX_SETS

    @invariant()
    def targets_are_within_the_limits(self):
        for entry in self.workout.entries:
            lift = suggestions.target(self.workout, Place(entry.position, 1)).lift
            assert 0 <= lift.weight <= MAX_WEIGHT
            assert (lift.reps is None) != (lift.seconds is None)
            assert some(lift.reps or lift.seconds) > 0

    @invariant()
    def rests_are_where_they_should_be(self):
        for place in self.workout.done:
            rest = self.workout.rest_after(place, 120)
            assert rest is None or 0 < rest <= 600
            if self.workout.current is None:
                assert rest is None

    @invariant()
    def sums_are_sums(self):
        total = totals.total(self.workout)
        assert total.sets == len(self.workout.done)
        assert total.tonnage == sum(map(volumes.tonnage, self.workout.done.values()), Decimal(0))


TestTraining = Training.TestCase
TestTraining.settings = settings(QUICK, max_examples=80, stateful_step_count=30)


def test_the_next_set_is_as_before_it_as_last_time_or_as_planned():
    """In that order; and the reason is named."""
    planned = workout(plan(3, reps_min=5, reps_max=5, weight=Decimal(60)))
    assert suggestions.target(planned, Place(1, 1)) == suggestions.Target(
        Lift(Decimal(60), 5), "plan"
    )
    known = replace(
        planned, entries=(replace(planned.entries[0], last_time=(Lift(Decimal(70), 4),) * 2),)
    )
    assert suggestions.target(known, Place(1, 2)) == suggestions.Target(
        Lift(Decimal(70), 5), "last_time"
    )
    assert suggestions.target(known, Place(1, 3)).lift.weight == 70
    today = known.with_lifted([(Place(1, 1), Lift(Decimal(75), 3))])
    assert suggestions.target(today, Place(1, 2)) == suggestions.Target(
        Lift(Decimal(75), 5), "today"
    )
    turned = replace(today, aim=Aim(weight=Decimal(80)))
    assert suggestions.target(turned, Place(1, 2)) == suggestions.Target(
        Lift(Decimal(80), 5), "adjusted"
    )
    assert suggestions.target(turned, Place(1, 3)).reason == "today"  # only the next one was turned


@pytest.mark.parametrize(("done", "expected"), [(3, 8), (8, 8), (10, 10), (12, 12), (15, 12)])
def test_repetitions_stay_in_the_planned_range(done, expected):
    """What was done last time, no fewer and no more than planned."""
    entry = Entry(1, 1, plan(3, reps_min=8, reps_max=12), last_time=(Lift(Decimal(40), done),))
    made = Workout(1, "П", 0, START, None, (entry,))
    assert suggestions.target(made, Place(1, 1)).lift.reps == expected


@pytest.mark.parametrize(
    ("kind", "planned", "lift"),
    [
        (Kind.BARBELL, plan(3), Lift(Decimal(20), 5)),
        (Kind.DUMBBELL, plan(3), Lift(Decimal(10), 5)),
        (Kind.BODYWEIGHT, plan(3), Lift(Decimal(0), 5)),
        (Kind.TIMED, plan(3), Lift(Decimal(0), seconds=30)),
        (Kind.TIMED, plan(3, seconds=60), Lift(Decimal(0), seconds=60)),
        (Kind.OTHER, plan(3, reps_min=8, reps_max=8), Lift(Decimal(10), 8)),
    ],
)
def test_where_nothing_is_known_a_start_is_guessed(kind, planned, lift):
    """A bar for a barbell, nothing for the body; never more than one would lift."""
    made = Workout(1, "П", 0, START, None, (Entry(1, 1, planned, kind),))
    assert suggestions.target(made, Place(1, 1)).lift == lift


def trained(made, order):
    """Tap set after set; give the places in their order, and the rests after them."""
    places, rests = [], []
    for _ in range(order):
        place = made.current
        made = made.with_lifted([(place, Lift(Decimal(50), 5))])
        places.append((place.position, place.n))
        rests.append(made.rest_after(place, 90))
    return places, rests


def test_a_superset_takes_turns_and_rests_after_its_round():
    """Unequal numbers of sets included."""
    made = workout(plan(3, "A"), plan(2, "A"), plan(1))
    places, rests = trained(made, 6)
    assert places == [(1, 1), (2, 1), (1, 2), (2, 2), (1, 3), (3, 1)]
    assert rests == [None, 90, None, 90, 90, None]


def test_letters_are_supersets_of_their_own():
    """A and B alternate each by itself."""
    made = workout(plan(1, "A"), plan(1, "A"), plan(2, "B"), plan(2, "B"))
    places, rests = trained(made, 6)
    assert [position for position, _ in places] == [1, 2, 3, 4, 3, 4]
    assert rests == [None, 90, None, 90, None, None]


def test_an_exercises_own_rest_goes_before_the_persons():
    """Zero means none; nothing of its own: the person's."""
    for own, default, expected in ((60, 90, 60), (0, 90, None), (None, 90, 90), (None, None, None)):
        entry = Entry(1, 1, plan(3), rest=own)
        made = Workout(1, "П", 0, START, None, (entry,)).with_lifted(
            [(Place(1, 1), Lift(Decimal(1), 1))]
        )
        assert made.rest_after(Place(1, 1), default) == expected
        warm = expected and min(expected, 60)
        assert made.rest_after_warmup(1, default) == warm


def test_what_is_named_is_done_where_it_is_ahead():
    """The same exercise twice in a plan: first where one is, else where sets are left."""
    made = workout(plan(1), plan(2), plan(2))
    twice = replace(made, entries=(*made.entries[:2], replace(made.entries[2], exercise=1)))
    assert twice.position_of(1) == 1
    assert twice.with_lifted([(Place(1, 1), Lift(Decimal(1), 1))]).position_of(1) == 3
    assert twice.position_of(9) is None
    assert len(twice.with_lifted([(Place(1, 1), Lift(Decimal(1), 1))]).lifts_of(1)) == 1


def test_messages_of_one_burst_keep_their_order():
    """One that came late has the date of its second, one in time that of its arrival."""
    made = workout(plan(1), last_set_at=START)
    assert not made.is_before_its_last(None)
    assert not made.is_before_its_last(START - timedelta(seconds=3))
    assert made.is_before_its_last(START - timedelta(seconds=3.1))
    assert not workout(plan(1)).is_before_its_last(START)


def test_a_workout_is_taken_up_for_ten_minutes():
    """Not while it is open, not later."""
    made = workout(plan(1))
    assert not workouts.can_reopen(made, START)
    ended = replace(made, ended_at=START)
    assert workouts.can_reopen(ended, START + timedelta(minutes=9, seconds=59))
    assert not workouts.can_reopen(ended, START + timedelta(minutes=10))


def test_assistance_lifts_nothing():
    """Neither what a band takes off nor what is added is tonnage: those are repetitions."""
    made = workout(plan(3)).with_lifted([
        (Place(1, 1), Lift(Decimal(20), 8, load="assisted")),
        (Place(1, 2), Lift(Decimal(10), 8, load="added")),
        (Place(1, 3), Lift(Decimal(0), seconds=60)),
    ])  # fmt: skip
    total = totals.total(made)
    assert not total.tonnage
    assert (total.reps, total.body_reps, total.seconds) == (16, 16, 60)
