"""A whole dashboard: variables, annotations, links, and rows of panels."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from grafana_foundation_sdk.builders import dashboard
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    DashboardLinkType,
    Panel,
)

from grafana.boards.panels import RUNBOOK, SOURCE, asked

PROMETHEUS = "http://localhost:9090"
"""Where a browser finds Prometheus, until `prometheus_url` is changed."""


@dataclass(frozen=True)
class Row:
    """A heading and its panels, from left to right and then below; closed rows ask nothing."""

    title: str
    panels: Sequence[Builder[Panel]]
    collapsed: bool = True


@dataclass(frozen=True)
class Board:
    """One dashboard; `name` is that of its file."""

    name: str
    uid: str
    title: str
    description: str
    since: str
    rows: Sequence[Row]
    variables: Sequence[dict[str, Any]]
    subject: str
    refresh: str = "30s"

    def json(self) -> str:
        """Return the dashboard as Grafana imports it. Panels are numbered in their order."""
        made = dashboard.Dashboard(self.title).uid(self.uid).description(self.description)
        made.tags(["workout-bot", "telegram", self.subject]).readonly().version(1)
        made.tooltip(DashboardCursorSync.CROSSHAIR).refresh(self.refresh).time(self.since, "now")
        made.timezone("browser").links(_links())
        for row in self.rows:
            heading = dashboard.Row(row.title).collapsed(row.collapsed)
            if row.collapsed:
                for panel in row.panels:
                    heading.with_panel(panel)
            made.with_row(heading)
            if not row.collapsed:
                for panel in row.panels:
                    made.with_panel(panel)
        whole = json.loads(JSONEncoder().encode(made.build()))
        whole["templating"] = {"list": [*self.variables]}
        whole["annotations"] = {"list": _annotations()}
        _number(whole)
        return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _number(whole: dict[str, Any]) -> None:
    for number, panel in enumerate(_panels(whole), 1):
        panel["id"] = number
        for letter, target in zip(ascii_uppercase, panel.get("targets", []), strict=False):
            target["refId"] = letter


def _panels(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for panel in whole["panels"]:
        yield panel
        yield from panel.get("panels", [])


def variables_of(metric: str) -> list[dict[str, Any]]:
    """Let the reader choose among the jobs and instances that have a metric.

    They are written out: Grafana's schema refuses fields that the SDK always writes.
    """
    job = _query("job", f"label_values({metric}, job)") | {
        "label": "Job",
        "description": "The scrape job, or the service.name on the way through a Collector",
        "current": _option("telegram-bot"),
    }
    instance = _query("instance", f'label_values({metric}{{job="$job"}}, instance)') | {
        "label": "Instance",
        "description": "One process of the bot, or several",
        "includeAll": True,
        "allValue": ".+",
        "multi": True,
        "current": {"text": ["All"], "value": ["$__all"], "selected": True},
    }
    return [data_source(), job, instance, prometheus_address()]


def data_source(
    name: str = "datasource",
    label: str = "Data source",
    kind: str = "prometheus",
    usual: str = "Prometheus",
    description: str = "The Prometheus that scrapes the bot",
) -> dict[str, Any]:
    """Let the reader choose the data source of a kind; the provisioned one is `usual`."""
    return {
        "name": name,
        "label": label,
        "description": description,
        "type": "datasource",
        "query": kind,
        "regex": "",
        "hide": 0,
        "includeAll": False,
        "multi": False,
        "refresh": 1,
        "options": [],
        "current": {"text": usual, "value": usual.lower(), "selected": True},
        "skipUrlSync": False,
    }


def text_box(name: str, label: str, description: str) -> dict[str, Any]:
    """Let the reader type a value, or a link fill it in."""
    return {
        "name": name,
        "label": label,
        "description": description,
        "type": "textbox",
        "query": "",
        "hide": 0,
        "options": [],
        "current": {"text": "", "value": "", "selected": True},
        "skipUrlSync": False,
    }


def _query(name: str, query: str) -> dict[str, Any]:
    return {
        "name": name,
        "type": "query",
        "datasource": {"type": SOURCE.type_val, "uid": SOURCE.uid},
        "query": {"query": query, "refId": name, "qryType": 1},
        "regex": "",
        "sort": 1,
        "hide": 0,
        "includeAll": False,
        "multi": False,
        "refresh": 2,
        "options": [],
        "skipUrlSync": False,
    }


def prometheus_address() -> dict[str, Any]:
    """Find where a browser reaches Prometheus: the alert Watchdog has its address as a label."""
    return _query(
        "prometheus_url", 'label_values(ALERTS{alertname="Watchdog"}, prometheus_url)'
    ) | {
        "label": "Prometheus",
        "description": "Where a browser finds Prometheus, for the links: its --web.external-url",
        "hide": 2,
        "current": _option(PROMETHEUS),
    }


def _option(value: str) -> dict[str, Any]:
    return {"text": value, "value": value, "selected": True}


def _links() -> list[Builder[Any]]:
    others = dashboard.DashboardLink("Dashboards").type(DashboardLinkType.DASHBOARDS)
    others.tags(["workout-bot"]).as_dropdown(as_dropdown=False)
    others.include_vars(include_vars=True).keep_time(keep_time=True)
    return [
        others,
        _link("Runbook", RUNBOOK, "doc", "What to do when something is red"),
        _link("Alerts", "${prometheus_url}/alerts", "bolt", "Every alert and its state"),
    ]


def _link(title: str, url: str, icon: str, tooltip: str) -> dashboard.DashboardLink:
    made = dashboard.DashboardLink(title).type(DashboardLinkType.LINK).url(url).icon(icon)
    return made.tooltip(tooltip).target_blank(target_blank=True)


def _annotations() -> list[dict[str, Any]]:
    """Mark restarts and alerts; Grafana's types leave the fields of Prometheus to its plugin."""
    source = {"type": SOURCE.type_val, "uid": SOURCE.uid}
    shown = {"datasource": source, "enable": True, "hide": False, "step": "15s"}
    return [
        {
            "builtIn": 1,
            "datasource": {"type": "grafana", "uid": "-- Grafana --"},
            "enable": True,
            "hide": True,
            "iconColor": "rgba(0, 211, 255, 1)",
            "name": "Annotations & Alerts",
            "type": "dashboard",
        },
        shown
        | {
            "name": "Restarts",
            "iconColor": "blue",
            "expr": asked("resets(bot_uptime_seconds{}[1m]) > 0"),
            "titleFormat": "Restart",
            "textFormat": "{{instance}} started anew",
            "useValueForTime": False,
        },
        shown
        | {
            "name": "Firing alerts",
            "iconColor": "red",
            "expr": asked('ALERTS{alertstate="firing"}'),
            "titleFormat": "{{alertname}}",
            "textFormat": "{{severity}}",
            "tagKeys": "severity",
            "useValueForTime": False,
        },
    ]
