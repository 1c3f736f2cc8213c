"""What is told to the metrics as a whole, and published until it is told anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple


@dataclass(frozen=True)
class Statistics:
    """What the database counts. `day_ends` is the Unix time at which "today" is over.

    Of notices: how many of each kind wait, and for how many seconds the oldest has.
    """

    users_total: int
    users_active_today: int
    operations_today: Mapping[str, int]
    programs_total: int
    programs_active: int
    records_total: int
    records_today: int
    day_ends: float = inf
    users_blocked: int = 0
    notices_waiting: Mapping[str, int] = field(default_factory=dict)
    notices_age: Mapping[str, float] = field(default_factory=dict)


class Pool(NamedTuple):
    """The database connections now: open, unused, and tasks that wait for one."""

    size: int
    idle: int
    waiting: int


class Vitals(NamedTuple):
    """The machine (percent from 0 to 100, bytes) and this process (seconds of CPU, bytes)."""

    cpu_percent: float
    memory_percent: float
    memory_bytes: int
    process_cpu_seconds: float
    process_memory_bytes: int


class Webhook(NamedTuple):
    """What Telegram says of its posts: how many wait, and the Unix time of its last failure."""

    pending: int
    failed_at: float | None
