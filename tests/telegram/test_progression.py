"""Rules of progression on the card: the suggestion, its reason, and the way back."""

from decimal import Decimal

import pytest

from instrumentation.labels import OTHER, RULES
from service.domain import rules
from tests.telegram.talk import EN, RU, begins, does, logs, makes_program, said, sets


async def ruled(house, person, text, *rules, t=None):
    """Make a program whose lines have rules, and begin a workout by it."""
    words = {"t": t} if t else {}
    await makes_program(person, text, **words)
    for position, rule in enumerate(rules, 1):
        await house.sql("UPDATE slots SET rule = $1 WHERE position = $2", rule, position)
    return await person.says("/startworkout")


async def trains(person, count, t=None):
    """Log what is suggested so many times, finish, and begin the next workout."""
    words = {"t": t} if t else {}
    for _ in range(count):
        await logs(person)
    await does(person, "finish", **words)
    return await person.says("/startworkout")


async def test_a_step_and_the_way_back(house, anna):
    """What was done adds a step, the card says so, and one tap takes the old weight."""
    card = await ruled(house, anna, "Сила\nПрисед 2x5 60", "+2.5")
    assert said("workout-reason-plan") in card.text
    assert not [row for row in card.buttons if "Как было" in row[0]]
    card = await trains(anna, 2)
    assert "1. ▶️ 62,5 × 5   было 60 × 5" in card.text
    assert "+2,5: в прошлый раз 2×5 ✓" in card.text
    assert card.buttons[-5] == ["Как было: 60"]
    card = await anna.presses("Как было: 60")
    assert card.toast == "60 × 5"
    assert "1. ▶️ 60 × 5" in card.text
    assert said("workout-reason-adjusted") in card.text
    assert not [row for row in card.buttons if "Как было" in row[0]]
    card = await logs(anna)
    assert "2. ▶️ 60 × 5" in card.text  # the choice holds for the whole exercise
    assert said("workout-reason-today") in card.text
    card = await trains(anna, 1)
    assert "1. ▶️ 62,5 × 5   было 60 × 5" in card.text


async def test_a_miss_is_repeated(house, anna):
    """A set that was missed keeps the weight; three workouts of it take a tenth off."""
    await ruled(house, anna, "Сила\nПрисед 2x5 60", "+2.5")
    for said_next in ("как в прошлый раз: 1 из 2 подходов",) * 2:
        await logs(anna)
        await anna.says("60x4")
        await does(anna, "finish")
        card = await anna.says("/startworkout")
        assert "1. ▶️ 60 × 5" in card.text
        assert said_next in card.text
    await logs(anna)
    await anna.says("60x3")
    await does(anna, "finish")
    card = await anna.says("/startworkout")
    assert "1. ▶️ 55 × 5" in card.text
    assert "−10 %: три раза подряд не вышло" in card.text
    assert card.buttons[-5] == ["Как было: 60"]


async def test_warm_ups_and_corrections(house, anna):
    """A warm-up is no work set, and a corrected set is what counts."""
    await ruled(house, anna, "Сила\nПрисед 2x5 60", "+2.5")
    await anna.says("w40x5")
    await logs(anna)
    await anna.says("60x4")
    message = next(m["message_id"] for m in await anna.chat() if m.get("text") == "60x4")
    await does(anna, "finish")
    card = await anna.says("/startworkout")
    assert "1 из 2" in card.text
    await anna.edits(message, "60x5")
    card = await anna.says("/startworkout")
    assert "1. ▶️ 62,5 × 5" in card.text


async def test_a_free_workout_does_not_count(house, anna):
    """A heavy single without a program says nothing about five times five."""
    await ruled(house, anna, "Сила\nПрисед 2x5 60", "+2.5")
    for _ in range(2):
        await logs(anna)
    await does(anna, "finish")
    await anna.says("Присед 100x1")
    await does(anna, "finish")
    card = await anna.says("/startworkout")
    assert "1. ▶️ 62,5 × 5   было 100 × 1" in card.text
    assert "Как было: 60" in card.buttons[-5]


async def test_five_three_one_on_the_card(house, anna):
    """Each set has its percentage, and half of the maximum follows it in the same workout."""
    card = await ruled(house, anna, "BBB\nЖим лёжа 3x5 100\nЖим лёжа 2x10", "5/3/1", "50%")
    await house.sql("UPDATE planned SET reps_min = NULL, reps_max = NULL WHERE rule = '5/3/1'")
    await house.sql("UPDATE slots SET reps_min = NULL, reps_max = NULL WHERE rule = '5/3/1'")
    card = await anna.says("/startworkout")
    assert "1. ▶️ 65 × 5" in card.text
    assert "3. · 85 × 5" in card.text
    assert "65 % от 100 (5/3/1, неделя 1)" in card.text
    for _ in range(3):
        card = await logs(anna)
    assert "1. ▶️ 50 × 10" in card.text
    assert "50 % от 100" in card.text
    card = await trains(anna, 2)
    assert "1. ▶️ 70 × 3" in card.text
    assert "70 % от 100 (5/3/1, неделя 2)" in card.text
    rows = await sets(house)
    assert [row[2] for row in rows] == [65, 75, 85, 50, 50]


async def test_a_weight_alone_in_five_three_one(house, anna):
    """It has the repetitions of the card; where they differ from set to set it is refused."""
    await makes_program(anna, "Волна\nЖим лёжа 5/3/1 100")
    await anna.says("/startworkout")
    weeks = ((65, 75, 85), [5, 5, 5]), ((70, 80, 90), [3, 3, 3, 5, 5, 5])
    for weights, expected in weeks:
        for weight in map(str, weights):
            await anna.says(weight)
        assert sorted(row[3] for row in await sets(house)) == expected
        await does(anna, "finish")
        await anna.says("/startworkout")
    refused = await anna.says("75")
    assert said("set-without-reps", unit="kg") in refused.text
    assert len(await sets(house)) == 6


async def test_pounds_and_plates(house, boris):
    """The step is in the person's unit, and the weight is one that their plates make."""
    await boris.says("/settings")
    await house.sql("UPDATE people SET unit = 'lb', plates_kg = NULL")
    card = await ruled(house, boris, "Power\nSquat 2x5 135", "+2.27", t=EN)
    card = await trains(boris, 2, t=EN)
    assert "1. ▶️ 140 × 5   last 135 × 5" in card.text
    assert "+5: 2×5 done last time" in card.text
    assert card.buttons[-5] == ["As before: 135"]


@pytest.mark.parametrize(
    ("rule", "typed", "reason"),
    [
        ("+2.5 at the top", ["60x6", "60x5"], "+1 повтор: 5–8, было 6"),
        ("+2.5 at the top", ["60x8", "60x5"], "8 ещё не во всех подходах"),
        ("@8", ["60x5@7", "60x5@7"], "@8: в прошлый раз 60 × 5 @7"),
        ("@8", ["60x5", "60x5"], "как в прошлый раз: тогда без RPE"),
        ("80%", ["60x5", "60x5"], "80 % от 60"),
        ("80% +5", ["60x5", "60x5"], "80 % от 65"),
        ("80%", ["40x5", "40x5"], "ещё раз: 80 % от 60"),
    ],
)
async def test_reasons(house, anna, rule, typed, reason):
    """Every rule says why."""
    await ruled(house, anna, "Сила\nПрисед 2x5-8 60", rule)
    for line in typed:
        await anna.says(line)
    await does(anna, "finish")
    card = await anna.says("/startworkout")
    assert reason in card.text


async def test_a_break_is_offered_back(house, anna):
    """After a month the bar is lighter, and the old weight is one tap away."""
    await ruled(house, anna, "Сила\nПрисед 1x5 100", "+2.5")
    await logs(anna)
    await does(anna, "finish")
    for table, column in (("sets", "logged_at"), ("slots", "planned_at")):
        await house.sql(f"UPDATE {table} SET {column} = {column} - interval '30 days'")
    card = await anna.says("/startworkout")
    assert "−10 %: перерыв 4 недели" in card.text
    assert "1. ▶️ 90 × 5" in card.text
    assert card.buttons[-5] == ["Как было: 100"]
    await anna.presses("Как было: 100")
    await logs(anna)
    assert [row[2] for row in await sets(house)] == [Decimal(100), Decimal(100)]


async def test_a_break_without_a_rule(house, anna):
    """What would be repeated is a tenth lighter, and the old weight is one tap away."""
    await makes_program(anna, "Сила\nПрисед 2x5")
    await anna.says("/go")
    await anna.says("100x5x2")
    await does(anna, "finish")
    await house.sql("UPDATE sets SET logged_at = logged_at - interval '30 days'")
    card = await anna.says("/startworkout")
    assert "−10 %: перерыв 4 недели" in card.text
    assert "1. ▶️ 90 × 5   было 100 × 5" in card.text
    assert card.buttons[-5] == ["Как было: 100"]
    card = await anna.presses("Как было: 100")
    assert "1. ▶️ 100 × 5" in card.text
    await logs(anna)
    card = await logs(anna)
    assert [row[2] for row in await sets(house)] == [Decimal(100)] * 4
    counted = (await house.metrics())["bot_suggestions_total"]
    assert sum(counted.values()) == 0  # no rule suggested it


async def test_stages(house, anna):
    """After a miss the workout has other sets and repetitions; the program stays as it was."""
    await makes_program(anna, "GZCLP\nПрисед 2x3 60 +5 → 3x2 → 4x1")
    card = await anna.says("/go")
    assert "Присед — 2×3, 60 кг, +5 → 3×2 → 4×1" in card.text
    for typed, plan, reason in (
        ("60x3 60x2", "3×2", "вес тот же, теперь 3×2: в прошлый раз не вышло"),
        ("60x2 60x2 60x1", "4×1", "вес тот же, теперь 4×1: в прошлый раз не вышло"),
        ("60x1 60x1 60x1 60x1", "4×1", "+5: в прошлый раз 4×1 ✓"),
        ("65x1 65x1 65x1", "2×3", "−10 % и снова 2×3: в прошлый раз не вышло"),
    ):
        for line in typed.split():
            await anna.says(line)
        card = await trains(anna, 0)
        assert f"Присед — {plan}" in card.text
        assert reason in card.text
    assert card.buttons[-5] == ["Как было: 65"]
    assert "1. ▶️ 57,5 × 3" in card.text
    assert await house.value("SELECT sets FROM slots") == 2
    # an unchanged program does not ask the workout to follow
    await anna.says("/programs")
    await anna.presses("GZCLP")
    await anna.presses(RU.plain("program-button-edit"))
    done = await anna.presses(RU.plain("edit-button-done"))
    assert said("edit-follow") not in done.texts


async def test_whether_a_suggestion_was_accepted(house, anna):
    """Counted once an exercise, by its rule, whether it is tapped, adjusted or typed."""

    async def counted(outcome):
        return await house.metric("bot_suggestions_total", outcome, "linear")

    await ruled(house, anna, "Сила\nПрисед 2x5 60", "+2.5")
    await trains(anna, 2)  # as planned: nothing was suggested by the rule
    assert (await counted("accepted"), await counted("changed")) == (0, 0)
    await trains(anna, 2)
    assert (await counted("accepted"), await counted("changed")) == (1, 0)
    await anna.presses("Как было: 62,5")
    await trains(anna, 2)
    assert (await counted("accepted"), await counted("changed")) == (1, 1)
    await anna.says("70x5")
    await anna.says("70x5")
    assert (await counted("accepted"), await counted("changed")) == (1, 2)


def test_every_rule_has_its_label():
    """No rule is counted as another one."""
    assert [*rules.NAMES.values(), OTHER] == [*RULES]


@pytest.mark.parametrize("way", ["button", "text"])
async def test_a_suggestion_counts_once(house, anna, way):
    """Also when its first set is undone and logged again, with another weight."""
    await begins(anna, "П\nПрисед 2x5 60 +2,5")
    await logs(anna)
    await logs(anna)
    await does(anna, "finish")
    await anna.says("/go")
    for _ in range(2):
        await (logs(anna) if way == "button" else anna.says("62,5x5"))
        await does(anna, "undo")
    await anna.says("60x5")
    counted = [
        await house.metric("bot_suggestions_total", outcome, "linear")
        for outcome in ("accepted", "changed")
    ]
    assert counted == [1, 0]
