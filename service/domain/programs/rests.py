"""Rests that a line of a program says."""

from decimal import Decimal

import regex

from service.domain import quantities
from service.domain.errors import OutOfRange
from service.domain.programs import patterns

MAX_REST = 3600
"""Longest rest (seconds)."""

MINUTES_UP_TO = 10
"""Largest number without a unit that is minutes; larger ones are seconds."""

_OF_ALL = (
    r"(?:везде|всегда|во?\s+всех\s+упражнениях|для\s+всех\s+упражнений|на\s+все\s+упражнения"
    r"|everywhere|always|(?:for\s+|on\s+|in\s+)?(?:all|every)\s+(?:exercises?|lifts?))"
)
_SCOPE = quantities.pattern(
    rf"(?<!\p{{L}})(?:(?P<all>{_OF_ALL})|(?:между|после|between|after)\s+"
    r"(?:(?:каждого|всеми|each|every|all)\s+)?(?:подход\p{L}*|сет\p{L}*|круг\p{L}*|суперсет\p{L}*|(?:super)?sets?|rounds?))(?!\p{L})"
)


def alone(text: str) -> tuple[int, bool] | None:
    """Read a line that says only a rest: its seconds, and whether it is that of all days."""
    scope = list(_SCOPE.finditer(text))
    bare = _SCOPE.sub(" ", text)
    for expression in patterns.REST:
        if match := expression.search(bare):
            left = bare[: match.start()] + bare[match.end() :]
            said = regex.search(r"[\p{L}0-9]", left)
            return None if said else (seconds(match), any(each["all"] for each in scope))
    return None


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
