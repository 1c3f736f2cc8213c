"""The whole stack at once: every query has an answer while lifters train, and alerts arrive."""

import asyncio
import json
import math
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import Server
from tests.stack.questions import expand, whole
from tests.stack.test_dashboards import BOARDS, SELECTOR, panels, read
from tests.stack.town import ROOT, Town, binaries

pytestmark = [pytest.mark.prometheus, pytest.mark.timeout(300)]

ALERTS_TOKEN = "2000:alerts"
CHAT = 77
GUIDES = [
    name
    for page in ("docs/monitoring", "docs/runbook", "README")
    for name in (f"{page}.md", f"{page}.ru.md")
    if (ROOT / name).exists()
]
NEEDS_DOCKER = ("docker ",)
# What starts a program or changes the machine is what this town does at its beginning.
STARTS = ("make ", "prometheus ", "alertmanager ", "echo ", "git ", "cp ", "cd ")
ABSENT = ("bot_webhook_", "otelcol_", "bot_process_memory_limit", "bot_process_cpu_throttled")
WARM_SECONDS = 75.0  # five scrapes: every rate has its samples, and some rests have rung


@pytest.fixture(scope="module", params=["prometheus", "prometheus-2"])
def town(
    request: pytest.FixtureRequest,
    require: Callable[[str], str],
    server: Server,
    template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Town]:
    """The bot, its database, its watchers and thirty lifters, warm from training."""
    list(binaries(require))
    programs = {"prometheus": require(request.param), "alertmanager": require("alertmanager")}
    folder = tmp_path_factory.mktemp("town")
    _lay_keys(folder)
    with (
        closing(asyncio.new_event_loop()) as loop,
        (folder / "town.log").open("wb") as log,
        Town(folder, log) as built,
    ):
        loop.run_until_complete(server.create("town", template))
        try:
            _settle(built, folder, programs, server.dsn_of("town"))
            yield built
        except AssertionError:
            sys.stderr.write((folder / "town.log").read_text()[-4000:])
            raise
        finally:
            with suppress(KeyError, subprocess.TimeoutExpired):
                built.stop("telegram-bot")
            loop.run_until_complete(server.drop("town"))


def _lay_keys(folder: Path) -> None:
    (folder / "keys").mkdir()
    (folder / "keys" / "alerts_bot_token").write_text(ALERTS_TOKEN)
    (folder / "keys" / "alerts_chat_id").write_text(str(CHAT))


def _guide(program: str) -> str:
    """Give the command line by which the guide starts a program."""
    lines = (ROOT / "docs" / "monitoring.md").read_text().splitlines()
    return next(line.strip() for line in lines if line.strip().startswith(f"{program} --"))


def _alerting(folder: Path) -> Path:
    """Lay the configuration that tells a chat, but for one line: which Telegram to talk to."""
    source = ROOT / "grafana" / "alertmanager"
    text = (source / "alertmanager-telegram.yml").read_text()
    text = text.replace("parse_mode:", "api_url: http://localhost:8090\n        parse_mode:")
    (folder / "alertmanager.yml").write_text(text)
    (folder / "message.tmpl").write_bytes((source / "message.tmpl").read_bytes())
    return folder / "alertmanager.yml"


def _settle(town: Town, folder: Path, programs: dict[str, str], database: str) -> None:
    """Start everybody, let the bot be killed once and meet one poison, and wait."""
    python = sys.executable
    bot = ("telegram-bot", python, "-m", "service")
    told = {
        "DATABASE_URL": database,
        "DATA_DIR": str(folder / "data"),
        "BACKUP_STAMP": str(folder / "backup.done"),
        "METRICS_UPDATE_INTERVAL": "2",
    }
    (folder / "backup.done").touch()
    town.start(*bot, **told)
    desk = ("--port", "8090", "--token", ALERTS_TOKEN)
    town.start("alerts-desk", python, "-m", "service.local", *desk)
    for name, program in programs.items():
        command = [word.replace(".data", str(folder)) for word in shlex.split(_guide(name))[1:]]
        if name == "alertmanager":
            command[0] = f"--config.file={_alerting(folder)}"
        town.start(name, program, *command)
    town.wait("the bot", lambda: town.ask("http://localhost:8000/health")[0] == 200)
    lifters = ("--lifters=30", "--speed=20000", "--clumsy=0.3", "--bells=0.1", "--rate=20")
    town.start("lifters", python, "-m", "service.local.lifters", *lifters)
    scraped = 'count_over_time(bot_uptime_seconds{job="telegram-bot"}[1m]) >= 2'
    town.wait("two scrapes", lambda: _samples(town, scraped))
    town.stop("telegram-bot", how=lambda process: process.send_signal(signal.SIGKILL))
    town.start(*bot, **told)
    town.wait("the bot", lambda: town.ask("http://localhost:8000/health")[0] == 200)
    began = time.monotonic()
    town.ask("http://localhost:8080/control/inject", {"message": {"poison": True}})
    time.sleep(max(0.0, WARM_SECONDS - (time.monotonic() - began)))


def _samples(town: Town, expression: str) -> list[Any]:
    return town.prometheus("query", query=expression)["result"]


def _numbers(result: Any) -> list[float]:
    values = [value for row in result for value in row.get("values", [row.get("value")])]
    return [float(value[1]) for value in values]


def _fenced(page: str, kind: str) -> list[str]:
    """Give the lines of a page's blocks of one kind."""
    blocks = re.findall(rf"(?ms)^ *```{kind}\n(.*?)^ *```", (ROOT / page).read_text())
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def _check(town: Town, expression: str, *, over: float = 0.0) -> str:
    """Run a query, over the last seconds or now; say what is wrong with its answer, if anything."""
    now = time.time()
    if over:
        span = {"start": now - over, "end": now, "step": 15}
        result = town.prometheus("query_range", query=expression, **span)["result"]
    else:
        result = _samples(town, expression)
    numbers = _numbers(result)
    if not numbers:
        return "empty"
    return "" if all(map(math.isfinite, numbers)) else "not a number"


def _span(target: dict[str, Any]) -> float:
    """Return over how many seconds a panel's query is asked; 0: now."""
    return 0 if target["instant"] else 30


def test_every_panel_has_an_answer(town: Town) -> None:
    """Each query of each panel gives numbers: no error, nothing empty, no NaN."""
    asked = [
        (f"{panel['title']}: {target['expr']}", target)
        for panel in panels(*BOARDS)
        for target in panel["targets"]
        # This town has no Collector, and the bot no limit of memory.
        if not re.search("otelcol_|memory_limit", target["expr"])
    ]
    wrong = {
        title: trouble
        for title, target in asked
        if (
            trouble := _check(
                town, expand(whole(target["expr"])), over=0 if target["instant"] else 30
            )
        )
    }
    assert not wrong
    assert len(asked) >= 60


@pytest.mark.parametrize("name", BOARDS)
def test_every_variable_has_values(name: str, town: Town) -> None:
    """Job and instance are found by what the dashboard asks."""
    for variable in read(name)["templating"]["list"]:
        if variable["type"] == "query":
            found = re.fullmatch(r"label_values\((.*), (\w+)\)", variable["query"]["query"])
            assert found
            match = {"match[]": expand(found[1])}
            values = town.prometheus(f"label/{found[2]}/values", **match)
            address = variable["name"] == "prometheus_url"
            assert values == ["http://localhost:9090" if address else "telegram-bot"]


@pytest.mark.parametrize("name", BOARDS)
def test_every_annotation_marks_what_happened(name: str, town: Town) -> None:
    """The bot was killed once and met one poison: a restart and a firing alert are marked."""
    for note in read(name)["annotations"]["list"]:
        if "expr" in note:
            assert not _check(town, expand(note["expr"]), over=90), note["name"]


def test_every_rule_is_well_and_has_its_series(town: Town) -> None:
    """Prometheus evaluates each rule without complaint, and each series a rule reads is there."""
    groups = town.prometheus("rules")["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    named = yaml.safe_load((ROOT / "alerts.yml").read_text())["groups"]
    assert len(rules) == sum(len(group["rules"]) for group in named)
    assert {rule["health"] for rule in rules} == {"ok"}
    for rule in rules:
        expression = rule["query"]
        selectors = {f"{metric}{{{matchers}}}" for metric, matchers in SELECTOR.findall(expression)}
        bare = re.findall(r"(?<!:)\bbot_\w+(?![\w{:])", expression)
        for selector in selectors | set(bare):
            # This bot polls, is scraped, and has no limits.
            if not selector.startswith(ABSENT):
                assert not _check(town, selector), f"{rule['name']}: {selector}"
        if rule["type"] == "recording":
            assert not _check(town, rule["name"], over=15)


def test_only_what_happened_is_firing(town: Town) -> None:
    """A busy minute, a kill and a poison ring for the poison alone."""
    firing = {row["metric"]["alertname"] for row in _samples(town, 'ALERTS{alertstate="firing"}')}
    assert firing == {"BotUpdateQuarantined", "Watchdog"}


@pytest.mark.parametrize("page", GUIDES)
def test_every_example_has_an_answer(page: str, town: Town) -> None:
    """Each PromQL line that the guides show gives numbers."""
    lines = [line for line in _fenced(page, "promql") if not line.startswith("#")]
    assert {line: wrong for line in lines if (wrong := _check(town, line))} == {}


@pytest.mark.parametrize("page", GUIDES)
def test_every_command_works(page: str, town: Town, require: Callable[[str], str]) -> None:
    """Each command of the guides that needs no Docker does what it should in a running stack."""
    tried = 0
    for line in dict.fromkeys(_fenced(page, "bash")):
        if not line.startswith((*NEEDS_DOCKER, *STARTS)):
            program, *_ = shlex.split(line)
            require(program)
            if "service.local.lifters" in line:
                line += " --seconds 2"  # noqa: PLW2901 - by itself it goes on until Ctrl-C
            done = town.run("sh", "-c", line)
            assert done.returncode == 0, f"{line}: {done.stdout}{done.stderr}"
            assert done.stdout
            tried += 1
    assert tried >= (5 if page.startswith("docs/monitoring") else 0)


def test_the_guides_show_the_same_commands() -> None:
    """A reader of Russian is told to do what a reader of English is."""
    for kind in ("bash", "promql"):
        for page in ("docs/monitoring.md", "docs/runbook.md"):
            assert _fenced(page, kind) == _fenced(page.replace(".md", ".ru.md"), kind)


def test_targets_are_up_and_counted_once(town: Town) -> None:
    """The bot, Prometheus and Alertmanager are scraped, each by one target."""
    targets = town.prometheus("targets", state="active")["activeTargets"]
    jobs = {target["labels"]["job"]: target["health"] for target in targets}
    assert jobs == {"telegram-bot": "up", "prometheus": "up", "alertmanager": "up"}


def test_the_runbook_is_served(town: Town) -> None:
    """The link of an alert leads to a page that is there."""
    alerts = town.prometheus("alerts")["alerts"]
    url = alerts[0]["annotations"]["runbook_url"]
    assert url.startswith("http://localhost:9090/user/runbook.html#")
    status, body = town.ask(url)
    assert status == 200
    assert f'<h2 id="{alerts[0]["labels"]["alertname"]}">' in body


def _alert(rule: dict[str, Any]) -> dict[str, Any]:
    """An alert as Prometheus would send it, its words filled in at their longest."""
    known = {"job": "telegram-bot", "instance": "telegram-bot", "integration": "telegram"}
    words = known | {"handler": "corrections.correct_messages", "exporter": "otlp_http"}
    words |= {"statistic": "active_programs"}

    def fill(text: str) -> str:
        text = text.replace("{{ $externalURL }}", "http://localhost:9090")
        text = re.sub(r"{{ \$labels\.(\w+) }}", lambda found: words[found[1]], text)
        return re.sub(r"{{ \$value.*?}}", "123.45678", text)

    notes = {name: fill(text) for name, text in rule["annotations"].items()}
    return {"labels": {"alertname": rule["alert"], **known, **rule["labels"]}, "annotations": notes}


def test_alerts_arrive_in_the_chat(town: Town) -> None:
    """Every alert at once, through a real Alertmanager: plain words, a link, under the limit."""
    desk = "http://localhost:8090/control"
    town.ask(f"{desk}/people", {"id": CHAT, "first_name": "Operator"})
    town.ask(f"{desk}/act", {"do": "say", "user_id": CHAT, "text": "/start"})
    groups = yaml.safe_load((ROOT / "alerts.yml").read_text())["groups"]
    rules = [rule for group in groups for rule in group["rules"] if "alert" in rule]
    # Names of their own, so that none inhibits another and the longest message comes about.
    sent = [_alert(rule) for rule in rules]
    for alert in sent:
        alert["labels"]["alertname"] = f"Drill{alert['labels']['alertname']}"
        alert["labels"]["severity"] = "critical"
    status, body = town.ask("http://localhost:9093/api/v2/alerts", sent)
    assert status == 200, body

    def arrived() -> list[str]:
        events = json.loads(town.ask(f"{desk}/transcript")[1])["result"]["events"]
        texts = [
            e["message"]["text"] for e in events if e["kind"] == "message" and e["by"] == "bot"
        ]
        return [text for text in texts if text.count("🔴") == len(rules)]

    (text, *_) = town.wait("the message", arrived, 40)
    assert len(text.encode("utf-16-le")) // 2 < 4096
    assert len(sent) > 10  # so many have one link for all
    assert text.count("http") == 1
    for alert in sent:
        assert f"{alert['annotations']['summary']} (telegram-bot)" in text
