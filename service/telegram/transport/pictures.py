"""Shows pictures: those that Telegram has already, and others, which are drawn."""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from hashlib import sha256
from time import monotonic
from typing import Any, TypeAlias, TypeVar

from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import EditMessageMedia, SendPhoto, TelegramMethod
from aiogram.types import BufferedInputFile, InputMediaPhoto

from instrumentation.metrics import Metrics
from service.charts.studio import NotDrawn, Studio, TooSlow
from service.telegram.replies import Drawing, Screen

logger = logging.getLogger(__name__)

T = TypeVar("T")

Request: TypeAlias = Callable[[TelegramMethod[Any]], Awaitable[Any]]

MAX_SENT = 4096
"""Most pictures whose ids at Telegram are remembered: about 1 MB."""

MAX_DRAWN = 16
"""Most pictures that are kept until Telegram has accepted them: about 1 MB."""


GONE = ("message to edit not found", "message can't be edited")
"""Refusals to edit a message that is gone or too old: the picture becomes a new message."""


UNKNOWN = ("wrong file identifier", "wrong remote file identifier", "wrong file_id")
"""Refusals of an id that Telegram no longer knows: the picture is drawn anew."""


class Send(SendPhoto):
    """sendPhoto that leaves its answer unparsed, because parsing a Message is slow."""

    __returning__ = dict[str, Any]


class Swap(EditMessageMedia):
    """editMessageMedia, likewise."""

    __returning__ = dict[str, Any]


class Pictures:
    """Finds a picture by its content, so a changed set is another picture."""

    def __init__(self, metrics: Metrics, studio: Studio | None = None) -> None:
        self._metrics, self._studio = metrics, studio or Studio()
        self._sent: OrderedDict[bytes, str] = OrderedDict()
        self._drawn: OrderedDict[bytes, bytes] = OrderedDict()

    async def show(
        self, request: Request, chat: int, message: int | None, screen: Screen, drawing: Drawing
    ) -> bool:
        """Replace a message by a picture, or send it; False if it can't be drawn now."""
        photo = await self._find(drawing)
        if photo is None:
            return False
        try:
            shown = await _shown(request, chat, message, screen, photo)
        except TelegramBadRequest as error:
            unknown = any(words in error.message for words in UNKNOWN)
            if not unknown or not self._forget(drawing):
                raise
            return await self.show(request, chat, message, screen, drawing)
        if sizes := shown.get("photo"):
            self._keep(drawing, sizes[-1]["file_id"])
        return True

    async def close(self) -> None:
        """End the process that draws."""
        await self._studio.close()

    async def _find(self, drawing: Drawing) -> str | BufferedInputFile | None:
        """Return a picture's id at Telegram, or a file to send; None if it can't be drawn now."""
        key = _key(drawing)
        if key in self._sent:
            self._sent.move_to_end(key)
            self._metrics.picture(drawing.kind, "cached")
            return self._sent[key]
        png = self._drawn.get(key) or await self._draw(drawing)
        if png is None:
            return None
        _keep(self._drawn, key, png, MAX_DRAWN)
        return BufferedInputFile(png, f"{drawing.kind}.png")

    def _keep(self, drawing: Drawing, file_id: str) -> None:
        """Remember the id that Telegram gave to a picture."""
        key = _key(drawing)
        self._drawn.pop(key, None)
        _keep(self._sent, key, file_id, MAX_SENT)

    def _forget(self, drawing: Drawing) -> bool:
        """Forget an id that Telegram does not accept; False if there was none."""
        return self._sent.pop(_key(drawing), None) is not None

    async def _draw(self, drawing: Drawing) -> bytes | None:
        began = monotonic()
        try:
            png = await self._studio.png(drawing.source)
        except (TooSlow, NotDrawn) as error:
            outcome = "too_slow" if isinstance(error, TooSlow) else "failed"
            self._metrics.picture(drawing.kind, outcome)
            logger.warning("A picture was not drawn (%s): %s", drawing.kind, outcome)
            return None
        self._metrics.picture(drawing.kind, "drawn", monotonic() - began)
        return png


async def _shown(
    request: Request, chat: int, message: int | None, screen: Screen, photo: str | BufferedInputFile
) -> Any:
    """Make the call and return Telegram's message; an empty one if it shows the picture already."""
    caption: dict[str, Any] = {"caption": screen.text, "parse_mode": "HTML"}
    if message is not None:
        media = InputMediaPhoto(media=photo, **caption)
        swap = Swap(chat_id=chat, message_id=message, media=media, reply_markup=screen.keyboard)
        try:
            return await request(swap)
        except TelegramBadRequest as error:
            if "message is not modified" in error.message:
                return {}
            if not any(words in error.message for words in GONE):
                raise
    return await request(Send(chat_id=chat, photo=photo, reply_markup=screen.keyboard, **caption))


def _key(drawing: Drawing) -> bytes:
    return sha256(drawing.source.encode()).digest()


def _keep(kept: OrderedDict[bytes, T], key: bytes, value: T, most: int) -> None:
    """Keep a value as the newest, and drop the oldest beyond ``most``."""
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)
