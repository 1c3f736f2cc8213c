"""Restore programs and settings from our own JSON."""

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from service.domain.limits import LIMITS
from service.storage import programs
from service.storage.database import Connection


async def add_programs(db: Connection, owner: int, number: int) -> int:
    """Store the programs whose names the person does not have yet; return how many.

    The exercises of the file must be made already. No more are stored than a person may have.
    """
    new = await _new_programs(db, owner, number)
    for text in new:  # parsed one by one: all together would hold the event loop
        one = json.loads(text)
        program = await _add_program(db, owner, number, one)
        for position, day in enumerate(one["days"], 1):
            added = await programs.add_day(db, owner, program, position, day["name"])
            await _fill(db, owner, number, added, json.dumps(day["slots"]))
    return len(new)


async def _new_programs(db: Connection, owner: int, number: int) -> list[str]:
    rows = await db.fetch(
        """
        SELECT told FROM imports, jsonb_array_elements(extras->'programs')
            WITH ORDINALITY AS each (told, n)
        WHERE owner = $1 AND id = $2
        AND told->>'name' NOT IN (SELECT name FROM programs WHERE owner = $1)
        ORDER BY n
        LIMIT greatest($3 - (SELECT count(*) FROM programs WHERE owner = $1), 0)
        """,
        owner,
        number,
        LIMITS["programs"].most,
    )
    return [row["told"] for row in rows]


async def waiting(db: Connection, owner: int, number: int) -> dict[str, Any]:
    """Return a file's settings, reminders and draft; nothing if it has none."""
    told = await db.fetchval(
        """
        SELECT extras - '{programs,exercises,body_weights}'::text[] FROM imports
        WHERE owner = $1 AND id = $2
        """,
        owner,
        number,
    )
    found: dict[str, Any] = json.loads(told or "{}")
    return found


async def _add_program(db: Connection, owner: int, number: int, one: Mapping[str, Any]) -> int:
    return int(
        await db.fetchval(
            """
            WITH made AS (
                INSERT INTO programs (owner, name, created_at, archived_at)
                VALUES ($1, $3, coalesce($4, now()), $5) RETURNING id
            ), noted AS (
                UPDATE imports SET programs = array_append(programs, (SELECT id FROM made))
                WHERE owner = $1 AND id = $2
            )
            SELECT id FROM made
            """,
            owner,
            number,
            one["name"],
            _moment(one["created_at"]),
            _moment(one["archived_at"]),
        )
    )


async def _fill(db: Connection, owner: int, number: int, day: int, slots: str) -> None:
    await db.execute(
        """
        INSERT INTO slots (owner, day, position, exercise, superset, sets, reps_min, reps_max,
                           amrap, seconds, weight_kg, rule, rest_seconds, warmup, note, planned_at)
        SELECT $1, $3, s.p, x.exercise, s.superset, s.sets, s.reps_min, s.reps_max, s.amrap,
               s.seconds, s.weight_kg, s.rule, s.rest_seconds, s.warmup, s.note,
               coalesce(s.planned_at, now())
        FROM jsonb_to_recordset($4::jsonb)
            AS s (p int, e int, superset text, sets int, reps_min int, reps_max int,
                  amrap boolean, seconds int, weight_kg numeric, rule text, rest_seconds int,
                  warmup boolean, note text, planned_at timestamptz)
        JOIN import_exercises x ON x.owner = $1 AND x.import = $2 AND x.n = s.e
        """,
        owner,
        number,
        day,
        slots,
    )


async def set_exercises(db: Connection, owner: int, number: int) -> None:
    """Set up the exercises that the file made as the file says."""
    await db.execute(
        """
        UPDATE exercises SET known = CASE WHEN EXISTS (
                SELECT FROM exercises AS other
                WHERE other.owner = $1 AND other.known = e.known AND other.id <> exercises.id
            ) THEN exercises.known ELSE e.known END,
            kind = e.kind, rest_seconds = e.rest_seconds, bar_kg = e.bar_kg,
            step_kg = e.step_kg, note = e.note, answers = e.answers
        FROM imports CROSS JOIN jsonb_to_recordset(extras->'exercises')
            AS e (e int, known text, kind text, rest_seconds int, bar_kg numeric, step_kg numeric,
                  note text, answers text[])
        JOIN import_exercises x ON x.owner = $1 AND x.import = $2 AND x.n = e.e
        WHERE imports.owner = $1 AND imports.id = $2
        AND exercises.owner = $1 AND exercises.id = x.exercise
        AND x.exercise = ANY (imports.exercises)
        """,
        owner,
        number,
    )


async def set_person(db: Connection, owner: int, number: int, told: Mapping[str, Any]) -> None:
    """Set a person's settings as the file says, and note those that they had."""
    plates = told["plates_kg"]
    await db.execute(
        """
        WITH noted AS (
            UPDATE imports SET before = (
                SELECT jsonb_build_object('language', language, 'unit', unit, 'timezone', timezone,
                                          'rest_seconds', rest_seconds, 'bar_kg', bar_kg,
                                          'plates_kg', plates_kg, 'weekly_goal', weekly_goal,
                                          'dark_pictures', dark_pictures,
                                          'reminders', EXISTS (
                                              SELECT FROM reminders WHERE owner = $1),
                                          'draft', EXISTS (SELECT FROM drafts WHERE owner = $1))
                FROM people WHERE id = $1
            ) WHERE owner = $1 AND id = $2
        )
        UPDATE people SET language = $3, unit = $4, timezone = $5, rest_seconds = $6, bar_kg = $7,
            plates_kg = $8, weekly_goal = $9, dark_pictures = $10
        WHERE id = $1
        """,
        owner,
        number,
        told["language"],
        told["unit"],
        told["timezone"],
        told["rest_seconds"],
        _decimal(told["bar_kg"]),
        None if plates is None else [_decimal(one) for one in plates],
        told["weekly_goal"],
        told["dark_pictures"],
    )


async def add_body_weights(db: Connection, owner: int, number: int) -> None:
    """Store a file's body weights of days without one, and note the days.

    Comes after `set_person`.
    """
    await db.execute(
        """
        WITH added AS (
            INSERT INTO bodyweights (owner, day, weight_kg)
            SELECT $1, day, weight_kg FROM imports, jsonb_to_recordset(extras->'body_weights')
                AS told (day date, weight_kg numeric)
            WHERE owner = $1 AND id = $2
            ON CONFLICT DO NOTHING RETURNING day
        )
        UPDATE imports SET before = before || jsonb_build_object('days', (
            SELECT coalesce(jsonb_agg(day), '[]') FROM added
        ))
        WHERE owner = $1 AND id = $2
        """,
        owner,
        number,
    )


async def remove_waiting(db: Connection, owner: int, number: int) -> None:
    """Delete the reminders, the draft and the body weights that a file brought."""
    await db.execute(
        """
        WITH had AS (
            SELECT before->>'reminders' = 'true' AS reminders, before->>'draft' = 'true' AS draft
            FROM imports WHERE owner = $1 AND id = $2 AND before IS NOT NULL
        ), reminded AS (
            DELETE FROM reminders WHERE owner = $1 AND (SELECT NOT reminders FROM had)
        ), drafted AS (
            DELETE FROM drafts WHERE owner = $1 AND (SELECT NOT draft FROM had)
        )
        DELETE FROM bodyweights WHERE owner = $1 AND day IN (
            SELECT day::date FROM imports, jsonb_array_elements_text(before->'days') AS day
            WHERE owner = $1 AND id = $2
        )
        """,
        owner,
        number,
    )


async def settings_before(db: Connection, owner: int, number: int) -> dict[str, Any] | None:
    """Return the settings that a file replaced; None when it replaced none."""
    told = await db.fetchval(
        "SELECT before FROM imports WHERE owner = $1 AND id = $2", owner, number
    )
    return json.loads(told, parse_float=Decimal) if told else None


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
