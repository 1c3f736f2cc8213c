"""Sets typed as in a notebook, and corrected by editing one's own message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from service import domain, storage
from service.domain.errors import NotUnderstood, Refusal
from service.domain.notation import Context, Lift, Line
from service.domain.workouts import MAX_ENTRIES, Place, Workout
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
    if workout_id:
        workout = await workouts.found(db, person, workout_id)
        if workout.asked == "swap":
            return await _swap(db, person, t, workout, text)
        if workout.fixing:
            return await _fix(db, person, t, workout, workout.fixing, text)
    return await Log(db, person, t, source).take(text, workout_id)


class Log:
    """Logs the sets of one message, line after line."""

    def __init__(self, db: Connection, person: Person, t: Words, source: Source) -> None:
        self._db, self._person, self._t, self._source = db, person, t, source
        self._part = 0
        self._broken = False

    async def take(self, text: str, workout_id: int | None) -> Reply:
        """Log everything the text says; opens a free workout when none is open."""
        db, person = self._db, self._person
        names = Names(await storage.exercises.all_of(db, person.id))
        before = await workouts.found(db, person, workout_id) if workout_id else None
        lines = domain.notation.read(text, lambda name: context(before, names, name))
        if days := {line.days_ago for line in lines} - {0}:
            return await self._take_past(lines, names, max(days))
        if before is None:
            if not lines[0].exercise:
                raise NotUnderstood("set-which-exercise")
            before = await self._begin()
        after = before
        for line in lines:
            after = await self._line(after, names, line)
        await workouts.rest(db, person, before, after)
        return Reply(
            card=await self._card(after.id),
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

    async def _check_records(
        self, workout: Workout, position: int, lifts: Sequence[Lift]
    ) -> None:
        exercise = workout.entry(position).exercise
        best = await storage.sets.best_before(self._db, self._person.id, workout.id, [exercise])
        earlier = domain.records.records(best.get(exercise, {}), workout.lifts(position))
        now = domain.records.records(
            best.get(exercise, {}), [*workout.lifts(position), *lifts]
        )
        self._broken = self._broken or now != earlier

    async def _card(self, workout: int) -> Card:
        live = await storage.workouts.card_message(self._db, self._person.id, workout)
        far = live is not None and self._source.message - live > FAR
        return await workouts.shown(
            self._db, self._person, self._t, workout, at="anew" if far else "live"
        )

    async def _take_past(self, lines: Sequence[Line], names: Names, days: int) -> Reply:
        """Log sets of a day before, to a workout of that day."""
        if not all(line.exercise and line.lifts for line in lines):
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
        told = [
            t("workout-summary-line", name=line.exercise, lifts=wording.lifts(t, [*line.lifts]))
            for line in lines
        ]
        text = t("workout-past", lines=domain_join(told))
        return say(text, reaction=LOGGED, times=self._part, way="text")
