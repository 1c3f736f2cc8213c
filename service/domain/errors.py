"""A refusal that names its text."""

from typing import Any


class Refusal(Exception):
    """What a person asked can't be done, and ``key`` is the text that tells them why.

    ``arguments`` fill the text's placeholders. ``reason`` is one of REASONS: the label
    under which the refusal is counted.
    """

    reason = "limit"

    def __init__(self, key: str, **arguments: Any) -> None:
        super().__init__(key)
        self.key = key
        self.arguments = arguments


class NotUnderstood(Refusal):
    """The words could not be read as what was asked for."""

    reason = "not_understood"


class OutOfRange(Refusal):
    """The words were read, and name a quantity that nobody lifts."""

    reason = "out_of_range"


class Missing(Refusal):
    """What it is about is not there, or no longer."""

    reason = "missing"


REASONS = tuple(kind.reason for kind in (Refusal, NotUnderstood, OutOfRange, Missing))
"""Every reason a refusal may have."""
