"""An OpenTelemetry instrumentation of aiogram.

    AiogramInstrumentor().instrument()

Spans: a CONSUMER span for each update, an INTERNAL one for its handler, named after it, and a
CLIENT one for each attempt of a Bot API call, named after its method. Polling has no spans, and
no span has a text, a token or the id of a person. What is sent to Telegram is unchanged.

Metrics: `messaging.process.duration` by handler and outcome, `rpc.client.call.duration` by method.

Hooks add what an application knows:

    update_hook(span, update)            when a dispatcher is fed
    request_hook(span, bot, method)      before a call
    response_hook(span, method, result)  after a call that succeeded

An error of the instrumentation or of a hook is logged once and never reaches aiogram.
"""

from collections.abc import Collection
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from opentelemetry.instrumentation.aiogram._calls import Calls, RequestHook, ResponseHook
from opentelemetry.instrumentation.aiogram._safety import Safety
from opentelemetry.instrumentation.aiogram._updates import UpdateHook, Updates, UpdateSpan
from opentelemetry.instrumentation.aiogram._wrapping import Wrapping
from opentelemetry.instrumentation.aiogram.package import _instruments
from opentelemetry.instrumentation.aiogram.version import __version__
from opentelemetry.instrumentation.instrumentor import (  # type: ignore[attr-defined]  # contrib types it so
    BaseInstrumentor,
)
from opentelemetry.instrumentation.utils import is_instrumentation_enabled
from opentelemetry.metrics import get_meter
from opentelemetry.trace import get_tracer

from aiogram import Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.client.session.middlewares.manager import RequestMiddlewareManager
from aiogram.dispatcher.event.handler import HandlerObject

__all__ = ["AiogramInstrumentor", "update_span"]

SCHEMA_URL = "https://opentelemetry.io/schemas/1.40.0"


class AiogramInstrumentor(BaseInstrumentor):  # type: ignore[misc]  # likewise
    """Instruments every dispatcher and every bot of this process, from `instrument()` on."""

    _wrapping: Wrapping | None = None

    def instrumentation_dependencies(self) -> Collection[str]:
        """Name what is instrumented."""
        return _instruments

    def _instrument(
        self,
        *,
        tracer_provider: Any = None,
        meter_provider: Any = None,
        update_hook: UpdateHook | None = None,
        request_hook: RequestHook | None = None,
        response_hook: ResponseHook | None = None,
        **_: Any,
    ) -> None:
        tracer = get_tracer(__name__, __version__, tracer_provider, SCHEMA_URL)
        meter = get_meter(__name__, __version__, meter_provider, SCHEMA_URL)
        safely = Safety()
        updates = Updates(tracer, meter, safely, update_hook)
        calls = Calls(tracer, meter, safely, request_hook, response_hook)
        wrapping = Wrapping()
        wrapping.wrap(Dispatcher, "feed_update", updates.feed)
        wrapping.wrap(HandlerObject, "call", updates.handle)
        wrapping.wrap(RequestMiddlewareManager, "wrap_middlewares", calls.wrap_middlewares)
        wrapping.wrap(BaseSession, "check_response", calls.check_response)
        Updates.now, self._wrapping = updates, wrapping

    def _uninstrument(self, **_: Any) -> None:
        if self._wrapping:
            self._wrapping.undo()
        Updates.now = self._wrapping = None


_NOTHING: AbstractContextManager[None] = nullcontext()


def update_span(
    update_type: str, update_id: int, received: float | None = None
) -> AbstractContextManager[object]:
    """Open the span of an update before a dispatcher is fed with it, which then opens none.

    For deliveries of one's own: what they do round the dispatcher is then part of the trace.
    `received` is what `perf_counter` said when it came (seconds).
    """
    if Updates.now is None or not is_instrumentation_enabled():
        return _NOTHING
    return UpdateSpan(Updates.now, update_type, update_id, received)
