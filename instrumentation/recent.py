"""How long something took in the last hour: small counts in memory, read by people and not scraped.

Seconds are counted in steps of a tenth, minute by minute, so an hour takes a few kilobytes however
much happens.
"""

import math
from collections import Counter
from collections.abc import Callable

MINUTES = 60
"""How much of the past is counted."""

LEAST = 0.001
"""Shortest time that is told apart (seconds)."""

_STEP = math.log(1.1)


class Recent:
    """Times (seconds) of the last hour, by the seconds of a clock."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._minutes: dict[int, Counter[int]] = {}

    def add(self, seconds: float) -> None:
        """Count one more."""
        minute = self._minute()
        if minute not in self._minutes:
            self._minutes = self._last(minute) | {minute: Counter()}
        step = math.ceil(math.log(max(seconds, LEAST) / LEAST) / _STEP)
        self._minutes[minute][step] += 1

    def count(self, most: float = math.inf) -> int:
        """Return how many there were that took at most so many seconds."""
        return sum(n for step, n in self._counted().items() if _seconds(step) <= most * 1.1)

    def quantile(self, share: float) -> float | None:
        """Return within how many seconds a share of all was done; None when there was none."""
        counted = self._counted()
        left = share * counted.total()
        for step, n in sorted(counted.items()):
            left -= n
            if left <= 0:
                return _seconds(step)
        return None

    def _counted(self) -> Counter[int]:
        return sum(self._last(self._minute()).values(), Counter[int]())

    def _last(self, now: int) -> dict[int, Counter[int]]:
        return {minute: n for minute, n in self._minutes.items() if minute > now - MINUTES}

    def _minute(self) -> int:
        return int(self._clock() // 60)


def _seconds(step: int) -> float:
    return LEAST * math.exp(step * _STEP)
