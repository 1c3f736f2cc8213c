"""Messages that the bot remembers: unread ones, those of removed sets, an album, and hints."""

from collections.abc import Sequence

from service.storage.database import Connection


async def leave_unread(db: Connection, person: int, message: int) -> None:
    """Store the number of a message that could not be read as sets; the last 20 are kept."""
    await db.execute(
        """
        UPDATE people SET unread_messages =
            (array_prepend($2::bigint, array_remove(unread_messages, $2)))[:20]
        WHERE id = $1
        """,
        person,
        message,
    )


async def take_unread(db: Connection, person: int, message: int) -> bool:
    """Remove a message from those that could not be read; False when it is none of them."""
    return bool(
        await db.fetchval(
            """
            UPDATE people SET unread_messages = array_remove(unread_messages, $2)
            WHERE id = $1 AND $2 = ANY (unread_messages) RETURNING true
            """,
            person,
            message,
        )
    )


async def leave_removed(db: Connection, person: int, message: int) -> None:
    """Store the number of a message of which a set was removed; the last 20 are kept."""
    await db.execute(
        """
        UPDATE people SET removed_messages =
            (array_prepend($2::bigint, array_remove(removed_messages, $2)))[:20]
        WHERE id = $1
        """,
        person,
        message,
    )


async def removed(db: Connection, person: int, message: int) -> bool:
    """Return whether a set of a message was removed."""
    return bool(
        await db.fetchval(
            "SELECT $2 = ANY (removed_messages) FROM people WHERE id = $1", person, message
        )
    )


async def take_removed(db: Connection, person: int, message: int) -> None:
    """Forget that a set of a message was removed: its sets are logged again."""
    await db.execute(
        "UPDATE people SET removed_messages = array_remove(removed_messages, $2) WHERE id = $1",
        person,
        message,
    )


async def begin_album(db: Connection, person: int, album: str) -> bool:
    """Store which album a person is sending; return False if it is already stored."""
    return bool(
        await db.fetchval(
            """
            UPDATE people SET album = $2 WHERE id = $1 AND album IS DISTINCT FROM $2
            RETURNING true
            """,
            person,
            album,
        )
    )


async def hint(
    db: Connection, person: int, text: str, *, seconds: float, most: int
) -> tuple[Sequence[str], bool]:
    """Store a hint (HTML); return those that belong to one message, this one last.

    A message takes the hints of ``seconds``, unless a card is below it; of more than ``most`` only
    the last are kept. The second value says whether it takes this one, or a new message begins.
    """
    row = await db.fetchrow(
        """
        UPDATE people SET
            hinted_at = CASE WHEN fresh THEN hinted_at ELSE now() END,
            hint_message = CASE WHEN fresh THEN hint_message END,
            hints = CASE WHEN fresh THEN (
                SELECT array_agg(hint ORDER BY turn) FROM (
                    SELECT hint, turn FROM unnest(array_remove(hints, $2) || $2)
                    WITH ORDINALITY AS hints (hint, turn) ORDER BY turn DESC LIMIT $4
                ) AS last
            ) ELSE ARRAY[$2] END
        FROM (
            SELECT coalesce(hinted_at >= now() - make_interval(secs => $3), false) AND NOT EXISTS (
                SELECT FROM workouts
                WHERE owner = $1 AND ended_at IS NULL AND card_message > hint_message
            ) AS fresh
            FROM people WHERE id = $1
        ) AS before
        WHERE id = $1 RETURNING hints, fresh
        """,
        person,
        text,
        seconds,
        most,
    )
    return row["hints"], row["fresh"]


async def hint_message(db: Connection, person: int) -> int | None:
    """Return the message that shows the latest hints."""
    message: int | None = await db.fetchval("SELECT hint_message FROM people WHERE id = $1", person)
    return message


async def keep_hint(db: Connection, person: int, message: int) -> None:
    """Store which message shows the latest hints."""
    await db.execute("UPDATE people SET hint_message = $2 WHERE id = $1", person, message)
