"""Takes the pictures of importing.md: `.venv/bin/python -m docs.pictures.imports`.

A folder can follow. A Russian and an English lifter send a file of 50,000 rows.
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.async_api import Browser

from docs.pictures.take import FOLDER, PEOPLE, main, take
from service import texts
from service.domain.exports import MONTHS
from tests.lifter import Desk, Lifter
from tests.waiting import until

WORKOUTS, SETS = 1000, 5
SECONDS = 120
"""Longest time of one step, however busy the machine is."""

LIFTS = (
    *("Bench Press (Barbell)", "Squat (Barbell)", "Deadlift (Barbell)", "Pull Up"),
    *("Overhead Press (Barbell)", "Bent Over Row (Barbell)", "Lat Pulldown (Cable)"),
    *("Barbell Romanian Deadlfit", "Leg Press", "Window Cable Machine"),
)
"""As many exercises in each workout: known ones, one with a slip, and one that nobody knows."""

HEAD = (
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,"
    "set_type,weight_kg,reps,distance_km,duration_seconds,rpe\n"
)


def past() -> bytes:
    """Write what Hevy would export of five years."""
    lines = [HEAD]
    begin = datetime.now(UTC).replace(hour=17, minute=30) - timedelta(days=2 * WORKOUTS)
    for n in range(WORKOUTS):
        start, end = (
            f"{at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"
            for at in (begin + timedelta(days=2 * n), begin + timedelta(days=2 * n, hours=1))
        )
        lines += [
            f'"Day {n % 3 + 1}","{start}","{end}","","{lift}",,"",{k},normal,{40 + n % 50},8,,,8\n'
            for lift in LIFTS
            for k in range(SETS)
        ]
    lines[-1] = lines[-1].replace(",8,,,8", ",-8,,,8")  # one line can't be read
    return "".join(lines).encode()


async def _shows(person: Lifter, part: str) -> None:
    async def newest() -> str:
        message = (await person.chat())[-1]
        return f"{message.get('text')} {message.get('reply_markup')}"

    await until(newest, part, lambda text: part in text, within=SECONDS)


async def bring(desk: Desk, browser: Browser, folder: Path) -> None:
    """Let both bring their past, look at it, store it and take it back."""
    for language, name in PEOPLE.items():
        person, words = await desk.person(name, language=language), texts.of(language)
        url = f"{desk.url}/?user={person.id}"

        async def picture(name: str) -> None:
            path = folder / f"{language}-import-{name}.png"  # noqa: B023 - called within the turn of the loop
            await take(browser, url, path, size="phone", theme="light")  # noqa: B023 - likewise

        await person.uploads("hevy.csv", past(), answered=False)
        await _shows(person, "import:store")
        await picture("1-preview")
        await person.presses(words.plain("import-button-names", count=2))
        await picture("2-names")
        await person.presses(words.plain("button-back"))
        store = words.plain("import-button-store", workouts=WORKOUTS)
        await person.presses(store, answered=False)
        await _shows(person, "import:undo")
        await picture("3-stored")
        await person.presses(words.plain("import-button-undo"), answered=False)
        await _shows(person, words.plain("import-undone", kept=0))
        await picture("4-undone")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if sys.argv[1:] else FOLDER, bring))
