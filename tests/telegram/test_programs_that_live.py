"""What a lifter expects of programs: build, edit, copy, put away, take a ready one, go on by it.

Rows 1 to 7 of the product, and the acceptance scenarios about a draft that is left (T-22) and
about changes of a program that has a history (T-24).
"""

import pytest

from tests.telegram.talk import COMMANDS, EN, RU, does, logs, makes_program, passes, plain, said

PASTED = {
    "ru": "Фулбоди\nПрисед 5x5 60кг\nЖим 3x8-12\n\nДень Б:\nТяга 2x5 80 +5\nПланка\\3",
    "en": "Full body\nSquat 5x5 60kg\nBench 3x8-12\n\nDay B:\nRow 2x5 80 +5\nPlank\\3",
}
SPLIT = "Сплит\nДень A\nПрисед 2x5 60 +2,5\nЖим 1x8-12 40\nДень B\nТяга 2x5 80"

LINES = (
    "SELECT exercises.name, sets, reps_min, reps_max, weight_kg::float, rule, slots.rest_seconds"
    " FROM slots JOIN days ON days.id = day JOIN exercises ON exercises.id = exercise"
    " WHERE program = $1 AND slots.position IS NOT NULL ORDER BY days.position, slots.position"
)


async def lines(house, program=1):
    """Read the lines of a program."""
    return [tuple(row) for row in await house.sql(LINES, program)]


async def opens(person, name="Сплит"):
    """Open a program's card."""
    await person.says("/programs")
    return await person.presses(name)


async def trains(person, count=3):
    """Train the next day: so many sets, then finish. Return its card."""
    card = await person.says("/go")
    for _ in range(count):
        await logs(person)
    await does(person, "finish")
    return card


@pytest.mark.parametrize(("language", "t"), [("ru", RU), ("en", EN)])
async def test_row_1_build_by_pasting(house, desk, language, t):
    """One message becomes one preview with three ways on; one tap saves it, by days."""
    person = await desk.person("Anna", language=language)
    pasted = PASTED[language]
    preview = await person.says(pasted)
    assert len(preview.messages) == 1
    for label in ("save", "redo", "discard"):
        assert t.plain(f"draft-button-{label}") in str(preview.buttons)
    assert "❓" not in preview.text
    await person.presses(t.plain("draft-button-save"))
    assert [row[1:6] for row in await lines(house)] == [
        (5, 5, 5, 60, None),
        (3, 8, 12, None, None),
        (2, 5, 5, 80, "+5"),
        (3, None, None, None, None),
    ]
    assert await house.value("SELECT count(*) FROM days") == 2
    assert await house.value("SELECT name FROM programs") == pasted.partition("\n")[0]


async def test_row_2_edit(house, anna):
    """Rename, reorder, sets, repetitions, rest, remove: on one card, edited in place."""
    await makes_program(anna, SPLIT)
    await opens(anna)
    one = await house.value("SELECT min(id) FROM slots")
    pressed = [await anna.presses(RU.plain("program-button-edit"))]
    pressed.append(await anna.presses("1. Присед 2×5 · 60"))
    for act, value in (("sets", 1), ("reps", 1), ("weight", 1), ("move", 1), ("rest", 0)):
        pressed.append(await anna.presses(data=f"edit:{act}:{one}:{value}"))
    pressed.append(await anna.presses("3:00"))
    pressed.append(await anna.presses(RU.plain("edit-button-program")))
    pressed.append(await anna.presses("1. Жим 1×8–12 · 40"))
    pressed.append(await anna.presses(RU.plain("edit-button-cut")))
    assert not [each for answer in pressed for each in answer.messages]
    assert await lines(house) == [
        ("Присед", 3, 6, 6, 62.5, "+2.5", 180),
        ("Тяга", 2, 5, 5, 80, None, None),
    ]
    await anna.presses(RU.plain("edit-button-name"))
    await anna.says("Масса")
    assert await house.value("SELECT name FROM programs") == "Масса"


async def test_row_2_edit_as_text(house, anna):
    """The program as a block, the changed text back, and the difference before it is stored."""
    await makes_program(anna, SPLIT)
    await opens(anna)
    sent = await anna.presses(RU.plain("program-button-text"))
    text = sent.texts[-1].strip().replace("Жим 1x8-12 40", "Жим 4x6-10 45")
    shown = await anna.says(text)
    assert "− Жим — 1×8–12, 40" in shown.text
    assert "+ Жим — 4×6–10, 45" in shown.text
    assert (await lines(house))[1][1:5] == (1, 8, 12, 40)
    await anna.presses(RU.plain("edit-button-replace"))
    assert (await lines(house))[1][1:5] == (4, 6, 10, 45)
    created = (await house.metrics())["bot_programs_created_total"]
    assert sum(created.values()) == created["typed",] == 1  # a new text is no new program


async def test_row_3_duplicate(house, anna):
    """One tap, the same lines and days, another name."""
    await makes_program(anna, SPLIT)
    await opens(anna)
    copy = await anna.presses(RU.plain("program-button-copy"))
    assert copy.text.startswith("Сплит (2)")
    assert copy.toast == RU.plain("program-copied")
    first, second = [row[0] for row in await house.sql("SELECT id FROM programs ORDER BY id")]
    assert await lines(house, first) == await lines(house, second)
    assert await house.metric("bot_programs_created_total", "copy") == 1


async def test_row_4_archive_and_restore(house, anna):
    """One tap each way with a toast; to delete it is another button, red, and confirmed."""
    await makes_program(anna, SPLIT)
    card = await opens(anna)
    rows = card.shown["reply_markup"]["inline_keyboard"]
    styles = {button["text"]: button.get("style") for row in rows for button in row}
    assert styles[RU.plain("program-button-delete")] == "danger"
    archived = await anna.presses(RU.plain("program-button-archive"))
    assert archived.toast == RU.plain("program-archived")
    restored = await anna.presses(RU.plain("program-button-restore"))
    assert restored.toast == RU.plain("program-restored")
    asked = await anna.presses(RU.plain("program-button-delete"))
    assert await house.value("SELECT count(*) FROM programs") == 1
    assert RU.plain("program-button-delete-yes") in str(asked.buttons)
    deleted = await anna.presses(RU.plain("program-button-delete-yes"))
    assert deleted.toast == RU.plain("program-deleted")
    assert await house.value("SELECT count(*) FROM programs") == 0


async def test_row_5_a_ready_program(house, anna):
    """Three taps, with weights from the log; nothing is asked."""
    await anna.says("Присед 100x5")
    await does(anna, "finish")
    await anna.says("/programs")
    taps = (RU.plain("templates-button"), "StrongLifts 5×5", RU.plain("template-button-use"))
    for label in taps:
        await anna.presses(label)
    assert (await lines(house))[0][1:6] == (5, 5, 5, 90, "+2.5")
    assert await house.metric("bot_programs_created_total", "template") == 1
    assert await house.metric("bot_programs_created_total", "typed") == 0


async def test_row_6_the_next_weight(house, anna):
    """The card has it with its reason; one tap ignores it, and nothing is blocked."""
    await makes_program(anna, "Сила\nПрисед 2x5 60 +2,5")
    await trains(anna, 2)
    card = await anna.says("/go")
    assert "1. ▶️ 62,5 × 5" in card.text
    assert "+2,5: в прошлый раз 2×5 ✓" in card.text
    card = await anna.presses("Как было: 60")
    assert "1. ▶️ 60 × 5" in card.text
    assert (await anna.says("120x1")).reaction in {"👍", "🏆"}
    assert await house.value("SELECT max(weight_kg) FROM sets") == 120


async def test_row_7_which_day_is_next(anna):
    """/go opens the right day, and another one is a tap away."""
    await makes_program(anna, SPLIT)
    assert "День A" in (await trains(anna)).text
    card = await anna.says("/go")
    assert "Сплит · День B" in card.text
    assert "Сплит · День A" in (await anna.presses("День A")).text


@pytest.mark.parametrize("command", COMMANDS)
async def test_t22_a_command_instead_of_a_name(house, anna, command):
    """It runs, nothing gets its name, and the draft that was begun is offered again."""
    await anna.says("/newprogram")
    answer = await anna.says(command)
    assert answer.texts, "the command was answered"
    assert await house.value("SELECT count(*) FROM programs WHERE name LIKE '/%'") == 0
    assert await house.value("SELECT count(*) FROM drafts WHERE name LIKE '/%'") == 0
    if command in {"/cancel", "/deleteall"}:
        return
    assert (await anna.says("/newprogram")).text == said("draft-ask-name")
    await anna.says("Верх")
    await anna.says("Жим 3x8")
    assert (await anna.says(command)).texts
    offered = await anna.says("/newprogram")
    assert offered.texts[0] == said("draft-waits", named="yes", name="Верх")
    assert "1. Жим — 3×8" in offered.texts[-1]


async def lifted(house, person):
    """Hash the rows of what was lifted, and read what the person is shown of it."""
    tables = {
        "workouts": "to_jsonb(t) - 'program' - 'day'",
        "sets": "to_jsonb(t)",
        "planned": "to_jsonb(t)",
        "skips": "to_jsonb(t)",
        "daily_bests": "to_jsonb(t)",
    }
    hashes = [
        await house.value(
            f"SELECT md5(string_agg(({row})::text, ',' ORDER BY ({row})::text)) FROM {table} AS t"
        )
        for table, row in tables.items()
    ]
    shown = [
        (await person.says(command)).text
        for command in ("/history", "/history присед", "/report", "/progress присед")
    ]
    # A picture has the same id as long as it shows the same numbers.
    curve = (await person.screen())["photo"][-1]["file_id"]
    return hashes, shown, curve


async def test_t24_a_program_with_a_history(house, anna):
    """Edited, copied, archived, restored and deleted: history and charts stay after each."""
    await makes_program(anna, SPLIT)
    for count in (3, 2, 3):
        await trains(anna, count)
        await passes(house, 48)
    before = await lifted(house, anna)
    assert all([*before[0][:3], before[0][-1]])

    async def does_all(*labels):
        await opens(anna)
        for label in labels:
            await anna.presses(label)
        assert await lifted(house, anna) == before, labels

    edit, cut = RU.plain("program-button-edit"), RU.plain("edit-button-cut")
    await does_all(edit, "1. Присед 2×5 · 60", "+2,5")
    await does_all(edit, "1. Присед 2×5 · 62,5", cut)
    await does_all(RU.plain("program-button-copy"))
    await does_all(RU.plain("program-button-archive"))
    go = str((await anna.says("/go")).shown)
    assert "Сплит (2)" in go
    assert "Сплит ·" not in go
    await does(anna, "finish")
    await anna.says("/programs")
    await anna.presses(RU.plain("programs-button-archive", count=1))
    await anna.presses("Сплит")
    await anna.presses(RU.plain("program-button-restore"))
    assert await lifted(house, anna) == before
    await does_all(RU.plain("program-button-delete"), RU.plain("program-button-delete-yes"))
    assert [row[0] for row in await house.sql("SELECT name FROM programs")] == ["Сплит (2)"]


async def test_ten_thousand_lines(house, anna):
    """Telegram cuts a long text into messages; whatever is too much is refused, and all goes on."""
    many = "П\n" + "Жим 3x8\n" * 10_000
    parts = [many[at : at + 4096].rpartition("\n")[0] for at in range(0, len(many), 4096)]
    await anna.says("/newprogram")
    for part in parts[:20]:
        await anna.says(part)
    assert await house.value("SELECT count(*) FROM slots") == 0
    assert await house.value("SELECT coalesce(max(length(body)), 0) FROM drafts") <= 16_384
    assert (await anna.says("/programs")).texts


async def test_forty_exercises_a_day(house, anna):
    """Forty are saved and trained by; one more on the same day is refused, on another it is not."""
    forty = "\n".join(f"Упражнение {letter * 3} 1x5 20" for letter in ALPHABET[:40])
    await makes_program(anna, f"П\nДень A\n{forty}\nДень B\nЖим 3x8")
    assert len(await lines(house)) == 41
    card = await anna.says("/go")
    assert "1/40" in card.text
    await does(anna, "finish")
    await opens(anna, "П")
    await anna.presses(RU.plain("program-button-edit"))
    await anna.says("Тяга 3x8")  # goes to the last day
    assert len(await lines(house)) == 42
    preview = await anna.says(f"/newprogram Р\nДень A\n{forty}\nТяга 3x8")
    assert plain(RU("too-many-exercises", limit=40)) in preview.text


ALPHABET = "абвгдежзиклмнопрстуфхцчшщэюяabcdefghijkl"


@pytest.mark.parametrize("number", [21, 24, 25])
async def test_a_first_number_over_twenty_is_a_weight(anna, number):
    """There cannot be as many sets."""
    preview = await anna.says(f"П\nДень A\nПрисед 20x5 60\nЖим {number}x8")
    assert "1. Присед — 20×5, 60 кг" in preview.text
    assert f"2. Жим — 1×8, {number} кг" in preview.text
    assert "❓" not in preview.text


@pytest.mark.parametrize(
    ("t", "text"),
    [
        (RU, "Низ\nДень A\nПрисед 5x5-8 100\nЖим ногами 3x10-12"),
        (EN, "Legs\nDay A\nSquat 5x5-8 100\nLeg press 3x10-12"),
    ],
    ids=["ru", "en"],
)
async def test_a_program_during_a_workout(house, desk, t, text):
    """Nothing is stored; the answer says how to send it, and sends it then."""
    anna = await desk.person("Anna", language=t.language)
    await anna.says({"ru": "Жим 80x5", "en": "Bench 80x5"}[t.language])
    refused = await anna.says(text)
    assert refused.reaction == "🤔"
    assert "/newprogram" in refused.text
    assert await house.value("SELECT count(*) FROM drafts") == 0
    assert await house.value("SELECT count(*) FROM sets") == 1
    preview = await anna.says(f"/newprogram {text}")
    assert "1. " in preview.text
    assert await house.value("SELECT count(*) FROM drafts") == 1


@pytest.mark.parametrize("line", ["Жим 21 по 8", "Жим 8 reps x 21 sets"])
async def test_twenty_one_sets(anna, line):
    """The line is marked and says why; the others can be saved."""
    preview = await anna.says(f"П\nДень A\nПрисед 20x5 60\n{line}\nТяга 3x8")
    assert "1. Присед — 20×5, 60 кг" in preview.text
    assert "❓" in preview.text
    assert said("sets-range", least=1, most=20) in preview.text


async def test_one_bad_line_in_eight(house, anna):
    """Each is marked, none is lost or misread, and the seven others of each eight are saved."""
    names = ("Присед", "Жим лёжа", "Тяга", "Брусья", "Разводки", "Выпады", "Икры")
    good = [f"{name} {n}x{n + 4}" for n, name in enumerate(names, 2)]
    text = "\n".join(["П", *good, "как пойдёт раз 7", *good, "и ещё что-то 3 кг или 4"])
    preview = await anna.says("/newprogram " + text)
    assert preview.text.count("❓") == 2
    assert "❓ как пойдёт раз 7 — не понял" in preview.text
    await anna.presses(RU.plain("draft-button-save"))
    found = [(name, sets, reps) for name, sets, reps, *_ in await lines(house)]
    assert found == [(name, n, n + 4) for n, name in enumerate(names, 2)] * 2
