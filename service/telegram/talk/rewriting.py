"""A program as text: sent to be copied, and the difference when it comes back."""

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup, escape

from service import domain, storage
from service.domain.programs import Draft, Program, editing
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import wording
from service.telegram.replies import Reply, screen
from service.telegram.talk import edit_screens, programs
from service.texts import Words

MOST_SHOWN = 20
"""Lines of a difference that are shown."""


async def offer(db: Connection, person: Person, t: Words, program: Program) -> Reply:
    """Send a program as text, in numbered parts if it is long; its next version is awaited."""
    await storage.people.ask(db, person.id, "edit_text", program.id)
    parts = domain.programs.writing.parts(program.name, program.days, t.unit, t.language)
    blocks = [
        screen(t("edit-text-part", n=n, count=len(parts), text=escape(part)))
        for n, part in enumerate(parts, 1)
    ]
    back = [edit_screens.act("done", program.id, t.plain("button-back"))]
    return Reply(screens=(screen(t("edit-text", parts=len(parts)), [back]), *blocks))


def is_whole(text: str, program: Program) -> bool:
    """Return whether a text begins as the text of a program does."""
    return domain.names.clean(text.strip().partition("\n")[0]) == program.name


def read(text: str, program: Program, person: Person) -> tuple[str, str]:
    """Return the name and the body of a program that comes back."""
    if is_whole(text, program):
        return program.name, text.strip().partition("\n")[2]
    name, body = domain.programs.read_message(text, person.unit)
    return name or program.name, body


def difference(t: Words, draft: Draft, program: Program) -> Iterator[Markup]:
    """Yield the lines of what changes."""
    days = after(t, draft, program)
    found = editing.difference(program, days)
    changes = [
        *(t("edit-line-removed", plan=wording.plan(t, plan)) for plan in found.removed),
        *(t("edit-line-added", plan=wording.plan(t, plan)) for plan in found.added),
    ]
    if draft.name != program.name:
        yield t("edit-renamed", name=draft.name or "")
    yield from changes[:MOST_SHOWN]
    if len(changes) > MOST_SHOWN:
        yield t("edit-more", count=len(changes) - MOST_SHOWN)
    if [day.name for day in days] != [day.name for day in program.days]:
        named = (wording.day_name(t, day.name, n) for n, day in enumerate(days, 1))
        yield t("edit-days-are", days=", ".join(named))
    elif _order(program.days, days) != _order(days, program.days):
        yield t("edit-reordered")
    yield t("edit-same", count=found.same)


def _order(days: editing.Days, others: editing.Days) -> list[list[int]]:
    """Return the lines of each day, as far as ``others`` have them too."""
    common = {slot.id for day in others for slot in day.slots}
    return [[slot.id for slot in day.slots if slot.id in common] for day in days]


def after(t: Words, draft: Draft, program: Program) -> editing.Days:
    """Return the days that a program would have."""
    days = draft.days
    if len(days) > 1:
        days = tuple(
            replace(day, name=day.name or wording.day_name(t, None, n))
            for n, day in enumerate(days, 1)
        )
    return editing.merged(program, days)


async def store(db: Connection, person: Person, t: Words, draft: Draft, program: Program) -> Reply:
    """Store a program that came back as text; ask whether the open workout follows it."""
    if draft.name and draft.name != program.name:
        await storage.editing.rename(db, person.id, program.id, draft.name)
    await storage.editing.replace(db, person.id, program.id, after(t, draft, program))
    stored = await storage.programs.find(db, person.id, program.id)
    if stored is None:
        raise LookupError("a program vanished inside its own transaction")
    reply = Reply(screens=(programs.card(t, stored),), toast=t.plain("edit-replaced"))
    workout = await storage.following.differs(db, person.id, program.id)
    return reply.then(edit_screens.following(t, workout)) if workout else reply
