"""Steps of a workout that are undone, the last one first."""

from dataclasses import dataclass

from service.domain.entries import Place
from service.domain.notation import Lift
from service.storage.database import Connection
from service.storage.workouts import lift


@dataclass(frozen=True, slots=True)
class Undone:
    """A step that was undone: a lifted set, or the first of ``skipped`` sets (lift None).

    ``message`` is the one in which the set was typed.
    """

    place: Place
    lift: Lift | None
    skipped: int
    message: int | None


async def undo(db: Connection, owner: int, workout: int) -> Undone | None:
    """Undo the last step, a lifted set or what was skipped at once; None when there is none."""
    row = await db.fetchrow(
        """
        WITH step AS (
            SELECT revision, position, n, of FROM (
                SELECT revision, position, n, kind AS of, part FROM sets
                WHERE owner = $1 AND workout = $2
                UNION ALL
                SELECT revision, position, n, 'skip', 0 FROM skips
                WHERE owner = $1 AND workout = $2
            ) AS steps ORDER BY revision DESC, part DESC, n LIMIT 1
        ), unlifted AS (
            DELETE FROM sets USING step WHERE sets.owner = $1 AND sets.workout = $2
            AND (sets.position, sets.n, sets.kind) = (step.position, step.n, step.of)
            RETURNING weight_kg, reps, seconds, rpe, note, load, kind, source_message
        ), unskipped AS (
            DELETE FROM skips USING step WHERE skips.owner = $1 AND skips.workout = $2
            AND (skips.revision, 'skip') = (step.revision, step.of)
            RETURNING skips.n
        )
        SELECT step.position, step.n, unlifted.*, (SELECT count(*) FROM unskipped) AS skipped
        FROM step LEFT JOIN unlifted ON true
        """,
        owner,
        workout,
    )
    if row is None:
        return None
    undone = None if row["load"] is None else lift(row)
    place = Place(row["position"], row["n"])
    return Undone(place, undone, row["skipped"], row["source_message"])
