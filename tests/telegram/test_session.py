"""What goes over the wire: JSON that says what aiogram's form would; answers read where used."""

import json
from dataclasses import asdict

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError, TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    GetMyCommands,
    SendMessage,
    SetMessageReaction,
    SetMyCommands,
    SetWebhook,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    LinkPreviewOptions,
    ReactionTypeEmoji,
)
from markupsafe import Markup

from service.telegram.buttons import NewProgramButton
from service.telegram.delivery import RawUpdates
from service.telegram.replies import button, screen
from service.telegram.session import Session

SHOWN = screen(
    Markup("<b>Жим \N{FLEXED BICEPS}</b>"),
    [[button("да", NewProgramButton()), button("go", NewProgramButton(), "success")], []],
)
CONTENT = {
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
EDIT = CALLS[2]


@pytest.fixture
async def bot():
    made = Bot("1:token", session=Session())
    yield made
    await made.session.close()


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


async def test_the_answer_to_an_edit_is_not_read(bot):
    """That it was made is enough; what is no such answer, and what was refused, is."""

    def told(status, content):
        return bot.session.check_response(bot, EDIT, status, content)

    assert told(200, '{"ok": true, "result": {"odd": 1}}').result is True
    with pytest.raises(ClientDecodeError):
        told(200, "<html>")
    with pytest.raises(TelegramBadRequest):
        told(400, '{"ok": false, "error_code": 400, "description": "Bad Request: gone"}')


async def test_the_answer_to_a_message_is_read(bot):
    """Its number is needed: the card is edited there."""
    message = {"message_id": 5, "date": 1, "chat": {"id": 1, "type": "private"}}
    content = json.dumps({"ok": True, "result": message})
    assert bot.session.check_response(bot, CALLS[0], 200, content).result.message_id == 5


def test_a_button_has_nothing_that_is_not_sent():
    """aiogram's own fields by their own names."""
    made = button("go", NewProgramButton(), "success")
    assert asdict(made) == {"text": "go", "callback_data": "new", "style": "success"}
