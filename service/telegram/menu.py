"""The command menu and the bot's description, in every language."""

from collections.abc import Sequence

from aiogram import Bot
from aiogram.methods import (
    GetMyCommands,
    GetMyDescription,
    GetMyShortDescription,
    SetMyCommands,
    SetMyDescription,
    SetMyShortDescription,
)
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats

from service import texts
from service.texts import Words

COMMANDS: Sequence[str] = (
    "startworkout",
    "newprogram",
    "programs",
    "report",
    "settings",
    "language",
    "export",
    "deleteall",
    "cancel",
    "help",
    "start",
)
"""Every command, in the order of the menu."""

SHORT: Sequence[str] = ("go",)
"""Other names of commands, for those who know them; no menu shows them."""

DEFAULT = "en"
"""What people see whose language the bot does not speak."""


def commands(t: Words) -> list[BotCommand]:
    """List the commands with what they do."""
    return [BotCommand(command=name, description=t.plain(f"command-{name}")) for name in COMMANDS]


async def publish(bot: Bot) -> None:
    """Tell Telegram the menu and the description, where they changed."""
    for language in texts.LANGUAGES:
        t = texts.of(language)
        code = None if language == DEFAULT else language
        scope = BotCommandScopeAllPrivateChats()
        if await bot(GetMyCommands(scope=scope, language_code=code)) != commands(t):
            await bot(SetMyCommands(commands=commands(t), scope=scope, language_code=code))
        about, short = t.plain("about"), t.plain("about-short")
        if (await bot(GetMyDescription(language_code=code))).description != about:
            await bot(SetMyDescription(description=about, language_code=code))
        if (await bot(GetMyShortDescription(language_code=code))).short_description != short:
            await bot(SetMyShortDescription(short_description=short, language_code=code))
