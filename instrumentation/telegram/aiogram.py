"""An OpenTelemetry instrumentation of aiogram: a trace for each update.

    AiogramInstrumentor().instrument(tracer_provider=...)

A CONSUMER span stands for an update, an INTERNAL one for its handler and is named after it, a
CLIENT one for each attempt of a Bot API call and is named after its method. Polling has no spans,
and no span has a text, an address or the id of a person. What is sent to Telegram is unchanged.

Hooks add what an application knows:

    update_hook(span, update)            when a dispatcher is fed
    request_hook(span, bot, method)      before a call
    response_hook(span, method, result)  after a call that succeeded
"""

import time
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import TelegramMethod
from opentelemetry.context import Context, attach, create_key, detach, get_current, get_value
from opentelemetry.context import set_value as with_value
from opentelemetry.instrumentation.instrumentor import (  # type: ignore[attr-defined]  # contrib types it so
    BaseInstrumentor,
)
from opentelemetry.instrumentation.utils import is_instrumentation_enabled, unwrap
from opentelemetry.trace import (
    Span,
    SpanKind,
    StatusCode,
    Tracer,
    get_current_span,
    get_tracer,
    set_span_in_context,
)
from wrapt import wrap_function_wrapper

SYSTEM = "telegram"
POLLING = "getUpdates"
_UPDATE = create_key("aiogram-update")

UpdateHook = Callable[[Span, Any], None]
RequestHook = Callable[[Span, Bot, TelegramMethod[Any]], None]
ResponseHook = Callable[[Span, TelegramMethod[Any], Any], None]


class AiogramInstrumentor(BaseInstrumentor):  # type: ignore[misc]  # likewise
    """Traces every dispatcher and every bot of this process, from `instrument()` on."""

    def instrumentation_dependencies(self) -> Collection[str]:
        """Name what is instrumented."""
        return ("aiogram >= 3.20, < 4",)

    def _instrument(
        self,
        *,
        tracer_provider: Any = None,
        update_hook: UpdateHook | None = None,
        request_hook: RequestHook | None = None,
        response_hook: ResponseHook | None = None,
        **_: Any,
    ) -> None:
        tracer = get_tracer("instrumentation.telegram", tracer_provider=tracer_provider)
        _Tracing.now = _Tracing(tracer, update_hook, request_hook, response_hook)
        wrap_function_wrapper(Dispatcher, "feed_update", _Tracing.now.feed)
        wrap_function_wrapper(HandlerObject, "call", _Tracing.now.handle)
        wrap_function_wrapper(AiohttpSession, "make_request", _Tracing.now.request)

    def _uninstrument(self, **_: Any) -> None:
        unwrap(Dispatcher, "feed_update")
        unwrap(HandlerObject, "call")
        unwrap(AiohttpSession, "make_request")
        _Tracing.now = None


_NOTHING: AbstractContextManager[None] = nullcontext()


def update_span(
    update_type: str, update_id: int, received: float | None = None
) -> AbstractContextManager[object]:
    """Open the span of an update before a dispatcher is fed with it, which then opens none.

    For deliveries of one's own: what they do round the dispatcher is then part of the trace.
    `received` is what `perf_counter` said when it came (seconds).
    """
    tracing = _Tracing.now
    return tracing.update(update_type, update_id, received) if tracing else _NOTHING


def current() -> Context | None:
    """Give the present trace, for work that is done later; None when nothing is traced."""
    return get_current() if _Tracing.now else None


def resumed(context: Context | None) -> AbstractContextManager[object]:
    """Go on with a trace that `current` gave."""
    return _attached(context) if context is not None else _NOTHING


def mark_failed(span: Span, error: BaseException) -> None:
    """Say that a span failed and with what class of error; its words may be a person's."""
    span.set_attribute("error.type", type(error).__qualname__)
    span.set_status(StatusCode.ERROR)


class _Tracing:
    """What is wrapped round aiogram while it is instrumented."""

    now: "_Tracing | None" = None

    def __init__(
        self,
        tracer: Tracer,
        update_hook: UpdateHook | None,
        request_hook: RequestHook | None,
        response_hook: ResponseHook | None,
    ) -> None:
        self._tracer = tracer
        self._update_hook = update_hook
        self._request_hook, self._response_hook = request_hook, response_hook

    @contextmanager
    def update(self, update_type: str, update_id: int, received: float | None) -> Iterator[Span]:
        """Open the span of an update."""
        waited = 0.0 if received is None else time.perf_counter() - received
        attributes = {
            "messaging.system": SYSTEM,
            "messaging.operation.name": "process",
            "messaging.operation.type": "process",
            "messaging.destination.name": update_type,
            "messaging.message.id": str(update_id),
        }
        span = self._tracer.start_span(
            f"process {update_type}",
            Context(),  # an update begins a trace, whatever its task inherited
            SpanKind.CONSUMER,
            attributes,
            start_time=time.time_ns() - int(waited * 1e9),
        )
        context = with_value(_UPDATE, update_id, set_span_in_context(span, Context()))
        with _attached(context), _ended(span):
            yield span

    async def feed(
        self, wrapped: Callable[..., Awaitable[Any]], _: Dispatcher, args: Any, kwargs: Any
    ) -> Any:
        """Feed a dispatcher, in a span of the update unless there is one."""
        update = kwargs["update"] if "update" in kwargs else args[1]
        if get_value(_UPDATE) == update.update_id or not is_instrumentation_enabled():
            self._hook_update(update)
            return await wrapped(*args, **kwargs)
        with self.update(update.event_type, update.update_id, None):
            self._hook_update(update)
            return await wrapped(*args, **kwargs)

    async def handle(
        self, wrapped: Callable[..., Awaitable[Any]], handler: HandlerObject, args: Any, kwargs: Any
    ) -> Any:
        """Run a handler in a span, but for the one by which a dispatcher finds the others."""
        module, name = _name(handler.callback)
        if module.startswith("aiogram.") or not is_instrumentation_enabled():
            return await wrapped(*args, **kwargs)
        span = self._tracer.start_span(
            f"{module.rpartition('.')[2]}.{name}".rstrip("_"),
            attributes={"code.function.name": f"{module}.{name}"},
        )
        with _attached(set_span_in_context(span)), _ended(span):
            return await wrapped(*args, **kwargs)

    async def request(
        self,
        wrapped: Callable[..., Awaitable[Any]],
        session: AiohttpSession,
        args: Any,
        kwargs: Any,
    ) -> Any:
        """Call the Bot API once, in a span unless it is a poll."""
        bot: Bot = kwargs["bot"] if "bot" in kwargs else args[0]
        method: TelegramMethod[Any] = kwargs["method"] if "method" in kwargs else args[1]
        if method.__api_method__ == POLLING or not is_instrumentation_enabled():
            return await wrapped(*args, **kwargs)
        span = self._tracer.start_span(
            method.__api_method__,
            kind=SpanKind.CLIENT,
            attributes={"rpc.method": method.__api_method__, **_server(session.api.base)},
        )
        with _attached(set_span_in_context(span)), _ended(span):
            if self._request_hook:
                self._request_hook(span, bot, method)
            result = await wrapped(*args, **kwargs)
            if self._response_hook:
                self._response_hook(span, method, result)
            return result

    def _hook_update(self, update: Any) -> None:
        if self._update_hook:
            self._update_hook(get_current_span(), update)


@contextmanager
def _attached(context: Context) -> Iterator[None]:
    token = attach(context)
    try:
        yield
    finally:
        detach(token)


@contextmanager
def _ended(span: Span) -> Iterator[None]:
    """End a span, whatever happens; an edit that changes nothing is no failure."""
    try:
        yield
    except Exception as error:
        if not (isinstance(error, TelegramBadRequest) and "is not modified" in error.message):
            mark_failed(span, error)
        raise
    finally:
        span.end()


def _name(callback: Callable[..., Any]) -> tuple[str, str]:
    """Give a handler's module and name; a partial or an object has its class's."""
    named = callback if hasattr(callback, "__qualname__") else type(callback)
    return named.__module__, named.__qualname__


@cache
def _server(base: str) -> Mapping[str, str | int]:
    """Describe a Bot API server by the template of its addresses, in which the token is a gap."""
    told: dict[str, str | int] = {"rpc.system.name": "telegram_bot_api"}
    with suppress(ValueError):  # no address at all: the call will say so
        address = urlsplit(base.partition("{")[0])
        told["server.address"] = address.hostname or ""
        told["server.port"] = address.port or (443 if address.scheme == "https" else 80)
    return told
