"""The bot's metrics have one way only, whichever way Compose is started."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

PLAIN = "docker-compose.yml"
COLLECTOR = "docs/deploy/docker-compose.collector.yml"
SCALE = "docs/deploy/docker-compose.scale.yml"


def read(root: Path, name: str) -> Any:
    return yaml.safe_load((root / name).read_text("utf-8"))


@pytest.fixture
def services(require: Callable[[str], str], root: Path, tmp_path: Path) -> Callable[..., Any]:
    """What Docker Compose makes of these files, with a profile and without a .env."""
    shutil.copytree(root / "docs/deploy", tmp_path / "docs/deploy")
    shutil.copytree(root / "grafana", tmp_path / "grafana")
    shutil.copy(root / PLAIN, tmp_path)
    told = {"BOT_TOKEN": "1:x", "WEBHOOK_HOST_NAME": "bot.example.org", "WEBHOOK_SECRET": "s" * 32}

    def read_by_compose(files: tuple[str, ...], profile: str) -> dict[str, Any]:
        done = subprocess.run(
            [require("compose-config-2.40.3"), *files],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "COMPOSE_PROFILES": profile, **told},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)["services"]

    return read_by_compose


def routes(root: Path, tmp_path: Path, services: dict[str, Any]) -> set[str]:
    """Name the ways by which the bot's metrics reach this stack's Prometheus."""
    mounted = {row["target"]: row["source"] for row in services["prometheus"]["volumes"]}
    config = Path(mounted["/etc/prometheus/prometheus.yml"]).relative_to(tmp_path)
    sources = {
        target.partition(":")[0]
        for job in read(root, str(config))["scrape_configs"]
        for found in job.get("static_configs", []) + job.get("dns_sd_configs", [])
        for target in found.get("targets", []) + found.get("names", [])
    }
    told = services["telegram-bot"]["environment"].get("OTEL_METRICS_EXPORTER") or "prometheus"
    assert ("prometheus" in told.split(",")) == ("telegram-bot" in sources)
    assert ("otlp" in told.split(",")) == ("otel-collector" in sources)
    assert ("otel-collector" in services) == ("otel-collector" in sources)
    return sources & {"telegram-bot", "otel-collector"}


@pytest.mark.prometheus
@pytest.mark.parametrize("profile", ["", "demo", "backup"])
@pytest.mark.parametrize(
    ("files", "route"),
    [
        ((PLAIN,), "telegram-bot"),
        ((PLAIN, SCALE), "telegram-bot"),
        ((PLAIN, COLLECTOR), "otel-collector"),
    ],
)
def test_one_route_each(
    files: tuple[str, ...],
    route: str,
    profile: str,
    root: Path,
    tmp_path: Path,
    services: Callable[..., Any],
) -> None:
    """Scraped without the Collector, through the Collector with it, and never both."""
    started = services(files, profile)
    assert ("lifters" in started) == (profile == "demo")
    assert routes(root, tmp_path, started) == {route}


def test_every_overlay_is_tried(root: Path) -> None:
    """Whoever adds one has to say above which route it takes; no file knows a further profile."""
    overlays = {f"docs/deploy/{path.name}" for path in (root / "docs/deploy").glob("docker*")}
    assert overlays == {SCALE, COLLECTOR}
    for file in (PLAIN, SCALE, COLLECTOR):
        named = set(re.findall(r"profiles: (.*)", (root / file).read_text()))
        assert named <= {"[demo]", "[backup]"}


def test_overlays_that_do_not_go_together_say_so(root: Path) -> None:
    """Several bots would write into one series of the Collector's."""
    assert "Not together with docker-compose.scale.yml" in (root / COLLECTOR).read_text()


def test_both_configurations_are_one(root: Path) -> None:
    """But for the bot's own job, Prometheus is told the same on both ways."""
    plain, collector = (
        read(root, "prometheus.yml"),
        read(root, "docs/deploy/prometheus-collector.yml"),
    )
    for config in (plain, collector):
        ways = {"telegram-bot", "otel-collector", "otel-collector-self"}
        rest = [job for job in config["scrape_configs"] if job["job_name"] not in ways]
        config["scrape_configs"] = rest
    assert plain == collector


def test_the_collector_is_kept_in(root: Path) -> None:
    """It is held as tightly as every other container, and its image is of the version built."""
    row = read(root, COLLECTOR)["services"]["otel-collector"]
    assert row["read_only"] is True
    assert row["cap_drop"] == ["ALL"]
    assert row["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in row
    built = read(root, ".ci/collector.yaml")["dist"]["version"]
    assert row["image"] == f"otel/opentelemetry-collector-contrib:{built}"
    limit = read(root, "otel-collector.yaml")["processors"]["memory_limiter"]["limit_mib"]
    assert limit < int(row["mem_limit"].removesuffix("m"))


def test_prometheus_is_told_no_less(root: Path) -> None:
    """The command that replaces Prometheus' own begins with all of it."""
    plain = read(root, PLAIN)["services"]["prometheus"]["command"]
    assert read(root, COLLECTOR)["services"]["prometheus"]["command"][: len(plain)] == plain


def test_every_choice_is_handed_on(root: Path) -> None:
    """Each variable that otel-collector.yaml reads can be set in .env, and is told there."""
    given = set(read(root, COLLECTOR)["services"]["otel-collector"]["environment"])
    text = (root / "otel-collector.yaml").read_text("utf-8")
    read_there = {part.split(":-")[0] for part in text.split("${env:")[1:]}
    assert read_there - {"COLLECTOR_DATA"} == given
