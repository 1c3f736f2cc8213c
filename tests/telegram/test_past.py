"""A past workout is changed: its sets, its day, all of it; and it is repeated."""

import asyncio
from datetime import timedelta

import pytest

from service import storage
from tests.house import open_house
from tests.telegram.talk import EN, RU, begins, does, logs, said, sets
from tests.telegram.test_history import dated, trains

BUTTON = {
    name: RU.plain(f"past-button-{name}")
    for name in ("fix", "add", "repeat", "day", "delete", "cut", "gone", "restore")
}


async def opens(house, person, *messages):
    """Have a workout of five days ago, and open it. Returns its id and its screen."""
    await trains(person, *(messages or ("Жим лёжа 80x5\n82.5x5\n85x3",)))
    workout = await house.value("SELECT max(id) FROM workouts")
    await dated(house, workout, await house.value("SELECT now() - interval '5 days'"))
    return workout, await shows(house, person, workout)


async def shows(house, person, workout):
    """Open a workout from the list of its month."""
    await person.says("/history")
    return await person.presses(data=f"past:open:{workout}:0:0")


async def same(house, before):
    """Return the tables that changed, apart from revisions and what can be put back."""
    now = await house.rows()
    skipped = {"removed", "workouts", "people"}
    return [name for name in now if name not in skipped and now[name] != before[name]]


async def test_a_set_is_corrected(house, anna):
    """By a typed line, as on the card; the day, the order and the counters stay."""
    workout, _ = await opens(house, anna)
    before = (await house.metrics())["bot_sets_total"]
    at = await house.sql("SELECT logged_at FROM sets ORDER BY n")
    await anna.presses(BUTTON["fix"])
    asked = await anna.presses("Жим лёжа 2: 82,5 × 5")
    assert "Напишите, как было" in asked.text
    shown = await anna.says("82.5x4@9 тяжело")
    assert shown.reaction == "✍"
    assert "82,5 × 4 @9 «тяжело»" in shown.first
    assert [row[2:4] for row in await sets(house)] == [(80, 5), (82.5, 4), (85, 3)]
    assert await house.sql("SELECT logged_at FROM sets ORDER BY n") == at
    assert (await house.metrics())["bot_sets_total"] == before
    assert await house.value("SELECT asked FROM people") is None
    assert (await anna.says("Присед 90x5")).reaction == "👍"
    assert await house.value("SELECT count(*) FROM sets WHERE workout = $1", workout) == 3


@pytest.mark.parametrize(
    ("lifted", "example"),
    [("Планка 90с", "60с"), ("Подтягивания 10", "12"), ("Подтягивания +10x5", "+10x8")],
)
async def test_a_correction_has_an_example_of_its_kind(house, anna, lifted, example):
    """In the history and on the card: a hold is not corrected to a weight."""
    await opens(house, anna, lifted)
    await anna.presses(BUTTON["fix"])
    await anna.presses(data=f"past:set:1:{await house.value('SELECT revision FROM workouts')}:101")
    assert (await anna.screen())["text"].endswith(f"Напишите, как было: {example}")
    await anna.says("/history")
    await anna.says(lifted)
    await anna.presses(RU.plain("workout-button-list"))
    await anna.presses(RU.plain("workout-button-sets"))
    rows = (await anna.screen())["reply_markup"]["inline_keyboard"]
    asked = await anna.presses(data=rows[0][0]["callback_data"])
    assert asked.text.endswith(f"например: {example}")


async def test_a_doubtful_correction_is_asked_about(house, anna):
    """As on the card; the chosen reading corrects the set, also after something else."""
    _, _ = await opens(house, anna)
    await anna.presses(BUTTON["fix"])
    await anna.presses("Жим лёжа 1: 80 × 5")
    asked = await anna.says("5 x 100 кг")
    assert asked.buttons
    shown = await anna.presses(asked.buttons[0][0])
    assert "История" not in shown.text
    assert (await sets(house))[0][2:4] in {(100, 5), (5, 100)}


@pytest.mark.parametrize("text", ["хорошо", "80x5x2", "w40x5"])
async def test_what_is_no_set_corrects_nothing(house, anna, text):
    """It is refused with a hint, and the question stays open."""
    await opens(house, anna)
    await anna.presses(BUTTON["fix"])
    await anna.presses("Жим лёжа 1: 80 × 5")
    before = await sets(house)
    assert (await anna.says(text)).reaction == "🤔"
    assert await sets(house) == before
    await anna.says("81x5")
    assert (await sets(house))[0][2:4] == (81, 5)


async def test_a_set_is_removed_and_put_back(house, anna):
    """With one tap each; removing twice removes one, and it comes back where it was."""
    await opens(house, anna)
    before = await house.rows()
    counted = (await house.metrics())["bot_sets_total"]
    await anna.presses(BUTTON["fix"])
    await anna.presses("Жим лёжа 1: 80 × 5")
    screen = await anna.screen()
    cut = screen["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    shown = await anna.presses(data=cut)
    assert shown.toast == "Убрал: 80 × 5"
    again = await anna.presses(data=cut, forged=True, message_id=screen["message_id"])
    assert again.toast == RU.plain("toast-done-already")
    assert [row[1:4] for row in await sets(house)] == [(1, 82.5, 5), (2, 85, 3)]
    await anna.presses(BUTTON["fix"])
    await anna.presses("Жим лёжа 1: 82,5 × 5")
    await anna.presses(BUTTON["cut"])
    back = await anna.presses(BUTTON["restore"])
    assert back.toast == RU.plain("past-restored")
    number = await house.value("SELECT min(id) FROM removed")
    await anna.presses(data=f"restore:set:{number}", forged=True)
    assert [row[1:4] for row in await sets(house)] == [(1, 80, 5), (2, 82.5, 5), (3, 85, 3)]
    assert await same(house, before) == []
    assert (await house.metrics())["bot_sets_total"] == counted
    twice = await anna.presses(data=f"restore:set:{number}", forged=True)
    assert twice.toast == RU.plain("past-too-late")


async def test_a_warmup_is_removed_and_put_back(house, anna):
    """Likewise; work sets keep their numbers."""
    await opens(house, anna, "Жим лёжа 80x5", "w40x5", "w60x3")
    before = await house.rows()
    await anna.presses(BUTTON["fix"])
    await anna.presses("🔥 Жим лёжа 1: 40 × 5")
    await anna.presses(BUTTON["cut"])
    assert await house.value("SELECT count(*) FROM sets WHERE kind = 'warmup'") == 1
    shown = await anna.presses(BUTTON["restore"])
    assert "🔥 40 × 5, 60 × 3" in shown.first
    assert await same(house, before) == []


async def test_sets_are_added(house, anna):
    """To the last exercise or a named one, on the workout's day; they count as events."""
    workout, _ = await opens(house, anna)
    before = await house.metric("bot_sets_total", "text")
    await anna.presses(BUTTON["add"])
    shown = await anna.says("87.5x1\nПрисед 100x5\n100x4")
    assert shown.reaction in {"🏆", "👍"}
    assert "85 × 3, 87,5 × 1" in shown.first
    assert "Приседания со штангой\n100 × 5, 100 × 4" in shown.first
    assert await house.value("SELECT count(*) FROM workouts") == 1
    days = await house.sql("SELECT DISTINCT logged_at::date FROM sets WHERE workout = $1", workout)
    assert len(days) == 1
    assert await house.metric("bot_sets_total", "text") == before + 3
    assert await house.value("SELECT ended_at < now() - interval '4 days' FROM workouts")


@pytest.mark.parametrize("text", ["хорошо", "вчера 80x5", "90x5\n5 x 100 кг"])
async def test_what_cannot_be_added(house, anna, text):
    """Nothing of it is stored, and the person is told why."""
    await opens(house, anna)
    await anna.presses(BUTTON["add"])
    before = await sets(house)
    shown = await anna.says(text)
    assert shown.reaction == "🤔"
    assert shown.texts
    assert await sets(house) == before


async def test_an_edit_of_an_added_set_moves_nothing(house, anna):
    """The message is of another day than the set."""
    await opens(house, anna)
    await anna.presses(BUTTON["add"])
    await anna.says("87.5x1")
    message = next(m["message_id"] for m in await anna.chat() if m.get("text") == "87.5x1")
    before = await house.rows()
    await anna.edits(message, "87.5x2", answered=False)
    assert await same(house, before) == []


@pytest.mark.parametrize(
    ("typed", "ago"), [("вчера", 1), ("позавчера", 2), ("сегодня", 0), ("{:%d.%m.%Y}", 400)]
)
async def test_a_workout_is_moved_to_a_typed_day(house, anna, typed, ago):
    """With all its sets; never into the future, and the counts of sets follow."""
    workout, _ = await opens(house, anna)
    today = await house.value("SELECT now()::date")
    day = today - timedelta(days=ago)
    await anna.presses(BUTTON["day"])
    shown = await anna.says(typed.format(day))
    assert shown.reaction == "✍"
    found = await house.sql(
        "SELECT DISTINCT logged_at::date, started_at::date, ended_at::date, ended_at <= now()"
        " FROM sets JOIN workouts ON id = workout WHERE workout = $1",
        workout,
    )
    assert [tuple(row) for row in found] == [(day, day, day, True)]
    counts = await house.sql(
        "SELECT day, sum(change) FROM (SELECT day, change FROM statistic_changes"
        " WHERE name = 'sets' UNION ALL SELECT day, value FROM statistics_by_day"
        " WHERE name = 'sets') AS t GROUP BY day HAVING sum(change) <> 0 AND day <> $1"
        " AND day <> current_date",
        today - timedelta(days=5),
    )
    assert sum(row["sum"] for row in counts) == (3 if ago else 0)


@pytest.mark.parametrize(
    ("typed", "key"),
    [("завтра", "day-ahead"), ("01.01.2099", "day-ahead"), ("31 февраля", "day-none")],
)
async def test_a_workout_is_not_moved_where_no_day_is(house, anna, typed, key):
    """Neither into the future, typed or by a forged button, nor to a date that is none."""
    workout, _ = await opens(house, anna)
    await anna.presses(BUTTON["day"])
    before = await house.rows()
    shown = await anna.says(typed)
    assert shown.reaction == "🤔"
    assert shown.text == said(key)
    tomorrow = await house.value("SELECT now()::date + 1")
    revision = await house.value("SELECT revision FROM workouts")
    data = f"past:move:{workout}:{revision}:{tomorrow.toordinal()}"
    assert (await anna.presses(data=data, forged=True)).toast == RU.plain("toast-stale")
    assert await same(house, before) == []


async def test_a_workout_is_moved_by_a_tap(house, anna):
    """To any day of the calendar; a second tap on the old calendar does nothing more."""
    workout, _ = await opens(house, anna)
    shown = await anna.presses(BUTTON["day"])
    assert shown.buttons[0] == ["пн", "вт", "ср", "чт", "пт", "сб", "вс"]
    before = next(label for row in shown.buttons for label in row if label.startswith("‹ "))
    shown = await anna.presses(before)
    screen = await anna.screen()
    data = next(
        each["callback_data"]
        for row in screen["reply_markup"]["inline_keyboard"]
        for each in row
        if each["text"] == "15"
    )
    moved = await anna.presses(data=data)
    assert moved.toast.startswith("Перенёс на 15")
    day = await house.value("SELECT started_at::date FROM workouts WHERE id = $1", workout)
    assert day.day == 15
    again = await anna.presses(data=data, forged=True, message_id=screen["message_id"])
    assert again.toast == RU.plain("toast-done-already")
    assert day == await house.value("SELECT started_at::date FROM workouts WHERE id = $1", workout)


async def test_a_set_is_logged_while_a_day_is_asked_for(house, anna):
    """What is no day is not an answer."""
    await opens(house, anna)
    await anna.presses(BUTTON["day"])
    assert (await anna.says("Присед 100x5")).reaction == "👍"
    assert await house.value("SELECT count(*) FROM workouts") == 2


async def test_a_workout_is_repeated(house, anna):
    """The plan is planned again; what was not planned is planned as it was done."""
    await begins(anna, "Сила\nA1 Присед 2x5 60\nA2 Жим лёжа 2x8-12")
    for _ in range(4):
        await logs(anna)
    await anna.says("Планка 60с\n60с")
    await does(anna, "finish")
    workout = await house.value("SELECT max(id) FROM workouts")
    before = await house.metric("bot_operations_total", "startworkout")
    await shows(house, anna, workout)
    shown = await anna.presses(BUTTON["repeat"])
    assert "Присед" in shown.text
    rows = await house.sql(
        "SELECT name, sets, reps_min, reps_max, seconds, superset FROM planned"
        " JOIN exercises ON exercises.id = exercise WHERE workout > $1 ORDER BY position",
        workout,
    )
    assert [tuple(row) for row in rows] == [
        ("Присед", 2, 5, 5, None, "A"),
        ("Жим лёжа", 2, 8, 12, None, "A"),
        ("Планка", 2, None, None, 60, None),
    ]
    assert await house.metric("bot_operations_total", "startworkout") == before + 1
    await logs(anna)
    screen = next(m for m in await anna.chat() if "Повторить" in str(m.get("reply_markup")))
    again = await anna.presses(BUTTON["repeat"], message_id=screen["message_id"])
    assert again.toast == RU.plain("workout-open-already")
    assert await house.value("SELECT count(*) FROM workouts") == 2


async def test_a_workout_is_deleted_and_put_back(house, anna):
    """After one question; everything comes back as it was, once."""
    await begins(anna, "Сила\nПрисед 3x5 60\nПланка 1x60с")
    await anna.says("w40x5")
    await logs(anna)
    await does(anna, "skip")
    await does(anna, "finish")
    workout = await house.value("SELECT max(id) FROM workouts")
    await shows(house, anna, workout)
    before = await house.rows()
    counted = (await house.metrics())["bot_sets_total"]
    asked = await anna.presses(BUTTON["delete"])
    assert asked.text == said("past-delete", title="Сила", day="сегодня", sets=2)
    gone = await anna.presses(BUTTON["gone"])
    assert gone.toast == RU.plain("past-gone")
    assert "Законченных тренировок нет." in gone.first
    for table in ("workouts", "planned", "sets", "skips"):
        assert await house.value(f"SELECT count(*) FROM {table}") == 0
    number = await house.value("SELECT id FROM removed")
    shown = await anna.presses(BUTTON["restore"])
    assert "Присед" in shown.first
    assert await house.rows() == before
    assert (await house.metrics())["bot_sets_total"] == counted
    again = await anna.presses(data=f"restore:workout:{number}", forged=True)
    assert again.toast == RU.plain("past-too-late")
    assert await house.rows() == before


async def test_after_ten_minutes_it_is_gone(house, anna, database):
    """The button says so, and the rows go."""
    await opens(house, anna)
    await anna.presses(BUTTON["delete"])
    await anna.presses(BUTTON["gone"])
    await house.sql("UPDATE removed SET removed_at = now() - interval '601 seconds'")
    assert (await anna.presses(BUTTON["restore"])).toast == RU.plain("past-too-late")
    assert await house.value("SELECT count(*) FROM workouts") == 0
    async with database.transaction() as db:
        await storage.removed.purge(db)
    assert await house.value("SELECT count(*) FROM removed") == 0


async def test_it_comes_back_without_a_program_that_went(house, anna):
    """And without a set that was logged again meanwhile."""
    await begins(anna, "Сила\nПрисед 3x5 60")
    await anna.says("60x5")
    await does(anna, "finish")
    workout = await house.value("SELECT max(id) FROM workouts")
    await shows(house, anna, workout)
    await anna.presses(BUTTON["delete"])
    await anna.presses(BUTTON["gone"])
    await house.sql("DELETE FROM programs")
    shown = await anna.presses(BUTTON["restore"])
    assert "60 × 5" in shown.first
    row = (await house.sql("SELECT program, day FROM workouts"))[0]
    assert tuple(row) == (None, None)


async def test_it_does_not_come_back_without_its_exercise(house, anna):
    """Rather than half of it."""
    await opens(house, anna)
    await anna.presses(BUTTON["delete"])
    await anna.presses(BUTTON["gone"])
    await house.sql("DELETE FROM exercises")
    assert (await anna.presses(BUTTON["restore"])).toast == RU.plain("past-too-late")
    assert await house.value("SELECT count(*) FROM workouts") == 0


async def test_two_taps_at_once(house, anna, desk):
    """Of two restores and two deletions one does the work."""
    workout, _ = await opens(house, anna)
    revision = await house.value("SELECT revision FROM workouts")
    message = (await anna.screen())["message_id"]

    async def both(data):
        acts = [anna.presses(data=data, forged=True, message_id=message) for _ in range(2)]
        return {answer.toast for answer in await asyncio.gather(*acts)}

    toasts = await both(f"past:gone:{workout}:{revision}:0")
    assert RU.plain("past-gone") in toasts or len(toasts) == 2
    assert await house.value("SELECT count(*) FROM removed") == 1
    number = await house.value("SELECT id FROM removed")
    await both(f"restore:workout:{number}")
    assert await house.value("SELECT count(*) FROM workouts") == 1
    assert await house.value("SELECT count(*) FROM sets") == 3


async def test_nobody_else_reaches_it(house, anna, boris):
    """Neither a workout nor what was removed from it."""
    workout, _ = await opens(house, anna)
    await anna.presses(BUTTON["fix"])
    await anna.presses("Жим лёжа 1: 80 × 5")
    await anna.presses(BUTTON["cut"])
    number, revision = await house.value(
        "SELECT ((SELECT id FROM removed), (SELECT revision FROM workouts))"
    )
    before = await house.rows(anna.id)
    await boris.says("/start")
    acts = "open sets set cut warm cool add day move repeat delete gone".split()
    for act in acts:
        for arg in (0, 101):
            answer = await boris.presses(data=f"past:{act}:{workout}:{revision}:{arg}", forged=True)
            assert answer.toast == EN.plain("toast-stale"), act
    for what in ("set", "workout"):
        answer = await boris.presses(data=f"restore:{what}:{number}", forged=True)
        assert answer.toast == EN.plain("past-too-late")
    assert await house.rows(anna.id) == before


async def test_the_open_workout_is_no_history(house, anna):
    """Its card changes it; these buttons do not."""
    await anna.says("Жим лёжа 80x5")
    workout, revision = await house.value("SELECT (id, revision) FROM workouts")
    for act in ("open", "cut", "gone", "repeat"):
        answer = await anna.presses(data=f"past:{act}:{workout}:{revision}:101", forged=True)
        assert answer.toast == RU.plain("toast-stale")
    assert len(await sets(house)) == 1


async def test_a_restart_in_between(stand_in, desk, database_url):
    """What was asked, and what can be put back, is known to the next process."""
    async with open_house(stand_in, database_url) as house:
        anna = await desk.person("Anna")
        await opens(house, anna)
        await anna.presses(BUTTON["fix"])
        await anna.presses("Жим лёжа 3: 85 × 3")
        await anna.presses(BUTTON["cut"])
        await anna.presses(BUTTON["fix"])
        await anna.presses("Жим лёжа 1: 80 × 5")
    async with open_house(stand_in, database_url) as house:
        shown = await anna.says("81x5")
        assert "81 × 5, 82,5 × 5" in shown.first
        number = await house.value("SELECT id FROM removed")
        shown = await anna.presses(data=f"restore:set:{number}", forged=True)
        assert "81 × 5, 82,5 × 5, 85 × 3" in shown.first
