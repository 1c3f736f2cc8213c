"""The current trace, for work that is done later, and failures on its spans."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.context import Context, attach, detach, get_current
from opentelemetry.instrumentation.utils import suppress_instrumentation
from opentelemetry.trace import Span, StatusCode


def current() -> Context:
    """Return the current trace, to continue it later."""
    return get_current()


@contextmanager
def resumed(context: Context) -> Iterator[None]:
    """Continue a trace that `current` returned."""
    token = attach(context)
    try:
        yield
    finally:
        detach(token)


@contextmanager
def untraced() -> Iterator[None]:
    """Make no spans, for what the bot does periodically and of its own accord."""
    with suppress_instrumentation():
        yield


def mark_failed(span: Span, error: BaseException) -> None:
    """Mark a span as failed by a class of error, without the error's words: they may be private."""
    span.set_attribute("error.type", type(error).__qualname__)
    span.set_status(StatusCode.ERROR)
