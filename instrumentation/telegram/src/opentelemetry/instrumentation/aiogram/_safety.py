"""Errors of the instrumentation itself: they are logged and never reach the application."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

Result = TypeVar("Result")

logger = logging.getLogger("opentelemetry.instrumentation.aiogram")


class Safety:
    """Runs what must not fail; the first error of each step is logged, the others are dropped."""

    def __init__(self) -> None:
        self._failed: set[str] = set()

    def __call__(self, step: str, function: Callable[..., Result], *args: Any) -> Result | None:
        """Call a function and return its result, or None if it raised an error."""
        try:
            return function(*args)
        except Exception:
            if step not in self._failed:
                self._failed.add(step)
                logger.warning(
                    "The instrumentation of aiogram failed in %s; this is logged once",
                    step,
                    exc_info=True,
                )
            return None


def argument(args: Sequence[Any], kwargs: Mapping[str, Any], index: int, name: str) -> Any:
    """Find an argument of a call, by position or by name; None if it is missing."""
    return args[index] if len(args) > index else kwargs.get(name)
