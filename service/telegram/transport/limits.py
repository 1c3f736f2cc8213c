"""How much one person may ask of the bot: a bucket of tokens each, before anything is stored."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

BURST = 30
"""So many updates of a person pass that were sent within the same moment."""

PRESSES = 100
"""So many buttons pass at once: they tell no time, and after an outage they all come together."""

PER_SECOND = 5.0
"""So many pass every second: nobody lifts, types or taps as quickly for long."""

TELL_SECONDS = 30.0
"""A person whose updates are dropped is told so once in so many seconds."""

MOST_BUCKETS = 10_000
"""Buckets kept; the one unused for longest is forgotten, and is full when its owner returns."""

Raw = dict[str, Any]


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    told_at: float = float("-inf")


class Limits:
    """Says of each update whether it passes.

    Time is Telegram's where the update tells it: what somebody wrote at a human pace while
    the bot was away comes all at once, and passes. Where it does not, time is one that no
    correction of the machine's clock turns back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[tuple[int, bool], _Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def passes(self, raw: Raw) -> bool:
        """Take a token of whoever sent an update; False when there is none."""
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

    def may_tell(self, raw: Raw) -> bool:
        """Take the right to tell a person that updates of theirs are dropped."""
        now = self._clock()
        bucket = self._bucket((sender(raw), sent_at(raw) is None), now)
        if now - bucket.told_at < TELL_SECONDS:
            return False
        bucket.told_at = now
        return True

    def _bucket(self, key: tuple[int, bool], now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(PRESSES if key[1] else BURST, now)
            if len(self._buckets) > MOST_BUCKETS:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        return bucket


def sender(raw: Raw) -> int:
    """Find who sent an update, however odd it is; 0 when it does not say."""
    for event in raw.values():
        if isinstance(event, dict) and isinstance(event.get("from"), dict):
            number = event["from"].get("id")
            return number if isinstance(number, int) else 0
    return 0


def sent_at(raw: Raw) -> float | None:
    """Read when a message was sent (Unix seconds); a button's message is as old as its card."""
    for kind in ("message", "edited_message"):
        event = raw.get(kind)
        if isinstance(event, dict):
            date = event.get("edit_date") or event.get("date")
            return float(date) if isinstance(date, int) and 0 < date < 2**40 else None
    return None
