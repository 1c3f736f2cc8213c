"""The methods that change or remove what stands in a chat, and react to it."""

from typing import Any

from service.local.telegram import keyboards, sending
from service.local.telegram.parameters import Parameters
from service.local.telegram.refusal import bad_request
from service.local.telegram.world import Kept, Message, World

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


def _read_message_id(given: Parameters) -> int:
    message_id = given.integer("message_id")
    if message_id <= 0:
        raise bad_request("message identifier is not specified")
    return message_id


def _editable(world: World, given: Parameters) -> tuple[int, int, Kept]:
    if "inline_message_id" in given:
        raise bad_request("MESSAGE_ID_INVALID")
    chat_id = sending.read_chat_id(world, given)
    message_id = _read_message_id(given)
    world.reachable_chat(chat_id)
    kept = world.find(chat_id, message_id)
    if kept is None:
        raise bad_request("message to edit not found")
    if not kept.by_bot:
        raise bad_request("message can't be edited")
    return chat_id, message_id, kept


def _edit(world: World, given: Parameters, drop: tuple[str, ...], content: Message) -> Message:
    """Replace some fields and the keyboard, unless nothing would be different."""
    keyboard = keyboards.read_inline_markup(given)
    chat_id, message_id, kept = _editable(world, given)
    gone = {*drop, "reply_markup", "edit_date"}
    body = {name: value for name, value in kept.body.items() if name not in gone} | content
    if keyboard is not None:
        body["reply_markup"] = keyboard
    before = {name: value for name, value in kept.body.items() if name != "edit_date"}
    if body == before:
        raise bad_request(_NOT_MODIFIED)
    body["edit_date"] = int(world.now())
    return world.change(chat_id, message_id, body, by="bot")


def edit_message_text(world: World, given: Parameters) -> Message:
    """Change the text of a message of the bot."""
    content = sending.text_content(given)
    kept = _editable(world, given)[2]
    if "text" not in kept.body:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, given, _TEXT, content)


def edit_message_caption(world: World, given: Parameters) -> Message:
    """Change the words under a photo or document of the bot."""
    content = sending.caption_content(given)
    kept = _editable(world, given)[2]
    if not any(name in kept.body for name in _MEDIA):
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, given, _CAPTION, content)


def edit_message_reply_markup(world: World, given: Parameters) -> Message:
    """Change the keyboard under a message of the bot."""
    return _edit(world, given, (), {})


def edit_message_media(world: World, given: Parameters) -> Message:
    """Swap the photo or document of a message of the bot."""
    media = given.structure("media")
    if not isinstance(media, dict):
        raise bad_request("media not found")
    inner = Parameters(media, given.files)
    _editable(world, given)
    if media.get("type") == "photo":
        content = sending.photo_content(world, inner, "media")
    elif media.get("type") == "document":
        content = sending.document_content(world, inner, "media")
    else:
        raise bad_request("can't parse InputMedia: Media type must be photo or document")
    content |= sending.caption_content(inner)
    return _edit(world, given, _TEXT + _CAPTION + _MEDIA, content)


def delete_message(world: World, given: Parameters) -> bool:
    """Delete one message."""
    chat_id = sending.read_chat_id(world, given)
    message_id = _read_message_id(given)
    world.reachable_chat(chat_id)
    kept = world.find(chat_id, message_id)
    if kept is None:
        raise bad_request("message to delete not found")
    if not _deletable(world, chat_id, kept):
        raise bad_request("message can't be deleted for everyone")
    world.remove(chat_id, message_id, by="bot")
    return True


def delete_messages(world: World, given: Parameters) -> bool:
    """Delete several messages; those that cannot be are passed over."""
    chat_id = sending.read_chat_id(world, given)
    message_ids = given.structure("message_ids")
    if not isinstance(message_ids, list) or not message_ids:
        raise bad_request("message identifiers are not specified")
    if len(message_ids) > MAX_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    world.reachable_chat(chat_id)
    for message_id in message_ids:
        kept = world.find(chat_id, message_id) if isinstance(message_id, int) else None
        if kept is not None and _deletable(world, chat_id, kept):
            world.remove(chat_id, message_id, by="bot")
    return True


def _deletable(world: World, chat_id: int, kept: Kept) -> bool:
    fresh = world.now() - kept.body["date"] < DELETABLE_FOR
    return fresh and (kept.by_bot or chat_id > 0)


def answer_callback_query(world: World, given: Parameters) -> bool:
    """Answer a pressed button: nothing, a toast, or an alert."""
    text = given.text("text")
    if len(text) > MAX_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    query_id = given.text("callback_query_id")
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
        alert=given.flag("show_alert"),
        url=given.text("url"),
    )
    return True


def set_message_reaction(world: World, given: Parameters) -> bool:
    """Show what the bot thinks of a message with one emoji, or take that back."""
    chosen = _read_reactions(given.structure("reaction"))
    chat_id = sending.read_chat_id(world, given)
    message_id = _read_message_id(given)
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
