"""Telegram answers 429 to whatever the bot sends: a real Prometheus sees it, and soon."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.lifter import open_desk
from tests.ports import free_port
from tests.program import Program
from tests.stack.questions import expand
from tests.stack.routes import ROOT, Prometheus, direct, open_prometheus, running
from tests.stack.test_dashboards import colour, panels
from tests.waiting import until

pytestmark = [pytest.mark.prometheus, pytest.mark.timeout(600)]

LIFTERS = ("--lifters=10", "--speed=2000", "--rate=2", "--bells=0.1")
ANSWERS = ("sendMessage", "editMessageText", "answerCallbackQuery", "setMessageReaction")
RETRY_AFTER = 5
VISIBLE_SECONDS = 60
CRITICAL_SECONDS = 180
LOST_OR_STUCK = {"BotAnswersStuck", "BotAnswersLost"}


@dataclass
class Flooded:
    """What was seen, and how many seconds after the flood began."""

    seen: dict[str, float] = field(default_factory=dict)
    most: dict[str, float] = field(default_factory=dict)

    def note(self, what: str, passed: float) -> None:
        self.seen.setdefault(what, round(passed))


@pytest.fixture
async def watched(binary: str, tmp_path: Path) -> AsyncIterator[tuple[Program, Prometheus]]:
    """A bot that people use, scraped as prometheus.yml does for long enough to know its rates."""
    if not os.environ.get("CI"):
        pytest.skip("takes five minutes; .ci/run has them")
    told = {
        "DATA_DIR": str(tmp_path / "bot"),
        "METRICS_PORT": str(free_port()),
        "CHAT_PORT": str(free_port()),
    }
    async with Program(told, cwd=tmp_path) as bot:
        port = int(bot.addresses["metrics"].rpartition(":")[2].partition("/")[0])
        jobs = direct(port)
        command = (sys.executable, "-m", "service.local.lifters", bot.addresses["chat"], *LIFTERS)
        async with (
            open_prometheus(
                binary, tmp_path / "prometheus", jobs, rules=ROOT / "alerts.yml"
            ) as watcher,
            running(*command),
        ):
            await until(
                lambda: watcher.series("increase(bot_answers_total[1m]) > 0"),
                "answers were counted",
                within=120,
                pause=1,
            )
            yield bot, watcher


async def flood(bot: Program, watcher: Prometheus, seconds: float) -> Flooded:
    """Refuse every answer, until an alert is critical and for so many seconds at least."""
    seen, began = Flooded(), time.monotonic()
    async with open_desk(bot.addresses["chat"]) as desk:
        for method in ANSWERS:
            await desk.breaks("flood", method=method, retry_after=RETRY_AFTER)
        while (passed := time.monotonic() - began) < max(seconds, CRITICAL_SECONDS + 30):
            await _look(watcher, seen, passed)
            if passed > seconds and LOST_OR_STUCK & seen.seen.keys():
                break
            await asyncio.sleep(1)
        await desk.mends()
    return seen


async def _look(watcher: Prometheus, seen: Flooded, passed: float) -> None:
    for panel in panels("telegram-bot-dashboard"):
        if panel["type"] == "stat":
            values = (await watcher.series(expand(panel["targets"][0]["expr"]))).values()
            seen.note(f"{panel['title']}: {colour(panel, values)}", passed)
            if values:
                most = max(seen.most.get(panel["title"], 0), *values)
                seen.most[panel["title"]] = round(most, 3)
    for alert in (await watcher.data("alerts"))["alerts"]:
        if alert["state"] == "firing":
            seen.note(alert["labels"]["alertname"], passed)


async def test_a_flood_is_seen(watched: tuple[Program, Prometheus]) -> None:
    """A panel is yellow in a minute, an alert critical in three; then the answers come."""
    bot, watcher = watched
    seen = await flood(bot, watcher, 0)
    print("seconds after the first 429:", seen.seen, "; at most:", seen.most)
    assert seen.seen["Oldest answer: yellow"] <= VISIBLE_SECONDS
    assert min(seen.seen[alert] for alert in LOST_OR_STUCK & seen.seen.keys()) <= CRITICAL_SECONDS
    oldest = "max(bot_answers_age_seconds) < 15"
    await until(lambda: watcher.series(oldest), "the answers are out", within=90, pause=1)
