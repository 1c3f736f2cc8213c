"""What goes over the wire: calls as JSON, and no more of the answers than is read."""

import json
import ssl
from http import HTTPStatus
from typing import Any

from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    Response,
    SetMessageReaction,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import TelegramObject
from aiohttp import ClientConnectorError, ConnectionTimeoutError
from aiohttp.payload import BytesPayload

from service.telegram.replies import Button

BUTTON = Button.__slots__

MADE = (EditMessageText, SetMessageReaction, AnswerCallbackQuery)
"""Methods of whose answer nobody needs more than that it was made; reading it takes 0.03 ms, that
of the first, a whole message, 0.1."""

DONE = Response[Any](ok=True, result=True)


class Unreached(TelegramNetworkError):
    """There was no connection to make the call by: Telegram has not seen it."""


class Session(AiohttpSession):
    """aiogram's session, which makes a form of every call.

    A card as JSON takes a third of the time that it takes as a form: most of a card are
    characters which a form has to escape one by one.
    """

    def __init__(self, api: TelegramAPIServer) -> None:
        super().__init__(api=api)
        # Debian's Python leaves the oldest version to the system's OpenSSL configuration.
        self._connector_init["ssl"].minimum_version = ssl.TLSVersion.TLSv1_2

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - as aiogram has it
    ) -> TelegramType:
        """Make the call. Raises Unreached where aiogram has one error for all of the network's."""
        try:
            return await super().make_request(bot, method, timeout=timeout)
        except TelegramNetworkError as error:
            if isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError):
                raise Unreached(method, error.message) from error.__cause__
            raise

    def build_form_data(self, bot: Bot, method: TelegramMethod[Any]) -> Any:
        """Give the body of a call."""
        try:
            body = json.dumps(plain(method)).encode()
        except TypeError:  # there is something in it that JSON can't hold: a file
            return super().build_form_data(bot, method)
        return BytesPayload(body, content_type="application/json")

    def check_response(
        self, bot: Bot, method: TelegramMethod[Any], status_code: int, content: str
    ) -> Response[Any]:
        """Read an answer; of those whose result nobody needs, that it was made."""
        made = status_code == HTTPStatus.OK and content.startswith(('{"ok":true', '{"ok": true'))
        if made and isinstance(method, MADE):
            return DONE
        return super().check_response(bot, method, status_code, content)


def plain(value: Any) -> Any:
    """Turn aiogram's objects into what JSON has, without what was not set."""
    if isinstance(value, Button):
        return {name: each for name in BUTTON if (each := getattr(value, name)) is not None}
    if isinstance(value, TelegramObject | TelegramMethod):
        return {
            name: plain(each)
            for name, each in value.__dict__.items()
            if each is not None and not isinstance(each, Default)
        }
    return [plain(each) for each in value] if isinstance(value, list) else value
