"""Faults on request: errors of the Bot API, by method, chat, count and chance."""

import itertools
import random
from dataclasses import dataclass, fields
from typing import Any

from service.local.telegram.refusal import Impossible, validated

KINDS = ("flood", "status", "garbage", "hang", "reset", "blocked", "latency")


@dataclass
class Fault:
    """One active fault.

    `method` and `chat_id` None mean any; `count` None means until cleared; `rate` is the share
    of calls that are hit. `seconds` is the length of a hang or a latency, `retry_after` (seconds)
    what a flood answers. With `executed` the call takes effect before its answer is spoilt.
    """

    kind: str
    method: str | None = None
    chat_id: int | None = None
    count: int | None = None
    rate: float = 1.0
    retry_after: int = 1
    status: int = 502
    seconds: float = 30.0
    executed: bool = False
    id: int = 0
    struck: int = 0

    @classmethod
    def read(cls, value: dict[str, Any]) -> "Fault":
        """Build a fault from JSON. Raises Impossible, which says what is wrong."""
        unknown = set(value) - {entry.name for entry in fields(cls)} | {"id", "struck"} & set(value)
        if unknown:
            raise Impossible(f"a fault has no {', '.join(sorted(unknown))}")
        if value.get("kind") not in KINDS:
            raise Impossible(f"a fault's kind must be one of {', '.join(KINDS)}")
        return validated(cls, value)

    def strikes(self, method: str, chat_id: int | None) -> bool:
        """Return whether a call is hit, and count it if so."""
        if self.count is not None and self.struck >= self.count:
            return False
        if self.method is not None and self.method.lower() != method.lower():
            return False
        if self.chat_id is not None and self.chat_id != chat_id:
            return False
        if self.rate < 1 and random.random() >= self.rate:  # noqa: S311 - no secret depends on it
            return False
        self.struck += 1
        return True


class Faults:
    """The active faults, in the order they were added."""

    def __init__(self) -> None:
        self._active: dict[int, Fault] = {}
        self._ids = itertools.count(1)

    def add(self, fault: Fault) -> Fault:
        """Activate a fault."""
        fault.id = next(self._ids)
        self._active[fault.id] = fault
        return fault

    def clear(self, fault_id: int | None = None) -> None:
        """Deactivate one fault, or all."""
        if fault_id is None:
            self._active.clear()
        else:
            self._active.pop(fault_id, None)

    def listed(self) -> list[Fault]:
        """List the active faults with their counts of hits."""
        return list(self._active.values())

    def striking(self, method: str, chat_id: int | None) -> list[Fault]:
        """Return the faults that hit this call: every latency, and the first of the others."""
        hits: list[Fault] = []
        for fault in self._active.values():
            decided = any(hit.kind != "latency" for hit in hits)
            if (fault.kind == "latency" or not decided) and fault.strikes(method, chat_id):
                hits.append(fault)
        return hits
