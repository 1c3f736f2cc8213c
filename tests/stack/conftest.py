"""Where the project is, and the monitoring programs: `PATH="$(.ci/tools):$PATH" make test`."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def root() -> Path:
    """The project folder."""
    return Path(__file__).parents[2]


@pytest.fixture(scope="session")
def require() -> Callable[[str], str]:
    """Find a program's path; without it skip, but fail where CI is set and it must be there."""

    def find(program: str) -> str:
        path = shutil.which(program)
        if path is None and os.environ.get("CI"):
            pytest.fail(f"{program} is not installed, and CI is set")
        return path or pytest.skip(f"{program} is not installed")

    return find
