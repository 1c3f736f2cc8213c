"""A headless Chromium, the stand-in with the scripted bot, and pages that must not err."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.util import find_spec
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from service.local.telegram.bot_api import StandIn
from tests.browser.scripted_bot import ScriptedBot
from tests.lifter import Desk, open_desk
from tests.ports import free_port
from tests.standin_fixtures import TOKEN
from tests.waiting import SECONDS

# Starting a browser takes a second, so one serves the module, and everything shares its loop.
in_module_loop = pytest_asyncio.fixture(loop_scope="module")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": (390, 844), "desktop": (1280, 800)}
PATIENCE = SECONDS * 1000  # milliseconds

OpenPage = Callable[..., Awaitable[Any]]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def chromium(require: Callable[[str], str]) -> AsyncIterator[Any]:
    """The browser; without it or playwright the test is skipped, but fails where CI is set."""
    path = require("chromium")
    if find_spec("playwright") is None:
        if os.environ.get("CI"):
            pytest.fail("playwright is not installed, and CI is set")
        pytest.skip("playwright is not installed")
    from playwright.async_api import async_playwright  # noqa: PLC0415 - it may be missing

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


@in_module_loop
async def stand_in() -> AsyncIterator[StandIn]:
    running = StandIn(TOKEN)
    await running.start(port=free_port())  # one test stops it, and it comes back at its address
    async with running:
        yield running


@in_module_loop
async def desk(stand_in: StandIn) -> AsyncIterator[Desk]:
    async with open_desk(stand_in.url) as opened:
        yield opened


@in_module_loop
async def bot(stand_in: StandIn) -> AsyncIterator[ScriptedBot]:
    async with aiohttp.ClientSession() as session:
        made = ScriptedBot(session, f"{stand_in.url}/bot{stand_in.token}")
        running = asyncio.create_task(made.run())
        yield made
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError, aiohttp.ClientError):
            await running


@in_module_loop
async def open_page(chromium: Any, stand_in: StandIn) -> AsyncIterator[OpenPage]:
    """Open the chat as a person; at the end no page may have complained."""
    complaints: list[str] = []
    contexts = []

    async def open_as(user_id: int = 1001, size: str = "desktop", **options: Any) -> Any:
        width, height = SIZES[size]
        touch = size == "phone"
        context = await chromium.new_context(
            viewport={"width": width, "height": height}, has_touch=touch, is_mobile=touch, **options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = await context.new_page()
        page.on("console", lambda said: complaints.extend([said.text] * (said.type == "error")))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.complaints = complaints
        await page.goto(f"{stand_in.url}/?user={user_id}")
        await page.locator("#bot-name:not(:empty)").wait_for()
        return page

    yield open_as
    for context in contexts:
        await context.close()
    assert complaints == []
