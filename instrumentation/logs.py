"""Log lines for people or for programs, without a secret in them."""

import json
import logging
import sys
from typing import Literal

from instrumentation.redaction import RedactingFormatter, Redactor

QUIET = ("aiogram.event", "aiogram.dispatcher", "aiohttp.access", "asyncio")
"""Loggers of libraries that tell each step; from these only warnings are kept."""


class JsonFormatter(logging.Formatter):
    """A JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up(level: str, form: Literal["text", "json"], secrets: list[str]) -> None:
    """Send every log line to stderr in one form, with ``secrets`` hidden."""
    inner = (
        JsonFormatter()
        if form == "json"
        else logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", "%H:%M:%S")
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(inner, Redactor(*secrets)))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
