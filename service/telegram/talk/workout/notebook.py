"""Sets typed as in a notebook, and typed answers to a card's question."""

from dataclasses import replace
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from instrumentation.updates import Handling
from service import domain, storage
from service.domain.errors import NotUnderstood, Refusal, Unsure, check
from service.domain.notation import Context
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import shortcuts
from service.telegram.replies import Reply
from service.telegram.routing import flags
from service.telegram.talk.reading import text_of
from service.telegram.talk.workout import entering, notes, questions, starting, storing
from service.texts import Words

router = Router(name="notebook")


class Notes(BaseFilter):
    """Matches a text to read as sets: a workout is open, or the text names an exercise."""

    async def __call__(
        self, message: Message, db: Connection, person: Person, handling: Handling
    ) -> bool | dict[str, Any]:
        """Return the open workout for the handler, or whether the text can be read without one."""
        text = text_of(message)
        if text is None or text.startswith("/") or person.drafting:
            return False
        if domain.equipment.typed_bar(text, person.unit) is not None:
            return False
        if shortcuts.act(text) and not await _is_own(db, person, text):
            return False
        handling.handler = "notebook.log"  # an error in this filter counts as this handler's
        workout = await storage.workouts.find(db, person.id, records=True)
        return {"workout": workout} if workout or await reads(text, person) else False


async def _is_own(db: Connection, person: Person, text: str) -> bool:
    """Return whether a text is the name of one of the person's exercises: it wins."""
    key = domain.names.key(text.strip())
    own = await storage.exercises.all_of(db, person.id)
    return any(domain.names.key(each.name) == key for each in own)


async def reads(text: str, person: Person) -> bool:
    """Return whether a text can be read as sets, or names an exercise."""
    try:
        about = Context(unit=person.unit)
        return bool(await entering.read(text, lambda _: about, today=person.today))
    except Unsure:
        return True
    except Refusal as refusal:
        return refusal.key not in {"set-not-understood", "set-part"}


@router.message(Notes(), flags=flags(operation="save_record", hints=True))
async def log(
    message: Message, db: Connection, person: Person, t: Words, workout: Workout | None
) -> Reply:
    """Log the typed sets, or take the answer to the card's question."""
    typed = storing.waiting(message, person)
    if workout and workout.question == "swap":
        return await _swap(db, person, t, workout, typed.text)
    if workout and workout.question in notes.QUESTIONS:
        return await notes.take(db, person, t, workout, typed.text)
    if workout and workout.fixing:
        typed = replace(typed, fixes=(workout.id, workout.fixing))
    return await questions.take(db, person, t, typed, workout)


async def _swap(db: Connection, person: Person, t: Words, workout: Workout, text: str) -> Reply:
    """Replace the remaining sets of the current exercise by the named one."""
    place = workout.current
    if place is None:
        raise NotUnderstood("set-which-exercise")
    check("workout_exercises", len(workout.entries) + 1)
    names = await entering.names_of(db, person)
    exercise = await entering.exercise_of(db, person, names, domain.names.read(text))
    position = await storage.entries.swap(db, person.id, workout, place.position, exercise)
    await storage.workouts.step(db, person.id, workout.id, position)
    return Reply(
        card=await starting.shown(db, person, t, workout.id), reaction=storing.LOGGED, times=0
    )
