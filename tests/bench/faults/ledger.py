"""What each simulated person sent and was told, held against what is stored."""

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

import asyncpg

from service.local.telegram import people, pressing
from service.local.telegram.refusal import Impossible
from service.local.telegram.world import Person, World
from tests.bench import seed
from tests.bench.measure import percentile

WEIGHT = 61
SETS_EACH = 20  # the most one exercise of a workout takes, so that one card tells of them all
SHOWN = re.compile(rf"^(\d+)\. ✅ {WEIGHT}\s*×\s*(\d+)", re.MULTILINE)
TICK = 0.02


@dataclass
class Lifter:
    """One person: sets are told apart by their repetitions, 1 to SETS_EACH."""

    id: int
    sent: dict[int, float] = field(default_factory=dict)
    told: dict[int, float] = field(default_factory=dict)
    screens: int = 0
    burst: int = 0


@dataclass
class Press:
    """A button that was pressed, and what its toast said, if it was answered."""

    at: float
    toast: str | None = None
    after: float = 0.0


@dataclass
class Found:
    """What a stretch of training came to; times in seconds."""

    sent: int
    stored: int
    lost: int
    doubled: int
    inversions: int
    replies_missing: int
    replies_extra: int
    p50_s: float
    p99_s: float
    presses: int
    presses_silent: int
    presses_not_saved: int

    @property
    def clean(self) -> bool:
        """Tell whether nothing was lost, doubled or out of order."""
        return not (self.lost or self.doubled or self.inversions)


def added(one: Found, other: Found) -> Found:
    """Add up two stretches of training; of the times, the longer ones."""
    more, fewer = asdict(one), asdict(other)
    return Found(
        **{
            name: max(value, fewer[name]) if name.endswith("_s") else value + fewer[name]
            for name, value in more.items()
        }
    )


class Ledger:
    """People who type sets (each only while they have some left) and people who press."""

    def __init__(self, world: World, db: asyncpg.Connection) -> None:
        self.world, self.db = world, db
        self.typing: list[Lifter] = []
        self.pressing: list[int] = []
        self.rate = 0.0  # acts a second
        self.presses: dict[str, Press] = {}
        self._cards: dict[int, tuple[int, dict[str, str]]] = {}
        self._lifters: dict[int, Lifter] = {}
        self._pending: dict[int, str] = {}
        self._ready: list[Lifter] = []
        self._random = random.Random(11)
        self._next_id = seed.FIRST
        self._tasks: list[asyncio.Task[None]] = []

    async def gather(
        self, typing: int, pressing: int = 0, languages: Sequence[str] = ("en",)
    ) -> None:
        """Store people with an open workout of one exercise, and let them into the chat.

        Their Telegram speaks the languages in turns.
        """
        first = self._next_id
        count = typing + pressing
        self._next_id += count
        await seed.train(self.db, count, first=first)
        await self.db.execute(
            "DELETE FROM planned WHERE position > 1 AND owner BETWEEN $1 AND $2",
            first,
            first + count - 1,
        )
        await self.db.execute(
            "UPDATE planned SET sets = $3 WHERE owner BETWEEN $1 AND $2",
            first,
            first + count - 1,
            SETS_EACH,
        )
        for number in range(first, first + count):
            language = languages[number % len(languages)]
            person = Person(number, f"Lifter {number}", started=True, language_code=language)
            self.world.add_person(person)
        lifters = [Lifter(number) for number in range(first, first + typing)]
        self.typing += lifters
        self._ready += lifters
        self._lifters |= {one.id: one for one in lifters}
        self.pressing += range(first + typing, first + count)
        for number in range(first + typing, first + count):
            people.say(self.world, number, "/startworkout")
        if not self._tasks:
            self._tasks = [
                asyncio.create_task(self._follow()),
                asyncio.create_task(self._act_on()),
            ]

    async def close(self) -> None:
        """Go home."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def sent(self) -> int:
        """Sets typed so far."""
        return sum(len(one.sent) for one in self.typing)

    @property
    def untold(self) -> int:
        """Sets typed whose sender has not seen them on a card."""
        return sum(len(one.sent) - len(one.told) for one in self.typing)

    async def trains(self, rate: float, seconds: float) -> None:
        """Act so many times a second for so long."""
        self.rate = rate
        await asyncio.sleep(seconds)
        self.rate = 0

    async def rests(self, within: float) -> float:
        """Wait until everyone was told and nothing is open; gives the seconds it took.

        Gives up when nothing has moved for ``within`` seconds: a backlog is no loss.
        """
        began = moved = time.monotonic()
        left = self.untold, self.world.inbox.open_count
        while any(left) and time.monotonic() - moved < within:
            await asyncio.sleep(0.05)
            now = self.untold, self.world.inbox.open_count
            if now != left:
                left, moved = now, time.monotonic()
        return time.monotonic() - began

    async def found(self) -> Found:
        """Hold what was sent against what is stored and what was shown."""
        rows = await self.db.fetch(
            "SELECT owner, array_agg(reps ORDER BY n) AS reps FROM sets GROUP BY owner"
        )
        stored = {row["owner"]: row["reps"] for row in rows}
        lost = doubled = inversions = extra = missing = 0
        delays: list[float] = []
        for one in self.typing:
            reps = stored.get(one.id, [])
            counted = Counter(reps)
            lost += len(one.sent.keys() - counted.keys())
            doubled += sum(n - 1 for n in counted.values())
            inversions += sum(a > b for a, b in pairwise(reps))
            missing += len(one.sent.keys() - one.told.keys())
            extra += max(one.screens - len(one.sent), 0)
            delays += [one.told[n] - at for n, at in one.sent.items() if n in one.told]
        silent = [press for press in self.presses.values() if press.toast is None]
        not_saved = [p for p in self.presses.values() if p.toast and p.toast.startswith("Not s")]
        return Found(
            sent=self.sent,
            stored=sum(len(stored.get(one.id, [])) for one in self.typing),
            lost=lost,
            doubled=doubled,
            inversions=inversions,
            replies_missing=missing,
            replies_extra=extra,
            p50_s=round(percentile(delays, 50), 3) if delays else 0.0,
            p99_s=round(percentile(delays, 99), 3) if delays else 0.0,
            presses=len(self.presses),
            presses_silent=len(silent),
            presses_not_saved=len(not_saved),
        )

    def delays(self, since: float, until: float = float("inf")) -> list[float]:
        """Give the seconds to the answer of every set that was sent in a stretch of time."""
        return [
            one.told[n] - at
            for one in self.typing
            for n, at in one.sent.items()
            if n in one.told and since <= at < until
        ]

    async def _act_on(self) -> None:
        due, before = 0.0, time.monotonic()
        while True:
            await asyncio.sleep(TICK)
            now = time.monotonic()
            due += (now - before) * self.rate
            before = now
            while due >= 1:
                due -= self._act()

    def _act(self) -> int:
        """Let somebody press, or type a set or several in one go; gives how many."""
        if self.pressing and self._random.random() < len(self.pressing) / (
            len(self.pressing) + len(self.typing)
        ):
            self._press(self._random.choice(self.pressing))
            return 1
        if not self._ready:
            return 1
        at = self._random.randrange(len(self._ready))
        lifter = self._ready[at]
        count = self._random.choice((1, 1, 1, 3))
        for _ in range(count):
            if len(lifter.sent) == SETS_EACH:
                break
            reps = len(lifter.sent) + 1
            lifter.sent[reps] = time.time()
            people.say(self.world, lifter.id, f"{WEIGHT}x{reps}")
        if len(lifter.sent) == SETS_EACH:
            self._ready[at] = self._ready[-1]
            self._ready.pop()
        return count

    def _press(self, person: int) -> None:
        waiting = self._pending.get(person)
        if (
            waiting
            and self.presses[waiting].toast is None
            and time.time() - self.presses[waiting].at < 150
        ):
            return  # their button shows a clock: they wait
        if person not in self._cards:
            return
        message, buttons = self._cards[person]
        data = buttons.get("undo") or buttons.get("skip")
        if data is None:
            return
        try:
            done = pressing.press(self.world, person, message_id=message, data=data)
        except Impossible:
            return
        self.presses[done["query_id"]] = Press(time.time())
        self._pending[person] = done["query_id"]

    async def _follow(self) -> None:
        events = self.world.transcript.follow()
        while True:
            self._see(await events.get())

    def _see(self, event: dict[str, Any]) -> None:
        if event["kind"] == "toast":
            press = self.presses.get(event.get("query_id", ""))
            if press:
                press.toast, press.after = event["text"] or "", time.time() - press.at
        if event.get("by") != "bot" or event["kind"] not in {"message", "edit"}:
            return
        person, message = event["chat_id"], event["message"]
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        data = [button["callback_data"] for row in rows for button in row]
        self._cards[person] = (
            message["message_id"],
            {each.split(":")[1]: each for each in data if each.startswith("workout:")},
        )
        lifter = self._lifters.get(person)
        if lifter is None:
            return
        lifter.screens += event["kind"] == "message"
        lines = SHOWN.findall(message.get("text", ""))
        told = [int(reps) for _, reps in lines]
        if lines:  # the card says of those before its first line only how many there are
            told += range(1, int(lines[0][0]))
        for reps in told:
            if reps in lifter.sent:
                lifter.told.setdefault(reps, time.time())
