"""A program is edited, by buttons and as text; past workouts stay as they were."""

from pathlib import Path

import pytest

from service import domain
from tests.telegram.talk import EN, RU, does, logs, makes_program, plain, said

SPLIT = "Сплит\nДень A\nПрисед 3x5 60 +2,5\nЖим 3x8-12 40\nДень B\nТяга 2x5 80"
HISTORY = "SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {} AS t"


async def opens(person, name="Сплит"):
    """Open a program's editing screen."""
    await person.says("/programs")
    await person.presses(name)
    return await person.presses(RU.plain("program-button-edit"))


async def program(house):
    """Read the stored lines of the programs, by day."""
    rows = await house.sql(
        "SELECT coalesce(days.name, '-') AS day, exercises.name, sets, reps_min, reps_max,"
        " weight_kg::float, rule, slots.rest_seconds FROM slots"
        " JOIN days ON days.id = day JOIN exercises ON exercises.id = exercise"
        " WHERE slots.position IS NOT NULL ORDER BY program, days.position, slots.position"
    )
    return [tuple(row) for row in rows]


async def history(house):
    """Hash everything that was lifted and planned."""
    return [await house.value(HISTORY.format(table)) for table in ("sets", "planned")]


async def test_a_line_is_changed_by_buttons(house, anna):
    """Sets, repetitions, weight, rest and rule, each with one tap or two."""
    await makes_program(anna, SPLIT)
    await opens(anna)
    shown = await anna.presses("2. Жим 3×8–12 · 40")
    assert "День A, 2 из 2" in shown.text
    slot = await house.value("SELECT max(id) - 1 FROM slots")
    for act, value in (("sets", 1), ("reps", -1), ("weight", 1)):
        await anna.presses(data=f"edit:{act}:{slot}:{value}")
    await anna.presses(data=f"edit:rest:{slot}:0")
    await anna.presses("3:00")
    await anna.presses(data=f"edit:rule:{slot}:0")
    shown = await anna.presses(RU.plain("edit-rule-double", step="2,5"))
    assert "Жим — 4×7–11, 42,5 кг, +2,5 · отдых 3:00" in shown.text
    assert (await program(house))[1] == (
        *("День A", "Жим", 4, 7, 11, 42.5, "+2.5 at the top", 180),
    )


@pytest.mark.parametrize("act", ["rest", "rule"])
async def test_a_line_is_retyped_where_rules_are_offered(house, anna, act):
    """The screens of rests and of rules take the whole line, and log nothing."""
    await makes_program(anna, SPLIT)
    await opens(anna)
    await anna.presses("1. Присед 3×5 · 60")
    slot = await house.value("SELECT min(id) FROM slots")
    await anna.presses(data=f"edit:{act}:{slot}:0")
    shown = await anna.says("Присед 3x5 85 @8")
    assert "Присед — 3×5, 85 кг, @8" in shown.text
    assert await house.value("SELECT count(*) FROM sets") == 0


async def test_numbers_have_limits(house, anna):
    """No button makes what could not be typed."""
    await makes_program(anna, "П\nЖим 20x999 1000\nПланка 1x5с\nМах 1x1 0")
    await opens(anna, "П")
    ids = [row["id"] for row in await house.sql("SELECT id FROM slots ORDER BY position")]
    await anna.presses(data=f"edit:line:{ids[0]}:0")
    for act in ("sets", "reps", "weight"):
        await anna.presses(data=f"edit:{act}:{ids[0]}:1")
    await anna.presses(data=f"edit:reps:{ids[1]}:-1", forged=True)
    for act in ("sets", "reps", "weight", "move"):
        await anna.presses(data=f"edit:{act}:{ids[2]}:-1", forged=True)
    rows = await house.sql("SELECT sets, reps_min, seconds, weight_kg FROM slots ORDER BY id")
    assert [tuple(row) for row in rows] == [
        (20, 999, None, 1000),
        (1, None, 5, None),
        (1, 1, None, None),
    ]


async def test_a_line_is_retyped_or_swapped(house, anna):
    """A typed line replaces it; a name alone swaps the exercise; a set is still a set."""
    await makes_program(anna, SPLIT)
    await opens(anna)
    await anna.presses("1. Присед 3×5 · 60")
    await anna.says("Присед 5x5 62,5")
    assert (await program(house))[0] == ("День A", "Присед", 5, 5, 5, 62.5, None, None)
    swap = await anna.presses(RU.plain("edit-button-swap"))
    assert swap.text == said("edit-swap", name="Присед")
    await anna.says("Жим ногами")
    assert (await program(house))[0] == ("День A", "Жим ногами", 5, 5, 5, None, None, None)
    await anna.says("Жим стоя 40x8")
    assert await house.value("SELECT count(*) FROM sets") == 1


@pytest.mark.parametrize("t", [RU, EN], ids=["ru", "en"])
async def test_an_unknown_word_is_asked_about(house, desk, t):
    """It may be no exercise: the line stays until the answer, and after a no."""
    anna = await desk.person("Anna", language=t.language)
    await makes_program(anna, SPLIT, t)
    slot = await house.value("SELECT min(id) FROM slots")
    before = await program(house)
    for answer in ("edit-button-keep", "edit-button-exercise"):
        await anna.presses(data=f"edit:line:{slot}:0", forged=True)
        asked = await anna.says("спасибо")
        was = domain.exercises.called("Присед", "squat", t.language)
        assert asked.text == said("edit-ask-exercise", t, name="спасибо", was=was)
        assert await program(house) == before
        shown = await anna.presses(t.plain(answer))
        assert was in shown.text or answer == "edit-button-exercise"
    assert "спасибо" in shown.text
    assert (await program(house))[0] == ("День A", "спасибо", 3, 5, 5, None, "+2.5", None)


async def test_a_line_is_removed_and_put_back(house, anna):
    """Until the next change."""
    await makes_program(anna, SPLIT)
    before = await program(house)
    await opens(anna)
    await anna.presses("1. Присед 3×5 · 60")
    await anna.presses(RU.plain("edit-button-cut"))
    assert await program(house) == before[1:]
    await anna.presses("↩️ Вернуть: Присед")
    assert await program(house) == before
    await anna.presses("2. Жим 3×8–12 · 40")
    await anna.presses(RU.plain("edit-button-cut"))
    await anna.says("Брусья 3x10")
    assert await house.value("SELECT count(*) FROM slots") == 3
    assert [row[1] for row in await program(house)] == ["Присед", "Тяга", "Брусья"]


async def test_lines_and_days_are_moved(house, anna):
    """A line goes on to the next day; days change places, get names, and are removed."""
    await makes_program(anna, SPLIT)
    await opens(anna)
    await anna.presses("2. Жим 3×8–12 · 40")
    await anna.presses("⬇")
    assert [row[:2] for row in await program(house)] == [
        ("День A", "Присед"),
        ("День B", "Жим"),
        ("День B", "Тяга"),
    ]
    await anna.presses(RU.plain("edit-button-program"))
    await anna.presses(RU.plain("edit-button-days"))
    await anna.presses("День B · 2")
    await anna.presses("⬆")
    await anna.presses("День B · 2")
    await anna.says("Верх")
    assert [row[0] for row in await program(house)] == ["Верх", "Верх", "День A"]
    await anna.presses(RU.plain("edit-button-day-add"))
    await anna.says("Подтягивания 3x8")
    assert (await program(house))[-1][:2] == ("День 3", "Подтягивания")
    await anna.presses(RU.plain("edit-button-days"))
    await anna.presses("День A · 1")
    await anna.presses(RU.plain("edit-button-day-cut"))
    assert [row[0] for row in await program(house)] == ["Верх", "Верх", "День 3"]


async def test_a_set_is_no_name(house, anna):
    """During a workout, numbers are logged whatever the screen asks for."""
    await makes_program(anna, SPLIT)
    await anna.says("/go")
    await opens(anna)
    await anna.presses(RU.plain("edit-button-name"))
    await anna.says("62,5x5")
    assert await house.value("SELECT name FROM programs") == "Сплит"
    assert await house.value("SELECT weight_kg::float FROM sets") == 62.5
    await opens(anna)
    await anna.presses(RU.plain("edit-button-days"))
    await anna.presses("День A · 2")
    await anna.says("Жим лёжа 80x5")
    assert await house.value("SELECT max(weight_kg)::float FROM sets") == 80
    assert await house.value("SELECT string_agg(name, ' ' ORDER BY id) FROM days") == (
        "День A День B"
    )


async def test_a_program_is_renamed(house, anna):
    """The next message is its name."""
    await makes_program(anna, SPLIT)
    await opens(anna)
    await anna.presses(RU.plain("edit-button-name"))
    await anna.says("Масса 5x5")
    assert await house.value("SELECT name FROM programs") == "Масса 5x5"


@pytest.mark.parametrize(("language", "t"), [("ru", RU), ("en", EN)])
async def test_as_text(house, desk, language, t):
    """What comes back unchanged changes nothing; a difference is shown before it is stored."""
    anna = await desk.person("Anna", language=language)
    press = "Жим" if language == "ru" else "Press"
    await makes_program(anna, SPLIT.replace("Жим", press), t)
    before = await house.sql("SELECT * FROM slots ORDER BY id")
    await anna.says("/programs")
    await anna.presses("Сплит")
    sent = await anna.presses(t.plain("program-button-text"))
    text = sent.texts[-1].strip()
    assert text.startswith("Сплит\n# День A\nПрисед 3x5 60")
    same = await anna.says(text)
    assert plain(t("edit-same", count=3)) in same.text
    await anna.presses(t.plain("edit-button-replace"))
    assert await house.sql("SELECT * FROM slots ORDER BY id") == before
    await anna.presses(t.plain("program-button-text"))
    lines = text.split("\n")
    lines[3] = f"{press} 4x6-10 45"
    shown = await anna.says("\n".join([*lines, "Брусья 3x10", "Планка как-то"]))
    assert f"− {press} — 3×8–12, 40" in shown.text
    assert f"+ {press} — 4×6–10, 45" in shown.text
    assert "+ Брусья — 3×10" in shown.text
    assert "❓ Планка как-то" in shown.text
    assert await house.sql("SELECT * FROM slots ORDER BY id") == before
    await anna.says("Планка 3x60s")
    await anna.presses(t.plain("edit-button-replace"))
    assert [row[:4] for row in await program(house)] == [
        ("День A", "Присед", 3, 5),
        ("День A", press, 4, 6),
        ("День B", "Тяга", 2, 5),
        ("День B", "Брусья", 3, 10),
        ("День B", "Планка", 3, None),
    ]
    ids = [row["id"] for row in await house.sql("SELECT id FROM slots ORDER BY id")]
    assert ids[:3] == [row["id"] for row in before]
    assert await house.value("SELECT count(*) FROM programs") == 1


async def test_the_whole_program_typed_on_its_screen(house, anna):
    """Its name above lines means the program, though the text was not asked for: they are compared.

    They were added as one more day once.
    """
    await makes_program(anna, "Сила\nПрисед 5x5 60\nЖим 3x8 40")
    await opens(anna, "Сила")
    before = await house.sql("SELECT * FROM slots ORDER BY id")
    shown = await anna.says("Сила\nПрисед 5x5 70\nЖим 3x8 40")
    assert "− Присед — 5×5, 60" in shown.text
    assert "+ Присед — 5×5, 70" in shown.text
    assert await house.sql("SELECT * FROM slots ORDER BY id") == before
    await anna.presses(RU.plain("edit-button-replace"))
    assert [(line[1], line[5]) for line in await program(house)] == [("Присед", 70), ("Жим", 40)]


async def test_a_long_program_comes_in_parts(house, anna):
    """All parts, sent back in order, change nothing."""
    lines = "\n".join(f"День {n}\n" + "\n".join(
        f"Упражнение {letter * 40} 3x8-12 40 отдых 2:00" for letter in "абвгдежз"
    ) for n in range(1, 9))  # fmt: skip
    half = lines.index("День 5")
    await anna.says(f"/newprogram Большая\n{lines[:half]}")
    await anna.says(lines[half:])
    await anna.presses(RU.plain("draft-button-save"))
    before = await house.sql("SELECT * FROM slots ORDER BY id")
    assert len(before) == 64
    await anna.says("/programs")
    await anna.presses("Большая")
    sent = await anna.presses(RU.plain("program-button-text"))
    parts = [text.split("\n", 1)[1] for text in sent.texts]
    assert len(parts) > 1
    assert all(len(text) < 4096 for text in sent.texts)
    for part in parts:
        shown = await anna.says(part)
    assert said("edit-same", count=64) in shown.text
    assert "−" not in shown.text
    await anna.presses(RU.plain("edit-button-replace"))
    assert await house.sql("SELECT * FROM slots ORDER BY id") == before


async def test_what_has_a_history_keeps_it(house, anna):
    """Edited, copied, archived, restored and deleted: what was lifted is the same, row by row."""
    await makes_program(anna, SPLIT)
    await anna.says("/go")
    for _ in range(4):
        await logs(anna)
    await does(anna, "finish")
    before = await history(house)
    await opens(anna)
    await anna.presses("1. Присед 3×5 · 60")
    await anna.says("Присед 5x5 100")
    await anna.presses(RU.plain("edit-button-cut"))
    await anna.presses(RU.plain("edit-button-done"))
    copy = await anna.presses(RU.plain("program-button-copy"))
    assert copy.text.startswith("Сплит (2)")
    assert await history(house) == before
    await anna.presses(RU.plain("program-button-archive"))
    assert "Сплит (2)" not in str((await anna.says("/go")).shown)
    await does(anna, "finish")
    await anna.says("/programs")
    await anna.presses(RU.plain("programs-button-archive", count=1))
    await anna.presses("Сплит (2)")
    await anna.presses(RU.plain("program-button-restore"))
    for name in ("Сплит (2)", "Сплит"):
        await anna.says("/programs")
        await anna.presses(name)
        await anna.presses(RU.plain("program-button-delete"))
        await anna.presses(RU.plain("program-button-delete-yes"))
    assert await house.value("SELECT count(*) FROM programs") == 0
    assert await history(house) == before
    assert await house.metric("bot_programs_created_total", "copy") == 1
    assert await house.metric("bot_programs_created_total", "typed") == 1


async def test_a_workout_in_progress_may_follow(house, anna):
    """It is asked; sets that were done stay, the rest is planned anew."""
    await makes_program(anna, SPLIT)
    await anna.says("/go")
    await logs(anna)
    planned = await house.sql("SELECT * FROM planned ORDER BY position")
    await opens(anna)
    await anna.presses("2. Жим 3×8–12 · 40")
    await anna.says("Жим 5x5 50")
    await anna.presses(RU.plain("edit-button-program"))
    await anna.says("Тяга 4x4")
    done = await anna.presses(RU.plain("edit-button-done"))
    assert done.texts[-1] == said("edit-follow")
    assert await house.sql("SELECT * FROM planned ORDER BY position") == planned
    await anna.presses(RU.plain("edit-button-follow"))
    rows = await house.sql("SELECT sets, reps_min, weight_kg::int FROM planned ORDER BY position")
    assert [tuple(row) for row in rows] == [(3, 5, 60), (5, 5, 50)]
    assert await house.value("SELECT count(*) FROM sets") == 1
    await opens(anna)
    assert said("edit-follow") not in (await anna.presses(RU.plain("edit-button-done"))).texts


async def follows(person, name="Сплит"):
    """Close the editing screens, and let the workout follow."""
    await opens(person, name)
    await person.presses(RU.plain("edit-button-done"))
    await person.presses(RU.plain("edit-button-follow"))


async def test_one_exercise_on_two_lines_follows(house, anna):
    """Each line of the workout follows its own line of the program."""
    await makes_program(anna, "Сплит\nПрисед 5/3/1 100\nПрисед 5x10 50%\nЖим 3x5 40")
    await anna.says("/go")
    await opens(anna)
    await anna.presses("1. Присед ×3 · 100")
    await anna.says("Присед 5/3/1 105")
    await anna.presses(RU.plain("edit-button-program"))
    await anna.presses("3. Жим 3×5 · 40")
    await anna.presses(RU.plain("edit-button-cut"))
    await follows(anna)
    rows = await house.sql("SELECT rule, reps_min, weight_kg::int FROM planned ORDER BY position")
    assert [tuple(row) for row in rows] == [("5/3/1", None, 105), ("50%", 10, None)]
    await opens(anna)
    await anna.presses("2. Присед 5×10")
    await anna.presses(RU.plain("edit-button-cut"))
    await follows(anna)
    assert await house.value("SELECT string_agg(rule, ' ') FROM planned") == "5/3/1"
    await opens(anna)
    assert said("edit-follow") not in (await anna.presses(RU.plain("edit-button-done"))).texts


async def test_the_first_of_two_lines_of_one_exercise_is_removed(house, anna):
    """What was done of it stays under its own plan; the second line is planned still."""
    await makes_program(anna, "Сплит\nПрисед 3x5 60\nПрисед 2x10 40\nЖим 3x5 40")
    await anna.says("/go")
    await logs(anna)
    await opens(anna)
    await anna.presses("2. Присед 2×10 · 40")
    await anna.says("Присед 2x12 45")
    await anna.presses(RU.plain("edit-button-program"))
    await anna.presses("1. Присед 3×5 · 60")
    await anna.presses(RU.plain("edit-button-cut"))
    await follows(anna)
    rows = await house.sql("SELECT sets, reps_min, weight_kg::int FROM planned ORDER BY position")
    assert [tuple(row) for row in rows] == [(3, 5, 60), (2, 12, 45), (3, 5, 40)]
    assert await house.value("SELECT position FROM sets") == 1


async def test_an_order_is_followed(house, anna):
    """Exercises with sets keep their place, the others take the order of the day."""
    await makes_program(anna, "Сплит\nПрисед 3x5 60\nЖим 3x5 40\nТяга 3x5 50")
    await anna.says("/go")
    await logs(anna)
    await anna.says("Мах 20x8")
    await opens(anna)
    await anna.presses("3. Тяга 3×5 · 50")
    await anna.presses("⬆")
    await anna.presses("⬆")
    await follows(anna)
    rows = await house.sql(
        "SELECT name FROM planned JOIN exercises ON id = exercise ORDER BY position"
    )
    assert [row["name"] for row in rows] == ["Присед", "Тяга", "Жим", "Мах"]
    await opens(anna)
    assert said("edit-follow") not in (await anna.presses(RU.plain("edit-button-done"))).texts


async def test_a_workout_follows_up_to_its_limit(house, anna):
    """More exercises than a workout may have are refused, and nothing changes."""
    await makes_program(anna, "Сплит\nПрисед 3x5 60")
    await anna.says("/go")
    await house.sql(
        """
        INSERT INTO planned (owner, workout, position, exercise)
        SELECT owner, workout, n, exercise FROM planned, generate_series(2, 60) AS n
        """
    )
    await opens(anna)
    await anna.says("Тяга 3x8-12")
    before = await house.value("SELECT count(*) FROM planned")
    await follows(anna)
    assert await house.value("SELECT count(*) FROM planned") == before == 60


async def test_what_was_skipped_is_not_another(house, anna):
    """An exercise that comes in the place of a skipped one is not skipped."""
    await makes_program(anna, "Сплит\nПрисед 3x5 60\nЖим 3x5 40")
    await anna.says("/go")
    for _ in range(3):
        await logs(anna)
    await does(anna, "skip")
    await opens(anna)
    await anna.presses("2. Жим 3×5 · 40")
    await anna.says("Тяга 3x5 80")
    await follows(anna)
    assert await house.value("SELECT max(position) FROM planned") == 2
    assert await house.value("SELECT count(*) FROM skips") == 0


async def test_an_answer_about_an_exercise_that_is_gone(house, anna):
    """Its set was removed, and then its line: the answer says so."""
    await makes_program(anna, "Сплит\nПрисед 3x5 60\nЖим 3x5 40")
    await anna.says("/go")
    await anna.says("Жим 40x5")
    await does(anna, "list")
    await does(anna, "sets")
    await anna.presses("Жим 1: 40 × 5")
    await anna.says("5 x 100 кг")
    await does(anna, "list")
    await does(anna, "sets")
    await anna.presses("Жим 1: 40 × 5")
    await does(anna, "drop")
    await opens(anna)
    await anna.presses("2. Жим 3×5 · 40")
    await anna.presses(RU.plain("edit-button-cut"))
    await follows(anna)
    assert await house.value("SELECT count(*) FROM planned") == 1
    await anna.presses("100 кг × 5")
    assert anna.toast == said("set-gone")


async def test_lists_are_paged(house, anna):
    """Forty exercises on a day: pages of eight, labels that a phone shows whole."""
    lines = "\n".join(
        f"Упражнение с очень длинным названием {n} 3x8-12 40" for n in "абвгдежзиклмнопрстуф"
    )
    await makes_program(anna, f"П\n{lines}")
    shown = (await opens(anna, "П")).shown
    rows = shown["reply_markup"]["inline_keyboard"]
    labels = [button["text"] for row in rows for button in row]
    assert max(map(len, labels)) <= 30
    assert sum(":line:" in row[0]["callback_data"] for row in rows) == 8
    turned = (await anna.presses(RU.plain("button-next"))).shown
    assert turned["reply_markup"]["inline_keyboard"][0][0]["text"].startswith("9. ")


async def test_another_edits_nothing(house, anna, boris):
    """Forged buttons of somebody else's program find nothing and change nothing."""
    await makes_program(anna, SPLIT)
    await boris.says("/start")
    before = await house.sql("SELECT * FROM slots ORDER BY id")
    (slot,) = await house.sql("SELECT min(id) AS id, min(day) AS day FROM slots")
    number = await house.value("SELECT id FROM programs")
    acts = [("program", number), ("restore", number), ("dayadd", number), ("text", number)]
    acts += [("daycut", slot["day"]), ("daymove", slot["day"]), ("day", slot["day"])]
    acts += [(act, slot["id"]) for act in ("line", "sets", "cut", "move", "ruling", "resting")]
    for act, about in acts:
        await boris.presses(data=f"edit:{act}:{about}:1", forged=True)
    await boris.presses(data=f"program:copy:{number}", forged=True)
    assert await house.sql("SELECT * FROM slots ORDER BY id") == before
    assert await house.value("SELECT count(*) FROM programs") == 1


@pytest.mark.parametrize("typed", ["Жим 12x8", "Жим 40x8", "Присед 5x5 100", "Планка 60с"])
async def test_a_set_typed_beside_an_open_program(house, anna, typed):
    """Somebody in a workout who types a set means a set, though the program's screen is open."""
    await makes_program(anna, SPLIT)
    await anna.says("/startworkout")
    await opens(anna)
    before = await program(house)
    await anna.says(typed)
    assert await program(house) == before
    asked = await house.value("SELECT count(*) FROM questions")
    assert await house.value("SELECT count(*) FROM sets") or asked


async def test_a_line_typed_beside_a_workout(house, anna):
    """What can only be a plan is added to the program all the same."""
    await makes_program(anna, SPLIT)
    await anna.says("/startworkout")
    await opens(anna)
    before = await program(house)
    await anna.says("Мах 3x12")
    await anna.says("Тяга 3x8-12 60")
    assert len(await program(house)) == len(before) + 2


async def test_a_retyped_line_keeps_its_superset(house, anna):
    """A line without a letter stays in its superset; a rest alone changes only that."""
    await makes_program(anna, "П\nA1 Жим 3x8\nA2 Тяга 3x8")
    await opens(anna, "П")
    await anna.presses("1. Жим 3×8")
    await anna.says("Жим 4x10 50")
    await anna.says("отдых 2 мин")
    row = (await house.sql("SELECT sets, superset, rest_seconds FROM slots ORDER BY position"))[0]
    assert tuple(row) == (4, "A", 120)


async def test_a_workout_in_progress_keeps_its_lines(house, anna):
    """The migration pairs the lines of one exercise in their order, so that it can still follow."""
    await makes_program(anna, "Сплит\nПрисед 3x5 60\nЖим 3x5 40\nПрисед 2x10 40")
    await anna.says("/go")
    paired = "SELECT position, slot FROM planned ORDER BY position"
    before = await house.sql(paired)
    await house.sql("UPDATE planned SET slot = NULL")
    (file,) = Path("service/storage/migrations").glob("*_followed.sql")
    await house.sql(file.read_text().partition("\n\n")[2].partition("\n\n")[2])
    assert await house.sql(paired) == before


async def test_an_unread_line_leaves_the_question_open(house, anna):
    """On the screens of a program and of its days, the next line is still one of the program."""
    await makes_program(anna, SPLIT)
    await opens(anna)
    before = len(await program(house))
    for screen in ("days", "program"):
        await anna.presses(RU.plain("edit-button-days" if screen == "days" else "button-back"))
        for unread in ("Мах 3x8 60-70 кг", "Мах: 3x"):
            refused = await anna.says(unread)
            assert "60-70" in refused.text or refused.text == said("edit-not-understood")
        await anna.says("Тяга 3x8")
    assert len(await program(house)) == before + 2


async def test_days_are_typed(house, anna):
    """A heading adds a day, and the lines below it stand on it."""
    await makes_program(anna, SPLIT)
    await opens(anna)
    await anna.presses(RU.plain("edit-button-days"))
    await anna.says("День C: Выпады 3x12, Мах 3x15\nДень D:\nПланка 3x60с")
    assert [row[:2] for row in await program(house)][-3:] == [
        ("День C", "Выпады"),
        ("День C", "Мах"),
        ("День D", "Планка"),
    ]
