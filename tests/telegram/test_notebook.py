"""Sets typed as in a notebook: what is stored, what is shown, what is refused."""

from decimal import Decimal

import pytest

from tests.lifter import words
from tests.telegram.talk import EN, RU, begins, does, logs, makes_program, said, sets

FULL = "SELECT weight_kg, reps, seconds, rpe, note, load, kind FROM sets ORDER BY revision, part"


async def stored(house):
    """Read everything that was stored of each set, in the order it was typed."""
    return [tuple(row) for row in await house.sql(FULL)]


def lift(weight, reps=None, seconds=None, rpe=None, note=None, load="plain", kind="work"):
    """Make what is stored of a set."""
    return (Decimal(weight), reps, seconds, rpe and Decimal(rpe), note, load, kind)


@pytest.mark.parametrize(
    ("language", "typed", "name"),
    [
        ("ru", "Жим 80x5", "Жим лёжа"),
        ("en", "Bench 80x5", "Bench press"),
        ("ru", "жим лежа 80х5", "Жим лёжа"),
        ("en", "bench pres 80 x 5", "Bench press"),
    ],
)
async def test_a_newcomers_first_message_is_a_useful_log(house, desk, language, typed, name):
    """With nothing before it: a free workout, the set, a reaction, and one message: the card."""
    anna = await desk.person("Anna", language=language)
    answer = await anna.says(typed)
    assert answer.reaction == "👍"
    assert [words(m) for m in await anna.chat()] == [typed, answer.text]
    assert name in answer.text
    assert "1. ✅ 80 × 5" in answer.text
    assert await stored(house) == [lift(80, 5)]
    assert await house.value("SELECT program FROM workouts WHERE ended_at IS NULL") is None
    assert await house.metric("bot_sets_total", "text") == 1


READ = {
    "80,5x5": [lift("80.5", 5)],
    "80.5х5": [lift("80.5", 5)],
    "80×5": [lift(80, 5)],
    "80*5": [lift(80, 5)],
    " 80 x 5 ": [lift(80, 5)],
    "80 5": [lift(80, 5)],
    "80x5x3": [lift(80, 5)] * 3,
    "80x5@8.5": [lift(80, 5, rpe="8.5")],
    "80x5 болит 💪🏽": [lift(80, 5, note="болит 💪🏽")],
    "w40x5": [lift(40, 5, kind="warmup")],
    "175lb x5": [lift("79.38", 5)],
    "80": [lift(80, 5)],
    "80x5\n82,5x4": [lift(80, 5), lift("82.5", 4)],
}


async def test_every_way_of_writing_a_set(house, anna):
    """Each is answered by a reaction alone, and the card goes on in its place."""
    await begins(anna, "Сила\nПрисед 20x5 60\nЖим лёжа 20x5 60")
    await house.sql("UPDATE people SET asked_unit_at = now()")  # who types pounds is asked once
    card = await anna.screen()
    expected = []
    for typed, lifts in READ.items():
        answer = await anna.says(typed)
        assert answer.reaction in {"👍", "🏆"}, typed
        assert answer.messages == [] or answer.deleted, typed
        expected += lifts
        assert await stored(house) == expected, typed
    assert len([m for m in await anna.chat() if words(m).startswith("🏋️")]) == 1
    assert (await anna.screen())["message_id"] != card["message_id"]  # it follows the writing


REFUSED = (
    "80x x5 x 80x5x -80x5 80x-5 NaNx5 infx5 1e309x5 1e3x5 0x1Fx5 80x5.5 1001x5 80x1000 80x5@11"
    " 99999999999999999999x5 ٨٠x٥ ８０x５ 80x0 80x5x0 80x5x21 80xx5 x 5x 80x5@ =x =5 -- 1:99 86401с"
    " 80x5x5x5 +x5 0,001x5 80.555x5"
).split()


@pytest.mark.parametrize("exercise", ["Присед 5x5 60", "Своё 5x5 60"])
async def test_what_is_no_set(house, anna, exercise):
    """A thinking face each, one hint in ten seconds, each counted; nothing stored, card intact."""
    await begins(anna, f"Сила\n{exercise}")
    before, card = await house.rows(), await anna.screen()
    hints = []
    for typed in REFUSED:
        answer = await anna.says(typed)
        assert answer.reaction == "🤔", typed
        hints += answer.texts
        rows = await house.rows()
        assert {**rows, "people": []} == {**before, "people": []}, typed
    assert len(hints) == 1
    assert len(hints[0]) < 120
    assert [m for m in await anna.chat() if m["message_id"] == card["message_id"]] == [card]
    refusals = (await house.metrics())["bot_refusals_total"]
    assert sum(refusals.values()) == len(REFUSED)
    assert refusals["not_understood",] > refusals["out_of_range",] > 3


async def test_a_hint_comes_again_after_ten_seconds(house, anna):
    """Whoever goes on wrong is helped again."""
    await begins(anna)
    assert (await anna.says("80x")).texts == [said("set-without-reps")]
    assert (await anna.says("80x")).texts == []
    await house.sql("UPDATE people SET hinted_at = hinted_at - interval '11 seconds'")
    assert (await anna.says("80x")).texts == [said("set-without-reps")]


async def test_a_hint_is_below_the_card(house, anna):
    """After a new card, a hint is a new message, for the one before is out of sight."""
    await begins(anna)
    assert (await anna.says("80x")).texts == [said("set-without-reps")]
    await anna.says("/go")
    card = (await anna.screen())["message_id"]
    assert (await anna.says("80x")).texts == [said("set-without-reps")]
    assert (await anna.chat())[-1]["message_id"] > card


async def test_a_part_that_is_not_understood_is_named(anna):
    """Instead of a general example."""
    await begins(anna)
    assert (await anna.says("Жим 100x5+5+5")).texts == [said("set-part", part="100x5+5+5")]


async def test_bodyweight_added_and_assisted(house, anna):
    """A number alone is repetitions; a sign is weight put on or taken off; zero is legal."""
    await begins(anna, "Дома\nПодтягивания 5x8")
    for typed in ("12", "+10x8", "-20x8", "0x10"):
        assert (await anna.says(typed)).reaction in {"👍", "🏆"}
    assert await stored(house) == [
        lift(0, 12), lift(10, 8, load="added"), lift(20, 8, load="assisted"), lift(0, 10)
    ]  # fmt: skip
    text = (await anna.screen())["text"]
    assert "1. ✅ 12 повт." in text
    assert "2. ✅ +10 × 8" in text
    assert "3. ✅ −20 × 8" in text
    await does(anna, "finish")
    await begins(anna, "Зал\nПрисед 5x5 60")
    assert (await anna.says("-20x8")).reaction == "🤔"
    assert (await anna.says("+20x8")).reaction == "🤔"
    assert len(await stored(house)) == 4


async def test_holds(house, anna):
    """Seconds and minutes, however they are written; a tap repeats the plan."""
    await begins(anna, "Кор\nПланка 6x60с")
    for typed in ("1:30", "90с", "90 сек", "75"):
        await anna.says(typed)
    await anna.presses("+5")
    await logs(anna)
    await logs(anna)
    seconds = [row[2] for row in await stored(house)]
    assert seconds == [90, 90, 90, 75, 65, 60]


@pytest.mark.parametrize(("language", "t"), [("ru", RU), ("en", EN)])
async def test_a_name_adds_an_exercise_on_the_fly(house, desk, language, t):
    """What is not planned is added and gone on with; then the plan follows where it was."""
    anna = await desk.person("Anna", language=language)
    await begins(anna, "П\nПрисед 1x5 60\nПланка 1x60с", t)
    added = await anna.says("Бицепс 15x12" if language == "ru" else "Curl 15x12")
    assert "1. ✅ 15 × 12" in added.text
    assert "2. ▶️ 15 × 12" in added.text
    await logs(anna)
    shown = await does(anna, "skip", t)
    assert anna.toast == t.plain("workout-exercise-skipped")
    assert "60 × 5" in shown.text
    assert [row[:2] for row in await sets(house)] == [(3, 1), (3, 2)]


async def test_a_name_alone_turns_to_the_exercise(house, anna):
    """And leaves the rest that is timed alone."""
    await begins(anna, "П\nПрисед 2x5 60\nЖим лёжа 1x5 50")
    await logs(anna)
    due = await house.value("SELECT due_at FROM timers")
    turned = await anna.says("жим лёжа")
    assert "1. ▶️ 50 × 5" in turned.text
    assert await house.value("SELECT due_at FROM timers") == due
    await logs(anna)
    assert "2. ▶️ 60 × 5" in (await anna.screen())["text"]


async def test_lines_move_on_as_taps_do(house, anna):
    """Each line is read for the exercise that is asked for when its turn comes."""
    await begins(anna, "П\nПрисед 1x5 60\nПодтягивания 2x8\nПланка 1x60с")
    answer = await anna.says("62,5\n12\n10\n70")
    assert answer.reaction == "👍"
    assert await sets(house) == [
        (1, 1, Decimal("62.5"), 5, None),
        (2, 1, Decimal(0), 12, None),
        (2, 2, Decimal(0), 10, None),
        (3, 1, Decimal(0), None, 70),
    ]


async def test_what_was_typed_offline_arrives_in_a_batch(house, anna, desk):
    """Five messages at once become five sets in their order, and one card is left."""
    await begins(anna, "П\nПрисед 3x5 60\nЖим лёжа 2x5 50")
    typed = ("60x5", "62,5x5", "65x5", "50x5", "52,5x4")
    await desk.together(*(anna.act("say", text=each) for each in typed))
    await desk.idle()
    assert [row[2:4] for row in await sets(house)] == [
        (Decimal(60), 5), (Decimal("62.5"), 5), (Decimal(65), 5), (Decimal(50), 5),
        (Decimal("52.5"), 4),
    ]  # fmt: skip
    reactions = [e for e in await desk.transcript() if e["kind"] == "reaction"]
    assert len(reactions) == 5
    assert said("workout-complete") in (await anna.screen())["text"]


async def test_one_bad_line_stores_nothing(house, anna):
    """A message is read whole or not at all."""
    await begins(anna)
    before = await house.rows()
    assert (await anna.says("60x5\n60x\n60x5")).reaction == "🤔"
    assert (await anna.says("60x5\nКое-что 70x5\n1001x5")).reaction == "🤔"
    rows = await house.rows()
    assert {**rows, "people": []} == {**before, "people": []}


async def test_repeat_and_notes(house, anna):
    """`=` is the set before once more; the last note is shown the next time."""
    await begins(anna, "П\nПрисед 3x5 60")
    await anna.says("62,5x4 колено ныло")
    await anna.says("=")
    await anna.says("=@9")
    assert [row[:4] for row in await stored(house)] == [
        (Decimal("62.5"), 4, None, None),
        (Decimal("62.5"), 4, None, None),
        (Decimal("62.5"), 4, None, Decimal(9)),
    ]
    await does(anna, "finish")
    card = await anna.says("/go")
    assert "📝 колено ныло" in card.text
    assert "1. ▶️ 62,5 × 5" in card.text
    assert "было 62,5 × 4" in card.text


@pytest.mark.parametrize(("language", "t", "noted"), [("ru", RU, "«{}»"), ("en", EN, "“{}”")])
async def test_notes_stand_apart_from_the_set(house, desk, language, t, noted):
    """In italics and quotes on the card, in the summary and in what was logged for a day."""
    anna = await desk.person("Anna", language=language)
    bench = "Жим лёжа" if language == "ru" else "Bench press"
    note = "so <b>slow</b> & co"
    card = await anna.says(f"{bench} 80x5x2, easy")
    assert f"1. ✅ 80 × 5 {noted.format('easy')}" in card.text
    italics = [e for e in card.shown["entities"] if e["type"] == "italic"]
    text = card.text.encode("utf-16-le")
    assert noted.format("easy") in [
        text[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le") for e in italics
    ]
    await anna.says(f"82x4@9 {note}")
    summary = await does(anna, "finish", t)
    sets = f"80 × 5 (2) {noted.format('easy')}, 82 × 4 {noted.format(note)}"
    assert f"{bench}: {sets}" in summary.text
    day = "вчера" if language == "ru" else "yesterday"
    told = await anna.says(f"{day} {bench} 80x5, slow")
    assert f"{bench}: 80 × 5 {noted.format('slow')}" in told.text


async def test_warm_ups_count_in_nothing(house, anna):
    """They are shown by their number, take no planned set's place, and enter no sum."""
    await begins(anna, "П\nПрисед 2x5 60")
    answer = await anna.says("w20x10\nw40x5x2")
    assert "🔥 разминка: 3 подхода" in answer.text
    assert "1. ▶️ 60 × 5" in answer.text
    await anna.says("w50x3")
    await does(anna, "undo")
    assert anna.toast == "Отменена разминка: 50 × 3"
    await logs(anna)
    summary = await does(anna, "finish")
    assert "1 подход · 5 повторов · 300 кг" in summary.text
    report = await anna.says("/report")
    assert "1 подход" in report.text
    assert await house.value("SELECT count(*) FROM sets WHERE kind = 'warmup'") == 3


async def test_a_workout_of_warm_ups_alone(house, anna):
    """It is told as what it was, not as nothing."""
    await begins(anna, "П\nПрисед 2x5 60")
    await anna.says("w20x10")
    summary = await does(anna, "finish")
    assert "Только разминка" in summary.text
    assert " 0 " not in summary.text.partition("мин")[2]


async def test_yesterday(house, anna):
    """Goes to a workout of yesterday, beside the open one; a second time to the same.

    The answer names the exercises as they are stored, not as they were typed.
    """
    await begins(anna)
    answer = await anna.says("вчера Жим лёжа 80x5x2, тяжело")
    assert answer.reaction == "👍"
    assert answer.texts == [said("workout-past", day="вчера", lines="Жим: 80 × 5 (2) «тяжело»")]
    answer = await anna.says("вчера присид 100x5")
    assert answer.texts == [said("workout-past", day="вчера", lines="Присед: 100 × 5")]
    await anna.says("вчера Своё дело 10x5\nПланка 60с")
    rows = await house.sql(
        "SELECT workout, position, n, logged_at::date - current_date AS ago FROM sets"
        " ORDER BY position, n"
    )
    assert [tuple(row)[1:] for row in rows] == [
        (1, 1, -1), (1, 2, -1), (2, 1, -1), (3, 1, -1), (4, 1, -1)
    ]  # fmt: skip
    assert len({row["workout"] for row in rows}) == 1
    assert await house.value("SELECT count(*) FROM workouts WHERE ended_at IS NULL") == 1
    assert "1. ▶️ 60 × 5" in (await anna.screen())["text"]
    refused = await anna.says("вчера 80x5")
    assert refused.texts == [said("set-which-exercise")]
    refused = await anna.says("вчера Жим 80x5\nсегодня Жим 80x5")
    assert refused.reaction == "🤔"
    assert len(await stored(house)) == 5


async def test_a_free_workout_without_an_exercise(house, anna):
    """Numbers alone, with nothing open, say nothing: one is asked which exercise."""
    answer = await anna.says("80x5")
    assert answer.texts == [said("set-which-exercise")]
    assert await house.value("SELECT count(*) FROM workouts") == 0


async def test_a_free_workout_grows_and_ends(house, anna):
    """Exercise after exercise, and a summary; its next time knows this one."""
    await anna.says("Жим лёжа 80x5")
    await logs(anna)
    await anna.says("Присед 100x5x2")
    await anna.says("жим лежа 82,5x3")
    summary = await does(anna, "finish")
    assert "5 подходов" in summary.text
    assert await house.metric("bot_workouts_total", "finished") == 1
    card = await anna.says("Жим лёжа 85x3")
    assert card.reaction == "🏆"
    assert said("record-weight", lift="85 × 3", gain="+2,5 кг") in card.text
    assert "2. ▶️ 85 × 3" in card.text


async def test_the_limit_of_exercises(house, anna):
    """Sixty are enough for one workout; a swap makes no sixty-first."""
    await begins(anna, "П\nПрисед 2x5 60")
    names = [a + b for a in "абвгдежз" for b in "клмнопрс"][:59]
    assert (await anna.says("\n".join(f"Дело {name * 2} 1x1" for name in names))).reaction == "👍"
    refused = await anna.says("Другое 1x1")
    assert refused.texts == [said("too-many-in-workout", limit=60)]
    assert await house.value("SELECT count(*) FROM sets") == 59


async def test_a_set_typed_during_a_draft_is_the_drafts(house, anna):
    """What the bot asked comes first: the line is an exercise of the program."""
    await makes_program(anna)
    await anna.says("/go")
    await anna.says("/newprogram")
    await anna.says("Верх")
    preview = await anna.says("Жим 3x8")
    assert "Жим — 3×8" in preview.text
    assert await sets(house) == []


@pytest.mark.parametrize(
    ("language", "typed", "day"),
    [
        ("ru", "31 февраля жим 80x5", "31 февраля"),
        ("ru", "80x5 31 февраля", "31 февраля"),
        ("ru", "Жим 80x5\nПрисед 100x5 30.02", "30.02"),
        ("en", "Bench February 31 80x5", "31 February"),
        ("en", "30 Feb Bench 80x5\nSquat 100x5", "30 Feb"),
    ],
)
async def test_a_day_of_no_calendar(house, desk, language, typed, day):
    """The answer is about the day, and nothing is stored."""
    t = {"ru": RU, "en": EN}[language]
    anna = await desk.person("Anna", language=language)
    year = str((await house.value("SELECT now()")).year)
    answer = await anna.says(typed)
    assert said("set-day-none", t, day=day, year=year) in answer.text
    assert await house.value("SELECT count(*) FROM sets") == 0
    assert await house.value("SELECT count(*) FROM workouts") == 0
