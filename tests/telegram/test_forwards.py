"""Other people's words are stored only when the reader asks for it."""

import pytest

from service.local.telegram import elsewhere
from service.telegram.buttons import TakeButton
from tests.house import open_house
from tests.telegram.talk import EN, RU, begins, callback_data, said, sets

ORIGINS = ("user", "hidden_user", "chat", "channel")

PROGRAM = "Верх\nЖим лёжа 5x5 60\nТяга 3x8-12\nПланка 3x60с"


async def stored(house):
    """Count what may have been stored of a message."""
    return {
        table: await house.value(f"SELECT count(*) FROM {table}")
        for table in ("sets", "workouts", "exercises", "programs", "drafts")
    }


NOTHING = dict.fromkeys(("sets", "workouts", "exercises", "programs", "drafts"), 0)


@pytest.mark.parametrize("origin", [*ORIGINS, "via_bot"])
async def test_they_are_offered(house, anna, origin):
    """Whoever wrote it, wherever: one line with a button, and nothing is stored."""
    words = "Жим лёжа 200x5"
    if origin == "via_bot":
        answer = await anna.says(words, via_bot="lift_bot")
    else:
        answer = await anna.forwards(text=words, origin=origin)
    assert answer.texts == [said("forward-ask")]
    assert answer.buttons == [[RU.plain("forward-button-take")]]
    assert not answer.reaction
    assert await stored(house) == NOTHING
    assert await house.metric("bot_operations_total", "save_record") == 0


async def test_the_button_stores_them(house, anna):
    """As if they had been typed at that moment: sets, card, and no second offer."""
    await anna.forwards(text="Жим лёжа 80x5@8 легко\n82,5x5", origin="channel")
    answer = await anna.presses(RU.plain("forward-button-take"))
    assert [row[2:4] for row in await sets(house)] == [(80, 5), (82.5, 5)]
    assert answer.edits[0]["text"] == said("forward-taken")
    assert "reply_markup" not in answer.edits[0]
    assert "80 × 5" in answer.text
    assert await house.metric("bot_operations_total", "save_record") == 2
    assert await house.value("SELECT logged_at > now() - interval '10 s' FROM sets LIMIT 1")


async def test_a_workout_goes_on_with_them(house, anna):
    """While one trains they go where typed ones go; a day before is a day before."""
    await begins(anna)
    await anna.forwards(text="62,5x5", origin="user")
    assert await sets(house) == []
    await anna.presses(RU.plain("forward-button-take"))
    assert await sets(house) == [(1, 1, 62.5, 5, None)]
    await anna.forwards(text="вчера Тяга 70x5")
    past = await anna.presses(RU.plain("forward-button-take"))
    assert past.text == said("workout-past", day="вчера", lines="Становая тяга: 70 × 5")
    assert len(past.edits) == 1
    assert await house.value("SELECT count(*) FROM workouts") == 2


async def test_pressed_twice_it_stores_once(house, anna, desk):
    """Two presses at the same moment, and each of them delivered again."""
    await anna.forwards(text="Жим лёжа 80x5")
    press = anna.act("press", text=RU.plain("forward-button-take"))
    presses = await desk.together(press, press)
    await desk.idle()
    assert await house.value("SELECT count(*) FROM sets") == 1
    await desk.redelivers(*(each["update_id"] for each in presses))
    assert await house.value("SELECT count(*) FROM sets") == 1
    requests = (await house.metrics())["bot_requests_total"]
    assert requests["forwards.take", "ok"] == 1


async def test_an_offer_outlives_a_restart(stand_in, database_url, desk):
    """The bot remembers nothing of it: the message is in the chat."""
    async with open_house(stand_in, database_url):
        anna = await desk.person("Anna")
        await anna.forwards(text="Жим лёжа 80x5")
    async with open_house(stand_in, database_url) as house:
        await anna.presses(RU.plain("forward-button-take"))
        assert await house.value("SELECT count(*) FROM sets") == 1


async def test_what_cannot_be_had_any_more(house, anna, boris, desk):
    """A deleted message, a button without one, one out of reach, another person's: no set."""
    await anna.forwards(text="Жим лёжа 80x5")
    message = next(each for each in await anna.chat() if "forward_origin" in each)
    await desk.together(anna.act("delete", message_id=message["message_id"]))
    for more in ({}, {"inaccessible": True}):
        await anna.presses(RU.plain("forward-button-take"), **more)
        assert anna.toast == RU.plain("forward-gone")
    await anna.forwards(text="Жим лёжа 90x5")
    (data,) = {each for each in callback_data(await desk.transcript()) if each == "take"}
    await boris.says("/start")
    await boris.presses(data=data, message_id=(await boris.chat())[-1]["message_id"], forged=True)
    assert boris.toast == EN.plain("forward-gone")
    assert await house.value("SELECT count(*) FROM sets") == 0


async def test_a_refused_one_says_why(house, anna):
    """Numbers without an exercise, and none is asked for: a toast, and the offer stays."""
    await anna.forwards(text="80x5")
    await anna.presses(RU.plain("forward-button-take"))
    assert anna.toast == said("set-which-exercise")
    assert await stored(house) == NOTHING
    await begins(anna)
    await anna.presses(RU.plain("forward-button-take"))
    assert await sets(house) == [(1, 1, 80, 5, None)]


@pytest.mark.parametrize("origin", [*ORIGINS, "via_bot"])
async def test_a_program_begins_a_draft(house, anna, origin):
    """It is shown before it is saved, and nothing of it is a set."""
    if origin == "via_bot":
        answer = await anna.says(PROGRAM, via_bot="lift_bot")
    else:
        answer = await anna.forwards(text=PROGRAM, origin=origin)
    assert answer.text.startswith("Верх\n\n1. Жим лёжа — 5×5, 60 кг\n2. Тяга — 3×8–12")
    assert await stored(house) == NOTHING | {"drafts": 1}
    await anna.presses(RU.plain("draft-button-save"))
    assert await house.value("SELECT name FROM programs") == "Верх"


async def test_a_program_without_a_name(house, anna):
    """It is given one."""
    answer = await anna.forwards(text="Жим лёжа 5x5 60\nТяга 3x8-12")
    assert answer.text.startswith(f"{RU.plain('forward-program')}\n\n1. Жим лёжа")


async def test_a_draft_that_waits_is_not_lost(house, anna):
    """It is offered instead; while the bot asks for exercises, a forward is an answer."""
    await anna.says("/newprogram Низ\nПрисед 5x5")
    await anna.says("/help")
    answer = await anna.forwards(text=PROGRAM)
    assert answer.texts == [said("draft-waits", named="yes", name="Низ")]
    assert await house.value("SELECT name FROM drafts") == "Низ"
    await anna.presses(RU.plain("draft-button-continue"))
    preview = await anna.forwards(text="Выпады 3x8")
    assert "1. Присед — 5×5\n2. Выпады — 3×8" in preview.text


async def test_what_holds_neither_gets_one_hint(house, anna, desk):
    """Ten jokes in a row: a reaction each, one line; a command of another is no command."""
    await anna.says("/start")
    cursor = (await desk.transcript())[-1]["seq"]
    jokes = ("привет", "/deleteall", "/newprogram Чужая\nЖим 3x8", *["ха"] * 7)
    await desk.together(*(anna.act("forward", text=joke) for joke in jokes))
    await desk.idle()
    events = [each for each in await desk.transcript(cursor) if each.get("by") == "bot"]
    lines = [each["message"]["text"] for each in events if each["kind"] == "message"]
    assert lines == [said("forward-not-understood")]
    assert sum(each["kind"] == "reaction" for each in events) == len(jokes)
    assert await stored(house) == NOTHING


async def test_out_of_range(house, anna):
    """Sets that nobody lifts are refused at once."""
    answer = await anna.forwards(text="Жим лёжа 5000x5")
    assert answer.texts == [said("weight-range", least=0, most=1000)]


async def test_an_edit_is_no_set(house, anna, desk):
    """Whatever an inline bot makes of its words later, the sets stay as they were."""
    await begins(anna)
    await anna.says("60x5", via_bot="lift_bot")
    await anna.says("чушь", via_bot="lift_bot")
    shown = [each for each in await anna.chat() if "via_bot" in each]
    await anna.presses(RU.plain("forward-button-take"))
    await anna.says("/newprogram")  # a question is open
    before = await house.rows()
    for message in shown:
        edited = message | {"text": "Присед 90x5", "edit_date": message["date"] + 1}
        await desk.inject({"edited_message": edited})
    await desk.idle()
    assert await house.rows() == before


async def test_a_record_needs_ones_own_hand(house, anna):
    """A champion's sets set no record until they are taken."""
    await anna.says("Жим лёжа 80x5")
    await anna.says("/help")
    answer = await anna.forwards(text="Жим лёжа 150x5")
    assert "🏆" not in str(answer.events)
    await anna.presses(RU.plain("forward-button-take"))
    assert await house.value("SELECT max(weight_kg) FROM sets") == 150


async def test_captions_are_words(house, anna):
    """Of a photo: sets, a program, a correction, a question's answer."""
    photo = elsewhere.picture().content
    answer = await anna.uploads("a.png", photo, photo=True, caption="Жим лёжа 80x5")
    assert answer.reaction == "👍"
    message = next(each for each in await anna.chat() if "photo" in each)
    await anna.edits(message["message_id"], "Жим лёжа 82,5x5")
    assert [row[2] for row in await sets(house)] == [82.5]
    await anna.says("/newprogram")
    preview = await anna.uploads("a.png", photo, photo=True, caption="Низ\nПрисед 5x5 100")
    assert "1. Присед — 5×5, 100 кг" in preview.text
    await anna.says("/cancel")
    unread = await anna.uploads("a.png", photo, photo=True, caption="моя спина")
    assert unread.texts == [said("set-not-understood")]
    wordless = await anna.uploads("a.png", photo, photo=True)
    assert wordless.texts == [said("not-text")]
    forwarded = await anna.forwards(message["message_id"])
    assert forwarded.texts == [said("forward-ask")]


async def test_an_album_gets_one_hint(house, anna, desk):
    """Ten photos, one line; two albums, two lines; forwarded ones too."""
    for _ in range(2):
        answer = await anna.sends_album(10)
        await desk.idle()
        assert answer.texts == [said("not-text")]
    cursor = (await desk.transcript())[-1]["seq"]
    await anna.sends_album(10, origin="channel")
    events = [each for each in await desk.transcript(cursor) if each.get("by") == "bot"]
    assert sum(each["kind"] == "message" for each in events) == 1
    assert sum(each["kind"] == "reaction" for each in events) == 1


async def test_an_albums_caption_is_read(house, anna, desk):
    """Its sets are stored once, and the other photos are passed over."""
    answer = await anna.sends_album(5, captions=["Жим лёжа 80x5"])
    await desk.idle()
    assert answer.reaction == "👍"
    assert not [text for text in answer.texts if text == said("not-text")]
    assert await house.value("SELECT count(*) FROM sets") == 1
    forwarded = await anna.sends_album(5, captions=["Жим лёжа 90x5"], origin="user")
    await desk.idle()
    assert said("forward-ask") in forwarded.texts
    assert await house.value("SELECT count(*) FROM sets") == 1
    await anna.presses(RU.plain("forward-button-take"))
    assert await house.value("SELECT count(*) FROM sets") == 2


async def test_a_message_without_a_sender(house, anna, desk):
    """It is settled at once: nothing is answered, stored or put aside."""
    cursor = (await desk.ask("POST", "/act", json=anna.act("say", text="x")))["cursor"]
    await desk.idle()
    cursor = (await desk.transcript(cursor))[-1]["seq"]
    for text in ("Жим 80x5", "/start", "/deleteall"):
        await desk.together(anna.act("say", text=text, sender="nobody"))
    message = {"message_id": 5, "date": 1, "chat": {"id": anna.id, "type": "private"}}
    await desk.inject({"edited_message": message | {"edit_date": 2, "text": "80x5"}})
    await desk.idle()
    assert not [each for each in await desk.transcript(cursor) if each.get("by") == "bot"]
    assert await stored(house) == NOTHING
    assert await house.value("SELECT count(*) FROM quarantine") == 0


async def test_senders_of_a_group(house, anna, desk):
    """An anonymous admin and a channel are answered as anybody is; nobody becomes a person."""
    group = await desk.group(-100123, "Зал", anna)
    for sender in ("anonymous", "channel"):
        answer = await anna.says("/start@desk_bot", chat_id=group, sender=sender)
        assert answer.texts == [said("group-private", EN, link="https://t.me/desk_bot")]
        await house.sql("DELETE FROM group_answers")
        await anna.says("80x5", chat_id=group, sender=sender, answered=False)
    await desk.idle()
    assert await house.value("SELECT count(*) FROM people") == 0
    assert await house.value("SELECT count(*) FROM quarantine") == 0


async def test_commands_of_other_bots_in_a_group(house, anna, desk):
    """One that names no bot is answered only if this bot has such a command."""
    group = await desk.group(-100123, "Зал", anna)
    answer = await anna.says("/go", chat_id=group)
    assert answer.texts == [said("group-private", link="https://t.me/desk_bot")]
    await house.sql("DELETE FROM group_answers")
    answer = await anna.says("/weather@Desk_Bot", chat_id=group)
    assert answer.texts == [said("group-private", link="https://t.me/desk_bot")]
    before = len(await anna.chat(group))
    for text in ("/weather", "/start@other_bot", "/ban x", "/"):
        await anna.says(text, chat_id=group, answered=False)
    await desk.idle()
    assert len(await anna.chat(group)) == before + 4


def test_the_button_is_short():
    """Telegram takes 64 bytes."""
    assert len(TakeButton().pack().encode()) <= 64
