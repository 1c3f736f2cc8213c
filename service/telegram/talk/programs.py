"""/programs: list, open, archive, restore and delete programs."""

from collections.abc import Iterator
from itertools import count
from typing import Literal

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message
from markupsafe import Markup

from service import domain, storage
from service.domain.errors import check
from service.domain.programs import Program
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import wording
from service.telegram.buttons import (
    BeginButton,
    EditButton,
    NewProgramButton,
    ProgramButton,
    ProgramsButton,
    ShareButton,
    TemplatesButton,
)
from service.telegram.replies import Button, Reply, Screen, button, clip, say, screen, toast
from service.telegram.routing import command, pressed
from service.texts import Words

PAGE = 8
"""Programs on one page."""

router = Router(name="programs")


@command(router, "programs", operation="programs", reads=True)
async def programs(message: Message, db: Connection, person: Person, t: Words) -> Reply:
    """List the active programs."""
    return Reply(screens=(await listing(db, person, t),))


@pressed(router, ProgramsButton, operation="programs", reads=True)
async def turn_page(
    query: CallbackQuery, callback_data: ProgramsButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Turn to a page of the list, or to the archive."""
    shown = await listing(db, person, t, archived=callback_data.archived, page=callback_data.page)
    return Reply(screens=(shown,))


async def listing(
    db: Connection, person: Person, t: Words, *, archived: bool = False, page: int = 0
) -> Screen:
    """Return a page of the list; a page past the end is the last one."""
    total = await storage.programs.count(db, person.id, archived=archived)
    others = await storage.programs.count(db, person.id, archived=not archived)
    pages = domain.programs.pages(total, PAGE)
    page = min(page, pages - 1)
    found = await storage.programs.page(
        db, person.id, archived=archived, limit=PAGE, offset=page * PAGE
    )
    rows = [
        [
            button(
                domain.names.shorten(program.name, domain.names.BUTTON_UNITS),
                ProgramButton(act="open", id=program.id),
            )
        ]
        for program in found
    ]
    rows.append(
        wording.pager(t, page, pages, lambda at: ProgramsButton(archived=archived, page=at))
    )
    rows.append(_ways(t, archived=archived, others=others))
    if not found:
        ready = [] if archived else [button(t.plain("templates-button"), TemplatesButton())]
        return screen(t(_empty(archived=archived, others=others)), [*rows, ready])
    lines = (
        t(
            "programs-line",
            n=n,
            name=domain.names.shorten(program.name),
            days=program.days,
            exercises=program.exercises,
        )
        for n, program in enumerate(found, page * PAGE + 1)
    )
    return screen(t("programs-archive" if archived else "programs-list", lines=clip(lines)), rows)


def _empty(*, archived: bool, others: int) -> str:
    if archived:
        return "programs-archive-empty"
    return "programs-none-active" if others else "programs-none"


def _ways(t: Words, *, archived: bool, others: int) -> list[Button]:
    if archived:
        return [button(t.plain("programs-button-active"), ProgramsButton(archived=False, page=0))]
    row = [button(t.plain("programs-button-new"), NewProgramButton())]
    if others:
        to_archive = ProgramsButton(archived=True, page=0)
        row.append(button(t.plain("programs-button-archive", count=others), to_archive))
    return row


def card(t: Words, program: Program) -> Screen:
    """Return one program and its buttons."""
    text = t(
        "program-card",
        name=program.name,
        archived="yes" if program.archived else "no",
        days=len(program.days),
        lines=clip(plan_lines(t, program)),
    )
    start = button(_start_label(t, program), BeginButton(program=program.id), "success")
    act: Literal["archive", "restore"] = "restore" if program.archived else "archive"
    return screen(
        text,
        [
            [] if program.archived else [start],
            *_changes(t, program),
            [
                button(t.plain(f"program-button-{act}"), ProgramButton(act=act, id=program.id)),
                button(
                    t.plain("program-button-delete"),
                    ProgramButton(act="ask", id=program.id),
                    "danger",
                ),
            ],
            [button(t.plain("button-back"), ProgramsButton(archived=program.archived, page=0))],
        ],
    )


def _changes(t: Words, program: Program) -> list[list[Button]]:
    """Return the rows of buttons that change a program or copy it."""
    edit, text = EditButton(act="program", id=program.id), EditButton(act="text", id=program.id)
    copy = ProgramButton(act="copy", id=program.id)
    share = ShareButton(act="show", what="program", id=program.id)
    return [
        [
            button(t.plain("program-button-edit"), edit),
            button(t.plain("program-button-text"), text),
        ],
        [button(t.plain("program-button-copy"), copy), button(t.plain("share-button"), share)],
    ]


def _start_label(t: Words, program: Program) -> str:
    """Return the label of the button that begins a workout, with the day that comes next."""
    upcoming = [day.name for day in program.days if day.id == program.upcoming and day.name]
    if not upcoming:
        return t.plain("program-button-start")
    label = t.plain("program-button-start-day", day=upcoming[0])
    return domain.names.shorten(label, domain.names.BUTTON_UNITS)


def plan_lines(t: Words, program: Program) -> Iterator[Markup]:
    """Yield the lines of a program: its days, and the exercises, numbered through."""
    numbers = count(1)
    for n, day in enumerate(program.days, 1):
        if program.has_days:
            yield t(
                "program-day-next" if day.id == program.upcoming else "program-day",
                name=wording.day_name(t, day.name, n),
            )
        for plan in day.plans:
            yield t("program-line", n=next(numbers), plan=wording.plan(t, plan))


async def missing(db: Connection, person: Person, t: Words, program: int) -> Reply:
    """Answer a button of a program that is archived, deleted or somebody else's."""
    if await storage.programs.find(db, person.id, program):
        return toast(t.plain("program-archived"), outcome="stale")
    return toast(t.plain("program-missing"), outcome="stale")


@pressed(router, ProgramButton, F.act == "open", reads=True)
async def open_(
    query: CallbackQuery, callback_data: ProgramButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Show one program."""
    program = await storage.programs.find(db, person.id, callback_data.id)
    if program is None:
        return await missing(db, person, t, callback_data.id)
    return Reply(screens=(card(t, program),))


@pressed(router, ProgramButton, F.act.in_({"archive", "restore"}))
async def archive(
    query: CallbackQuery, callback_data: ProgramButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Archive or restore a program."""
    archived = callback_data.act == "archive"
    changed = await storage.programs.archive(db, person.id, callback_data.id, archived=archived)
    program = await storage.programs.find(db, person.id, callback_data.id)
    if program is None:
        return await missing(db, person, t, callback_data.id)
    done = t.plain("program-archived" if archived else "program-restored")
    return Reply(
        screens=(card(t, program),),
        toast=done if changed else t.plain("toast-done-already"),
        outcome="ok" if changed else "duplicate",
    )


@pressed(router, ProgramButton, F.act == "copy")
async def copy(
    query: CallbackQuery, callback_data: ProgramButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Copy a program, and show the copy."""
    program = await storage.programs.find(db, person.id, callback_data.id)
    if program is None:
        return await missing(db, person, t, callback_data.id)
    check("programs", await storage.programs.count(db, person.id) + 1)
    name = domain.programs.editing.copied(program.name)
    made = await storage.programs.add(db, person.id, name, program.days)
    copied = await storage.programs.find(db, person.id, made)
    shown = (card(t, copied),) if copied else ()
    return Reply(screens=shown, toast=t.plain("program-copied"), program="copy")


@pressed(router, ProgramButton, F.act == "ask", reads=True)
async def ask_to_delete(
    query: CallbackQuery, callback_data: ProgramButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Ask before a program is deleted."""
    program = await storage.programs.find(db, person.id, callback_data.id)
    if program is None:
        return await missing(db, person, t, callback_data.id)
    yes = ProgramButton(act="delete", id=program.id)
    back = ProgramButton(act="open", id=program.id)
    return say(
        t("program-delete-ask", name=program.name),
        [
            [button(t.plain("program-button-delete-yes"), yes, "danger")],
            [button(t.plain("button-back"), back)],
        ],
    )


@pressed(router, ProgramButton, F.act == "delete")
async def delete(
    query: CallbackQuery, callback_data: ProgramButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Delete a program; its workouts stay."""
    if await storage.programs.delete(db, person.id, callback_data.id) is None:
        return await missing(db, person, t, callback_data.id)
    return Reply(screens=(await listing(db, person, t),), toast=t.plain("program-deleted"))
