"""Say what the exercises of a file are: one of one's own, one of the dictionary, or a new one."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from service import domain, storage
from service.domain.exercises import KNOWN, Known
from service.domain.importing import matching
from service.storage.database import Connection
from service.storage.exercises import Exercise
from service.storage.imports import Named
from service.storage.people import Person
from service.telegram import wording
from service.telegram.past_buttons import ImportButton, ImportNameButton
from service.telegram.replies import Button, Reply, Screen, button, screen, toast
from service.telegram.routing import pressed
from service.texts import Words

router = Router(name="import_names")

PAGE = 8
"""Exercises on one page."""

CHOICES = 5
"""Exercises of one's own that are offered for one of the file, and of the dictionary's."""


@pressed(router, ImportButton, F.act == "names", reads=True)
async def names(
    query: CallbackQuery, callback_data: ImportButton, db: Connection, person: Person, t: Words
) -> Reply:
    """List the exercises that were not found by their names."""
    found = await storage.imports.find(db, person.id, callback_data.id)
    if found is None or found.state != "ready":
        return toast(t.plain("import-gone"), outcome="stale")
    unsure = await storage.imports.unsure(db, person.id, found.id)
    return Reply(screens=(_list(t, found.id, list(unsure), callback_data.page),))


def _list(t: Words, number: int, unsure: list[Named], page: int) -> Screen:
    pages = max((len(unsure) + PAGE - 1) // PAGE, 1)
    page = min(page, pages - 1)
    shown = unsure[page * PAGE : (page + 1) * PAGE]
    lines = t.lines(
        "import-name",
        ({"name": one.name, "called": one.called if one.how != "new" else "new"} for one in shown),
    )
    rows = [
        [
            button(
                domain.names.shorten(one.name, domain.names.BUTTON_UNITS),
                ImportNameButton(act="ask", id=number, n=one.n),
            )
        ]
        for one in shown
    ]
    pager = wording.pager(t, page, pages, lambda at: ImportButton(act="names", id=number, page=at))
    back = button(t.plain("button-back"), ImportButton(act="show", id=number))
    return screen(t("import-names", lines=lines), [*rows, pager, [back]])


@pressed(router, ImportNameButton, F.act == "ask", reads=True)
async def ask(
    query: CallbackQuery, callback_data: ImportNameButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Offer what an exercise of the file may be."""
    unsure = await storage.imports.unsure(db, person.id, callback_data.id)
    one = next((one for one in unsure if one.n == callback_data.n), None)
    if one is None:
        return toast(t.plain("import-gone"), outcome="stale")
    own = await storage.exercises.all_of(db, person.id)
    choices = matching.candidates(one.name, [each.name for each in own], CHOICES)
    by_name = {each.name: each for each in own}
    rows = [[_choice(t, callback_data, choice, by_name)] for choice in choices]
    new = ImportNameButton(act="is", id=callback_data.id, n=one.n)
    back = ImportButton(act="names", id=callback_data.id)
    rows.append([button(t.plain("import-button-new"), new)])
    rows.append([button(t.plain("button-back"), back)])
    return Reply(screens=(screen(t("import-name-ask", name=one.name), rows),))


def _choice(
    t: Words, data: ImportNameButton, choice: str | Known, by_name: dict[str, Exercise]
) -> Button:
    meant = ImportNameButton(act="is", id=data.id, n=data.n)
    if isinstance(choice, str):
        meant.own, name = by_name[choice].id, choice
    else:
        meant.known, name = choice.key, _called(choice, t.language)
    return button(domain.names.shorten(name, domain.names.BUTTON_UNITS), meant)


def _called(one: Known, language: str) -> str:
    return one.ru if language == "ru" else one.en


@pressed(router, ImportNameButton, F.act == "is")
async def choose(
    query: CallbackQuery, callback_data: ImportNameButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Take what an exercise of the file is."""
    found = await storage.imports.find(db, person.id, callback_data.id)
    known = next((one for one in KNOWN if one.key == callback_data.known), None)
    own = await storage.exercises.find(db, person.id, callback_data.own)
    if found is None or found.state != "ready" or (callback_data.own and own is None):
        return toast(t.plain("import-gone"), outcome="stale")
    await storage.imports.choose(
        db,
        person.id,
        found.id,
        callback_data.n,
        exercise=own.id if own else None,
        called=_called(known, t.language) if known else None,
        known=known.key if known else None,
        kind=known.kind if known else "other",
    )
    unsure = list(await storage.imports.unsure(db, person.id, found.id))
    at = next((n for n, one in enumerate(unsure) if one.n == callback_data.n), 0)
    return Reply(screens=(_list(t, found.id, unsure, at // PAGE),))
