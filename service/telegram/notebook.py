"""Sets typed as in a notebook, and corrected by editing one's own message."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from service import domain, storage
from service.domain.errors import NotUnderstood, Refusal
from service.domain.notation import Context, Lift, Line
from service.domain.workouts import MAX_ENTRIES, Entry, Place, Workout
from service.storage.database import Connection
from service.storage.exercises import Exercise
from service.storage.people import Person
from service.storage.sets import Source, Stored
from service.telegram import wording, workout_steps, workouts
from service.telegram.replies import Card, Reply, say
from service.texts import Words

router = Router(name="notebook")

LOGGED, RECORD, CORRECTED = "👍", "🏆", "✍"
"""Reactions: what became of a typed message."""

FAR = 12
"""A card so many messages above the newest is sent anew, so that it is in sight."""


@dataclass(frozen=True, slots=True)
class Names:
    """What exercises a person may mean by a name."""

    own: Sequence[Exercise]

    def find(self, name: str) -> Exercise | domain.exercises.Known | None:
        """Find an exercise by name, alias or small typo."""
        found = domain.exercises.find(name, [each.name for each in self.own])
        if isinstance(found, str):
            return next(each for each in self.own if each.name == found)
        if found is None:
            return None
        return next((each for each in self.own if each.known == found.key), found)


class Notes(BaseFilter):
    """A text to be read as sets: somebody trains, or the words say which exercise it is."""

    async def __call__(
        self, message: Message, db: Connection, person: Person
    ) -> bool | dict[str, Any]:
        """Look for the open workout, else whether the text can be read."""
        text = message.text
        if text is None or text.startswith("/") or person.asked:
            return False
        workout = await storage.workouts.open_id(db, person.id)
        if workout or _reads(text):
            return {"workout_id": workout}
        return False


def _reads(text: str) -> bool:
    try:
        return bool(domain.notation.read(text, lambda _: Context()))
    except Refusal as refusal:
        return refusal.key != "set-not-understood"


@router.message(Notes(), flags={"operation": "save_record", "hints": True})
async def log(
    message: Message, db: Connection, person: Person, t: Words, workout_id: int | None
) -> Reply:
    """Log the typed sets; or take the answer to what the card asked."""
    text, source = message.text or "", Source(message.chat.id, message.message_id)
    workout = await workouts.found(db, person, workout_id) if workout_id else None
    if workout and workout.asked == "swap":
        return await _swap(db, person, t, workout, text)
    if workout and workout.fixing:
        return await _fix(db, person, t, workout, workout.fixing, text)
    return await Log(db, person, t, source).take(text, workout)


class Log:
    """Logs the sets of one message, line after line."""

    def __init__(self, db: Connection, person: Person, t: Words, source: Source) -> None:
        self._db, self._person, self._t, self._source = db, person, t, source
        self._part = 0
        self._broken = False

    async def take(self, text: str, before: Workout | None) -> Reply:
        """Log everything the text says; opens a free workout when none is open."""
        db, person = self._db, self._person
        names = Names(await storage.exercises.all_of(db, person.id))
        lines = domain.notation.read(text, lambda name: context(before, names, name))
        if any(line.days_ago for line in lines):
            return await self._take_past(lines, names)
        if before is None:
            if not lines[0].exercise:
                raise NotUnderstood("set-which-exercise")
            before = await self._begin()
        after = before
        for line in lines:
            after = await self._line(after, names, line)
        after = await workouts.rest(db, person, before, after)
        return Reply(
            card=await self._card(after),
            reaction=RECORD if self._broken else LOGGED,
            times=self._part,
            way="text",
        )

    async def _begin(self) -> Workout:
        title = self._t.plain("workout-free-title")
        workout = await storage.workouts.begin_free(self._db, self._person.id, title)
        return await workouts.found(self._db, self._person, workout)

    async def _line(
        self, workout: Workout, names: Names, line: Line, at: datetime | None = None
    ) -> Workout:
        """Log one line; a name alone only turns to the exercise."""
        db, owner = self._db, self._person.id
        workout, position = await place_of(db, self._person, self._t, workout, names, line)
        if line.lifts:
            await self._check_records(workout, position, line.lifts)
            await storage.sets.log(
                db,
                owner,
                workout,
                _placed(workout, position, line.lifts),
                source=Source(self._source.chat, self._source.message, self._part),
                at=at,
            )
            self._part += len(line.lifts)
        focus = position if line.exercise else workout.focus
        await storage.workouts.step(db, owner, workout.id, focus, lifted=bool(line.lifts))
        return await workouts.found(db, self._person, workout.id)

    async def _check_records(self, workout: Workout, position: int, lifts: Sequence[Lift]) -> None:
        exercise = workout.entry(position).exercise
        best = await storage.sets.best_before(self._db, self._person.id, workout.id, [exercise])
        earlier = domain.records.records(best.get(exercise, {}), workout.lifts(position))
        now = domain.records.records(best.get(exercise, {}), [*workout.lifts(position), *lifts])
        self._broken = self._broken or now != earlier

    async def _card(self, workout: Workout) -> Card:
        live = await storage.workouts.card_message(self._db, self._person.id, workout.id)
        far = live is not None and self._source.message - live > FAR
        return workouts.card(self._person, self._t, workout, at="anew" if far else "live")

    async def _take_past(self, lines: Sequence[Line], names: Names) -> Reply:
        """Log sets of one day before, to a workout of that day."""
        days, *others = {line.days_ago for line in lines}
        if others or not all(line.exercise and line.lifts for line in lines):
            raise NotUnderstood("set-which-exercise")
        person, t = self._person, self._t
        day = person.now.astimezone(person.zone).date() - timedelta(days=days)
        noon = datetime.combine(day, time(12), person.zone)
        title = t.plain("workout-free-title")
        workout_id = await storage.workouts.past(
            self._db, person.id, title, noon, timedelta(days=1)
        )
        workout = await workouts.found(self._db, person, workout_id)
        for line in lines:
            workout = await self._line(workout, names, line, at=noon)
        told = t.lines(
            "workout-summary-line",
            ({"name": line.exercise, "lifts": wording.lifts(t, [*line.lifts])} for line in lines),
        )
        text = t("workout-past", days=days, lines=told)
        return say(text, reaction=LOGGED, times=self._part, way="text")


def context(workout: Workout | None, names: Names, name: str | None) -> Context:
    """Tell the parser about the exercise of a name; None is the one that is asked for."""
    if name is None:
        place = workout.asked_place if workout else None
        return (
            _context_of(workout, workout.entry(place.position)) if workout and place else Context()
        )
    meant = names.find(name)
    if meant is None:
        return Context()
    if workout and isinstance(meant, Exercise):
        for entry in workout.entries:
            if entry.exercise == meant.id:
                return _context_of(workout, entry, own=True)
    return Context(kind=meant.kind, own=isinstance(meant, Exercise))


def _context_of(workout: Workout, entry: Entry, *, own: bool = False) -> Context:
    lifts = workout.lifts(entry.position) or entry.last_time
    return Context(entry.plan, entry.kind, lifts[-1] if lifts else None, own=own)


async def place_of(  # noqa: PLR0913, PLR0917 - whose line, where, and what it may mean
    db: Connection, person: Person, t: Words, workout: Workout, names: Names, line: Line
) -> tuple[Workout, int]:
    """Find the position that a line's sets belong to; an exercise that is new is added."""
    if line.exercise is None:
        place = workout.asked_place
        if place is None:
            raise NotUnderstood("set-which-exercise")
        return workout, place.position
    exercise = await _exercise(db, person, names, line.exercise)
    same = [entry for entry in workout.entries if entry.exercise == exercise]
    current = workout.current
    for entry in same:
        if current and entry.position == current.position:
            return workout, entry.position
    open_ones = [entry for entry in same if workout.next_of(entry)]
    if same:
        return workout, (open_ones or same)[0].position
    if len(workout.entries) >= MAX_ENTRIES:
        raise Refusal("too-many-in-workout", limit=MAX_ENTRIES)
    position = await storage.workouts.add_entry(db, person.id, workout.id, exercise)
    return await workouts.found(db, person, workout.id), position


async def _exercise(db: Connection, person: Person, names: Names, typed: str) -> int:
    meant = names.find(typed)
    if isinstance(meant, Exercise):
        return meant.id
    known = meant and (meant.ru if person.language == "ru" else meant.en)
    return await storage.exercises.find_or_make(db, person.id, domain.names.read(known or typed))


def _placed(workout: Workout, position: int, lifts: Sequence[Lift]) -> list[tuple[Place, Lift]]:
    """Give each set its place: work sets and warm-ups are counted apart."""
    work = [lift for lift in lifts if lift.kind == "work"]
    warm = [lift for lift in lifts if lift.kind != "work"]
    return [
        *zip(workout.places(position, len(work)), work, strict=True),
        *zip(workout.warmup_places(position, len(warm)), warm, strict=True),
    ]


async def _swap(db: Connection, person: Person, t: Words, workout: Workout, text: str) -> Reply:
    """Do the named exercise for the rest of the current one."""
    place = workout.current
    if place is None:
        raise NotUnderstood("set-which-exercise")
    names = Names(await storage.exercises.all_of(db, person.id))
    exercise = await _exercise(db, person, names, domain.names.read(text))
    position = await storage.workouts.swap(db, person.id, workout, place.position, exercise)
    await storage.workouts.step(db, person.id, workout.id, position)
    return Reply(card=await workouts.shown(db, person, t, workout.id), reaction=LOGGED, times=0)


async def _fix(  # noqa: PLR0913, PLR0917 - whose set, which, and how it really was
    db: Connection, person: Person, t: Words, workout: Workout, place: Place, text: str
) -> Reply:
    """Store how a set really was."""
    entry = workout.entry(place.position)
    lines = domain.notation.read(text, lambda _: _context_of(workout, entry))
    lifts = [lift for line in lines for lift in line.lifts]
    if len(lifts) != 1 or lifts[0].kind != "work":
        raise NotUnderstood("set-one-only")
    await storage.sets.correct(db, person.id, workout.id, place, lifts[0])
    await storage.workouts.step(db, person.id, workout.id, workout.focus)
    return Reply(
        card=await workouts.shown(db, person, t, workout.id),
        reaction=CORRECTED,
        times=0,
        way="edit",
    )


@router.edited_message(flags={"hints": True})
async def correct(message: Message, db: Connection, person: Person, t: Words) -> Reply:
    """Correct the sets of an edited message; one that could not be read before is read now."""
    if message.text is None or message.text.startswith("/"):
        return Reply(times=0)
    source = Source(message.chat.id, message.message_id)
    stored = await storage.sets.typed_in(db, person.id, source)
    if stored:
        return await _correct(db, person, t, source, stored, message.text)
    workout = await storage.workouts.open_id(db, person.id)
    state = await workouts.found(db, person, workout) if workout else None
    if state is None or person.asked or message.date < state.started_at:
        return Reply(times=0)
    reply = await Log(db, person, t, source).take(message.text, state)
    await storage.statistics.count_operation(db, "save_record", reply.times)
    return replace(reply, way="edit")


async def _correct(  # noqa: PLR0913, PLR0917 - whose message, its sets before and now
    db: Connection,
    person: Person,
    t: Words,
    source: Source,
    stored: Sequence[Stored],
    text: str,
) -> Reply:
    first = stored[0]
    workout = await workouts.found(db, person, first.workout)
    entry = workout.entry(first.place.position)
    names = Names(await storage.exercises.all_of(db, person.id))
    lines = domain.notation.read(text, lambda _: Context(entry.plan, entry.kind))
    for line in lines:
        meant = names.find(line.exercise) if line.exercise else None
        if line.exercise and getattr(meant, "id", None) != entry.exercise:
            raise Refusal("edit-other-exercise")
    lifts = [lift for line in lines for lift in line.lifts]
    if not lifts:
        raise NotUnderstood("set-not-understood")
    await _replace(db, person, workout, source, stored, lifts)
    ended = workout.ended_at is not None
    if not ended:
        await storage.workouts.step(db, person.id, workout.id, workout.focus)
    shown = (
        Card(await workout_steps.summary(db, person, t, workout.id), person.id, workout.id)
        if ended
        else await workouts.shown(db, person, t, workout.id)
    )
    return Reply(card=shown, reaction=CORRECTED, times=len(lifts), way="edit")


async def _replace(  # noqa: PLR0913, PLR0917 - whose sets, which, before and now
    db: Connection,
    person: Person,
    workout: Workout,
    source: Source,
    stored: Sequence[Stored],
    lifts: Sequence[Lift],
) -> None:
    """Put the sets of a message right: those there were, those that came, those that went."""
    kept = list(zip(stored, lifts, strict=False))
    for was, now in kept:
        if was.lift.kind == now.kind:
            await storage.sets.correct(db, person.id, was.workout, was.place, now)
        else:
            await storage.sets.remove(db, person.id, was.workout, was.place, was.lift.kind)
            await _add(db, person, workout.id, source, was, was.part, [now])
    for gone in stored[len(lifts) :]:
        await storage.sets.remove(db, person.id, gone.workout, gone.place, gone.lift.kind)
    if more := lifts[len(stored) :]:
        await _add(db, person, workout.id, source, stored[0], len(stored), more)


async def _add(  # noqa: PLR0913, PLR0917 - whose sets, where, after which
    db: Connection,
    person: Person,
    workout_id: int,
    source: Source,
    beside: Stored,
    part: int,
    lifts: Sequence[Lift],
) -> None:
    workout = await workouts.found(db, person, workout_id)
    await storage.sets.log(
        db,
        person.id,
        workout,
        _placed(workout, beside.place.position, lifts),
        source=Source(source.chat, source.message, part),
        at=beside.at,
    )
