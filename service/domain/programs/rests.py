"""Rests that a line of a program says."""

from decimal import Decimal

import regex

from service.domain import quantities
from service.domain.errors import OutOfRange

MAX_REST = 3600
"""Longest rest (seconds)."""

MINUTES_UP_TO = 10
"""Largest number without a unit that is minutes; larger ones are seconds."""


def seconds(match: "regex.Match[str]") -> int:
    """Return a rest in seconds; of a range the longer one."""
    if clock := match["clock"]:
        found = Decimal(quantities.seconds(clock))
    else:
        amount = Decimal(match["amount"].replace(",", "."))
        minutes = match["m"] or (not match["s"] and amount <= MINUTES_UP_TO)
        found = amount * 60 if minutes else amount
    if found > MAX_REST or found != int(found):
        raise OutOfRange("rest-range", most=MAX_REST // 60)
    return int(found)
