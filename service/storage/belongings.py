"""Everything that is stored for one person."""

from dataclasses import asdict, dataclass

from service.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Belongings:
    """How much is stored for a person."""

    programs: int
    workouts: int
    sets: int
    exercises: int
    drafts: int
    reminders: int
    questions: int
    removed: int
    weights: int
    imports: int
    shares: int
    challenges: int

    def counts(self) -> dict[str, int]:
        """Return the counts by kind, in the order in which they are shown."""
        return asdict(self)

    def __bool__(self) -> bool:
        return any(self.counts().values())


async def count(db: Connection, owner: int) -> Belongings:
    """Count what is stored for a person."""
    row = await db.fetchrow(
        """
        SELECT (SELECT count(*) FROM programs WHERE owner = $1) AS programs,
               (SELECT count(*) FROM workouts WHERE owner = $1) AS workouts,
               (SELECT count(*) FROM sets WHERE owner = $1) AS sets,
               (SELECT count(*) FROM exercises WHERE owner = $1) AS exercises,
               (SELECT count(*) FROM drafts WHERE owner = $1) AS drafts,
               (SELECT count(*) FROM reminders WHERE owner = $1 AND weekdays > 0) AS reminders,
               (SELECT count(*) FROM questions WHERE owner = $1) AS questions,
               (SELECT count(*) FROM removed WHERE owner = $1) AS removed,
               (SELECT count(*) FROM bodyweights WHERE owner = $1) AS weights,
               (SELECT count(*) FROM imports WHERE owner = $1
                AND state IN ('reading', 'ready')) AS imports,
               (SELECT count(*) FROM shares WHERE owner = $1 AND expires_at > now()) AS shares,
               (SELECT count(*) FROM challengers WHERE owner = $1) AS challenges
        """,
        owner,
    )
    return Belongings(**row)


async def delete(db: Connection, owner: int) -> None:
    """Delete everything that belongs to a person, with the person, in every table.

    Reminders go first, because the query that queues them also locks them before the person. The
    other tables follow in an order in which no row points to a deleted one; the rest is deleted
    with the person. Sets and plans are not left to a cascade from their workouts: with 50,000 sets
    it would take longer than a statement may.
    """
    for table in ("reminders", "sets", "planned", "workouts", "programs", "exercises"):
        await db.execute(f"DELETE FROM {table} WHERE owner = $1", owner)  # noqa: S608 - literals
    await db.execute("DELETE FROM people WHERE id = $1", owner)
    await db.execute("DELETE FROM quarantine WHERE sender = $1", owner)
