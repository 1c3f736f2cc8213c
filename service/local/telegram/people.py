"""Acts of people: write, edit, send files, forward, react, block."""

import secrets
from typing import Any, Literal

from service.local.telegram import elsewhere, markup
from service.local.telegram.elsewhere import Origin
from service.local.telegram.groups import bot_hears
from service.local.telegram.parameters import Upload
from service.local.telegram.refusal import Impossible
from service.local.telegram.sending import brief
from service.local.telegram.world import Message, Person, StoredMessage, World

Sender = Literal["person", "anonymous", "channel", "nobody"]
"""As whom a person writes: in a group as its anonymous admin or as a channel; in the private
chat in a message that does not say who wrote it."""

MOST_OF_ALBUM = 10


def person_of(world: World, user_id: int) -> Person:
    """Find a person. Raises Impossible."""
    if user_id not in world.people:
        raise Impossible(f"there is no person {user_id}")
    return world.people[user_id]


def chat_of(world: World, person: Person, chat_id: int | None) -> dict[str, Any]:
    """Find a chat that a person is in. Raises Impossible."""
    if chat_id is None or chat_id == person.id:
        return person.as_chat()
    group = world.groups.get(chat_id)
    if group is None or person.id not in group.members or group.moved_to is not None:
        raise Impossible(f"{person.first_name} is not in chat {chat_id}")
    return group.as_chat()


def write(  # noqa: PLR0913, PLR0917 - who writes what, where, and as whom
    world: World,
    user_id: int,
    chat_id: int | None,
    reply_to: int | None,
    content: Message,
    sender: Sender = "person",
) -> dict[str, Any]:
    """Post a message of a person and queue its update."""
    person = person_of(world, user_id)
    chat = chat_of(world, person, chat_id)
    if (sender in {"anonymous", "channel"}) != (chat["id"] != person.id) and sender != "person":
        raise Impossible(f"{sender} is no sender in a chat of type {chat['type']}")
    if chat["id"] == person.id:
        _begin(world, person)
    if reply_to is not None:
        replied = message_of(world, chat["id"], reply_to)
        content = {"reply_to_message": brief(replied.body)} | content
    user = person.as_user()
    if sender == "anonymous":
        user, content = elsewhere.ANONYMOUS, {"sender_chat": chat} | content
    elif sender == "channel":
        user, content = elsewhere.CHANNEL_BOT, {"sender_chat": elsewhere.channel()} | content
    message = world.post(chat, user, content)
    told = {name: value for name, value in message.items() if name != "from" or sender != "nobody"}
    update_id = None
    if _bot_sees(world, message):
        update_id = world.inbox.add("message", told, chat_id=chat["id"], lane=f"chat:{chat['id']}")
    return {"message_id": message["message_id"], "update_id": update_id, "chat_id": chat["id"]}


def _begin(world: World, person: Person) -> None:
    """Open the private chat; writing to the bot unblocks it."""
    if person.blocked:
        block(world, person.id, blocked=False)
    if not person.started:
        person.started = True
        world.save_person(person)


def _bot_sees(world: World, message: Message) -> bool:
    """Return whether the bot receives a message."""
    group = world.groups.get(message["chat"]["id"])
    return group is None or bot_hears(group, world.bot, message)


def message_of(world: World, chat_id: int, message_id: int) -> StoredMessage:
    """Find a message. Raises Impossible."""
    stored = world.find(chat_id, message_id)
    if stored is None:
        raise Impossible(f"there is no message {message_id} in chat {chat_id}")
    return stored


def _text_content(text: str, name: str = "text") -> Message:
    entities = markup.find_entities(text, [])
    key = "entities" if name == "text" else f"{name}_entities"
    return {name: text} | ({key: entities} if entities else {})


def say(  # noqa: PLR0913 - a message has many properties
    world: World,
    user_id: int,
    text: str,
    *,
    chat_id: int | None = None,
    reply_to: int | None = None,
    sender: Sender = "person",
    via_bot: str | None = None,
) -> dict[str, Any]:
    """Send a text. `via_bot` is the username of the inline bot that wrote it."""
    if not text.strip():
        raise Impossible("an empty message cannot be sent")
    content = _text_content(text)
    if via_bot is not None:
        content |= {"via_bot": elsewhere.inline_bot(via_bot)}
    return write(world, user_id, chat_id, reply_to, content, sender)


def edit(
    world: World, user_id: int, message_id: int, text: str, *, chat_id: int | None = None
) -> dict[str, Any]:
    """Edit one's own text or caption."""
    chat = chat_of(world, person_of(world, user_id), chat_id)
    stored = message_of(world, chat["id"], message_id)
    if stored.body["from"]["id"] != user_id:
        raise Impossible("people can only edit their own messages")
    if "forward_origin" in stored.body or "via_bot" in stored.body:
        raise Impossible("what somebody else wrote cannot be edited")
    name = "text" if "text" in stored.body else "caption"
    if stored.body.get(name, "") == text:
        raise Impossible("the new text is the same as the old one")
    gone = {name, "entities" if name == "text" else "caption_entities"}
    body = {key: value for key, value in stored.body.items() if key not in gone}
    body |= _text_content(text, name) | {"edit_date": int(world.now())}
    world.change(chat["id"], message_id, body, by="person")
    update_id = None
    if _bot_sees(world, body):
        update_id = world.inbox.add(
            "edited_message", body, chat_id=chat["id"], lane=f"chat:{chat['id']}"
        )
    return {"message_id": message_id, "update_id": update_id, "chat_id": chat["id"]}


def upload(  # noqa: PLR0913 - a file has many properties
    world: World,
    user_id: int,
    file: Upload,
    *,
    photo: bool = False,
    caption: str = "",
    chat_id: int | None = None,
) -> dict[str, Any]:
    """Send a file, as a document or as a photo."""
    stored = world.files.store(file, photo=photo)
    content: Message = {"photo": stored.as_photo()} if photo else {"document": stored.as_document()}
    if caption:
        content |= _text_content(caption, "caption")
    return write(world, user_id, chat_id, None, content)


def album(  # noqa: PLR0913 - a message has many properties
    world: World,
    user_id: int,
    *,
    photos: int = 2,
    captions: list[str] | None = None,
    origin: Origin | None = None,
    chat_id: int | None = None,
) -> dict[str, Any]:
    """Send several photos at once; with `origin`, forward them. The bot gets a message for each."""
    words = captions or []
    if not 2 <= photos <= MOST_OF_ALBUM:  # noqa: PLR2004 - one photo is no album
        raise Impossible(f"an album has 2 to {MOST_OF_ALBUM} photos")
    if len(words) > photos:
        raise Impossible("there are more captions than photos")
    common: Message = {"media_group_id": str(10**16 + secrets.randbelow(10**15))}
    if origin is not None:
        common |= {"forward_origin": elsewhere.origin(origin, None, int(world.now()))}
    sent = []
    for n in range(photos):
        file = world.files.store(elsewhere.picture(), photo=True)
        caption = _text_content(words[n], "caption") if words[n:] and words[n] else {}
        content = common | {"photo": file.as_photo()} | caption
        sent.append(write(world, user_id, chat_id, None, content))
    return sent[-1] | {"message_ids": [one["message_id"] for one in sent]}


def forward(  # noqa: PLR0913 - a forward has many properties
    world: World,
    user_id: int,
    message_id: int | None = None,
    *,
    text: str | None = None,
    origin: Origin | None = None,
    name: str | None = None,
    from_chat_id: int | None = None,
    chat_id: int | None = None,
) -> dict[str, Any]:
    """Forward a message of any chat, or a `text` from elsewhere.

    `origin` says whose it was (usually a person's), and `name` what they are called.
    """
    if (message_id is None) == (text is None):
        raise Impossible("a forward has a message_id or a text")
    if message_id is None:
        content = _text_content(text or "") | {
            "forward_origin": elsewhere.origin(origin or "user", name, int(world.now()))
        }
        return write(world, user_id, chat_id, None, content)
    source = message_of(world, user_id if from_chat_id is None else from_chat_id, message_id).body
    copied = ("text", "entities", "caption", "caption_entities", "photo", "document", "via_bot")
    content = {key: source[key] for key in copied if key in source}
    whose = source.get("forward_origin") or elsewhere.origin_of(source, origin)
    return write(world, user_id, chat_id, None, {"forward_origin": whose} | content)


def delete(
    world: World, user_id: int, message_id: int, *, chat_id: int | None = None
) -> dict[str, Any]:
    """Delete a message from a chat; bots receive no update about that."""
    chat = chat_of(world, person_of(world, user_id), chat_id)
    message_of(world, chat["id"], message_id)
    world.remove(chat["id"], message_id, by="person")
    return {"chat_id": chat["id"], "message_id": message_id}


def react(
    world: World, user_id: int, message_id: int, emoji: str, *, chat_id: int | None = None
) -> dict[str, Any]:
    """Set one's reaction to a message; an empty emoji removes it."""
    person = person_of(world, user_id)
    chat = chat_of(world, person, chat_id)
    stored = message_of(world, chat["id"], message_id)
    before = stored.reactions.get(str(user_id), [])
    after = [emoji] if emoji else []
    world.react(chat["id"], message_id, after, by=str(user_id))
    update = {
        "chat": chat,
        "message_id": message_id,
        "user": person.as_user(),
        "date": int(world.now()),
        "old_reaction": [{"type": "emoji", "emoji": one} for one in before],
        "new_reaction": [{"type": "emoji", "emoji": one} for one in after],
    }
    group, update_id = world.groups.get(chat["id"]), None
    if group is None or group.bot == "administrator":  # in groups only administrators get them
        update_id = world.inbox.add(
            "message_reaction", update, chat_id=chat["id"], lane=f"chat:{chat['id']}"
        )
    return {"chat_id": chat["id"], "message_id": message_id, "update_id": update_id}


def block(world: World, user_id: int, *, blocked: bool) -> dict[str, Any]:
    """Block or unblock the bot."""
    person = person_of(world, user_id)
    if person.blocked == blocked:
        return {"chat_id": user_id, "update_id": None}
    person.blocked = blocked
    world.save_person(person)
    world.transcript.add("blocked", user_id, blocked=blocked)
    states = ("member", "kicked") if blocked else ("kicked", "member")
    old, new = (_membership(world, state) for state in states)
    update = {
        "chat": person.as_chat(),
        "from": person.as_user(),
        "date": int(world.now()),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    update_id = world.inbox.add("my_chat_member", update, chat_id=user_id, lane=f"chat:{user_id}")
    return {"chat_id": user_id, "update_id": update_id}


def _membership(world: World, status: str) -> dict[str, Any]:
    until = {"until_date": 0} if status == "kicked" else {}
    return {"status": status, "user": world.bot, **until}


def new_person_id(world: World) -> int:
    """Return a free id for a new person."""
    while (number := 10_000 + secrets.randbelow(10**9)) in world.people:
        pass
    return number
