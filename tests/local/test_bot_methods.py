"""What the bot may send, and the words in which the rest is refused."""

import json
import struct
import zlib

import aiohttp
import pytest

from service.local.telegram.bot_api import StandIn
from tests.lifter import Desk, Lifter
from tests.local.conftest import Bot

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def picture(width: int = 2, height: int = 1) -> bytes:
    """Draw a small grey PNG."""

    def chunk(name: bytes, data: bytes) -> bytes:
        checked = name + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def keyboard(*data: str, **more: str) -> dict:
    return {"inline_keyboard": [[{"text": "ok", "callback_data": one, **more}] for one in data]}


async def test_wrong_token_and_unknown_method(bot: Bot, stand_in: StandIn) -> None:
    """A wrong token is 401, an unknown method 404, both in Telegram's form."""
    async with bot.session.get(f"{stand_in.url}/bot1:wrong/getMe") as answer:
        assert answer.status == 401
        assert await answer.json() == {
            "ok": False,
            "error_code": 401,
            "description": "Unauthorized",
        }
    assert await bot.refused("sendTelepathy") == "Not Found"


async def test_bodies_of_every_form_are_read(bot: Bot, anna: Lifter) -> None:
    """Query string, form, JSON and multipart say the same; method names know no case."""
    values = {"chat_id": str(anna.id), "text": "hello"}
    markup = json.dumps(keyboard("x"))
    multipart = aiohttp.FormData(default_to_multipart=True)
    for name, value in {**values, "reply_markup": markup}.items():
        multipart.add_field(name, value)
    for options in (
        {"params": {**values, "reply_markup": markup}},
        {"data": {**values, "reply_markup": markup}},
        {"json": {**values, "reply_markup": keyboard("x")}},
        {"data": multipart},
    ):
        async with bot.session.post(f"{bot.base}/SENDMESSAGE", **options) as answer:
            sent = (await answer.json())["result"]
        assert (sent["text"], sent["reply_markup"]) == ("hello", keyboard("x"))


async def test_a_message_has_its_fields(bot: Bot, anna: Lifter) -> None:
    """The answer is a whole Message: sender, chat, date, entities, reply, preview, style."""
    first = await bot.ok("sendMessage", chat_id=anna.id, text="one")
    sent = await bot.ok(
        "sendMessage",
        chat_id=anna.id,
        text="<b>two</b>",
        parse_mode="HTML",
        reply_parameters={"message_id": first["message_id"]},
        link_preview_options={"is_disabled": True},
        reply_markup=keyboard("x", style="success"),
    )
    assert sent["message_id"] > first["message_id"]
    assert sent["from"]["is_bot"]
    assert sent["chat"] == {
        "id": anna.id,
        "first_name": "Anna",
        "username": "anna_lifts",
        "type": "private",
    }
    assert sent["entities"] == [{"offset": 0, "length": 3, "type": "bold"}]
    assert sent["reply_to_message"]["text"] == "one"
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert sent["reply_markup"]["inline_keyboard"][0][0]["style"] == "success"


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "х" * 4097}, "message is too long"),
        ({"text": "x", "message_effect_id": "5046509860389126443"}, "EFFECT_ID_INVALID"),
        ({"text": "💪" * 2049}, "message is too long"),
        (
            {"text": "<x>", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "x" at byte offset 0',
        ),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": {"a": 1}}, 'field "text" must be of type String'),
        ({"text": "\ud800"}, "strings must be encoded in UTF-8"),
        ({"text": "x", "chat_id": None}, "chat_id is empty"),
        ({"text": "x", "chat_id": 5}, "chat not found"),
        ({"text": "x", "chat_id": "@nobody_here"}, "chat not found"),
        ({"text": "x", "reply_parameters": {"message_id": 3}}, "message to be replied not found"),
        ({"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
        ({"text": "x", "reply_markup": keyboard("")}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": keyboard("ж" * 33)}, "BUTTON_DATA_INVALID"),
        (
            {"text": "x", "reply_markup": keyboard("x", style="pink")},
            "can't parse inline keyboard button: invalid button style specified",
        ),
        *(
            (
                {
                    "text": "x",
                    "reply_markup": {
                        "inline_keyboard": [[{"text": "x", "copy_text": {"text": copied}}]]
                    },
                },
                "BUTTON_COPY_TEXT_INVALID",
            )
            for copied in ("", "x" * 257, None)
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x"}]]}},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"callback_data": "x"}]]}},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            {
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": 5}]]},
            },
            'can\'t parse inline keyboard button: Field "callback_data" must be of type String',
        ),
        (
            {"text": "x", "reply_markup": keyboard(*map(str, range(101)))},
            "reply markup is too long",
        ),
    ],
)
async def test_messages_are_refused(bot: Bot, anna: Lifter, params: dict, why: str) -> None:
    """Each limit of a message is refused in Telegram's words."""
    params = {"chat_id": anna.id} | params
    assert await bot.refused("sendMessage", **params) == f"Bad Request: {why}"


async def test_the_longest_texts_pass(bot: Bot, anna: Lifter) -> None:
    """Length counts after the markup is read; 100 buttons and 64 bytes of data are allowed."""
    text = f"<b>{'x' * 4096}</b>"
    await bot.ok("sendMessage", chat_id=anna.id, text=text, parse_mode="HTML")
    many = keyboard(*("ж" * 32 for _ in range(100)))
    await bot.ok("sendMessage", chat_id="@anna_lifts", text="x", reply_markup=many)


async def test_who_cannot_be_reached(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """A stranger and somebody who blocked the bot are 403; writing again unblocks."""
    stranger = await desk.person("Boris")
    refusal = await bot.refused("sendMessage", chat_id=stranger.id, text="x")
    assert refusal == "Forbidden: bot can't initiate conversation with a user"
    await desk.together(anna.act("block", blocked=True))
    refusal = await bot.refused("sendMessage", chat_id=anna.id, text="x")
    assert refusal == "Forbidden: bot was blocked by the user"
    (gone,) = await bot.updates()
    assert gone["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    await desk.together(anna.act("say", text="/start"))
    await bot.ok("sendMessage", chat_id=anna.id, text="x")


async def test_edits(bot: Bot, anna: Lifter) -> None:
    """Text and keyboard change in place; what would change nothing is refused."""
    sent = await bot.ok("sendMessage", chat_id=anna.id, text="1", reply_markup=keyboard("x"))
    here = {"chat_id": anna.id, "message_id": sent["message_id"]}
    edited = await bot.ok("editMessageText", **here, text="2", reply_markup=keyboard("x"))
    assert (edited["text"], edited["date"]) == ("2", sent["date"])
    assert edited["edit_date"] >= sent["date"]
    same = await bot.refused("editMessageText", **here, text="2", reply_markup=keyboard("x"))
    assert same == NOT_MODIFIED
    assert "reply_markup" not in await bot.ok("editMessageText", **here, text="2")
    assert await bot.refused("editMessageReplyMarkup", **here) == NOT_MODIFIED
    await bot.ok("editMessageReplyMarkup", **here, reply_markup=keyboard("y"))
    caption = await bot.refused("editMessageCaption", **here, caption="x")
    assert caption == "Bad Request: there is no caption in the message to edit"


async def test_what_cannot_be_edited(bot: Bot, anna: Lifter) -> None:
    """Missing, foreign and deleted messages are refused, each in its own words."""
    (hers,) = [message for message in await anna.chat() if message["from"]["id"] == anna.id]
    sent = await bot.ok("sendMessage", chat_id=anna.id, text="1")
    here = {"chat_id": anna.id, "text": "x"}
    await bot.ok("deleteMessage", chat_id=anna.id, message_id=sent["message_id"])
    for message_id, why in (
        (hers["message_id"], "message can't be edited"),
        (sent["message_id"], "message to edit not found"),
        (5, "message to edit not found"),
        (0, "message identifier is not specified"),
        ("abc", "message identifier is not specified"),
    ):
        refusal = await bot.refused("editMessageText", **here, message_id=message_id)
        assert refusal == f"Bad Request: {why}"


async def test_deleting(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """Messages go once and within 48 hours; several at a time pass over the missing."""
    sent = [await bot.ok("sendMessage", chat_id=anna.id, text=str(n)) for n in range(3)]
    ids = [message["message_id"] for message in sent]
    await bot.ok("deleteMessages", chat_id=anna.id, message_ids=[ids[0], 5])
    gone = await bot.refused("deleteMessage", chat_id=anna.id, message_id=ids[0])
    assert gone == "Bad Request: message to delete not found"
    await desk.forward_clock(47 * 3600)
    await bot.ok("deleteMessage", chat_id=anna.id, message_id=ids[1])
    await desk.forward_clock(2 * 3600)
    late = await bot.refused("deleteMessage", chat_id=anna.id, message_id=ids[2])
    assert late == "Bad Request: message can't be deleted for everyone"


async def test_answering_a_press(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """A press is answered once, within 200 characters and 150 seconds."""
    await bot.ok("sendMessage", chat_id=anna.id, text="1", reply_markup=keyboard("x"))
    done = await desk.together(*(anna.act("press", text="ok") for _ in range(2)))
    first, second = (one["query_id"] for one in done)
    long = await bot.refused("answerCallbackQuery", callback_query_id=first, text="x" * 201)
    assert long == "Bad Request: MESSAGE_TOO_LONG"
    await bot.ok("answerCallbackQuery", callback_query_id=first, text="x" * 200)
    assert await bot.refused("answerCallbackQuery", callback_query_id=first) == TOO_OLD
    await desk.forward_clock(151)
    assert await bot.refused("answerCallbackQuery", callback_query_id=second) == TOO_OLD
    assert await bot.updates() == []


async def test_reactions(bot: Bot, anna: Lifter) -> None:
    """One emoji out of Telegram's list, with or without its variation selector."""
    (hers,) = await anna.chat()
    here = {"chat_id": anna.id, "message_id": hers["message_id"]}
    for emoji in ("👍", "✍️", "✍", "🏆", "🤔"):
        await bot.ok("setMessageReaction", **here, reaction=[{"type": "emoji", "emoji": emoji}])
    await bot.ok("setMessageReaction", **here)
    wrong = [{"type": "emoji", "emoji": "🏋"}]
    refusal = await bot.refused("setMessageReaction", **here, reaction=wrong)
    assert refusal == "Bad Request: REACTION_INVALID"
    refusal = await bot.refused("setMessageReaction", chat_id=anna.id, message_id=3)
    assert refusal == "Bad Request: message to react not found"


async def test_photos_and_documents(bot: Bot, stand_in: StandIn, anna: Lifter) -> None:
    """What was uploaded can be fetched, sent again by id, and swapped in place."""
    sent = await bot.upload("sendPhoto", "photo", picture(4, 3), chat_id=anna.id, caption="1")
    (size,) = sent["result"]["photo"]
    assert (size["width"], size["height"]) == (4, 3)
    found = await bot.ok("getFile", file_id=size["file_id"])
    url = f"{stand_in.url}/file/bot{stand_in.token}/{found['file_path']}"
    async with bot.session.get(url) as answer:
        assert await answer.read() == picture(4, 3)
    await bot.ok("sendPhoto", chat_id=anna.id, photo=size["file_id"])
    here = {"chat_id": anna.id, "message_id": sent["result"]["message_id"]}
    media = json.dumps({"type": "photo", "media": "attach://new", "caption": "2"})
    swapped = await bot.upload("editMessageMedia", "new", picture(9, 9), media=media, **here)
    assert swapped["result"]["photo"][0]["width"] == 9
    assert swapped["result"]["caption"] == "2"
    edited = await bot.ok("editMessageCaption", **here, caption="3")
    assert edited["caption"] == "3"
    text = await bot.refused("editMessageText", **here, text="x")
    assert text == "Bad Request: there is no text in the message to edit"
    document = await bot.upload("sendDocument", "document", b"a,b\n", chat_id=anna.id)
    assert document["result"]["document"]["file_size"] == 4


async def test_files_are_refused(bot: Bot, anna: Lifter) -> None:
    """What is no picture, empty, unknown or has too long a caption is refused."""
    here = {"chat_id": anna.id}
    broken = await bot.upload("sendPhoto", "photo", b"no picture", **here)
    assert broken["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    thin = await bot.upload("sendPhoto", "photo", picture(100, 2), **here)
    assert thin["description"] == "Bad Request: PHOTO_INVALID_DIMENSIONS"
    empty = await bot.upload("sendDocument", "document", b"", **here)
    assert empty["description"] == "Bad Request: file must be non-empty"
    long = await bot.upload("sendPhoto", "photo", picture(), caption="x" * 1025, **here)
    assert long["description"] == "Bad Request: message caption is too long"
    assert await bot.refused("sendPhoto", **here) == "Bad Request: there is no photo in the request"
    assert await bot.refused("getFile", file_id="x") == "Bad Request: invalid file_id"


async def test_menus_by_scope_and_language(bot: Bot) -> None:
    """Commands are kept for exactly the scope and language they were set for."""
    commands = [{"command": "start", "description": "Начать"}]
    private = {"type": "all_private_chats"}
    await bot.ok("setMyCommands", commands=commands, scope=private, language_code="ru")
    assert await bot.ok("getMyCommands", scope=private, language_code="ru") == commands
    assert await bot.ok("getMyCommands", scope=private) == []
    await bot.ok("deleteMyCommands", scope=private, language_code="ru")
    assert await bot.ok("getMyCommands", scope=private, language_code="ru") == []
    wrong = [{"command": "Start!", "description": "x"}]
    assert await bot.refused("setMyCommands", commands=wrong) == "Bad Request: BOT_COMMAND_INVALID"


async def test_what_the_bot_tells_about_itself(bot: Bot) -> None:
    """Names and descriptions are kept by language and fall back to the common one."""
    await bot.ok("setMyName", name="Notebook")
    await bot.ok("setMyDescription", description="Тетрадь", language_code="ru")
    await bot.ok("setMyShortDescription", short_description="short")
    assert (await bot.ok("getMe"))["first_name"] == "Notebook"
    assert await bot.ok("getMyName", language_code="ru") == {"name": "Notebook"}
    assert (await bot.ok("getMyDescription", language_code="ru"))["description"] == "Тетрадь"
    assert (await bot.ok("getMyDescription"))["description"] == ""
    long = await bot.refused("setMyDescription", description="x" * 513)
    assert long == "Bad Request: bot description is too long"
