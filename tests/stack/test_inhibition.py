"""Which alerts a running Alertmanager holds back while others fire."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml

from tests.ports import free_port
from tests.stack.routes import ROOT, answers, running

CONFIG = ROOT / "grafana" / "alertmanager" / "alertmanager-telegram.yml"


def alert(name: str, severity: str, instance: str = "a") -> dict[str, Any]:
    """Make an alert as Prometheus sends it."""
    labels = {"alertname": name, "severity": severity, "job": "telegram-bot", "instance": instance}
    return {"labels": labels, "annotations": {"summary": name}}


def test_every_rule_looks_at_one_replica() -> None:
    """By `[job]` alone a dead replica would silence the alerts of the others."""
    rules = yaml.safe_load(CONFIG.read_text())["inhibit_rules"]
    assert [rule["equal"] for rule in rules] == [["job", "instance"]] * len(rules)


@pytest.mark.prometheus
async def test_a_dead_replica_silences_itself_only(
    require: Callable[[str], str], tmp_path: Path
) -> None:
    """The other alerts of the dead one are held back; all of its neighbours are sent."""
    config = {
        **yaml.safe_load((CONFIG.parent / "alertmanager.yml").read_text()),
        "inhibit_rules": yaml.safe_load(CONFIG.read_text())["inhibit_rules"],
    }
    (tmp_path / "alertmanager.yml").write_text(yaml.safe_dump(config))
    port = free_port()
    command = (
        require("alertmanager"),
        f"--config.file={tmp_path}/alertmanager.yml",
        f"--storage.path={tmp_path}/data",
        f"--web.listen-address=127.0.0.1:{port}",
        "--cluster.listen-address=",
    )
    fired = [
        alert("BotUnreachable", "critical", "a"),
        alert("BotAnswersStuck", "critical", "a"),
        alert("BotErrorRatio", "warning", "a"),
        alert("BotAnswersStuck", "critical", "b"),
        alert("BotErrorRatio", "warning", "c"),
    ]
    async with (
        running(*command),
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session,
    ):
        await answers(session, "/-/ready")
        async with session.post("/api/v2/alerts", json=fired) as answer:
            assert answer.status == 200
        async with session.get("/api/v2/alerts", params={"inhibited": "false"}) as answer:
            sent = {
                (a["labels"]["alertname"], a["labels"]["instance"]) for a in await answer.json()
            }
    assert sent == {("BotUnreachable", "a"), ("BotAnswersStuck", "b"), ("BotErrorRatio", "c")}
