"""Keeps the bot token and other secrets out of everything that is written.

The token is part of every Bot API address, so it appears wherever an address does: in the errors
of an HTTP client, in their tracebacks, in the attributes of spans.
"""

import json
import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

HIDDEN = "<hidden>"
_TOKEN = r"\d{3,20}(?::|%3[Aa])[A-Za-z0-9_-]{20,}"  # noqa: S105 - the shape of a token, not one
_PATH = r"(?<=/bot)\d+(?::|%3[Aa])[^/?#\s\"'<>]+"


_later: list[str] = []


def hide(secret: str) -> None:
    """Let every Redactor hide one more secret: a password that was changed."""
    if secret not in _later:
        _later.append(secret)


class Redactor:
    """Hides everything that looks like a bot token, and the secrets that it is created with."""

    def __init__(self, *secrets: str) -> None:
        self._secrets = secrets
        self._compile()

    def __call__(self, text: str) -> str:
        """Return the text without its secrets."""
        if len(_later) != self._known_later:
            self._compile()
        return self._hidden.sub(HIDDEN, text)

    def _compile(self) -> None:
        self._known_later = len(_later)
        known = {form for secret in (*self._secrets, *_later) for form in _forms(secret)}
        longest_first = sorted(known, key=len, reverse=True)
        self._hidden = re.compile("|".join([*map(re.escape, longest_first), _PATH, _TOKEN]))


def _forms(secret: str) -> set[str]:
    """Return a secret as it is, in JSON, in a repr and in an address, and its password if any."""
    forms = {secret, json.dumps(secret)[1:-1], repr(secret)[1:-1], quote(secret, safe="")}
    if "://" in secret:
        parts = urlsplit(secret)
        forms |= _forms(unquote(parts.password or ""))
        for password in parse_qs(parts.query).get("password", []):
            forms |= _forms(password)
    return forms - {""}


class Formatter(logging.Formatter):
    """Formats as the library does, without the rows that PostgreSQL quotes."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        """Return a traceback without the DETAIL of any error in it."""
        text = super().formatException(ei)
        for error in _all_of(ei[1]):
            detail = getattr(error, "detail", None)
            if isinstance(detail, str) and detail:
                text = text.replace(detail, HIDDEN)
        return text


def _all_of(error: BaseException | None) -> Iterator[BaseException]:
    """Iterate over an error, its causes, and the errors of a group."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            waiting += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]
            yield one


class RedactingFormatter(logging.Formatter):
    """Formats as another formatter does, tracebacks included, and then hides the secrets.

    A formatter and not a filter: the traceback's text only exists once it has been formatted.
    """

    def __init__(self, inner: logging.Formatter, redact: Redactor) -> None:
        super().__init__()
        self._inner, self._redact = inner, redact

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without secrets."""
        return self._redact(self._inner.format(record))
