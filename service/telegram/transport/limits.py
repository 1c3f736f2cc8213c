"""Rate limits for each person: a token bucket, checked before anything is stored."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

BURST = 30
"""Messages of one person that pass even if sent at the same moment."""

PRESSES = 100
"""Button presses that pass at once. They carry no time, and after an outage all come together."""

PER_SECOND = 5.0
"""Updates of one person that pass each second in the long run: faster than anybody types."""

WARN_SECONDS = 30.0
"""Shortest time between two warnings to a person that their updates are dropped."""

MAX_BUCKETS = 10_000
"""Buckets in memory. The least recently used one is dropped; its owner starts with a full one."""

Raw = dict[str, Any]


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    warned_at: float = float("-inf")


class Limits:
    """Decides for each update whether it passes.

    Messages are timed by Telegram's ``date``, so that what somebody wrote at a human pace while
    the bot was down passes although it arrives all at once. Updates without a date are timed by
    a monotonic clock.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[tuple[int, bool], _Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def passes(self, raw: Raw) -> bool:
        """Take a token from the sender's bucket; return False when it is empty."""
        person = sender(raw)
        if not person:
            return True
        sent = sent_at(raw)
        now = self._clock() if sent is None else sent
        bucket = self._bucket((person, sent is None), now)
        full = PRESSES if sent is None else BURST
        bucket.tokens = min(full, bucket.tokens + max(now - bucket.at, 0.0) * PER_SECOND)
        bucket.at = max(now, bucket.at)
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True

    def should_warn(self, raw: Raw) -> bool:
        """Return whether to warn the sender of a dropped update; True once in WARN_SECONDS."""
        now = self._clock()
        bucket = self._bucket((sender(raw), sent_at(raw) is None), now)
        if now - bucket.warned_at < WARN_SECONDS:
            return False
        bucket.warned_at = now
        return True

    def _bucket(self, key: tuple[int, bool], now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(PRESSES if key[1] else BURST, now)
            if len(self._buckets) > MAX_BUCKETS:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        return bucket


def sender(raw: Raw) -> int:
    """Return the id of the sender of a raw update, which may have any shape; 0 if it has none.

    All channels, and all anonymous admins, have the same user: their chat counts. So does the
    chat of a message without a sender.
    """
    for event in raw.values():
        if isinstance(event, dict):
            for name in ("sender_chat", "from", "chat"):
                if isinstance(event.get(name), dict):
                    number = event[name].get("id")
                    return number if isinstance(number, int) else 0
    return 0


def chat_of(raw: Raw) -> int:
    """Return the id of the chat where a raw update is answered; without one, its sender's."""
    for event in raw.values():
        if isinstance(event, dict):
            message = event.get("message", event)
            chat = message.get("chat") if isinstance(message, dict) else None
            number = chat.get("id") if isinstance(chat, dict) else None
            return number if isinstance(number, int) else sender(raw)
    return 0


def sent_at(raw: Raw) -> float | None:
    """Return when a message was sent or edited (Unix seconds).

    None for a button press: the date of its message is that of the card, not of the press.
    """
    for kind in ("message", "edited_message"):
        event = raw.get(kind)
        if isinstance(event, dict):
            date = event.get("edit_date") or event.get("date")
            return float(date) if isinstance(date, int) and 0 < date < 2**40 else None
    return None
