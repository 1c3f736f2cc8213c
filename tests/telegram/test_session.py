"""What the bot calls arrives as it was meant, in whatever form it travels."""

import json

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import SendDocument, SendMessage, SetMessageReaction
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup
from aiohttp import JsonPayload

from service.local.world import Person
from service.telegram.session import Session


@pytest.fixture
async def bot(stand_in):
    stand_in.world.add_person(Person(7, "Anna", started=True))
    async with Bot(
        stand_in.token, session=Session(api=TelegramAPIServer.from_base(stand_in.url))
    ) as made:
        yield made


def body(bot, method):
    made = bot.session.build_form_data(bot, method)
    assert isinstance(made, JsonPayload)
    return json.loads(made._value)


async def test_a_call_is_json(bot):
    """Nested things stay nested, no and nothing are said, and what was not given is left out."""
    button = InlineKeyboardButton(text="Жим", callback_data="x")
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[button]])
    quiet = SendMessage(chat_id=7, text="Жим", reply_markup=keyboard, disable_notification=False)
    assert body(bot, quiet) == {
        "chat_id": 7,
        "text": "Жим",
        "reply_markup": {"inline_keyboard": [[{"text": "Жим", "callback_data": "x"}]]},
        "disable_notification": False,
    }
    assert body(bot, SetMessageReaction(chat_id=7, message_id=1, reaction=[]))["reaction"] == []


async def test_it_is_read_as_it_was_meant(bot):
    """The other end shows the text and the button."""
    button = InlineKeyboardButton(text="Жим 🏋️", callback_data="x")
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[button]])
    bold = SendMessage(chat_id=7, text="<b>Жим</b>", parse_mode="HTML", reply_markup=keyboard)
    sent = await bot(bold)
    assert sent.text == "Жим"
    assert sent.reply_markup.inline_keyboard[0][0].text == button.text


async def test_a_file_comes_along(bot):
    """A file travels in a form, as it must."""
    file = BufferedInputFile(b"sets", filename="sets.csv")
    sent = await bot(SendDocument(chat_id=7, document=file, caption="Жим"))
    assert sent.document.file_name == "sets.csv"
    assert sent.caption == "Жим"
