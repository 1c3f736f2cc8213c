"""What a person does again and again in these tests."""

from typing import Any

from markupsafe import Markup

from service import texts
from service.telegram import menu
from tests.lifter import Answer, Lifter, read

RU, EN = texts.of("ru"), texts.of("en")

COMMANDS = tuple(f"/{name}" for name in (*menu.NAMES, *menu.SHORT))
"""Every command that the bot knows."""

FIVE_BY_THREE = (
    "Сила\nПрисед 3x5 100\nЖим лёжа 3x5 80\nТяга в наклоне 3x5 60\nПодтягивания 3x8\nПланка 3x60с"
)
ENGLISH = (
    "Strength\nSquat 3x5 100\nBench press 3x5 80\nBarbell row 3x5 60\nPull-ups 3x8\nPlank 3x60s"
)
KEYS = (
    "undo", "skip", "pass", "warmup", "list", "finish", "sets", "swap",
    "keep", "rest", "quiet", "reopen", "drop", "notes",
)  # fmt: skip
KEY = {key: f"workout-button-{key}" for key in KEYS}

PROGRAM = "Фулбоди\nПрисед 2x5 60\nЖим 1x8-12\nПланка 1x60с"


def said(key: str, t: texts.Words = RU, **arguments: Any) -> str:
    """Give a text as it stands in the chat, without its markup."""
    return plain(t(key, **arguments))


def deleteall(key: str, t: texts.Words = RU, **counts: int) -> str:
    """Give what is said of everything that is to be deleted, or was."""
    what = [said(f"deleteall-part-{kind}", t, count=count) for kind, count in counts.items()]
    return said(key, t, what=", ".join([*what, said("deleteall-part-settings", t)]))


def plain(html: Markup) -> str:
    """Take the markup away and leave the lines."""
    return "\n".join(read(Markup(line).striptags()) for line in html.split("\n"))


async def makes_program(person: Lifter, text: str = PROGRAM, t: texts.Words = RU) -> Answer:
    """Send a whole program and save it."""
    await person.says("/newprogram")
    await person.says(text)
    return await person.presses(t.plain("draft-button-save"))


async def begins(person: Lifter, text: str = PROGRAM, t: texts.Words = RU) -> Answer:
    """Make a program and begin a workout by it."""
    await makes_program(person, text, t)
    return await person.presses(t.plain("program-button-start"))


async def logs(person):
    """Press the green button, whatever it says."""
    card = await person.screen()
    rows = card["reply_markup"]["inline_keyboard"]
    (data,) = [b["callback_data"] for row in rows for b in row if ":log:" in b["callback_data"]]
    return await person.presses(data=data)


async def does(person, key, t=RU):
    """Press one of the card's other buttons."""
    words = {"seconds": 30} if key == "rest" else {}
    return await person.presses(t.plain(KEY[key], **words))


PASSING = {
    "workouts": ("started_at", "last_set_at", "ended_at"),
    "sets": ("logged_at",),
    "slots": ("planned_at",),
    "planned": ("planned_at",),
}


async def passes(house, hours):
    """Let some time pass: what was planned and lifted becomes so much older."""
    for table, columns in PASSING.items():
        older = ", ".join(f"{each} = {each} - $1 * interval '1 hour'" for each in columns)
        await house.sql(f"UPDATE {table} SET {older}", hours)


async def sets(house, owner=None):
    """Read the stored work sets in their order: position, n, weight, reps, seconds."""
    rows = await house.sql(
        "SELECT position, n, weight_kg, reps, seconds FROM sets"
        " WHERE kind = 'work' AND owner = coalesce($1, owner) ORDER BY position, n",
        owner,
    )
    return [tuple(row) for row in rows]


def callback_data(events: list[dict[str, Any]]) -> list[str]:
    """Collect what every button of a transcript carried."""
    found = []
    for event in events:
        rows = event.get("message", {}).get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [button for row in rows for button in row if "callback_data" in button]
        found += [button["callback_data"] for button in buttons]
    return list(dict.fromkeys(found))
