"""A plain HTTP client in the bot's place, and one person who has said /start."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from service.local.telegram.bot_api import StandIn
from tests.lifter import Desk, Lifter
from tests.standin_fixtures import desk, stand_in

__all__ = ["desk", "stand_in"]


class Bot:
    """Calls the Bot API as any client would."""

    def __init__(self, session: aiohttp.ClientSession, stand_in: StandIn) -> None:
        self.session = session
        self.base = f"{stand_in.url}/bot{stand_in.token}"

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        async with self.session.post(f"{self.base}/{method}", json=params) as answer:
            body = await answer.json()
            assert body["ok"] == (answer.status == 200)
            assert body["ok"] or body["error_code"] == answer.status
            return body

    async def ok(self, method: str, **params: Any) -> Any:
        body = await self.call(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refused(self, method: str, **params: Any) -> str:
        body = await self.call(method, **params)
        assert not body["ok"], body
        return body["description"]

    async def upload(self, method: str, field: str, content: bytes, **params: Any) -> Any:
        form = aiohttp.FormData({name: str(value) for name, value in params.items()})
        form.add_field(field, content, filename="file.png")
        async with self.session.post(f"{self.base}/{method}", data=form) as answer:
            return await answer.json()

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        return await self.ok("getUpdates", **params)


@pytest.fixture
async def bot(stand_in: StandIn) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session:
        yield Bot(session, stand_in)


def half_a_second_passes(stand_in: StandIn) -> None:
    """Let the bot's last poll be so long ago that the same may be asked for again."""
    stand_in.polling._last_began_at -= 0.5


@pytest.fixture
async def anna(desk: Desk, bot: Bot, stand_in: StandIn) -> Lifter:
    """Somebody who has started the bot; her /start is confirmed."""
    person = await desk.person("Anna", username="anna_lifts")
    await desk.together(person.act("say", text="/start"))
    (start,) = await bot.updates()
    await bot.updates(offset=start["update_id"] + 1)
    half_a_second_passes(stand_in)
    return person
