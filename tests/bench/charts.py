"""From a tap on /progress to the picture, with the whole bot, and what the bot then holds."""

import asyncio
import time

from service.charts.studio import COLD_SECONDS, WARM_SECONDS
from tests.bench import seed
from tests.bench.measure import Bench
from tests.bench.stage import open_stage
from tests.lifter import Lifter, open_desk
from tests.telegram.talk import EN

MIB = 2**20

KEYS = ("weight", "all", "volume", "year", "weeks", "e1rm", "months")
"""Buttons of a curve; after each, the picture is shown dark and light again (that is known)."""

THEMES = ("picture-button-dark", "picture-button-light")

ROUND_TRIP = 0.1
"""Seconds before each answer of the Bot API."""

AT_REST_MIB = 250
"""Most memory that the bot may hold at rest."""


async def _measure(bench: Bench) -> None:
    """Tap on the buttons of /progress: each first picture after a start, then others in place."""
    async with open_stage(latency=ROUND_TRIP) as stage, open_desk(stage.stand_in.url) as desk:
        person = await desk.person("Anna", language="en")
        await seed.lifted(stage.db, 1, 300, first=person.id)
        first: list[float] = []
        for _ in range(2 if bench.quick else 4):
            await stage.bot.stop()
            await stage.bot.start()
            listed = await person.says("/progress")
            first.append(await _tap(person, listed.buttons[0][0]))
        chosen = KEYS[:3] if bench.quick else KEYS
        keys = [each for key in chosen for each in (f"progress-button-{key}", *THEMES)]
        swapped = [await _tap(person, EN.plain(key)) for key in keys]
        at_rest = stage.process.memory_info().rss / MIB
    bench.figure("tap_to_first_picture_seconds", first, at_most=COLD_SECONDS)
    bench.figure("tap_to_picture_seconds", swapped, at_most=WARM_SECONDS)
    bench.figure("slowest_tap_seconds", max(swapped), n=len(swapped), at_most=WARM_SECONDS)
    bench.figure("bot_memory_mib", at_rest, n=1, at_most=AT_REST_MIB)
    bench.note(f"each answer of the Bot API comes {ROUND_TRIP:g} s late; the person has 7,500 sets")
    bench.keep()


async def _tap(person: Lifter, label: str) -> float:
    """Press a button; return the seconds until the picture stands in the chat."""
    began = time.perf_counter()
    shown = (await person.presses(label)).shown
    assert "photo" in shown, "there is no picture"
    return time.perf_counter() - began


def run(*, quick: bool) -> None:
    """Measure."""
    asyncio.run(_measure(Bench("charts", quick=quick)))
