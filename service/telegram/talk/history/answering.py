"""Typed answers about a past workout: a corrected set, more sets, or another day."""

from dataclasses import replace
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from service import domain, storage
from service.domain.entries import Place
from service.domain.errors import NotUnderstood
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import shortcuts
from service.telegram.replies import Reply
from service.telegram.routing import flags
from service.telegram.talk.history import adding, opened
from service.telegram.talk.history.changing import Past, moved
from service.telegram.talk.reading import text_of
from service.telegram.talk.workout import entering, questions, storing
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
        added = adding.asked(person, storing.waiting(message, person).source.sent_at)
        if question.startswith(adding.QUESTION) and not added:
            return False
        act = shortcuts.act(text)
        if act and not (added and act == "finish"):
            return False
        if question == "past_day" and not _is_day(text, person):
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
    if question.startswith(adding.QUESTION):
        if shortcuts.act(typed.text):  # that it is all
            return Reply(screens=(await opened.shown(db, person, t, workout),), times=0)
        await adding.ask(db, person, workout.id)
        return await questions.take(db, person, t, replace(typed, adds=workout.id), workout)
    _, kind, number = question.split("_")
    place = Place(*divmod(int(number), 100))
    typed = replace(typed, fixes=(workout.id, place), kind="warmup" if kind == "warm" else "work")
    return await questions.take(db, person, t, typed, workout)
