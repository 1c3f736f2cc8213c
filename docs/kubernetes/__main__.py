"""Writes the rules and dashboards for Kubernetes: `.venv/bin/python -m docs.kubernetes`."""

import json
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "monitoring"
ROOT = Path(__file__).parents[2]
COMMAND = ".venv/bin/python -m docs.kubernetes"


class _Blocks(yaml.SafeDumper):
    """Writes texts of several lines as blocks, so that a change of one line is one line."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Blocks.add_representer(str, _text)


def manifests() -> dict[str, str]:
    """Return the text of each file by its name."""
    return {"rules.yaml": _written(_rules()), "dashboards.yaml": _written(_dashboards())}


def _rules() -> dict[str, Any]:
    rules = yaml.safe_load((ROOT / "alerts.yml").read_text("utf-8"))
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {"name": "workout-bot"},
        "spec": rules,
    }


def _dashboards() -> dict[str, Any]:
    boards = sorted((ROOT / "grafana" / "dashboards").glob("*.json"))
    compact = {
        board.name: json.dumps(json.loads(board.read_text("utf-8")), ensure_ascii=False)
        for board in boards
    }
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "workout-bot-dashboards", "labels": {"grafana_dashboard": "1"}},
        "data": compact,
    }


def _written(manifest: dict[str, Any]) -> str:
    body = yaml.dump(manifest, Dumper=_Blocks, sort_keys=False, allow_unicode=True, width=100_000)
    return f"# Written by `{COMMAND}`.\n{body}"


if __name__ == "__main__":
    for name, text in manifests().items():
        (FOLDER / name).write_text(text, "utf-8")
