"""What few people find is offered once, when it would help; and /help lists it."""

from tests.lifter import button_rows
from tests.telegram.talk import begins, does, logs, said


async def test_supersets_are_offered_to_those_who_alternate(house, anna):
    """After two rounds of two exercises, and only then, and only once."""
    await begins(anna, "Верх\nЖим лёжа 4x5 50\nТяга в наклоне 4x5 40")
    await house.sql("UPDATE people SET tips = '{lines}'")
    for typed in ("Жим лёжа 50x5", "Тяга в наклоне 40x5", "Жим лёжа 50x5"):
        answer = await anna.says(typed)
        assert "💡" not in answer.text
    answer = await anna.says("Тяга в наклоне 40x5")
    assert said("tip-superset") in answer.text
    await anna.says("Жим лёжа 50x5")
    answer = await anna.says("Тяга в наклоне 40x5")
    assert "💡" not in answer.text
    assert await house.value("SELECT tips FROM people") == ["lines", "superset"]


async def test_supersets_are_not_offered_to_those_who_have_them(house, anna):
    """The card alternates already."""
    await begins(anna, "Верх\nA1 Жим лёжа 4x5 50\nA2 Тяга в наклоне 4x5 40")
    for _ in range(6):
        answer = await logs(anna)
        assert "💡" not in answer.text


async def test_added_weight_is_offered_when_the_body_is_light(house, anna):
    """After twelve dips, not after eight, and not by a barbell."""
    await begins(anna, "Верх\nБрусья 3x8-15\nПрисед 1x20 20")
    await house.sql("UPDATE people SET tips = '{lines}'")
    assert "💡" not in (await anna.says("8")).text
    assert said("tip-added") in (await anna.says("12")).text
    assert "💡" not in (await anna.says("15")).text
    assert "💡" not in (await anna.says("20x20")).text


async def test_yesterday_is_offered_at_night(house, anna):
    """To those who begin by typing a set between midnight and four, wherever they are."""
    hour = await house.value("SELECT extract(hour FROM now() AT TIME ZONE 'UTC')::int")
    await anna.says("/start")
    for local, offered in ((12, False), (3, True)):
        east = (local - hour + 12) % 24 - 12
        zone = f"Etc/GMT{-east:+d}"
        await house.sql("UPDATE people SET timezone = $1", zone)
        answer = await anna.says("Присед 80x5")
        assert (said("tip-yesterday") in answer.text) is offered
        await does(anna, "finish")


async def test_one_message_is_offered_to_those_who_send_many(house, anna):
    """After the third one within a minute; several lines in one message offer nothing."""
    await begins(anna, "Верх\nЖим лёжа 9x5 50")
    await anna.says("50x5\n50x5\n50x5")
    assert "💡" not in (await anna.says("50x5")).text
    assert "💡" not in (await anna.says("50x5")).text
    answer = await anna.says("50x5")
    assert said("tip-lines") in answer.text
    assert button_rows(answer.shown)


async def test_help_lists_them(house, anna):
    """Supersets, yesterday, added weight, several lines, warm-ups, notes and equipment."""
    text = (await anna.says("/help")).text
    for words in ("A1 Жим 3x8", "вчера Жим", "+10x8", "Несколько строк", "🔥", "📝", "⚙️"):
        assert words in text
