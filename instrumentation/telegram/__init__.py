"""The Telegram seam: updates on their way in, Bot API calls on their way out."""

from instrumentation.telegram.aiogram import (
    AiogramInstrumentor,
    current,
    mark_failed,
    resumed,
    update_span,
)
from instrumentation.telegram.metering import ApiCalls, Handling, handling, record_lag

__all__ = [
    "AiogramInstrumentor",
    "ApiCalls",
    "Handling",
    "current",
    "handling",
    "mark_failed",
    "record_lag",
    "resumed",
    "update_span",
]
