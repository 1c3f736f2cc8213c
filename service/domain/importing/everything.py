"""Our own JSON: everything that is stored for a person."""

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from service.domain import names
from service.domain.errors import Refusal
from service.domain.exercises import KNOWN, Kind
from service.domain.importing import checks
from service.domain.importing.values import MAX_ROWS, Context, Problem, Read, Unreadable, Wrong
from service.domain.limits import LIMITS
from service.domain.quantities import MAX_REPS, MAX_SECONDS, MAX_SETS, MAX_WEIGHT

KEYS = frozenset({one.key for one in KNOWN})
LOADS = ("plain", "added", "assisted")
WAYS = ("text", "button", "import")
ENDS = ("finished", "early", "forgotten", None)

_HALVES = re.compile(
    r"\\(?:\\|u(?:d[89ab]..\\ud[c-f]..|(?P<alone>d[89a-f]..)))", re.IGNORECASE | re.DOTALL
)
"""Backslashes, characters that are escaped as two halves (surrogates), and halves alone."""

MAX_NOTE = 1024
MAX_SHORT = 200
MAX_RULE = 64
MAX_REST = 3600
MAX_ANSWERS = 50


class Names:
    """The exercises of a file, by the index that stands for them."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._index: dict[str, int] = {}

    def index(self, value: Any) -> int:
        """Return an exercise's index. Raises Wrong."""
        try:
            name = names.read(checks.text(value, "exercise", names.MAX_UNITS) or "")
        except Refusal:
            raise Wrong("name", str(value)[:40]) from None
        if name not in self._index:
            self._index[name] = len(self.all)
            self.all.append(name)
        return self._index[name]


def read(text: str, context: Context) -> Read:
    """Read the JSON of an export. Raises Unreadable."""
    if (broken := _broken_character(text)) is not None:
        raise Unreadable("json", text.count("\n", 0, broken) + 1)
    try:
        told = json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise Unreadable("json", error.lineno) from None
    except (RecursionError, ValueError):  # too deep, or a number of too many digits
        raise Unreadable("json") from None
    if not {"person", "programs", "workouts"} <= told.keys():
        raise Unreadable("unknown")
    found = Names()
    problems: list[Problem] = []
    try:
        extras = _extras(told, found, context)
        listed = checks.items(told["workouts"], "workouts", MAX_ROWS)
    except Wrong as wrong:
        raise Unreadable("json") from wrong
    workouts: list[dict[str, Any]] = []
    rows = 0
    for n, one in enumerate(listed):
        try:
            workout = _workout(one, len(workouts), found, context)
        except Wrong as wrong:
            problems.append(Problem(n + 1, wrong.reason, names.clean(wrong.cell[:40])))
            rows += 1
            continue
        rows += len(workout["sets"])
        if rows > MAX_ROWS:
            raise Unreadable("rows")
        workouts.append(workout)
    return Read("everything", "kg", workouts, found.all, rows, problems, extras=extras)


def _broken_character(text: str) -> int | None:
    """Return where a half of a character stands alone: no database stores it."""
    found = (each.start() for each in _HALVES.finditer(text) if each["alone"])
    return next(found, None)


def _no_number(_: str) -> None:
    raise ValueError


def _workout(value: Any, n: int, found: Names, context: Context) -> dict[str, Any]:
    told = checks.mapping(value, "workout")
    started = checks.moment(told.get("started_at"), "started_at", context)
    if started is None:
        raise Wrong("time", "started_at")
    entries: list[dict[str, Any]] = []
    sets: list[dict[str, Any]] = []
    listed = checks.items(told.get("exercises"), "exercises", LIMITS["workout_exercises"].most)
    for position, each in enumerate(listed, 1):
        entry = checks.mapping(each, "exercise")
        index = found.index(entry.get("exercise"))
        planned = checks.mapping(entry.get("planned") or {}, "planned")
        skipped = checks.items(entry.get("skipped"), "skipped", MAX_SETS)
        entries.append(
            {
                "p": position,
                "e": index,
                "superset": checks.text(entry.get("superset"), "superset", 1),
                "skips": sorted({checks.whole(one, "skipped", 1, MAX_SETS) for one in skipped}),
                **_plan(planned, context, one_set=False),
            }
        )
        lifted = checks.items(entry.get("sets"), "sets", 2 * MAX_SETS)
        found_sets = [_set(one, position, index, started, context) for one in lifted]
        if len({(one["k"], one["n"]) for one in found_sets}) < len(found_sets):
            raise Wrong("shape", "n")
        sets += found_sets
    last = max((one["at"] for one in sets), default=started)
    ended = checks.moment(told.get("ended_at"), "ended_at", context) or last
    return {
        "n": n,
        "title": checks.text(told.get("title"), "title", MAX_NOTE) or "",
        "started": started,
        "ended": max(ended, started),
        "ended_by": checks.one_of(told.get("ended_by"), "ended_by", ENDS),
        "note": checks.text(told.get("note"), "note", MAX_NOTE),
        "program": checks.text(told.get("program"), "program", names.MAX_UNITS),
        "day": checks.text(told.get("day"), "day", names.MAX_UNITS),
        "entries": entries,
        "sets": sets,
    }


def _set(
    value: Any, position: int, exercise: int, started: str, context: Context
) -> dict[str, Any]:
    told = checks.mapping(value, "set")
    reps = checks.whole(told.get("reps"), "reps", 1, MAX_REPS)
    held = checks.whole(told.get("seconds"), "seconds", 1, MAX_SECONDS)
    if (reps is None) == (held is None):
        raise Wrong("empty")
    n = checks.whole(told.get("n"), "n", 1, MAX_SETS)
    if n is None:
        raise Wrong("shape", "n")
    return {
        "p": position,
        "e": exercise,
        "n": n,
        "k": checks.one_of(told.get("kind"), "kind", ("work", "warmup")),
        "w": checks.decimal(told.get("weight_kg"), "weight_kg", 0, MAX_WEIGHT) or "0",
        "l": checks.one_of(told.get("load", "plain"), "load", LOADS),
        "r": reps,
        "s": held,
        "rpe": checks.decimal(told.get("rpe"), "rpe", 1, 10, "0.1"),
        "note": checks.text(told.get("note"), "note", MAX_NOTE),
        "way": checks.one_of(told.get("way", "import"), "way", WAYS),
        "at": checks.moment(told.get("logged_at"), "logged_at", context) or started,
    }


def _plan(told: Mapping[str, Any], context: Context, *, one_set: bool) -> dict[str, Any]:
    """Check a plan; ``one_set``: it must say how many sets there are."""
    least = checks.whole(told.get("reps_min"), "reps_min", 1, MAX_REPS)
    most = checks.whole(told.get("reps_max"), "reps_max", least or 1, MAX_REPS)
    held = checks.whole(told.get("seconds"), "seconds", 1, MAX_SECONDS)
    sets = checks.whole(told.get("sets"), "sets", 1, MAX_SETS)
    if (least is None) != (most is None) or (least and held) or (one_set and sets is None):
        raise Wrong("shape", "reps_min")
    return {
        "sets": sets,
        "reps_min": least,
        "reps_max": most,
        "seconds": held,
        "amrap": told.get("amrap") is True,
        "weight_kg": checks.decimal(told.get("weight_kg"), "weight_kg", 0, MAX_WEIGHT),
        "rule": checks.text(told.get("rule"), "rule", MAX_RULE),
        "rest_seconds": checks.whole(told.get("rest_seconds"), "rest_seconds", 0, MAX_REST),
        "warmup": told.get("warmup") is True,
        "note": checks.text(told.get("note"), "note", MAX_SHORT),
        "planned_at": checks.moment(told.get("planned_at"), "planned_at", context),
    }


def _extras(told: Mapping[str, Any], found: Names, context: Context) -> dict[str, Any]:
    """Check the settings, the exercises and the programs. Raises Wrong."""
    exercises = checks.items(told.get("exercises"), "exercises", LIMITS["exercises"].most)
    programs = checks.items(told["programs"], "programs", LIMITS["programs"].most)
    return {
        "person": _person(checks.mapping(told["person"], "person")),
        "reminders": _reminders(told.get("reminders")),
        "draft": _draft(told.get("draft")),
        "body_weights": _body_weights(told.get("body_weights")),
        "exercises": [_exercise(checks.mapping(one, "exercise"), found) for one in exercises],
        "programs": [_program(checks.mapping(one, "program"), found, context) for one in programs],
    }


def _person(told: Mapping[str, Any]) -> dict[str, Any]:
    plates = told.get("plates_kg")
    return {
        "language": checks.one_of(told.get("language"), "language", ("ru", "en")),
        "unit": checks.one_of(told.get("unit"), "unit", ("kg", "lb")),
        "timezone": _zone(checks.text(told.get("timezone"), "timezone", MAX_RULE)),
        "rest_seconds": checks.whole(told.get("rest_seconds"), "rest_seconds", 5, MAX_REST),
        "bar_kg": checks.decimal(told.get("bar_kg"), "bar_kg", 0, 100),
        "weekly_goal": checks.whole(told.get("weekly_goal"), "weekly_goal", 1, 14),
        "dark_pictures": told.get("dark_pictures") is True,
        "plates_kg": None
        if plates is None
        else [
            checks.decimal(one, "plates_kg", 0, 100) for one in checks.items(plates, "plates", 50)
        ],
    }


def _zone(name: str | None) -> str | None:
    """Leave out a time zone that is not known here: every update of the person would fail."""
    return name if name in available_timezones() else None


def _reminders(value: Any) -> dict[str, Any] | None:
    if value is None:
        return None
    told = checks.mapping(value, "reminders")
    days = checks.items(told.get("weekdays"), "weekdays", 7)
    hour = checks.whole(told.get("hour"), "hour", 0, 23)
    return {
        "hour": 18 if hour is None else hour,
        "weekdays": sum(
            1 << one - 1 for one in {checks.whole(day, "day", 1, 7) or 1 for day in days}
        ),
    }


def _body_weights(value: Any) -> list[dict[str, Any]]:
    found = []
    for one in checks.items(value, "body_weights", MAX_ROWS):
        told = checks.mapping(one, "body_weights")
        weight = checks.decimal(told.get("weight_kg"), "body_weight", 20, 400)
        try:
            day = date.fromisoformat(told.get("day") or "")
        except (TypeError, ValueError):
            raise Wrong("time", "day") from None
        if weight is None:
            raise Wrong("shape", "body_weight")
        found.append({"day": day.isoformat(), "weight_kg": weight})
    return found


def _draft(value: Any) -> dict[str, Any] | None:
    if value is None:
        return None
    told = checks.mapping(value, "draft")
    return {
        "name": checks.text(told.get("name"), "name", names.MAX_UNITS),
        "body": checks.text(told.get("body"), "body", LIMITS["draft"].most) or "",
    }


def _exercise(told: Mapping[str, Any], found: Names) -> dict[str, Any]:
    answers = checks.items(told.get("answers"), "answers", MAX_ANSWERS)
    known = told.get("known")
    step = checks.decimal(told.get("step_kg"), "step_kg", 0, 100)
    return {
        "e": found.index(told.get("name")),
        "known": known if isinstance(known, str) and known in KEYS else None,
        "kind": checks.one_of(told.get("kind", "other"), "kind", tuple(Kind)),
        "rest_seconds": checks.whole(told.get("rest_seconds"), "rest_seconds", 0, MAX_REST),
        "bar_kg": checks.decimal(told.get("bar_kg"), "bar_kg", 0, 100),
        "step_kg": step if step and Decimal(step) else None,
        "note": checks.text(told.get("note"), "note", MAX_NOTE),
        "answers": [checks.text(one, "answer", MAX_RULE) or "" for one in answers],
    }


def _program(told: Mapping[str, Any], found: Names, context: Context) -> dict[str, Any]:
    try:
        name = names.read(checks.text(told.get("name"), "name", names.MAX_UNITS) or "")
    except Refusal:
        raise Wrong("name", "program") from None
    days = checks.items(told.get("days"), "days", LIMITS["program_days"].most)
    return {
        "name": name,
        "created_at": checks.moment(told.get("created_at"), "created_at", context),
        "archived_at": checks.moment(told.get("archived_at"), "archived_at", context),
        "days": [
            {
                "name": checks.text(checks.mapping(day, "day").get("name"), "day", names.MAX_UNITS),
                "slots": [
                    {
                        "p": position,
                        "e": found.index(checks.mapping(slot, "slot").get("exercise")),
                        "superset": checks.text(slot.get("superset"), "superset", 1),
                        **_plan(slot, context, one_set=True),
                    }
                    for position, slot in enumerate(
                        checks.items(
                            day.get("exercises"), "exercises", LIMITS["day_exercises"].most
                        ),
                        1,
                    )
                ],
            }
            for day in days
        ],
    }
