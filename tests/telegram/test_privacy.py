"""/privacy is true: each of its lines is about tables, and each table of people is in a line."""

import re

import pytest

from service import storage, texts
from service.domain.sharing import DAYS
from service.telegram.talk import privacy
from tests.storage.conftest import PERSONS
from tests.telegram.talk import EN, RU, deleteall, said

LINES = 14


async def test_every_table_is_told_of(house):
    """By the catalogue: no table has rows of people of which no line tells, nor the reverse."""
    told = [table for tables in privacy.LINES.values() for table in tables]
    assert len(told) == len(set(told))
    assert set(told) == {table for table, _ in await house.sql(PERSONS)}


@pytest.mark.parametrize("t", [RU, EN])
async def test_the_lines(house, anna, boris, t):
    """With the times for which things are kept, as the queries have them; no name is stored."""
    person = anna if t is RU else boris
    lines = (await person.says("/privacy")).text.split("\n")
    points = [line for line in lines if line.startswith("•")]
    assert len(points) == len(privacy.LINES) == LINES
    numbers = [int(n) for n in re.findall(r"\d+", " ".join(points))]
    kept = (storage.questions.KEEP, storage.updates.KEEP_QUARANTINE, storage.updates.KEEP)
    assert numbers == [365, int(kept[0][0]), 10, DAYS, int(kept[1][0]), int(kept[2][0])]
    columns = await house.sql(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'people'"
    )
    assert not {"name", "first_name", "username", "phone"} & {row[0] for row in columns}


async def test_forget_is_deleteall(house, anna):
    """Another name of the same question."""
    await anna.says("Жим 80x5")
    answer = await anna.says("/forget")
    asked = deleteall("deleteall-ask", workouts=1, sets=1, exercises=1)
    assert answer.text == asked
    await anna.presses(RU.plain("deleteall-button"))
    assert await house.value("SELECT count(*) FROM sets") == 0


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_line_has_its_text(language):
    """In both languages."""
    t = texts.of(language)
    assert all(said(f"privacy-{name}", t, kept=3) for name in privacy.LINES)
