"""Check values of JSON against what the schema allows."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from service.domain import names
from service.domain.importing.moments import AHEAD, OLDEST
from service.domain.importing.values import Context, Wrong


def mapping(value: Any, name: str) -> Mapping[str, Any]:
    """Return an object. Raises Wrong."""
    if not isinstance(value, dict):
        raise Wrong("shape", name)
    return value


def items(value: Any, name: str, most: int) -> list[Any]:
    """Return an array, empty for null, of at most so many. Raises Wrong."""
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > most:
        raise Wrong("shape", name)
    return value


def whole(value: Any, name: str, least: int, most: int) -> int | None:
    """Return a whole number or None. Raises Wrong."""
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise Wrong("shape", name)
    return int(_ranged(value, name, least, most))


def decimal(value: Any, name: str, least: int, most: int, places: str = "0.01") -> str | None:
    """Return a number as text, or None. Raises Wrong."""
    if value is None:
        return None
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        raise Wrong("shape", name)
    return str(Decimal(_ranged(value, name, least, most)).quantize(Decimal(places)))


def _ranged(value: int | Decimal, name: str, least: int, most: int) -> int | Decimal:
    if value < 0:
        raise Wrong("negative", f"{name}: {value:.9}" if isinstance(value, Decimal) else name)
    if not least <= value <= most:
        reason = {"weight_kg": "weight", "reps": "reps", "seconds": "seconds"}.get(name, "shape")
        raise Wrong(reason, name)
    return value


def text(value: Any, name: str, most: int) -> str | None:
    """Return a text without invisible characters, or None. Raises Wrong."""
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > most:
        raise Wrong("shape", name)
    return names.clean_lines(value) or None


def one_of(value: Any, name: str, allowed: Collection[Any]) -> Any:
    """Return a value if it is one of the allowed. Raises Wrong."""
    if isinstance(value, list | dict) or value not in allowed:
        raise Wrong("shape", name)
    return value


def moment(value: Any, name: str, context: Context) -> str | None:
    """Return a time as ISO 8601 text, or None. Raises Wrong."""
    if value is None:
        return None
    try:
        read = datetime.fromisoformat(value)
        read = read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        raise Wrong("time", name) from None
    if read > context.now + AHEAD:
        raise Wrong("future", read.isoformat())
    if read < OLDEST:
        raise Wrong("time", read.isoformat())
    return read.isoformat()
