"""The transcript: numbered events, for tests and the chat page to follow."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from typing import Any

Event = dict[str, Any]
_MAX_EVENTS = 200_000


class Transcript:
    """A growing list of events; each has `seq` (its number), `kind`, `at` and `chat_id`."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._events: list[Event] = []
        self._first = 1
        self._waiting: defaultdict[int | None, set[asyncio.Future[None]]] = defaultdict(set)
        self._followers: set[asyncio.Queue[Event]] = set()

    @property
    def cursor(self) -> int:
        """The number of the newest event."""
        return self._first + len(self._events) - 1

    def add(self, kind: str, chat_id: int | None = None, **details: Any) -> Event:
        """Add an event and wake those that wait for one."""
        event = {
            "seq": self.cursor + 1,
            "kind": kind,
            "at": round(self._now(), 3),
            "chat_id": chat_id,
            **details,
        }
        self._events.append(event)
        if len(self._events) > _MAX_EVENTS:
            half = _MAX_EVENTS // 2
            del self._events[:half]
            self._first += half
        for follower in self._followers:
            follower.put_nowait(event)
        self._wake(chat_id)
        return event

    def since(self, cursor: int, chat_id: int | None = None) -> list[Event]:
        """Return the events after a number, of one chat or of all."""
        recent = self._events[max(cursor + 1 - self._first, 0) :]
        if chat_id is None:
            return recent
        return [event for event in recent if event["chat_id"] == chat_id]

    async def wait(
        self, ready: Callable[[], bool], seconds: float, chat_id: int | None = None
    ) -> bool:
        """Wait until ``ready``, checked after each event of a chat (or any); False on timeout."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not ready():
            change: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting[chat_id].add(change)
            try:
                async with asyncio.timeout_at(deadline):
                    await change
            except TimeoutError:
                return ready()
            finally:
                self._waiting[chat_id].discard(change)
        return True

    def follow(self) -> asyncio.Queue[Event]:
        """Return a queue that receives every event until it is passed to `unfollow`."""
        follower: asyncio.Queue[Event] = asyncio.Queue()
        self._followers.add(follower)
        return follower

    def unfollow(self, follower: asyncio.Queue[Event]) -> None:
        """Stop sending events to a queue."""
        self._followers.discard(follower)

    def _wake(self, chat_id: int | None) -> None:
        for key in {chat_id, None}:
            for change in self._waiting.pop(key, ()):
                if not change.done():
                    change.set_result(None)
