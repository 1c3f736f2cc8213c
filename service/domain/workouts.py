"""A workout: what was planned, what is done, and what comes next.

Everything shown to a person is derived from the stored state.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import islice

from service.domain import plates
from service.domain.entries import Entry, Place
from service.domain.errors import Refusal
from service.domain.notation import Lift
from service.domain.quantities import MAX_SETS
from service.domain.units import Unit

REOPEN_WITHIN = timedelta(minutes=10)
"""How long after its end a workout can be reopened."""

IN_ONE_GO = timedelta(seconds=3)
"""How much older than the last set a set may seem and still follow it. The date of a message has
whole seconds; a set that came in time is stored with its arrival, up to 2 s later."""

FORGOTTEN_AFTER = timedelta(hours=3)
"""How long a workout may be without a set before it is closed."""

WARMUP_REST = 60
"""Longest rest after a warm-up set (seconds)."""


@dataclass(frozen=True, slots=True)
class Aim:
    """The numbers that the buttons were adjusted to for the next set."""

    weight: Decimal | None = None
    reps: int | None = None
    seconds: int | None = None
    load: str | None = None


@dataclass(frozen=True)
class Workout:
    """The stored state of one workout.

    ``question`` is what the card asks (such as "swap" or "fix"), ``fixing`` the set it asks about.
    Properties that a card reads many times are cached.
    """

    id: int
    title: str
    revision: int
    started_at: datetime
    ended_at: datetime | None
    entries: tuple[Entry, ...]
    done: Mapping[Place, Lift] = field(default_factory=dict)
    skipped: frozenset[Place] = frozenset()
    warmups: Mapping[Place, Lift] = field(default_factory=dict)
    """Warm-up sets that were lifted; they have their own numbers."""
    focus: int | None = None
    aim: Aim = Aim()
    rest_until: datetime | None = None
    question: str | None = None
    fixing: Place | None = None
    warming: int | None = None
    """The position whose warm-up sets the card offers."""
    note: str | None = None
    program: int | None = None
    """The program that it began by."""
    days: tuple[str, ...] = ()
    """The names of the program's days, if there are several."""
    day: int | None = None
    """The index of its own day among them."""
    card: int | None = None
    """The message that is its live card."""
    typed_below: int = 0
    """Number of messages with sets below its card."""
    last_set_at: datetime | None = None
    unit: Unit = "kg"
    """The unit in which its person loads the bar."""
    plates: tuple[Decimal, ...] = plates.PLATES
    """The plates that its person trains with, in their unit."""

    @property
    def free(self) -> bool:
        """Whether it has no program."""
        return self.program is None

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was lifted or skipped."""
        return not (self.done or self.warmups or self.skipped)

    def warms(self, position: int) -> bool:
        """Return whether the warm-up sets of an exercise are offered: chosen, or planned."""
        return self.warming == position or self.entry(position).plan.warmup

    def is_before_its_last(self, at: datetime | None) -> bool:
        """Return whether a set lifted ``at`` some time (None: now) precedes one that is stored."""
        if at is None or self.last_set_at is None:
            return False
        return self.last_set_at - at > IN_ONE_GO

    @cached_property
    def _behind(self) -> Mapping[int, set[int]]:
        """The numbers of the sets that are done or skipped, by the exercise's position."""
        behind: dict[int, set[int]] = defaultdict(set)
        for place in (*self.done, *self.skipped):
            behind[place.position].add(place.n)
        return behind

    @cached_property
    def _places(self) -> Mapping[int, list[Place]]:
        places: dict[int, list[Place]] = defaultdict(list)
        for place in self.done:
            places[place.position].append(place)
        return places

    @cached_property
    def _groups(self) -> Mapping[str | None, list[Entry]]:
        groups: dict[str | None, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            groups[entry.plan.superset].append(entry)
        return groups

    @cached_property
    def _entries(self) -> Mapping[int, Entry]:
        return {entry.position: entry for entry in self.entries}

    def behind(self, position: int) -> AbstractSet[int]:
        """Give the numbers of an exercise's sets that are done or skipped."""
        return self._behind.get(position, frozenset())

    @cached_property
    def current(self) -> Place | None:
        """The next set; None when everything planned is done and nothing else was chosen."""
        if self.focus is None:
            return self.ahead
        entry = self.entry(self.focus)
        return self.next_of(entry) or self._further(entry) or self.ahead

    @cached_property
    def ahead(self) -> Place | None:
        """The next planned set in turn; None when everything planned is done."""
        return next((place for place in map(self.next_of, self._in_order()) if place), None)

    def _further(self, entry: Entry) -> Place | None:
        """Return the place of one more set than planned; None at the limit."""
        n = max(self._last_n(entry.position), entry.plan.sets or 0) + 1
        return Place(entry.position, n) if n <= MAX_SETS else None

    def is_planned(self, place: Place) -> bool:
        """Return whether a set is one of the planned sets of its exercise."""
        return place.n <= (self.entry(place.position).plan.sets or 0)

    def is_further(self, place: Place) -> bool:
        """Return whether a set is one more than planned."""
        sets = self.entry(place.position).plan.sets
        return sets is not None and place.n > sets

    def _in_order(self) -> Iterator[Entry]:
        """Yield the exercises in the order in which they are to be done.

        Exercises of a superset alternate: the one with fewer finished sets comes first.
        """
        seen: set[int] = set()
        for entry in self.entries:
            if entry.position in seen or entry.plan.sets is None:
                continue
            group = sorted(self.group(entry), key=self._alternation)
            seen.update(each.position for each in group)
            yield from group

    def group(self, entry: Entry) -> list[Entry]:
        """Return the exercises of an exercise's superset, or only the exercise itself."""
        letter = entry.plan.superset
        return [entry] if letter is None else self._groups[letter]

    def next_of(self, entry: Entry) -> Place | None:
        """Find an exercise's next set; None when its planned sets are behind."""
        taken = self.behind(entry.position)
        most = entry.plan.sets or MAX_SETS
        return next((Place(entry.position, n) for n in range(1, most + 1) if n not in taken), None)

    @cached_property
    def next_place(self) -> Place | None:
        """The place of the next typed set: the current set, or one more of the last exercise."""
        if self.current or not self.entries:
            return self.current
        last = next(reversed(list(self.done)), None)
        position = last.position if last else self.entries[-1].position
        return Place(position, self._last_n(position) + 1)

    def _last_n(self, position: int) -> int:
        return max(self.behind(position), default=0)

    def with_lifted(self, sets: Sequence[tuple[Place, Lift]]) -> "Workout":
        """Return the workout's next revision, with more sets done."""
        work = {place: lift for place, lift in sets if lift.kind == "work"}
        warm = {place: lift for place, lift in sets if lift.kind != "work"}
        return replace(
            self,
            revision=self.revision + 1,
            done={**self.done, **work},
            warmups={**self.warmups, **warm},
            warming=None if work else self.warming,
            aim=Aim() if work else self.aim,
            question=None,
            fixing=None,
        )

    def with_entry(self, entry: Entry) -> "Workout":
        """Return the workout with what is known of an exercise."""
        same = entry.position
        entries = tuple(entry if each.position == same else each for each in self.entries)
        return replace(self, entries=entries)

    def with_skipped(self, place: Place) -> "Workout":
        """Return the workout with one more set skipped."""
        return replace(self, skipped=self.skipped | {place})

    def left(self, position: int) -> list[Place]:
        """Return the planned sets of an exercise that are neither done nor skipped."""
        behind = self.behind(position)
        numbers = range(1, (self.entry(position).plan.sets or 0) + 1)
        return [Place(position, n) for n in numbers if n not in behind]

    def focus_after(self, position: int, *, further: bool = False) -> int | None:
        """Return the position to go on with after a set; None: the next one in turn.

        A superset alternates. ``further``: the set was one more than planned, so more may follow.
        """
        if further:
            return position
        group = [each for each in self.group(self.entry(position)) if self.next_of(each)]
        chosen = min(group, key=self._alternation, default=None)
        return None if chosen is None else chosen.position

    def _alternation(self, entry: Entry) -> tuple[int, int]:
        return len(self.behind(entry.position)), entry.position

    @property
    def noted(self) -> str | None:
        """The note that is there on what the card asks a note for."""
        if self.question == "note_workout":
            return self.note
        if self.question == "note_exercise" and self.next_place:
            return self.entry(self.next_place.position).own_note
        lift = self.done.get(self.fixing) if self.fixing else None
        return lift.note if lift and self.question == "note_set" else None

    def entry(self, position: int) -> Entry:
        """Find the exercise at a position."""
        return self._entries[position]

    def position_of(self, exercise: int) -> int | None:
        """Return an exercise's position: the current one, else one with sets left, else any."""
        same = [entry for entry in self.entries if entry.exercise == exercise]
        current = self.current
        now = [entry for entry in same if current and entry.position == current.position]
        ahead = [entry for entry in same if self.next_of(entry)]
        return next((entry.position for entry in (*now, *ahead, *same)), None)

    def lifts(self, position: int) -> list[Lift]:
        """List what is done of the exercise at a position."""
        return [self.done[place] for place in self._places.get(position, ())]

    def sets_of(self, kind: str) -> Mapping[Place, Lift]:
        """Return the work sets or the warm-ups."""
        return self.done if kind == "work" else self.warmups

    @property
    def last_entry(self) -> Entry | None:
        """Return the exercise whose set was logged last, else the last one; None without any."""
        if self.done:
            return self.entry(list(self.done)[-1].position)
        return self.entries[-1] if self.entries else None

    def last_done(self, position: int) -> Place | None:
        """Return the place of the last set that was done of the exercise at a position."""
        places = self._places.get(position)
        return places[-1] if places else None

    def lifts_of(self, exercise: int, but: Container[Place] = ()) -> list[Lift]:
        """Return the sets done of an exercise, at all its positions, ``but`` those at places."""
        at = {entry.position for entry in self.entries if entry.exercise == exercise}
        done = self.done.items()
        return [lift for place, lift in done if place.position in at and place not in but]

    def places(self, position: int, count: int) -> list[Place]:
        """Find where the next sets of an exercise go. Refuses more than MAX_SETS."""
        taken = self.behind(position)
        free = (Place(position, n) for n in range(1, MAX_SETS + 1) if n not in taken)
        found = list(islice(free, count))
        if len(found) < count:
            raise Refusal("too-many-sets", limit=MAX_SETS)
        return found

    def warmup_places(self, position: int, count: int) -> list[Place]:
        """Return the places of the next warm-ups of an exercise. Raises Refusal over MAX_SETS."""
        places = (Place(position, n) for n in range(1, MAX_SETS + 1))
        found = list(islice((place for place in places if place not in self.warmups), count))
        if len(found) < count:
            raise Refusal("too-many-sets", limit=MAX_SETS)
        return found

    def rest_after(self, place: Place, default: int | None) -> int | None:
        """Return how long (seconds) to rest after a finished work set; None: no rest.

        There is none within a round of a superset, and none after the last set of the workout.
        """
        entry = self.entry(place.position)
        if self.current is None or self._in_mid_round(entry):
            return None
        return self._rest_of(entry, default)

    def rest_after_warmup(self, position: int, default: int | None) -> int | None:
        """Return how long (seconds) to rest after a warm-up set; None: no rest."""
        rest = self._rest_of(self.entry(position), default)
        return rest and min(rest, WARMUP_REST)

    def _rest_of(self, entry: Entry, default: int | None) -> int | None:
        return (default if entry.rest is None else entry.rest) or None

    def _in_mid_round(self, entry: Entry) -> bool:
        behind = len(self.behind(entry.position))
        return any(
            self.next_of(each) and len(self.behind(each.position)) < behind
            for each in self.group(entry)
        )


def can_reopen(workout: Workout, now: datetime) -> bool:
    """Return whether a workout ended recently enough to be reopened."""
    return workout.ended_at is not None and now - workout.ended_at < REOPEN_WITHIN
