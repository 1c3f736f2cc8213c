"""The dashboards: valid for Grafana, complete, and of one mind with the metrics and the alerts."""

import json
import os
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import grafana.boards.__main__
from instrumentation.instruments import INSTRUMENTS

Panel = dict[str, Any]
OF_THE_BOT = ("telegram-bot-dashboard", "lifters-dashboard", "update-dashboard")
BOARDS = (*OF_THE_BOT, "watchers-dashboard")
SCOPE = 'job="$job", instance=~"$instance'
OF_PROMETHEUS = {"ALERTS", "scrape_duration_seconds", "scrape_samples_scraped", "up"}
FAMILIES = {row.prometheus_name: row for row in INSTRUMENTS}
SELECTOR = re.compile(r"([a-zA-Z_][\w:]*)\{([^}]*)\}")
# What Grafana's types leave to the plugin of the data source.
OF_THE_PLUGIN = {"expr", "step", "titleFormat", "textFormat", "tagKeys", "useValueForTime"}
SOURCES = {
    "prometheus": "datasource",
    "jaeger": "traces",
    "victoriametrics-logs-datasource": "logs",
}
"""The variable that chooses the data source of a kind."""

board = pytest.mark.parametrize("name", BOARDS)
board_of_the_bot = pytest.mark.parametrize("name", OF_THE_BOT)


def read(name: str) -> dict[str, Any]:
    """Read one dashboard."""
    path = Path(__file__).parents[2] / "grafana" / "dashboards" / f"{name}.json"
    return json.loads(path.read_text())


def panels(*names: str) -> Iterator[Panel]:
    """Every panel that asks Prometheus."""
    for name in names or BOARDS:
        yield from (panel for panel in drawn(name) if panel["datasource"]["type"] == "prometheus")


def drawn(name: str) -> Iterator[Panel]:
    """Every panel of a dashboard that draws something."""
    yield from (panel for panel in boxes(name) if panel["type"] != "row")


def boxes(name: str) -> Iterator[Panel]:
    """Every panel and every row of a dashboard, those in closed rows too."""
    for box in read(name)["panels"]:
        yield box
        yield from box.get("panels", [])


def queries(name: str) -> Iterator[str]:
    """Every expression of a dashboard: panels, annotations and variables."""
    whole = read(name)
    for panel in panels(name):
        yield from (target["expr"] for target in panel["targets"])
    yield from (note["expr"] for note in whole["annotations"]["list"] if "expr" in note)


def colour(panel: Panel, values: Collection[float]) -> str:
    """Name the colour of a stat panel with these values: of the last step that one reaches."""
    defaults = panel["fieldConfig"]["defaults"]
    for mapping in defaults.get("mappings", []):
        if mapping["type"] == "special" and not values:
            return str(mapping["options"]["result"]["color"])
    steps = defaults["thresholds"]["steps"]
    reached = [
        step["color"]
        for step in steps
        if step["value"] is None or any(value >= step["value"] for value in values)
    ]
    return reached[-1]


def family(metric: str) -> str:
    """Strip what a histogram appends to the name of its series."""
    return re.sub(r"_(bucket|count|sum)$", "", metric)


def metrics(expression: str) -> set[str]:
    """Name every metric an expression reads."""
    return {metric for metric, _ in SELECTOR.findall(expression)}


@pytest.fixture(scope="module")
def rules(root: Path) -> list[dict[str, Any]]:
    """Every rule of alerts.yml."""
    groups = yaml.safe_load((root / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


@pytest.mark.prometheus
@board
def test_grafana_knows_every_field(name: str, require: Callable[[str], str]) -> None:
    """The JSON keeps to the types of the Grafana that Compose starts."""
    tools = Path(require("promtool")).parent
    schema = tools / "grafana-dashboard.json"
    if not schema.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Grafana's types were not brought")
    whole = read(name)
    for note in whole["annotations"]["list"]:
        for field in OF_THE_PLUGIN & set(note):
            del note[field]
    jsonschema.validate(whole, json.loads(schema.read_text()))


def test_every_dashboard_is_provisioned(root: Path) -> None:
    """The files are where the provider looks, with uids and titles of their own."""
    files = {path.stem for path in (root / "grafana" / "dashboards").glob("*")}
    assert files == set(BOARDS)
    assert len({read(name)["uid"] for name in BOARDS}) == len(BOARDS)
    assert len({read(name)["title"] for name in BOARDS}) == len(BOARDS)
    provision = root / "grafana" / "provisioning"
    provider = yaml.safe_load((provision / "dashboards" / "dashboards.yml").read_text())
    compose = yaml.safe_load((root / "docker-compose.yml").read_text())
    mounts = compose["services"]["grafana"]["volumes"]
    folder = provider["providers"][0]["options"]["path"]
    assert f"./grafana/dashboards:{folder}:ro" in mounts
    home = compose["services"]["grafana"]["environment"][
        "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"
    ]
    assert home == f"{folder}/{BOARDS[0]}.json"


def test_the_data_source_is_the_one_of_the_dashboards(root: Path) -> None:
    """Fixed uid, and the interval of the scrapes, from which $__rate_interval is made."""
    provision = root / "grafana" / "provisioning" / "datasources" / "prometheus.yml"
    source = yaml.safe_load(provision.read_text())["datasources"][0]
    scrape = yaml.safe_load((root / "prometheus.yml").read_text())["global"]["scrape_interval"]
    assert source["jsonData"]["timeInterval"] == scrape
    for name in BOARDS:
        variables = {v["name"]: v for v in read(name)["templating"]["list"]}
        assert variables["datasource"]["current"]["value"] == source["uid"]


@board
def test_a_dashboard_is_a_file_that_grafana_9_to_13_load(name: str) -> None:
    """The classic schema, a fixed uid, no id of some database, not editable."""
    whole = read(name)
    assert 39 <= whole["schemaVersion"] <= 41
    assert re.fullmatch(r"[a-z-]+", whole["uid"])
    assert "id" not in whole
    assert whole["editable"] is False
    names = [v["name"] for v in whole["templating"]["list"]]
    chosen = ["job", "instance"] if name in OF_THE_BOT else []
    if name == "update-dashboard":
        assert (names[:2], names[-2:]) == (["trace_id", "update_id"], ["traces", "logs"])
        names = names[2:-2]
    assert names == ["datasource", *chosen, "prometheus_url"]


@board
def test_every_panel_explains_itself(name: str) -> None:
    """Title, description, unit and data source, and a number that is its own."""
    ids = [panel["id"] for panel in boxes(name)]
    assert len(ids) == len(set(ids))
    titles = [panel["title"] for panel in drawn(name)]
    assert len(titles) == len(set(titles))
    for panel in drawn(name):
        assert panel["title"]
        assert panel["description"].endswith("."), panel["title"]
        variable = SOURCES[panel["datasource"]["type"]]
        for holder in (panel, *panel["targets"]):
            assert holder["datasource"] == {**panel["datasource"], "uid": f"${{{variable}}}"}
    for panel in panels(name):
        assert panel["fieldConfig"]["defaults"]["unit"]


@board
def test_panels_fill_the_grid(name: str) -> None:
    """24 columns, each cell covered once: no gap, no overlap."""
    cells: list[tuple[int, int]] = []
    for panel in boxes(name):
        at = panel["gridPos"]
        assert at["x"] + at["w"] <= 24
        cells += [
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        ]
    assert len(cells) == len(set(cells))
    assert len(cells) == 24 * (1 + max(y for _, y in cells))


@board_of_the_bot
def test_every_selector_carries_job_and_instance(name: str) -> None:
    """No query can mix this bot's series with another's."""
    for expression in queries(name):
        selectors = SELECTOR.findall(expression)
        assert selectors, expression
        for metric, matchers in selectors:
            scope = 'job="$job"' if metric.startswith("job:") else SCOPE
            assert matchers.startswith(scope), f"{metric}: {expression}"
        bare = re.sub(r'"[^"]*"', "", SELECTOR.sub("", expression))
        assert not re.search(r"\b(bot_|up\b|ALERTS)", bare), expression


@board
def test_every_rate_fits_the_screen(name: str, rules: list[dict[str, Any]]) -> None:
    """$__rate_interval in every rate of a curve; what is current or recorded has its own window."""
    recorded = {rule["record"] for rule in rules if "record" in rule}
    for panel in panels(name):
        for target in panel["targets"]:
            if metrics(target["expr"]) & recorded:
                continue
            windows = re.findall(r"\b(rate|increase)\(.*?\[(.*?)\]", target["expr"])
            for function, window in windows:
                allowed = {"$__rate_interval"}
                if target["instant"]:
                    allowed = {"$__range", "15m"} if function == "increase" else {"15m"}
                assert window in allowed, panel["title"]


@board
def test_the_code_writes_the_dashboard(name: str, root: Path) -> None:
    """The committed JSON is what `python -m grafana.boards` writes."""
    (made,) = (made for made in grafana.boards.__main__.BOARDS if made.name == name)
    written = (root / "grafana" / "dashboards" / f"{name}.json").read_text("utf-8")
    assert made.json() == written, "run `python -m grafana.boards`"


@board
def test_a_number_is_current_or_absent(name: str) -> None:
    """Stats, bars and tables ask for now: no value older than the last scrape is shown."""
    for panel in panels(name):
        if panel["type"] != "timeseries":
            assert all(target["instant"] for target in panel["targets"]), panel["title"]
            assert not any(target["range"] for target in panel["targets"]), panel["title"]
            assert panel["fieldConfig"]["defaults"]["noValue"], panel["title"]


def test_no_value_is_not_green() -> None:
    """Grafana gives an absent value the colour of the first step; green would praise a dead bot."""
    for panel in panels():
        if panel["type"] == "stat":
            assert panel["fieldConfig"]["defaults"]["thresholds"]["steps"][0]["color"] != "green"


def test_no_query_asks_for_a_metric_that_does_not_exist(rules: list[dict[str, Any]]) -> None:
    """Dashboards and rules name only what the bot publishes, is recorded, or is Prometheus' own."""
    recorded = {rule["record"] for rule in rules if "record" in rule}
    theirs = OF_PROMETHEUS | {"alertmanager_notifications_failed_total"}
    asked = {metric for name in OF_THE_BOT for query in queries(name) for metric in metrics(query)}
    for rule in rules:
        names = set(
            re.findall(r"(?<![:\w])(?:bot_|up\b|alertmanager_|instance:|job:)[\w:]*", rule["expr"])
        )
        asked |= names
    assert {family(metric) for metric in asked} <= set(FAMILIES) | recorded | theirs


def test_no_query_asks_for_a_label_that_does_not_exist(rules: list[dict[str, Any]]) -> None:
    """A matcher on a label that nothing carries would match nothing, quietly."""
    expressions = [query for name in BOARDS for query in queries(name)]
    expressions += [rule["expr"] for rule in rules]
    for expression in expressions:
        for metric, matchers in SELECTOR.findall(expression):
            row = FAMILIES.get(family(metric))
            if row is not None:
                labels = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", matchers))
                own = {*row.labels, "le"} if metric.endswith("_bucket") else {*row.labels}
                assert labels <= {"job", "instance", *own}, expression
                bounds = set(re.findall(r'le="([^"]*)"', matchers))
                assert bounds <= {f"{bound:g}" for bound in row.bounds}, expression


def test_every_metric_is_shown(rules: list[dict[str, Any]]) -> None:
    """A metric that no panel shows is one that nobody sees."""
    shown = {
        m for panel in panels() for target in panel["targets"] for m in metrics(target["expr"])
    }
    recorded = {rule["record"]: rule["expr"] for rule in rules if "record" in rule}
    for name in shown & set(recorded):
        shown |= metrics(recorded[name])
    assert set(FAMILIES) <= {family(metric) for metric in shown}


def test_every_recording_is_read(rules: list[dict[str, Any]]) -> None:
    """A recorded series serves an alert or a panel."""
    alerts = " ".join(rule["expr"] for rule in rules if "alert" in rule)
    drawn = {m for name in BOARDS for query in queries(name) for m in metrics(query)}
    for rule in rules:
        if "record" in rule:
            assert rule["record"] in alerts or rule["record"] in drawn


def test_thresholds_are_those_of_the_alerts(rules: list[dict[str, Any]]) -> None:
    """Red on a panel begins where an alert that the panel links to begins."""
    bounds = {
        rule["alert"]: {float(n) for n in re.findall(r"(?:==|>=?|<=?)\s*([\d.]+)", rule["expr"])}
        for rule in rules
        if "alert" in rule
    }
    seen = set()
    for panel in panels():
        steps = panel["fieldConfig"]["defaults"]["thresholds"]["steps"]
        if len(steps) == 1 or panel["title"] == "Error budget":  # red where nothing is left
            continue
        linked = [link["title"].removeprefix("Runbook: ") for link in panel["links"]]
        bad_from = float(steps[-1]["value"])
        if bad_from == 1:  # of a count: any at all
            bad_from = 0
        fitting = [alert for alert in linked if bad_from in bounds[alert]]
        assert fitting, panel["title"]
        seen.update(fitting)
    assert seen == {
        "AlertsUndelivered",
        "BotBackupOld",
        "BotClockWrong",
        "BotBudgetBurning",
        "BotBudgetBurningSlowly",
        "BotBudgetSpent",
        "BotUpdatesLate",
        "BotDown",
        "BotFrozen",
        "BotUnreachable",
        "CollectorQueueFull",
        "RulesFailing",
        "BotErrorRatio",
        "BotErrorFlood",
        "BotAnswersLost",
        "BotAnswersStuck",
        "BotAnswersSlow",
        "BotTelegramUnreachable",
        "BotApiFailing",
        "BotRemindersLate",
        "BotRestsLate",
        "BotHighCpu",
        "BotHighMemory",
        "BotLoopLagging",
    }


def test_exemplars_are_kept() -> None:
    """A query that shows exemplars asks for a histogram that keeps some."""
    asked = {
        family(metric)
        for panel in panels()
        for target in panel.get("targets", [])
        if target.get("exemplar")
        for metric in metrics(target["expr"])
    }
    assert asked
    assert {FAMILIES[name].kind for name in asked} == {"histogram"}


def test_links_lead_to_paragraphs(rules: list[dict[str, Any]]) -> None:
    """Each runbook link of a panel names an alert that exists; each alert has a panel."""
    alerts = {rule["alert"] for rule in rules if "alert" in rule}
    linked = set()
    for panel in panels():
        for link in panel.get("links", []):
            name = link["title"].removeprefix("Runbook: ")
            assert link["url"] == f"${{prometheus_url}}/user/runbook.html#{name}"
            linked.add(name)
    # Of an absent bot there is nothing to draw, and the watchdog is no trouble.
    assert linked == alerts - {"BotAbsent", "Watchdog"}
