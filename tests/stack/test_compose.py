"""docker-compose.yml and the Dockerfile, row by row: who may do what, and who may reach whom."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.local.postgres import server
from service.settings import Settings

Compose = dict[str, Any]
LASTING = {"telegram-bot", "postgres", "prometheus", "alertmanager", "grafana"}
SERVICES = {*LASTING, "keys", "roles", "migrations", "lifters", "backup"}
each = pytest.mark.parametrize("service", sorted(SERVICES))
lasting = pytest.mark.parametrize("service", sorted(LASTING))


@pytest.fixture(scope="module")
def compose(root: Path) -> Compose:
    """The file as it is written, anchors resolved."""
    return yaml.safe_load((root / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def dockerfile(root: Path) -> str:
    """The Dockerfile without its comments."""
    return re.sub(r"(?m)^#.*\n", "", (root / "Dockerfile").read_text())


def test_the_services_are_those_of_the_guide(compose: Compose) -> None:
    """The bot, its database and its watchers; lifters and backups only where asked for."""
    assert set(compose["services"]) == SERVICES
    profiles = {name: s["profiles"] for name, s in compose["services"].items() if "profiles" in s}
    assert profiles == {"lifters": ["demo"], "backup": ["backup"]}


@each
def test_a_container_is_an_ordinary_user(compose: Compose, service: str) -> None:
    """A number that is not root's, so that nothing hangs on the image's list of users."""
    user, _, _ = compose["services"][service]["user"].partition(":")
    assert int(user) > 0


@each
def test_a_container_cannot_write_to_its_root(compose: Compose, service: str) -> None:
    """What it writes goes to a volume or to memory."""
    assert compose["services"][service]["read_only"] is True


@each
def test_a_container_has_no_capabilities(compose: Compose, service: str) -> None:
    """None, and no program in it can win any back."""
    row = compose["services"][service]
    assert row["cap_drop"] == ["ALL"]
    assert row["security_opt"] == ["no-new-privileges:true"]
    assert not {"cap_add", "privileged", "devices", "pid", "ipc"} & set(row)


@each
def test_a_container_has_limits(compose: Compose, service: str) -> None:
    """Memory, CPU, processes and log files end somewhere."""
    row = compose["services"][service]
    assert re.fullmatch(r"\d+m", row["mem_limit"])
    assert 0 < row["cpus"] < 2
    assert 0 < row["pids_limit"] <= 200
    assert set(row["logging"]["options"]) == {"max-size", "max-file"}


@each
def test_a_container_is_given_time_to_stop(compose: Compose, service: str) -> None:
    """Seconds are written down; the bot has more than the 15 it needs."""
    seconds = int(compose["services"][service]["stop_grace_period"].removesuffix("s"))
    assert seconds >= (16 if service == "telegram-bot" else 5)


@each
def test_an_image_is_pinned(compose: Compose, service: str) -> None:
    """Every image carries a full version."""
    _, _, tag = compose["services"][service]["image"].partition(":")
    assert re.match(r"v?\d+\.\d+", tag)


@lasting
def test_a_service_says_how_it_is(compose: Compose, service: str) -> None:
    """A health check by a program that the image has, with bounds."""
    check = compose["services"][service]["healthcheck"]
    program = {"telegram-bot": "python", "postgres": "pg_isready"}.get(service, "wget")
    assert check["test"][:2] == ["CMD", program]
    assert {"interval", "timeout", "start_period", "retries"} <= set(check)


@lasting
def test_a_service_comes_back(compose: Compose, service: str) -> None:
    """It is started again after a crash and after the machine's own restart."""
    assert compose["services"][service]["restart"] == "unless-stopped"
    assert compose["services"][service]["init"] is True


def test_the_order_of_the_start_goes_by_health(compose: Compose) -> None:
    """Nobody is started before what it needs answers."""
    waits = {
        name: {on: rule["condition"] for on, rule in row.get("depends_on", {}).items()}
        for name, row in compose["services"].items()
    }
    done, healthy = "service_completed_successfully", "service_healthy"
    assert waits == {
        "keys": {},
        "postgres": {"keys": done},
        "roles": {"postgres": healthy},
        "migrations": {"roles": done},
        "telegram-bot": {"migrations": done, "postgres": healthy},
        "alertmanager": {"keys": done},
        # Prometheus is to see a bot that does not come up.
        "prometheus": {"telegram-bot": "service_started", "alertmanager": healthy},
        "grafana": {"prometheus": healthy},
        "backup": {"migrations": done},
        "lifters": {"telegram-bot": healthy},
    }


def test_only_the_bot_reaches_the_database(compose: Compose) -> None:
    """Theirs is a network without a way out; what prepares the database is on it too."""
    on = {
        name for name, row in compose["services"].items() if "database" in row.get("networks", [])
    }
    assert on == {"postgres", "roles", "migrations", "backup", "telegram-bot"}
    for name in ("postgres", "roles", "migrations", "backup"):
        assert compose["services"][name]["networks"] == ["database"]
    assert compose["networks"]["database"] == {"internal": True}
    assert compose["networks"]["monitoring"] == {"internal": True}


def test_nothing_is_published_beyond_this_machine(compose: Compose) -> None:
    """Ports of the guide, on loopback; Grafana's address alone is a choice."""
    ports = {port for row in compose["services"].values() for port in row.get("ports", [])}
    assert ports == {
        "127.0.0.1:8000:8000",
        "127.0.0.1:${CHAT_PORT:-8080}:8080",
        "127.0.0.1:${WEBHOOK_PORT:-8081}:8081",
        "127.0.0.1:9090:9090",
        "127.0.0.1:9093:9093",
        "${GRAFANA_HOST:-127.0.0.1}:3000:3000",
    }


def test_no_secret_stands_in_the_file(compose: Compose) -> None:
    """Passwords and tokens come from variables or files."""
    for row in compose["services"].values():
        for name, value in row.get("environment", {}).items():
            if re.search("TOKEN|PASSWORD|SECRET|HEADERS|DATABASE_URL", name):
                assert value is None or value.startswith(("${", "/run/keys/")), name


def test_the_databases_log_quotes_nobody(compose: Compose) -> None:
    """As in the private PostgreSQL: of what fails, no row and no statement is written down."""
    command = compose["services"]["postgres"]["command"]
    for name in ("log_error_verbosity", "log_min_error_statement"):
        assert f"{name}={server.SETTINGS[name]}" in command


def test_a_key_lies_where_it_is_used(compose: Compose) -> None:
    """Each password is mounted where its role is used, and writable only where it is made.

    The bot sees its own and neither the superuser's nor the owner's.
    """
    mounts = {
        (volume, name): mode
        for name, row in compose["services"].items()
        for volume, _, mode in (each.partition(":") for each in row.get("volumes", []))
        if volume.endswith("-keys")
    }
    assert mounts == {
        ("database-keys", "keys"): "/keys/database",
        ("alert-keys", "keys"): "/keys/alerts",
        ("owner-keys", "keys"): "/keys/owner",
        ("bot-keys", "keys"): "/keys/bot",
        ("database-keys", "postgres"): "/run/keys:ro",
        ("database-keys", "roles"): "/run/keys:ro",
        ("owner-keys", "migrations"): "/run/owner-keys:ro",
        ("owner-keys", "backup"): "/run/keys:ro",
        ("bot-keys", "migrations"): "/run/keys:ro",
        ("bot-keys", "telegram-bot"): "/run/keys:ro",
        ("alert-keys", "alertmanager"): "/run/keys:ro",
    }


def test_data_lives_in_named_volumes(compose: Compose) -> None:
    """Whatever is mounted for writing is a named volume; the project's files are read-only."""
    for row in compose["services"].values():
        for mount in row.get("volumes", []):
            source, target, *mode = mount.split(":")
            assert mode == ["ro"] if source.startswith(".") else source in compose["volumes"]
            assert target.startswith("/")


def test_mounted_files_exist(compose: Compose, root: Path) -> None:
    """Docker would make a folder of a file that is missing."""
    for row in compose["services"].values():
        for mount in row.get("volumes", []):
            if mount.startswith("."):
                assert (root / mount.split(":")[0]).exists(), mount


def test_versions_are_the_ones_that_are_tried(compose: Compose, root: Path) -> None:
    """The images are of the versions that the checks build and run, and of this project's."""
    tools = (root / ".ci" / "tools").read_text()
    built = dict(re.findall(r"(?m)^(\w+)=([\d.]+)", tools))
    image = {name: row["image"] for name, row in compose["services"].items()}
    assert image["prometheus"] == f"prom/prometheus:v3.{built['prometheus'].removeprefix('0.3')}"
    assert image["alertmanager"] == f"prom/alertmanager:v{built['alertmanager']}"
    assert image["grafana"] == f"grafana/grafana:{built['grafana']}"
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert image["telegram-bot"] == f"workout-bot:{project['version']}"


def test_every_variable_is_explained(root: Path) -> None:
    """What the Compose files read, .env.example tells."""
    text = "".join(file.read_text() for file in compose_files(root))
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", text))
    told = set(re.findall(r"(?m)^#? ?([A-Z_]+)=", (root / ".env.example").read_text()))
    assert used <= told


def test_nothing_is_required_inside_a_condition(root: Path) -> None:
    """Compose before 5 evaluates both branches: ${A:+${B:?must be set}} fails without A too."""
    for file in compose_files(root):
        assert not re.search(r"\$\{\w+:?[-+?][^}]*\$\{\w+:?\?", file.read_text()), file


def compose_files(root: Path) -> list[Path]:
    """List all that Compose reads, its files of variables too."""
    files = [
        root / "docker-compose.yml",
        *root.glob("docs/deploy/docker-compose.*.yml"),
        *root.glob("grafana/*.env"),
    ]
    assert len(files) >= 5
    return files


def test_the_container_is_told_every_setting(compose: Compose, dockerfile: str) -> None:
    """A setting of .env that the bot in a container would never hear of is a trap."""
    told = {*compose["services"]["telegram-bot"]["environment"]}
    told |= set(re.findall(r"\b([A-Z_]+)=", dockerfile))
    # Where the bot finds its database, and which ports it has in there, is Compose's affair.
    theirs = {"DATABASE_URL", "DATABASE_OWNER_URL", "METRICS_PORT", "CHAT_PORT", "WEBHOOK_PORT"}
    assert {name.upper() for name in Settings.model_fields} <= told | theirs


@pytest.fixture
def make_keys(compose: Compose, tmp_path: Path) -> Callable[[str], dict[str, str]]:
    """Run the script of the service `keys` in a folder; return what each file holds then."""
    script = compose["services"]["keys"]["command"][2].replace("$$", "$")
    script = script.replace("/keys/", f"{tmp_path}/")
    # Debian and Ubuntu have no `python`, which the image has.
    script = script.replace("python -c", f"{shlex.quote(sys.executable)} -c")
    for name in ("database", "owner", "bot", "alerts"):
        (tmp_path / name).mkdir()

    def run(token: str) -> dict[str, str]:
        env = {"PATH": os.environ["PATH"], "ALERTS_BOT_TOKEN": token, "ALERTS_CHAT_ID": "-1007"}
        subprocess.run(["sh", "-euc", script], check=True, env=env)
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        return {path.relative_to(tmp_path).as_posix(): path.read_text() for path in files}

    return run


def test_keys_are_made_once(make_keys: Callable[[str], dict[str, str]]) -> None:
    """The passwords are long, differ and stay the same; the alerts' token follows .env."""
    made = make_keys("1:a")
    passwords = {made[f"database/{name}password"] for name in ("", "owner_", "bot_")}
    assert len(passwords) == 3
    assert all(len(password) > 40 for password in passwords)
    for role in ("owner", "bot"):
        user = f"workout_{role}:{made[f'database/{role}_password']}"
        assert made[f"{role}/url"] == f"postgresql://{user}@postgres:5432/workout"
    assert made["alerts/alerts_bot_token"] == "1:a"
    assert made["alerts/alerts_chat_id"] == "-1007"
    assert make_keys("2:b") == made | {"alerts/alerts_bot_token": "2:b"}


def test_a_volume_of_an_earlier_version_keeps_its_password(
    make_keys: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    """PostgreSQL took it over when its own volume was made."""
    (tmp_path / "database" / "password").write_text("long")
    (tmp_path / "database" / "url").write_text("postgresql://workout:long@postgres:5432/workout")
    made = make_keys("")
    assert made["database/password"] == "long"
    assert "long" not in made["owner/url"] + made["bot/url"]


def test_the_image_is_built_from_the_lock(dockerfile: str) -> None:
    """A pinned uv installs what uv.lock says, wheels and our own package, without any group."""
    assert "COPY .ci/uv.txt" in dockerfile
    assert re.search(r"pip install [^&]*--require-hashes", dockerfile)
    assert "uv sync --frozen --no-default-groups --no-build" in dockerfile
    sync = re.search(r"uv sync .*", dockerfile)
    assert sync
    assert not re.search(r"--(all-)?(group|extra)", sync[0])
    syncs = re.findall(r"uv sync .*", dockerfile)
    assert all("--frozen" in each and re.search("--(no-build|offline)", each) for each in syncs)


def test_the_image_has_no_compiler(dockerfile: str) -> None:
    """Two stages on a pinned slim Python; no package of the system is added to either."""
    stages = re.findall(r"(?m)^FROM (\S+)", dockerfile)
    assert len(stages) == 2
    assert all(re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", stage) for stage in stages)
    assert "apt" not in dockerfile


def test_the_image_runs_as_an_ordinary_user(dockerfile: str) -> None:
    """The last stage ends as the user that Compose names too, and reports its health."""
    last = dockerfile.rsplit("FROM ", maxsplit=1)[-1]
    assert "USER 10001:10001" in last
    assert "HEALTHCHECK" in last
    assert "COPY --from=build /app /app" in last


def test_nothing_secret_enters_the_image(root: Path) -> None:
    """The build sees five names; .env is not one of them."""
    lines = (root / ".dockerignore").read_text().splitlines()
    allowed = {line[1:].rstrip("/") for line in lines if line.startswith("!")}
    assert "*" in lines
    assert allowed == {"pyproject.toml", "uv.lock", ".ci/uv.txt", "service", "instrumentation"}
