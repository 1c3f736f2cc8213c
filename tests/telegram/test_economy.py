"""What a set costs: few round trips to the database, and nothing asked that is known."""

import pytest

from tests.telegram.talk import begins, does, logs

SUPERSETS = "Верх\nA: Жим 2x5 60\nA: Тяга 2x5 50\nПланка 2x60с\nПодтягивания 2x8\nПрисед 1x3-5"
TYPED = (
    "62,5x5", "w20x10", "50.5x5@9 тяжело", "w30", "60x5x1", "=", "Планка 70", "90",
    "Подтягивания +10x6\nЖим 80x3", "Присед", "100x4", "Сгибания 20x12", "Жим", "61x5",
)  # fmt: skip


ROOMS = (
    "card_locations.",
    "corrections.",
    "exercises.",
    "messages.",
    "pasts.",
    "people.",
    "sets.",
    "workouts.",
    "updates.claim",
    "statistics.c",
)
"""Whose statements are somebody's doing; the bot's own are about numbers, keys and timers."""


async def asked(house):
    """How often each statement about people's doings was run so far."""
    counts = (await house.metrics())["bot_database_queries_total"]
    return {query: count for (query,), count in counts.items() if query.startswith(ROOMS)}


@pytest.mark.parametrize("act", ["typed", "pressed"])
async def test_a_set_takes_four_statements_and_a_commit(house, anna, act):
    """Claimed, read, told what came before, written."""
    await begins(anna, "П\nПрисед 5x5 60")
    await logs(anna)
    before = await asked(house)
    await (anna.says("60x5") if act == "typed" else logs(anna))
    after = await asked(house)
    assert {query: n - before[query] for query, n in after.items() if n > before[query]} == {
        "updates.claim": 1,
        "workouts.find": 1,
        "pasts.history": 1,
        "sets.log": 1,
    }


async def test_what_is_shown_is_what_is_stored(house, anna):
    """A card that was worked out beside the database is the one that is read from it."""
    await begins(anna, SUPERSETS)
    for _ in range(2):  # the second time there is something to remember
        for line in TYPED:
            await anna.says(line)
            await same_again(anna, line)
        await does(anna, "finish")
        await anna.says("/startworkout")
    for _ in range(4):
        await logs(anna)
        await same_again(anna, "log")
    await does(anna, "undo")
    await anna.presses("+1")
    await logs(anna)
    await same_again(anna, "log")


async def same_again(anna, act):
    shown = await anna.screen()
    await anna.says("/startworkout")
    again = await anna.screen()
    assert _lasting(again["text"]) == _lasting(shown["text"]), act
    assert again["reply_markup"] == shown["reply_markup"], act


def _lasting(text):
    """Leave out records and tips, which are told once, and the spaces round them."""
    return [line for line in text.splitlines() if line and not line.startswith(("🏆", "💡"))]
