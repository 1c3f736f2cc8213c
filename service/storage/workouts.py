"""Workouts: read whole, changed step by step. Every query names the owner."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import asyncpg

from service.domain import plates
from service.domain.entries import Entry, Place, in_time
from service.domain.exercises import Kind
from service.domain.notation import Lift
from service.domain.programs import Plan
from service.domain.workouts import Aim, Workout
from service.storage import pasts
from service.storage.database import Connection


async def open_id(db: Connection, owner: int) -> int | None:
    """Find the open workout."""
    workout: int | None = await db.fetchval(
        "SELECT id FROM workouts WHERE owner = $1 AND ended_at IS NULL", owner
    )
    return workout


async def at(db: Connection, owner: int, moment: datetime, within: timedelta) -> int | None:
    """Find the workout that a set of some ``moment`` belongs to.

    It began before the moment, or at most ``within`` after it, and lasted until then; one that
    nobody ended until ``within`` after its last set.
    """
    workout: int | None = await db.fetchval(
        """
        SELECT id FROM workouts
        WHERE owner = $1 AND started_at <= $2::timestamptz + $3::interval
        AND $2 <= CASE
            WHEN ended_at IS NULL THEN coalesce(last_set_at, started_at) + $3
            WHEN ended_by = 'forgotten' THEN ended_at + $3
            ELSE ended_at
        END
        ORDER BY started_at <= $2 DESC, ended_at IS NULL DESC, started_at DESC LIMIT 1
        """,
        owner,
        moment,
        within,
    )
    return workout


async def widen(db: Connection, owner: int, workout: int, moment: datetime) -> None:
    """Make a workout begin, and if it is over end, so that it covers a moment."""
    await db.execute(
        """
        UPDATE workouts SET started_at = least(started_at, $3),
            ended_at = CASE WHEN ended_at IS NOT NULL THEN greatest(ended_at, $3) END
        WHERE owner = $1 AND id = $2
        """,
        owner,
        workout,
        moment,
    )


async def find(
    db: Connection, owner: int, workout: int | None = None, *, records: bool = False
) -> Workout | None:
    """Find a workout (None: the open one) with all its sets, and the history of the exercise asked.

    One query reads its four tables, because a card is shown after every set.
    """
    row = await db.fetchrow(
        """
        SELECT workouts.id, title, revision, started_at, ended_at, focus, aim_weight, aim_reps,
               aim_seconds, aim_load, asked, fix_position, fix_n, warming, workouts.note, program,
               card_message, last_set_at, timers.due_at, (
            SELECT unit FROM people WHERE id = $1
        ) AS unit, (
            SELECT plates_kg FROM people WHERE id = $1
        ) AS plates, (
            SELECT array_agg((position, exercise, name, known, sets, reps_min, reps_max, seconds,
                              weight_kg, superset, planned_at, kind,
                              coalesce(planned.rest_seconds, exercises.rest_seconds), step_kg,
                              coalesce(exercises.bar_kg, people.bar_kg), exercises.note,
                              answers, amrap, planned.rest_seconds, rule, warmup, planned.note)
                             ORDER BY position)
            FROM planned
            JOIN exercises ON exercises.id = planned.exercise AND exercises.owner = planned.owner
            JOIN people ON people.id = planned.owner
            WHERE planned.owner = $1 AND planned.workout = workouts.id
        ) AS entries, (
            SELECT array_agg((position, n, weight_kg, reps, seconds, rpe, note, load, kind)
                             ORDER BY logged_at, revision, position, n)
            FROM sets WHERE owner = $1 AND workout = workouts.id
        ) AS lifted, (
            SELECT array_agg((position, n)) FROM skips JOIN planned USING (owner, workout, position)
            WHERE owner = $1 AND workout = workouts.id AND n <= sets
        ) AS skipped, (
            SELECT count(DISTINCT source_message) FROM sets
            WHERE owner = $1 AND source_chat = $1 AND source_message > card_message
        ) AS typed_below, (
            SELECT array_agg((days.name, days.id = workouts.day) ORDER BY position)
            FROM days WHERE owner = $1 AND program = workouts.program AND workouts.day IS NOT NULL
        ) AS days
        FROM workouts LEFT JOIN timers ON timers.owner = $1 AND timers.workout = workouts.id
        WHERE workouts.owner = $1 AND workouts.id = coalesce(
            $2, (SELECT id FROM workouts WHERE owner = $1 AND ended_at IS NULL)
        )
        """,
        owner,
        workout,
    )
    if row is None:
        return None
    done, warmups = _done(row["lifted"] or ())
    days = row["days"] or ()
    found = Workout(
        id=row["id"],
        title=row["title"],
        unit=row["unit"],
        plates=plates.owned(row["unit"], row["plates"]),
        revision=row["revision"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        entries=in_time(
            [_entry(*entry) for entry in row["entries"] or ()],
            [position for position, *_ in row["lifted"] or ()],
        ),
        done=done,
        skipped=frozenset(Place(*place) for place in row["skipped"] or ()),
        warmups=warmups,
        focus=row["focus"],
        aim=Aim(row["aim_weight"], row["aim_reps"], row["aim_seconds"], row["aim_load"]),
        rest_until=row["due_at"],
        question=row["asked"],
        fixing=Place(row["fix_position"], row["fix_n"]) if row["fix_n"] else None,
        warming=row["warming"],
        note=row["note"],
        program=row["program"],
        days=tuple(name or "" for name, _ in days) if len(days) > 1 else (),
        day=next((n for n, (_, own) in enumerate(days) if own), None),
        card=row["card_message"],
        typed_below=row["typed_below"],
        last_set_at=row["last_set_at"],
    )
    return await pasts.with_history(db, owner, found, records=records)


def _entry(  # noqa: PLR0913, PLR0917 - the columns of a row, as `find` selects them
    position: int,
    exercise: int,
    name: str,
    known: str | None,
    sets: int | None,
    reps_min: int | None,
    reps_max: int | None,
    seconds: int | None,
    weight: Decimal | None,
    superset: str | None,
    planned_at: datetime | None,
    kind: str,
    rest: int | None,
    step: Decimal | None,
    bar: Decimal | None,
    note: str | None,
    answers: Sequence[str],
    amrap: bool,  # noqa: FBT001 - likewise
    planned_rest: int | None,
    rule: str | None,
    warmup: bool,  # noqa: FBT001 - likewise
    planned_note: str | None,
) -> Entry:
    plan = Plan(
        name=name,
        sets=sets,
        reps_min=reps_min,
        reps_max=reps_max,
        seconds=seconds,
        weight=weight,
        superset=superset,
        known=known,
        amrap=amrap,
        rest=planned_rest,
        rule=rule,
        warmup=warmup,
        note=planned_note,
    )
    return Entry(
        position,
        exercise,
        plan,
        Kind(kind),
        rest,
        step=step,
        bar=bar,
        planned_at=planned_at,
        own_note=note,
        answers=frozenset(answers),
    )


def _done(lifted: Iterable[tuple[Any, ...]]) -> tuple[dict[Place, Lift], dict[Place, Lift]]:
    """Separate the work sets from the warm-ups."""
    sets = [(Place(position, n), Lift(*numbers)) for position, n, *numbers in lifted]
    return (
        {place: lift for place, lift in sets if lift.kind == "work"},
        {place: lift for place, lift in sets if lift.kind != "work"},
    )


def lift(row: asyncpg.Record) -> Lift:
    """Build a lift from a row with its columns."""
    return Lift(
        weight=row["weight_kg"],
        reps=row["reps"],
        seconds=row["seconds"],
        rpe=row["rpe"],
        note=row["note"],
        load=row["load"],
        kind=row["kind"],
    )


async def step(db: Connection, owner: int, workout: int, focus: int | None = None) -> None:
    """Advance to the next revision, which makes the buttons of the previous card stale.

    It resets the card's adjusted numbers and question. Warm-up sets are no longer offered, except
    those of the exercise that has the ``focus``.
    """
    await db.execute(
        """
        UPDATE workouts SET revision = revision + 1, focus = $3,
            warming = CASE WHEN warming = $3 THEN warming END,
            aim_weight = NULL, aim_reps = NULL, aim_seconds = NULL, aim_load = NULL,
            asked = NULL, fix_position = NULL, fix_n = NULL
        WHERE owner = $1 AND id = $2
        """,
        owner,
        workout,
        focus,
    )


async def aim(db: Connection, owner: int, workout: int, turned: Aim) -> None:
    """Store the numbers that the buttons were adjusted to for the next set."""
    await db.execute(
        """
        UPDATE workouts SET aim_weight = $3, aim_reps = $4, aim_seconds = $5, aim_load = $6
        WHERE owner = $1 AND id = $2
        """,
        owner,
        workout,
        turned.weight,
        turned.reps,
        turned.seconds,
        turned.load,
    )


async def warm(db: Connection, owner: int, workout: int, position: int | None) -> None:
    """Offer the warm-up sets of an exercise, or (None) none; in the workout's next revision."""
    await db.execute(
        """
        UPDATE workouts SET revision = revision + 1, warming = $3 WHERE owner = $1 AND id = $2
        """,
        owner,
        workout,
        position,
    )


async def ask(
    db: Connection, owner: int, workout: int, question: str | None, place: Place | None = None
) -> None:
    """Store what the next typed line answers: a correction, another exercise or a note."""
    await db.execute(
        """
        UPDATE workouts SET asked = $3, fix_position = $4, fix_n = $5
        WHERE owner = $1 AND id = $2
        """,
        owner,
        workout,
        question,
        place and place.position,
        place and place.n,
    )


async def annotate(db: Connection, owner: int, workout: int, note: str | None) -> None:
    """Set the note on a workout; None: no note."""
    await db.execute(
        "UPDATE workouts SET note = $3 WHERE owner = $1 AND id = $2", owner, workout, note
    )
