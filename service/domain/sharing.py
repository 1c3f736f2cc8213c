"""What somebody shows of a program or a workout, and the copy that another person takes of it.

A link leads to the present state: what is taken is what the preview showed, or the preview is
shown again.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Literal

from service.domain import exercises
from service.domain.notation import Lift
from service.domain.programs import Day, Plan, Program
from service.domain.workouts import Workout

What = Literal["program", "workout"]

TOKEN_BYTES = 16
"""Random bytes of a token; written in base64 they are TOKEN_LENGTH characters."""

TOKEN_LENGTH = 22

DAYS = 30
"""How many days a link works. The schema has the same number."""

_TOKEN = re.compile(rf"[\w-]{{{TOKEN_LENGTH}}}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Share:
    """A link that works: whose it is, what it leads to (``of`` is its id), and what it shows.

    ``key`` is the hash of its token. ``name`` is the sharer's, None if it is not shown. ``taken``
    is how often a copy was taken.
    """

    key: bytes
    owner: int
    what: What
    of: int
    weights: bool
    name: str | None
    taken: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Links:
    """The links to one program or workout that work: their number, and how often it was taken."""

    count: int
    taken: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What a receiver sees and takes: a title and days."""

    title: str
    days: tuple[Day, ...]

    @property
    def program(self) -> Program:
        """The same as a program that is not stored."""
        return Program(0, self.title, archived=False, days=self.days)

    @property
    def mark(self) -> str:
        """A short text that changes with what is shown."""
        return sha256(repr((self.title, self.days)).encode()).hexdigest()[:8]

    def in_language(self, language: str) -> "Shown":
        """Return it with the exercises' names in the receiver's language."""
        return replace(
            self,
            days=tuple(
                replace(day, plans=tuple(_named(plan, language) for plan in day.plans))
                for day in self.days
            ),
        )


def is_token(text: str) -> bool:
    """Return whether a text has the form of a token."""
    return _TOKEN.fullmatch(text) is not None


def hashed(token: str) -> bytes:
    """Return what is stored of a token."""
    return sha256(token.encode()).digest()


def of_program(program: Program, *, weights: bool) -> Shown:
    """Return a program as it is shared: without notes, and without weights unless chosen."""
    days = (
        Day(day.name, tuple(_bare(plan, weights=weights) for plan in day.plans))
        for day in program.days
    )
    return Shown(program.name, tuple(days))


def of_workout(workout: Workout, *, weights: bool) -> Shown:
    """Return what was done in a workout as a program of one day, likewise."""
    done = ((entry.plan, workout.lifts(entry.position)) for entry in workout.entries)
    return of_lifts(workout.title, done, weights=weights)


def of_lifts(title: str, done: Iterable[tuple[Plan, Sequence[Lift]]], *, weights: bool) -> Shown:
    """Return the sets of exercises likewise; of the plans only the names and supersets matter."""
    plans = (_done(plan, lifts, weights=weights) for plan, lifts in done if lifts)
    return Shown(title, (Day(None, tuple(plans)),))


def _bare(plan: Plan, *, weights: bool) -> Plan:
    return replace(plan, note=None, weight=plan.weight if weights else None)


def _done(plan: Plan, lifts: Sequence[Lift], *, weights: bool) -> Plan:
    """Return the sets of an exercise as a plan, with the heaviest weight."""
    reps = [lift.reps for lift in lifts if lift.reps]
    held = [lift.seconds for lift in lifts if lift.seconds]
    weight = max((lift.weight for lift in lifts if lift.load == "plain"), default=None)
    return Plan(
        plan.name,
        len(lifts),
        min(reps, default=None),
        max(reps, default=None),
        None if reps else max(held, default=None),
        weight=(weight or None) if weights else None,
        superset=plan.superset,
        known=plan.known,
    )


def _named(plan: Plan, language: str) -> Plan:
    return replace(plan, name=exercises.called(plan.name, plan.known, language))
