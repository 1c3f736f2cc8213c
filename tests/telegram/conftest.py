"""The bot in this process, the desk it is reached at, and people who write to it."""

from collections.abc import AsyncIterator

import pytest

from service.local.bot_api import StandIn
from tests.house import TOKEN, House, open_house
from tests.lifter import Desk, Lifter
from tests.standin_fixtures import desk

__all__ = ["desk"]


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    async with StandIn(TOKEN) as running:
        yield running


@pytest.fixture
async def house(stand_in: StandIn, database_url: str) -> AsyncIterator[House]:
    async with open_house(stand_in, database_url) as opened:
        yield opened


@pytest.fixture
async def anna(house: House, desk: Desk) -> Lifter:
    """A Russian; she has written nothing yet."""
    return await desk.person("Anna")


@pytest.fixture
async def boris(house: House, desk: Desk) -> Lifter:
    """An Englishman, whatever his name; he has written nothing yet."""
    return await desk.person("Boris", language="en")
