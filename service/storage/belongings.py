"""Everything that is stored for one person."""

from dataclasses import dataclass

from service.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Belongings:
    """How much is stored for a person."""

    programs: int
    workouts: int
    sets: int
    drafts: int


async def count(db: Connection, owner: int) -> Belongings:
    """Count what is stored for a person."""
    row = await db.fetchrow(
        """
        SELECT (SELECT count(*) FROM programs WHERE owner = $1) AS programs,
               (SELECT count(*) FROM workouts WHERE owner = $1) AS workouts,
               (SELECT count(*) FROM sets WHERE owner = $1) AS sets,
               (SELECT count(*) FROM drafts WHERE owner = $1) AS drafts
        """,
        owner,
    )
    return Belongings(**row)


async def delete(db: Connection, owner: int) -> None:
    """Delete everything that belongs to a person, including their reminders."""
    for table in ("drafts", "workouts", "programs", "exercises", "reminders", "notices"):
        await db.execute(f"DELETE FROM {table} WHERE owner = $1", owner)  # noqa: S608 - six literals
    await db.execute("UPDATE people SET unread_messages = '{}' WHERE id = $1", owner)
