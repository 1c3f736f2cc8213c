"""A file of another log, or our own: read it, show what is in it, store it, take it back."""

from dataclasses import replace
from functools import partial
from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import BaseFilter
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile, CallbackQuery, Document, Message
from markupsafe import Markup

from instrumentation.metrics import Metrics
from service import domain, storage
from service.domain.errors import Missing, Refusal
from service.domain.importing.values import MAX_BYTES
from service.domain.units import Unit
from service.storage import Database
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram.past_buttons import ImportButton
from service.telegram.replies import Reply, screen, toast
from service.telegram.routing import flags, pressed
from service.telegram.talk import import_screens
from service.telegram.talk.import_jobs import Job
from service.texts import Words

router = Router(name="imports")

NAMELESS = "file"
"""Name of a file that Telegram gives none."""


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
    job = Job(bot, database, metrics, person, t, number)
    size = document.file_size or 0
    return Reply(screens=(reading,), later=partial(job.read, document.file_id, size))


@router.edited_message(IsFile(), flags=flags(reads=True))
async def pass_over(message: Message) -> Reply:
    """Ignore an edited caption."""
    return Reply(times=0)


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
    *,
    replayed: bool,
) -> Reply:
    """Store what was read; a second press finds it stored, or being stored."""
    found = await storage.imports.find(db, person.id, callback_data.id)
    if found is None or found.state != "ready" or query.message is None:
        return _late(t, found)
    if found.unit is None:
        return Reply(screens=(import_screens.preview(t, person, found),))
    if not await storage.interrupted.begin(
        db, person.id, found.id, query.message.message_id, state="ready", again=replayed
    ):
        return Reply(outcome="duplicate", times=0)
    job = Job(bot, database, metrics, person, t, found.id)
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
    *,
    replayed: bool,
) -> Reply:
    """Take a stored file back; a second press finds it being taken back."""
    found = await storage.imports.find(db, person.id, callback_data.id)
    if found is None or not found.undoable or query.message is None:
        return toast(t.plain("import-too-late"), outcome="stale")
    if not await storage.interrupted.begin(
        db, person.id, found.id, query.message.message_id, state="stored", again=replayed
    ):
        return Reply(outcome="duplicate", times=0)
    job = Job(bot, database, metrics, person, t, found.id)
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
