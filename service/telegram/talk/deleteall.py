"""/deleteall, also /forget: show what will be deleted, ask, and delete it."""

from aiogram import Router
from aiogram.methods import DeleteMyCommands
from aiogram.types import BotCommandScopeChat, CallbackQuery, Message
from markupsafe import Markup

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
@command(router, "forget", reads=True)
async def ask(message: Message, db: Connection, person: Person, t: Words) -> Reply:
    """Show what will be deleted, and ask."""
    return Reply(screens=(question(t, await storage.belongings.count(db, person.id)),))


def question(t: Words, belongings: Belongings) -> Screen:
    """Return the question whether to delete everything."""
    return screen(
        t("deleteall-ask", what=said(t, belongings)),
        [
            [button(t.plain("deleteall-button"), DeleteAllButton(**belongings.counts()), "danger")],
            [button(t.plain("deleteall-button-keep"), KeepAllButton())],
        ],
    )


def said(t: Words, belongings: Belongings) -> Markup:
    """List what is stored for a person; there are always settings."""
    parts = [
        t(f"deleteall-part-{kind}", count=count)
        for kind, count in belongings.counts().items()
        if count
    ]
    return Markup(", ").join([*parts, t("deleteall-part-settings")])


@pressed(router, DeleteAllButton, operation="deleteall")
async def delete(
    query: CallbackQuery, callback_data: DeleteAllButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Delete everything the person has, if it is still what the question listed."""
    if await storage.people.is_new(db, person.id):  # stored by this very press
        await storage.belongings.delete(db, person.id)
        return say(t("deleteall-nothing"), outcome="duplicate", times=0)
    belongings = await storage.belongings.count(db, person.id)
    if belongings.counts() != callback_data.model_dump():
        again = (question(t, belongings),)
        return toast(t.plain("deleteall-changed"), "stale", screens=again)
    await storage.belongings.delete(db, person.id)
    own_menu = DeleteMyCommands(scope=BotCommandScopeChat(chat_id=person.id))
    return say(t("deleteall-done", what=said(t, belongings)), calls=(own_menu,))


@pressed(router, KeepAllButton, reads=True)
async def keep(query: CallbackQuery, t: Words) -> Reply:
    """Leave everything as it is."""
    return say(t("deleteall-kept"))
