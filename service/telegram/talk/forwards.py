"""Messages that somebody else wrote: their sets are logged only if the person asks for it."""

import asyncio
from dataclasses import replace

from aiogram import Bot, Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from service import domain, storage
from service.domain.errors import NotUnderstood
from service.storage.database import Connection
from service.storage.people import Person
from service.storage.questions import Waiting
from service.storage.sets import Source
from service.telegram.buttons import TakeButton
from service.telegram.replies import Reply, Screen, button, screen, toast
from service.telegram.routing import flags, pressed
from service.telegram.talk import drafts, newprogram
from service.telegram.talk.reading import is_foreign, text_of
from service.telegram.talk.workout import questions
from service.texts import Words

router = Router(name="forwards")


class Foreign(BaseFilter):
    """Matches what somebody else wrote."""

    async def __call__(self, message: Message) -> bool:
        """Check where the message came from."""
        return is_foreign(message)


class SentByUs(BaseFilter):
    """Matches what somebody sent to the bot through the bot itself: a result of an inline query."""

    async def __call__(self, message: Message, bot: Bot) -> bool:
        """Check which inline bot it was."""
        return message.via_bot is not None and message.via_bot.id == bot.id


class Unasked(BaseFilter):
    """Matches what does not answer the bot's question about a program.

    An answer becomes part of a draft, which is shown before it is saved.
    """

    async def __call__(self, message: Message, person: Person) -> bool:
        """Check that no question is open; a command is never an answer."""
        text = text_of(message)
        return not (person.drafting and text and not text.startswith("/"))


@router.message(SentByUs(), flags=flags(reads=True))
@router.edited_message(Foreign(), flags=flags(reads=True))
async def ignore(message: Message) -> Reply:
    """Ignore an edit: the sets are those of the moment when the button was pressed.

    Ignore what came from the bot itself, too.
    """
    return Reply(times=0)


@router.message(Foreign(), Unasked(), flags=flags(hints=True))
async def offer(message: Message, db: Connection, person: Person, t: Words) -> Reply:
    """Offer to log sets; begin a draft with a program. A forwarded command is not executed."""
    text = text_of(message) or ""
    kind = None
    if not text.startswith("/"):  # in a thread: a hundred lines take some 50 ms
        kind = await asyncio.to_thread(domain.forwards.kind, text, person.today)
    if kind is None:
        raise NotUnderstood("forward-not-understood")
    if kind == "program":
        return Reply(screens=(await _draft(db, person, t, text),), times=0)
    take = button(t.plain("forward-button-take"), TakeButton(), "success")
    asked = screen(t("forward-ask"), [[take]])
    return Reply(screens=(replace(asked, replies_to=message.message_id),), times=0)


async def _draft(db: Connection, person: Person, t: Words, text: str) -> Screen:
    """Begin a draft, or offer the one that waits: it must not be lost."""
    if draft := await storage.programs.draft(db, person.id):
        return drafts.offer(t, draft)
    return await newprogram.take_whole(db, person, t, text, t.plain("forward-program"))


@pressed(router, TakeButton, operation="save_record")
async def take(query: CallbackQuery, db: Connection, person: Person, t: Words) -> Reply:
    """Log the sets of the message that the offer replies to, as if they were typed now."""
    return await take_sets(query, db, person, t)


async def take_sets(query: CallbackQuery, db: Connection, person: Person, t: Words) -> Reply:
    """Log the sets of the message that a button's own message replies to."""
    message = query.message.reply_to_message if isinstance(query.message, Message) else None
    text = text_of(message) if message else None
    if message is None or text is None:
        return toast(t.plain("forward-gone"), outcome="stale")
    source = Source(message.chat.id, message.message_id)
    if await storage.sets.typed_in(db, person.id, source):
        return toast(t.plain("workout-logged-already"), outcome="duplicate")
    await storage.messages.take_removed(db, person.id, message.message_id)
    entered = await questions.take(db, person, t, Waiting(source, text))
    return replace(entered, instead=screen(t("forward-taken")) if entered.card else None)
