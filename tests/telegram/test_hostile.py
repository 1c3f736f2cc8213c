"""Whatever ten thousand updates say, the numbers of the bot stay in their columns."""

import itertools
import os
import random
from typing import Any

import pytest

from tests.house import House
from tests.lifter import Desk, Lifter

COUNT = 10_000
WORDS = ("report", "drop", "newprogram", "rapporto", "статус", "x" * 60)


def hostile(number: int, chance: random.Random, person: int) -> dict[str, Any]:
    """Make up an update: a command, a text, a button, a kind of update nobody knows."""
    user = {"id": person, "is_bot": False, "first_name": f"Name{number}", "language_code": "xx"}
    chat = {"id": person, "type": "private", "first_name": f"Name{number}"}
    message = {"message_id": number, "date": 1_700_000_000, "chat": chat, "from": user}
    made_up = f"{chance.choice(WORDS)}{number}"
    match number % 5:
        case 0:
            return {"message": message | {"text": f"/{made_up} {number}"}}
        case 1:
            return {"message": message | {"text": f"{made_up} 80x5\n{number}kg"}}
        case 2:
            query = {"id": str(number), "from": user, "chat_instance": "1", "message": message}
            return {"callback_query": query | {"data": f"{made_up}:{number}"[:60]}}
        case 3:
            return {f"update_kind_{number}": {"from": user, "text": made_up}}
        case _:
            return {"message": message | {"text": 5, "chat": made_up}}


@pytest.mark.prometheus
@pytest.mark.timeout(400)
async def test_no_new_series(house: House, desk: Desk, anna: Lifter, boris: Lifter) -> None:
    """10,000 updates of made-up commands, names and callback data make no new series.

    What each handler and method brings with its first use is there before.
    """
    if not os.environ.get("CI"):
        pytest.skip("takes a minute; .ci/run has it")
    house.expects_errors, house.expects_refusals = True, ("",)  # whatever comes of it
    for person in (anna, boris):
        await person.says("/start")
    chance = random.Random(4)
    people = [anna.id, boris.id]

    async def send(first: int, count: int) -> None:
        for number in range(first, first + count):
            await desk.inject(hostile(number, chance, chance.choice(people)))
        await desk.idle(60)

    await send(1, 50)
    before = await series(house)
    while ("bot_loop_lag_seconds", ()) not in before:  # measured half a second after the start
        before = await series(house)
    for first in itertools.count(51, 500):
        if first > COUNT:
            break
        await send(first, 500)
    after = await series(house)
    print(len(before), "series before, new:", len(after - before))
    assert after == before
    assert len(after) < 1500


async def series(house: House) -> set[tuple[str, tuple[str, ...]]]:
    return {(name, labels) for name, rows in (await house.metrics()).items() for labels in rows}
