"""Goals of workouts a week, and the workouts of each week."""

from datetime import date, timedelta

from service.storage.database import Connection


async def find(db: Connection, owner: int) -> int | None:
    """Return how many workouts a week a person aims at; None: no goal."""
    goal: int | None = await db.fetchval("SELECT weekly_goal FROM people WHERE id = $1", owner)
    return goal


async def keep(db: Connection, owner: int, goal: int | None) -> None:
    """Set how many workouts a week a person aims at; None: no goal."""
    await db.execute("UPDATE people SET weekly_goal = $2 WHERE id = $1", owner, goal)


async def weeks(db: Connection, owner: int, zone: str, back: timedelta) -> dict[date, int]:
    """Count the finished workouts of each week in a time zone, by its Monday."""
    rows = await db.fetch(
        """
        SELECT date_trunc('week', started_at AT TIME ZONE $2)::date AS week, count(*) AS workouts
        FROM workouts
        WHERE owner = $1 AND started_at > now() - $3::interval AND ended_at IS NOT NULL
        GROUP BY 1
        """,
        owner,
        zone,
        back,
    )
    return {row["week"]: row["workouts"] for row in rows}
