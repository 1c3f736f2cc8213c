"""A person's exercises, and how long they rest after each."""

from dataclasses import dataclass

from service import domain
from service.domain.errors import Full
from service.domain.exercises import Kind
from service.domain.limits import LIMITS
from service.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Exercise:
    """One of a person's exercises. ``rest`` in seconds; None: the person's own rest; 0: none.

    ``answers`` were given to questions about its sets.
    """

    id: int
    name: str
    known: str | None
    kind: Kind
    rest: int | None
    answers: frozenset[str] = frozenset()


async def find_or_make(db: Connection, owner: int, name: str) -> int:
    """Find a person's exercise by its name or by what the dictionary knows, or make it.

    Returns its id. Refuses more than a person may have.
    """
    known = domain.exercises.known(name)
    exercise: int | None = await db.fetchval(
        """
        WITH found AS (
            SELECT id FROM exercises WHERE owner = $1 AND (name_key = $3 OR known = $4)
            ORDER BY name_key = $3 DESC LIMIT 1
        ), made AS (
            INSERT INTO exercises (owner, name, name_key, known, kind)
            SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (SELECT FROM found)
            AND (SELECT count(*) FROM exercises WHERE owner = $1) < $6
            RETURNING id
        )
        TABLE found UNION ALL TABLE made
        """,
        owner,
        name,
        domain.names.key(name),
        known and known.key,
        known.kind if known else Kind.OTHER,
        LIMITS["exercises"].most,
    )
    if exercise is None:
        raise Full("exercises")
    return exercise


async def all_of(db: Connection, owner: int) -> list[Exercise]:
    """List a person's exercises, by name."""
    rows = await db.fetch(
        """
        SELECT id, name, known, kind, rest_seconds, answers FROM exercises
        WHERE owner = $1 ORDER BY name_key
        """,
        owner,
    )
    return [
        Exercise(
            row["id"],
            row["name"],
            row["known"],
            Kind(row["kind"]),
            row["rest_seconds"],
            frozenset(row["answers"]),
        )
        for row in rows
    ]


async def rest(db: Connection, owner: int, exercise: int, seconds: int | None) -> bool:
    """Set the rest (seconds) after an exercise; False when there is no such exercise."""
    return bool(
        await db.fetchval(
            """
            UPDATE exercises SET rest_seconds = $3 WHERE owner = $1 AND id = $2 RETURNING true
            """,
            owner,
            exercise,
            seconds,
        )
    )


async def remember(db: Connection, owner: int, exercise: int, answer: str) -> None:
    """Store the answer to a question about an exercise's sets."""
    await db.execute(
        """
        UPDATE exercises SET answers = array_append(array_remove(answers, $3), $3)
        WHERE owner = $1 AND id = $2
        """,
        owner,
        exercise,
        answer,
    )
