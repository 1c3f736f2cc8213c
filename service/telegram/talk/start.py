"""/start, /help, /language, and the answer to what no other handler understood."""

from aiogram import Router
from aiogram.filters import BaseFilter, CommandObject
from aiogram.methods import SetMyCommands
from aiogram.types import BotCommandScopeChat, CallbackQuery, Message

from service import storage, texts
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import menu
from service.telegram.buttons import LanguageButton
from service.telegram.replies import Reply, Screen, button, say, screen, toast
from service.telegram.routing import command, flags, pressed
from service.telegram.talk import drafts, groups
from service.telegram.talk.reading import text_of
from service.texts import Words

router = Router(name="start")
fallback = Router(name="fallback")


@command(router, "start", operation="start", reads=True)
async def start(
    message: Message, command: CommandObject, db: Connection, person: Person, t: Words
) -> Reply:
    """Greet a new person; show a known one where they stand. Send back who came from a group."""
    if command.args == groups.JOIN:
        return say(t("challenge-hello"))
    return Reply(screens=(await home(db, person, t),))


async def home(db: Connection, person: Person, t: Words) -> Screen:
    """Return the welcome, or how many programs there are and whether a workout is open."""
    programs = await storage.programs.count(db, person.id)
    training = await storage.workouts.open_id(db, person.id)
    if not programs and not training:
        return screen(t("welcome"))
    return screen(t("welcome-back", programs=programs, training="yes" if training else "no"))


@command(router, "help", reads=True)
async def help_(message: Message, t: Words, contact: str | None) -> Reply:
    """List the commands and the notation, and say how to reach the operator."""
    commands = t.lines(
        "help-command",
        ({"command": f"/{name}", "what": t.plain(f"command-{name}")} for name in menu.NAMES),
    )
    text = t("help", commands=commands)
    return say(text + "\n\n" + t("contact", contact=contact) if contact else text)


@command(router, "language", reads=True)
async def language(message: Message, t: Words) -> Reply:
    """Offer the languages."""
    row = [
        button("Русский", LanguageButton(language="ru")),
        button("English", LanguageButton(language="en")),
    ]
    return say(t("language-ask"), [row])


@pressed(router, LanguageButton)
async def speak(
    query: CallbackQuery, callback_data: LanguageButton, db: Connection, person: Person
) -> Reply:
    """Set the person's language, for the menu too."""
    await storage.people.speak(db, person.id, callback_data.language)
    t = texts.of(callback_data.language, person.unit)
    own_menu = SetMyCommands(
        commands=menu.commands(t), scope=BotCommandScopeChat(chat_id=person.id)
    )
    return say(t("language-set"), calls=(own_menu,))


class UnknownCommand(BaseFilter):
    """A text that begins like a command."""

    async def __call__(self, message: Message) -> bool:
        """Check the first character."""
        return (text_of(message) or "").startswith("/")


@fallback.message(UnknownCommand(), flags=flags(reads=True))
async def unknown_command(message: Message, t: Words) -> Reply:
    """Point to the help."""
    return say(t("unknown-command"), outcome="refused", reason="not_understood")


@fallback.message()
async def not_understood(message: Message, db: Connection, person: Person, t: Words) -> Reply:
    """Explain what the bot understands; offer a waiting draft, which the text may belong to."""
    words = text_of(message)
    text = t("not-text") if words is None else t("not-understood")
    if words is not None:
        await storage.messages.leave_unread(db, person.id, message.message_id)
    reply = say(text, outcome="refused", reason="not_understood")
    draft = await storage.programs.draft(db, person.id)
    return reply.then(drafts.offer(t, draft)) if draft else reply


@fallback.callback_query(flags=flags(reads=True))
async def unknown_button(query: CallbackQuery, t: Words) -> Reply:
    """Answer a button that this version of the bot does not send."""
    return toast(t.plain("toast-unknown"), outcome="stale")
