"""Corrections: editing one's own message corrects the sets that were typed in it."""

from dataclasses import replace

from aiogram import Router
from aiogram.types import Message

from service import storage
from service.storage.database import Connection
from service.storage.people import Person
from service.storage.questions import Question
from service.telegram.buttons import TakeButton
from service.telegram.replies import Reply, button, rewritten, screen
from service.telegram.routing import flags
from service.telegram.talk.history import adding
from service.telegram.talk.reading import text_of
from service.telegram.talk.workout import questions, storing
from service.texts import Words

router = Router(name="corrections")


@router.edited_message(flags=flags(operation="save_record", hints=True))
async def correct(message: Message, db: Connection, person: Person, t: Words) -> Reply:
    """Correct the sets of an edited message, or log one that could not be read before.

    It is no longer asked how the message was meant before.
    """
    asked = await storage.questions.take(db, person.id, message=message.message_id)
    reply = await _correct(message, db, person, t, asked)
    if asked:
        reply = await questions.take_others(db, person, t, reply)
    if asked and asked.shown:
        closed = rewritten(message.chat.id, asked.shown, t("question-withdrawn"))
        reply = replace(reply, calls=(*reply.calls, closed))
    return reply


async def _correct(
    message: Message, db: Connection, person: Person, t: Words, asked: Question | None
) -> Reply:
    text = text_of(message)
    if text is None or text.startswith("/"):
        return Reply(times=0)
    edited = storing.waiting(message, person)
    stored = await storage.sets.typed_in(db, person.id, edited.source)
    if not stored:
        unread = await storage.messages.take_unread(db, person.id, message.message_id)
        if person.drafting or not (unread or asked):
            return await _again(db, person, t, message.message_id)
        edited = replace(edited, adds=adding.asked(person))
        await adding.keep(db, person)
        if asked:
            meant = asked.waiting
            edited = replace(edited, fixes=meant.fixes, kind=meant.kind, adds=meant.adds)
    return replace(await questions.take(db, person, t, edited, stored=stored), way="edit")


async def _again(db: Connection, person: Person, t: Words, message: int) -> Reply:
    """Offer to log the sets of a message again that were removed; otherwise answer nothing."""
    if not await storage.messages.removed(db, person.id, message):
        return Reply(times=0)
    take = button(t.plain("forward-button-take"), TakeButton(), "success")
    offer = screen(t("edit-removed"), [[take]])
    return Reply(screens=(replace(offer, replies_to=message),), times=0)
