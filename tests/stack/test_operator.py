"""The objects for the Prometheus operator: written from our files, and named as those expect."""

import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml
from aiohttp import web

from docs.kubernetes import __main__ as kubernetes
from tests.ports import free_port
from tests.stack.routes import ROOT, open_prometheus
from tests.waiting import until

MONITORING = ROOT / "docs/kubernetes/monitoring"
PAGE = """\
# TYPE bot_health gauge
bot_health 1
# TYPE bot_uptime_seconds gauge
bot_uptime_seconds 5
# TYPE bot_poll_age_seconds gauge
bot_poll_age_seconds 100
"""
"""Metrics of a bot that has not heard Telegram for longer than its alert allows."""


def read(name: str) -> Any:
    """Read one of the manifests."""
    return yaml.safe_load((MONITORING / name).read_text("utf-8"))


@pytest.mark.parametrize("name", ["rules.yaml", "dashboards.yaml"])
def test_written_from_the_sources(name: str) -> None:
    """The rules are those of alerts.yml, and the dashboards those of Grafana's folder."""
    written = (MONITORING / name).read_text("utf-8")
    assert written == kubernetes.manifests()[name], f"run `{kubernetes.COMMAND}`"


def test_every_file_is_listed() -> None:
    """kustomize knows every file; the dashboards fit into a ConfigMap."""
    listed = {*read("kustomization.yaml")["resources"], "kustomization.yaml"}
    assert {path.name for path in MONITORING.glob("*")} == listed
    assert read("rules.yaml")["spec"] == yaml.safe_load((ROOT / "alerts.yml").read_text("utf-8"))
    assert (MONITORING / "dashboards.yaml").stat().st_size < 1_000_000


def test_a_pod_is_probed_by_http() -> None:
    """Alive while the loop turns, ready while it is healthy; the service has the metrics' port."""
    deployment = yaml.safe_load((ROOT / "docs/kubernetes/deployment.yaml").read_text("utf-8"))
    (bot,) = deployment["spec"]["template"]["spec"]["containers"]
    assert bot["livenessProbe"]["httpGet"] == {"path": "/live", "port": "metrics"}
    assert bot["readinessProbe"]["httpGet"] == {"path": "/health", "port": "metrics"}
    service = yaml.safe_load((ROOT / "docs/kubernetes/service.yaml").read_text("utf-8"))
    assert {port["name"] for port in service["spec"]["ports"]} == {"posts", "metrics"}
    network = yaml.safe_load((ROOT / "docs/kubernetes/network.yaml").read_text("utf-8"))
    out = [port["port"] for rule in network["spec"]["egress"] for port in rule["ports"]]
    assert {4317, 4318} <= {*out}


def job_of_the_operator(monitor: dict[str, Any], pods: dict[str, str]) -> dict[str, Any]:
    """Make the scrape job that the operator makes of a PodMonitor, with pods found already.

    The order of the relabelling is that of `generatePodMonitorConfig` in the operator's
    `pkg/prometheus/promcfg.go`: namespace, container and pod, then the job and the endpoint, and
    after them what the PodMonitor asks for.
    """
    (endpoint,) = monitor["spec"]["podMetricsEndpoints"]
    name = f"workout-bot/{monitor['metadata']['name']}"
    theirs = [
        {"source_labels": ["__meta_kubernetes_namespace"], "target_label": "namespace"},
        {"source_labels": ["__meta_kubernetes_pod_container_name"], "target_label": "container"},
        {"source_labels": ["__meta_kubernetes_pod_name"], "target_label": "pod"},
        {"target_label": "job", "replacement": name},
        {"target_label": "endpoint", "replacement": endpoint["port"]},
    ]
    snake = {"sourceLabels": "source_labels", "targetLabel": "target_label"}
    ours = [
        {snake.get(key, key): value for key, value in each.items()}
        for each in endpoint["relabelings"]
    ]
    return {
        "job_name": f"podMonitor/{name}/0",
        "scrape_interval": endpoint["interval"],
        "relabel_configs": theirs + ours,
        "static_configs": [
            {
                "targets": [address],
                "labels": {
                    "__meta_kubernetes_namespace": "workout-bot",
                    "__meta_kubernetes_pod_container_name": "bot",
                    "__meta_kubernetes_pod_name": pod,
                },
            }
            for pod, address in pods.items()
        ],
    }


@pytest_asyncio.fixture
async def page() -> AsyncIterator[str]:
    """Serve the metrics of one pod; yields its address."""
    app = web.Application()
    app.router.add_get("/metrics", _metrics)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def _metrics(_: web.Request) -> web.Response:
    return web.Response(text=PAGE)


@pytest.mark.prometheus
def test_the_autoscaler_asks_for_the_mean_of_each_pod(
    require: Callable[[str], str], tmp_path: Path
) -> None:
    """The query, filled in as the adapter does, gives a number for each pod of the bot."""
    values = yaml.safe_load((ROOT / "docs/kubernetes/autoscaling/adapter.yaml").read_text("utf-8"))
    (rule,) = values["rules"]["custom"]
    labels = 'namespace="workout-bot",pod=~"a|b"'
    query = rule["metricsQuery"].replace("<<.Series>>", "bot_updates_in_flight")
    query = query.replace("<<.LabelMatchers>>", labels).replace("<<.GroupBy>>", "pod")
    series = 'bot_updates_in_flight{namespace="workout-bot", instance="x", pod="%s"}'
    test = {
        "rule_files": [],
        "tests": [
            {
                "interval": "15s",
                "input_series": [
                    {"series": series % "a", "values": "0x4 12x4"},
                    {"series": series % "b", "values": "2x9"},
                    {"series": series % "another", "values": "9x9"},
                ],
                "promql_expr_test": [
                    {
                        "expr": query,
                        "eval_time": "2m",
                        "exp_samples": [
                            {"labels": '{pod="a"}', "value": 6},
                            {"labels": '{pod="b"}', "value": 2},
                        ],
                    }
                ],
            }
        ],
    }
    path = tmp_path / "test.yml"
    path.write_text(yaml.safe_dump(test))
    ran = subprocess.run(
        [require("promtool"), "test", "rules", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.prometheus
@pytest.mark.timeout(180)
async def test_the_rules_see_the_pods(
    page: str, require: Callable[[str], str], tmp_path: Path
) -> None:
    """An alert about a value and an alert about a lost target name the pod that they are about."""
    pods = {"workout-bot-a": page, "workout-bot-b": f"127.0.0.1:{free_port()}"}
    jobs = [job_of_the_operator(read("podmonitor.yaml"), pods)]
    rules = tmp_path / "rules.yml"
    rules.write_text(yaml.safe_dump(read("rules.yaml")["spec"]))
    opened = open_prometheus(require("prometheus"), tmp_path / "p", jobs, rules=rules)
    expected = {("BotTelegramUnreachable", "workout-bot-a"), ("BotUnreachable", "workout-bot-b")}
    async with opened as prometheus:

        async def noticed() -> set[tuple[str, str]]:
            alerts = (await prometheus.data("alerts"))["alerts"]
            labels = [alert["labels"] for alert in alerts]
            return {(each["alertname"], each.get("instance", "")) for each in labels}

        await until(noticed, "both alerts are noticed", expected.issubset, within=90, pause=1)
        up = await prometheus.series("up")
    assert {dict(labels)["job"] for _, labels in up} == {"telegram-bot"}


@pytest.mark.gateways
def test_kustomize_renders_them(require: Callable[[str], str]) -> None:
    """`kubectl apply -k docs/kubernetes/monitoring` gets three objects in the bots' namespace."""
    command = (require("kustomize"), "build", str(MONITORING))
    made = subprocess.run(command, capture_output=True, text=True, check=True)
    objects = {each["kind"]: each for each in yaml.safe_load_all(made.stdout)}
    assert objects.keys() == {"PodMonitor", "PrometheusRule", "ConfigMap"}
    assert {each["metadata"]["namespace"] for each in objects.values()} == {"workout-bot"}
