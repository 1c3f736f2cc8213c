"""What each program is started with: the project's own files, on ports of this machine."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from grafana.watch.finding import ROOT, is_built

PORTS = {
    "chat": 8080,
    "metrics": 8000,
    "prometheus": 9090,
    "alertmanager": 9093,
    "collector": 4318,
    "collector-page": 8889,
    "collector-own": 8888,
    "collector-health": 13133,
    "jaeger": 16686,
    "jaeger-grpc": 16685,
    "jaeger-otlp": 4319,
    "jaeger-own": 8887,
    "jaeger-health": 13134,
    "victoria-logs": 9428,
}
"""Where each listens, on 127.0.0.1; `--port NAME=NUMBER` changes it."""

NAMES = {
    "telegram-bot:8000": "metrics",
    "localhost:9090": "prometheus",
    "alertmanager:9093": "alertmanager",
    "otel-collector:8889": "collector-page",
    "otel-collector:8888": "collector-own",
    "jaeger:8888": "jaeger-own",
    "victorialogs:9428": "victoria-logs",
}
"""The addresses in Prometheus' files, which are those of Compose."""


@dataclass(frozen=True)
class Started:
    """A program as it is started."""

    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where everything is: the programs that were found, their ports, and a folder for data."""

    found: Mapping[str, str]
    ports: Mapping[str, int]
    folder: Path

    def at(self, name: str) -> str:
        """Return an address without its scheme."""
        return f"127.0.0.1:{self.ports[name]}"


def bot(place: Place) -> Started:
    """Start the bot with a stand-in for Telegram; at DEBUG each update has a log line."""
    environment = {
        "DATA_DIR": str(place.folder / "bot"),
        "CHAT_PORT": str(place.ports["chat"]),
        "METRICS_PORT": str(place.ports["metrics"]),
        "LOG_LEVEL": "DEBUG",
        "PYTHONPATH": str(ROOT),
    }
    if "collector" in place.found:
        environment |= {
            f"OTEL_{signal}_EXPORTER": "otlp" for signal in ("METRICS", "TRACES", "LOGS")
        }
        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = f"http://{place.at('collector')}"
    return Started([sys.executable, "-m", "service"], environment)


def lifters(place: Place, number: int, speed: float) -> Started:
    """Start simulated people who train."""
    options = [f"--lifters={number}", f"--speed={speed}"]
    command = [
        sys.executable,
        "-m",
        "service.local.lifters",
        f"http://{place.at('chat')}",
        *options,
    ]
    return Started(command, {"PYTHONPATH": str(ROOT)})


def prometheus(place: Place) -> Started:
    """Start Prometheus, which scrapes what was found."""
    through = "collector" in place.found
    source = "docs/deploy/prometheus-collector.yml" if through else "prometheus.yml"
    config = place.folder / "prometheus.yml"
    config.write_text(json.dumps(_scraped(place, ROOT / source)), "utf-8")
    flags = {
        "config.file": config,
        "storage.tsdb.path": place.folder / "prometheus",
        "web.listen-address": place.at("prometheus"),
        "web.external-url": f"http://{place.at('prometheus')}",
        "web.user-assets": ROOT / "docs",
        "enable-feature": "exemplar-storage",
    }
    return Started(
        [place.found["prometheus"], *(f"--{name}={value}" for name, value in flags.items())]
    )


def _scraped(place: Place, source: Path) -> dict[str, Any]:
    """Return a file for Prometheus with addresses of this machine, without those skipped."""
    text = source.read_text("utf-8")
    for name, ours in NAMES.items():
        text = text.replace(f'"{name}"', f'"{place.at(ours)}"')
    config: dict[str, Any] = yaml.safe_load(text)
    config["rule_files"] = [str(ROOT / "alerts.yml")]
    if "alertmanager" not in place.found:
        del config["alerting"]
    here = {"telegram-bot", "otel-collector", "otel-collector-self"}
    here |= {name.replace("-", "") for name in place.found}
    jobs = config["scrape_configs"]
    config["scrape_configs"] = [job for job in jobs if job["job_name"] in here]
    return config


def alertmanager(place: Place) -> Started:
    """Start Alertmanager, which shows alerts and sends them to nobody."""
    flags = {
        "config.file": ROOT / "grafana/alertmanager/alertmanager.yml",
        "storage.path": place.folder / "alertmanager",
        "web.listen-address": place.at("alertmanager"),
        "cluster.listen-address": "",
    }
    return Started(
        [place.found["alertmanager"], *(f"--{name}={value}" for name, value in flags.items())]
    )


def collector(place: Place) -> Started:
    """Start the Collector, which sends traces and logs to the backends that were found."""
    own = {"host": "127.0.0.1", "port": place.ports["collector-own"]}
    changed = {
        "receivers::otlp::protocols::http::endpoint": place.at("collector"),
        "exporters::prometheus/metrics::endpoint": place.at("collector-page"),
        "extensions::health_check::endpoint": place.at("collector-health"),
        "service::telemetry::metrics::readers": [{"pull": {"exporter": {"prometheus": own}}}],
    }
    environment = {"COLLECTOR_DATA": str(place.folder / "collector"), "GOMEMLIMIT": "200MiB"}
    if "jaeger" in place.found:
        address = f"http://{place.at('jaeger-otlp')}/v1/traces"
        environment |= {"TRACES_BACKEND": "otlp_http", "TRACES_OTLP_URL": address}
    if "victoria-logs" in place.found:
        address = f"http://{place.at('victoria-logs')}/insert/opentelemetry/v1/logs"
        environment |= {"LOGS_BACKEND": "otlp_http", "LOGS_OTLP_URL": address}
    command = [place.found["collector"], f"--config={ROOT / 'otel-collector.yaml'}"]
    return Started([*command, *_overriding(changed)], environment)


def jaeger(place: Place) -> Started:
    """Start Jaeger, on other ports than the Collector's."""
    own = {"host": "127.0.0.1", "port": place.ports["jaeger-own"]}
    changed = {
        "receivers::otlp::protocols::http::endpoint": place.at("jaeger-otlp"),
        "extensions::jaeger_query::http::endpoint": place.at("jaeger"),
        "extensions::jaeger_query::grpc::endpoint": place.at("jaeger-grpc"),
        "extensions::healthcheckv2::http::endpoint": place.at("jaeger-health"),
        "service::telemetry::metrics::readers": [{"pull": {"exporter": {"prometheus": own}}}],
    }
    command = [place.found["jaeger"], f"--config={ROOT / 'docs/deploy/jaeger.yaml'}"]
    return Started(
        [*command, *_overriding(changed)],
        {"JAEGER_DATA": str(place.folder / "jaeger"), "GOMEMLIMIT": "300MiB"},
    )


def _overriding(changed: Mapping[str, object]) -> Iterator[str]:
    for key, value in changed.items():
        yield f"--config=yaml:{key}: {json.dumps(value)}"


def victoria_logs(place: Place) -> Started:
    """Start VictoriaLogs."""
    flags = {
        "storageDataPath": place.folder / "victoria-logs",
        "httpListenAddr": place.at("victoria-logs"),
        "retentionPeriod": "7d",
    }
    return Started(
        [place.found["victoria-logs"], *(f"-{name}={value}" for name, value in flags.items())]
    )


WATCHERS: dict[str, Callable[[Place], Started]] = {
    "jaeger": jaeger,
    "victoria-logs": victoria_logs,
    "collector": collector,
    "alertmanager": alertmanager,
    "prometheus": prometheus,
}
"""How each is started, in this order, before the bot."""


PAGES = {
    "prometheus": ("metrics", "/", "/api/v1/alerts"),
    "alertmanager": ("alerts", "/", "/api/v2/alerts"),
    "jaeger": ("traces", "/", "/api/services"),
    "victoria-logs": ("log lines", "/select/vmui", "/select/vmui"),
}
"""What a browser shows of each, its page, and what it has instead when built from its module."""


def addresses(place: Place) -> Iterator[tuple[str, str]]:
    """Return what a person may open."""
    yield "chat", f"http://{place.at('chat')}"
    yield "health", f"http://{place.at('metrics')}/health"
    if "collector" not in place.found:
        yield "metrics", f"http://{place.at('metrics')}/metrics"
    for name, (what, page, instead) in PAGES.items():
        if name in place.found:
            path = instead if is_built(place.found[name]) else page
            yield what, f"http://{place.at(name)}{path}"
    if "prometheus" in place.found:
        yield "runbook", f"http://{place.at('prometheus')}/user/runbook.html"


def environment_of(started: Started) -> dict[str, str]:
    """Return the whole environment of a program; none of our settings are in it by accident."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "SSL_CERT_FILE")
    return {name: os.environ[name] for name in kept if name in os.environ} | dict(
        started.environment
    )
