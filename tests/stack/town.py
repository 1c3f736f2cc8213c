"""The whole stack without Docker, on the very files and ports that Compose mounts and publishes.

A network of its own, in which the services' names mean this machine, so that nothing here can
meet another Prometheus or be met by one. Started by root it needs nothing; started by anyone
else, a kernel that gives ordinary users namespaces.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Self
from urllib.parse import urlencode

ROOT = Path(__file__).parents[2]
NAMES = "telegram-bot postgres prometheus alertmanager grafana localhost"
READY_SECONDS = 60.0

SET_UP = """
mount --bind "$1/hosts" /etc/hosts
mount -t tmpfs none /run
cp -R "$1/keys" /run/keys
ip link set lo up
echo ready
exec sleep infinity
"""
# Asks what it is told to, line by line, from inside.
VISITOR = """
import json, sys, urllib.error, urllib.request
for line in sys.stdin:
    asked = json.loads(line)
    data = asked["data"].encode() if asked["data"] is not None else None
    request = urllib.request.Request(asked["url"], data, asked["headers"])
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            said = {"status": answer.status, "body": answer.read().decode()}
    except urllib.error.HTTPError as error:
        said = {"status": error.code, "body": error.read().decode()}
    except OSError as error:
        said = {"status": 0, "body": str(error)}
    print(json.dumps(said), flush=True)
"""


class Town:
    """Programs in one private network; use it by `with`."""

    def __init__(self, folder: Path, log: IO[bytes]) -> None:
        self._folder, self._log = folder, log
        self._programs: dict[str, subprocess.Popen[bytes]] = {}
        self._holder: subprocess.Popen[str] | None = None
        self._visitor: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        try:
            self._open()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _open(self) -> None:
        (self._folder / "hosts").write_text(f"127.0.0.1 {NAMES}\n")
        mapped = [] if os.geteuid() == 0 else ["--map-root-user"]
        self._holder = subprocess.Popen(
            ["unshare", *mapped, "--mount", "--net", "sh", "-euc", SET_UP, "sh", self._folder],
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self._holder.stdout
        assert self._holder.stdout.readline() == "ready\n", "no network of its own to be had"
        self._visitor = subprocess.Popen(
            self._inside([sys.executable, "-c", VISITOR]),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __exit__(self, *_: object) -> None:
        for name in list(reversed(self._programs)):
            with suppress(subprocess.TimeoutExpired):
                self.stop(name)
        for process in (self._visitor, self._holder):
            if process:
                process.kill()
                process.communicate()

    def _inside(self, command: list[Any]) -> list[Any]:
        assert self._holder
        user = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
        target = ["--target", str(self._holder.pid)]
        return ["nsenter", *target, *user, "--mount", "--net", f"--wd={ROOT}", *command]

    def start(self, name: str, *command: Any, **environment: str) -> None:
        """Start a program inside."""
        self._programs[name] = subprocess.Popen(
            self._inside(list(command)),
            env=os.environ | environment,
            stdout=self._log,
            stderr=self._log,
        )

    def run(self, *command: Any) -> subprocess.CompletedProcess[str]:
        """Run a program inside to its end."""
        return subprocess.run(
            self._inside(list(command)), check=False, capture_output=True, text=True, timeout=60
        )

    def stop(
        self, name: str, *, how: Callable[[subprocess.Popen[bytes]], None] | None = None
    ) -> None:
        """Stop a program, by SIGTERM or how one likes, and wait for its end."""
        process = self._programs.pop(name)
        (how or subprocess.Popen.terminate)(process)
        try:
            process.wait(30)
        finally:
            process.kill()

    def ask(self, url: str, data: Any = None) -> tuple[int, str]:
        """Ask a URL inside; gives the status, 0 for nobody there, and the body."""
        assert self._visitor
        assert self._visitor.stdin
        assert self._visitor.stdout
        headers = {"Content-Type": "application/json"} if isinstance(data, dict | list) else {}
        body = json.dumps(data) if headers else data
        print(
            json.dumps({"url": url, "data": body, "headers": headers}),
            file=self._visitor.stdin,
            flush=True,
        )
        said = json.loads(self._visitor.stdout.readline())
        return said["status"], said["body"]

    def wait(self, what: str, ready: Callable[[], Any], seconds: float = READY_SECONDS) -> Any:
        """Ask again and again until something is true, and give it."""
        end = time.monotonic() + seconds
        while not (value := ready()):
            assert time.monotonic() < end, f"not within {seconds:g} s: {what}; last seen: {value!r}"
            time.sleep(0.25)
        return value

    def prometheus(self, path: str, **parameters: Any) -> Any:
        """Call Prometheus' API and give its data."""
        status, body = self.ask(f"http://localhost:9090/api/v1/{path}?{urlencode(parameters)}")
        assert status == 200, body
        return json.loads(body)["data"]


def binaries(require: Callable[[str], str]) -> Iterator[str]:
    """Find what a town is made with, or skip."""
    for program in ("unshare", "nsenter", "ip"):
        yield require(program)
    assert shutil.which("mount")
