"""Refusals: errors that a person is told about."""

from typing import Any

from service.domain.limits import LIMITS


class Refusal(Exception):
    """A person's request can't be done; ``key`` names the text that says why.

    ``arguments`` fill the text's placeholders. ``reason`` is one of REASONS, the metric label of
    the refusal.
    """

    reason = "limit"

    def __init__(self, key: str, **arguments: Any) -> None:
        super().__init__(key)
        self.key = key
        self.arguments = arguments


class NotUnderstood(Refusal):
    """The text could not be parsed."""

    reason = "not_understood"


class OutOfRange(Refusal):
    """The text was parsed, but a quantity in it is outside the limits."""

    reason = "out_of_range"


class Missing(Refusal):
    """The thing that is meant does not exist, or no longer."""

    reason = "missing"


class Full(Refusal):
    """There would be more of a kind than its limit."""

    def __init__(self, kind: str) -> None:
        limit = LIMITS[kind]
        super().__init__(limit.text, limit=limit.most)
        self.reason = limit.reason


def check(kind: str, count: int) -> None:
    """Refuse more of a kind than its limit."""
    if count > LIMITS[kind].most:
        raise Full(kind)


_KINDS = (Refusal, NotUnderstood, OutOfRange, Missing)

REASONS = tuple(
    dict.fromkeys([*(kind.reason for kind in _KINDS), *(limit.reason for limit in LIMITS.values())])
)
"""Every reason a refusal may have."""
