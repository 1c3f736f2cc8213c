"""/deleteall: show what will be deleted, ask, and delete it."""

from dataclasses import asdict

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from service import storage
from service.storage.belongings import Belongings
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram.buttons import DeleteAllButton, KeepAllButton
from service.telegram.replies import Reply, Screen, button, say, screen, toast
from service.telegram.routing import command, pressed
from service.texts import Words

router = Router(name="deleteall")


@command(router, "deleteall", reads=True)
async def ask(message: Message, db: Connection, person: Person, t: Words) -> Reply:
    """Show what will be deleted, and ask."""
    return Reply(screens=(question(t, await storage.belongings.count(db, person.id)),))


def question(t: Words, belongings: Belongings) -> Screen:
    """Return the question whether to delete everything."""
    counts = asdict(belongings)
    if not any(counts.values()):
        return screen(t("deleteall-nothing"))
    return screen(
        t("deleteall-ask", **counts),
        [
            [button(t.plain("deleteall-button"), DeleteAllButton(**counts), "danger")],
            [button(t.plain("deleteall-button-keep"), KeepAllButton())],
        ],
    )


@pressed(router, DeleteAllButton, operation="deleteall")
async def delete(
    query: CallbackQuery, callback_data: DeleteAllButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Delete everything the person has, if it is still what the question listed."""
    belongings = await storage.belongings.count(db, person.id)
    counts = asdict(belongings)
    if not any(counts.values()):
        return say(t("deleteall-nothing"), outcome="duplicate", times=0)
    if counts != callback_data.model_dump():
        again = (question(t, belongings),)
        return toast(t.plain("deleteall-changed"), "stale", screens=again)
    await storage.belongings.delete(db, person.id)
    return say(t("deleteall-done", **counts))


@pressed(router, KeepAllButton, reads=True)
async def keep(query: CallbackQuery, t: Words) -> Reply:
    """Leave everything as it is."""
    return say(t("deleteall-kept"))
