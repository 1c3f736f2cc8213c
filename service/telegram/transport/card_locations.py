"""What sending asks the database: which message is a live card, and who can't be written to."""

from service import storage
from service.storage import Database
from service.telegram.replies import Card

MOST_MOVED = 10_000
"""So many cards' last moves are remembered: those of half a minute at the least."""


class CardLocations:
    """Knows each workout's live card; asked when a card is shown, for it may have moved."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._moved: dict[int, int] = {}

    async def message(self, card: Card, *, fresh: bool) -> int | None:
        """Find the message that is the live card. Raises Unavailable.

        ``fresh``: the card was read just now. Unless this process moved it since, it is where
        it was then; not to ask once more spares a statement, 0.1 ms of the bot's CPU.
        """
        if fresh and card.message and self._moved.get(card.workout, card.message) == card.message:
            return card.message
        async with self._database.connection() as db:
            return await storage.card_locations.message(db, card.owner, card.workout)

    async def keep(self, card: Card, message: int) -> None:
        """Remember where the card is now. Raises Unavailable."""
        self._moved.pop(card.workout, None)
        self._moved[card.workout] = message
        if len(self._moved) > MOST_MOVED:
            del self._moved[next(iter(self._moved))]
        async with self._database.connection() as db:
            await storage.card_locations.keep(db, card.owner, card.workout, message)

    async def blocked(self, chat: int) -> None:
        """Remember that a chat can't be written to. Raises Unavailable."""
        async with self._database.connection() as db:
            await storage.people.block(db, chat)
