"""Programs and drafts of programs. Every query names the owner."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

import asyncpg

from service.domain.programs import Day, Draft, Listed, Plan, Program, Slot
from service.storage import exercises, upcoming
from service.storage.database import Connection


async def draft(db: Connection, owner: int) -> Draft | None:
    """Find the draft of a program."""
    row = await db.fetchrow(
        """
        SELECT name, body, version, unit, program, fixing
        FROM drafts JOIN people ON people.id = owner
        WHERE owner = $1
        """,
        owner,
    )
    if row is None:
        return None
    before = await find(db, owner, row["program"]) if row["program"] else None
    return Draft(row["name"], row["body"], row["version"], row["unit"], before, row["fixing"])


async def write_draft(
    db: Connection, owner: int, name: str | None, body: str, *, before: Program | None = None
) -> Draft:
    """Store the draft of a program, replacing the one before.

    ``before`` is the program that it will replace; None: it is a new one.
    """
    row = await db.fetchrow(
        """
        INSERT INTO drafts (owner, name, body, program) VALUES ($1, $2, $3, $4)
        ON CONFLICT (owner) DO UPDATE
        SET (name, body, version, program, fixing) = ($2, $3, excluded.version, $4, NULL)
        RETURNING version, (SELECT unit FROM people WHERE id = $1)
        """,
        owner,
        name,
        body,
        before and before.id,
    )
    return Draft(name, body, row["version"], row["unit"], before)


async def fix_draft(db: Connection, owner: int, line: int | None) -> None:
    """Store which line of the draft the next message corrects; None: none."""
    await db.execute("UPDATE drafts SET fixing = $2 WHERE owner = $1", owner, line)


async def keep_preview(db: Connection, owner: int, message: int) -> None:
    """Store that a message shows the draft; the last 20 are kept."""
    await db.execute(
        "UPDATE drafts SET previews = (array_prepend($2::bigint, previews))[:20] WHERE owner = $1",
        owner,
        message,
    )


async def previews(db: Connection, owner: int) -> list[int]:
    """Return the messages that show the draft."""
    found: list[int] | None = await db.fetchval(
        "SELECT previews FROM drafts WHERE owner = $1", owner
    )
    return found or []


async def drop_draft(db: Connection, owner: int) -> bool:
    """Delete the draft of a program; False when there is none."""
    dropped = await db.fetchval("DELETE FROM drafts WHERE owner = $1 RETURNING true", owner)
    return bool(dropped)


async def count(db: Connection, owner: int, *, archived: bool | None = None) -> int:
    """Count programs: active, archived, or all."""
    return int(
        await db.fetchval(
            """
            SELECT count(*) FROM programs
            WHERE owner = $1 AND ($2::boolean IS NULL OR (archived_at IS NOT NULL) = $2)
            """,
            owner,
            archived,
        )
    )


async def page(
    db: Connection, owner: int, *, archived: bool, limit: int, offset: int
) -> list[Listed]:
    """List programs, the newest first."""
    rows = await db.fetch(
        """
        SELECT id, name, (
            SELECT count(*) FROM days JOIN slots ON slots.day = days.id AND slots.owner = days.owner
            WHERE days.program = programs.id AND days.owner = $1 AND slots.position IS NOT NULL
        ) AS exercises, (
            SELECT count(*) FROM days WHERE days.program = programs.id AND days.owner = $1
        ) AS days
        FROM programs WHERE owner = $1 AND (archived_at IS NOT NULL) = $2
        ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4
        """,
        owner,
        archived,
        limit,
        offset,
    )
    return [Listed(row["id"], row["name"], archived, row["exercises"], row["days"]) for row in rows]


async def add(db: Connection, owner: int, name: str, days: Sequence[Day]) -> int:
    """Store a program, and its exercises where they are new. Returns its id."""
    program = int(
        await db.fetchval(
            "INSERT INTO programs (owner, name) VALUES ($1, $2) RETURNING id", owner, name
        )
    )
    for position, day in enumerate(days, 1):
        added = await add_day(db, owner, program, position, day.name)
        await fill(db, owner, added, day.plans)
    return program


async def add_day(db: Connection, owner: int, program: int, position: int, name: str | None) -> int:
    """Add a day without exercises to a program. Returns its id."""
    return int(
        await db.fetchval(
            """
            INSERT INTO days (owner, program, position, name) VALUES ($1, $2, $3, $4)
            RETURNING id
            """,
            owner,
            program,
            position,
            name,
        )
    )


async def fill(
    db: Connection, owner: int, day: int, plans: Sequence[Plan], at: Sequence[int] = ()
) -> None:
    """Add plans to a day, and their exercises where they are new.

    ``at`` are their positions, which must be free; by default those from 1.
    """
    made = [(await exercises.find_or_make(db, owner, plan.name))[0] for plan in plans]
    await db.execute(
        """
        INSERT INTO slots (owner, day, position, exercise, sets, reps_min, reps_max, amrap, seconds,
                           weight_kg, superset, rest_seconds, rule, warmup, note)
        SELECT $1, $2, planned.*
        FROM unnest($3::int[], $4::bigint[], $5::int[], $6::int[], $7::int[], $8::boolean[],
                    $9::int[], $10::numeric[], $11::text[], $12::int[], $13::text[],
                    $14::boolean[], $15::text[]) AS planned
        """,
        owner,
        day,
        list(at or range(1, len(plans) + 1)),
        made,
        *columns(plans),
    )


def columns(plans: Sequence[Plan]) -> list[list[object]]:
    """Return the columns of plans, from ``sets`` to ``note`` as `fill` stores them."""
    return [
        [plan.sets for plan in plans],
        [plan.reps_min for plan in plans],
        [plan.reps_max for plan in plans],
        [plan.amrap for plan in plans],
        [plan.seconds for plan in plans],
        [plan.weight for plan in plans],
        [plan.superset for plan in plans],
        [plan.rest for plan in plans],
        [plan.rule for plan in plans],
        [plan.warmup for plan in plans],
        [plan.note for plan in plans],
    ]


async def find(db: Connection, owner: int, program: int) -> Program | None:
    """Find a program with its days and plans."""
    row = await db.fetchrow(
        "SELECT name, archived_at FROM programs WHERE owner = $1 AND id = $2", owner, program
    )
    if row is None:
        return None
    days = await _days(db, owner, program)
    next_day = await upcoming.day(db, owner, program) if len(days) > 1 else None
    return Program(program, row["name"], row["archived_at"] is not None, days, next_day)


async def find_all(db: Connection, owner: int, programs: Sequence[int]) -> dict[int, Program]:
    """Find several programs at once, by their ids; which day comes next is not read."""
    rows = await db.fetch(
        """
        SELECT programs.id AS program, programs.name AS title, archived_at,
               days.id AS day, days.name AS day_name, slots.id AS slot, exercises.name, known, sets,
               reps_min, reps_max, amrap, seconds, weight_kg, superset, slots.rest_seconds, rule,
               warmup, slots.note
        FROM programs
        LEFT JOIN days ON days.program = programs.id AND days.owner = programs.owner
        LEFT JOIN slots ON slots.day = days.id AND slots.owner = days.owner
            AND slots.position IS NOT NULL
        LEFT JOIN exercises ON exercises.id = slots.exercise AND exercises.owner = slots.owner
        WHERE programs.owner = $1 AND programs.id = ANY ($2)
        ORDER BY programs.id, days.position, slots.position
        """,
        owner,
        programs,
    )
    return {
        program: Program(
            program, title, archived is not None, _grouped([row for row in lines if row["day"]])
        )
        for (program, title, archived), lines in groupby(
            rows, itemgetter("program", "title", "archived_at")
        )
    }


async def _days(db: Connection, owner: int, program: int) -> tuple[Day, ...]:
    rows = await db.fetch(
        """
        SELECT days.id AS day, days.name AS day_name, slots.id AS slot, exercises.name, known, sets,
               reps_min, reps_max, amrap, seconds, weight_kg, superset, slots.rest_seconds, rule,
               warmup, slots.note
        FROM days
        LEFT JOIN slots ON slots.day = days.id AND slots.owner = days.owner
            AND slots.position IS NOT NULL
        LEFT JOIN exercises ON exercises.id = slots.exercise AND exercises.owner = slots.owner
        WHERE days.owner = $1 AND days.program = $2
        ORDER BY days.position, slots.position
        """,
        owner,
        program,
    )
    return _grouped(rows)


def _grouped(rows: Sequence[asyncpg.Record]) -> tuple[Day, ...]:
    return tuple(
        _day(day, list(lines)) for day, lines in groupby(rows, itemgetter("day", "day_name"))
    )


def _day(day: tuple[int, str | None], lines: Sequence[asyncpg.Record]) -> Day:
    slots = tuple(Slot(row["slot"], plan(row)) for row in lines if row["slot"])
    return Day(day[1], tuple(slot.plan for slot in slots), day[0], slots)


def plan(row: asyncpg.Record) -> Plan:
    """Build a plan from a row with its columns."""
    return Plan(
        name=row["name"],
        sets=row["sets"],
        reps_min=row["reps_min"],
        reps_max=row["reps_max"],
        seconds=row["seconds"],
        weight=row["weight_kg"],
        superset=row["superset"],
        known=row["known"],
        amrap=row["amrap"],
        rest=row["rest_seconds"],
        rule=row["rule"],
        warmup=row["warmup"],
        note=row["note"],
    )


async def made_now(db: Connection, owner: int, name: str) -> int | None:
    """Return the id of a program of this name that was made within the last ten seconds."""
    made: int | None = await db.fetchval(
        """
        SELECT max(id) FROM programs
        WHERE owner = $1 AND name = $2 AND created_at > now() - interval '10 seconds'
        """,
        owner,
        name,
    )
    return made


async def archive(db: Connection, owner: int, program: int, *, archived: bool) -> bool:
    """Archive a program, or restore it; False when there is none to archive or restore."""
    return bool(
        await db.fetchval(
            """
            UPDATE programs SET archived_at = CASE WHEN $3 THEN now() END
            WHERE owner = $1 AND id = $2 AND (archived_at IS NOT NULL) <> $3 RETURNING true
            """,
            owner,
            program,
            archived,
        )
    )


async def delete(db: Connection, owner: int, program: int) -> str | None:
    """Delete a program but not its workouts. Returns its name; None when there is none."""
    name: str | None = await db.fetchval(
        "DELETE FROM programs WHERE owner = $1 AND id = $2 RETURNING name", owner, program
    )
    return name
