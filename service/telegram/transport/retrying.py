"""When a call to Telegram is tried again, and after which pause: decided only here."""

import random
from time import monotonic

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramEntityTooLarge,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from service.storage import Unavailable
from service.telegram.transport.session import Unreached

TRIES = 5
"""Tries of a notice that failed because of the network or Telegram."""

MAYBE_TRIES = 2
"""Tries of a message that Telegram may have accepted: each try may show it once more."""

KEEP_SECONDS = 180.0
"""How long a failing answer is tried again."""

RECEIPT_SECONDS = 15.0
"""How long the answer to a tap, or a reaction, is tried again: later nobody looks for it."""

PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Pauses between the tries of an answer (seconds); the last one repeats."""

RETRY_SECONDS = 2.0
"""Pause after a failed poll, or a failed call at the start."""

REFUSED_SECONDS = 30.0
"""Pause after Telegram refused the token: a quick retry hardly helps."""

UNSURE = (TelegramNetworkError, ClientDecodeError)
"""Errors after which it is unknown whether Telegram executed the call."""

PASSING = (TelegramRetryAfter, TelegramServerError, OSError, Unavailable, *UNSURE)
"""Errors after which the same call may succeed."""


class Patience:
    """Decides after each failure of an answer whether and when it is tried again."""

    def __init__(self, seconds: float | None = None) -> None:
        self._until = monotonic() + (KEEP_SECONDS if seconds is None else seconds)
        self._tries = 0

    def pause(self, error: Exception, *, unsure: int) -> float | None:
        """Return the seconds to wait before the next try, or None to give up.

        ``unsure``: how often a message was sent without learning whether Telegram accepted it.
        """
        if not may_pass(error) or unsure >= MAYBE_TRIES:
            return None
        # The spread keeps tries that failed together from being made together again.
        if isinstance(error, TelegramRetryAfter):
            pause = error.retry_after + random.uniform(0.0, 0.5)  # noqa: S311 - no secret
        else:
            pause = PAUSES[min(self._tries, len(PAUSES) - 1)] * random.uniform(0.75, 1.25)  # noqa: S311 - no secret
            self._tries += 1
        return pause if monotonic() + pause < self._until else None


def may_pass(error: Exception) -> bool:
    """Return whether the same call may succeed later."""
    # aiogram counts an entity that is too large as a network error.
    return isinstance(error, PASSING) and not isinstance(error, TelegramEntityTooLarge)


def is_unsure(error: Exception) -> bool:
    """Return whether Telegram may have executed the call in spite of the error."""
    return isinstance(error, UNSURE) and not isinstance(error, Unreached | TelegramEntityTooLarge)


def pause_after(error: Exception) -> float:
    """Return the pause before the next poll or the next try to start (seconds)."""
    if isinstance(error, TelegramRetryAfter):
        return float(error.retry_after)
    return REFUSED_SECONDS if isinstance(error, TelegramUnauthorizedError) else RETRY_SECONDS
