"""What a person does again and again in these tests."""

from typing import Any

from markupsafe import Markup

from service import texts
from tests.lifter import Answer, Lifter

RU, EN = texts.of("ru"), texts.of("en")

PROGRAM = "Фулбоди\nПрисед 2x5 60\nЖим 1x8-12\nПланка 1x60с"


def said(key: str, t: texts.Words = RU, **arguments: Any) -> str:
    """Give a text as it stands in the chat, without its markup."""
    return plain(t(key, **arguments))


def plain(html: Markup) -> str:
    """Take the markup away and leave the lines."""
    return "\n".join(Markup(line).striptags() for line in html.split("\n"))


async def makes_program(person: Lifter, text: str = PROGRAM, t: texts.Words = RU) -> Answer:
    """Send a whole program and save it."""
    await person.says("/newprogram")
    await person.says(text)
    return await person.presses(t.plain("draft-button-save"))


async def begins(person: Lifter, text: str = PROGRAM, t: texts.Words = RU) -> Answer:
    """Make a program and begin a workout by it."""
    await makes_program(person, text, t)
    return await person.presses(t.plain("program-button-start"))


def callback_data(events: list[dict[str, Any]]) -> list[str]:
    """Collect what every button of a transcript carried."""
    found = []
    for event in events:
        rows = event.get("message", {}).get("reply_markup", {}).get("inline_keyboard", [])
        found += [button["callback_data"] for row in rows for button in row]
    return list(dict.fromkeys(found))
