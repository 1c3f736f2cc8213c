"""Refusals: errors that a person is told about; and a line that has several readings."""

from dataclasses import dataclass
from typing import Any

from service.domain.limits import LIMITS


class Refusal(Exception):
    """A person's request can't be done; ``key`` names the text that says why.

    ``arguments`` fill the text's placeholders. ``reason`` is one of REASONS, the metric label of
    the refusal. ``line`` is the line of a longer message that can't be read.
    """

    reason = "limit"
    line: str | None = None

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


DOUBTS = (
    "swapped",  # 5 x 100 kg: the unit stands beside the second number
    "order",  # 80 5x3: sets or repetitions first
    "planned",  # a bare number that may be the planned repetitions
    "below_bar",  # 1 to 5 kg on a barbell lift
    "body_weight",  # a bare weight on a bodyweight exercise: 3x10
    "hold",  # 3x60s on a hold, or a hold of what is not held
    "clock",  # 20:30, which may be a time of day
    "sets",  # 60x3x10: more sets than repetitions
    "per_side",  # 40 per side: the bar is not in it
    "pounds_on_hold",
    "twice_best",
    "heavy",  # a weight that few people lift, of an exercise that was not lifted before
    "many_reps",
    "note",  # words after the numbers that may be more than a note
    "day",  # a word that is nearly a day
)
"""Why a line may have several readings: the values of ``Unsure.reason``."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a line.

    ``line`` is a whole line that says it without doubt, with the day and the exercise that were
    typed. ``label`` says the same without them, short enough for a button. ``answer`` is what
    to remember for the exercise, so that the doubt is not raised again; None: nothing.
    """

    line: str
    label: str
    answer: str | None = None


class Unsure(Exception):
    """One line of a message has several readings, of which the person chooses.

    ``line`` is the line's index among those that say something, ``typed`` the line, ``exercise``
    the name it is about (None: the one the card asks for). ``reason`` is one of DOUBTS. There
    are one to three ``choices``.
    """

    def __init__(
        self, reason: str, line: int, typed: str, exercise: str | None, *choices: Reading
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.typed = typed
        self.exercise = exercise
        self.choices = choices

    @property
    def readings(self) -> tuple[str, ...]:
        """The lines to choose from. One replaces the line typed; its index goes into ``sure``."""
        return tuple(choice.line for choice in self.choices)


def check(kind: str, count: int) -> None:
    """Refuse more of a kind than its limit."""
    if count > LIMITS[kind].most:
        raise Full(kind)


_KINDS = (Refusal, NotUnderstood, OutOfRange, Missing)

REASONS = tuple(
    dict.fromkeys([*(kind.reason for kind in _KINDS), *(limit.reason for limit in LIMITS.values())])
)
"""Every reason a refusal may have."""
