"""Methods that edit, delete and react to messages."""

from typing import Any

from service.local.telegram import keyboards, sending
from service.local.telegram.parameters import Parameters
from service.local.telegram.refusal import bad_request
from service.local.telegram.world import Message, StoredMessage, World

DELETABLE_FOR = 48 * 3600
MAX_AT_ONCE = 100
MAX_TOAST = 200
REACTIONS = frozenset(
    (  # noqa: SIM905 - seventy quoted emoji would hide the list
        "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 "
        "😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 "
        "😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 "
        "🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡"
    ).split()
)
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities")
_MEDIA = ("photo", "document", "has_media_spoiler")


def _read_message_id(parameters: Parameters) -> int:
    message_id = parameters.integer("message_id")
    if message_id <= 0:
        raise bad_request("message identifier is not specified")
    return message_id


def _editable(world: World, parameters: Parameters) -> tuple[int, int, StoredMessage]:
    if "inline_message_id" in parameters:
        raise bad_request("MESSAGE_ID_INVALID")
    chat_id = sending.read_chat_id(world, parameters)
    message_id = _read_message_id(parameters)
    world.reachable_chat(chat_id)
    stored = world.find(chat_id, message_id)
    if stored is None:
        raise bad_request("message to edit not found")
    if not stored.by_bot:
        raise bad_request("message can't be edited")
    return chat_id, message_id, stored


def _edit(world: World, parameters: Parameters, drop: tuple[str, ...], content: Message) -> Message:
    """Replace some fields and the keyboard. Refuses an edit that changes nothing."""
    keyboard = keyboards.read_inline_markup(parameters)
    chat_id, message_id, stored = _editable(world, parameters)
    gone = {*drop, "reply_markup", "edit_date"}
    body = {name: value for name, value in stored.body.items() if name not in gone} | content
    if keyboard is not None:
        body["reply_markup"] = keyboard
    before = {name: value for name, value in stored.body.items() if name != "edit_date"}
    if body == before:
        raise bad_request(_NOT_MODIFIED)
    if chat_id in world.groups:
        world.pace.take_turn(chat_id, world.now())
    body["edit_date"] = int(world.now())
    return world.change(chat_id, message_id, body, by="bot")


def edit_message_text(world: World, parameters: Parameters) -> Message:
    """Change the text of a message of the bot."""
    content = sending.text_content(parameters)
    stored = _editable(world, parameters)[2]
    if "text" not in stored.body:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, parameters, _TEXT, content)


def edit_message_caption(world: World, parameters: Parameters) -> Message:
    """Change the caption of a photo or document of the bot."""
    content = sending.caption_content(parameters)
    stored = _editable(world, parameters)[2]
    if not any(name in stored.body for name in _MEDIA):
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, parameters, _CAPTION, content)


def edit_message_reply_markup(world: World, parameters: Parameters) -> Message:
    """Change the keyboard under a message of the bot."""
    return _edit(world, parameters, (), {})


def edit_message_media(world: World, parameters: Parameters) -> Message:
    """Replace the photo or document of a message of the bot."""
    media = parameters.structure("media")
    if not isinstance(media, dict):
        raise bad_request("media not found")
    inner = Parameters(media, parameters.files)
    _editable(world, parameters)
    if media.get("type") == "photo":
        content = sending.photo_content(world, inner, "media")
    elif media.get("type") == "document":
        content = sending.document_content(world, inner, "media")
    else:
        raise bad_request("can't parse InputMedia: Media type must be photo or document")
    content |= sending.caption_content(inner)
    return _edit(world, parameters, _TEXT + _CAPTION + _MEDIA, content)


def delete_message(world: World, parameters: Parameters) -> bool:
    """Delete one message."""
    chat_id = sending.read_chat_id(world, parameters)
    message_id = _read_message_id(parameters)
    world.reachable_chat(chat_id)
    stored = world.find(chat_id, message_id)
    if stored is None:
        raise bad_request("message to delete not found")
    if not _deletable(world, chat_id, stored):
        raise bad_request("message can't be deleted for everyone")
    world.remove(chat_id, message_id, by="bot")
    return True


def delete_messages(world: World, parameters: Parameters) -> bool:
    """Delete several messages; those that can't be deleted are skipped."""
    chat_id = sending.read_chat_id(world, parameters)
    message_ids = parameters.structure("message_ids")
    if not isinstance(message_ids, list) or not message_ids:
        raise bad_request("message identifiers are not specified")
    if len(message_ids) > MAX_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    world.reachable_chat(chat_id)
    for message_id in message_ids:
        stored = world.find(chat_id, message_id) if isinstance(message_id, int) else None
        if stored is not None and _deletable(world, chat_id, stored):
            world.remove(chat_id, message_id, by="bot")
    return True


def _deletable(world: World, chat_id: int, stored: StoredMessage) -> bool:
    fresh = world.now() - stored.body["date"] < DELETABLE_FOR
    return fresh and (stored.by_bot or chat_id > 0)


def answer_callback_query(world: World, parameters: Parameters) -> bool:
    """Answer a pressed button: nothing, a toast, or an alert."""
    text = parameters.text("text")
    if len(text) > MAX_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    url = parameters.text("url")
    own = f"https://t.me/{world.bot['username']}?start="
    if url and not url.lower().startswith(own.lower()):
        raise bad_request("URL_INVALID")
    query_id = parameters.text("callback_query_id")
    press = world.take_press(query_id)
    if press is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    world.transcript.add(
        "toast",
        press.chat_id,
        user_id=press.user_id,
        query_id=query_id,
        message_id=press.message_id,
        text=text,
        alert=parameters.flag("show_alert"),
        url=url,
    )
    return True


def set_message_reaction(world: World, parameters: Parameters) -> bool:
    """Set the bot's reaction to a message, or remove it."""
    chosen = _read_reactions(parameters.structure("reaction"))
    chat_id = sending.read_chat_id(world, parameters)
    message_id = _read_message_id(parameters)
    world.reachable_chat(chat_id)
    if world.find(chat_id, message_id) is None:
        raise bad_request("message to react not found")
    world.react(chat_id, message_id, chosen, by="bot")
    return True


def _read_reactions(value: Any) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise bad_request("expected an Array of ReactionType")
    if len(value) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    chosen = [str(one.get("emoji", "")).replace("\ufe0f", "") for one in value]
    if any(emoji not in REACTIONS for emoji in chosen):
        raise bad_request("REACTION_INVALID")
    return chosen
