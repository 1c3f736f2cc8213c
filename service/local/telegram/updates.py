"""The bot's inbox: numbered updates that stay until they are confirmed or expire."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import chain
from typing import Any

from service.local.telegram.history import History

MESSAGE_LIFE = 24 * 3600.0
PRESS_LIFE = 150.0
ON_REQUEST_ONLY = {"chat_member", "message_reaction", "message_reaction_count"}
_REMEMBERED = 100_000


@dataclass(slots=True)
class Entry:
    """One update; `lane` is its webhook queue, `again` marks one that is delivered again."""

    update_id: int
    kind: str
    chat_id: int | None
    lane: str
    body: dict[str, Any]
    expires: float
    again: bool = False
    handed: bool = field(default=False, compare=False)
    settled: bool = field(default=False, compare=False)


class Inbox:
    """Updates in order; those delivered again come before the others."""

    def __init__(
        self, history: History, now: Callable[[], float], settled: Callable[[Entry], None]
    ) -> None:
        self._history = history
        self._now = now
        self._on_settled = settled
        self._fresh: deque[Entry] = deque()
        self._again: deque[Entry] = deque()
        self._past: deque[Entry] = deque(maxlen=_REMEMBERED)
        self._open: dict[int, Entry] = {}
        self.next_id = 1
        self.allowed: list[str] | None = None
        self.arrived: Callable[[], None] = lambda: None
        self._held_back = False

    def load(self, first_id: int) -> None:
        """Load the unconfirmed updates of an earlier run; new ids start at `first_id` or later."""
        entries = sorted(self._history.all("update"), key=lambda value: value["update_id"])
        for value in entries:
            value.pop("handed"), value.pop("settled")
            self._append(Entry(**value))
        last = max((entry.update_id for entry in self._fresh), default=0)
        self.next_id = max(first_id, last + 1)

    def forget(self) -> None:
        """Drop every update, including past ones; the numbering goes on."""
        self._fresh.clear()
        self._again.clear()
        self._past.clear()
        self._open.clear()
        self.allowed = None

    def wants(self, kind: str) -> bool:
        """Return whether the bot wants this kind of update."""
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST_ONLY

    def add(
        self, kind: str, content: Any, *, chat_id: int | None, lane: str, life: float = MESSAGE_LIFE
    ) -> int | None:
        """Queue an update and return its number; None when the bot does not want its kind."""
        if not self.wants(kind):
            return None
        return self.add_raw({kind: content}, kind=kind, chat_id=chat_id, lane=lane, life=life)

    def add_raw(
        self,
        body: dict[str, Any],
        *,
        kind: str = "raw",
        chat_id: int | None = None,
        lane: str = "raw",
        life: float = MESSAGE_LIFE,
    ) -> int:
        """Queue any body and return its number: its own update_id, or the next one."""
        own = body.get("update_id")
        update_id = own if isinstance(own, int) else self.next_id
        self.next_id = max(self.next_id, update_id + 1)
        body = {"update_id": update_id} | body
        entry = Entry(update_id, kind, chat_id, lane, body, self._now() + life)
        self._append(entry)
        self._history.put("update", update_id, asdict(entry))
        if not self._held_back:
            self.arrived()
        return update_id

    @contextmanager
    def together(self) -> Iterator[None]:
        """Announce the updates added meanwhile only at the end, so that they go in one batch."""
        self._held_back = True
        try:
            yield
        finally:
            self._held_back = False
            self.arrived()

    def redeliver(self, update_ids: Iterable[int] | None = None) -> list[int]:
        """Queue past updates again (None: all) under their old numbers; return those."""
        wanted = None if update_ids is None else set(update_ids)
        chosen = [past for past in self._past if wanted is None or past.update_id in wanted]
        far = self._now() + MESSAGE_LIFE
        for past in sorted(chosen, key=lambda entry: entry.update_id):
            twin = Entry(
                past.update_id, past.kind, past.chat_id, past.lane, past.body, far, again=True
            )
            self._again.append(twin)
            self._open[twin.update_id] = twin
        self.arrived()
        return [entry.update_id for entry in chosen]

    def confirm(self, offset: int) -> None:
        """Drop everything below the offset: the bot has it.

        An update that is delivered again must be handed out first, because the offset of a bot
        that kept running is already past it.
        """
        while self._again and self._again[0].update_id < offset and self._again[0].handed:
            self.settle(self._again.popleft())
        while self._fresh and self._fresh[0].update_id < offset:
            self.settle(self._fresh.popleft())

    def confirm_all_but(self, count: int) -> None:
        """Drop all but the last `count` updates, as a negative offset demands."""
        waiting = self.waiting()
        for entry in waiting[: max(len(waiting) - count, 0)]:
            self.settle(entry)

    def waiting(self, limit: int | None = None) -> list[Entry]:
        """List the unconfirmed updates, oldest first, dropping expired ones."""
        for queue in (self._again, self._fresh):
            while queue and queue[0].settled:
                queue.popleft()
        found: list[Entry] = []
        for entry in chain(self._again, self._fresh):
            if entry.settled:
                continue
            if entry.expires <= self._now():
                self.settle(entry)
                continue
            found.append(entry)
            if len(found) == limit:
                break
        return found

    def settle(self, entry: Entry) -> None:
        """Remove an update: it was confirmed, or has expired."""
        if entry.settled:
            return
        entry.settled = True
        if self._open.get(entry.update_id) is entry:
            del self._open[entry.update_id]
        self._history.drop("update", entry.update_id)
        self._on_settled(entry)

    def is_settled(self, update_id: int) -> bool:
        """Return whether an update was confirmed or has expired."""
        return update_id not in self._open

    def open_messages(self, chat_id: int) -> list[int]:
        """List the messages of a chat that the bot has not confirmed."""
        bodies = (entry.body for entry in self._open.values() if entry.chat_id == chat_id)
        return [body["message"]["message_id"] for body in bodies if "message" in body]

    @property
    def open_count(self) -> int:
        """Number of updates that wait for the bot."""
        return len(self._open)

    def _append(self, entry: Entry) -> None:
        self._fresh.append(entry)
        self._past.append(entry)
        self._open[entry.update_id] = entry
