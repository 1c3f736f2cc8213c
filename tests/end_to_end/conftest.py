"""The bot as a stranger starts it: in this folder, or by `make run` in a fresh clone."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.lifter import Desk, open_desk
from tests.program import ROOT, Program

NETWORK = ("PIP_", "UV_", "SSL_CERT", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
INSTALL_SECONDS = 600.0
INSTALLS = [pytest.mark.clone, pytest.mark.timeout(INSTALL_SECONDS)]


@dataclass
class Place:
    """Where a bot is run, by whom, and how often it was started there."""

    folder: Path
    user: str | None = None
    environment: dict[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = ()
    said_first: list[str] = field(default_factory=list)

    def program(self, data_dir: Path) -> Program:
        """Make ready to start a bot with its own data and free ports."""
        told = {"DATA_DIR": str(data_dir), "METRICS_UPDATE_INTERVAL": "1", **self.environment}
        how: dict[str, Any] = {"command": self.command, "user": self.user} if self.command else {}
        return Program(told, cwd=self.folder, **how)


@pytest.fixture(
    scope="session",
    params=[
        "here",
        pytest.param("clone", marks=INSTALLS),
        pytest.param("clone by a new user", marks=INSTALLS),
    ],
)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """This folder, a fresh clone, and one that belongs to a user made for it."""
    with ExitStack() as made:
        match request.param:
            case "here":
                yield Place(ROOT)
            case "clone":
                yield made.enter_context(clone(None))
            case _:
                if os.geteuid() != 0:
                    pytest.skip("only root makes users, and whoever is not root is one already")
                yield made.enter_context(clone(made.enter_context(new_user())))


@contextmanager
def new_user() -> Iterator[str]:
    """Make an ordinary user, and remove it with all that is its own."""
    name = f"stranger{os.getpid()}"
    subprocess.run(["useradd", "--create-home", name], check=True)
    try:
        yield name
    finally:
        # Leaves nobody behind who would still run something.
        subprocess.run(["userdel", "--force", "--remove", name], check=False, capture_output=True)


@contextmanager
def clone(user: str | None) -> Iterator[Place]:
    """Clone the last commit into a folder that is hard to live in."""
    outer = Path(tempfile.mkdtemp(prefix="workout-clone-"))
    try:
        folder = outer / "Железо и бот"
        subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
        if user:
            subprocess.run(["chown", "-R", f"{user}:", outer], check=True)
        told = {k: v for k, v in os.environ.items() if k.upper().startswith(NETWORK)}
        home = f"/home/{user}" if user else os.environ.get("HOME", "/")
        environment = told | {"HOME": home, "PYTHONPATH": ""}
        yield Place(folder, user, environment, ("make", "--no-print-directory", "run"))
    finally:
        shutil.rmtree(outer)


@pytest.fixture
async def program(place: Place) -> AsyncIterator[Program]:
    """A bot that runs, with data of its own; in a fresh clone the first installs everything."""
    data = Path(tempfile.mkdtemp(prefix="workout-data-"))
    if place.user:
        shutil.chown(data, place.user)
    made = place.program(data / "data")
    try:
        await made.start(within=INSTALL_SECONDS)
        place.said_first = place.said_first or made.said
        yield made
        if made.process and made.process.returncode is None:
            await made.stop()
    finally:
        await made.end()
        shutil.rmtree(data)


@pytest.fixture
async def desk(program: Program) -> AsyncIterator[Desk]:
    """The people at the desk of the running bot."""
    async with open_desk(program.addresses["chat"]) as opened:
        yield opened
