"""Fixtures: a stand-in on a free port, and the desk with its people."""

from collections.abc import AsyncIterator

import pytest

from service.local.telegram.bot_api import StandIn
from tests.lifter import Desk, open_desk

TOKEN = "4242:desk-token"


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    async with StandIn(TOKEN) as running:
        yield running
        assert running.world.failures == [], "the stand-in itself failed; its log says where"


@pytest.fixture
async def desk(stand_in: StandIn) -> AsyncIterator[Desk]:
    async with open_desk(stand_in.url) as opened:
        yield opened
