"""A workout in progress follows its program: what was done stays, the rest is planned anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from service.domain.errors import check
from service.storage import stages
from service.storage.database import Connection


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a day, or a line of a workout that was copied from one.

    ``at`` is its position; ``slot`` None: it was added in the workout. ``plan`` is what it plans.
    ``is_own``: the exercise was chosen in the workout. ``is_begun``: it has sets.
    """

    at: int
    slot: int | None
    exercise: int
    plan: tuple[Any, ...]
    is_own: bool = False
    is_begun: bool = False
    is_skipped: bool = False


@dataclass(frozen=True, slots=True)
class _Changes:
    """What a workout must change to follow its day.

    ``kept``: positions whose plan may change, with their slots. ``dropped``: positions that become
    free. ``placed``: positions that are filled, with their slots. ``count``: exercises afterwards.
    """

    kept: Sequence[tuple[int, int]]
    dropped: Sequence[int]
    placed: Sequence[tuple[int, int]]
    count: int
    is_any: bool


async def differs(db: Connection, owner: int, program: int) -> int | None:
    """Return the open workout if it began by a program that was changed since."""
    workout: int | None = await db.fetchval(
        """
        SELECT id FROM workouts
        WHERE owner = $1 AND ended_at IS NULL AND program = $2 AND day IS NOT NULL
        """,
        owner,
        program,
    )
    if workout is None:
        return None
    return workout if (await _changes(db, owner, workout)).is_any else None


async def follow(db: Connection, owner: int, workout: int) -> None:
    """Plan an open workout as its day of the program is now. Refuses too many exercises."""
    changes = await _changes(db, owner, workout)
    check("workout_exercises", changes.count)
    await _drop(db, owner, workout, changes.dropped)
    await _change(db, owner, workout, changes.kept)
    await _place(db, owner, workout, changes.placed)
    await stages.plan(db, owner, workout)


async def _changes(db: Connection, owner: int, workout: int) -> _Changes:
    """Compare a workout with its day.

    What has sets keeps its place. The other lines take the places that are left, in the day's
    order; what was added or swapped in the workout stays.
    """
    lines = await _lines(db, owner, workout)
    entries = await _entries(db, owner, workout)
    now = {line.slot: line for line in lines}
    kept: dict[int, _Line] = {}
    dropped: list[_Line] = []
    for entry in entries:
        line = now.get(entry.slot)
        same = line is not None and line.exercise == entry.exercise
        if same and (entry.is_begun or entry.is_skipped) and not entry.is_own:
            kept[entry.at] = entry
        elif not entry.is_own and not entry.is_begun:
            dropped.append(entry)
    taken = {entry.at for entry in entries} - {entry.at for entry in dropped}
    there = {entry.slot for entry in entries if entry.is_own} | {
        each.slot for each in kept.values()
    }
    free = (at for at in count(1) if at not in taken)
    left = [line for line in lines if line.slot not in there]
    placed = list(zip(free, left, strict=False))
    before = {entry.at: (entry.slot, entry.exercise, entry.plan) for entry in dropped}
    after = {at: (line.slot, line.exercise, line.plan) for at, line in placed}
    changed = any(_differ(entry.plan, now[entry.slot].plan) for entry in kept.values())
    return _Changes(
        kept=[(at, entry.slot) for at, entry in kept.items() if entry.slot],
        dropped=[entry.at for entry in dropped],
        placed=[(at, line.slot) for at, line in placed if line.slot],
        count=len(taken) + len(placed),
        is_any=changed or not _are_alike(before, after),
    )


def _are_alike(before: dict[int, tuple[Any, ...]], after: dict[int, tuple[Any, ...]]) -> bool:
    return before.keys() == after.keys() and not any(
        before[at][:2] != after[at][:2] or _differ(before[at][2], after[at][2]) for at in before
    )


def _differ(planned: tuple[Any, ...], line: tuple[Any, ...]) -> bool:
    """Return whether plans differ; a rule with stages has its own sets and repetitions."""
    staged = "→" in (line[-1] or "")
    return planned[3:] != line[3:] or (not staged and planned[:3] != line[:3])


async def _lines(db: Connection, owner: int, workout: int) -> list[_Line]:
    rows = await db.fetch(
        """
        SELECT slots.position, slots.id, exercise, sets, reps_min, reps_max, amrap, seconds,
               weight_kg, rest_seconds, superset, slots.note, rule
        FROM slots JOIN workouts ON workouts.day = slots.day AND workouts.owner = slots.owner
        WHERE slots.owner = $1 AND workouts.id = $2 AND slots.position IS NOT NULL
        ORDER BY slots.position
        """,
        owner,
        workout,
    )
    return [_Line(at, slot, exercise, tuple(plan)) for at, slot, exercise, *plan in rows]


async def _entries(db: Connection, owner: int, workout: int) -> list[_Line]:
    rows = await db.fetch(
        """
        SELECT position, slot, exercise, planned_at IS NULL, EXISTS (
            SELECT FROM sets WHERE sets.owner = $1 AND sets.workout = $2
            AND sets.position = planned.position
        ), EXISTS (
            SELECT FROM skips WHERE skips.owner = $1 AND skips.workout = $2
            AND skips.position = planned.position
        ), sets, reps_min, reps_max, amrap, seconds, weight_kg, rest_seconds, superset, note, rule
        FROM planned WHERE owner = $1 AND workout = $2 ORDER BY position
        """,
        owner,
        workout,
    )
    return [
        _Line(at, slot, exercise, tuple(plan), own, begun, skipped)
        for at, slot, exercise, own, begun, skipped, *plan in rows
    ]


async def _drop(db: Connection, owner: int, workout: int, positions: Sequence[int]) -> None:
    await db.execute(
        """
        WITH gone AS (
            DELETE FROM planned
            WHERE owner = $1 AND workout = $2 AND position = ANY($3::int[])
        )
        DELETE FROM skips WHERE owner = $1 AND workout = $2 AND position = ANY($3::int[])
        """,
        owner,
        workout,
        positions,
    )


async def _change(
    db: Connection, owner: int, workout: int, kept: Sequence[tuple[int, int]]
) -> None:
    await db.execute(
        """
        UPDATE planned SET (sets, reps_min, reps_max, amrap, seconds, weight_kg, superset,
                            rest_seconds, rule, warmup, note, planned_at)
            = (slots.sets, slots.reps_min, slots.reps_max, slots.amrap, slots.seconds,
               slots.weight_kg, slots.superset, slots.rest_seconds, slots.rule, slots.warmup,
               slots.note, slots.planned_at)
        FROM unnest($3::int[], $4::bigint[]) AS kept (position, slot)
        JOIN slots ON slots.owner = $1 AND slots.id = kept.slot
        WHERE planned.owner = $1 AND planned.workout = $2 AND planned.position = kept.position
        """,
        owner,
        workout,
        [position for position, _ in kept],
        [slot for _, slot in kept],
    )


async def _place(
    db: Connection, owner: int, workout: int, placed: Sequence[tuple[int, int]]
) -> None:
    await db.execute(
        """
        INSERT INTO planned (owner, workout, position, slot, exercise, sets, reps_min, reps_max,
                             amrap, seconds, weight_kg, superset, rest_seconds, rule, warmup, note,
                             planned_at)
        SELECT $1, $2, placed.position, slots.id, exercise, sets, reps_min, reps_max, amrap,
               seconds, weight_kg, superset, rest_seconds, rule, warmup, slots.note, planned_at
        FROM unnest($3::int[], $4::bigint[]) AS placed (position, slot)
        JOIN slots ON slots.owner = $1 AND slots.id = placed.slot
        """,
        owner,
        workout,
        [position for position, _ in placed],
        [slot for _, slot in placed],
    )
