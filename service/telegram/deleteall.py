"""/deleteall: what will go, a red button, and then it is gone."""

from dataclasses import asdict

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from service import storage
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram.buttons import DeleteAllButton
from service.telegram.replies import Reply, button, say
from service.telegram.routing import command, pressed
from service.texts import Words

router = Router(name="deleteall")


@command(router, "deleteall", reads=True)
async def ask(message: Message, db: Connection, person: Person, t: Words) -> Reply:
    """Say what will go."""
    belongings = await storage.belongings.count(db, person.id)
    if not any(asdict(belongings).values()):
        return say(t("deleteall-nothing"))
    return say(
        t("deleteall-ask", **asdict(belongings)),
        [
            [button(t.plain("deleteall-button"), DeleteAllButton(act="delete"), "danger")],
            [button(t.plain("deleteall-button-keep"), DeleteAllButton(act="keep"))],
        ],
    )


@pressed(router, DeleteAllButton, F.act == "delete", operation="deleteall")
async def delete(query: CallbackQuery, db: Connection, person: Person, t: Words) -> Reply:
    """Delete everything of this person's."""
    belongings = await storage.belongings.count(db, person.id)
    await storage.belongings.delete(db, person.id)
    if not any(asdict(belongings).values()):
        return say(t("deleteall-nothing"), outcome="duplicate", times=0)
    return say(t("deleteall-done", **asdict(belongings)))


@pressed(router, DeleteAllButton, F.act == "keep", reads=True)
async def keep(query: CallbackQuery, t: Words) -> Reply:
    """Leave everything as it is."""
    return say(t("deleteall-kept"))
