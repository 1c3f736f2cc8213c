"""Editing one's own message corrects its sets."""

from decimal import Decimal

import pytest

from tests.telegram.talk import EN, RU, begins, does, logs, said, sets


async def typed_(person, text):
    """Write, and give the message's number."""
    await person.says(text)
    return [m for m in await person.chat() if m.get("text") == text][-1]["message_id"]


@pytest.mark.parametrize(("language", "t"), [("ru", RU), ("en", EN)])
async def test_a_set_is_corrected(house, desk, language, t):
    """Weight and reps follow, the reaction flips, the card is edited, no message is sent."""
    anna = await desk.person("Anna", language=language)
    await begins(anna, "П\nПрисед 3x5 60", t)
    message = await typed_(anna, "80x5")
    answer = await anna.edits(message, "82.5x4")
    assert answer.reaction == "✍"
    assert not answer.messages
    lifted = said("lift-reps", t, weight=t.plain("number", value=Decimal("82.5")), reps=4)
    assert f"1. ✅ {lifted}" in answer.text
    assert await sets(house) == [(1, 1, Decimal("82.5"), 4, None)]
    answer = await anna.edits(message, "abc")
    assert answer.reaction == "🤔"
    assert await sets(house) == [(1, 1, Decimal("82.5"), 4, None)]
    answer = await anna.edits(message, "82.5x5")
    assert answer.reaction == "✍"
    assert await sets(house) == [(1, 1, Decimal("82.5"), 5, None)]
    assert await house.metric("bot_operations_total", "save_record") == 1


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("60x5", "60x5x3", [(60, 5)] * 3),
        ("60x5x3", "62x4", [(62, 4)]),
        ("60x5x3", "61x5\n62x4", [(61, 5), (62, 4)]),
        ("60x5\n61x5", "60x5\n61x6\n62x7", [(60, 5), (61, 6), (62, 7)]),
        ("60x5", "60x5@9 тяжело", [(60, 5)]),
        ("Присед 60x5", "присед 61x5", [(61, 5)]),
        ("60x5", "Присед 61x5", [(61, 5)]),
        ("60", "62,5", [(Decimal("62.5"), 5)]),
    ],
)
async def test_more_and_fewer_sets(house, anna, before, after, kept):
    """The message's sets are what it says now; what stands beside them stays."""
    await begins(anna, "П\nПрисед 9x5 60")
    await anna.says("55x5")
    message = await typed_(anna, before)
    await anna.says("99x1")
    answer = await anna.edits(message, after)
    assert answer.reaction == "✍"
    rows = [(weight, reps) for _, _, weight, reps, _ in await sets(house)]
    assert sorted(rows) == sorted([(55, 5), (99, 1), *kept])
    numbers = [row[1] for row in await sets(house)]
    assert len(numbers) == len(set(numbers))
    answer = await anna.edits(message, before)
    assert len(await sets(house)) == 2 + (3 if "x3" in before else len(before.split("\n")))


async def test_warm_up_and_work(house, anna):
    """A set becomes a warm-up and a warm-up a set; each is counted where it belongs."""
    await begins(anna, "П\nПрисед 3x5 60")
    message = await typed_(anna, "40x5")
    answer = await anna.edits(message, "w40x5")
    assert "🔥 разминка: 1 подход" in answer.text
    assert "1. ▶️" in answer.text
    assert await sets(house) == []
    answer = await anna.edits(message, "41x5")
    assert "🔥" not in answer.text
    assert "1. ✅ 41 × 5" in answer.text
    answer = await anna.edits(message, "w41x5\n60x5")
    assert await house.sql("SELECT kind, weight_kg FROM sets ORDER BY kind") == [
        ("warmup", Decimal(41)),
        ("work", Decimal(60)),
    ]


async def test_a_message_of_several_exercises(house, anna):
    """Each line corrects its own exercise, by name or by its place."""
    await begins(anna, "П\nПрисед 2x5 60\nЖим лёжа 2x5 50")
    message = await typed_(anna, "Присед 60x5x2\nЖим лёжа 50x5")
    await anna.edits(message, "Присед 60x5\nЖим лёжа 50x5\n52,5x4")
    assert await sets(house) == [
        (1, 1, Decimal(60), 5, None),
        (2, 1, Decimal(50), 5, None),
        (2, 2, Decimal("52.5"), 4, None),
    ]
    await anna.edits(message, "61x5\n51x5\n53x4")
    assert [row[2] for row in await sets(house)] == [61, 51, 53]
    await anna.edits(message, "Жим лёжа 49x5")
    assert await sets(house) == [(2, 1, Decimal(49), 5, None)]


async def test_another_exercise_is_refused(house, anna):
    """A message's sets stay sets of what they were: which else could be meant is not guessed."""
    await begins(anna)
    message = await typed_(anna, "60x5")
    for text in ("Жим 60x5", "Своё дело 60x5", "60x5\nЖим 50x5"):
        answer = await anna.edits(message, text)
        assert answer.reaction == "🤔"
        await house.sql("UPDATE people SET hinted_at = NULL")
    assert answer.texts == [said("edit-other-exercise")]
    assert await sets(house) == [(1, 1, Decimal(60), 5, None)]


async def test_a_finished_workout_is_corrected_too(house, anna):
    """Its summary is edited where it stands; sums and records follow."""
    await begins(anna, "П\nПрисед 1x5 60")
    await logs(anna)
    await does(anna, "finish")
    await anna.says("/go")
    message = await typed_(anna, "65x5")
    summary = await does(anna, "finish")
    assert "325 кг (+25," in summary.text
    assert "рекорд веса 65 × 5 (+5 кг)" in summary.text
    answer = await anna.edits(message, "55x5")
    assert answer.reaction == "✍"
    assert not answer.messages
    assert answer.shown["message_id"] == summary.shown["message_id"]
    assert "275 кг (−25," in answer.text
    assert "🏆" not in answer.text
    assert await house.value("SELECT count(*) FROM workouts WHERE ended_at IS NULL") == 0
    await house.sql("UPDATE workouts SET ended_at = ended_at - interval '1 hour'")
    answer = await anna.edits(message, "55x6")
    assert "330 кг" in answer.text
    assert answer.buttons == [[RU.plain("share-button")]]  # it can't be taken up any more


async def test_a_set_of_an_older_workout_beside_an_open_one(house, anna):
    """The old workout changes, the open one's card does not."""
    await begins(anna)
    message = await typed_(anna, "60x5")
    await does(anna, "finish")
    card = (await anna.says("/go")).shown
    await anna.edits(message, "70x5")
    assert [row[2] for row in await sets(house)] == [70]
    (same,) = [m for m in await anna.chat() if m["message_id"] == card["message_id"]]
    assert same == card
    assert "было 70 × 5" in (await anna.says("/go")).text


async def test_a_day_before_is_corrected(house, anna):
    """What was written of yesterday is put right without a word."""
    message = await typed_(anna, "вчера Жим лёжа 80x5")
    answer = await anna.edits(message, "вчера Жим лёжа 82,5x5x2")
    assert answer.reaction == "✍"
    assert not answer.messages
    rows = await house.sql("SELECT weight_kg, logged_at::date - current_date AS ago FROM sets")
    assert [tuple(row) for row in rows] == [(Decimal("82.5"), -1)] * 2


@pytest.mark.parametrize(
    ("language", "t", "typed", "edited"),
    [
        ("en", EN, "Bench 80x5", "yesterday Bench 80x5"),
        ("ru", RU, "Жим лёжа 80x5", "Жим лёжа 80x5 вчера"),
        ("ru", RU, "Жим лёжа 80x5", "вчера 80x5"),
    ],
)
async def test_an_edit_with_a_day_moves_the_set(house, desk, language, t, typed, edited):
    """It goes to that day's workout; without the day it comes back."""
    anna = await desk.person("Anna", language=language)
    message = await typed_(anna, typed)
    answer = await anna.edits(message, edited)
    assert answer.reaction == "✍"
    name = "Bench press" if language == "en" else "Жим лёжа"
    day = t.plain("day-near", ago=1)
    told = said("workout-past", t, day=day, lines=f"{name}: 80 × 5")
    assert told in answer.texts
    moved = "SELECT current_date - logged_at::date, ended_at IS NULL FROM sets"
    moved += " JOIN workouts ON workouts.id = sets.workout"
    assert [tuple(row) for row in await house.sql(moved)] == [(1, False)]
    assert "✅" not in (await anna.screen())["text"]
    answer = await anna.edits(message, typed)
    assert answer.reaction == "✍"
    assert [tuple(row) for row in await house.sql(moved)] == [(0, True)]
    assert "1. ✅ 80 × 5" in (await anna.screen())["text"]
    assert await house.value("SELECT count(*) FROM workouts") == 1


async def test_a_day_of_several_sets_is_moved_whole(house, anna):
    """All sets of the message go; those of others stay. A day ahead moves nothing."""
    await begins(anna, "П\nПрисед 5x5 60\nПодтягивания 3x8")
    await logs(anna)
    message = await typed_(anna, "61x5\n62x5\nПодтягивания 12")
    await anna.edits(message, "вчера 61x5\n62x5\nПодтягивания 11")
    assert await house.sql(
        "SELECT weight_kg::int, reps, current_date - logged_at::date FROM sets"
        " ORDER BY logged_at, position, n"
    ) == [(61, 5, 1), (62, 5, 1), (0, 11, 1), (60, 5, 0)]
    assert (await anna.edits(message, "завтра 61x5")).reaction == "🤔"
    assert await house.value("SELECT count(*) FROM sets") == 4


async def test_a_refused_message_is_read_once_it_can_be(house, anna):
    """Edited into a set it is one, once; in a workout or, with a name, as the first of all."""
    message = await typed_(anna, "Жим лёжа 80x")
    answer = await anna.edits(message, "Жим лёжа 80x5")
    assert answer.reaction == "👍"
    assert await sets(house) == [(1, 1, Decimal(80), 5, None)]
    message = await typed_(anna, "82x")
    assert (await anna.edits(message, "82x5x")).reaction == "🤔"
    assert (await anna.edits(message, "82x5")).reaction == "👍"
    assert (await anna.edits(message, "83x5")).reaction == "✍"
    assert [row[2] for row in await sets(house)] == [80, 83]
    assert await house.metric("bot_operations_total", "save_record") == 2
    assert await house.metric("bot_sets_total", "edit") == 2
    await anna.edits(message, "83x5x3")
    assert await house.metric("bot_sets_total", "edit") == 4


async def test_edits_that_are_about_nothing(house, anna, desk):
    """Captions, commands, talk from before, an answer: nothing is stored."""
    hello = await typed_(anna, "/start")
    await begins(anna)
    await anna.says("61x5")
    await does(anna, "list")
    await does(anna, "sets")
    await anna.presses("Присед 1: 61 × 5")
    answer = await typed_(anna, "62x5")
    before = await house.rows()
    for message, text in ((hello, "80x5"), (answer, "80x5"), (answer, "/go")):
        done = await desk.ask("POST", "/act", json=anna.act("edit", message_id=message, text=text))
        await desk.idle()
        events = await desk.transcript(done["cursor"])
        assert not [event for event in events if event.get("by") == "bot"], text
        assert await house.rows() == before
    caption = {"message_id": 5, "date": 1, "chat": {"id": anna.id, "type": "private"},
               "from": {"id": anna.id, "is_bot": False, "first_name": "Anna"},
               "edit_date": 2, "caption": "80x5"}  # fmt: skip
    await desk.inject({"edited_message": caption})
    await desk.idle()
    assert await house.rows() == before
    assert [row[2] for row in await sets(house)] == [62]


async def test_an_edit_after_everything_was_deleted(house, anna, desk):
    """Nothing comes back; whoever edits is a new person."""
    await begins(anna)
    message = await typed_(anna, "60x5")
    refused = await typed_(anna, "60x")
    await anna.says("/deleteall")
    await anna.presses(RU.plain("deleteall-button"))
    for number in (message, refused):
        await desk.ask("POST", "/act", json=anna.act("edit", message_id=number, text="Жим 80x5"))
    await desk.idle()
    stored = {table for table, rows in (await house.rows()).items() if rows}
    assert stored == {"people", "daily_active"}
    assert await house.value("SELECT count(*) FROM sets") == 0


async def test_the_same_edit_twice(house, anna, desk):
    """Delivered again it changes nothing."""
    await begins(anna)
    message = await typed_(anna, "60x5")
    answer = await anna.edits(message, "60x5x2")
    before = await house.rows()
    await desk.redelivers(answer.update_id)
    assert await house.rows() == before
    assert len(await sets(house)) == 2


async def test_a_correction_obeys_the_limits(house, anna):
    """Twenty sets of an exercise are the most, also by an edit; refused, it changes nothing."""
    await begins(anna)
    await anna.says("60 кг 5 раз 15 подходов")
    message = await typed_(anna, "Присед 61x5")
    await anna.edits(message, "Присед 61 кг 5 раз 20 подходов")
    assert len(await sets(house)) == 16
    await anna.edits(message, "1001x5")
    assert [row[2] for row in await sets(house)][-1] == 61
