"""/history: months and lifts, and a workout opened with all that it contained."""

import re
from datetime import timedelta

import pytest

from service import texts
from service.domain.names import units
from tests.telegram.talk import EN, RU, begins, does, logs, said


async def trains(person, *messages, t=RU):
    """Lift what the messages say, and finish."""
    for message in messages:
        answer = await person.says(message)
    await does(person, "finish", t)
    return answer


async def dated(house, workout, day):
    """Let a workout have been on an earlier day."""
    await house.sql(
        "UPDATE workouts SET started_at = $1, ended_at = $1, last_set_at = $1 WHERE id = $2",
        day,
        workout,
    )
    await house.sql("UPDATE sets SET logged_at = $1 WHERE workout = $2", day, workout)


async def test_nothing_yet(house, anna):
    """Without a finished workout there is nothing to list; the open one is not history."""
    await anna.says("Жим лёжа 80x5")
    shown = await anna.says("/history")
    assert "Законченных тренировок нет." in shown.text
    assert shown.buttons == [[RU.plain("own-button")]]


@pytest.mark.parametrize("word", ["/history", "История", "мои тренировки"])
async def test_a_month_is_listed(house, anna, word):
    """Each workout with its day and totals; one without a program has its lifts for a name."""
    await trains(anna, "Жим лёжа 80x5\nПрисед 100x5")
    shown = await anna.says(word)
    assert "Жим лёжа +1 — 2 подх., 900 кг" in shown.text
    assert [len(row) for row in shown.buttons] == [1, 1]
    assert shown.buttons[0][0].endswith("Жим лёжа +1")


async def test_a_short_label_says_how_many_follow(house, desk):
    """Of a long name only the name is cut, so two workouts of one day can be told apart."""
    person = await desk.person("Lifter", language="en")
    for typed in ("Bench press 80x5\nSquat 100x5", "Bench press 80x5"):
        await trains(person, typed, t=texts.of("en"))
    ((one, two), _) = (await person.says("/history")).buttons
    assert one.endswith(" · Bench press")
    assert two.endswith("… +1")
    assert len(two) <= 16


@pytest.mark.parametrize(("language", "name"), [("ru", "Жим лёжа"), ("en", "Bench press")])
async def test_a_month_marks_its_records(house, desk, language, name):
    """As the opened workouts have them; a correction takes the mark away."""
    t = texts.of(language)
    person = await desk.person("Lifter", language=language)
    for typed in ("80x5", "75x3", "85x5"):
        await trains(person, f"{name} {typed}", t=t)
    shown = await person.says("/history")
    assert [line.endswith("🏆") for line in shown.text.splitlines()[-3:]] == [True, False, False]
    await house.sql("UPDATE sets SET weight_kg = 60 WHERE weight_kg = 85")
    assert "🏆" not in (await person.says("/history")).text


async def test_marks_and_opened_workouts_agree(house, anna):
    """On every page: the same workouts have records in the list and when they are opened."""
    weights = (60, 62.5, 61, 62.5, 65, 60, 66, 64, 66, 67.5, 60)
    for n, weight in enumerate(weights):
        await trains(anna, f"Жим лёжа {weight}x{5 + n % 3}\n50x{8 + n % 2}\nПланка 60с")
    listed = (await anna.says("/history")).text + "\n" + (await anna.presses("›")).text
    marked = [line.endswith("🏆") for line in listed.splitlines() if " — " in line]
    opened = []
    for workout in range(len(weights), 0, -1):
        shown = await anna.presses(data=f"past:open:{workout}:0:0", forged=True)
        opened.append("🏆" in shown.first)
    assert marked == opened
    assert 3 < sum(marked) < 9


async def test_months_are_turned(house, anna):
    """From month to month that has workouts, and from page to page within one."""
    now = await house.value("SELECT date_trunc('month', now()) + interval '12 hours'")
    for n in range(11):
        await trains(anna, f"Жим лёжа {60 + n}x5")
        workout = await house.value("SELECT max(id) FROM workouts")
        await dated(house, workout, now - timedelta(days=40 if n < 10 else 400))
    shown = await anna.says("/history")
    (before,) = shown.buttons[-2]
    assert len(shown.buttons) == 7
    assert shown.buttons[-3] == ["1/2", "›"]
    second = await anna.presses("›")
    assert len(second.text.splitlines()) == 4
    older = await anna.presses(before)
    assert "Жим лёжа — 1 подх., 350 кг" in older.text
    assert older.buttons[-2][0].endswith("›")
    back = await anna.presses(older.buttons[-2][0])
    assert back.text == shown.text


@pytest.mark.parametrize("named", ["жим", "bench", "Жим лежа", "жим лёда"])
async def test_one_lift(house, anna, named):
    """By its name in either language, or with a typo: its sets, day by day."""
    await trains(anna, "Жим лёжа 80x5x3\n82.5x4\nw40x5\nПрисед 100x5")
    shown = await anna.says(f"/history {named}")
    assert "Жим лёжа · история" in shown.text
    assert "сегодня: 80 × 5 (3), 82,5 × 4 · 1ПМ ≈ 93,5" in shown.text
    assert "100" not in shown.text
    opened = await anna.presses("сегодня")
    assert "Приседания со штангой\n100 × 5" in opened.text


async def test_a_lift_that_is_not_there(house, boris):
    """An exercise that nobody did says so."""
    shown = await boris.says("/history bench <b>")
    assert shown.text == said("history-no-exercise", EN, name="bench <b>")


async def test_a_workout_has_everything(house, anna):
    """Notes, RPE, warm-ups, what was left out, and the note on the workout itself."""
    await begins(anna, "Сила\nПрисед 3x5 60\nПланка 1x60с")
    for text in ("w40x5", "60x5@8", "60x5@8", "62.5x5@9.5 тяжело"):
        await anna.says(text)
    await anna.presses(RU.plain("workout-button-list"))
    await anna.presses(RU.plain("workout-button-notes"))
    await anna.presses(RU.plain("note-button-workout"))
    await anna.says("спала плохо")
    await does(anna, "finish")
    await anna.says("/history")
    shown = await anna.presses(data=await _open_button(anna))
    assert "Сила\n" in shown.text
    assert "спала плохо" in shown.text
    assert "Присед\n🔥 40 × 5\n60 × 5 @8 (2)\n62,5 × 5 @9.5 «тяжело»" in shown.text
    assert "Планка — не сделано" in shown.text


async def test_the_records_of_the_day(house, anna):
    """What was a record then, though more was lifted since; a correction changes it."""
    await trains(anna, "Жим лёжа 80x5")
    await trains(anna, "Жим лёжа 85x5")
    workout = await house.value("SELECT max(id) FROM workouts")
    await trains(anna, "Жим лёжа 90x5")
    await house.sql("UPDATE workouts SET ended_at = now() - interval '1 minute'")
    await anna.says("/history")
    shown = await anna.presses(data=f"past:open:{workout}:0:0")
    assert "🏆 Жим лёжа" in shown.text
    assert "85 × 5" in shown.text.split("🏆")[1].splitlines()[0]
    await anna.presses(RU.plain("past-button-fix"))
    await anna.presses("Жим лёжа 1: 85 × 5")
    shown = await anna.says("75x5")
    assert "🏆" not in shown.text


async def _open_button(person):
    rows = (await person.screen())["reply_markup"]["inline_keyboard"]
    return next(
        each["callback_data"]
        for row in rows
        for each in row
        if each["callback_data"].startswith("past:open")
    )


@pytest.mark.parametrize(
    ("language", "typed", "line"),
    [
        ("ru", "Планка 60с", "1 подход\n60 с удержаний"),
        ("en", "Plank 60s", "1 set\n60 s of holds"),
        ("ru", "Подтягивания 10", "1 подход · 10 повт."),
        ("en", "Pull-ups 10\nBench press 80x5", "2 sets · 15 reps · 400 kg\n10 bodyweight reps"),
    ],
)
async def test_each_is_counted_in_its_own_way(house, desk, language, typed, line):
    """No kilograms and repetitions of what has none; none that are mixed."""
    person = await desk.person("Lifter", language=language)
    await trains(person, typed, t=texts.of(language))
    await person.says("/history")
    shown = await person.presses(data=await _open_button(person))
    assert f"\n{line}\n" in shown.text.replace("\u00a0", " ")


async def test_a_long_workout_is_paged(house, anna):
    """Every message fits, names go on with their sets, and no set is lost."""
    note = "ж" * 199
    for name in ("Жим ногами", "Присед", "Становая тяга", "Жим лёжа"):
        for part in range(2):
            await anna.says("\n".join(f"{name} {50 + part}x{10 + i} {note}" for i in range(10)))
    await does(anna, "finish")
    await anna.says("/history")
    page = await anna.presses(data=await _open_button(anna))
    texts = [page.text]
    while any("›" in label for label in page.buttons[0]):
        page = await anna.presses("›")
        texts.append(page.text)
    assert len(texts) > 4
    assert all(units(text) <= 4096 for text in texts)
    found = [pair for text in texts for pair in re.findall(r"(5[01]) × (\d+)", text)]
    assert found == [
        (str(50 + p), str(10 + i)) for _ in range(4) for p in range(2) for i in range(10)
    ]
    assert texts[1].count("Жим ногами") == 1


async def test_a_hostile_title_is_only_text(house, anna):
    """Names and notes are escaped wherever they are shown."""
    await trains(anna, "Жим лёжа 80x5")
    await house.sql("UPDATE sets SET note = '<b>&'")
    await house.sql("UPDATE workouts SET title = '<i>&', note = '</b>'")
    await anna.says("/history")
    shown = await anna.presses(data=await _open_button(anna))
    assert "«<b>&»" in shown.text
    assert shown.text.startswith("<i>&\n")
    assert "</b>" in shown.text


async def test_anothers_history(house, anna, boris):
    """Neither her workouts nor her lifts are found by somebody else."""
    await trains(anna, "Жим лёжа 80x5")
    workout, exercise = await house.value("SELECT (max(workout), max(exercise)) FROM sets")
    await trains(boris, "Squat 100x5", t=EN)
    await boris.says("/history")
    assert "80" not in (await boris.says("/history bench")).text
    for data in (f"past:open:{workout}:0:0", f"lifts:{exercise}:0"):
        answer = await boris.presses(data=data, forged=True)
        assert answer.toast == EN.plain("toast-stale")


async def test_in_english_and_pounds(house, boris):
    """Words, months and units of the reader."""
    await boris.says("/settings")
    await boris.presses(EN.plain("unit", unit="lb"))
    await trains(boris, "Bench press 175x5", t=EN)
    shown = await boris.says("/history bench")
    assert "today: 175 × 5 · 1RM ≈ 204.2" in shown.text
    shown = await boris.says("/history")
    assert "Bench press — 1 set, 875 lb" in shown.text


async def test_it_stays_open_while_training(house, anna):
    """Looking at history leaves the workout where it is."""
    await begins(anna)
    await logs(anna)
    await anna.says("/history")
    await anna.says("/go")
    await logs(anna)
    assert await house.value("SELECT count(*) FROM sets") == 2
