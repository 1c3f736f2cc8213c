"""Several lines outside a workout: begin a draft, or ask whether they are a program or sets."""

import asyncio
from dataclasses import replace
from typing import Any

from aiogram import F, Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from service import domain, storage
from service.domain.errors import NotUnderstood
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram.buttons import PastedButton
from service.telegram.replies import Reply, button, screen, toast
from service.telegram.routing import flags, pressed
from service.telegram.talk import drafts, forwards, newprogram
from service.telegram.talk.reading import text_of
from service.texts import Words

router = Router(name="pasting")


class Pasted(BaseFilter):
    """Matches several lines that are a program, or may be one, outside a workout."""

    async def __call__(
        self, message: Message, db: Connection, person: Person
    ) -> bool | dict[str, Any]:
        """Read the lines; those that are sets are for the notebook."""
        text = text_of(message)
        if text is None or "\n" not in text or text.startswith("/") or person.drafting:
            return False
        # In a thread: a hundred lines take some 50 ms.
        kind = await asyncio.to_thread(domain.pasting.kind, text, person.today, person.unit)
        if kind in {None, "sets"}:
            return False
        if await storage.workouts.open_id(db, person.id):
            refused = domain.pasting.unread(text, person.today, person.unit)
            return {"kind": kind, "refused": refused} if kind == "program" and refused else False
        return {"kind": kind, "refused": None}


@router.message(Pasted(), flags=flags(hints=True))
async def paste(  # noqa: PLR0913, PLR0917 - what was pasted, and why it is no sets
    message: Message,
    db: Connection,
    person: Person,
    t: Words,
    kind: str,
    refused: NotUnderstood | None,
) -> Reply:
    """Begin a draft, unless another waits; ask if the lines may be sets.

    ``refused``: they are no sets, and a workout is open. Say how to send a program then.
    """
    if refused:
        during = NotUnderstood("pasted-during", why=t(refused.key, **refused.arguments))
        during.line = refused.line
        raise during
    if kind == "either":
        program, sets = PastedButton(what="program"), PastedButton(what="sets")
        rows = [
            [button(t.plain("pasted-button-sets"), sets)],
            [button(t.plain("pasted-button-program"), program)],
        ]
        asked = replace(screen(t("pasted-ask"), rows), replies_to=message.message_id)
        return Reply(screens=(asked,), times=0)
    if draft := await storage.programs.draft(db, person.id):
        return Reply(screens=(drafts.offer(t, draft),), times=0)
    shown = await newprogram.take_whole(db, person, t, text_of(message) or "")
    return Reply(screens=(shown,), times=0)


@pressed(router, PastedButton, F.what == "program", interrupts=False)
async def take_program(query: CallbackQuery, db: Connection, person: Person, t: Words) -> Reply:
    """Begin a draft with the lines of the message that the question replies to."""
    message = query.message.reply_to_message if isinstance(query.message, Message) else None
    text = text_of(message) if message else None
    if text is None:
        return toast(t.plain("forward-gone"), outcome="stale")
    if draft := await storage.programs.draft(db, person.id):
        return Reply(screens=(drafts.offer(t, draft),), times=0)
    return Reply(screens=(await newprogram.take_whole(db, person, t, text),))


@pressed(router, PastedButton, F.what == "sets", operation="save_record")
async def take_sets(query: CallbackQuery, db: Connection, person: Person, t: Words) -> Reply:
    """Log the lines of the message that the question replies to."""
    return await forwards.take_sets(query, db, person, t)
