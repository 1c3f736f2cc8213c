"""Waiting until something is true; a failure says what did not happen and what was seen last."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, overload

T = TypeVar("T")

SECONDS = 30.0
"""How long a test waits: far longer than a busy machine needs, for only a failure takes it."""

PAUSE = 0.02
"""Seconds between two looks."""


@overload
async def until(
    read: Callable[[], Awaitable[T]],
    what: str,
    accept: Callable[[T], object] = bool,
    *,
    within: float = SECONDS,
    pause: float = PAUSE,
) -> T: ...
@overload
async def until(
    read: Callable[[], T],
    what: str,
    accept: Callable[[T], object] = bool,
    *,
    within: float = SECONDS,
    pause: float = PAUSE,
) -> T: ...
async def until(
    read: Callable[[], Any],
    what: str,
    accept: Callable[[Any], object] = bool,
    *,
    within: float = SECONDS,
    pause: float = PAUSE,
) -> Any:
    """Read again and again until the value is accepted, and return it.

    ``what`` is the sentence that a failure says was not true in time: "the card shows 80 × 5".
    """
    last: object = "nothing"
    try:
        async with asyncio.timeout(within) as limit:
            while True:
                answer = read()
                value = await answer if inspect.isawaitable(answer) else answer
                if accept(value):
                    return value
                last = repr(value)
                await asyncio.sleep(pause)
    except TimeoutError:
        if not limit.expired():
            raise
        raise AssertionError(f"not within {within:g} s: {what}; last seen: {last}") from None
