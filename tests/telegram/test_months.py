"""A month by a ready program, tapped through in the chat: the weights are those of its authors.

The same weights as in tests/domain/test_progression_months.py, which says where they come from.
"""

from tests.telegram.talk import RU, does, logs, makes_program


async def month(person, workouts, sets):
    """Train so many workouts, each of ``sets[day]`` sets, by tapping what the card suggests."""
    for workout in range(workouts):
        await person.says("/startworkout")
        for _ in range(sets[workout % len(sets)]):
            await logs(person)
        await does(person, "finish")


async def lifted(house, n):
    """Read the weights of the ``n``-th sets by exercise, in the order of the workouts."""
    rows = await house.sql(
        "SELECT name, string_agg(trim_scale(weight_kg)::text, ' ' ORDER BY workout) FROM sets"
        " JOIN exercises ON exercises.id = exercise WHERE n = $1 AND sets.kind = 'work'"
        " GROUP BY name",
        n,
    )
    return {row[0]: row[1] for row in rows}


async def test_a_month_of_stronglifts(house, anna):
    """Twelve workouts in three weeks' order: A and B in turn, everything done."""
    await anna.says("/templates")
    await anna.presses("StrongLifts 5×5")
    await anna.presses(RU.plain("template-button-use"))
    await month(anna, 12, [15, 11])
    assert await lifted(house, 1) == {
        "Присед": "20 22.5 25 27.5 30 32.5 35 37.5 40 42.5 45 47.5",
        "Жим лёжа": "20 22.5 25 27.5 30 32.5",
        "Тяга штанги в наклоне": "30 32.5 35 37.5 40 42.5",
        "Жим стоя": "20 22.5 25 27.5 30 32.5",
        "Становая тяга": "40 45 50 55 60 65",
    }
    assert await house.metric("bot_suggestions_total", "changed", "linear") == 0
    # Each exercise but the first time: the squat 11 times, the others 5.
    assert await house.metric("bot_suggestions_total", "accepted", "linear") == 11 + 4 * 5


async def test_a_month_of_five_three_one(house, anna):
    """Four weeks of four lifts, and the first week of the next cycle."""
    await makes_program(
        anna,
        "Сила\nДень 1\nЖим стоя 5/3/1 60\nДень 2\nСтановая тяга 5/3/1 180\n"
        "День 3\nЖим лёжа 5/3/1 100\nДень 4\nПрисед 5/3/1 140",
    )
    await month(anna, 20, [3])
    assert await lifted(house, 1) == {
        "Жим стоя": "40 42.5 45 25 40",
        "Становая тяга": "117.5 125 135 72.5 120",
        "Жим лёжа": "65 70 75 40 67.5",
        "Присед": "90 97.5 105 55 95",
    }
    assert await lifted(house, 3) == {
        "Жим стоя": "50 55 57.5 35 52.5",
        "Становая тяга": "152.5 162.5 170 107.5 157.5",
        "Жим лёжа": "85 90 95 60 87.5",
        "Присед": "120 125 132.5 85 122.5",
    }
    rows = await house.sql(
        "SELECT string_agg(reps::text, ' ' ORDER BY n) FROM sets GROUP BY workout ORDER BY workout"
    )
    assert [row[0] for row in rows] == ["5 5 5"] * 4 + ["3 3 3"] * 4 + ["5 3 1"] * 4 + ["5 5 5"] * 8
