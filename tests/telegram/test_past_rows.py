"""Rows 28 to 34 of the product: what a lifter expects of the past, each in one scenario."""

import pytest

from service import texts
from tests.house import open_house
from tests.lifter import words
from tests.telegram.talk import does, logs, makes_program, passes, said
from tests.telegram.test_goals import aims
from tests.telegram.test_history import dated, trains
from tests.telegram.test_progress import picture, trained
from tests.telegram.test_records import EFFECT, effects
from tests.telegram.test_reminders import comes

WORDS = {
    "ru": {
        "bench": "Жим лёжа", "squat": "Присед", "pull": "Подтягивания", "plank": "Планка",
        "note": "колено ныло", "yesterday": "вчера", "e1rm": "1ПМ ≈ 99,2 кг", "max": "99,2 кг",
        "program": "Сплит\nДень A\nПрисед 1x5 60\nДень B\nЖим лёжа 1x5 40",
        "after": "Сплит · День A",
    },
    "en": {
        "bench": "Bench press", "squat": "Squat", "pull": "Pull-ups", "plank": "Plank",
        "note": "sore knee", "yesterday": "yesterday", "e1rm": "1RM ≈ 99.2 kg", "max": "99.2 kg",
        "program": "Split\nDay A\nSquat 1x5 60\nDay B\nBench press 1x5 40",
        "after": "Split · Day A",
    },
}  # fmt: skip


@pytest.fixture(params=["ru", "en"])
def language(request):
    return request.param


@pytest.fixture
def t(language):
    return texts.of(language)


@pytest.fixture
def w(language):
    return WORDS[language]


@pytest.fixture
async def lifter(house, desk, language):
    return await desk.person("Lifter", language=language)


async def test_row_28_notes(house, lifter, t, w):
    """On a set, an exercise and the workout; the next time those of the exercise are shown."""
    await makes_program(lifter, f"P\n{w['squat']} 2x5 60", t)
    await lifter.presses(t.plain("program-button-start"))
    assert (await lifter.says(f"60x5 {w['note']}")).reaction == "👍"
    for button, note in ((w["squat"], "7/12"), (t.plain("note-button-workout"), "22:30")):
        await does(lifter, "list", t)
        await does(lifter, "notes", t)
        await lifter.presses(button)
        await lifter.says(note)
    await logs(lifter)
    summary = await does(lifter, "finish", t)
    assert "🗒 22:30" in summary.text
    await passes(house, 48)
    card = await lifter.says("/go")
    assert f"📝 {w['note']}" in card.text
    assert "📌 7/12" in card.text
    await does(lifter, "finish", t)
    await lifter.says("/history")
    shown = await lifter.presses(data="past:open:1:0:0", forged=True)
    assert f"«{w['note']}»" in shown.first or f"“{w['note']}”" in shown.first
    assert "🗒 22:30" in shown.first


async def test_row_29_records_at_the_moment(house, lifter, t, w):
    """A reaction and one line of the card for each; the effect is on the summary only."""
    await trains(lifter, f"{w['bench']} 80x5", t=t)
    for typed, records in ((f"{w['bench']} 80x5", 0), ("85x5", 1), ("w40x5", 0), ("85x4", 0)):
        shown = await lifter.says(typed)
        announced = [line for line in shown.text.split("\n") if line.startswith("🏆")]
        assert (shown.reaction == "🏆", len(announced)) == (bool(records), records), typed
        assert len(shown.messages) <= 1
    assert not await effects(lifter)
    summary = await does(lifter, "finish", t)
    assert sum(line.startswith("🏆") for line in summary.text.split("\n")) == 1
    assert await effects(lifter) == [EFFECT]


async def test_row_30_estimated_maximum(house, lifter, t, w):
    """On the card, in the summary, in /records and /progress, with the formula's name."""
    await trained(house, lifter, w["bench"], [(9, "80x5")])
    assert w["e1rm"] in (await lifter.says(f"{w['bench']} 85x5")).text
    summary = await does(lifter, "finish", t)
    assert w["e1rm"] in summary.text
    for shown in (
        summary,
        await lifter.says("/records"),
        await lifter.says(f"/progress {w['bench']}"),
    ):
        assert w["max"] in shown.text
        assert ("Epley" if t.language == "en" else "Эпли") in shown.text
    thirteen = await lifter.says(f"{w['bench']} 80x13")
    assert t.plain("record-e1rm", value="", gain="").split("≈")[0] not in thirteen.text


async def test_row_31_charts(house, stand_in, lifter, t, w):
    """The picture of a lift is swapped in place by the buttons; holds and the body have theirs."""
    await trained(house, lifter, w["bench"], [(80, "80x5"), (20, "85x3"), (0, "87.5x3")])
    listed = await lifter.says("/progress")
    first = await lifter.presses(listed.buttons[0][0])
    seen = {picture(stand_in, first.shown)}
    for key in ("weeks", "year", "weight", "volume"):
        swapped = await lifter.presses(t.plain(f"progress-button-{key}"))
        assert swapped.shown["message_id"] == listed.shown["message_id"]
        assert not swapped.messages
        seen.add(picture(stand_in, swapped.shown))
    assert len(seen) == 5
    for name, typed in ((w["plank"], "1:30"), (w["pull"], "12")):
        await trained(house, lifter, name, [(9, typed), (0, typed)])
        picture(stand_in, (await lifter.says(f"/progress {name}")).shown)


async def test_row_32_sets_by_muscle(house, stand_in, lifter, t, w):
    """Twelve groups, this week beside the last, in one picture; its caption has the numbers."""
    await trained(house, lifter, w["squat"], [(7, "100x5x2")])
    await trained(house, lifter, w["bench"], [(0, "80x5x3")])
    await lifter.says("/progress")
    shown = await lifter.presses(t.plain("progress-button-muscles"))
    picture(stand_in, shown.shown)
    for muscle, now, before in (("chest", 3, 0), ("quads", 0, 2)):
        name = t.plain(f"muscle-{muscle}")
        assert said("muscles-line", t, muscle=name, now=now, before=before) in shown.text


async def test_row_33_history(house, lifter, t, w):
    """Seen by month, corrected, and a past day is logged; it stays while one trains."""
    await trains(lifter, f"{w['bench']} 80x5\n82.5x5", t=t)
    await dated(house, 1, await house.value("SELECT now() - interval '40 days'"))
    logged = await lifter.says(f"{w['yesterday']} {w['squat']} 100x5")
    assert logged.reaction == "👍"
    shown = await lifter.says("/history")
    assert w["squat"] in str(shown.buttons)
    before = next(label for row in shown.buttons for label in row if label.startswith("‹"))
    await lifter.presses(before)
    await lifter.presses(data="past:open:1:0:0")
    await lifter.presses(t.plain("past-button-fix"))
    second = (await lifter.screen())["reply_markup"]["inline_keyboard"][1][0]["callback_data"]
    await lifter.presses(data=second)
    await lifter.says("85x5")
    kept = await house.sql("SELECT weight_kg, reps FROM sets WHERE workout = 1 ORDER BY n")
    assert [tuple(row) for row in kept] == [(80, 5), (85, 5)]
    await lifter.says(f"{w['bench']} 60x5")
    await lifter.says("/history")
    await lifter.says("62.5x5")
    assert await house.value("SELECT count(*) FROM workouts WHERE ended_at IS NULL") == 1
    assert await house.value("SELECT count(*) FROM sets") == 5


async def test_row_34_weeks_and_reminders(
    stand_in, database_url, desk, language, t, w, monkeypatch
):
    """The goal counts weeks; the reminder names what is next, starts it, or waits until later."""
    monkeypatch.setattr("service.assembly.CHECK_SECONDS", 0.05)
    async with open_house(stand_in, database_url) as house:
        lifter = await desk.person("Lifter", language=language)
        await makes_program(lifter, w["program"], t)
        await aims(lifter, 1, t)
        for weeks in (2, 1):
            await lifter.says("/go")
            await logs(lifter)
            await does(lifter, "finish", t)
            monday = await house.value(
                "SELECT date_trunc('week', now()) + interval '12 h' - make_interval(weeks => $1)",
                weeks,
            )
            await dated(house, await house.value("SELECT max(id) FROM workouts"), monday)
        await lifter.says("/settings")
        await lifter.presses(
            (await lifter.screen())["reply_markup"]["inline_keyboard"][2][0]["text"]
        )
        await lifter.presses(t.plain("weekday", day=0))
        heard = await comes(house, lifter)
        assert heard.text == said("reminder-program", t, program=w["after"])
        (start,) = heard.shown["reply_markup"]["inline_keyboard"][0]
        assert start["style"] == "success"
        assert heard.buttons[1][1] == t.plain("reminder-button-today")
        card = await lifter.presses(t.plain("reminder-button-start"))
        assert card.shown["message_id"] == heard.shown["message_id"]
        await logs(lifter)
        summary = await does(lifter, "finish", t)
        assert words(summary.shown).endswith(said("goal-week", t, done=1, goal=1, streak=3))
