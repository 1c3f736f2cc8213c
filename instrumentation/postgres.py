"""The PostgreSQL seam: how long each query took, under the name of the function that holds it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import CodeType, FunctionType, ModuleType
from typing import TypeAlias

from opentelemetry.trace import get_current_span

from instrumentation.labels import OTHER
from instrumentation.metrics import Metrics

VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
TRANSACTION = {"BEGIN": "begin", "COMMIT": "commit", "ROLLBACK": "rollback"}
"""What a transaction is bounded by; its beginning waits for whoever has the person's turn."""

THE_DRIVERS = ("SAVEPOINT", "RELEASE SAVEPOINT", "SELECT pg_advisory_unlock_all()")
"""What asyncpg says by itself, in every transaction and always quickly: not worth its recording."""


def query_names(modules: Iterable[ModuleType]) -> dict[str, str]:
    """Map each statement written in a function of these modules to `<module>.<function>`.

    A statement is known by its text, which stands among the constants of its function: nothing
    has to be named twice. A text that is put together at run time is not found.
    """
    return {
        text: f"{module.__name__.rpartition('.')[2]}.{function.__name__}"
        for module in modules
        for function in _functions(module, module.__name__)
        for text in _texts(function.__code__)
        if text != function.__doc__ and text.lstrip().upper().startswith(VERBS)
    }


def _functions(room: ModuleType | type, module: str) -> Iterator[FunctionType]:
    """Give a module's own functions, and the methods of its classes."""
    for value in vars(room).values():
        if isinstance(value, FunctionType) and value.__module__ == module:
            yield value
        elif isinstance(value, type) and value.__module__ == module:
            yield from _functions(value, module)


def _texts(code: CodeType) -> Iterator[str]:
    for constant in code.co_consts:
        if isinstance(constant, str):
            yield constant
        elif isinstance(constant, CodeType):
            yield from _texts(constant)


Draw: TypeAlias = Callable[[str, Mapping[str, str], float, BaseException | None], None]
"""Draws a span that has ended: its name, attributes, seconds, and what it failed with."""


class QueryTimes:
    """Is told of each statement when it has ended.

    With `draw`, a query that is part of a trace gets a CLIENT span there.
    """

    def __init__(
        self, metrics: Metrics, names: Mapping[str, str], draw: Draw | None = None
    ) -> None:
        self._metrics, self._names, self._draw = metrics, names, draw

    def __call__(self, query: str, seconds: float, error: BaseException | None) -> None:
        """Record one statement; its text and what it failed with go nowhere."""
        name = self._names.get(query)
        if name is None:
            if query.startswith(THE_DRIVERS):
                return
            name = TRANSACTION.get(query.partition(";")[0], OTHER)
        self._metrics.query(name, seconds)
        if self._draw and get_current_span().is_recording():
            attributes = {"db.system.name": "postgresql", "db.query.summary": name}
            self._draw(name, attributes, seconds, error)
