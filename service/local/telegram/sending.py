"""Methods that send new messages."""

from typing import Any

from service.local.telegram import keyboards, markup
from service.local.telegram.files import MAX_TO_DOWNLOAD
from service.local.telegram.parameters import Parameters
from service.local.telegram.refusal import bad_request
from service.local.telegram.world import Message, World

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100
EFFECTS = {
    "5104841245755180586",  # 🔥
    "5107584321108051014",  # 👍
    "5104858069142078462",  # 👎
    "5044134455711629726",  # ❤
    "5046509860389126442",  # 🎉
    "5046589136895476101",  # 💩
}
"""The message effects that every bot may use; others need Telegram Premium."""
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def read_formatted(parameters: Parameters, name: str) -> tuple[str, list[markup.Entity]]:
    """Read a text or caption with its `parse_mode` or its entities. Raises Refusal."""
    source = parameters.text(name)
    mode = parameters.text("parse_mode").lower()
    if mode == "html":
        text, entities = markup.parse_html(source)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        field = "entities" if name == "text" else f"{name}_entities"
        text, entities = source, _read_entities(parameters.structure(field))
    text, entities = markup.tidy(text, entities)
    found = markup.find_entities(text, entities[:MAX_ENTITIES])
    return text, found


def _read_entities(value: Any) -> list[markup.Entity]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise bad_request("expected an Array of message entities")
    for entity in value:
        numbers = isinstance(entity, dict) and all(
            isinstance(entity.get(key), int) for key in ("offset", "length")
        )
        if not numbers or not isinstance(entity.get("type"), str):
            raise bad_request("can't parse MessageEntity")
    return [dict(entity) for entity in value if entity["length"] > 0]


def text_content(parameters: Parameters) -> Message:
    """Return the fields of a Message with a text."""
    text, entities = read_formatted(parameters, "text")
    if not text:
        raise bad_request("message text is empty")
    if markup.units(text) > MAX_TEXT:
        raise bad_request("message is too long")
    content: Message = {"text": text}
    if entities:
        content["entities"] = entities
    preview = parameters.structure("link_preview_options")
    if preview is not None:
        if not isinstance(preview, dict):
            raise bad_request("can't parse link preview options: expected an Object")
        content["link_preview_options"] = preview
    return content


def caption_content(parameters: Parameters) -> Message:
    """Return the fields of a Message with a caption."""
    text, entities = read_formatted(parameters, "caption")
    if markup.units(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    content: Message = {"caption": text} if text else {}
    if entities:
        content["caption_entities"] = entities
    return content


def read_chat_id(world: World, parameters: Parameters) -> int:
    """Return the id of the chat that is named by number or by @username. Raises Refusal."""
    name = parameters.text("chat_id").strip()
    if not name:
        raise bad_request("chat_id is empty")
    if name.startswith("@"):
        for person in world.people.values():
            if person.username and person.username.lower() == name[1:].lower():
                return person.id
        raise bad_request("chat not found")
    return parameters.integer("chat_id")


def _reply(world: World, parameters: Parameters, chat_id: int) -> Message:
    reply = parameters.structure("reply_parameters")
    if reply is not None and not isinstance(reply, dict):
        raise bad_request("object expected as reply parameters")
    reply = Parameters(reply or {"message_id": parameters.integer("reply_to_message_id")})
    message_id = reply.integer("message_id")
    if not message_id:
        return {}
    replied = world.find(chat_id, message_id)
    if replied is None:
        allowed = reply.flag("allow_sending_without_reply") or parameters.flag(
            "allow_sending_without_reply"
        )
        if allowed:
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": brief(replied.body)}


def brief(message: Message) -> Message:
    """Return a message as it is quoted in a reply: without the message it replies to."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}


def _post(world: World, parameters: Parameters, content: Message) -> Message:
    keyboard = keyboards.read_markup(parameters)
    chat_id = read_chat_id(world, parameters)
    chat = world.reachable_chat(chat_id)
    content = _reply(world, parameters, chat_id) | content
    if parameters.flag("protect_content"):
        content["has_protected_content"] = True
    if effect := parameters.text("message_effect_id"):
        if chat["type"] != "private" or effect not in EFFECTS:
            raise bad_request("EFFECT_ID_INVALID")
        content["effect_id"] = effect
    if keyboard is not None and "inline_keyboard" in keyboard:
        content["reply_markup"] = keyboard
    if chat["type"] != "private":
        world.pace.take_turn(chat_id, world.now())
    body = world.post(chat, world.bot, content)
    if keyboard is not None and "inline_keyboard" not in keyboard:
        world.transcript.add("keyboard", chat_id, message_id=body["message_id"], markup=keyboard)
    return body


def send_message(world: World, parameters: Parameters) -> Message:
    """Send a text."""
    return _post(world, parameters, text_content(parameters))


def send_photo(world: World, parameters: Parameters) -> Message:
    """Send a photo, new or known by file_id."""
    return _post(world, parameters, photo_content(world, parameters) | caption_content(parameters))


def send_document(world: World, parameters: Parameters) -> Message:
    """Send a document, new or known by file_id."""
    return _post(
        world, parameters, document_content(world, parameters) | caption_content(parameters)
    )


def photo_content(world: World, parameters: Parameters, name: str = "photo") -> Message:
    """Return the fields of a Message with a photo."""
    upload = parameters.upload(name)
    if upload is not None:
        file = world.files.store(upload, photo=True)
    else:
        known = world.files.find(_known_id(parameters, name, "photo"))
        if known is None or not known.path.startswith("photos/"):
            raise bad_request("wrong file identifier/HTTP URL specified")
        file = known
    content: Message = {"photo": file.as_photo()}
    if parameters.flag("has_spoiler"):
        content["has_media_spoiler"] = True
    return content


def document_content(world: World, parameters: Parameters, name: str = "document") -> Message:
    """Return the fields of a Message with a document."""
    upload = parameters.upload(name)
    if upload is not None:
        return {"document": world.files.store(upload).as_document()}
    known = world.files.find(_known_id(parameters, name, "document"))
    if known is None or not known.path.startswith("documents/"):
        raise bad_request("wrong file identifier/HTTP URL specified")
    return {"document": known.as_document()}


def _known_id(parameters: Parameters, name: str, what: str) -> str:
    value = parameters.text(name)
    if not value or value.startswith("attach://"):
        raise bad_request(f"there is no {what} in the request")
    return value


def send_chat_action(world: World, parameters: Parameters) -> bool:
    """Show that the bot is typing or uploading."""
    action = parameters.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat_id = read_chat_id(world, parameters)
    world.reachable_chat(chat_id)
    world.transcript.add("action", chat_id, action=action)
    return True


def get_file(world: World, parameters: Parameters) -> dict[str, Any]:
    """Return the path for downloading a file."""
    file_id = parameters.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    file = world.files.find(file_id)
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > MAX_TO_DOWNLOAD:
        raise bad_request("file is too big")
    return {**file.brief(), "file_path": file.path}
