"""Keeps the bot token, and what else is secret, out of everything that is written down.

The token stands in the path of every Bot API address, so it turns up wherever an address does: in
an HTTP client's errors, in their tracebacks, in the attributes of spans.
"""

import logging
import re

HIDDEN = "<hidden>"
_TOKEN = r"\d{3,20}(?::|%3[Aa])[A-Za-z0-9_-]{20,}"  # noqa: S105 - the shape of a token, not one
_PATH = r"(?<=/bot)\d+(?::|%3[Aa])[^/?#\s\"'<>]+"


class Redactor:
    """Hides everything that looks like a bot token, and the given secrets word for word."""

    def __init__(self, *secrets: str) -> None:
        known = sorted((re.escape(secret) for secret in secrets if secret), key=len, reverse=True)
        self._hidden = re.compile("|".join([*known, _PATH, _TOKEN]))

    def __call__(self, text: str) -> str:
        """Give the text without its secrets."""
        return self._hidden.sub(HIDDEN, text)


class RedactingFormatter(logging.Formatter):
    """Formats as another formatter does, tracebacks included, and then hides the secrets.

    A formatter and not a filter: the traceback's text only exists once it has been formatted.
    """

    def __init__(self, inner: logging.Formatter, redact: Redactor) -> None:
        super().__init__()
        self._inner, self._redact = inner, redact

    def format(self, record: logging.LogRecord) -> str:
        """Give the line without a secret in it."""
        return self._redact(self._inner.format(record))
