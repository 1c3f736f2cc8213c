"""Presses of buttons: which button is meant, and what the bot hears of it."""

from typing import Any

from service.local.telegram.people import chat_of, person_of
from service.local.telegram.refusal import Impossible
from service.local.telegram.sending import brief
from service.local.telegram.updates import PRESS_LIFE
from service.local.telegram.world import Message, StoredMessage, World


def press(  # noqa: PLR0913 - a button can be named in many ways
    world: World,
    user_id: int,
    *,
    message_id: int | None = None,
    text: str | None = None,
    data: str | None = None,
    chat_id: int | None = None,
    forged: bool = False,
    inaccessible: bool = False,
) -> dict[str, Any]:
    """Press a button found by its text or data, on one message or the newest that has it.

    With `forged` the data is sent although there is no such button; with `inaccessible` the
    update has only the message's number, as Telegram does with old messages.
    """
    person = person_of(world, user_id)
    chat = chat_of(world, person, chat_id)
    stored, button = _find_button(world, chat["id"], message_id, text, data, forged=forged)
    if "callback_data" not in button:
        raise Impossible(f"the button {button['text']!r} does not call the bot")
    number = stored.body["message_id"]
    pressed = world.add_press(user_id, chat["id"], number, button["callback_data"])
    old = {"chat": chat, "message_id": number, "date": 0}
    query = {
        "id": pressed.query_id,
        "from": person.as_user(),
        "message": old if inaccessible else _as_it_stands(world, stored.body),
        "chat_instance": str(chat["id"] * 7919),
        "data": button["callback_data"],
    }
    world.transcript.add(
        "press",
        chat["id"],
        user_id=user_id,
        message_id=number,
        query_id=pressed.query_id,
        text=button.get("text"),
        data=button["callback_data"],
    )
    update_id = world.inbox.add(
        "callback_query", query, chat_id=chat["id"], lane=f"press:{user_id}", life=PRESS_LIFE
    )
    return {
        "query_id": pressed.query_id,
        "update_id": update_id,
        "chat_id": chat["id"],
        "message_id": number,
    }


def _as_it_stands(world: World, message: Message) -> Message:
    """Give a message with what it replies to as that is now; without it when it is deleted."""
    replied = message.get("reply_to_message")
    if replied is None:
        return message
    stored = world.find(message["chat"]["id"], replied["message_id"])
    now = {} if stored is None else {"reply_to_message": brief(stored.body)}
    return brief(message) | now


def _find_button(  # noqa: PLR0913 - passed on from press
    world: World,
    chat_id: int,
    message_id: int | None,
    text: str | None,
    data: str | None,
    *,
    forged: bool,
) -> tuple[StoredMessage, dict[str, Any]]:
    if message_id is not None:
        found = world.messages.get(chat_id, {}).get(message_id)
        messages = [] if found is None else [found]
    else:
        messages = list(reversed(list(world.visible(chat_id, last=200))))
    seen = []
    for stored in messages:
        rows = stored.body.get("reply_markup", {}).get("inline_keyboard", [])
        for button in (button for row in rows for button in row):
            seen.append(button["text"])
            if data is not None and button.get("callback_data") == data:
                return stored, button
            if data is None and text is not None and button["text"].split() == text.split():
                return stored, button
    if forged and data is not None and messages:
        return messages[0], {"callback_data": data}
    raise Impossible(f"no button {data or text!r} here; there are: {', '.join(seen[:30])}")
