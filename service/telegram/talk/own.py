"""/exercises: one's own exercises are renamed, merged and deleted."""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from service import domain, storage
from service.domain.errors import NotUnderstood, Refusal, Unsure
from service.domain.exercises import Known
from service.domain.names import BUTTON_UNITS, shorten
from service.domain.notation import Context
from service.storage.database import Connection
from service.storage.exercises import Exercise
from service.storage.own import Used
from service.storage.people import Person
from service.telegram import shortcuts, wording
from service.telegram.past_buttons import (
    HistoryButton,
    LiftHistoryButton,
    MergeButton,
    MergeKnownButton,
    OwnButton,
    OwnListButton,
)
from service.telegram.replies import Button, Reply, Screen, button, screen, toast
from service.telegram.routing import command, flags, pressed
from service.telegram.talk.reading import text_of
from service.telegram.talk.workout import entering
from service.texts import Words

router = Router(name="own")

PAGE = 8
"""Exercises on one page."""

QUESTIONS = ("own_name", "own_merge")


@command(router, "exercises", reads=True)
async def exercises(message: Message, db: Connection, person: Person, t: Words) -> Reply:
    """List the exercises."""
    return Reply(screens=(await _list(db, person, t, 0),))


@pressed(router, OwnListButton, reads=True)
async def turn_page(
    query: CallbackQuery, callback_data: OwnListButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Turn to a page of the exercises."""
    return Reply(screens=(await _list(db, person, t, callback_data.page),))


@pressed(router, OwnButton)
async def press(
    query: CallbackQuery, callback_data: OwnButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Show an exercise, ask for another name, offer others to merge it with, or delete it."""
    found = await storage.own.find(db, person.id, callback_data.id)
    if found is None:
        return toast(t.plain("toast-stale"), outcome="stale")
    match callback_data.act:
        case "name":
            await storage.people.ask(db, person.id, "own_name", found.id)
            name = wording.name(t, found)
            shown = screen(t("own-ask-name", name=name), [_back(t, found)])
        case "merge":
            await storage.people.ask(db, person.id, "own_merge", found.id)
            shown = await _others(db, person, t, found, callback_data.page)
        case "delete":
            return await _delete(db, person, t, found)
        case _:
            shown = _one(t, found)
    return Reply(screens=(shown,))


@pressed(router, MergeButton)
async def merge(
    query: CallbackQuery, callback_data: MergeButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Ask whether to merge an exercise into another; merge them when that is confirmed."""
    found = await storage.own.find(db, person.id, callback_data.id)
    into = await storage.own.find(db, person.id, callback_data.into)
    if found is None or into is None or found.id == into.id:
        return toast(t.plain("toast-stale"), outcome="stale")
    if callback_data.sure:
        return await _merge(db, person, t, found, into.id)
    return Reply(screens=(_question(t, found, into),))


@pressed(router, MergeKnownButton)
async def merge_known(
    query: CallbackQuery, callback_data: MergeKnownButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Merge an exercise into one of the dictionary, which the person did not have."""
    found = await storage.own.find(db, person.id, callback_data.id)
    known = domain.exercises.by_key(callback_data.key)
    if found is None or known is None:
        return toast(t.plain("toast-stale"), outcome="stale")
    name = known.ru if person.language == "ru" else known.en
    if found.known == known.key:
        return toast(t.plain("toast-stale"), outcome="stale")
    into, _ = await storage.exercises.find_or_make(db, person.id, name)
    return await _merge(db, person, t, found, into)


async def _merge(db: Connection, person: Person, t: Words, found: Used, into: int) -> Reply:
    if not await storage.own.merge(db, person.id, found.id, into):
        return toast(t.plain("toast-stale"), outcome="stale")
    after = await storage.own.find(db, person.id, into)
    if after is None:
        raise LookupError("an exercise vanished inside its own transaction")
    said = t.plain("own-merged", sets=found.sets)
    return Reply(screens=(_one(t, after),), toast=said)


async def _delete(db: Connection, person: Person, t: Words, found: Used) -> Reply:
    """Delete an exercise without sets; offer to merge one that has some."""
    if await storage.own.delete(db, person.id, found.id):
        said = t.plain("own-deleted", name=wording.name(t, found, BUTTON_UNITS))
        return Reply(screens=(await _list(db, person, t, 0),), toast=said)
    text = t("own-used", name=wording.name(t, found), sets=found.sets, lines=found.lines)
    merging = button(t.plain("own-button-merge"), OwnButton(act="merge", id=found.id))
    return Reply(screens=(screen(text, [[merging], _back(t, found)]),))


async def _list(db: Connection, person: Person, t: Words, page: int) -> Screen:
    ids = await _sorted(db, person, t)
    pages = domain.programs.pages(len(ids), PAGE)
    page = min(page, pages - 1)
    found = await storage.own.used(db, person.id, ids[page * PAGE : (page + 1) * PAGE])
    rows = [
        [button(wording.label(t, each, f" · {each.sets}"), OwnButton(act="open", id=each.id))]
        for each in found
    ]
    turns = wording.pager(t, page, pages, lambda at: OwnListButton(page=at))
    months = HistoryButton(month=domain.history.month_of(person.today), page=0)
    back = [button(t.plain("history-button-back"), months)]
    return screen(t("own", count=len(ids)), [*rows, turns, back])


async def _sorted(db: Connection, person: Person, t: Words) -> list[int]:
    """Return the ids of the exercises by their names as they are shown."""
    names = await storage.own.names(db, person.id)
    shown = ((domain.exercises.called(name, known, t.language), id_) for id_, name, known in names)
    return [id_ for name, id_ in sorted(shown, key=lambda each: _place(t, *each))]


def _place(t: Words, name: str, id_: int) -> tuple[bool, str, int]:
    return *domain.names.order(name, t.language), id_


def _one(t: Words, found: Used) -> Screen:
    text = t("own-one", name=wording.name(t, found), sets=found.sets, lines=found.lines)
    data = {
        "history": LiftHistoryButton(exercise=found.id, page=0),
        "name": OwnButton(act="name", id=found.id),
        "merge": OwnButton(act="merge", id=found.id),
        "delete": OwnButton(act="delete", id=found.id),
    }
    history, name, merging, delete = (
        button(t.plain(f"own-button-{act}"), each, "danger" if act == "delete" else None)
        for act, each in data.items()
    )
    back = button(t.plain("own-button-back"), OwnListButton(page=0))
    return screen(text, [[history], [name, merging], [delete], [back]])


def _back(t: Words, found: Used) -> list[Button]:
    return [button(t.plain("button-back"), OwnButton(act="open", id=found.id))]


async def _others(db: Connection, person: Person, t: Words, found: Used, page: int) -> Screen:
    """Return a page of the exercises to merge one with; a name can also be typed."""
    ids = [each for each in await _sorted(db, person, t) if each != found.id]
    pages = domain.programs.pages(len(ids), PAGE)
    page = min(page, pages - 1)
    others = await storage.own.used(db, person.id, ids[page * PAGE : (page + 1) * PAGE])
    rows = [
        [button(wording.label(t, each, f" · {each.sets}"), MergeButton(id=found.id, into=each.id))]
        for each in others
    ]
    turns = wording.pager(t, page, pages, lambda at: OwnButton(act="merge", id=found.id, page=at))
    text = t("own-merge-ask", name=wording.name(t, found))
    return screen(text, [*rows, turns, _back(t, found)])


def _question(t: Words, found: Used, into: Used | Known) -> Screen:
    """Return the question whether to merge an exercise into another; it says what moves."""
    if isinstance(into, Known):
        name = into.ru if t.language == "ru" else into.en
        data: MergeButton | MergeKnownButton = MergeKnownButton(id=found.id, key=into.key)
    else:
        name, data = wording.name(t, into), MergeButton(id=found.id, into=into.id, sure=True)
    text = t(
        "own-merge",
        name=wording.name(t, found),
        into=name,
        sets=found.sets,
        lines=found.lines,
    )
    yes = button(t.plain("own-button-sure"), data, "danger")
    return screen(text, [[yes], _back(t, found)])


class Named(BaseFilter):
    """Matches what is typed while the name of an exercise is asked for."""

    async def __call__(
        self, message: Message, db: Connection, person: Person
    ) -> bool | dict[str, Any]:
        """Find the exercise that is renamed or merged."""
        text = text_of(message)
        if person.question not in QUESTIONS or not text or text.startswith("/"):
            return False
        if shortcuts.act(text):
            return False
        about = await storage.people.asked_about(db, person.id)
        found = about and await storage.own.find(db, person.id, about)
        return {"found": found} if found else False


@router.message(Named(), flags=flags(hints=True))
async def typed(message: Message, db: Connection, person: Person, t: Words, found: Used) -> Reply:
    """Take another name, or the name of the exercise to merge with.

    A set is refused once, and closes the question: it may not have been meant for it.
    """
    if await _is_set(text_of(message) or "", person):
        said = screen(t("own-is-set", name=wording.name(t, found), asked=person.question or ""))
        return Reply(outcome="refused", reason="not_understood", times=0).then(said)
    name = domain.names.read(text_of(message) or "")
    if person.question == "own_merge":
        return await _typed_merge(db, person, t, found, name)
    key = domain.names.key(name)
    known = domain.exercises.known(name)
    its_key, kind = (known.key, known.kind) if known else (None, None)
    other = await storage.own.same(db, person.id, key, its_key, but=found.id)
    if other:
        into = await storage.own.find(db, person.id, other)
        return Reply(screens=(_question(t, found, into),)) if into else Reply(times=0)
    await storage.own.rename(db, person.id, found.id, name, key, its_key, kind)
    after = await storage.own.find(db, person.id, found.id)
    return Reply(screens=(_one(t, after or found),), reaction="✍")


async def _is_set(text: str, person: Person) -> bool:
    """Return whether a text is sets rather than a name."""
    if "\n" in text or text[:1].isdecimal():
        return True
    about = Context(unit=person.unit)
    try:
        lines = await entering.read(text, lambda _: about, today=person.today)
    except (Refusal, Unsure):
        return False
    return any(line.lifts for line in lines)


async def _typed_merge(db: Connection, person: Person, t: Words, found: Used, name: str) -> Reply:
    meant = (await entering.names_of(db, person)).find(name)
    into: Used | Known | None = meant if isinstance(meant, Known) else None
    if isinstance(meant, Exercise):
        into = await storage.own.find(db, person.id, meant.id)
    if into is None or (isinstance(into, Used) and into.id == found.id):
        raise NotUnderstood("own-no-other", name=shorten(name))
    return Reply(screens=(_question(t, found, into),))
