"""Store typed lines as sets: find the exercise, the place and the day of each."""

import asyncio
from collections.abc import AsyncIterator, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import chain

from service import domain, storage
from service.domain.entries import Place
from service.domain.errors import NotUnderstood, check
from service.domain.notation import Context, Lift, Line, Look
from service.domain.records import Before, Record, RecordKind
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.exercises import Exercise
from service.storage.people import Person
from service.storage.questions import Waiting
from service.storage.sets import Source
from service.telegram import wording
from service.telegram.talk.workout import contexts, starting
from service.telegram.wording import Records
from service.texts import Words


@dataclass(frozen=True)
class Names:
    """The exercises that a person may mean by a name."""

    own: Sequence[Exercise]
    language: str

    def find(self, name: str) -> Exercise | domain.exercises.Known | None:
        """Find an exercise by name, alias or small typo."""
        found = self._index.find(name)
        if found is None:
            return None
        if isinstance(found, str):
            return self._by_name[found]
        return self._by_known.get(found.key, found)

    @cached_property
    def _index(self) -> domain.exercises.Own:
        return domain.exercises.Own(each.name for each in self.own)

    @cached_property
    def _by_name(self) -> Mapping[str, Exercise]:
        return {each.name: each for each in self.own}

    @cached_property
    def _by_known(self) -> Mapping[str, Exercise]:
        return {each.known: each for each in self.own if each.known}

    def said(self, typed: str) -> str:
        """Return the name of an exercise that is new to the person, in their language."""
        known = domain.exercises.find(typed)
        if known is None or isinstance(known, str):
            return domain.names.read(typed)
        return known.ru if self.language == "ru" else known.en


async def in_turn(lines: Iterable[Line]) -> AsyncIterator[Line]:
    """Read one line after the other; somebody else has a turn after each."""
    for line in lines:
        yield line
        await asyncio.sleep(0)


async def read(text: str, context: Look, sure: Container[int] = (), *, today: date) -> list[Line]:
    """Read a whole message, as `domain.notation.read` does, line by line."""
    lines = domain.notation.lines(text, context, sure, today=today)
    return [line async for line in in_turn(lines)]


def day(person: Person, source: Source) -> date:
    """Return the day on which a message was sent, for the person who sent it."""
    return (source.sent_at or person.now).astimezone(person.zone).date()


async def during(
    db: Connection, person: Person, source: Source, before: Workout | None
) -> Workout | None:
    """Return the workout during which a message was sent; ``before`` is the one open now."""
    if source.sent_at is None:
        return before
    within = domain.workouts.FORGOTTEN_AFTER
    found = await storage.workouts.at(db, person.id, source.sent_at, within)
    if found is None:
        return before if _is_recent(person, source) else None
    return before if before and before.id == found else await starting.found(db, person, found)


def _is_recent(person: Person, source: Source) -> bool:
    """Return whether a workout that began with a message would still be open."""
    sent_at = source.sent_at or person.now
    return person.now - sent_at < domain.workouts.FORGOTTEN_AFTER


async def names_of(db: Connection, person: Person) -> Names:
    """Read the names of a person's exercises."""
    return Names(await storage.exercises.all_of(db, person.id), person.language)


async def exercise_of(db: Connection, person: Person, names: Names, typed: str) -> int:
    """Find the exercise that a name means, or make it. Returns its id."""
    meant = names.find(typed)
    if isinstance(meant, Exercise):
        return meant.id
    found, _ = await storage.exercises.find_or_make(db, person.id, names.said(typed))
    return found


def placed(workout: Workout, position: int, lifts: Sequence[Lift]) -> list[tuple[Place, Lift]]:
    """Pair each set with its place: work sets and warm-ups are numbered separately."""
    work = [lift for lift in lifts if lift.kind == "work"]
    warm = [lift for lift in lifts if lift.kind != "work"]
    return [
        *zip(workout.places(position, len(work)), work, strict=True),
        *zip(workout.warmup_places(position, len(warm)), warm, strict=True),
    ]


class Entering:
    """Stores the sets of one message, line by line."""

    def __init__(
        self, db: Connection, person: Person, t: Words, message: Waiting, names: Names
    ) -> None:
        self._db, self._person, self._t = db, person, t
        self._message, self._source, self._names = message, message.source, names
        self._workout: Workout | None = None
        self._traced = True
        self.day = day(person, message.source)
        self.lifted: list[tuple[str, Sequence[Lift]]] = []
        self._records: dict[str, dict[RecordKind, Record]] = {}
        self.followed: list[tuple[str, str]] = []
        self.pounds = False

    @property
    def count(self) -> int:
        """How many sets were stored."""
        return sum(len(lifts) for _, lifts in self.lifted)

    @property
    def records(self) -> Records:
        """The new records; of several of one kind and exercise the last."""
        return [(name, [*found.values()]) for name, found in self._records.items()]

    async def enter(self, workout: Workout | None) -> Workout:
        """Store all sets of the message; return their workout, which is over if they are old.

        ``workout`` is the one `during` which the message was sent; None begins one without a
        program.
        """
        self._workout = workout
        text, sure = self._message.text, self._message.sure
        lines = domain.notation.lines(text, self._context, sure, today=self.day)
        first = next(lines)
        if first.days_ago:
            return await self._enter_past([first, *[line async for line in in_turn(lines)]])
        return await self._enter_now(first, lines, workout)

    async def enter_into(self, workout: Workout) -> Workout:
        """Store all sets of the message in a workout that is over, after its last one.

        They do not remember their message: an edit of it would move them to the day of the edit.
        """
        self._workout, self._traced = workout, False
        at = workout.last_set_at or workout.started_at
        lines = domain.notation.lines(
            self._message.text, self._context, self._message.sure, today=self.day
        )
        async for line in in_turn(lines):
            if line.days_ago:
                raise NotUnderstood("set-one-day")
            workout = self._workout = await self._line(workout, line, at)
        return workout

    async def _enter_now(
        self, first: Line, others: Iterator[Line], before: Workout | None
    ) -> Workout:
        at = self._source.sent_at
        workout = self._workout = before or await self._begin(first)
        for line in chain([first], others):
            if line.days_ago:
                raise NotUnderstood("set-one-day")
            workout = self._workout = await self._line(workout, line, at)
        if at:
            await storage.workouts.widen(self._db, self._person.id, workout.id, at)
            workout = await self._found(workout.id)
        return workout

    async def _begin(self, first: Line) -> Workout:
        """Begin a workout when the message was sent; one that would be forgotten now is over."""
        if not first.exercise and not self._message.exercise:
            raise NotUnderstood("set-which-exercise")
        workout = await storage.beginnings.begin_free(
            self._db,
            self._person.id,
            self._t.plain("workout-free-title"),
            self._source.sent_at,
            over=not _is_recent(self._person, self._source),
        )
        return await self._found(workout)

    async def _enter_past(self, lines: list[Line]) -> Workout:
        """Store sets of one earlier day in a workout of that day."""
        if len({line.days_ago for line in lines}) > 1:
            raise NotUnderstood("set-one-day")
        if not all((line.exercise or self._message.exercise) and line.lifts for line in lines):
            raise NotUnderstood("set-which-exercise")
        person = self._person
        self.day -= timedelta(days=lines[0].days_ago)
        noon = datetime.combine(self.day, time(12), person.zone)
        title = self._t.plain("workout-free-title")
        past = await storage.beginnings.past(self._db, person.id, title, noon, timedelta(days=1))
        workout = self._workout = await self._found(past)
        for line in lines:
            workout = self._workout = await self._line(workout, line, at=noon)
        return workout

    def _context(self, name: str | None) -> Context:
        """Return what the parser must know of an exercise; None is the one the card asks for."""
        workout, person = self._workout, self._person
        language, unit = person.language, person.unit
        if name is None:
            position = workout and self._next(workout)
            if workout and position:
                return contexts.within(workout, position, language)
            return replace(self._pinned(), language=language, unit=unit)
        meant = self._names.find(name)
        if not isinstance(meant, Exercise):
            return Context(kind=meant.kind if meant else None, language=language, unit=unit)
        position = workout and workout.position_of(meant.id)
        if workout and position:
            asked = contexts.within(workout, position, language)
            best = max(filter(None, (asked.best, meant.best)), default=None)
            return replace(asked, own=True, best=best)
        return replace(contexts.of(meant), language=language, unit=unit)

    def _pinned(self) -> Context:
        """Return what is known of the exercise of a message that waited."""
        found = (each for each in self._names.own if each.id == self._message.exercise)
        meant = next(found, None)
        return contexts.of(meant) if meant else Context()

    def _next(self, workout: Workout) -> int | None:
        """Return the position that a line without a name is about.

        That of a message which waited is about what the card asked for then, until its planned
        sets are done.
        """
        exercise, place = self._message.exercise, workout.next_place
        asked = place.position if place else None
        if exercise is None:
            return asked
        position = workout.position_of(exercise)
        if position and self.lifted and not workout.next_of(workout.entry(position)):
            return asked
        return position

    async def _line(self, workout: Workout, line: Line, at: datetime | None = None) -> Workout:
        """Store one line; a name without sets only moves the workout to that exercise."""
        workout, position = await self._position(workout, line)
        sets = placed(workout, position, line.lifts)
        if not sets:
            await storage.workouts.step(self._db, self._person.id, workout.id, position)
            return await self._found(workout.id)
        await self._check_records(workout, position, line.lifts)
        self.followed += await starting.followed(self._db, self._person, workout, sets)
        source = replace(self._source, part=self._source.part + self.count)
        self.pounds = self.pounds or line.unit == "lb"
        self.lifted.append((wording.name(self._t, workout.entry(position).plan), line.lifts))
        named = line.exercise is not None or self._message.exercise is not None
        return await starting.log(
            self._db,
            self._person,
            workout,
            sets,
            named=named,
            source=source if self._traced else None,
            at=at,
        )

    async def _position(self, workout: Workout, line: Line) -> tuple[Workout, int]:
        """Find the position that a line's sets belong to, adding a new exercise if needed."""
        if line.exercise is None and (position := self._next(workout)):
            return workout, position
        exercise = await self._exercise(line)
        position = workout.position_of(exercise)
        if position is not None:
            return workout, position
        check("workout_exercises", len(workout.entries) + 1)
        position = await storage.entries.add(self._db, self._person.id, workout.id, exercise)
        return await self._found(workout.id), position

    async def _exercise(self, line: Line) -> int:
        if line.exercise is not None:
            return await exercise_of(self._db, self._person, self._names, line.exercise)
        if self._message.exercise is None:
            raise NotUnderstood("set-which-exercise")
        return self._message.exercise

    async def _found(self, workout: int) -> Workout:
        return await starting.found(self._db, self._person, workout)

    async def _check_records(self, workout: Workout, position: int, lifts: Sequence[Lift]) -> None:
        entry = workout.entry(position)
        if entry.before is None:
            entry = await storage.pasts.history(
                self._db, self._person.id, entry, workout, records=True
            )
        today = workout.lifts_of(entry.exercise)
        new = domain.records.new_records(entry.before or Before(), today, lifts, workout.unit)
        if new:
            found = self._records.setdefault(wording.name(self._t, entry.plan), {})
            found |= {record.kind: record for record in new}
