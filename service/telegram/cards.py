"""What sending asks the database: which message is a live card, and who can't be written to."""

from service import storage
from service.storage import Database
from service.telegram.replies import Card


class Cards:
    """Knows each workout's live card; asked when a card is shown, for it may have moved."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def message(self, card: Card) -> int | None:
        """Find the message that is the live card. Raises Unavailable."""
        async with self._database.connection() as db:
            return await storage.cards.message(db, card.owner, card.workout)

    async def keep(self, card: Card, message: int) -> None:
        """Remember where the card is now. Raises Unavailable."""
        async with self._database.connection() as db:
            await storage.cards.keep(db, card.owner, card.workout, message)

    async def blocked(self, chat: int) -> None:
        """Remember that a chat can't be written to. Raises Unavailable."""
        async with self._database.connection() as db:
            await storage.people.block(db, chat)
