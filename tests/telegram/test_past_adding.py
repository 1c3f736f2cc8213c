"""More sets are added to a past workout, one message after the other, and warm-ups corrected."""

from pathlib import Path

import pytest

from service import storage, texts
from tests.lifter import words
from tests.telegram.talk import RU, said, sets
from tests.telegram.test_history import dated, trains
from tests.telegram.test_past import shows

LIFT = {"ru": ("Жим лёжа", "Присед"), "en": ("Bench press", "Squat")}
MIGRATIONS = Path(storage.__file__).with_name("migrations")
BOTH = pytest.mark.parametrize("language", ["ru", "en"])


@pytest.fixture
def t(language):
    return texts.of(language)


@pytest.fixture
async def lifter(house, desk, language, t):
    """Somebody who is asked for more sets of a workout of five days ago."""
    person = await desk.person("Lifter", language=language)
    await trains(person, f"{LIFT[language][0]} 80x5\nw40x5", t=t)
    await dated(house, 1, await house.value("SELECT now() - interval '5 days'"))
    await shows(house, person, 1)
    await person.presses(t.plain("past-button-add"))
    return person


async def workouts(house):
    return await house.value("SELECT count(*) FROM workouts")


@BOTH
async def test_one_message_after_the_other(house, lifter, t, language):
    """All go into that workout, which every answer names, until the person is done."""
    asked = words(await lifter.screen())
    assert asked.startswith(f"➕ {t.plain('workout-free-title')}, ")
    bench, squat = LIFT[language]
    for typed in ("85x5", f"{squat} 100x5", "105x5", f"{bench} 87.5x3", "90x1"):
        shown = await lifter.says(typed)
        assert shown.reaction in {"👍", "🏆"}
        assert shown.first.startswith(t.plain("workout-free-title"))
        assert shown.first.endswith(said("past-add-more", t))
        assert t.plain("past-button-done") in str(shown.messages[0]["reply_markup"])
    assert [row[2:4] for row in await sets(house)] == [
        *((80, 5), (85, 5), (87.5, 3), (90, 1)),
        *((100, 5), (105, 5)),
    ]
    assert await workouts(house) == 1
    shown = await lifter.presses(t.plain("past-button-done"))
    assert t.plain("past-button-add") in str(shown.buttons)
    await lifter.says(f"{bench} 60x5")
    assert await workouts(house) == 2


@BOTH
async def test_a_word_ends_it_too(house, lifter, t, language):
    """As it ends a workout; the workout is shown, and the next set is one of today."""
    await lifter.says("85x5")
    shown = await lifter.says("готово" if language == "ru" else "done")
    assert shown.text.startswith(t.plain("workout-free-title"))
    assert said("past-add-more", t) not in shown.text
    await lifter.says(f"{LIFT[language][0]} 60x5")
    assert await workouts(house) == 2


@pytest.mark.parametrize("language", ["ru"])
@pytest.mark.parametrize("does", ["/report", "/history", "статистика"])
async def test_another_command_ends_it(house, lifter, does):
    """Then a typed set is one of today."""
    await lifter.says("85x5")
    await lifter.says(does)
    await lifter.says("Жим лёжа 60x5")
    assert await workouts(house) == 2


@pytest.mark.parametrize("language", ["ru"])
async def test_half_an_hour_ends_it(house, lifter):
    """Whoever comes to train the next day does not train last week."""
    await lifter.says("85x5")
    await house.sql("UPDATE people SET asked = 'past_add_' || (split_part(asked, '_', 3)::bigint"
                    " - 1801) || '_1'")  # fmt: skip
    await lifter.says("Жим лёжа 60x5")
    assert await workouts(house) == 2
    assert await house.value("SELECT count(*) FROM sets WHERE workout = 1 AND kind = 'work'") == 2


@pytest.mark.parametrize("language", ["ru"])
async def test_an_older_version_has_asked(house, lifter):
    """Its question had no time, so what is typed is logged as of today."""
    await house.sql("UPDATE people SET asked = 'past_add'")
    (script,) = MIGRATIONS.glob("*_asked_before.sql")
    await house.sql(script.read_text("utf-8"))
    assert (await lifter.says("Жим лёжа 60x5")).reaction == "👍"
    assert await workouts(house) == 2


@BOTH
async def test_an_unclear_set_is_asked_about(house, lifter, t, language):
    """The chosen reading is added to that workout, and so is the next set."""
    unit = "кг" if language == "ru" else "kg"
    asked = await lifter.says(f"82.5x4\n5 x 100 {unit}")
    assert asked.reaction == "🤔"
    assert len(await sets(house)) == 1
    shown = await lifter.presses(asked.buttons[0][0])
    assert shown.first.startswith("✍️")
    assert any(said("past-add-more", t) in text for text in shown.texts)
    first, second, third = [row[2:4] for row in await sets(house)]
    assert (first, second) == ((80, 5), (82.5, 4))
    assert third in {(100, 5), (5, 100)}
    await lifter.says("90x1")
    assert len(await sets(house)) == 4
    assert await workouts(house) == 1


@pytest.mark.parametrize("language", ["ru"])
async def test_an_unclear_set_is_said_more_clearly(house, lifter):
    """By an edit of the message, before or after it was asked about: it is not one of today."""
    await lifter.says("хорошо пошло")
    await lifter.edits(await number(lifter, "хорошо пошло"), "85x5")
    await lifter.says("5 x 100 кг")
    await lifter.edits(await number(lifter, "5 x 100 кг"), "87.5x4")
    assert [row[2:4] for row in await sets(house)] == [(80, 5), (85, 5), (87.5, 4)]
    await lifter.says("90x1")
    assert len(await sets(house)) == 4
    assert await workouts(house) == 1


async def number(person, text):
    return next(m["message_id"] for m in await person.chat() if words(m) == text)


@BOTH
async def test_a_warmup_is_corrected(house, lifter, t, language):
    """It stays a warm-up, whether typed as one or not; work sets keep theirs."""
    mark = f"🔥 {LIFT[language][0]} 1: "
    for typed, before in (("45x6", "40 × 5"), ("w50x3", "45 × 6")):
        await shows(house, lifter, 1)
        await lifter.presses(t.plain("past-button-fix"))
        asked = await lifter.presses(mark + before)
        assert asked.text.endswith("80x5")
        shown = await lifter.says(typed)
        assert shown.reaction == "✍"
    assert "🔥 50 × 3" in shown.first
    assert [row[2:4] for row in await sets(house)] == [(80, 5)]
    assert await house.value("SELECT count(*) FROM sets") == 2


@pytest.mark.parametrize("language", ["ru"])
async def test_a_doubtful_correction_of_a_warmup(house, lifter):
    """It is asked about; the chosen reading corrects the warm-up, not the work set."""
    await shows(house, lifter, 1)
    await lifter.presses(RU.plain("past-button-fix"))
    await lifter.presses("🔥 Жим лёжа 1: 40 × 5")
    asked = await lifter.says("5 x 50 кг")
    await lifter.presses(asked.buttons[0][0])
    assert [row[2:4] for row in await sets(house)] == [(80, 5)]
    found = await house.sql("SELECT weight_kg, reps FROM sets WHERE kind = 'warmup'")
    assert [tuple(row) for row in found] in [[(50, 5)], [(5, 50)]]


async def test_another_ones_workout_gets_nothing(house, anna, boris):
    """The question holds only the workout of whoever is asked."""
    await trains(anna, "Жим лёжа 80x5")
    await boris.says("/start")
    await house.sql(
        "UPDATE people SET asked = 'past_add_' || extract(epoch FROM now())::bigint || '_1',"
        " asked_about = 1 WHERE id = $1",
        boris.id,
    )
    await boris.says("Bench press 60x5")
    assert await house.value("SELECT count(*) FROM sets WHERE owner = $1", anna.id) == 1
    assert await house.value("SELECT max(id) FROM workouts WHERE owner = $1", boris.id) == 2
