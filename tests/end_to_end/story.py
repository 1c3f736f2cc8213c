"""One lifter's first day, told over HTTP, and what must be counted of it.

`python -m tests.end_to_end.story URL` lives it at the chat of a bot that runs.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
from prometheus_client.parser import text_string_to_metric_families

from instrumentation.labels import OPERATION_TYPES
from tests.lifter import Answer, Desk, Lifter, open_desk
from tests.program import Program

PROGRAM = "Фулбоди\nПрисед 3x5 60\nЖим лёжа 2x8-12"

# Label values in the order of the labels' names; "" is a metric without labels.
Numbers = dict[str, dict[str, float]]


async def makes_program(person: Lifter) -> None:
    """Meet the bot and hand over a program."""
    assert "/newprogram" in (await person.says("/start")).text
    await person.says("/newprogram")
    await person.says(PROGRAM)
    assert "Фулбоди" in (await person.presses("✅ Сохранить")).text


async def trains(person: Lifter) -> None:
    """Do the whole program: five sets, one of them corrected by hand; look at the report."""
    await person.says("/startworkout")
    for lifted in ("60x5", "62,5х5", "65x4", "40x12"):
        await person.says(lifted)
    await person.says("40x10")
    await person.says("/programs")
    assert "Присед" in (await person.says("/report")).text


async def deletes(person: Lifter) -> None:
    """Take everything back."""
    await person.says("/deleteall")
    await person.presses("🔴 Удалить всё")


OPERATIONS = dict.fromkeys(OPERATION_TYPES, 1) | {"save_record": 5}
"""What the whole story counts as."""


def asked_for(answer: Answer) -> str:
    """Find the line of a workout's card that says which set is next."""
    (line,) = [line for line in answer.text.splitlines() if "▶️" in line]
    return line


async def page(address: str) -> str:
    """Read a page."""
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        assert answer.status == 200
        return await answer.text()


async def numbers(address: str) -> tuple[Numbers, dict[str, str]]:
    """Read /metrics: values by name and labels, and each family's type."""
    values: Numbers = {}
    types = {}
    for family in text_string_to_metric_families(await page(address)):
        for sample in family.samples:
            types[sample.name] = family.type
            values.setdefault(sample.name, {})[",".join(sample.labels.values())] = sample.value
    return values, types


async def health(address: str) -> int:
    """Ask for the status of /health."""
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status


class Cellar:
    """The private database of a running bot, looked into behind its back."""

    def __init__(self, data_dir: Path) -> None:
        _, sockets, *_ = (data_dir / "postgres.lock").read_text("utf-8").splitlines()
        self._where = {"host": sockets, "port": 5432, "user": "workout", "database": "workout"}

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask for some rows."""
        connection = await asyncpg.connect(**self._where)
        try:
            return [tuple(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    async def counts(self) -> dict[str, int]:
        """Count by hand what the gauges of the seed say."""
        ((people, active, programs, archived, sets, today),) = await self.rows(
            """
            SELECT (SELECT count(*) FROM people),
                   (SELECT count(*) FROM daily_active WHERE day = current_date),
                   (SELECT count(*) FROM programs),
                   (SELECT count(*) FROM programs WHERE archived_at IS NOT NULL),
                   (SELECT count(*) FROM sets),
                   (SELECT count(*) FROM sets WHERE logged_at >= current_date)
            """
        )
        return {
            "bot_users_total": people,
            "bot_users_active_today": active,
            "bot_programs_total": programs,
            "bot_programs_active": programs - archived,
            "bot_records_total": sets,
            "bot_records_today": today,
        }


def complaints(program: Program) -> list[str]:
    """Pick what the bot said that nobody wants to read."""
    return [line for line in program.said if "ERROR" in line or "Traceback" in line]


async def newcomer(desk: Desk) -> Lifter:
    """Let a Russian in."""
    return await desk.person("Вера")


async def live(chat: str) -> None:
    """Live the day at the chat of a bot that runs somewhere."""
    assert "<title>" in await page(chat)
    async with open_desk(chat) as desk:
        person = await newcomer(desk)
        await makes_program(person)
        await trains(person)


if __name__ == "__main__":
    asyncio.run(live(sys.argv[1]))
