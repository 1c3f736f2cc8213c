"""Connections that report how long each of their statements took."""

from collections.abc import Callable, Coroutine
from functools import wraps
from time import perf_counter
from typing import Any, TypeAlias

import asyncpg

Observer: TypeAlias = Callable[[str, float, BaseException | None], None]
"""A callback after each statement: its text, its duration in seconds, and its error or None."""

STATEMENTS = ("execute", "executemany", "fetch", "fetchrow", "fetchval")


def watched(observer: Observer) -> type[asyncpg.Connection]:
    """Return a class of connections that report every statement to ``observer``.

    It costs less than the driver's own query loggers (docs/decisions.md).
    """
    timed = {name: _timed(getattr(asyncpg.Connection, name), observer) for name in STATEMENTS}
    return type("Watched", (asyncpg.Connection,), {"__slots__": (), **timed})


def _timed(
    method: Callable[..., Coroutine[Any, Any, Any]], observer: Observer
) -> Callable[..., Coroutine[Any, Any, Any]]:
    @wraps(method)
    async def statement(connection: Any, query: str, *args: Any, **options: Any) -> Any:
        error: BaseException | None = None
        started = perf_counter()
        try:
            return await method(connection, query, *args, **options)
        except BaseException as failure:
            error = failure
            raise
        finally:
            observer(query, perf_counter() - started, error)

    return statement
