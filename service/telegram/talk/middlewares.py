"""Middlewares around every handler: its arguments, replays, refusals, and counting."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.flags import get_flag
from aiogram.types import CallbackQuery, TelegramObject

from instrumentation.updates import Handling
from service import storage, texts
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import routing
from service.telegram.errors import apologise
from service.telegram.replies import CardTarget, Reply, Screen, screen
from service.telegram.talk import drafts, start, timezones, units
from service.telegram.talk.workout import starting
from service.texts import Words

NEED_CLOCK = {"save_record", "report"}
"""Operations after the first of which a person is asked for their time zone."""

Next = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Introduce(BaseMiddleware):
    """Passes to the handler the ``person`` who wrote or pressed in private, and their ``t``."""

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Find the person, greeting one not yet seen today, and call the handler.

        A replayed update greets nobody.
        """
        user, chat = data.get("event_from_user"), data.get("event_chat")
        if user is not None and chat is not None and chat.type == "private":
            person = data["known"]
            if person is None:
                language = texts.choose(user.language_code)
                know = storage.people.glance if data["replayed"] else storage.people.greet
                person = await know(data["db"], user.id, language)
            if person.closed:
                return await turn_away(data["db"], person, event, data["contact"])
            if person.blocked:
                await storage.people.unblock(data["db"], person.id)
            data |= {"person": person, "t": texts.of(person.language, person.unit)}
        return await handler(event, data)


class Name(BaseMiddleware):
    """Counts an inline query under its handler's name, and does nothing else."""

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Note the name and call the handler."""
        data["handling"].handler = routing.name(data["handler"])
        return await handler(event, data)


class Attend(BaseMiddleware):
    """Deals with replays, refusals, interrupted questions and counting around a handler."""

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Run the handler, unless a replayed update would have its effect a second time."""
        handling: Handling = data["handling"]
        handling.handler = routing.name(data["handler"])
        if data["replayed"] and not get_flag(data, "reads"):
            reply = await present(data["db"], data["person"], data["t"], event)
        elif data["refusal"]:
            reply = await apologise(data["refusal"], event, data)
        else:
            closed = await self._close_question(data)
            reply = await handler(event, data)
            if closed:
                reply = await self._offer_draft(reply, data)
        handling.outcome = reply.outcome
        operation = get_flag(data, "operation")
        if operation and reply.outcome == "ok" and reply.times and not data["replayed"]:
            handling.operation, handling.times = operation, reply.times
            if not reply.counted:
                await storage.statistics.count_operation(data["db"], operation, reply.times)
            reply = await self._ask_once(reply, operation, data)
        elif reply.pounds and not data["replayed"]:  # a body weight is no operation
            reply = await self._ask_once(reply, None, data)
        return reply

    async def _close_question(self, data: dict[str, Any]) -> bool:
        """Close the open question when the person does something else. Returns whether it did.

        A question about the time zone is closed by everything; its handlers ask it again.
        """
        person: Person | None = data.get("person")
        if person is None or not person.question or data["replayed"]:
            return False  # a replayed update closed the question the first time
        if person.drafting and not get_flag(data, "interrupts"):
            return False
        await storage.people.ask(data["db"], person.id, None)
        return person.drafting

    async def _offer_draft(self, reply: Reply, data: dict[str, Any]) -> Reply:
        person: Person = data["person"]
        draft = await storage.programs.draft(data["db"], person.id)
        return reply.then(drafts.offer(data["t"], draft)) if draft else reply

    async def _ask_once(self, reply: Reply, operation: str | None, data: dict[str, Any]) -> Reply:
        """Ask for the unit or the time zone, where it matters and was not asked before."""
        person: Person = data["person"]
        db, t = data["db"], data["t"]
        if reply.pounds and person.asks_unit and await storage.people.asking_unit(db, person.id):
            return _above_the_card(reply, units.question(t))
        if operation not in NEED_CLOCK or not person.asks_zone:
            return reply
        if await storage.people.asking_zone(db, person.id):
            return _above_the_card(reply, timezones.question(t, person))
        return reply


def _above_the_card(reply: Reply, question: Screen) -> Reply:
    """Add a question to a reply, and send its card below it, where its buttons are in sight."""
    card = reply.card and replace(reply.card, at="new")
    return replace(reply, card=card).then(question)


async def turn_away(
    db: Connection, person: Person, event: TelegramObject, contact: str | None
) -> Reply:
    """Tell a person once that the operator closed their account; then answer nothing."""
    nothing = Reply(outcome="forbidden", times=0)
    if not await storage.accounts.may_tell(db, person.id):
        return nothing
    t = texts.of(person.language, person.unit)
    text = t("account-closed")
    if contact:
        text += " " + t("contact", contact=contact)
    if isinstance(event, CallbackQuery):
        return replace(nothing, toast=text.striptags())
    return nothing.then(screen(text))


async def present(db: Connection, person: Person, t: Words, event: TelegramObject) -> Reply:
    """Return a person's present screen, the answer to a replayed update."""
    draft = await storage.programs.draft(db, person.id) if person.drafting else None
    if draft:
        reply = Reply(screens=(drafts.show(t, draft),))
    elif workout := await storage.workouts.open_id(db, person.id):
        command = (getattr(event, "text", None) or "").startswith("/")
        at: CardTarget = "new" if command else "live"
        reply = Reply(card=await starting.shown(db, person, t, workout, at=at))
    else:
        reply = Reply(screens=(await start.home(db, person, t),))
    text = t.plain("toast-done-already") if isinstance(event, CallbackQuery) else ""
    return replace(reply, toast=text, outcome="duplicate", times=0)
