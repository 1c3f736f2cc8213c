"""Calls of the Bot API on their way out: a span for each attempt, and how long it took."""

import time
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlsplit

from opentelemetry.context import attach, create_key, detach, get_value, set_value
from opentelemetry.instrumentation.aiogram._safety import Safety, argument
from opentelemetry.instrumentation.aiogram._updates import SECONDS, end_span
from opentelemetry.instrumentation.utils import is_instrumentation_enabled
from opentelemetry.metrics import Meter
from opentelemetry.trace import Span, SpanKind, Tracer, set_span_in_context

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.client.session.middlewares.manager import RequestMiddlewareManager
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.methods import TelegramMethod

POLLING = "getUpdates"
"""The method that waits for updates: half a minute at a time, again and again."""

Attributes = Mapping[str, str | int]
RequestHook = Callable[[Span, Bot, TelegramMethod[Any]], None]
ResponseHook = Callable[[Span, TelegramMethod[Any], Any], None]

_CALL = create_key("aiogram-call")


class Calls:
    """Wraps what sessions do with calls."""

    def __init__(
        self,
        tracer: Tracer,
        meter: Meter,
        safely: Safety,
        request_hook: RequestHook | None,
        response_hook: ResponseHook | None,
    ) -> None:
        self.tracer, self.safely = tracer, safely
        self._request_hook, self._response_hook = request_hook, response_hook
        self.duration = meter.create_histogram(
            "rpc.client.call.duration",
            unit="s",
            description="Measures the duration of an outgoing Remote Procedure Call (RPC).",
            explicit_bucket_boundaries_advisory=SECONDS,
        )

    def wrap_middlewares(
        self,
        wrapped: Callable[..., Any],
        _: RequestMiddlewareManager,
        args: Any,
        kwargs: Any,
    ) -> Any:
        """Put the span inside a session's middlewares, so that it is one for each attempt."""
        if args:
            return wrapped(partial(self._request, args[0]), *args[1:], **kwargs)
        if "callback" in kwargs:
            return wrapped(**{**kwargs, "callback": partial(self._request, kwargs["callback"])})
        return wrapped(**kwargs)

    def check_response(
        self, wrapped: Callable[..., Any], _: BaseSession, args: Any, kwargs: Any
    ) -> Any:
        """Note the code of an answer."""
        self.safely("the code of an answer", self._note, args, kwargs)
        return wrapped(*args, **kwargs)

    async def _request(
        self, make_request: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any
    ) -> Any:
        call = self.safely("the start of a call", self._begin, make_request, args, kwargs)
        if call is None:
            return await make_request(*args, **kwargs)
        try:
            result = await make_request(*args, **kwargs)
        except BaseException as error:
            call.end(error)
            raise
        if self._response_hook:
            self.safely("response_hook", self._response_hook, call.span, call.method, result)
        call.end(None)
        return result

    def _begin(self, make_request: Any, args: Any, kwargs: Any) -> "_Call | None":
        bot, method = argument(args, kwargs, 0, "bot"), argument(args, kwargs, 1, "method")
        if method.__api_method__ == POLLING or not is_instrumentation_enabled():
            return None
        session = getattr(make_request, "__self__", None) or bot.session
        call = _Call(self, method, self.safely("the address of a server", _server_of, session))
        if self._request_hook:
            self.safely("request_hook", self._request_hook, call.span, bot, method)
        return call

    @staticmethod
    def _note(args: Any, kwargs: Any) -> None:
        call, status = get_value(_CALL), argument(args, kwargs, 2, "status_code")
        if isinstance(call, _Call) and isinstance(status, int):
            call.status = status


class _Call:
    """One attempt of a call of the Bot API."""

    def __init__(
        self, calls: Calls, method: TelegramMethod[Any], server: Attributes | None
    ) -> None:
        self.method, self.status = method, 0
        self._calls = calls
        self._attributes: dict[str, str | int] = {
            "rpc.system.name": "telegram_bot_api",
            "rpc.method": method.__api_method__,
            **(server or {}),
        }
        self.span = calls.tracer.start_span(
            method.__api_method__, kind=SpanKind.CLIENT, attributes=self._attributes
        )
        self._token = attach(set_value(_CALL, self, set_span_in_context(self.span)))
        self._began = time.perf_counter()

    def end(self, error: BaseException | None) -> None:
        """Record how the call ended."""
        seconds = time.perf_counter() - self._began
        safely = self._calls.safely
        if error is not None:
            safely("the error of a call", self._describe, error)
        safely("the metric of a call", self._record, seconds, error)
        failure = None if _changes_nothing(error) else error
        safely("the end of a call", end_span, self.span, failure)
        safely("the end of a call", detach, self._token)

    def _describe(self, error: BaseException) -> None:
        if self.status:
            self._attributes["rpc.response.status_code"] = str(self.status)
            self.span.set_attribute("rpc.response.status_code", str(self.status))
        if isinstance(error, TelegramRetryAfter):
            self.span.set_attribute("telegram.retry_after", error.retry_after)

    def _record(self, seconds: float, error: BaseException | None) -> None:
        if error is not None and not _changes_nothing(error):
            self._attributes["error.type"] = type(error).__qualname__
        self._calls.duration.record(seconds, self._attributes)


def _changes_nothing(error: BaseException | None) -> bool:
    """Tell whether an edit was refused because the message says that already: no failure."""
    return isinstance(error, TelegramBadRequest) and "is not modified" in str(error.message)


def _server_of(session: BaseSession) -> Attributes:
    return _server(session.api.base)


@lru_cache(64)
def _server(base: str) -> Attributes:
    """Describe a Bot API server by the template of its addresses, in which the token is a gap."""
    address = urlsplit(base.partition("{")[0])
    if not address.hostname:
        return {}
    port = address.port or (443 if address.scheme == "https" else 80)
    return {"server.address": address.hostname, "server.port": port}
