"""/newprogram: ask for a name and exercises, preview the draft, and save it as a program."""

from collections.abc import Sequence
from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import BaseFilter, CommandObject
from aiogram.methods import DeleteMessage
from aiogram.types import CallbackQuery, Message

from service import domain, storage
from service.domain.errors import NotUnderstood, check
from service.domain.programs import Day, Draft, Program
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import wording
from service.telegram.buttons import BeginButton, DraftButton, NewProgramButton, ProgramsButton
from service.telegram.replies import Reply, Screen, button, say, screen, toast
from service.telegram.routing import command, pressed
from service.telegram.talk import drafts, rewriting
from service.telegram.talk.reading import text_of
from service.texts import Words

router = Router(name="newprogram")


@command(router, "newprogram", interrupts=False)
async def begin(
    message: Message, command: CommandObject, db: Connection, person: Person, t: Words
) -> Reply:
    """Ask for a name, read the program after the command, or resume an unfinished draft."""
    if command.args:
        return Reply(screens=(await take_whole(db, person, t, command.args),))
    draft = await storage.programs.draft(db, person.id)
    if draft and draft.name:
        return await _go_on(db, person, t, draft)
    return Reply(screens=(await _ask_name(db, person, t),))


@pressed(router, NewProgramButton, interrupts=False)
async def begin_by_button(query: CallbackQuery, db: Connection, person: Person, t: Words) -> Reply:
    """Do the same as the command."""
    draft = await storage.programs.draft(db, person.id)
    if draft and draft.name:
        return await _go_on(db, person, t, draft)
    return Reply(screens=(await _ask_name(db, person, t),), new_message=True)


async def _go_on(db: Connection, person: Person, t: Words, draft: Draft) -> Reply:
    await _ask(db, person, draft)
    waits = screen(t("draft-waits", named="yes", name=draft.name))
    return Reply(screens=(waits, drafts.show(t, draft)), new_message=True)


async def _ask_name(db: Connection, person: Person, t: Words) -> Screen:
    draft = await storage.programs.write_draft(db, person.id, None, "")
    await _ask(db, person, draft)
    return drafts.show(t, draft)


async def _ask(db: Connection, person: Person, draft: Draft) -> None:
    question = "program_exercises" if draft.name else "program_name"
    await storage.people.ask(db, person.id, question)


async def take_whole(
    db: Connection, person: Person, t: Words, text: str, untitled: str | None = None
) -> Screen:
    """Begin a draft with a whole program: its name (or ``untitled``), then its exercises."""
    name, body = domain.programs.read_message(text, person.unit)
    name = name or untitled or t.plain("program-untitled")
    body = domain.programs.extend("", body, person.unit)
    draft = await storage.programs.write_draft(db, person.id, name, body)
    await _ask(db, person, draft)
    return drafts.show(t, draft)


async def rewrite(  # noqa: PLR0913, PLR0917 - whose program, and what it says now
    db: Connection, person: Person, t: Words, before: Program, name: str, body: str
) -> Screen:
    """Begin the draft of a program's next version."""
    body = domain.programs.extend("", body, person.unit)
    draft = await storage.programs.write_draft(db, person.id, name, body, before=before)
    await _ask(db, person, draft)
    return drafts.show(t, draft)


class Answering(BaseFilter):
    """Matches a text from somebody whom the bot has asked about the draft."""

    async def __call__(self, message: Message, person: Person) -> bool:
        """Check that a question is open; a command is never an answer."""
        text = text_of(message)
        return bool(person.drafting and text and not text.startswith("/"))


@router.message(Answering())
async def answer(message: Message, db: Connection, person: Person, t: Words) -> Reply:
    """Read a name, a whole program, or more lines of one."""
    text = text_of(message) or ""
    draft = await storage.programs.draft(db, person.id)
    if draft is None or draft.name is None:
        return Reply(screens=(await take_whole(db, person, t, text),))
    if draft.before and rewriting.is_whole(text, draft.before):
        name, body = rewriting.read(text, draft.before, person)
        return Reply(screens=(await rewrite(db, person, t, draft.before, name, body),))
    body = domain.programs.extend(draft.body, text, person.unit, draft.fixing)
    draft = await storage.programs.write_draft(db, person.id, draft.name, body, before=draft.before)
    return Reply(screens=(drafts.show(t, draft),))


async def _drop(query: CallbackQuery, db: Connection, person: Person, reply: Reply) -> Reply:
    """Drop the draft; the reply also deletes its other messages, whose buttons are dead now."""
    pressed = query.message and query.message.message_id
    others = [each for each in await storage.programs.previews(db, person.id) if each != pressed]
    await storage.programs.drop_draft(db, person.id)
    await storage.people.ask(db, person.id, None)
    gone = (DeleteMessage(chat_id=person.id, message_id=message) for message in others)
    return replace(reply, calls=(*gone,))


async def _pressed_draft(
    db: Connection, person: Person, t: Words, data: DraftButton
) -> Draft | Reply:
    """Return the draft that a button belongs to, or the reply to a stale button."""
    draft = await storage.programs.draft(db, person.id)
    if draft and draft.version == data.version and data.line < max(1, len(draft.lines)):
        return draft
    if draft and person.drafting:
        shown = (drafts.show(t, draft),)
        return toast(t.plain("toast-stale-shown"), "stale", screens=shown, new_message=True)
    return toast(t.plain("toast-stale"), outcome="stale")


@pressed(router, DraftButton, F.act == "save", interrupts=False, operation="newprogram")
async def save(
    query: CallbackQuery, callback_data: DraftButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Save the draft as a program."""
    draft = await _pressed_draft(db, person, t, callback_data)
    if isinstance(draft, Reply):
        return draft
    if not draft.plans or draft.name is None:
        raise NotUnderstood("draft-nothing")
    if draft.before:
        reply = await rewriting.store(db, person, t, draft, draft.before)
        return await _drop(query, db, person, replace(reply, times=0))
    check("programs", await storage.programs.count(db, person.id) + 1)
    days = named(t, draft.days)
    program = await storage.programs.add(db, person.id, draft.name, days)
    saved = say(
        t("draft-saved", name=draft.name, exercises=len(draft.plans)),
        [
            [button(t.plain("program-button-start"), BeginButton(program=program), "success")],
            [button(t.plain("programs-button-active"), ProgramsButton(archived=False, page=0))],
        ],
    )
    return await _drop(query, db, person, replace(saved, program="typed"))


def named(t: Words, days: Sequence[Day]) -> list[Day]:
    """Return days with names, unless there is only one."""
    if len(days) == 1:
        return list(days)
    return [
        replace(day, name=day.name or wording.day_name(t, None, n)) for n, day in enumerate(days, 1)
    ]


@pressed(router, DraftButton, F.act == "fix", interrupts=False)
async def fix(
    query: CallbackQuery, callback_data: DraftButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Ask for a line again: the next message replaces it."""
    draft = await _pressed_draft(db, person, t, callback_data)
    if isinstance(draft, Reply):
        return draft
    await storage.programs.fix_draft(db, person.id, callback_data.line)
    await _ask(db, person, draft)
    return Reply(screens=(drafts.fixing(t, draft, callback_data.line),))


@pressed(router, DraftButton, F.act == "cut", interrupts=False)
async def cut(
    query: CallbackQuery, callback_data: DraftButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Leave a line out."""
    draft = await _pressed_draft(db, person, t, callback_data)
    if isinstance(draft, Reply):
        return draft
    lines = [line.text for n, line in enumerate(draft.lines) if n != callback_data.line]
    draft = await storage.programs.write_draft(
        db, person.id, draft.name, "\n".join(lines), before=draft.before
    )
    await _ask(db, person, draft)
    return Reply(screens=(drafts.show(t, draft),))


@pressed(router, DraftButton, F.act == "show", interrupts=False)
async def show_again(
    query: CallbackQuery, callback_data: DraftButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Show the preview again, without asking for a line."""
    draft = await _pressed_draft(db, person, t, callback_data)
    if isinstance(draft, Reply):
        return draft
    await storage.programs.fix_draft(db, person.id, None)
    return Reply(screens=(drafts.show(t, draft),))


@pressed(router, DraftButton, F.act == "redo", interrupts=False)
async def redo(
    query: CallbackQuery, callback_data: DraftButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Ask for the exercises again; the name stays."""
    draft = await _pressed_draft(db, person, t, callback_data)
    if isinstance(draft, Reply):
        return draft
    draft = await storage.programs.write_draft(db, person.id, draft.name, "", before=draft.before)
    await _ask(db, person, draft)
    return Reply(screens=(drafts.show(t, draft),))


@pressed(router, DraftButton, F.act == "discard", interrupts=False)
async def discard(
    query: CallbackQuery, callback_data: DraftButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Delete the draft."""
    draft = await _pressed_draft(db, person, t, callback_data)
    if isinstance(draft, Reply):
        return draft
    return await _drop(query, db, person, say(t("draft-dropped")))


@pressed(router, DraftButton, F.act == "continue", interrupts=False)
async def go_on(
    query: CallbackQuery, callback_data: DraftButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Resume the draft: ask its question again."""
    draft = await _pressed_draft(db, person, t, callback_data)
    if isinstance(draft, Reply):
        return draft
    await _ask(db, person, draft)
    return Reply(screens=(drafts.show(t, draft),))
