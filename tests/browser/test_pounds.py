"""A day in pounds on the chat page, from the first set to the report, as an American has it."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from service.local.telegram.bot_api import StandIn
from tests.browser.conftest import OpenPage, in_module_loop
from tests.house import TOKEN, open_house
from tests.lifter import Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(120),
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.usefixtures("newcomers"),
]

CUT = """() => [...document.querySelectorAll('.log button')]
    .filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.textContent)"""
"""The labels of buttons that do not fit."""


@in_module_loop
async def stand_in() -> AsyncIterator[StandIn]:
    """A desk whose token the bot takes for one of Telegram's."""
    async with StandIn(TOKEN) as running:
        yield running


async def test_a_day_in_pounds(  # noqa: PLR0915 - a whole day
    stand_in: StandIn, desk: Desk, open_page: OpenPage, database_url: str, tmp_path: Path
) -> None:
    """The first set asks for the unit, the second for the clock; then all is in pounds."""
    person = await desk.person("Sam", language="en")
    async with open_house(stand_in, database_url):
        page = await open_page(person.id, "phone")
        log, toast = page.locator(".log"), page.locator(".toast")
        card = page.locator(".theirs", has_text="🏋️")

        async def says(text: str) -> None:
            await page.locator("#text").fill(text)
            await page.locator("#send").click()

        async def taps(name: str) -> None:
            await log.get_by_role("button", name=name, exact=True).last.click()

        async def sees(name: str) -> None:
            """Take a picture, on which no button is cut."""
            await page.wait_for_timeout(300)
            await page.screenshot(path=tmp_path / f"{name}.png")
            assert await page.evaluate(CUT) == []

        start = page.get_by_role("button", name="Start")
        if await start.count():
            await start.click()
        await says("Squat 225 lb x 5")
        await page.get_by_text("You logged a weight in pounds").wait_for()
        await card.get_by_text("102.06 × 5").first.wait_for()
        await sees("1-unit")
        await taps("Pounds (lb)")
        await card.get_by_text("225 × 5").first.wait_for()
        await page.get_by_text("Weights are in pounds now").wait_for()
        await card.get_by_text("per side: 45 + 45").last.wait_for()

        await says("245x5")
        await page.get_by_text("What time is it where you are?").wait_for()
        await sees("2-clock")
        now = datetime.now(ZoneInfo("America/Chicago"))
        await taps(f"{now:%H:%M} · Chicago")
        await page.get_by_text("I use this clock now").wait_for()

        await says("/startworkout")
        await card.get_by_text("per side: 45 + 45 + 10").last.wait_for()
        await taps("+5")
        await toast.get_by_text("250 × 5").wait_for()
        await sees("3-card")
        await taps("✅ 250 × 5")
        await toast.get_by_text("Set 3: 250 × 5 ✓").wait_for()
        await taps("🏁")
        summary = page.locator(".theirs", has_text="🏁")
        await summary.get_by_text("3,600 lb").wait_for()
        await sees("4-summary")

        await says("/newprogram Strength\nSquat 3x5 255\nBench press 3x8-12 135")
        await page.get_by_text("Squat — 3×5, 255 lb").wait_for()
        await sees("5-program")
        await taps("✅ Save")
        await taps("▶️ Start workout")
        await card.get_by_text("255 × 5").first.wait_for()
        await taps("✅ 255 × 5")
        await card.get_by_text("weight record 255 × 5 (+5 lb)").wait_for()
        await sees("6-record")

        await says("/report")
        await page.get_by_text("4,875 lb").first.wait_for()
        await page.get_by_text("Clock:").wait_for()
        await sees("7-report")
        await says("/settings")
        await page.get_by_role("button", name="✅ Pounds (lb)").wait_for()
        await sees("8-settings")
        now = datetime.now(ZoneInfo("America/Chicago"))
        await taps(f"🕐 {now:%H:%M} · Chicago")
        await page.get_by_text("Tap the time that your clock shows").wait_for()
        await sees("9-clocks")
