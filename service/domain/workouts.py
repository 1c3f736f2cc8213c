"""A workout: what was planned, what is done, and so what comes next.

Everything a person is shown follows from the stored state; nothing here is remembered.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import Literal

from service.domain import plates
from service.domain.errors import Refusal
from service.domain.exercises import Kind
from service.domain.notation import Lift
from service.domain.programs import Plan
from service.domain.quantities import MAX_REPS, MAX_SECONDS, MAX_SETS, MAX_WEIGHT

REOPEN_WITHIN = timedelta(minutes=10)
"""How long after its end a workout can be taken up again."""

FORGOTTEN_AFTER = timedelta(hours=3)
"""A workout without a set for so long is over."""

MAX_ENTRIES = 60
"""Exercises in one workout, planned and added."""

WEIGHT_STEP = Decimal("2.5")
"""What a tap changes the weight by, in kilograms."""

SECONDS_STEP = 5
"""What a tap changes a hold by."""

WARMUP_REST = 60
"""Seconds: after a warm-up nobody rests for longer."""

GUESSED_WEIGHT = Decimal(10)
"""Kilograms to begin with where neither plan nor history says any; a bar weighs more."""

GUESSED_REPS = 5

GUESSED_SECONDS = 30

Reason = Literal["adjusted", "today", "last_time", "plan", "guess"]


@dataclass(frozen=True, slots=True)
class Place:
    """A set's place in its workout: the exercise's position and the set's number, from 1."""

    position: int
    n: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One exercise of a workout. ``plan.sets`` None: as many sets as there will be.

    ``rest`` (seconds) is the exercise's own; ``last_time`` what was lifted of it in the
    workout before, ``best`` the heaviest ever before, ``note`` the last words about it,
    ``most`` the most repetitions at each weight before; None: nobody asked.
    """

    position: int
    exercise: int
    plan: Plan
    kind: Kind = Kind.OTHER
    rest: int | None = None
    last_time: tuple[Lift, ...] = ()
    best: Lift | None = None
    note: str | None = None
    most: Mapping[Decimal, int] | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """What the buttons were turned to for the next set."""

    weight: Decimal | None = None
    reps: int | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What the next set is to be: what a tap would log, and why just that."""

    lift: Lift
    reason: Reason


@dataclass(frozen=True)
class Workout:
    """The stored state of one workout.

    What a card asks for a dozen times is worked out once: that took 0.1 ms of a set.
    """

    id: int
    title: str
    revision: int
    started_at: datetime
    ended_at: datetime | None
    entries: tuple[Entry, ...]
    done: Mapping[Place, Lift] = field(default_factory=dict)
    skipped: frozenset[Place] = frozenset()
    warmups: frozenset[Place] = frozenset()
    """Warm-up sets that were lifted; they are numbered by themselves."""
    focus: int | None = None
    aim: Aim = Aim()
    rest_until: datetime | None = None
    asked: str | None = None
    fixing: Place | None = None
    free: bool = False
    """Whether it goes by no program."""
    card: int | None = None
    """The message that is its live card."""
    typed_below: int = 0
    """How many messages with sets stand below its card."""

    @cached_property
    def current(self) -> Place | None:
        """The set that comes next; None when everything planned is done."""
        if self.focus and (place := self.next_of(self.entry(self.focus))):
            return place
        return next((place for place in map(self.next_of, self._in_turn()) if place), None)

    def _in_turn(self) -> Iterator[Entry]:
        """Walk over the exercises in the order they are asked for.

        Exercises of a superset take turns: the one with fewer sets behind it comes first.
        """
        seen: set[int] = set()
        for entry in self.entries:
            if entry.position in seen or entry.plan.sets is None:
                continue
            group = sorted(self.group(entry), key=self._turn)
            seen.update(each.position for each in group)
            yield from group

    def group(self, entry: Entry) -> list[Entry]:
        """Give the superset an exercise is part of: neighbours of the same letter."""
        letter = entry.plan.superset
        if letter is None:
            return [entry]
        return [each for each in self.entries if each.plan.superset == letter]

    def _behind(self, entry: Entry) -> int:
        return sum(place.position == entry.position for place in (*self.done, *self.skipped))

    def next_of(self, entry: Entry) -> Place | None:
        """Find an exercise's next set; None when its planned sets are behind."""
        taken = {p.n for p in (*self.done, *self.skipped) if p.position == entry.position}
        most = entry.plan.sets or MAX_SETS
        return next((Place(entry.position, n) for n in range(1, most + 1) if n not in taken), None)

    @cached_property
    def asked_place(self) -> Place | None:
        """Where the next typed set goes: the current set, or one more of the last exercise."""
        if self.current or not self.entries:
            return self.current
        last = next(reversed(list(self.done)), None)
        position = last.position if last else self.entries[-1].position
        return Place(position, self._last_n(position) + 1)

    def _last_n(self, position: int) -> int:
        behind = (p.n for p in (*self.done, *self.skipped) if p.position == position)
        return max(behind, default=0)

    def lifted(self, sets: Sequence[tuple[Place, Lift]]) -> "Workout":
        """Give the workout's next revision, in which more sets are done."""
        work = {place: lift for place, lift in sets if lift.kind == "work"}
        warm = {place for place, lift in sets if lift.kind != "work"}
        return replace(
            self,
            revision=self.revision + 1,
            done={**self.done, **work},
            warmups=self.warmups | warm,
            aim=Aim(),
            asked=None,
            fixing=None,
        )

    def passed(self, place: Place) -> "Workout":
        """Give the workout once a set is skipped."""
        return replace(self, skipped=self.skipped | {place})

    def focus_after(self, position: int) -> int:
        """Say where to go on after a set of an exercise: a superset takes turns."""
        group = [each for each in self.group(self.entry(position)) if self.next_of(each)]
        return min(group, key=self._turn, default=self.entry(position)).position

    def _turn(self, entry: Entry) -> tuple[int, int]:
        return self._behind(entry), entry.position

    def entry(self, position: int) -> Entry:
        """Find the exercise at a position."""
        return next(entry for entry in self.entries if entry.position == position)

    def position_of(self, exercise: int) -> int | None:
        """Find where an exercise is done: now, else where sets of it are ahead, else at all."""
        same = [entry for entry in self.entries if entry.exercise == exercise]
        current = self.current
        now = [entry for entry in same if current and entry.position == current.position]
        ahead = [entry for entry in same if self.next_of(entry)]
        return next((entry.position for entry in (*now, *ahead, *same)), None)

    def lifts(self, position: int) -> list[Lift]:
        """List what is done of the exercise at a position."""
        return [lift for place, lift in self.done.items() if place.position == position]

    def lifts_of(self, exercise: int) -> list[Lift]:
        """List what is done of an exercise, at whatever positions."""
        positions = {entry.position for entry in self.entries if entry.exercise == exercise}
        return [lift for place, lift in self.done.items() if place.position in positions]

    def places(self, position: int, count: int) -> list[Place]:
        """Find where the next sets of an exercise go. Refuses more than MAX_SETS."""
        taken = {p.n for p in (*self.done, *self.skipped) if p.position == position}
        free = (Place(position, n) for n in range(1, MAX_SETS + 1) if n not in taken)
        found = list(islice(free, count))
        if len(found) < count:
            raise Refusal("too-many-sets", limit=MAX_SETS)
        return found

    def warmup_places(self, position: int, count: int) -> list[Place]:
        """Find where the next warm-up sets of an exercise go. Refuses more than MAX_SETS."""
        places = (Place(position, n) for n in range(1, MAX_SETS + 1))
        found = list(islice((place for place in places if place not in self.warmups), count))
        if len(found) < count:
            raise Refusal("too-many-sets", limit=MAX_SETS)
        return found

    def rest_after(self, place: Place, default: int | None) -> int | None:
        """Tell how long (seconds) to rest after a work set that is done; None: no rest.

        Inside a superset there is none until its round is complete, and none after the
        last set of everything.
        """
        entry = self.entry(place.position)
        if self.current is None or self._in_mid_round(entry):
            return None
        return self._rest_of(entry, default)

    def rest_after_warmup(self, position: int, default: int | None) -> int | None:
        """Tell how long (seconds) to rest after a warm-up set; None: no rest."""
        rest = self._rest_of(self.entry(position), default)
        return rest and min(rest, WARMUP_REST)

    def _rest_of(self, entry: Entry, default: int | None) -> int | None:
        return (default if entry.rest is None else entry.rest) or None

    def _in_mid_round(self, entry: Entry) -> bool:
        return any(
            self.next_of(each) and self._behind(each) < self._behind(entry)
            for each in self.group(entry)
        )

    def target(self, place: Place) -> Target:
        """Say what a set is to be.

        As turned by buttons, else as before it today, else as last time, else as planned,
        else a guess to begin with.
        """
        found = self._untouched(place)
        if place != self.asked_place or self.aim == Aim():
            return found
        lift, aim = found.lift, self.aim
        turned = replace(
            lift,
            weight=lift.weight if aim.weight is None else aim.weight,
            reps=lift.reps and (aim.reps or lift.reps),
            seconds=lift.seconds and (aim.seconds or lift.seconds),
        )
        return Target(turned, "adjusted")

    def _untouched(self, place: Place) -> Target:
        entry = self.entry(place.position)
        model, reason = self._model(entry, place)
        weight = model.weight if model else entry.plan.weight
        reps, seconds = _repetitions(entry, model)
        lift = Lift(
            _first_weight(entry.kind) if weight is None else weight,
            reps,
            seconds,
            load=model.load if model else "plain",
        )
        return Target(lift, reason)

    def _model(self, entry: Entry, place: Place) -> tuple[Lift | None, Reason]:
        """Find the set that the next one is modelled on."""
        if today := self.lifts(entry.position):
            return today[-1], "today"
        if entry.last_time:
            n = min(place.n, len(entry.last_time))
            return entry.last_time[n - 1], "last_time"
        plan = entry.plan
        sure = (
            plan.weight is not None or plan.seconds or (entry.kind.is_bodyweight and plan.reps_min)
        )
        return None, "plan" if sure else "guess"


def _first_weight(kind: Kind) -> Decimal:
    """Say what to begin with: nothing but the body, an empty bar, or a light weight."""
    if kind.is_bodyweight or kind is Kind.TIMED:
        return Decimal(0)
    return plates.BAR if kind is Kind.BARBELL else GUESSED_WEIGHT


def _repetitions(entry: Entry, model: Lift | None) -> tuple[int | None, int | None]:
    """Say how many repetitions, or for how many seconds: the plan first, then the model."""
    plan = entry.plan
    if plan.seconds:
        return None, plan.seconds
    if plan.reps_min and plan.reps_max:
        done = model.reps if model and model.reps else plan.reps_min
        return min(max(done, plan.reps_min), plan.reps_max), None
    if model:
        return model.reps, model.seconds
    return (None, GUESSED_SECONDS) if entry.kind is Kind.TIMED else (GUESSED_REPS, None)


def turn(workout: Workout, place: Place, what: str, steps: int) -> Aim:
    """Turn a set's weight, reps or seconds by some steps, within the limits."""
    aim, lift = workout.aim, workout.target(place).lift
    if what == "weight":
        weight = min(max(lift.weight + steps * WEIGHT_STEP, Decimal(0)), Decimal(MAX_WEIGHT))
        return replace(aim, weight=weight)
    if lift.seconds is not None:
        seconds = min(max(lift.seconds + steps * SECONDS_STEP, 1), MAX_SECONDS)
        return replace(aim, seconds=seconds)
    return replace(aim, reps=min(max((lift.reps or 0) + steps, 1), MAX_REPS))


def can_reopen(workout: Workout, now: datetime) -> bool:
    """Tell whether a workout ended so lately that it can be taken up again."""
    return workout.ended_at is not None and now - workout.ended_at < REOPEN_WITHIN
