"""What must be there."""

from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T")


def some(value: T | None) -> T:
    """Give a value that a test can't do without."""
    assert value is not None
    return value


if TYPE_CHECKING:
    StandsIn = Any
else:

    class StandsIn:
        """The base of what a test puts in a class' place: for mypy it is of any type."""
