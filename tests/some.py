"""What must be there."""

from typing import TypeVar

T = TypeVar("T")


def some(value: T | None) -> T:
    """Give a value that a test can't do without."""
    assert value is not None
    return value
