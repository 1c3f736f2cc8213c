"""The HTTP session: send calls as JSON, and parse only the answers that are used."""

import json
import ssl
from functools import cache
from http import HTTPStatus
from typing import Any

from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import AiogramError, TelegramNetworkError
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

RESULT_UNUSED = (EditMessageText, SetMessageReaction, AnswerCallbackQuery)
"""Methods whose result nobody uses, so only their success is read (docs/decisions.md)."""

DONE = Response[Any](ok=True, result=True)


@cache
def _response_to(result: Any) -> type[Response[Any]]:
    """Hold the model of an answer: Pydantic forgets one that nobody holds, and makes it anew."""
    return Response[result]


class Unreached(TelegramNetworkError):
    """No connection could be made, so Telegram has not seen the call."""


class Session(AiohttpSession):
    """aiogram's session, with JSON bodies instead of forms, which are slower to write.

    A file can't be sent as JSON; a call with one still goes out as a form.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # Debian's Python leaves the oldest version to the system's OpenSSL configuration.
        self._connector_init["ssl"].minimum_version = ssl.TLSVersion.TLSv1_2

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - the signature is aiogram's
    ) -> TelegramType:
        """Make the call.

        Raises Unreached when there was no connection; aiogram has one error for every fault of
        the network.
        """
        try:
            return await super().make_request(bot, method, timeout=timeout)
        except TelegramNetworkError as error:
            if isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError):
                raise Unreached(method, error.message) from error.__cause__
            raise

    def build_form_data(self, bot: Bot, method: TelegramMethod[Any]) -> Any:
        """Return the body of a call: JSON, or a form when the call holds a file."""
        try:
            body = json.dumps(plain(method)).encode()
        except TypeError:  # a file
            return super().build_form_data(bot, method)
        return BytesPayload(body, content_type="application/json")

    def check_response(
        self, bot: Bot, method: TelegramMethod[Any], status_code: int, content: str
    ) -> Response[Any]:
        """Parse an answer; of RESULT_UNUSED methods only whether the call succeeded.

        An error says in `error_code` which status Telegram answered with; aiogram's do not.
        """
        ok = status_code == HTTPStatus.OK and content.startswith(('{"ok":true', '{"ok": true'))
        if ok and isinstance(method, RESULT_UNUSED):
            return DONE
        _response_to(method.__returning__)
        try:
            return super().check_response(bot, method, status_code, content)
        except AiogramError as error:
            error.error_code = status_code  # type: ignore[attr-defined]
            raise


def plain(value: Any) -> Any:
    """Convert aiogram's objects to JSON types, leaving out unset fields."""
    if isinstance(value, Button):
        return {name: each for name in BUTTON if (each := getattr(value, name)) is not None}
    if isinstance(value, TelegramObject | TelegramMethod):
        return {
            name: plain(each)
            for name, each in value.__dict__.items()
            if each is not None and not isinstance(each, Default)
        }
    return [plain(each) for each in value] if isinstance(value, list) else value
