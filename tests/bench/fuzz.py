"""Inputs that nobody foresaw, through the settling of updates: errors, markup, series."""

import asyncio
import json
import logging
import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import uvloop
from aiogram.types import User

import instrumentation.setup
from instrumentation.labels import ERROR_TYPES, OUTCOMES, UPDATE_TYPES
from instrumentation.metrics import Metrics
from service import telegram
from service.domain.errors import REASONS
from service.local.telegram import keyboards, sending
from service.local.telegram.parameters import Parameters
from service.local.telegram.refusal import Refusal
from service.storage import Database
from service.telegram.replies import Reply, Screen
from service.telegram.transport.session import plain
from service.telegram.transport.settling import Settler
from tests.bench.measure import Bench
from tests.bench.stage import temporary_postgres
from tests.domain.strategies import PIECES
from tests.telegram.talk import COMMANDS

PEOPLE = 64
BEAT_SECONDS = 0.005
LINES = (
    "Squat 60x5",
    "Жим лёжа 80 кг 5 раз 3 подхода",
    "Подтягивания 12, 10, 8",
    "Bench 5 x 100 kg",
    "Присед 5x5",
    "вчера становая 120x3",
    "25.11 Bench press 80x8 60x6",
    "Squat 315 lb x 5",
    "Plank 1 min 30 s",
)
"""Sets as people type them; some have several readings, so that the bot asks."""

WORDS = (*COMMANDS, *"/made_up 80x5 80x5x3 60 x8 62.5x5@9 45s w20x5 rest".split(), *LINES)
PROGRAM = "/newprogram Full\nSquat 3x5 60\nBench press 3x8-12\nPlank 2x60s\nPull-ups 3x"
DATA = tuple("abcdefghijklmnopqrstuvwxyz0123456789:-_ ")


class Person:
    """Somebody who writes whatever, and presses whatever was or was not shown."""

    def __init__(self, number: int) -> None:
        self.id, self.chance = number, random.Random(number)
        self.language = self.chance.choice(("ru", "en", "de", None))
        self.shown: list[str] = []
        self.messages = 0

    def update(self, number: int) -> dict[str, Any]:
        """Make up the next one."""
        who = {"id": self.id, "is_bot": False, "first_name": self._text(12) or "X"}
        if self.language:
            who["language_code"] = self.language
        chat = {"id": self.id, "type": "private", "first_name": who["first_name"]}
        self.messages += 1
        message = {"message_id": self.messages, "date": int(time.time()), "chat": chat}
        match self.chance.random():
            case r if r < 0.45:
                event = message | {"from": who, "text": self._says()} | self._passed_on(message)
                return {"update_id": number, "message": event}
            case r if r < 0.6:
                old = self.chance.randint(1, self.messages)
                event = message | {"message_id": old, "from": who, "text": self._says()}
                return {"update_id": number, "edited_message": event | {"edit_date": event["date"]}}
        query = {"id": str(number), "from": who, "chat_instance": "1", "data": self._presses()}
        return {"update_id": number, "callback_query": query | {"message": message}}

    def _passed_on(self, message: dict[str, Any]) -> dict[str, Any]:
        """Make one message in twenty somebody else's."""
        if self.chance.random() > 0.05:
            return {}
        origin = {"type": "hidden_user", "sender_user_name": self._text(12) or "X"}
        return {"forward_origin": origin | {"date": message["date"]}}

    def _says(self) -> str:
        lines = self.chance.randint(90, 450)
        says: tuple[tuple[float, Callable[[], str]], ...] = (
            (0.02, lambda: self._lines(lines)),
            (0.05, lambda: f"{self._text(8)} {self.chance.choice(WORDS)}"),
            (0.27, lambda: self.chance.choice(WORDS)),
            (0.36, lambda: PROGRAM),
            (0.5, lambda: f"{self.chance.choice(WORDS)} {self._text(20)}"),
            (0.55, lambda: self._text(2000)[:4096]),
            (1.0, lambda: self._text(14) or "?"),
        )
        drawn = self.chance.random()
        return next(make for most, make in says if drawn < most)()

    def _lines(self, count: int) -> str:
        """Write more lines than a message may have, each with a name of its own."""
        return "\n".join(f"{self._text(2)} {n} 1x1" for n in range(count))[:4096]

    def _text(self, most: int) -> str:
        count = self.chance.randint(1, most)
        if self.chance.random() < 0.3:
            text = "".join(chr(self.chance.randrange(0x110000)) for _ in range(count))
        else:
            text = "".join(self.chance.choice(PIECES) for _ in range(count))
        # Telegram's JSON has no half characters; what has them is poison, which is a fault's.
        return text.encode("utf-8", "ignore").decode()

    def _presses(self) -> str:
        drawn = self.chance.random()
        if drawn < 0.1 or not self.shown:
            return self._text(20).encode()[:64].decode("utf-8", "ignore") or "x"
        data = self.chance.choice(self.shown[-40:] if drawn < 0.8 else self.shown)
        if drawn > 0.6:
            at = self.chance.randrange(len(data))
            data = data[:at] + self.chance.choice(DATA) + data[at + self.chance.randint(0, 1) :]
        return data[:64]

    def sees(self, reply: Reply) -> None:
        """Look at what was shown as Telegram does; raises Refusal when it would not take it."""
        assert len(reply.toast) <= 200
        screens = list(reply.screens) + ([reply.card.screen] if reply.card else [])
        screens += [reply.instead] if reply.instead else []
        for each in screens:
            self.shown += _buttons(each)
        del self.shown[:-400]


def _buttons(screen: Screen) -> list[str]:
    sending.text_content(Parameters({"text": str(screen.text), "parse_mode": "HTML"}))
    if screen.keyboard is None:
        return []
    raw = json.dumps(plain(screen.keyboard))
    shown = keyboards.read_markup(Parameters({"reply_markup": raw}))
    rows = shown["inline_keyboard"] if shown else []
    return [button["callback_data"] for row in rows for button in row]


class Errors(logging.Handler):
    """Counts what is logged as an error, and remembers some of it."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        self.seen[record.getMessage()[:200]] += 1


class Fuzz:
    """Many people at once, one update after the other for each."""

    def __init__(self, settler: Settler, count: int) -> None:
        self._settler, self._left = settler, count
        self.sent, self.unreadable = 0, 0
        self.outcomes: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.broken: Counter[str] = Counter()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            for n in range(PEOPLE):
                tasks.create_task(self._talk(Person(7_000_000 + n)))

    async def _talk(self, person: Person) -> None:
        while self.sent < self._left:
            self.sent += 1
            raw = person.update(self.sent)
            self.kinds[list(raw)[1]] += 1
            update = self._settler.parse(raw)
            if isinstance(update, Exception):
                self.unreadable += 1
                continue
            reply, _ = await self._settler.settle(raw, update, time.perf_counter())
            self.outcomes[reply.outcome] += 1
            try:
                person.sees(reply)
            except (Refusal, AssertionError) as error:
                self.broken[str(error)[:200] or "toast too long"] += 1


def _touched(metrics: Metrics) -> None:
    """Let everything exist that the first use of a handler or an error brings."""
    for handler in (*telegram.HANDLERS, "_OTHER"):
        for outcome in OUTCOMES:
            metrics.request(handler, outcome, 0.0)
    for kind in UPDATE_TYPES:
        metrics.update_received(kind)
    for reason in (*REASONS, "_OTHER"):
        metrics.refused(reason)
    metrics.update_lag(0.0)
    metrics.answered(0.0)
    assert ERROR_TYPES


async def _beats(gaps: list[float]) -> None:
    """Note how late the event loop turns, in seconds: so long anybody else would wait for it."""
    while True:
        due = time.perf_counter() + BEAT_SECONDS
        await asyncio.sleep(BEAT_SECONDS)
        gaps.append(time.perf_counter() - due)


async def measure(bench: Bench) -> None:
    """Settle them all in this process, against a real database, and look at every answer."""
    count = 3_000 if bench.quick else 100_000
    errors = Errors()
    logging.getLogger().addHandler(errors)
    async with temporary_postgres(durable=False) as (_, dsn):
        telemetry = instrumentation.setup.set_up(version="fuzz")
        metrics = Metrics(telemetry.meters, handlers=telegram.HANDLERS, refusals=REASONS)
        database = Database(dsn, "UTC")
        await database.open()
        bot = telegram.make_bot("42:fuzz-calls-nobody", "http://127.0.0.1:9", metrics)
        bot._me = User(id=42, is_bot=True, first_name="Bot", username="fuzz_bot")  # introduced
        settler = Settler(bot, telegram.dispatcher(), database, metrics, lambda *_: None)
        _touched(metrics)
        before = _series(telemetry)
        fuzz, gaps = Fuzz(settler, count), [0.0]
        beating = asyncio.create_task(_beats(gaps))
        await fuzz.run()
        beating.cancel()
        new = _series(telemetry) - before
        async with database.transaction() as db:
            aside = await db.fetch("SELECT error, count(*) AS n FROM quarantine GROUP BY error")
            stored = await db.fetchval("SELECT count(*) FROM sets")
        await database.close()
        await bot.session.close()
        telemetry.shut_down()
    bench.figure("inputs_count", fuzz.sent, at_least=count)
    bench.figure("uncaught_count", sum(row["n"] for row in aside), at_most=0)
    bench.figure("errors_logged_count", errors.seen.total(), at_most=0)
    bench.figure("unreadable_count", fuzz.unreadable, at_most=0)
    bench.figure("markup_breaks_count", fuzz.broken.total(), at_most=0)
    bench.figure("new_series_count", len(new), at_most=0)
    bench.figure("loop_late_ms", max(gaps) * 1000, at_most=500)
    bench.figure("sets_stored_count", stored, at_least=1)
    bench.note(f"kinds: {dict(fuzz.kinds)}; outcomes: {dict(fuzz.outcomes)}")
    for trouble in (*errors.seen.most_common(5), *fuzz.broken.most_common(5), *sorted(new)[:5]):
        bench.note(str(trouble))


def _series(telemetry: instrumentation.setup.Telemetry) -> set[str]:
    lines = telemetry.exposition("")[0].decode().splitlines()
    return {line.rsplit(" ", 1)[0] for line in lines if line[:1] != "#"}


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("fuzz", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
