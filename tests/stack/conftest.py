"""What the tests of the stack ask for by name."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def root() -> Path:
    """The project folder."""
    return Path(__file__).parents[2]


@pytest.fixture(scope="session")
def collector(require: Callable[[str], str]) -> str:
    """The Collector that .ci/collector builds."""
    return require("otelcol-workout")


@pytest.fixture(scope="session")
def binary(require: Callable[[str], str]) -> str:
    """A Prometheus that takes what is pushed to it by OTLP: the third, not Debian's second."""
    path = require("prometheus")
    flags = subprocess.run([path, "--help"], capture_output=True, text=True, check=True)
    if "web.enable-otlp-receiver" not in flags.stdout + flags.stderr:
        pytest.skip("this prometheus is older than 3")
    return path
