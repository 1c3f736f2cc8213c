"""Log lines for people or for programs, without a secret in them."""

import json
import logging
import sys
from types import TracebackType
from typing import Literal

from opentelemetry.trace import format_span_id, format_trace_id, get_current_span

from instrumentation.redaction import Formatter, RedactingFormatter, Redactor

CONTROL = {n: f"\\u{n:04x}" for n in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)}
"""Characters that could begin a new line or control a terminal, and how they are written."""

QUIET = ("aiogram.event", "aiogram.dispatcher", "aiohttp.access", "asyncio", "urllib3")
"""Loggers of libraries that report every step; only their warnings are logged."""


class JsonFormatter(Formatter):
    """Writes each line as a JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= trace_ids()
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False).translate(CONTROL)


class TextFormatter(Formatter):
    """Writes a line for people: time, level, logger, message, and its trace if there is one."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s%(trace)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        """Return the line without a traceback."""
        record.message = record.message.translate(CONTROL)
        record.trace = "".join(f" {name}={each}" for name, each in trace_ids().items())
        return super().formatMessage(record)


def trace_ids() -> dict[str, str]:
    """Return `trace_id` and `span_id` of the current span; nothing if there is none."""
    span = get_current_span().get_span_context()
    if not span.is_valid:
        return {}
    return {"trace_id": format_trace_id(span.trace_id), "span_id": format_span_id(span.span_id)}


def set_up(level: str, form: Literal["text", "json"], secrets: list[str]) -> None:
    """Send every log line to stderr in one form, with ``secrets`` hidden."""
    inner = JsonFormatter() if form == "json" else TextFormatter()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(inner, Redactor(*secrets)))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    sys.excepthook = log_uncaught
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Log the traceback that ends the program, because log lines hide secrets."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        logging.getLogger("service").critical("The bot ends", exc_info=(kind, error, trace))
