"""/exercises: one's own exercises are renamed, merged and deleted."""

import pytest

from tests.telegram.talk import EN, RU, begins, does, makes_program, said
from tests.telegram.test_history import trains

BUTTON = {
    name: RU.plain(f"own-button-{name}")
    for name in ("name", "merge", "sure", "delete", "history", "back")
}


async def opens(person, label):
    """Open one exercise of the list."""
    await person.says("/exercises")
    return await person.presses(label)


async def exercises(house):
    """Read the exercises: name, key in the dictionary, sets, lines of programs."""
    rows = await house.sql(
        "SELECT name, known, (SELECT count(*) FROM sets WHERE exercise = e.id),"
        " (SELECT count(*) FROM slots WHERE exercise = e.id) FROM exercises e ORDER BY id"
    )
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("way", ["/exercises", "мои упражнения", "settings", "history"])
async def test_they_are_listed(house, anna, way):
    """By command, words, and from the settings and the history."""
    await trains(anna, "Жим лёжа 80x5x2")
    if way in {"settings", "history"}:
        await anna.says(f"/{way}")
        shown = await anna.presses(RU.plain("own-button"))
    else:
        shown = await anna.says(way)
    assert ["Жим лёжа · 2"] in shown.buttons


async def test_one_is_renamed(house, anna):
    """Sets and programs follow; what the dictionary knows of the new name is taken over."""
    await makes_program(anna, "Сила\nвечером жим 3x5 80")
    await anna.says("/start")
    await house.sql("UPDATE exercises SET name = 'вечером жим', name_key = 'вечером жим'")
    await house.sql("UPDATE exercises SET known = NULL, kind = 'other'")
    await opens(anna, "вечером жим · 0")
    asked = await anna.presses(BUTTON["name"])
    assert asked.text == said("own-ask-name", name="вечером жим")
    shown = await anna.says("Жим лёжа")
    assert shown.reaction == "✍"
    assert shown.text.startswith("Жим лёжа\n")
    assert await exercises(house) == [("Жим лёжа", "bench_press", 0, 1)]
    assert await house.value("SELECT kind FROM exercises") == "barbell"
    await anna.presses(BUTTON["name"])
    await anna.says("Мой любимый жим")
    assert await exercises(house) == [("Мой любимый жим", "bench_press", 0, 1)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "ru",
            [
                "Жим лёжа",
                "Мой ёж",
                "Приседания со штангой",
                "Тяга верхнего блока",
                "Zercher carry thing",
            ],
        ),
        ("en", ["Bench press", "Lat pulldown", "Squat", "Zercher carry thing", "Мой ёж"]),
    ],
)
async def test_the_order_is_that_of_the_readers_alphabet(house, desk, language, expected):
    """Of the names as they are shown, whatever language they were typed or imported in."""
    anna = await desk.person("Anna", language=language)
    typed = "Squat 80x5\nZercher carry thing 40x5\nЖим лёжа 60x5\nLat pulldown 50x8\nМой ёж 5x5"
    for line in typed.split("\n"):
        await anna.says(line)
    await house.sql("DELETE FROM questions")
    shown = await anna.says("/exercises")
    assert [row[0].rpartition(" · ")[0] for row in shown.buttons[:5]] == expected


@pytest.mark.parametrize("act", ["name", "merge"])
@pytest.mark.parametrize("typed", ["80x5", "Присед 100x5", "80x5\n85x5"])
async def test_sets_while_a_name_is_asked_for(house, anna, act, typed):
    """They are neither a name nor logged unasked; sent again, they are logged."""
    await trains(anna, "Жим лёжа 80x5")
    await anna.says("Жим лёжа 82.5x5")
    before = await exercises(house)
    await opens(anna, "Жим лёжа · 2")
    await anna.presses(BUTTON[act])
    refused = await anna.says(typed)
    assert refused.text == said("own-is-set", name="Жим лёжа", asked=f"own_{act}")
    assert ("объединить" in refused.text) == (act == "merge")
    assert await exercises(house) == before
    assert (await anna.says(typed)).reaction in {"👍", "🏆"}
    assert await house.value("SELECT count(*) FROM sets") > 2


async def test_a_name_that_is_taken_offers_to_merge(house, anna):
    """Also by its name in the other language; nothing moves before the confirmation."""
    await trains(anna, "Жим лёжа 80x5\nЖим вечерний 82.5x5")
    before = await exercises(house)
    assert len(before) == 2
    await opens(anna, "Жим вечерний · 1")
    await anna.presses(BUTTON["name"])
    shown = await anna.says("bench press")
    assert shown.text == said("own-merge", name="Жим вечерний", into="Жим лёжа", sets=1, lines=0)
    assert await exercises(house) == before
    await anna.presses(RU.plain("button-back"))
    assert await exercises(house) == before


async def test_one_is_merged(house, anna):
    """Sets, plans of workouts, programs, notes and records follow; the other one is gone."""
    await begins(anna, "Сила\nЖим лёжа 1x5 80\nЖим вечерний 2x5 70")
    for text in ("80x5", "90x5", "90x4 тяжело"):
        await anna.says(text)
    await does(anna, "finish")
    await house.sql("UPDATE exercises SET note = 'скамья 2' WHERE name = 'Жим вечерний'")
    counted = (await house.metrics())["bot_sets_total"]
    sets = await house.sql("SELECT weight_kg, reps, note, logged_at FROM sets ORDER BY position, n")
    await opens(anna, "Жим вечерний · 2")
    await anna.presses(BUTTON["merge"])
    asked = await anna.presses("Жим лёжа · 1")
    assert asked.text == said("own-merge", name="Жим вечерний", into="Жим лёжа", sets=2, lines=1)
    screen = await anna.screen()
    sure = screen["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    done = await anna.presses(data=sure)
    assert done.toast == RU.plain("own-merged", sets=2).replace("\xa0", " ")
    assert await exercises(house) == [("Жим лёжа", "bench_press", 3, 2)]
    again = await anna.presses(data=sure, forged=True, message_id=screen["message_id"])
    assert again.toast == RU.plain("toast-stale")
    assert await house.value("SELECT note FROM exercises") == "скамья 2"
    now = await house.sql("SELECT weight_kg, reps, note, logged_at FROM sets ORDER BY position, n")
    assert now == sets
    assert await house.value("SELECT count(DISTINCT exercise) FROM planned") == 1
    bests = "SELECT DISTINCT exercise FROM daily_bests"
    assert await house.sql(bests) == await house.sql("SELECT id FROM exercises")
    assert (await house.metrics())["bot_sets_total"] == counted
    await anna.says("/go")
    shown = await anna.says("/history bench")
    assert "80 × 5, 90 × 5, 90 × 4" in shown.text


async def test_one_is_merged_into_the_dictionary(house, anna):
    """By a typed name, of an exercise that the person never did."""
    await trains(anna, "вечерний жимчик 80x5")
    await opens(anna, "вечерний жимчик · 1")
    await anna.presses(BUTTON["merge"])
    asked = await anna.says("bench press")
    assert asked.text == said("own-merge", name="вечерний жимчик", into="Жим лёжа", sets=1, lines=0)
    await anna.presses(BUTTON["sure"])
    assert await exercises(house) == [("Жим лёжа", "bench_press", 1, 0)]


async def test_while_training(house, anna):
    """The card goes on with the other exercise; a typed set is a set once it is sent again."""
    await anna.says("вечерний жимчик 80x5")
    await opens(anna, "вечерний жимчик · 1")
    await anna.presses(BUTTON["merge"])
    await anna.says("82.5x5")
    assert await house.value("SELECT count(*) FROM sets") == 1
    await anna.says("82.5x5")
    assert await house.value("SELECT count(*) FROM sets") == 2
    await opens(anna, "вечерний жимчик · 2")
    await anna.presses(BUTTON["merge"])
    await anna.says("Жим лёжа")
    await anna.presses(BUTTON["sure"])
    shown = await anna.says("/go")
    assert "Жим лёжа" in shown.text
    await anna.says("85x5")
    assert await exercises(house) == [("Жим лёжа", "bench_press", 3, 0)]


@pytest.mark.parametrize("text", ["абракадабра", "вечерний жимчик"])
async def test_nothing_to_merge_with(house, anna, text):
    """A name that nobody knows, and its own."""
    await trains(anna, "вечерний жимчик 80x5")
    await opens(anna, "вечерний жимчик · 1")
    await anna.presses(BUTTON["merge"])
    assert (await anna.says(text)).reaction == "🤔"
    assert len(await exercises(house)) == 1


async def test_one_is_deleted(house, anna):
    """Only without sets; else merging is offered."""
    await begins(anna, "Сила\nПрисед 1x5 60\nЖим лёжа 1x5")
    await anna.says("60x5")
    await does(anna, "finish")
    await opens(anna, "Присед · 1")
    shown = await anna.presses(BUTTON["delete"])
    assert shown.text == said("own-used", name="Присед", sets=1, lines=1)
    assert [BUTTON["merge"]] in shown.buttons
    await opens(anna, "Жим лёжа · 0")
    shown = await anna.presses(BUTTON["delete"])
    assert shown.text == said("own-used", name="Жим лёжа", sets=0, lines=1)
    await house.sql("DELETE FROM programs")
    await opens(anna, "Жим лёжа · 0")
    shown = await anna.presses(BUTTON["delete"])
    assert shown.toast == "Удалил: Жим лёжа"
    assert [row[0] for row in await exercises(house)] == ["Присед"]
    assert await house.value("SELECT count(*) FROM planned") == 1


async def test_one_that_is_being_done_stays(house, anna):
    """The open workout would lose it."""
    await begins(anna, "Сила\nПрисед 1x5 60")
    await house.sql("DELETE FROM programs")
    await opens(anna, "Присед · 0")
    shown = await anna.presses(BUTTON["delete"])
    assert shown.text == said("own-used", name="Присед", sets=0, lines=0)
    assert len(await exercises(house)) == 1


async def test_nobody_elses(house, anna, boris):
    """Neither hers are seen or changed, nor are his merged into hers."""
    await trains(anna, "Жим лёжа 80x5")
    await trains(boris, "Squat 100x5", t=EN)
    hers, his = [row["id"] for row in await house.sql("SELECT id FROM exercises ORDER BY id")]
    before = await house.rows(anna.id)
    shown = await boris.says("/exercises")
    assert "80" not in str(shown.buttons)
    for data in (
        *(f"own:{act}:{hers}:0" for act in ("open", "name", "merge", "delete")),
        *(f"merge:{one}:{other}:1" for one, other in ((hers, his), (his, hers), (his, his))),
        f"known:{hers}:dip",
        f"known:{his}:nothing",
    ):
        answer = await boris.presses(data=data, forged=True)
        assert answer.toast == EN.plain("toast-stale"), data
    assert await house.rows(anna.id) == before
    assert await house.value("SELECT count(*) FROM sets WHERE exercise = $1", his) == 1


async def test_what_was_removed_before_a_merge_is_put_back(house, anna):
    """A set and a workout alike: both have the other exercise then."""
    await trains(anna, "Жим лёжа 80x5\nЖим вечерний 82.5x5", "Жим вечерний 70x5")
    await trains(anna, "Жим вечерний 60x5")
    first, second = await house.sql("SELECT id, revision FROM workouts ORDER BY id")
    place = await house.value("SELECT max(position) * 100 + 1 FROM sets")
    for data in (
        f"past:cut:{first[0]}:{first[1]}:{place}",
        f"past:gone:{second[0]}:{second[1]}:0",
    ):
        await anna.presses(data=data, forged=True)
    (cut,), (gone,) = await house.sql("SELECT id FROM removed ORDER BY id")
    await opens(anna, "Жим вечерний · 1")
    await anna.presses(BUTTON["merge"])
    await anna.says("Жим лёжа")
    await anna.presses(BUTTON["sure"])
    for data in (f"restore:set:{cut}", f"restore:workout:{gone}"):
        back = await anna.presses(data=data, forged=True)
        assert back.toast == RU.plain("past-restored"), data
    assert await exercises(house) == [("Жим лёжа", "bench_press", 4, 0)]
    bests = "SELECT DISTINCT exercise FROM daily_bests"
    assert await house.sql(bests) == await house.sql("SELECT id FROM exercises")
