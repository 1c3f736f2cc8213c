"""Simulated lifters: `python -m service.local.lifters [URL]`.

They train through the control interface of a stand-in and know the bot as people do, by its
commands and the signs on its buttons. They rest, progress, mistype, tap twice, and some give up.
"""

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import aiohttp

PATIENCE = 30.0  # seconds until the bot counts as silent
RETRY_SECONDS = 1.0  # real ones, before a lifter tries again
HOUR = 3600.0
Chance = random.Random

NAMES = ("Аня", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Anna", "Ben", "Carla", "Dan", "Ella")
PROGRAMS = {
    "ru": {
        "Верх": "Жим лёжа 4x6 60\nТяга блока 3x10 50\nЖим стоя 3x8 35\nПланка 2x60с",
        "Низ": "Присед 5x5 80\nРумынская тяга 3x8 70\nВыпады 3x10 20",
        "Всё тело": "Присед\\3\nЖим лёжа\\3\nПодтягивания 3x8",
    },
    "en": {
        "Push": "Bench press 4x6 60\nOverhead press 3x8 35\nDips 3x8-12",
        "Pull": "Deadlift 3x5 100\nRow 4x8 60\nPlank 2x60s",
        "Full body": "Squat 3x5 80\nBench press 3x5 60\nRow 3x8 50",
    },
}
SLIPS = ("80x", "x5", "80х5х", "how much?", "1001x5", "80x5@11", "-20x8", "Жим")


class Silence(Exception):
    """The bot did not answer in time."""


class Lifter:
    """One person with a phone, who sees the newest message and its buttons."""

    def __init__(self, gym: "Gym", user_id: int, language: str) -> None:
        self.gym, self.id, self.language = gym, user_id, language
        self.buttons: list[str] = []
        self.level = 2.5 * gym.chance.randint(-8, 8)  # kg above or below sixty

    async def says(self, text: str) -> int:
        """Write, wait for the answer; gives the number of the message."""
        return int((await self._does(do="say", text=text))["message_id"])

    async def taps(self, sign: str) -> bool:
        """Tap the button that carries a sign, sometimes twice; False if there is none."""
        text = next((button for button in self.buttons if sign in button), None)
        if text is None:
            return False
        if self.gym.chance.random() < self.gym.clumsy / 2:
            tap = {"do": "press", "user_id": self.id, "text": text}
            with suppress(aiohttp.ClientResponseError):
                await self.gym.ask("POST", "/act", json=[tap, tap])
            self.gym.seen["mistakes"] += 1
        with suppress(aiohttp.ClientResponseError):  # the first of two taps took the button away
            await self._does(do="press", text=text)
        return True

    async def _does(self, **act: Any) -> Any:
        began = time.monotonic()
        done = await self.gym.ask("POST", "/act", json={"user_id": self.id, **act})
        waiting = {
            "cursor": done["cursor"],
            "chat_id": self.id,
            "update_id": done.get("update_id") or 0,
            "query_id": done.get("query_id") or "",
            "timeout": PATIENCE,
        }
        answer = await self.gym.ask("GET", "/wait", params=waiting)
        self.gym.acted(time.monotonic() - began)
        if not answer["done"]:
            raise Silence
        for event in answer["events"]:
            if event.get("by") == "bot" and "message" in event:
                keyboard = event["message"].get("reply_markup", {}).get("inline_keyboard", [])
                self.buttons = [button["text"] for row in keyboard for button in row]
        return done


class Gym:
    """The stand-in, the pace, and what has happened so far."""

    def __init__(self, session: aiohttp.ClientSession, options: argparse.Namespace) -> None:
        self._session, self._url = session, options.url.rstrip("/")
        self._speed, self._gap = options.speed, 1 / options.rate if options.rate else 0.0
        self._next = 0.0
        self.clumsy, self.chance = options.clumsy, Chance(options.seed)
        self.seen: Counter[str] = Counter()
        self.slowest = 0.0

    async def ask(self, method: str, path: str, **more: Any) -> Any:
        """Call the control interface; it answers to loopback names only, so it is given one."""
        url, headers = f"{self._url}/control{path}", {"Host": "localhost"}
        async with self._session.request(method, url, headers=headers, **more) as answer:
            answer.raise_for_status()
            return (await answer.json())["result"]

    async def rests(self, least: float, most: float) -> None:
        """Let so many seconds of a lifter's life pass, and no act come sooner than it may."""
        await asyncio.sleep(self.chance.uniform(least, most) / self._speed)
        if self._gap:
            self._next = max(self._next + self._gap, time.monotonic())
            await asyncio.sleep(self._next - time.monotonic())

    def acted(self, seconds: float) -> None:
        """Count an act and how long its answer took."""
        self.seen["acts"] += 1
        self.slowest = max(self.slowest, seconds)

    async def joins(self, number: int) -> Lifter:
        """Let a new person in."""
        language = "ru" if self.chance.random() < 0.6 else "en"  # noqa: PLR2004 - six of ten
        name = f"{self.chance.choice(NAMES)} {number}"
        person = await self.ask(
            "POST", "/people", json={"first_name": name, "language_code": language}
        )
        return Lifter(self, person["id"], language)

    def progress(self, seconds: float) -> str:
        """One line: what has happened, and how it went lately."""
        kinds = ("workouts", "sets", "mistakes", "silences")
        counts = " · ".join(f"{self.seen[kind]} {kind}" for kind in kinds)
        rate = (self.seen["acts"] - self.seen["told"]) / seconds
        line = f"{counts} · {rate:.1f} acts/s · slowest answer {self.slowest * 1000:.0f} ms"
        self.seen["told"], self.slowest = self.seen["acts"], 0.0
        return line


async def live(gym: Gym, number: int) -> None:
    """Say hello, write a program, then train every few days, and begin anew after giving up."""
    lifter = await gym.joins(number)
    await gym.rests(0, 24 * HOUR)
    new = True
    while True:
        try:
            if new:
                await begin(lifter)
            new = False
            for _ in range(gym.chance.randint(5, 60)):
                await train(lifter)
                await gym.rests(20 * HOUR, 60 * HOUR)
            await give_up(lifter)
            new = True
        except (Silence, aiohttp.ClientConnectionError):
            gym.seen["silences"] += 1
            await asyncio.sleep(RETRY_SECONDS)
        except aiohttp.ClientResponseError:  # the desk was emptied, nobody is known any more
            lifter, new = await gym.joins(number), True


async def begin(lifter: Lifter) -> None:
    """Say hello and write two programs down."""
    gym = lifter.gym
    await lifter.says("/start")
    for title in gym.chance.sample(list(PROGRAMS[lifter.language]), 2):
        await gym.rests(30, 120)
        await lifter.says(f"/newprogram {title}\n{PROGRAMS[lifter.language][title]}")
        await gym.rests(5, 20)
        await lifter.taps("✅")


async def train(lifter: Lifter) -> None:
    """Do one workout: mostly to its end, sometimes less, with a look at the report after it."""
    gym = lifter.gym
    await lifter.says("/startworkout")
    if not any("🏁" in button for button in lifter.buttons) and lifter.buttons:
        await lifter.taps(gym.chance.choice(lifter.buttons[:2]))  # which of the programs
    sets = gym.chance.choice((0, 4, 9, 9, 9, 12))
    for _ in range(sets):
        await gym.rests(60, 180)
        await work(lifter)
    await lifter.taps("🏁")
    gym.seen["workouts"] += 1
    lifter.level += gym.chance.choice((0, 0, 2.5))
    await look(lifter)


async def work(lifter: Lifter) -> None:
    """Do one set, by a line; now and then a slip first, a correction, a skip or an undo."""
    gym = lifter.gym
    weight = max(2.5, 60 + lifter.level + gym.chance.choice((-10, 0, 0, 0, 5)))
    reps = gym.chance.randint(4, 10)
    if gym.chance.random() < gym.clumsy:
        gym.seen["mistakes"] += 1
        await lifter.says(gym.chance.choice(SLIPS))
        await gym.rests(5, 15)
    message = await lifter.says(f"{weight:g}x{reps}")
    gym.seen["sets"] += 1
    if gym.chance.random() < gym.clumsy:
        gym.seen["mistakes"] += 1
        await gym.rests(3, 10)
        await gym.chance.choice(_regrets(lifter, message, f"{weight:g}x{reps + 1}"))()


def _regrets(lifter: Lifter, message: int, better: str) -> list[Callable[[], Awaitable[object]]]:
    return [
        lambda: lifter._does(do="edit", message_id=message, text=better),  # noqa: SLF001 - its own
        lambda: lifter.taps("↩"),
        lambda: lifter.taps("⏭"),
    ]


async def look(lifter: Lifter) -> None:
    """Look at what was done, or at the programs, or type something that is no command."""
    gym = lifter.gym
    await gym.rests(20, 120)
    await lifter.says(gym.chance.choice(("/report", "/report", "/report", "/programs", "/help")))
    if gym.chance.random() < gym.clumsy:
        await lifter.says("/squat")


async def give_up(lifter: Lifter) -> None:
    """Delete everything, after which another person begins with the same phone."""
    await lifter.says("/deleteall")
    await lifter.gym.rests(5, 30)
    await lifter.taps("🔴")
    lifter.gym.seen["gave up"] += 1


async def run(options: argparse.Namespace) -> Gym:
    """Fill the gym and tell how it goes until the time is over."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        gym = Gym(session, options)
        await gym.ask("GET", "/people")  # is there a stand-in at all?
        numbers = range(1, options.lifters + 1)
        lives = [asyncio.create_task(live(gym, number)) for number in numbers]
        try:
            await _watch(gym, lives, options)
        finally:
            for task in lives:
                task.cancel()
            await asyncio.gather(*lives, return_exceptions=True)
        return gym


async def _watch(gym: Gym, lives: list["asyncio.Task[None]"], options: argparse.Namespace) -> None:
    end = time.monotonic() + (options.seconds or float("inf"))
    while (left := end - time.monotonic()) > 0:
        every = min(left, options.every)
        ended, _ = await asyncio.wait(lives, timeout=every, return_when=asyncio.FIRST_EXCEPTION)
        _say(f"{options.lifters} lifters · {gym.progress(every)}")
        for task in ended:
            task.result()


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m service.local.lifters",
        description="Lets simulated lifters train through a stand-in for Telegram.",
    )
    add = parser.add_argument
    add("url", nargs="?", default="http://127.0.0.1:8080", help="where the stand-in is")
    add("--lifters", type=int, default=30, help="how many (30)")
    add("--speed", type=float, default=300.0, help="how much faster than life (300)")
    add("--rate", type=float, default=0.0, help="at most so many acts a second, all together")
    add("--clumsy", type=float, default=0.06, help="share of the sets with a mistake (0.06)")
    add("--seconds", type=float, default=0.0, help="how long; without it until Ctrl-C")
    add("--every", type=float, default=10.0, help="seconds between two lines of progress (10)")
    add("--seed", type=int, default=None, help="the same lives again")
    return parser


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - for the person at the terminal


def main() -> None:
    """Run until told to stop; exit status 1 when there is no stand-in, or no longer."""
    options = _arguments().parse_args()
    try:
        asyncio.run(run(options))
    except KeyboardInterrupt:
        sys.exit(0)
    except aiohttp.ClientError as error:
        _say(f"error: no stand-in at {options.url} ({error}); with BOT_TOKEN set there is none")
        sys.exit(1)


if __name__ == "__main__":
    main()
