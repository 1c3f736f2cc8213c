"""Takes the pictures of the README anew: `.venv/bin/python -m docs.pictures.take [FOLDER]`.

It starts the bot with data of its own, lets one Russian and one English lifter train, and takes
pictures of the chat page in a headless Chromium. `make .venv/.all` brings what it needs.
"""

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, async_playwright

from service import texts
from tests.lifter import Lifter, open_desk
from tests.program import Program

FOLDER = Path(__file__).parent
SIZES = {"phone": (390, 780), "desktop": (1120, 780)}
PROGRAMS = {
    "ru": "Фулбоди А\nПрисед 3x5 100\nЖим лёжа 3x8-12 60\nПланка 2x60с",
    "en": "Full body A\nSquat 3x5 100\nBench press 3x8-12 60\nPlank 2x60s",
}
FIRST_DAY = ("95x5", "97.5x5", "97.5x5", "60x10", "60x9", "60x8", "60s", "55s")


async def train(person: Lifter, language: str) -> None:
    """Do a whole workout some days ago, and begin the next."""
    words = texts.of(language)
    await person.says("/start")
    await person.says("/newprogram")
    await person.says(PROGRAMS[language])
    await person.presses(words.plain("draft-button-save"))
    await person.says("/startworkout")
    for lifted in FIRST_DAY:
        await person.says(lifted)
    await person.presses(words.plain("workout-button-finish"))
    await person.says("/startworkout")


async def picture(browser: Browser, url: str, name: str, **options: Any) -> None:
    """Take one picture of the chat as it stands."""
    size, theme = options["size"], options["theme"]
    width, height = SIZES[size]
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2,
        color_scheme=theme,
        is_mobile=size == "phone",
        has_touch=size == "phone",
        locale=options["language"],
    )
    page = await context.new_page()
    await page.goto(url)
    await page.locator(".log .bubble").last.wait_for()
    await page.evaluate("document.fonts.ready")
    await page.screenshot(path=options["folder"] / f"{name}.png")
    await context.close()


async def take(folder: Path) -> None:
    """Take all of them."""
    data = Path(tempfile.mkdtemp(prefix="workout-pictures-"))
    program = Program({"DATA_DIR": str(data / "data")})
    await program.start()
    try:
        async with open_desk(program.addresses["chat"]) as desk, async_playwright() as playwright:
            chromium = await playwright.chromium.launch(executable_path=shutil.which("chromium"))
            for language, name in (("ru", "Вера"), ("en", "Vera")):
                person = await desk.person(name, language=language)
                await train(person, language)
                url = f"{program.addresses['chat']}/?user={person.id}"
                for size in SIZES:
                    for theme in ("light", "dark"):
                        await picture(
                            chromium,
                            url,
                            f"{language}-{size}-{theme}",
                            size=size,
                            theme=theme,
                            language=language,
                            folder=folder,
                        )
            await chromium.close()
    finally:
        await program.stop()
        shutil.rmtree(data)


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1]) if sys.argv[1:] else FOLDER))
