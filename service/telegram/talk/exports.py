"""/export: everything that is stored for a person, as files."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from functools import partial

from aiogram import Router
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile, Message

from service import domain, spreadsheets, storage
from service.domain.errors import Refusal
from service.domain.exports import MAX_BYTES, MAX_PARTS, Row
from service.domain.importing.values import MAX_ROWS
from service.storage import Database
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram.replies import Calls, Further, Reply, say
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
    if await storage.exports.size(db, person.id) > MAX_PARTS * MAX_BYTES:
        # Not raised: that would roll back the time of this export.
        return say(t("export-too-much"), outcome="refused", reason=Refusal.reason, times=0)
    return Reply(later=partial(_files, database, message.chat.id, person, t))


async def _files(database: Database, chat: int, person: Person, t: Words) -> Further:
    """Divide what is stored into parts that can be imported again; each is written in its turn."""
    async with database.transaction() as db:
        rest = await storage.exports.everything(db, person.id, [])  # every part has it
        workouts = await storage.exports.workouts(db, person.id)
    parts = domain.exports.parts(workouts, MAX_BYTES - len(rest.encode()), MAX_ROWS)
    return tuple(
        partial(_part, database, chat, person, t, part, (n, len(parts)))
        for n, part in enumerate(parts, 1)
    )


async def _part(  # noqa: PLR0913, PLR0917 - what to write, for whom, and of how many
    database: Database,
    chat: int,
    person: Person,
    t: Words,
    workouts: Sequence[int],
    place: tuple[int, int],
) -> Calls:
    """Read some workouts, give the connection back, and write the files in a thread.

    Written in a transaction, they would hold a connection for seconds. ``place`` is the number of
    the part, and of all parts.
    """
    async with database.transaction() as db:
        rows = await storage.exports.sets(db, person.id, workouts)
        everything = await storage.exports.everything(db, person.id, workouts)
    words = {name: t.plain(f"export-{name}") for name in spreadsheets.WORDS}
    captions = {
        "sets.csv": t.plain("export-sets", sets=len(rows)),
        "sets.xlsx": t.plain("export-spreadsheet"),
        "everything.json": t.plain("export-everything"),
    }
    files = await asyncio.to_thread(_write, rows, everything, person.zone, words)
    day = person.now.astimezone(person.zone).date()
    which, head = "", ""
    if place[1] > 1:
        which = f"{place[0]}-of-{place[1]}-"
        head = t.plain("export-part", part=place[0], parts=place[1]) + "\n"
    return tuple(
        SendDocument(
            chat_id=chat,
            document=BufferedInputFile(content, f"{day}-{which}{name}"),
            caption=head + captions[name],
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
