"""Live cards: which message of a chat shows a workout."""

from service.storage.database import Connection


async def message(db: Connection, owner: int, workout: int) -> int | None:
    """Find the message that is a workout's live card."""
    message: int | None = await db.fetchval(
        "SELECT card_message FROM workouts WHERE owner = $1 AND id = $2", owner, workout
    )
    return message


async def keep(db: Connection, owner: int, workout: int, message: int) -> None:
    """Store which message is a workout's live card."""
    await db.execute(
        "UPDATE workouts SET card_message = $3 WHERE owner = $1 AND id = $2",
        owner,
        workout,
        message,
    )
