"""The state of inline queries: those that were asked, and answers that may be repeated."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Query:
    """An inline query, and what the bot answered to it."""

    query_id: str
    user_id: int
    chat_id: int
    text: str
    offset: str
    expires: float
    answer: dict[str, Any] | None = None


@dataclass
class Inline:
    """The queries, and the answers that may be repeated; neither outlives a restart."""

    queries: dict[str, Query] = field(default_factory=dict)
    cached: dict[tuple[Any, ...], tuple[float, dict[str, Any]]] = field(default_factory=dict)
    feedback: bool = True
    """Whether the bot hears of chosen results: BotFather's /setinlinefeedback."""

    def answered(self, query_id: str) -> bool:
        """Return whether the bot has answered a query."""
        asked = self.queries.get(query_id)
        return asked is not None and asked.answer is not None
