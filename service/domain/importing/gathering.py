"""From the rows of a table to workouts, in the form in which they are stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from service.domain import names, units
from service.domain.errors import Refusal
from service.domain.importing.values import Line, Problem, Wrong
from service.domain.limits import LIMITS
from service.domain.names import MAX_UNITS
from service.domain.quantities import MAX_POUNDS, MAX_SETS, MAX_WEIGHT
from service.domain.units import Unit

MAX_NOTE = 1024
"""Longest stored note (characters)."""

MAX_ENTRIES = LIMITS["workout_exercises"].most
MAX_SUPERSETS = 26
LONGEST = timedelta(hours=24)
"""Longest workout; one that seems longer ended when it began."""


@dataclass(slots=True)
class _Entry:
    exercise: int
    superset: str
    last: int | None = None
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Workout:
    title: str
    started_at: datetime
    ended_at: datetime
    note: str = ""
    entries: list[_Entry] = field(default_factory=list)
    sets: list[dict[str, Any]] = field(default_factory=list)
    pending: str = ""
    seen: str = ""  # the exercise note that was taken last


class Gathering:
    """Gathers lines into workouts. ``default`` is the title of a workout without one."""

    def __init__(self, default: str) -> None:
        self._default = default
        self._workouts: dict[tuple[datetime, str], _Workout] = {}
        self._index: dict[str, int] = {}
        self._clean: dict[str, str] = {}
        self.names: list[str] = []
        self.assisted: set[str] = set()
        self.heaviest = Decimal(0)
        self.unit_is_said = True

    def add(self, line: Line) -> None:
        """Add a set, or the note of an exercise. Raises Wrong."""
        index = self._named(line.exercise)
        key = (line.started_at, line.title)
        workout = self._workouts.get(key)
        if workout is None:
            title = names.shorten(names.clean(line.title), MAX_UNITS) or self._default
            ended = line.ended_at or line.started_at
            if ended - line.started_at > LONGEST:
                ended = line.started_at
            workout = _Workout(title, line.started_at, ended)
        if not workout.note and line.workout_note:
            workout.note = _note(line.workout_note)
        if line.kind == "note":
            self._workouts[key] = workout
            self._annotate(workout, index, line)
            return
        weight = self._weight(line)
        entry = self._entry(workout, index, line)
        self._workouts[key] = workout
        n = entry.counts[line.kind] = entry.counts.get(line.kind, 0) + 1
        if line.assisted:
            self.assisted.add(self.names[index])
        workout.sets.append(
            {
                "p": len(workout.entries),
                "e": index,
                "n": n,
                "k": line.kind,
                "l": "assisted" if line.assisted and line.weight else None,
                "r": line.reps,
                "s": line.seconds,
                "rpe": line.rpe and str(line.rpe),
                "note": self._noted(workout, line),
                **weight,
            }
        )

    def _annotate(self, workout: _Workout, exercise: int, line: Line) -> None:
        """Take the note of an exercise: it is that of its first set, which may be still to come."""
        note = _note(line.exercise_note)
        last = workout.entries[-1] if workout.entries else None
        if last is None or last.exercise != exercise:
            workout.pending = note
            return
        first = next(one for one in workout.sets if one["p"] == len(workout.entries))
        first["note"] = _note(" · ".join(filter(None, (note, first["note"]))))

    def _noted(self, workout: _Workout, line: Line) -> str | None:
        """Return a set's note: the exercise's is that of its first set."""
        parts = [line.note]
        if line.exercise_note and line.exercise_note != workout.seen:
            parts.insert(0, line.exercise_note)
        workout.seen = line.exercise_note
        if workout.pending:
            parts.insert(0, workout.pending)
            workout.pending = ""
        return _note(" · ".join(filter(None, parts))) or None

    def _named(self, typed: str) -> int:
        name = self._clean.get(typed)
        if name is None:
            name = self._clean[typed] = _name(typed)
        if name not in self._index:
            self._index[name] = len(self.names)
            self.names.append(name)
        return self._index[name]

    def _entry(self, workout: _Workout, exercise: int, line: Line) -> _Entry:
        """Find the exercise that a set continues, or begin another."""
        last = workout.entries[-1] if workout.entries else None
        goes_on = (
            last is not None
            and last.exercise == exercise
            and last.superset == line.superset
            and last.counts.get(line.kind, 0) < MAX_SETS
            and (line.number is None or last.last is None or line.number > last.last)
        )
        if last is None or not goes_on:
            if len(workout.entries) == MAX_ENTRIES:
                raise Wrong("crowded", line.exercise)
            last = _Entry(exercise, line.superset)
            workout.entries.append(last)
            workout.seen = ""
        last.last = line.number if line.number is not None else last.last
        return last

    def _weight(self, line: Line) -> dict[str, str]:
        """Return the weight in kilograms, and what it would be if the file's were pounds."""
        typed = line.weight.quantize(Decimal("0.01"))
        if typed > (MAX_WEIGHT if line.unit == "kg" else MAX_POUNDS):
            raise Wrong("weight", str(line.weight))
        if not typed:
            return {"w": "0"}
        if line.unit is not None:
            return {"w": str(units.kilograms(typed, line.unit))}
        self.unit_is_said = False
        self.heaviest = max(self.heaviest, typed)
        return {"w": str(typed), "lb": str(units.kilograms(typed, "lb"))}

    @property
    def unit(self) -> Unit | None:
        """The unit of the weights; None: the file does not say, and it matters.

        Nobody lifts more than MAX_WEIGHT kilograms, so then they are pounds.
        """
        if self.unit_is_said:
            return "kg"
        return "lb" if self.heaviest > MAX_WEIGHT else None

    def workouts(self) -> list[dict[str, Any]]:
        """Return the workouts with sets, the oldest first."""
        found = [one for one in self._workouts.values() if one.sets]
        found.sort(key=lambda one: one.started_at)
        return [_stored(n, workout) for n, workout in enumerate(found)]


def _stored(n: int, workout: _Workout) -> dict[str, Any]:
    """Return a workout as JSON. Its sets are spread over its time, the last one at its end."""
    seconds = (workout.ended_at - workout.started_at) // timedelta(seconds=1)
    for turn, one in enumerate(workout.sets, 1):
        at = workout.started_at + timedelta(seconds=seconds * turn // len(workout.sets))
        one["at"] = at.isoformat()
    letters: dict[str, str] = {}
    for entry in workout.entries:
        if entry.superset and len(letters) < MAX_SUPERSETS:
            letters.setdefault(entry.superset, chr(ord("A") + len(letters)))
    return {
        "n": n,
        "title": workout.title,
        "started": workout.started_at.isoformat(),
        "ended": workout.ended_at.isoformat(),
        "note": workout.note or None,
        "entries": [
            {"p": position, "e": entry.exercise, "superset": letters.get(entry.superset)}
            for position, entry in enumerate(workout.entries, 1)
        ],
        "sets": workout.sets,
    }


def _name(typed: str) -> str:
    try:
        return names.read(typed)
    except Refusal as refusal:
        if refusal.key == "name-empty":
            raise Wrong("name", typed[:MAX_NOTE]) from None
    return names.read(names.shorten(names.clean(typed), names.MAX_GRAPHEMES))


def _note(text: str) -> str:
    if not text:  # most sets have none
        return ""
    return "\n".join(filter(None, names.clean_lines(text).split("\n")))[:MAX_NOTE]


def gather(found: Iterable[Line | Problem], default: str) -> tuple[Gathering, list[Problem], int]:
    """Gather lines; return also the lines that can't be read, and how many rows there were."""
    gathering, problems, rows = Gathering(default), [], 0
    for line in found:
        rows += 1
        if isinstance(line, Problem):
            problems.append(line)
            continue
        try:
            gathering.add(line)
        except Wrong as wrong:
            problems.append(Problem(line.row, wrong.reason, wrong.cell[:40]))
    return gathering, problems, rows
