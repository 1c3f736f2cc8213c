"""How a call of the Bot API is written: as JSON, unless a file comes along."""

from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import TelegramMethod
from aiohttp import FormData, JsonPayload


class Session(AiohttpSession):
    """aiogram's session, which makes a form of every call.

    A card as JSON takes a third of the time that it takes as a form: most of a card are
    characters which a form has to escape one by one.
    """

    def build_form_data(  # type: ignore[override]  # aiohttp takes either as the body
        self, bot: Bot, method: TelegramMethod[Any]
    ) -> FormData | JsonPayload:
        """Give the body of a call."""
        files: dict[str, Any] = {}
        given = method.model_dump(warnings=False, exclude_none=True)
        values = {
            name: self.prepare_value(value, bot, files, _dumps_json=False)
            for name, value in given.items()
        }
        if files:
            return super().build_form_data(bot, method)
        told = {name: value for name, value in values.items() if value is not None}
        return JsonPayload(told, dumps=self.json_dumps)
