"""Sets that are skipped."""

from collections.abc import Sequence

from service.domain.entries import Place
from service.domain.errors import check
from service.domain.workouts import Workout
from service.storage.database import Connection


async def skip(db: Connection, owner: int, workout: Workout, places: Sequence[Place]) -> None:
    """Skip sets of one exercise, in the workout's next revision.

    A set that is not planned may be skipped again; only `undoing` reads those. Refuses
    more than a person may skip.
    """
    before = await db.fetchval(
        """
        WITH skipped AS (
            INSERT INTO skips (owner, workout, revision, position, n)
            SELECT $1, $2, $3, $4, unnest($5::int[])
        )
        SELECT count(*) FROM workouts
        JOIN skips ON skips.workout = workouts.id AND skips.owner = workouts.owner
        WHERE workouts.owner = $1 AND started_at > now() - interval '1 day'
        """,
        owner,
        workout.id,
        workout.revision + 1,
        places[0].position,
        [place.n for place in places],
    )
    check("skips", before + len(places))
