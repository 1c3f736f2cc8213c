"""Updates on their way in: a span for each, one for its handler, and how long it took."""

import time
from collections.abc import Awaitable, Callable
from contextvars import Token
from functools import partial
from types import TracebackType
from typing import Any, ClassVar

from opentelemetry.context import (
    Context,
    attach,
    create_key,
    detach,
    get_value,
    set_value,
)
from opentelemetry.instrumentation.aiogram._safety import Safety, argument
from opentelemetry.instrumentation.utils import is_instrumentation_enabled
from opentelemetry.metrics import Meter
from opentelemetry.trace import (
    INVALID_SPAN,
    Link,
    Span,
    SpanKind,
    StatusCode,
    Tracer,
    get_current_span,
    set_span_in_context,
)

from aiogram import Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED, CancelHandler, SkipHandler
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.types import ErrorEvent

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
"""Buckets of durations, as the semantic conventions advise."""

UNKNOWN = "unknown"
"""The type of an update that aiogram does not know, and the name of a handler without one."""

PROCESSING = {
    "messaging.system": "telegram",
    "messaging.operation.name": "process",
    "messaging.operation.type": "process",
}

UpdateHook = Callable[[Span, Any], None]

_OPEN = create_key("aiogram-update")
_FEED = create_key("aiogram-feed")


class Updates:
    """Wraps what dispatchers do with updates; `now` is the one in force."""

    now: "ClassVar[Updates | None]" = None

    def __init__(
        self, tracer: Tracer, meter: Meter, safely: Safety, hook: UpdateHook | None
    ) -> None:
        self.tracer, self.safely, self._hook = tracer, safely, hook
        self.duration = meter.create_histogram(
            "messaging.process.duration",
            unit="s",
            description="Duration of processing operation.",
            explicit_bucket_boundaries_advisory=SECONDS,
        )

    async def feed(
        self, wrapped: Callable[..., Awaitable[Any]], _: Dispatcher, args: Any, kwargs: Any
    ) -> Any:
        """Feed a dispatcher, in a span of the update unless there is one."""
        feed = self.safely("the start of an update", self._begin, args, kwargs)
        if feed is None:
            return await wrapped(*args, **kwargs)
        try:
            result = await wrapped(*args, **kwargs)
        except BaseException as error:
            feed.end(UNHANDLED, error)
            raise
        feed.end(result, None)
        return result

    async def handle(
        self, wrapped: Callable[..., Awaitable[Any]], handler: HandlerObject, args: Any, kwargs: Any
    ) -> Any:
        """Run a handler in a span."""
        run = self.safely("the start of a handler", self._run, handler, args)
        if run is None:
            return await wrapped(*args, **kwargs)
        try:
            result = await wrapped(*args, **kwargs)
        except BaseException as error:
            run.end(error)
            raise
        run.end(None)
        return result

    def _begin(self, args: Any, kwargs: Any) -> "_Feed | None":
        update = argument(args, kwargs, 1, "update")
        if update is None or not is_instrumentation_enabled():
            return None
        outer = get_value(_FEED)
        if isinstance(outer, _Feed) and outer.running and outer.number == update.update_id:
            return None
        feed = _Feed(self, update)
        if self._hook:
            self.safely("update_hook", self._hook, get_current_span(), update)
        return feed

    def _run(self, handler: HandlerObject, args: Any) -> "_Run | None":
        if not is_instrumentation_enabled() or _finds_others(handler.callback):
            return None
        return _Run(self, handler, recovers=bool(args) and isinstance(args[0], ErrorEvent))


class UpdateSpan:
    """The span of an update, open in a `with` block."""

    def __init__(self, updates: Updates, kind: str, number: Any, received: float | None) -> None:
        self.number, self.open = number, False
        self._updates, self._kind, self._received = updates, kind, received
        self._span: Span = INVALID_SPAN
        self._token: Token[Context] | None = None

    def __enter__(self) -> Span:
        """Start the span and a trace with it."""
        self._updates.safely("the start of an update", self.start)
        return self._span

    def __exit__(
        self,
        _: type[BaseException] | None,
        error: BaseException | None,
        __: TracebackType | None,
    ) -> None:
        """End the span."""
        self.end(error)

    def start(self) -> None:
        """Start the span; raises what the tracer raises."""
        began = None
        if self._received is not None:
            began = time.time_ns() - int((time.perf_counter() - self._received) * 1e9)
        around = get_current_span().get_span_context()
        # An update begins a trace: what its task inherited may be as old as the process.
        self._span = self._updates.tracer.start_span(
            f"process {self._kind}",
            Context(),
            SpanKind.CONSUMER,
            {
                **PROCESSING,
                "messaging.destination.name": self._kind,
                "messaging.message.id": str(self.number),
            },
            links=[Link(around)] if around.is_valid else None,
            start_time=began,
        )
        self._token = attach(set_value(_OPEN, self, set_span_in_context(self._span, Context())))
        self.open = True

    def end(self, error: BaseException | None) -> None:
        """End the span, which failed if there is an error."""
        self.open = False
        safely = self._updates.safely
        safely("the end of an update", end_span, self._span, error)
        if self._token is not None:
            safely("the end of an update", detach, self._token)


class _Feed:
    """One update while a dispatcher is fed with it."""

    def __init__(self, updates: Updates, update: Any) -> None:
        self.number, self.running = update.update_id, True
        self.handler: str | None = None
        self.error: BaseException | None = None
        self._updates, self._kind = updates, _kind(update)
        self._span: UpdateSpan | None = None
        opened = get_value(_OPEN)
        if not (isinstance(opened, UpdateSpan) and opened.open and opened.number == self.number):
            self._span = UpdateSpan(updates, self._kind, self.number, None)
            updates.safely("the start of an update", self._span.start)
        self._token = attach(set_value(_FEED, self))
        self._began = time.perf_counter()

    def end(self, result: Any, escaped: BaseException | None) -> None:
        """Record how the feeding ended."""
        self.running = False
        error = escaped or self.error
        safely = self._updates.safely
        safely("the metric of an update", self._record, result, error)
        safely("the end of an update", detach, self._token)
        if self._span:
            self._span.end(error)

    def _record(self, result: Any, error: BaseException | None) -> None:
        attributes = {**PROCESSING, "messaging.destination.name": self._kind}
        attributes["aiogram.outcome"] = _outcome(result, error)
        if self.handler:
            attributes["code.function.name"] = self.handler
        if isinstance(error, Exception):
            attributes["error.type"] = type(error).__qualname__
        self._updates.duration.record(time.perf_counter() - self._began, attributes)


class _Run:
    """A handler while it runs."""

    def __init__(self, updates: Updates, handler: HandlerObject, *, recovers: bool) -> None:
        self._updates = updates
        module, name = _name(handler.callback)
        function = f"{module}.{name}"
        self._span = updates.tracer.start_span(
            f"{module.rpartition('.')[2]}.{name}".rstrip("_"),
            attributes={"code.function.name": function},
        )
        self._token = attach(set_span_in_context(self._span))
        feed = get_value(_FEED)
        # A handler of errors runs beside the one that failed, which the update remembers.
        self._feed = feed if isinstance(feed, _Feed) and feed.running and not recovers else None
        if self._feed:
            self._feed.handler, self._feed.error = function, None

    def end(self, error: BaseException | None) -> None:
        """End the span; to pass an update on is no failure."""
        if isinstance(error, SkipHandler | CancelHandler):
            if self._feed:
                self._feed.handler = None
            error = None
        if self._feed and isinstance(error, Exception):
            self._feed.error = error
        safely = self._updates.safely
        safely("the end of a handler", end_span, self._span, error)
        safely("the end of a handler", detach, self._token)


def end_span(span: Span, error: BaseException | None) -> None:
    """End a span and name the class of the error; its words may be a person's."""
    try:
        if isinstance(error, Exception):
            span.set_attribute("error.type", type(error).__qualname__)
            span.set_status(StatusCode.ERROR)
    finally:
        span.end()


def _outcome(result: Any, error: BaseException | None) -> str:
    if error is not None:
        return "error" if isinstance(error, Exception) else "cancelled"
    return "unhandled" if result is UNHANDLED else "handled"


def _kind(update: Any) -> str:
    try:
        kind = update.event_type
    except LookupError:  # newer than aiogram, which warns of it
        return UNKNOWN
    return kind if isinstance(kind, str) else UNKNOWN


def _finds_others(callback: Any) -> bool:
    """Tell whether this is the handler by which a dispatcher finds the others."""
    owner = getattr(callback, "__self__", None)
    return isinstance(owner, Dispatcher) and callback.__name__ == "_listen_update"


def _name(callback: Any) -> tuple[str, str]:
    """Return a handler's module and name; an object has its class's."""
    while isinstance(callback, partial):
        callback = callback.func
    named = callback if hasattr(callback, "__qualname__") else type(callback)
    return named.__module__ or UNKNOWN, named.__qualname__
