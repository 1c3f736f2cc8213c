"""A workout: what was planned, what is done, and so what comes next.

Everything a person is shown follows from the stored state; nothing here is remembered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

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

Reason = Literal["adjusted", "today", "last_time", "plan"]


@dataclass(frozen=True, slots=True)
class Place:
    """A set's place in its workout: the exercise's position and the set's number, from 1."""

    position: int
    n: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One exercise of a workout. ``plan.sets`` None: as many sets as there will be.

    ``rest`` (seconds) is the exercise's own; ``last_time`` what was lifted of it in the
    workout before, ``best`` the heaviest ever before, ``note`` the last words about it.
    """

    position: int
    exercise: int
    plan: Plan
    kind: Kind = Kind.OTHER
    rest: int | None = None
    last_time: tuple[Lift, ...] = ()
    best: Lift | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """What the buttons were turned to for the next set."""

    weight: Decimal | None = None
    reps: int | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What the next set is to be, and why: kilograms, and repetitions or seconds.

    Something is None when nothing says what it should be.
    """

    weight: Decimal | None
    reps: int | None
    seconds: int | None
    load: str = "plain"
    reason: Reason | None = None

    @property
    def lift(self) -> Lift | None:
        """The set that a tap would log; None while a number is missing."""
        if self.weight is None or (self.reps is None and self.seconds is None):
            return None
        return Lift(self.weight, self.reps, self.seconds, load=self.load)


@dataclass(frozen=True, slots=True)
class Workout:
    """The stored state of one workout."""

    id: int
    title: str
    revision: int
    started_at: datetime
    ended_at: datetime | None
    entries: tuple[Entry, ...]
    done: Mapping[Place, Lift] = field(default_factory=dict)
    skipped: frozenset[Place] = frozenset()
    warmups: Mapping[int, int] = field(default_factory=dict)
    """How many warm-up sets were lifted of the exercise at a position."""
    focus: int | None = None
    aim: Aim = Aim()
    rest_until: datetime | None = None
    asked: str | None = None
    fixing: Place | None = None
    free: bool = False
    """Whether it goes by no program."""

    @property
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
            group = sorted(self.group(entry), key=lambda each: (self._behind(each), each.position))
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

    @property
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

    def entry(self, position: int) -> Entry:
        """Find the exercise at a position."""
        return next(entry for entry in self.entries if entry.position == position)

    def lifts(self, position: int) -> list[Lift]:
        """List what is done of the exercise at a position."""
        return [lift for place, lift in self.done.items() if place.position == position]

    def places(self, position: int, count: int) -> list[Place]:
        """Find where the next sets of an exercise go. Refuses more than MAX_SETS."""
        taken = {p.n for p in (*self.done, *self.skipped) if p.position == position}
        free = [Place(position, n) for n in range(1, MAX_SETS + 1) if n not in taken]
        if len(free) < count:
            raise Refusal("too-many-sets", limit=MAX_SETS)
        return free[:count]

    def warmup_places(self, position: int, count: int) -> list[Place]:
        """Find where the next warm-up sets of an exercise go. Refuses more than MAX_SETS."""
        first = self.warmups.get(position, 0) + 1
        if first + count - 1 > MAX_SETS:
            raise Refusal("too-many-sets", limit=MAX_SETS)
        return [Place(position, n) for n in range(first, first + count)]

    def rest_after(self, place: Place, default: int | None) -> int | None:
        """Tell how long (seconds) to rest once a set is done; None: no rest.

        Inside a superset there is none until its round is complete, and none after the
        last set of everything.
        """
        entry = self.entry(place.position)
        if self.current is None:
            return None
        group = self.group(entry)
        if len(group) > 1 and any(
            self.next_of(each) and self._behind(each) < self._behind(entry) for each in group
        ):
            return None
        return (default if entry.rest is None else entry.rest) or None

    def target(self, place: Place) -> Target:
        """Say what a set is to be.

        As the buttons were turned, else as the set before today, else as last time, else as
        planned.
        """
        entry = self.entry(place.position)
        model, reason = self._model(entry, place)
        plan = entry.plan
        weight = model.weight if model else plan.weight
        if weight is None and entry.kind in {Kind.BODYWEIGHT, Kind.TIMED}:
            weight = Decimal(0)
        reps, seconds = _repetitions(plan, model)
        if self.aim != Aim():
            reason = "adjusted"
        return Target(
            weight=weight if self.aim.weight is None else self.aim.weight,
            reps=self.aim.reps or reps if seconds is None else None,
            seconds=self.aim.seconds or seconds,
            load=model.load if model else "plain",
            reason=reason,
        )

    def _model(self, entry: Entry, place: Place) -> tuple[Lift | None, Reason | None]:
        """Find the set that the next one is modelled on."""
        if today := self.lifts(entry.position):
            return today[-1], "today"
        if entry.last_time:
            n = min(place.n, len(entry.last_time))
            return entry.last_time[n - 1], "last_time"
        return None, "plan" if entry.plan.weight is not None else None


def _repetitions(plan: Plan, model: Lift | None) -> tuple[int | None, int | None]:
    """Say how many repetitions, or for how many seconds: the plan first, then the model."""
    if plan.seconds:
        return None, plan.seconds
    if plan.reps_min and plan.reps_max:
        done = model.reps if model and model.reps else plan.reps_min
        return min(max(done, plan.reps_min), plan.reps_max), None
    if model and model.seconds:
        return None, model.seconds
    return (model.reps if model else None), None


def turn(workout: Workout, target: Target, what: str, steps: int) -> Aim:
    """Turn the next set's weight, reps or seconds by some steps, within the limits."""
    aim = Aim(workout.aim.weight, workout.aim.reps, workout.aim.seconds)
    if what == "weight":
        weight = (target.weight or Decimal(0)) + steps * WEIGHT_STEP
        return Aim(min(max(weight, Decimal(0)), Decimal(MAX_WEIGHT)), aim.reps, aim.seconds)
    if target.seconds is not None:
        seconds = min(max(target.seconds + steps * SECONDS_STEP, 1), MAX_SECONDS)
        return Aim(aim.weight, None, seconds)
    reps = min(max((target.reps or 0) + steps, 1), MAX_REPS)
    return Aim(aim.weight, reps, None)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a finished workout comes to. Tonnage in kilograms."""

    sets: int
    reps: int
    tonnage: Decimal
    time: timedelta


def summary(workout: Workout) -> Summary:
    """Add up a workout; its time runs to its end."""
    lifts = workout.done.values()
    end = workout.ended_at or workout.started_at
    return Summary(
        sets=len(lifts),
        reps=sum(lift.reps or 0 for lift in lifts),
        tonnage=sum(map(tonnage, lifts), Decimal(0)),
        time=end - workout.started_at,
    )


def tonnage(lift: Lift) -> Decimal:
    """Multiply weight and repetitions; help of a machine or a band lifts nothing."""
    if lift.load == "assisted":
        return Decimal(0)
    return lift.weight * (lift.reps or 0)
