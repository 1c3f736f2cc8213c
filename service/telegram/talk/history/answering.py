"""Typed answers about a past workout: a corrected set, more sets, or another day."""

from dataclasses import replace
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from service import domain, storage
from service.domain.entries import Place
from service.domain.errors import NotUnderstood, Unsure
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import shortcuts
from service.telegram.replies import Reply
from service.telegram.routing import flags
from service.telegram.talk.history import opened
from service.telegram.talk.history.changing import Past, moved
from service.telegram.talk.reading import text_of
from service.telegram.talk.workout import entering, questions, starting, storing
from service.telegram.talk.workout.entering import Entering
from service.texts import Words

router = Router(name="answering")


class Answers(BaseFilter):
    """Matches a text that answers a question about a past workout."""

    async def __call__(
        self, message: Message, db: Connection, person: Person
    ) -> bool | dict[str, Any]:
        """Find the workout; a text that is no day does not answer the question for a day."""
        text, question = text_of(message), person.question or ""
        if not question.startswith("past_") or text is None or text.startswith("/"):
            return False
        if shortcuts.act(text) or (question == "past_day" and not _is_day(text, person)):
            return False
        about = await storage.people.asked_about(db, person.id)
        workout = about and await storage.workouts.find(db, person.id, about)
        return {"workout": workout} if workout and workout.ended_at else False


def _is_day(text: str, person: Person) -> bool:
    try:
        return domain.history.typed_day(text, person.today) is not None
    except NotUnderstood:  # a day to come, or one that does not exist, is refused
        return True


@router.message(Answers(), flags=flags(operation="save_record", hints=True))
async def answer(
    message: Message, db: Connection, person: Person, t: Words, workout: Workout
) -> Reply:
    """Correct a set, add sets, or move the workout."""
    typed, question = storing.waiting(message, person), person.question or ""
    if question == "past_day":
        day = domain.history.typed_day(typed.text, entering.day(person, typed.source))
        if day is None:
            raise NotUnderstood("day-ahead")
        reply = await moved(Past(db, person, t, workout, 0), day)
        return replace(reply, reaction=storing.CORRECTED, toast="", times=0)
    if question == "past_add":
        return await _add(db, person, t, workout, message)
    place = Place(*divmod(int(question.rpartition("_")[2]), 100))
    typed = replace(typed, fixes=(workout.id, place))
    return await questions.take(db, person, t, typed, workout)


async def _add(
    db: Connection, person: Person, t: Words, workout: Workout, message: Message
) -> Reply:
    """Store more sets in a workout; those without a name belong to its last exercise."""
    typed = storing.waiting(message, person)
    if workout.entries:
        typed = replace(typed, exercise=workout.entries[-1].exercise)
    entered = Entering(db, person, t, typed, await entering.names_of(db, person))
    try:
        async with storage.savepoint(db):  # no line is stored when a later one is unclear
            await entered.enter_into(workout)
    except Unsure as unsure:
        readings = t.plain("past-or").join(choice.label for choice in unsure.choices)
        raise NotUnderstood("past-unsure", readings=readings) from None
    after = await starting.found(db, person, workout.id)
    return Reply(
        screens=(await opened.shown(db, person, t, after),),
        reaction=storing.RECORD if entered.records else storing.LOGGED,
        times=entered.count,
        counted=True,
        way="text",
        followed=tuple(entered.followed),
        pounds=entered.pounds,
    )
