"""What the bot calls arrives as it was meant, in whatever form it travels."""

import json
import ssl
from dataclasses import asdict
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    GetMyCommands,
    SendDocument,
    SendMessage,
    SetMessageReaction,
    SetMyCommands,
    SetWebhook,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BufferedInputFile,
    InlineKeyboardButton,
    LinkPreviewOptions,
    ReactionTypeEmoji,
)
from markupsafe import Markup

from service.local.telegram.world import Person
from service.telegram.buttons import NewProgramButton
from service.telegram.replies import button, screen
from service.telegram.transport.calls import Send
from service.telegram.transport.polling import RawUpdates
from service.telegram.transport.session import Session

SHOWN = screen(
    Markup("<b>Жим \N{FLEXED BICEPS}</b>"),
    [[button("да", NewProgramButton()), button("go", NewProgramButton(), "success")], []],
)
CONTENT: dict[str, Any] = {
    "text": SHOWN.text,
    "parse_mode": "HTML",
    "reply_markup": SHOWN.keyboard,
    "link_preview_options": LinkPreviewOptions(is_disabled=True),
}
CALLS = [
    SendMessage(chat_id=1, **CONTENT),
    SendMessage(chat_id=1, text="plain"),
    EditMessageText(chat_id=1, message_id=2, **CONTENT),
    AnswerCallbackQuery(callback_query_id="3", text="ok"),
    SetMessageReaction(chat_id=1, message_id=2, reaction=[ReactionTypeEmoji(emoji="👍")]),
    GetMyCommands(scope=BotCommandScopeAllPrivateChats(), language_code="ru"),
    SetMyCommands(commands=[BotCommand(command="go", description="Пуск")]),
    SetWebhook(url="https://x", allowed_updates=["message"], max_connections=100),
    RawUpdates(offset=7, timeout=25, allowed_updates=["message"]),
]


@pytest.fixture
async def bot(stand_in):
    stand_in.world.add_person(Person(7, "Anna", started=True))
    session = Session(api=TelegramAPIServer.from_base(stand_in.url))
    async with Bot(stand_in.token, session=session) as made:
        yield made


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__api_method__)
async def test_a_call_says_what_a_form_says(bot, call):
    """The same parameters, whose values are JSON instead of text that holds JSON."""
    sent = bot.session.build_form_data(bot, call)
    assert sent.content_type == "application/json"
    form = AiohttpSession.build_form_data(bot.session, bot, call)
    fields = {options["name"]: value for options, _, value in form._fields}
    said = json.loads(sent.decode())
    assert {name: value for name, value in said.items() if value} == {
        name: value if isinstance(said[name], str) else json.loads(value)
        for name, value in fields.items()
    }


async def test_telegram_is_known_by_its_certificate(bot):
    """A server whose certificate nobody vouches for, or an old TLS, is never talked to."""
    connector = (await bot.session.create_session()).connector
    context = connector._ssl
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.get_ciphers() == ssl.create_default_context().get_ciphers()


async def test_a_card_arrives_as_it_was_meant(bot):
    """The other end shows the text and the buttons; of the answer no more is read than is used."""
    sent = await bot(Send(chat_id=7, **CONTENT))
    assert sent["text"] == "Жим \N{FLEXED BICEPS}"
    (row,) = sent["reply_markup"]["inline_keyboard"]
    assert [each["text"] for each in row] == ["да", "go"]


@pytest.mark.parametrize("call", CALLS[2:5], ids=lambda call: call.__api_method__)
async def test_the_answer_to_an_edit_or_a_toast_is_not_read(bot, call):
    """That it was made is enough; what is no such answer, and what was refused, is read."""

    def told(status, content):
        return bot.session.check_response(bot, call, status, content)

    assert told(200, '{"ok": true, "result": {"odd": 1}}').result is True
    with pytest.raises(ClientDecodeError):
        told(200, "<html>")
    with pytest.raises(TelegramBadRequest):
        told(400, '{"ok": false, "error_code": 400, "description": "Bad Request: gone"}')


async def test_a_file_comes_along(bot):
    """A file travels in a form, as it must."""
    file = BufferedInputFile(b"sets", filename="sets.csv")
    sent = await bot(SendDocument(chat_id=7, document=file, caption="Жим"))
    assert sent.document.file_name == "sets.csv"
    assert sent.caption == "Жим"


def test_a_button_has_nothing_that_is_not_sent():
    """aiogram's own fields by their own names."""
    made = asdict(button("go", NewProgramButton(), "success"))
    assert made.keys() <= InlineKeyboardButton.model_fields.keys()
    sent = {name: value for name, value in made.items() if value is not None}
    assert sent == {"text": "go", "callback_data": "new", "style": "success"}
