"""When Telegram is asked again, and after what pause: the only place that decides."""

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
"""Tries of a notice that met a fault of the network or of Telegram."""

MAYBE_TRIES = 2
"""Tries of a message that Telegram may have taken: it would be shown once more with each."""

KEEP_SECONDS = 180.0
"""How long an answer that Telegram does not take is tried again."""

PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between the tries of an answer; the last one repeats."""

RETRY_SECONDS = 2.0
"""The pause after a poll, or a call that a start makes, that failed."""

REFUSED_SECONDS = 30.0
"""The pause after Telegram refused the token: it will hardly accept it soon."""

UNSURE = (TelegramNetworkError, ClientDecodeError)
"""Errors after which nobody knows whether Telegram did what it was asked."""

PASSING = (TelegramRetryAfter, TelegramServerError, OSError, Unavailable, *UNSURE)
"""Errors after which the same call may succeed."""


class Patience:
    """Decides, after each failure of one answer, whether it is tried again and when."""

    def __init__(self) -> None:
        self._began = monotonic()
        self._tries = 0

    def pause(self, error: Exception, *, unsure: int) -> float | None:
        """Return the seconds to wait before the next try, or None to give up.

        ``unsure``: how often a message was sent without learning whether Telegram took it.
        """
        if not may_pass(error) or unsure >= MAYBE_TRIES:
            return None
        if monotonic() - self._began > KEEP_SECONDS:
            return None
        if isinstance(error, TelegramRetryAfter):
            return float(error.retry_after)
        pause = PAUSES[min(self._tries, len(PAUSES) - 1)]
        self._tries += 1
        return pause * random.uniform(0.75, 1.25)  # noqa: S311 - spreads the tries, hides nothing


def may_pass(error: Exception) -> bool:
    """Tell whether the same call may succeed later."""
    # aiogram makes an entity that is too large a network error
    return isinstance(error, PASSING) and not isinstance(error, TelegramEntityTooLarge)


def is_unsure(error: Exception) -> bool:
    """Tell whether Telegram may have done what it was asked, in spite of the error."""
    return isinstance(error, UNSURE) and not isinstance(error, Unreached | TelegramEntityTooLarge)


def pause_after(error: Exception) -> float:
    """Return the seconds to wait before polling, or starting, is tried again."""
    if isinstance(error, TelegramRetryAfter):
        return float(error.retry_after)
    return REFUSED_SECONDS if isinstance(error, TelegramUnauthorizedError) else RETRY_SECONDS
