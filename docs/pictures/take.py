"""Takes the pictures of the READMEs and of programs.md: `.venv/bin/python -m docs.pictures.take`.

A folder can follow. It starts the bot with data of its own, lets a Russian and an English lifter
train, and takes pictures of the chat page in a headless Chromium. `make .venv/.all` brings what it
needs.
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, async_playwright

from service import texts
from tests.lifter import Answer, Desk, Lifter, open_desk
from tests.program import Program

FOLDER = Path(__file__).parent
SIZES = {"phone": (390, 760), "desktop": (1100, 720)}
PEOPLE = {"ru": "Вера", "en": "Vera"}
PROGRAMS = {
    "ru": "Фулбоди А\nПрисед 3x5 100\nЖим лёжа 3x8-12 60\nПланка 2x60с",
    "en": "Full body A\nSquat 3x5 100\nBench press 3x8-12 60\nPlank 2x60s",
}
SPLITS = {
    "ru": "Сплит\nДень A\nПрисед 3x5 100 +2,5 отдых 3:00\nЖим лёжа 3x8-12 60 +2,5\n"
    "Планка как пойдёт 7\nДень B\nСтановая тяга 5/3/1 120\nA1 Жим стоя 3x8 30\n"
    "A2 Подтягивания 3x8",
    "en": "Split\nDay A\nSquat 3x5 100 +2.5 rest 3:00\nBench press 3x8-12 60 +2.5\n"
    "Plank as it comes 7\nDay B\nDeadlift 5/3/1 120\nA1 Overhead press 3x8 30\n"
    "A2 Pull-ups 3x8",
}

Picture = Callable[..., Awaitable[None]]
Pictures = Callable[[Desk, Browser, Path], Awaitable[None]]


async def train(person: Lifter, language: str, picture: Picture) -> None:
    """Write a program, train by it, and train again with a little more."""
    words = texts.of(language)
    await person.says("/start")
    await person.says("/newprogram")
    await person.says(PROGRAMS[language])
    await picture("1-program")
    await person.presses(words.plain("draft-button-save"))
    await person.presses(words.plain("program-button-start"))
    second = {"ru": "с", "en": "s"}[language]
    for lifted in ("97.5x5", "97.5x5", "97.5x5", "60x10", "60x9", "60x8", "60", "55"):
        await person.says(lifted if "x" in lifted else lifted + second)
    await settled()
    await person.presses(words.plain("workout-button-finish"))
    await settled()
    await person.says("/startworkout")
    await picture("2-card")
    await person.presses("+2" + ("," if language == "ru" else ".") + "5")
    for _ in range(2):
        await log(person)
    await picture("3-rest")
    for theme in ("light", "dark"):
        await picture(theme, size="desktop", theme=theme)
    for _ in range(6):
        await log(person)
    await settled()
    await person.presses(words.plain("workout-button-finish"))
    await picture("4-summary")


PAST = (
    *((88, "50x8"), (81, "52.5x8"), (74, "52.5x8"), (67, "55x7"), (60, "55x8"), (53, "52.5x8")),
    *((46, "57.5x6"), (39, "57.5x8"), (32, "60x6"), (25, "57.5x8"), (18, "60x7"), (11, "60x8")),
    *((7, "62.5x5"), (4, "60x8")),
)
"""Bench presses so many days ago, three sets each."""

LIFTS = {
    "ru": ("Жим лёжа", "Тяга в наклоне", "Присед", "Жим стоя", "Сгибания рук", "Румынская тяга"),
    "en": ("Bench press", "Barbell row", "Squat", "Overhead press", "Curls", "Romanian deadlift"),
}


async def progress(person: Lifter, language: str, picture: Picture) -> None:
    """Log what was lifted before, and look at it."""
    words, (bench, *others) = texts.of(language), LIFTS[language]
    today = datetime.now(UTC).date()
    for ago, lifted in PAST:
        day = f"{today - timedelta(days=ago):%d.%m}"
        await person.says(f"{day} {bench} {lifted}x3")
    for ago, more in ((1, 3), (8, 2)):
        day = f"{today - timedelta(days=ago):%d.%m}"
        for n, each in enumerate(others):
            await person.says(f"{day} {each} 40x8x{(more + 2 * n) % 5 + 2}")
    await person.says(f"/progress {bench}")
    await picture("curve")
    await person.says("/progress")
    await person.presses(words.plain("progress-button-muscles"))
    await person.presses(words.plain("picture-button-dark"))
    await settled()
    await picture("muscles", theme="dark")


async def plan(person: Lifter, language: str, picture: Picture) -> None:
    """Paste a program with days, train by a line with a rule, and look at both of them."""
    words = texts.of(language)
    name = SPLITS[language].partition("\n")[0]
    await person.says(SPLITS[language])
    await picture("5-draft")
    await person.presses(words.plain("draft-button-save"))
    await person.presses(words.plain("program-button-start"))
    for _ in range(3):
        await log(person)
    await settled()
    await person.presses(words.plain("workout-button-finish"))
    await person.says("/startworkout")
    await person.presses(f"▶️ {name}")
    await picture("6-suggestion")
    await person.says("/programs")
    await person.presses(name)
    await person.presses(words.plain("program-button-edit"))
    await person.presses({"ru": "1. Присед 3×5 · 100", "en": "1. Squat 3×5 · 100"}[language])
    await picture("7-line")


async def settled() -> None:
    """Wait until the card shows its newest state: it is edited once a second at most."""
    await asyncio.sleep(1.5)


async def log(person: Lifter) -> Answer:
    """Press the green button of the card as it stands."""
    await settled()
    message = (await person.chat())[-1]
    rows = message["reply_markup"]["inline_keyboard"]
    (green,) = [key for row in rows for key in row if key["text"].startswith("✅ ")]
    return await person.presses(data=green["callback_data"], message_id=message["message_id"])


async def take(browser: Browser, url: str, path: Path, *, size: str, theme: str) -> None:
    """Take one picture of the chat as it stands."""
    width, height = SIZES[size]
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=1.5,
        color_scheme="dark" if theme == "dark" else "light",
        is_mobile=size == "phone",
        has_touch=size == "phone",
        locale="ru-RU" if path.name.startswith("ru") else "en-GB",
    )
    page = await context.new_page()
    await page.goto(url)
    await page.locator(".log .bubble").last.wait_for()
    await page.wait_for_timeout(1500)  # until the bot's last edit has come and nothing moves
    await page.screenshot(path=path)
    await context.close()
    # A third of the size; the page has few colours.
    with Image.open(path) as taken:
        few = taken.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


async def take_all(desk: Desk, browser: Browser, folder: Path) -> None:
    """Let both train, and take a picture of each step."""
    for language, name in PEOPLE.items():
        person = await desk.person(name, language=language)
        url = f"{desk.url}/?user={person.id}"

        async def picture(
            name: str, *, size: str = "phone", theme: str = "light", at: str = f"{language}-"
        ) -> None:
            await take(browser, url, folder / f"{at}{name}.png", size=size, theme=theme)  # noqa: B023 - called within the turn of the loop

        await train(person, language, picture)
        await progress(person, language, picture)
        await plan(person, language, picture)


async def main(folder: Path, pictures: Pictures = take_all) -> None:
    """Start the bot and a browser, and take pictures."""
    data = Path(tempfile.mkdtemp(prefix="workout-pictures-"))
    program = Program({"DATA_DIR": str(data / "data")})
    await program.start()
    try:
        async with open_desk(program.addresses["chat"]) as desk, async_playwright() as playwright:
            path = shutil.which("chromium")
            browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            await pictures(desk, browser, folder)
            await browser.close()
    finally:
        await program.stop()
        shutil.rmtree(data)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if sys.argv[1:] else FOLDER))
