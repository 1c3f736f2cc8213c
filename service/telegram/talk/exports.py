"""/export: everything that is stored for a person, as files."""

import asyncio

from aiogram import Router
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile, Message

from service import domain, spreadsheets, storage
from service.domain.errors import Refusal
from service.domain.exports import MAX_BYTES
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram.replies import Reply, say
from service.telegram.routing import command
from service.texts import Words

PAUSE_SECONDS = 60
"""Shortest time between two exports of a person: files that wait to be sent take memory."""

router = Router(name="exports")


@command(router, "export")
async def export(message: Message, db: Connection, person: Person, t: Words) -> Reply:
    """Send the sets as a table and a spreadsheet, if there are any, and everything as JSON."""
    some = await storage.belongings.count(db, person.id)  # an empty export is cheap
    if some and not await storage.exports.begin(db, person.id, PAUSE_SECONDS):
        raise Refusal("export-too-soon")
    if await storage.exports.size(db, person.id) > MAX_BYTES:
        # Not raised: that would roll back the time of this export.
        return say(t("export-too-much"), outcome="refused", reason=Refusal.reason, times=0)
    files = []
    if rows := await storage.exports.sets(db, person.id):
        words = {name: t.plain(f"export-{name}") for name in spreadsheets.WORDS}
        # In a thread, because thousands of rows would block the event loop.
        table = await asyncio.to_thread(domain.exports.table, rows, person.zone)
        book = await asyncio.to_thread(spreadsheets.spreadsheet, rows, person.zone, words)
        files.append(("sets.csv", table, t.plain("export-sets", sets=len(rows))))
        files.append(("sets.xlsx", book, t.plain("export-spreadsheet")))
    everything = await storage.exports.everything(db, person.id)
    files.append(("everything.json", everything.encode(), t.plain("export-everything")))
    day = person.now.astimezone(person.zone).date()
    return Reply(
        calls=tuple(
            SendDocument(
                chat_id=message.chat.id,
                document=BufferedInputFile(content, f"{day}-{name}"),
                caption=caption,
            )
            for name, content, caption in files
        )
    )
