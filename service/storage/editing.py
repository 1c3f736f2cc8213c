"""Changes of a program. Workouts have copies of their plans and stay as they are."""

from collections.abc import Sequence

from service.domain.programs import Day, Program, Slot
from service.storage import exercises, programs
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
        known.get(plan.name) or (await exercises.find_or_make(db, owner, plan.name))[0]
        for plan in plans
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
