"""One engine for all tests of this folder, and the stack as `docker compose up -d` starts it."""

import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.docker.engine import Engine, Project
from tests.lifter import Desk, open_desk

TABLE: list[str] = []
"""What the tests measured, printed at the end."""

CHAT = "http://127.0.0.1:8080"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table."""
    if TABLE:
        terminalreporter.section("docker")
        for line in TABLE:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """A Docker engine; this process is in its network, where 127.0.0.1 is its 127.0.0.1."""
    if shutil.which("docker-engine") is None or os.geteuid():
        reason = "docker-engine is not here, which .ci/docker brings and root runs"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    with tempfile.TemporaryDirectory(prefix="workout-docker-") as folder:
        engine = Engine(Path(folder))
        try:
            with engine.network():
                yield engine
        finally:
            engine.close()


@pytest.fixture(scope="session")
def project(engine: Engine) -> Project:
    """A clone without .env, its image built and everything but the demo started."""
    project = Project.copied(engine, "clone")
    began = time.monotonic()
    project.compose("build", "--quiet", "telegram-bot", within=600)
    TABLE.append(f"building the bot's image took {time.monotonic() - began:.0f} s")
    return project


@pytest.fixture
async def running(project: Project) -> Project:
    """All of it, up and healthy; what a test before this one stopped or changed is put right."""
    if not project.as_written() or project.unwell():
        project.up("--no-build")
    await project.healthy()
    return project


@pytest.fixture
async def desk(running: Project) -> AsyncIterator[Desk]:
    """The people at the chat of the bot."""
    async with open_desk(CHAT) as opened:
        yield opened
