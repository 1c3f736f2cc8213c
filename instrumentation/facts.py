"""Values that are set as a whole and published until they are set again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple


@dataclass(frozen=True)
class Statistics:
    """What the database counts. `day_ends` is the Unix time at which "today" is over.

    `notices_waiting` is how many notices of each kind wait, `notices_age` how many seconds the
    oldest of them has waited.
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
    """How many database connections are open and unused, and how many tasks wait for one."""

    size: int
    idle: int
    waiting: int


class Waiting(NamedTuple):
    """How many answers are not sent yet, and how many seconds the oldest of them has waited."""

    number: int
    age: float


class Vitals(NamedTuple):
    """The machine (percent from 0 to 100, bytes) and this process (seconds of CPU, bytes, files).

    A limit that there is not is None, and so is the time that it held the process up.
    """

    cpu_percent: float
    memory_percent: float
    memory_bytes: int
    process_cpu_seconds: float
    process_memory_bytes: int
    process_memory_limit: int | None
    process_open_files: int
    process_open_files_limit: int | None
    process_throttled_seconds: float | None


class Status(NamedTuple):
    """What this process says of itself to everybody. Times are seconds, `backup_at` is Unix time.

    Of the last hour: within what time half of the answers and 95 of 100 were accepted (None: there
    was none), how many rests rang, and how many of them on time.
    """

    well: bool
    version: str
    uptime: float
    half: float | None
    most: float | None
    rests: int
    rests_on_time: int
    backup_at: float | None


class Webhook(NamedTuple):
    """How many updates Telegram has yet to deliver, and the Unix time of its last failure."""

    pending: int
    failed_at: float | None
