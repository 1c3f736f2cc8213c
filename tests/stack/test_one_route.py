"""The bot's metrics have one way only, whichever way Compose is started."""

from pathlib import Path
from typing import Any

import yaml

PLAIN, COLLECTOR = "docker-compose.yml", "docs/deploy/docker-compose.collector.yml"


def read(root: Path, name: str) -> Any:
    return yaml.safe_load((root / name).read_text("utf-8"))


def jobs(root: Path, name: str) -> dict[str, list[str]]:
    """Give the targets of every scrape job."""
    return {
        job["job_name"]: [
            target for config in job["static_configs"] for target in config["targets"]
        ]
        for job in read(root, name)["scrape_configs"]
    }


def routes(root: Path, *files: str) -> set[str]:
    """Name the ways by which the bot's metrics reach this stack's Prometheus."""
    services: dict[str, Any] = {}
    for file in files:
        for name, row in read(root, file)["services"].items():
            known = services.setdefault(name, {"environment": {}, "volumes": []})
            known["environment"] |= row.get("environment", {})
            known["volumes"] += row.get("volumes", [])
    mounted = dict(reversed(v.split(":")[:2]) for v in services["prometheus"]["volumes"])
    scraped = jobs(root, mounted["/etc/prometheus/prometheus.yml"])
    told = services["telegram-bot"]["environment"].get("OTEL_METRICS_EXPORTER") or "prometheus"
    found = set()
    if any(target.startswith("telegram-bot:") for each in scraped.values() for target in each):
        found.add("scraped")
    if "otlp" in told.split(","):
        found.add("collector")
    assert ("prometheus" in told.split(",")) == ("scraped" in found)
    assert ("collector" in found) == ("otel-collector" in scraped)
    return found


def test_one_route_each(root: Path) -> None:
    """Scraped without the Collector, through the Collector with it, and never both."""
    assert routes(root, PLAIN) == {"scraped"}
    assert routes(root, PLAIN, COLLECTOR) == {"collector"}


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
