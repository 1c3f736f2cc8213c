"""Every Compose file loads, with the oldest and the newest Compose that the docs allow.

The loaders are those of Compose's releases; .ci/tools builds them. tests/docker/ starts the files.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

BASE = ["docker-compose.yml"]
COLLECTOR = [*BASE, "docs/deploy/docker-compose.collector.yml"]
SCALE = [*BASE, "docs/deploy/docker-compose.scale.yml"]
# What the scale overlay insists on.
ASKED = {"BOT_TOKEN": "1:a", "WEBHOOK_HOST_NAME": "bot.example.org", "WEBHOOK_SECRET": "s" * 32}
# The newest, the one that tests/docker runs, and the oldest.
COMPOSES = ["5.7.1", "2.40.3", "2.24.5"]

Config = Callable[..., subprocess.CompletedProcess[str]]
pytestmark = pytest.mark.prometheus


@pytest.fixture(params=COMPOSES)
def config(
    request: pytest.FixtureRequest, require: Callable[[str], str], root: Path, tmp_path: Path
) -> Config:
    """What one Compose makes of the files with these variables and this .env, or none."""
    program = require(f"compose-config-{request.param}")
    for file in {*BASE, *COLLECTOR, *SCALE}:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / file, tmp_path / file)
    shutil.copytree(root / "grafana", tmp_path / "grafana")

    def run(
        *files: str, dotenv: str | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        (tmp_path / ".env").unlink(missing_ok=True)
        if dotenv is not None:
            (tmp_path / ".env").write_text(dotenv)
        return subprocess.run(
            [program, *(files or BASE)],
            check=False,
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], **variables},
            capture_output=True,
            text=True,
        )

    return run


def services_of(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """Read the services out of what Compose printed."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["services"]


def documented(root: Path) -> dict[str, str]:
    """Read the variables of .env.example, each with its example or a word."""
    lines = re.findall(r"(?m)^#? ?([A-Z_]+)=(.*)$", (root / ".env.example").read_text())
    return {name: value or "word" for name, value in lines}


@pytest.mark.parametrize("files", [BASE, COLLECTOR])
@pytest.mark.parametrize("dotenv", [None, ""], ids=["no .env", "an empty .env"])
def test_nothing_needs_to_be_set(config: Config, files: list[str], dotenv: str | None) -> None:
    """The README's command works in a fresh clone."""
    services = services_of(config(*files, dotenv=dotenv))
    assert services["grafana"]["environment"]["GF_SECURITY_ADMIN_PASSWORD"] == "admin"
    assert services["telegram-bot"]["environment"]["BOT_TOKEN"] is None


@pytest.mark.parametrize("files", [BASE, COLLECTOR, SCALE])
def test_each_documented_variable_may_be_set(config: Config, root: Path, files: list[str]) -> None:
    """Alone, empty, and all of them together."""
    needed = ASKED if files == SCALE else {}
    variables = documented(root)
    assert len(variables) > 30
    for name, value in variables.items():
        more = {"GRAFANA_PASSWORD": "long"} if name == "GRAFANA_HOST" else {}
        for text in [value, *([] if name in needed else [""])]:
            lines = [f"{key}={word}" for key, word in (needed | more | {name: text}).items()]
            services_of(config(*files, dotenv="\n".join(lines)))
    lines = [f"{name}={value}" for name, value in variables.items()]
    services_of(config(*files, dotenv="\n".join(lines)))


@pytest.mark.parametrize("name", ASKED)
def test_several_bots_ask_for_what_they_need(config: Config, name: str) -> None:
    """Without it Compose refuses, and names it."""
    services_of(config(*SCALE, **ASKED))
    refused = config(*SCALE, **{key: value for key, value in ASKED.items() if key != name})
    assert refused.returncode != 0
    assert f"required variable {name} is missing a value" in refused.stderr


def test_a_token_starts_all_but_the_demo(config: Config) -> None:
    """The lifters come with the profile alone."""
    services = services_of(config(BOT_TOKEN="123:abc"))
    assert services["telegram-bot"]["environment"]["BOT_TOKEN"] == "123:abc"
    assert services["grafana"]["ports"][0]["host_ip"] == "127.0.0.1"
    demo = services_of(config(COMPOSE_PROFILES="demo"))
    assert set(demo) - set(services) == {"lifters"}


def test_an_open_grafana_wants_a_password(config: Config) -> None:
    """Published further than this machine, "admin" is refused, in a sentence."""
    refused = config(GRAFANA_HOST="0.0.0.0")
    assert refused.returncode != 0
    assert "GRAFANA_PASSWORD" in refused.stderr
    assert "before Grafana is published" in refused.stderr
    password = "a$b#\"c' d${x}\\n"
    grafana = services_of(config(GRAFANA_HOST="0.0.0.0", GRAFANA_PASSWORD=password))["grafana"]
    assert grafana["environment"]["GF_SECURITY_ADMIN_PASSWORD"] == password
    assert grafana["ports"][0]["host_ip"] == "0.0.0.0"


def test_alerts_go_to_a_chat_when_there_is_one(config: Config, root: Path) -> None:
    """The number of a chat chooses the configuration that tells it."""
    for variables, file in [
        ({}, "alertmanager.yml"),
        ({"ALERTS_CHAT_ID": "7"}, "alertmanager-telegram.yml"),
    ]:
        command = services_of(config(**variables))["alertmanager"]["command"]
        assert f"--config.file=/etc/alertmanager/{file}" in command
        assert (root / "grafana" / "alertmanager" / file).exists()
