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
    """But for the bot and the other backends, Prometheus is told the same on both ways."""
    plain, collector = (
        read(root, "prometheus.yml"),
        read(root, "docs/deploy/prometheus-collector.yml"),
    )
    for config in (plain, collector):
        ways = {"telegram-bot", "otel-collector", "otel-collector-self", "jaeger", "victorialogs"}
        rest = [job for job in config["scrape_configs"] if job["job_name"] not in ways]
        config["scrape_configs"] = rest
    assert plain == collector


ADDED = {"otel-collector", "jaeger", "victorialogs"}
"""The services that the overlay adds."""


@pytest.mark.parametrize("service", sorted(ADDED))
def test_what_the_overlay_adds_is_kept_in(service: str, root: Path) -> None:
    """It is held as tightly as every other container, and published on loopback at most."""
    row = read(root, COLLECTOR)["services"][service]
    assert row["user"] == "10001:10001"
    assert row["read_only"] is True
    assert row["cap_drop"] == ["ALL"]
    assert row["security_opt"] == ["no-new-privileges:true"]
    assert row["restart"] == "unless-stopped"
    assert {"mem_limit", "cpus", "pids_limit", "logging", "stop_grace_period"} <= set(row)
    assert all(port.startswith("127.0.0.1:") for port in row.get("ports", []))
    for mount in row["volumes"]:
        source, _, mode = mount.split(":") if mount.count(":") == 2 else (*mount.split(":"), "")
        assert (
            mode == "ro" if source.startswith(".") else source in read(root, COLLECTOR)["volumes"]
        )


def test_the_overlay_says_how_each_is(root: Path) -> None:
    """By a program of the image; where it has none, by Prometheus, which scrapes all of them."""
    rows = read(root, COLLECTOR)["services"]
    checked = {name for name in ADDED if "test" in rows[name]["healthcheck"]}
    assert checked == {"jaeger"}
    jobs = read(root, "docs/deploy/prometheus-collector.yml")["scrape_configs"]
    targets = {target for job in jobs for row in job["static_configs"] for target in row["targets"]}
    assert {f"{name.partition(':')[0]}" for name in targets} >= ADDED


def test_what_the_overlay_adds_is_of_the_versions_built(root: Path) -> None:
    """The images are of the versions that .ci/collector and .ci/backends build."""
    image = {name: read(root, COLLECTOR)["services"][name]["image"] for name in ADDED}
    collector = read(root, ".ci/collector.yaml")["dist"]["version"]
    built = dict(re.findall(r"(?m)^(\w+)=([\d.]+)", (root / ".ci/backends").read_text()))
    assert image == {
        "otel-collector": f"otel/opentelemetry-collector-contrib:{collector}",
        "jaeger": f"jaegertracing/jaeger:{built['jaeger_2']}",
        "victorialogs": f"victoriametrics/victoria-logs:v{built['victorialogs']}",
    }


@pytest.mark.parametrize(
    ("service", "config"),
    [("otel-collector", "otel-collector.yaml"), ("jaeger", "docs/deploy/jaeger.yaml")],
)
def test_memory_ends_in_steps(service: str, config: str, root: Path) -> None:
    """First data is refused, then Go collects garbage harder, and last the container ends."""
    row = read(root, COLLECTOR)["services"][service]
    refused = read(root, config)["processors"]["memory_limiter"]["limit_mib"]
    collected = int(row["environment"]["GOMEMLIMIT"].removesuffix("MiB"))
    assert refused < collected < int(row["mem_limit"].removesuffix("m"))


def test_data_sources_lead_to_one_another(root: Path) -> None:
    """An exemplar leads to its trace, a trace to its log lines, a log line to its trace."""
    folder = "grafana/provisioning/datasources"
    sources = {
        name: read(root, f"{folder}-collector/{name}.yml")["datasources"][0]
        for name in ("prometheus", "jaeger", "victorialogs")
    }
    assert {row["uid"] for row in sources.values()} == set(sources)
    exemplars = sources["prometheus"]["jsonData"].pop("exemplarTraceIdDestinations")
    assert [row.get("datasourceUid") for row in exemplars] == [None, "jaeger"]
    assert sources["jaeger"]["jsonData"]["tracesToLogsV2"]["datasourceUid"] == "victorialogs"
    derived = sources["victorialogs"]["jsonData"]["derivedFields"]
    assert [row.get("datasourceUid") for row in derived] == ["jaeger", None]
    board = json.loads((root / "grafana/dashboards/update-dashboard.json").read_text())
    for row in (exemplars[0], derived[1]):
        assert row["url"].startswith(f"/d/{board['uid']}/")
        assert "var-trace_id=$${__value.raw}" in row["url"]
    # Nothing else differs from the Prometheus of docker-compose.yml.
    plain = read(root, f"{folder}/prometheus.yml")["datasources"][0]
    del plain["jsonData"]["exemplarTraceIdDestinations"]
    assert sources["prometheus"] == plain
    chosen = {row["name"]: row["current"]["value"] for row in board["templating"]["list"]}
    assert {chosen[name] for name in ("datasource", "traces", "logs")} == set(sources)


def test_grafana_reads_the_data_sources_of_the_overlay(root: Path) -> None:
    """They replace those of docker-compose.yml, in the same place."""
    (mount,) = read(root, COLLECTOR)["services"]["grafana"]["volumes"]
    source, target, _ = mount.split(":")
    plain = [row.split(":") for row in read(root, PLAIN)["services"]["grafana"]["volumes"]]
    assert target in {row[1] for row in plain}
    assert {path.stem for path in (root / source).iterdir()} == {
        "prometheus",
        "jaeger",
        "victorialogs",
    }


def test_prometheus_is_told_no_less(root: Path) -> None:
    """The command that replaces Prometheus' own begins with all of it."""
    plain = read(root, PLAIN)["services"]["prometheus"]["command"]
    assert read(root, COLLECTOR)["services"]["prometheus"]["command"][: len(plain)] == plain


def test_every_choice_is_handed_on(root: Path) -> None:
    """Each variable that otel-collector.yaml reads can be set in .env, and is told there."""
    given = set(read(root, COLLECTOR)["services"]["otel-collector"]["environment"])
    text = (root / "otel-collector.yaml").read_text("utf-8")
    read_there = {part.split(":-")[0] for part in text.split("${env:")[1:]}
    assert read_there - {"COLLECTOR_DATA"} == given - {"GOMEMLIMIT"}
