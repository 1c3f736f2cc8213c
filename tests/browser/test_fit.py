"""What the real bot shows fits on a phone, upright and on its side."""

from collections.abc import AsyncIterator

import pytest

from service.local.telegram.bot_api import StandIn
from tests.browser.conftest import OpenPage, in_module_loop
from tests.house import TOKEN, open_house

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(90),
    pytest.mark.asyncio(loop_scope="module"),
]


IN_SIGHT = """(one) => {
    const [inner, outer] = [one, one.parentElement].map((box) => box.getBoundingClientRect());
    return inner.top >= outer.top && inner.bottom <= outer.bottom;
}"""

WIDTH = "(box) => box.offsetWidth"


@in_module_loop
async def stand_in() -> AsyncIterator[StandIn]:
    """A desk whose token the bot takes for one of Telegram's."""
    async with StandIn(TOKEN) as running:
        yield running


async def test_a_workout_fits_the_screen(
    stand_in: StandIn, open_page: OpenPage, database_url: str
) -> None:
    """Commands and the green key are in sight, and an edit keeps the width of the keys."""
    async with open_house(stand_in, database_url):
        page = await open_page(1001, "phone")
        await page.get_by_role("button", name="Начать").click()
        codes = page.locator(".theirs code")
        await codes.first.wait_for()
        for code in await codes.all():
            boxes = await code.evaluate("(code) => code.getClientRects().length")
            assert boxes == 1, await code.text_content()

        await page.locator("#menu").click()
        for command in await page.get_by_role("option").all():
            assert await command.evaluate(IN_SIGHT), await command.text_content()
        await page.locator("#menu").click()

        await page.locator("#text").fill("Жим лёжа 80x5")
        await page.locator("#send").click()
        green = page.get_by_role("button", name="✅ 80 × 5")
        await green.wait_for()
        keyboard = page.locator(".keyboard").last
        before = await keyboard.evaluate(WIDTH)
        await page.locator("#text").fill("Тяга штанги в наклоне обратным хватом 60x12 очень тяжело")
        await page.locator("#send").click()
        await page.get_by_role("button", name="✅ 60 × 12").wait_for()
        assert await keyboard.evaluate(WIDTH) == before

        await page.set_viewport_size({"width": 844, "height": 390})
        await page.locator("#scroller").evaluate("(box) => box.scrollTo(0, box.scrollHeight)")
        paper = await page.locator("#scroller").bounding_box()
        key = await page.get_by_role("button", name="✅ 60 × 12").bounding_box()
        assert key["y"] >= paper["y"]
        assert key["y"] + key["height"] <= paper["y"] + paper["height"]
