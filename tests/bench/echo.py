"""The smallest bot that aiogram makes, as a process: it answers one word to each message."""

import os

import uvloop
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


async def answer(message: Message) -> None:
    """Answer one word."""
    await message.answer("ok")


async def main() -> None:
    """Poll until somebody stops it."""
    server = TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"])
    bot = Bot(os.environ["BOT_TOKEN"], session=AiohttpSession(api=server))
    dispatcher = Dispatcher()
    dispatcher.message()(answer)
    print("health none", "Stop it with Ctrl-C", sep="\n", flush=True)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    uvloop.run(main())
