"""The live card: turns the state of an open workout into a screen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from markupsafe import Markup

from service import domain
from service.domain.entries import Entry, Place
from service.domain.exercises import Kind
from service.domain.notation import Lift
from service.domain.suggestions import Target
from service.domain.workouts import Workout
from service.storage.people import Person
from service.telegram import wording
from service.telegram.buttons import WorkoutButton
from service.telegram.replies import Button, Screen, clip, screen
from service.telegram.talk.workout import reasons
from service.telegram.wording import Records
from service.texts import Words

WINDOW = 8
"""Sets of an exercise that a card shows at once, around the current one."""

DAYS_A_ROW = 3
"""Days of a program in one row of buttons."""

DAY_UNITS = 12
"""Longest label of a day, in UTF-16 units."""

WIDE_DAY_UNITS = 18
"""The same if two share a row, because a name is longer."""

REST_STEP = 30
"""Seconds that a tap adds to a rest."""


def card(  # noqa: PLR0913 - what is shown once is no part of the state
    t: Words,
    workout: Workout,
    person: Person,
    *,
    records: Records = (),
    rings: bool = False,
    tip: Markup | None = None,
) -> Screen:
    """Return the card: the workout's progress, and the next set with its buttons.

    ``records`` are new ones, with the names of their exercises. ``rings``: it is sent because a
    rest is over. ``tip`` is shown below everything else.
    """
    place = workout.next_place
    if place is None:
        text = t("workout-card-empty", title=domain.names.shorten(workout.title))
        return screen(text, [_last_row(t, workout)])
    return _Card(t, workout, person, place).screen(records, rings=rings, tip=tip)


@dataclass(frozen=True)
class _Card:
    """A card that asks for the set at a place."""

    t: Words
    workout: Workout
    person: Person
    place: Place

    @property
    def entry(self) -> Entry:
        return self.workout.entry(self.place.position)

    @cached_property
    def target(self) -> Target:
        return domain.suggestions.target(self.workout, self.place)

    @cached_property
    def warmup(self) -> Lift | None:
        """The warm-up set that is offered."""
        return domain.warmups.following(self.workout, self.person.plates)

    @property
    def rests(self) -> bool:
        until = self.workout.rest_until
        return until is not None and until > self.person.now and self.workout.current is not None

    def screen(self, records: Records, *, rings: bool, tip: Markup | None) -> Screen:
        paragraphs = (
            [self._ring()] if rings else [],
            [self._head()],
            [self._exercise(), clip(self._lines()), self._reason()],
            [*(wording.records(self.t, *each) for each in records), *self._asides(), self._rest()],
            [self._question()],
            [tip],
        )
        joined = (Markup("\n").join(filter(None, lines)) for lines in paragraphs)
        return screen(Markup("\n\n").join(filter(None, joined)), self._rows())

    def _ring(self) -> Markup:
        lift = wording.lift(self.t, self.target.lift)
        name = wording.name(self.t, self.entry.plan)
        return self.t("workout-ring", name=name, n=self.place.n, lift=lift)

    def _head(self) -> Markup:
        workout = self.workout
        passed = (self.person.now - workout.started_at).total_seconds()
        return self.t(
            "workout-head",
            title=domain.names.shorten(workout.title),
            position=workout.entries.index(self.entry) + 1,
            exercises=len(workout.entries),
            minutes=max(0, int(passed // 60)),
        )

    def _exercise(self) -> Markup:
        return self.t("workout-exercise", plan=wording.plan(self.t, self.entry.plan))

    def _lines(self) -> Iterator[Markup]:
        """Yield a line per set of the exercise; of many only those around the current one."""
        position = self.place.position
        warmed = [lift for at, lift in self.workout.warmups.items() if at.position == position]
        if self.warmup:
            yield from self._warming(warmed)
        elif warmed:
            yield self.t("workout-line-warmups", count=len(warmed))
        numbers = self._numbers()
        first = max(0, min(self.place.n - 1 - WINDOW // 2, len(numbers) - WINDOW))
        if first:
            yield self.t("workout-lines-hidden", count=first)
        for n in numbers[first : first + WINDOW]:
            yield self._line(Place(position, n))
        if (after := len(numbers) - first - WINDOW) > 0:
            yield self.t("workout-lines-hidden", count=after)

    def _warming(self, warmed: Sequence[Lift]) -> Iterator[Markup]:
        """Yield a line per warm-up set: those that were lifted, the next one, and the others."""
        t = self.t
        ahead = domain.warmups.left(self.workout, self.person.plates)
        marked = [*(("done", each) for each in warmed), *(("later", each) for each in ahead)]
        marked[len(warmed)] = ("current", ahead[0])
        for mark, each in marked:
            yield t("workout-line-warmup", mark=mark, lift=wording.lift(t, each))

    def _numbers(self) -> range:
        workout, position = self.workout, self.place.position
        behind = workout.behind(position)
        asked = [self.place.n] if workout.current else []
        return range(1, max([self.entry.plan.sets or 0, *behind, *asked]) + 1)

    def _line(self, place: Place) -> Markup:
        t, workout, n = self.t, self.workout, place.n
        if done := workout.done.get(place):
            extra = wording.remarks(t, done)
            return t("workout-line-done", n=n, lift=wording.lift(t, done), extra=extra)
        if place in workout.skipped:
            return t("workout-line-skipped", n=n)
        if place == workout.current and workout.is_further(place):
            lift = wording.lift(t, self.target.lift)
            return t("workout-line-further", n=n, target=lift)
        current = place == workout.current and not self.warmup
        key = "workout-line-current" if current else "workout-line-later"
        target = wording.lift(t, domain.suggestions.target(workout, place).lift)
        before = [wording.lift(t, lifted) for lifted in self.entry.last_time[n - 1 : n]]
        return t(key, n=n, target=target, before="".join(before) or "none")

    def _asides(self) -> Iterator[Markup]:
        t, entry = self.t, self.entry
        if plates := self._plates():
            loaded = " + ".join(wording.number(t, plate) for plate in plates)
            yield t("workout-plates", plates=loaded)
        if best := domain.records.heaviest(entry.best, self.workout.lifts(entry.position)):
            yield t("workout-best", best=wording.lift(t, best))
        if entry.own_note:
            yield t("note-exercise", note=domain.names.shorten(entry.own_note))
        if entry.note:
            yield t("workout-note", note=domain.names.shorten(entry.note))
        if self.workout.note:
            yield t("note-workout", note=domain.names.shorten(self.workout.note))

    def _plates(self) -> list[Decimal] | None:
        if self.entry.kind is not Kind.BARBELL or self.workout.current is None:
            return None
        lift = self.warmup or self.target.lift
        unit = self.workout.unit
        weight = domain.units.shown(lift.weight, unit)
        return domain.plates.per_side(weight, self.entry.bar_in(unit), self.person.plates)

    def _rest(self) -> Markup | None:
        until = self.workout.rest_until
        if until is None or not self.rests:
            return None
        clock = until.astimezone(self.person.zone).strftime("%H:%M:%S")
        return self.t("workout-rest", unix=str(int(until.timestamp())), clock=clock)

    def _reason(self) -> Markup | None:
        if self.workout.current is None:
            return None
        return reasons.reason(self.t, self.entry, self.target)

    def _question(self) -> Markup | None:
        t, workout = self.t, self.workout
        if workout.question == "fix" and workout.fixing:
            name = wording.name(t, workout.entry(workout.fixing.position).plan)
            example = wording.example(t, workout.done.get(workout.fixing))
            return t("workout-fix", name=name, n=workout.fixing.n, example=example)
        if workout.question == "swap":
            return t("workout-swap", name=wording.name(self.t, self.entry.plan))
        if workout.question == "note_set" and workout.fixing:
            name = wording.name(t, workout.entry(workout.fixing.position).plan)
            return t("note-ask-set", name=name, n=workout.fixing.n)
        if workout.question == "note_exercise":
            return t("note-ask-exercise", name=wording.name(t, self.entry.plan))
        if workout.question == "note_workout":
            return t("note-ask-workout")
        return None if workout.current else t("workout-complete")

    def _rows(self) -> list[list[Button]]:
        t, workout = self.t, self.workout
        if workout.question:
            return self._answers()
        if workout.current is None:
            return [_last_row(t, workout)]
        # What comes and goes is above, so that a second tap never hits another button.
        key = "workout-button-warm" if self.warmup else "workout-button-log"
        log = t.plain(key, lift=wording.lift(t, self.warmup or self.target.lift))
        return [
            *self._passing(),
            *self._adjusting(),
            [act(workout, "log", log, style="success")],
            _last_row(t, workout),
        ]

    def _answers(self) -> list[list[Button]]:
        t, workout = self.t, self.workout
        keep = [act(workout, "card", t.plain("workout-button-keep"))]
        if workout.question == "fix" and workout.fixing:
            remove = t.plain("workout-button-drop")
            return [[act(workout, "drop", remove, number(workout.fixing))], keep]
        if workout.noted:
            return [[act(workout, "unnote", t.plain("note-button-remove"))], keep]
        return [keep]

    def _passing(self) -> Iterator[list[Button]]:
        """Yield the rows that come and go: the warm-up's, the rest's and last time's weight."""
        t, workout = self.t, self.workout
        if workout.is_untouched:
            others = [(n, name) for n, name in enumerate(workout.days) if n != workout.day]
            names = domain.names
            wide = any(names.units(name) > DAY_UNITS for _, name in others)
            in_row, room = (2, WIDE_DAY_UNITS) if wide else (DAYS_A_ROW, DAY_UNITS)
            buttons = [
                act(workout, "day", names.shorten_words(name, room), n) for n, name in others
            ]
            yield from (buttons[at : at + in_row] for at in range(0, len(buttons), in_row))
        if not self.warmup and domain.warmups.left(workout, self.person.plates):
            yield [act(workout, "warm", t.plain("workout-button-warmup"))]
        if self.rests:
            longer = t.plain("workout-button-rest", seconds=REST_STEP)
            quiet = t.plain("workout-button-quiet")
            yield [act(workout, "rest", longer), act(workout, "quiet", quiet)]
        advice = self.target.advice
        if not self.warmup and advice and (before := reasons.before(t, advice)):
            yield [act(workout, "before", before)]

    def _adjusting(self) -> list[list[Button]]:
        if self.warmup:
            return []
        t, workout, lift = self.t, self.workout, self.target.lift
        entry = self.entry
        step = wording.number(t, domain.equipment.step(entry.kind, entry.step, workout.unit))
        weight = wording.load(t, lift)
        by, amount = "1", t.plain("workout-reps", reps=lift.reps or 0)
        if lift.seconds is not None:
            by, amount = str(domain.equipment.SECONDS_STEP), wording.time(t, lift.seconds)
        turns = [
            act(workout, "reps", f"−{by}", -1),
            act(workout, "say", amount, 1),
            act(workout, "reps", f"+{by}", 1),
        ]
        if lift.seconds is not None and not lift.weight:
            return [turns]  # a plank has nothing to load
        loads = [
            act(workout, "weight", f"−{step}", -1),
            act(workout, "say", weight),
            act(workout, "weight", f"+{step}", 1),
        ]
        return [loads, turns]


def act(workout: Workout, name: str, text: str, arg: int = 0, style: str | None = None) -> Button:
    """Return a button for an act on a workout, valid for its present revision."""
    # The same as `data(...).pack()`, which is slow for the many buttons of a card.
    packed = f"{WorkoutButton.__prefix__}:{name}:{workout.id}:{workout.revision}:{arg}"
    return Button(text, packed, style)


def number(place: Place) -> int:
    """Return a work set's place as the argument of a button."""
    return place.position * 100 + place.n


def data(workout: Workout, name: str, arg: int = 0) -> WorkoutButton:
    """Return the callback data of a button that does ``name`` with an argument."""
    return WorkoutButton.model_validate(
        {"act": name, "id": workout.id, "revision": workout.revision, "arg": arg}
    )


def _last_row(t: Words, workout: Workout) -> list[Button]:
    names = ["undo", *(["skip"] if workout.current else []), *(["list"] if workout.entries else [])]
    row = [act(workout, name, t.plain(f"workout-button-{name}")) for name in names]
    style = "success" if workout.entries and workout.current is None else None
    return [*row, act(workout, "finish", t.plain("workout-button-finish"), style=style)]
