"""The commands, as people use them."""

from decimal import Decimal

import pytest

from tests.telegram.talk import (
    COMMANDS,
    EN,
    PROGRAM,
    RU,
    begins,
    deleteall,
    makes_program,
    said,
    sets,
)
from tests.waiting import until


@pytest.mark.parametrize(
    ("language", "t"), [("ru", RU), ("ru-RU", RU), ("en-GB", EN), ("pt-br", EN), (None, EN)]
)
async def test_a_newcomer_is_greeted_in_their_language(house, desk, language, t):
    """Russian or English by the phone's language; English for all others."""
    person = await desk.person("X", language=language)
    assert (await person.says("/start")).text == said("welcome", t)


@pytest.mark.parametrize(("language", "t"), [("ru", RU), ("en", EN)])
async def test_a_whole_conversation(house, desk, language, t):
    """Program, workout, report, delete: everything is asked, stored, shown and gone."""
    anna = await desk.person("Anna", language=language)
    await anna.says("/start")
    assert (await anna.says("/newprogram")).text == said("draft-ask-name", t)
    asked = await anna.says("Фулбоди")
    assert asked.text == said("draft-ask-exercises", t, name="Фулбоди")
    preview = await anna.says("Присед 2x5 60\nчто-то\nЖим 3x8-12\nПланка 1x60с")
    assert "❓ что-то" in preview.text
    assert await house.value("SELECT count(*) FROM programs") == 0
    fixed = await anna.says("Тяга\\2")
    assert "❓" not in fixed.text
    saved = await anna.presses(t.plain("draft-button-save"))
    assert saved.text == said("draft-saved", t, name="Фулбоди", exercises=4)
    assert await house.sql(
        "SELECT position, name, sets, reps_min, reps_max, seconds, weight_kg FROM slots"
        " JOIN exercises ON exercises.id = exercise ORDER BY position"
    ) == [
        (1, "Присед", 2, 5, 5, None, Decimal(60)),
        (2, "Тяга", 2, None, None, None, None),
        (3, "Жим", 3, 8, 12, None, None),
        (4, "Планка", 1, None, None, 60, None),
    ]
    await anna.presses(t.plain("program-button-start"))
    for typed in ("60", "62,5x4", "100x3x2", "40", "40x10", "42.5х8@9 тяжело", "1:10"):
        await anna.says(typed)
    assert [
        tuple(row)
        for row in await house.sql(
            "SELECT position, n, weight_kg, reps, seconds, rpe, note FROM sets ORDER BY position, n"
        )
    ] == [
        (1, 1, Decimal(60), 5, None, None, None),
        (1, 2, Decimal("62.5"), 4, None, None, None),
        (2, 1, Decimal(100), 3, None, None, None),
        (2, 2, Decimal(100), 3, None, None, None),
        (3, 1, Decimal(40), 8, None, None, None),
        (3, 2, Decimal(40), 10, None, None, None),
        (3, 3, Decimal("42.5"), 8, None, 9, "тяжело"),
        (4, 1, Decimal(0), None, 70, None, None),
    ]
    await anna.presses(t.plain("workout-button-finish"))
    assert await house.value("SELECT count(*) FROM workouts WHERE ended_at IS NOT NULL") == 1
    report = await anna.says("/report")
    for period in ("week", "month", "all", "today"):
        report = await anna.presses(t.plain(f"report-button-{period}"))
        assert report.text.startswith(said(f"report-{period}", t))
        assert not report.messages
    assert said("lift-reps", t, weight=Decimal("62.5"), reps=4) in report.text
    await anna.says("/deleteall")
    gone = await anna.presses(t.plain("deleteall-button"))
    assert gone.text == deleteall("deleteall-done", t, programs=1, workouts=1, sets=8, exercises=4)
    assert not any((await house.rows()).values())


async def test_a_program_in_one_message(house, anna):
    """Everything may be pasted at once, also behind the command."""
    preview = await anna.says("/newprogram " + PROGRAM)
    assert [RU.plain("draft-button-save")] in preview.buttons
    await anna.presses(RU.plain("draft-button-save"))
    await makes_program(anna)
    assert await house.value("SELECT count(*) FROM programs") == 2


async def test_programs_are_opened_archived_restored_and_deleted(house, anna):
    """All by buttons, in one message; what was lifted stays."""
    await begins(anna)
    await anna.says("60x5")
    await anna.presses(RU.plain("workout-button-finish"))
    before = await house.sql("SELECT * FROM sets")
    await anna.says("/programs")
    card = await anna.presses("Фулбоди")
    assert "Присед — 2×5, 60 кг" in card.text
    assert "Планка — 1×60 с" in card.text
    await anna.presses(RU.plain("program-button-archive"))
    assert anna.toast == RU.plain("program-archived")
    assert (await anna.says("/startworkout")).text == said("workout-all-archived")
    await anna.says("/programs")
    await anna.presses(RU.plain("programs-button-archive", count=1))
    await anna.presses("Фулбоди")
    await anna.presses(RU.plain("program-button-restore"))
    assert anna.toast == RU.plain("program-restored")
    asked = await anna.presses(RU.plain("program-button-delete"))
    assert asked.text == said("program-delete-ask", name="Фулбоди")
    assert await house.value("SELECT count(*) FROM programs") == 1
    await anna.presses(RU.plain("program-button-delete-yes"))
    assert anna.toast == RU.plain("program-deleted")
    assert await house.value("SELECT count(*) FROM programs") == 0
    assert await house.sql("SELECT * FROM sets") == before


async def test_an_archived_program_is_not_trained_by(house, anna):
    """An old button that would begin it says that it is put away, not that it is another's."""
    await makes_program(anna)
    await makes_program(anna, PROGRAM.replace("Фулбоди", "Верх"))
    choice = await anna.says("/startworkout")
    assert choice.buttons == [["Верх"], ["Фулбоди"]]
    begin = choice.shown["reply_markup"]["inline_keyboard"][1][0]["callback_data"]
    await house.sql("UPDATE programs SET archived_at = now() WHERE name = 'Фулбоди'")
    await anna.presses(data=begin)
    assert anna.toast == RU.plain("program-archived")
    assert await house.value("SELECT count(*) FROM workouts") == 0


async def test_a_set_may_be_skipped_taken_back_and_the_workout_taken_up(house, anna):
    """Skip, undo and finish are steps; the last one can be taken back for ten minutes."""
    await begins(anna)
    await anna.presses(RU.plain("workout-button-skip"))
    await anna.says("60x5")
    await anna.presses(RU.plain("workout-button-undo"))
    await anna.presses(RU.plain("workout-button-undo"))
    assert await house.value("SELECT count(*) FROM sets") == 0
    assert await house.value("SELECT count(*) FROM skips") == 0
    await anna.says("60x5")
    await anna.presses(RU.plain("workout-button-finish"))
    await anna.presses(RU.plain("workout-button-reopen"))
    assert await house.value("SELECT count(*) FROM workouts WHERE ended_at IS NULL") == 1
    await anna.presses(RU.plain("workout-button-finish"))
    await house.sql("UPDATE workouts SET ended_at = ended_at - interval '11 minutes'")
    await anna.presses(RU.plain("workout-button-reopen"))
    assert anna.toast == RU.plain("workout-too-late")
    assert await house.value("SELECT count(*) FROM workouts WHERE ended_at IS NULL") == 0


async def test_a_workout_without_sets_leaves_nothing(house, anna):
    """Finished empty, it is not in the history."""
    await begins(anna)
    await anna.presses(RU.plain("workout-button-skip"))
    await anna.presses(RU.plain("workout-button-finish"))
    for table in ("workouts", "planned", "skips", "sets"):
        assert await house.value(f"SELECT count(*) FROM {table}") == 0


async def test_what_was_lifted_last_time_stands_at_the_set(house, anna):
    """A new workout shows the sets of the one before."""
    await begins(anna)
    await anna.says("77,5x5")
    await anna.says("80x4")
    await anna.presses(RU.plain("workout-button-finish"))
    card = await anna.says("/startworkout")
    assert "77,5" in card.text


async def test_cancel(house, anna):
    """It drops the draft and nothing else."""
    assert (await anna.says("/cancel")).text == said("cancel-nothing")
    await anna.says("/newprogram")
    assert (await anna.says("/cancel")).text == said("cancel-draft")
    assert await house.value("SELECT count(*) FROM drafts") == 0
    await begins(anna)
    assert (await anna.says("/cancel")).text == said("cancel-workout")
    assert await house.value("SELECT count(*) FROM workouts WHERE ended_at IS NULL") == 1


async def test_a_command_is_never_a_name(house, anna):
    """A command in place of a name runs, and the draft is offered again."""
    await anna.says("/newprogram")
    listed = await anna.says("/programs")
    assert listed.texts == [said("programs-none"), said("draft-waits", named="no", name="")]
    assert await house.value("SELECT count(*) FROM programs") == 0
    await anna.presses(RU.plain("draft-button-continue"))
    await anna.says("/made_up")
    preview = await anna.says("Верх\nЖим 3x8")
    assert "Верх" in preview.text
    assert (await anna.says("/help")).texts[1] == said("draft-waits", named="yes", name="Верх")
    lost = await anna.says("хм")
    assert lost.texts == [said("not-understood"), said("draft-waits", named="yes", name="Верх")]
    await anna.presses(RU.plain("draft-button-continue"))
    await anna.presses(RU.plain("draft-button-save"))
    assert await house.value("SELECT name FROM programs") == "Верх"


async def test_lines_sent_again_take_the_place_of_those_not_understood(house, anna):
    """A corrected line comes where the wrong one was, and what is wrong still is shown."""
    await anna.says("/newprogram")
    await anna.says("П\nа 1x1\nб\nв 1x1\nг")
    preview = await anna.says("б 2x2")
    assert "2. б — 2×2\n3. в — 1×1\n❓ г" in preview.text
    await anna.says("/cancel")


async def test_language(house, anna, desk):
    """/language changes the words and this chat's menu, and nobody else's."""
    await anna.says("/language")
    answer = await anna.presses("English")
    assert answer.text == said("language-set", EN)
    assert (await anna.says("/start")).text == said("welcome", EN)
    own = [
        call for call in await desk.calls("setMyCommands") if call["chat_id"] or "chat" in str(call)
    ]
    assert own
    assert EN.plain("command-report") in str(own[-1])
    await anna.says("/language")
    await anna.presses("Русский")
    assert (await anna.says("/start")).text == said("welcome")
    other = await desk.person("Vera")
    assert (await other.says("/start")).text == said("welcome")


async def test_a_group_gets_one_line(house, anna, desk):
    """In a group a command is answered by a link, and nothing of anybody is stored."""
    await desk.group(-100123, "Зал", anna)
    answer = await anna.says("/start@desk_bot", chat_id=-100123)
    assert answer.texts == [said("group-private", link="https://t.me/desk_bot")]
    await anna.says("/startworkout", chat_id=-100123, answered=False)
    await desk.idle()
    before = len(await anna.chat(-100123))
    for text in ("80x5", "/start@other_bot", "привет"):
        await anna.says(text, chat_id=-100123, answered=False)
    await desk.idle()
    assert len(await anna.chat(-100123)) == before + 3
    assert await house.value("SELECT count(*) FROM people") == 0


async def test_a_superset_is_seen_before_it_is_saved(anna):
    """Preview and program say which exercises alternate."""
    preview = await anna.says("/newprogram Двое\nA1 Жим 3x5 50\nA2 Тяга 3x8\nПланка 2x60с")
    saved = await anna.presses(RU.plain("draft-button-save"))
    await anna.presses(saved.buttons[1][0])
    for shown in (preview, await anna.presses("Двое")):
        assert "1. A · Жим — 3×5, 50 кг\n2. A · Тяга — 3×8\n3. Планка — 2×60 с" in shown.text


async def test_an_edit_in_a_group_is_nothing(house, anna, desk):
    """Who corrects a command there, or says something else, gets no answer and breaks nothing."""
    await desk.group(-100123, "Зал", anna)
    await anna.says("/start@desk_bot", chat_id=-100123)
    message = (await anna.chat(-100123))[0]["message_id"]
    edit = anna.act("edit", message_id=message, text="/go@desk_bot", chat_id=-100123)
    await desk.together(edit)
    await desk.idle()
    assert len(await anna.chat(-100123)) == 2
    assert await house.value("SELECT count(*) FROM quarantine") == 0
    assert await house.value("SELECT count(*) FROM sets") == 0


async def test_files_are_answered(house, anna):
    """A file that is no log gets one helpful line, whatever its caption says."""
    await anna.uploads("set.csv", b"80x5", caption="Жим лёжа 80x5")
    answered = said("import-unreadable-unknown")
    await until(anna.chat, answered, lambda chat: chat[-1]["text"] == answered)
    assert await sets(house) == []


STATES = ("nothing", "name", "exercises", "workout", "workout and draft", "question")
SAID = (
    *(command for command in COMMANDS if command != "/cancel"),
    *("/START", "/report@desk_bot", "/made_up", "/", "/start x y", "/cancel"),
)


@pytest.mark.parametrize("state", STATES)
async def test_any_command_in_any_state(house, anna, state):
    """It is answered, and neither the draft nor the workout is lost by it."""
    if "workout" in state:
        await begins(anna)
        await anna.says("60x5")
    if state in {"name", "exercises", "workout and draft"}:
        await anna.says("/newprogram")
    if state in {"exercises", "workout and draft"}:
        await anna.says("Верх")
        await anna.says("Жим 3x8")
    if state == "question":
        await makes_program(anna)
        await anna.says("/deleteall")
    draft = await house.sql("SELECT name, body FROM drafts")
    for command in SAID:
        if command != "/cancel" and draft and (await house.sql("SELECT FROM drafts")):
            assert await house.sql("SELECT name, body FROM drafts") == draft
        answer = await anna.says(command)
        assert answer.messages, command
    assert await house.value("SELECT count(*) FROM drafts") == 0
    open_now = await house.value("SELECT count(*) FROM workouts WHERE ended_at IS NULL")
    assert open_now == ("workout" in state or state == "question")
    assert await house.value("SELECT count(*) FROM sets") == ("workout" in state)
    assert await house.value("SELECT count(*) FROM quarantine") == 0


@pytest.mark.parametrize("end", ["save", "discard"])
async def test_a_draft_that_is_over_leaves_no_dead_buttons(house, anna, end):
    """Its earlier previews and the question for its name go, and the last message stays."""
    await anna.says("/newprogram")
    await anna.says("Фулбоди\nПрисед 5x5 60")
    await anna.says("Жим 3x8-12")
    await anna.presses(RU.plain(f"draft-button-{end}"))
    buttons = [str(each.get("reply_markup")) for each in await anna.chat()]
    assert not [each for each in buttons if "'draft:" in each]
    (last,) = [each for each in await anna.chat() if each["from"]["is_bot"]]
    assert last["text"].startswith("✅" if end == "save" else "Черновик")
