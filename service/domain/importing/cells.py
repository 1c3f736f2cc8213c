"""Numbers and lengths of time as tables write them."""

from decimal import Decimal
from functools import lru_cache

import regex

from service.domain.importing.values import Wrong
from service.domain.quantities import MAX_REPS, MAX_SECONDS

_SPACES = regex.compile(r"[\s'’]+")
_NUMBER = regex.compile(r"-?\d{1,9}(?:\.\d{1,6})?", regex.ASCII)
_THOUSANDS = regex.compile(r"-?\d{1,3}(?:,\d{3})+", regex.ASCII)
_CLOCK = regex.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,]\d+)?", regex.ASCII)
_WORDED = regex.compile(
    r"(?:(?P<h>\d{1,3})\s*(?:h|hr|hours?|std|ч|час\w*)\.?)?\s*"
    r"(?:(?P<m>\d{1,4})\s*(?:m|min|minutes?|м|мин\w*)\.?)?\s*"
    r"(?:(?P<s>\d{1,5})\s*(?:s|sec|seconds?|sek|с|сек\w*)\.?)?",
    regex.IGNORECASE,
)


SAME = 8192
"""How many cells are remembered by what they say: most are repeated."""


@lru_cache(SAME)
def number(cell: str, separator: str, reason: str) -> Decimal | None:
    """Read a number; None for an empty cell. Raises Wrong.

    The later of two marks is the decimal one. A comma alone before three digits groups thousands,
    unless commas can't be that because semicolons separate the cells.
    """
    plain = _SPACES.sub("", cell)
    if not plain:
        return None
    if "," in plain and "." in plain:
        groups, mark = (",", ".") if plain.rindex(".") > plain.rindex(",") else (".", ",")
        plain = plain.replace(groups, "").replace(mark, ".")
    elif separator != ";" and _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    else:
        plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise Wrong(reason, cell)
    read = Decimal(plain)
    if read < 0:
        raise Wrong("negative", cell)
    return read


@lru_cache(SAME)
def reps(cell: str, separator: str) -> int | None:
    """Read repetitions; None for none. Raises Wrong."""
    read = number(cell, separator, "reps")
    if not read:
        return None
    if read % 1 or read > MAX_REPS:
        raise Wrong("reps", cell)
    return int(read)


@lru_cache(SAME)
def seconds(cell: str, separator: str) -> int | None:
    """Read a length of time, ``90``, ``1:30``, ``0:01:30``, ``1h 5m`` or ``90 s``, in seconds.

    None for none. Raises Wrong.
    """
    if found := _CLOCK.fullmatch(cell):
        hours, minutes, rest = (int(part or 0) for part in found.groups())
        read = hours * 3600 + minutes * 60 + rest
    elif (found := _WORDED.fullmatch(cell)) and any(found.groupdict().values()):
        hours, minutes, rest = (int(found[part] or 0) for part in ("h", "m", "s"))
        read = hours * 3600 + minutes * 60 + rest
    else:
        read = int((number(cell, separator, "seconds") or Decimal(0)).to_integral_value())
    if read > MAX_SECONDS:
        raise Wrong("seconds", cell)
    return read or None


@lru_cache(SAME)
def rpe(cell: str, separator: str) -> Decimal | None:
    """Read a rating of exertion; None when there is none, or none that the scale has."""
    try:
        read = number(cell, separator, "rpe")
    except Wrong:
        return None
    if read is None or not 1 <= read <= 10:  # noqa: PLR2004 - the bounds of the scale
        return None
    return read.quantize(Decimal("0.1"))
