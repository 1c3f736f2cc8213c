"""The runbook and the tour name panels that exist, and commands that do what they say."""

import asyncio
import re
from collections.abc import Callable

import pytest

import docs.tour_page
from service.local.telegram.bot_api import StandIn
from tests.bench.measure import RESULTS
from tests.lifter import Desk
from tests.stack import tour
from tests.stack.routes import ROOT
from tests.stack.test_alerts import TROUBLES
from tests.stack.test_dashboards import BOARDS, boxes
from tests.standin_fixtures import desk, stand_in

__all__ = ["desk", "stand_in"]

NAMED = re.compile(r'"([A-Z][^"\n]*)"|«([A-Z][^»\n]*)»')
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
SAID = {
    "A call to Telegram failed",
    "An answer was lost",
    "An update was handled",
    "Exporting failed",
    "Handling an update failed",
    "It uses too much",
    "The objective",
    "Well",
}
"""What is quoted and no panel: log lines, headings, and what a panel says."""


@pytest.mark.parametrize("name", ["runbook.md", "runbook.ru.md", "tour.md", "tour.ru.md"])
def test_every_panel_that_is_named_exists(name: str) -> None:
    """In quotation marks, outside of commands."""
    text = CODE.sub("", (ROOT / "docs" / name).read_text("utf-8"))
    named = {one or other for one, other in NAMED.findall(text)}
    titles = {box["title"] for board in BOARDS for box in boxes(board)}
    assert len(named) > 5
    assert named - titles - SAID == set()


@pytest.mark.parametrize("language", docs.tour_page.WORDS)
def test_the_tour_says_what_was_measured(language: str) -> None:
    """Its tables are those of the result file, one for each fault, in order."""
    page = docs.tour_page.page(language)
    assert docs.tour_page.filled(language) == page.read_text("utf-8"), docs.tour_page.COMMAND
    stops = [name for _, name, _ in docs.tour_page.MARKS.findall(page.read_text("utf-8"))]
    assert stops == [*tour.FAULTS]
    assert docs.tour_page.RESULT.parent == RESULTS


def test_what_was_measured_is_what_the_faults_name() -> None:
    """Each alert and panel of a fault was seen; promtool knows how long each alert waits."""
    seen = docs.tour_page.seen()
    assert {name: {*what} for name, what in seen.items()} == {
        fault.name: {*fault.rings, *fault.turns} for fault in tour.FAULTS.values()
    }
    waits = {trouble.alert for trouble in TROUBLES}
    assert {alert for fault in tour.FAULTS.values() for alert in fault.rings} <= waits


def commands(language: str) -> list[str]:
    """Read the commands of a tour, block by block."""
    text = docs.tour_page.page(language).read_text("utf-8")
    return re.findall(r"^```bash\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_both_tours_have_the_same_commands() -> None:
    """Word by word."""
    assert commands("en") == commands("ru")


@pytest.mark.parametrize("stop", tour.OF_THE_STAND_IN)
async def test_the_commands_cause_the_faults(
    stop: str, stand_in: StandIn, desk: Desk, require: Callable[[str], str]
) -> None:
    """What is typed into a shell is what was measured; `mend` ends it."""
    blocks = commands("en")
    (functions,) = (block for block in blocks if block.startswith("fault()"))
    typed = [block for block in blocks if block.startswith("fault '")]
    kind = f'"kind": "{tour.OF_THE_STAND_IN[stop]["kind"]}"'
    (cause,) = (block for block in typed if kind in block)
    require("curl")
    await shell(functions + cause, stand_in)
    found = await desk.ask("GET", "/faults")
    assert [fault["method"] for fault in found] == [*tour.ANSWERS]
    for fault in found:
        assert fault | tour.OF_THE_STAND_IN[stop] == fault
    await shell(functions + "mend", stand_in)
    assert await desk.ask("GET", "/faults") == []


async def test_the_command_queues_poison(
    stand_in: StandIn, desk: Desk, require: Callable[[str], str]
) -> None:
    """The same update as was measured."""
    require("curl")
    (typed,) = (block for block in commands("en") if "/control/inject" in block)
    await shell(typed, stand_in)
    (update,) = stand_in.world.inbox.waiting()
    assert update.body["message"] == {"poison": True}


async def shell(commands: str, stand_in: StandIn) -> None:
    """Run commands of the tour; the stand-in has another port here."""
    here = commands.replace("http://localhost:8080", stand_in.url)
    process = await asyncio.create_subprocess_exec("bash", "-euc", here)
    assert await process.wait() == 0
