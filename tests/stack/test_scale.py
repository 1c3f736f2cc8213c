"""The files for several bots: they parse, are as hardened as the others, and hold no secret."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from instrumentation.instruments import INSTRUMENTS
from service.storage import Database
from service.storage.database import SESSION
from tests.some import some

ROOT = Path(__file__).parents[2]
MANIFESTS = sorted((ROOT / "docs/kubernetes").glob("*.yaml"))


def run(program: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    environment = os.environ | more
    return subprocess.run(
        [program, *arguments], capture_output=True, text=True, check=False, env=environment
    )


class Loader(yaml.SafeLoader):
    """Reads Compose's own tags as if they were not there."""


def untagged(loader: Loader, node: Any) -> Any:
    is_list = isinstance(node, yaml.SequenceNode)
    return loader.construct_sequence(node) if is_list else loader.construct_mapping(node)


for tag in ("!reset", "!override"):
    Loader.add_constructor(tag, untagged)


def read(path: Path) -> dict[str, Any]:
    """Parse one file."""
    return yaml.load(path.read_text("utf-8"), Loader)


def test_the_proxy_is_hardened():
    """What faces the network is an ordinary user with nothing to write on."""
    proxy = read(ROOT / "docs/deploy/docker-compose.scale.yml")["services"]["proxy"]
    assert proxy["read_only"] is True
    assert (proxy["cap_drop"], proxy["cap_add"]) == (["ALL"], ["NET_BIND_SERVICE"])
    assert proxy["security_opt"] == ["no-new-privileges:true"]
    assert not proxy["user"].startswith("0")
    assert proxy["image"].count(".") == 2
    assert {"mem_limit", "cpus", "pids_limit", "healthcheck", "stop_grace_period"} <= proxy.keys()


def test_the_proxy_reaches_no_database():
    """It is on the way between Telegram and the bots, and nowhere else."""
    proxy = read(ROOT / "docs/deploy/docker-compose.scale.yml")["services"]["proxy"]
    assert set(proxy["networks"]) == {"posts", "outside"}


def test_secrets_are_asked_for():
    """Compose refuses to start several bots without a token, a name and a secret."""
    told = read(ROOT / "docs/deploy/docker-compose.scale.yml")["services"]["telegram-bot"]
    for name in ("BOT_TOKEN", "WEBHOOK_SECRET"):
        assert told["environment"][name].startswith(f"${{{name}:?")
    assert "${WEBHOOK_HOST_NAME:?" in told["environment"]["WEBHOOK_URL"]


def test_every_bot_is_scraped():
    """Prometheus asks for addresses by name, and is told of the same alerts."""
    usual = read(ROOT / "prometheus.yml")
    scale = read(ROOT / "docs/deploy/prometheus.yml")
    jobs = {job["job_name"]: job for job in scale["scrape_configs"]}
    assert jobs.keys() == {job["job_name"] for job in usual["scrape_configs"]}
    assert jobs["telegram-bot"]["dns_sd_configs"][0]["names"] == ["telegram-bot"]
    assert scale["rule_files"] == usual["rule_files"]


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.name)
def test_a_manifest_is_listed(path):
    """kustomize knows every file."""
    listed = read(ROOT / "docs/kubernetes/kustomization.yaml")["resources"]
    assert path.name in {*listed, "kustomization.yaml"}


def test_a_pod_is_hardened():
    """An ordinary user, a root nobody writes to, no capabilities, limits, time to stop."""
    pod = read(ROOT / "docs/kubernetes/deployment.yaml")["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    assert pod["terminationGracePeriodSeconds"] >= 20
    for container in (*pod["initContainers"], *pod["containers"]):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"]["limits"].keys() == {"cpu", "memory"}
        names = [each["name"] for each in container["env"]]
        assert not [each for each in names if "SECRET" in each and "FILE" not in each]


def test_only_the_migrations_know_the_owner():
    """The bot in a pod sees the password of its own role alone."""
    pod = read(ROOT / "docs/kubernetes/deployment.yaml")["spec"]["template"]["spec"]
    (migrations,), (bot,) = pod["initContainers"], pod["containers"]
    assert migrations["image"] == bot["image"]
    secret = {row["name"]: row["secret"]["secretName"] for row in pod["volumes"] if "secret" in row}
    sees = [
        {secret.get(mount["name"]) for mount in container["volumeMounts"]} - {None}
        for container in (migrations, bot)
    ]
    assert sees == [{"workout-bot", "workout-bot-owner"}, {"workout-bot"}]


FOLDERS = ("postgres", "autoscaling")


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_of_a_folder_is_listed(folder):
    """kustomize knows every object; the adapter's values are for Helm."""
    path = ROOT / "docs/kubernetes" / folder
    listed = read(path / "kustomization.yaml")["resources"]
    assert {each.name for each in path.iterdir()} - {"adapter.yaml"} == {
        *listed,
        "kustomization.yaml",
    }


async def test_the_autoscaler_measures_what_the_bot_publishes():
    """The metric is one of ours, and the adapter makes it known by the same name."""
    (metric,) = read(ROOT / "docs/kubernetes/autoscaling/autoscaler.yaml")["spec"]["metrics"]
    name = metric["pods"]["metric"]["name"]
    (rule,) = read(ROOT / "docs/kubernetes/autoscaling/adapter.yaml")["rules"]["custom"]
    assert rule["seriesQuery"].startswith(f"{name}{{")
    assert name in {each.name.replace(".", "_") for each in INSTRUMENTS}
    wanted = float(metric["pods"]["target"]["averageValue"])
    assert wanted < Database("postgresql://h/d", "UTC")._seats._value


def test_a_commit_waits_for_a_standby():
    """What the bot acknowledged survives the loss of a server, and the pooler knows the bot."""
    cluster = read(ROOT / "docs/kubernetes/postgres/cluster.yaml")["spec"]
    told = cluster["postgresql"]
    assert told["synchronous"]["dataDurability"] == "required"
    assert cluster["instances"] > told["synchronous"]["number"] + 1
    pooler = read(ROOT / "docs/kubernetes/postgres/pooler.yaml")["spec"]["pgbouncer"]
    ignored = pooler["parameters"]["ignore_startup_parameters"].replace(" ", "").split(",")
    ours = {name: value for name, value in SESSION.items() if name != "application_name"}
    assert ignored == [*ours]
    assert {name: told["parameters"][name] for name in ours} == ours


@pytest.mark.gateways
def test_the_database_holds_against_the_schemas(require, tmp_path):
    """The schemas of CloudNativePG and of its plugin know every field."""
    validate = require("kubectl-validate")
    made = run(require("kustomize"), "build", str(ROOT / "docs/kubernetes/postgres"))
    assert made.returncode == 0, made.stderr
    path = tmp_path / "rendered.yaml"
    path.write_text(made.stdout)
    (schemas,) = Path(validate).parent.glob("crds-*")
    good = run(validate, str(path), "--local-crds", str(schemas))
    assert good.returncode == 0, good.stdout + good.stderr
    for field in ("synchronous:", "poolMode", "pluginConfiguration", "retentionPolicy"):
        assert field in made.stdout
        path.write_text(made.stdout.replace(field, f"x{field}"))
        bad = run(validate, str(path), "--local-crds", str(schemas))
        assert f"x{field.rstrip(':')}" in bad.stdout + bad.stderr, field


@pytest.mark.gateways
def test_the_autoscaler_alone_sets_the_replicas(require, tmp_path):
    """Once it is added, applying the manifests leaves the number of replicas alone."""
    folder = tmp_path / "kubernetes"
    shutil.copytree(ROOT / "docs/kubernetes", folder)
    with (folder / "kustomization.yaml").open("a") as file:
        file.write("components: [autoscaling]\n")
    built = run(require("kustomize"), "build", str(folder))
    assert built.returncode == 0, built.stderr
    made = {each["kind"]: each for each in yaml.safe_load_all(built.stdout)}
    assert "replicas" not in made["Deployment"]["spec"]
    target = made["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) == (
        "Deployment",
        made["Deployment"]["metadata"]["name"],
    )
    path = tmp_path / "rendered.yaml"
    path.write_text(built.stdout)
    validate = require("kubectl-validate")
    good = run(validate, str(path))
    assert good.returncode == 0, good.stdout + good.stderr
    path.write_text(built.stdout.replace("averageValue", "averagesValue"))
    assert "averagesValue" in (bad := run(validate, str(path))).stdout + bad.stderr


@pytest.fixture
def rendered(require, tmp_path) -> Path:
    """The manifests as `kubectl apply -k` has them."""
    made = run(require("kustomize"), "build", str(ROOT / "docs/kubernetes"))
    assert made.returncode == 0, made.stderr
    path = tmp_path / "rendered.yaml"
    path.write_text(made.stdout)
    return path


@pytest.mark.gateways
def test_the_manifests_hold_against_the_schemas(rendered, require):
    """Kubernetes' own schemas know every field and every kind of value."""
    validate = require("kubectl-validate")
    good = run(validate, str(rendered))
    assert good.returncode == 0, good.stdout + good.stderr
    rendered.write_text(rendered.read_text().replace("minAvailable", "minAvailables"))
    assert "unknown field" in (bad := run(validate, str(rendered))).stderr, bad


@pytest.mark.gateways
def test_whoever_selects_pods_selects_the_bots(rendered):
    """Once rendered, the service, the network's rules and the budget mean the bots' pods."""
    made = {each["kind"]: each for each in yaml.safe_load_all(rendered.read_text())}
    assert {each["metadata"]["namespace"] for each in made.values()} == {"workout-bot"}
    bots = made["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert made["Service"]["spec"]["selector"] == bots
    for kind, where in (("Deployment", "selector"), ("PodDisruptionBudget", "selector")):
        assert made[kind]["spec"][where]["matchLabels"] == bots
    assert made["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"] == bots


@pytest.mark.gateways
def test_the_proxy_takes_its_file(require):
    """The real Caddy understands every word of it."""
    told = ("--config", str(ROOT / "docs/deploy/Caddyfile"), "--adapter", "caddyfile")
    read = run(require("caddy"), "validate", *told, WEBHOOK_HOST_NAME="bot.example.org")
    assert read.returncode == 0, read.stderr
    assert "Valid configuration" in read.stdout + read.stderr


def test_the_proxy_that_is_tried_is_the_one_that_runs():
    """The image of Compose and the program of the checks are of one version."""
    image = read(ROOT / "docs/deploy/docker-compose.scale.yml")["services"]["proxy"]["image"]
    tried = re.search(r"^caddy=(\S+)", (ROOT / ".ci/gateways").read_text(), re.MULTILINE)
    assert image == f"caddy:{some(tried)[1]}-alpine"
