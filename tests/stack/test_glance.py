"""What an operator sees in the first five seconds, and what they see without our rules."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.stack.questions import expand
from tests.stack.routes import ROOT
from tests.stack.test_alerts import GOOD, STEP
from tests.stack.test_dashboards import BOARDS, boxes, panels, read

board = pytest.mark.parametrize("name", BOARDS)
FIRST_ROW = ("State", "Error budget", "Failing", "Answered within", "Answers lost", "Oldest answer")


@board
def test_the_lower_rows_are_closed(name: str) -> None:
    """A closed row asks nothing; the first is open."""
    rows = [box for box in boxes(name) if box["type"] == "row"]
    closed = [row["collapsed"] for row in rows]
    assert closed == sorted(closed)
    assert closed[0] is False
    if name == "telegram-bot-dashboard":
        assert all(closed[1:])


def test_the_first_row_says_whether_people_are_served() -> None:
    """State, budget and answers; what is firing stands there by name, and leads to the runbook."""
    whole = read("telegram-bot-dashboard")["panels"]
    assert whole[0]["title"] == "Are people served?"
    top = [panel for panel in whole[1:] if panel["gridPos"]["y"] == whole[1]["gridPos"]["y"]]
    assert {*FIRST_ROW, "What is firing"} <= {panel["title"] for panel in top}
    (firing,) = (panel for panel in top if panel["title"] == "What is firing")
    (override,) = firing["fieldConfig"]["overrides"]
    (link,) = override["properties"][0]["value"]
    assert override["matcher"]["options"] == "Alert"
    assert link["url"] == "${prometheus_url}/user/runbook.html#${__value.text}"


@board
def test_a_legend_has_the_last_and_the_largest(name: str) -> None:
    """Of each curve, in a table."""
    for panel in panels(name):
        if panel["type"] == "timeseries":
            assert panel["options"]["legend"]["calcs"] == ["last", "max"], panel["title"]
            assert panel["options"]["legend"]["displayMode"] == "table"


@board
def test_what_is_many_is_a_table_of_ten(name: str) -> None:
    """Handlers and queries are too many for curves."""
    for panel in panels(name):
        asked = [target["expr"] for target in panel["targets"]]
        if any(re.search(r"by \((handler|query)[,)]", query) for query in asked):
            assert panel["type"] == "table", panel["title"]
            assert asked[0].startswith("topk(10, "), panel["title"]


def test_a_month_is_kept() -> None:
    """The error budget looks back 30 days; Prometheus keeps at least 35."""
    command = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["prometheus"]
    (kept,) = re.findall(r"retention\.time=\$\{PROMETHEUS_RETENTION:-(\d+)d\}", str(command))
    assert int(kept) >= 35


@pytest.mark.prometheus
@pytest.mark.parametrize("promtool", ["promtool-2", "promtool"])
def test_a_dashboard_without_our_rules_shows_what_it_can(
    promtool: str, require: Callable[[str], str], tmp_path: Path
) -> None:
    """Imported by hand, with a Prometheus that does not load alerts.yml: each number is there."""
    numbers = [panel for panel in panels("telegram-bot-dashboard") if panel["type"] == "stat"]
    asked = [expand(panel["targets"][0]["expr"]) for panel in numbers]
    assert any("instance:" in query for query in asked)
    test = {
        "interval": f"{STEP}s",
        "input_series": [{"series": name, "values": values} for name, values in GOOD.items()],
        "promql_expr_test": [
            {"expr": f"count({query})", "eval_time": "30m", "exp_samples": [{"value": 1}]}
            for query in asked
        ],
    }
    path = tmp_path / "glance.test.yml"
    path.write_text(yaml.safe_dump({"evaluation_interval": f"{STEP}s", "tests": [test]}))
    command: list[str | Path] = [require(promtool), "test", "rules", path]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
