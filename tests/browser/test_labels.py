"""Nothing that can be pressed is cut off on a phone, in either language."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from service import texts
from service.local.telegram.bot_api import StandIn
from tests.browser.conftest import OpenPage, in_module_loop
from tests.house import TOKEN, open_house
from tests.lifter import Desk, Lifter, open_desk
from tests.telegram.talk import begins, does, logs

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.asyncio(loop_scope="module"),
]

PROGRAMS = {
    "ru": (
        "Верх и ещё чуть-чуть низа по вторникам\n"
        "Жим гантелей на наклонной скамье 12x10-12 102.5\n"
        "Подтягивания широким хватом за голову с весом 3x12\nПланка с весом на спине 3x300с 10\n"
        "Приседания со штангой на груди 3x5 60"
    ),
    "en": (
        "Upper body and a little of the lower one\n"
        "Incline dumbbell bench press with a pause 12x10-12 102.5\n"
        "Weighted wide grip pull-ups behind the neck 3x12\nWeighted plank on the elbows 3x300s 10\n"
        "Barbell front squat with a pause 3x5 60"
    ),
}

CUT = """() => [...document.querySelectorAll(".key-text")]
    .filter((text) => text.scrollWidth > text.clientWidth).map((text) => text.textContent)"""


@in_module_loop
async def stand_in() -> AsyncIterator[StandIn]:
    """A desk whose token the bot takes for one of Telegram's."""
    async with StandIn(TOKEN) as running:
        yield running


@in_module_loop
async def desk(stand_in: StandIn) -> AsyncIterator[Desk]:
    async with open_desk(stand_in.url) as opened:
        yield opened


async def screens(person: Lifter, t: texts.Words, language: str) -> AsyncIterator[None]:
    """Go through what has buttons: one screen after the other."""
    await begins(person, PROGRAMS[language], t)
    yield
    await does(person, "warmup", t)
    yield
    await does(person, "skip", t)
    for _ in range(10):
        await logs(person)
    yield
    for act in ("list", "sets"):
        await does(person, act, t)
        yield
    await person.presses(t.plain("button-back"))
    await does(person, "notes", t)
    yield
    await person.presses(t.plain("button-back"))
    await person.presses(t.plain("settings-button-gear"))
    yield
    await person.presses(t.plain("button-back"))
    await person.says({"ru": "Присед", "en": "Squat"}[language] + " 102.5x5")
    await does(person, "list", t)
    await person.presses(t.plain("settings-button-gear"))
    yield
    await person.presses(t.plain("button-back"))
    await person.says({"ru": "Подтягивания", "en": "Pull-ups"}[language] + " -122.5x12")
    await person.says("20x1:30")
    yield
    await does(person, "finish", t)
    for command in ("/settings", "/programs", "/report", "/startworkout"):
        await person.says(command)
        yield
    await person.says("/settings")
    await person.presses(t.plain("settings-button-equipment"))
    yield
    async for _ in editing(person, t):
        yield


async def editing(person: Lifter, t: texts.Words) -> AsyncIterator[None]:
    """Go through the screens on which a program is edited."""
    await person.says("/programs")
    await person.presses(data=await _first(person, "program:open"))
    yield
    await person.presses(t.plain("program-button-edit"))
    yield
    line = await _first(person, "edit:line")
    for act in ("line", "rest", "rule", "swap", "cut"):
        await person.presses(data=line.replace("line", act), forged=True)
        yield
    await person.presses(t.plain("edit-button-days"))
    yield
    await person.presses(t.plain("edit-button-day-add"))
    await person.presses(data=await _first(person, "edit:day:"))
    yield


async def _first(person: Lifter, prefix: str) -> str:
    """Return the data of the first button that begins so."""
    rows = (await person.screen())["reply_markup"]["inline_keyboard"]
    data = [button["callback_data"] for row in rows for button in row]
    return next(each for each in data if each.startswith(prefix))


@pytest.mark.parametrize("language", texts.LANGUAGES)
async def test_no_label_is_cut_off(
    stand_in: StandIn, desk: Desk, open_page: OpenPage, database_url: str, language: str
) -> None:
    """On a screen 390 points wide, whatever the names and the numbers are."""
    async with open_house(stand_in, database_url):
        person = await desk.person("Vera", language=language)
        page: Any = await open_page(person.id, "phone")
        cut: list[str] = []
        async for _ in screens(person, texts.of(language), language):
            await desk.idle()
            await page.wait_for_timeout(300)
            cut += await page.evaluate(CUT)
        assert list(dict.fromkeys(cut)) == []
