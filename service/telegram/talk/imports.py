"""A file of another log, or our own: read it, show what is in it, store it, take it back."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import BaseFilter
from aiogram.methods import EditMessageText, SendDocument
from aiogram.types import BufferedInputFile, CallbackQuery, Document, Message
from markupsafe import Markup

from instrumentation.metrics import Metrics
from service import domain, importing, storage
from service.domain.errors import Full, Missing, Refusal
from service.domain.importing.values import MAX_BYTES
from service.domain.units import Unit
from service.storage import Database
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import lengthy
from service.telegram.lengthy import Progress
from service.telegram.past_buttons import ImportButton
from service.telegram.replies import Calls, Reply, Screen, screen, toast
from service.telegram.routing import flags, pressed
from service.telegram.talk import import_screens
from service.texts import Words

router = Router(name="imports")

NAMELESS = "file"
"""Name of a file that Telegram gives none."""

CHUNK_SETS = 2000
"""Sets that one statement stores: more would take longer than a statement may."""


class IsFile(BaseFilter):
    """Matches a message with a file; passes the file to the handler."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        """Look for a document; pictures that are sent as such are none."""
        return {"document": message.document} if message.document else False


@router.message(IsFile(), flags=flags(reads=True))
async def take(  # noqa: PLR0913, PLR0917 - what arrives, and the parts that read it
    message: Message,
    document: Document,
    bot: Bot,
    db: Connection,
    database: Database,
    person: Person,
    t: Words,
    metrics: Metrics,
) -> Reply:
    """Begin to read a file; a caption says nothing. A file that comes twice is read once."""
    if (document.file_size or 0) > MAX_BYTES:
        metrics.imported("", "refused")
        raise Refusal("import-unreadable-heavy", megabytes=MAX_BYTES // 2**20)
    name = domain.names.shorten(domain.names.clean(document.file_name or "") or NAMELESS)
    number = await storage.imports.begin(db, person.id, message.message_id, name)
    await storage.imports.drop_old(db, person.id)
    reading = replace(
        screen(t("import-reading", file=name)), imports=number, replies_to=message.message_id
    )
    job = _Job(bot, database, metrics, person, t, number)
    size = document.file_size or 0
    return Reply(screens=(reading,), later=partial(job.read, document.file_id, size))


@router.edited_message(IsFile(), flags=flags(reads=True))
async def pass_over(message: Message) -> Reply:
    """Ignore an edited caption."""
    return Reply(times=0)


class _Job:
    """Work on one import that takes longer than an update may."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts that it connects
        self,
        bot: Bot,
        database: Database,
        metrics: Metrics,
        person: Person,
        t: Words,
        number: int,
    ) -> None:
        self._bot, self._database, self._metrics = bot, database, metrics
        self._person, self._t, self._number = person, t, number
        self._owner = person.id
        self._began = perf_counter()

    async def read(self, file_id: str, size: int) -> Calls:
        """Read the file and show what is in it."""
        async with self._database.transaction() as db:
            waits = await storage.imports.lock(db, self._owner, self._number, "reading")
            shown = await storage.imports.shown(db, self._owner, self._number)
            own = await storage.exercises.names(db, self._owner)
        if not waits:  # it was dropped meanwhile, or read before a restart
            return await self._show(shown)
        progress = Progress(size)
        t = self._t
        about = {
            "zone": self._person.zone.key,
            "now": self._person.now.isoformat(),
            "title": t.plain("import-title"),
            "language": self._person.language,
            "own": own,
        }
        content = lengthy.download(self._bot, file_id, MAX_BYTES, progress)
        say = partial(_loading, t, progress)
        try:
            async with lengthy.shown(self._bot, self._owner, shown, say):
                found = await self._take(importing.read(content, about))
        except importing.Failed:
            found = {"unreadable": "failed", "line": None}
        if "unreadable" in found:
            return await self._refuse(shown, found)
        self._metrics.imported(found["source"], "read")
        self._metrics.import_rows(found["rows"] - found["refused"], found["refused"])
        self._metrics.import_took("preview", perf_counter() - self._began)
        return await self._show(shown)

    async def _take(self, lines: AsyncIterator[str]) -> dict[str, Any]:
        """Store what the process says of the file; return its summary."""
        try:
            summary: dict[str, Any] = json.loads(await anext(lines))
            if "unreadable" in summary:
                return summary
            async with self._database.transaction() as db:
                if await storage.imports.lock(db, self._owner, self._number, "reading"):
                    extras = await anext(lines)
                    await storage.imports.take(db, self._owner, self._number, summary, extras)
                    async for chunk in lines:
                        await storage.imports.add_workouts(db, self._owner, self._number, chunk)
                    await storage.imports.mark_duplicates(db, self._owner, self._number)
            return summary
        finally:
            await lines.aclose()  # type: ignore[attr-defined]  # a generator

    async def _refuse(self, shown: int | None, found: dict[str, Any]) -> Calls:
        async with self._database.transaction() as db:
            await storage.imports.drop(db, self._owner, self._number)
        self._metrics.imported("", "failed" if found["unreadable"] == "failed" else "refused")
        return self._calls(shown, screen(import_screens.unreadable(self._t, found)))

    async def _show(self, shown: int | None) -> Calls:
        async with self._database.transaction() as db:
            found = await storage.imports.find(db, self._owner, self._number)
        if found and found.state == "dropped":
            return self._calls(shown, screen(self._t("import-dropped", file=found.file)))
        if found is None or found.state != "ready":
            return ()
        return self._calls(shown, import_screens.preview(self._t, self._person, found))

    def _calls(self, shown: int | None, what: Screen) -> Calls:
        if shown is None:
            return ()
        return (
            EditMessageText(
                chat_id=self._owner,
                message_id=shown,
                text=what.text,
                parse_mode="HTML",
                reply_markup=what.keyboard,
            ),
        )

    async def store(self, message: int) -> Calls:
        """Store the file, all of it or nothing; say how far it is meanwhile."""
        progress = Progress(0)
        say = partial(_storing, self._t, progress)
        try:
            async with lengthy.shown(self._bot, self._owner, message, say):
                stored = await self._store(progress)
        except Full as full:
            return self._calls(message, screen(self._t(full.key, **full.arguments)))
        if stored is None:
            return ()
        sets, workouts, programs, source = stored
        self._metrics.imported(source, "stored")
        self._metrics.sets_logged("import", sets)
        self._metrics.import_took("store", perf_counter() - self._began)
        done = import_screens.stored(self._t, self._number, sets, workouts, programs)
        return self._calls(message, done)

    async def _store(self, progress: Progress) -> tuple[int, int, int, str] | None:
        """Store the file; return its sets, workouts and programs, and its format."""
        owner, number = self._owner, self._number
        async with self._database.transaction() as db:
            if not await storage.imports.lock(db, owner, number, "ready"):
                return None
            was_empty = await storage.importing.is_empty(db, owner)
            await storage.imports.mark_duplicates(db, owner, number)
            found = await storage.imports.find(db, owner, number)
            if found is None:
                return None
            progress.whole = found.sets
            await storage.importing.make_exercises(db, owner, number)
            extras = await storage.importing.extras(db, owner, number)
            programs = await self._restore(db, extras, was_empty=was_empty)
            workouts = await storage.importing.number_workouts(db, owner, number)
            for since, until in await storage.importing.chunks(db, owner, number, CHUNK_SETS):
                progress.done += await storage.importing.add_workouts(
                    db, owner, number, since, until
                )
            await storage.importing.done(db, owner, number)
            await storage.imports.empty(db, owner, number)
        return progress.done, workouts, programs, found.source

    async def _restore(self, db: Connection, extras: dict[str, Any], *, was_empty: bool) -> int:
        """Restore programs, and into an empty account the settings; return how many programs."""
        if not extras:
            return 0
        owner, number = self._owner, self._number
        await storage.restoring.set_exercises(db, owner, number, json.dumps(extras["exercises"]))
        programs = await storage.restoring.add_programs(db, owner, number, extras["programs"])
        if was_empty:
            await storage.restoring.set_person(db, owner, number, extras["person"])
            weights = json.dumps(extras["body_weights"])
            await storage.restoring.add_body_weights(db, owner, number, weights)
            await self._restore_waiting(db, extras)
        return programs

    async def _restore_waiting(self, db: Connection, extras: dict[str, Any]) -> None:
        """Restore the reminders and the draft, unless there are some."""
        reminders = extras["reminders"]
        if reminders and not (await storage.reminders.find(db, self._owner)).weekdays:
            days, hour = reminders["weekdays"], reminders["hour"]
            zone = (await storage.people.find(db, self._owner) or self._person).zone
            due = domain.reminders.next_due(days, hour, self._person.now, zone)
            await storage.reminders.keep(db, self._owner, days, hour, due)
        draft = extras["draft"]
        if draft and await storage.programs.draft(db, self._owner) is None:
            await storage.programs.write_draft(db, self._owner, draft["name"], draft["body"])

    async def undo(self, message: int) -> Calls:
        """Take the file back."""
        t = self._t
        async with (
            lengthy.shown(self._bot, self._owner, message, lambda: t("import-undoing")),
            self._database.transaction() as db,
        ):
            found = await storage.imports.find(db, self._owner, self._number)
            undone = await storage.reverting.undo(db, self._owner, self._number)
            before = await storage.restoring.settings_before(db, self._owner, self._number)
            if undone and before:
                await storage.restoring.remove_waiting(db, self._owner, self._number)
                await storage.restoring.set_person(db, self._owner, self._number, before)
        if found and undone:
            self._metrics.imported(found.source, "undone")
        return self._calls(message, screen(t("import-undone" if undone else "import-too-late")))


def _loading(t: Words, progress: Progress) -> Markup:
    if not progress.whole or progress.done >= progress.whole:
        return t("import-reading-now")
    return t("import-loading", percent=progress.done * 100 // progress.whole)


def _storing(t: Words, progress: Progress) -> Markup:
    return t("import-storing", done=progress.done, whole=progress.whole)


@pressed(router, ImportButton, F.act == "store", reads=True)
async def store(  # noqa: PLR0913, PLR0917 - likewise
    query: CallbackQuery,
    callback_data: ImportButton,
    bot: Bot,
    db: Connection,
    database: Database,
    person: Person,
    t: Words,
    metrics: Metrics,
) -> Reply:
    """Store what was read; a second press finds it stored."""
    found = await storage.imports.find(db, person.id, callback_data.id)
    if found is None or found.state != "ready" or query.message is None:
        return _late(t, found)
    if found.unit is None:
        return Reply(screens=(import_screens.preview(t, person, found),))
    job = _Job(bot, database, metrics, person, t, found.id)
    storing = screen(t("import-storing", done=0, whole=found.sets))
    return Reply(screens=(storing,), later=partial(job.store, query.message.message_id))


def _late(t: Words, found: storage.imports.Import | None) -> Reply:
    """Answer a button of an import that does not wait any more."""
    if found and found.state == "stored":
        return toast(t.plain("import-already"), outcome="duplicate")
    return toast(t.plain("import-gone"), outcome="stale")


@pressed(router, ImportButton, F.act == "undo", reads=True)
async def undo(  # noqa: PLR0913, PLR0917 - likewise
    query: CallbackQuery,
    callback_data: ImportButton,
    bot: Bot,
    db: Connection,
    database: Database,
    person: Person,
    t: Words,
    metrics: Metrics,
) -> Reply:
    """Take a stored file back."""
    found = await storage.imports.find(db, person.id, callback_data.id)
    if found is None or not found.undoable or query.message is None:
        return toast(t.plain("import-too-late"), outcome="stale")
    job = _Job(bot, database, metrics, person, t, found.id)
    undoing = screen(t("import-undoing"))
    return Reply(screens=(undoing,), later=partial(job.undo, query.message.message_id))


@pressed(router, ImportButton, F.act == "drop")
async def drop(  # noqa: PLR0913, PLR0917 - likewise
    query: CallbackQuery,
    callback_data: ImportButton,
    db: Connection,
    person: Person,
    t: Words,
    metrics: Metrics,
) -> Reply:
    """Store nothing of a file."""
    found = await storage.imports.find(db, person.id, callback_data.id)
    if found is None or not await storage.imports.drop(db, person.id, found.id):
        return _late(t, found)
    metrics.imported(found.source, "dropped")
    return Reply(screens=(screen(t("import-dropped", file=found.file)),))


@pressed(router, ImportButton, F.act.in_({"kg", "lb"}))
async def say_unit(
    query: CallbackQuery, callback_data: ImportButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Take the unit of the file's weights."""
    unit: Unit = "lb" if callback_data.act == "lb" else "kg"
    await storage.imports.say_unit(db, person.id, callback_data.id, unit)
    return await show(query, callback_data, db, person, t)


@pressed(router, ImportButton, F.act == "show", reads=True)
async def show(
    query: CallbackQuery, callback_data: ImportButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Show what is in the file."""
    found = await storage.imports.find(db, person.id, callback_data.id)
    if found is None or found.state != "ready":
        return _late(t, found)
    return Reply(screens=(import_screens.preview(t, person, found),))


@pressed(router, ImportButton, F.act == "lines", reads=True)
async def lines(
    query: CallbackQuery, callback_data: ImportButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Show the lines that could not be read: a few in the chat, many as a file."""
    found = await storage.imports.find(db, person.id, callback_data.id)
    if found is None or found.state != "ready":
        return _late(t, found)
    wrong = await storage.imports.problems(db, person.id, found.id)
    if not wrong:
        raise Missing("import-gone")
    told = import_screens.problems(t, found.source, wrong)
    if len(told) <= import_screens.FEW:
        return Reply(screens=(screen(Markup("\n").join(told)),), new_message=True)
    content = "\n".join(line.striptags() for line in told).encode("utf-8-sig")
    file = BufferedInputFile(content, t.plain("import-lines-file"))
    return Reply(calls=(SendDocument(chat_id=person.id, document=file),))
