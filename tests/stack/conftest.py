"""What the tests of the stack ask for by name."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def root() -> Path:
    """The project folder."""
    return Path(__file__).parents[2]
