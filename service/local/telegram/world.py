"""The state of the stand-in: people, chats, messages, and the bot's profile."""

import secrets
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from service.local.telegram.faults import Faults
from service.local.telegram.files import Files
from service.local.telegram.groups import Group, Pace
from service.local.telegram.history import History
from service.local.telegram.inline_queries import Inline
from service.local.telegram.refusal import bad_request, forbidden
from service.local.telegram.transcript import Transcript
from service.local.telegram.updates import PRESS_LIFE, Entry, Inbox

Message = dict[str, Any]
_BEGINNING = 1_767_225_600  # 2026-01-01: numbers of messages and updates count from here
_NUMBERS_PER_SECOND = 10


@dataclass
class Person:
    """A person; `started` once they have written to the bot in private."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str | None = "en"
    started: bool = False
    blocked: bool = False

    def as_user(self) -> dict[str, Any]:
        """Return Telegram's User."""
        return {"id": self.id, "is_bot": False} | self._names() | self._language()

    def as_chat(self) -> dict[str, Any]:
        """Return the private Chat with the bot."""
        return {"id": self.id} | self._names() | {"type": "private"}

    def _names(self) -> dict[str, Any]:
        names = {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
        }
        return {name: value for name, value in names.items() if value}

    def _language(self) -> dict[str, Any]:
        return {"language_code": self.language_code} if self.language_code else {}


@dataclass
class StoredMessage:
    """A message in its present state, with what Telegram's Message does not contain."""

    body: Message
    reactions: dict[str, list[str]] = field(default_factory=dict)
    deleted: bool = False

    @property
    def by_bot(self) -> bool:
        """Whether the bot wrote it."""
        return bool(self.body["from"]["is_bot"]) and "sender_chat" not in self.body


@dataclass
class Press:
    """A pressed button that waits for answerCallbackQuery."""

    query_id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    expires: float


@dataclass
class Profile:
    """The bot's profile, by language (and scope), and its webhook."""

    commands: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[str, dict[str, Any]] = field(default_factory=dict)
    allowed_updates: list[str] | None = None
    webhook: dict[str, Any] = field(default_factory=dict)


class World:
    """The whole state of the stand-in."""

    def __init__(self, token: str, history: History, *, name: str, username: str) -> None:
        self.token = token
        number = token.partition(":")[0]
        self.bot: dict[str, Any] = {
            "id": int(number) if number.isdigit() else 1,
            "is_bot": True,
            "first_name": name,
            "username": username,
        }
        self.history = history
        self.clock_shift = 0.0
        self.failures: list[Exception] = []
        """Errors in the stand-in's own code; a test must end with none."""
        self.transcript = Transcript(self.now)
        self.inbox = Inbox(history, self.now, self._note_settled)
        self.files = Files(history)
        self.faults = Faults()
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.pace = Pace()
        self.pins: dict[int, list[int]] = {}
        self.messages: dict[int, dict[int, StoredMessage]] = {}
        self.presses: dict[str, Press] = {}
        self.inline = Inline()
        self.profile = Profile()
        self.calls_under_way = 0
        self._next_message_id = 1

    def load(self) -> None:
        """Load an earlier run, or add one Russian and one English speaker."""
        first = max(int((time.time() - _BEGINNING) * _NUMBERS_PER_SECOND), 1)
        self.people = {value["id"]: Person(**value) for value in self.history.all("person")}
        self.groups = {value["id"]: Group(**value) for value in self.history.all("group")}
        self.pins = {value["chat_id"]: value["pins"] for value in self.history.all("pins")}
        for value in self.history.all("profile"):
            self.profile = Profile(**value)
        self.inbox.allowed = self.profile.allowed_updates
        self.presses = {value["query_id"]: Press(**value) for value in self.history.all("press")}
        messages = [StoredMessage(**value) for value in self.history.all("message")]
        for message in sorted(messages, key=lambda one: one.body["message_id"]):
            self._chat_messages(message.body["chat"]["id"])[message.body["message_id"]] = message
            first = max(first, message.body["message_id"] + 1)
        self._next_message_id = first
        self.inbox.load(first)
        self.files.load()
        if not self.people:
            self.welcome_defaults()

    def welcome_defaults(self) -> None:
        """Add the two people that every new history begins with."""
        self.add_person(Person(1001, "Анна", username="anna_desk", language_code="ru"))
        self.add_person(Person(1002, "Boris", username="boris_desk", language_code="en"))

    def reset(self) -> None:
        """Clear everything and add the default people; message numbers go on."""
        self.history.clear()
        self.inbox.forget()
        self.files.forget()
        self.faults.clear()
        for known in (self.people, self.groups, self.messages, self.presses, self.pins):
            known.clear()
        self.pace.forget()
        self.inline = Inline()
        self.profile = Profile()
        self.clock_shift = 0.0
        self.welcome_defaults()
        self.transcript.add("reset")

    def now(self) -> float:
        """Return the stand-in's time in Unix seconds; tests may move it forward."""
        return time.time() + self.clock_shift

    def add_person(self, person: Person) -> None:
        """Add a person, or replace their data."""
        self.people[person.id] = person
        self.save_person(person)
        self.transcript.add("person", person.id, person=asdict(person))

    def save_person(self, person: Person) -> None:
        """Store a person's present state."""
        self.history.put("person", person.id, asdict(person))

    def add_group(self, group: Group) -> None:
        """Add a group chat, or store what has changed in it."""
        self.groups[group.id] = group
        self.history.put("group", group.id, asdict(group))
        self.transcript.add("group", group.id, group=asdict(group))

    def save_profile(self) -> None:
        """Store the bot's profile and notify the chat page."""
        self.profile.allowed_updates = self.inbox.allowed
        self.history.put("profile", "bot", asdict(self.profile))
        self.transcript.add("profile")

    def reachable_chat(self, chat_id: int) -> dict[str, Any]:
        """Return a chat that the bot may write to now. Raises Refusal."""
        if group := self.groups.get(chat_id):
            group.check()
            return group.as_chat()
        person = self.people.get(chat_id)
        if person is None:
            raise bad_request("chat not found")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
        return person.as_chat()

    def post(self, chat: dict[str, Any], sender: dict[str, Any], content: Message) -> Message:
        """Add a new message to a chat; return it."""
        message_id = self._next_message_id
        self._next_message_id += 1
        body = {
            "message_id": message_id,
            "from": sender,
            "chat": chat,
            "date": int(self.now()),
            **content,
        }
        self._chat_messages(chat["id"])[message_id] = StoredMessage(body)
        self.save_message(body["chat"]["id"], message_id)
        by = "bot" if sender["id"] == self.bot["id"] else "person"
        self.transcript.add("message", chat["id"], by=by, message=body)
        return body

    def announce(
        self, chat: dict[str, Any], sender: dict[str, Any], content: Message
    ) -> dict[str, Any]:
        """Add a service message and queue its update, if the bot is in the chat."""
        message = self.post(chat, sender, content)
        group, update_id = self.groups.get(chat["id"]), None
        if group is None or group.has_bot:
            lane = f"chat:{chat['id']}"
            update_id = self.inbox.add("message", message, chat_id=chat["id"], lane=lane)
        return {
            "message_id": message["message_id"],
            "update_id": update_id,
            "chat_id": chat["id"],
        }

    def change(self, chat_id: int, message_id: int, body: Message, *, by: str) -> Message:
        """Replace a message's content; return it."""
        self._chat_messages(chat_id)[message_id].body = body
        self.save_message(chat_id, message_id)
        self.transcript.add("edit", chat_id, by=by, message=body)
        return body

    def remove(self, chat_id: int, message_id: int, *, by: str) -> None:
        """Delete a message for everyone."""
        self._chat_messages(chat_id)[message_id].deleted = True
        self.save_message(chat_id, message_id)
        self.transcript.add("delete", chat_id, by=by, message_id=message_id)

    def react(self, chat_id: int, message_id: int, emoji: list[str], *, by: str) -> None:
        """Set the reaction of the bot or a person to a message."""
        stored = self._chat_messages(chat_id)[message_id]
        stored.reactions = {**stored.reactions, by: emoji}
        self.save_message(chat_id, message_id)
        self.transcript.add("reaction", chat_id, by=by, message_id=message_id, emoji=emoji)

    def find(self, chat_id: int, message_id: int) -> StoredMessage | None:
        """Find a message that is not deleted."""
        stored = self.messages.get(chat_id, {}).get(message_id)
        return None if stored is None or stored.deleted else stored

    def pinned(self, chat_id: int) -> list[int]:
        """List the pinned messages of a chat that are not deleted, oldest first."""
        pins = self.pins.get(chat_id, [])
        return [message_id for message_id in pins if self.find(chat_id, message_id)]

    def pin(self, chat_id: int, message_id: int, *, pinned: bool = True) -> None:
        """Pin a message, or unpin it."""
        others = [one for one in self.pinned(chat_id) if one != message_id]
        self.pins[chat_id] = [*others, message_id] if pinned else others
        self.history.put("pins", chat_id, {"chat_id": chat_id, "pins": self.pins[chat_id]})
        self.transcript.add("pin", chat_id, pinned=self.pins[chat_id])

    def visible(self, chat_id: int, last: int | None = None) -> Iterable[StoredMessage]:
        """List the messages of a chat that are not deleted, oldest first."""
        alive = [stored for stored in self.messages.get(chat_id, {}).values() if not stored.deleted]
        return alive if last is None else alive[-last:]

    def save_message(self, chat_id: int, message_id: int) -> None:
        """Store a message's present state."""
        stored = self.messages[chat_id][message_id]
        value = {"body": stored.body, "reactions": stored.reactions, "deleted": stored.deleted}
        self.history.put("message", f"{chat_id}:{message_id}", value)

    def add_press(self, user_id: int, chat_id: int, message_id: int, data: str) -> Press:
        """Add a callback query."""
        query_id = str(secrets.randbits(62))
        expires = self.now() + PRESS_LIFE
        press = Press(query_id, user_id, chat_id, message_id, data, expires)
        self.presses[query_id] = press
        self.history.put("press", query_id, asdict(press))
        return press

    def take_press(self, query_id: str) -> Press | None:
        """Remove and return a callback query; None if it is unknown, answered or expired."""
        press = self.presses.pop(query_id, None)
        self.history.drop("press", query_id)
        return press if press is not None and press.expires > self.now() else None

    def _chat_messages(self, chat_id: int) -> dict[int, StoredMessage]:
        return self.messages.setdefault(chat_id, {})

    def _note_settled(self, entry: Entry) -> None:
        message = entry.body.get("message")
        message_id = message.get("message_id") if isinstance(message, dict) else None
        self.transcript.add(
            "settled", entry.chat_id, update_id=entry.update_id, message_id=message_id
        )
