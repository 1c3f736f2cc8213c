"""`docker compose up -d` in a fresh clone without .env: everybody is well, and nothing leaks."""

import json
import re
import time
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from tests.docker.conftest import CHAT, TABLE
from tests.docker.engine import LASTING, ROOT, Project
from tests.docker.table import measured
from tests.end_to_end import story
from tests.lifter import Desk
from tests.waiting import until

pytestmark = [pytest.mark.docker, pytest.mark.timeout(600)]


def get(address: str) -> str:
    """Read a page, which must have status 200."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read().decode()


def prometheus(path: str) -> Any:
    """Ask Prometheus' API."""
    return json.loads(get(f"http://127.0.0.1:9090/api/v1/{path}"))["data"]


def query(expression: str) -> list[Any]:
    """Ask Prometheus for the series of an expression."""
    return prometheus(f"query?query={quote(expression)}")["result"]


def firing() -> set[str]:
    """List the alerts that fire in Prometheus."""
    alerts = prometheus("alerts")["alerts"]
    return {each["labels"]["alertname"] for each in alerts if each["state"] == "firing"}


def lines_of_the_readme() -> list[str]:
    """Take the commands out of the section about Docker."""
    section = (ROOT / "README.md").read_text().partition("## With Docker")[2].partition("\n## ")[0]
    (block,) = re.findall(r"```bash\n(.*?)```", section, re.DOTALL)
    return block.splitlines()


async def test_everybody_is_healthy_within_90_seconds(project: Project) -> None:
    """By the lines of the README, from nothing: no volume, no key, no .env."""
    demo, plain, ps = lines_of_the_readme()
    assert not (project.folder / ".env").exists()
    project.down(data=True)
    began = time.monotonic()
    project.runs(demo)
    await project.healthy(90 - (time.monotonic() - began))
    TABLE.append(f"{demo.partition('  #')[0]}: {time.monotonic() - began:.0f} s")
    assert set(project.services()) == {*LASTING, "lifters"}
    await until(
        lambda: query("bot_operations_total > 0"),
        "Prometheus sees that lifters log sets",
        within=120 - (time.monotonic() - began),
        pause=0.5,
    )
    TABLE.append(f"the first sets of the demo in Prometheus: {time.monotonic() - began:.0f} s")
    TABLE.extend(measured(project))
    project.compose("--profile", "demo", "rm", "--stop", "--force", "lifters")
    project.runs(plain)
    await project.healthy()
    assert set(project.services()) == {*LASTING}
    assert project.runs(ps).count("(healthy)") == len(LASTING)


async def test_the_pages_of_the_readme_answer(running: Project) -> None:
    """The chat, the metrics and the health."""
    assert json.loads(get("http://127.0.0.1:8000/health"))["status"] == "ok"
    assert "\nbot_health" in get("http://127.0.0.1:8000/metrics")
    assert "<html" in get(f"{CHAT}/")


async def test_prometheus_sees_everybody(running: Project) -> None:
    """Each target is up, and each rule of alerts.yml is evaluated without an error."""

    def up() -> dict[str, str]:
        return {t["labels"]["job"]: t["health"] for t in prometheus("targets")["activeTargets"]}

    jobs = dict.fromkeys(("telegram-bot", "prometheus", "alertmanager"), "up")
    await until(up, "all targets are up", lambda found: found == jobs, pause=0.5)
    written = yaml.safe_load((running.folder / "alerts.yml").read_text())["groups"]
    names = {rule.get("alert") or rule["record"] for group in written for rule in group["rules"]}

    def evaluated() -> dict[str, str]:
        groups = prometheus("rules")["groups"]
        return {rule["name"]: rule["health"] for group in groups for rule in group["rules"]}

    good = dict.fromkeys(names, "ok")
    # Those of the objective are evaluated once a minute.
    await until(
        evaluated, "all rules are evaluated", lambda found: found == good, within=90, pause=0.5
    )


async def test_a_first_day(running: Project, desk: Desk) -> None:
    """Somebody makes a program and trains, through the whole stack."""
    anna = await desk.person("Anna")
    await story.makes_program(anna)
    await story.trains(anna)
    stored = running.sql(f"SELECT count(*) FROM sets WHERE owner = {anna.id}")
    assert stored == ["5"]


async def test_nothing_is_published_beyond_loopback(running: Project) -> None:
    """Every port that anything listens on in the engine's network is 127.0.0.1's."""
    published = {
        (port["HostIp"], int(inside.split("/")[0]))
        for name in running.containers()
        for inside, ports in running.engine.inspect(name)["NetworkSettings"]["Ports"].items()
        for port in ports or []
    }
    assert published == {("127.0.0.1", port) for port in (8000, 8080, 8081, 9090, 9093)}
    rows = Path("/proc/thread-self/net/tcp").read_text().splitlines()[1:]
    rows += Path("/proc/thread-self/net/tcp6").read_text().splitlines()[1:]
    listening = {row.split()[1].split(":")[0] for row in rows if row.split()[3] == "0A"}
    assert listening == {"0100007F"}  # 127.0.0.1, as the kernel writes it


async def test_the_database_is_out_of_the_watchers_reach(running: Project) -> None:
    """From the network of the monitoring neither its name nor its address leads to it."""
    known = running.engine.inspect("workout-bot-postgres-1")
    (address,) = [n["IPAddress"] for n in known["NetworkSettings"]["Networks"].values()]
    program = (
        "import socket, sys\n"
        "for host in sys.argv[1:]:\n"
        "    try: socket.create_connection((host, 5432), timeout=3); print('reached', host)\n"
        "    except OSError as error: print('not', error)\n"
    )

    def tried(network: str) -> str:
        image = ["workout-bot:0.1.0", "python", "-c", program, "postgres", address]
        return running.engine("run", "--rm", f"--network=workout-bot_{network}", *image).stdout

    assert tried("database").count("reached") == 2
    assert "reached" not in tried("monitoring") + tried("outside")


async def test_the_bots_role_changes_rows_only(running: Project) -> None:
    """It is no superuser, owns no table and may make none."""
    program = (
        "import asyncio, asyncpg\n"
        "async def main():\n"
        "    db = await asyncpg.connect(open('/run/keys/url').read())\n"
        "    print(await db.fetchval('SELECT rolsuper OR rolcreatedb OR rolcreaterole'\n"
        "        ' FROM pg_roles WHERE rolname = current_user'))\n"
        "    print(await db.fetchval('SELECT count(*) FROM pg_tables'\n"
        "        ' WHERE tableowner = current_user'))\n"
        "    try: await db.execute('CREATE TABLE mine (x int)')\n"
        "    except asyncpg.InsufficientPrivilegeError: print('refused')\n"
        "asyncio.run(main())\n"
    )
    said = running.compose("exec", "-T", "telegram-bot", "python", "-c", program).stdout
    assert said.split() == ["False", "0", "refused"]


async def test_a_container_is_what_the_file_says(running: Project) -> None:
    """Inside: an ordinary user without capabilities, who cannot write to the root."""
    for name in LASTING:
        if name == "telegram-bot":
            run = ["python", "-c", "print(open('/proc/self/status').read())"]
        else:
            run = ["cat", "/proc/self/status"]
        status = running.compose("exec", "-T", name, *run).stdout
        assert "NoNewPrivs:\t1" in status, name
        assert "CapBnd:\t0000000000000000" in status, name
        assert not re.search(r"Uid:\t0\t", status), name
        touched = running.compose("exec", "-T", name, "sh", "-c", ": >/usr/x", check=False)
        assert "Read-only file system" in touched.stderr, name
