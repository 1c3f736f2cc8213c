"""A challenge of a group on the chat page, by the real bot, played by three people."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from service.local.telegram.bot_api import StandIn
from tests.browser.conftest import OpenPage, in_module_loop
from tests.house import TOKEN, open_house
from tests.lifter import open_desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(120),
    pytest.mark.asyncio(loop_scope="module"),
]

GYM = -500


@in_module_loop
async def stand_in() -> AsyncIterator[StandIn]:
    """A desk whose token the bot takes for one of Telegram's."""
    async with StandIn(TOKEN) as running:
        yield running


async def test_three_people(  # noqa: PLR0915 - one story
    stand_in: StandIn, open_page: OpenPage, database_url: str
) -> None:
    """From the bot's menu in the group to the final table; a stranger is led to the bot."""
    async with open_house(stand_in, database_url) as house, open_desk(stand_in.url) as desk:
        await desk.person("Вера", id=1003)
        value = {"id": GYM, "title": "Зал на Садовой", "members": [1001, 1002, 1003]}
        await desk.ask("POST", "/groups", json=value | {"bot": "administrator"})
        anna = await open_page(1001, "phone")
        boris = await open_page(1002, "desktop", color_scheme="dark")
        vera = await open_page(1003, "phone")

        async def says(page, text):
            await page.locator("#text").fill(text)
            await page.locator("#send").click()

        async def enters(page, user):
            await page.goto(f"{stand_in.url}/?user={user}&chat={GYM}")
            await page.locator("#bot-name", has_text="Зал").wait_for()

        async def taps(page, name):
            await page.locator(".log").get_by_role("button", name=name, exact=True).last.click()

        async def due():
            await house.sql(
                "UPDATE challenges SET due_at = now(), edited_at = edited_at - interval '61 s'"
            )

        for page in (anna, vera):
            await says(page, "/start")
            await page.locator(".theirs").first.wait_for()
        await enters(anna, 1001)
        await anna.locator("#menu").click()
        await anna.get_by_role("option", name="/challenge").click()
        await _picture(anna, "1-what")
        await taps(anna, "Тоннаж")
        await taps(anna, "7 дней")
        await anna.locator("#pinned", has_text="Тоннаж").wait_for()
        await taps(anna, "✋ Участвую")
        await anna.locator(".toast", has_text="Вы участвуете").wait_for()
        await enters(vera, 1003)
        await taps(vera, "✋ Участвую")
        await vera.locator(".toast", has_text="Вы участвуете").wait_for()

        await enters(boris, 1002)
        await taps(boris, "✋ Участвую")
        await (
            boris.locator("#bot-name", has_text="Workout bot")
            .or_(boris.locator("#status[data-state=bot]"))
            .first.wait_for()
        )
        await boris.locator(".mine", has_text="/start join").wait_for()
        await boris.locator(".theirs").first.wait_for()
        await says(boris, "Bench press 100x5")
        await boris.locator(".mine .reaction").first.wait_for()
        await enters(boris, 1002)
        await taps(boris, "✋ Участвую")
        await boris.locator(".toast", has_text="You're in").wait_for()
        await anna.goto(f"{stand_in.url}/?user=1001")
        await says(anna, "Жим 80x5")
        await anna.locator(".mine .reaction").first.wait_for()
        await enters(anna, 1001)
        await due()
        table = anna.locator(".theirs", has_text="🏆 Тоннаж")
        await table.get_by_text("1. Boris — 500 кг").wait_for()
        await table.get_by_text("2. Анна — 400 кг").wait_for()
        await anna.locator("#pinned", has_text="1. Boris — 500 кг").wait_for()
        await _picture(anna, "2-table")
        await _picture(boris, "3-desktop")
        await taps(vera, "Выйти")
        await vera.locator(".toast", has_text="Вы вышли").wait_for()
        await house.sql("UPDATE challenges SET begins_at = now() - interval '1 h', ends_at = now()")
        await due()
        for page in (anna, boris, vera):
            final = page.locator(".theirs", has_text="🏁 Тоннаж")
            await final.get_by_text("🥇 Boris — 500 кг").wait_for()
            assert await final.get_by_role("button", name="✋ Участвую").count() == 0
            assert await page.locator(".theirs", has_text="Тоннаж").count() == 1
        await _picture(vera, "4-final")


async def _picture(page, name):
    """Keep what the page shows, if PICTURES names a folder."""
    if folder := os.environ.get("PICTURES"):
        await page.wait_for_timeout(300)
        await page.screenshot(path=Path(folder) / f"challenge-{name}.png")
