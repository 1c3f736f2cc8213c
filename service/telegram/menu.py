"""The command menu and the bot's description, in every language."""

from collections.abc import Sequence
from typing import NamedTuple

from aiogram import Bot
from aiogram.methods import (
    GetMyCommands,
    GetMyDescription,
    GetMyShortDescription,
    SetMyCommands,
    SetMyDescription,
    SetMyShortDescription,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from service import texts
from service.texts import Words


class Command(NamedTuple):
    """A command of the menu, and the operation type that it is counted as.

    ``operation`` is None for commands that are no operation: the seven types are a contract with
    operators, and cover only what uses or fills the training log.
    """

    name: str
    operation: str | None
    counted: str
    """When the operation is counted, or why there is none."""


COMMANDS = (
    Command("startworkout", "startworkout", "when a workout begins, not when one is chosen"),
    Command("newprogram", "newprogram", "when the draft is saved"),
    Command("programs", "programs", "whenever the list is shown"),
    Command("templates", None, "offers programs; using one counts as newprogram"),
    Command("report", "report", "whenever a report is shown"),
    Command("history", None, "shows what is there; bot_requests_total counts it"),
    Command("weight", None, "logs what a person weighs, which is no set"),
    Command("exercises", None, "changes what exercises are called and nothing that was lifted"),
    Command("progress", None, "shows what is there; bot_requests_total counts it"),
    Command("records", None, "likewise"),
    Command("challenge", None, "belongs to a group; bot_challenges_total counts what happens"),
    Command("settings", None, "changes how the bot behaves and nothing that was logged"),
    Command("language", None, "likewise"),
    Command("export", None, "hands out what is there; bot_requests_total counts it"),
    Command("privacy", None, "explains; bot_requests_total counts it"),
    Command("status", None, "likewise"),
    Command("deleteall", "deleteall", "when the deletion is confirmed"),
    Command("cancel", None, "takes a question back, so nothing is done"),
    Command("help", None, "explains; bot_requests_total counts it"),
    Command("start", "start", "whenever it is sent"),
)
"""All commands, in the order of the menu. Logging a set (save_record) needs no command."""

NAMES = tuple(command.name for command in COMMANDS)

GROUP = ("challenge", "status", "help")
"""Commands that make sense in a group, in the order of its menu."""

SHORT = ("go", "forget")
"""Other names of commands, which the menu does not show: /startworkout and /deleteall."""

DEFAULT = "en"
"""Language of people whose own language the bot does not have."""


def commands(t: Words, names: Sequence[str] = NAMES) -> list[BotCommand]:
    """Return the commands with their descriptions."""
    return [BotCommand(command=name, description=t.plain(f"command-{name}")) for name in names]


async def publish(bot: Bot) -> None:
    """Send the menu and the descriptions to Telegram, where they have changed."""
    for language in texts.LANGUAGES:
        t = texts.of(language)
        code = None if language == DEFAULT else language
        for scope, names in (
            (BotCommandScopeAllPrivateChats(), NAMES),
            (BotCommandScopeAllGroupChats(), GROUP),
        ):
            menu = commands(t, names)
            if await bot(GetMyCommands(scope=scope, language_code=code)) != menu:
                await bot(SetMyCommands(commands=menu, scope=scope, language_code=code))
        about, short = t.plain("about"), t.plain("about-short")
        if (await bot(GetMyDescription(language_code=code))).description != about:
            await bot(SetMyDescription(description=about, language_code=code))
        if (await bot(GetMyShortDescription(language_code=code))).short_description != short:
            await bot(SetMyShortDescription(short_description=short, language_code=code))
