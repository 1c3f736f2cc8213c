"""What is delivered twice, pressed twice, late or forged has one effect or none."""

import asyncio

import pytest

from tests.telegram.talk import PROGRAM, RU, begins, callback_data, deleteall, makes_program, said
from tests.waiting import until

CONVERSATION = (
    "/start", "80x5", "/newprogram", "Фулбоди", "Присед 2x5 60\nчто-то\nЖим 1x8",
    "!draft-button-redo", "Присед 2x5 60\nЖим 1x8", "/help", "!draft-button-continue",
    "!draft-button-save", "!program-button-start", "60", "62.5x", "62.5x5@9 да",
    "!workout-button-skip", "!workout-button-undo", "40x8", "!workout-button-undo", "42.5x8",
    "!workout-button-finish", "!workout-button-reopen", "!workout-button-finish", "/report",
    "!report-button-all", "/language", "/cancel", "/made_up", "/startworkout", "70x3x2",
    "/newprogram", "Верх\nЖим 3x8", "!draft-button-save", "/programs", "@Верх",
    "!program-button-archive", "!program-button-restore", "!program-button-delete",
    "!program-button-delete-yes", "/newprogram", "Низ",
)  # fmt: skip
GOODBYE = ("/deleteall", "!deleteall-button", "/start", "/newprogram")


GONE = ("message to edit not found", "message can't be edited")
"""What Telegram says when a button of a card is pressed that was taken away meanwhile."""


async def say(person, line):
    """Do one line of a conversation: ! presses by a text's key, @ by the words."""
    if line.startswith("!"):
        return await person.presses(RU.plain(line[1:]))
    if line.startswith("@"):
        return await person.presses(line[1:])
    return await person.says(line)


async def counted(house):
    operations = {
        kind: number
        for name in ("bot_operations_total", "bot_sets_total", "bot_workouts_total")
        for kind, number in (await house.metrics())[name].items()
    }
    numbers = await house.sql(
        "SELECT name, sum(value) FROM (SELECT name, value FROM statistics_total"
        " UNION ALL SELECT name, change FROM statistic_changes) AS s GROUP BY name ORDER BY name"
    )
    return operations, numbers


async def test_redelivering_a_whole_conversation_changes_nothing(house, anna, desk):
    """After every step all updates so far come once more: no row, no count is another."""
    house.expects_refusals = GONE
    for n, line in enumerate((*CONVERSATION, *GOODBYE)):
        await say(anna, line)
        if n % 12 and line not in {"Низ", "/newprogram", GOODBYE[1]}:
            continue
        before = await house.rows(), await counted(house)
        again = await desk.redelivers()
        assert len(again) == n + 1
        assert (await house.rows(), await counted(house)) == before, line
    assert await house.value("SELECT count(*) FROM settled_updates") == n + 1
    assert await house.value("SELECT asked FROM people") == "program_name"


async def test_a_redelivered_update_is_answered_by_the_present(house, anna, desk):
    """A replay shows where the person is, and is counted as one."""
    await begins(anna)
    answer = await anna.says("60x5")
    shown = await anna.chat()
    await desk.redelivers(answer.update_id)
    assert await anna.chat() == shown
    assert "1. ✅ 60 × 5" in (await anna.screen())["text"]
    requests = (await house.metrics())["bot_requests_total"]
    assert requests["notebook.log", "duplicate"] == 1


DOUBLES = {
    "draft-button-save": "SELECT count(*) FROM programs",
    "program-button-start": "SELECT count(*) FROM workouts",
    "workout-button-skip": "SELECT count(*) FROM skips",
    "workout-button-undo": "SELECT count(*) FROM sets",
    "workout-button-finish": "SELECT count(*) FROM workouts WHERE ended_at IS NOT NULL",
}


@pytest.mark.parametrize("button", DOUBLES)
async def test_a_button_pressed_twice_acts_once(house, anna, desk, button):
    """Two presses of the same button at the same moment: one act, and both are answered."""
    await anna.says("/newprogram")
    await anna.says(PROGRAM)
    for key in list(DOUBLES)[: min(list(DOUBLES).index(button), 2)]:
        await anna.presses(RU.plain(key))
    if button in {"workout-button-undo", "workout-button-finish"}:
        await anna.says("60x5\n60x5")
    press = anna.act("press", text=RU.plain(button))
    presses = await desk.together(press, press)
    await desk.idle()
    events = await desk.transcript()
    answered = {event["query_id"] for event in events if event["kind"] == "toast"}
    assert {each["query_id"] for each in presses} <= answered
    assert await house.value(DOUBLES[button]) == 1


async def test_deleting_twice_deletes_once(house, anna, desk):
    """The second press of the red button is harmless, and not counted."""
    await makes_program(anna)
    await anna.says("/deleteall")
    press = anna.act("press", text=RU.plain("deleteall-button"))
    await desk.together(press, press)
    await desk.idle()
    assert await house.metric("bot_operations_total", "deleteall") == 1
    requests = (await house.metrics())["bot_requests_total"]
    assert requests["deleteall.delete", "duplicate"] == 1


async def test_an_old_red_button_deletes_only_what_it_named(house, anna):
    """When there is more now than the message said, it asks again."""
    await makes_program(anna)
    await anna.says("/deleteall")
    await makes_program(anna)
    asked = await anna.presses(RU.plain("deleteall-button"))
    assert anna.toast == RU.plain("deleteall-changed")
    assert asked.text == deleteall("deleteall-ask", programs=2, exercises=3)
    assert await house.value("SELECT count(*) FROM programs") == 2
    await anna.presses(RU.plain("deleteall-button"))
    assert await house.value("SELECT count(*) FROM programs") == 0


async def test_a_lone_draft_is_something_to_delete(house, anna):
    """Whoever has only begun to write a program is asked, and it goes."""
    await anna.says("/newprogram")
    await anna.says("Верх\nЖим 3x8")
    asked = await anna.says("/deleteall")
    assert deleteall("deleteall-ask", drafts=1) in asked.texts
    gone = await anna.presses(RU.plain("deleteall-button"))
    assert gone.text == deleteall("deleteall-done", drafts=1)
    assert await house.value("SELECT count(*) FROM drafts") == 0


async def test_old_buttons_say_what_is_the_case(house, anna):
    """Every button ever shown, pressed again after everything is over, changes nothing."""
    for line in CONVERSATION:
        await say(anna, line)
    await anna.says("/cancel")
    await anna.presses(RU.plain("workout-button-finish"))
    await house.sql("UPDATE workouts SET ended_at = ended_at - interval '1 hour'")
    before = await house.rows()
    reads = ("language", "keepall", "new", "deleteall", "share")  # or make something new
    for data in callback_data(await anna.desk.transcript()):
        if data.partition(":")[0] in {*reads, "begin"} or "archive" in data or "restore" in data:
            continue
        await anna.presses(data=data, message_id=(await anna.chat())[-1]["message_id"], forged=True)
        if ":delete:" in data:
            assert anna.toast == RU.plain("program-missing")
        assert await house.rows() == before, data


async def test_a_button_of_a_message_that_is_out_of_reach(house, anna):
    """A press on a card that Telegram no longer shows to the bot changes nothing; the current
    card is shown anew, and its buttons work."""
    await begins(anna)
    shown = await anna.presses(RU.plain("workout-button-skip"), inaccessible=True)
    assert anna.toast == RU.plain("toast-stale-shown")
    assert len(shown.messages) == 1
    assert await house.value("SELECT count(*) FROM skips") == 0
    await anna.presses(RU.plain("workout-button-skip"))
    assert await house.value("SELECT count(*) FROM skips") == 1


async def test_another_persons_buttons_do_nothing(house, anna, boris, desk):
    """Boris sends all of Anna's data, and ids before and after: none of her rows is touched."""
    for line in CONVERSATION[:21]:
        await say(anna, line)
    await makes_program(anna)
    await anna.says("/startworkout")
    data = callback_data(await desk.transcript(chat_id=anna.id))
    await boris.says("/start")
    message = (await boris.chat())[-1]["message_id"]
    hers = await house.rows(anna.id)
    for each in data:
        await boris.presses(data=each, message_id=message, forged=True)
    for n in range(-2, 3):
        for row in await house.sql("SELECT id, revision FROM workouts"):
            for act in ("skip", "undo", "finish", "reopen"):
                number = max(row["id"] + n, 1)
                forged = f"workout:{act}:{number}:{max(row['revision'] + n, 0)}"
                await boris.presses(data=forged, message_id=message, forged=True)
        for row in await house.sql("SELECT id FROM programs"):
            for prefix in ("begin", "program:delete", "program:archive", "program:open"):
                forged = f"{prefix}:{max(row['id'] + n, 1)}"
                await boris.presses(data=forged, message_id=message, forged=True)
    assert await house.rows(anna.id) == hers


GARBAGE = (
    "", "x", "workout", "workout:", "workout:skip", "workout:skip:1", "workout:skip:1:0:0",
    "workout:explode:1:0", "workout:skip:-1:0", "workout:skip:0:0", "workout:skip:1:-1",
    f"workout:skip:{2**63}:0", f"workout:skip:{2**63 - 1}:{2**63 - 1}", f"program:open:{10**40}",
    "program:open:1e3", "program:open:NaN", "program:open:１", "programs:1:99999999999",
    "programs:1:2147483647", "programs:maybe:0", "report:ever:0", "report:all:2147483647",
    "report:all:-1", "language:de", "language:ru; DROP TABLE people", "draft:save:1",
    f"draft:save:{2**63 - 1}", "deleteall:1:2", "deleteall:delete", "deleteall:0:0:0",
    "deleteall:0:0:0:0:2:0",
    "choose:2147483647", "begin:1", "new", "new:1", "ф" * 32, "x" * 64, "\x00", "a\x00b", "💪" * 16,
    "workout:skip:1:0\n", " workout:skip:1:0", "WORKOUT:skip:1:0", "keepall",
)  # fmt: skip


async def test_forged_data_is_answered_and_does_nothing(house, anna):
    """Whatever stands in a button's data, it is answered, and nothing changes."""
    house.expects_refusals = GONE
    await begins(anna)
    await anna.says("60x5")
    message = (await anna.chat())[-1]["message_id"]
    before = await house.rows()
    for data in GARBAGE:
        if data == "new":
            continue  # a whole and true button
        await anna.presses(data=data, message_id=message, forged=True)
        assert await house.rows() == before, data
    assert await house.value("SELECT count(*) FROM quarantine") == 0


async def test_order_within_a_chat(house, anna, boris, desk):
    """Messages that come in one go are handled in their order, each chat's by itself."""
    for person in (anna, boris):
        await person.says("/newprogram П\nА 20x5")
        await person.presses(data=next(
            d for d in reversed(callback_data(await desk.transcript(chat_id=person.id)))
            if d.startswith("draft:save")
        ))  # fmt: skip
        await person.says("/startworkout")
    await desk.together(
        *(person.act("say", text=f"{n}x{n}") for n in range(1, 16) for person in (anna, boris))
    )
    await desk.idle()
    for person in (anna, boris):
        rows = await house.sql("SELECT n, reps FROM sets WHERE owner = $1 ORDER BY n", person.id)
        assert [tuple(row) for row in rows] == [(n, n) for n in range(1, 16)]
    assert "15 × 15" in (await boris.screen())["text"]


async def test_one_unparsable_update_stops_nobody(house, anna, boris, desk):
    """It is set aside and counted; what came before, with and after it has its effect."""
    house.expects_errors = True
    await begins(anna)
    bodies = (
        {"message": {"message_id": "x", "date": "y", "chat": 5}},
        {"callback_query": {"id": 1}},
        {"message": None, "text": "\ud800"},
        {"message": {"date": 0, "chat": {"id": anna.id, "type": "nowhere"}, "message_id": []}},
        {"message": {"date": 10**30, "chat": {"id": anna.id, "type": "private"}, "message_id": 1}},
        {"a_kind_of_next_year": {"from": {"id": anna.id}}},
    )
    for body in bodies:
        await desk.inject(body)
    await asyncio.gather(anna.says("60x5"), boris.says("/start"))
    await desk.idle()
    await anna.says("60x4")
    assert await house.value("SELECT count(*) FROM sets") == 2
    assert await house.value("SELECT count(*) FROM quarantine") == len(bodies)
    assert await house.metric("bot_updates_quarantined_total") == len(bodies)


FAULT = """
    CREATE SEQUENCE faults;
    CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
        IF nextval('faults') <= %d THEN RAISE EXCEPTION 'injected'; END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER fault BEFORE INSERT ON sets FOR EACH ROW EXECUTE FUNCTION fault();
"""


async def test_a_handler_that_fails_twice_has_its_effect_at_last(house, anna, alter):
    """An error takes back what was begun; the update is tried again and stored once."""
    house.expects_errors = True
    await begins(anna)
    await alter(FAULT % 2)
    answer = await anna.says("60x5")
    assert "60 × 5" in answer.text
    assert await house.value("SELECT count(*) FROM sets") == 1
    assert await house.metric("bot_operations_total", "save_record") == 1


async def test_a_handler_that_fails_for_good_loses_nothing(house, anna, boris, alter):
    """The person is told, the update is kept aside, everyone else and the next update go on."""
    house.expects_errors = True
    await begins(anna)
    await anna.says("55x5")
    before = await house.rows()
    await alter("ALTER TABLE sets RENAME TO broken")
    answer, _ = await asyncio.gather(anna.says("60x5"), boris.says("/start"))
    assert answer.texts == [said("failed")]
    await alter("ALTER TABLE broken RENAME TO sets")
    assert (await house.rows(anna.id))["sets"] == before["sets"]
    assert (await house.rows(anna.id))["workouts"] == before["workouts"]
    body = await house.value("SELECT body FROM quarantine")
    assert "60x5" in body
    errors = (await house.metrics())["bot_request_errors_total"]
    assert sum(errors.values()) == 1
    assert errors["PostgresError",] == 1
    await anna.says("60x5")
    assert await house.value("SELECT count(*) FROM sets") == 2
    requests = (await house.metrics())["bot_requests_total"]
    assert requests["notebook.log", "error"] == 1


async def test_the_numbers_outlive_a_broken_table(house, anna, alter):
    """What is done again and again goes on after an error that was nobody's business."""
    house.expects_errors = True
    await anna.says("/start")
    await alter("ALTER TABLE statistics_total RENAME TO broken")

    async def age():
        return await house.metric("bot_statistics_age_seconds")

    await until(age, "the numbers grow old", lambda seconds: seconds > 1.2)
    await alter("ALTER TABLE broken RENAME TO statistics_total")
    await until(age, "the numbers are read anew", lambda seconds: seconds <= 1)
