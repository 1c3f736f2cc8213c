"""Messages that wait for an answer, because one of their lines can be read in several ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import asyncpg

from service.domain.entries import Place
from service.domain.errors import Reading, check
from service.storage.database import Connection
from service.storage.sets import Source

LIVES = "24 hours"
"""How long an answer is waited for."""

KEEP = "3 days"
"""How long a question is kept, so that its buttons can say that it expired."""

PURGED = 1_000
"""How many old questions one statement deletes."""

PACE = "10 seconds"
"""Shortest time between two questions of a person, unless the first is answered."""


SetKind = Literal["work", "warmup"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits: its text, in which the lines in ``sure`` were answered.

    ``exercise`` is what its lines without a name are about. ``fixes`` is the workout and the
    place of the set of a ``kind`` that it corrects, ``adds`` the past workout that it adds to.
    """

    source: Source
    text: str
    sure: frozenset[int] = frozenset()
    exercise: int | None = None
    fixes: tuple[int, Place] | None = None
    kind: SetKind = "work"
    adds: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A line of a waiting message, its readings, and why there are several.

    ``about`` is the exercise that the line names.
    """

    id: int
    waiting: Waiting
    reason: str
    line: int
    typed: str
    about: str | None
    choices: Sequence[Reading]
    expired: bool
    shown: int | None
    """The message that asks it."""


@dataclass(frozen=True, slots=True)
class Expired:
    """A question that was not answered: the message that ``shown`` it, and the text it is about."""

    owner: int
    shown: int
    text: str


async def ask(  # noqa: PLR0913 - a question has many properties
    db: Connection,
    owner: int,
    waiting: Waiting,
    *,
    reason: str,
    line: int,
    typed: str,
    about: str | None,
    choices: Sequence[Reading],
    at_once: bool = False,
) -> int | None:
    """Store a question; return its id, or None if it must wait until another is answered.

    ``at_once``: it follows an answer, so it does not wait. Refuses more than a person may have.
    """
    fix_workout, fix = waiting.fixes or (waiting.adds, None)
    row = await db.fetchrow(
        """
        WITH others AS (
            SELECT count(*) AS count, coalesce(
                bool_or(asked_at > now() - $18::text::interval), false
            ) AS fresh
            FROM questions WHERE owner = $1 AND created_at > now() - $19::text::interval
        )
        INSERT INTO questions (owner, chat, message, sent_at, text, sure, exercise, fix_workout,
                               fix_position, fix_n, fix_kind, reason, line, typed, about, lines,
                               labels, answers, asked_at)
        SELECT $1, $2, $3, coalesce($4, now()), $5, $6, $7, $8, $9, $10, $21, $11, $12, $13, $14,
               $15, $16, $17, CASE WHEN $20 OR NOT fresh THEN now() END
        FROM others
        RETURNING id, asked_at, (SELECT count FROM others) AS before
        """,
        owner,
        waiting.source.chat,
        waiting.source.message,
        waiting.source.sent_at,
        waiting.text,
        sorted(waiting.sure),
        waiting.exercise,
        fix_workout,
        fix and fix.position,
        fix and fix.n,
        reason,
        line,
        typed,
        about,
        [choice.line for choice in choices],
        [choice.label for choice in choices],
        [choice.answer for choice in choices],
        PACE,
        LIVES,
        at_once,
        waiting.kind,
    )
    check("questions", row["before"] + 1)
    return int(row["id"]) if row["asked_at"] else None


async def take(
    db: Connection, owner: int, question: int | None = None, *, message: int | None = None
) -> Question | None:
    """Remove a question (None: the one about a ``message``), and return it."""
    row = await db.fetchrow(
        """
        DELETE FROM questions WHERE owner = $1 AND id = coalesce(
            $2, (SELECT id FROM questions WHERE owner = $1 AND message = $4)
        )
        RETURNING id, chat, message, sent_at, text, sure, exercise, fix_workout, fix_position,
                  fix_n, fix_kind, reason, line, typed, about, lines, labels, answers, shown,
                  created_at < now() - $3::text::interval AS expired
        """,
        owner,
        question,
        LIVES,
        message,
    )
    return row and _question(row)


async def next_id(db: Connection, owner: int) -> int | None:
    """Find the oldest question that could not be asked yet."""
    question: int | None = await db.fetchval(
        """
        SELECT id FROM questions WHERE owner = $1 AND asked_at IS NULL
        AND created_at > now() - $2::text::interval ORDER BY sent_at, id LIMIT 1
        """,
        owner,
        LIVES,
    )
    return question


async def owners_to_ask(db: Connection, most: int) -> list[int]:
    """Find people with a question that waits, who were not asked another within PACE."""
    rows = await db.fetch(
        """
        SELECT DISTINCT owner FROM questions AS waiting
        WHERE asked_at IS NULL AND created_at > now() - $2::text::interval AND NOT EXISTS (
            SELECT FROM questions AS asked
            WHERE asked.owner = waiting.owner AND asked.asked_at > now() - $3::text::interval
        ) LIMIT $1
        """,
        most,
        LIVES,
        PACE,
    )
    return [row["owner"] for row in rows]


async def last_id(db: Connection, owner: int) -> int | None:
    """Find the question that was asked last."""
    question: int | None = await db.fetchval(
        """
        SELECT id FROM questions WHERE owner = $1 AND created_at > now() - $2::text::interval
        ORDER BY asked_at DESC NULLS LAST, id DESC LIMIT 1
        """,
        owner,
        LIVES,
    )
    return question


async def keep_shown(db: Connection, owner: int, question: int, message: int) -> None:
    """Store which message asks a question."""
    await db.execute(
        "UPDATE questions SET shown = $3 WHERE owner = $1 AND id = $2", owner, question, message
    )


async def withdraw(db: Connection, owner: int, message: int) -> int | None:
    """Remove the question about a message; return the message that asks it.

    0: it was not asked yet; None: there is no question.
    """
    shown: int | None = await db.fetchval(
        """
        DELETE FROM questions WHERE owner = $1 AND message = $2 RETURNING coalesce(shown, 0)
        """,
        owner,
        message,
    )
    return shown


async def expire(db: Connection, most: int) -> list[Expired]:
    """Find questions that nobody answered within LIVES and whose buttons are still shown.

    Each is returned once.
    """
    rows = await db.fetch(
        """
        WITH expired AS (
            SELECT owner, id, shown FROM questions
            WHERE created_at < now() - $2::text::interval AND shown IS NOT NULL
            LIMIT $1 FOR UPDATE SKIP LOCKED
        )
        UPDATE questions SET shown = NULL FROM expired
        WHERE questions.owner = expired.owner AND questions.id = expired.id
        RETURNING questions.owner, expired.shown, text
        """,
        most,
        LIVES,
    )
    return [Expired(row["owner"], row["shown"], row["text"]) for row in rows]


async def purge(db: Connection) -> bool:
    """Delete PURGED questions whose buttons nobody will press any more.

    Returns whether there may be more.
    """
    purged = await db.fetchval(
        """
        WITH purged AS (
            DELETE FROM questions WHERE created_at < now() - $1::text::interval
            AND ctid = ANY (ARRAY (
                SELECT ctid FROM questions WHERE created_at < now() - $1::text::interval
                ORDER BY created_at LIMIT $2
            )) RETURNING 1
        )
        SELECT count(*) FROM purged
        """,
        KEEP,
        PURGED,
    )
    return bool(purged == PURGED)


def _question(row: asyncpg.Record) -> Question:
    workout, position = row["fix_workout"], row["fix_position"]
    waiting = Waiting(
        Source(row["chat"], row["message"], sent_at=row["sent_at"]),
        row["text"],
        frozenset(row["sure"]),
        row["exercise"],
        (workout, Place(position, row["fix_n"])) if position is not None else None,
        row["fix_kind"],
        workout if position is None else None,
    )
    choices = zip(row["lines"], row["labels"], row["answers"], strict=True)
    return Question(
        row["id"],
        waiting,
        row["reason"],
        row["line"],
        row["typed"],
        row["about"],
        [Reading(*choice) for choice in choices],
        row["expired"],
        row["shown"],
    )
