"""The work on an import: read its file, store it, take it back. It takes longer than an update may.

Each job says meanwhile how far it is, and then what it has done.
"""

import json
from collections.abc import AsyncIterator
from functools import partial
from time import perf_counter
from typing import Any
from weakref import WeakKeyDictionary

from aiogram import Bot
from markupsafe import Markup

from instrumentation.metrics import Metrics
from service import domain, importing, storage
from service.domain.errors import Full
from service.domain.importing.values import MAX_BYTES
from service.storage import Database
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import lengthy
from service.telegram.lengthy import Progress
from service.telegram.replies import Calls, Screen, screen
from service.telegram.talk import import_screens
from service.texts import Words

CHUNK_SETS = 2000
"""Sets that one statement stores: more would take longer than a statement may."""


class Job:
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
        _jobs[self] = database, person.id, number

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

    async def _take(self, lines: AsyncIterator[bytes]) -> dict[str, Any]:
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
                    await storage.duplicates.mark(db, self._owner, self._number)
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
        return () if shown is None else import_screens.replaced(self._owner, shown, what)

    async def store(self, message: int) -> Calls:
        """Store the file, all of it or nothing; say how far it is meanwhile."""
        progress = Progress(0)
        say = partial(_storing, self._t, progress)
        try:
            async with lengthy.shown(self._bot, self._owner, message, say):
                stored = await self._store(progress)
        except Full as full:
            async with self._database.transaction() as db:
                await storage.interrupted.end(db, self._owner, self._number)
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
            await storage.duplicates.mark(db, owner, number)
            found = await storage.imports.find(db, owner, number)
            if found is None:
                return None
            progress.whole = found.sets
            await storage.importing.make_exercises(db, owner, number)
            programs = await self._restore(db, was_empty=was_empty)
            workouts = await storage.importing.number_workouts(db, owner, number)
            for since, until in await storage.importing.chunks(db, owner, number, CHUNK_SETS):
                progress.done += await storage.importing.add_workouts(
                    db, owner, number, since, until
                )
            await storage.importing.done(db, owner, number)
            await storage.imports.empty(db, owner, number)
        return progress.done, workouts, programs, found.source

    async def _restore(self, db: Connection, *, was_empty: bool) -> int:
        """Restore programs, and into an empty account the settings; return how many programs."""
        owner, number = self._owner, self._number
        waiting = await storage.restoring.waiting(db, owner, number)
        if not waiting:  # it is no file of our own
            return 0
        await storage.restoring.set_exercises(db, owner, number)
        programs = await storage.restoring.add_programs(db, owner, number)
        if was_empty:
            await storage.restoring.set_person(db, owner, number, waiting["person"])
            await storage.restoring.add_body_weights(db, owner, number)
            await self._restore_waiting(db, waiting)
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
            kept = await storage.reverting.undo(db, self._owner, self._number)
            before = await storage.restoring.settings_before(db, self._owner, self._number)
            if kept is not None and before:
                await storage.restoring.remove_waiting(db, self._owner, self._number)
                await storage.restoring.set_person(db, self._owner, self._number, before)
        if found is None or kept is None:
            return self._calls(message, screen(t("import-too-late")))
        self._metrics.imported(found.source, "undone")
        return self._calls(message, screen(t("import-undone", kept=kept)))


_jobs: WeakKeyDictionary[Job, tuple[Database, int, int]] = WeakKeyDictionary()


def imports(database: Database) -> list[tuple[int, int]]:
    """List the owners and ids of the imports on which this process works, or will."""
    return [(owner, number) for where, owner, number in _jobs.values() if where is database]


def _loading(t: Words, progress: Progress) -> Markup:
    if not progress.whole or progress.done >= progress.whole:
        return t("import-reading-now")
    return t("import-loading", percent=progress.done * 100 // progress.whole)


def _storing(t: Words, progress: Progress) -> Markup:
    return t("import-storing", done=progress.done, whole=progress.whole)
