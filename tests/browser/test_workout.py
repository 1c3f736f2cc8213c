"""One whole workout on the chat page, by the real bot, as a stranger would do it."""

from collections.abc import AsyncIterator

import pytest

from service.local.telegram.bot_api import StandIn
from service.telegram.unprompted import bells
from tests.browser.conftest import OpenPage, in_module_loop
from tests.house import TOKEN, open_house

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(90),
    pytest.mark.asyncio(loop_scope="module"),
]

PROGRAM = "Фулбоди\nПрисед 2x5 100\nПланка 1x60с"


@in_module_loop
async def stand_in() -> AsyncIterator[StandIn]:
    """A desk whose token the bot takes for one of Telegram's."""
    async with StandIn(TOKEN) as running:
        yield running


async def test_one_workout(stand_in: StandIn, open_page: OpenPage, database_url: str) -> None:
    """Program, card, taps, a typed set and its correction, a ring, a summary: all in the page."""
    async with open_house(stand_in, database_url) as house:
        page = await open_page(1001, "phone")
        log, toast = page.locator(".log"), page.locator(".toast")

        async def says(text: str) -> None:
            await page.locator("#text").fill(text)
            await page.locator("#send").click()

        async def taps(name: str) -> None:
            await log.get_by_role("button", name=name, exact=True).last.click()

        await page.get_by_role("button", name="Начать").click()
        await says("/newprogram " + PROGRAM)
        await taps("✅ Сохранить")
        await taps("▶️ Начать тренировку")

        card = page.locator(".theirs", has_text="🏋️")
        await card.get_by_text("1. ▶️ 100 × 5").wait_for()
        await taps("+2,5")
        await toast.get_by_text("102,5 × 5").wait_for()
        await taps("✅ 102,5 × 5")
        await toast.get_by_text("Подход 1: 102,5 × 5 ✓").wait_for()
        await card.get_by_text("1. ✅ 102,5 × 5").wait_for()
        await card.get_by_text("Отдых до").wait_for()

        await says("105x4")
        own = page.locator(".mine", has_text="105x4").last
        await own.locator(".reaction", has_text="👍").wait_for()
        await card.get_by_text("Планка — 1×60 с").wait_for()
        await own.locator(".bubble").click(button="right")
        await page.get_by_role("menuitem", name="Изменить").click()
        await says("105x5")
        corrected = page.locator(".mine", has_text="105x5")
        await corrected.locator(".reaction", has_text="✍").wait_for()

        await house.sql("UPDATE timers SET due_at = now()")
        ring = page.locator(".theirs", has_text="🔔")
        await ring.get_by_text("🔔 Планка, подход 1: 60 с").wait_for(
            timeout=1000 * (bells.LISTEN_SECONDS + 5)
        )
        await card.nth(1).wait_for(state="detached")
        assert await card.count() == 1
        await taps("✅ 60 с")
        await card.get_by_text("Всё сделано").wait_for()
        await taps("🏁")
        summary = page.locator(".theirs", has_text="🏁 Фулбоди")
        await summary.get_by_text("3 подхода").wait_for()
        await taps("↩️ Продолжить тренировку")
        await toast.get_by_text("Продолжаем").wait_for()
        await taps("🏁")
        await summary.get_by_text("3 подхода").wait_for()
        assert (
            await page.locator(".theirs").count() == 2
        )  # the greeting, and what was preview, card and summary
        assert await house.value("SELECT sum(weight_kg) FROM sets") == 207.5
