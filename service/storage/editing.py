"""Changes of a program. Workouts have copies of their plans and stay as they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.programs import Day, Program, Slot
from service.storage import exercises, programs, stages
from service.storage.database import Connection


async def rename(db: Connection, owner: int, program: int, name: str) -> None:
    """Rename a program."""
    await db.execute(
        "UPDATE programs SET name = $3 WHERE owner = $1 AND id = $2", owner, program, name
    )


async def replace(
    db: Connection, owner: int, program: int, days: Sequence[Day], *, removed: int | None = None
) -> None:
    """Give a program other days; those and the slots that have ids stay the same rows.

    A weight that changes counts as planned now. ``removed`` is the slot that can be put back until
    the next change.
    """
    kept = [slot.id for day in days for slot in day.slots if slot.id]
    await db.execute(
        """
        DELETE FROM slots USING days
        WHERE slots.owner = $1 AND days.owner = $1 AND slots.day = days.id AND days.program = $2
        AND slots.id <> ALL($3::bigint[]) AND slots.id IS DISTINCT FROM $4
        """,
        owner,
        program,
        kept,
        removed,
    )
    await db.execute(
        "UPDATE slots SET position = NULL WHERE owner = $1 AND id = $2", owner, removed
    )
    ids = await _place_days(db, owner, program, days)
    await _place_slots(db, owner, list(zip(ids, days, strict=True)))
    await db.execute(
        "DELETE FROM days WHERE owner = $1 AND program = $2 AND id <> ALL($3::bigint[])",
        owner,
        program,
        ids,
    )


async def _place_days(db: Connection, owner: int, program: int, days: Sequence[Day]) -> list[int]:
    """Name and order the days; new ones are added. Returns their ids."""
    await db.execute(
        """
        UPDATE days SET position = coalesce(
            (SELECT n FROM unnest($3::bigint[]) WITH ORDINALITY AS kept (id, n)
             WHERE kept.id = days.id), 1000 + position
        ), name = CASE WHEN id = ANY($3) THEN ($4::text[])[array_position($3, id)] ELSE name END
        WHERE owner = $1 AND program = $2
        """,
        owner,
        program,
        [day.id for day in days],
        [day.name for day in days],
    )
    return [
        day.id or await programs.add_day(db, owner, program, n, day.name)
        for n, day in enumerate(days, 1)
    ]


async def _place_slots(db: Connection, owner: int, days: Sequence[tuple[int, Day]]) -> None:
    """Store the plans of the slots that stay, and add the new ones."""
    placed = [
        (day_id, position, slot)
        for day_id, day in days
        for position, slot in enumerate(day.slots, 1)
    ]
    stay = [each for each in placed if each[2].id]
    plans = [slot.plan for _, _, slot in stay]
    known = await exercises.named(db, owner, [plan.name for plan in plans])
    made = [
        known.get(plan.name) or await exercises.find_or_make(db, owner, plan.name) for plan in plans
    ]
    await db.execute(
        """
        UPDATE slots SET (day, position, exercise, sets, reps_min, reps_max, amrap, seconds,
                          weight_kg, superset, rest_seconds, rule, warmup, note, planned_at)
            = (given.day, given.position, given.exercise, given.sets, given.reps_min,
               given.reps_max, given.amrap, given.seconds, given.weight_kg, given.superset,
               given.rest_seconds, given.rule, given.warmup, given.note, CASE
                   WHEN given.weight_kg IS NOT DISTINCT FROM slots.weight_kg
                   AND given.exercise = slots.exercise
                   THEN planned_at ELSE now() END)
        FROM unnest($2::bigint[], $3::bigint[], $4::int[], $5::bigint[], $6::int[], $7::int[],
                    $8::int[], $9::boolean[], $10::int[], $11::numeric[], $12::text[], $13::int[],
                    $14::text[], $15::boolean[], $16::text[])
            AS given (id, day, position, exercise, sets, reps_min, reps_max, amrap, seconds,
                      weight_kg, superset, rest_seconds, rule, warmup, note)
        WHERE slots.owner = $1 AND slots.id = given.id
        """,
        owner,
        [slot.id for _, _, slot in stay],
        [day for day, _, _ in stay],
        [position for _, position, _ in stay],
        made,
        *programs.columns(plans),
    )
    new = [each for each in placed if not each[2].id]
    for day in dict.fromkeys(day for day, _, _ in new):
        added = [(position, slot.plan) for of, position, slot in new if of == day]
        positions = [position for position, _ in added]
        await programs.fill(db, owner, day, [plan for _, plan in added], positions)


async def removed_slot(db: Connection, owner: int, program: int) -> tuple[Slot, int] | None:
    """Find the slot that can be put back, and the id of its day."""
    row = await db.fetchrow(
        """
        SELECT slots.id, slots.day, exercises.name, known, sets, reps_min, reps_max, amrap,
               seconds, weight_kg, superset, slots.rest_seconds, rule, warmup, slots.note
        FROM slots
        JOIN days ON days.id = slots.day AND days.owner = slots.owner
        JOIN exercises ON exercises.id = slots.exercise AND exercises.owner = slots.owner
        WHERE slots.owner = $1 AND days.program = $2 AND slots.position IS NULL LIMIT 1
        """,
        owner,
        program,
    )
    return row and (Slot(row["id"], programs.plan(row)), row["day"])


async def program_of(db: Connection, owner: int, slot: int) -> Program | None:
    """Find the program that a slot belongs to."""
    program: int | None = await db.fetchval(
        """
        SELECT program FROM slots JOIN days ON days.id = slots.day AND days.owner = slots.owner
        WHERE slots.owner = $1 AND slots.id = $2
        """,
        owner,
        slot,
    )
    return await programs.find(db, owner, program) if program else None


async def program_of_day(db: Connection, owner: int, day: int) -> Program | None:
    """Find the program that a day belongs to."""
    program: int | None = await db.fetchval(
        "SELECT program FROM days WHERE owner = $1 AND id = $2", owner, day
    )
    return await programs.find(db, owner, program) if program else None


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
    pairs = await _pairs(db, owner, workout)
    return workout if any(pair.is_new or pair.is_gone or pair.is_other for pair in pairs) else None


@dataclass(frozen=True, slots=True)
class _Pair:
    """A line of an open workout's day, and its place in the workout; of either None: not there.

    ``is_gone``: the line was removed and nothing was done of it. ``is_other``: it was changed.
    """

    slot: int | None
    position: int | None
    is_gone: bool
    is_other: bool

    @property
    def is_new(self) -> bool:
        return self.position is None


async def _pairs(db: Connection, owner: int, workout: int) -> list[_Pair]:
    """Pair the lines of a day with those of a workout: of one exercise the first with the first.

    What was added or swapped in the workout is no line of the day, and stays.
    """
    rows = await db.fetch(
        """
        WITH lines AS (
            SELECT slots.*, row_number() OVER (
                PARTITION BY exercise ORDER BY slots.position
            ) AS turn
            FROM slots JOIN workouts ON workouts.day = slots.day AND workouts.owner = slots.owner
            WHERE slots.owner = $1 AND workouts.id = $2 AND slots.position IS NOT NULL
        ), entries AS (
            SELECT planned.*, row_number() OVER (
                PARTITION BY exercise ORDER BY planned_at IS NULL, position
            ) AS turn
            FROM planned WHERE planned.owner = $1 AND planned.workout = $2
        )
        SELECT l.id AS slot, p.position, l.id IS NULL AND NOT EXISTS (
            SELECT FROM sets WHERE sets.owner = $1 AND sets.workout = $2
            AND sets.position = p.position
        ) AS is_gone, l.id IS NOT NULL
            AND ((p.amrap, p.seconds, p.weight_kg, p.rest_seconds, p.rule, p.superset, p.note)
                 IS DISTINCT FROM
                 (l.amrap, l.seconds, l.weight_kg, l.rest_seconds, l.rule, l.superset, l.note)
                 -- a rule with stages has its own sets and repetitions in a workout
                 OR coalesce(l.rule, '') NOT LIKE '%→%'
                 AND (p.sets, p.reps_min, p.reps_max)
                 IS DISTINCT FROM (l.sets, l.reps_min, l.reps_max)) AS is_other
        FROM lines AS l FULL JOIN entries AS p USING (exercise, turn)
        WHERE p.position IS NULL OR p.planned_at IS NOT NULL
        ORDER BY l.position
        """,
        owner,
        workout,
    )
    return [_Pair(*row) for row in rows]


async def follow(db: Connection, owner: int, workout: int) -> None:
    """Plan an open workout as its day of the program is now; what was done stays."""
    pairs = await _pairs(db, owner, workout)
    changed = [pair for pair in pairs if pair.slot and pair.position]
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
        [pair.position for pair in pairs if pair.is_gone],
    )
    await db.execute(
        """
        UPDATE planned SET (sets, reps_min, reps_max, amrap, seconds, weight_kg, superset,
                            rest_seconds, rule, warmup, note, planned_at)
            = (slots.sets, slots.reps_min, slots.reps_max, slots.amrap, slots.seconds,
               slots.weight_kg, slots.superset, slots.rest_seconds, slots.rule, slots.warmup,
               slots.note, slots.planned_at)
        FROM unnest($3::int[], $4::bigint[]) AS pairs (position, slot)
        JOIN slots ON slots.owner = $1 AND slots.id = pairs.slot
        WHERE planned.owner = $1 AND planned.workout = $2 AND planned.position = pairs.position
        """,
        owner,
        workout,
        [pair.position for pair in changed],
        [pair.slot for pair in changed],
    )
    await db.execute(
        """
        INSERT INTO planned (owner, workout, position, exercise, sets, reps_min, reps_max, amrap,
                             seconds, weight_kg, superset, rest_seconds, rule, warmup, note,
                             planned_at)
        SELECT $1, $2, coalesce((SELECT max(position) FROM planned
                                 WHERE owner = $1 AND workout = $2), 0)
                       + row_number() OVER (ORDER BY slots.position),
               exercise, sets, reps_min, reps_max, amrap, seconds, weight_kg, superset,
               rest_seconds, rule, warmup, slots.note, planned_at
        FROM slots WHERE slots.owner = $1 AND slots.id = ANY($3::bigint[])
        """,
        owner,
        workout,
        [pair.slot for pair in pairs if pair.is_new],
    )
    await stages.plan(db, owner, workout)
