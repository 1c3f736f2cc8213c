"""Groups: the bot's place in them, what it hears there, and how much it may write."""

from collections import deque
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Literal

from service.local.telegram import markup
from service.local.telegram.refusal import Refusal, forbidden

Place = Literal["member", "administrator", "left", "kicked"]

PER_MINUTE = 20
"""Messages and edits of the bot in one group that pass within a minute."""

SERVICE = frozenset(
    (
        *("new_chat_members", "left_chat_member", "group_chat_created", "pinned_message"),
        *("migrate_to_chat_id", "migrate_from_chat_id"),
    )
)
"""Fields of messages that tell of a change in the group. Every bot in it gets these."""


@dataclass
class Group:
    """A group chat; `bot` is the bot's place in it, `moved_to` the supergroup that it became."""

    id: int
    title: str
    members: list[int] = field(default_factory=list)
    type: Literal["group", "supergroup"] = "supergroup"
    bot: Place = "member"
    moved_to: int | None = None

    def as_chat(self) -> dict[str, Any]:
        """Return Telegram's Chat."""
        return {"id": self.id, "title": self.title, "type": self.type}

    @property
    def has_bot(self) -> bool:
        """Whether the bot is in it now."""
        return self.moved_to is None and self.bot in {"member", "administrator"}

    def check(self) -> None:
        """Check that the bot may write here. Raises Refusal."""
        if self.moved_to is not None:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, words, migrate_to_chat_id=self.moved_to)
        what = f"the {self.type} chat"
        if self.bot == "kicked":
            raise forbidden(f"bot was kicked from {what}")
        if self.bot == "left":
            raise forbidden(f"bot is not a member of {what}")


class Pace:
    """Counts what the bot writes in each group."""

    def __init__(self) -> None:
        self._written: dict[int, deque[float]] = {}

    def take_turn(self, chat_id: int, now: float) -> None:
        """Count a message or an edit. Raises Refusal when it is one too many for the minute."""
        written = self._written.setdefault(chat_id, deque())
        while written and written[0] <= now - 60:
            written.popleft()
        if len(written) >= PER_MINUTE:
            after = max(ceil(written[0] + 60 - now), 1)
            raise Refusal(429, f"Too Many Requests: retry after {after}", retry_after=after)
        written.append(now)

    def forget(self) -> None:
        """Forget what was written."""
        self._written.clear()


def bot_hears(group: Group, bot: dict[str, Any], message: dict[str, Any]) -> bool:
    """Return whether the bot gets a message of a group. As a member it is in privacy mode."""
    if not group.has_bot:
        return False
    if group.bot == "administrator" or SERVICE & message.keys():
        return True
    answered = message.get("reply_to_message", {}).get("from", {}).get("id")
    if bot["id"] in {answered, message.get("via_bot", {}).get("id")}:
        return True
    name = str(bot["username"]).lower()
    return any(_addressed(kind, words, name) for kind, words in _entities(message))


def _entities(message: dict[str, Any]) -> list[tuple[str, str]]:
    found = []
    for text, entities in (("text", "entities"), ("caption", "caption_entities")):
        for one in message.get(entities, []):
            words = markup.slice_units(message[text], one["offset"], one["length"])
            found.append((one["type"], words.lower()))
    return found


def _addressed(kind: str, words: str, name: str) -> bool:
    """Return whether a command or a mention is meant for the bot."""
    if kind == "bot_command":
        return words.partition("@")[2] in {"", name}
    return kind == "mention" and words == f"@{name}"
