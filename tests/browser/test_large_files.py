"""Files as large as Telegram lets bots download: the page says how much of one is sent."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.scripted_bot import ScriptedBot
from tests.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

BYTES = 20 * 2**20
BYTES_PER_SECOND = 8 * 2**20


async def chooses(page: Any, folder: Path) -> bytes:
    """Choose a large file, over a line that takes seconds for it."""
    session = await page.context.new_cdp_session(page)
    await session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 0,
            "downloadThroughput": -1,
            "uploadThroughput": BYTES_PER_SECOND,
        },
    )
    content = b"0123456789abcdef" * (BYTES // 16)
    large = folder / "large.csv"
    await asyncio.to_thread(large.write_bytes, content)
    await page.locator("#file").set_input_files(large)
    await page.locator("dialog").get_by_role("button", name="Отправить").click()
    return content


async def test_progress(bot: ScriptedBot, open_page: OpenPage, tmp_path: Path) -> None:
    """A bar and words say how much is sent; what comes down again is the same file."""
    page = await open_page()
    content = await chooses(page, tmp_path)
    bar = page.get_by_role("progressbar", name="Файл отправляется")
    await bar.wait_for()

    async def share() -> float:
        return float(await bar.evaluate("bar => bar.value / bar.max"))

    await until(share, "a part is sent", lambda part: 0 < part < 1)
    assert "из 20" in await page.locator("dialog .sent").text_content()
    document = page.locator(".mine .document", has_text="large.csv")
    await document.wait_for()
    assert await page.locator("dialog").count() == 0
    async with page.expect_download() as download:
        await document.click()
    path = Path(await (await download.value).path())
    assert await asyncio.to_thread(path.read_bytes) == content


async def test_cancelled(bot: ScriptedBot, open_page: OpenPage, tmp_path: Path) -> None:
    """Cancelling stops it: nothing is sent, and no error is shown."""
    page = await open_page()
    await chooses(page, tmp_path)
    await page.get_by_role("progressbar", name="Файл отправляется").wait_for()
    await page.locator("dialog").get_by_role("button", name="Отмена").click()
    await page.locator("dialog").wait_for(state="detached")
    await page.locator("#text").fill("/report")
    await page.locator("#send").click()
    await page.locator(".theirs", has_text="Неделя 47").wait_for()
    assert await page.locator(".document").count() == 0
    assert await page.locator(".toast").count() == 0
