"""The runbook, as the link of an alert opens it on a phone."""

from pathlib import Path
from typing import Any

import pytest

from docs.runbook_page import FOLDER, LANGUAGES
from tests.browser.conftest import PATIENCE, SIZES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(120),
    pytest.mark.asyncio(loop_scope="module"),
]

WIDER = """() => [...document.body.children]
    .filter((part) => part.getBoundingClientRect().right > innerWidth)
    .map((part) => part.innerText)"""
SHOWN = """() => { const at = document.querySelector(":target").getBoundingClientRect();
    return [at.top, innerHeight, getComputedStyle(document.body).fontSize]; }"""


@pytest.mark.parametrize("name", LANGUAGES.values())
async def test_the_page_fits_a_phone(name: str, chromium: Any) -> None:
    """Nothing is wider than the screen, and the alert of the link is on it, in letters to read."""
    width, height = SIZES["phone"]
    context = await chromium.new_context(
        viewport={"width": width, "height": height}, has_touch=True, is_mobile=True
    )
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    await page.goto(f"{Path(FOLDER / name).as_uri()}.html#BotNotStoring")
    assert await page.evaluate("() => innerWidth") == width
    assert await page.evaluate(WIDER) == []
    top, bottom, font = await page.evaluate(SHOWN)
    assert -1 < top < bottom
    assert float(font.removesuffix("px")) >= 16
    await context.close()
