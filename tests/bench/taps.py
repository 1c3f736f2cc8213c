"""From tap to toast and to card: fifty people train, the bot is a process of its own."""

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any

import uvloop

from service.local.telegram import people, pressing
from service.local.telegram.faults import Fault
from service.local.telegram.world import Person
from tests.bench.measure import Bench, percentile
from tests.bench.stage import Stage, open_stage

PEOPLE = 50
ROUND_TRIP = 0.1
PACE = (2.0, 6.0)
"""Seconds between two taps of one person; a lifter rests for minutes."""

PROGRAM = "P\n" + "\n".join(f"Exercise {letter} 20x5 60" for letter in "ABCDEFGH")


@dataclass
class Waits:
    """Seconds from each tap to its toast and to its card, and from a text to its card."""

    toast: list[float] = field(default_factory=list)
    card: list[float] = field(default_factory=list)
    text: list[float] = field(default_factory=list)


class Floor:
    """Fifty people on one floor; each taps, and now and then types."""

    def __init__(self, stage: Stage, waits: Waits) -> None:
        self._world, self.waits = stage.stand_in.world, waits
        self._tapped: dict[str, float] = {}
        self._awaited: dict[int, tuple[str, float]] = {}
        self._cards: dict[int, tuple[int, str]] = {}
        self._shown = {n: asyncio.Event() for n in range(1, PEOPLE + 1)}
        self.sets = 0

    async def enter(self) -> None:
        """Let everybody in, each with a program, begun."""
        self._following = asyncio.create_task(self._follow())
        for number in self._shown:
            self._world.add_person(Person(number, f"Lifter {number}", started=True))
        for text in ("/newprogram " + PROGRAM, None, "/go"):
            for number in self._shown:
                self._shown[number].clear()
                if text:
                    people.say(self._world, number, text)
                else:
                    pressing.press(self._world, number, text="✅ Save")
            await asyncio.wait_for(
                asyncio.gather(*(shown.wait() for shown in self._shown.values())), 60
            )

    async def everybody(self, seconds: float) -> None:
        """Let everybody train for so long, side by side."""
        chance = random.Random(7)
        await asyncio.gather(*(self.train(number, seconds, chance) for number in self._shown))

    async def train(self, number: int, seconds: float, chance: random.Random) -> None:
        """Log sets for a while, most by a tap."""
        until = asyncio.get_running_loop().time() + seconds
        await asyncio.sleep(chance.uniform(0, PACE[1]))
        while asyncio.get_running_loop().time() < until:
            shown = self._shown[number]
            shown.clear()
            if number not in self._cards or chance.random() < 0.2:
                self._awaited[number] = ("text", self._world.now())
                people.say(self._world, number, "60x5")
            else:
                message, data = self._cards[number]
                press = pressing.press(self._world, number, message_id=message, data=data)
                self._awaited[number] = ("card", self._world.now())
                self._tapped[press["query_id"]] = self._world.now()
            self.sets += 1
            await asyncio.wait_for(shown.wait(), 30)
            await asyncio.sleep(chance.uniform(*PACE))

    async def _follow(self) -> None:
        events = self._world.transcript.follow()
        while True:
            event = await events.get()
            if event["kind"] == "toast" and event["query_id"] in self._tapped:
                self.waits.toast.append(event["at"] - self._tapped.pop(event["query_id"]))
            elif event.get("by") == "bot" and event["kind"] in {"message", "edit"}:
                self._see(event["chat_id"], event["message"], event["at"])

    def _see(self, number: int, message: dict[str, Any], at: float) -> None:
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        data = [button["callback_data"] for row in rows for button in row]
        green = next((each for each in data if ":log:" in each), None)
        if green:
            self._cards[number] = message["message_id"], green
        what, began = self._awaited.pop(number, ("", 0.0))
        if what:
            getattr(self.waits, what).append(at - began)
        self._shown[number].set()


async def measure(bench: Bench) -> None:
    """Let them train and look at the waits."""
    seconds = 15.0 if bench.quick else 120.0
    async with open_stage() as stage:
        floor = Floor(stage, Waits())
        await floor.enter()
        await floor.everybody(10)  # statements prepared, classes built
        bench.say(f"{PEOPLE} people train for {seconds:.0f} s")
        floor.waits = near = Waits()
        await floor.everybody(seconds)
        stage.stand_in.world.faults.add(Fault("latency", seconds=ROUND_TRIP))
        bench.say(f"once more, {ROUND_TRIP * 1000:.0f} ms from the Bot API")
        floor.waits = far = Waits()
        await floor.everybody(seconds)
        stored = await stage.db.fetchval("SELECT count(*) FROM sets")
    _tell(bench, "tap_to_toast", near.toast, at_most=150)
    _tell(bench, "tap_to_card", near.card, at_most=700)
    _tell(bench, "text_to_card", near.text, at_most=700)
    _tell(bench, "far_tap_to_toast", far.toast)
    _tell(bench, "far_tap_to_card", far.card, at_most=700)
    bench.figure("sets_lost_or_doubled_sets", abs(stored - floor.sets), at_most=0)
    bench.note(
        f"far: each call to the Bot API takes {ROUND_TRIP * 1000:.0f} ms more, getUpdates too;"
        " a tap waits for the poll that brings it, and then for toast and card at once"
    )


def _tell(bench: Bench, what: str, waits: list[float], at_most: float | None = None) -> None:
    """Note a wait in milliseconds."""
    own = [1000 * wait for wait in waits]
    bench.figure(f"{what}_p50_ms", percentile(own, 50), n=len(own))
    bench.figure(f"{what}_p95_ms", percentile(own, 95), n=len(own), at_most=at_most)
    bench.figure(f"{what}_p99_ms", percentile(own, 99), n=len(own))


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("taps", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
