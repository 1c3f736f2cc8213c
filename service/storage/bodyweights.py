"""What people weigh: one weight a day."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from service.domain.bodyweights import Weighed
from service.storage.database import Connection


async def keep(db: Connection, owner: int, weighed: Weighed) -> None:
    """Store a weight in place of that day's."""
    await db.execute(
        """
        INSERT INTO bodyweights (owner, day, weight_kg) VALUES ($1, $2, $3)
        ON CONFLICT (owner, day) DO UPDATE SET weight_kg = excluded.weight_kg
        """,
        owner,
        weighed.day,
        weighed.weight,
    )


async def remove(db: Connection, owner: int, day: date) -> bool:
    """Remove the weight of a day; False when there is none."""
    return bool(
        await db.fetchval(
            "DELETE FROM bodyweights WHERE owner = $1 AND day = $2 RETURNING true", owner, day
        )
    )


async def on(db: Connection, owner: int, day: date) -> Decimal | None:
    """Return what a person weighed (kg) on a day, by the last weight until then."""
    weight: Decimal | None = await db.fetchval(
        """
        SELECT weight_kg FROM bodyweights WHERE owner = $1 AND day <= $2
        ORDER BY day DESC LIMIT 1
        """,
        owner,
        day,
    )
    return weight


async def of_workouts(
    db: Connection, owner: int, workouts: Sequence[int]
) -> dict[tuple[int, int], Decimal]:
    """Return the weights (kg) that count in workouts, by workout and exercise."""
    rows = await db.fetch(
        """
        SELECT id, exercise, body_in($1, exercise, started_at) AS body FROM workouts JOIN (
            SELECT DISTINCT workout, exercise FROM planned WHERE owner = $1 AND workout = ANY ($2)
        ) AS lifted ON workout = id
        WHERE owner = $1 AND id = ANY ($2)
        """,
        owner,
        workouts,
    )
    return {(row["id"], row["exercise"]): row["body"] for row in rows if row["body"]}


async def near(db: Connection, owner: int, day: date) -> Weighed | None:
    """Find the weight that was logged on a day or nearest to it."""
    row = await db.fetchrow(
        """
        SELECT day, weight_kg FROM (
            (SELECT day, weight_kg FROM bodyweights WHERE owner = $1 AND day <= $2
             ORDER BY day DESC LIMIT 1)
            UNION ALL
            (SELECT day, weight_kg FROM bodyweights WHERE owner = $1 AND day > $2
             ORDER BY day LIMIT 1)
        ) AS beside ORDER BY abs(day - $2) LIMIT 1
        """,
        owner,
        day,
    )
    return row and Weighed(row["day"], row["weight_kg"])


async def find(db: Connection, owner: int, day: date) -> Weighed | None:
    """Find the weight that was logged on a day."""
    row = await db.fetchrow(
        "SELECT day, weight_kg FROM bodyweights WHERE owner = $1 AND day = $2", owner, day
    )
    return row and Weighed(row["day"], row["weight_kg"])


async def count(db: Connection, owner: int) -> int:
    """Count the weights of a person."""
    return int(await db.fetchval("SELECT count(*) FROM bodyweights WHERE owner = $1", owner))


async def page(db: Connection, owner: int, *, limit: int, offset: int) -> list[Weighed]:
    """List the weights of a person, the newest first."""
    rows = await db.fetch(
        """
        SELECT day, weight_kg FROM bodyweights WHERE owner = $1
        ORDER BY day DESC LIMIT $2 OFFSET $3
        """,
        owner,
        limit,
        offset,
    )
    return [Weighed(row["day"], row["weight_kg"]) for row in rows]
