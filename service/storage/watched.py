"""Connections that report each transaction: its statements, and when each began and ended."""

from collections.abc import Callable, Coroutine
from functools import wraps
from time import perf_counter
from typing import Any, TypeAlias

import asyncpg

Statement: TypeAlias = tuple[str, float, float, BaseException | None]
"""A statement's text, when it began and ended (perf_counter), and what it failed with."""

Observer: TypeAlias = Callable[[list[Statement]], None]
"""Takes the statements of a transaction when it has ended, or one that stood outside of any."""

STATEMENTS = ("execute", "executemany", "fetch", "fetchrow", "fetchval")


def watched(observer: Observer) -> type[asyncpg.Connection]:
    """Return a class of connections that report every transaction to ``observer``.

    It costs less than the driver's own query loggers (docs/decisions.md).
    """

    class Watched(asyncpg.Connection):  # type: ignore[misc]  # asyncpg has no types
        __slots__ = ("statements",)

        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.statements: list[Statement] = []

        def terminate(self) -> None:
            """Report what has no end of its own, and hang up."""
            self.report()
            super().terminate()

        def report(self) -> None:
            """Report the statements since the last transaction ended."""
            if self.statements:
                statements, self.statements = self.statements, []
                observer(statements)

    for name in STATEMENTS:
        setattr(Watched, name, _timed(getattr(asyncpg.Connection, name)))
    return Watched


def _timed(
    method: Callable[..., Coroutine[Any, Any, Any]],
) -> Callable[..., Coroutine[Any, Any, Any]]:
    @wraps(method)
    async def statement(connection: Any, query: str, *args: Any, **options: Any) -> Any:
        error: BaseException | None = None
        began = perf_counter()
        try:
            return await method(connection, query, *args, **options)
        except BaseException as failure:
            error = failure
            raise
        finally:
            connection.statements.append((query, began, perf_counter(), error))
            if not connection.is_in_transaction():
                connection.report()

    return statement
