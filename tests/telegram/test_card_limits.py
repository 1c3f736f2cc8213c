"""However much there is, a card fits into a message."""

from decimal import Decimal

import pytest

from tests.telegram.talk import (
    FIVE_BY_THREE,
    RU,
    begins,
    callback_data,
    does,
    logs,
    makes_program,
    said,
    sets,
)


@pytest.mark.parametrize(
    ("typed", "press", "kept"),
    [("Присед 1x1 0", "−2,5", 0), ("Присед 1x1 1000", "+2,5", 1000), ("Присед 1x1 1", "−1", 1),
     ("Присед 1x999 1", "+1", 999)],
)  # fmt: skip
async def test_turning_ends_at_the_limits(house, anna, typed, press, kept):
    """A weight stays from 0 to 1000, repetitions from 1 to 999."""
    await begins(anna, f"П\n{typed}")
    for _ in range(3):
        await anna.presses(press)
    await logs(anna)
    ((_, _, weight, reps, _),) = await sets(house)
    assert kept in {weight, reps}


async def test_more_sets_than_planned(house, anna):
    """What is typed beyond the plan is kept, to twenty sets; the plan goes on where it was."""
    await begins(anna, "Сила\nПрисед 1x5 60\nЖим лёжа 1x5 50")
    await anna.says("Присед 60x5x3")
    assert "Жим лёжа" in (await anna.screen())["text"]
    await anna.says("Присед 60 кг 5 раз 17 подходов")
    refused = await anna.says("Присед 60x5")
    assert refused.reaction == "🤔"
    await logs(anna)
    complete = await anna.says("55x3")
    assert said("workout-complete") in complete.text
    rows = await sets(house)
    assert len(rows) == 22
    assert rows[-1] == (2, 2, Decimal(55), 3, None)


async def filled(house, anna, name):
    """Give Anna sixty exercises of the longest names, and twenty sets of each but one, twice."""
    await house.sql(
        "INSERT INTO exercises (owner, name, name_key)"
        " SELECT $1, n || $2, n || $2 FROM generate_series(11, 69) AS n",
        anna.id,
        name,
    )
    await house.sql(
        "INSERT INTO workouts (owner, title, started_at, last_set_at, ended_at)"
        " SELECT owner, title, now() - interval '2 days', now() - interval '2 days',"
        " now() - interval '1 day' FROM workouts"
    )
    await house.sql(
        "INSERT INTO planned (owner, workout, position, exercise, sets)"
        " SELECT workouts.owner, workouts.id, row_number() OVER (PARTITION BY workouts.id), e.id,"
        " 20"
        " FROM workouts, exercises AS e ON CONFLICT DO NOTHING"
    )
    await house.sql(
        "INSERT INTO sets (owner, workout, revision, position, exercise, n, weight_kg, reps, note,"
        " rpe, logged_at) SELECT p.owner, workout, 0, p.position, p.exercise, n,"
        " 900.11 + n + (CASE WHEN ended_at IS NULL THEN 20 ELSE 0 END), 10, $1, 9.5,"
        " coalesce(ended_at, now())"
        " FROM planned AS p JOIN workouts ON workouts.id = workout, generate_series(1, 20) AS n"
        " WHERE ended_at IS NOT NULL OR (p.position, n) <> (60, 20)",
        "я" * 200,
    )


@pytest.mark.parametrize("name", ["ж" * 62, "👩‍👩‍👧‍👦" * 46, "<&" * 31])
async def test_no_card_outgrows_a_message(house, anna, name):
    """Sixty exercises of twenty sets, longest names and notes: Telegram takes every view."""
    await begins(anna, f"{name}\n{name} 20x10 900")
    await filled(house, anna, name)
    shown = [await anna.says("/go")]
    for view, pages in (("list", 8), ("sets", 4)):
        shown.append(await does(anna, view))
        shown += [await anna.presses(RU.plain("button-next")) for _ in range(pages - 1)]
    await anna.presses(RU.plain("button-back"))
    await anna.presses(RU.plain("button-back"))
    shown += [await logs(anna), await does(anna, "finish")]
    assert "🏆" in shown[-1].text
    shown.append(await does(anna, "reopen"))
    assert await house.value("SELECT count(*) FROM sets") == 2400
    assert min(len(answer.text) for answer in shown) > 20
    assert len(shown[-2].text) > 2000


async def test_the_largest_numbers_fit_into_a_button(house, anna, alter):
    """Ids and revisions at the end of bigint: no button carries more than 64 bytes."""
    await makes_program(anna, FIVE_BY_THREE)
    await alter("ALTER SEQUENCE workouts_id_seq RESTART WITH 9223372036854775000")
    await anna.says("/go")
    await house.sql("UPDATE workouts SET revision = 9223372036854775000")
    await anna.says("/go")
    await logs(anna)
    await does(anna, "list")
    await does(anna, "sets")
    await anna.presses("Присед 1: 100 × 5")
    await does(anna, "keep")
    await does(anna, "finish")
    await does(anna, "reopen")
    data = callback_data(await anna.desk.transcript())
    assert max(len(each.encode()) for each in data) <= 64
    assert any("9223372036854775000" in each for each in data)
    assert len(await sets(house)) == 1
