"""Where cards, previews, questions and hints are, and which chats can't be written to."""

from service import storage
from service.storage import Database
from service.telegram.replies import Card

MAX_MOVED = 10_000
"""Cards whose last move is remembered: at least those of the last half minute."""


class CardLocations:
    """Finds the message that is the live card of a workout; it may move between two answers."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._moved: dict[int, int] = {}

    async def message(self, card: Card, *, fresh: bool) -> int | None:
        """Return the id of the message that is the live card. Raises Unavailable.

        ``fresh``: the workout was read just now, so ``card.message`` is right unless this
        process has moved the card since. That saves a statement.
        """
        if fresh and card.message and self._moved.get(card.workout, card.message) == card.message:
            return card.message
        async with self._database.connection() as db:
            return await storage.card_locations.message(db, card.owner, card.workout)

    async def keep(self, card: Card, message: int) -> None:
        """Store which message is the card now. Raises Unavailable."""
        self._moved.pop(card.workout, None)
        self._moved[card.workout] = message
        if len(self._moved) > MAX_MOVED:
            del self._moved[next(iter(self._moved))]
        async with self._database.connection() as db:
            await storage.card_locations.keep(db, card.owner, card.workout, message)

    async def keep_preview(self, owner: int, message: int) -> None:
        """Store that a message shows the draft of a program. Raises Unavailable."""
        async with self._database.connection() as db:
            await storage.programs.keep_preview(db, owner, message)

    async def keep_question(self, owner: int, question: int, message: int) -> None:
        """Store that a message asks a question. Raises Unavailable."""
        async with self._database.connection() as db:
            await storage.questions.keep_shown(db, owner, question, message)

    async def keep_import(self, owner: int, number: int, message: int) -> None:
        """Store that a message shows an import. Raises Unavailable."""
        async with self._database.connection() as db:
            await storage.imports.keep_shown(db, owner, number, message)

    async def keep_table(self, challenge: int, message: int) -> None:
        """Store that a message shows the table of a challenge. Raises Unavailable."""
        async with self._database.connection() as db:
            await storage.challenges.keep_message(db, challenge, message)

    async def hint(self, owner: int) -> int | None:
        """Return the message that shows the latest hints. Raises Unavailable."""
        async with self._database.connection() as db:
            return await storage.messages.hint_message(db, owner)

    async def keep_hint(self, owner: int, message: int) -> None:
        """Store that a message shows the latest hints. Raises Unavailable."""
        async with self._database.connection() as db:
            await storage.messages.keep_hint(db, owner, message)

    async def blocked(self, chat: int) -> None:
        """Store that a chat can't be written to. Raises Unavailable."""
        async with self._database.connection() as db:
            await storage.people.block(db, chat)
