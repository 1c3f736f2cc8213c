"""Everything that the dashboards and alerts.yml ask a Prometheus, as it can be asked by hand."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from tests.stack.test_dashboards import OF_THE_BOT, panels, read

ROOT = Path(__file__).parents[2]
VARIABLES = {
    "$__rate_interval": "1m",
    "$__range": "5m",
    '"$job"': '"telegram-bot"',
    '"$instance"': '".+"',
    '"$instance|"': '".+|"',
}
THRESHOLD = re.compile(r"(==|>=|<=|>|<)\s*(?=[\d.])")


def expand(expression: str) -> str:
    """Put values in place of Grafana's variables."""
    for variable, value in VARIABLES.items():
        expression = expression.replace(variable, value)
    assert "$" not in expression, expression
    return expression


def whole(expression: str) -> str:
    """Ask for all series, also for those that a panel of the largest leaves out."""
    return re.sub(r"^topk\(10, (.*) > 0\)$", r"\1", expression).removesuffix(" > 0")


def questions() -> dict[str, str]:
    """Give every query of panels, annotations, variables, recordings and alerts, by its name."""
    boards = (each for board in OF_THE_BOT for each in _of_board(board))
    # What happened once before a kill is in a quarter of an hour of some routes only.
    return {name: expand(whole(query)).replace("[15m]", "[1m]") for name, query in boards} | dict(
        _of_rules()
    )


def _of_board(board: str) -> Iterator[tuple[str, str]]:
    whole = read(board)
    for panel in panels(board):
        for n, target in enumerate(panel["targets"]):
            yield f"{board}: {panel['title']} {n}", target["expr"]
    for note in whole["annotations"]["list"]:
        if "expr" in note:
            yield f"{board}: {note['name']}", f"last_over_time(({note['expr']})[5m:15s])"
    for variable in whole["templating"]["list"]:
        if variable["type"] == "query" and variable["name"] != "prometheus_url":
            values = variable["query"]["query"]
            selector, label = re.findall(r"label_values\((.*), (\w+)\)", values)[0]
            yield f"{board}: ${variable['name']}", f"count by ({label}) ({selector})"


def _of_rules() -> Iterator[tuple[str, str]]:
    """Give each rule; of an alert 0 or 1 for every series it watches, for it is seldom true."""
    groups = yaml.safe_load((ROOT / "alerts.yml").read_text("utf-8"))["groups"]
    for rule in (rule for group in groups for rule in group["rules"]):
        yield rule.get("record") or rule["alert"], rule["expr"]
        if "alert" in rule:
            yield f"{rule['alert']} watches", THRESHOLD.sub(r"\1 bool ", rule["expr"])
