"""Log lines for people or for programs, without a secret in them."""

import json
import logging
import sys
from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Literal

from opentelemetry.trace import format_span_id, format_trace_id, get_current_span

from instrumentation.about import subject
from instrumentation.redaction import Formatter, RedactingFormatter, Redactor

CONTROL = {n: f"\\u{n:04x}" for n in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)}
"""Characters that could begin a new line or control a terminal, and how they are written."""

QUIET = ("aiogram.event", "aiogram.dispatcher", "aiohttp.access", "asyncio", "urllib3")
"""Loggers of libraries that report every step; only their warnings are logged."""


class JsonFormatter(Formatter):
    """Writes each line as a JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = datetime.fromtimestamp(record.created).astimezone()
        line = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **facts(record),
            **trace_ids(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False).translate(CONTROL)


class TextFormatter(Formatter):
    """Writes a line for people: time, level, logger, message, facts, and its trace if any."""

    default_msec_format = "%s.%03d"
    default_time_format = "%H:%M:%S"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s%(facts)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        """Return the line without a traceback."""
        record.message = record.message.translate(CONTROL)
        told = {**facts(record), **trace_ids()}
        record.facts = "".join(f" {name}={_plain(value)}" for name, value in told.items())
        return super().formatMessage(record)


def _plain(value: str | float) -> str:
    """Write a value in one word, or in quotes."""
    text = str(value).translate(CONTROL)
    return json.dumps(text, ensure_ascii=False) if " " in text or not text else text


def facts(record: logging.LogRecord) -> Mapping[str, str | int]:
    """Return what a line was given by `with_facts`, and the update that it is about."""
    return {**getattr(record, "bot_facts", {}), **subject()}


def with_facts(**named: str | float | None) -> dict[str, Mapping[str, str | float]]:
    """Return the `extra` of a log call: facts to write behind its message; None is left out.

    They become fields of a JSON line and attributes of a line sent by OTLP.
    """
    return {"bot_facts": {name: value for name, value in named.items() if value is not None}}


def origin(error: BaseException) -> str:
    """Say where an error came from, without its message: that may quote what a person wrote.

    Names the innermost functions of the bot; of other programs only if there is none.
    """
    frames = []
    trace = error.__traceback__
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", "?"))
        name = f"{module.rpartition('.')[2]}.{trace.tb_frame.f_code.co_qualname}"
        frames.append((module, f"{name} line {trace.tb_lineno}"))
        trace = trace.tb_next
    ours = [frame for frame in frames if frame[0].startswith("service.")]
    return " < ".join(place for _, place in reversed((ours or frames)[-4:]))


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
