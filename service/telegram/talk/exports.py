"""/export: everything that is stored for a person, as files."""

import asyncio
from collections.abc import Mapping
from datetime import tzinfo
from functools import partial

from aiogram import Router
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile, Message

from service import domain, spreadsheets, storage
from service.domain.errors import Refusal
from service.domain.exports import MAX_BYTES, Row
from service.storage import Database
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram.replies import Calls, Reply, say
from service.telegram.routing import command
from service.texts import Words

PAUSE_SECONDS = 60
"""Shortest time between two exports of a person: files that wait to be sent take memory."""

router = Router(name="exports")


@command(router, "export")
async def export(
    message: Message, db: Connection, database: Database, person: Person, t: Words
) -> Reply:
    """Send the sets as a table and a spreadsheet, if there are any, and everything as JSON."""
    some = await storage.belongings.count(db, person.id)  # an empty export is cheap
    if some and not await storage.exports.begin(db, person.id, PAUSE_SECONDS):
        raise Refusal("export-too-soon")
    if await storage.exports.size(db, person.id) > MAX_BYTES:
        # Not raised: that would roll back the time of this export.
        return say(t("export-too-much"), outcome="refused", reason=Refusal.reason, times=0)
    return Reply(later=partial(_files, database, message.chat.id, person, t))


async def _files(database: Database, chat: int, person: Person, t: Words) -> Calls:
    """Read what is stored, give the connection back, and write the files in a thread.

    Written in a transaction, they would hold a connection for seconds.
    """
    async with database.transaction() as db:
        rows = await storage.exports.sets(db, person.id)
        everything = await storage.exports.everything(db, person.id)
    words = {name: t.plain(f"export-{name}") for name in spreadsheets.WORDS}
    captions = {
        "sets.csv": t.plain("export-sets", sets=len(rows)),
        "sets.xlsx": t.plain("export-spreadsheet"),
        "everything.json": t.plain("export-everything"),
    }
    files = await asyncio.to_thread(_write, rows, everything, person.zone, words)
    day = person.now.astimezone(person.zone).date()
    return tuple(
        SendDocument(
            chat_id=chat,
            document=BufferedInputFile(content, f"{day}-{name}"),
            caption=captions[name],
        )
        for name, content in files.items()
    )


def _write(
    rows: list[Row], everything: str, zone: tzinfo, words: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the files by name."""
    files = {}
    if rows:
        files["sets.csv"] = domain.exports.table(rows, zone)
        files["sets.xlsx"] = spreadsheets.spreadsheet(rows, zone, words)
    return files | {"everything.json": everything.encode()}
