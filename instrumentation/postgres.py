"""The PostgreSQL seam: transactions and their queries, named after the functions that hold them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from time import time_ns
from types import CodeType, FunctionType, ModuleType
from typing import TypeAlias

from opentelemetry.trace import (
    NoOpTracerProvider,
    SpanKind,
    StatusCode,
    TracerProvider,
    get_current_span,
)

from instrumentation.labels import OTHER
from instrumentation.metrics import Metrics

VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
TRANSACTION = {"BEGIN": "begin", "COMMIT": "commit", "ROLLBACK": "rollback"}
"""Statements that begin or end a transaction; the first one waits for the person's lock."""


def query_names(modules: Iterable[ModuleType]) -> dict[str, str]:
    """Map each statement written in a function of these modules to `<module>.<function>`.

    A statement is recognised by its text, which is a constant of its function, so nothing is
    named twice. A text that is built at run time is not found.
    """
    return {
        text: f"{module.__name__.rpartition('.')[2]}.{function.__name__}"
        for module in modules
        for function in _functions(module, module.__name__)
        for text in _texts(function.__code__)
        if text != function.__doc__ and text.lstrip().upper().startswith(VERBS)
    }


def _functions(room: ModuleType | type, module: str) -> Iterator[FunctionType]:
    """Yield the functions of a module, and the methods of its classes."""
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


Statement: TypeAlias = tuple[str, float, float, BaseException | None]
"""A statement's text, when it began and ended (perf_counter), and what it failed with."""


class Transactions:
    """Records each transaction when it has ended: its duration, and its queries by name.

    A transaction that is part of a trace becomes a CLIENT span, which lists its queries. The text
    of a query and the words of an error are never recorded: they may hold a person's data.
    """

    def __init__(
        self,
        metrics: Metrics,
        names: Mapping[str, str],
        tracers: TracerProvider | None = None,
    ) -> None:
        self._metrics, self._names = metrics, names
        self._tracer = (tracers or NoOpTracerProvider()).get_tracer("instrumentation.postgres")

    def __call__(self, statements: Sequence[Statement]) -> None:
        """Record the statements of one transaction, or one statement outside of any."""
        queries = [
            (self._name(text), ended - began, error) for text, began, ended, error in statements
        ]
        for name, seconds, _ in queries:
            self._metrics.query(name, seconds)
        seconds = statements[-1][2] - statements[0][1]
        self._metrics.transaction(seconds)
        if get_current_span().is_recording():
            self._trace(queries, seconds)

    def _name(self, text: str) -> str:
        return self._names.get(text) or TRANSACTION.get(text.partition(";")[0], OTHER)

    def _trace(
        self, queries: Sequence[tuple[str, float, BaseException | None]], seconds: float
    ) -> None:
        now = time_ns()
        names = [name for name, _, _ in queries]
        span = self._tracer.start_span(
            "transaction" if len(names) > 1 else names[0],
            kind=SpanKind.CLIENT,
            attributes={
                "db.system.name": "postgresql",
                "db.operation.batch.size": len(names),
                "bot.query.names": names,
                "bot.query.milliseconds": [round(taken * 1000, 3) for _, taken, _ in queries],
            },
            start_time=now - int(seconds * 1e9),
        )
        for error in (error for _, _, error in queries if error is not None):
            span.set_attribute("error.type", type(error).__qualname__)
            span.set_status(StatusCode.ERROR)
        span.end(now)
