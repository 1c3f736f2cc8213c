"""What takes long: downloading a person's file, and showing how far it is."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramNetworkError
from aiogram.methods import GetFile
from aiohttp import ClientError
from markupsafe import Markup

from service.telegram.replies import rewritten

SHOW_SECONDS = 1.5
"""Time between two messages about the progress: Telegram takes about one edit a second."""

PART_BYTES = 64 * 1024

PATIENCE_SECONDS = 60
"""Longest time without a further part of a file."""


class Progress:
    """How much of the work is done."""

    def __init__(self, whole: int) -> None:
        self.done, self.whole = 0, whole


async def download(bot: Bot, file_id: str, most: int, progress: Progress) -> AsyncIterator[bytes]:
    """Yield the parts of a file, at most so many bytes. Raises TelegramNetworkError."""
    file = await bot(GetFile(file_id=file_id))
    url = bot.session.api.file_url(bot.token, file.file_path or "")
    try:
        async for part in bot.session.stream_content(
            url, timeout=PATIENCE_SECONDS, chunk_size=PART_BYTES, raise_for_status=True
        ):
            progress.done += len(part)
            yield part
            if progress.done > most:
                return
    except ClientError as error:
        raise TelegramNetworkError(GetFile(file_id=file_id), type(error).__name__) from None


@asynccontextmanager
async def shown(
    bot: Bot, chat: int, message: int | None, say: Callable[[], Markup]
) -> AsyncIterator[None]:
    """Let a message say how far the work is, until it ends. It may fail to: that harms nothing."""

    async def show() -> None:
        said = None
        while True:
            await asyncio.sleep(SHOW_SECONDS)
            if message is not None and said != (text := say()):
                said = text
                with suppress(AiogramError):
                    await bot(rewritten(chat, message, text))

    showing = asyncio.create_task(show())
    try:
        yield
    finally:
        showing.cancel()
        with suppress(asyncio.CancelledError):
            await showing
