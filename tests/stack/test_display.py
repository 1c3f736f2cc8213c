"""What stat panels show, drawn by Grafana's own code: words, units and colours."""

import json
import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.stack.test_dashboards import Panel, colour, panels

pytestmark = pytest.mark.prometheus

SCRIPT = Path(__file__).parent / "display.cjs"
STATS = {panel["title"]: panel for panel in panels() if panel["type"] == "stat"}

Values: TypeAlias = Sequence[float | None]
"""The answer to a panel's query: no series, or one, whose value may be no number (None)."""

Shown: TypeAlias = tuple[str, str]
"""The text of a panel, and the name of its colour."""

Draw: TypeAlias = Callable[[list[tuple[Panel, Values]]], list[Shown]]


@pytest.fixture(scope="module")
def draw(require: Callable[[str], str]) -> Draw:
    """Draw panels as the Grafana of Compose does."""
    node, library = require("node"), Path(require("promtool")).parent / "grafana-data.cjs"
    if not library.exists():
        why = "Grafana's display code was not brought; .ci/tools does, with npm"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)

    def run(asked: list[tuple[Panel, Values]]) -> list[Shown]:
        told = json.dumps([{"panel": panel, "values": values} for panel, values in asked])
        command: list[str | Path] = [node, SCRIPT, library]
        done = subprocess.run(command, input=told, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return [_shown(each) for each in json.loads(done.stdout)]

    return run


def _shown(drawn: dict[str, Any]) -> Shown:
    (shown,) = drawn["shown"]
    names = {value: name for name, value in drawn["colors"].items()}
    return shown["text"], names[shown["color"]]


def test_what_has_no_value_is_not_praised(draw: Draw) -> None:
    """Without a series, or with one that is no number: the panel's own words, and no green."""
    asked: list[tuple[Panel, Values]] = [
        (panel, v) for panel in STATS.values() for v in ([], [None])
    ]
    for (panel, _), (text, name) in zip(asked, draw(asked), strict=True):
        assert text == panel["fieldConfig"]["defaults"]["noValue"], panel["title"]
        assert name == colour(panel, []), panel["title"]
        assert (name == "red") == (panel["title"] == "State")
        assert name not in {"green", "yellow"}


def test_a_colour_begins_at_its_threshold(draw: Draw) -> None:
    """At each threshold and just below it, as the tests with a real Prometheus take it."""
    asked: list[tuple[Panel, Values]] = []
    for panel in STATS.values():
        for step in panel["fieldConfig"]["defaults"]["thresholds"]["steps"]:
            if step["value"] is not None:
                asked += [(panel, [step["value"]]), (panel, [step["value"] - 0.001])]
    assert len(asked) > 30
    for (panel, values), (_, name) in zip(asked, draw(asked), strict=True):
        assert name == colour(panel, [v for v in values if v is not None]), (panel["title"], values)


EXPECTED: list[tuple[str, float, Shown]] = [
    ("State", 1, ("Well", "green")),
    ("State", 0, ("Not well", "red")),
    ("Error budget", 1, ("100%", "green")),
    ("Error budget", 0.2, ("20%", "yellow")),
    ("Error budget", -0.4, ("-40%", "red")),
    ("Error budget", -99, ("-9900%", "red")),
    ("Failing", 0, ("0.0%", "green")),
    ("Failing", 0.051, ("5.1%", "red")),
    ("Answered within", 0.048, ("48 ms", "green")),
    ("Answered within", 2.6, ("2.60 s", "red")),
    ("Answers lost", 0.5, ("50.0%", "red")),
    ("Oldest answer", 20, ("20 s", "yellow")),
    ("Oldest answer", 150, ("3 mins", "red")),
    ("Telegram heard", 25, ("25 s", "green")),
    ("Telegram heard", 91, ("2 mins", "red")),
    ("Up for", 7200, ("2 hours", "blue")),
    ("Targets down", 1, ("1", "red")),
]


def test_a_number_has_its_unit(draw: Draw) -> None:
    """The first row, read aloud."""
    asked: list[tuple[Panel, Values]] = [(STATS[title], [value]) for title, value, _ in EXPECTED]
    told = [
        (title, value, shown)
        for (title, value, _), shown in zip(EXPECTED, draw(asked), strict=True)
    ]
    assert told == EXPECTED
