"""A Docker engine of .ci/docker's, and a copy of the project that Compose runs on it."""

import asyncio
import ctypes
import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.waiting import until

ROOT = Path(__file__).parents[2]
# What a clone has and Compose or a build reads.
READ = """docker-compose.yml Dockerfile .dockerignore .env.example pyproject.toml uv.lock .ci
    service instrumentation prometheus.yml alerts.yml otel-collector.yaml docs grafana
    tests/docker"""
NEWNET = 0x40000000
# Grafana's image cannot be had here. Compose reads this file by itself, so every command is the
# one that the docs name.
OVERRIDE = "docker-compose.override.yml"
WITHOUT_GRAFANA = "services: {grafana: {profiles: [grafana]}}\n"

LASTING = ("telegram-bot", "postgres", "prometheus", "alertmanager")
"""The services of `docker compose up -d` that do not end by themselves."""


def _enter(network: Path) -> None:
    """Move this thread, and the threads that it starts, into a network."""
    with network.open() as file:
        if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), NEWNET):
            raise OSError(ctypes.get_errno(), "setns")


class Engine:
    """One engine that runs until `close`; the process's network is the engine's meanwhile."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._log = (folder / "engine.log").open("w")
        self._process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", "docker-engine", folder],  # it ends with the tests
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        self._until_it_answers()
        self.clean()

    def _until_it_answers(self, within: float = 60) -> None:
        end = time.monotonic() + within
        while time.monotonic() < end:
            assert self._process.poll() is None, self.said()
            if (self.folder / "pid").exists() and self("info", check=False).returncode == 0:
                return
            time.sleep(0.1)
        raise AssertionError(f"no engine within {within} s: {self.said()}")

    @property
    def pid(self) -> int:
        """The first process of the engine, as this machine numbers it."""
        return int((self.folder / "pid").read_text())

    def said(self) -> str:
        """Read what the engine and what is around it logged."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def __call__(
        self, *arguments: str, check: bool = True, within: float = 300, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the client with these arguments."""
        return self.run(
            ["docker", *arguments], self.folder, check=check, within=within, **variables
        )

    def run(
        self, command: list[str], cwd: Path, *, check: bool, within: float, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; a failure shows what it said."""
        names = ("PATH", "HOME", "LANG")
        env = {name: os.environ[name] for name in names if name in os.environ} | variables
        env["DOCKER_ENGINE"] = str(self.folder)
        done = subprocess.run(
            command, cwd=cwd, env=env, timeout=within, text=True, capture_output=True, check=False
        )
        assert not check or done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done

    def inspect(self, name: str) -> Any:
        """Everything the engine knows of a container."""
        return json.loads(self("inspect", name).stdout)[0]

    def kill(self, container: str) -> None:
        """Kill a container's first process as the machine would, not as `docker kill` does."""
        pid = self.inspect(container)["State"]["Pid"]
        inside = ["nsenter", f"--target={self.pid}", "--pid", "--mount", "sh", "-c"]
        subprocess.run([*inside, f"kill -9 {pid}"], cwd="/", check=True, timeout=30)

    def restart(self) -> None:
        """Restart the engine, as an update of its package does."""
        began = self("info", "--format", "{{.SystemTime}}").stdout
        self._process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 90
        while self("info", check=False).returncode == 0 and time.monotonic() < end:
            time.sleep(0.1)
        assert time.monotonic() < end, f"still the engine of {began}"
        self._until_it_answers()

    def clean(self) -> None:
        """Remove containers, volumes and networks that a run before this one left."""
        if names := self("ps", "--all", "--quiet").stdout.split():
            self("rm", "--force", "--volumes", *names)
        if names := self("volume", "ls", "--quiet").stdout.split():
            self("volume", "rm", *names)
        self("network", "prune", "--force")
        self("image", "prune", "--force")
        self("builder", "prune", "--force", "--keep-storage", "4GB")

    @contextmanager
    def network(self) -> Iterator[None]:
        """Let this thread see what the engine publishes on 127.0.0.1."""
        mine = Path("/proc/self/task") / str(_thread()) / "ns/net"
        with mine.open() as home:
            _enter(Path(f"/proc/{self.pid}/ns/net"))
            try:
                yield
            finally:
                ctypes.CDLL(None).setns(home.fileno(), NEWNET)

    def close(self) -> None:
        """Stop the engine and everything in it."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            os.kill(self.pid, signal.SIGKILL)
            self._process.wait(30)
        self._log.close()


def _thread() -> int:
    return threading.get_native_id()


class Project:
    """A clone of the project, and what Compose makes of it."""

    def __init__(self, engine: Engine, folder: Path, *files: str) -> None:
        self.engine = engine
        self.folder = folder
        self.files = files
        self.variables: dict[str, str] = {}

    @classmethod
    def copied(cls, engine: Engine, name: str, *files: str) -> "Project":
        """Copy what lies here, as a clone would have it, but for the pace of the monitoring.

        Prometheus looks every 2 s instead of 15, and what must last a minute lasts 5 s. The real
        times are tested with promtool (`tests/stack/test_alerts.py`).
        """
        folder = engine.folder / name
        for each in READ.split():
            target = folder / each
            target.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / each).is_dir():
                ignore = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / each, target, ignore=ignore)
            else:
                shutil.copy(ROOT / each, target)
        for file, slow, quick in (
            ("prometheus.yml", "_interval: 15s", "_interval: 2s"),
            ("docs/deploy/prometheus-collector.yml", "_interval: 15s", "_interval: 2s"),
            ("alerts.yml", "for: 1m\n", "for: 5s\n"),
        ):
            text = (folder / file).read_text()
            assert slow in text
            (folder / file).write_text(text.replace(slow, quick))
        (folder / OVERRIDE).write_text(WITHOUT_GRAFANA)
        return cls(engine, folder, *files)

    @classmethod
    def of_commit(cls, engine: Engine, name: str, commit: str) -> "Project":
        """Take the files of a commit."""
        folder = engine.folder / name
        folder.mkdir()
        archive = subprocess.run(
            ["git", "-C", ROOT, "archive", commit], check=True, capture_output=True
        )
        subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
        (folder / OVERRIDE).write_text(WITHOUT_GRAFANA)
        return cls(engine, folder)

    def compose(
        self, *arguments: str, check: bool = True, within: float = 300
    ) -> subprocess.CompletedProcess[str]:
        """Run Compose in the project's folder."""
        named = (*self.files, OVERRIDE) if self.files else ()
        files = [word for file in named for word in ("-f", file)]
        return self.engine.run(
            ["docker", "compose", *files, *arguments],
            self.folder,
            check=check,
            within=within,
            **self.variables,
        )

    def up(self, *arguments: str, profile: str | None = None) -> None:
        """Start what the files name, and nothing that other files named before."""
        profiles = ["--profile", profile] if profile else []
        options = ["--remove-orphans", *arguments]
        done = self.compose(*profiles, "up", "-d", *options, check=False)
        assert done.returncode == 0, f"{done.stderr}\n{self.logs()}"

    def runs(self, line: str) -> str:
        """Run a line of the docs in a shell, and read what it prints."""
        command = ["bash", "-euc", line]
        return self.engine.run(
            command, self.folder, check=True, within=300, **self.variables
        ).stdout

    def as_written(self, *more: str) -> bool:
        """Tell whether the lasting services run as these files have them, and no others."""
        hashes = self.compose("--profile", "*", "config", "--hash=*").stdout.splitlines()
        written = dict(line.split() for line in hashes)
        form = '{{.Label "com.docker.compose.service"}} {{.Label "com.docker.compose.config-hash"}}'
        lines = self.compose("ps", "--format", form).stdout.splitlines()
        running = dict(line.split() for line in lines)
        return running == {name: written[name] for name in (*LASTING, *more)}

    def containers(self, *, all_of_them: bool = False) -> dict[str, str]:
        """List the containers: number by name."""
        more = ["--all"] if all_of_them else []
        lines = self.compose("ps", *more, "--format", "{{.Name}} {{.ID}}").stdout.splitlines()
        return dict(line.split() for line in lines)

    def services(self) -> list[str]:
        """List the services that run."""
        return self.compose("ps", "--services").stdout.split()

    def state(self, name: str) -> Any:
        """How the engine sees a service's container."""
        return self.engine.inspect(f"workout-bot-{name}-1")["State"]

    def unwell(self) -> dict[str, str]:
        """List who is not healthy; who has no check must run."""
        states = self.compose("ps", "--format", "{{.Name}} {{.State}} {{.Health}}").stdout
        well = {name: words[-1] for name, *words in map(str.split, states.splitlines())}
        return {name: word for name, word in well.items() if word not in {"healthy", "running"}}

    async def healthy(self, within: float = 90) -> float:
        """Wait until everybody is; returns the seconds."""
        began = time.monotonic()
        try:
            await until(
                lambda: asyncio.to_thread(self.unwell),  # a stand-in here may answer meanwhile
                "nobody is unwell",
                lambda found: not found,
                within=within,
                pause=0.3,
            )
        except AssertionError as error:
            error.add_note(self.logs())
            raise
        return time.monotonic() - began

    def logs(self, *services: str) -> str:
        """Read the last lines of the services' logs."""
        return self.compose("logs", "--no-color", "--tail", "30", *services).stdout

    def sql(self, statement: str) -> list[str]:
        """Ask the database, as its superuser."""
        psql = ["psql", "--username=workout", "--dbname=workout", "-At", "-c", statement]
        return self.compose("exec", "-T", "postgres", *psql).stdout.splitlines()

    def down(self, *, data: bool = False) -> None:
        """Remove the containers, and with ``data`` the volumes."""
        self.compose("--profile", "*", "down", "--remove-orphans", *(["-v"] if data else []))
