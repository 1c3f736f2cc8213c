"""The stand-in as simulated lifters use it: who they are, their pace, and statistics."""

import argparse
import asyncio
import random
import re
import time
from collections import Counter, deque
from contextlib import suppress
from typing import Any

import aiohttp

PATIENCE = 30.0
"""Seconds without an answer until the bot counts as silent."""

THUMB_SECONDS = 1.0
"""Shortest time between two acts of a lifter at any speed: Telegram edits about as often."""

VISIBLE = 8
"""Messages with buttons that a lifter remembers."""

LINK = re.compile(r"\?start=([\w-]+)")

GROUP = -100500
"""The chat of the lifters' group."""

MAX_LINKS = 50
"""Links that are passed around."""

NAMES = ("Аня", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Anna", "Ben", "Carla", "Dan", "Ella")


class Silence(Exception):
    """The bot did not answer in time."""


class Lifter:
    """One person with a phone, who taps the buttons of the newest message that has some."""

    def __init__(self, gym: "Gym", user_id: int, language: str) -> None:
        self.gym, self.id, self.language = gym, user_id, language
        self.level = 2.5 * gym.chance.randint(-8, 8)  # kg above or below sixty
        self._keyboards: dict[int, list[str]] = {}
        self.in_group = False
        self.link = ""  # the token of the last link that the bot sent
        self._cursor = 0

    @property
    def buttons(self) -> list[str]:
        """Texts of the buttons, row by row."""
        return self._keyboards[max(self._keyboards)] if self._keyboards else []

    def sees(self, sign: str) -> str | None:
        """Return the text of the button with a sign, or None."""
        return next((button for button in self.buttons if sign in button), None)

    async def says(self, text: str) -> int:
        """Send a text, wait for the answer, and return the number of the message."""
        return int((await self._does(do="say", text=text))["message_id"])

    async def edits(self, message: int, text: str) -> None:
        """Edit one's own message."""
        await self._does(do="edit", message_id=message, text=text)

    async def taps(self, sign: str) -> bool:
        """Tap the button with a sign, sometimes twice; False if there is none."""
        text = self.sees(sign)
        if text is None:
            return False
        tap = {"do": "press", "message_id": max(self._keyboards), "text": text}
        if self.gym.chance.random() < self.gym.clumsy / 2:
            twice = [tap | {"user_id": self.id}] * 2
            with suppress(aiohttp.ClientResponseError):
                await self.gym.ask("POST", "/act", json=twice)
            self.gym.seen["mistakes"] += 1
        with suppress(aiohttp.ClientResponseError):  # the first of two taps removed the button
            await self._does(**tap)
        return True

    async def offers(self, query: str) -> None:
        """Type the bot's name and a query, and send the first result to the bot's own chat."""
        about = {"user_id": self.id, "do": "ask", "query": query}
        asked = await self.gym.ask("POST", "/act", json=about)
        waiting = {"inline_id": asked["query_id"], "cursor": asked["cursor"], "timeout": PATIENCE}
        heard = await self.gym.ask("GET", "/wait", params=waiting)
        found = [one for one in heard["events"] if one.get("query_id") == asked["query_id"]]
        results = [one for event in found for one in event.get("results", ())]
        if results:
            chosen = {"do": "choose", "query_id": asked["query_id"], "result_id": results[0]["id"]}
            await self.gym.ask("POST", "/act", json={"user_id": self.id, **chosen})

    async def sends(self, name: str, content: str) -> None:
        """Send a file, and wait for the answer."""
        began = time.monotonic()
        form = aiohttp.FormData({"user_id": str(self.id)})
        form.add_field("file", content.encode(), filename=name)
        await self._answered(began, await self.gym.ask("POST", "/upload", data=form))

    async def enters(self) -> None:
        """Enter the lifters' group; the first one opens it."""
        if self.in_group:
            return
        try:
            await self.acts_in_group(do="enter")
        except aiohttp.ClientResponseError:  # there is none yet
            group = {"id": GROUP, "title": "Gym", "members": [self.id]}
            await self.gym.ask("POST", "/groups", json=group)
        self.in_group = True

    async def acts_in_group(self, **act: Any) -> None:
        """Say or press something in the group. Answers come when they come."""
        act |= {"user_id": self.id, "chat_id": GROUP}
        await self.gym.ask("POST", "/act", json=act)

    async def group_keys(self) -> tuple[int, list[str]]:
        """Return the newest message with buttons in the group, and their texts."""
        for one in reversed((await self.gym.ask("GET", f"/chats/{GROUP}"))["messages"]):
            rows = one["message"].get("reply_markup", {}).get("inline_keyboard", [])
            if rows:
                return one["message"]["message_id"], [key["text"] for row in rows for key in row]
        return 0, []

    async def listens(self, seconds: float) -> bool:
        """Wait until the bot sends something unprompted; False if it does not in ``seconds``."""
        waiting = {"cursor": self._cursor, "chat_id": self.id, "acts": 1, "timeout": seconds}
        heard = await self.gym.ask("GET", "/wait", params=waiting)
        self._look(heard)
        return bool(heard["done"])

    async def _does(self, **act: Any) -> Any:
        began = time.monotonic()
        done = await self.gym.ask("POST", "/act", json={"user_id": self.id, **act})
        await self._answered(began, done)
        return done

    async def _answered(self, began: float, done: dict[str, Any]) -> None:
        waiting = {
            "cursor": self._cursor,
            "chat_id": self.id,
            "update_id": done.get("update_id") or 0,
            "query_id": done.get("query_id") or "",
            "timeout": PATIENCE,
        }
        answer = await self.gym.ask("GET", "/wait", params=waiting)
        self.gym.acted(time.monotonic() - began)
        self._look(answer)
        if not answer["done"]:
            raise Silence

    def _look(self, answer: dict[str, Any]) -> None:
        """Note what the bot has sent, edited and deleted."""
        self._cursor = answer["cursor"]
        for event in answer["events"]:
            if event["kind"] == "delete":
                self._keyboards.pop(event["message_id"], None)
            elif event.get("by") == "bot" and "message" in event:
                message = event["message"]
                rows = message.get("reply_markup", {}).get("inline_keyboard", [])
                texts = [button["text"] for row in rows for button in row]
                self._keyboards[message["message_id"]] = texts
                if found := LINK.search(message.get("text", "")):
                    self.link = found[1]
        numbers = sorted(number for number, texts in self._keyboards.items() if texts)
        self._keyboards = {number: self._keyboards[number] for number in numbers[-VISIBLE:]}


class Gym:
    """The stand-in, the pace, and the statistics so far."""

    def __init__(self, session: aiohttp.ClientSession, options: argparse.Namespace) -> None:
        self._session, self._url = session, options.url.rstrip("/")
        self._speed, self._gap = options.speed, 1 / options.rate if options.rate else 0.0
        self._next = 0.0
        self.clumsy, self.bells = options.clumsy, options.bells
        self.chance = random.Random(options.seed)  # noqa: S311 - no secret depends on it
        self.seen: Counter[str] = Counter()
        self.slowest = 0.0
        self.links: deque[str] = deque(maxlen=MAX_LINKS)

    async def ask(self, method: str, path: str, **more: Any) -> Any:
        """Call the control interface. It answers only to loopback names, hence the header."""
        url, headers = f"{self._url}/control{path}", {"Host": "localhost"}
        async with self._session.request(method, url, headers=headers, **more) as answer:
            answer.raise_for_status()
            return (await answer.json())["result"]

    async def rests(self, least: float, most: float) -> None:
        """Wait ``least`` to ``most`` seconds of a lifter's life, and for the rate limit."""
        await asyncio.sleep(max(THUMB_SECONDS, self.chance.uniform(least, most) / self._speed))
        if self._gap:
            self._next = max(self._next + self._gap, time.monotonic())
            await asyncio.sleep(self._next - time.monotonic())

    def acted(self, seconds: float) -> None:
        """Count an act and the seconds its answer took."""
        self.seen["acts"] += 1
        self.slowest = max(self.slowest, seconds)

    def errs(self) -> bool:
        """Return whether to make a mistake now, and count it."""
        wrong: bool = self.chance.random() < self.clumsy
        self.seen["mistakes"] += wrong
        return wrong

    async def joins(self, number: int) -> Lifter:
        """Add a new person."""
        language = self.chance.choice(("ru", "ru", "ru", "en", "en"))
        name = f"{self.chance.choice(NAMES)} {number}"
        person = await self.ask(
            "POST", "/people", json={"first_name": name, "language_code": language}
        )
        return Lifter(self, person["id"], language)

    def progress(self, seconds: float) -> str:
        """Return one line: the totals, and the rate and slowest answer of the last ``seconds``."""
        kinds = ("workouts", "sets", "bells", "mistakes", "silences")
        counts = " · ".join(f"{self.seen[kind]} {kind}" for kind in kinds)
        rate = (self.seen["acts"] - self.seen["reported"]) / seconds
        line = f"{counts} · {rate:.1f} acts/s · slowest answer {self.slowest * 1000:.0f} ms"
        self.seen["reported"], self.slowest = self.seen["acts"], 0.0
        return line
