"""Closed lists of every label's values, so that nobody can create a new series.

A value outside its list becomes the last value of the list.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import product

from instrumentation.instruments import INSTRUMENTS

OTHER = "_OTHER"

OPERATION_TYPES = (
    "start",
    "newprogram",
    "startworkout",
    "programs",
    "report",
    "deleteall",
    "save_record",
)

OUTCOMES = ("ok", "refused", "duplicate", "stale", "forbidden", "error")
RARE_OUTCOMES = ("stale", "forbidden")  # counted for all handlers together, as `_OTHER`

UPDATE_TYPES = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "my_chat_member",
    OTHER,
)

# Methods of every conversation: the series of all their outcomes exist from the start.
CONVERSATION_METHODS = (
    "getUpdates",
    "sendMessage",
    "editMessageText",
    "answerCallbackQuery",
    "setMessageReaction",
    "deleteMessage",
)

# Every method that the bot calls and no other: a method is up to 21 series. A test compares the
# list with the source.
API_METHODS = (
    *CONVERSATION_METHODS,
    "answerInlineQuery",
    "sendDocument",
    "sendPhoto",
    "editMessageMedia",
    "pinChatMessage",
    "getFile",
    "getMe",
    "getMyCommands",
    "setMyCommands",
    "deleteMyCommands",
    "getMyDescription",
    "setMyDescription",
    "getMyShortDescription",
    "setMyShortDescription",
    "setWebhook",
    "getWebhookInfo",
    "deleteWebhook",
    OTHER,
)

# A poll lasts until somebody writes, and what a receipt comes with is timed by bot.answer.duration.
UNTIMED_METHODS = (
    "getUpdates",
    "answerCallbackQuery",
    "answerInlineQuery",
    "setMessageReaction",
)
TIMED_METHODS = tuple(method for method in API_METHODS if method not in UNTIMED_METHODS)

API_OUTCOMES = (
    "ok",
    "not_modified",
    "bad_request",
    "unauthorized",
    "forbidden",
    "conflict",
    "flood",
    "server",
    "timeout",
    "network",
    OTHER,
)

# Telegram says these of the token, whatever the method: counted for all together, as `_OTHER`.
TOKEN_OUTCOMES = ("unauthorized", "conflict")

SET_WAYS = ("button", "text", "edit", "import", OTHER)

WORKOUT_ENDS = ("finished", "early", "discarded", "forgotten", OTHER)

RULES = ("linear", "double", "percent", "wave", "effort", OTHER)

PROGRAM_ORIGINS = ("typed", "template", "copy", "shared", OTHER)

SHARED = ("program", "workout", OTHER)

INLINE_OUTCOMES = ("answered", "late", "superseded", "refused", "failed", OTHER)

INLINE_CHOICES = ("program", "workout", "link", OTHER)

SHARE_STEPS = ("created", "opened", "taken", OTHER)

CHALLENGE_EVENTS = ("begun", "joined", "left", "finished", "removed", OTHER)

IMPORT_SOURCES = ("hevy", "strong", "fitnotes", "table", "everything", OTHER)

# read: a preview was shown. refused: the file can't be read. failed: an error of the bot.
IMPORT_OUTCOMES = ("read", "refused", "failed", "stored", "dropped", "undone", OTHER)

IMPORT_ROWS = ("read", "refused")

IMPORT_STEPS = ("preview", "store")

SUGGESTION_OUTCOMES = ("accepted", "changed", OTHER)

REST_OUTCOMES = ("rung", "failed", "dropped", OTHER)

# needless: a newer answer replaced it, or its button was answered before. given_up: the time for
# trying was over. dropped: too many waited. failed: an error of the bot.
ANSWER_OUTCOMES = ("sent", "needless", "blocked", "given_up", "refused", "dropped", "failed")

PICTURE_KINDS = ("progress", "muscles", "weight", "link", OTHER)

PICTURE_OUTCOMES = ("drawn", "cached", "too_slow", "failed", OTHER)

NOTICE_KINDS = ("reminder", "announcement")

NOTICE_OUTCOMES = ("sent", "blocked", "late", "needless", "failed")

ERROR_TYPES = (
    "AssertionError",
    "AttributeError",
    "LookupError",
    "TypeError",
    "ValueError",
    "ArithmeticError",
    "RuntimeError",
    "TimeoutError",
    "ConnectionError",
    "OSError",
    "InterfaceError",
    "PostgresConnectionError",
    "IntegrityConstraintViolationError",
    "DataError",
    "TransactionRollbackError",
    "OperatorInterventionError",
    "InsufficientResourcesError",
    "PostgresError",
    "Unavailable",
    "TelegramBadRequest",
    "TelegramForbiddenError",
    "TelegramRetryAfter",
    "TelegramServerError",
    "TelegramNetworkError",
    "TelegramAPIError",
    "ClientDecodeError",
    OTHER,
)


class Labels:
    """The label sets of one instrument, built once so that recording only looks them up.

    A value of `together` is combined only with the last values of the other labels.
    """

    def __init__(self, together: Collection[str] = (), **values: Collection[str]) -> None:
        self._allowed = tuple(tuple(dict.fromkeys(allowed)) for allowed in values.values())
        self._together = frozenset(together)
        self._sets: dict[tuple[str, ...], Mapping[str, str]] = {
            row: dict(zip(values, row, strict=True))
            for row in product(*self._allowed)
            if row == self.listed(*row)
        }

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self._sets)

    def of(self, *row: str) -> Mapping[str, str]:
        """Return the label set of these values; an unlisted one becomes the last of its list."""
        known = self._sets.get(row)
        return known if known is not None else self._sets[self.listed(*row)]

    def listed(self, *row: str) -> tuple[str, ...]:
        """Return the values; each unlisted one becomes the last of its list."""
        if self._together.intersection(row):
            row = tuple(value if value in self._together else OTHER for value in row)
        pairs = zip(row, self._allowed, strict=True)
        return tuple(value if value in allowed else allowed[-1] for value, allowed in pairs)

    def from_the_start(self) -> Iterator[tuple[str, ...]]:
        """Return the values whose series exist before the first event."""
        return (row for row, labels in self._sets.items() if exists_from_the_start(labels))


def error_type(error: BaseException) -> str:
    """Return the nearest listed class of an error: `TimeoutError`, `PostgresError`, `_OTHER`."""
    names = (kind.__name__ for kind in type(error).__mro__)
    return next((name for name in names if name in ERROR_TYPES), OTHER)


def exists_from_the_start(labels: Mapping[str, str]) -> bool:
    """Leave out queries, what should never happen, and failures of methods that are rarely called.

    Outcomes that few handlers have exist once, for the handler `_OTHER`.
    """
    if "query" in labels:
        return False
    if "method" in labels and labels.get("outcome", "ok") != "ok":
        return labels["method"] in CONVERSATION_METHODS or labels["outcome"] in TOKEN_OUTCOMES
    if "handler" in labels and labels.get("outcome", "ok") not in {"ok", "refused", "error"}:
        return labels["handler"] == OTHER
    return labels.get("operation_type") != OTHER


def of_instruments(
    handlers: Collection[str], queries: Collection[str], refusals: Collection[str]
) -> dict[str, Labels]:
    """Return each instrument's label sets; handlers, queries and refusals are the caller's."""
    handlers = (*handlers, OTHER)
    closed = {
        "bot.updates": Labels(update_type=UPDATE_TYPES),
        "bot.operations": Labels(operation_type=(*OPERATION_TYPES, OTHER)),
        "bot.request.errors": Labels(error_type=ERROR_TYPES),
        "bot.request.duration": Labels(handler=handlers),
        "bot.loop.stalls": Labels(handler=handlers),
        "bot.requests": Labels(RARE_OUTCOMES, handler=handlers, outcome=OUTCOMES),
        "bot.refusals": Labels(reason=(*refusals, OTHER)),
        "bot.sets": Labels(way=SET_WAYS),
        "bot.programs.created": Labels(origin=PROGRAM_ORIGINS),
        "bot.inline.queries": Labels(outcome=INLINE_OUTCOMES),
        "bot.inline.choices": Labels(what=INLINE_CHOICES),
        "bot.shares": Labels(what=SHARED, step=SHARE_STEPS),
        "bot.challenges": Labels(event=CHALLENGE_EVENTS),
        "bot.imports": Labels(source=IMPORT_SOURCES, outcome=IMPORT_OUTCOMES),
        "bot.import.rows": Labels(outcome=IMPORT_ROWS),
        "bot.import.duration": Labels(step=IMPORT_STEPS),
        "bot.suggestions": Labels(rule=RULES, outcome=SUGGESTION_OUTCOMES),
        "bot.workouts": Labels(end=WORKOUT_ENDS),
        "bot.notices": Labels(kind=NOTICE_KINDS, outcome=NOTICE_OUTCOMES),
        "bot.pictures": Labels(kind=PICTURE_KINDS, outcome=PICTURE_OUTCOMES),
        "bot.rests": Labels(outcome=REST_OUTCOMES),
        "bot.answers": Labels(outcome=ANSWER_OUTCOMES),
        "bot.api.calls": Labels(TOKEN_OUTCOMES, method=API_METHODS, outcome=API_OUTCOMES),
        "bot.api.duration": Labels(method=TIMED_METHODS),
        "bot.database.queries": Labels(query=(*queries, OTHER)),
        "bot.database.time": Labels(query=(*queries, OTHER)),
    }
    return {row.name: closed.get(row.name, Labels()) for row in INSTRUMENTS}
